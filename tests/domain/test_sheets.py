"""Tables of cells: addresses, headers, texts, CSV."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time

import pytest

from chalicelib.domain.csv_tables import csv_table
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.hidden import hidden_character
from chalicelib.domain.sheets import (
    Column,
    Table,
    letters,
    printed,
    read_sheet,
    yes_or_no,
)

COLUMNS = (Column("name", "Họ và tên"), Column("unit", "Đơn vị"))


def table(*rows, sheet="Thí sinh", **more):
    return Table("ds.xlsx", sheet, rows, **more)


def texts(sheet):
    return [(row.number, row.text("name"), row.text("unit")) for row in sheet.rows]


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
def test_columns_are_lettered_as_in_excel(column, name):
    assert letters(column) == name


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (12.5, "12,5"),
        (12, "12"),
        (True, "TRUE"),
        (79203001234.0, "79203001234"),
        (date(2021, 12, 13), "13/12/2021"),
        (datetime(2021, 12, 13), "13/12/2021"),
        (datetime(2021, 12, 13, 8, 30), "08:30 13/12/2021"),
        (time(8, 30), "08:30"),
        (unicodedata.normalize("NFD", "Thúy"), "Thúy"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_cells_are_printed_as_people_read_them(cell, text):
    assert printed(cell) == text


@pytest.mark.parametrize(
    ("said", "words"),
    [(True, ["có", "CO", "x", "TRUE", "1", "✓"]), (False, ["", "Không", "0"]), (None, ["có thể", "-"])],
)
def test_yes_and_no_are_understood_and_nothing_else(said, words):
    assert {yes_or_no(word) for word in words} == {said}


@pytest.mark.parametrize(
    ("text", "found"),
    [("a\u200bb", "U+200B"), ("a\x00", "U+0000"), ("\ufeffa", "U+FEFF"), ("\u202ea", "U+202E"), ("Đỗ\u00a0Thúy\n", None)],
)
def test_characters_that_nobody_sees_are_found(text, found):
    assert hidden_character(text) == found


def test_headers_are_known_without_regard_to_case_accents_spaces_and_order():
    sheet = read_sheet(table(["ĐƠN  VỊ (*)", "STT", "ho va ten"], ["Sở Nội vụ", 1.0, "An"]), COLUMNS)

    assert texts(sheet) == [(2, "An", "Sở Nội vụ")]
    assert sheet.faults == []


def test_a_title_blank_rows_merged_headings_and_the_example_are_left_out():
    rows = (
        ["DANH SÁCH THÍ SINH", ""],
        [],
        ["Họ và tên", "Đơn vị"],
        ["VÍ DỤ: Nguyễn Văn An", "Sở Nội vụ"],
        ["I. KHỐI SỞ NGÀNH", ""],
        ["  ", None],
        ["An", "Sở Nội vụ"],
    )

    sheet = read_sheet(table(*rows, headings=frozenset({1, 5})), COLUMNS)

    assert texts(sheet) == [(7, "An", "Sở Nội vụ")]


def test_unknown_missing_doubled_and_nameless_columns_are_all_named():
    rows = (["Họ và tên", "Họ tên", "Họ và tên", "", "Đơn vị"], ["An", "An", "An", "x", "y"])
    wanted = (*COLUMNS, Column("leader", "Lãnh đạo"))
    headers = "Họ và tên, Đơn vị, Lãnh đạo"

    sheet = read_sheet(table(*rows), wanted)

    assert sheet.rows == []
    assert sheet.faults == [
        Fault("ds.xlsx", 'Sheet "Thí sinh"', "sheet.missing-column", {"header": "Lãnh đạo"}),
        Fault("ds.xlsx", 'Sheet "Thí sinh", ô B1', "sheet.unknown-column", {"header": "Họ tên", "headers": headers}),
        Fault(
            "ds.xlsx",
            'Sheet "Thí sinh", ô C1',
            "sheet.doubled-column",
            {"header": "Họ và tên", "first": 'Sheet "Thí sinh", ô A1'},
        ),
        Fault("ds.xlsx", 'Sheet "Thí sinh", ô D1', "sheet.unnamed-column", {"column": "D"}),
    ]


def test_a_table_without_a_header_row_says_which_headers_it_needs():
    sheet = read_sheet(table(["An", "Sở Nội vụ"]), COLUMNS)

    assert sheet.faults == [Fault("ds.xlsx", 'Sheet "Thí sinh"', "sheet.no-header", {"headers": "Họ và tên, Đơn vị"})]


def test_a_table_without_rows_says_so():
    sheet = read_sheet(table(["Họ và tên", "Đơn vị"], ["", ""]), COLUMNS)

    assert sheet.faults == [Fault("ds.xlsx", 'Sheet "Thí sinh"', "sheet.no-rows")]


def test_hidden_characters_are_faults_at_their_cells():
    sheet = read_sheet(table(["Họ và tên", "Đơn vị"], ["A\u200bn", "B\x07"]), COLUMNS)

    assert sheet.faults == [
        Fault("ds.xlsx", 'Sheet "Thí sinh", ô A2', "sheet.hidden-character", {"character": "U+200B"}),
        Fault("ds.xlsx", 'Sheet "Thí sinh", ô B2', "sheet.hidden-character", {"character": "U+0007"}),
    ]


def test_a_formula_that_was_never_calculated_is_warned_of():
    cells = (["Họ và tên", "Đơn vị"], ["An", 0.0], ["Bình", "Sở Y tế"])

    sheet = read_sheet(table(*cells, formulas=frozenset({(2, 1), (3, 1)})), COLUMNS)

    assert sheet.warnings == [Fault("ds.xlsx", 'Sheet "Thí sinh", ô B2', "sheet.uncalculated")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_every_form_that_excel_writes(encoding, mark):
    text = f'Họ và tên{mark}Đơn vị\r\n"Nguyễn\nVăn An"{mark}Sở Nội vụ\r\n'

    sheet = read_sheet(csv_table(text.encode(encoding), "ds.csv"), COLUMNS)

    assert texts(sheet) == [(2, "Nguyễn Văn An", "Sở Nội vụ")]
    assert sheet.rows[0].lines("name") == "Nguyễn\nVăn An"


def test_a_csv_cell_is_named_by_row_and_header():
    sheet = read_sheet(csv_table("Họ và tên,Đơn vị\nAn\u200b,B\n".encode(), "ds.csv"), COLUMNS)

    assert sheet.faults == [Fault("ds.csv", 'dòng 2, cột "Họ và tên"', "sheet.hidden-character", {"character": "U+200B"})]


def test_csv_of_another_encoding_is_refused():
    with pytest.raises(Faulty) as refused:
        csv_table("Họ và tên".encode("cp1258", "replace"), "ds.csv")

    assert refused.value.faults == [Fault("ds.csv", "", "csv.encoding")]


def test_csv_with_broken_quotes_names_the_row():
    with pytest.raises(Faulty) as refused:
        csv_table('Họ và tên,Đơn vị\n"An"x,B\n'.encode(), "ds.csv")

    assert refused.value.faults == [Fault("ds.csv", "", "csv.broken", {"row": 2})]
