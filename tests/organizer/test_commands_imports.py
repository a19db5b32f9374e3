"""Definitions, banks and rosters go in: checked first, shown before they change anything, and never half."""

from __future__ import annotations

import csv
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.domain.errors import NotYet
from chalicelib.services.organize import organize
from organizer import people
from organizer.trouble import Trouble
from simulator.cloud import Cloud
from tests.factories import (
    AN,
    CONTEST,
    FIRST,
    OPENS,
    PEOPLE,
    PRACTICE,
    SECOND,
    make_bank,
    make_definition,
    make_person,
    make_round,
)
from tests.organizer.keyboard import Keyboard, Typed, stored, write_bank, write_definition, write_roster

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")

NEWCOMERS = (
    "  Thêm 6 người: Nguyễn Văn An (…0001); Trần Thị Bình (…0002); Lê Thúy Chi (…0003); Phạm Văn Dũng (…0004); "
    "Hoàng Thị Em (…0005); Vũ Ban Tổ Chức (…0009)."
)


def codes_in(path: Path) -> dict[str, str]:
    """Return the codes in a file of slips by their people's identifiers."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["Mã định danh"]: row["Mã dự thi"] for row in csv.DictReader(file)}


# --- definitions ---


def test_a_definition_is_shown_and_put_in(keyboard: Keyboard, tmp_path: Path):
    path = write_definition(tmp_path / "contest.yaml", make_definition())

    done = keyboard.type("definition", "import", path)

    rounds = f"{PRACTICE}, {FIRST}, {SECOND}"
    assert done == Typed(
        0,
        [
            f"Định nghĩa cuộc thi {CONTEST} sẽ thay đổi ở các vòng: {rounds}.",
            f"Đã nhập định nghĩa cho các vòng: {rounds}.",
        ],
        [],
    )
    assert [told["state"] for told in keyboard.ask({"act": "status", "contest": CONTEST})] == ["draft"] * 3


def test_a_definition_that_is_only_tried_changes_nothing(keyboard: Keyboard, tmp_path: Path):
    path = write_definition(tmp_path / "contest.yaml", make_definition())
    before = stored()

    done = keyboard.type("definition", "import", path, "--dry-run")

    assert (done.code, done.out[1:]) == (0, ["Chạy thử: chưa thay đổi gì."])
    assert stored() == before


def test_the_same_definition_again_changes_nothing(imported: Keyboard, tmp_path: Path):
    before = stored()

    done = imported.type("--lang", "en", "definition", "import", tmp_path / "contest.yaml")

    assert done == Typed(0, [f"Definition of {CONTEST}: nothing changes.", "There is nothing to change."], [])
    assert stored() == before


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"last_tie": "dice"}, "Có 1 lỗi; chưa nhập gì. Sửa hết rồi chạy lại."),
        ({"limit": None, "names": None}, "Còn 2 điểm để ngỏ; chưa mở được cuộc thi."),
    ],
)
def test_a_definition_with_faults_or_open_fields_asks_nobody(keyboard: Keyboard, tmp_path: Path, changes, counted):
    path = write_definition(tmp_path / "contest.yaml", make_definition(**changes))

    done = keyboard.type("definition", "import", path)

    assert (done.code, done.out, done.err[-1]) == (1, [], counted)
    assert keyboard.asked == []


def test_a_definition_that_would_change_a_settled_round_is_refused(running: Keyboard, tmp_path: Path):
    rounds = [make_round(FIRST, "Tuần 1", OPENS, OPENS + 1_800_000, OPENS + 90_000_000)]
    practice_and_second = [each for each in make_definition()["rounds"] if each["id"] != FIRST]
    definition = make_definition(rounds=[practice_and_second[0], *rounds, practice_and_second[1]])
    path = write_definition(tmp_path / "contest.yaml", definition)
    before = stored()

    done = running.type("definition", "import", path)

    assert done == Typed(1, [], [f"Vòng thi đã chốt. Vòng “{FIRST}” đã công bố cam kết nên không thay đổi được nữa."])
    assert stored() == before


# --- banks ---


def test_a_bank_is_shown_and_put_in_by_the_definition_that_is_there(imported: Keyboard, tmp_path: Path):
    path = write_bank(tmp_path / "t1.csv", make_bank(FIRST))

    done = imported.type("bank", "import", CONTEST, FIRST, path)

    assert (done.code, done.err) == (0, [])
    assert [line for line in done.out if not line.startswith("Lưu ý: ")] == [
        f"Ngân hàng câu hỏi vòng {FIRST}:",
        "  Thêm 6 câu: q1, q2, q3, q4, q5, q6.",
        "  Giữ nguyên 0 câu.",
        f"Đã nhập ngân hàng câu hỏi vòng {FIRST}: 6 câu.",
    ]


def test_a_bank_that_is_only_tried_changes_nothing(imported: Keyboard, tmp_path: Path):
    path = write_bank(tmp_path / "t1.csv", make_bank(FIRST))
    before = stored()

    done = imported.type("bank", "import", CONTEST, FIRST, path, "--dry-run")

    assert (done.code, done.out[-1]) == (0, "Chạy thử: chưa thay đổi gì.")
    assert stored() == before


def test_the_same_bank_again_changes_nothing(imported: Keyboard, tmp_path: Path):
    path = write_bank(tmp_path / "t1.csv", make_bank(FIRST))
    imported.type("bank", "import", CONTEST, FIRST, path)
    before = stored()

    done = imported.type("--lang", "en", "bank", "import", CONTEST, FIRST, path)

    assert (done.code, done.out[-1]) == (0, "There is nothing to change.")
    assert stored() == before


def test_faults_of_a_bank_are_told_by_cell_and_nothing_goes_in(imported: Keyboard, tmp_path: Path):
    path = write_bank(tmp_path / "t1.csv", make_bank(FIRST), right="", B="Phương án thứ 1 của q1, tuan-1")
    before = stored()

    done = imported.type("bank", "import", CONTEST, FIRST, path)

    assert (done.code, done.out) == (1, [])
    assert [line.split(":")[0] for line in done.err] == [
        't1.csv, dòng 2, cột "B"',
        't1.csv, dòng 2, cột "Đáp án"',
        "Có 2 lỗi; chưa nhập gì. Sửa hết rồi chạy lại.",
    ]
    assert stored() == before


def test_a_question_of_another_rounds_bank_is_refused_by_the_function_and_told_in_either_language(
    imported: Keyboard, tmp_path: Path
):
    path = write_bank(tmp_path / "t.csv", make_bank(FIRST))
    imported.type("bank", "import", CONTEST, FIRST, path)

    vietnamese = imported.type("bank", "import", CONTEST, SECOND, path)
    english = imported.type("--lang", "en", "bank", "import", CONTEST, SECOND, path)

    assert (vietnamese.code, len(vietnamese.err)) == (english.code, len(english.err)) == (1, 7)
    assert vietnamese.err[-1] == "Có 6 lỗi; chưa nhập gì. Sửa hết rồi chạy lại."
    assert english.err[-1] == "6 fault(s); nothing was put in. Mend them all and run it again."


def test_a_bank_may_be_held_against_a_definition_in_a_file(imported: Keyboard, tmp_path: Path):
    paper = make_definition()["paper"] | {"questions": 7}
    stricter = write_definition(tmp_path / "stricter.yaml", make_definition(paper=paper))
    path = write_bank(tmp_path / "t1.csv", make_bank(FIRST))

    done = imported.type("bank", "import", CONTEST, FIRST, path, "--definition", stricter)

    assert (done.code, len(done.err)) == (1, 2)
    assert imported.asked == []


def test_a_bank_of_a_round_that_is_not_there_is_refused(imported: Keyboard, tmp_path: Path):
    path = write_bank(tmp_path / "t9.csv", make_bank("tuan-9"))

    done = imported.type("bank", "import", CONTEST, "tuan-9", path)

    assert done == Typed(1, [], ["Không có vòng thi này. Cuộc thi không có vòng “tuan-9”. Xin kiểm tra lại mã vòng thi."])


# --- rosters ---


def test_a_preview_names_who_moves_and_who_is_newly_kept_out(imported: Keyboard, tmp_path: Path):
    imported.type("roster", "import", CONTEST, write_roster(tmp_path / "people.csv", PEOPLE), "--codes", "codes.csv")
    before = stored()
    moved = replace(PEOPLE[0], unit="so-y-te", unit_name="Sở Y tế")
    path = write_roster(tmp_path / "later.csv", (moved, *PEOPLE[1:]))

    done = imported.type("roster", "import", CONTEST, path, "--dry-run")

    assert done.out[:2] == [
        "Danh sách thí sinh: 0 người mới, 1 người thay đổi, 5 người giữ nguyên; 2 đơn vị.",
        "  Chuyển đơn vị 1 người: Nguyễn Văn An (…0001): Sở Nội vụ → Sở Y tế.",
    ]
    assert stored() == before


def test_new_people_get_codes_in_a_file_that_only_its_owner_may_read(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "people.csv", PEOPLE)

    done = imported.type("roster", "import", CONTEST, path, "--codes", "codes.csv")

    codes = codes_in(tmp_path / "codes.csv")
    assert done == Typed(
        0,
        [
            "Danh sách thí sinh: 6 người mới, 0 người thay đổi, 0 người giữ nguyên; 1 đơn vị.",
            NEWCOMERS,
            "Danh sách trên hệ thống đã khớp với tệp: 6 người.",
            "Mã dự thi của 6 người mới nằm trong codes.csv. Mã chỉ hiện một lần: hãy giữ kỹ và phát cho từng người.",
        ],
        [],
    )
    assert stat.S_IMODE((tmp_path / "codes.csv").stat().st_mode) == 0o600
    assert codes.keys() == {person.identifier for person in PEOPLE}
    assert all(CODE.fullmatch(code) for code in codes.values())


def name_of(cloud: Cloud, code: str) -> str:
    """Return the name of whom the contest lets in by this code of An's."""
    asked = {"act": "sign-in", "contest": CONTEST, "identifier": AN, "code": code, "address": "203.0.113.7", "consent": ""}
    return str(cloud.ask("identity", asked)["name"])


