"""What an office prints of a contest as a whole: each cell is a fact of the report, each share its two numbers'."""

from __future__ import annotations

import io
import stat
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from chalicelib.domain.final_report import final_report
from organizer.reports.document import TEMPLATES, Template
from organizer.reports.final_fields import FIELDS, values
from organizer.reports.final_workbook import final_treasury_workbook, final_workbook
from organizer.reports.kinds import ROUND, WHOLE
from organizer.trouble import Trouble, sentences
from tests.domain.test_final_report import HIGHEST, LATER, MONEY, make_final, of_round, owing, row, told_of
from tests.domain.test_report import winner
from tests.factories import CONTEST, FIRST
from tests.organizer.keyboard import Keyboard, Typed
from tests.organizer.test_reports import SPACE, drawn_cells, own, share, sheets, tables_of, text_of
from tests.services.test_final_report import nobody_came
from tests.services.test_finals import play
from tests.test_live_cells import PAYLOADS, formulas
from tests.town import Town

ERASED = "(dữ liệu cá nhân đã xóa)"
WON = {"prize": "dv", "prize_name": "Giải tập thể", "amount_vnd": 2_000_000}


def facts(**changes: Any) -> dict[str, Any]:
    """A report with whatever one may have: a unit below another, one that fell short in a round, people without a unit."""
    adjusted = {"adjusted": [{"vi": "Lúc 08:00: hủy câu q1.", "en": "At 08:00: q1 voided."}]}
    rounds = [of_round("tuan-0"), {**of_round(LATER), "revision": 2, **adjusted}]
    made = make_final(**{"definition": owing("each_round", 5_001), "rounds": rounds, **changes})
    made.results["units"][1] |= {"why": {"vi": "tỷ lệ 66,67 %", "en": "share 66.67%"}, "prize_note": "kèm Bằng khen"}
    return final_report(made)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return facts()


# --- the workbook ---


def test_the_summary_has_totals_attendance_and_bands_below_one_another(told: dict[str, Any]):
    lines = sheets(final_workbook(told))["Tổng hợp"]

    assert [line[1:3] for line in lines[:13]] == [
        ["Số lượng", "Tỷ lệ"],
        [6, None],
        [4, share(4, 6)],
        [5, None],
        [8, None],
        [12, None],
        [2, share(2, 12)],
        [10, share(10, 12)],
        [6, share(6, 10)],
        [2, share(2, 10)],
        [2, share(2, 10)],
        [2, share(2, 8)],
        [2, share(2, 8)],
    ]
    assert lines[14:17] == [
        ["Số vòng đã dự thi", "Số người dự thi", "Tỷ lệ"],
        ["1", 2, share(2, 5)],
        ["2", 3, share(3, 5)],
    ]
    assert lines[18:20] == [["Mức trả lời đúng", "Số bài thi", "Tỷ lệ"], ["Đúng tất cả các câu", 4, share(4, 10)]]


def test_rounds_stand_side_by_side_with_their_bands(told: dict[str, Any]):
    lines = sheets(final_workbook(told))["Theo vòng"]

    first, last = datetime(2023, 10, 21), datetime(2023, 10, 24)
    assert [line[:5] for line in lines[1:3]] == [
        ["Tuần 0", "r01", first, datetime(2023, 10, 22), 4],
        ["Tuần 1", "r02", datetime(2023, 10, 23), last, 4],
    ]
    assert [line[5:] for line in lines[1:3]] == [[5, 4, 2, share(2, 4), 6, 1, 1, 1]] * 2
    assert [line[:6] for line in lines[5:]] == [["Tuần 0", 2, 0, 2, 0, 1], ["Tuần 1", 2, 0, 2, 0, 1]]


