"""What an office prints: each cell is a fact of the report, each share its two numbers', each template looked at first."""

from __future__ import annotations

import io
import stat
import zipfile
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from openpyxl.utils import range_boundaries

from chalicelib.domain.report import report
from organizer.reports.document import TEMPLATES, Template
from organizer.reports.fields import FIELDS, values
from organizer.reports.kinds import WHOLE
from organizer.reports.make_templates import MADE
from organizer.reports.numbers import amount_in_words, few, in_words, mean, percent, rate, whole
from organizer.reports.workbook import round_workbook, treasury_workbook
from organizer.trouble import Trouble, sentences
from organizer.words import CATALOGUES
from tests.domain.test_report import in_class, make_facts, owing, unit_row
from tests.factories import CLOSING_BEGINS, CONTEST, FIRST
from tests.organizer.keyboard import Keyboard, Typed
from tests.test_live_cells import PAYLOADS, formulas
from tests.town import Town

SPACE = "\u00a0"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """A report with whatever a report may have: a unit below its threshold, people without a unit, a name erased."""
    both = {"vi": "Điểm", "en": "Score"}
    won = [
        {
            "prize": prize,
            "prize_name": name,
            "place": place,
            "unit_name": "Sở Nội vụ",
            "amount_vnd": amount,
            "values": [{"name": "score", "value": "3", "text": {"vi": "3", "en": "3"}}],
            "why": {"vi": f"điểm {4 - place}", "en": f"score {4 - place}"},
        }
        for prize, name, place, amount in [("nhat", "Giải Nhất", 1, 1_000_000), ("ba", "Giải Ba", 2, 300_000)]
    ]
    facts = make_facts(
        definition=owing(),
        units=[
            unit_row("", "", 1, 1),
            in_class("so", "8", 2) | {"papers": "3", "perfect": "1"},
            unit_row("b", "", 1, 1, zero=1),
        ],
        leaders={"a": (2, 3), "": (0, 1)},
    )
    facts.results.update(
        winners=won,
        criteria=[{"name": "score", "direction": "desc", "label": both, "rule": {"vi": "Cao hơn.", "en": "Higher."}}],
        not_given=[{"prize": "nhi", "prize_name": "Giải Nhì", "number": 1, "why": {"vi": "không còn ai", "en": "nobody"}}],
        adjusted=[{"act": "void", "sentence": {"vi": "Lúc 08:00: hủy câu q1.", "en": "At 08:00: q1 voided."}}],
    )
    return report(facts)


# --- numbers ---


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_010, "một nghìn không trăm mười"),
        (21_000, "hai mươi mốt nghìn"),
        (24_000, "hai mươi bốn nghìn"),
        (105_000, "một trăm linh năm nghìn"),
        (800_000, "tám trăm nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_024_005, "một triệu không trăm hai mươi bốn nghìn không trăm linh năm"),
        (4_500_000, "bốn triệu năm trăm nghìn"),
        (16_100_000, "mười sáu triệu một trăm nghìn"),
        (24_000_024, "hai mươi bốn triệu không trăm hai mươi tư"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (5_001_000_000, "năm tỷ không trăm linh một triệu"),
        (24_000_000_000, "hai mươi bốn tỷ"),
        (
            999_999_999_999,
            "chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn "
            "chín trăm chín mươi chín",
        ),
        (1_000_000_000_000, "một nghìn tỷ"),
    ],
)
def test_a_number_is_read_out_with_its_zeros(number: int, words: str):
    assert in_words(number) == words


def test_no_two_numbers_are_read_out_alike():
    numbers = [*range(3_000), *(n * 1_000 + 5 for n in range(2_000)), *(n * 1_000_000 for n in range(1_000, 2_000))]

    assert len({in_words(number) for number in numbers}) == len(set(numbers))


def test_a_number_below_zero_is_not_read_out():
    with pytest.raises(ValueError, match="-1 is below zero"):
        in_words(-1)


def test_an_amount_begins_like_a_sentence_and_ends_with_its_coin():
    assert amount_in_words(16_100_000) == "Mười sáu triệu một trăm nghìn đồng"


