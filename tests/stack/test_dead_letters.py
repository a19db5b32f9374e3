"""A clock that could not do all that was due, on the deployed stack: its invocation fails, and that is reported."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.deployed import Town
from tests.stack.surroundings import planted_round, soon

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

BROKEN = "mat-ngan-hang"


def a_round_without_its_bank(town: Town) -> AbstractContextManager[str]:
    """Plant a round that is past its close and whose bank has been removed; the block is given its name."""
    return planted_round(town, BROKEN, "ready", closes=1, bank="0" * 64)


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
