"""``python -m organizer``: the command line for organizers."""

from __future__ import annotations

import io
import sys

from .commands import cli


def main() -> None:
    """Run the program. A Windows console that isn't told so would not print Vietnamese."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli.main(prog_name="python -m organizer")


if __name__ == "__main__":
    main()