def test_numbers_are_written_as_they_are_read_here():
    assert [whole(25_980), whole(None), few(1), few(24), mean(33, 4), mean(0, 0)] == ["25.980", "", "01", "24", "8,25", ""]
    assert [percent(2_288, 10_000), percent(1, 8), percent(1, 0), percent(1, None)] == [
        f"22,88{SPACE}%",
        f"12,50{SPACE}%",
        "",
        "",
    ]
    assert [rate(7_000), rate(6_950), rate(10_000), rate(None)] == [f"70{SPACE}%", f"69,5{SPACE}%", f"100{SPACE}%", ""]


# --- the workbook ---


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of each sheet, line by line; a workbook keeps sixteen digits of a quotient."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[_kept(cell.value) for cell in line] for line in sheet.iter_rows()] for sheet in book}


def _kept(value: Any) -> Any:
    return round(value, 12) if isinstance(value, float) else value


def share(part: int, of: int) -> float:
    return round(part / of, 12)


def test_the_summary_has_every_total_and_the_bands_below_it(told: dict[str, Any]):
    lines = sheets(round_workbook(told))["Tổng hợp"]

    assert [line[1:] for line in lines[:12]] == [
        ["Số lượng", "Tỷ lệ"],
        [8, None],
        [2, share(2, 8)],
        [4, None],
        [6, None],
        [1, share(1, 6)],
        [5, share(5, 6)],
        [3, share(3, 5)],
        [1, share(1, 5)],
        [1, share(1, 5)],
        [1, share(1, 4)],
        [1, share(1, 4)],
    ]
    assert lines[13:] == [
        ["Mức trả lời đúng", "Số bài thi", "Tỷ lệ"],
        ["Đúng tất cả các câu", 2, share(2, 5)],
        ["Đúng từ 75 % trở lên", 0, 0],
        ["Đúng từ 25 % đến dưới 75 %", 2, share(2, 5)],
        ["Đúng dưới 25 %", 0, 0],
        ["Không đúng câu nào", 1, share(1, 5)],
    ]


def test_the_other_sheets_hold_the_reports_facts(told: dict[str, Any]):
    found = sheets(round_workbook(told))

    assert list(found) == ["Tổng hợp", "Theo ngày", "Theo đơn vị", "Đơn vị theo ngày", "Câu hỏi khó nhất", "Người đạt giải"]
    assert found["Theo ngày"][1:] == [[datetime(2023, 10, 23), 3, 2], [datetime(2023, 10, 24), 2, 2]]
    assert found["Theo đơn vị"][1:] == [
        ["Đơn vị a", "Sở", 8, 2, share(2, 8), 0.7, "Chưa đạt", 3, share(4, 2), 1, 0],
        ["Đơn vị b", None, None, 1, None, None, None, 1, 0, 0, 1],
        ["Không thuộc đơn vị nào", None, None, 1, None, None, None, 1, 2, 0, 0],
    ]
    assert found["Đơn vị theo ngày"] == [
        ["Đơn vị", "Số bài thi 23/10", "Số bài thi 24/10", "Số người dự thi 23/10", "Số người dự thi 24/10"],
        ["Đơn vị a", 2, 1, 1, 1],
        ["Đơn vị b", 0, 1, 0, 1],
        ["Không thuộc đơn vị nào", 1, 0, 1, 0],
    ]
    assert found["Câu hỏi khó nhất"][1:] == [["q3", "Câu ba?", 5, 1, share(1, 5)], ["q1", "Câu một?", 3, 2, share(2, 3)]]
    assert found["Người đạt giải"] == [
        ["Giải", "Hạng", "Họ và tên", "Đơn vị", "Điểm", "Tiền thưởng (đồng)", "Căn cứ xếp hạng"],
        ["Giải Nhất", 1, "Nguyễn Văn An", "Sở Nội vụ", "3", 1_000_000, "điểm 3"],
        ["Giải Ba", 2, "(dữ liệu cá nhân đã xóa)", "Sở Nội vụ", "3", 300_000, "điểm 2"],
        [None] * 7,
        ["Giải không trao", "Số giải", "Căn cứ xếp hạng", None, None, None, None],
        ["Giải Nhì", 1, "không còn ai", None, None, None, None],
    ]


