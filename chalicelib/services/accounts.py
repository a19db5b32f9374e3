"""Accounts of those who work for a contest: made, changed, closed; signing in with one, and out.

The first chief organizer is made by whoever deploys, while there is no account at all; chiefs make every other account. A
password that somebody else has made is good for one thing: to choose one's own. Who touches questions or results gives the
identifier that they would take part under, and is kept out of the contest by it (S2:26, S4:43).
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from .. import chance
from ..domain.errors import Conflict, NotFound, NotSignedIn, NotYours, Unfit
from ..domain.identifiers import canonical_identifier
from ..domain.roles import CHIEF, EVERY_CONTEST, ROLES, SEES_QUESTIONS_OR_RESULTS, UNIT_MANAGER
from ..domain.roster import OWN_REASON
from ..domain.times import Millis, written
from ..domain.words import say
from ..storage import contestants, rounds, staff
from ..storage.staff import Account, Signed
from . import acts, guesses, passwords
from .known import if_known
from .login import login_hash

Event = dict[str, Any]

FIRST_CHIEF = "chief"
"""What the first chief is called everywhere: so one conditional write decides who it is."""

HOUR_MS = 60 * 60_000
LASTS_MS = 8 * HOUR_MS
RENEWED_AFTER_MS = HOUR_MS
AT_MOST_MS = 7 * 24 * HOUR_MS

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_UNITS = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\*?")
_TOKEN = re.compile(r"(\*|[a-z0-9][a-z0-9-]{0,59})\.[0-9a-f]{64}")


# --- signing in and out ----------------------------------------------------------------------------------------------


def sign_in(event: Event, now: Millis) -> Event:
    """Return a new session's ``token`` and its end, and what there is to know of the account of ``event``.

    Raises TooMany after too many guesses, NotSignedIn where account and password don't go together, NotYours where only
    another ``role`` has anything to do there.
    """
    contest, name, password = event["contest"], event["account"], event["password"]
    if not staff.is_name(contest, name):
        raise NotSignedIn("wrong-password")  # No guess at anybody's: there would be a line for whatever somebody types.
    account = staff.get(contest, name)
    guesses.claim(contest, "staff", name, event.get("address", ""), now)
    account = _recognised(account, password)
    if event.get("role", account.role) != account.role:
        raise NotYours("not-a-unit-manager")
    guesses.forget(contest, "staff", name, event.get("address", ""), now)
    if passwords.is_outdated(account.password):
        staff.change(contest, name, password=passwords.kept(password))
    told = _welcome(account, now)
    acts.append(acts.line("sign-in", contest, now, by=name, of=contest))
    return told


def _recognised(account: Account | None, password: str) -> Account:
    stored = "" if account is None or account.closed else account.password
    if not passwords.fits(password, stored) or account is None:
        raise NotSignedIn("wrong-password")
    return account


def _welcome(account: Account, now: Millis) -> Event:
    token = f"{account.contest}.{chance.random_bytes(32).hex()}"
    staff.put_session(session_hash(token), Signed(account.contest, account.id, now, now + LASTS_MS))
    return {"token": token, "expires_at": written(now + LASTS_MS), **_told(account)}


def session_hash(token: str) -> str:
    """Return what a session is stored under: its token has 256 bits of chance, so a plain hash keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: object, now: Millis) -> Account:
    """Return whose session ``token`` is, and have it last eight hours from now. Raises NotSignedIn.

    The account is read each time: a role that was taken away is gone with the next request.
    """
    if not (isinstance(token, str) and (found := _TOKEN.fullmatch(token))):
        raise NotSignedIn("staff-signed-out")
    session = staff.get_session(found[1], session_hash(token))
    account = staff.get(session.contest, session.account) if session else None
    if session is None or account is None or account.closed or not account.since <= session.since <= now < session.until:
        raise NotSignedIn("staff-signed-out")
    _renew(token, session, now)
    return account


def _renew(token: str, session: Signed, now: Millis) -> None:
    until = min(now + LASTS_MS, session.since + AT_MOST_MS)
    if until - session.until >= RENEWED_AFTER_MS:
        staff.move_end(session.contest, session_hash(token), until)


