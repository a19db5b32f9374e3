"""Files that nobody should have sent: each is refused in one sentence, in little time and memory, or read as it stands."""

from __future__ import annotations

import io
import os
import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from chalicelib.domain import bank, roster
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.sheets import Table, letters, read_sheet
from organizer import extent, zipped
from organizer.spreadsheets import MOST_BYTES, read_table
from organizer.workbooks import write_question_template
from tests.organizer import hostile

SECONDS = 5
MEGABYTES = 40 + zipped.MOST_BYTES_INSIDE // 1_000_000
TOO_FAR = {"most_rows": 100_000, "most_columns": 100, "most_cells": 2_000_000}
HEADERS = [column.header for column in bank.COLUMNS]
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'


def read(folder: Path, name: str, data: bytes) -> Table:
    path = folder / name
    path.write_bytes(data)
    return read_table(path, bank.SHEET)


def refused(folder: Path, name: str, data: bytes) -> Fault:
    """Return the one fault for which a file is refused; it has its sentence in both languages."""
    with pytest.raises(Faulty) as caught:
        read(folder, name, data)
    (fault,) = caught.value.faults
    assert fault.line("vi").startswith(f"{name}: ")
    assert fault.line("vi") != fault.line("en")
    return fault


def faults_in(folder: Path, name: str, data: bytes) -> int:
    try:
        return len(read(folder, name, data).headings)
    except Faulty as faulty:
        return len(faulty.faults)


