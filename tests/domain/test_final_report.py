"""A report on a contest as values: made of its rounds' reports, and nothing in it that doesn't add up goes unnoticed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.final_report import FinalReportFacts, final_report, reconcile
from chalicelib.domain.report import report
from chalicelib.domain.unit_list import MOST_UNITS
from tests.domain.facts import CLOSES, OPENS, make_definition
from tests.domain.test_report import changed, day, make_facts, winner

DAY_MS = 86_400_000
EARLIER, LATER = "tuan-0", "tuan-1"
WHY = {"vi": "vì", "en": "since"}
MONEY = 1_300_000
AWARD = {
    "groups": "together",
    "gates": [],
    "formula": "in_order",
    "criteria": [{"name": "rate"}],
    "boundary_tie": "lot",
    "prizes": [{"id": "dv", "name": "Giải tập thể", "number": 2, "vnd": 2_000_000}],
}


def of_round(round_id: str, **changes: Any) -> dict[str, Any]:
    """Return the report of a round: that of `test_report`, on the two days that the round's window covers."""
    if round_id == LATER:
        return report(make_facts(**changes))
    days = [day("2023-10-21", "", 1, 1), day("2023-10-21", "a", 3, 2), day("2023-10-22", "b", 1, 1)]
    statistics = {**make_facts().statistics, "days": days}
    window = {"opens": OPENS - 2 * DAY_MS, "closes": CLOSES - 2 * DAY_MS}
    return report(make_facts(round=EARLIER, statistics=statistics, **window, **changes))


def row(unit: str, headcount: str, figures: tuple[int, ...], rate: str, mean: str, **changes: str) -> dict[str, str]:
    """Return a row of ``units.csv``: ``figures`` are people, papers, perfect, zero."""
    people, papers, perfect, zero = (str(number) for number in figures)
    named = {"rank": "", "unit": unit, "name": unit and f"Đơn vị {unit}", "parent": "", "class": "", "group": ""}
    counts = {"headcount": headcount, "people": people, "rate": rate, "papers": papers, "mean_score": mean}
    rest = {"perfect": perfect, "zero": zero, "points": "", "lot": "", "failed_gates": "", "prize": "", "amount_vnd": ""}
    return {**named, **counts, **rest, **changes}


def told_of(unit: str, ranked: int, points: int, **changes: Any) -> dict[str, Any]:
    values = {"unit": unit, "ranked": ranked, "points": points, "prize": "", "prize_name": "", "amount_vnd": None}
    return {**values, "why": WHY, **changes}


def make_final(**changes: Any) -> FinalReportFacts:
    """Return the facts of two rounds with five papers each: of the five people three came twice; unit b stands under a."""
    prize = {"prize": "dv", "prize_name": "Giải tập thể", "amount_vnd": 2_000_000}
    results = {
        "revision": 1,
        "official": True,
        "counts": {"papers": 10, "people": 5, "perfect": 2},
        "groups": [{"id": "", "name": ""}],
        "units": [told_of("", 2, 4), told_of("a", 6, 8, **prize), told_of("b", 2, 0)],
        "not_given": [{"group": "", "prize": "dv", "prize_name": "Giải tập thể", "number": 1, "why": WHY}],
        "winners": [],
    }
    values: dict[str, Any] = {
        "definition": make_definition(unit_award=AWARD),
        "rounds": [of_round(EARLIER), of_round(LATER)],
        "attendance": {1: 2, 2: 3},
        "results": results,
        "counts": {"attempts": 12, "ruled_out": 2, "perfect": 2},
        "units": [
            row("", "", (1, 2, 0, 0), "", "2.0000"),
            row("a", "6", (4, 8, 2, 2), "0.6667", "1.3333", rank="1", prize="dv", amount_vnd="2000000"),
            row("b", "2", (1, 2, 0, 2), "0.5000", "0.0000", parent="a", failed_gates=""),
        ],
        "prizes": [],
        "results_at": CLOSES + DAY_MS,
        "made_at": CLOSES + DAY_MS,
    }
    return FinalReportFacts(**values | changes)


def test_it_adds_up():
    assert reconcile(final_report(make_final())) == []


