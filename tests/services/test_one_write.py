"""The promise of the busy hour: a warm function makes one conditional write for each act, and nothing else."""

from __future__ import annotations

import json

import pytest

from chalicelib.config import config
from chalicelib.services import desk
from tests.calls import Call, written_down
from tests.factories import AN, BINH, FIRST, NONCE, OPENS, OTHER_NONCE, SECOND_OPENS, THIRD_NONCE, make_bank, make_definition
from tests.town import Phone, Town

UNDER_MILLIS = 1024


@pytest.fixture
def warm(town: Town) -> Phone:
    """A phone at a function that somebody else has warmed up by starting, saving and handing in."""
    other = town.phone(BINH)
    other.start(NONCE)
    other.save("___", OTHER_NONCE)
    other.hand_in("___", THIRD_NONCE, 2)
    return town.phone(AN)


def table_and_condition(calls: list[Call]) -> list[tuple[str, str, bool]]:
    return [(call.name, call.sent.get("TableName", ""), "ConditionExpression" in call.sent) for call in calls]


def test_a_start_is_one_conditional_put(warm: Phone):
    with written_down() as calls:
        warm.start(NONCE)

    assert table_and_condition(calls) == [("dynamodb:PutItem", config().attempts_table, True)]


def test_a_save_is_one_conditional_update(warm: Phone):
    warm.start(NONCE)

    with written_down() as calls:
        warm.save("A__", OTHER_NONCE)

    assert table_and_condition(calls) == [("dynamodb:UpdateItem", config().attempts_table, True)]


def test_a_hand_in_is_one_conditional_update(warm: Phone):
    warm.start(NONCE)

    with written_down() as calls:
        warm.hand_in("A__", OTHER_NONCE)

    assert table_and_condition(calls) == [("dynamodb:UpdateItem", config().attempts_table, True)]


def test_an_unfit_request_reads_and_writes_nothing(warm: Phone):
    with written_down() as calls:
        warm.save("EEEE", "no nonce")

    assert calls == []


def test_a_forged_session_reads_and_writes_nothing(warm: Phone):
    warm.cookie = warm.cookie[:-4] + "AAAA"

    with written_down() as calls:
        answer = warm.start(NONCE)

    assert (answer.status, calls) == (401, [])


def test_after_half_a_minute_the_pointer_and_the_ended_sessions_alone_are_read_again(town: Town, warm: Phone):
    town.at(OPENS + desk.REFRESHED_MS)

    with written_down() as calls:
        warm.start(NONCE)

    assert [call.name for call in calls] == [*["dynamodb:GetItem"] * 2, "dynamodb:PutItem"]
    assert [call.sent["TableName"] for call in calls[:2]] == [config().rounds_table] * 2
    assert [call.sent["Key"]["round"]["S"] for call in calls[:2]] == ["_revoked", FIRST]


def test_a_cold_function_reads_the_pointer_and_what_it_names(town: Town, warm: Phone):
    desk.forget()

    with written_down() as calls:
        warm.start(NONCE)

    reads = [*["dynamodb:GetItem"] * 2, *["s3:GetObject"] * 3]
    assert [call.name for call in calls] == [*reads, "dynamodb:PutItem"]
    assert sorted(call.sent["Key"].split("/")[0] for call in calls[2:5]) == ["definitions", "papers", "seeds"]


def test_a_further_attempt_adds_one_condition_on_the_one_before(village: Town):
    allowed = make_definition(attempts={"max": 2, "counted": "best"})
    phone = village.settled_as("two attempts", definition=allowed).phone(AN)
    phone.start(NONCE)
    phone.hand_in("___", OTHER_NONCE)

    with written_down() as calls:
        phone.start(THIRD_NONCE, number=2)

    assert [call.name for call in calls] == ["dynamodb:TransactWriteItems"]
    assert [next(iter(item)) for item in calls[0].sent["TransactItems"]] == ["ConditionCheck", "Put"]


def size(item: dict[str, dict[str, str]]) -> int:
    """Return an item's size as DynamoDB bills it, rounded up: names and texts in UTF-8, a number by its digits."""
    return sum(len(name.encode()) + len(next(iter(value.values())).encode()) for name, value in item.items())


def test_an_item_with_twenty_questions_of_the_longest_ids_is_one_write_unit(village: Town):
    long = "q2345678901234567"
    paper = {"questions": 20, "options_least": 4, "options_most": 4, "limit_s": 1200, "blueprint": "none"}
    bank = make_bank(FIRST)
    questions = tuple(
        type(bank.questions[0])(
            **{**_fields(bank.questions[number % 6]), "id": f"{long}-{number:02d}", "text": f"Câu {number}?"}
        )
        for number in range(24)
    )
    town = village.settle(make_definition(paper=paper), banks=[type(bank)(bank.contest, FIRST, questions)], ready=[FIRST])
    phone = town.phone(AN)

    with written_down() as calls:
        phone.start(NONCE)
        phone.save("ABCD" * 5, OTHER_NONCE, prediction="9999999")
        phone.hand_in("ABCD" * 5, THIRD_NONCE, 2, "9999999")

    stored = stored_attempts()
    assert [call.operation for call in calls if call.writes] == ["PutItem", "UpdateItem", "UpdateItem"]
    assert len(stored[0]["questions"]["S"]) == 20 * 21 - 1
    assert [size(item) < UNDER_MILLIS for item in stored] == [True], json.dumps(stored)


def _fields(question: object) -> dict:
    return {name: getattr(question, name) for name in type(question).__dataclass_fields__}


def stored_attempts() -> list[dict]:
    import boto3

    return boto3.client("dynamodb").scan(TableName=config().attempts_table)["Items"]


def test_a_round_that_has_not_opened_is_asked_about_once_in_half_a_minute(town: Town, warm: Phone):
    phone = town.at(SECOND_OPENS - 60_000).phone(AN)
    phone.start(NONCE, "tuan-2")

    with written_down() as calls:
        phone.start(NONCE, "tuan-2")

    assert [call.name for call in calls] == ["dynamodb:GetItem"]
    assert calls[0].sent["TableName"] == config().attempts_table
