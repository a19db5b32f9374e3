"""Attempts as they are stored: what is written is what is read, in the order of the export, whatever the shard."""

from __future__ import annotations

import dataclasses
import threading

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.attempt import Attempt, finalised
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.storage import attempts
from chalicelib.storage.attempts import Key, shard_of
from chalicelib.storage.aws_errors import told_as_busy
from simulator.cloud import Cloud
from tests.calls import through, written_down
from tests.factories import CONTEST, FIRST, LIMIT_MS, NONCE, OPENS, OTHER_NONCE

pytestmark = pytest.mark.usefixtures("cloud")


def make_attempt(contestant: str = "a" * 26, number: int = 1, **changes: object) -> Attempt:
    values = {
        "contest": CONTEST,
        "round": FIRST,
        "contestant": contestant,
        "number": number,
        "unit": "so-noi-vu",
        "started_at": OPENS,
        "deadline_at": OPENS + LIMIT_MS,
        "questions": "q1 q2 q3",
        "start_nonce": NONCE,
        "choices": "",
        "prediction": "",
        "version": 1,
        "nonce": NONCE,
        "session": "device",
        "saved_at": None,
        "submitted_at": None,
        "status": "",
    }
    return Attempt(**{**values, **changes})


def key_of(attempt: Attempt) -> Key:
    return Key(attempt.contest, attempt.round, attempt.contestant, attempt.number)


@pytest.mark.parametrize(
    "attempt",
    [
        make_attempt(),
        make_attempt(unit="", choices="AB_", prediction="0", version=7, saved_at=OPENS + 5),
        make_attempt(number=99, choices="ABC", submitted_at=OPENS + 9, status="submitted"),
        make_attempt(choices="___", submitted_at=OPENS, deadline_at=OPENS, status="blank"),
    ],
    ids=["fresh", "saved", "handed in", "blank"],
)
def test_what_is_stored_is_what_is_read(attempt: Attempt):
    attempts.put(attempt)

    assert attempts.get(key_of(attempt)) == attempt


def test_an_attempt_that_is_not_there_is_none():
    assert attempts.get(Key(CONTEST, FIRST, "a" * 26, 1)) is None


def test_a_second_put_changes_nothing():
    first = make_attempt()
    attempts.put(first)

    stored = attempts.put(make_attempt(started_at=OPENS + 1))

    assert (stored, attempts.get(key_of(first))) == (False, first)


def test_nothing_but_a_start_makes_an_attempt():
    key = Key(CONTEST, FIRST, "a" * 26, 1)
    said = {"session": "device", "version": 1, "choices": "A__", "prediction": "", "nonce": OTHER_NONCE, "now": OPENS}

    results = [
        attempts.save(key, **said),
        attempts.hand_in(key, **said, grace_ms=5000),
        attempts.claim(key, "other", OPENS, OPENS),
    ]

    assert (results, attempts.get(key)) == ([None] * 3, None)


@pytest.mark.parametrize("change", [{"session": "other"}, {"version": 2}, {"version": 0}, {"now": OPENS + LIMIT_MS}])
def test_a_save_needs_the_session_the_version_and_the_time(change: dict):
    attempt = make_attempt()
    attempts.put(attempt)
    said = {"session": "device", "version": 1, "choices": "A__", "prediction": "", "nonce": OTHER_NONCE, "now": OPENS}

    saved = attempts.save(key_of(attempt), **{**said, **change})

    assert (saved, attempts.get(key_of(attempt))) == (None, attempt)


def test_finalising_leaves_what_was_handed_in_meanwhile():
    opened = make_attempt()
    attempts.put(opened)
    said = {"session": "device", "version": 1, "choices": "A__", "prediction": "", "nonce": OTHER_NONCE, "now": OPENS}
    handed_in = attempts.hand_in(key_of(opened), **said, grace_ms=5000)

    kept = attempts.finalise(finalised(opened, OPENS + LIMIT_MS))

    assert (kept, attempts.get(key_of(opened))) == (handed_in, handed_in)


def test_finalising_twice_gives_the_same():
    opened = make_attempt(choices="A__", saved_at=OPENS)
    attempts.put(opened)

    first, second = (attempts.finalise(finalised(opened, OPENS + LIMIT_MS)) for _ in range(2))

    assert first == second == finalised(opened, OPENS + LIMIT_MS)


def test_an_attempt_that_vanished_is_no_quiet_matter():
    with pytest.raises(LookupError):
        attempts.finalise(finalised(make_attempt(), OPENS + LIMIT_MS))