def test_each_round_has_its_row_with_the_days_of_its_window():
    told = final_report(make_final())["rounds"]

    shown = ("round", "name", "revision", "first_day", "last_day", "attempts", "papers", "people", "perfect", "zero")
    assert [[each[name] for name in shown] for each in told] == [
        [EARLIER, "Tuần 0", 1, "2023-10-21", "2023-10-22", 6, 5, 4, 1, 1],
        [LATER, "Tuần 1", 1, "2023-10-23", "2023-10-24", 6, 5, 4, 1, 1],
    ]


def test_who_came_twice_is_one_of_the_people_and_two_turns():
    told = final_report(make_final())

    assert told["totals"] == {
        "attempts": 12,
        "ruled_out": 2,
        "papers": 10,
        "submitted": 6,
        "timed_out": 2,
        "blank": 2,
        "people": 5,
        "turns": 8,
        "perfect": 2,
        "zero": 2,
        "headcount": 6,
        "people_of_headcount": 4,
    }
    assert told["attendance"] == [{"rounds": 1, "people": 2}, {"rounds": 2, "people": 3}]


def test_bands_and_days_are_those_of_all_rounds():
    told = final_report(make_final())

    assert [each["papers"] for each in told["bands"]] == [4, 0, 4, 0, 2]
    assert [(each["day"], each["papers"], each["people"]) for each in told["days"]] == [
        ("2023-10-21", 4, 3),
        ("2023-10-22", 1, 1),
        ("2023-10-23", 3, 2),
        ("2023-10-24", 2, 2),
    ]


def test_a_day_of_two_rounds_is_one_day():
    told = final_report(make_final(rounds=[of_round(LATER), of_round(LATER)]))

    assert told["days"] == [{"day": "2023-10-23", "papers": 6, "people": 4}, {"day": "2023-10-24", "papers": 4, "people": 4}]


def test_a_unit_has_the_numbers_of_each_round_with_all_units_below_it():
    told = final_report(make_final())["units"]

    assert [(each["unit"], each["round_people"], each["round_papers"]) for each in told] == [
        ("", [1, 1], [1, 1]),
        ("a", [3, 3], [4, 4]),
        ("b", [1, 1], [1, 1]),
    ]
    assert [each["why"] for each in told] == [WHY, WHY, None]


def test_the_hardest_questions_are_those_of_all_rounds():
    told = final_report(make_final())["hardest"]

    assert [(each["round_name"], each["question"], each["got"], each["papers"]) for each in told] == [
        ("Tuần 0", "q3", 1, 5),
        ("Tuần 1", "q3", 1, 5),
        ("Tuần 0", "q1", 2, 3),
        ("Tuần 1", "q1", 2, 3),
    ]


# --- what units owe ---


def owing(over: str, rate: int = 5_000) -> Any:
    duty = {"least_rate": rate, "excused": "left_out", "leaders_every_round": False, "below": "report_only", "over": over}
    return make_definition(unit_award=AWARD, participation=duty)


@pytest.mark.parametrize(
    ("over", "rate", "found"),
    [
        ("contest", 6_666, [(None, []), (True, []), (False, [])]),
        ("contest", 6_667, [(None, []), (False, []), (False, [])]),
        ("each_round", 5_000, [(None, []), (True, []), (True, [])]),
        ("each_round", 5_001, [(None, []), (False, [EARLIER, LATER]), (False, [EARLIER, LATER])]),
    ],
)
def test_what_is_owed_is_held_against_the_contest_or_each_round(over: str, rate: int, found: list[Any]):
    told = final_report(make_final(definition=owing(over, rate)))

    assert told["owed_over"] == over
    assert [(each["met"], each["short"]) for each in told["units"]] == found


def test_a_unit_without_a_head_count_is_told_no_verdict():
    units = [row("", "", (1, 2, 0, 0), "", "2.0000"), row("a", "", (4, 8, 2, 2), "", "1.3333"), make_final().units[2]]

    told = final_report(make_final(definition=owing("contest"), units=units))

    assert (told["units"][1]["owed"], told["units"][1]["met"]) == (5_000, None)


