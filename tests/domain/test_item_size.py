"""An attempt's item stays below 1 KB whatever a definition asks: counted as DynamoDB counts, on what is really stored."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain import item_size
from chalicelib.domain.attempt import Attempt
from chalicelib.domain.bank import LONGEST, Bank, Question, check_bank
from chalicelib.domain.definition import Definition, Paper
from chalicelib.domain.faults import Fault
from chalicelib.domain.item_size import MOST_BYTES, largest_attempt, longest_ids, most_questions
from chalicelib.domain.roster import LONGEST_UNIT_ID
from chalicelib.storage import attempts
from chalicelib.storage.attempts import Key
from chalicelib.storage.models import AttemptItem
from simulator.cloud import Cloud

LATEST = 4_102_444_799_999
LONG_ID = "x" * 60


def largest(contest: str, round_id: str, ids: list[str]) -> Attempt:
    """Return an attempt in which everything is as long as it can become."""
    return Attempt(
        contest=contest,
        round=round_id,
        contestant="a" * 26,
        number=99,
        unit="u" * LONGEST_UNIT_ID,
        started_at=LATEST,
        deadline_at=LATEST,
        questions=" ".join(ids),
        start_nonce="f" * 32,
        choices="A" * len(ids),
        prediction="9999999",
        version=999_999,
        nonce="f" * 32,
        session="f" * 16,
        saved_at=LATEST,
        submitted_at=LATEST,
        status="submitted",
        device="f" * 16,
    )


def bytes_of(item: dict[str, Any]) -> int:
    """Return an item's size by DynamoDB's rule: UTF-8 bytes of names and texts, a byte for two digits and one more."""
    sizes = {"S": lambda text: len(text.encode()), "N": lambda digits: (len(digits) + 1) // 2 + 1}
    return sum(len(name.encode()) + sizes[kind](value) for name, held in item.items() for kind, value in held.items())


def ids(number: int, length: int) -> list[str]:
    """Return so many ids of just that length, no two the same."""
    signs = "abcdefghijklmnopqrstuvwxyz0123456789"
    found = []
    for each in range(number):
        name = ""
        for _ in range(min(length, 4)):
            each, sign = divmod(each, len(signs))
            name = signs[sign] + name
        found.append(name.rjust(length, "a"))
    assert len(set(found)) == number
    return found


@pytest.mark.parametrize(
    ("contest", "round_id", "number"),
    [("hai-phong-2023", "tuan-1", 10), ("hai-phong-2023", "tuan-1", 50), (LONG_ID, LONG_ID, 20), ("a", "b", 100)],
)
def test_the_largest_paper_that_is_allowed_is_stored_below_one_kilobyte(
    cloud: Cloud, contest: str, round_id: str, number: int
):
    longest = min(longest_ids(contest, round_id, number), LONGEST["id"])
    asked = ids(number, longest)
    attempts.put(largest(contest, round_id, asked))
    attempts.grant(Key(contest, round_id, "a" * 26, 99), 99, LATEST)

    (item,) = boto3.client("dynamodb").scan(TableName=config().attempts_table)["Items"]

    assert bytes_of(item) <= largest_attempt(contest, round_id, asked) <= MOST_BYTES
    assert largest_attempt(contest, round_id, asked) - bytes_of(item) < 16


@pytest.mark.parametrize(("contest", "round_id"), [("a", "b"), ("hai-phong-2023", "tuan-1"), (LONG_ID, LONG_ID)])
def test_a_definition_may_ask_as_many_questions_as_the_shortest_ids_leave_room_for(contest: str, round_id: str):
    most = most_questions(contest, round_id)

    assert largest_attempt(contest, round_id, ids(most, 2)) <= MOST_BYTES
    assert largest_attempt(contest, round_id, ids(most + 1, 2)) > MOST_BYTES


def test_every_attribute_of_the_item_is_counted():
    assert set(item_size._LONGEST) == {each.attr_name for each in AttemptItem.get_attributes().values()}


def make_bank(length: int, number: int) -> Bank:
    options = {"A": "Một", "B": "Hai", "C": "Ba"}
    questions = (Question(id, f"Câu hỏi {id}?", options, "A", False, "", "", "", "", "") for id in ids(number, length))
    return Bank("hai-phong-2023", "tuan-1", tuple(questions))


@pytest.mark.parametrize(("asked", "length", "fits"), [(10, 20, True), (30, 18, True), (50, 10, True), (50, 20, False)])
def test_a_bank_whose_ids_are_too_long_for_its_paper_is_refused(asked: int, length: int, fits: bool):
    paper = Paper(questions=asked, options_least=3, options_most=4, limit_s=600)
    definition = Definition.model_construct(contest="hai-phong-2023", paper=paper)

    faults = check_bank(make_bank(length, 60), definition)

    longest = longest_ids("hai-phong-2023", "tuan-1", asked)
    wanted = Fault("hai-phong-2023/tuan-1/bank.json", "", "bank.ids-long", {"asked": asked, "longest": longest})
    assert faults == ([] if fits else [wanted])
