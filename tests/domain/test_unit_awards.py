"""Units ranked over a whole contest: gates with their figures, criteria in exact fractions, prizes and ties."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.definition import Definition
from chalicelib.domain.unit_awards import NotGiven, award_units
from chalicelib.domain.unit_tree import Totals, TreeUnit
from tests.domain.bodies import Body, award, body, failed, figures, shipped, standing
from tests.domain.facts import lot_by_name, make_definition

S0, S2, S3, S4 = "lang-son-2022", "song-cong-2021", "hue-khcn-2022", "hai-phong-2023"
ENTERED = {"entries": "1", "entry_rank": "1"}


def prizes(*numbers: int) -> list[dict[str, Any]]:
    named = zip(["nhat", "nhi", "ba"], numbers, strict=False)
    return [{"id": id, "name": f"Giải {id}", "number": number, "vnd": 1_000_000} for id, number in named]


def made(*criteria: str, numbers: tuple[int, ...] = (1, 2, 3), **changes: Any) -> Definition:
    """A small contest whose units are ranked by ``criteria``, ``rate*3`` being one with a weight."""
    parted = [each.split("*") for each in criteria]
    rule = {
        "groups": "together",
        "gates": [],
        "formula": "weighted" if "*" in criteria[0] else "in_order",
        "criteria": [{"name": name, "weight": int(weight[0]) if weight else None} for name, *weight in parted],
        "boundary_tie": "lot",
        "prizes": prizes(*numbers),
    }
    of_contest = {name: changes.pop(name) for name in ("unit_classes", "participation") if name in changes}
    return make_definition(unit_award=rule | changes, **of_contest)


# --- S4: shares by class, and three gates ---


@pytest.mark.parametrize(
    ("klass", "people", "gates"),
    [
        ("thanh-pho", 699, ("least_rate",)),
        ("thanh-pho", 700, ()),
        ("trung-uong", 499, ("least_rate",)),
        ("trung-uong", 500, ()),
        ("quan-huyen", 1, ()),
    ],
)
def test_a_city_body_owes_70_percent_a_central_one_50_and_a_district_nothing(klass, people, gates):
    """S4:53. 69.9 % of a thousand are 699 people, and no rounding lifts them over the threshold."""
    awards = award(shipped(S4), body("so-a", klass, 1000, people=people, **ENTERED))

    assert awards.by_unit["so-a"].failed == gates


def test_a_rate_that_rounds_up_to_the_threshold_is_below_it():
    """69.99999 % is printed as 70.00 %."""
    awards = award(shipped(S4), body("so-a", "thanh-pho", 10_000_000, people=6_999_999, **ENTERED))

    assert failed(awards) == {"so-a": ("least_rate",)}


def test_a_share_of_an_unknown_head_count_is_not_taken_for_met():
    awards = award(shipped(S4), body("so-a", "thanh-pho", **ENTERED), body("quan-a", "quan-huyen", **ENTERED))

    assert failed(awards) == {"so-a": ("least_rate",)}


def test_one_zero_in_one_round_puts_a_unit_out():
    """S4:122: nobody with no point in any of the weeks."""
    awards = award(shipped(S4), body("quan-a", people=800, points=7999, zero=1, **ENTERED), body("quan-b", **ENTERED))

    assert failed(awards) == {"quan-a": ("nobody_with_zero",)}
    assert standing(awards) == ["- 1 quan-b nhat"]


def test_a_unit_whose_entry_is_ranked_20th_is_in_and_one_ranked_21st_is_out():
    """S4:122, read as the rank of the video clip (contests.md, S4 A6)."""
    entered = [body(f"quan-{rank}", heads=100, people=rank, entries="1", entry_rank=str(rank)) for rank in (1, 20, 21)]

    awards = award(shipped(S4), *entered)

    assert failed(awards) == {"quan-21": ("entry_rank",)}
    assert standing(awards) == ["- 1 quan-20 nhat", "- 2 quan-1 nhi"]


def test_all_who_tie_for_the_20th_rank_are_in():
    """The ranks of a competition: after two who share the twentieth there is no 21st, and the next is 22nd."""
    entered = [body(f"quan-{at}", entries="1", entry_rank=rank) for at, rank in enumerate(["20", "20", "22"])]

    awards = award(shipped(S4), *entered, lot_for=lot_by_name)

    assert failed(awards) == {"quan-2": ("entry_rank",)}
    assert {row.rank for row in awards.ranked[""]} == {1}


def test_a_unit_without_an_entry_fails_and_so_does_an_entry_that_nobody_ranked():
    """S4:122: only for bodies that took part with a video clip."""
    awards = award(shipped(S4), body("quan-a"), body("quan-b", entries="0"), body("quan-c", entries="2"))

    assert failed(awards) == {
        "quan-a": ("has_entry", "entry_rank"),
        "quan-b": ("has_entry", "entry_rank"),
        "quan-c": ("entry_rank",),
    }


def test_hai_phong_ranks_by_the_share_of_people_and_then_the_mean_score():
    """S4:122, with the 1 / 2 / 3 prizes of S4:120."""
    awards = award(
        shipped(S4),
        body("so-a", "thanh-pho", 10, people=9, points=60, **ENTERED),
        body("so-b", "thanh-pho", 20, people=18, points=140, **ENTERED),
        body("bhxh", "trung-uong", 100, people=95, points=100, **ENTERED),
        body("quan-a", "quan-huyen", 1000, people=400, points=4000, **ENTERED),
    )

    assert standing(awards) == ["- 1 bhxh nhat", "- 2 so-b nhi", "- 3 so-a nhi", "- 4 quan-a ba"]
    assert awards.not_given == [NotGiven("", "ba", 2)]


# --- S2, S0, S3 ---


def test_wards_are_ranked_by_papers_then_people_then_mean_score():
    """S2:86: most turns, with quality and achievement."""
    awards = award(
        shipped(S2),
        body("phuong-1", people=50, papers=90, points=1500),
        body("phuong-2", people=60, papers=90, points=1000),
        body("phuong-3", people=60, papers=90, points=1001),
        body("phuong-4", people=99, papers=100, points=100),
    )

    assert standing(awards) == ["- 1 phuong-4 nhat", "- 2 phuong-3 nhi", "- 3 phuong-2 ba", "- 4 phuong-1 khuyen-khich"]
    assert [row.amount_vnd for row in awards.ranked[""]] == [2_000_000, 1_500_000, 1_000_000, 800_000]


def test_two_equal_wards_share_their_rank_and_the_lot_parts_their_prizes():
    """S2:86-94: one first prize, and two wards with as many papers, people and points."""
    awards = award(shipped(S2), body("phuong-1"), body("phuong-2"), body("phuong-3", papers=0), lot_for=lot_by_name)

    rows = [(row.figures.unit, row.rank, row.prize, row.how, row.lot) for row in awards.ranked[""]]
    lots = [lot_by_name("phuong-1"), lot_by_name("phuong-2")]
    assert rows == [("phuong-1", 1, "nhat", "lot", lots[0]), ("phuong-2", 1, "nhi", "lot", lots[1])]
    assert failed(awards) == {"phuong-3": ("took_part",)}


def test_two_equal_wards_among_the_consolation_prizes_need_no_lot():
    equal = [body(id, people=1) for id in ("phuong-d", "phuong-e")]
    better = [body(f"phuong-{id}", people=people) for id, people in (("a", 4), ("b", 3), ("c", 2))]

    awards = award(shipped(S2), *better, *equal)

    assert standing(awards)[3:] == ["- 4 phuong-d khuyen-khich", "- 4 phuong-e khuyen-khich"]
    assert awards.not_given == [NotGiven("", "khuyen-khich", 3)]


def test_lang_son_ranks_by_people_then_mean_score_then_share_of_perfect_papers():
    """S0:100, with the order that the definition has chosen for it."""
    awards = award(
        shipped(S0),
        body("so-a", people=10, papers=30, points=300, perfect=3),
        body("so-b", people=10, papers=20, points=200, perfect=3),
        body("so-c", people=10, papers=30, points=301),
        body("so-d", people=11, papers=11, points=11),
    )

    assert standing(awards) == ["- 1 so-d nhat", "- 2 so-c nhi", "- 3 so-b nhi", "- 4 so-a ba"]


def hue(below: str = "bars_unit_prize") -> Definition:
    """Huế's department as S3:27 has it, with a prize for units as a province's plan would give."""
    changed = {"below": below}
    owed = shipped(S3).participation
    award = made("people", numbers=(1,)).unit_award
    assert owed is not None
    return shipped(S3).model_copy(update={"participation": owed.model_copy(update=changed), "unit_award": award})


def test_every_person_owes_every_round_and_every_leader_all_four():
    """S3:27: 100 % in each round, and 100 % of the leaders in all four."""
    awards = award(
        hue(),
        body("phong-a", heads=9, people=9, rounds=(9, 9, 9, 9), leaders_every_round="2/2"),
        body("phong-b", heads=9, people=9, rounds=(9, 8, 9, 9), leaders_every_round="2/2"),
        body("phong-c", heads=9, people=9, rounds=(9, 9, 9, 9), leaders_every_round="1/2"),
        body("phong-d", heads=9, people=9, rounds=(9, 9, 0, 9), leaders_every_round="0/1"),
    )

    assert failed(awards) == {
        "phong-b": ("least_rate",),
        "phong-c": ("leaders_every_round",),
        "phong-d": ("least_rate", "leaders_every_round"),
    }
    assert standing(awards) == ["- 1 phong-a nhat"]


def test_a_unit_of_which_nobody_names_leaders_has_none_who_are_missing():
    awards = award(hue(), body("phong-a", heads=2, people=2, rounds=(2, 2, 2, 2)))

    assert failed(awards) == {}


def test_what_is_only_reported_bars_nobody():
    """S3's own definition: nothing comes of less than 100 % but the report (S3:99)."""
    awards = award(hue("report_only"), body("phong-a", heads=9, rounds=(1, 1, 1, 0), leaders_every_round="0/1"))

    assert failed(awards) == {}


