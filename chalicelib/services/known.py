"""A contest that there is not: the one refusal of whoever names it."""

from __future__ import annotations

from typing import TypeVar

from ..domain.errors import NotFound

Found = TypeVar("Found")


def if_known(found: Found | None) -> Found:
    """Return what was read of a contest. Raises NotFound where that is nothing, or a list of nothing: there is none."""
    if found is None or found == []:
        raise NotFound("no-such-contest")
    return found
