"""Attempts in DynamoDB: each rule is the condition of the one write that obeys it, so a race has one winner."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from pynamodb.connection import TableConnection
from pynamodb.exceptions import PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ..config import config
from ..domain.attempt import MOST_NUMBER, Attempt, handed_in_at
from ..domain.errors import Conflict, NotFound
from ..domain.times import Millis
from .aws_errors import condition_failed
from .models import AttemptItem
from .transactions import connection, refused_by_a_condition

_PAGES_AHEAD = 2
"""Of each shard, beside the one that is being read and the one that is being merged."""

_ATTEMPTS_AT_ONCE = 8_000
"""What one page of every shard holds together."""

_BAR = "!"
# The bar that no session is young enough for: another attempt was granted in the place of this one.
_REPLACED = f"{_BAR}{'9' * 14}"

_asking = BoundedSemaphore(16)
"""However many shards there are, so many of them are asked at once: more would only wait for each other."""

# As DynamoDB has it: name → {type: value}.
Item = Mapping[str, Mapping[str, str]]


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
    new = AttemptItem.attempt.does_not_exist()
    try:
        _table().put_item(item["shard"]["S"], item["attempt"]["S"], attributes=item, condition=new)
    except PutError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def put_after(attempt: Attempt, now: Millis) -> bool:
    """Store a further attempt if the one before it has ended. Returns False where this one is there already.

    Raises Conflict where the attempt before is still open: the check is part of the same transaction.
    """
    before = attempt.number - 1
    if _put_where(attempt, {before: _ended(now)}):
        return True
    if get(_key(attempt)) is not None:
        return False
    raise Conflict("attempt-before-open", number=before)


def put_granted(attempt: Attempt, now: Millis) -> bool:
    """Store an attempt whose number was granted, if the one before it has ended. Returns False where it is there already.

    That it was granted stands on the contestant's first attempt (`grant`), which is looked at in the same transaction.
    Raises NotFound where it wasn't, or where the attempt before is still open.
    """
    before = attempt.number - 1
    granted = (AttemptItem.granted >= attempt.number) & (AttemptItem.granted_at <= now)
    ended = _ended(now)
    if _put_where(attempt, {1: granted & ended} if before == 1 else {1: granted, before: ended}):
        return True
    if get(_key(attempt)) is None:
        raise NotFound("no-such-attempt")
    return False


def _ended(now: Millis) -> Condition:
    over: Condition = AttemptItem.status.exists() | (AttemptItem.deadline_at <= now) | (AttemptItem.session == _REPLACED)
    return over


def _put_where(attempt: Attempt, conditions: Mapping[int, Condition]) -> bool:
    """Store a new attempt if what ``conditions`` say of its contestant's other attempts, by number, is true."""
    new = AttemptItem.attempt.does_not_exist()
    try:
        with TransactWrite(connection=connection()) as transaction:
            for number, condition in conditions.items():
                keys = _keys(_key(attempt)._replace(number=number))
                transaction.condition_check(AttemptItem, *keys, condition=condition)
            transaction.save(AttemptItem.from_raw_data(_item(attempt)), condition=new)
    except TransactWriteError as error:
        if not refused_by_a_condition(error):
            raise
        return False
    return True


def get(key: Key) -> Attempt | None:
    """Read one attempt, consistently."""
    item = _table().get_item(*_keys(key), consistent_read=True).get("Item")
    return None if item is None else _attempt(item)


def of_contestant(contest: str, round_id: str, contestant: str) -> Iterator[Attempt]:
    """Yield a contestant's attempts at a round, the first first: numbers have no gap, so one that is missing ends them."""
    for number in range(1, MOST_NUMBER + 1):
        attempt = get(Key(contest, round_id, contestant, number))
        if attempt is None:
            return
        yield attempt


def first_attempts(keys: Iterable[Key]) -> dict[str, Millis]:
    """Return until when the attempts of those among ``keys`` who have begun run, by contestant; 0 where they have ended.

    Nothing else of them is asked for: who reads this may know that somebody came, and not what they answered.
    """
    asked = ["shard", "attempt", "deadline_at", "status"]
    found = AttemptItem.batch_get([_keys(key) for key in keys], consistent_read=True, attributes_to_get=asked)
    return {item.attempt.partition("#")[0]: 0 if item.status else int(item.deadline_at) for item in found}


