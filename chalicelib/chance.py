"""The one place that asks for chance: seeds, salts, codes, pseudonyms and session ids all come from here.

Services ask for it as ``chance.random_bytes``, by the module's name, so that a simulation can put its own
source in its place.
"""

from __future__ import annotations

import secrets


def random_bytes(count: int) -> bytes:
    """Return ``count`` bytes that nobody can foresee."""
    return secrets.token_bytes(count)