def put_many(count: int) -> list[Attempt]:
    many = [make_attempt(f"{number * 7919 % count:026d}", 1 + number % 2) for number in range(count)]
    for attempt in many:
        attempts.put(attempt)
    return sorted(many, key=lambda attempt: (attempt.contestant, attempt.number))


def test_a_round_is_read_in_the_order_of_its_export():
    expected = put_many(60)

    read = list(attempts.of_round(CONTEST, FIRST, lambda attempt: attempt))

    assert read == expected


def test_a_page_of_attempts_says_what_each_of_them_says_when_read_alone():
    attempts.put(make_attempt("a" * 26, unit="", choices="AB_", prediction="0", version=7, saved_at=OPENS + 5))
    attempts.put(make_attempt("b" * 26, choices="ABC", submitted_at=OPENS + 9, status="submitted"))

    read = list(attempts.of_round(CONTEST, FIRST, lambda attempt: attempt))

    assert read == [attempts.get(Key(CONTEST, FIRST, name * 26, 1)) for name in "ab"]


def test_a_tenth_attempt_comes_after_the_second():
    for number in (10, 2, 1):
        attempts.put(make_attempt(number=number))

    assert [attempt.number for attempt in attempts.of_round(CONTEST, FIRST, lambda attempt: attempt)] == [1, 2, 10]


def test_every_shard_is_asked_consistently_and_no_other_round():
    attempts.put(make_attempt(round="tuan-2"))

    with written_down() as calls:
        read = list(attempts.of_round(CONTEST, FIRST, lambda attempt: attempt))

    assert read == []
    assert sorted(str(call.sent["ExpressionAttributeValues"]) for call in calls) == [
        str({":0": {"S": f"{CONTEST}#{FIRST}#{shard:02d}"}}) for shard in range(16)
    ]
    assert {call.sent["ConsistentRead"] for call in calls} == {True}


def test_an_error_in_a_shard_reaches_whoever_reads_and_every_thread_ends():
    put_many(40)

    def fail(attempt: Attempt) -> Attempt:
        raise ZeroDivisionError(attempt.name)

    with pytest.raises(ZeroDivisionError):
        list(attempts.of_round(CONTEST, FIRST, fail))

    assert [thread.name for thread in threading.enumerate() if "ThreadPoolExecutor" in thread.name] == []


def test_whoever_stops_reading_leaves_no_thread_behind():
    put_many(40)

    reading = attempts.of_round(CONTEST, FIRST, lambda attempt: attempt)
    next(reading)
    reading.close()

    assert [thread.name for thread in threading.enumerate() if "ThreadPoolExecutor" in thread.name] == []


def test_a_round_with_more_pages_than_are_read_ahead_is_read_whole(monkeypatch: pytest.MonkeyPatch):
    expected = put_many(60)
    pages = attempts._pages
    monkeypatch.setattr(attempts, "_pages", lambda contest, round_id, shard: pages(contest, round_id, shard, size=1))

    assert list(attempts.of_round(CONTEST, FIRST, lambda attempt: attempt)) == expected


def test_a_contestants_shard_is_the_same_in_every_year():
    assert [shard_of(contestant, 16) for contestant in ("a" * 26, "b" * 26, "c" * 26)] == SHARDS


SHARDS = [9, 4, 8]


def test_shards_are_used_evenly():
    counts = [0] * 16
    for number in range(1600):
        counts[shard_of(f"{number:026d}", 16)] += 1

    assert (min(counts) > 60, max(counts) < 145) == (True, True)


def cancelled(code: str) -> ClientError:
    reasons = [{"Code": "None"}, {"Code": code}]
    answer = {"Error": {"Code": "TransactionCanceledException", "Message": code}, "CancellationReasons": reasons}
    return ClientError(answer, "TransactWriteItems")  # type: ignore[arg-type]


def test_a_transaction_that_met_another_write_asks_to_be_tried_again(cloud: Cloud):
    attempts.put(make_attempt(status="submitted", submitted_at=OPENS))

    def meet(call: object, make: object) -> None:
        raise cancelled("TransactionConflict")

    with through(meet), pytest.raises(Busy), told_as_busy():
        attempts.put_after(make_attempt(number=2), OPENS)


def test_a_further_attempt_needs_the_one_before_to_have_ended():
    first = make_attempt()
    attempts.put(first)

    with pytest.raises(Conflict) as refused:
        attempts.put_after(make_attempt(number=2), first.deadline_at - 1)

    assert (refused.value.code, refused.value.values) == ("attempt-before-open", {"number": 1})
    assert attempts.put_after(make_attempt(number=2), first.deadline_at) is True
    assert attempts.put_after(dataclasses.replace(make_attempt(number=2), nonce=OTHER_NONCE), first.deadline_at) is False
