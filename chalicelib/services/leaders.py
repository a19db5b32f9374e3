"""How many of the units' leaders came, for a report: where a plan asks that all of them take part (S3:27).

No export says who leads a unit. The contestants' table is asked when a report is made: it is as the office knows it then.
"""

from __future__ import annotations

from collections.abc import Collection

from ..domain.definition import Definition
from .everybody import everybody


def leaders(contest: str, definition: Definition, came: Collection[str]) -> dict[str, tuple[int, int]] | None:
    """Return unit → how many of its leaders are among ``came`` (pseudonyms), and of how many; None where nobody asks.

    Who is kept out is no leader here; nor is who is excused, where the definition leaves them out and they didn't come.
    """
    owed = definition.participation
    if owed is None or not owed.leaders_every_round:
        return None
    found: dict[str, tuple[int, int]] = {}
    for profile in everybody(contest):
        there = profile.pseudonym in came
        away = profile.excused and owed.excused == "left_out" and not there
        if profile.leader and not profile.excluded and not away:
            before, of = found.get(profile.unit, (0, 0))
            found[profile.unit] = (before + there, of + 1)
    return found
