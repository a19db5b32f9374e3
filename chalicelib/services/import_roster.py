"""A roster comes in: people get a pseudonym and a code; who is known already keeps both."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from .. import chance
from ..config import config
from ..domain.canonical import canonical
from ..domain.errors import NotFound, Unfit
from ..domain.roster import Person, Unit, code_hash, new_code, new_pseudonym
from ..domain.times import Millis
from ..storage import contestants, objects, rounds
from ..storage.contestants import Profile
from ..storage.secrets import secret
from .sign_in import login_hash

# One invocation's payload is at most 6 MB, in and out; the command line sends a larger roster in parts.
MOST_PEOPLE = 5_000

Part = TypeVar("Part", Person, Unit)


@dataclass(frozen=True)
class _Enrolment:
    """What becomes of one person on the list: what to store, the code to show (empty for who keeps theirs), what changed."""

    profile: Profile
    code: str
    new: bool
    changed: bool


def import_roster(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Store the people in ``event["people"]`` and return the new ones' codes, which are shown this once and kept as hashes.

    Nobody is ever removed: who isn't listed stays as they are. The same roster again changes nothing and gives no code,
    unless ``event["new_codes"]`` asks for everybody's code to be made anew: a slip was lost, or an answer with codes in it.
    """
    contest = str(event.get("contest"))
    if rounds.get_contest(contest) is None:
        raise NotFound("no-such-contest")
    people = _parts(event.get("people"), Person, MOST_PEOPLE)
    units = _parts(event.get("units") or [], Unit, MOST_PEOPLE)
    enrolments = [
        _enrolled(contest, person, login, event.get("new_codes") is True) for person, login in _known(contest, people)
    ]
    if not event.get("dry_run"):
        contestants.put_all(each.profile for each in enrolments if each.changed)
        _store_roster(contest, [each.profile for each in enrolments], units)
    slips = [_slip(person, each.code) for person, each in zip(people, enrolments, strict=True) if each.code]
    new = sum(each.new for each in enrolments)
    changed = sum(each.changed for each in enrolments) - new
    return {"new": new, "changed": changed, "codes": [] if event.get("dry_run") else slips}


def _parts(given: object, kind: type[Part], most: int) -> list[Part]:
    """Return ``given`` as values of ``kind``, every field there and of its type. Raises Unfit before anything is stored.

    What is stored misshapen here would be met again at the close, when nobody can mend it any more.
    """
    if not isinstance(given, list) or len(given) > most:
        raise Unfit("unfit-roster", most=most)
    try:
        canonical(given)  # Half a character, as JSON can write one, is no text.
        parts = [kind(**each) for each in given]
    except (TypeError, ValueError) as error:
        raise Unfit("unfit-roster", most=most) from error
    if not all(map(_is_well_formed, parts)) or len(set(map(_key, parts))) != len(parts):
        raise Unfit("unfit-roster", most=most)
    return parts


def _is_well_formed(part: Person | Unit) -> bool:
    return all(type(getattr(part, field.name)).__name__ == field.type for field in fields(part))


def _key(part: Person | Unit) -> str:
    return part.identifier if isinstance(part, Person) else part.id


def _known(contest: str, people: list[Person]) -> list[tuple[Person, tuple[str, str]]]:
    """Return each person with the hash of their identifier and the pseudonym that they have already, or an empty one."""
    logins = [login_hash(contest, person.identifier) for person in people]
    stored = contestants.known(contest, logins)
    return [(person, (login, stored.get(login, ""))) for person, login in zip(people, logins, strict=True)]


def _enrolled(contest: str, person: Person, known_as: tuple[str, str], new_code_wanted: bool) -> _Enrolment:
    login, pseudonym = known_as
    known = contestants.by_pseudonym(contest, pseudonym, login) if pseudonym else None
    code = new_code(chance.random_bytes) if known is None or new_code_wanted else ""
    kept = (
        code_hash(secret(config().person_secret), contest, person.identifier, code)
        if code or known is None
        else known.code_hash
    )
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
    return _Enrolment(profile, code, known is None, profile != known)


def _roster(contest: str) -> dict[str, Any]:
    """Return what is kept of the roster without names: whose unit, who leads, who is kept out; and the units."""
    kept = objects.get_json(config().private_bucket, f"rosters/{contest}/roster.json")
    return kept or {"people": {}, "units": []}


def _summary(profile: Profile) -> dict[str, Any]:
    return {"unit": profile.unit, "leader": profile.leader, "excluded": profile.excluded}


def _store_roster(contest: str, profiles: list[Profile], units: list[Unit]) -> None:
    before = _roster(contest)
    people = before["people"] | {profile.pseudonym: _summary(profile) for profile in profiles}
    known = {unit["id"]: unit for unit in before["units"]} | {unit.id: asdict(unit) for unit in units}
    heads = Counter(person["unit"] for person in people.values() if not person["excluded"])
    counted = [{**unit, "headcount": heads[unit["id"]]} for _, unit in sorted(known.items())]
    objects.put_json(config().private_bucket, f"rosters/{contest}/roster.json", {"people": people, "units": counted})


def _slip(person: Person, code: str) -> dict[str, str]:
    return {"full_name": person.full_name, "identifier": person.identifier, "unit": person.unit_name, "code": code}
