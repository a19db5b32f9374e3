"""Each unit's line says which gate it failed, with its figures, or what parts it from its neighbour."""

from __future__ import annotations

from chalicelib.domain.definition import Definition
from chalicelib.domain.unit_awards import UnitAwards
from chalicelib.domain.unit_reasons import why, why_not_given
from chalicelib.domain.unit_tree import Totals, TreeUnit
from chalicelib.domain.words import Language
from tests.domain.bodies import Body, award, body, shipped
from tests.domain.facts import lot_by_name
from tests.domain.test_unit_awards import ENTERED, S2, S3, S4, SIZES, hue, made


def reasons(awards: UnitAwards, definition: Definition, language: Language = "vi") -> dict[str, str]:
    return {row.figures.unit: why(row, awards, definition, language) for row in awards.rows if row.figures.unit}


def test_a_unit_that_fails_gates_is_told_each_of_them_with_its_figures():
    """S4:53 and S4:122."""
    definition = shipped(S4)
    awards = award(
        definition,
        body("so-a", "thanh-pho", 1000, people=699, **ENTERED),
        body("so-b", "thanh-pho", None, people=5, zero=2, entries="1"),
        body("so-c", "thanh-pho", 10, people=0),
        body("quan-a", "quan-huyen", 10, people=10, entries="1", entry_rank="21"),
    )

    assert reasons(awards, definition) == {
        "so-a": "không được xét giải: tỷ lệ người tham gia dưới mức 70 %: 69,90 % (699/1.000 người)",
        "so-b": (
            "không được xét giải: chưa có tổng số người nên không xác định được tỷ lệ người tham gia, mức phải đạt là 70 %; "
            "đơn vị không được xếp hạng về bài dự thi, phải trong 20 hạng đầu; có 2 bài thi đạt điểm 0"
        ),
        "so-c": (
            "không được xét giải: không có bài thi nào được tính; tỷ lệ người tham gia dưới mức 70 %: 0,00 % (0/10 người); "
            "không có bài dự thi của chính đơn vị; đơn vị không được xếp hạng về bài dự thi, phải trong 20 hạng đầu"
        ),
        "quan-a": "không được xét giải: đơn vị xếp thứ 21 về bài dự thi, ngoài 20 hạng đầu",
    }
    assert reasons(awards, definition, "en")["quan-a"] == (
        "not ranked for a prize: ranked 21 by its best entry, outside the first 20"
    )


def test_every_round_that_fell_short_is_named_and_so_are_the_leaders_missing():
    """S3:27."""
    definition = hue()
    awards = award(definition, body("phong-a", heads=9, rounds=(9, 8, 9, 7), leaders_every_round="3/4"))

    assert reasons(awards, definition) == {
        "phong-a": (
            "không được xét giải: tỷ lệ người tham gia dưới mức 100 %: Đợt 2 88,89 % (8/9 người), Đợt 4 77,78 % "
            "(7/9 người); 3/4 lãnh đạo tham gia đủ mọi vòng thi"
        )
    }


def test_a_unit_of_no_group_is_told_its_size():
    definition = made("people", groups="by_size", sizes=[SIZES[0]])
    awards = award(definition, body("a", heads=1200), body("b"))

    assert reasons(awards, definition) == {
        "a": "không được xét giải: có 1.200 người, không thuộc nhóm quy mô nào",
        "b": "không được xét giải: chưa có tổng số người nên không xếp được vào nhóm quy mô nào",
    }


