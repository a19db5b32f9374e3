"""What a unit manager reads: their own units and the people in them. Who has taken part, `services/turnout.py` adds.

Names alone, for whoever keeps the unit's list anyway; never a score, and nothing of any other unit (S3: a department is a
participating unit, whose manager sees no scores of others).
"""

from __future__ import annotations

from typing import Any

from ..domain.errors import NotFound
from ..domain.roles import manages
from ..domain.times import Millis
from ..domain.unit_list import ancestors
from ..storage import contestants, staff
from . import kept_roster
from .rules import rules_of, units_of

Event = dict[str, Any]


def own_units(event: Event, now: Millis) -> list[Event]:
    """Return the units of the account that asks, by their ids: ``{"id", "name", "headcount"}``."""
    return [unit for _, unit in sorted(_theirs(event).items())]


def own_people(event: Event, now: Millis) -> Event:
    """Return one of these units and its people who may take part. Raises NotFound for a unit that isn't theirs.

    ``people`` has the pseudonym of each, for `api` to look for their attempts by, the name, whether they lead, and why they
    don't have to take part, if they don't.
    """
    unit = event["unit"]
    found = _theirs(event).get(unit)
    if found is None:
        raise NotFound("no-such-unit")
    there = [profile for profile in contestants.members(event["contest"], unit) if not profile.excluded]
    people = [
        {"pseudonym": each.pseudonym, "name": each.full_name, "leader": each.leader, "excused": each.excused}
        for each in there
    ]
    return {**found, "people": people}


def _theirs(event: Event) -> dict[str, Event]:
    """Return the units of the account that asks: those named there, and whatever belongs to them."""
    mine, above = _managed(event), {unit.id: unit.parent for unit in units_of(event["contest"])}
    units = _units(event["contest"])
    return {id: unit for id, unit in units.items() if manages(mine, id, ancestors(id, above))}


def _managed(event: Event) -> tuple[str, ...]:
    account = staff.get(event["of"], event["by"])
    return account.units if account else ()


def _units(contest: str) -> dict[str, Event]:
    """Return the contest's units, of its list and of its roster; a head-count is the list's where it has one."""
    counted_on = kept_roster.counted_units(kept_roster.kept(contest), rules_of(contest))
    on_roster = {unit.id: _told(unit.id, unit.name, unit.headcount) for unit in counted_on}
    for unit in units_of(contest):
        counted = on_roster.get(unit.id, {"headcount": None})["headcount"]
        on_roster[unit.id] = _told(unit.id, unit.name, unit.headcount or counted)
    return on_roster


def _told(id: str, name: str, headcount: int | None) -> Event:
    return {"id": id, "name": name, "headcount": headcount}
