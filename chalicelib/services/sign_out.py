"""A contestant signs out."""

from __future__ import annotations

from ..domain.times import Millis
from ..storage import attempts
from .running import running
from .sessions import Session


def sign_out(session: Session, now: Millis) -> None:
    """Take the papers that run on ``session`` off it, at once: whoever still has its token can't write on them any more.

    What has been saved stays, and after signing in again the paper goes on. Papers that have moved to another device, and
    the sessions there, are left alone. Done again, nothing changes.
    """
    for key in running(session.contest, session.contestant, now):
        attempts.bar(key, session.since, held_by=session.id)