def test_where_the_definition_gives_units_no_prizes_there_are_figures_alone():
    awards = award(shipped(S3), body("phong-a", heads=4, people=3, papers=9, points=30))

    assert [row.figures.cells() for row in awards.rows] == [
        ("", "", "", None, 0, "", 0, "", 0, 0),
        ("phong-a", "PHONG-A", "", 4, 3, "0.7500", 9, "3.3333", 0, 0),
    ]
    assert (awards.ranked, awards.not_given) == ({}, [])


# --- groups ---

CLASSES = [{"id": "so", "name": "Sở"}, {"id": "huyen", "name": "Huyện"}, {"id": "xa", "name": "Xã"}]
SIZES = [
    {"id": "nho", "name": "Nhỏ", "least": 1, "most": 50},
    {"id": "lon", "name": "Lớn", "least": 51, "most": None},
]


def test_each_class_is_ranked_for_itself_and_gets_all_the_prizes():
    definition = made("people", numbers=(1, 1), groups="by_class", unit_classes=CLASSES)

    awards = award(
        definition,
        body("a", "huyen", people=9),
        body("b", "so", people=2),
        body("c", "so", people=3),
        body("d", "", people=1),
    )

    assert standing(awards) == ["so 1 c nhat", "so 2 b nhi", "huyen 1 a nhat", "- 1 d nhat"]
    assert awards.not_given == [
        NotGiven("huyen", "nhi", 1),
        NotGiven("xa", "nhat", 1),
        NotGiven("xa", "nhi", 1),
        NotGiven("", "nhi", 1),
    ]