def test_the_other_sheets_hold_the_reports_facts(told: dict[str, Any]):
    found = sheets(final_workbook(told))

    assert list(found) == [
        "Tổng hợp",
        "Theo vòng",
        "Theo ngày",
        "Theo đơn vị",
        "Đơn vị theo vòng",
        "Câu hỏi khó nhất",
        "Người đạt giải",
        "Đơn vị đạt giải",
        "Kinh phí",
    ]
    assert [line[1:] for line in found["Theo ngày"][1:]] == [[4, 3], [1, 1], [3, 2], [2, 2]]
    short = [0.5001, "Chưa đạt"]
    assert found["Theo đơn vị"][1:] == [
        ["Đơn vị a", 6, 4, share(4, 6), *short, 8, share(8, 6), 2, 2, None, None, None, 1, "Giải tập thể", "tỷ lệ 66,67 %"],
        ["Đơn vị b", 2, 1, share(1, 2), *short, 2, 0, 0, 2, None, "Đơn vị a", None, None, None, None],
        ["Không thuộc đơn vị nào", None, 1, None, None, None, 2, 2, 0, 0, None, None, None, None, None, "vì"],
    ]
    assert found["Đơn vị theo vòng"] == [
        ["Đơn vị", "Số người dự thi Tuần 0", "Số người dự thi Tuần 1", "Số bài thi Tuần 0", "Số bài thi Tuần 1"],
        ["Đơn vị a", 3, 3, 4, 4],
        ["Đơn vị b", 1, 1, 1, 1],
        ["Không thuộc đơn vị nào", 1, 1, 1, 1],
    ]
    assert found["Câu hỏi khó nhất"][1] == ["q3", "Tuần 0", "Câu ba?", 5, 1, share(1, 5)]
    assert found["Người đạt giải"][1:3] == [
        ["Tuần 0", "Giải nhat", 1, "Nguyễn Văn An", "Đơn vị a", 1_000_000, "vì"],
        ["Tuần 0", "Giải ba", 1, ERASED, "Đơn vị a", 300_000, "vì"],
    ]
    assert found["Đơn vị đạt giải"][1:] == [
        [None, "Giải tập thể", 1, "Đơn vị a", 2_000_000, "kèm Bằng khen", "tỷ lệ 66,67 %"],
        [None] * 7,
        ["Nhóm xét giải", "Giải không trao", "Số giải", "Căn cứ xếp hạng", None, None, None],
        [None, "Giải tập thể", 1, "vì", None, None, None],
    ]
    assert found["Kinh phí"][1:] == [
        ["Giải cá nhân", 4, 2 * MONEY, 5_000_000, share(2 * MONEY, 5_000_000)],
        ["Giải tập thể", 1, 2_000_000, 4_000_000, share(1, 2)],
        ["Cộng", 5, 2 * MONEY + 2_000_000, 9_000_000, share(2 * MONEY + 2_000_000, 9_000_000)],
    ]


def test_the_workbook_is_written_in_english_too(told: dict[str, Any]):
    found = sheets(final_workbook(told, "en"))

    assert list(found)[:2] == ["Summary", "By round"]
    assert found["By unit"][1][-1] == "share 66.67%"
    assert [line[0] for line in found["Money"][1:]] == ["Prizes for people", "Prizes for units", "Together"]


def test_charts_are_excels_own_and_draw_cells_that_there_are(told: dict[str, Any]):
    book = openpyxl.load_workbook(io.BytesIO(final_workbook(told)))

    drawn = {sheet.title: [drawn_cells(book, one) for chart in sheet._charts for one in chart.series] for sheet in book}

    assert {title: [name for name, _, _ in series] for title, series in drawn.items() if series} == {
        "Tổng hợp": ["Số người dự thi", "Số bài thi"],
        "Theo vòng": [
            "Số người dự thi",
            "Số bài thi",
            "Tỷ lệ dự thi",
            "Đúng tất cả các câu",
            "Đúng từ 75 % trở lên",
            "Đúng từ 25 % đến dưới 75 %",
            "Đúng dưới 25 %",
            "Không đúng câu nào",
        ],
        "Theo ngày": ["Số bài thi", "Số người dự thi"],
        "Theo đơn vị": ["Số người dự thi", "Tỷ lệ dự thi"],
        "Đơn vị theo vòng": ["Số người dự thi Tuần 0", "Số người dự thi Tuần 1"],
        "Câu hỏi khó nhất": ["Tỷ lệ"],
    }
    assert drawn["Tổng hợp"][0][1:] == (["1", "2"], [2, 3])
    assert drawn["Theo vòng"][0][1:] == (["Tuần 0", "Tuần 1"], [4, 4])
    assert drawn["Theo đơn vị"][0][1:] == (["Đơn vị a", "Đơn vị b", "Không thuộc đơn vị nào"], [4, 1, 1])
    assert drawn["Đơn vị theo vòng"][0][2] == [3, 1, 1]


