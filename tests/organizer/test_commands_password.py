"""The commands of a contest's password: it is typed, never an argument, and never shown again."""

from __future__ import annotations

from chalicelib.services import contest_password, passwords
from tests.factories import CONTEST
from tests.organizer.keyboard import Keyboard

PASSWORD = "Cải cách 2023"


def test_a_password_that_is_piped_in_is_set(imported: Keyboard):
    done = imported.type("password", "set", CONTEST, "--password-stdin", says=f"{PASSWORD}\n")

    assert (done.code, done.out) == (0, [f"Đã đặt mật khẩu chung của {CONTEST}."])
    assert passwords.fits(PASSWORD, contest_password.contest_passwords.get(CONTEST))


def test_a_password_is_asked_for_where_somebody_is_there(imported: Keyboard):
    imported.someone = True

    done = imported.type("password", "set", CONTEST, says=f"{PASSWORD}\n")

    assert (done.code, contest_password.is_set(CONTEST)) == (0, True)


def test_a_dry_run_sets_nothing(imported: Keyboard):
    done = imported.type("password", "set", CONTEST, "--password-stdin", "--dry-run", says=f"{PASSWORD}\n")

    assert (done.code, contest_password.is_set(CONTEST)) == (0, False)


def test_an_empty_password_is_none(imported: Keyboard):
    done = imported.type("password", "set", CONTEST, "--password-stdin", says="\n")

    assert (done.code, done.err) == (1, ["Chưa gõ mật khẩu. Muốn bỏ mật khẩu thì dùng lệnh password clear."])
    assert imported.asked == []


def test_a_short_password_is_refused_with_a_sentence(imported: Keyboard):
    done = imported.type("--lang", "en", "password", "set", CONTEST, "--password-stdin", says="ngắn\n")

    assert done.code == 1
    assert "The contest's password has 6 to 100 characters." in " ".join(done.err)


def test_a_password_is_taken_away(imported: Keyboard):
    imported.type("password", "set", CONTEST, "--password-stdin", says=f"{PASSWORD}\n")

    done = imported.type("password", "clear", CONTEST, "--yes")

    assert (done.code, contest_password.is_set(CONTEST)) == (0, False)


def test_nothing_is_taken_away_without_a_yes(imported: Keyboard):
    assert imported.type("password", "clear", CONTEST).code == 2
    assert imported.asked == []