def test_the_workbook_is_written_in_english_too(told: dict[str, Any]):
    found = sheets(round_workbook(told, "en"))

    assert list(found)[:2] == ["Summary", "By day"]
    assert found["Winners"][1] == ["Giải Nhất", 1, "Nguyễn Văn An", "Sở Nội vụ", "3", 1_000_000, "score 3"]
    assert found["By unit"][1][6] == "Fell short"


def test_charts_are_excels_own_and_draw_cells_that_there_are(told: dict[str, Any]):
    book = openpyxl.load_workbook(io.BytesIO(round_workbook(told)))

    drawn = {
        sheet.title: [drawn_cells(book, series) for chart in sheet._charts for series in chart.series] for sheet in book
    }

    assert {title: [name for name, _, _ in series] for title, series in drawn.items()} == {
        "Tổng hợp": ["Số bài thi"],
        "Theo ngày": ["Số bài thi", "Số người dự thi"],
        "Theo đơn vị": ["Số người dự thi", "Tỷ lệ dự thi"],
        "Đơn vị theo ngày": ["Số bài thi 23/10", "Số bài thi 24/10"],
        "Câu hỏi khó nhất": ["Tỷ lệ"],
        "Người đạt giải": [],
    }
    assert drawn["Tổng hợp"][0][2] == [2, 0, 2, 0, 1]
    assert drawn["Theo ngày"][1][1:] == ([datetime(2023, 10, 23), datetime(2023, 10, 24)], [2, 2])
    assert drawn["Đơn vị theo ngày"][0][1:] == (["Đơn vị a", "Đơn vị b", "Không thuộc đơn vị nào"], [2, 0, 1])


def drawn_cells(book: Any, series: Any) -> tuple[Any, list[Any], list[Any]]:
    """Return what a series is called, what its points stand against, and their values: each read from the cells."""
    against = (series.cat.strRef or series.cat.numRef).f
    (name,) = _cells(book, series.tx.strRef.f)
    return name, _cells(book, against), _cells(book, series.val.numRef.f)


def _cells(book: Any, reference: str) -> list[Any]:
    title, _, area = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    sheet = book[title.strip("'")]
    assert bottom <= sheet.max_row
    assert right <= sheet.max_column
    return [sheet.cell(line, column).value for line in range(top, bottom + 1) for column in range(left, right + 1)]


def test_a_chart_of_many_units_draws_the_first_twenty():
    units = [unit_row(f"u{number:02d}", "9", 1, 1) for number in range(30)]

    book = openpyxl.load_workbook(io.BytesIO(round_workbook(report(make_facts(units=units)))))

    drawn = [chart.series[0].val.numRef.f for chart in book["Theo đơn vị"]._charts]
    assert drawn == ["'Theo đơn vị'!$D$2:$D$21", "'Theo đơn vị'!$E$2:$E$21"]


def test_numbers_can_be_sorted_and_are_shown_as_shares_by_their_format_alone(told: dict[str, Any]):
    sheet = openpyxl.load_workbook(io.BytesIO(round_workbook(told)))["Theo đơn vị"]

    assert [sheet.cell(2, column).number_format for column in (3, 4, 5, 6, 9)] == [
        "#,##0",
        "#,##0",
        "0.00%",
        "0.00%",
        "0.00",
    ]
    assert [type(sheet.cell(2, column).value) for column in (3, 5)] == [int, float]


def test_every_sheet_prints_on_a_sheet_of_paper_with_its_head_repeated(told: dict[str, Any]):
    for sheet in openpyxl.load_workbook(io.BytesIO(round_workbook(told))):
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_the_list_to_pay_by_has_who_is_paid_and_the_total_twice(told: dict[str, Any]):
    lines = sheets(treasury_workbook(told))["Danh sách chi trả"]

    assert lines[3:] == [
        ["STT", "Họ và tên", "Đơn vị", "Giải", "Số tiền (đồng)", "Ký nhận"],
        [1, "Nguyễn Văn An", "Sở Nội vụ", "Giải Nhất", 1_000_000, None],
        [2, "(dữ liệu cá nhân đã xóa)", "Sở Nội vụ", "Giải Ba", 300_000, None],
        ["Tổng cộng", None, None, None, 1_300_000, None],
        [None] * 6,
        ["Tổng số tiền: 1.300.000 đồng (bằng chữ: Một triệu ba trăm nghìn đồng).", *[None] * 5],
    ]