def test_the_list_to_pay_by_has_people_then_units_and_the_total_twice(told: dict[str, Any]):
    lines = sheets(final_treasury_workbook(told))["Danh sách chi trả"]

    assert lines[1][0] == "Cuộc thi ví dụ"
    assert lines[4:] == [
        [1, "Nguyễn Văn An", "Đơn vị a", "Giải nhat, Tuần 0", 1_000_000, None],
        [2, ERASED, "Đơn vị a", "Giải ba, Tuần 0", 300_000, None],
        [3, "Nguyễn Văn An", "Đơn vị a", "Giải nhat, Tuần 1", 1_000_000, None],
        [4, ERASED, "Đơn vị a", "Giải ba, Tuần 1", 300_000, None],
        [5, "Đơn vị a", "", "Giải tập thể", 2_000_000, None],
        ["Tổng cộng", None, None, None, 4_600_000, None],
        [None] * 6,
        ["Tổng số tiền: 4.600.000 đồng (bằng chữ: Bốn triệu sáu trăm nghìn đồng).", *[None] * 5],
    ]


def test_what_people_wrote_is_live_in_no_cell(told: dict[str, Any], tmp_path: Path):
    texts = dict.fromkeys(("unit_name", "full_name", "prize_name", "round_name"))
    won = [{**told["winners"][0], **dict.fromkeys(texts, payload)} for payload in PAYLOADS]
    rounds = [{**told["rounds"][0], "name": payload} for payload in PAYLOADS[:8]]
    by_round = dict.fromkeys(("round_people", "round_papers"), [1] * len(rounds))
    names = ("name", "class_name", "prize_name")
    units = [{**told["units"][1], **by_round, **dict.fromkeys(names, payload)} for payload in PAYLOADS]
    hostile = {**told, "winners": won, "units": units, "rounds": rounds, "short_title": "&[=1+1]&A"}
    files = {tmp_path / "a.xlsx": final_workbook(hostile), tmp_path / "b.xlsx": final_treasury_workbook(hostile)}
    for file, data in files.items():
        file.write_bytes(data)

    assert [list(formulas(file)) for file in files] == [[], []]


def in_groups() -> dict[str, Any]:
    """A report of two groups, by whose order and ranks units are listed, those under another right below it."""
    ranks = {"c": ("so", "2"), "d": ("huyen", "1"), "e": ("so", ""), "f": ("so", "1")}
    units = [row(unit, "", (0, 0, 0, 0), "", "", group=group, rank=rank) for unit, (group, rank) in ranks.items()]
    made = make_final(
        units=[row("", "", (0, 0, 0, 0), "", ""), *units, row("g", "", (0, 0, 0, 0), "", "", parent="c")],
    )
    shown = [told_of(each["unit"], 0, 0) for each in made.units]
    made.results.update(units=shown, groups=[{"id": "huyen", "name": "Huyện"}, {"id": "so", "name": "Sở"}], not_given=[])
    return final_report(made)


def test_units_are_listed_by_group_and_rank_with_those_under_them():
    listed = values(in_groups())["units"]

    assert [(each["name"], each["group"], each["rank"], each["under"]) for each in listed] == [
        ("Đơn vị d", "Huyện", "1", ""),
        ("Đơn vị f", "Sở", "1", ""),
        ("Đơn vị c", "Sở", "2", ""),
        ("Đơn vị g", "", "", "Đơn vị c"),
        ("Đơn vị e", "Sở", "", ""),
    ]


# --- the documents ---


def document(name: str, told: dict[str, Any]) -> Any:
    return Document(io.BytesIO(Template(TEMPLATES / name, WHOLE).filled_in(values(told))))