def claim(key: Key, session: str, since: Millis, now: Millis) -> Attempt | None:
    """Move an open attempt to ``session``, which began at ``since``. Returns it as it then is; None where it is no longer
    open, or barred to sessions as old as this one.
    """
    open_now = AttemptItem.status.does_not_exist() & (AttemptItem.deadline_at > now)
    young_enough = ~AttemptItem.session.startswith(_BAR) | (AttemptItem.session < _barred(since))
    return _update(key, [AttemptItem.session.set(session)], open_now & young_enough)


def bar(key: Key, until: Millis, held_by: str = "") -> bool:
    """Take an open attempt off whoever holds it, or off the session ``held_by`` alone: from now on it is claimed only by a
    session that began after ``until``. Returns False, and changes nothing, where there is nothing to take off.
    """
    there = AttemptItem.attempt.exists() & AttemptItem.status.does_not_exist()
    # A bar is never lowered.
    lower = ~AttemptItem.session.startswith(_BAR) | (AttemptItem.session < _barred(until))
    of_whom = (AttemptItem.session == held_by) if held_by else lower
    return _change(key, [AttemptItem.session.set(_barred(until))], there & of_whom)


def extend(key: Key, until: Millis) -> None:
    """Give an attempt that has not been handed in time until ``until``, later than it had; repeated, nothing changes.

    One whose time is over is open again by it.
    """
    not_ended = AttemptItem.attempt.exists() & AttemptItem.status.does_not_exist()
    _change(key, [AttemptItem.deadline_at.set(until)], not_ended & (AttemptItem.deadline_at < until))


def grant(key: Key, number: int, since: Millis) -> None:
    """Let the contestant of ``key``, a first attempt, start attempts up to ``number`` from ``since`` on, as was decided."""
    fewer = AttemptItem.granted.does_not_exist() | (AttemptItem.granted < number)
    actions = [AttemptItem.granted.set(number), AttemptItem.granted_at.set(since)]
    _change(key, actions, AttemptItem.attempt.exists() & fewer)


def take_out(key: Key) -> None:
    """Have an attempt taken by nobody any more: nothing can be saved or handed in. What has been is left as it is."""
    _change(key, [AttemptItem.session.set(_REPLACED)], AttemptItem.attempt.exists())


def is_replaced(attempt: Attempt) -> bool:
    """Whether another attempt was granted in the place of ``attempt``."""
    return attempt.session == _REPLACED


