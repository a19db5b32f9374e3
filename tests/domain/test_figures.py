"""The figures of a page of results: as Vietnamese readers expect them, each share made of the two numbers beside it."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.domain.figures import figures
from chalicelib.domain.results import results_json
from tests.domain.facts import make_definition
from tests.domain.test_closing import close

CLASSES = [{"id": "so", "name": "Sở, ban, ngành"}, {"id": "huyen", "name": "Huyện, thị xã"}]


def row(
    unit: str, name: str = "", klass: str = "", heads: int | None = None, people: int = 0, **more: Any
) -> dict[str, Any]:
    """Return a unit as ``results.json`` has it."""
    named = {"unit": unit, "name": name, "class": klass, "headcount": heads, "people": people, "rate": ""}
    return {**named, "papers": people, "mean_score": "", "perfect": 0, "zero": 0, "ranked": people, "points": 0, **more}


def shown(*units: dict[str, Any], days: dict[str, int] | None = None, **changes: Any) -> dict[str, Any]:
    """Return the figures of a page whose results hold ``units`` and ``days``."""
    papers = sum(unit["papers"] for unit in units)
    counts = {"papers": papers, "people": papers, "perfect": 0, "target": None}
    told = [{"day": day, "papers": number} for day, number in (days or {}).items()]
    return figures({"counts": counts, "bands": [], "days": told, "units": list(units)}, make_definition(**changes))


def test_the_figures_of_the_example() -> None:
    definition = make_definition(unit_classes=CLASSES)
    result, _ = close(definition=definition)

    made = figures(json.loads(results_json(result, definition, {})), definition)

    everybody = {"people": "7", "papers": "7", "perfect": "4", "perfect_share": "57,14 %", "not_perfect": "3"}
    assert made["counts"] == {**everybody, "whole": "100,00 %"}
    assert made["bands"] == [
        {"band": "all", "papers": "4", "share": "57,14 %", "width": "100.00%", "scores": (3, 3)},
        {"band": "high", "papers": "0", "share": "0,00 %", "width": "0.00%", "scores": None},
        {"band": "middle", "papers": "2", "share": "28,57 %", "width": "50.00%", "scores": (1, 2)},
        {"band": "low", "papers": "0", "share": "0,00 %", "width": "0.00%", "scores": None},
        {"band": "zero", "papers": "1", "share": "14,29 %", "width": "25.00%", "scores": (0, 0)},
    ]
    assert made["days"] == [{"day": "23/10/2023", "papers": "7", "width": "100.00%"}]
    [group] = made["units"]["groups"]
    assert (group["name"], [each["name"] for each in group["rows"]]) == (
        "Sở, ban, ngành",
        ["Sở Nội vụ, tỉnh", "Sở Văn hóa", "Sở Y tế"],
    )
    assert [(each["sum"], each["people"], each["heads"], each["share"], each["mean"]) for each in made["units"]["sums"]] == [
        ("units", "6", "9", "66,67 %", "2,33"),
        ("none", "1", "–", "–", "2,00"),
        ("all", "7", "–", "–", "2,29"),
    ]


def test_shares_and_means_are_rounded_half_up_from_whole_numbers() -> None:
    made = shown(row(""), row("a", "A", heads=113_551, people=25_980, points=144_299, ranked=20_000))

    [each] = made["units"]["groups"][0]["rows"]
    # 7.21495 comes to 7,21: the cell of units.csv, 7.2150, would have come to 7,22.
    assert (each["people"], each["heads"], each["share"], each["mean"]) == ("25.980", "113.551", "22,88 %", "7,21")


def test_a_day_without_a_paper_stands_between_those_that_have_some() -> None:
    made = shown(days={"2023-10-30": 4, "2023-11-02": 1})

    assert [(each["day"], each["papers"], each["width"]) for each in made["days"]] == [
        ("30/10/2023", "4", "100.00%"),
        ("31/10/2023", "0", "0.00%"),
        ("01/11/2023", "0", "0.00%"),
        ("02/11/2023", "1", "25.00%"),
    ]


def test_units_stand_by_class_in_the_plans_order_and_by_name_as_vietnamese_lists_go() -> None:
    units = [
        row("a", "Thị xã Đông Triều", "huyen"),
        row("b", "Sở Y tế", "so"),
        row("c", "Sở Ngoại vụ", "so"),
        row("d", "Sở Nội vụ", "so"),
        row("e", "Hội Nông dân"),
        row("f", "Thị xã Dĩ An", "huyen"),
    ]

    made = shown(*units, unit_classes=CLASSES)

    assert [(group["name"], [each["name"] for each in group["rows"]]) for group in made["units"]["groups"]] == [
        ("Sở, ban, ngành", ["Sở Ngoại vụ", "Sở Nội vụ", "Sở Y tế"]),
        ("Huyện, thị xã", ["Thị xã Dĩ An", "Thị xã Đông Triều"]),
        ("", ["Hội Nông dân"]),
    ]


def test_where_everybody_has_a_unit_the_total_is_one_row_with_its_share() -> None:
    made = shown(row(""), row("a", "A", heads=4, people=3), row("b", "B", heads=4, people=0))

    [total] = made["units"]["sums"]
    assert (total["sum"], total["people"], total["heads"], total["share"]) == ("all", "3", "8", "37,50 %")


def test_a_total_of_head_counts_of_which_one_is_missing_is_none() -> None:
    made = shown(row(""), row("a", "A", heads=4, people=3), row("b", "B", people=2))

    [total] = made["units"]["sums"]
    assert (made["units"]["heads"], total["people"], total["heads"], total["share"]) == (True, "5", "–", "–")


def test_without_any_head_count_there_is_no_column_for_it() -> None:
    assert shown(row(""), row("a", "A", people=2))["units"]["heads"] is False


def test_a_contest_without_units_has_no_table_of_them() -> None:
    assert shown(row("", people=5))["units"] is None


def test_a_round_of_an_earlier_version_says_its_counts_alone() -> None:
    counts = {"papers": 1_412, "people": 1_400, "perfect": 57, "target": 57}

    made = figures({"counts": counts}, make_definition())

    assert made["counts"]["papers"] == "1.412"
    assert (made["bands"], made["days"], made["units"]) == ([], [], None)
