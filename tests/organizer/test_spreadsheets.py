"""Workbooks read from disk and templates written to it, on files that Excel would open."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from chalicelib.domain import bank, roster
from chalicelib.domain.award_rules import UnitClass
from chalicelib.domain.definition import Definition, ExcludedBody, Paper
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.sheets import Table
from organizer.spreadsheets import read_table
from organizer.workbooks import write_question_template, write_roster_template

BANK_HEADERS = [column.header for column in bank.COLUMNS]
ROSTER_HEADERS = [column.header for column in roster.COLUMNS]
DEFINITION = Definition.model_construct(
    contest="vi-du-2023",
    paper=Paper(questions=2, options_least=3, options_most=4, limit_s=600, blueprint={"Thể chế": 1, "Bộ máy": 1}),
    excluded_bodies=(ExcludedBody(id="ban-to-chuc", name="Ban Tổ chức", clause="S0:35"),),
    unit_classes=(UnitClass(id="so", name="Sở, ban, ngành"),),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "t1.xlsx"


def filled(path, rows, sheet="Câu hỏi", others=()):
    """Write a workbook as Excel would and return its path."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as workbook:
        page = workbook.add_worksheet(sheet)
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
        for name in others:
            workbook.add_worksheet(name)
    return path


def refused(call, *given):
    with pytest.raises(Faulty) as caught:
        call(*given)
    assert all(fault.line("vi") != fault.line("en") for fault in caught.value.faults)
    return caught.value.faults


def test_a_sheet_is_read_with_numbers_dates_and_blanks_where_they_stand(path):
    filled(path, [["Tiêu đề"], [], ["a", 12, 12.5, True], ["", date(2021, 12, 13)]])

    assert read_table(path, "Câu hỏi") == Table(
        "t1.xlsx",
        "Câu hỏi",
        [["Tiêu đề", "", "", ""], ["", "", "", ""], ["a", 12.0, 12.5, True], ["", date(2021, 12, 13), "", ""]],
    )


def test_a_question_template_reads_back_as_no_questions_yet(path):
    write_question_template(path, DEFINITION)

    faults = refused(bank.read_bank, read_table(path, bank.SHEET), DEFINITION, "tuan-1")

    assert faults == [Fault("t1.xlsx", 'Sheet "Câu hỏi"', "sheet.no-rows")]
    assert faults[0].parts()["found"] == "Chưa có dòng dữ liệu nào."


