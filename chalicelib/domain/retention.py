"""How long people's data is kept: the days that the definition names, counted from the contest's end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .definition import Definition
from .round import RoundRecord
from .times import Millis

DAY_MS = 24 * 60 * 60_000
# A contest's end may still be moved by whoever imports its definition again; a tombstone waits for that.
MARGIN_MS = 7 * DAY_MS


@dataclass(frozen=True)
class Ends:
    """When a contest ends; from when on tombstones keep nobody out any more; when all personal data goes."""

    contest: str
    ends: Millis
    tombstones_go: Millis
    people_go: Millis


def ends_of(definition: Definition, records: Iterable[RoundRecord]) -> Ends:
    """Return when data of a contest goes: its end is the last close that the definition or any of its rounds knows."""
    ends = max([definition.ends, *(record.closes for record in records if record.kind == "ranked")])
    people_go = ends + definition.retention_days * DAY_MS
    return Ends(definition.contest, ends, min(ends + MARGIN_MS, people_go), people_go)
