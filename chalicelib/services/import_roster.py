"""A roster comes in: people get a pseudonym and a code; who is known already keeps both."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .. import chance
from ..config import config
from ..domain.errors import NotFound, Unfit
from ..domain.roster import Person, code_hash, new_code, new_pseudonym
from ..domain.times import Millis
from ..storage import contestants, objects, rounds
from ..storage.contestants import Profile
from ..storage.secrets import secret
from .sign_in import login_hash

# One invocation's payload is at most 6 MB, in and out; the command line sends a larger roster in parts.
MOST_PEOPLE = 5_000


def import_roster(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Store the people in ``event["people"]`` and return the new ones' codes, which are shown this once and kept as hashes.

    Nobody is ever removed: who isn't listed stays as they are. The same roster again changes nothing and gives no code.
    """
    contest = str(event.get("contest"))
    if rounds.get_contest(contest) is None:
        raise NotFound("no-such-contest")
    people = _people(event)
    before = _roster(contest)
    stored = _by_login(contest, people)
    written = [_profile(contest, person, stored) for person in people]
    changed = [(profile, code) for profile, code in written if code or _differs(profile)]
    if not event.get("dry_run"):
        contestants.put_all(profile for profile, _ in changed)
        _store_roster(contest, before, [profile for profile, _ in written], event.get("units") or [])
    new = [_slip(person, code) for person, (_, code) in zip(people, written, strict=True) if code]
    return {"new": len(new), "changed": len(changed) - len(new), "codes": [] if event.get("dry_run") else new}


def _people(event: dict[str, Any]) -> list[Person]:
    given = event.get("people")
    if not isinstance(given, list) or len(given) > MOST_PEOPLE:
        raise Unfit("unfit-roster", most=MOST_PEOPLE)
    try:
        return [Person(**person) for person in given]
    except TypeError as error:
        raise Unfit("unfit-roster", most=MOST_PEOPLE) from error


def _by_login(contest: str, people: list[Person]) -> dict[str, str]:
    return contestants.known(contest, [login_hash(contest, person.identifier) for person in people])


def _profile(contest: str, person: Person, stored: dict[str, str]) -> tuple[Profile, str]:
    """Return the profile to store, and the new code; an empty one for whom the contest knows already."""
    login = login_hash(contest, person.identifier)
    known = contestants.by_pseudonym(contest, stored[login], login) if login in stored else None
    code = "" if known else new_code(chance.random_bytes)
    kept = known.code_hash if known else code_hash(secret(config().person_secret), contest, person.identifier, code)
    profile = Profile(
        contest=contest,
        pseudonym=known.pseudonym if known else new_pseudonym(chance.random_bytes),
        login=login,
        code_hash=kept,
        full_name=person.full_name,
        unit=person.unit,
        unit_name=person.unit_name,
        leader=person.leader,
        excluded=person.excluded,
        excluded_reason=person.excluded_reason,
    )
    return profile, code


def _differs(profile: Profile) -> bool:
    """Whether a known person is stored otherwise: under another name, in another unit, kept out or no longer."""
    known = contestants.by_pseudonym(profile.contest, profile.pseudonym, profile.login)
    return known != profile


def _roster(contest: str) -> dict[str, Any]:
    """Return what is kept of the roster without names: whose unit, who leads, who is kept out; and the units."""
    kept = objects.get_json(config().private_bucket, f"rosters/{contest}/roster.json")
    return kept or {"people": {}, "units": []}


def _summary(profile: Profile) -> dict[str, Any]:
    return {"unit": profile.unit, "leader": profile.leader, "excluded": profile.excluded}


def _store_roster(contest: str, before: dict[str, Any], profiles: list[Profile], units: list[dict[str, Any]]) -> None:
    people = before["people"] | {profile.pseudonym: _summary(profile) for profile in profiles}
    known = {unit["id"]: unit for unit in before["units"]} | {unit["id"]: unit for unit in units}
    heads = Counter(person["unit"] for person in people.values() if not person["excluded"])
    counted = [{**unit, "headcount": heads[unit["id"]]} for _, unit in sorted(known.items())]
    objects.put_json(config().private_bucket, f"rosters/{contest}/roster.json", {"people": people, "units": counted})


def _slip(person: Person, code: str) -> dict[str, str]:
    return {"full_name": person.full_name, "identifier": person.identifier, "unit": person.unit_name, "code": code}