def test_what_people_wrote_is_live_in_no_cell(told: dict[str, Any], tmp_path: Path):
    texts = dict.fromkeys(("unit_name", "full_name", "prize_name"))
    won = [{**told["winners"][0], **dict.fromkeys(texts, payload)} for payload in PAYLOADS]
    units = [{**told["units"][1], "name": payload, "class_name": payload} for payload in PAYLOADS]
    hardest = [{**told["hardest"][0], "question": payload, "text": payload} for payload in PAYLOADS]
    hostile = {**told, "winners": won, "units": units, "hardest": hardest, "short_title": "&[=1+1]&A"}
    files = {tmp_path / "a.xlsx": round_workbook(hostile), tmp_path / "b.xlsx": treasury_workbook(hostile)}
    for file, data in files.items():
        file.write_bytes(data)

    assert [list(formulas(file)) for file in files] == [[], []]
    assert PAYLOADS[0] in [line[0] for line in sheets(files[tmp_path / "a.xlsx"])["Theo đơn vị"]]


# --- the documents ---


def document(name: str, told: dict[str, Any]) -> Any:
    return Document(io.BytesIO(Template(TEMPLATES / name).filled_in(values(told))))


def text_of(found: Any) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs if paragraph.text]


def tables_of(found: Any) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found.tables]


def test_the_report_tells_the_facts_in_their_order(told: dict[str, Any]):
    lines = text_of(document("bao-cao.docx", told))

    assert lines[:2] == ["BÁO CÁO", "Kết quả Tuần 1 Cuộc thi ví dụ"]
    assert [line for line in lines if line.split(".")[0] in ("I", "II", "III", "IV")] == [
        "I. TÌNH HÌNH TỔ CHỨC",
        "II. KẾT QUẢ THAM GIA",
        "III. CHẤT LƯỢNG BÀI THI",
        "IV. KẾT QUẢ XẾP GIẢI",
    ]
    assert (
        "1. Có 4 người dự thi với 5 bài thi được tính. Trong các đơn vị đã có số người thuộc diện dự thi, 2/8 người đã "
        f"dự thi, đạt 25,00{SPACE}%." in lines
    )
    assert f"- Đơn vị a: 25,00{SPACE}% (2/8 người), yêu cầu 70{SPACE}%;" in lines
    assert "Tổng số tiền thưởng: 1.300.000 đồng (bằng chữ: Một triệu ba trăm nghìn đồng)." in lines
    assert "- Giải Nhì: 01 giải không trao; lý do: không còn ai." in lines
    assert "- Lúc 08:00: hủy câu q1." in lines
    assert f"4. Lãnh đạo đơn vị đã dự thi: 2/4 người (50,00{SPACE}%), gồm:" in lines
    assert [line for line in lines if line in ("- Đơn vị a: 2/3;", "- Không thuộc đơn vị nào: 0/1;")] == [
        "- Không thuộc đơn vị nào: 0/1;",
        "- Đơn vị a: 2/3;",
    ]
    assert [line for line in lines if "{" in line or "}" in line or "None" in line] == []


def test_where_a_plan_gives_no_prizes_and_asks_for_no_leaders_the_report_has_no_line_on_either(told: dict[str, Any]):
    """S3:37 leaves prizes to the province."""
    none = {"winners": [], "not_given": [], "amount_vnd": 0, "leaders": None, "adjusted": []}

    lines = text_of(document("bao-cao.docx", {**told, **none}))

    assert [
        line for line in lines if "GIẢI" in line or "đạt giải" in line or "Lãnh đạo" in line or "QUYẾT ĐỊNH" in line
    ] == []


