"""How much a test does: enough to notice a fault in ``make test``, and for as long as it takes in ``make soak``."""

from __future__ import annotations

import os


def soaking() -> bool:
    """Return whether this is ``make soak``, which says so in the environment."""
    return os.environ.get("HOITHI_SOAK") == "1"


def size(test: int, soak: int) -> int:
    """Return how many of something a test does: ``soak`` of them in ``make soak``, otherwise ``test``.

    A test that takes a size carries the mark ``soak``, and by it ``make soak`` finds the test.
    """
    return soak if soaking() else test
