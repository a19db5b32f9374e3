"""The list of a contest's units: from it people choose theirs when they enter by themselves, and head-counts come from it.

It lies apart from the roster, so that neither can lose the other's units; the close puts both together. Two organizers may
put in two lists at the same moment: it is written only over what was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ..config import config
from ..domain.canonical import canonical
from ..domain.definition import Definition
from ..domain.errors import Busy, NotYet, Unfit
from ..domain.roster import Unit
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..domain.unit_list import astray_in, unit_changes
from ..storage import objects, rounds
from .kept_roster import TRIES
from .known import if_known

Kept = Sequence[Mapping[str, Any]]


def import_units(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Put the units in ``event["units"]`` on the list, and return what changes, by their ids, and what they were.

    Units that aren't named stay as they are, unless ``event["whole"]`` says that this is the whole list: then they are
    taken off it. Nobody can choose them any more; who has chosen one before keeps it, and the close still knows its name.
    The same list again changes nothing; ``shown`` says whether everybody sees what was on the list before.

    Raises NotFound for an unknown contest, Unfit where a unit stands there twice or they are no tree, Busy where others
    were always faster.
    """
    contest, listed = event["contest"], [Unit(**each) for each in event["units"]]
    _refuse_twice(listed)
    _refuse_no_tree(listed)
    if_known(rounds.get_contest(contest))
    whole = bool(event.get("whole"))
    before = kept(contest)[0] if event.get("dry_run") else _put(contest, listed, whole)
    return {**_told(before, listed, whole), "shown": _is_shown(contest, before)}


def _refuse_twice(listed: Sequence[Unit]) -> None:
    seen: set[str] = set()
    for unit in listed:
        if unit.id in seen:
            raise Unfit("unfit-unit-list", twice=unit.id)
        seen.add(unit.id)


def _refuse_no_tree(listed: Sequence[Unit]) -> None:
    """A list holds every parent that it names, so that no list, put in after another, can close a circle."""
    ids = {unit.id for unit in listed}
    astray = [unit.id for unit in listed if unit.parent and unit.parent not in ids] or astray_in(listed)
    if astray:
        raise Unfit("unfit-unit-tree", unit=astray[0])


def _put(contest: str, listed: Sequence[Unit], whole: bool) -> Kept:
    """Store the list and ask for it to be shown. Returns what it was before."""
    for _ in range(TRIES):
        before, tag = kept(contest)
        after = _merged(before, listed, whole)
        if after == before or objects.put_if(config().private_bucket, key_of(contest), canonical(after), tag):
            rounds.want_units_shown(contest)
            return before
    raise Busy()


def _merged(before: Kept, listed: Sequence[Unit], whole: bool) -> Kept:
    named = {unit.id: asdict(unit) for unit in listed}
    left = [{**each, "off": True} if whole else each for each in before if each["id"] not in named]
    return sorted([*left, *named.values()], key=lambda each: str(each["id"]))


def _told(before: Kept, listed: Sequence[Unit], whole: bool) -> dict[str, Any]:
    units = offered(before)
    changes = unit_changes(units, listed, whole)
    was = {unit.id: asdict(unit) for unit in units if unit.id in (*changes.changed, *changes.taken_off)}
    return {**asdict(changes), "was": was}


def _is_shown(contest: str, before: Kept) -> bool:
    """Whoever put a list in may have been stopped before it was asked to be shown: then the same list again has to do it."""
    return bool(objects.get_json(config().site_bucket, f"{contest}/units.json") == public(offered(before)))


def key_of(contest: str) -> str:
    """Return where the list lies in the private bucket."""
    return f"units/{contest}.json"


def kept(contest: str) -> tuple[Kept, str]:
    """Return the list as it is kept, and the tag of just this list; what was taken off it says ``off``."""
    stored, tag = objects.get_tagged(config().private_bucket, key_of(contest))
    return (json.loads(stored) if stored else []), tag


def offered(before: Kept) -> list[Unit]:
    """Return the units that are on the list now, by their ids."""
    return [_unit(each) for each in before if not each.get("off")]


def every_unit(contest: str) -> list[Unit]:
    """Return every unit that was ever on the list: somebody may have chosen one that was taken off it since."""
    return [_unit(each) for each in kept(contest)[0]]


def _unit(each: Mapping[str, Any]) -> Unit:
    return Unit(each["id"], each["name"], each["klass"], each["headcount"], each.get("parent", ""))


def public(units: Iterable[Unit]) -> list[dict[str, str]]:
    """Return what everybody may see of a list: ids and names. How many people a unit has is not for everybody."""
    return [{"id": unit.id, "name": unit.name} for unit in units]


def refuse_unlisted(record: RoundRecord, definition: Definition) -> None:
    """Raise NotYet where people shall enter by themselves into a round and there is no list to choose a unit from.

    Practice is for anybody, without a unit.
    """
    if record.kind == "ranked" and definition.ways_in.by_oneself and not offered(kept(record.contest)[0]):
        raise NotYet("no-units", contest=record.contest)
