"""What a contest's prizes come to: the sums that the plans name, and their sentences."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.budget import Budget, budget, budget_sentences
from tests.domain.bodies import shipped
from tests.domain.facts import make_definition


def counts(made: Budget) -> tuple[int, int, int]:
    return made.of("individual").number, made.of("unit").number, made.of("entry").number


def test_song_congs_prizes_come_to_16_100_000_dong():
    """S2:74-94: 3,800,000 a round, 7,600,000 for two, 8,500,000 for wards."""
    made = budget(shipped("song-cong-2021"))

    assert made.of("individual").once.total == 3_800_000
    assert (made.of("individual").total, made.of("unit").total, made.total) == (7_600_000, 8_500_000, 16_100_000)
    assert (counts(made), made.number, made.unnamed) == ((16, 8, 0), 24, 0)


def test_hai_phong_gives_24_prizes_to_people_6_to_units_and_6_to_clips_and_names_no_money():
    """S4:112, S4:116, S4:120."""
    made = budget(shipped("hai-phong-2023"))

    assert (counts(made), made.total, made.unnamed) == ((24, 6, 6), None, 36)


def test_lang_son_gives_11_prizes_in_each_of_four_weeks_and_11_to_units():
    """S0:99 and S0:104 name the prizes; how many of each, the definition."""
    made = budget(shipped("lang-son-2022"))

    assert (counts(made), made.total) == ((44, 11, 0), None)


def test_hues_department_gives_no_prizes_of_its_own():
    assert (budget(shipped("hue-khcn-2022")), budget_sentences(shipped("hue-khcn-2022"))) == (Budget((), False), [])


def entries(*worth: int) -> list[dict[str, Any]]:
    named = zip(["nhat", "nhi", "ba"], worth, strict=True)
    return [{"id": id, "name": f"Giải {id}", "number": 1, "vnd": vnd} for id, vnd in named]


def test_dakrongs_three_entry_prizes_come_to_4_500_000_dong():
    """S1:85-93: 2,000,000, 1,500,000 and 1,000,000, once, for judged entries alone."""
    definition = make_definition(prizes=[], entry_prizes=entries(2_000_000, 1_500_000, 1_000_000))

    assert (counts(budget(definition)), budget(definition).total) == ((0, 0, 3), 4_500_000)
    assert budget_sentences(definition) == ["Giải bài dự thi được chấm: 3 giải; 4.500.000 đồng."]


def test_each_part_is_told_with_its_sums_and_then_all_of_it():
    assert budget_sentences(shipped("song-cong-2021")) == [
        "Giải cá nhân: 8 giải mỗi vòng, 2 vòng thi, cộng 16 giải; 3.800.000 đồng mỗi vòng, cộng 7.600.000 đồng.",
        "Giải tập thể: 8 giải; 8.500.000 đồng.",
        "Tổng cộng: 24 giải; 16.100.000 đồng.",
    ]
    assert budget_sentences(shipped("hai-phong-2023"), "en") == [
        "Prizes for people: 6 a round, 4 rounds, 24 prizes together; no money is named.",
        "Prizes for units: 6 prizes; no money is named.",
        "Prizes for judged entries: 6 prizes; no money is named.",
        "In all: 36 prizes; no money is named.",
    ]


def test_prizes_without_money_are_told_beside_those_with_some():
    assert budget_sentences(make_definition()) == [
        "Giải cá nhân: 7 giải mỗi vòng, 2 vòng thi, cộng 14 giải; "
        "2.500.000 đồng mỗi vòng, cộng 5.000.000 đồng, chưa kể 2 giải không nêu tiền thưởng."
    ]


CLASSES = [{"id": "so", "name": "Sở"}, {"id": "huyen", "name": "Huyện"}]


def units(**changes: Any) -> dict[str, Any]:
    rule = {
        "groups": "together",
        "gates": [],
        "formula": "in_order",
        "criteria": [{"name": "people"}],
        "boundary_tie": "lot",
    }
    return {**rule, "prizes": entries(3, 2, 1), **changes}


@pytest.mark.parametrize(("groups", "times"), [("together", 1), ("by_class", 2), ("by_size", 3)])
def test_each_group_of_units_gets_all_the_prizes(groups, times):
    sizes = [{"id": f"nhom-{at}", "name": f"Nhóm {at}", "least": at, "most": at} for at in range(1, 4)]
    definition = make_definition(prizes=[], unit_classes=CLASSES, unit_award=units(groups=groups, sizes=sizes))

    assert [
        (line.what, line.number, line.times, line.given, line.each, line.total) for line in budget(definition).lines
    ] == [
        ("Giải nhat", 1, times, times, 3, 3 * times),
        ("Giải nhi", 1, times, times, 2, 2 * times),
        ("Giải ba", 1, times, times, 1, times),
    ]


def test_the_sentence_of_groups_tells_one_group_and_all_of_them():
    definition = make_definition(prizes=[], unit_classes=CLASSES, unit_award=units(groups="by_class"))

    assert budget_sentences(definition) == [
        "Giải tập thể: 3 giải mỗi nhóm, 2 nhóm đơn vị, cộng 6 giải; 6 đồng mỗi nhóm, cộng 12 đồng."
    ]


@pytest.mark.parametrize(
    "changes",
    [{"last_tie": "shared", "boundary_tie": "all"}, {"unit_award": units(boundary_tie="all")}],
)
def test_where_all_who_tie_get_the_prize_the_budget_says_that_it_may_be_more(changes):
    definition = make_definition(**changes)

    assert budget(definition).more_by_ties
    assert budget_sentences(definition)[-1] == (
        "Nếu những người hoặc đơn vị đồng hạng cùng nhận giải thì số giải và tiền thưởng có thể nhiều hơn."
    )
    assert not budget(make_definition()).more_by_ties
