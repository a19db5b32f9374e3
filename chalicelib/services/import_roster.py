"""A roster comes in: people get a pseudonym and a code; who is known already keeps both.

Two imports may run at the same moment, as two clerks do. People are added in transactions in which each login must still
be free, and what is kept of the roster for the close is made from the table and written only over what was read: so nobody
is counted twice, and no head-count gets lost.
"""

from __future__ import annotations

import hmac
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from .. import chance
from ..config import config
from ..domain.canonical import canonical
from ..domain.errors import Busy, NotFound, Unfit
from ..domain.roster import Person, Unit, code_hash, new_code, new_pseudonym
from ..domain.times import Millis
from ..storage import contestants, objects, rounds
from ..storage.contestants import Profile
from ..storage.secrets import secret
from .sign_in import login_hash

# A transaction takes a hundred items, and a person is two: the profile and the login.
_AT_ONCE = 50

# Each try that loses has lost to an import that won, so this many can run side by side.
_TRIES = 50

# What a profile keeps of a person's entry on the list.
_ENTRY = ("full_name", "unit", "unit_name", "leader", "excluded", "excluded_reason")


@dataclass(frozen=True)
class _Enrolment:
    """What becomes of one person on the list: what to store, the code to show (empty for who keeps theirs), what changed.

    ``was`` holds what is kept now of somebody whose entry would change, by the names of a `Person`.
    """

    profile: Profile
    code: str
    new: bool
    changed: bool
    was: dict[str, Any]


