"""Facts about units that no round tells, read from the office's own table: entries, their ranks, leaders who came.

Gates of a unit award ask for them (S4:120-122); they stand in ``unit_facts.csv`` of the contest's export, as they were told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .faults import Fault, Faulty
from .finals import UnitFact
from .roster import unit_id
from .sheets import Column, Row, Table, read_sheet

SHEET = "Bài dự thi"
COLUMNS = (
    Column("unit", "Đơn vị"),
    Column("entries", "Số bài dự thi", optional=True),
    Column("entry_rank", "Thứ hạng của đơn vị về bài dự thi", optional=True),
    Column("leaders_every_round", "Lãnh đạo dự thi đủ các vòng", optional=True),
)
MOST_FACTS = 15_000
FORMS: Mapping[str, re.Pattern[str]] = {
    "entries": re.compile(r"0|[1-9][0-9]{0,3}"),
    "entry_rank": re.compile(r"[1-9][0-9]{0,3}"),
    "leaders_every_round": re.compile(r"(0|[1-9][0-9]{0,3})/([1-9][0-9]{0,3})"),
}
"""What the value of each gate's fact looks like; of leaders, how many came to every round of how many."""


def is_a_fact(fact: UnitFact) -> bool:
    """Whether a fact says something that a gate can be held against."""
    found = FORMS[fact.gate].fullmatch(fact.value) if fact.gate in FORMS else None
    return bool(found) and (fact.gate != "leaders_every_round" or _at_most(fact.value))


def _at_most(value: str) -> bool:
    came, of = value.split("/")
    return int(came) <= int(of)


def read_unit_facts(table: Table) -> tuple[list[UnitFact], list[Fault]]:
    """Return the facts that ``table`` tells, sorted, and the warnings about it. Raises Faulty with every fault, by cell.

    Whether the contest knows the units, only the deployment can tell.
    """
    sheet = read_sheet(table, COLUMNS)
    faults = list(sheet.faults)
    facts: dict[tuple[str, str], UnitFact] = {}
    seen: dict[str, str] = {}
    for row in sheet.rows:
        unit = unit_id(row.text("unit"))
        if not unit:
            faults.append(row.fault("unit", "unit-facts.unit-unknown", found=row.text("unit")))
        elif unit in seen:
            faults.append(row.fault("unit", "units.twice", found=row.text("unit"), other=seen[unit]))
        seen.setdefault(unit, row.place("unit"))
        for fact in _of_a_row(row, unit, faults):
            facts[fact.unit, fact.gate] = fact
    if faults:
        raise Faulty(faults)
    return sorted(facts.values()), sheet.warnings


def _of_a_row(row: Row, unit: str, faults: list[Fault]) -> list[UnitFact]:
    told = [UnitFact(unit, gate, row.text(gate).replace(" ", "")) for gate in FORMS if row.text(gate)]
    for fact in told:
        if not is_a_fact(fact):
            faults.append(row.fault(fact.gate, f"unit-facts.{fact.gate}", found=row.text(fact.gate)))
    return told