def test_the_report_tells_the_facts_in_their_order(told: dict[str, Any]):
    lines = text_of(document("bao-cao-chung.docx", told))

    assert lines[:2] == ["BÁO CÁO", "Kết quả Cuộc thi ví dụ"]
    assert [line for line in lines if line.split(".")[0] in ("I", "II", "III", "IV")] == [
        "I. TÌNH HÌNH TỔ CHỨC",
        "II. KẾT QUẢ THAM GIA",
        "III. CHẤT LƯỢNG BÀI THI",
        "IV. KẾT QUẢ XẾP GIẢI",
    ]
    facts = (
        "1. Có 5 người dự thi ít nhất một vòng, với 8 lượt người dự thi và 10 bài thi được tính. Trong các đơn vị đã có số "
        f"người thuộc diện dự thi, 4/6 người đã dự thi, đạt 66,67{SPACE}%.",
        f"3. Có 3 người dự thi đủ mọi vòng thi (60,00{SPACE}% số người dự thi). Số người theo số vòng đã dự thi:",
        "4. Có 1/1 đơn vị có người dự thi; số liệu từng đơn vị ở Phụ lục I kèm theo.",
        "Có 02 đơn vị chưa đạt tỷ lệ tham gia tối thiểu:",
        f"- Đơn vị a: Tuần 0 50,00{SPACE}% (3/6 người); Tuần 1 50,00{SPACE}% (3/6 người), yêu cầu 50,01{SPACE}%;",
        "Giải cá nhân: đã trao 04 giải.",
        "Giải tập thể: 01 đơn vị đạt giải.",
        "- Giải tập thể: 01 giải không trao; lý do: vì.",
        "Tổng số tiền thưởng: 4.600.000 đồng (bằng chữ: Bốn triệu sáu trăm nghìn đồng), trong đó giải cá nhân 2.600.000 "
        f"đồng, giải tập thể 2.000.000 đồng; dự toán 9.000.000 đồng, đạt 51,11{SPACE}%.",
        "- Tuần 1: Lúc 08:00: hủy câu q1.",
        "PHỤ LỤC II",
    )
    assert [line for line in facts if line not in lines] == []
    assert "(Tuần 0: r01, Tuần 1: r02)" in " ".join(lines)
    assert [line for line in lines if "{" in line or "}" in line or "None" in line] == []


def test_the_reports_tables_are_the_facts(told: dict[str, Any]):
    _, rounds, attendance, bands, hardest, people, units_won, _, units, reasons = tables_of(
        document("bao-cao-chung.docx", told)
    )

    assert rounds[1:] == [
        ["1", "Tuần 0", "21/10/2023", "22/10/2023", "4", f"50,00{SPACE}%", "5", "1", "1"],
        ["2", "Tuần 1", "23/10/2023", "24/10/2023", "4", f"50,00{SPACE}%", "5", "1", "1"],
    ]
    assert attendance[1:] == [["1", "2", f"40,00{SPACE}%"], ["2", "3", f"60,00{SPACE}%"]]
    assert [row[1] for row in bands[1:]] == ["4", "0", "4", "0", "2"]
    assert hardest[1] == ["1", "Tuần 0", "Câu ba?", "5", "1", f"20,00{SPACE}%"]
    assert [row[1:] for row in people[1:3]] == [
        ["Nguyễn Văn An", "Đơn vị a", "Tuần 0", "Giải nhat"],
        [ERASED, "Đơn vị a", "Tuần 0", "Giải ba"],
    ]
    assert units_won[1:] == [["1", "Đơn vị a", "Giải tập thể (kèm Bằng khen)", "tỷ lệ 66,67 %"]]
    assert units[1:] == [
        ["1", "Đơn vị a", "6", "4", f"66,67{SPACE}%", "8", "1,33", "1", "Giải tập thể"],
        ["2", "– Đơn vị b", "2", "1", f"50,00{SPACE}%", "2", "0,00", "", ""],
        ["3", "Không thuộc đơn vị nào", "", "1", "", "2", "2,00", "", ""],
    ]
    assert reasons[1] == ["1", "Đơn vị a", "1", "tỷ lệ 66,67 %"]


def test_every_share_in_the_report_is_its_two_numbers(told: dict[str, Any]):
    _, _, attendance, bands, hardest, _, _, _, units, _ = tables_of(document("bao-cao-chung.docx", told))
    pairs = [(row[2], row[1], "5") for row in attendance[1:]] + [(row[2], row[1], "10") for row in bands[1:]]
    pairs += [(row[5], row[4], row[3]) for row in hardest[1:]] + [(row[4], row[3], row[2]) for row in units[1:] if row[4]]

    assert len(pairs) == 13
    for shown, part, of in pairs:
        rate = Fraction(shown.removesuffix(f"{SPACE}%").replace(",", "."))
        assert abs(rate - Fraction(100 * int(part), int(of))) <= Fraction(1, 200)


