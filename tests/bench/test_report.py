"""The page of figures says what was measured, and the small sums beneath it are right."""

from __future__ import annotations

import json

import pytest

from bench import report
from bench.__main__ import DOCUMENT, RESULTS
from bench.measuring import Spread, ratio, spread, turns
from bench.writes import size_of


def test_the_page_says_what_was_measured_last():
    assert DOCUMENT.read_text("utf-8") == report.document(json.loads(RESULTS.read_text("utf-8")))


def test_a_ratio_is_made_within_each_turn():
    assert ratio([2.0, 30.0, 4.0], [1.0, 10.0, 4.0]) == Spread(2.0, 1.5, 2.5)


def test_a_spread_is_the_median_and_the_quartiles():
    assert spread([5, 1, 3, 2, 4]).times(10) == Spread(30, 20, 40)


def test_turns_do_every_act_once_and_leave_the_first_turn_out():
    done: list[str] = []
    acts = {name: [lambda name=name: done.append(name)] * 6 for name in "ab"}

    taken = turns(acts, each=2)

    assert (sorted(done), {name: len(found) for name, found in taken.items()}) == (["a"] * 6 + ["b"] * 6, {"a": 2, "b": 2})
    assert done[:4] == ["b", "b", "a", "a"]


@pytest.mark.parametrize(
    ("item", "size"),
    [({"a": {"S": "ư"}}, 3), ({"ab": {"N": "1697994690011"}}, 10), ({"a": {"S": ""}, "b": {"N": "1"}}, 4)],
)
def test_an_item_is_weighed_as_dynamodb_weighs_it(item: dict, size: int):
    assert size_of(item) == size
