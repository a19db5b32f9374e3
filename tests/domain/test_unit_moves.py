"""Moves to another unit: which of them a round tells, and in which order they were decided."""

from __future__ import annotations

import pytest

from chalicelib.domain.decisions import Decision
from chalicelib.domain.unit_moves import UnitMove, before_closing, further, told_in_a_round

AN = "a" * 26


def move(at: int, before: str, after: str) -> UnitMove:
    return UnitMove(at, "truong-ban", before, after, "chuyen-cong-tac")


def told(at: int, before: str, after: str) -> Decision:
    return Decision(at, "truong-ban", "", "move_unit", AN, before, after, "chuyen-cong-tac")


@pytest.mark.parametrize(
    ("moves", "started_in", "rows"),
    [
        ([], ["a"], []),
        ([move(1, "a", "b")], ["a"], [told(1, "a", "b")]),
        ([move(1, "a", "b")], ["a", "b"], [told(1, "a", "b")]),
        ([move(1, "a", "b")], ["b"], []),
        ([move(1, "a", "b"), move(2, "b", "a")], ["a"], []),
        ([move(1, "a", "b"), move(2, "b", "a")], ["a", "b"], [told(2, "b", "a")]),
        ([move(1, "a", "b"), move(2, "b", "c")], ["b"], [told(2, "b", "c")]),
        ([move(1, "a", "b"), move(2, "b", "c")], ["a"], [told(1, "a", "b"), told(2, "b", "c")]),
        ([move(1, "", "b")], [""], [told(1, "", "b")]),
    ],
    ids=[
        "nobody moved",
        "started before",
        "before and after",
        "started after",
        "and back again",
        "started between, and back",
        "moved in an earlier round too",
        "moved twice",
        "out of no unit",
    ],
)
def test_a_round_tells_the_moves_that_change_one_of_its_attempts(
    moves: list[UnitMove], started_in: list[str], rows: list[Decision]
):
    assert told_in_a_round(AN, moves, started_in) == rows


def test_a_move_is_decided_later_than_those_before_it_whatever_the_clock_says():
    assert [further([], 5), further([move(5, "a", "b")], 5), further([move(9, "a", "b")], 5)] == [5, 6, 10]


def test_a_round_follows_the_moves_decided_before_its_closing_began():
    first, second = move(1, "a", "b"), move(2, "b", "c")

    assert before_closing([first, second], 2) == [first]
