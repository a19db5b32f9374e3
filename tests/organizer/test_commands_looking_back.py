"""Looking back at a round, typed: what is read on the screen and in the workbook, in both languages, and never a verdict."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from organizer.commands_looking_back import _number
from organizer.toolkit import Toolkit
from tests.factories import CONTEST, FIRST
from tests.organizer.keyboard import Keyboard, Typed, stored

AN, BINH, CHI = (letter * 26 for letter in "abc")
WHO = {"number": 1, "started_at": "2023-10-23T01:00:00.000Z", "submitted_at": "2023-10-23T01:05:00.000Z"}
NAMED = {"round": FIRST, "revision": 2, "state": "closed"}


def question(name: str, **changes: Any) -> dict[str, Any]:
    counts = {"papers": 40, "got": 10, "got_now": 10, "blank": 2, "chosen": {"A": 10, "B": 25, "C": 3}}
    hours = {"hours": [0] * 8 + [40] + [0] * 15, "hours_got": [0] * 8 + [10] + [0] * 15}
    told = {"question": name, "text": "Nội dung?", "right": "A", "right_now": "A", "suspect": "B", **counts, **hours}
    return {**told, **changes}


QUESTIONS = {
    **NAMED,
    "papers": 1234,
    "left_out": 5,
    "decided": [],
    "questions": [question("p1-03"), question("p1-01", suspect="", chosen={"A": 20, "B": 18})],
    "hours": [{"hour": 8, "papers": 40, "asked": 400, "got": 100}],
}
NOTHING = {"found": [], "more": 0}
ANOMALIES = {
    **NAMED,
    "papers": 1234,
    "questions": 10,
    "quick": {
        "handed_in": 1200,
        "median_ms": 180_000,
        "floor_ms": 10_000,
        "limit_ms": 24_500,
        "found": [{"contestant": AN, "unit": "so-noi-vu", **WHO, "elapsed_ms": 12_345, "points": 10}],
        "more": 3,
    },
    "agreeing": {
        "compared": 1234,
        "pairs": 760_761,
        "unsearched": 0,
        "found": [
            {
                "first": {"contestant": AN, "unit": "so-noi-vu", **WHO},
                "second": {"contestant": BINH, "unit": "", **WHO},
                "common": 40,
                "wrong": [16, 17],
                "shared": 15,
                "expected": 3.2,
                "one_in": 12_000,
                "matches": [{"question": "p1-03", "letter": "B", "held": 530, "chose": 12}],
            }
        ],
        "more": 0,
    },
    "devices": {
        "found": [
            {
                "people": 4,
                "people_in_all": 6,
                "lasted_ms": 240_000,
                "more_starts": 2,
                "starts": [{"contestant": CHI, "unit": "so-la", **WHO}],
            }
        ],
        "more": 0,
    },
    "units": {"so-noi-vu": "Sở Nội vụ"},
}
NO_VERDICT = {
    "vi": "Đây là những bài đáng xem lại, không phải kết luận về ai. Danh sách này tự nó không làm thay đổi thứ hạng nào; "
    "muốn thay đổi thì phải có người quyết định, có lý do và có căn cứ.",
    "en": "These papers are worth a look; nothing is concluded about anybody. The list by itself changes no rank: a change "
    "takes a person who decides, a reason and evidence.",
}


@pytest.fixture
def answering(keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """A keyboard at a deployment that answers both questions, so that everything that can be answered is seen."""
    answers = {"round-questions": QUESTIONS, "round-anomalies": ANOMALIES}

    def answer(event: dict[str, Any]) -> Any:
        keyboard._hold_to_its_row(event["act"])
        assert {name: event[name] for name in ("contest", "round")} == {"contest": CONTEST, "round": FIRST}
        return answers[event["act"]]

    monkeypatch.setattr(keyboard, "ask", answer)
    return keyboard


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_questions_are_a_table_with_a_warning_and_the_hours(answering: Keyboard):
    done = answering.type("round", "questions", CONTEST, FIRST)

    assert done == Typed(
        0,
        [
            "Vòng tuan-1, kết quả r02: 1.234 bài được tính; không kể 5 bài đã bị loại khỏi xếp hạng.",
            "Câu hỏi\tĐáp án\tSố bài\tĐúng\tA\tB\tC\tBỏ trống\tXem lại",
            "p1-03\tA\t40\t10\t10\t25\t3\t2\t! B",
            "p1-01\tA\t40\t10\t20\t18\t\t2\t",
            "CẦN XEM LẠI p1-03: 25/38 bài có trả lời (66%) cùng chọn B, còn đáp án là A. Đáp án có thể sai, hoặc nhiều "
            "người hiểu nhầm giống nhau: hãy đối chiếu với văn bản nguồn.",
            "Giờ nộp bài trong ngày (giờ Việt Nam), tính các bài đã bấm GỬI BÀI THI:",
            "Giờ\tSố bài nộp\tTỷ lệ đúng",
            "08:00\t40\t25%",
            "Cảnh báo không làm thay đổi điểm hay thứ hạng. Muốn sửa đáp án hoặc hủy câu hỏi thì phải có quyết định kèm "
            "lý do và căn cứ: decide correct-key, decide void.",
        ],
        [],
    )


def test_what_decisions_made_of_the_key_stands_beside_it(answering: Keyboard, monkeypatch: pytest.MonkeyPatch):
    decided = [
        question("p1-03", right_now="A B", got_now=35, suspect=""),
        question("p1-01", right_now="", got_now=40, suspect=""),
    ]
    monkeypatch.setitem(QUESTIONS, "questions", decided)
    monkeypatch.setitem(QUESTIONS, "decided", ["p1-01", "p1-03"])

    done = answering.type("round", "questions", CONTEST, FIRST)

    assert done.out[1:4] == [
        "Câu hỏi\tĐáp án\tĐáp án sau quyết định\tSố bài\tĐúng\tĐúng sau quyết định\tA\tB\tC\tBỏ trống\tXem lại",
        "p1-03\tA\tA B\t40\t10\t35\t10\t25\t3\t2\t",
        "p1-01\tA\t—\t40\t10\t40\t10\t25\t3\t2\t",
    ]


def test_a_workbook_of_questions_has_their_texts_and_each_hour(answering: Keyboard, tmp_path: Path):
    done = answering.type("round", "questions", CONTEST, FIRST, "--out", "cau-hoi.xlsx")

    found = sheets(tmp_path / "cau-hoi.xlsx")
    assert done.out[-1] == "Đã ghi cau-hoi.xlsx."
    assert list(found) == ["Câu hỏi", "Giờ nộp bài", "Đúng theo giờ nộp"]
    assert found["Câu hỏi"][1] == ["Nội dung?", "p1-03", "A", 40, 10, 10, 25, 3, 2, "! B"]
    assert found["Giờ nộp bài"][1] == ["08:00", 40, "25%"]
    assert found["Đúng theo giờ nộp"][1][:11] == ["p1-03", *[""] * 8, "10/40", ""]
    assert stat.S_IMODE((tmp_path / "cau-hoi.xlsx").stat().st_mode) == 0o600


def test_anomalies_are_told_with_their_evidence_and_without_a_verdict(answering: Keyboard):
    done = answering.type("round", "anomalies", CONTEST, FIRST)

    assert done == Typed(
        0,
        [
            "Vòng tuan-1, kết quả r02: những bài đáng xem lại trong 1.234 bài được tính.",
            "1. Đúng hết hoặc gần hết (10 câu) trong chưa đầy 24,5 giây. Một nửa số bài của vòng này mất hơn 180 giây; "
            "ngưỡng không bao giờ thấp hơn 10 giây.",
            "Lượt thi\tĐơn vị\tBắt đầu\tNộp\tSố giây\tĐiểm",
            f"{AN}.1\tSở Nội vụ\t08:00 23/10/2023\t08:05 23/10/2023\t12,345\t10",
            "Còn 3 trường hợp nữa, mức độ nhẹ hơn, không liệt kê ở đây.",
            "2. Hai bài có các câu SAI giống nhau nhiều hơn hẳn mức ngẫu nhiên, đã xét độ khó của câu, trình độ hai người "
            "và việc nhiều người cùng hiểu nhầm. Đã đối chiếu 1.234 bài (760.761 cặp).",
            "Lượt thi thứ nhất\tĐơn vị\tBắt đầu\tNộp\tLượt thi thứ hai\tĐơn vị\tBắt đầu\tNộp\tSố câu chung"
            "\tSố câu sai của mỗi bài\tSố câu sai giống nhau\tMức ngẫu nhiên\tHiếm đến đâu\tCác câu sai giống nhau",
            f"{AN}.1\tSở Nội vụ\t08:00 23/10/2023\t08:05 23/10/2023\t{BINH}.1\t—\t08:00 23/10/2023\t08:05 23/10/2023\t40"
            "\t16 / 17\t15\t3,2\tngẫu nhiên thì trên 12.000 vòng thi như thế này mới có một cặp"
            "\tp1-03 B (12/530 bài chọn); +14",
            "3. Từ 4 người trở lên bắt đầu trên cùng một thiết bị trong vòng 10 phút.",
            "Thiết bị\tSố người\tLượt thi\tĐơn vị\tBắt đầu",
            f"1\t4 người trong 240 giây\t{CHI}.1\tso-la\t08:00 23/10/2023",
            "1\t4 người trong 240 giây\t+2\t\t",
            NO_VERDICT["vi"],
        ],
        [],
    )


def test_where_nothing_is_found_that_is_said_thrice(answering: Keyboard, monkeypatch: pytest.MonkeyPatch):
    for part in ("quick", "agreeing", "devices"):
        monkeypatch.setitem(ANOMALIES, part, {**ANOMALIES[part], **NOTHING})

    done = answering.type("--lang", "en", "round", "anomalies", CONTEST, FIRST)

    assert [line for line in done.out if line == "None."] == ["None."] * 3
    assert done.out[-1] == NO_VERDICT["en"]


def test_pairs_that_were_not_looked_at_are_said(answering: Keyboard, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(ANOMALIES, "agreeing", {**ANOMALIES["agreeing"], "unsearched": 24})

    done = answering.type("--lang", "en", "round", "anomalies", CONTEST, FIRST)

    assert "24 wrong options are so common that pairs which share nothing else were not looked at." in "\n".join(done.out)


def test_no_word_of_the_output_accuses_anybody(answering: Keyboard):
    both = [answering.type("--lang", lang, "round", "anomalies", CONTEST, FIRST).out for lang in ("vi", "en")]

    told = "\n".join(line for out in both for line in out).lower()
    accusing = ("gian lận", "vi phạm", "chép bài", "quay cóp", "cheat", "fraud", "copied", "guilty", "suspect", "cáo buộc")
    assert [word for word in accusing if word in told] == []


def test_a_workbook_of_anomalies_begins_with_what_it_is_not(answering: Keyboard, tmp_path: Path):
    done = answering.type("round", "anomalies", CONTEST, FIRST, "--out", "xem-lai.xlsx")

    found = sheets(tmp_path / "xem-lai.xlsx")
    assert (done.code, done.out[-1]) == (0, "Đã ghi xem-lai.xlsx.")
    assert list(found) == ["Ghi chú", "Rất nhanh", "Sai giống nhau", "Chung thiết bị"]
    assert found["Ghi chú"][0] == [NO_VERDICT["vi"]]
    assert [row[0][:2] for row in found["Ghi chú"][1:]] == ["1.", "2.", "3."]
    assert found["Rất nhanh"][1] == [f"{AN}.1", "Sở Nội vụ", "08:00 23/10/2023", "08:05 23/10/2023", 12.345, 10]


@pytest.mark.parametrize("command", ["questions", "anomalies"])
def test_a_file_that_is_there_is_not_written_over_and_nothing_is_asked(closed: Keyboard, tmp_path: Path, command: str):
    (tmp_path / "signed.xlsx").write_bytes(b"signed")

    done = closed.type("round", command, CONTEST, FIRST, "--out", "signed.xlsx")

    assert done == Typed(1, [], ["Đã có signed.xlsx, không ghi đè. Chọn tên khác."])
    assert closed.asked == []


@pytest.mark.parametrize("command", ["questions", "anomalies"])
def test_a_running_round_is_nobodys_to_look_back_at(running: Keyboard, command: str):
    done = running.type("round", command, CONTEST, FIRST)

    assert (done.code, done.out, done.err[0].split(".")[0]) == (1, [], "Vòng thi chưa đóng")


@pytest.mark.parametrize("command", ["questions", "anomalies"])
def test_a_closed_round_is_looked_back_at_and_stays_as_it_is(closed: Keyboard, command: str):
    before = stored()

    done = closed.type("round", command, CONTEST, FIRST)

    assert (done.code, done.err) == (0, [])
    assert done.out[0].startswith("Vòng tuan-1, kết quả r01: ")
    assert stored() == before


def test_numbers_are_grouped_as_they_are_read():
    assert [_number(Toolkit(language=language), 1_234_567) for language in ("vi", "en")] == ["1.234.567", "1,234,567"]
