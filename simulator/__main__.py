"""``python -m simulator --contest X --contestants N --seed S --out FOLDER``."""

from __future__ import annotations

import signal
import sys

from .command import simulate

TERMINATED = 143


def main() -> None:
    """Run the program. Told to end, it does so as with Ctrl-C, so that the engine ends with it."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(TERMINATED))
    simulate.main(prog_name="python -m simulator")


if __name__ == "__main__":
    main()