def test_where_nobody_owes_anything_nothing_is_said_of_it():
    told = final_report(make_final())

    assert (told["owed_over"], [each["owed"] for each in told["units"]]) == (None, [None, None, None])


# --- prizes and money ---


def test_the_prizes_of_all_rounds_are_listed_round_by_round():
    told = final_report(make_final())

    assert [(each["round_name"], each["prize"], each["full_name"], each["amount_vnd"]) for each in told["winners"]] == [
        ("Tuần 0", "nhat", "Nguyễn Văn An", 1_000_000),
        ("Tuần 0", "ba", "", 300_000),
        ("Tuần 1", "nhat", "Nguyễn Văn An", 1_000_000),
        ("Tuần 1", "ba", "", 300_000),
    ]
    assert told["unit_not_given"] == [
        {"group_name": "", "prize": "dv", "prize_name": "Giải tập thể", "number": 1, "why": WHY},
    ]


def test_money_is_told_beside_what_the_prizes_come_to():
    told = final_report(make_final())

    assert [told[f"{of}amount_vnd"] for of in ("people_", "units_", "")] == [2 * MONEY, 2_000_000, 2 * MONEY + 2_000_000]
    assert [told[f"{of}budget_vnd"] for of in ("people_", "units_", "")] == [5_000_000, 4_000_000, 9_000_000]


@pytest.mark.parametrize(
    ("changes", "groups"),
    [({"boundary_tie": "all"}, [{"id": "", "name": ""}]), ({"groups": "by_class"}, [{"id": "", "name": ""}])],
    ids=["all who tie get it", "a group that nobody declared"],
)
def test_where_units_may_win_more_there_is_no_sum_to_keep_to(changes: dict[str, str], groups: list[dict[str, str]]):
    facts = make_final(definition=make_definition(unit_award=AWARD | changes))
    facts.results["groups"] = groups

    told = final_report(facts)

    assert (told["people_budget_vnd"], told["units_budget_vnd"], told["budget_vnd"]) == (5_000_000, None, None)
    assert reconcile(told) == []


def prize_row(round_id: str, prize: str, contestant: str, amount: str = "", over: str = "") -> dict[str, str]:
    place = "1" if contestant else ""
    given = {"round": round_id, "prize": prize, "place": place, "contestant": contestant, "number": "1"}
    name = "Nguyễn Văn An" if contestant == "x" else ""
    return {**given, "amount_vnd": amount, "passed_over": over, "full_name": name, "unit_name": ""}


HIGHEST = [
    prize_row(EARLIER, "nhat", "x", "1000000"),
    prize_row(EARLIER, "nhi", ""),
    prize_row(LATER, "nhat", "x", over="won_higher"),
    prize_row(LATER, "nhat", "y", "1000000"),
    prize_row(LATER, "ba", ""),
    prize_row(LATER, "ba", ""),
]


def test_where_people_keep_the_highest_alone_the_contests_prizes_count():
    facts = make_final(definition=make_definition(limit="highest_in_the_contest"), prizes=HIGHEST)
    kept = [(EARLIER, "Tuần 0"), (LATER, "Tuần 1")]
    facts.results["winners"] = [{**winner("nhat", 1_000_000), "round": at, "round_name": name} for at, name in kept]

    told = final_report(facts)

    assert [(each["round_name"], each["prize"], each["full_name"]) for each in told["winners"]] == [
        ("Tuần 0", "nhat", "Nguyễn Văn An"),
        ("Tuần 1", "nhat", ""),
    ]
    assert [(each["round_name"], each["prize_name"], each["number"], each["why"]["vi"]) for each in told["not_given"]] == [
        ("Tuần 0", "Giải Nhì", 1, "không còn người đủ điều kiện nhận giải"),
        ("Tuần 1", "Giải Ba", 2, "không còn người đủ điều kiện nhận giải"),
    ]
    assert told["people_amount_vnd"] == 2_000_000


