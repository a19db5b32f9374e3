"""What the close needs of people, without names: whose unit, who leads, who is kept out, who was moved; and the units.

Two organizers may write at the same moment. The object is read, then the table, then it is written if it is still what was
read: whoever writes later has read the table later, so what stands here in the end is what stands there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from ..config import config
from ..domain.canonical import canonical
from ..domain.definition import Definition
from ..domain.errors import Busy
from ..domain.roster import Unit
from ..storage import contestants, objects
from ..storage.contestants import Profile

# Each try that loses has lost to somebody who won, so this many can run side by side.
TRIES = 50

EMPTY: Mapping[str, Any] = {"people": {}, "units": []}


def key_of(contest: str) -> str:
    """Return where it lies in the private bucket."""
    return f"rosters/{contest}/roster.json"


def kept(contest: str) -> Mapping[str, Any]:
    """Return ``{"people": {pseudonym: …}, "units": […]}`` as it is kept now."""
    return objects.get_json(config().private_bucket, key_of(contest)) or EMPTY


def counted_units(roster: Mapping[str, Any], definition: Definition) -> list[Unit]:
    """Return the units of a kept ``roster``, each with how many of its people are counted on.

    Who is excused is left out where the definition says so; somebody of them who comes all the same has taken part.
    """
    owed = definition.participation
    leaves_out = owed is not None and owed.excused == "left_out"
    away = Counter(each["unit"] for each in roster["people"].values() if _is_away(each)) if leaves_out else Counter()
    units = (Unit(**each) for each in roster["units"])
    return [replace(unit, headcount=(unit.headcount or 0) - away[unit.id]) for unit in units]


def _is_away(person: Mapping[str, Any]) -> bool:
    """Whether somebody stands in a head-count and is excused."""
    return "excused" in person and not person["excluded"] and "way" not in person


def keep(contest: str, pseudonyms: Sequence[str], units: Iterable[Unit] = ()) -> None:
    """Take over what the table now says of the people with these ``pseudonyms``, and ``units`` that may be new.

    Raises Busy where others were always faster.
    """
    bucket, units = config().private_bucket, tuple(units)
    for _ in range(TRIES):
        stored, tag = objects.get_tagged(bucket, key_of(contest))
        before = json.loads(stored) if stored else EMPTY
        roster = canonical(_merged(before, contestants.profiles(contest, pseudonyms).values(), units))
        if roster == stored or objects.put_if(bucket, key_of(contest), roster, tag):
            return
    raise Busy()


def newly_kept_out(contest: str, profiles: Iterable[Profile]) -> list[Profile]:
    """Return those among ``profiles`` who are kept out and, by what is kept now, might still take part."""
    excluded = [profile for profile in profiles if profile.excluded]
    people = kept(contest)["people"] if excluded else {}
    # A newcomer on a roster has never taken part; who came in by themselves isn't kept while nothing is decided of them.
    unknown = {"roster": {"excluded": True}}
    return [each for each in excluded if not people.get(each.pseudonym, unknown.get(each.way, {})).get("excluded")]


def agrees(profile: Profile) -> bool:
    """Whether what is kept of a person is what ``profile`` says."""
    return bool(kept(profile.contest)["people"].get(profile.pseudonym) == summary(profile))


def _merged(before: Mapping[str, Any], profiles: Iterable[Profile], units: Iterable[Unit]) -> dict[str, Any]:
    told = before["people"] | {profile.pseudonym: summary(profile) for profile in profiles}
    people = {pseudonym: person for pseudonym, person in told.items() if person is not None}
    known = {unit["id"]: unit for unit in before["units"]} | {unit.id: asdict(unit) for unit in units}
    heads = Counter(person["unit"] for person in people.values() if not person["excluded"] and "way" not in person)
    counted = [{**unit, "headcount": heads[unit["id"]]} for _, unit in sorted(known.items())]
    return {"people": people, "units": counted}


def summary(profile: Profile) -> dict[str, Any] | None:
    """Return what is kept of a person; None for who came in by themselves and of whom nothing was decided."""
    told = {"unit": profile.unit, "leader": profile.leader, "excluded": profile.excluded}
    if profile.excused:
        told["excused"] = True
    if profile.moves:
        told["moves"] = [asdict(move) for move in profile.moves]
    if profile.way == "roster":
        return told
    return {**told, "way": profile.way} if profile.excluded or profile.moves else None