def test_a_code_in_the_file_opens_the_contest(imported: Keyboard, cloud: Cloud, tmp_path: Path):
    imported.type("roster", "import", CONTEST, write_roster(tmp_path / "people.csv", PEOPLE), "--codes", "codes.csv")

    code = codes_in(tmp_path / "codes.csv")[AN]

    assert name_of(cloud, code) == "Nguyễn Văn An"


def test_codes_go_to_a_new_file_where_none_is_named(imported: Keyboard, tmp_path: Path):
    done = imported.type("roster", "import", CONTEST, write_roster(tmp_path / "people.csv", PEOPLE))

    (file,) = tmp_path.glob(f"ma-du-thi-{CONTEST}-*.csv")
    assert f"nằm trong {file.name}." in done.out[-1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_codes_are_on_the_screen_only_where_that_is_asked_for(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "people.csv", PEOPLE)

    done = imported.type("roster", "import", CONTEST, path, "--codes", "-")

    assert sum(bool(CODE.search(line)) for line in done.out) == 6
    assert list(tmp_path.glob("ma-du-thi-*")) == []


def test_a_roster_that_is_only_tried_changes_nothing(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "people.csv", PEOPLE)
    before = stored()

    done = imported.type("roster", "import", CONTEST, path, "--dry-run")

    assert (done.code, done.out[-1]) == (0, "Chạy thử: chưa thay đổi gì.")
    assert stored() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["contest.yaml", "people.csv"]


def test_the_same_roster_again_changes_nothing_and_gives_no_code(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "people.csv", PEOPLE)
    imported.type("roster", "import", CONTEST, path, "--codes", "codes.csv")
    before = stored()

    done = imported.type("roster", "import", CONTEST, path)

    assert done == Typed(
        0,
        [
            "Danh sách thí sinh: 0 người mới, 0 người thay đổi, 6 người giữ nguyên; 1 đơn vị.",
            "Danh sách trên hệ thống đã khớp với tệp: 6 người.",
        ],
        [],
    )
    assert stored() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["codes.csv", "contest.yaml", "people.csv"]


def test_a_name_that_was_mended_in_the_file_is_mended_in_the_contest(imported: Keyboard, cloud: Cloud, tmp_path: Path):
    imported.type("roster", "import", CONTEST, write_roster(tmp_path / "people.csv", PEOPLE), "--codes", "codes.csv")
    mended = (make_person("Nguyễn Văn Ân", AN), *PEOPLE[1:])

    imported.type("roster", "import", CONTEST, write_roster(tmp_path / "people.csv", mended))

    code = codes_in(tmp_path / "codes.csv")[AN]
    assert name_of(cloud, code) == "Nguyễn Văn Ân"


def test_older_codes_are_never_written_over(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "people.csv", PEOPLE)
    (tmp_path / "codes.csv").write_text("older codes")
    before = stored()

    done = imported.type("roster", "import", CONTEST, path, "--codes", "codes.csv")

    assert (done.code, done.err) == (1, ["Đã có codes.csv, không ghi đè. Chọn tên khác."])
    assert stored() == before
    assert (tmp_path / "codes.csv").read_text() == "older codes"


def test_a_roster_with_faults_sends_nobody(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "people.csv", (*PEOPLE, make_person("Ai Đó", AN), make_person("", "034096000008")))
    before = stored()

    done = imported.type("roster", "import", CONTEST, path, "--codes", "codes.csv")

    assert (done.code, len(done.err), done.err[-1]) == (1, 3, "Có 2 lỗi; chưa nhập gì. Sửa hết rồi chạy lại.")
    assert stored() == before
    assert not (tmp_path / "codes.csv").exists()


def test_codes_whose_answer_was_lost_come_again(imported: Keyboard, tmp_path: Path, cloud: Cloud):
    path = write_roster(tmp_path / "people.csv", PEOPLE)
    lost = []

    def lose_the_answer(event):
        if event["act"] == "import-roster" and not event.get("dry_run") and len(lost) < 2:
            lost.append(organize(dict(event), cloud.now)["codes"])
            raise Trouble("answer-lost", stage="local")

    imported.before = lose_the_answer

    done = imported.type("roster", "import", CONTEST, path, "--codes", "codes.csv")

    kept = codes_in(tmp_path / "codes.csv")
    assert (done.code, imported.paused) == (0, [2, 5])
    assert [{slip["identifier"]: slip["code"] for slip in slips} for slips in lost] == [kept, kept]
    assert name_of(cloud, kept[AN]) == PEOPLE[0].full_name


def test_another_import_is_shown_no_code_of_a_former_one(imported: Keyboard, tmp_path: Path):
    path = write_roster(tmp_path / "people.csv", PEOPLE)
    imported.type("roster", "import", CONTEST, path, "--codes", "codes.csv")

    imported.type("roster", "import", CONTEST, path, "--codes", "others.csv")

    nonces = {event["nonce"] for event in imported.asked if "nonce" in event}
    assert (len(nonces), (tmp_path / "others.csv").exists()) == (2, False)


def test_a_large_roster_goes_in_parts_and_keeps_what_came_before_a_failure(
    imported: Keyboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(people, "PEOPLE_AT_ONCE", 2)
    path = write_roster(tmp_path / "people.csv", PEOPLE)
    sent = []

    def cut(event):
        if event["act"] == "import-roster" and not event.get("dry_run"):
            sent.append(len(event["people"]))
            if len(sent) >= 2:
                raise Trouble("answer-lost", stage="local")

    imported.before = cut

    done = imported.type("roster", "import", CONTEST, path, "--codes", "codes.csv")

    assert (done.code, sent, imported.paused) == (1, [2, 2, 2, 2, 2], [2, 5, 15])
    assert done.err[0].startswith("Dừng giữa chừng: đã nhập 2/6 người; mã của những người mới đã nhập nằm trong codes.csv")
    assert done.err[1].startswith("Mất kết nối với môi trường “local” khi đang chờ trả lời")
    assert len(codes_in(tmp_path / "codes.csv")) == 2


def test_a_name_that_begins_like_a_formula_is_guarded_in_the_file_of_codes(tmp_path: Path):
    with people.codes_kept(tmp_path / "codes.csv") as keep:
        keep([{"full_name": "=1+1", "identifier": "A1", "unit": "", "code": "ABCD-EFGH"}])

    assert (tmp_path / "codes.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "Họ và tên,Mã định danh,Đơn vị,Mã dự thi",
        "'=1+1,A1,,ABCD-EFGH",
    ]


# --- a whole folder ---


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small contest's folder: its definition, a bank for each round, a roster."""
    here = tmp_path / "contest"
    here.mkdir()
    definition = make_definition()
    for each, prefix in zip(definition["rounds"], ("x", "", "y"), strict=True):
        each["bank"] = write_bank(here / f"{each['id']}.csv", make_bank(each["id"], prefix=prefix)).name
    write_definition(here / "contest.yaml", definition)
    write_roster(here / "roster.csv", PEOPLE)
    return here


def test_a_folder_goes_in_whole(keyboard: Keyboard, folder: Path, tmp_path: Path):
    done = keyboard.type("contest", "load", folder, "--codes", "codes.csv")

    rounds = f"{PRACTICE}, {FIRST}, {SECOND}"
    assert (done.code, done.err) == (0, [])
    assert [line for line in done.out if not line.startswith("Lưu ý: ")] == [
        f"Định nghĩa cuộc thi {CONTEST} sẽ thay đổi ở các vòng: {rounds}.",
        *(f"Ngân hàng câu hỏi vòng {each}: sẽ nhập 6 câu, sau khi nhập định nghĩa." for each in (PRACTICE, FIRST, SECOND)),
        "Danh sách thí sinh: 6 người mới, 0 người thay đổi, 0 người giữ nguyên; 1 đơn vị.",
        NEWCOMERS,
        f"Đã nhập định nghĩa cho các vòng: {rounds}.",
        *(f"Đã nhập ngân hàng câu hỏi vòng {each}: 6 câu." for each in (PRACTICE, FIRST, SECOND)),
        "Danh sách trên hệ thống đã khớp với tệp: 6 người.",
        "Mã dự thi của 6 người mới nằm trong codes.csv. Mã chỉ hiện một lần: hãy giữ kỹ và phát cho từng người.",
    ]
    assert all(told["bank"] for told in keyboard.ask({"act": "status", "contest": CONTEST}))
    assert len(codes_in(tmp_path / "codes.csv")) == 6


def test_a_folder_that_is_only_tried_changes_nothing(keyboard: Keyboard, folder: Path):
    before = stored()

    done = keyboard.type("contest", "load", folder, "--dry-run")

    assert (done.code, done.out[-1]) == (0, "Chạy thử: chưa thay đổi gì.")
    assert stored() == before


def test_the_same_folder_again_changes_nothing(keyboard: Keyboard, folder: Path, tmp_path: Path):
    keyboard.type("contest", "load", folder, "--codes", "codes.csv")
    before = stored()

    done = keyboard.type("contest", "load", folder)

    assert done.code == 0
    assert f"Định nghĩa cuộc thi {CONTEST}: không có gì thay đổi." in done.out
    assert done.out.count("  Không có gì thay đổi.") == 3
    assert stored() == before
    assert [each.name for each in tmp_path.glob("*.csv")] == ["codes.csv"]


def test_faults_of_all_files_of_a_folder_are_told_together_and_nothing_goes_in(keyboard: Keyboard, folder: Path):
    write_bank(folder / "tuan-1.csv", make_bank(FIRST), right="")
    write_roster(folder / "roster.csv", (*PEOPLE, make_person("", "034096000008")))
    before = stored()

    done = keyboard.type("contest", "load", folder)

    assert (done.code, done.out) == (1, [])
    assert [line.split(",")[0] for line in done.err] == [
        "tuan-1.csv",
        "roster.csv",
        "Có 2 lỗi; chưa nhập gì. Sửa hết rồi chạy lại.",
    ]
    assert (keyboard.asked, stored()) == ([], before)


def test_a_folder_whose_definition_is_open_goes_nowhere(keyboard: Keyboard, folder: Path):
    write_definition(folder / "contest.yaml", make_definition(limit=None))

    done = keyboard.type("contest", "load", folder)

    assert (done.code, done.err[-1]) == (1, "Còn 1 điểm để ngỏ; chưa mở được cuộc thi.")
    assert keyboard.asked == []


def test_a_folder_without_a_roster_says_so(keyboard: Keyboard, folder: Path):
    (folder / "roster.csv").unlink()

    done = keyboard.type("contest", "load", folder)

    assert done.code == 0
    assert (
        "Thư mục không có roster.xlsx hay roster.csv; danh sách thí sinh được nhập riêng bằng lệnh roster import."
        in done.out
    )


def test_a_change_in_the_folder_of_a_settled_round_is_refused_before_anything_changes(running: Keyboard, folder: Path):
    write_bank(folder / "tuan-1.csv", make_bank(FIRST), text="Nội dung đã sửa của q1 là gì?")
    before = stored()

    done = running.type("contest", "load", folder)

    assert (done.code, done.err) == (
        1,
        [f"Vòng thi đã chốt. Vòng “{FIRST}” đã công bố cam kết nên không thay đổi được nữa."],
    )
    assert stored() == before


def test_a_refusal_that_this_program_has_no_sentence_for_is_told_by_its_code(imported: Keyboard):
    def refuse(event):
        raise NotYet("some-day-new")

    imported.before = refuse

    done = imported.type("status", CONTEST)

    assert done == Typed(1, [], ["Hệ thống từ chối: some-day-new. Công cụ này có thể cũ hơn hệ thống; xin cập nhật."])
