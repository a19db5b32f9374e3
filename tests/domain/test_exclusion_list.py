"""The list of who may not take part, read from a table: what it says of whom, and what is wrong with it, by its cell."""

from __future__ import annotations

import pytest

from chalicelib.domain.definition import Definition
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.exclusion_list import COLUMNS, Listed, read_exclusions
from chalicelib.domain.faults import Faulty
from chalicelib.domain.sheets import Cell, Table
from tests.factories import as_yaml, make_definition

HEADER = [column.header for column in COLUMNS]


@pytest.fixture(scope="module")
def definition() -> Definition:
    return load_definition(as_yaml(make_definition()), "contest.yaml")


def table(*rows: list[Cell]) -> Table:
    return Table("khong-du-thi.csv", "", [HEADER, *rows])


def faults(definition: Definition, *rows: list[Cell]) -> list[tuple[str, str]]:
    with pytest.raises(Faulty) as refused:
        read_exclusions(table(*rows), definition)
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_a_line_says_who_why_and_by_which_clause(definition: Definition):
    people, warnings = read_exclusions(
        table(
            ["Nguyễn Văn An", 34096000001, "Sở Nội vụ", "ban tổ chức", ""],
            ["", "034 096 000 002", "", "", "Phụ trách phần mềm"],
            ["Lê Thúy Chi", "", "Sở Nội vụ", "ban-to-chuc", "Trưởng ban"],
        ),
        definition,
    )

    assert people == [
        Listed("Nguyễn Văn An", "034096000001", "so-noi-vu", "Sở Nội vụ", "ban-to-chuc", "Ban Tổ chức"),
        Listed("", "034096000002", "", "", "khac", "Phụ trách phần mềm"),
        Listed("Lê Thúy Chi", "", "so-noi-vu", "Sở Nội vụ", "ban-to-chuc", "Trưởng ban"),
    ]
    assert [(fault.path, fault.code) for fault in warnings] == [
        ('dòng 2, cột "Mã định danh"', "roster.identifier-padded"),
        ('dòng 4, cột "Họ và tên"', "exclusion.by-name"),
    ]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["", "", "", "Ban Tổ chức", ""], [('dòng 2, cột "Họ và tên"', "exclusion.nobody")]),
        (["An", "034096000001", "", "", ""], [('dòng 2, cột "Lý do"', "exclusion.no-reason")]),
        (["An", "034096000001", "", "Ban Thư ký", ""], [('dòng 2, cột "Bộ phận"', "exclusion.body-unknown")]),
        (["An", "!!", "", "", "x"], [('dòng 2, cột "Mã định danh"', "roster.identifier-unfit")]),
        (["An", "3,4096E+10", "", "", "x"], [('dòng 2, cột "Mã định danh"', "roster.identifier-scientific")]),
        (["=1+1", "034096000001", "", "", "x"], [('dòng 2, cột "Họ và tên"', "roster.formula")]),
        (["An" * 60, "034096000001", "", "", "x"], [('dòng 2, cột "Họ và tên"', "roster.name-too-long")]),
        (["An", "034096000001", "", "", "x" * 501], [('dòng 2, cột "Lý do"', "exclusion.reason-too-long")]),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(definition: Definition, row: list[Cell], found: list[tuple[str, str]]):
    assert faults(definition, row) == found


def test_one_person_stands_on_one_line(definition: Definition):
    again = [["An", "034096000001", "", "", "x"], ["An", "034.096.000.001", "", "", "x"], ["Lê Thúy", "", "", "", "x"]]

    found = faults(definition, *again, ["LÊ  THUÝ", "", "", "", "y"])

    assert found == [('dòng 3, cột "Mã định danh"', "exclusion.twice"), ('dòng 5, cột "Họ và tên"', "exclusion.twice")]
