"""Hostile banks and rosters through the commands: sentences, exit code 1, and everything that is stored as it was."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from chalicelib.domain import bank, roster
from chalicelib.domain.legacy import legacy_encoding
from tests.factories import CONTEST, FIRST, PEOPLE, make_bank
from tests.organizer import hostile
from tests.organizer.keyboard import Keyboard, stored, write_bank, write_roster

UNICODE = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ"
TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢§£¤¥¦"
VNI_SIGNS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "\u0302": "â", "\u0306": "ê"}
VNI_LETTERS = {"đ": "ñ", "Đ": "Ñ", "ơ": "ô", "Ơ": "Ô", "ư": "ö", "Ư": "Ö"}
QUESTIONS = (
    "Mã câu,Câu hỏi,A,B,C,D,Đáp án,Chủ đề,Độ khó,Nguồn,Giải thích,Giữ thứ tự\n,Thể chế là gì?,Một,Hai,Ba,Bốn,A,,,,,\n"
)
ENCODING = "t1.csv: Tệp CSV không dùng mã UTF-8. Cần CSV mã UTF-8, nếu không tiếng Việt sẽ sai dấu. "
UNIKEY = "chuyển chữ sang Unicode bằng UniKey (Ctrl+Shift+F6), rồi chọn Lưu thành > CSV UTF-8."


def tcvn3(text: str) -> str:
    """Return what a program sees of ``text`` that was typed in TCVN3."""
    return text.translate(str.maketrans(UNICODE, TCVN3))


def vni(text: str) -> str:
    """Return what a program sees of ``text`` that was typed in VNI: a sign behind each letter that bears one."""
    letters = (VNI_LETTERS.get(letter, unicodedata.normalize("NFD", letter)) for letter in text)
    return "".join(VNI_SIGNS.get(letter, VNI_LETTERS.get(letter, letter)) for letter in "".join(letters))


@pytest.fixture
def bank_file(tmp_path: Path) -> Path:
    return tmp_path / "t1.csv"


def refused(keyboard: Keyboard, path: Path, *command: str) -> list[str]:
    """Type an import of ``path``, see that it is refused and changes nothing, and return what is said, without the count."""
    before = stored()

    typed = keyboard.type(*command, path)

    assert (typed.code, stored()) == (1, before)
    assert typed.err[-1].endswith("lỗi; chưa nhập gì. Sửa hết rồi chạy lại.")
    return typed.err[:-1]


BANK = ("bank", "import", CONTEST, FIRST)
ROSTER = ("roster", "import", CONTEST)


@pytest.mark.parametrize(
    ("data", "mend"),
    [
        (QUESTIONS.encode("utf-16-le"), "Trong Excel, chọn Lưu thành > CSV UTF-8 (phân cách bằng dấu phẩy)."),
        (QUESTIONS.encode("utf-16-be"), "Trong Excel, chọn Lưu thành > CSV UTF-8 (phân cách bằng dấu phẩy)."),
        (QUESTIONS.encode("utf-32"), "Trong Excel, chọn Lưu thành > CSV UTF-8 (phân cách bằng dấu phẩy)."),
        (QUESTIONS.encode("utf-16")[:-1], "Trong Excel, chọn Lưu thành > CSV UTF-8 (phân cách bằng dấu phẩy)."),
        (QUESTIONS.encode("cp1258", "replace"), "Trong Excel, chọn Lưu thành > CSV UTF-8 (phân cách bằng dấu phẩy)."),
        (QUESTIONS.encode() + b"\x00", "Trong Excel, chọn Lưu thành > CSV UTF-8 (phân cách bằng dấu phẩy)."),
        (QUESTIONS.encode() + b"\xff", "Trong Excel, chọn Lưu thành > CSV UTF-8 (phân cách bằng dấu phẩy)."),
    ],
    ids=["utf-16-le", "utf-16-be", "utf-32", "half", "cp1258", "nul", "one byte"],
)
def test_a_csv_of_another_encoding_says_how_to_save_it(imported: Keyboard, bank_file: Path, data: bytes, mend: str):
    bank_file.write_bytes(data)

    assert refused(imported, bank_file, *BANK) == [ENCODING + mend]


@pytest.mark.parametrize(("written", "name"), [(tcvn3, "TCVN3 (ABC)"), (vni, "VNI")])
def test_a_csv_of_an_old_encoding_is_called_by_its_name(imported: Keyboard, bank_file: Path, written, name: str):
    bank_file.write_bytes(written(QUESTIONS).encode("cp1252", "replace"))

    (line,) = refused(imported, bank_file, *BANK)

    assert line.startswith(f"t1.csv: Tệp CSV dùng bảng mã cũ {name}.")
    assert line.endswith(UNIKEY)


@pytest.mark.parametrize(("written", "name"), [(tcvn3, "TCVN3 (ABC)"), (vni, "VNI")])
def test_old_letters_are_recognised_when_they_were_saved_as_unicode_too(
    imported: Keyboard, bank_file: Path, written, name: str
):
    bank_file.write_text(written(QUESTIONS), encoding="utf-8")

    assert refused(imported, bank_file, *BANK) == [
        f"t1.csv: Chữ được gõ bằng bảng mã cũ {name}. Cần chữ Unicode; "
        "phông .VnTime hoặc VNI chỉ đúng trên máy có phông đó. "
        "Chuyển chữ sang Unicode bằng UniKey (Ctrl+Shift+F6) rồi lưu lại tệp."
    ]


def test_one_cell_pasted_in_old_letters_is_named(imported: Keyboard, bank_file: Path):
    write_bank(bank_file, make_bank(FIRST), text=tcvn3("Thể chế là gì?"))

    (line,) = refused(imported, bank_file, *BANK)

    assert line.startswith('t1.csv, dòng 2, cột "Câu hỏi": Chữ được gõ bằng bảng mã cũ TCVN3 (ABC).')


@pytest.mark.parametrize(
    "text", [QUESTIONS, "Le café à Orléans, où déjà", "Microsoft® Word, 5½ m², ©2023", "Hoà Bình, Thuý", ""]
)
def test_other_letters_are_not_taken_for_old_ones(text: str):
    assert legacy_encoding([text]) is None


def test_vietnamese_in_two_parts_is_the_same_bank(imported: Keyboard, bank_file: Path, tmp_path: Path):
    write_bank(bank_file, make_bank(FIRST))
    composed = bank_file.read_text(encoding="utf-8")
    assert imported.type(*BANK, bank_file).code == 0

    bank_file.write_text(unicodedata.normalize("NFD", composed), encoding="utf-8-sig")

    assert imported.type(*BANK, bank_file).out[-1] == "Không có gì để thay đổi."


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\u200b", "U+200B"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\x1b", "U+001B"),
        ("\x07", "U+0007"),
        ("\ufffd", "U+FFFD"),
        ("\ue000", "U+E000"),
        ("\U000e0041", "U+E0041"),
        ("\u3164", "U+3164"),
    ],
)
def test_what_nobody_sees_is_named_by_its_cell(imported: Keyboard, bank_file: Path, character: str, shown: str):
    write_bank(bank_file, make_bank(FIRST), text=f"Thể{character}chế là gì?")

    (line,) = refused(imported, bank_file, *BANK)

    assert line.startswith(f't1.csv, dòng 2, cột "Câu hỏi": Ô chứa ký tự ẩn {shown}.')


def test_what_is_printed_can_not_steer_a_terminal(imported: Keyboard, bank_file: Path):
    write_bank(bank_file, make_bank(FIRST))
    headers, *rows = bank_file.read_text(encoding="utf-8").splitlines()
    bank_file.write_text("\n".join([headers + ",\x1b]0;\u202e" + "x" * 5_000, *rows]), encoding="utf-8")

    lines = refused(imported, bank_file, *BANK)

    assert all(line.isprintable() and len(line) < 2_000 for line in lines)
    assert "[U+001B]" in lines[0]


@pytest.mark.parametrize(
    ("text", "row"),
    [('a,b\n"c,d\n', 2), ('a,b\nc,d\n"e"f,g\n', 3), ('"' * 99 + "\n", 1), ('a\n"\n', 2)],
    ids=["open", "letters behind", "many", "alone"],
)
def test_quotes_that_do_not_match_are_named_by_the_row_in_which_they_open(
    imported: Keyboard, bank_file: Path, text: str, row: int
):
    bank_file.write_text(text, encoding="utf-8")

    (line,) = refused(imported, bank_file, *BANK)

    assert line.startswith(f"t1.csv: Dòng {row} sai cách đặt dấu ngoặc kép")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (hostile.encrypted(), "Tệp được đặt mật khẩu."),
        (b"<html><table>", "Tệp là một trang web (HTML hoặc XML) mang tên bảng tính."),
        (b"PK\x03\x04", "Tệp bị hỏng, bị cắt cụt hoặc không đúng là bảng tính."),
        (hostile.zipped(hostile.xlsx('<row r="1"><c r="XFD1048576"/></row>')), "Trang tính dùng đến dòng 1048576, cột XFD."),
        (hostile.zipped(hostile.xlsx("")), "Không tìm thấy dòng tiêu đề trong 20 dòng đầu."),
        (hostile.zipped(hostile.xlsx("", {"xl/worksheets/sheet1.xml": "<!DOCTYPE a><a/>"})), "Tệp bị hỏng, bị cắt cụt"),
    ],
    ids=["encrypted", "html", "cut", "far", "empty", "entities"],
)
@pytest.mark.parametrize("command", [BANK, ROSTER], ids=["bank", "roster"])
def test_a_workbook_that_can_not_be_read_changes_nothing(
    imported: Keyboard, tmp_path: Path, command, data: bytes, said: str
):
    path = tmp_path / "t1.xlsx"
    path.write_bytes(data)

    (line,) = refused(imported, path, *command)

    assert said in line


def test_one_fault_in_a_thousand_people_keeps_all_of_them_out(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "roster.csv", PEOPLE)
    more = "".join(f"Nguyễn Văn Thứ,0340960{number:05d},Sở Nội vụ,,,,\n" for number in range(1_000, 2_000))
    path.write_text(path.read_text(encoding="utf-8") + more + "=cmd|' /C calc'!A0,CB01,,,,,\n", encoding="utf-8")

    (line,) = refused(imported, path, *ROSTER)

    assert line.startswith("roster.csv, dòng 1008, cột \"Họ và tên\": “=cmd|' /C calc'!A0” bắt đầu như một công thức.")
    assert list(tmp_path.glob("ma-du-thi-*")) == []


def test_a_hundred_thousand_faults_are_counted_and_fifty_told(imported: Keyboard, tmp_path: Path):
    path = tmp_path / "roster.csv"
    header = ",".join(column.header for column in roster.COLUMNS)
    path.write_text(header + "\n" + ",CB01,,,,,\n" * 3_000, encoding="utf-8")

    lines = refused(imported, path, *ROSTER)

    assert (len(lines), lines[-1]) == (51, "… và 5949 chỗ khác.")


def test_a_bank_of_too_many_questions_is_refused(imported: Keyboard, bank_file: Path):
    header = ",".join(column.header for column in bank.COLUMNS)
    rows = "".join(f"a{n},Câu hỏi số {n} là gì?,Một {n},Hai {n},Ba {n},Bốn {n},A,,,,,\n" for n in range(2_001))
    bank_file.write_text(f"{header}\n{rows}", encoding="utf-8")

    (line,) = refused(imported, bank_file, *BANK)

    assert line.startswith("t1.csv: Ngân hàng có 2001 câu.")