def test_units_are_ranked_with_those_of_their_size():
    """contests.md, section 6: size groups, so that small units can win."""
    definition = made("rate", numbers=(1,), groups="by_size", sizes=SIZES)

    awards = award(
        definition,
        body("a", heads=50, people=40),
        body("b", heads=51, people=30),
        body("c", heads=5000, people=4000),
        body("d", heads=1, people=1),
    )

    assert standing(awards) == ["nho 1 d nhat", "nho 2 a -", "lon 1 c nhat", "lon 2 b -"]


def test_a_unit_of_no_size_or_of_a_size_of_no_group_is_not_ranked():
    definition = made("people", groups="by_size", sizes=[SIZES[0]], gates=[{"name": "nobody_with_zero"}])

    awards = award(definition, body("a", zero=1), body("b", heads=51), body("c", heads=50, papers=0), body("d", heads=1))

    assert failed(awards) == {"a": ("group", "nobody_with_zero"), "b": ("group",), "c": ("took_part",)}
    assert {unit: awards.by_unit[unit].group for unit in "abcd"} == {"a": "", "b": "", "c": "nho", "d": "nho"}


# --- criteria ---


def test_equals_share_a_rank_and_the_next_is_skipped():
    definition = made("people", numbers=(4,))

    awards = award(definition, *(body(id, people=people) for id, people in zip("abcd", (3, 5, 3, 1), strict=True)))

    assert standing(awards) == ["- 1 b nhat", "- 2 a nhat", "- 2 c nhat", "- 4 d nhat"]