def import_roster(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Store the people in ``event["people"]`` and return the new ones' codes, which are shown this once and kept as hashes.

    Nobody is ever removed: who isn't listed stays as they are. The same roster again changes nothing and gives no code,
    unless ``event["new_codes"]`` asks for everybody's code to be made anew: a slip was lost, or an answer with codes in it.
    A request that names itself, by a ``nonce``, and comes again because its answer was lost gives the same codes again.

    With ``event["dry_run"]`` nothing is stored, and the answer says instead of codes who is a stranger (``strangers``,
    identifiers) and what is kept of those who would change (``was``, by identifier).
    """
    contest, dry_run = event["contest"], event.get("dry_run")
    if rounds.get_contest(contest) is None:
        raise NotFound("no-such-contest")
    people = [Person(**each) for each in event["people"]]
    units = [Unit(**each) for each in event.get("units", [])]
    _refuse_twice([person.identifier for person in people])
    _refuse_twice([unit.id for unit in units])
    codes = _Codes(contest, event.get("nonce", ""), event.get("new_codes", False))
    enrolments: list[_Enrolment] = []
    for first in range(0, len(people), _AT_ONCE):
        part = people[first : first + _AT_ONCE]
        enrolments += (_enrolments if dry_run else _enrolled)(codes, part)
    if not dry_run:
        _store_roster(contest, [each.profile.pseudonym for each in enrolments], units)
    told = list(zip(people, enrolments, strict=True))
    if dry_run:
        strangers = [person.identifier for person, each in told if each.new]
        return {"strangers": strangers, "was": {person.identifier: each.was for person, each in told if each.was}}
    new = sum(each.new for each in enrolments)
    changed = sum(each.changed for each in enrolments) - new
    return {"new": new, "changed": changed, "codes": [_slip(person, each.code) for person, each in told if each.code]}


def _refuse_twice(names: Sequence[str]) -> None:
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise Unfit("unfit-roster", twice=twice)


@dataclass(frozen=True)
class _Codes:
    """Makes the codes of one request. With a nonce they follow from it and from the secret, so it can be repeated."""

    contest: str
    nonce: str
    anew: bool

    def make(self, identifier: str) -> str:
        """Return a code for ``identifier``, which nobody can foresee who hasn't the secret."""
        if not self.nonce:
            return new_code(chance.random_bytes)
        told = "\n".join((self.contest, identifier, self.nonce)).encode()
        drawn = hmac.digest(b"code" + secret(config().person_secret), told, "sha256")
        return new_code(lambda count: drawn[:count])

    def hash(self, identifier: str, code: str) -> str:
        """Return what is kept of a code."""
        return code_hash(secret(config().person_secret), self.contest, identifier, code)


def _enrolled(codes: _Codes, people: Sequence[Person]) -> list[_Enrolment]:
    """Store some people, and return what became of each. Where another import has just put one of them in, look again."""
    for _ in range(_TRIES):
        enrolments = _enrolments(codes, people)
        newcomers = [each.profile for each in enrolments if each.new]
        if not newcomers or contestants.add(newcomers):
            contestants.put_all(each.profile for each in enrolments if each.changed and not each.new)
            return enrolments
    raise Busy()


def _enrolments(codes: _Codes, people: Sequence[Person]) -> list[_Enrolment]:
    """Return what is to become of some people, as the table stands now."""
    logins = [login_hash(codes.contest, person.identifier) for person in people]
    stored = contestants.known(codes.contest, logins)
    profiles = contestants.profiles(codes.contest, stored.values())
    known = {login: replace(profiles[whose], login=login) for login, whose in stored.items() if whose in profiles}
    return [_enrolment(codes, person, login, known.get(login)) for person, login in zip(people, logins, strict=True)]


def _enrolment(codes: _Codes, person: Person, login: str, known: Profile | None) -> _Enrolment:
    code, hashed = _code(codes, person.identifier, known)
    profile = Profile(
        contest=codes.contest,
        pseudonym=known.pseudonym if known else new_pseudonym(chance.random_bytes),
        login=login,
        code_hash=hashed,
        full_name=person.full_name,
        unit=person.unit,
        unit_name=person.unit_name,
        leader=person.leader,
        excluded=person.excluded,
        excluded_reason=person.excluded_reason,
    )
    changed = profile != known
    return _Enrolment(profile, code, known is None, changed, _entry(known) if known and changed else {})


def _code(codes: _Codes, identifier: str, known: Profile | None) -> tuple[str, str]:
    """Return the code to show and the hash to keep. Who has one keeps it; it is shown again to the request that made it."""
    if known and not (codes.anew or codes.nonce):
        return "", known.code_hash
    code = codes.make(identifier)
    hashed = codes.hash(identifier, code)
    if known and not codes.anew and hashed != known.code_hash:
        return "", known.code_hash
    return code, hashed


def _entry(profile: Profile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in _ENTRY}


def _store_roster(contest: str, pseudonyms: Sequence[str], units: Iterable[Unit]) -> None:
    """Keep what the close needs of the roster, without names: whose unit, who leads, who is kept out; and the units.

    It is read, then the table, then it is written if it is still what was read: whoever writes later has read the table
    later, so what stands here in the end is what stands there.
    """
    bucket, key = config().private_bucket, f"rosters/{contest}/roster.json"
    for _ in range(_TRIES):
        stored, tag = objects.get_tagged(bucket, key)
        before = json.loads(stored) if stored else {"people": {}, "units": []}
        roster = canonical(_merged(before, contestants.profiles(contest, pseudonyms).values(), units))
        if roster == stored or objects.put_if(bucket, key, roster, tag):
            return
    raise Busy()


def _merged(before: dict[str, Any], profiles: Iterable[Profile], units: Iterable[Unit]) -> dict[str, Any]:
    people = before["people"] | {profile.pseudonym: _summary(profile) for profile in profiles}
    known = {unit["id"]: unit for unit in before["units"]} | {unit.id: asdict(unit) for unit in units}
    heads = Counter(person["unit"] for person in people.values() if not person["excluded"])
    counted = [{**unit, "headcount": heads[unit["id"]]} for _, unit in sorted(known.items())]
    return {"people": people, "units": counted}


def _summary(profile: Profile) -> dict[str, Any]:
    return {"unit": profile.unit, "leader": profile.leader, "excluded": profile.excluded}


def _slip(person: Person, code: str) -> dict[str, str]:
    return {"full_name": person.full_name, "identifier": person.identifier, "unit": person.unit_name, "code": code}