def test_the_reports_tables_are_the_facts(told: dict[str, Any]):
    _, days, bands, hardest, winners, _, units = tables_of(document("bao-cao.docx", told))

    assert days == [["Ngày", "Số bài thi", "Số người"], ["23/10/2023", "3", "2"], ["24/10/2023", "2", "2"]]
    assert [row[1:] for row in bands[1:]] == [
        ["2", f"40,00{SPACE}%"],
        ["0", f"0,00{SPACE}%"],
        ["2", f"40,00{SPACE}%"],
        ["0", f"0,00{SPACE}%"],
        ["1", f"20,00{SPACE}%"],
    ]
    assert hardest[1:] == [
        ["1", "Câu ba?", "5", "1", f"20,00{SPACE}%"],
        ["2", "Câu một?", "3", "2", f"66,67{SPACE}%"],
    ]
    assert winners[1:] == [
        ["1", "Nguyễn Văn An", "Sở Nội vụ", "Giải Nhất", "điểm 3"],
        ["2", "(dữ liệu cá nhân đã xóa)", "Sở Nội vụ", "Giải Ba", "điểm 2"],
    ]
    assert units[1:] == [
        ["1", "Đơn vị a", "8", "2", f"25,00{SPACE}%", "3", "2,00", "Chưa đạt"],
        ["2", "Đơn vị b", "", "1", "", "1", "0,00", ""],
        ["3", "Không thuộc đơn vị nào", "", "1", "", "1", "2,00", ""],
    ]


def test_every_share_in_the_documents_is_its_two_numbers(told: dict[str, Any]):
    """Each table of the report: a row's share is the number before it, of the one that its head says it is of."""
    _, _, bands, hardest, _, _, units = tables_of(document("bao-cao.docx", told))
    pairs = [(row[2], row[1], "5") for row in bands[1:]] + [(row[4], row[3], row[2]) for row in hardest[1:]]
    pairs += [(row[4], row[3], row[2]) for row in units[1:] if row[4]]

    assert len(pairs) == 8
    for share, part, of in pairs:
        shown = Fraction(share.removesuffix(f"{SPACE}%").replace(",", "."))
        assert abs(shown - Fraction(100 * int(part), int(of))) <= Fraction(1, 200)


def test_the_decision_names_the_prizes_and_lists_the_winners(told: dict[str, Any]):
    found = document("quyet-dinh.docx", told)

    lines = text_of(found)
    assert [line for line in lines if line.startswith(("Điều", "- 0", "Tổng"))][:-1] == [
        "Điều 1. Công nhận kết quả Tuần 1 Cuộc thi ví dụ và 02 cá nhân đạt giải (có danh sách kèm theo).",
        "Điều 2. Trao giải cho các cá nhân có tên tại Điều 1, gồm:",
        "- 01 Giải Nhất, mỗi giải 1.000.000 đồng, cộng 1.000.000 đồng;",
        "- 01 Giải Ba, mỗi giải 300.000 đồng, cộng 300.000 đồng;",
        "Tổng số tiền thưởng: 1.300.000 đồng (bằng chữ: Một triệu ba trăm nghìn đồng). Kinh phí lấy từ nguồn ……………………………",
    ]
    assert "Căn cứ Kế hoạch của Ủy ban;" in lines
    assert [row[-1] for row in tables_of(found)[-1]] == ["Tiền thưởng (đồng)", "1.000.000", "300.000", "1.300.000"]


def test_the_plan_is_named_by_number_and_day_where_it_has_them(told: dict[str, Any]):
    plan = {"title": "Kế hoạch", "issuer": "Ủy ban nhân dân thành phố", "number": "274/KH-UBND", "date": "2023-10-17"}

    assert values({**told, "plan": plan})["plan"] == "Kế hoạch số 274/KH-UBND ngày 17/10/2023 của Ủy ban nhân dân thành phố"


def test_where_no_prize_is_money_no_document_speaks_of_any(told: dict[str, Any]):
    unpaid = {**told, "amount_vnd": 0, "winners": [{**each, "amount_vnd": None} for each in told["winners"]]}

    for name in ("bao-cao.docx", "quyet-dinh.docx"):
        assert [line for line in text_of(document(name, unpaid)) if "đồng" in line] == []


