"""What came of each question: counted by hand on a few papers, and on rounds that never were where a key is wrong."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from chalicelib.domain.attempt import ANY_CHOICE
from chalicelib.domain.counted_papers import CountedPaper, counted_papers
from chalicelib.domain.question_stats import LEAST_ANSWERED, HourStats, QuestionStats, RoundTally, home_hour, suspect
from chalicelib.domain.times import read, written
from tests.domain.made_up_rounds import made_up, paper
from tests.factories import OPENS
from tests.sizes import size

BANK = [{"id": f"q{number}", "right": right, "options": dict.fromkeys("ABC", "…")} for number, right in enumerate("AB")]
RIGHT = {"q0": frozenset("A"), "q1": frozenset("B")}
SEVEN, EIGHT = read("2023-10-23T00:59:59.999Z"), read("2023-10-23T01:00:00.000Z")


def hours(**papers: int) -> list[int]:
    """Return papers by hour of the day: ``h7=2`` is two at seven."""
    counts = [0] * 24
    for name, count in papers.items():
        counts[int(name[1:])] = count
    return counts


def tally_of(papers: Iterable[CountedPaper]) -> RoundTally:
    tally = RoundTally(BANK)
    for each in papers:
        tally.see(each)
    return tally


PAPERS = [
    paper(1, "AB", submitted_at=SEVEN),
    paper(2, "CB", submitted_at=EIGHT),
    paper(3, "_C", submitted_at=EIGHT, status="timed_out"),
    paper(4, "B", ["q0"], submitted_at=EIGHT),
]


def test_each_question_is_counted_by_option_hour_and_key():
    found = tally_of(PAPERS).questions(RIGHT, {})

    assert found == [
        QuestionStats("q0", "A", "A", 4, 1, 1, {"A": 1, "B": 1, "C": 1}, 1, hours(h7=1, h8=2), hours(h7=1), ""),
        QuestionStats("q1", "B", "B", 3, 2, 2, {"A": 0, "B": 2, "C": 1}, 0, hours(h7=1, h8=1), hours(h7=1, h8=1), ""),
    ]


def test_a_round_is_told_by_the_hours_at_which_papers_were_handed_in():
    assert tally_of(PAPERS).hours(RIGHT) == [HourStats(7, 1, 2, 2), HourStats(8, 2, 3, 1)]


def test_a_corrected_key_counts_beside_the_committed_one():
    found = tally_of(PAPERS).questions({**RIGHT, "q0": frozenset("AC")}, {"q0": "A C"})

    told = next(each for each in found if each.question == "q0")
    assert (told.right, told.right_now, told.got, told.got_now) == ("A", "A C", 1, 2)


def test_a_voided_question_is_everybodys_point_and_nobodys_suspicion():
    papers = [paper(number, "C", ["q0"]) for number in range(LEAST_ANSWERED)]

    told = tally_of(papers).questions({**RIGHT, "q0": ANY_CHOICE}, {"q0": ""})

    assert [(each.right_now, each.got, each.got_now, each.suspect) for each in told if each.papers] == [("", 0, 30, "")]


def test_a_question_that_nobody_was_asked_comes_last():
    found = tally_of([paper(1, "A", ["q0"])]).questions(RIGHT, {})

    assert [(each.question, each.papers) for each in found] == [("q0", 1), ("q1", 0)]


@pytest.mark.parametrize(("at", "hour"), [("16:59:59.999", 23), ("17:00:00.000", 0), ("01:00:00.000", 8)])
def test_the_hour_is_that_of_vietnam(at: str, hour: int):
    assert home_hour(read(f"2023-10-23T{at}Z")) == hour


@pytest.mark.parametrize(
    ("chosen", "letter"),
    [
        ({"A": 5, "B": 25, "C": 0}, "B"),
        ({"A": 14, "B": 16, "C": 0}, "B"),
        ({"A": 15, "B": 15, "C": 0}, ""),
        ({"A": 0, "B": 29, "C": 0}, ""),
        ({"A": 30, "B": 0, "C": 0}, ""),
        ({"A": 4, "B": 13, "C": 13}, ""),
    ],
)
def test_a_wrong_option_that_more_than_half_chose_is_suspect_from_thirty_answers_on(chosen: dict[str, int], letter: str):
    assert suspect(chosen, frozenset("A")) == letter


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(size(test=3, soak=20)))
def test_a_wrong_key_is_warned_of_and_a_hard_question_with_the_right_one_is_not(seed: int):
    """Half of the made-up round is wrong on the middling question; the key of one that most get right is called wrong."""
    made = made_up(seed, 600, 40, 20, wrong=0.45, spread=0.7)
    share = {question: _share_right(made.papers, question) for question in made.right}
    easiest, hardest = max(share, key=share.__getitem__), min(share, key=share.__getitem__)
    chance = random.Random(seed)
    spread_out = [_answered(each, hardest, chance.choice("BCD")) for each in made.papers]
    bank = [{"id": question, "right": "A", "options": dict.fromkeys("ABCD", "…")} for question in made.right]
    right = {**made.right, easiest: frozenset("B")}
    tally = RoundTally(bank)

    for each in spread_out:
        tally.see(each)

    found = {each.question: each for each in tally.questions(right, {easiest: "B"})}
    assert share[easiest] > 0.6
    assert found[easiest].suspect == "A"
    assert (found[hardest].got_now, found[hardest].suspect) == (0, "")


def _share_right(papers: list[CountedPaper], question: str) -> float:
    chosen = [dict(each.answers())[question] for each in papers if question in each.questions]
    return chosen.count("A") / len(chosen)


def _answered(told: CountedPaper, question: str, letter: str) -> CountedPaper:
    letters = [letter if asked == question else choice for asked, choice in told.answers()]
    return paper(0, "".join(letters), told.questions)


def test_papers_are_read_back_from_the_export_without_those_that_are_ruled_out():
    row = {"contestant": "a" * 26, "number": "1", "unit": "so-noi-vu", "started_at": written(OPENS), "ruling": ""}
    row |= {"submitted_at": written(EIGHT), "status": "submitted", "elapsed_ms": "60000"}
    row |= {"questions": "q0 q1", "choices": "A_"}

    found = list(counted_papers([row, {**row, "ruling": "disqualified"}]))

    assert found == [CountedPaper("a" * 26, 1, "so-noi-vu", OPENS, EIGHT, "submitted", 60_000, ("q0", "q1"), "A_")]