def test_a_ranked_unit_is_told_what_parts_it_from_its_neighbour():
    definition = shipped(S4)
    awards = award(
        definition,
        body("a", heads=10, people=9, points=60, **ENTERED),
        body("b", heads=20, people=18, points=140, **ENTERED),
        body("c", heads=2000, people=1900, points=100, **ENTERED),
    )

    assert reasons(awards, definition) == {
        "c": "tỷ lệ người tham gia 95,00 % (1.900/2.000 người), trước B với 90,00 % (18/20 người)",
        "b": "tỷ lệ người tham gia 90,00 % (18/20 người), sau C với 95,00 % (1.900/2.000 người)",
        "a": (
            "cùng tỷ lệ người tham gia 90,00 % (9/10 người), "
            "điểm trung bình 6,67 (60 điểm/9 bài), sau B với 7,78 (140 điểm/18 bài)"
        ),
    }
    assert reasons(awards, definition, "en")["a"] == (
        "the same share of its people, 90.00% (9 of 10 people), "
        "mean score 6.67 (60 points of 9 papers), behind B with 7.78 (140 points of 18 papers)"
    )


def test_units_that_tie_are_told_so_and_how_the_prize_came_to_one_of_them():
    """S2:88: one first prize for two equal wards."""
    definition = shipped(S2)
    awards = award(definition, body("phuong-a", people=12), body("phuong-b", people=12), lot_for=lot_by_name)

    assert reasons(awards, definition) == {
        "phuong-a": "số lượt thi 12, đồng hạng với 1 đơn vị khác, nhận giải theo bốc thăm",
        "phuong-b": "số lượt thi 12, đồng hạng với 1 đơn vị khác, nhận giải theo bốc thăm",
    }


def test_who_loses_the_lot_and_who_shares_the_prize_with_all_is_told_so():
    by_lot, for_all = made("perfect_share", numbers=(1,)), made("perfect", numbers=(1,), boundary_tie="all")
    tied = (body("a", people=3, perfect=1), body("b", people=3, perfect=1))

    lost = award(by_lot, *tied, lot_for=lot_by_name)
    shared = award(for_all, *tied, body("c"))

    assert reasons(lost, by_lot)["a"] == (
        "tỷ lệ bài đạt điểm tuyệt đối 33,33 % (1/3 bài), đồng hạng với 1 đơn vị khác, không được giải theo bốc thăm"
    )
    assert reasons(shared, for_all)["a"] == (
        "số bài đạt điểm tuyệt đối 1, trước C với 0, đồng hạng với 1 đơn vị khác, cùng nhận giải với các đơn vị đồng hạng"
    )


def test_a_share_that_a_unit_has_not_is_called_unknown():
    definition = made("rate")
    awards = award(definition, body("a"), body("b", heads=2))

    assert reasons(awards, definition) == {
        "a": "tỷ lệ người tham gia chưa xác định, sau B với 50,00 % (1/2 người)",
        "b": "tỷ lệ người tham gia 50,00 % (1/2 người), trước A với chưa xác định",
    }


def test_weighted_sums_are_printed_with_as_many_decimals_as_tell_them_apart():
    definition = made("rate*1", numbers=(1,))
    near = (body("a", heads=30_000_000, people=10_000_001), body("b", heads=30_000_000, people=10_000_000))

    both, alone = award(definition, *near), award(definition, near[0])

    assert reasons(both, definition) == {
        "a": "điểm tổng hợp 33,33334, trước B với 33,33333",
        "b": "điểm tổng hợp 33,33333, sau A với 33,33334",
    }
    assert reasons(alone, definition) == {"a": "điểm tổng hợp 33,3333"}


def test_a_unit_under_another_and_people_without_one_are_told_why_they_do_not_compete():
    definition = made("people")
    none = Body(TreeUnit("", "", "", "", None), Totals(1, 1, 1, 1), (), {})
    awards = award(definition, none, body("so"), body("phong", parent="so"))

    assert [why(row, awards, definition) for row in awards.rows] == [
        "không thuộc đơn vị nào",
        "số liệu được tính vào SO",
        "số người dự thi 2",
    ]


def test_where_units_win_nothing_nobody_is_told_of_a_rank():
    awards = award(shipped(S3), body("phong-a"))

    assert reasons(awards, shipped(S3)) == {"phong-a": "cuộc thi không xét giải tập thể"}


def test_a_prize_not_given_says_why():
    assert (why_not_given(), why_not_given("en")) == (
        "không còn đơn vị đủ điều kiện nhận giải",
        "no unit is left that may have the prize",
    )