def is_complete(account: Account) -> bool:
    """Whether an account may be used for its work: its holder has chosen a password, and is barred where they have to be."""
    return not account.one_time and (account.identified or account.role not in SEES_QUESTIONS_OR_RESULTS)


def sign_out(event: Event, now: Millis) -> Event:
    """End the session that was sent."""
    staff.end_session(event["of"], event["session"])
    return {}


def whoami(event: Event, now: Millis) -> Event:
    """Return the account that is signed in."""
    return _told(_own(event))


def change_password(event: Event, now: Millis) -> Event:
    """Take the holder's own password in the place of ``old``, end every session, and return a new one as `sign_in` does.

    Whoever has to be barred and isn't yet gives their ``identifier`` here. Sent again after its answer got lost, the request
    finds its own password and gives a session again.
    """
    account, name, address = _own(event), event["by"], event.get("address", "")
    guesses.claim(account.contest, "staff", name, address, now)
    new = event["new"] != event["old"]
    changed = new and not account.one_time and passwords.fits(event["new"], account.password)
    if not changed and not passwords.fits(event["old"], account.password):
        raise NotSignedIn("wrong-password")
    guesses.forget(account.contest, "staff", name, address, now)
    if not changed:
        passwords.check_chosen(event["new"], name, event["old"])
        identified = account.identified or _identify(account, event, now)
        changes = {"password": passwords.kept(event["new"]), "one_time": "", "since": now, "identified": identified}
        staff.change(account.contest, name, **changes)
    if event.get("full_name"):
        staff.put_name(account.contest, name, event["full_name"])
    return _welcome(_own(event), now)


# --- making and changing accounts ------------------------------------------------------------------------------------


def first_chief(event: Event, now: Millis) -> Event:
    """Make the first chief organizer, with a password for one sign-in. Raises Conflict once there is one.

    Whoever may invoke this function may ask it: an operator who has just deployed. The request with the same nonce gets the
    same answer until the password is used.
    """
    password = passwords.one_time(EVERY_CONTEST, FIRST_CHIEF, event["nonce"])
    made = Account(
        EVERY_CONTEST, FIRST_CHIEF, CHIEF, (), passwords.kept(password), event["nonce"], identified=False, since=now
    )
    if not staff.put_new(made):
        there = staff.get(EVERY_CONTEST, FIRST_CHIEF)
        if there is None or there.one_time != event["nonce"]:
            raise Conflict("first-chief-there")
    return {**_told(made), "password": password}


def add(event: Event, now: Millis) -> Event:
    """Make an account and return the password for its first sign-in. With the same nonce, the same answer.

    Raises Conflict where the name is taken, Unfit for a role or units that there aren't or an identifier that is missing.
    """
    contest, name, nonce = event["contest"], event["account"], event["nonce"]
    _check(name, event["role"], event.get("units", []))
    if contest != EVERY_CONTEST:
        if_known(rounds.get_contest(contest))
    known = staff.get(contest, name)
    if known and known.one_time != nonce:
        raise Conflict("account-there", account=name)
    password = passwords.one_time(contest, name, nonce)
    account = Account(
        contest,
        name,
        event["role"],
        tuple(event.get("units", [])),
        passwords.kept(password),
        nonce,
        identified=False,
        since=now,
    )
    if event.get("dry_run"):
        _refuse_who_takes_part(account, event)
        return _told(account)
    acts.about(name)
    if known is None:
        account = _barred(account, event, now)
        if not staff.put_new(account):
            raise Conflict("account-there", account=name)
    staff.put_name(contest, name, event.get("full_name", ""))
    return {**_told(known or account), "password": password}


def change_role(event: Event, now: Millis) -> Event:
    """Give an account another role, or other units. It holds from its next request on."""
    _check(event["account"], event["role"], event.get("units", []))
    account = _other(event)
    wanted = Account(**{**vars(account), "role": event["role"], "units": tuple(event.get("units", []))})
    if event.get("dry_run"):
        _refuse_who_takes_part(wanted, event)
        return _told(wanted)
    acts.about(account.id)
    wanted = _barred(wanted, event, now)
    staff.change(account.contest, account.id, role=wanted.role, units=wanted.units, identified=wanted.identified)
    return _told(wanted)


