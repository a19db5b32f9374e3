"""A roster comes in: people get a pseudonym and a code; who is known already keeps both.

Two imports may run at the same moment, as two clerks do. People are added in transactions in which each login must still
be free; people are changed only where they are still as they were read; and what is kept of the roster for the close is
made from the table and written only over what was read. So nobody is counted twice, and no head-count gets lost.

A list doesn't undo what was decided about one person alone: who is kept out, or let in again, or moved to another unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .. import chance
from ..domain.errors import Busy, Unfit
from ..domain.roles import EVERY_CONTEST
from ..domain.roster import Person, Unit, new_code, new_pseudonym
from ..domain.times import Millis
from ..domain.unit_moves import UnitMove, further
from ..storage import contestants, exclusions, rounds
from ..storage.contestants import Profile
from ..storage.exclusions import Exclusion
from .kept_roster import TRIES, keep, newly_kept_out
from .known import if_known
from .login import kept_code, login_hash, repeatable_code
from .revoke import revoke

# A transaction takes a hundred items, and a person is two: the profile and the login.
_AT_ONCE = 50

# What a profile keeps of a person's entry on the list.
_ENTRY = ("full_name", "unit", "unit_name", "leader", "excluded", "excluded_reason", "excused")

# The reason of a move to another unit for which there was no other than a list.
BY_LIST = "danh-sach"
_NOBODY_NAMED = "organizer"


@dataclass(frozen=True)
class _Enrolment:
    """What becomes of one person on the list: what to store, the code to show (empty: they keep theirs), what is known."""

    person: Person
    profile: Profile
    code: str
    known: Profile | None

    @property
    def new(self) -> bool:
        """Whether nobody has this identifier yet."""
        return self.known is None

    @property
    def changed(self) -> bool:
        """Whether there is anything to store."""
        return self.profile != self.known

    @property
    def was(self) -> dict[str, Any]:
        """What is kept now of somebody whose entry would change, by the names of a `Person`."""
        return {name: getattr(self.known, name) for name in _ENTRY} if self.known and self.changed else {}

    @property
    def decided(self) -> bool:
        """Whether something was decided about this person alone that the list would have otherwise."""
        return (self.person.unit, self.person.excluded) != (self.profile.unit, self.profile.excluded)


def import_roster(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Store the people in ``event["people"]`` and return the new ones' codes, which are shown this once and kept as hashes.

    Nobody is ever removed: who isn't listed stays as they are. The same roster again changes nothing and gives no code,
    unless ``event["new_codes"]`` asks for everybody's code to be made anew: a slip was lost, or an answer with codes in it.
    A request that names itself, by a ``nonce``, and comes again because its answer was lost gives the same codes again.

    With ``event["dry_run"]`` nothing is stored, and the answer says instead of codes who is a stranger (``strangers``,
    identifiers), what is kept of those who would change (``was``, by identifier), and who stays as it was decided about them
    alone, whatever the list says (``decided``, identifiers).
    """
    contest, dry_run = event["contest"], event.get("dry_run")
    if_known(rounds.get_contest(contest))
    people = [Person(**each) for each in event["people"]]
    units = [Unit(**each) for each in event.get("units", [])]
    _refuse_twice([person.identifier for person in people])
    _refuse_twice([unit.id for unit in units])
    codes = _Codes(contest, event.get("nonce", ""), event.get("new_codes", False))
    asked = _Asked(contest, codes, event.get("by") or _NOBODY_NAMED, now)
    enrolments: list[_Enrolment] = []
    for first in range(0, len(people), _AT_ONCE):
        part = people[first : first + _AT_ONCE]
        enrolments += (_enrolments if dry_run else _enrolled)(asked, part)
    if dry_run:
        return _preview(enrolments)
    _keep(asked, [each.profile for each in enrolments], units)
    new = sum(each.new for each in enrolments)
    changed = sum(each.changed for each in enrolments) - new
    return {"new": new, "changed": changed, "codes": [_slip(each.person, each.code) for each in enrolments if each.code]}


def _preview(enrolments: Sequence[_Enrolment]) -> dict[str, Any]:
    return {
        "strangers": [each.person.identifier for each in enrolments if each.new],
        "was": {each.person.identifier: each.was for each in enrolments if each.was},
        "decided": [each.person.identifier for each in enrolments if each.decided],
    }


def _keep(asked: _Asked, profiles: Sequence[Profile], units: Sequence[Unit]) -> None:
    """Keep the list for the close. Who is newly kept out is signed out before: kept last, it says that all was done."""
    for profile in newly_kept_out(asked.contest, profiles):
        revoke(asked.contest, profile.pseudonym, asked.now)
    keep(asked.contest, [profile.pseudonym for profile in profiles], units)


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
        return repeatable_code(self.contest, identifier, self.nonce)

    def hash(self, identifier: str, code: str) -> str:
        """Return what is kept of a code."""
        return kept_code(self.contest, identifier, code)