def _change(key: Key, actions: Sequence[Action], condition: Condition) -> bool:
    """Update an attempt; return False, and change nothing, where the condition failed. Nothing of it is read."""
    try:
        _table().update_item(*_keys(key), actions=list(actions), condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True


def is_barred(attempt: Attempt, since: Millis) -> bool:
    """Whether ``attempt`` was taken off, and can't be claimed by a session that began at ``since``."""
    return attempt.session.startswith(_BAR) and attempt.session >= _barred(since)


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


def forget_device(key: Key) -> None:
    """Take the mark of its device off an attempt, where there is an attempt that has one; repeated, nothing changes."""
    marked = AttemptItem.device.exists()
    try:
        _table().update_item(*_keys(key), actions=[AttemptItem.device.remove()], condition=marked)
    except UpdateError as error:
        if not condition_failed(error):
            raise


def finalise(final: Attempt) -> Attempt:
    """Store what the close made of an attempt that was open, unless it has been handed in since. Returns what is stored."""
    key = _key(final)
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
    _table().connection.client.meta.events.register("before-parse.dynamodb.Query", _items_as_sent, unique_id="hoithi")
    with ThreadPoolExecutor(max_workers=shards) as pool:
        queues: list[Queue[list[Attempt] | BaseException | None]] = [Queue(_PAGES_AHEAD) for _ in range(shards)]
        for shard, queue in enumerate(queues):
            pool.submit(_read_shard, contest, round_id, shard, finish, queue)
        try:
            yield from heapq.merge(*map(_drain, queues), key=lambda attempt: (attempt.contestant, attempt.number))
        finally:
            _let_readers_end(queues)


def any_of_round(contest: str, round_id: str) -> bool:
    """Whether there is any attempt of a round. Asks for the keys of one item a shard until there is one, and for no more."""
    keys = [AttemptItem.shard.attr_name, AttemptItem.attempt.attr_name]
    shards = (f"{contest}#{round_id}#{shard:02d}" for shard in range(config().shards))
    return any(True for shard in shards for _ in AttemptItem.query(shard, limit=1, attributes_to_get=keys))


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
    except BaseException as error:  # noqa: BLE001 - it is raised again, in the thread that waits for the attempts.
        queue.put(error)


def _pages(contest: str, round_id: str, shard: int, size: int = 0) -> Iterator[list[Attempt]]:
    """Read one shard page by page. Pages are smaller than DynamoDB's own: one of those a shard would fill the memory."""
    size = size or _ATTEMPTS_AT_ONCE // config().shards
    last = None
    while True:
        with _asking:
            page = _table().query(
                f"{contest}#{round_id}#{shard:02d}", consistent_read=True, limit=size, exclusive_start_key=last
            )
        yield [_attempt(item) for item in page["Items"]]
        last = page.get("LastEvaluatedKey")
        if last is None:
            return


def _items_as_sent(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object) -> None:
    """Take the items of a page as DynamoDB sent them. botocore would make the same of them again, value by value.

    Attempts hold texts and numbers alone, which JSON already gives as they are; a test holds both ways equal.
    """
    if response_dict["status_code"] == 200:
        body = json.loads(response_dict["body"])
        customized_response_dict["Items"] = body.pop("Items", [])
        response_dict["body"] = json.dumps(body).encode()


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
    known = condition & AttemptItem.attempt.exists()
    try:
        answer = _table().update_item(*_keys(key), actions=list(actions), condition=known, return_values="ALL_NEW")
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return None
    return _attempt(answer["Attributes"])


def _table() -> TableConnection:
    """Return the table below its model, for what a crowd does: models take as long to fill as a request to make."""
    return AttemptItem._get_connection()


def _open_to(session: str, version: int) -> Condition:
    theirs: Condition = (AttemptItem.session == session) & (AttemptItem.version == version)
    unfinished: Condition = AttemptItem.status.does_not_exist() & theirs
    return unfinished


def _key(attempt: Attempt) -> Key:
    return Key(attempt.contest, attempt.round, attempt.contestant, attempt.number)


def _keys(key: Key) -> tuple[str, str]:
    shard = shard_of(key.contestant, config().shards)
    return f"{key.contest}#{key.round}#{shard:02d}", f"{key.contestant}#{key.number:03d}"


def _item(attempt: Attempt) -> dict[str, dict[str, str]]:
    shard, name = _keys(Key(attempt.contest, attempt.round, attempt.contestant, attempt.number))
    item = {
        "shard": {"S": shard},
        "attempt": {"S": name},
        "unit": {"S": attempt.unit},
        "started_at": {"N": str(attempt.started_at)},
        "deadline_at": {"N": str(attempt.deadline_at)},
        "questions": {"S": attempt.questions},
        "start_nonce": {"S": attempt.start_nonce},
        "choices": {"S": attempt.choices},
        "prediction": {"S": attempt.prediction},
        "version": {"N": str(attempt.version)},
        "nonce": {"S": attempt.nonce},
        "session": {"S": attempt.session},
    }
    for name, at in (("saved_at", attempt.saved_at), ("submitted_at", attempt.submitted_at)):
        if at is not None:
            item[name] = {"N": str(at)}
    if attempt.status:
        item["status"] = {"S": attempt.status}
    if attempt.device:
        item["device"] = {"S": attempt.device}
    return item


def _attempt(item: Item) -> Attempt:
    contest, round_id, _ = item["shard"]["S"].split("#")
    contestant, number = item["attempt"]["S"].split("#")
    return Attempt(
        contest=contest,
        round=round_id,
        contestant=contestant,
        number=int(number),
        unit=item["unit"]["S"],
        started_at=int(item["started_at"]["N"]),
        deadline_at=int(item["deadline_at"]["N"]),
        questions=item["questions"]["S"],
        start_nonce=item["start_nonce"]["S"],
        choices=item["choices"]["S"],
        prediction=item["prediction"]["S"],
        version=int(item["version"]["N"]),
        nonce=item["nonce"]["S"],
        session=item["session"]["S"],
        saved_at=_millis(item.get("saved_at")),
        submitted_at=_millis(item.get("submitted_at")),
        status=item["status"]["S"] if "status" in item else "",
        device=item["device"]["S"] if "device" in item else "",
    )


def _barred(until: Millis) -> str:
    """Return what stands in the place of a session: a text that sorts by time, and before every session's id."""
    return f"{_BAR}{until:014d}"


def _millis(value: Mapping[str, str] | None) -> Millis | None:
    return None if value is None else int(value["N"])
