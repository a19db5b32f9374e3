"""The organizers' list of units: read from a table, compared with what is kept, and put together with the roster."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.award_rules import UnitAward, UnitClass
from chalicelib.domain.csv_tables import csv_table
from chalicelib.domain.definition import Definition
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.roster import Unit
from chalicelib.domain.sheets import Table
from chalicelib.domain.unit_list import (
    MOST_UNITS,
    SHEET,
    UnitChanges,
    ancestors,
    read_units,
    unit_changes,
    with_headcounts,
)
from chalicelib.domain.words import LANGUAGES

HEADERS = ["Đơn vị", "Loại đơn vị", "Số người"]
DEFINITION = Definition.model_construct(
    contest="vi-du-2023",
    excluded_bodies=(),
    unit_classes=(UnitClass(id="so", name="Sở, ban, ngành"), UnitClass(id="xa", name="Xã, phường")),
)
HOME, MONEY = Unit("so-noi-vu", "Sở Nội vụ", "so", 40), Unit("so-tai-chinh", "Sở Tài chính", "", None)


def read(*rows: list[Any], headers: list[str] = HEADERS) -> tuple[tuple[Unit, ...], list[Fault]]:
    return read_units(Table("dv.xlsx", SHEET, [headers, *rows]), DEFINITION)


def refused(*rows: list[Any], headers: list[str] = HEADERS) -> list[tuple[str, str]]:
    with pytest.raises(Faulty) as caught:
        read(*rows, headers=headers)
    assert all(fault.line("vi") != fault.line("en") for fault in caught.value.faults)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def at(cell: str) -> str:
    return f'Sheet "Đơn vị", ô {cell}'


# --- reading ---


def test_a_list_is_read_and_sorted_by_id() -> None:
    assert read(["Sở Tài chính", "", None], ["Sở Nội vụ", "Sở, ban, ngành", 40]) == ((HOME, MONEY), [])


def test_names_alone_are_a_list() -> None:
    """Most lists that offices have are just that; a number and a title may stand around them."""
    table = Table("dv.xlsx", SHEET, [["DANH SÁCH"], ["STT", "ĐƠN VỊ"], [1, "Sở Nội vụ"], [2, "Sở Tài chính"]])

    units, _ = read_units(table, DEFINITION)

    assert [(unit.id, unit.klass, unit.headcount) for unit in units] == [("so-noi-vu", "", None), ("so-tai-chinh", "", None)]


@pytest.mark.parametrize(
    ("cell", "headcount"),
    [(40, 40), (40.0, 40), ("40", 40), ("1.250", 1250), ("12 500", 12_500), (1, 1), (10_000_000, 10_000_000), ("", None)],
)
def test_a_head_count_is_a_number_as_people_write_it_or_nothing(cell: Any, headcount: int | None) -> None:
    (unit,), _ = read(["Sở Nội vụ", "", cell])

    assert unit.headcount == headcount


@pytest.mark.parametrize("cell", [0, -3, 2.5, True, "bốn mươi", "40 người", "1,250", "1.25", 10_000_001, "9" * 30, "٤٠"])
def test_any_other_head_count_is_named_by_its_cell(cell: Any) -> None:
    assert refused(["Sở Nội vụ", "", cell]) == [(at("C2"), "units.headcount-unfit")]


def test_a_unit_stands_on_the_list_once() -> None:
    with pytest.raises(Faulty) as caught:
        read(["Sở Nội vụ", "", 40], ["SỞ NỘI VỤ", "", 30])

    (fault,) = caught.value.faults
    assert (fault.path, fault.code) == (at("A3"), "units.twice")
    assert fault.parts("vi")["found"] == f"Đơn vị “SỞ NỘI VỤ” đã có ở {at('A2')}."


def test_two_units_that_differ_in_a_tone_alone_are_told_apart_by_nobody() -> None:
    assert refused(["Xã Tân Thành", "", ""], ["Xã Tân Thạnh", "", ""]) == [(at("A3"), "roster.units-alike")]


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (["", "Xã, phường", 40], "B2", "roster.class-alone"),
        (["", "", 40], "A2", "units.name-missing"),
        (["***", "", 40], "A2", "roster.unit-unfit"),
        (["=Sở Nội vụ", "", 40], "A2", "roster.formula"),
        (["S" * 301, "", 40], "A2", "roster.unit-too-long"),
        (["Sở Nội vụ", "Tỉnh", 40], "B2", "roster.class-unknown"),
        (["Sở\u200b Nội vụ", "", 40], "A2", "sheet.hidden-character"),
    ],
)
def test_what_is_wrong_with_a_unit_is_named_by_its_cell(row: list[Any], cell: str, code: str) -> None:
    assert (at(cell), code) in refused(row)


def test_a_file_without_its_first_column_is_none_and_a_column_too_many_is_named() -> None:
    assert refused(["x"], headers=["Cơ quan"]) == [('Sheet "Đơn vị"', "sheet.no-header")]
    assert refused(["Sở Nội vụ", "x"], headers=["Đơn vị", "Ghi chú"]) == [(at("B1"), "sheet.unknown-column")]


def test_an_empty_list_is_none() -> None:
    assert refused() == [('Sheet "Đơn vị"', "sheet.no-rows")]


TREE = ["Đơn vị", "Trực thuộc"]


def test_a_unit_may_belong_to_another_of_the_list() -> None:
    """S4:41 counts the wards of a district with it."""
    units, _ = read(["Quận Lê Chân", ""], ["Phường An Biên", "Quận Lê Chân"], ["Tổ 1", "phường An Biên"], headers=TREE)

    assert {unit.id: unit.parent for unit in units} == {
        "phuong-an-bien": "quan-le-chan",
        "quan-le-chan": "",
        "to-1": "phuong-an-bien",
    }
    assert ancestors("to-1", {unit.id: unit.parent for unit in units}) == ["phuong-an-bien", "quan-le-chan"]


def test_a_parent_that_is_not_on_the_list_is_named_by_its_cell() -> None:
    assert refused(["Phường An Biên", "Quận Lê Chân"], headers=TREE) == [(at("B2"), "units.parent-unlisted")]


def test_nothing_belongs_to_itself_through_however_many() -> None:
    circle = refused(["A", "C"], ["B", "A"], ["C", "B"], ["D", "A"], headers=TREE)

    assert circle == [(at(f"B{row}"), "units.parent-circle") for row in (2, 3, 4)]
    assert refused(["A", "A"], headers=TREE) == [(at("B2"), "units.parent-circle")]


def test_where_each_class_is_ranked_for_itself_each_unit_has_one() -> None:
    ranked = DEFINITION.model_copy(update={"unit_award": UnitAward.model_construct(groups="by_class")})
    rows = [["Sở Nội vụ", "Sở, ban, ngành", ""], ["Phòng Một", "", "Sở Nội vụ"], ["Sở Tài chính", "", ""]]

    with pytest.raises(Faulty) as caught:
        read_units(Table("dv.xlsx", SHEET, [["Đơn vị", "Loại đơn vị", "Trực thuộc"], *rows]), ranked)

    assert [(fault.path, fault.code) for fault in caught.value.faults] == [(at("B4"), "units.class-missing")]


def test_a_list_that_one_answer_could_not_hold_is_refused() -> None:
    rows = [[f"Đơn vị số {number}", "", ""] for number in range(MOST_UNITS + 1)]

    assert refused(*rows) == [('Sheet "Đơn vị"', "units.many")]


CELLS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_whatever_stands_in_the_cells_there_are_units_or_sentences(rows: list[tuple[Any, ...]]) -> None:
    units, faults = found_in([list(row) for row in rows])

    assert all(fault.line(language) for fault in faults for language in LANGUAGES)
    assert (len({unit.id for unit in units}), bool(units)) == (len(units), not faults)


def found_in(rows: list[list[Any]]) -> tuple[tuple[Unit, ...], list[Fault]]:
    """Return the units, or the faults."""
    try:
        return read(*rows)[0], []
    except Faulty as faulty:
        return (), faulty.faults


def test_what_is_written_as_csv_comes_back() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADERS, ["Sở Nội vụ", "so", "40"], ["Sở Tài chính", "", ""]])

    assert read_units(csv_table(out.getvalue().encode(), "dv.csv"), DEFINITION)[0] == (HOME, MONEY)


# --- what it changes ---


def test_a_list_adds_changes_and_leaves_and_takes_off_where_it_is_whole() -> None:
    more = Unit("so-noi-vu", "Sở Nội vụ", "so", 41)
    justice = Unit("so-tu-phap", "Sở Tư pháp", "so", 9)

    assert unit_changes([HOME, MONEY], [more, justice], whole=False) == UnitChanges(("so-tu-phap",), ("so-noi-vu",), (), 0)
    assert unit_changes([HOME, MONEY], [more], whole=True) == UnitChanges((), ("so-noi-vu",), ("so-tai-chinh",), 0)
    assert not unit_changes([HOME, MONEY], [HOME], whole=False).any


# --- beside the roster ---

OF_ROSTER = [
    Unit("so-noi-vu", "Sở Nội vụ", "so", 3),
    Unit("so-tai-chinh", "Sở Tài chính", "so", 2),
    Unit("xa", "Xã", "xa", 5),
]


def test_by_roster_the_list_names_the_head_counts_that_it_knows() -> None:
    assert with_headcounts(OF_ROSTER, [HOME, MONEY], by_oneself=False) == [
        Unit("so-noi-vu", "Sở Nội vụ", "so", 40),
        Unit("so-tai-chinh", "Sở Tài chính", "so", 2),
        Unit("xa", "Xã", "xa", 5),
    ]


def test_where_people_enter_by_themselves_no_roster_stands_for_a_number_that_nobody_names() -> None:
    assert with_headcounts(OF_ROSTER, [HOME, MONEY], by_oneself=True) == [
        Unit("so-noi-vu", "Sở Nội vụ", "so", 40),
        Unit("so-tai-chinh", "Sở Tài chính", "so", None),
        Unit("xa", "Xã", "xa", 5),
    ]


def test_without_a_list_it_is_the_roster() -> None:
    assert with_headcounts(OF_ROSTER, [], by_oneself=False) == OF_ROSTER
