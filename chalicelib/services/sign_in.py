"""A contestant signs in with an identifier and a code. Runs in the identity function, which alone reads who people are."""

from __future__ import annotations

import hmac
from typing import Any

from ..domain.errors import NotSignedIn, Refusal, Unfit
from ..domain.identifiers import canonical_identifier
from ..domain.times import Millis
from ..storage import contestants, erasures, rounds
from ..storage.one_time import use_up
from . import guesses, one_time
from .consent import record_consent
from .erase import erased
from .known import if_known
from .login import kept_code, login_hash
from .welcome import welcome


def sign_in(contest: str, identifier: str, code: str, address: str, now: Millis, consent: str = "") -> dict[str, Any]:
    """Return a session's token, its end, and the name and unit that the page shows.

    ``address`` is where the request came from; ``consent`` the version of the notice that was agreed to, or empty. Raises
    NotFound for an unknown contest, TooMany after too many guesses (see `services.guesses`), NotSignedIn where identifier
    and code don't go together, Unfit for a consent to another notice than the one in force, Excluded with the plan's reason
    or for who was erased.
    """
    if_known(rounds.get_contest(contest))
    identifier = canonical_identifier(identifier)
    login = login_hash(contest, identifier)
    # Read before the guess is counted: a table that can't be read must not use up anybody's guesses.
    found = contestants.by_login(contest, login)
    guesses.claim(contest, "code", login, address, now)
    offered = kept_code(contest, identifier, code)
    knows = found is not None and hmac.compare_digest(found.code_hash, offered)
    if found is None or not (knows or _was_mailed(contest, login, code, address, now)):
        raise _unknown(contest, login, offered)
    guesses.forget(contest, "code", login, address, now)
    record_consent(found, consent, now)
    return welcome(found, now)


def _was_mailed(contest: str, login: str, code: str, address: str, now: Millis) -> bool:
    """Whether ``code`` is the one that was sent to whoever had lost their own; then it is good no more."""
    if not one_time.could_be(code):
        return False
    try:
        return use_up(one_time.check(contest, "sign-in", login, code, address, now))
    except Unfit:
        return False


def _unknown(contest: str, login: str, offered: str) -> Refusal:
    """Return why nobody is let in: who was erased is told so, if they know the code that they had; nobody else learns it."""
    left = erasures.tombstone(contest, login)
    if left is None or not hmac.compare_digest(left.code_hash, offered):
        return NotSignedIn("wrong-code")
    return erased(contest, left)