def test_fractions_are_compared_exactly_although_they_are_printed_alike():
    definition = made("rate", numbers=(1,))

    awards = award(definition, body("a", heads=30_000, people=10_000), body("b", heads=29_999, people=10_000))

    assert [row.figures.cells()[5] for row in awards.ranked[""]] == ["0.3333", "0.3333"]
    assert standing(awards) == ["- 1 b nhat", "- 2 a -"]


@pytest.mark.parametrize("weight", ["", "*1"], ids=["in order", "weighted"])
def test_more_people_than_a_unit_has_are_as_good_as_all_of_them(weight):
    """S4:122: a head-count told too small wins nothing; the share is printed as it is, and the next criterion decides."""
    definition = made(f"rate{weight}", f"mean_score{weight}", numbers=(1,))

    awards = award(definition, body("a", heads=90, people=95, points=95), body("b", heads=100, people=100, points=200))

    assert standing(awards) == ["- 1 b nhat", "- 2 a -"]
    assert [row.figures.cells()[5] for row in awards.ranked[""]] == ["1.0000", "1.0556"]


def test_two_thirds_are_two_thirds_however_many_people_they_are_of():
    awards = award(made("rate", numbers=(2,)), body("a", heads=3, people=2), body("b", heads=300, people=200))

    assert standing(awards) == ["- 1 a nhat", "- 1 b nhat"]


@pytest.mark.parametrize("criterion", ["rate", "mean_score", "perfect_share"])
def test_a_unit_without_a_share_stands_last(criterion):
    """Without a head-count, or with papers of which none is ranked (each contestant is ranked once)."""
    nothing = Body(TreeUnit("a", "A", "", "", None), Totals(people=5, papers=5), (), {})

    awards = award(made(criterion, numbers=(2,)), nothing, body("b", heads=9, points=0))

    assert standing(awards) == ["- 1 b nhat", "- 2 a nhat"]


def test_the_number_of_perfect_papers_counts_more_first():
    awards = award(made("perfect"), body("a", perfect=2, people=9), body("b", perfect=3, people=3))

    assert standing(awards) == ["- 1 b nhat", "- 2 a nhi"]


def test_the_weighted_sum_is_made_of_exact_shares_on_a_scale_of_a_hundred():
    """A paper has three questions here; half of B's people and a third of its points, against A's."""
    definition = made("rate*5", "mean_score*3", "people*2", numbers=(1,))

    awards = award(
        definition,
        body("a", heads=10, people=10, points=20),
        body("b", heads=60, people=30, points=30),
        body("c", people=20, points=60),
    )

    assert {row.figures.unit: (row.points, row.values) for row in awards.rows[1:]} == {
        "a": ("76.6667", (Fraction(230, 3),)),
        "b": ("55.0000", (Fraction(55),)),
        "c": ("43.3333", (Fraction(130, 3),)),
    }
    assert standing(awards) == ["- 1 a nhat", "- 2 b -", "- 3 c -"]


def test_a_weighted_rate_is_at_most_the_whole_and_numbers_are_of_the_greatest_ranked_in_the_group():
    """More people than the head-count says are no more than all; who fails a gate sets no measure for the others."""
    definition = made("rate*1", "papers*1", "perfect*1", "perfect_share*1", gates=[{"name": "nobody_with_zero"}])

    awards = award(definition, body("a", heads=1, people=2), body("b", people=4, perfect=4), body("c", people=400, zero=1))

    assert [(row.figures.unit, row.points) for row in awards.ranked[""]] == [("b", "75.0000"), ("a", "37.5000")]


def test_a_number_of_which_nobody_has_any_is_worth_nothing():
    awards = award(made("perfect*1"), body("a"))

    assert [row.points for row in awards.ranked[""]] == ["0.0000"]


# --- the tree ---


def test_a_district_counts_with_its_wards_and_they_do_not_compete():
    """S4:41: a district's committee with those of its communes, wards and townships."""
    awards = award(
        shipped(S4),
        body("quan-a", "quan-huyen", 20, people=10, points=80, **ENTERED),
        body("phuong-1", "", 30, people=15, points=100, perfect=2, parent="quan-a"),
        body("to-1", "", None, people=5, points=50, perfect=1, parent="phuong-1"),
        body("quan-b", "quan-huyen", 10, people=7, **ENTERED),
    )

    assert [row.figures.cells() for row in awards.rows[1:]] == [
        ("phuong-1", "PHUONG-1", "", 30, 20, "0.6667", 20, "7.5000", 3, 0),
        ("quan-a", "QUAN-A", "quan-huyen", 50, 30, "0.6000", 30, "7.6667", 3, 0),
        ("quan-b", "QUAN-B", "quan-huyen", 10, 7, "0.7000", 7, "1.0000", 0, 0),
        ("to-1", "TO-1", "", None, 5, "", 5, "10.0000", 1, 0),
    ]
    assert standing(awards) == ["- 1 quan-b nhat", "- 2 quan-a nhi"]
    assert [row.rank for row in awards.rows if not row.competes] == [None, None, None]


