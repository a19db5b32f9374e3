"""Units as a tree, province → department → division: what a unit counts is what its whole sub-tree counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .units import UnitRow


@dataclass(frozen=True, slots=True)
class TreeUnit:
    """A unit in its tree: ``parent`` is empty for a root, ``klass`` without a class.

    ``headcount`` is of its own people alone, without the units under it; None where nobody knows it.
    """

    id: str
    name: str
    klass: str
    parent: str
    headcount: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a unit's own people did over all ranked rounds.

    ``people`` are distinct contestants with a counted attempt in any of them, ``papers`` counted attempts; ``ranked``,
    ``points``, ``perfect`` and ``zero`` are over the ranking rows, as in `units.UnitRow`.
    """

    people: int = 0
    papers: int = 0
    ranked: int = 0
    points: int = 0
    perfect: int = 0
    zero: int = 0

    def __add__(self, other: Totals) -> Totals:
        """Return both together."""
        return Totals(
            self.people + other.people,
            self.papers + other.papers,
            self.ranked + other.ranked,
            self.points + other.points,
            self.perfect + other.perfect,
            self.zero + other.zero,
        )


class Tree:
    """Units by id, each knowing what stands above it. A unit that figures alone know is a root called by its id."""

    def __init__(self, units: Iterable[TreeUnit], also: Iterable[str] = ()):
        """Take the units and the ids of ``also``. Raises ValueError for a unit named twice, a parent nobody knows, a cycle.

        The empty id, which stands for those without a unit, is none.
        """
        listed = sorted((unit for unit in units if unit.id), key=lambda unit: unit.id)
        found = {unit.id: unit for unit in listed}
        if len(found) < len(listed):
            raise ValueError("a unit is named twice")
        unlisted = {id: TreeUnit(id, id, "", "", None) for id in also if id and id not in found}
        self.units: Mapping[str, TreeUnit] = dict(sorted((found | unlisted).items()))
        self._lines = {id: self._line(id) for id in self.units}

    def _line(self, id: str) -> tuple[TreeUnit, ...]:
        line: list[TreeUnit] = []
        while id:
            if id not in self.units:
                raise ValueError(f"{line[-1].id} stands under {id}, which nobody knows")
            if self.units[id] in line:
                raise ValueError(f"{id} stands under itself")
            line.append(self.units[id])
            id = self.units[id].parent
        return tuple(line)

    def line(self, id: str) -> tuple[TreeUnit, ...]:
        """Return the unit itself, its parent, and so on up to its root."""
        return self._lines[id]

    def with_all_heads(self) -> Iterator[TreeUnit]:
        """Yield each unit by its id, its head-count that of its sub-tree: the sum of those that are given, None of none."""
        heads = self.summed({id: unit.headcount for id, unit in self.units.items() if unit.headcount is not None})
        return (replace(unit, headcount=heads.get(id)) for id, unit in self.units.items())

    def summed(self, own: Mapping[str, int]) -> dict[str, int]:
        """Return numbers of units' own summed over their sub-trees; a unit with nothing in its sub-tree has none."""
        found: dict[str, int] = {}
        for id, number in own.items():
            for unit in self._lines.get(id, ()):
                found[unit.id] = found.get(unit.id, 0) + number
        return found

    def rows(self, own: Mapping[str, Totals]) -> list[UnitRow]:
        """Return the figures of each unit and its sub-tree, sorted by id, after those of people without a unit."""
        totals: dict[str, Totals] = {}
        for id, number in own.items():
            for unit in self._lines.get(id, ()):
                totals[unit.id] = totals.get(unit.id, Totals()) + number
        without = _row(TreeUnit("", "", "", "", None), own.get("", Totals()))
        return [without, *(_row(unit, totals.get(unit.id, Totals())) for unit in self.with_all_heads())]


def _row(unit: TreeUnit, totals: Totals) -> UnitRow:
    return UnitRow(
        unit=unit.id,
        name=unit.name,
        klass=unit.klass,
        headcount=unit.headcount,
        people=totals.people,
        papers=totals.papers,
        ranked=totals.ranked,
        points=totals.points,
        perfect=totals.perfect,
        zero=totals.zero,
    )
