"""A unit manager's own page: who of the own units has taken part; never a score, and nobody else's people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.domain.roles import ORGANIZER, UNIT_MANAGER
from chalicelib.domain.times import written
from chalicelib.routes.staff import STAFF_COOKIE
from chalicelib.services import accounts
from chalicelib.storage import staff
from tests.calls import written_down
from tests.factories import AN, BINH, CLOSING_BEGINS, CONTEST, FIRST, NONCE, OPENS, OTHER_NONCE, SECOND, make_person
from tests.sizes import size
from tests.staff import PASSWORD, cheap, seated
from tests.town import Answer, Phone, Town, all_right

TURNOUT = f"/staff/units/so-noi-vu/rounds/{FIRST}"
CHOSEN = "con đường ra biển rất dài"


@pytest.fixture(autouse=True)
def cheap_passwords() -> Iterator[None]:
    """What a password costs is measured elsewhere."""
    with cheap():
        yield


def manager(town: Town, *units: str) -> Phone:
    """Return the device of a manager of ``units`` who is signed in."""
    device = town.stranger()
    token = seated(UNIT_MANAGER, town.cloud.now, name="quan-ly", units=units or ("so-noi-vu",))
    device.cookie = f"{STAFF_COOKIE}={token}"
    return device


def states(answer: Answer) -> dict[str, str]:
    return {each["name"]: each["state"] for each in answer.document["members"]}


def test_a_manager_signs_in_and_sees_their_units_and_rounds(town: Town):
    seated(UNIT_MANAGER, OPENS, name="quan-ly")
    device = town.stranger()

    welcome = device.send("POST", "/staff/session", {"account": "quan-ly", "password": PASSWORD})
    told = device.send("GET", "/staff/units")

    expires = written(OPENS + accounts.LASTS_MS)
    assert (welcome.status, welcome.document) == (
        200,
        {"account": "quan-ly", "expires_at": expires, "password_to_change": False},
    )
    assert "; Path=/; Secure; HttpOnly; SameSite=Strict" in str(welcome.headers["Set-Cookie"])
    assert told.document["units"] == [{"id": "so-noi-vu", "name": "Sở Nội vụ", "headcount": 4}]
    assert [each["id"] for each in told.document["rounds"]] == [FIRST, SECOND]


def test_who_has_begun_is_under_way_then_done_and_the_share_is_the_units_own(town: Town):
    an, binh, device = town.phone(AN), town.phone(BINH), manager(town)
    paper = an.start(NONCE)
    binh.start(NONCE)
    an.hand_in(all_right(paper), OTHER_NONCE, prediction="2")

    told = device.send("GET", TURNOUT)

    assert told.document["unit"] == {"id": "so-noi-vu", "name": "Sở Nội vụ", "headcount": 4}
    assert (told.document["came"], told.document["rate"], told.document["at"]) == (2, "0.5000", written(OPENS))
    assert states(told) == {
        "Nguyễn Văn An": "done",
        "Trần Thị Bình": "open",
        "Phạm Văn Dũng": "none",
        "Hoàng Thị Em": "none",
    }


def test_a_paper_whose_time_is_over_is_done_before_and_after_the_close(town: Town):
    town.phone(AN).start(NONCE)
    device = manager(town.at(CLOSING_BEGINS))

    before = device.send("GET", TURNOUT)
    town.tick()
    after = device.send("GET", TURNOUT)

    assert states(before)["Nguyễn Văn An"] == "done"
    assert states(after) == states(before)


def test_nothing_is_said_of_a_score_or_of_what_was_answered(town: Town):
    an = town.phone(AN)
    an.hand_in(all_right(an.start(NONCE)), OTHER_NONCE, prediction="2")

    told = manager(town).send("GET", TURNOUT)

    assert set(told.document) == {"unit", "round", "at", "members", "came", "rate"}
    assert {name for each in told.document["members"] for name in each} == {"name", "leader", "excused", "state"}


@pytest.mark.parametrize("unit", ["so-tai-chinh", "so-noi", "khong-co"])
def test_a_unit_that_is_not_theirs_is_not_there(town: Town, unit: str):
    device = manager(town)

    answers = [device.send("GET", f"/staff/units/{each}/rounds/{FIRST}") for each in (unit, "so-noi-vu")]

    assert [(each.status, each.problem) for each in answers] == [(404, "no-such-unit"), (200, "")]


@pytest.mark.soak
def test_a_large_unit_is_read_in_few_calls_and_its_answer_is_small(town: Town):
    many = size(test=120, soak=2_000)
    names = ["Nguyễn Văn " + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}") for number in range(many)]
    people = [make_person(name, f"0340961{number:05d}") for number, name in enumerate(names)]
    for first in range(0, many, 500):
        town.enrol(people[first : first + 500])
    device = manager(town)

    with written_down() as calls:
        told = device.send("GET", TURNOUT)

    reads = [call for call in calls if call.operation == "BatchGetItem"]
    pages = -(-(many + 4) // 100)
    assert len(told.document["members"]) == many + 4
    assert len(reads) == 2 * pages
    assert len(told.raw) < 100 * (many + 4)


def test_a_beginning_stands_for_every_unit_that_begins_so(town: Town):
    told = manager(town, "so-*").send("GET", "/staff/units")

    assert [each["id"] for each in told.document["units"]] == ["so-noi-vu", "so-tai-chinh"]


def test_a_unit_without_anybody_has_no_share(town: Town):
    told = manager(town, "so-tai-chinh").send("GET", f"/staff/units/so-tai-chinh/rounds/{FIRST}")

    assert (told.document["members"], told.document["came"], told.document["rate"]) == ([], 0, "")


def test_a_round_that_is_not_there_is_refused(town: Town):
    answers = [manager(town).send("GET", f"/staff/units/so-noi-vu/rounds/{each}") for each in ("khong-co", "thi-thu")]

    assert [each.problem for each in answers] == ["no-such-round"] * 2


def test_who_is_not_a_manager_has_nothing_to_do_here(town: Town):
    seated(ORGANIZER, OPENS, name="thu-ky")

    answer = town.stranger().send("POST", "/staff/session", {"account": "thu-ky", "password": PASSWORD})

    assert (answer.status, answer.problem, answer.headers.get("Set-Cookie")) == (409, "not-a-unit-manager", None)


def test_a_contestants_session_is_none_of_a_managers_and_the_other_way_round(town: Town):
    contestant, device = town.phone(AN), manager(town)

    assert contestant.send("GET", TURNOUT).problem == "staff-signed-out"
    assert device.me().problem == "not-signed-in"


def test_a_given_password_opens_nothing_but_the_way_to_ones_own(town: Town):
    made = accounts.add(
        {
            **{"act": "account-add", "contest": CONTEST, "account": "quan-ly", "role": UNIT_MANAGER, "nonce": "0" * 32},
            **{"units": ["so-noi-vu"], "full_name": "Quản Lý", "of": "*", "by": "chief"},
        },
        OPENS,
    )
    device = town.stranger()
    device.send("POST", "/staff/session", {"account": "quan-ly", "password": made["password"]})

    early = device.send("GET", TURNOUT)
    weak = device.send("PUT", "/staff/password", {"old": made["password"], "new": "aaaaaaaaaaaaaaaa"})
    device.send("PUT", "/staff/password", {"old": made["password"], "new": CHOSEN})

    assert (early.status, early.problem) == (409, "account-incomplete")
    assert (weak.status, weak.problem) == (422, "unfit-password")
    assert device.send("GET", TURNOUT).status == 200
    assert town.stranger().send("POST", "/staff/session", {"account": "quan-ly", "password": made["password"]}).status == 401


def test_signing_out_ends_the_session_everywhere(town: Town):
    device = manager(town)
    copied = Phone(town.client, cookie=device.cookie)

    gone = device.send("DELETE", "/staff/session")

    assert (gone.status, device.cookie) == (204, f"{STAFF_COOKIE}=")
    assert copied.send("GET", TURNOUT).problem == "staff-signed-out"
    assert device.send("DELETE", "/staff/session").status == 204


def test_names_that_are_read_stand_in_the_log(town: Town):
    manager(town).send("GET", TURNOUT)

    (line,) = staff.acts(CONTEST, "", 10)
    assert (line.by, line.of, line.act, line.outcome) == ("quan-ly", CONTEST, "own-people", "done")
