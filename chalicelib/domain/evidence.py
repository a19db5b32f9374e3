"""What a decision rests on: one file, of a kind that anybody can open years later, small enough to travel in one event.

The command line refuses what is unfit before it sends anything; the function that keeps the file looks again.
"""

from __future__ import annotations

MOST_BYTES = 4_000_000
"""Of one file: an invocation takes 6 MB, and base 64 makes a file a third longer."""

KINDS = frozenset(["pdf", "png", "jpg", "jpeg", "docx", "xlsx", "txt", "zip"])


def kind(name: str) -> str:
    """Return the kind of a file by the end of its name, in lower case: ``pdf``; an empty text where it has none."""
    stem, _, end = name.rpartition(".")
    return end.lower() if stem else ""


def is_fit(name: str, size: int) -> bool:
    """Whether a file called ``name`` of ``size`` bytes may be kept: of a known kind, not empty, not too large."""
    return kind(name) in KINDS and 0 < size <= MOST_BYTES