def test_what_a_division_lacks_its_department_lacks():
    """A zero, a round and a leader of a division are its department's."""
    awards = award(
        hue(),
        body("so", heads=1, people=1, rounds=(1, 1, 1, 1), leaders_every_round="1/1"),
        body("phong", heads=2, people=2, rounds=(2, 2, 1, 2), leaders_every_round="0/1", parent="so"),
    )

    assert [(each.gate, each.values) for each in awards.by_unit["so"].failures] == [
        ("least_rate", {"owed": 10_000, "headcount": 3, "short": (("dot-3", 2),)}),
        ("leaders_every_round", {"took": 1, "of": 2}),
    ]


def test_people_without_a_unit_are_counted_and_win_nothing():
    none = Body(TreeUnit("", "", "", "", None), Totals(7, 9, 9, 20, 1, 1), (), {})

    awards = award(made("people"), none, body("a"))

    assert awards.rows[0].figures.cells() == ("", "", "", None, 7, "", 9, "2.2222", 1, 1)
    assert standing(awards) == ["- 1 a nhat"]


def test_a_unit_that_attempts_alone_know_competes_under_its_id():
    definition = made("people")
    figured = figures(definition, (body("so-la"),))

    awards = award_units([], figured, definition, lot_by_name)

    assert [(row.figures.unit, row.figures.name, row.rank) for row in awards.rows[1:]] == [("so-la", "so-la", 1)]


@pytest.mark.parametrize(
    ("parents", "said"),
    [
        ({"a": "a"}, "a stands under itself"),
        ({"a": "b", "b": "c", "c": "b"}, "b stands under itself"),
        ({"a": "x"}, "a stands under x, which nobody knows"),
    ],
)
def test_a_tree_that_is_none_is_refused(parents, said):
    with pytest.raises(ValueError, match=said):
        award(made("people"), *(body(id, parent=parent) for id, parent in parents.items()))


def test_a_unit_named_twice_is_refused():
    with pytest.raises(ValueError, match="a unit is named twice"):
        award(made("people"), body("a"), body("a"))


@pytest.mark.parametrize("facts", [{"entries": "một"}, {"entries": "1", "entry_rank": "x"}])
def test_a_fact_that_cannot_be_read_is_refused(facts):
    with pytest.raises(ValueError, match="invalid literal"):
        award(shipped(S4), body("quan-a", **facts))


# --- prizes ---


def test_all_who_tie_across_a_boundary_may_get_the_full_prize():
    definition = made("people", numbers=(1, 2, 2), boundary_tie="all")
    people = zip("abcdef", (9, 8, 8, 8, 7, 6), strict=True)

    awards = award(definition, *(body(id, people=number) for id, number in people))

    assert [(row.figures.unit, row.prize, row.how, row.amount_vnd) for row in awards.ranked[""]] == [
        ("a", "nhat", "rank", 1_000_000),
        ("b", "nhi", "all", 1_000_000),
        ("c", "nhi", "all", 1_000_000),
        ("d", "nhi", "all", 1_000_000),
        ("e", "ba", "rank", 1_000_000),
        ("f", "ba", "rank", 1_000_000),
    ]


def test_a_lot_parts_those_who_tie_across_a_boundary_and_is_told_of_them_alone():
    definition = made("people", numbers=(1, 1, 1))
    people = zip("abcde", (9, 8, 8, 8, 7), strict=True)

    awards = award(definition, *(body(id, people=number) for id, number in people), lot_for=lot_by_name)

    assert [(row.figures.unit, row.rank, row.prize, row.how, row.lot) for row in awards.ranked[""]] == [
        ("a", 1, "nhat", "rank", ""),
        ("b", 2, "", "lot", "9d"),
        ("c", 2, "ba", "lot", "9c"),
        ("d", 2, "nhi", "lot", "9b"),
        ("e", 5, "", "", ""),
    ]


def test_a_tie_below_the_last_prize_draws_no_lot():
    awards = award(made("people", numbers=(1,)), body("a", people=2), body("b"), body("c"))

    assert standing(awards) == ["- 1 a nhat", "- 2 b -", "- 2 c -"]


