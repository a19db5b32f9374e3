"""Signing in: whoever knows the code, and nobody who guesses."""

from __future__ import annotations

import base64
import json

import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain.times import written
from chalicelib.services import sign_in as service
from chalicelib.services.sessions import Session, token
from tests.calls import Call, written_down
from tests.factories import AN, BINH, CONTEST, KEPT_OUT, NONCE, OPENS
from tests.town import Phone, Town

WINDOW_MS = 15 * 60_000
WRONG = "0000-0000"


def test_a_right_code_opens_a_session_of_ten_minutes(town: Town):
    answer = town.stranger().sign_in(AN, town.codes[AN])

    assert answer.status == 200
    assert answer.document == {"expires_at": written(OPENS + 10 * 60_000), "name": "Nguyễn Văn An", "unit": "Sở Nội vụ"}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(town: Town):
    answer = town.stranger().sign_in(AN, town.codes[AN])

    name, _, attributes = answer.headers["Set-Cookie"].partition("=")
    assert name == "__Host-hoithi"
    assert attributes.split("; ")[1:] == ["Max-Age=600", "Path=/", "Secure", "HttpOnly", "SameSite=Strict"]


@pytest.mark.parametrize(
    ("identifier", "change"),
    [
        ("034 096 000 001", str.lower),
        ("034.096.000-001", lambda code: code.replace("-", "")),
        ("34096000001", lambda code: f" {code[:4]} {code[5:]} "),
        (AN, lambda code: code.replace("0", "O").replace("1", "l")),
    ],
    ids=["spaces, small letters", "points, no dash", "a zero that Excel dropped", "letters for digits"],
)
def test_what_people_type_instead_is_understood(town: Town, identifier: str, change):
    answer = town.stranger().sign_in(identifier, change(town.codes[AN]))

    assert answer.status == 200


def test_a_wrong_code_and_an_unknown_identifier_are_told_the_same(town: Town):
    wrong, unknown = (town.stranger().sign_in(who, WRONG) for who in (AN, "012345678901"))

    assert (wrong.status, wrong.problem) == (401, "wrong-code")
    assert {**wrong.document, "trace": ""} == {**unknown.document, "trace": ""}


def test_somebody_elses_code_is_wrong(town: Town):
    answer = town.stranger().sign_in(AN, town.codes[BINH])

    assert (answer.status, answer.problem) == (401, "wrong-code")


def test_after_five_guesses_even_the_right_code_waits_until_the_time_named(town: Town):
    phone = town.stranger()
    guesses = [phone.sign_in(AN, WRONG).problem for _ in range(5)]

    locked = phone.sign_in(AN, town.codes[AN])

    assert guesses == ["wrong-code"] * 5
    assert (locked.status, locked.problem, locked.document["facts"]) == (
        429,
        "too-many",
        {"until": written(OPENS + WINDOW_MS)},
    )
    assert locked.document["detail"] == "Đã nhập sai quá số lần cho phép. Xin thử lại sau 08:15 ngày 23/10/2023."
    assert locked.headers["Retry-After"] == "60"


def test_an_unknown_identifier_is_locked_after_five_guesses_too(town: Town):
    phone = town.stranger()

    answers = [phone.sign_in("012345678901", WRONG).problem for _ in range(6)]

    assert answers == ["wrong-code"] * 5 + ["too-many"]


def test_the_lock_ends_when_it_was_said_to(town: Town):
    phone = town.stranger()
    for _ in range(5):
        phone.sign_in(AN, WRONG)

    before = town.at(OPENS + WINDOW_MS - 1) and phone.sign_in(AN, town.codes[AN])
    then = town.at(OPENS + WINDOW_MS) and phone.sign_in(AN, town.codes[AN])

    assert [before.problem, then.status] == ["too-many", 200]


def test_a_right_code_forgets_the_wrong_ones(town: Town):
    phone = town.stranger()
    for _ in range(4):
        phone.sign_in(AN, WRONG)
    phone.sign_in(AN, town.codes[AN])

    answers = [phone.sign_in(AN, WRONG).problem for _ in range(5)]

    assert answers == ["wrong-code"] * 5


def test_what_is_counted_of_guesses_may_be_deleted_once_the_lock_has_ended(town: Town):
    town.stranger().sign_in(AN, WRONG)

    stored = boto3.client("dynamodb").scan(TableName=config().contestants_table)["Items"]
    ends = {item["person"]["S"].split("#")[2]: int(item["expires"]["N"]) * 1000 for item in stored if "expires" in item}
    assert ends == {"code-here": OPENS + WINDOW_MS, "code-everywhere": OPENS + 60 * 60_000}


def test_guesses_at_one_person_do_not_lock_another(town: Town):
    for _ in range(6):
        town.stranger().sign_in(AN, WRONG)

    assert town.stranger().sign_in(BINH, town.codes[BINH]).status == 200


def test_a_guess_is_counted_before_it_is_held_against_the_code(town: Town, monkeypatch: pytest.MonkeyPatch):
    counted: list[str] = []
    hashed = service.kept_code
    with written_down() as calls:
        monkeypatch.setattr(service, "kept_code", lambda *code: counted.extend(people_asked(calls)) or hashed(*code))
        town.stranger().sign_in(AN, WRONG)

    assert counted == ["GetItem", "GetItem", "UpdateItem", "UpdateItem"]
    assert people_asked(calls) == [*counted, "GetItem"]  # At last, whether somebody with this code has been erased.


def people_asked(calls: list[Call]) -> list[str]:
    return [call.operation for call in calls if call.sent.get("TableName") == config().contestants_table]


