"""`check`, `schema` and `template`: what an organizer does before anything is deployed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.domain import bank, roster
from chalicelib.domain.drafting import definition_schema
from organizer.commands import cli
from organizer.spreadsheets import read_table
from tests.factories import FIRST, PRACTICE, SECOND, make_bank, make_definition
from tests.organizer.keyboard import Keyboard, Typed, write_bank, write_definition

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """A keyboard without any deployment: whoever asks for one fails."""
    monkeypatch.chdir(tmp_path)
    return Keyboard(None)  # type: ignore[arg-type]  # Nothing here may look for a cloud.


def with_banks(folder: Path, **changes: object) -> Path:
    """Write the small contest with a bank for each round but the practice."""
    definition = make_definition(**changes)
    for each in definition["rounds"]:
        if each["id"] != PRACTICE:
            prefix = "" if each["id"] == FIRST else "y"
            each["bank"] = write_bank(folder / f"{each['id']}.csv", make_bank(each["id"], prefix=prefix)).name
    return write_definition(folder / "contest.yaml", definition)


def test_a_contest_that_is_ready_is_said_to_be(desk: Keyboard, tmp_path: Path):
    done = desk.type("check", with_banks(tmp_path))

    assert done == Typed(
        0,
        [
            "Lỗi và mâu thuẫn: 0",
            "Điểm còn để ngỏ: 0",
            "Số giải và tiền thưởng:",
            "  Giải cá nhân: 3 giải mỗi vòng, 2 vòng thi, cộng 6 giải; 1.000.000 đồng mỗi vòng, cộng 2.000.000 đồng, chưa "
            "kể 4 giải không nêu tiền thưởng.",
            f"  Vòng {FIRST}: tuan-1.csv, 6 câu, không có lỗi.",
            f"  Vòng {SECOND}: tuan-2.csv, 6 câu, không có lỗi.",
            f"  Vòng {PRACTICE}: định nghĩa không nêu tệp câu hỏi; nhập bằng lệnh bank import.",
            *done.out[7:-1],
            "contest.yaml: sẵn sàng để nhập.",
        ],
        [],
    )
    assert all(line.startswith("Lưu ý: ") for line in done.out[7:-1])


def test_every_fault_and_every_open_field_is_told_at_once_in_both_languages(desk: Keyboard, tmp_path: Path):
    path = write_definition(tmp_path / "contest.yaml", make_definition(limit=None, last_tie="dice", precision=None))

    vietnamese, english = desk.type("check", path), desk.type("--lang", "en", "check", path)

    assert (vietnamese.code, english.code) == (1, 1)
    assert vietnamese.out[:5] == [
        "Lỗi và mâu thuẫn: 1",
        '  contest.yaml, last_tie: Giá trị đang là "dice". Giá trị phải là: lot, shared. '
        "Chọn một giá trị ở trên, viết đúng từng chữ.",
        "Điểm còn để ngỏ: 2",
        "  precision còn để ngỏ (căn cứ: kế hoạch không nêu). Cần quyết định: độ chính xác của thời gian làm bài khi xếp "
        "hạng: ms (mili giây) hoặc s (giây).",
        "  limit còn để ngỏ (căn cứ: kế hoạch không nêu). Cần quyết định: giới hạn đoạt giải của một người: none (không "
        "giới hạn), once_a_round (một lần mỗi vòng) hoặc once_in_the_contest (một lần trong cả cuộc thi).",
    ]
    assert english.out[:2] == [
        "Faults and contradictions: 1",
        '  contest.yaml, last_tie: The value is "dice". It must be: lot, shared. Choose one of these, spelt exactly so.',
    ]
    assert (vietnamese.out[-1], english.out[-1]) == ("contest.yaml: chưa sẵn sàng.", "contest.yaml: not ready.")


def test_a_fault_in_a_bank_is_told_by_its_cell(desk: Keyboard, tmp_path: Path):
    path = with_banks(tmp_path)
    write_bank(tmp_path / "tuan-2.csv", make_bank(SECOND, prefix="y"), right="E")

    done = desk.type("check", path)

    assert done.code == 1
    assert f"  Vòng {SECOND}: tuan-2.csv có lỗi, xem dưới đây." in done.out
    assert [line for line in done.out if line.startswith("  tuan-2.csv")] == [
        '  tuan-2.csv, dòng 2, cột "Đáp án": Đáp án là “E”. Cần đúng một chữ cái trong: A, B, C, D. '
        "Chỉ giữ lại chữ cái của phương án đúng duy nhất."
    ]


def test_the_same_question_in_two_rounds_is_told(desk: Keyboard, tmp_path: Path):
    path = with_banks(tmp_path)
    write_bank(tmp_path / "tuan-2.csv", make_bank(FIRST))

    done = desk.type("check", path)

    assert done.code == 1
    assert sum(line.startswith("  tuan-2.csv, dòng ") for line in done.out) == 6


def test_banks_are_not_looked_at_while_the_paper_is_open(desk: Keyboard, tmp_path: Path):
    path = with_banks(tmp_path, paper=None)

    done = desk.type("check", path)

    assert done.code == 1
    assert done.out[-2:] == [
        "Ngân hàng câu hỏi: chưa xem được, vì mục rounds hoặc paper còn lỗi hoặc còn để ngỏ.",
        "contest.yaml: chưa sẵn sàng.",
    ]


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"contest: [", "contest.yaml"), ("contest: Hội".encode("cp1258", "replace") + b"\xff", "contest.yaml")],
)
def test_what_is_no_yaml_is_told_in_one_line(desk: Keyboard, tmp_path: Path, data: bytes, place: str):
    (tmp_path / "contest.yaml").write_bytes(data)

    done = desk.type("check", tmp_path / "contest.yaml")

    assert (done.code, done.out) == (1, [])
    assert done.err[0].startswith(place)
    assert done.err[1:] == ["Có 1 lỗi; chưa nhập gì. Sửa hết rồi chạy lại."]


def test_a_file_that_is_not_there_is_told(desk: Keyboard):
    done = desk.type("check", "khong-co.yaml")

    assert done == Typed(1, [], ["Không có tệp khong-co.yaml. Kiểm tra lại tên tệp và thư mục."])


@pytest.mark.parametrize("contest", ["hai-phong-2023", "hue-khcn-2022", "lang-son-2022", "song-cong-2021"])
def test_the_shipped_contests_are_ready(desk: Keyboard, contest: str):
    done = desk.type("check", ROOT / "contests" / contest / "contest.yaml")

    assert done.code == 0


def test_what_the_prizes_come_to_is_told_before_anything_is_sent(desk: Keyboard):
    """S2:74-94."""
    done = desk.type("--lang", "en", "check", ROOT / "contests" / "song-cong-2021" / "contest.yaml")

    at = done.out.index("Prizes and their money:")
    assert done.out[at + 1 : at + 4] == [
        "  Prizes for people: 8 a round, 2 rounds, 16 prizes together; 3,800,000 VND a round, 7,600,000 VND together.",
        "  Prizes for units: 8 prizes; 8,500,000 VND.",
        "  In all: 24 prizes; 16,100,000 VND.",
    ]


def test_the_schema_is_printed_as_it_is_shipped(desk: Keyboard):
    done = desk.type("schema")

    assert done.code == 0
    assert json.loads("\n".join(done.out)) == definition_schema()
    assert done.out == (ROOT / "contests" / "schema.json").read_text(encoding="utf-8").splitlines()


def test_the_schema_is_written_once(desk: Keyboard, tmp_path: Path):
    tried = desk.type("schema", "s.json", "--dry-run")
    there = (tmp_path / "s.json").exists()
    written, again = desk.type("schema", "s.json"), desk.type("schema", "s.json")

    assert (tried, there) == (Typed(0, ["Chạy thử: sẽ ghi s.json."], []), False)
    assert written == Typed(0, ["Đã ghi s.json."], [])
    assert again == Typed(0, ["s.json đã đúng, không cần ghi lại."], [])


def test_templates_have_the_columns_that_imports_read(desk: Keyboard, tmp_path: Path):
    contest = write_definition(tmp_path / "contest.yaml", make_definition())

    questions = desk.type("template", "questions", "cau-hoi.xlsx")
    people = desk.type("template", "roster", "thi-sinh.xlsx", "--contest", contest)

    assert questions == Typed(0, ["Đã ghi cau-hoi.xlsx."], [])
    assert people == Typed(0, ["Đã ghi thi-sinh.xlsx."], [])
    assert read_table(tmp_path / "cau-hoi.xlsx", bank.SHEET).rows[0] == [column.header for column in bank.COLUMNS]
    assert read_table(tmp_path / "thi-sinh.xlsx", roster.SHEET).rows[0] == [column.header for column in roster.COLUMNS]


def test_a_template_never_replaces_a_file_that_may_have_been_filled_in(desk: Keyboard, tmp_path: Path):
    (tmp_path / "cau-hoi.xlsx").write_bytes(b"filled in")

    done = desk.type("template", "questions", "cau-hoi.xlsx")

    assert done == Typed(1, [], ["Đã có cau-hoi.xlsx, không ghi đè. Chọn tên khác."])
    assert (tmp_path / "cau-hoi.xlsx").read_bytes() == b"filled in"


def test_a_template_may_be_tried(desk: Keyboard, tmp_path: Path):
    done = desk.type("template", "questions", "cau-hoi.xlsx", "--dry-run")

    assert done == Typed(0, ["Chạy thử: sẽ ghi cau-hoi.xlsx."], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["template", "roster", "a.xlsx"], "Tệp mẫu danh sách cần biết khối đơn vị"),
        (["template", "questions", "a.csv"], "a.csv: tệp mẫu phải có đuôi .xlsx."),
        (["template", "forms", "a.xlsx"], "questions|roster: “forms” không dùng được; chọn một trong: questions, roster."),
        (["template", "questions"], "Thiếu FILE.xlsx."),
        (["check"], "Thiếu CONTEST.yaml."),
        (["check", "a", "b"], "Thừa hoặc sai tham số."),
        (["check", "--fast", "a"], "Không có tùy chọn --fast."),
        (["chek"], "Không có lệnh “chek”."),
        (["--stage", "staging", "schema"], "--stage: “staging” không dùng được; chọn một trong: local, test, production."),
        (["--by", "Thư ký", "schema"], "--by: “Thư ký” không dùng được; chỉ gồm chữ thường không dấu"),
        (["schema", "x", "--dry-run=1"], "Tùy chọn --dry-run: thiếu giá trị, hoặc có giá trị thừa."),
        (["template", "questions", "a.xlsx", "--contest"], "Tùy chọn --contest: thiếu giá trị, hoặc có giá trị thừa."),
    ],
)
def test_a_misuse_is_told_in_vietnamese_and_exits_with_2(desk: Keyboard, arguments: list[str], said: str):
    done = desk.type(*arguments)

    assert (done.code, done.out) == (2, [])
    assert done.err[0].startswith(said)


def test_a_misuse_is_told_in_english_where_that_is_asked_for(desk: Keyboard):
    done = desk.type("--lang=en", "check")

    assert done == Typed(2, [], ["CONTEST.yaml is missing.", "See: cli check --help"])


def paths(group, before=()):
    """Return the words of every command and group below ``group``."""
    yield before
    for name, command in getattr(group, "commands", {}).items():
        yield from paths(command, (*before, name))


@pytest.mark.parametrize("path", list(paths(cli)), ids=" ".join)
def test_every_command_explains_itself_in_both_languages(desk: Keyboard, path: tuple[str, ...]):
    vietnamese, english = desk.type(*path, "--help"), desk.type("--lang", "en", *path, "--help")

    assert (vietnamese.code, english.code) == (0, 0)
    assert vietnamese.out[0].startswith("Cách dùng: cli")
    assert english.out[0].startswith("Usage: cli")
    assert not {"Options:", "Commands:", "  --help  Show this message and exit."} & set(vietnamese.out)


def test_without_a_command_the_help_is_shown(desk: Keyboard):
    done = desk.type()

    assert done.code == 2
    assert done.err[0].startswith("Cách dùng: ")
