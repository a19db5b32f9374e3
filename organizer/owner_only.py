"""Files that only their owner may read: there are names in them."""

from __future__ import annotations

import os


def owner_only(file: str, flags: int) -> int:
    """Open ``file``: what `open` takes as its ``opener``. A file that it makes is nobody else's to read."""
    return os.open(file, flags, 0o600)
