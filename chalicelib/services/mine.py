"""What a contestant may know of their own attempts: when, and whether they count as handed in; never a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.attempt import Attempt
from ..domain.receipt import receipt
from ..domain.round import RoundRecord
from ..domain.times import Millis, written
from ..storage import attempts, rounds
from .sessions import Session

if TYPE_CHECKING:
    from .said import Me, Summary


def mine(session: Session, now: Millis) -> Me:
    """Return who is signed in and every attempt of theirs, oldest round first."""
    taken = [_summary(attempt, record) for record, attempt in attempts_of(session.contest, session.contestant, now)]
    expires = written(session.expires)
    return {"contestant": session.contestant, "unit": session.unit, "expires_at": expires, "attempts": taken}


def attempts_of(contest: str, contestant: str, now: Millis) -> list[tuple[RoundRecord, Attempt]]:
    """Return every attempt of a contestant with its round, oldest round first."""
    records = [record for record in rounds.of_contest(contest) if record.kind == "ranked"]
    opened = [record for record in records if record.state != "draft" and now >= record.opens]
    return [
        (record, attempt)
        for record in sorted(opened, key=lambda record: record.opens)
        for attempt in attempts.of_contestant(contest, record.round, contestant)
    ]


def _summary(attempt: Attempt, record: RoundRecord) -> Summary:
    ended = attempt.submitted_at is not None
    return {
        "round": attempt.round,
        "number": attempt.number,
        "status": attempt.status or "open",
        "started_at": written(attempt.started_at),
        "deadline_at": written(min(attempt.deadline_at, record.closes)),
        "submitted_at": written(attempt.submitted_at) if attempt.submitted_at is not None else None,
        "receipt": receipt(attempt) if ended else None,
        "replaced": attempts.is_replaced(attempt),
    }
