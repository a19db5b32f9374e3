"""Accounts at the command line: passwords are typed unseen, tokens lie where only their owner reads them."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.roles import AUDITOR, ORGANIZER
from chalicelib.services import accounts
from chalicelib.storage import contestants, staff
from organizer.seats import Seats
from organizer.trouble import Trouble
from tests.factories import AN, CONTEST, FIRST
from tests.organizer.keyboard import Keyboard, Typed
from tests.staff import PASSWORD, cheap, seated

CHOSEN = "con đường ra biển rất dài"
TOKENS = "signed-in"


@pytest.fixture(autouse=True)
def cheap_passwords() -> Iterator[None]:
    """What a password costs is measured elsewhere."""
    with cheap():
        yield


@pytest.fixture
def desk(keyboard: Keyboard, own_folder: Path) -> Keyboard:
    """A keyboard in front of somebody, at a shared stage where nobody is signed in yet."""
    keyboard.name, keyboard.someone, keyboard.seats = "test", True, Seats(own_folder / TOKENS)
    return keyboard


def first_password(keyboard: Keyboard) -> str:
    """Return the first chief's password, as whoever deploys is told it."""
    return str(keyboard.ask({"act": "first-chief", "nonce": "0" * 32})["password"])


def signed_in(desk: Keyboard, role: str = ORGANIZER, name: str = "thu-ky") -> Keyboard:
    """Sit somebody with this role down, as signing in does."""
    assert desk.seats is not None
    desk.seats.keep(desk.name, name, seated(role, desk.cloud.now, name=name), "2026-01-01T00:00:00.000Z")
    return desk


def test_the_first_chief_signs_in_chooses_a_password_and_says_who_they_are(desk: Keyboard, own_folder: Path):
    given = first_password(desk)

    done = desk.type("login", "chief", says=f"{given}\n{CHOSEN}\n{CHOSEN}\n{AN}\nNguyễn Văn An\n")

    file = own_folder / TOKENS / "test.json"
    assert (done.code, done.out[-1].split(". ")[0]) == (0, "Đã đăng nhập: chief, trưởng ban, mọi cuộc thi"), done
    assert CHOSEN not in "\n".join(done.out)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert desk.type("whoami").out == ["chief: trưởng ban, mọi cuộc thi."]
    assert desk.type("account", "list").out[1:] == ["chief\tNguyễn Văn An\ttrưởng ban\t\tđang dùng"]


def test_two_passwords_that_differ_change_nothing(desk: Keyboard, own_folder: Path):
    given = first_password(desk)

    done = desk.type("login", "chief", says=f"{given}\n{CHOSEN}\n{CHOSEN}!\n")

    assert (done.code, done.err) == (1, ["Hai lần gõ không giống nhau; chưa thay đổi gì. Chạy lại lệnh."])
    assert not (own_folder / TOKENS).exists()


def test_a_wrong_password_is_a_sentence(desk: Keyboard):
    signed_in(desk)

    done = desk.type("login", "thu-ky", "--contest", CONTEST, says="sai rồi\n")

    assert (done.code, done.err[0].split(".")[0]) == (1, "Không đăng nhập được")


def test_passwords_may_be_piped_in(desk: Keyboard):
    signed_in(desk)
    desk.someone = False

    without = desk.type("login", "thu-ky", "--contest", CONTEST)
    piped = desk.type("login", "thu-ky", "--contest", CONTEST, "--password-stdin", says=f"{PASSWORD}\n")

    assert (without.code, without.err[0].split(".")[0]) == (2, "Không có ai để gõ mật khẩu")
    assert (piped.code, piped.out[0].split(". ")[0]) == (0, f"Đã đăng nhập: thu-ky, Ban Tổ chức, {CONTEST}")


def test_who_has_signed_out_is_signed_out_everywhere(desk: Keyboard, own_folder: Path):
    signed_in(desk)
    token = json.loads((own_folder / TOKENS / "test.json").read_text())["accounts"]["thu-ky"]["token"]

    done = desk.type("logout")

    with pytest.raises(accounts.NotSignedIn):
        accounts.signed_in(token, desk.cloud.now)
    assert done == Typed(0, ["Đã đăng xuất tài khoản thu-ky."], [])
    assert desk.type("whoami").err[0].startswith("Chưa đăng nhập ở môi trường “test”")


