"""A round's papers by mark, by day and by how they ended, for its page and its reports. Gathered while the close reads them.

Only attempts that count are in here, those with an empty ruling: the bands add up to the papers of ``units.csv``, and so do
the days, in all and for each unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from .attempt import Attempt
from .canonical import canonical
from .times import day_at_home, day_written
from .units import Presence

BANDS = ("all", "high", "middle", "low", "zero")
"""All right; 75 % and over; from 25 % to under 75 %; under 25 %; none right."""


@dataclass(frozen=True, slots=True)
class UnitDay:
    """What a unit handed in on one day, as people here date it: ``2023-10-23``. ``unit`` is empty for those without one.

    ``people`` are those who handed in a counted paper on that day, so somebody with papers on two days is in both.
    """

    day: str
    unit: str
    papers: int
    people: int


@dataclass(frozen=True)
class Statistics:
    """What ``statistics.json`` says: ``marks`` is score → papers, ``statuses`` status → papers; ``days`` go by day and unit.

    ``ruled_out`` is how many attempts don't count, and are in none of the others.
    """

    marks: Mapping[int, int]
    days: list[UnitDay]
    statuses: Mapping[str, int]
    ruled_out: int


class Gathering:
    """Takes in counted attempts one after the other, sorted by contestant; a close has 100,000 of them."""

    def __init__(self) -> None:
        self.statuses = {"submitted": 0, "timed_out": 0, "blank": 0}
        self._marks: dict[int, int] = {}
        self._days: dict[tuple[int, str], Presence] = {}

    def see(self, attempt: Attempt, unit: str, points: int) -> None:
        """Count one more paper, of ``unit`` and worth ``points``."""
        self.statuses[attempt.status] += 1
        self._marks[points] = self._marks.get(points, 0) + 1
        on = (day_at_home(attempt.submitted_at or 0), unit)
        seen = self._days.get(on)
        if seen is None:
            seen = self._days[on] = Presence()
        seen.see(attempt.contestant)

    def statistics(self, ruled_out: int) -> Statistics:
        """Return what came together."""
        days = [self._day(on) for on in sorted(self._days)]
        return Statistics(dict(sorted(self._marks.items())), days, self.statuses, ruled_out)

    def _day(self, on: tuple[int, str]) -> UnitDay:
        day, unit = on
        seen = self._days[on]
        return UnitDay(day_written(day), unit, seen.papers, seen.people)


def statistics_json(statistics: Statistics) -> bytes:
    """Return ``statistics.json``: canonical JSON of ``marks``, ``days``, ``statuses`` and ``ruled_out``."""
    marks = {str(score): papers for score, papers in statistics.marks.items()}
    return canonical({**asdict(statistics), "marks": marks})


def bands(marks: Mapping[int, int], questions: int) -> dict[str, int]:
    """Return band → papers, in the order of ``BANDS``, for ``marks`` (score → papers) out of so many ``questions``."""
    found = dict.fromkeys(BANDS, 0)
    for score, papers in marks.items():
        found[_band(score, questions)] += papers
    return found


def band_scores(questions: int) -> dict[str, tuple[int, int]]:
    """Return band → its lowest and highest score. A band that no score falls into, as a short paper has them, is absent."""
    found: dict[str, tuple[int, int]] = {}
    for score in range(questions + 1):
        band = _band(score, questions)
        least, _ = found.get(band, (score, score))
        found[band] = (least, score)
    return found


def _band(score: int, questions: int) -> str:
    if score == questions:
        return "all"
    if score == 0:
        return "zero"
    if 4 * score >= 3 * questions:
        return "high"
    return "middle" if 4 * score >= questions else "low"