def close(event: Event, now: Millis) -> Event:
    """Close an account for good: its sessions have ended, and nobody else gets its name. Its holder stays barred."""
    account = _other(event, closed_too=True)
    if not event.get("dry_run"):
        acts.about(account.id)
        staff.change(account.contest, account.id, closed=True)
    return _told(account)


def reset_password(event: Event, now: Millis) -> Event:
    """Return a new password for one sign-in, and end the account's sessions. With the same nonce, the same password."""
    account = _other(event)
    if event.get("dry_run"):
        return _told(account)
    acts.about(account.id)
    password = passwords.one_time(account.contest, account.id, event["nonce"])
    staff.change(account.contest, account.id, password=passwords.kept(password), one_time=event["nonce"], since=now)
    return {**_told(account), "password_to_change": True, "password": password}


def listed(event: Event, now: Millis) -> list[Event]:
    """Return the accounts that are bound to a contest, with their holders' names; never anything of a password."""
    accounts = staff.of_contest(event["contest"])
    names = staff.names(event["contest"], [account.id for account in accounts])
    return [{**_told(account), "full_name": names.get(account.id, ""), "closed": account.closed} for account in accounts]


def _check(name: str, role: str, units: list[str]) -> None:
    if not _ID.fullmatch(name):
        raise Unfit("unfit-code", name="account")
    if role not in ROLES:
        raise Unfit("unfit-role", allowed=", ".join(ROLES))
    if bool(units) != (role == UNIT_MANAGER) or not all(map(_UNITS.fullmatch, units)):
        raise Unfit("unfit-units")


def _other(event: Event, closed_too: bool = False) -> Account:
    """Return the account that an act is about, which isn't one's own: so there always is a chief left."""
    account = staff.get(event["contest"], event["account"])
    if account is None or (account.closed and not closed_too):
        raise NotFound("no-such-account", account=event["account"])
    if (event["contest"], event["account"]) == (event.get("of"), event.get("by")):
        raise Conflict("own-account")
    return account


def _own(event: Event) -> Account:
    account = staff.get(event["of"], event["by"])
    if account is None:
        raise NotSignedIn("staff-signed-out")
    return account


def _told(account: Account) -> Event:
    return {
        "account": account.id,
        "contest": account.contest,
        "role": account.role,
        "units": list(account.units),
        "password_to_change": bool(account.one_time),
        "identifier_to_give": account.role in SEES_QUESTIONS_OR_RESULTS and not account.identified,
    }


# --- who works for a contest doesn't take part in it ------------------------------------------------------------------


def _barred(account: Account, event: Event, now: Millis) -> Account:
    return Account(**{**vars(account), "identified": account.identified or _identify(account, event, now)})


def _identify(account: Account, event: Event, now: Millis) -> bool:
    """Bar the holder from the contest, before they can see anything of it. Returns whether there was somebody to bar."""
    if account.role not in SEES_QUESTIONS_OR_RESULTS:
        return False
    _refuse_who_takes_part(account, event)
    from .barred import bar

    reason = say("staff.barred")
    for contest in (account.contest, *_contests_with(account.contest, event["identifier"])):
        bar(contest, event["identifier"], OWN_REASON, reason, now)
    return True


def _refuse_who_takes_part(account: Account, event: Event) -> None:
    """Raise Unfit without an identifier, Conflict where its holder is a contestant: whoever asks for that has to say so.

    Barring them takes them off the round that runs and out of every ranking to come; that is no slip of the hand.
    """
    if account.role not in SEES_QUESTIONS_OR_RESULTS or account.identified:
        return
    if not event.get("identifier", "").strip():
        raise Unfit("identifier-needed")
    contests = _contests_with(account.contest, event["identifier"])
    if contests and not event.get("even_if_in"):
        raise Conflict("takes-part", contests=", ".join(contests))


def _contests_with(contest: str, identifier: str) -> list[str]:
    """Return in which contests of an account's whoever has ``identifier`` could take part."""
    wanted, who = rounds.contests() if contest == EVERY_CONTEST else [contest], canonical_identifier(identifier)
    found = {each: contestants.by_login(each, login_hash(each, who)) for each in wanted}
    return [each for each, profile in found.items() if profile and not profile.excluded]