def test_a_locked_guess_is_not_held_against_the_code(town: Town, monkeypatch: pytest.MonkeyPatch):
    for _ in range(5):
        town.stranger().sign_in(AN, WRONG)
    monkeypatch.setattr(service, "kept_code", lambda *_: pytest.fail("somebody looked"))

    answer = town.stranger().sign_in(AN, town.codes[AN])

    assert answer.problem == "too-many"


def test_who_is_kept_out_is_told_why(town: Town):
    answer = town.stranger().sign_in(KEPT_OUT, town.codes[KEPT_OUT])

    assert (answer.status, answer.problem) == (409, "excluded")
    assert answer.document["detail"] == (
        "Theo Kế hoạch (Mục II), người thuộc diện này không được dự thi. Lý do: Thành viên Ban Tổ chức. "
        "Nếu có nhầm lẫn, xin liên hệ: Văn phòng."
    )
    assert "Set-Cookie" not in answer.headers


def test_who_is_kept_out_and_does_not_know_the_code_learns_nothing(town: Town):
    answer = town.stranger().sign_in(KEPT_OUT, WRONG)

    assert (answer.status, answer.problem) == (401, "wrong-code")


@pytest.mark.parametrize("contest", ["nowhere", "_contest", "x" * 3000, "thi-tran-2023%23login"])
def test_a_contest_that_is_not_there(town: Town, contest: str):
    phone = Phone(town.client, contest)

    answer = phone.sign_in(AN, town.codes[AN])

    assert (answer.status, answer.problem) == (404, "no-such-contest")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "unfit-identifier"),
        ({"identifier": AN}, "unfit-login-code"),
        ({"code": "ABCD-EFGH"}, "unfit-identifier"),
        ({"identifier": 34096000001, "code": "x"}, "unfit-identifier"),
        ({"identifier": "", "code": "x"}, "unfit-identifier"),
        ({"identifier": "x" * 101, "code": "x"}, "unfit-identifier"),
        ({"identifier": AN, "code": "x" * 101}, "unfit-login-code"),
        ({"identifier": AN, "code": None}, "unfit-login-code"),
        ({"identifier": "\x00\x1b[2J", "code": "\u202e"}, "unfit-identifier"),
        ({"identifier": AN, "code": "ABCD\n"}, "unfit-login-code"),
        ({"identifier": AN, "code": "x", "contest": CONTEST}, "unfit-fields"),
        ({"identifier": AN, "code": "\u202e"}, "wrong-code"),
        ({"identifier": "#" * 100, "code": "🙂" * 100}, "wrong-code"),
    ],
)
def test_entries_that_are_none(town: Town, body: dict, problem: str):
    answer = town.stranger().send("POST", "/session", body)

    assert answer.problem == problem


def test_signing_out_takes_the_cookie_off(phone: Phone):
    answer = phone.send("DELETE", "/session")

    assert (answer.status, answer.raw) == (204, b"")
    assert answer.headers["Set-Cookie"] == "__Host-hoithi=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict"
    assert phone.me().problem == "not-signed-in"


def test_a_session_ends_at_its_hour(town: Town, phone: Phone):
    before = town.at(OPENS + 10 * 60_000 - 1) and phone.me()
    then = town.at(OPENS + 10 * 60_000) and phone.me()

    assert [before.status, then.status, then.problem] == [200, 401, "not-signed-in"]


def test_a_session_of_another_contest_is_none_here(town: Town, phone: Phone):
    foreign = Session("another-contest", phone.me().document["contestant"], "", "0" * 16, OPENS, OPENS + 60_000)
    phone.cookie = f"__Host-hoithi={token(foreign)}"

    assert (phone.me().status, phone.start(NONCE).problem) == (401, "not-signed-in")


def forged(phone: Phone) -> dict[str, str]:
    """Return cookies that nobody here has sealed."""
    body, _, seal = phone.cookie.partition("=")[2].partition(".")
    other = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    other[1] = "a" * 26
    swapped = base64.urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")
    return {
        "nobody's": "",
        "empty": "__Host-hoithi=",
        "without a seal": f"__Host-hoithi={body}",
        "with an empty seal": f"__Host-hoithi={body}.",
        "another person's": f"__Host-hoithi={swapped}.{seal}",
        "cut": f"__Host-hoithi={body}.{seal[:-1]}",
        "doubled": f"__Host-hoithi={body}.{seal}.{seal}",
        "not base64": f"__Host-hoithi=***.{seal}",
        "no ASCII": '__Host-hoithi="é.é"',
        "no ASCII escaped": f'__Host-hoithi="{body}.\\351"',
        "no cookie at all": "=;=;;;",
        "another name": f"hoithi={body}.{seal}",
        "very long": "__Host-hoithi=" + "A" * 7000 + ".A",
    }


@pytest.mark.parametrize(
    "kind",
    [
        "nobody's",
        "empty",
        "without a seal",
        "with an empty seal",
        "another person's",
        "cut",
        "doubled",
        "not base64",
        "no ASCII",
        "no ASCII escaped",
        "no cookie at all",
        "another name",
        "very long",
    ],
)
def test_a_session_that_nobody_here_has_sealed_is_none(phone: Phone, kind: str):
    phone.cookie = forged(phone)[kind]

    answers = [phone.me(), phone.start(NONCE), phone.save("___", NONCE), phone.hand_in("___", NONCE)]

    assert [(answer.status, answer.problem) for answer in answers] == [(401, "not-signed-in")] * 4
