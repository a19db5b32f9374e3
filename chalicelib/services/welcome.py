"""Whoever has shown who they are gets a session, whichever way they came in."""

from __future__ import annotations

from typing import Any

from .. import chance
from ..domain.times import Millis, written
from ..storage.contestants import Profile
from .barred import refuse_kept_out
from .sessions import LASTS_MS, Session, token


def welcome(profile: Profile, now: Millis) -> dict[str, Any]:
    """Return a new session's ``token``, its end, and the ``name`` and ``unit`` that the page shows.

    Raises Excluded, with the plan's reason, for who may not take part.
    """
    session = Session(
        contest=profile.contest,
        contestant=profile.pseudonym,
        unit=profile.unit,
        id=chance.random_bytes(8).hex(),
        since=now,
        expires=now + LASTS_MS,
    )
    return welcomed(profile, session)


def welcomed(profile: Profile, session: Session) -> dict[str, Any]:
    """Return what is said to the person of ``profile``, whose session is ``session``. Raises Excluded."""
    refuse_kept_out(profile)
    return {
        "token": token(session),
        "expires_at": written(session.expires),
        "name": profile.full_name,
        "unit": profile.unit_name,
    }