def test_a_contest_in_which_units_win_nothing_has_no_money_for_them():
    facts = make_final(definition=make_definition())
    facts.results.update(groups=[], not_given=[], units=[told_of("", 2, 4), told_of("a", 6, 8), told_of("b", 2, 0)])
    units = [facts.units[0], {**facts.units[1], "rank": "", "prize": "", "amount_vnd": ""}, facts.units[2]]

    told = final_report(make_final(definition=make_definition(), results=facts.results, units=units))

    assert (told["awarded"], told["units_amount_vnd"], told["units_budget_vnd"], reconcile(told)) == (False, 0, 0, [])


# --- adding up ---


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("totals attempts", 13, "attempts by round: 12 is not 13"),
        ("totals ruled_out", 3, "papers and what was ruled out in all rounds: 13 is not 12"),
        ("totals papers", 9, "papers by round: 10 is not 9"),
        ("totals perfect", 3, "perfect by round: 2 is not 3"),
        ("totals zero", 3, "zero by unit: 2 is not 3"),
        ("totals blank", 3, "papers by status in all rounds: 11 is not 10"),
        ("totals people", 4, "people by number of rounds: 5 is not 4"),
        ("totals turns", 7, "turns by number of rounds: 8 is not 7"),
        ("rounds 0 people", 5, "people by round: 9 is not 8"),
        ("rounds 1 ruled_out", 0, "papers and what was ruled out in Tuần 1: 5 is not 6"),
        ("rounds 0 submitted", 4, "papers by status in Tuần 0: 6 is not 5"),
        ("rounds 1 bands all", 3, "papers by band in Tuần 1: 6 is not 5"),
        ("bands 0 papers", 5, "papers by band: 11 is not 10"),
        ("days 0 papers", 5, "papers by day: 11 is not 10"),
        ("attendance 0 people", 3, "people by number of rounds: 6 is not 5"),
        ("units 1 people", 5, "people by unit: 6 is not 5"),
        ("units 0 papers", 3, "papers by unit: 11 is not 10"),
        ("units 1 ranked", 7, "ranked by unit: 9 is not 8"),
        ("units 1 perfect", 1, "perfect by unit: 1 is not 2"),
        ("units 1 round_people", [2, 3], "people by unit and round: [3, 4] is not [4, 4]"),
        ("units 1 round_papers", [4, 5], "papers by unit and round: [5, 6] is not [5, 5]"),
        ("units 2 round_papers", [1, 2], "papers of b by round: 3 is not 2"),
        ("units 1 rate", "0.6666", "rate of a: 0.6667 is not 0.6666"),
        ("units 2 headcount", 3, "rate of b: 0.3333 is not 0.5000"),
        ("units 1 points", 9, "mean_score of a: 1.5000 is not 1.3333"),
        ("winners 0 amount_vnd", None, "people's money: 1600000 is not 2600000"),
        ("units 1 amount_vnd", 1_000_000, "units' money: 1000000 is not 2000000"),
        ("amount_vnd", 1, "money: 4600000 is not 1"),
        ("people_budget_vnd", 2_000_000, "people's money: 2600000 is more than 2000000"),
        ("units_budget_vnd", 1_000_000, "units' money: 2000000 is more than 1000000"),
    ],
)
def test_whatever_does_not_add_up_is_said(path: str, value: Any, said: str):
    assert said in reconcile(changed(final_report(make_final()), path, value))


def test_the_largest_report_fits_into_an_invocation():
    """As many units as there may be, with long names and ids, every fifth of which competes; eight rounds."""
    why = {"vi": "điểm trung bình 7,79 (109 điểm/14 bài), sau {} với 8,00 (80 điểm/10 bài)", "en": "mean score 7.79 " * 4}
    why = {language: sentence.format("Ủ" * 50) for language, sentence in why.items()}
    unit = {**final_report(make_final())["units"][1], "unit": "u" * 60, "name": "Ủ" * 50, "class_name": "Ủ" * 30}
    unit |= {"parent": "u" * 60, "why": None, "round_people": [9_999] * 8, "round_papers": [9_999] * 8}
    units = [unit, unit, unit, unit, {**unit, "why": why}] * (MOST_UNITS // 5)

    # The functions' runtime writes letters as they are.
    assert len(json.dumps({"units": units}, ensure_ascii=False).encode()) < 6_000_000