@dataclass(frozen=True)
class _Asked:
    """What one request asks for everybody on its list, who asks, and when."""

    contest: str
    codes: _Codes
    by: str
    now: Millis


def _enrolled(asked: _Asked, people: Sequence[Person]) -> list[_Enrolment]:
    """Store some people, and return what became of each. Where another import has just put one of them in, look again."""
    for _ in range(TRIES):
        enrolments = _enrolments(asked, people)
        newcomers = [each.profile for each in enrolments if each.new]
        if not newcomers or contestants.add(newcomers):
            return _changed(asked, enrolments)
    raise Busy()


def _changed(asked: _Asked, enrolments: list[_Enrolment]) -> list[_Enrolment]:
    """Store what changes of those who are known. Where somebody else has just changed one of them, look at them again."""
    for _ in range(TRIES):
        changes = [(each.known, each.profile) for each in enrolments if each.known and each.changed]
        if not changes or contestants.change(changes):
            return enrolments
        latest = {each.person: each for each in _enrolments(asked, [each.person for each in enrolments])}
        enrolments = [each if each.new else latest[each.person] for each in enrolments if each.person in latest]
    raise Busy()


def _enrolments(asked: _Asked, people: Sequence[Person]) -> list[_Enrolment]:
    """Return what is to become of some people, as the table stands now."""
    logins = [login_hash(asked.contest, person.identifier) for person in people]
    stored = contestants.known(asked.contest, logins)
    profiles = contestants.profiles(asked.contest, filter(None, stored.values()))
    known = {login: replace(profiles[whose], login=login) for login, whose in stored.items() if whose in profiles}
    barred = _barred(asked.contest, people, logins)
    # Who was erased has no pseudonym any more, and stays out until the contest ends.
    theirs = [(person, login) for person, login in zip(people, logins, strict=True) if stored.get(login) != ""]
    return [_enrolment(asked, person, login, known.get(login), barred.get(login)) for person, login in theirs]


def _barred(contest: str, people: Sequence[Person], logins: Sequence[str]) -> dict[str, Exclusion]:
    """Return who among ``people`` is kept out, here or of every contest, by their logins here."""
    everywhere = [login_hash(EVERY_CONTEST, person.identifier) for person in people]
    found = exclusions.among(EVERY_CONTEST, everywhere)
    told = {login: found[other] for login, other in zip(logins, everywhere, strict=True) if other in found}
    return told | {login: each for login, each in exclusions.among(contest, logins).items() if each.body}


def _enrolment(asked: _Asked, person: Person, login: str, known: Profile | None, barred: Exclusion | None) -> _Enrolment:
    code, hashed = _code(asked.codes, person.identifier, known)
    entry: dict[str, Any] = {"code_hash": hashed, **{name: getattr(person, name) for name in _ENTRY}}
    if known is None:
        new = Profile(asked.contest, new_pseudonym(chance.random_bytes), login, **entry)
        return _Enrolment(person, _kept_out(new, barred), code, None)
    # Who came in by another way keeps what they said there.
    return _Enrolment(person, _kept_out(_as_decided(asked, known, entry), barred), code, known)


def _as_decided(asked: _Asked, known: Profile, entry: dict[str, Any]) -> Profile:
    """Return ``known`` with its new ``entry``, but for what was decided about this person alone."""
    if known.decided:
        entry |= {"excluded": known.excluded, "excluded_reason": known.excluded_reason}
    if any(move.reason != BY_LIST for move in known.moves):
        entry |= {"unit": known.unit, "unit_name": known.unit_name}
    moves = known.moves
    if entry["unit"] != known.unit:
        moves += (UnitMove(further(moves, asked.now), asked.by, known.unit, entry["unit"], BY_LIST),)
    return replace(known, **entry, moves=moves)


def _kept_out(profile: Profile, barred: Exclusion | None) -> Profile:
    """Return ``profile`` kept out as a list of exclusions says, where neither the roster nor a decision says anything."""
    if barred is None or not barred.body or profile.excluded or profile.decided:
        return profile
    return replace(profile, excluded=barred.body, excluded_reason=barred.reason, decided=True)


def _code(codes: _Codes, identifier: str, known: Profile | None) -> tuple[str, str]:
    """Return the code to show and the hash to keep. Who has one keeps it; it is shown again to the request that made it."""
    if known and not (codes.anew or codes.nonce):
        return "", known.code_hash
    code = codes.make(identifier)
    hashed = codes.hash(identifier, code)
    if known and not codes.anew and hashed != known.code_hash:
        return "", known.code_hash
    return code, hashed


def _slip(person: Person, code: str) -> dict[str, str]:
    return {"full_name": person.full_name, "identifier": person.identifier, "unit": person.unit_name, "code": code}
