"""Right in seconds: held against the round's own papers, and against what nobody can do."""

from __future__ import annotations

import math
import random

import pytest

from chalicelib.domain.counted_papers import CountedPaper
from chalicelib.domain.quick_papers import LEAST_PAPERS, nearly_all, quick_papers, usual_least_ms
from tests.domain.made_up_rounds import paper

RIGHT = {f"q{place}": frozenset("A") for place in range(10)}


def taking(number: int, milliseconds: int, choices: str = "A" * 10, **changes: object) -> CountedPaper:
    return paper(number, choices, elapsed_ms=milliseconds, **changes)


def ordinary(people: int, median_s: float = 180, seed: int = 1) -> list[CountedPaper]:
    """Return papers that took as long as papers do: lognormal around so many seconds."""
    chance = random.Random(f"ordinary {seed}")
    return [taking(number, int(1000 * median_s * math.exp(chance.gauss(0, 0.4)))) for number in range(people)]


def test_a_perfect_paper_in_seconds_is_found_and_a_slow_one_is_not():
    found = quick_papers([*ordinary(500), taking(900, 14_000), taking(901, 25_000), taking(902, 130_000)], RIGHT, 10)

    assert [each.paper.elapsed_ms for each in found.papers] == [14_000, 25_000]
    assert (found.handed_in, found.floor_ms) == (503, 10_000)
    assert 170_000 < found.median_ms < 190_000
    assert 25_000 < found.limit_ms < 60_000


@pytest.mark.parametrize(("choices", "told"), [("A" * 10, 1), ("A" * 9 + "B", 1), ("A" * 8 + "BB", 0), ("_" * 10, 0)])
def test_one_fault_in_ten_is_nearly_right_and_more_is_just_quick(choices: str, told: int):
    found = quick_papers([*ordinary(100), taking(900, 5_000, choices)], RIGHT, 10)

    assert len(found.papers) == told


def test_a_paper_that_was_not_handed_in_is_not_quick():
    assert quick_papers([taking(1, 5_000, status="timed_out")], RIGHT, 10).papers == []


@pytest.mark.parametrize(("questions", "points"), [(3, 3), (9, 9), (10, 9), (19, 18), (20, 18), (50, 45)])
def test_what_is_nearly_all(questions: int, points: int):
    assert nearly_all(questions) == points


def test_where_everybody_is_quick_only_what_nobody_can_do_is_told():
    """A round of people who have the answers by heart: half of them take twelve seconds for ten questions."""
    found = quick_papers([*ordinary(500, median_s=12), taking(900, 9_999), taking(901, 10_000)], RIGHT, 10)

    assert found.limit_ms == found.floor_ms == 10_000
    assert taking(900, 9_999) in [each.paper for each in found.papers]
    assert taking(901, 10_000) not in [each.paper for each in found.papers]


def test_a_small_round_has_the_floor_alone():
    few = ordinary(LEAST_PAPERS - 2)

    found = quick_papers([*few, taking(900, 12_000)], RIGHT, 10)

    assert (found.limit_ms, found.papers) == (10_000, [])
    assert usual_least_ms([each.elapsed_ms for each in ordinary(LEAST_PAPERS)]) > 10_000


def test_no_papers_are_no_quick_papers():
    found = quick_papers([], RIGHT, 10)

    assert (found.handed_in, found.median_ms, found.papers) == (0, 0, [])


def test_the_quickest_come_first():
    found = quick_papers([taking(2, 900), taking(1, 900), taking(3, 100)], RIGHT, 10)

    assert [each.paper.elapsed_ms for each in found.papers] == [100, 900, 900]
    assert found.papers[1].paper.contestant < found.papers[2].paper.contestant


@pytest.mark.parametrize("seed", range(20))
def test_an_ordinary_round_of_two_thousand_flags_next_to_nobody(seed: int):
    assert len(quick_papers(ordinary(2_000, seed=seed), RIGHT, 10).papers) <= 3