def test_the_list_for_the_treasury_has_room_to_sign(told: dict[str, Any]):
    found = document("danh-sach-chi-tra.docx", told)

    _, payments, _ = tables_of(found)
    assert payments == [
        ["STT", "Họ và tên", "Đơn vị", "Giải", "Số tiền (đồng)", "Ký nhận"],
        ["1", "Nguyễn Văn An", "Sở Nội vụ", "Giải Nhất", "1.000.000", ""],
        ["2", "(dữ liệu cá nhân đã xóa)", "Sở Nội vụ", "Giải Ba", "300.000", ""],
        ["Tổng cộng", "Tổng cộng", "Tổng cộng", "Tổng cộng", "1.300.000", ""],
    ]
    assert "Số tiền bằng chữ: Một triệu ba trăm nghìn đồng." in text_of(found)


@pytest.mark.parametrize("name", list(MADE))
def test_the_templates_that_ship_are_those_that_the_script_makes(name: str):
    assert parts((TEMPLATES / name).read_bytes()) == parts(MADE[name]())


def parts(data: bytes) -> dict[str, bytes]:
    """Return what a document is made of, but for when that was."""
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def test_markup_in_names_is_text_in_a_document(told: dict[str, Any]):
    name = "A <b>&amp; {{ title }} {% if %} </w:t>"
    marked = {**told, "winners": [{**each, "full_name": name} for each in told["winners"]]}

    assert tables_of(document("danh-sach-chi-tra.docx", marked))[1][1][1] == name


# --- fields and templates of an office's own ---


def test_every_field_has_a_value_and_every_row_its_fields(told: dict[str, Any]):
    found = values(told)

    assert set(found) == set(FIELDS)
    assert {name: set(found[name][0]) for name, row in FIELDS.items() if row} == {
        name: set(row) for name, row in FIELDS.items() if row
    }
    assert {type(found[name]) for name, row in FIELDS.items() if not row} == {str}


def test_every_field_is_explained():
    kinds = (FIELDS, WHOLE.fields)
    rows = {name for fields in kinds for row in fields.values() for name in row}
    words = {key for key in CATALOGUES["vi"] if key.startswith(("report.field.", "report.row-field."))}

    assert words == {f"report.field.{name}" for fields in kinds for name in fields} | {
        f"report.row-field.{name}" for name in rows
    }


def own(folder: Path, *lines: str, head: str = "") -> Path:
    """Write a template of an office's own."""
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    made.sections[0].header.paragraphs[0].text = head
    made.save(folder / "mau.docx")
    return folder / "mau.docx"


def complaint(path: Path, told: dict[str, Any] | None = None) -> str:
    """Return what is said of a template that is refused, when it is looked at or when it is used."""
    with pytest.raises(Trouble) as refused:
        Template(path).filled_in(values(told or {}))
    (line,) = sentences(refused.value, "vi")
    return line.replace(str(path), path.name)


def test_an_offices_own_template_is_filled_in(told: dict[str, Any], tmp_path: Path):
    path = own(
        tmp_path,
        "{{ round_name }}: {{ people }} người",
        "{%p for w in winners %}",
        "{{ loop.index }}. {{ w.name }}, {{ w.prize|upper }}",
        "{%p endfor %}",
        "{% set tong = amount %}{% if tong %}{{ tong }}{% endif %}",
        head="{{ short_title }}",
    )

    found = Document(io.BytesIO(Template(path).filled_in(values(told))))

    assert text_of(found) == [
        "Tuần 1: 4 người",
        "1. Nguyễn Văn An, GIẢI NHẤT",
        "2. (dữ liệu cá nhân đã xóa), GIẢI BA",
        "1.300.000",
    ]
    assert found.sections[0].header.paragraphs[0].text == "Ví dụ"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{{ peoples }}", "“peoples” (people)"),
        ("{{ PAPERS }}", "“PAPERS” (papers)"),
        ("{% if winner %}x{% endif %}", "“winner” (winners)"),
        ("{% for w in winers %}{{ w.name }}{% endfor %}", "“winers” (winners)"),
        ("{% for w in not_given %}{{ w.nam }}{% endfor %}", "“w.nam” (w.name)"),
        ("{% for w in winners|sort(attribute='name') %}{{ w.amout }}{% endfor %}", "“w.amout” (w.amount)"),
        ("{% for w in winners[:3] %}{{ w.uni }}{{ w.wy }}{% endfor %}", "“w.uni” (w.unit); “w.wy” (w.why)"),
        ("{% for w in winners %}{{ loop.indx }}{% endfor %}", "“loop.indx” (loop.index)"),
        ("{% for w in winners %}x{% endfor %}{{ w.name }}", "“w” ("),
        ("{{ title.upper() }}", "“title.upper” (title)"),
        ("{{ range(10**9) }}", "“range” ("),
    ],
)
def test_a_field_that_there_is_not_is_named_with_the_nearest(tmp_path: Path, line: str, named: str):
    """Also in a loop over a list that may be empty today, and in a branch that may not be taken."""
    assert f"mau.docx: không có trường {named}" in complaint(own(tmp_path, line))