def test_a_contest_in_which_no_unit_took_part_gives_no_unit_prize():
    awards = award(shipped(S2), body("phuong-1", people=0))

    left = [(prize.prize, prize.number) for prize in awards.not_given]
    assert left == [("nhat", 1), ("nhi", 1), ("ba", 1), ("khuyen-khich", 5)]


# --- whatever the units are ---


CRITERIA = [("rate", "people"), ("papers",), ("mean_score", "perfect"), ("people*2", "rate*1")]
OWED = [None, ("contest", False), ("each_round", True)]
FEW = settings(max_examples=40, deadline=None)
"""Units have many figures to be drawn; and how long that takes is nobody's business."""


@cache
def rules() -> list[Definition]:
    """Every way of grouping, with criteria, thresholds and ties in turn."""
    groups = ("together", "by_class", "by_size")
    return [
        made(
            *criteria,
            numbers=(1, 2),
            groups=group,
            sizes=SIZES if group == "by_size" else [],
            boundary_tie=tie,
            gates=[{"name": "nobody_with_zero"}] if tie == "lot" else [],
            unit_classes=CLASSES,
            participation=owed(*threshold) if threshold else None,
        )
        for group in groups
        for criteria, threshold, tie in zip(CRITERIA, [*OWED, None], ["lot", "all", "lot", "all"], strict=True)
    ]


@st.composite
def contests(draw: st.DrawFn) -> tuple[Definition, tuple[Body, ...]]:
    """Up to six units in a forest, some without head-counts, people without a unit, and a rule that may rank them."""
    numbers = st.lists(st.integers(0, 3), min_size=9, max_size=9)
    bodies = []
    for at in range(draw(st.integers(0, 6))):
        people, more, points, perfect, zero, later, took, klass, above = draw(numbers)
        of = {"klass": ["", "so", "huyen", ""][klass], "heads": draw(st.none() | st.integers(1, 60))}
        did = {"people": people, "papers": people + more, "points": points, "perfect": perfect, "zero": zero}
        parent = "abcdef"[at - above] if 0 < above <= at else ""
        rounds = {"rounds": (people, later), "leaders_every_round": f"{took}/3"}
        bodies.append(body("abcdef"[at], **of, **did, parent=parent, **rounds))
    without = Body(TreeUnit("", "", "", "", None), Totals(*draw(numbers)[:6]), (), {})
    return draw(st.sampled_from(rules())), (*bodies, without)


def owed(over: str, leaders: bool) -> dict[str, Any]:
    return {
        "least_rate": "10%",
        "over": over,
        "excused": "counted",
        "leaders_every_round": leaders,
        "below": "bars_unit_prize",
    }


@FEW
@given(contests(), st.randoms(use_true_random=False))
def test_shuffling_the_input_changes_nothing(contest, chance):
    definition, bodies = contest
    shuffled = list(bodies)
    chance.shuffle(shuffled)

    assert award(definition, *shuffled, lot_for=lot_by_name) == award(definition, *bodies, lot_for=lot_by_name)


@FEW
@given(contests())
def test_the_figures_of_the_roots_and_of_the_unit_less_add_up_to_the_total(contest):
    definition, bodies = contest

    awards = award(definition, *bodies, lot_for=lot_by_name)

    whole = [row.figures for row in awards.rows if not row.parent]
    total = sum((each.totals for each in bodies), Totals())
    assert total == Totals(
        sum(row.people for row in whole),
        sum(row.papers for row in whole),
        sum(row.ranked for row in whole),
        sum(row.points for row in whole),
        sum(row.perfect for row in whole),
        sum(row.zero for row in whole),
    )
    assert sum(row.headcount or 0 for row in whole) == sum(each.unit.headcount or 0 for each in bodies)


@FEW
@given(contests())
def test_only_roots_that_fail_no_gate_win_and_nobody_better_goes_without(contest):
    definition, bodies = contest

    awards = award(definition, *bodies, lot_for=lot_by_name)

    assert [row for row in awards.rows if row.rank and (row.failed or not row.competes or not row.figures.papers)] == []
    assert [row for row in awards.rows if row.prize and row.rank is None] == []
    for ranked in awards.ranked.values():
        winners = [row.rank or 0 for row in ranked if row.prize]
        without = [row.rank or 0 for row in ranked if not row.prize]
        assert not winners or not without or max(winners) <= min(without)
        assert len(winners) >= min(3, len(ranked))
