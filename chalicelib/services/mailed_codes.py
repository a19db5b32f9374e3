"""Codes by e-mail: one that proves an address before a registration, and one that signs in who has lost their own.

A letter goes to one address at most once a minute and five times an hour, however many ask. What is answered is the same
whether or not somebody is known by what was typed: nobody learns here who takes part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..config import config
from ..domain.canonical import canonical, keyed, sha256_hex
from ..domain.definition import Definition
from ..domain.errors import Conflict, TooMany
from ..domain.identifiers import canonical_identifier, mailbox
from ..domain.registration import read_email
from ..domain.times import Millis, at_home, written
from ..log import log
from ..storage import contestants
from ..storage import one_time as mailings
from ..storage.one_time import Mailing
from ..storage.secrets import secret
from . import one_time, post, work
from .login import login_hash
from .rules import rules_of

if TYPE_CHECKING:
    from .said import CodeSent

PAUSE_MS = 60_000
MOST_AN_HOUR = 5
_HOUR_MS = 60 * 60_000


def mail_code(contest: str, said: dict[str, Any], address: str, now: Millis) -> CodeSent:
    """Send a code to the address in ``said``, a body that fits `forms.MAILED_CODE`, to be shown with the registration.

    Raises NotFound for an unknown contest, Conflict where it asks for no such code or the letter can't be sent, Unfit for an
    address that is none, TooMany where one was sent too lately, and what `work.spend` raises. The same request again sends
    nothing more and is answered the same.
    """
    rules = rules_of(contest)
    _check_asked(rules)
    to = read_email(said["email"])
    work.spend(contest, said["work"], print_of(said), address, now)
    name, nonce = _name(contest, mailbox(to)), said["nonce"]
    sent_at = _claim(contest, name, nonce, now)
    if sent_at is None:
        code = one_time.issue(contest, "registration", account_of(to, nonce), now)
        post.send(contest, to, *post.letter("registration-code", title=rules.title, code=code))
        mailings.tell_delivered(contest, name, nonce)
    return _told(now if sent_at is None else sent_at)


def lost_code(contest: str, said: dict[str, Any], address: str, now: Millis) -> CodeSent:
    """Send a code to whoever has the identifier in ``said``, a body that fits `forms.LOST_CODE`, if they gave an address.

    Whether anybody does is told neither by the answer nor by the time that it takes: for strangers everything is done as for
    the others, and the letter goes to nobody. So it is too where the letter can't be sent. Raises what `mail_code` does.
    """
    rules = rules_of(contest)
    _check_asked(rules)
    login, nonce = login_hash(contest, canonical_identifier(said["identifier"])), said["nonce"]
    work.spend(contest, said["work"], print_of(said), address, now)
    asked = _name(contest, f"login {login}")
    sent_at = _claim(contest, asked, nonce, now)
    if sent_at is None:
        to, reached = _reached(contest, login, nonce, now)
        code = one_time.issue(contest, "sign-in", login, now)
        _send_softly(contest, to, *post.letter("lost-code", title=rules.title, code=code))
        for name in (reached, asked):
            mailings.tell_delivered(contest, name, nonce)
    return _told(now if sent_at is None else sent_at)


def send_once(contest: str, whom: str, nonce: str, now: Millis, to: str, subject: str, text: str) -> None:
    """Send a letter that belongs to the request named by ``nonce``; come again within a minute, it sends no other."""
    name = _name(contest, f"once {whom}")
    if _held(contest, name, nonce, now) is None:
        post.send(contest, to, subject, text)
        mailings.tell_delivered(contest, name, nonce)


def account_of(address: str, nonce: str) -> str:
    """Return for whom a code that proves an address is issued: the mailbox, and the registration that ``nonce`` names.

    Only the device that asked for it knows the nonce, so nobody else's guesses or requests can make the code worthless.
    """
    return f"{mailbox(address)}\n{nonce}"


def print_of(said: dict[str, Any]) -> str:
    """Return a hash of what a request says, but for the work that it shows."""
    return sha256_hex(canonical({name: value for name, value in said.items() if name != "work"}))


def _check_asked(rules: Definition) -> None:
    asked = rules.ways_in.registration
    if asked is None:
        raise Conflict("no-registration")
    if asked.confirm != "email" or not post.can_send():
        raise Conflict("no-mail")


def _reached(contest: str, login: str, nonce: str, now: Millis) -> tuple[str, str]:
    """Return the address of whoever has ``login``, and under what letters to it are counted; nobody's address for strangers,
    and where a letter went there too lately.
    """
    profile = contestants.by_login(contest, login)
    address = profile.email if profile else ""
    name = _name(contest, mailbox(address) or f"nobody {login}")
    held = _held(contest, name, nonce, now)
    return (post.NOBODY if held or not address else address), name


def _send_softly(contest: str, to: str, subject: str, text: str) -> None:
    try:
        post.send(contest, to, subject, text)
    except Conflict:
        log.exception("a letter could not be sent")


def _held(contest: str, name: str, nonce: str, now: Millis) -> Mailing | None:
    """Count one more letter under ``name``. Returns None where it is to be sent, else what keeps it back.

    A request that comes again because it was cut off before its letter was delivered is held back by nothing.
    """
    held = mailings.claim_mail(contest, name, nonce, now, pause_ms=PAUSE_MS, most=MOST_AN_HOUR, window_ms=_HOUR_MS)
    return None if held is None or (_is_of(held, nonce, now) and not held.delivered) else held


def _claim(contest: str, name: str, nonce: str, now: Millis) -> Millis | None:
    """Return None where a letter is to be sent, and when it was where this very request has sent it.

    Raises TooMany where another has been sent too lately, or too many have.
    """
    held = _held(contest, name, nonce, now)
    if held is None:
        return None
    if _is_of(held, nonce, now):
        return held.sent_at
    until = held.until if held.count >= MOST_AN_HOUR else held.sent_at + PAUSE_MS
    raise TooMany("too-many-letters", facts={"until": written(until)}, until=at_home(until))


def _is_of(held: Mailing, nonce: str, now: Millis) -> bool:
    return held.nonce == nonce and now < held.sent_at + PAUSE_MS


def _told(sent_at: Millis) -> CodeSent:
    return {"until": written(sent_at + one_time.LASTS_MS), "again": written(sent_at + PAUSE_MS)}


def _name(contest: str, of: str) -> str:
    return keyed(secret(config().person_secret), "mail", contest, of).hex()
