"""Attempts in DynamoDB: each rule is the condition of the one write that obeys it, so a race has one winner."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from queue import Queue
from typing import NamedTuple

from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ..config import config
from ..domain.attempt import Attempt, handed_in_at
from ..domain.errors import Busy, Conflict
from ..domain.times import Millis
from .models import AttemptItem

_CONDITION_FAILED = "ConditionalCheckFailedException"
_BUSY = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
}
_PAGES_AHEAD = 2


class Key(NamedTuple):
    """Which attempt: everything in it but the number comes from the session and the address, never from the body."""

    contest: str
    round: str
    contestant: str
    number: int


def shard_of(contestant: str, shards: int) -> int:
    """Return the shard of ``contestant``: a stable hash, the same in every process and every year."""
    return int.from_bytes(hashlib.sha256(contestant.encode()).digest()[:4], "big") % shards


def put(attempt: Attempt) -> bool:
    """Store a new attempt. Returns False, and changes nothing, where the contestant has one under this number already."""
    item = _item(attempt)
    try:
        item.save(condition=AttemptItem.attempt.does_not_exist())
    except PutError as error:
        _only_a_condition(error)
        return False
    return True


def put_after(attempt: Attempt, now: Millis) -> bool:
    """Store a further attempt if the one before it has ended. Returns False where this one is there already.

    Raises Conflict where the attempt before is still open: the check is part of the same transaction.
    """
    before = _keys(Key(attempt.contest, attempt.round, attempt.contestant, attempt.number - 1))
    ended = AttemptItem.status.exists() | (AttemptItem.deadline_at <= now)
    try:
        with TransactWrite(connection=_connection()) as transaction:
            transaction.condition_check(AttemptItem, *before, condition=ended)
            transaction.save(_item(attempt), condition=AttemptItem.attempt.does_not_exist())
    except TransactWriteError as error:
        if not _refused_by_a_condition(error):
            raise Busy() from error
        if get(Key(attempt.contest, attempt.round, attempt.contestant, attempt.number)) is not None:
            return False
        raise Conflict("attempt-before-open", number=attempt.number - 1) from error
    return True


def _refused_by_a_condition(error: TransactWriteError) -> bool:
    """Whether a condition failed: a transaction is cancelled too where it has met another write, and can be tried again."""
    return any(reason is not None and reason.code == "ConditionalCheckFailed" for reason in error.cancellation_reasons)


def _only_a_condition(error: PutError | UpdateError) -> None:
    """Let a failed condition pass. Raises Busy where the table takes no more just now, else the error itself."""
    if error.cause_response_code in _BUSY:
        raise Busy() from error
    if error.cause_response_code != _CONDITION_FAILED:
        raise error


def get(key: Key) -> Attempt | None:
    """Read one attempt, consistently."""
    try:
        return _attempt(AttemptItem.get(*_keys(key), consistent_read=True))
    except DoesNotExist:
        return None


def claim(key: Key, session: str, now: Millis) -> Attempt | None:
    """Move an open attempt to ``session``. Returns it as it then is, or None where it is no longer open."""
    open_now = AttemptItem.status.does_not_exist() & (AttemptItem.deadline_at > now)
    return _update(key, [AttemptItem.session.set(session)], open_now)


def save(key: Key, *, session: str, version: int, choices: str, prediction: str, nonce: str, now: Millis) -> Attempt | None:
    """Save answers of an open attempt before its deadline, if ``session`` holds it and has seen ``version``.

    Returns the attempt as it then is, or None where a condition failed.
    """
    seen = _open_to(session, version) & (AttemptItem.deadline_at > now)
    actions = [
        AttemptItem.choices.set(choices),
        AttemptItem.prediction.set(prediction),
        AttemptItem.nonce.set(nonce),
        AttemptItem.version.set(version + 1),
        AttemptItem.saved_at.set(now),
    ]
    return _update(key, actions, seen)


def hand_in(
    key: Key, *, session: str, version: int, choices: str, prediction: str, nonce: str, now: Millis, grace_ms: int
) -> Attempt | None:
    """Hand in an open attempt before its deadline and grace are over, if ``session`` holds it and has seen ``version``.

    Returns the attempt as it then is, or None where a condition failed.
    """
    seen = _open_to(session, version) & (AttemptItem.deadline_at > now - grace_ms)
    actions = [
        AttemptItem.choices.set(choices),
        AttemptItem.prediction.set(prediction),
        AttemptItem.nonce.set(nonce),
        AttemptItem.version.set(version + 1),
        AttemptItem.submitted_at.set(now),
        AttemptItem.status.set("submitted"),
    ]
    return _update(key, actions, seen)


def finalise(final: Attempt) -> Attempt:
    """Store what the close made of an attempt that was open, unless it has been handed in since. Returns what is stored."""
    key = Key(final.contest, final.round, final.contestant, final.number)
    actions = [
        AttemptItem.choices.set(final.choices),
        AttemptItem.deadline_at.set(final.deadline_at),
        AttemptItem.submitted_at.set(handed_in_at(final)),
        AttemptItem.status.set(final.status),
    ]
    stored = _update(key, actions, AttemptItem.status.does_not_exist()) or get(key)
    if stored is None:
        raise LookupError(f"attempt {final.name} was there a moment ago")
    return stored


def of_round(contest: str, round_id: str, finish: Callable[[Attempt], Attempt]) -> Iterator[Attempt]:
    """Read a round's attempts in the order (contestant, number), each passed through ``finish``.

    The shards are read side by side, a few pages ahead of the reader, so memory holds pages and never the whole round.
    """
    shards = config().shards
    with ThreadPoolExecutor(max_workers=shards) as pool:
        queues: list[Queue[list[Attempt] | BaseException | None]] = [Queue(_PAGES_AHEAD) for _ in range(shards)]
        for shard, queue in enumerate(queues):
            pool.submit(_read_shard, contest, round_id, shard, finish, queue)
        try:
            yield from heapq.merge(*map(_drain, queues), key=lambda attempt: (attempt.contestant, attempt.number))
        finally:
            _let_readers_end(queues)


def _read_shard(
    contest: str,
    round_id: str,
    shard: int,
    finish: Callable[[Attempt], Attempt],
    queue: Queue[list[Attempt] | BaseException | None],
) -> None:
    """Put the pages of one shard into ``queue``, then None; or the error that ended the reading, for the reader to raise."""
    try:
        for page in _pages(contest, round_id, shard):
            queue.put([finish(attempt) for attempt in page])
        queue.put(None)
    except Exception as error:  # noqa: BLE001 - it is raised again, in the thread that asked for the attempts.
        queue.put(error)


def _pages(contest: str, round_id: str, shard: int, size: int = 500) -> Iterator[list[Attempt]]:
    page: list[Attempt] = []
    for item in AttemptItem.query(f"{contest}#{round_id}#{shard:02d}", consistent_read=True):
        page.append(_attempt(item))
        if len(page) == size:
            yield page
            page = []
    yield page


def _drain(queue: Queue[list[Attempt] | BaseException | None]) -> Iterator[Attempt]:
    while isinstance(page := queue.get(), list):
        yield from page
    queue.put(page)  # Whoever empties the queues at the end must find that this one is done.
    if page is not None:
        raise page


def _let_readers_end(queues: list[Queue[list[Attempt] | BaseException | None]]) -> None:
    """Empty every queue until its reader has said that it is done: a reader that waits to put a page would never end."""
    for queue in queues:
        while isinstance(queue.get(), list):
            pass


def _update(key: Key, actions: Sequence[Action], condition: Condition) -> Attempt | None:
    item = AttemptItem(*_keys(key))
    try:
        item.update(actions=list(actions), condition=condition & AttemptItem.attempt.exists())
    except UpdateError as error:
        _only_a_condition(error)
        return None
    return _attempt(item)


@cache
def _connection() -> Connection:
    return Connection()


def _open_to(session: str, version: int) -> Condition:
    theirs: Condition = (AttemptItem.session == session) & (AttemptItem.version == version)
    unfinished: Condition = AttemptItem.status.does_not_exist() & theirs
    return unfinished


def _keys(key: Key) -> tuple[str, str]:
    shard = shard_of(key.contestant, config().shards)
    return f"{key.contest}#{key.round}#{shard:02d}", f"{key.contestant}#{key.number:03d}"


def _item(attempt: Attempt) -> AttemptItem:
    shard, name = _keys(Key(attempt.contest, attempt.round, attempt.contestant, attempt.number))
    return AttemptItem(
        shard,
        name,
        unit=attempt.unit,
        started_at=attempt.started_at,
        deadline_at=attempt.deadline_at,
        questions=attempt.questions,
        start_nonce=attempt.start_nonce,
        choices=attempt.choices,
        prediction=attempt.prediction,
        version=attempt.version,
        nonce=attempt.nonce,
        session=attempt.session,
        saved_at=attempt.saved_at,
        submitted_at=attempt.submitted_at,
        status=attempt.status or None,
    )


def _attempt(item: AttemptItem) -> Attempt:
    contest, round_id, _ = item.shard.split("#")
    contestant, number = item.attempt.split("#")
    return Attempt(
        contest=contest,
        round=round_id,
        contestant=contestant,
        number=int(number),
        unit=item.unit,
        started_at=int(item.started_at),
        deadline_at=int(item.deadline_at),
        questions=item.questions,
        start_nonce=item.start_nonce,
        choices=item.choices,
        prediction=item.prediction,
        version=int(item.version),
        nonce=item.nonce,
        session=item.session,
        saved_at=None if item.saved_at is None else int(item.saved_at),
        submitted_at=None if item.submitted_at is None else int(item.submitted_at),
        status=item.status or "",
    )
