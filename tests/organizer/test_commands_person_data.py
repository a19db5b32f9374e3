"""A person's data, asked for and erased by typing: their identifier stands in no history, and what is written is private."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from organizer.personal_data import readable
from organizer.words import CATALOGUES
from tests.factories import AN, CONTEST, OPENS
from tests.organizer.keyboard import Keyboard, stored
from tests.town import Town

EXPORT = ("person", "export", CONTEST, "-", "--to", "an")
ERASE = ("person", "erase", CONTEST, "-")
NAME = "Nguyễn Văn An"


def test_everything_about_a_person_is_written_twice_for_programs_and_for_them(running: Keyboard, own_folder: Path):
    done = running.type(*EXPORT, says=f"{AN}\n")

    told = json.loads((own_folder / "an.json").read_text(encoding="utf-8"))
    page = (own_folder / "an.html").read_text(encoding="utf-8")
    assert (done.code, done.out) == (0, ["Đã ghi an.json.", "Đã ghi an.html."])
    assert (told["contest"], told["person"]["full_name"]) == (CONTEST, NAME)
    assert "<dt>Họ và tên</dt><dd>Nguyễn Văn An</dd>" in page


def test_only_its_owner_can_read_what_was_written(running: Keyboard, own_folder: Path):
    running.type(*EXPORT, says=f"{AN}\n")

    assert {stat.S_IMODE((own_folder / f"an.{suffix}").stat().st_mode) for suffix in ("json", "html")} == {0o600}


def test_a_file_that_is_there_is_not_overwritten(running: Keyboard, own_folder: Path):
    (own_folder / "an.html").write_text("another", encoding="utf-8")

    done = running.type(*EXPORT, says=f"{AN}\n")

    assert (done.code, (own_folder / "an.html").read_text(encoding="utf-8")) == (1, "another")
    assert not (own_folder / "an.json").exists()


def test_a_dry_run_of_an_export_writes_nothing(running: Keyboard, own_folder: Path):
    done = running.type(*EXPORT, "--dry-run", says=f"{AN}\n")

    assert (done.code, done.out) == (0, ["Chạy thử: sẽ ghi an.json, an.html."])
    assert list(own_folder.iterdir()) == []


def test_what_people_wrote_is_text_on_the_page():
    told = {"contest": CONTEST, "person": {"full_name": "<script>alert(1)</script>"}, "attempts": [{"round": "<b>"}]}

    page = readable(told, "vi")

    assert "<script>" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_member_that_is_told_has_words(running: Keyboard, own_folder: Path, town: Town, language: str):
    town.at(OPENS).phone(AN).start("0" * 32)

    running.type("--lang", language, *EXPORT, says=f"{AN}\n")

    labels = re.findall(r"<dt>(.*?)</dt>", (own_folder / "an.html").read_text(encoding="utf-8"))
    told = json.loads((own_folder / "an.json").read_text(encoding="utf-8"))
    members = {*told["person"], *told["attempts"][0], *(name for name in told if isinstance(told[name], str))}
    assert {name for name in members if f"personal.{name}" not in CATALOGUES[language]} == set()
    assert [label for label in labels if re.fullmatch("[a-z_]+", label)] == []


def test_a_person_is_erased_after_a_look_and_a_yes(running: Keyboard):
    running.someone = True

    done = running.type(*ERASE, says=f"{AN}\ncó\n")

    again = running.type(*ERASE, says=f"{AN}\n")
    assert done.code == again.code == 0
    assert any(line.startswith(f"Sẽ xóa dữ liệu cá nhân của {NAME} (Sở Nội vụ).") for line in done.out)
    assert done.out[-1].startswith("Đã xóa lúc 08:00 23/10/2023.")
    assert any(line == "Dữ liệu của người này đã được xóa lúc 08:00 23/10/2023." for line in again.out)
    assert NAME not in str(stored())


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_without_a_yes_nobody_is_erased(running: Keyboard, arguments: tuple[str, ...]):
    before = stored()

    done = running.type(*ERASE, *arguments, says=f"{AN}\n")

    assert done.code == (0 if arguments else 2)
    assert stored() == before


@pytest.mark.parametrize("command", [EXPORT, ERASE])
def test_of_somebody_who_was_erased_there_is_little_to_tell(running: Keyboard, own_folder: Path, command: tuple[str, ...]):
    running.type(*ERASE, "--yes", says=f"{AN}\n")

    done = running.type(*command, says=f"{AN}\n")

    assert done.code == 0
    if command is EXPORT:
        assert set(json.loads((own_folder / "an.json").read_text(encoding="utf-8"))) == {"contest", "erased_at"}


@pytest.mark.parametrize("command", [EXPORT, ERASE])
def test_an_identifier_on_the_command_line_is_refused(running: Keyboard, command: tuple[str, ...]):
    before = stored()

    done = running.type(*(AN if word == "-" else word for word in command))

    assert (done.code, stored()) == (2, before)