def test_the_decision_recognises_people_and_units(told: dict[str, Any]):
    found = document("quyet-dinh-chung.docx", told)

    assert [line for line in text_of(found) if line.startswith(("Điều 1", "Điều 2", "- 0", "Tổng"))] == [
        "Điều 1. Công nhận kết quả Cuộc thi ví dụ, gồm 04 giải cá nhân và 01 giải tập thể (có danh sách kèm theo).",
        "Điều 2. Trao giải cho các cá nhân, tập thể có tên tại Điều 1, gồm:",
        "- 02 Giải nhat, mỗi giải 1.000.000 đồng, cộng 2.000.000 đồng;",
        "- 02 Giải ba, mỗi giải 300.000 đồng, cộng 600.000 đồng;",
        "- 01 Giải tập thể, mỗi giải 2.000.000 đồng, cộng 2.000.000 đồng;",
        "Tổng số tiền thưởng: 4.600.000 đồng (bằng chữ: Bốn triệu sáu trăm nghìn đồng). Kinh phí lấy từ nguồn ……………………………",
    ]
    people, units = tables_of(found)[-2:]
    assert [line[-1] for line in people[1:]] == ["1.000.000", "300.000", "1.000.000", "300.000", "2.600.000"]
    assert units[1:] == [["1", "Đơn vị a", "Giải tập thể (kèm Bằng khen)", "2.000.000"], ["Tổng cộng"] * 3 + ["2.000.000"]]


def test_where_no_unit_wins_the_decision_has_no_list_of_them(told: dict[str, Any]):
    units = [{**each, "prize": "", "amount_vnd": None} for each in told["units"]]

    lines = text_of(document("quyet-dinh-chung.docx", {**told, "units": units}))

    assert [line for line in lines if line.startswith("DANH SÁCH")] == ["DANH SÁCH CÁ NHÂN ĐẠT GIẢI"]


def test_where_no_unit_is_awarded_the_report_speaks_of_none(told: dict[str, Any]):
    lines = text_of(document("bao-cao-chung.docx", {**told, "awarded": False, "unit_not_given": []}))

    assert [line for line in lines if "tập thể" in line and "Tổng số" not in line] == []
    assert "PHỤ LỤC II" not in lines


def test_a_unit_in_a_group_is_told_with_it():
    told = in_groups()
    won = [each | WON if each["unit"] == "f" else each for each in told["units"]]

    found = document("quyet-dinh-chung.docx", {**told, "units": won})

    assert tables_of(found)[-1][1] == ["1", "Đơn vị f", "Giải tập thể, Sở", "2.000.000"]


def test_prizes_that_are_kept_and_left_are_told_round_by_round():
    made = make_final(definition=owing("contest").model_copy(update={"limit": "highest_in_the_contest"}), prizes=HIGHEST)
    kept = [("tuan-0", "Tuần 0"), (LATER, "Tuần 1")]
    made.results["winners"] = [{**winner("nhat", 1_000_000), "round": at, "round_name": name} for at, name in kept]

    lines = text_of(document("bao-cao-chung.docx", final_report(made)))

    assert [line for line in lines if "không trao" in line][:2] == [
        "- Giải Nhì, Tuần 0: 01 giải không trao; lý do: không còn người đủ điều kiện nhận giải.",
        "- Giải Ba, Tuần 1: 02 giải không trao; lý do: không còn người đủ điều kiện nhận giải.",
    ]


def test_the_list_for_the_treasury_has_room_to_sign(told: dict[str, Any]):
    found = document("danh-sach-chi-tra-chung.docx", told)

    _, payments, _ = tables_of(found)
    assert payments[1] == ["1", "Nguyễn Văn An", "Đơn vị a", "Giải nhat, Tuần 0", "1.000.000", ""]
    assert payments[5:] == [
        ["5", "Đơn vị a", "", "Giải tập thể", "2.000.000", ""],
        [*["Tổng cộng"] * 4, "4.600.000", ""],
    ]
    assert "Số tiền bằng chữ: Bốn triệu sáu trăm nghìn đồng." in text_of(found)


