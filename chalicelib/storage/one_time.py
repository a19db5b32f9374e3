"""One-time codes, and when mail was last sent to somebody. What names a person or an address in a key is a keyed hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pynamodb.exceptions import DeleteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ..domain.times import Millis
from .aws_errors import condition_failed
from .models import ContestantItem


@dataclass(frozen=True)
class OneTimeCode:
    """A code that was sent: under which ``name``, what is kept of it, and when it ends."""

    contest: str
    name: str
    code_hash: str
    until: Millis


@dataclass(frozen=True)
class Mailing:
    """What was sent to an address of late: when and for which request last, whether that is known to have been delivered to
    the post, how often since the hour began, and its end.
    """

    sent_at: Millis
    nonce: str
    delivered: bool
    count: int
    until: Millis


def put(code: OneTimeCode) -> None:
    """Keep ``code``; the one before it under this name is good no more."""
    item = ContestantItem(_otp(code.contest, code.name), code_hash=code.code_hash, until=code.until)
    item.expires = _seconds(code.until)
    item.save()


def get(contest: str, name: str) -> OneTimeCode | None:
    """Read, consistently, the code that was last sent under ``name``, whether or not it has ended."""
    item = ContestantItem.found(_otp(contest, name))
    return OneTimeCode(contest, name, item.code_hash or "", int(item.until or 0)) if item else None


def use_up(code: OneTimeCode) -> bool:
    """Make ``code`` good no more. Returns False where it isn't any more."""
    try:
        ContestantItem(_otp(code.contest, code.name)).delete(condition=ContestantItem.code_hash == code.code_hash)
    except DeleteError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def use_up_within(transaction: TransactWrite, code: OneTimeCode) -> None:
    """Make ``code`` good no more as a part of ``transaction``, whose condition it becomes that it still is."""
    item = ContestantItem(_otp(code.contest, code.name))
    transaction.delete(item, condition=ContestantItem.code_hash == code.code_hash)


def claim_mail(
    contest: str, name: str, nonce: str, now: Millis, *, pause_ms: Millis, most: int, window_ms: Millis
) -> Mailing | None:
    """Count one more mail to ``name`` before it is sent: at most one in ``pause_ms``, and ``most`` in ``window_ms``.

    Returns None where it may be sent, else what keeps it back. The count is a condition of the write, so requests at once
    can't get past it.
    """
    key, until = _mail(contest, name), now + window_ms
    rested = ContestantItem.sent_at <= now - pause_ms
    said: list[Action] = [ContestantItem.sent_at.set(now), ContestantItem.nonce.set(nonce), ContestantItem.delivered.set(0)]
    anew = [*said, ContestantItem.guesses.set(1), ContestantItem.until.set(until)]
    anew.append(ContestantItem.expires.set(_seconds(until)))
    over = ContestantItem.until.does_not_exist() | ((ContestantItem.until <= now) & rested)
    within = (ContestantItem.until > now) & (ContestantItem.guesses < most) & rested
    if _changed(key, anew, over) or _changed(key, [*said, ContestantItem.guesses.add(1)], within):
        return None
    item = ContestantItem.found(key)
    if item is None:
        return None
    return Mailing(
        sent_at=int(item.sent_at or 0),
        nonce=item.nonce or "",
        delivered=bool(item.delivered),
        count=int(item.guesses or 0),
        until=int(item.until or 0),
    )


def tell_delivered(contest: str, name: str, nonce: str) -> None:
    """Write down that the letter of this request, the last to ``name``, was sent."""
    _changed(_mail(contest, name), [ContestantItem.delivered.set(1)], ContestantItem.nonce == nonce)


def _changed(key: str, actions: Sequence[Action], condition: Condition) -> bool:
    try:
        ContestantItem(key).update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def _otp(contest: str, name: str) -> str:
    return f"{contest}#otp#{name}"


def _mail(contest: str, name: str) -> str:
    return f"{contest}#mail#{name}"


def _seconds(until: Millis) -> int:
    """Return when DynamoDB may delete what ends at ``until``, in the seconds that it counts by; never before."""
    return -(-until // 1000)
