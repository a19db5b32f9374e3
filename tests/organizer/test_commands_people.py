"""Decisions about one person, and lists of who may not take part, typed: shown first, asked about, nothing in a history."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from chalicelib.domain import exclusion_list
from chalicelib.domain.errors import Busy
from organizer.commands_people import ASKED
from organizer.trouble import Trouble
from tests.factories import AN, BINH, CONTEST, DUNG, FIRST, PEOPLE, PRACTICE, SECOND
from tests.organizer import hostile
from tests.organizer.conftest import Remember
from tests.organizer.keyboard import Keyboard, Typed, stored, write_roster
from tests.organizer.test_hostile_imports import TCVN3, UNICODE, refused, tcvn3

REACHED = f"Có hiệu lực ở các vòng: {FIRST}, {SECOND}."
IMPORT = ("exclude", "import", CONTEST)


@pytest.fixture
def enrolled(imported: Keyboard, own_folder: Path, remember: Remember) -> Keyboard:
    """A keyboard at the small contest with its people in it."""
    path = write_roster(own_folder / "thi-sinh.csv", PEOPLE)
    remember("people", lambda: imported.type("roster", "import", CONTEST, path, "--codes", own_folder / "ma.csv"))
    imported.asked.clear()
    return imported


def pseudonym(keyboard: Keyboard, name: str) -> str:
    (line,) = (line for line in keyboard.type("person", "find", CONTEST, says=name).out if line.endswith("được dự thi"))
    return line.split("\t")[0]


def write_list(path: Path, *rows: dict[str, str]) -> Path:
    """Write a list of who may not take part as CSV."""
    lines = [",".join(f'"{row.get(column.key, "")}"' for column in exclusion_list.COLUMNS) for row in rows]
    header = ",".join(column.header for column in exclusion_list.COLUMNS)
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


# --- one person -------------------------------------------------------------------------------------------------------


def test_people_are_found_by_what_is_typed_and_never_stands_on_the_command_line(enrolled: Keyboard):
    found = enrolled.type("person", "find", CONTEST, says="nguyen van an\n")

    header, line = (row.split("\t") for row in found.out)
    assert header == ["Mã thí sinh", "Họ và tên", "Đơn vị", "Vào bằng", "Dự thi"]
    assert line[1:] == ["Nguyễn Văn An", "Sở Nội vụ", "danh sách", "được dự thi"]
    assert enrolled.type("person", "find", CONTEST, says="Nguyễn Thị Không Ai").out == ["Không tìm thấy ai."]


def test_an_identifier_on_the_command_line_is_refused(enrolled: Keyboard):
    before = stored()

    typed = enrolled.type("person", "exclude", CONTEST, AN, "--body", "ban-to-chuc", "--yes")

    assert (typed.code, typed.out, stored()) == (2, [], before)
    assert typed.err[0].startswith("Không ghi mã định danh hay tên trên dòng lệnh")


def test_an_exclusion_is_shown_asked_about_and_done(enrolled: Keyboard):
    an = pseudonym(enrolled, "Nguyễn Văn An")
    shown = [
        f"Mã thí sinh: {an}",
        "Họ và tên: Nguyễn Văn An",
        "Đơn vị: Sở Nội vụ",
        "Vào bằng: danh sách",
        "Dự thi: được dự thi",
        "Sẽ đổi: được dự thi → không được dự thi (Ban Tổ chức).",
        REACHED,
    ]
    command = ("person", "exclude", CONTEST, an, "--body", "ban-to-chuc")
    before = stored()

    tried, unasked = enrolled.type(*command, "--dry-run"), enrolled.type(*command)
    meanwhile = stored()
    done, again = enrolled.type(*command, "--yes"), enrolled.type(*command, "--yes")

    assert (tried, unasked.code, meanwhile == before) == (Typed(0, [*shown, "Chạy thử: chưa thay đổi gì."], []), 2, True)
    assert done == Typed(0, [*shown, "Đã thực hiện."], [])
    assert (again.code, again.out[-1]) == (0, "Không có gì để thay đổi.")


def test_a_reinstatement_needs_a_reason_and_is_done(enrolled: Keyboard):
    an = pseudonym(enrolled, "Nguyễn Văn An")
    enrolled.type("person", "exclude", CONTEST, an, "--reason", "Ra đề", "--yes")

    unfounded = enrolled.type("person", "reinstate", CONTEST, an, "--yes")
    done = enrolled.type("person", "reinstate", CONTEST, an, "--reason", "nham-nguoi", "--yes")

    assert (unfounded.code, done.code) == (2, 0)
    assert "Sẽ đổi: không được dự thi (Ra đề) → được dự thi." in done.out


def test_a_move_is_shown_with_both_units(enrolled: Keyboard):
    command = ("person", "unit", CONTEST, ASKED, "so-tai-chinh", "--reason", "chuyen-cong-tac", "--yes")
    people = (*PEOPLE, PEOPLE[0].__class__("Đỗ Văn Giáp", "034096000077", "", "Sở Tài chính", False, "", ""))
    enrolled.type("roster", "import", CONTEST, write_roster(Path("them.csv"), people), "--codes", "-")

    done = enrolled.type(*command, says=f"{AN}\n")
    shown = enrolled.type("person", "show", CONTEST, ASKED, says=f"{AN}\n")

    assert "Đơn vị sẽ đổi: Sở Nội vụ → Sở Tài chính. Người ấy phải đăng nhập lại; bài đang làm không mất." in done.out
    assert done.out[-2:] == [REACHED, "Đã thực hiện."]
    assert shown.out[-2].endswith(": so-noi-vu → so-tai-chinh (organizer, chuyen-cong-tac)")


def test_a_decision_whose_answer_was_lost_is_asked_for_again(enrolled: Keyboard):
    an, lost = pseudonym(enrolled, "Nguyễn Văn An"), [Busy(), Trouble("answer-lost", stage="local")]

    def stormy(event: dict) -> None:
        if event["act"] == "person-revoke" and not event.get("dry_run") and lost:
            raise lost.pop()

    enrolled.before = stormy

    done = enrolled.type("person", "revoke", CONTEST, an, "--yes")

    assert (done.code, done.out[-1], enrolled.paused) == (0, "Đã đăng xuất người này khỏi mọi thiết bị.", [2, 5])


def test_a_new_code_lies_in_a_file_of_its_own(enrolled: Keyboard, own_folder: Path):
    done = enrolled.type("person", "code", CONTEST, "--codes", "ma-moi.csv", "--yes", says=f"{DUNG}\n")

    with (own_folder / "ma-moi.csv").open(encoding="utf-8-sig", newline="") as file:
        (slip,) = csv.DictReader(file)
    assert (done.code, slip["Họ và tên"], slip["Mã định danh"], slip["Đơn vị"]) == (0, "Phạm Văn Dũng", DUNG, "Sở Nội vụ")
    assert (own_folder / "ma-moi.csv").stat().st_mode & 0o777 == 0o600


def test_of_a_code_that_could_not_be_made_no_file_is_left(enrolled: Keyboard, own_folder: Path):
    typed = enrolled.type("person", "code", CONTEST, "--codes", "ma-moi.csv", "--yes", says="099999999999\n")

    assert (typed.code, (own_folder / "ma-moi.csv").exists()) == (1, False)


# --- lists ------------------------------------------------------------------------------------------------------------


def test_a_list_is_shown_and_put_in_and_the_same_again_changes_nothing(enrolled: Keyboard, own_folder: Path):
    path = write_list(
        own_folder / "khong-du-thi.csv",
        {"name": "Đỗ Văn Giáp", "identifier": "034096000077", "body": "Ban Tổ chức"},
        {"name": "Nguyễn Văn An", "identifier": AN, "reason": "Ra đề"},
        {"name": "Tran Thi Binh", "reason": "Ra đề"},
    )
    preview = "Danh sách không được dự thi: 3 dòng mới, 0 dòng thay đổi; 1 dòng chỉ có tên."
    put_out = "Đang là thí sinh, sẽ không được dự thi nữa: 1 người (Nguyễn Văn An)."
    before = stored()

    tried, unasked = enrolled.type(*IMPORT, path, "--dry-run"), enrolled.type(*IMPORT, path)
    meanwhile = stored()
    done, again = enrolled.type(*IMPORT, path, "--yes"), enrolled.type(*IMPORT, path, "--yes")

    assert (tried.out[1:], unasked.code) == ([preview, put_out, "Chạy thử: chưa thay đổi gì."], 2)
    assert meanwhile == before
    assert done.out[1:] == [preview, put_out, "Đã nhập danh sách không được dự thi: 3 dòng."]
    assert again.out[-1] == "Không có gì để thay đổi."


def test_namesakes_stand_under_the_name_for_a_person_to_decide(enrolled: Keyboard, own_folder: Path):
    enrolled.type(*IMPORT, write_list(own_folder / "khong.csv", {"name": "Tran Thi Binh", "reason": "Ra đề"}))
    binh = pseudonym(enrolled, "Trần Thị Bình")

    listed = enrolled.type("exclude", "list", CONTEST)

    assert [row.split("\t") for row in listed.out[1:3]] == [
        ["Tran Thi Binh", "—", "chỉ có tên, chưa chặn ai (Ra đề)", "—"],
        ["  ? Trần Thị Bình", "Sở Nội vụ", "trùng tên, cần quyết định: person exclude hoặc person reinstate", binh],
    ]


def test_a_faulty_list_is_told_by_its_cells_and_nothing_goes_in(enrolled: Keyboard, own_folder: Path):
    path = write_list(own_folder / "khong.csv", {"name": "Đỗ Văn Giáp", "identifier": "034096000077"}, {"reason": "x"})

    assert refused(enrolled, path, *IMPORT) == [
        'khong.csv, dòng 2, cột "Lý do": Chưa có bộ phận, cũng chưa có lý do. Người bị từ chối phải đọc được vì sao. '
        "Điền cột “Bộ phận” hoặc cột “Lý do”.",
        'khong.csv, dòng 3, cột "Họ và tên": Dòng này không nêu tên ai và không có mã định danh. '
        "Mỗi dòng là một người: có mã định danh, hoặc ít nhất có họ và tên. Điền mã định danh, hoặc xóa dòng.",
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("khong.xlsx", hostile.encrypted()),
        ("khong.xls", hostile.compound({"WordDocument": b"x"})),
        ("khong.xlsx", b"PK\x03\x04"),
        ("khong.csv", b"<html><table>"),
        ("khong.csv", b"\xff\xfeH\x00"),
        ("khong.pdf", b"%PDF-1.7"),
    ],
    ids=["under a password", "a letter", "half a file", "a page", "of another encoding", "of another kind"],
)
def test_a_hostile_file_is_refused_in_a_sentence(enrolled: Keyboard, own_folder: Path, name: str, data: bytes):
    (own_folder / name).write_bytes(data)

    assert len(refused(enrolled, own_folder / name, *IMPORT)) == 1


def test_old_letters_and_letters_in_two_parts_are_read_as_in_every_list(enrolled: Keyboard, own_folder: Path):
    path = write_list(own_folder / "khong.csv", {"name": "Đỗ Văn Giáp", "identifier": "034096000077", "reason": "Ra đề"})
    text = path.read_text(encoding="utf-8")
    path.write_text(unicodedata.normalize("NFD", text), encoding="utf-8-sig")
    decomposed = enrolled.type(*IMPORT, path)

    path.write_text(tcvn3(text), encoding="utf-8")

    assert (decomposed.code, len(TCVN3)) == (0, len(UNICODE))
    assert "TCVN3 (ABC)" in refused(enrolled, path, *IMPORT)[0]


def test_who_was_decided_about_is_named_when_a_roster_comes_again(enrolled: Keyboard, own_folder: Path):
    an = pseudonym(enrolled, "Nguyễn Văn An")
    enrolled.type("person", "exclude", CONTEST, an, "--body", "ban-to-chuc", "--yes")

    typed = enrolled.type("roster", "import", CONTEST, own_folder / "thi-sinh.csv", "--dry-run")

    assert typed.out[0] == "Giữ theo quyết định riêng, không theo danh sách: 1 người (Nguyễn Văn An (…0001))."
    assert (BINH in repr(typed), PRACTICE in REACHED) == (False, False)
