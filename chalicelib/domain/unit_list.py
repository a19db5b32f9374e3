"""The organizers' own list of units: from it people choose theirs when they enter by themselves.

A head-count per unit may stand beside it as a number, for rates of participation: who enters by themselves stands on no
roster, and the rosters of some bodies may not be handed over (S4:39).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .faults import Fault, Faulty
from .roster import RowReader, Unit, unit_id
from .sheets import Column, Row, Table, read_sheet
from .unit_shares import shortfalls
from .unit_tree import TreeUnit

if TYPE_CHECKING:
    from .definition import Definition

SHEET = "Đơn vị"
COLUMNS = (
    Column("unit", "Đơn vị"),
    Column("klass", "Loại đơn vị", optional=True),
    Column("headcount", "Số người", optional=True),
    Column("parent", "Trực thuộc", optional=True),
)
MOST_UNITS = 5_000
MOST_HEADS = 10_000_000
_NAMED = 3
_HEADS = re.compile(r"[0-9]{1,8}|[0-9]{1,3}(?:[. ][0-9]{3})+")


def read_units(table: Table, definition: Definition) -> tuple[tuple[Unit, ...], list[Fault]]:
    """Return the units that ``table`` lists, sorted by id, and the warnings about it. Raises Faulty with every fault."""
    sheet = read_sheet(table, COLUMNS)
    reader = _Reader(definition)
    found = reader.in_a_tree([(row, reader.listed(row)) for row in sheet.rows])
    faults = [*sheet.faults, *reader.faults]
    if len(found) > MOST_UNITS:
        faults.append(Fault(table.file, table.whole, "units.many", {"number": len(found), "most": MOST_UNITS}))
    if faults:
        raise Faulty(faults)
    return tuple(sorted(found, key=lambda unit: unit.id)), [*sheet.warnings, *_uncounted(table, found, definition)]


def _uncounted(table: Table, units: Sequence[Unit], definition: Definition) -> list[Fault]:
    """Warn of units that owe a share of people whom nobody has counted: they could never be said to have come up to it.

    Where there is a roster, it counts them.
    """
    ways_in = getattr(definition, "ways_in", None)
    if getattr(definition, "participation", None) is None or ways_in is None or ways_in.roster:
        return []
    tree = [TreeUnit(unit.id, unit.name, unit.klass, unit.parent, unit.headcount) for unit in units]
    names = [share.name for share in shortfalls(tree, {}, definition) if share.owed is not None and share.headcount is None]
    named = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return [Fault(table.file, table.whole, "units.uncounted", {"number": len(names), "names": named})] if names else []


class _Reader:
    """Reads rows one after the other; a unit is read as the roster reads it, so that both mean the same by a name."""

    def __init__(self, definition: Definition):
        self.rows = RowReader(definition)
        award = getattr(definition, "unit_award", None)
        # Each class is ranked for itself: a unit without one would be a group that nobody has announced prizes for.
        self.by_class = award is not None and award.groups == "by_class"
        self.places: dict[str, str] = {}
        self.own_faults: list[Fault] = []

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the rows read so far."""
        return [*self.rows.faults, *self.own_faults]

    def listed(self, row: Row) -> Unit:
        """Return the unit on ``row``. On a list each stands once: another spelling of it is a slip, not a second mention."""
        faults = len(self.rows.faults)
        id, name = self.rows.unit(row)
        if not row.text("unit"):
            self._fault(row, "unit", "units.name-missing")
        elif id in self.places and faults == len(self.rows.faults):
            self._fault(row, "unit", "units.twice", found=row.text("unit"), other=self.places[id])
        self.places.setdefault(id, row.place("unit"))
        seen = self.rows.units.get(id)
        return Unit(id, name, seen.klass if seen else "", self._headcount(row))

    def in_a_tree(self, listed: Sequence[tuple[Row, Unit]]) -> list[Unit]:
        """Return the units with the parents that their rows name: each has to stand on this list, and none above itself."""
        units = [replace(unit, parent=unit_id(row.text("parent"))) for row, unit in listed]
        ids = {unit.id for unit in units}
        for (row, _), unit in zip(listed, units, strict=True):
            if row.text("parent") and unit.parent not in ids:
                self._fault(row, "parent", "units.parent-unlisted", found=row.text("parent"))
        for (row, _), unit in zip(listed, units, strict=True):
            if self.by_class and unit.id and not unit.parent and not unit.klass:
                self._fault(row, "klass", "units.class-missing", found=row.text("unit"))
        for astray in astray_in(units):
            row = next(row for row, unit in listed if unit.id == astray)
            self._fault(row, "parent", "units.parent-circle", found=row.text("parent"), unit=row.text("unit"))
        return units

    def _headcount(self, row: Row) -> int | None:
        """Return the number in a cell, ``1.250`` among them; None for an empty cell."""
        found = row.text("headcount")
        if not found:
            return None
        number = int(re.sub("[. ]", "", found)) if _HEADS.fullmatch(found) else 0
        if not 1 <= number <= MOST_HEADS:
            self._fault(row, "headcount", "units.headcount-unfit", found=found, most=MOST_HEADS)
        return number

    def _fault(self, row: Row, key: str, code: str, **values: object) -> None:
        self.own_faults.append(row.fault(key, code, **values))


def astray_in(units: Iterable[Unit]) -> list[str]:
    """Return the ids of those units that stand above themselves: who belongs to whom has to be a tree."""
    above = {unit.id: unit.parent for unit in units}
    return [id for id in above if _comes_back(id, above)]


def _comes_back(id: str, above: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    at = above[id]
    while at and at in above and at not in seen:
        if at == id:
            return True
        seen.add(at)
        at = above[at]
    return False


def ancestors(unit: str, above: Mapping[str, str]) -> list[str]:
    """Return the ids of the units that ``unit`` belongs to, the nearest first; ``above`` is unit → parent, a tree."""
    found: list[str] = []
    while unit := above.get(unit, ""):
        found.append(unit)
    return found


@dataclass(frozen=True)
class UnitChanges:
    """What a list would change of the list that is kept: ids of units, each list sorted.

    ``taken_off`` are those that the new list, said to be whole, doesn't name any more.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    taken_off: tuple[str, ...]
    unchanged: int

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.changed or self.taken_off)


def unit_changes(before: Iterable[Unit], listed: Sequence[Unit], whole: bool) -> UnitChanges:
    """Return how ``listed`` changes the units that are on the list ``before``."""
    kept = {unit.id: unit for unit in before}
    named = {unit.id: unit for unit in listed}
    both = sorted(kept.keys() & named.keys())
    changed = tuple(id for id in both if kept[id] != named[id])
    return UnitChanges(
        added=tuple(sorted(named.keys() - kept.keys())),
        changed=changed,
        taken_off=tuple(sorted(kept.keys() - named.keys())) if whole else (),
        unchanged=len(both) - len(changed),
    )


def with_headcounts(of_roster: Iterable[Unit], listed: Iterable[Unit], by_oneself: bool) -> list[Unit]:
    """Return the units of a contest for its close, sorted by id: those of the roster and those of the list.

    The list's head-count counts. Where the list names none it is the roster's, but for a contest that people enter by
    themselves: there the roster counts only those whom organizers have entered, and a rate over them would be wrong.
    """
    units = {unit.id: unit for unit in of_roster}
    for unit in listed:
        counted = units.get(unit.id)
        heads = unit.headcount if unit.headcount or by_oneself or not counted else counted.headcount
        klass = unit.klass or (counted.klass if counted else "")
        units[unit.id] = replace(unit, klass=klass, headcount=heads)
    return [unit for _, unit in sorted(units.items())]
