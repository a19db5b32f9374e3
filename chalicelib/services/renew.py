"""A session is renewed while its page is open. Runs in the identity function, which looks at the person again."""

from __future__ import annotations

from typing import Any

from ..domain.errors import NotSignedIn
from ..domain.times import Millis
from ..storage import contestants, revoked
from ..storage.contestants import Profile
from .sessions import Session, read, renewed
from .welcome import welcomed


def renew(contest: str, token: str, now: Millis) -> dict[str, Any]:
    """Return what `welcome` says, for the same session ten minutes longer, and with the unit that the person has now.

    Raises NotSignedIn for a session that has ended, was revoked, is twelve hours old or whose person has been erased, and
    Excluded for who may not take part any more.
    """
    session, profile = holder(contest, token, now)
    return welcomed(profile, renewed(session, profile.unit, now))


def holder(contest: str, token: str, now: Millis) -> tuple[Session, Profile]:
    """Return the session that ``token`` holds, and whose it is, both looked at anew.

    Raises NotSignedIn for a session that has ended or was revoked, or whose person has been erased.
    """
    session = read(token, contest, now)
    profile = contestants.by_pseudonym(contest, session.contestant)
    if profile is None or session.since <= revoked.of_contest(contest).get(session.contestant, -1):
        raise NotSignedIn()
    return session, profile
