"""Chance that can be had again: every source is named, and the same seed and name give the same numbers everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from chalicelib import chance


def source(seed: int, *names: str) -> random.Random:
    """Return the source called ``names``. What is drawn from one never moves what another gives."""
    return random.Random("|".join([str(seed), *names]))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let the services' own chance (seeds, salts, codes, pseudonyms, sessions) come from ``seed``: for simulations alone."""
    with mock.patch.object(chance, "random_bytes", source(seed, "services").randbytes):
        yield
