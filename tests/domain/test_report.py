"""A report on a round as values: what it is made of, and that nothing in it that doesn't add up goes unnoticed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.domain.question_stats import QuestionStats
from chalicelib.domain.report import MOST_HARDEST, ReportFacts, reconcile, report
from chalicelib.domain.times import Millis
from tests.domain.facts import CLOSES, OPENS, ROUND, make_definition

HOUR_MS = 3_600_000


def unit_row(unit: str, headcount: str, people: int, papers: int, perfect: int = 0, zero: int = 0) -> dict[str, str]:
    counts = {"headcount": headcount, "people": str(people), "papers": str(papers)}
    named = {"unit": unit, "name": unit and f"Đơn vị {unit}", "class": ""}
    return {**named, **counts, "rate": "", "mean_score": "", "perfect": str(perfect), "zero": str(zero)}


def day(date: str, unit: str, papers: int, people: int) -> dict[str, Any]:
    return {"day": date, "unit": unit, "papers": papers, "people": people}


def question(name: str, papers: int, got: int) -> QuestionStats:
    return QuestionStats(name, "A", "A", papers, got, got, {"A": got}, papers - got, [0] * 24, [0] * 24, "")


def winner(prize: str, amount: int | None) -> dict[str, Any]:
    texts = {"vi": "vì", "en": "since"}
    return {
        "prize": prize,
        "prize_name": f"Giải {prize}",
        "place": 1,
        "name": None,
        "unit_name": "Đơn vị a",
        "score": 3,
        "amount_vnd": amount,
        "values": [],
        "why": texts,
    }


def make_facts(**changes: Any) -> ReportFacts:
    """Return the facts of a round with three people in two units and one without, one of whom has two papers."""
    results = {
        "revision": 1,
        "official": True,
        "counts": {"papers": 5, "people": 4, "perfect": 1, "target": 1},
        "criteria": [],
        "winners": [winner("nhat", 1_000_000), winner("ba", 300_000)],
        "not_given": [],
        "adjusted": [],
    }
    values: dict[str, Any] = {
        "definition": make_definition(),
        "round": ROUND,
        "opens": OPENS,
        "closes": CLOSES,
        "results_at": None,
        "results": results,
        "counts": {"attempts": 6, "ruled_out": 1, "perfect": 1},
        "statistics": {
            "marks": {"0": 1, "1": 1, "2": 1, "3": 2},
            "days": [
                day("2023-10-23", "", 1, 1),
                day("2023-10-23", "a", 2, 1),
                day("2023-10-24", "a", 1, 1),
                day("2023-10-24", "b", 1, 1),
            ],
            "statuses": {"submitted": 3, "timed_out": 1, "blank": 1},
            "ruled_out": 1,
        },
        "units": [unit_row("", "", 1, 1), unit_row("a", "4", 2, 3, perfect=1), unit_row("b", "", 1, 1, zero=1)],
        "scores": {"": [2], "a": [3, 1], "b": [0]},
        "winners": [
            {"contestant": "x", "passed_over": "", "full_name": "Nguyễn Văn An"},
            {"contestant": "y", "passed_over": "won_earlier", "full_name": "Trần Thị Bình"},
            {"contestant": "z", "passed_over": "", "full_name": ""},
            {"contestant": "", "passed_over": "", "full_name": ""},
        ],
        "questions": [question("q1", 3, 2), question("q2", 0, 0), question("q3", 5, 1)],
        "texts": {"q1": "Câu một?", "q2": "Câu hai?", "q3": "Câu ba?"},
        "parents": {},
        "made_at": CLOSES + HOUR_MS,
    }
    return ReportFacts(**values | changes)


def test_it_adds_up():
    assert reconcile(report(make_facts())) == []


def test_who_was_passed_over_is_no_winner_and_an_erased_name_is_empty():
    told = report(make_facts())["winners"]

    assert [(each["prize"], each["full_name"], each["amount_vnd"]) for each in told] == [
        ("nhat", "Nguyễn Văn An", 1_000_000),
        ("ba", "", 300_000),
    ]


def test_head_counts_are_summed_with_the_people_of_those_units_alone():
    totals = report(make_facts())["totals"]

    assert (totals["headcount"], totals["people_of_headcount"], totals["people"]) == (4, 2, 4)


def test_without_any_head_count_there_is_no_sum_of_them():
    units = [unit_row("", "", 1, 1), unit_row("a", "", 2, 3, perfect=1), unit_row("b", "", 1, 1, zero=1)]

    totals = report(make_facts(units=units))["totals"]

    assert (totals["headcount"], totals["people_of_headcount"]) == (None, None)


@pytest.mark.parametrize(
    ("closes", "days"),
    [
        (CLOSES, ["2023-10-23", "2023-10-24"]),
        (CLOSES + 48 * HOUR_MS, ["2023-10-23", "2023-10-24", "2023-10-25", "2023-10-26"]),
        (OPENS + 16 * HOUR_MS, ["2023-10-23", "2023-10-24"]),
    ],
    ids=["the round's days", "two days without a paper", "midnight, and a paper within the grace"],
)
def test_every_day_of_the_round_is_there_and_any_other_with_a_paper(closes: Millis, days: list[str]):
    told = report(make_facts(closes=closes))

    assert [each["day"] for each in told["days"]] == days
    assert reconcile(told) == []


def test_units_by_day_have_a_number_for_each_day():
    assert report(make_facts())["unit_days"] == [
        {"unit": "", "papers": [1, 0], "people": [1, 0]},
        {"unit": "a", "papers": [2, 1], "people": [1, 1]},
        {"unit": "b", "papers": [0, 1], "people": [0, 1]},
    ]


def test_a_question_that_no_paper_held_is_not_among_the_hardest():
    told = report(make_facts())["hardest"]

    assert told == [
        {"question": "q3", "text": "Câu ba?", "papers": 5, "got": 1},
        {"question": "q1", "text": "Câu một?", "papers": 3, "got": 2},
    ]


def test_of_many_questions_the_ten_hardest_are_told():
    questions = [question(f"q{number:02d}", 20, number) for number in range(20)]

    told = report(make_facts(questions=questions, texts={each.question: "?" for each in questions}))["hardest"]

    assert [each["got"] for each in told] == list(range(MOST_HARDEST))


def owing(over: str = "each_round", **classes: str) -> Any:
    """Return a definition in which units of class ``so`` owe 70 %, over each round or the contest."""
    owed = {"least_rate": None, "excused": "left_out", "leaders_every_round": False, "below": "report_only"}
    return make_definition(
        unit_classes=[{"id": "so", "name": "Sở", "least_rate": 7_000}, {"id": "huyen", "name": "Huyện"}],
        participation={**owed, "over": over},
    )


def in_class(klass: str, headcount: str, people: int) -> dict[str, str]:
    return unit_row("a", headcount, people, people) | {"class": klass}


@pytest.mark.parametrize(
    ("klass", "headcount", "people", "owed", "met"),
    [
        ("so", "1000", 700, 7_000, True),
        ("so", "1000", 699, 7_000, False),
        ("so", "", 699, 7_000, None),
        ("huyen", "1000", 1, None, None),
    ],
)
def test_a_unit_meets_what_its_class_owes_by_whole_numbers(klass: str, headcount: str, people: int, owed: Any, met: Any):
    told = report(make_facts(definition=owing(), units=[in_class(klass, headcount, people)]))["units"][0]

    assert (told["owed"], told["met"]) == (owed, met)


def test_a_unit_owes_with_all_units_below_it():
    units = [unit_row("a", "10", 9, 9) | {"class": "so"}, unit_row("b", "10", 4, 4)]

    told = report(make_facts(definition=owing(), units=units, parents={"b": "a", "a": "gone"}))["units"]

    assert [(each["people"], each["share"], each["owed"], each["met"]) for each in told] == [
        (9, {"people": 13, "headcount": 20}, 7_000, False),
        (4, {"people": 4, "headcount": 10}, 7_000, False),
    ]


def test_what_is_owed_over_the_contest_no_round_decides():
    told = report(make_facts(definition=owing(over="contest"), units=[in_class("so", "10", 1)]))

    assert (told["owed_over"], told["units"][0]["owed"], told["units"][0]["met"]) == ("contest", 7_000, None)


def test_prizes_that_all_who_tie_get_have_no_sum_to_keep_to():
    told = report(make_facts(definition=make_definition(last_tie="shared", boundary_tie="all")))

    assert (told["budget_vnd"], told["amount_vnd"], reconcile(told)) == (None, 1_300_000, [])


def changed(of: Any, path: str, value: Any) -> Any:
    """Return a report in which one number is another: ``units 1 papers``."""
    told = deepcopy(of)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split()]
    at: Any = told
    for step in way:
        at = at[step]
    at[last] = value
    return told


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("totals attempts", 7, "papers and what was ruled out: 6 is not 7"),
        ("totals blank", 2, "papers by status: 6 is not 5"),
        ("bands 4 papers", 0, "papers by band: 4 is not 5"),
        ("units 1 perfect", 2, "perfect by unit: 2 is not 1"),
        ("units 2 zero", 2, "zero by unit: 2 is not 1"),
        ("units 0 people", 2, "people by unit: 5 is not 4"),
        ("units 0 ranked", 0, "ranked by unit: 3 is not 4"),
        ("days 0 papers", 4, "papers by day: 6 is not 5"),
        ("days 1 people", 3, "people by unit and day: [2, 2] is not [2, 3]"),
        ("unit_days 1 papers", [2, 2], "papers by unit and day: [3, 3] is not [3, 2]"),
        ("unit_days 0 unit", "c", "papers by day and unit: {'c': 1, 'a': 3, 'b': 1} is not {'': 1, 'a': 3, 'b': 1}"),
        ("winners 0 amount_vnd", 2_000_000, "money: 2300000 is not 1300000"),
        ("budget_vnd", 1_000_000, "money: 1300000 is more than 1000000"),
    ],
)
def test_whatever_does_not_add_up_is_said(path: str, value: Any, said: str):
    assert said in reconcile(changed(report(make_facts()), path, value))
