"""``python -m simulator --contest X --contestants N --seed S --out FOLDER``."""

from __future__ import annotations

from .command import simulate

if __name__ == "__main__":
    simulate.main(prog_name="python -m simulator")