def test_a_roster_template_reads_back_as_nobody_yet(path):
    write_roster_template(path, DEFINITION)

    faults = refused(roster.read_roster, read_table(path, roster.SHEET), DEFINITION)

    assert faults == [Fault("t1.xlsx", 'Sheet "Thí sinh"', "sheet.no-rows")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_example_of_a_template_would_itself_be_right(path, language):
    """Whoever overwrites the mark of the example finds a question without a fault."""
    simple = Definition.model_construct(contest="c", paper=Paper(questions=1, options_least=3, options_most=4, limit_s=600))
    write_question_template(path, simple, language)
    table = read_table(path, bank.SHEET)

    read_in, _ = bank.read_bank(Table("t1.xlsx", "Câu hỏi", [table.rows[0], ["", *table.rows[1][1:]]]), simple, "tuan-1")

    assert [question.right for question in read_in.questions] == ["A"]


def test_a_template_has_drop_downs_notes_a_frozen_header_and_protected_guides(path):
    write_question_template(path, DEFINITION)

    with zipfile.ZipFile(path) as folder:
        parts = {name: folder.read(name).decode() for name in folder.namelist() if name.endswith(".xml")}

    sheet, guide, lists = (parts[f"xl/worksheets/sheet{number}.xml"] for number in (1, 2, 3))
    assert sheet.count("<dataValidation ") == 4
    assert "'Danh mục'!$B$1:$B$2" in sheet
    assert 'ySplit="1"' in sheet
    assert "<sheetProtection" not in sheet
    assert "<sheetProtection" in guide
    assert "<sheetProtection" in lists
    assert parts["xl/comments1.xml"].count("<comment ") == len(BANK_HEADERS)


def test_a_roster_template_offers_the_definitions_classes_and_bodies(path):
    write_roster_template(path, DEFINITION)

    with zipfile.ZipFile(path) as folder:
        words = folder.read("xl/sharedStrings.xml").decode()
        sheet = folder.read("xl/worksheets/sheet1.xml").decode()

    assert all(f"<t>{word}</t>" in words for word in ("Sở, ban, ngành", "Ban Tổ chức", "có"))
    assert sheet.count("<dataValidation ") == 3


def test_a_filled_template_is_taken(path):
    first = ["", "Thể chế là gì?", "Một", "Hai", "Ba", "", "A.", "the che", "dễ", "Nghị quyết số 76/NQ-CP", "", ""]
    second = ["b-2", "Bộ máy có mấy cấp?", 1, 2, 3, 4, "b", "Bộ máy", "", "", "", "có"]
    filled(path, [BANK_HEADERS, ["VÍ DỤ", "?"], first, second])

    read_in, warnings = bank.read_bank(read_table(path, bank.SHEET), DEFINITION, "tuan-1")

    assert [(each.right, each.topic, each.fixed) for each in read_in.questions] == [
        ("B", "Bộ máy", True),
        ("A", "Thể chế", False),
    ]
    assert read_in.questions[0].options == {"A": "1", "B": "2", "C": "3", "D": "4"}
    assert warnings == []


def test_every_kind_of_fault_in_a_bank_is_named_at_once(path):
    rows = [
        BANK_HEADERS,
        ["câu 1", "Thể chế là gì?", "Một", "Hai", "Ba", "", "A", "Thể chế", "", "", "", ""],
        ["", "thể chế là gì", "Một", "Một", "Ba", "", "A, B", "Thể chế", "vừa", "", "", "?"],
        ["", "", "Một", "", "Ba", "", "D", "Khác", "", "", "", ""],
        ["", "Hai\u200b", "Một", "Hai", "Cả A và B", "", "", "Thể chế", "", "", "x" * 2001, ""],
    ]

    faults = refused(bank.read_bank, read_table(filled(path, rows), bank.SHEET), DEFINITION, "tuan-1")

    assert [(fault.path, fault.code) for fault in faults] == [
        ('Sheet "Câu hỏi", ô B5', "sheet.hidden-character"),
        ('Sheet "Câu hỏi", ô A2', "bank.id"),
        ('Sheet "Câu hỏi", ô B3', "bank.duplicate"),
        ('Sheet "Câu hỏi", ô D3', "bank.options-equal"),
        ('Sheet "Câu hỏi", ô G3', "bank.right-unread"),
        ('Sheet "Câu hỏi", ô I3', "bank.difficulty"),
        ('Sheet "Câu hỏi", ô L3', "sheet.yes-or-no"),
        ('Sheet "Câu hỏi", ô B4', "bank.text-missing"),
        ('Sheet "Câu hỏi", ô D4', "bank.option-gap"),
        ('Sheet "Câu hỏi", ô G4', "bank.right-empty"),
        ('Sheet "Câu hỏi", ô H4', "bank.topic"),
        ('Sheet "Câu hỏi", ô G5', "bank.right-missing"),
        ('Sheet "Câu hỏi", ô K5', "bank.too-long"),
        ('Sheet "Câu hỏi", ô L5', "bank.loose-order"),
        ('Sheet "Câu hỏi"', "bank.too-few-of-topic"),
    ]


def test_every_kind_of_fault_in_a_roster_is_named_at_once(path):
    rows = [
        ROSTER_HEADERS,
        ["Nguyễn Văn An", 1234567891, "Sở Nội vụ", "so", "x", "", ""],
        ["", "001234567891", "SỞ NỘI VỤ", "Xã", "", "", ""],
        ["Bình", "1,2E+11", "Sở Nội vũ", "", "?", "Ban Giám khảo", ""],
        ["Chi\u200b", "", "", "so", "", "có", ""],
        ["Dung", "D-01", "", "", "", "", "nghỉ"],
    ]

    faults = refused(roster.read_roster, read_table(filled(path, rows, roster.SHEET), roster.SHEET), DEFINITION)

    assert [(fault.path, fault.code) for fault in faults] == [
        ('Sheet "Thí sinh", ô A5', "sheet.hidden-character"),
        ('Sheet "Thí sinh", ô A3', "roster.name-missing"),
        ('Sheet "Thí sinh", ô B3', "roster.identifier-twice"),
        ('Sheet "Thí sinh", ô D3', "roster.class-unknown"),
        ('Sheet "Thí sinh", ô B4', "roster.identifier-scientific"),
        ('Sheet "Thí sinh", ô C4', "roster.units-alike"),
        ('Sheet "Thí sinh", ô E4', "sheet.yes-or-no"),
        ('Sheet "Thí sinh", ô F4', "roster.body-unknown"),
        ('Sheet "Thí sinh", ô B5', "roster.identifier-missing"),
        ('Sheet "Thí sinh", ô D5', "roster.class-alone"),
        ('Sheet "Thí sinh", ô G5', "roster.reason-missing"),
        ('Sheet "Thí sinh", ô G6', "roster.reason-alone"),
    ]


def test_a_number_in_excel_is_padded_to_a_citizens_identity_number(path):
    rows = [ROSTER_HEADERS, ["An", 1234567891, "", "", "", "", ""], ["Bình", 79203001234, "", "", "", "", ""]]

    read_in, warnings = roster.read_roster(read_table(filled(path, rows, roster.SHEET), roster.SHEET), DEFINITION)

    assert [person.identifier for person in read_in.people] == ["001234567891", "079203001234"]
    assert [warning.path for warning in warnings] == ['Sheet "Thí sinh", ô B2', 'Sheet "Thí sinh", ô B3']


def test_merged_titles_are_skipped_and_a_unit_merged_downwards_holds_for_its_people(path):
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet(roster.SHEET)
        page.merge_range("A1:G1", "DANH SÁCH THÍ SINH")
        page.write_row("A2", ROSTER_HEADERS)
        page.merge_range("A3:G3", "I. KHỐI SỞ, NGÀNH")
        page.write_row("A4", ["An", "CB01"])
        page.write_row("A5", ["Bình", "CB02"])
        page.merge_range("C4:C5", "Sở Nội vụ")

    read_in, _ = roster.read_roster(read_table(path, roster.SHEET), DEFINITION)

    assert [(person.full_name, person.unit) for person in read_in.people] == [("An", "so-noi-vu"), ("Bình", "so-noi-vu")]


def test_headers_merged_over_two_rows_are_one_header(path):
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet(roster.SHEET)
        for column, header in enumerate(ROSTER_HEADERS):
            page.merge_range(0, column, 1, column, header)
        page.write(1, len(ROSTER_HEADERS), "(ghi chú)")
        page.write_row("A3", ["An", "CB01"])

    table = read_table(path, roster.SHEET)

    assert list(table.rows[1][: len(ROSTER_HEADERS)]) == ROSTER_HEADERS
    assert [fault.code for fault in refused(roster.read_roster, table, DEFINITION)] == ["sheet.unknown-column"]


def test_a_formula_that_was_never_calculated_is_warned_of(path):
    rows = [ROSTER_HEADERS, ["An", "CB01", "=A1", "", "", "", ""]]

    _, warnings = roster.read_roster(read_table(filled(path, rows, roster.SHEET), roster.SHEET), DEFINITION)

    assert warnings == [Fault("t1.xlsx", 'Sheet "Thí sinh", ô C2', "sheet.uncalculated")]


def test_a_csv_file_is_a_sheet(tmp_path):
    path = tmp_path / "t1.csv"
    path.write_bytes("\ufeffHọ và tên;Đơn vị\r\nAn;Sở Nội vụ\r\n".encode())

    assert read_table(path, "Thí sinh") == Table("t1.csv", "", [["Họ và tên", "Đơn vị"], ["An", "Sở Nội vụ"]])


def test_an_open_document_is_a_sheet_too(tmp_path):
    path = tmp_path / "t1.ods"
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in "ab"
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    page = f'<table:table table:name="Thí sinh"><table:table-row>{cells}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{page}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as folder:
        folder.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        folder.writestr("META-INF/manifest.xml", "<manifest/>")
        folder.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")

    assert read_table(path, "Thí sinh") == Table("t1.ods", "Thí sinh", [["a", "b"]])


def test_a_sheet_is_found_without_regard_to_case_and_accents(path):
    assert read_table(filled(path, [["x"]], "CAU HOI", others=["Khác"]), "Câu hỏi").sheet == "CAU HOI"


def test_the_only_sheet_is_taken_whatever_its_name(path):
    assert read_table(filled(path, [["x"]], "Sheet1"), "Câu hỏi").sheet == "Sheet1"


def test_one_of_several_sheets_must_have_the_name(path):
    filled(path, [["x"]], "Sheet1", others=["Sheet2"])

    assert refused(read_table, path, "Câu hỏi") == [
        Fault("t1.xlsx", "", "file.no-sheet", {"wanted": "Câu hỏi", "found": "“Sheet1”, “Sheet2”"})
    ]


def workbook_bytes():
    held = io.BytesIO()
    write_question_template(held)
    return held.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"not a workbook", workbook_bytes()[:2000], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)],
    ids=["empty", "head", "text", "truncated", "compound"],
)
def test_what_is_no_workbook_is_refused_in_one_sentence(path, data):
    path.write_bytes(data)

    assert refused(read_table, path, "Câu hỏi") == [Fault("t1.xlsx", "", "file.unreadable")]


def test_a_workbook_whose_sheet_is_damaged_inside_is_refused(path):
    whole = bytearray(workbook_bytes())
    with zipfile.ZipFile(io.BytesIO(whole)) as folder:
        start = folder.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    whole[start : start + 40] = b"\xff" * 40
    path.write_bytes(whole)

    assert refused(read_table, path, "Câu hỏi") == [Fault("t1.xlsx", "", "file.unreadable")]


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path):
    assert refused(read_table, tmp_path / "t1.xlsx", "Câu hỏi") == [Fault("t1.xlsx", "", "file.missing")]
    assert refused(read_table, tmp_path / "t1.docx", "Câu hỏi") == [Fault("t1.docx", "", "file.kind", {"found": ".docx"})]
