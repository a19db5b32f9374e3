"""A contestant starts an attempt, or goes on with it on another device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.attempt import MOST_NUMBER, Attempt
from ..domain.errors import NotFound, NotOpen
from ..domain.times import Millis, at_home, written
from ..storage import attempts
from ..storage.attempts import Key
from .answers import as_stored, refusal
from .desk import Desk, desk, pointer
from .devices import mark
from .sessions import Session, prolonged

if TYPE_CHECKING:
    from .said import Shown


def start(session: Session, round_id: str, number: int, nonce: str, now: Millis, device: str = "") -> tuple[Shown, Session]:
    """Issue the paper of attempt ``number``: one conditional put. Returns the paper and the session, prolonged to its end.

    ``device`` is what the device calls itself; of that a mark is kept with the attempt.

    Where the attempt was started before and is still open, it is moved to this session and shown as it stands. Raises
    NotFound, NotOpen, HandedIn, Late, or Conflict where the attempt before is still open.
    """
    at = desk(session.contest, round_id, now)
    if at is None:
        raise _not_open(session.contest, round_id, now)
    if not 1 <= number <= MOST_NUMBER:
        raise NotFound("no-such-attempt")
    if at.record.takes_starts(now):
        attempt = _new(at, session, number, nonce, now, device)
        if _put(attempt, at.rules.attempts, now):
            return _shown(at, attempt, session)
    return resume(at, session, number, nonce, now)


def _put(attempt: Attempt, allowed: int, now: Millis) -> bool:
    """Store an attempt if it may be started. Beyond those that everybody is ``allowed``, it has to have been granted."""
    if attempt.number == 1:
        return attempts.put(attempt)
    return attempts.put_after(attempt, now) if attempt.number <= allowed else attempts.put_granted(attempt, now)


def resume(at: Desk, session: Session, number: int, nonce: str, now: Millis) -> tuple[Shown, Session]:
    """Show an attempt that was started before, moved to this session. Raises NotOpen, HandedIn or Late.

    Raises NotSignedIn where the attempt was taken off by a sign-out or an organizer, and this session is no younger.
    """
    key = Key(session.contest, at.record.round, session.contestant, number)
    stored = attempts.get(key)
    if stored is None:
        raise _not_open(session.contest, at.record.round, now)
    if stored.status or now >= min(stored.deadline_at, at.record.closes):
        raise refusal(stored, session, now, at.record.closes)
    if stored.session != session.id:
        stored = attempts.claim(key, session.id, session.since, now) or stored
    if stored.session != session.id:
        raise refusal(attempts.get(key), session, now, at.record.closes)
    return _shown(at, stored, session)


def _new(at: Desk, session: Session, number: int, nonce: str, now: Millis, device: str) -> Attempt:
    return Attempt(
        contest=session.contest,
        round=at.record.round,
        contestant=session.contestant,
        number=number,
        unit=session.unit,
        started_at=now,
        deadline_at=now + at.rules.limit_s * 1000,
        questions=" ".join(at.drawn(session.contestant, number)),
        start_nonce=nonce,
        choices="",
        prediction="",
        version=1,
        nonce=nonce,
        session=session.id,
        saved_at=None,
        submitted_at=None,
        status="",
        device=mark(session.contest, at.record.round, device),
    )


def _shown(at: Desk, attempt: Attempt, session: Session) -> tuple[Shown, Session]:
    shown: Shown = {"attempt": as_stored(attempt, at.record.closes), "paper": at.paper(attempt)}
    return shown, prolonged(session, attempt.deadline_at + at.record.grace_ms)


def _not_open(contest: str, round_id: str, now: Millis) -> NotOpen:
    record = pointer(contest, round_id, now)
    facts = {"opens": written(record.opens), "closes": written(record.closes)}
    code = "not-open-any-more" if now >= record.closes else None
    return NotOpen(code, facts=facts, opens=at_home(record.opens), closes=at_home(record.closes))
