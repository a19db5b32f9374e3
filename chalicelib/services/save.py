"""A device saves what has been answered so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.attempt import Attempt
from ..domain.times import Millis, written
from ..storage import attempts
from ..storage.attempts import Key
from .answers import Answers, is_of, refusal
from .desk import Desk
from .sessions import Session

if TYPE_CHECKING:
    from .said import Saved


def save(session: Session, at: Desk, number: int, answers: Answers, now: Millis) -> Saved:
    """Save ``answers``: one conditional update. Returns the new version, when it was saved, and the deadline in force.

    Raises HandedIn, Late, Elsewhere or NotFound. The same request again is answered as it was the first time.
    """
    key = Key(session.contest, at.record.round, session.contestant, number)
    saved = _save(key, session, answers, now) if now < at.record.closes else None
    if saved is None:
        saved = _saved_before(attempts.get(key), session, at, answers, now)
    # A device that only saves would not hear otherwise that the close has been moved.
    deadline = min(saved.deadline_at, at.record.closes)
    return {"version": saved.version, "saved_at": written(saved.saved_at or 0), "deadline_at": written(deadline)}


def _save(key: Key, session: Session, answers: Answers, now: Millis) -> Attempt | None:
    return attempts.save(
        key,
        session=session.id,
        version=answers.version,
        choices=answers.choices,
        prediction=answers.prediction,
        nonce=answers.nonce,
        now=now,
    )


def _saved_before(stored: Attempt | None, session: Session, at: Desk, answers: Answers, now: Millis) -> Attempt:
    """Return the attempt if this very request had been carried out before and only its answer was lost."""
    if stored is not None and stored.saved_at is not None and stored.status != "submitted" and is_of(answers, stored):
        return stored
    raise refusal(stored, session, now, at.record.closes)
