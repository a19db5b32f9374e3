"""What a unit manager reads: their own units and the people in them. Who has taken part, `services/turnout.py` adds.

Names alone, for whoever keeps the unit's list anyway; never a score, and nothing of any other unit (S3: a department is a
participating unit, whose manager sees no scores of others).
"""

from __future__ import annotations

from typing import Any

from ..domain.errors import NotFound
from ..domain.roles import manages
from ..domain.times import Millis
from ..storage import contestants, staff
from . import kept_roster
from .rules import units_of

Event = dict[str, Any]


def own_units(event: Event, now: Millis) -> list[Event]:
    """Return the units of the account that asks, by their ids: ``{"id", "name", "headcount"}``."""
    mine = _managed(event)
    return [unit for _, unit in sorted(_units(event["contest"]).items()) if manages(mine, unit["id"])]


def own_people(event: Event, now: Millis) -> Event:
    """Return one of these units and its people who may take part. Raises NotFound for a unit that isn't theirs.

    ``people`` has the pseudonym of each, for `api` to look for their attempts by, the name, and whether they lead.
    """
    contest, unit = event["contest"], event["unit"]
    found = _units(contest).get(unit) if manages(_managed(event), unit) else None
    if found is None:
        raise NotFound("no-such-unit")
    there = [profile for profile in contestants.members(contest, unit) if not profile.excluded]
    people = [{"pseudonym": each.pseudonym, "name": each.full_name, "leader": each.leader} for each in there]
    return {**found, "people": people}


def _managed(event: Event) -> tuple[str, ...]:
    account = staff.get(event["of"], event["by"])
    return account.units if account else ()


def _units(contest: str) -> dict[str, Event]:
    """Return the contest's units, of its list and of its roster; a head-count is the list's where it has one."""
    on_roster = {unit["id"]: _told(**unit) for unit in kept_roster.kept(contest)["units"]}
    for unit in units_of(contest):
        counted = on_roster.get(unit.id, {"headcount": None})["headcount"]
        on_roster[unit.id] = _told(unit.id, unit.name, unit.headcount or counted)
    return on_roster


def _told(id: str, name: str, headcount: int | None, **_: object) -> Event:
    return {"id": id, "name": name, "headcount": headcount}