# --- fields and templates of an office's own ---


def test_every_field_has_a_value_and_every_row_its_fields():
    rounds = [{**of_round("tuan-0"), "adjusted": [{"vi": "x", "en": "x"}], "not_given": [_left()]}, of_round(LATER)]
    found = values(facts(rounds=rounds, leaders={"a": (2, 3)}))

    assert set(found) == set(FIELDS)
    assert {name: set(found[name][0]) for name, row in FIELDS.items() if row} == {
        name: set(row) for name, row in FIELDS.items() if row
    }
    assert {type(found[name]) for name, row in FIELDS.items() if not row} == {str}


def test_leaders_who_came_to_every_round_are_told_where_the_plan_asks():
    lines = text_of(document("bao-cao-chung.docx", facts(leaders={"a": (2, 3)})))

    assert f"5. Lãnh đạo đơn vị dự thi đủ 02 vòng: 2/3 người (66,67{SPACE}%), gồm:" in lines
    assert "- Đơn vị a: 2/3;" in lines


def _left() -> dict[str, Any]:
    return {"prize": "nhi", "prize_name": "Giải Nhì", "number": 1, "why": {"vi": "không còn ai", "en": "nobody"}}


def complaint(path: Path, kind: Any, told: dict[str, Any] | None = None) -> str:
    """Return what is said of a template that is refused, when it is looked at or when it is used."""
    with pytest.raises(Trouble) as refused:
        Template(path, kind).filled_in(kind.values(told or {}))
    (line,) = sentences(refused.value, "vi")
    return line.replace(str(path), path.name)


def test_an_offices_own_template_is_filled_in(told: dict[str, Any], tmp_path: Path):
    path = own(tmp_path, "{% for r in rounds %}{{ r.name }}: {{ r.people }} người; {% endfor %}{{ unit_winners_number }}")

    assert text_of(Document(io.BytesIO(Template(path, WHOLE).filled_in(values(told))))) == [
        "Tuần 0: 4 người; Tuần 1: 4 người; 01"
    ]


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        ("{{ round_name }}", WHOLE, "trường “round_name” chỉ có ở mẫu của một vòng thi, mà đây là văn bản của cả cuộc thi."),
        ("{% if criteria %}x{% endif %}", WHOLE, "trường “criteria” chỉ có ở mẫu của một vòng thi"),
        (
            "{{ turns }} {% for u in unit_winners %}{{ u.name }}{% endfor %}",
            ROUND,
            "trường “turns”, “unit_winners” chỉ có ở mẫu của cả cuộc thi, mà đây là văn bản của một vòng thi.",
        ),
        ("{{ peoples }}", WHOLE, "không có trường “peoples” (people)"),
        ("{% for u in units %}{{ u.rnk }}{% endfor %}", WHOLE, "không có trường “u.rnk” (u.rank)"),
        ("{% for u in units %}{{ u.rank }}{% endfor %}", ROUND, "không có trường “u.rank” ("),
    ],
)
def test_a_field_of_the_other_kind_is_named_as_such(tmp_path: Path, line: str, kind: Any, said: str):
    assert complaint(own(tmp_path, line), kind).startswith(f"mau.docx: {said}")


def test_a_hostile_template_runs_nothing(told: dict[str, Any], tmp_path: Path):
    said = complaint(own(tmp_path, "{{ (rounds|first).__class__.__mro__ }}"), WHOLE, told)

    assert said.startswith("mau.docx: mẫu đòi một việc không được phép")


# --- the commands ---


@pytest.fixture
def finished(village: Town, own_folder: Path) -> Keyboard:
    """A keyboard at a contest both of whose rounds are closed."""
    play(village)
    return Keyboard(village.cloud)


