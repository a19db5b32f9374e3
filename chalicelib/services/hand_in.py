"""A contestant hands in the paper and gets a receipt."""

from __future__ import annotations

from ..domain.attempt import Attempt
from ..domain.receipt import receipt_document
from ..domain.times import Millis
from ..storage import attempts
from ..storage.attempts import Key
from .answers import Answers, is_of, refusal
from .desk import Desk
from .sessions import Session


def hand_in(session: Session, at: Desk, number: int, answers: Answers, now: Millis) -> dict[str, str]:
    """Hand in: one conditional update, until deadline and grace are over. Returns the receipt and what it vouches for.

    Raises HandedIn (with the receipt of the hand-in that counts), Late, Elsewhere or NotFound. The same request again is
    answered as it was the first time.
    """
    key = Key(session.contest, at.record.round, session.contestant, number)
    handed_in = _hand_in(key, session, at, answers, now)
    if handed_in is None:
        handed_in = _handed_in_before(attempts.get(key), session, at, answers, now)
    return receipt_document(handed_in)


def _hand_in(key: Key, session: Session, at: Desk, answers: Answers, now: Millis) -> Attempt | None:
    if now >= at.record.closes + at.record.grace_ms:
        return None
    return attempts.hand_in(
        key,
        session=session.id,
        version=answers.version,
        choices=answers.choices,
        prediction=answers.prediction,
        nonce=answers.nonce,
        now=now,
        grace_ms=at.record.grace_ms,
    )


def _handed_in_before(stored: Attempt | None, session: Session, at: Desk, answers: Answers, now: Millis) -> Attempt:
    if stored is not None and stored.status == "submitted" and is_of(answers, stored):
        return stored
    raise refusal(stored, session, now, at.record.closes, at.record.grace_ms)
