"""A clock that could not do all that was due, on the deployed stack: its invocation fails, and that is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.deployed import Town
from tests.stack.test_alarms import soon

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

BROKEN = "mat-ngan-hang"


@contextmanager
def a_round_without_its_bank(town: Town) -> Iterator[str]:
    """Write a round that is past its close and whose bank has been removed; give its name."""
    table, dynamodb = town.stack.names["RoundsTable"], town.emulator.client("dynamodb")
    key = {"contest": {"S": town.demo.contest}, "round": {"S": town.demo.published_round}}
    item = dynamodb.get_item(TableName=table, Key=key)["Item"]
    record = {**json.loads(item["record"]["S"]), "contest": BROKEN, "state": "ready", "closes": 1, "bank": "0" * 64}
    broken = {**item, "contest": {"S": BROKEN}, "state": {"S": "ready"}, "record": {"S": json.dumps(record)}}
    dynamodb.put_item(TableName=table, Item=broken)
    try:
        yield f"{BROKEN}/{town.demo.published_round}"
    finally:
        dynamodb.delete_item(TableName=table, Key={**key, "contest": {"S": BROKEN}})


def dead_letters(town: Town, about: str) -> list[dict[str, Any]]:
    """Take what lies in the dead-letter queue, and return what is about one round."""
    queue = town.stack.names["DeadLetterQueue"]
    found = town.emulator.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [json.loads(each["Body"]) for each in found.get("Messages", []) if about in each["Body"]]


def test_a_close_that_fails_as_the_timer_wakes_the_clock_lies_in_the_dead_letter_queue(town: Town) -> None:
    with a_round_without_its_bank(town) as broken:
        town.emulator.client("lambda").invoke(FunctionName=town.stack.names["Clock"], InvocationType="Event", Payload=b"{}")
        letters = soon(lambda: dead_letters(town, broken), 60)

    told, _, trace = letters[0]["responsePayload"]["errorMessage"].partition(", trace ")
    assert (told, len(trace) >= 8) == (f"NotAllDone not-all-done: close {broken}", True)


def test_an_organizer_who_asks_is_told_what_could_not_be_closed(town: Town) -> None:
    with a_round_without_its_bank(town) as broken:
        said = town.invoke("Organizer", {"act": "close-due"})

    assert (said["refused"]["kind"], said["refused"]["values"]) == ("NotAllDone", {"acts": f"close {broken}"})