@pytest.mark.xdist_group("both rounds")
def test_the_reports_of_the_whole_are_written_for_their_owner_alone(finished: Keyboard, tmp_path: Path):
    typed = [finished.type("report", each, CONTEST, "final", "--to", "out") for each in ("round", "decision", "treasury")]

    draft = "Kết quả chưa được phê duyệt: các tệp này là bản dự thảo."
    assert typed[0] == Typed(
        0,
        [
            "Đã ghi out/bao-cao-chung.xlsx; tệp có họ tên, chỉ chủ tệp đọc được.",
            "Đã ghi out/bao-cao-chung.docx; tệp có họ tên, chỉ chủ tệp đọc được.",
            draft,
        ],
        [],
    )
    assert [(each.code, each.out[-1]) for each in typed] == [(0, draft)] * 3
    files = sorted((tmp_path / "out").iterdir())
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in files} == dict.fromkeys(
        (
            "bao-cao-chung.docx",
            "bao-cao-chung.xlsx",
            "danh-sach-chi-tra-chung.docx",
            "danh-sach-chi-tra-chung.xlsx",
            "quyet-dinh-chung.docx",
        ),
        0o600,
    )
    assert sheets((tmp_path / "out" / "bao-cao-chung.xlsx").read_bytes())["Đơn vị đạt giải"][1][1:5] == [
        "Giải Nhất tập thể",
        1,
        "Sở Nội vụ",
        2_000_000,
    ]
    paid = tables_of(Document(tmp_path / "out" / "danh-sach-chi-tra-chung.docx"))[1]
    assert paid[1][1] in ("Lê Thúy Chi", "Phạm Văn Dũng")  # Equal in everything: lots are drawn.
    assert paid[1][3:5] == ["Giải Nhất, Tuần 1", "1.000.000"]
    assert [line[1:5] for line in paid[2:]] == [
        ["Sở Nội vụ", "", "Giải Nhất tập thể", "2.000.000"],
        ["Sở Tài chính", "", "Giải Nhì tập thể", "1.000.000"],
        ["Tổng cộng", "Tổng cộng", "Tổng cộng", "4.000.000"],
    ]


@pytest.mark.xdist_group("both rounds")
def test_after_the_approval_nothing_is_a_draft(finished: Keyboard):
    finished.type("approve", CONTEST, "final", "--yes")

    assert finished.type("report", "decision", CONTEST, "final", "--to", "out").out == [
        "Đã ghi out/quyet-dinh-chung.docx; tệp có họ tên, chỉ chủ tệp đọc được.",
    ]


@pytest.mark.xdist_group("both rounds")
@pytest.mark.parametrize("command", ["decision", "treasury"])
def test_where_people_keep_the_highest_alone_a_round_gives_nothing_to_sign(
    village: Town, own_folder: Path, tmp_path: Path, command: str
):
    play(village, limit="highest_in_the_contest")
    keyboard = Keyboard(village.cloud)

    refused = keyboard.type("report", command, CONTEST, FIRST, "--to", "out")
    whole = keyboard.type("report", command, CONTEST, "final", "--to", "out")

    assert (refused.code, refused.err[0].split(",")[0]) == (
        1,
        "Thể lệ chỉ cho mỗi người giữ giải cao nhất trong tất cả các vòng",
    )
    assert (whole.code, all("-chung." in file.name for file in (tmp_path / "out").iterdir())) == (0, True)


@pytest.mark.xdist_group("both rounds")
def test_a_template_of_a_round_is_told_before_anything_is_asked(finished: Keyboard, tmp_path: Path):
    own(tmp_path, "{{ round_name }}")

    done = finished.type("report", "round", CONTEST, "final", "--to", "out", "--template", "mau.docx")

    assert (done.code, done.out, finished.asked) == (1, [], [])
    assert done.err[0].startswith("mau.docx: trường “round_name” chỉ có ở mẫu của một vòng thi")


@pytest.mark.xdist_group("both rounds")
def test_where_the_contest_gives_no_money_there_is_no_list_to_pay_by(village: Town, own_folder: Path, tmp_path: Path):
    nobody_came(village)

    done = Keyboard(village.cloud).type("report", "treasury", CONTEST, "final", "--to", "out")

    assert done == Typed(1, [], ["Cả cuộc thi không có giải bằng tiền nào được trao, nên không có danh sách chi trả."])
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_report_of_the_whole_before_it_is_made(closed: Keyboard, tmp_path: Path):
    done = closed.type("report", "round", CONTEST, "final", "--to", "out")

    assert (done.code, done.out) == (1, [])
    assert done.err[0].startswith("Chưa có kết quả chung cuộc.")
    assert list(tmp_path.iterdir()) == []
