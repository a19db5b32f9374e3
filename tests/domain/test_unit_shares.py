"""What share of its people each unit owes and gave, for the reports: two whole numbers, and a threshold or none."""

from __future__ import annotations

from chalicelib.domain.unit_shares import Share, shortfalls
from chalicelib.domain.unit_tree import TreeUnit
from tests.domain.bodies import shipped
from tests.domain.facts import make_definition

S3, S4 = "hue-khcn-2022", "hai-phong-2023"


def unit(id: str, klass: str = "", heads: int | None = None, parent: str = "") -> TreeUnit:
    return TreeUnit(id, id.upper(), klass, parent, heads)


def test_each_class_is_held_against_its_own_threshold_and_a_district_against_none():
    """S4:53 names 70 % and 50 %, and nothing for the districts (contests.md, S4 A3)."""
    units = [unit("so-a", "thanh-pho", 1000), unit("thue", "trung-uong", 1000), unit("quan-a", "quan-huyen", 1000)]

    shares = shortfalls(units, {"so-a": 699, "thue": 500, "quan-a": 12}, shipped(S4))

    assert [(share.unit, share.met, share.sentence(), share.sentence("en")) for share in shares] == [
        (
            "quan-a",
            None,
            "1,20 % (12/1.000 người), không quy định mức tối thiểu",
            "1.20% (12 of 1,000 people), no threshold",
        ),
        (
            "so-a",
            False,
            "69,90 % (699/1.000 người), chưa đạt mức tối thiểu 70 %",
            "69.90% (699 of 1,000 people), short of the 70% owed",
        ),
        (
            "thue",
            True,
            "50,00 % (500/1.000 người), đạt mức tối thiểu 50 %",
            "50.00% (500 of 1,000 people), up to the 50% owed",
        ),
    ]


def test_after_each_round_every_division_is_held_against_all_of_its_people():
    """S3:27, reported to the department's office after each round (S3:89)."""
    shares = shortfalls([unit("phong-a", heads=9), unit("phong-b", heads=9)], {"phong-a": 9, "phong-b": 8}, shipped(S3))

    assert shares == [
        Share("phong-a", "PHONG-A", 9, 9, 10_000),
        Share("phong-b", "PHONG-B", 8, 9, 10_000),
    ]
    assert [share.met for share in shares] == [True, False]


def test_a_unit_of_nobody_knows_how_many_is_not_taken_to_have_met_what_it_owes():
    [share] = shortfalls([unit("phong-a")], {"phong-a": 9}, shipped(S3))

    assert share.met is False
    assert share.sentence() == "9 người, chưa có tổng số người của đơn vị, chưa đạt mức tối thiểu 100 %"


def test_a_unit_whose_people_are_all_excused_owes_nobody():
    [share] = shortfalls([unit("phong-a", heads=0)], {}, shipped(S3))

    assert share.met is True
    assert share.sentence() == "0 người, không có ai thuộc diện phải tham gia, đạt mức tối thiểu 100 %"


def test_a_sub_unit_owes_what_the_nearest_class_above_it_owes_and_counts_for_its_parent():
    """S4:38 has the divisions and branches directly under the city's bodies among them."""
    units = [
        unit("so-a", "thanh-pho", 10),
        unit("chi-cuc", "", 30, "so-a"),
        unit("tram", "trung-uong", 10, "chi-cuc"),
        unit("to", "", None, "tram"),
    ]

    shares = shortfalls(units, {"so-a": 10, "chi-cuc": 20, "tram": 4, "to": 1}, shipped(S4))

    assert [(share.unit, share.people, share.headcount, share.owed, share.met) for share in shares] == [
        ("chi-cuc", 25, 40, 7_000, False),
        ("so-a", 35, 50, 7_000, True),
        ("to", 1, None, 5_000, False),
        ("tram", 5, 10, 5_000, True),
    ]


def test_a_class_may_owe_otherwise_than_all_others():
    classes = [{"id": "so", "name": "Sở", "least_rate": "50%"}, {"id": "huyen", "name": "Huyện"}]
    owed = {
        "least_rate": "20%",
        "over": "contest",
        "excused": "counted",
        "leaders_every_round": False,
        "below": "report_only",
    }
    definition = make_definition(unit_classes=classes, participation=owed)

    shares = shortfalls([unit("a", "so", 10), unit("b", "huyen", 10), unit("c", "", 10)], {}, definition)

    assert [share.owed for share in shares] == [5_000, 2_000, 2_000]


def test_where_the_definition_asks_nothing_every_share_is_told_without_a_threshold():
    shares = shortfalls([unit("a", heads=3)], {"a": 2, "b": 1, "": 7}, make_definition())

    assert [share.sentence() for share in shares] == [
        "66,67 % (2/3 người), không quy định mức tối thiểu",
        "1 người, chưa có tổng số người của đơn vị, không quy định mức tối thiểu",
    ]
