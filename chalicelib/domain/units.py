"""What each unit's people did: the rows of ``units.csv``, in exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from .ranking import Ranked


class Unit(Protocol):
    """What is known of a unit before the round: ``klass`` is empty without a class, ``headcount`` None where unknown."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def klass(self) -> str: ...
    @property
    def headcount(self) -> int | None: ...


def fraction(part: int, whole: int) -> str:
    """Return ``part / whole`` (both ≥ 0) with four decimals, half up, by integers alone; empty where ``whole`` is 0."""
    if whole == 0:
        return ""
    ten_thousandths = (part * 20_000 + whole) // (2 * whole)
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04d}"


@dataclass(slots=True)
class Presence:
    """How many people and papers with an empty ruling a unit has. Attempts come sorted by contestant."""

    people: int = 0
    papers: int = 0
    _last: str = ""

    def see(self, contestant: str) -> None:
        """Count one more paper of ``contestant``. One is compared with the last alone, so that no names are held."""
        self.papers += 1
        if contestant != self._last:
            self.people += 1
            self._last = contestant


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of ``units.csv``, with exact sums in the place of its fractions.

    ``people`` and ``papers`` are of counted attempts; ``ranked``, ``points``, ``perfect`` and ``zero`` of ranking rows.
    """

    unit: str
    name: str
    klass: str
    headcount: int | None
    people: int
    papers: int
    ranked: int
    points: int
    perfect: int
    zero: int

    def cells(self) -> tuple[str | int | None, ...]:
        """Return the row's cells."""
        rate = fraction(self.people, self.headcount or 0)
        mean_score = fraction(self.points, self.ranked)
        named = (self.unit, self.name, self.klass, self.headcount)
        return (*named, self.people, rate, self.papers, mean_score, self.perfect, self.zero)


def unit_rows(
    units: Iterable[Unit], presence: Mapping[str, Presence], ranked: Iterable[Ranked], full_score: int
) -> list[UnitRow]:
    """Return a row for every unit of the contest and for those without one, sorted by unit (the unit-less row first).

    ``presence`` is by unit id. A unit that only attempts know still gets its row, with its id for a name: a count that
    vanished would be worse than an odd row.
    """
    known = {unit.id: unit for unit in units if unit.id}
    scores: dict[str, list[int]] = {}
    for row in ranked:
        scores.setdefault(row.entry.unit, []).append(row.entry.score)
    names = sorted({"", *known, *presence})
    return [_row(name, known.get(name), presence.get(name, Presence()), scores.get(name, []), full_score) for name in names]


def _row(name: str, unit: Unit | None, seen: Presence, scores: list[int], full_score: int) -> UnitRow:
    return UnitRow(
        unit=name,
        name=unit.name if unit else name,
        klass=unit.klass if unit else "",
        headcount=unit.headcount if unit else None,
        people=seen.people,
        papers=seen.papers,
        ranked=len(scores),
        points=sum(scores),
        perfect=scores.count(full_score),
        zero=scores.count(0),
    )
