"""A contestant signs in with an identifier and a code. Runs in the identity function, which alone reads who people are."""

from __future__ import annotations

import hmac
from typing import Any

from .. import chance
from ..config import config
from ..domain.canonical import keyed
from ..domain.errors import Excluded, NotFound, NotSignedIn, TooMany
from ..domain.roster import code_hash, normal_identifier, plain_code
from ..domain.times import Millis, at_home, written
from ..storage import contestants, rounds
from ..storage.contestants import Profile
from ..storage.secrets import secret
from .sessions import LASTS_MS, Session, token

MOST_GUESSES = 5
WINDOW_MS = 15 * 60_000


def login_hash(contest: str, identifier: str) -> str:
    """Return the keyed hash under which an identifier is looked up; the identifier itself is not a key anywhere."""
    return keyed(secret(config().person_secret), "login", contest, identifier).hex()


def sign_in(contest: str, identifier: str, code: str, now: Millis) -> dict[str, Any]:
    """Return a session's token, its end, and the name and unit that the page shows.

    Raises NotFound for an unknown contest, TooMany once five guesses have been made within a quarter of an hour,
    NotSignedIn where identifier and code don't go together, Excluded with the plan's reason.
    """
    if rounds.get_contest(contest) is None:
        raise NotFound("no-such-contest")
    identifier = normal_identifier(identifier)
    login = login_hash(contest, identifier)
    # Read before the guess is counted: a table that can't be read must not use up anybody's guesses.
    found = contestants.by_login(contest, login)
    _claim_guess(contest, login, now)
    profile = _recognised(found, contest, identifier, code)
    contestants.forget_guesses(contest, login)
    if profile.excluded:
        raise Excluded(body=profile.excluded, reason=profile.excluded_reason)
    return _welcome(profile, now)


def _claim_guess(contest: str, login: str, now: Millis) -> None:
    if not contestants.claim_guess(contest, login, now, most=MOST_GUESSES, window_ms=WINDOW_MS):
        until = contestants.locked_until(contest, login)
        raise TooMany(facts={"until": written(until)}, until=at_home(until))


def _recognised(profile: Profile | None, contest: str, identifier: str, code: str) -> Profile:
    offered = code_hash(secret(config().person_secret), contest, identifier, plain_code(code))
    if profile is None or not hmac.compare_digest(profile.code_hash, offered):
        raise NotSignedIn("wrong-code")
    return profile


def _welcome(profile: Profile, now: Millis) -> dict[str, Any]:
    session = Session(profile.contest, profile.pseudonym, profile.unit, chance.random_bytes(8).hex(), now + LASTS_MS)
    return {
        "token": token(session),
        "expires_at": written(session.expires),
        "name": profile.full_name,
        "unit": profile.unit_name,
    }