def test_a_wrong_field_in_the_head_of_the_pages_is_named_too(tmp_path: Path):
    assert "“organiser” (organizer)" in complaint(own(tmp_path, "x", head="{{ organiser }}"))


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("Có {% for w in winners %} mở mà không đóng", "Có {% for w in winners %} mở mà không đóng"),
        ("{{ people", "{{ people"),
        ("{% fro w in winners %}", "{% fro w in winners %}"),
        ("{{ people|tiền }}", "{{ people|tiền }}"),
    ],
)
def test_what_can_not_be_read_as_a_template_is_quoted(tmp_path: Path, line: str, near: str):
    said = complaint(own(tmp_path, "Trước", line, "Sau"))

    assert said.startswith("mau.docx: không hiểu được mẫu ở đoạn “")
    assert near in said or line.startswith("Có")


@pytest.mark.parametrize(
    "line",
    [
        "{{ (title|upper).__class__.__base__.__subclasses__() }}",
        "{{ (winners|first).__class__.__mro__ }}",
        "{{ ('%s'|format(title)).__init__.__globals__ }}",
        "{% set f = winners|first %}{{ f.keys.__self__.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ (winners|list).append(1) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ ((title|list)|map('upper')|list).__class__ }}",
    ],
)
def test_a_hostile_template_runs_nothing(told: dict[str, Any], tmp_path: Path, line: str):
    said = complaint(own(tmp_path, line), told)

    assert said.startswith(("mau.docx: mẫu đòi một việc không được phép", "mau.docx: không lập được văn bản"))


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_document_is_refused_in_a_sentence(tmp_path: Path, data: bytes):
    path = tmp_path / "mau.docx"
    path.write_bytes(data)

    assert complaint(path).startswith("mau.docx không phải là tệp Word .docx đọc được.")