def workbook(*rows: list[object], sheets: tuple[str, ...] = ("Câu hỏi",), hidden: tuple[str, ...] = ()) -> bytes:
    """Return a workbook as XlsxWriter makes it: ``rows`` stand in each of ``sheets``."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        for name in sheets:
            page = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                page.write_row(number, 0, cells)
            if name in hidden:
                page.hide()
            elif name == sheets[-1]:
                page.activate()
                page.set_first_sheet()
    return held.getvalue()


CELL = "<table:table-cell><text:p>a</text:p></table:table-cell>"
FORMS: dict[str, Callable[[], bytes]] = {
    "a.xlsx": lambda: workbook(["a", "b"], [1, 2]),
    "a.xls": lambda: hostile.xls([["a", "b"], [1.0, 2.0]], "Câu hỏi"),
    "a.ods": lambda: hostile.ods(
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    ),
}


@pytest.mark.parametrize("name", list(FORMS))
def test_a_workbook_cut_off_anywhere_is_unreadable(tmp_path: Path, name: str):
    data = FORMS[name]()
    offsets = sorted({*range(0, len(data) - 600, max(1, len(data) // 50)), 1, 2, 4, 8, 30})

    codes = {offset: refused(tmp_path, name, data[:offset]).code for offset in offsets}

    assert set(codes.values()) == {"file.unreadable"}, codes


@pytest.mark.parametrize("name", list(FORMS))
def test_a_workbook_in_which_bytes_have_changed_is_read_or_refused_and_never_more(tmp_path: Path, name: str):
    chance, data = random.Random(7), FORMS[name]()

    for _ in range(150):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        assert faults_in(tmp_path, name, bytes(changed)) in (0, 1)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", hostile.encrypted(), "file.encrypted"),
        ("a.xls", hostile.encrypted(), "file.encrypted"),
        ("a.xls", hostile.xls([["a"]], "Câu hỏi", at_first=hostile.xls_password()), "file.encrypted"),
        ("a.ods", hostile.ods("", manifest="<x><encryption-data/></x>"), "file.encrypted"),
        ("a.xls", b"<html><body><table><tr><td>a</td></tr></table></body></html>", "file.markup"),
        ("a.xls", b"\xef\xbb\xbf\r\n <!DOCTYPE html>\n<html>", "file.markup"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "file.markup"),
        ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "file.markup"),
        ("a.csv", b"<table><tr><td>a</td></tr></table>", "file.markup"),
        ("a.xlsx", "Mã câu;Câu hỏi\n".encode(), "file.unreadable"),
        ("a.xlsx", b"%PDF-1.7", "file.unreadable"),
        ("a.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00", "file.unreadable"),
        ("a.xlsx", b"", "file.unreadable"),
        ("a.xlsx", hostile.zipped({}), "file.unreadable"),
        ("a.xlsx", hostile.zipped({"a.txt": b"a"}), "file.unreadable"),
        ("a.xlsx", hostile.compound({"Contents": b"a"}), "file.unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_open_workbook_says_what_it_is(tmp_path: Path, name: str, data: bytes, code: str):
    assert (refused(tmp_path, name, data).code, refused(tmp_path, name, data).values) == (code, {})


@pytest.mark.parametrize(
    ("parts", "found"),
    [("word/document.xml", ".docx"), ("xl/workbook.bin", ".xlsb"), ("ppt/presentation.xml", ".pptx")],
)
def test_a_file_of_another_program_under_a_workbooks_name_is_named(tmp_path: Path, parts: str, found: str):
    assert refused(tmp_path, "a.xlsx", hostile.zipped({parts: b"<a/>"})) == Fault(
        "a.xlsx", "", "file.kind", {"found": found}
    )
    assert refused(tmp_path, "a.xls", hostile.compound({"WordDocument": b"a"})).values == {"found": ".doc"}


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a.ods", "A.XLSX"])
def test_a_workbook_under_another_workbooks_name_is_read_for_what_it_is(tmp_path: Path, name: str):
    assert read(tmp_path, name, workbook(["a", 1])) == Table(name, "Câu hỏi", [["a", 1.0]])


def test_a_workbook_of_1997_is_read_with_its_formulas(tmp_path: Path):
    data = hostile.xls([["a", "b"], [1.0, 2.0]], "Câu hỏi", hostile.xls_formula(2, 1))

    found = read(tmp_path, "a.xls", data)

    assert found == Table("a.xls", "Câu hỏi", [["a", "b"], [1.0, 2.0], ["", 0.0]], formulas=frozenset({(3, 1)}))


def test_an_open_documents_formulas_are_known(tmp_path: Path):
    cell = '<table:table-cell table:formula="of:=1+1"/>'

    assert read(tmp_path, "a.ods", hostile.ods(f"<table:table-row>{cell}</table:table-row>")).formulas == {(1, 0)}


@pytest.mark.parametrize(
    "cell", ['<c r="C2"><f>NA()</f></c>', '<c r="C2" t="e"><v>#N/A</v></c>', "<c/><c/><c><f>A1</f></c>"]
)
def test_a_formula_without_a_value_is_warned_of_in_every_way_that_it_can_be_written(tmp_path: Path, cell: str):
    header = "".join(f'<c t="inlineStr"><is><t>{column.header}</t></is></c>' for column in roster.COLUMNS)
    name = '<c r="A2" t="inlineStr"><is><t>An</t></is></c>' if "r=" in cell else '<c t="inlineStr"><is><t>An</t></is></c>'
    second = cell if "r=" in cell else cell.removeprefix("<c/>")
    parts = hostile.xlsx(f'<row r="1">{header}</row><row r="2">{name}{second}</row>')

    sheet = read_sheet(read(tmp_path, "a.xlsx", hostile.zipped(parts)), roster.COLUMNS)

    assert sheet.warnings == [Fault("a.xlsx", 'Sheet "Câu hỏi", ô C2', "sheet.uncalculated")]


@pytest.mark.parametrize(
    ("sheets", "hidden", "code", "values"),
    [
        (("A", "B"), (), "file.no-sheet", {"wanted": "Câu hỏi", "found": "“A”, “B”"}),
        (("Câu hỏi", "CAU HOI"), (), "file.sheet-twice", {"wanted": "Câu hỏi", "found": "“Câu hỏi”, “CAU HOI”"}),
        (("Câu hỏi", "B"), ("Câu hỏi",), "file.sheet-hidden", {"wanted": "Câu hỏi"}),
    ],
)
def test_a_sheet_that_is_missing_doubled_or_hidden_is_told_apart(tmp_path: Path, sheets, hidden, code, values):
    assert refused(tmp_path, "a.xlsx", workbook(["a"], sheets=sheets, hidden=hidden)) == Fault("a.xlsx", "", code, values)


def test_an_empty_workbook_has_an_empty_table(tmp_path: Path):
    assert read(tmp_path, "a.xlsx", workbook()) == Table("a.xlsx", "Câu hỏi", [])
    assert read_sheet(read(tmp_path, "a.xlsx", workbook()), bank.COLUMNS).faults[0].code == "sheet.no-header"


def test_macros_links_and_other_sheets_never_reach_the_reader(tmp_path: Path):
    others = {"xl/vbaProject.bin": "macro", "xl/externalLinks/externalLink1.xml": "<", "xl/worksheets/sheet2.xml": "<"}
    parts = hostile.xlsx(ROW, others)

    assert read(tmp_path, "a.xlsm", hostile.zipped(parts)).rows == [["a"]]


LAUGHS = "".join(f'<!ENTITY a{number + 1} "' + f"&a{number};" * 10 + '">' for number in range(9))
BOMB = f'<!DOCTYPE w [<!ENTITY a0 "ha">{LAUGHS}]>'


@pytest.mark.parametrize("declared", [BOMB, "<!DOCTYPE w>", '<!DOCTYPE w SYSTEM "file:///etc/passwd">'])
@pytest.mark.parametrize(
    "name",
    [
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused(tmp_path: Path, name: str, declared: str, encoding: str):
    parts = hostile.xlsx(ROW)
    text = parts.get(name, b"<a/>").decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    parts[name] = (f'<?xml version="1.0" encoding="{encoding}"?>' + declared + text).encode(encoding)

    assert refused(tmp_path, "a.xlsx", hostile.zipped(parts)).code == "file.unreadable"


def test_an_open_document_that_declares_entities_is_refused(tmp_path: Path):
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": f"{BOMB}<a>&a9;</a>".encode()}

    assert refused(tmp_path, "a.ods", hostile.zipped(parts)).code == "file.unreadable"


class TestSize:
    """What is too large is refused before it takes time or memory."""

    def bounded(self, folder: Path, name: str, data: bytes) -> Fault:
        """Return the fault, having seen that it took few seconds and little memory beside the file itself."""
        (folder / name).write_bytes(data)
        tracemalloc.start()
        began = time.process_time()

        fault = refused(folder, name, data)

        spent, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (spent < SECONDS, peak < MEGABYTES * 1_000_000 + len(data)) == (True, True), (spent, peak)
        return fault

    def test_a_million_rows(self, tmp_path: Path):
        rows = "<row><c><v>1</v></c></row>" * 1_000_000

        fault = self.bounded(tmp_path, "a.xlsx", hostile.zipped(hostile.xlsx(rows)))

        assert fault == Fault("a.xlsx", "", "file.too-many-cells", {"rows": 100_001, "columns": "A", **TOO_FAR})

    def test_one_row_too_many_of_those_that_say_where_they_stand(self, tmp_path: Path):
        rows = "".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(1, 100_002))

        fault = refused(tmp_path, "a.xlsx", hostile.zipped(hostile.xlsx(rows)))

        assert fault.values == {"rows": 100_001, "columns": "A", **TOO_FAR}

    @pytest.mark.parametrize("cell", ['<c r="{}"/>', "<c/>"])
    def test_very_many_columns(self, tmp_path: Path, cell: str):
        cells = '<row r="1">' + "".join(cell.format(f"{letters(number)}1") for number in range(20_000)) + "</row>"

        fault = self.bounded(tmp_path, "a.xlsx", hostile.zipped(hostile.xlsx(cells)))

        assert fault == Fault("a.xlsx", "", "file.too-many-cells", {"rows": 1, "columns": "CW", **TOO_FAR})

    def test_one_cell_in_the_last_corner(self, tmp_path: Path):
        fault = self.bounded(tmp_path, "a.xlsx", hostile.zipped(hostile.xlsx('<row r="1"><c r="XFD1048576"/></row>')))

        assert fault.values == {"rows": 1_048_576, "columns": "XFD", **TOO_FAR}

    def test_rows_and_columns_that_are_each_few_but_many_together(self, tmp_path: Path):
        fault = self.bounded(
            tmp_path, "a.xlsx", hostile.zipped(hostile.xlsx('<row r="1"><c r="CV1"/><c r="A90000"/></row>'))
        )

        assert fault.values == {"rows": 90_000, "columns": "CV", **TOO_FAR}

    def test_the_last_corner_of_excel_97(self, tmp_path: Path):
        data = hostile.xls([["a"]], "Câu hỏi", hostile.xls_number(65_535, 255))

        assert self.bounded(tmp_path, "a.xls", data).values == {"rows": 65_536, "columns": "IV", **TOO_FAR}

    def test_one_cell_of_an_open_document_repeated_by_the_billion(self, tmp_path: Path):
        cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell>'
        data = hostile.ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')

        assert self.bounded(tmp_path, "a.ods", data).values == {"rows": 1_048_576, "columns": "XFD", **TOO_FAR}

    def test_empty_rows_and_columns_to_the_end_of_an_open_document_are_what_every_one_has(self, tmp_path: Path):
        cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
        end = '<table:table-cell table:number-columns-repeated="16383"/>'
        rest = f'<table:table-row table:number-rows-repeated="1048575">{end}</table:table-row>'

        assert read(tmp_path, "a.ods", hostile.ods(f"<table:table-row>{cell}{end}</table:table-row>{rest}")).rows == [["a"]]

    def test_a_zip_that_would_unfold_into_too_much(self, tmp_path: Path):
        parts = hostile.xlsx("") | {"xl/worksheets/sheet1.xml": bytes(zipped.MOST_BYTES_INSIDE)}

        fault = refused(tmp_path, "a.xlsx", hostile.zipped(parts))

        assert fault == Fault("a.xlsx", "", "file.too-large", {"found": 120, "most": 120})

    def test_a_zip_that_says_less_than_it_holds(self, tmp_path: Path):
        parts = hostile.xlsx("<row/>" * 5_000_000)
        honest = hostile.zipped(parts)

        fault = self.bounded(tmp_path, "a.xlsx", hostile.lying(honest, "xl/worksheets/sheet1.xml", 500))

        assert fault == Fault("a.xlsx", "", "file.unreadable")

    def test_a_zip_that_names_the_same_bytes_again_and_again(self, tmp_path: Path):
        data = hostile.overlapping(hostile.xlsx(ROW), "xl/worksheets/sheet2.xml", 500)

        assert self.bounded(tmp_path, "a.xlsx", data) == Fault("a.xlsx", "", "file.unreadable")

    def test_a_zip_of_very_many_parts(self, tmp_path: Path):
        data = hostile.zipped(hostile.xlsx(ROW) | {f"a{number}": b"" for number in range(zipped.MOST_PARTS)})

        assert refused(tmp_path, "a.xlsx", data) == Fault("a.xlsx", "", "file.unreadable")

    def test_a_zip_in_a_zip_is_nothing_to_be_read(self, tmp_path: Path):
        inner = hostile.zipped({"bomb": bytes(10_000_000)})

        assert refused(tmp_path, "a.xlsx", hostile.zipped({"xl/workbook.xml.zip": inner})).code == "file.unreadable"

    def test_ten_megabytes_in_one_cell_are_told_by_the_cell(self, tmp_path: Path):
        text = f'<c r="A2" t="inlineStr"><is><t>{"a" * 10_000_000}</t></is></c>'
        header = "".join(f'<c t="inlineStr"><is><t>{column}</t></is></c>' for column in HEADERS)
        data = hostile.zipped(hostile.xlsx(f'<row r="1">{header}</row><row r="2">{text}</row>'))

        sheet = read_sheet(read(tmp_path, "a.xlsx", data), bank.COLUMNS)

        wanted = Fault("a.xlsx", 'Sheet "Câu hỏi", ô A2', "sheet.long-cell", {"length": 10_000_000, "longest": 5_000})
        assert (sheet.rows, sheet.faults) == ([], [wanted])

    def test_merged_cells_that_cover_each_other_a_thousand_times(self, tmp_path: Path):
        merged = "<mergeCells>" + '<mergeCell ref="A1:A50000"/>' * 50_000 + "</mergeCells>"
        parts = hostile.xlsx(ROW + '<row r="50000"><c r="A50000"><v>1</v></c></row>')
        sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b"</sheetData>" + merged.encode())

        fault = refused(tmp_path, "a.xlsx", hostile.zipped(parts | {"xl/worksheets/sheet1.xml": sheet}))

        assert fault == Fault("a.xlsx", "", "file.unreadable")

    def test_a_file_beyond_thirty_megabytes_is_not_read_whole(self, tmp_path: Path):
        path = tmp_path / "a.csv"
        with path.open("wb") as file:
            file.truncate(3_000_000_000)

        with pytest.raises(Faulty) as caught:
            read_table(path, bank.SHEET)

        assert caught.value.faults == [Fault("a.csv", "", "file.too-large", {"found": 3_000, "most": 30})]

    @pytest.mark.parametrize("text", [b"a\n" * 15_000_000, b"\n" * MOST_BYTES], ids=["short", "empty"])
    def test_a_csv_of_millions_of_rows(self, tmp_path: Path, text: bytes):
        fault = refused(tmp_path, "a.csv", text)

        assert fault == Fault("a.csv", "", "file.too-many-cells", {"rows": 100_001, "columns": "A", **TOO_FAR})

    def test_a_csv_of_a_million_columns(self, tmp_path: Path):
        fault = refused(tmp_path, "a.csv", b"a," * 200_000)

        assert (fault.code, fault.values["rows"]) == ("file.too-many-cells", 1)

    def test_a_csv_whose_quote_never_ends_is_not_read_to_its_end(self, tmp_path: Path):
        assert refused(tmp_path, "a.csv", b'a\n"' + b"a,\n" * 9_000_000) == Fault("a.csv", "", "csv.broken", {"row": 2})

    def test_ten_megabytes_in_one_cell_of_a_csv(self, tmp_path: Path):
        assert refused(tmp_path, "a.csv", b"a\nb\n" + b"c" * 10_000_000) == Fault("a.csv", "", "csv.broken", {"row": 3})

    def test_the_limits_leave_room_for_a_hundred_thousand_people(self):
        assert extent.MOST_ROWS * len(roster.COLUMNS) <= extent.MOST_CELLS


@pytest.mark.parametrize("name", ["folder.xlsx", "pipe.xlsx", "nowhere.xlsx"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, name: str):
    (tmp_path / "folder.xlsx").mkdir()
    os.mkfifo(tmp_path / "pipe.xlsx")

    with pytest.raises(Faulty) as caught:
        read_table(tmp_path / name, bank.SHEET)

    assert caught.value.faults == [Fault(name, "", "file.missing")]


def test_a_template_as_it_is_written_is_within_every_limit(tmp_path: Path):
    held = io.BytesIO()
    write_question_template(held)

    assert read(tmp_path, "a.xlsx", held.getvalue()).rows[0] == HEADERS