def test_a_session_that_has_ended_is_told_with_the_command_to_type(desk: Keyboard):
    signed_in(desk)
    desk.cloud.now += accounts.LASTS_MS

    done = desk.type("--by", "thu-ky", "whoami")

    assert done.err == [
        "Chưa đăng nhập ở môi trường “test”, hoặc phiên làm việc đã hết. Gõ: python -m organizer --stage test login thu-ky"
    ]


def test_a_chief_makes_an_account_whose_password_lies_in_a_file_of_its_own(imported: Keyboard, own_folder: Path):
    imported.someone = True
    file = own_folder / "mat-khau"

    done = imported.type(
        *("account", "add", "thu-ky", "--contest", CONTEST, "--role", "organizer"),
        *("--full-name", "Trần Thị Bình", "--to", file),
        says="034096000123\n",
    )

    kept = staff.get(CONTEST, "thu-ky")
    assert (done.code, done.out[-2:]) == (
        0,
        [
            f"Đã lập tài khoản thu-ky: Ban Tổ chức, {CONTEST}.",
            f"Mật khẩu dùng một lần của thu-ky ở tệp {file}, chỉ chủ tệp đọc được.",
        ],
    )
    assert (stat.S_IMODE(file.stat().st_mode), kept and kept.identified) == (0o600, True)
    assert accounts._recognised(kept, file.read_text().strip()) == kept


def test_a_password_whose_answer_was_lost_comes_again(imported: Keyboard, monkeypatch: pytest.MonkeyPatch):
    answered = Keyboard.ask
    lost: list[str] = []

    def losing(self: Keyboard, event: dict[str, Any]) -> Any:
        answer = answered(self, event)
        if event["act"] == "account-add" and not lost:
            lost.append(answer["password"])
            raise Trouble("answer-lost", stage="test")
        return answer

    monkeypatch.setattr(Keyboard, "ask", losing)
    event = ["account", "add", "so-noi-vu", "--contest", CONTEST, "--role", "unit_manager", "--unit", "so-noi-vu"]

    done = imported.type(*event, "--full-name", "Lê Thị Chi")

    assert (done.code, len(imported.paused)) == (0, 1)
    assert [done.out[-1].rsplit(" ", 1)[1]] == lost


def test_an_account_is_changed_and_closed(imported: Keyboard):
    seated(ORGANIZER, imported.cloud.now, name="thu-ky")
    imported.someone = True

    changed = imported.type("account", "role", "thu-ky", "--contest", CONTEST, "--role", "auditor")
    tried = imported.type("account", "close", "thu-ky", "--contest", CONTEST, "--dry-run")
    closed = imported.type("account", "close", "thu-ky", "--contest", CONTEST, says="c\n")

    account = staff.get(CONTEST, "thu-ky")
    assert changed.out == [f"Tài khoản thu-ky nay là: giám sát, {CONTEST}."]
    assert tried.out[-1] == "Chạy thử: chưa thay đổi gì."
    assert (closed.code, account and (account.role, account.closed)) == (0, (AUDITOR, True))


def test_who_is_a_contestant_gets_a_role_only_where_that_is_meant(running: Keyboard):
    running.someone = True
    event = ["account", "add", "thu-ky", "--contest", CONTEST, "--role", "organizer", "--full-name", "Nguyễn Văn An"]

    refused = running.type(*event, says=f"{AN}\n")
    meant = running.type(*event, "--even-if-in", says=f"{AN}\n")

    person = contestants.by_login(CONTEST, accounts.login_hash(CONTEST, AN))
    assert (refused.code, refused.err[0].split(".")[0]) == (1, "Người này đang là thí sinh")
    assert (meant.code, person and bool(person.excluded)) == (0, True)


def test_the_log_names_who_did_what(draft: Keyboard):
    draft.type("--by", "truong-ban", "ready", CONTEST, FIRST, "--yes")

    done = draft.type("acts", CONTEST)

    assert done.out[0] == "lúc\ttài khoản\thọ và tên\tViệc\tVòng\tvề ai\tkết quả"
    lines = [line.split("\t")[1:] for line in done.out]
    assert [line for line in lines if line[2] == "ready"] == [["truong-ban", "", "ready", FIRST, "", "done"]]