def test_a_workbook_or_a_document_type_is_no_template(tmp_path: Path, told: dict[str, Any]):
    book, typed = tmp_path / "mau.docx", tmp_path / "khac.docx"
    book.write_bytes(round_workbook(told))
    with zipfile.ZipFile(own(tmp_path, "x").rename(tmp_path / "that.docx")) as true, zipfile.ZipFile(typed, "w") as out:
        for name in true.namelist():
            data = true.read(name)
            out.writestr(name, data.replace(b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document", 1))

    book.write_bytes(round_workbook(told))
    assert complaint(book).startswith("mau.docx không phải là tệp Word")
    assert complaint(typed).startswith("khac.docx không phải là tệp Word")


def test_a_template_that_there_is_not_is_said(tmp_path: Path):
    assert complaint(tmp_path / "mau.docx").startswith("Không có tệp mau.docx")


# --- the commands ---


def test_a_report_is_written_for_its_owner_alone(closed: Keyboard, tmp_path: Path):
    done = closed.type("report", "round", CONTEST, FIRST, "--to", "out")

    assert done == Typed(
        0,
        [
            "Đã ghi out/bao-cao.xlsx; tệp có họ tên, chỉ chủ tệp đọc được.",
            "Đã ghi out/bao-cao.docx; tệp có họ tên, chỉ chủ tệp đọc được.",
            "Kết quả chưa được phê duyệt: các tệp này là bản dự thảo.",
        ],
        [],
    )
    files = [tmp_path / "out" / name for name in ("bao-cao.xlsx", "bao-cao.docx")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
    assert sheets(files[0].read_bytes())["Người đạt giải"][1][:4] == ["Giải Nhất", 1, "Nguyễn Văn An", "Sở Nội vụ"]
    assert tables_of(Document(files[1]))[4][1][1] == "Nguyễn Văn An"


def test_a_decision_and_the_list_to_pay_by_are_written(closed: Keyboard, tmp_path: Path):
    told = [closed.type("report", command, CONTEST, FIRST, "--to", "out").code for command in ("decision", "treasury")]

    assert told == [0, 0]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "danh-sach-chi-tra.docx",
        "danh-sach-chi-tra.xlsx",
        "quyet-dinh.docx",
    ]
    assert tables_of(Document(tmp_path / "out" / "danh-sach-chi-tra.docx"))[1][1][1] == "Nguyễn Văn An"


def test_a_file_that_is_there_is_not_written_over(closed: Keyboard, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "bao-cao.docx").write_bytes(b"signed")

    done = closed.type("report", "round", CONTEST, FIRST, "--to", "out")

    assert done == Typed(1, [], ["Đã có out/bao-cao.docx, không ghi đè. Chọn tên khác."])
    assert [(file.name, file.read_bytes()) for file in (tmp_path / "out").iterdir()] == [("bao-cao.docx", b"signed")]
    assert closed.asked == []


def test_a_report_may_be_tried(closed: Keyboard, tmp_path: Path):
    done = closed.type("report", "round", CONTEST, FIRST, "--to", "out", "--dry-run")

    assert done == Typed(0, ["Chạy thử: sẽ ghi out/bao-cao.xlsx.", "Chạy thử: sẽ ghi out/bao-cao.docx."], [])
    assert list(tmp_path.iterdir()) == []


def test_an_unfit_template_is_told_before_anything_is_asked(closed: Keyboard, tmp_path: Path):
    own(tmp_path, "{{ nguoi }}")

    done = closed.type("report", "decision", CONTEST, FIRST, "--to", "out", "--template", "mau.docx")

    assert (done.code, done.out, closed.asked) == (1, [], [])
    assert done.err[0].startswith("mau.docx: không có trường “nguoi” (")


def test_an_own_template_takes_the_place_of_the_one_that_ships(closed: Keyboard, tmp_path: Path):
    own(tmp_path, "{{ title }}")

    closed.type("report", "round", CONTEST, FIRST, "--to", "out", "--template", "mau.docx")

    assert text_of(Document(tmp_path / "out" / "bao-cao.docx")) == [
        "Cuộc thi tìm hiểu cải cách hành chính thị trấn năm 2023"
    ]


def test_where_nobody_is_paid_there_is_no_list_to_pay_by(running: Keyboard, town: Town, tmp_path: Path):
    town.at(CLOSING_BEGINS).tick()

    done = running.type("report", "treasury", CONTEST, FIRST, "--to", "out")

    assert done == Typed(1, [], ["Vòng tuan-1 không có giải bằng tiền nào được trao, nên không có danh sách chi trả."])
    assert list(tmp_path.iterdir()) == []


def test_a_report_of_a_running_round_is_nobodys(running: Keyboard, tmp_path: Path):
    done = running.type("report", "round", CONTEST, FIRST, "--to", "out")

    assert (done.code, done.out, done.err[0].split(".")[0]) == (1, [], "Vòng thi chưa đóng")
    assert list(tmp_path.iterdir()) == []


def test_fields_are_printed_with_what_they_stand_for(keyboard: Keyboard):
    done = keyboard.type("report", "fields")

    heads = "Viết trong mẫu\tÝ nghĩa"
    whole = done.out.index("Mẫu của cả cuộc thi:")
    assert (done.code, done.out[:2], done.out[whole + 1]) == (0, ["Mẫu của một vòng thi:", heads], heads)
    assert "{{ people }}\tsố người dự thi" in done.out
    at = done.out.index("{% for x in winners %}\tnhững người đạt giải")
    assert done.out[at + 1] == "{{ x.number }}\tsố thứ tự"
    assert "{{ turns }}\tsố lượt người dự thi: người dự thi của từng vòng cộng lại" in done.out[whole:]
    assert [whole, len(done.out) - whole] == [
        2 + len(fields) + sum(map(len, fields.values())) for fields in (FIELDS, WHOLE.fields)
    ]
