"""Somebody registers themselves, and is signed in. Runs in the identity function, which alone reads who people are.

What costs nothing is looked at first, then the work, then what can be guessed; last comes one transaction, whose condition
is that the identifying field is nobody's yet. So one person is one contestant, however often and however spelt they come.

Whoever is known already is told so, and nothing about whom: by any way in, erased since, or in that very moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from .. import chance
from ..config import config
from ..domain.canonical import keyed
from ..domain.definition import Definition
from ..domain.errors import Conflict, NotOpen, Unfit
from ..domain.notice import notice_version
from ..domain.registration import Entry, read_entry
from ..domain.roster import new_pseudonym
from ..domain.times import Millis, at_home, written
from ..domain.ways_in import Registration
from ..log import log
from ..storage import contestants
from ..storage.contestants import Profile
from ..storage.one_time import OneTimeCode
from ..storage.secrets import secret
from . import contest_password, one_time, post, work
from .barred import refuse_barred
from .login import kept_code, login_hash, repeatable_code
from .mailed_codes import PAUSE_MS, account_of, print_of, send_once
from .rules import rules_of, units_of
from .sessions import LASTS_MS, Session
from .welcome import welcomed


@dataclass(frozen=True)
class _Asked:
    """One request to register: the contest's rules, what was entered, the whole of what was said, from where and when."""

    contest: str
    rules: Definition
    registration: Registration
    entry: Entry
    said: dict[str, Any]
    address: str
    now: Millis

    @property
    def login(self) -> str:
        return login_hash(self.contest, self.entry.identifier)

    @property
    def nonce(self) -> str:
        return str(self.said["nonce"])


def register(contest: str, said: dict[str, Any], address: str, now: Millis) -> dict[str, Any]:
    """Take in whoever entered ``said``, a body that fits `forms.REGISTRATION`, from ``address``.

    Returns what `welcome` says, and the personal ``code`` by which they sign in later: it is shown this once. The same
    request again, by its nonce, is answered the same.

    Raises NotFound for an unknown contest; Conflict where it takes no registrations, or for whoever is known already;
    NotOpen after its end; Unfit for wrong entries, another notice than the one in force, a wrong password or mailed code;
    Excluded for who may not take part; TooMany after too many guesses; and what `work.spend` raises.
    """
    asked = _asked(contest, said, address, now)
    work.spend(contest, said["work"], print_of(said), address, now)
    known = contestants.by_login(contest, asked.login)
    if known is None or known.nonce != asked.nonce:
        known = _entered(asked)
    told = _welcome(asked, known)
    _write_to(asked, known, told["code"])
    return told


def _entered(asked: _Asked) -> Profile:
    """Store whoever asks. Where this very request, sent twice, has just been carried out, return who was stored then."""
    try:
        proof = _proven(asked)
    except Unfit:
        # The code is used up once.
        if known := _themselves(asked):
            return known
        raise
    refuse_barred(asked.contest, asked.entry.identifiers)
    profile = _profile(asked)
    stored = profile if contestants.enter(profile, proof) else _themselves(asked)
    if stored is None:
        raise Conflict("registered-already")
    return stored


def _asked(contest: str, said: dict[str, Any], address: str, now: Millis) -> _Asked:
    rules = rules_of(contest)
    registration = rules.ways_in.registration
    if registration is None:
        raise Conflict("no-registration")
    if now >= rules.ends:
        facts = {"opens": written(rules.starts), "closes": written(rules.ends)}
        raise NotOpen("registration-over", facts=facts, closes=at_home(rules.ends))
    entry = read_entry(said, rules, registration, units_of(contest))
    if said["consent"] != notice_version(rules):
        raise Unfit("unfit-consent", facts={"fields": ["consent"]})
    return _Asked(contest, rules, registration, entry, said, address, now)


def _proven(asked: _Asked) -> OneTimeCode | None:
    """Look at what can be guessed, the contest's password and the mailed code. Returns that code, still to be used up."""
    if asked.registration.password:
        contest_password.check(asked.contest, asked.said["password"], asked.login, asked.address, asked.now)
    if asked.registration.confirm is None:
        return None
    if asked.registration.confirm != "email":
        raise Conflict("no-text-messages")
    account = account_of(asked.entry.email, asked.nonce)
    # Of no address: who doesn't know the nonce can't guess here, and who does has five guesses wherever they are.
    return one_time.check(asked.contest, "registration", account, asked.said["code"], "", asked.now)


def _profile(asked: _Asked) -> Profile:
    entry = asked.entry
    return Profile(
        contest=asked.contest,
        pseudonym=new_pseudonym(chance.random_bytes),
        login=asked.login,
        code_hash=kept_code(asked.contest, entry.identifier, _code(asked)),
        full_name=entry.full_name,
        unit=entry.unit,
        unit_name=entry.unit_name,
        leader=False,
        excluded="",
        excluded_reason="",
        way="registration",
        citizen_id=entry.citizen_id,
        phone=entry.phone,
        email=entry.email,
        birth_date=entry.birth_date,
        position=entry.position,
        unit_by=entry.unit_by,
        consent=asked.said["consent"],
        consent_at=asked.now,
        entered_at=asked.now,
        nonce=asked.nonce,
    )


def _themselves(asked: _Asked) -> Profile | None:
    """Return who was stored by this very request, None where the login is somebody else's or nobody's."""
    known = contestants.by_login(asked.contest, asked.login)
    return known if known and known.nonce == asked.nonce else None


def _welcome(asked: _Asked, profile: Profile) -> dict[str, Any]:
    """Return what is said to a registration: all of it follows from what is stored, so it is said again alike.

    The session begins with the registration. To whoever comes again later than it lasts it is of no use; the code is.
    """
    id = keyed(secret(config().person_secret), "session", asked.contest, profile.pseudonym, asked.nonce).hex()[:16]
    since = profile.entered_at
    session = Session(profile.contest, profile.pseudonym, profile.unit, id, since, since + LASTS_MS)
    return {**welcomed(profile, session), "code": _code(asked)}


def _code(asked: _Asked) -> str:
    return repeatable_code(asked.contest, asked.entry.identifier, asked.nonce)


def _write_to(asked: _Asked, profile: Profile, code: str) -> None:
    """Send the personal code, once, to an address that was proven. It is shown too, so nothing is lost where that fails."""
    if asked.registration.confirm != "email" or asked.now >= profile.entered_at + PAUSE_MS:
        return
    letter = post.letter("registered", title=asked.rules.title, name=profile.full_name, code=code)
    try:
        send_once(asked.contest, profile.pseudonym, asked.nonce, asked.now, profile.email, *letter)
    except (BotoCoreError, ClientError, Conflict):
        log.exception("a letter could not be sent")
