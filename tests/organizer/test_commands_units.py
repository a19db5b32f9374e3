"""The list of units goes in by the command line: shown first, all of it or nothing, and again without harm."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from chalicelib.config import config
from chalicelib.domain.errors import Busy
from chalicelib.domain.finals import UnitFact
from chalicelib.domain.roster import Unit
from chalicelib.services import finish
from chalicelib.services.rules import units_of
from chalicelib.storage import finals, objects
from tests.factories import CONTEST, FIRST, make_bank, make_definition, make_registration
from tests.organizer.keyboard import Keyboard, Typed, stored, write_bank, write_definition
from tests.watch import contents

HOME = Unit("so-noi-vu", "Sở Nội vụ", "", 40)
MONEY = Unit("so-tai-chinh", "Sở Tài chính", "", None)
REGISTERING = make_definition(ways_in={"roster": False, "registration": make_registration(), "sso": "none"})


def write_units(path: Path, *rows: str) -> Path:
    """Write a list as CSV, under the columns that it mostly has."""
    path.write_text("\n".join(["Đơn vị,Số người", *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def listed(own_folder: Path) -> Path:
    """A file with two units."""
    return write_units(own_folder / "don-vi.csv", "Sở Nội vụ,40", "Sở Tài chính,")


def test_a_list_is_shown_put_in_and_shown_to_everybody(imported: Keyboard, listed: Path):
    done = imported.type("units", "import", CONTEST, listed)

    assert done == Typed(
        0,
        [
            "Danh sách đơn vị: 2 mới, 0 thay đổi, 0 bỏ, 0 giữ nguyên.",
            "  Thêm: Sở Nội vụ (40); Sở Tài chính.",
            f"Đã nhập 2 đơn vị; danh sách để thí sinh chọn hiện ở /{CONTEST}/units.json trong vòng một phút.",
        ],
        [],
    )
    assert units_of(CONTEST) == [HOME, MONEY]
    assert json.loads(contents(config().site_bucket)[f"{CONTEST}/units.json"]) == [
        {"id": "so-noi-vu", "name": "Sở Nội vụ"},
        {"id": "so-tai-chinh", "name": "Sở Tài chính"},
    ]


def test_a_list_that_is_only_tried_changes_nothing(imported: Keyboard, listed: Path):
    before = stored()

    done = imported.type("units", "import", CONTEST, listed, "--dry-run")

    assert (done.code, done.out[-1], stored()) == (0, "Chạy thử: chưa thay đổi gì.", before)


def test_the_same_list_again_changes_nothing(imported: Keyboard, listed: Path):
    imported.type("units", "import", CONTEST, listed)
    before = stored()

    done = imported.type("--lang", "en", "units", "import", CONTEST, listed)

    assert done.out == ["List of units: 0 new, 0 changed, 0 taken off, 2 unchanged.", "There is nothing to change."]
    assert stored() == before


def test_what_changes_and_what_is_taken_off_is_named(imported: Keyboard, listed: Path, own_folder: Path):
    imported.type("units", "import", CONTEST, listed)
    whole = write_units(own_folder / "du.csv", "SỞ NỘI VỤ,1.250", "Sở Tư pháp,9")

    done = imported.type("--lang", "en", "units", "import", CONTEST, whole, "--whole")

    assert done.out[:4] == [
        "List of units: 1 new, 1 changed, 1 taken off, 0 unchanged.",
        "  New: Sở Tư pháp (9).",
        "  Changed: Sở Nội vụ (40) → SỞ NỘI VỤ (1250).",
        "  Taken off the list (who has chosen one keeps it): Sở Tài chính.",
    ]
    assert [unit.name for unit in units_of(CONTEST)] == ["SỞ NỘI VỤ", "Sở Tư pháp"]


def test_ten_are_named_and_the_others_counted(imported: Keyboard, own_folder: Path):
    file = write_units(own_folder / "nhieu.csv", *(f"Phường số {number:02d},5" for number in range(13)))

    done = imported.type("units", "import", CONTEST, file, "--dry-run")

    assert done.out[1].endswith("Phường số 09 (5); và 3 đơn vị khác.")


def test_a_workbook_is_read_like_a_csv_file(imported: Keyboard, own_folder: Path):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        sheet = workbook.add_worksheet("Đơn vị")
        for row, cells in enumerate((("Số người", "Đơn vị"), (40, "Sở Nội vụ"), ("", "Sở Tài chính"))):
            sheet.write_row(row, 0, cells)
    (own_folder / "don-vi.xlsx").write_bytes(data.getvalue())

    done = imported.type("units", "import", CONTEST, "don-vi.xlsx")

    assert (done.code, units_of(CONTEST)) == (0, [HOME, MONEY])


def test_faults_are_told_by_cell_and_nothing_goes_in(imported: Keyboard, own_folder: Path):
    file = write_units(own_folder / "sai.csv", "Sở Nội vụ,bốn mươi", "Sở Nội vụ,40", ",7")
    before = stored()

    done = imported.type("units", "import", CONTEST, file)

    assert (done.code, done.out, len(done.err)) == (1, [], 4)
    assert done.err[0].startswith('sai.csv, dòng 2, cột "Số người": Số người là “bốn mươi”.')
    assert stored() == before
    assert [event["act"] for event in imported.asked] == ["definition"]


def test_a_class_that_the_rules_do_not_know_is_named(imported: Keyboard, own_folder: Path):
    file = own_folder / "loai.csv"
    file.write_text("Đơn vị,Loại đơn vị\nSở Nội vụ,Tỉnh\n", encoding="utf-8")

    done = imported.type("units", "import", CONTEST, file)

    assert (done.code, "Loại đơn vị là “Tỉnh”." in done.err[0]) == (1, True)


def test_a_list_of_a_contest_that_is_not_there_goes_nowhere(keyboard: Keyboard, listed: Path):
    before = stored()

    done = keyboard.type("units", "import", CONTEST, listed)

    assert (done.code, stored()) == (1, before)


def test_a_list_that_is_stored_but_was_never_shown_is_sent_again(imported: Keyboard, listed: Path):
    """The program, or the function, was stopped between the list and the wish to show it."""
    imported.type("units", "import", CONTEST, listed)
    objects.s3().delete_object(Bucket=config().site_bucket, Key=f"{CONTEST}/units.json")

    done = imported.type("units", "import", CONTEST, listed)

    assert (done.code, len(done.out)) == (0, 2)
    assert f"{CONTEST}/units.json" in contents(config().site_bucket)


def test_aws_that_is_busy_is_told_and_nothing_is_done(imported: Keyboard, listed: Path):
    before = stored()

    def refuse(event: dict[str, object]) -> None:
        if event["act"] == "import-units" and not event.get("dry_run"):
            raise Busy()

    imported.before = refuse

    done = imported.type("units", "import", CONTEST, listed)

    assert (done.code, stored()) == (1, before)


# --- with a whole folder ---


@pytest.fixture
def folder(own_folder: Path) -> Path:
    """The folder of a contest into which people register: definition, banks, units, and no roster."""
    here = own_folder / "contest"
    here.mkdir()
    definition = json.loads(json.dumps(REGISTERING))
    for each, prefix in zip(definition["rounds"], ("x", "", "y"), strict=True):
        each["bank"] = write_bank(here / f"{each['id']}.csv", make_bank(each["id"], prefix=prefix)).name
    write_definition(here / "contest.yaml", definition)
    write_units(here / "units.csv", "Sở Nội vụ,40", "Sở Tài chính,")
    return here


def test_a_folders_units_go_in_with_it(keyboard: Keyboard, folder: Path):
    done = keyboard.type("contest", "load", folder)

    assert (done.code, done.err) == (0, [])
    assert [line for line in done.out if "đơn vị" in line] == [
        "Danh sách đơn vị: 2 mới, 0 thay đổi, 0 bỏ, 0 giữ nguyên.",
        f"Đã nhập 2 đơn vị; danh sách để thí sinh chọn hiện ở /{CONTEST}/units.json trong vòng một phút.",
    ]
    assert units_of(CONTEST) == [HOME, MONEY]


def test_a_folder_that_is_in_already_sends_nothing(keyboard: Keyboard, folder: Path):
    keyboard.type("contest", "load", folder)
    keyboard.asked.clear()

    done = keyboard.type("contest", "load", folder)

    assert (done.code, done.out[-1]) == (0, "Không có gì để thay đổi.")
    assert [event["act"] for event in keyboard.asked if not event.get("dry_run")] == ["status"]


def test_a_folder_that_is_only_tried_changes_nothing(keyboard: Keyboard, folder: Path):
    before = stored()

    done = keyboard.type("contest", "load", folder, "--dry-run")

    assert (done.code, stored()) == (0, before)


def test_faults_of_a_folders_units_keep_the_whole_folder_out(keyboard: Keyboard, folder: Path):
    write_units(folder / "units.csv", "Sở Nội vụ,-1")
    before = stored()

    done = keyboard.type("contest", "load", folder)

    assert (done.code, done.err[0].split(",")[0], stored()) == (1, "units.csv", before)


def test_the_round_of_such_a_folder_is_made_ready_only_with_its_units(keyboard: Keyboard, folder: Path):
    (folder / "units.csv").unlink()
    keyboard.type("contest", "load", folder)

    refused = keyboard.type("ready", CONTEST, FIRST, "--yes")

    write_units(folder / "units.csv", "Sở Nội vụ,40")
    keyboard.type("contest", "load", folder)
    done = keyboard.type("ready", CONTEST, FIRST, "--yes")
    assert (refused.code, refused.err) == (
        1,
        [
            f"Chưa có danh sách đơn vị. Thí sinh cuộc thi “{CONTEST}” tự chọn đơn vị khi vào dự thi; xin nhập danh sách đơn "
            f"vị trước, bằng lệnh: python -m organizer units import {CONTEST} TỆP."
        ],
    )
    assert done.code == 0
    assert [told["state"] for told in keyboard.ask({"act": "status", "contest": CONTEST})] == ["draft", "ready", "draft"]


# --- facts about units ---


@pytest.fixture
def facts(own_folder: Path) -> Path:
    """A file with what prizes ask for of two units."""
    path = own_folder / "video.csv"
    path.write_text(
        "Đơn vị,Số bài dự thi,Thứ hạng của đơn vị về bài dự thi\nSở Nội vụ,1,20\nSở Tài chính,2,\n", encoding="utf-8"
    )
    return path


def test_facts_about_units_are_shown_then_told_and_the_same_again_are_nothing_new(
    imported: Keyboard, listed: Path, facts: Path
):
    imported.type("units", "import", CONTEST, listed)

    done = imported.type("units", "facts", CONTEST, facts)
    again = imported.type("units", "facts", CONTEST, facts)

    assert done == Typed(
        0,
        [
            "Số liệu xét giải tập thể: 3 mục trong tệp, 0 mục đang có, 3 mục khác nhau.",
            f"Đã nhập số liệu xét giải tập thể của {CONTEST}.",
        ],
        [],
    )
    assert again.out[0] == "Số liệu xét giải tập thể: 3 mục trong tệp, 3 mục đang có, 0 mục khác nhau."
    assert finish.facts_called(finals.get(CONTEST).facts) == [
        UnitFact("so-noi-vu", "entries", "1"),
        UnitFact("so-noi-vu", "entry_rank", "20"),
        UnitFact("so-tai-chinh", "entries", "2"),
    ]


def test_facts_that_are_only_tried_change_nothing(imported: Keyboard, listed: Path, facts: Path):
    imported.type("units", "import", CONTEST, listed)
    before = stored()

    done = imported.type("units", "facts", CONTEST, facts, "--dry-run")

    assert (done.code, stored()) == (0, before)


def test_a_fact_at_fault_is_named_by_its_cell_and_nothing_is_told(imported: Keyboard, listed: Path, facts: Path):
    imported.type("units", "import", CONTEST, listed)
    facts.write_text(
        "Đơn vị,Số bài dự thi,Thứ hạng của đơn vị về bài dự thi\nSở Nội vụ,một,0\nSở Nội vụ,1,1\n,1,\n", encoding="utf-8"
    )
    before = stored()

    done = imported.type("units", "facts", CONTEST, facts)

    assert (done.code, stored()) == (1, before)
    cells = ['2, cột "Số bài', '2, cột "Thứ hạng', '3, cột "Đơn vị', '4, cột "Đơn vị']
    assert [cell for cell in cells if any(f"video.csv, dòng {cell}" in line for line in done.err)] == cells


def test_a_fact_about_a_unit_that_the_contest_does_not_know_is_refused(imported: Keyboard, facts: Path):
    done = imported.type("units", "facts", CONTEST, facts)

    assert done.code == 1
    assert any("so-tai-chinh" in line or "so-noi-vu" in line for line in done.err)
