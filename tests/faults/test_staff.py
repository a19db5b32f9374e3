"""Accounts and units with every fault at every call: the page or the command tries again, and no act is without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

import app as deployed
from chalicelib.domain.roles import UNIT_MANAGER
from chalicelib.routes.staff import STAFF_COOKIE
from chalicelib.services import passwords
from chalicelib.storage import staff
from tests.factories import AN, CONTEST, FIRST, NONCE, OPENS
from tests.faults.conftest import begin_anew
from tests.faults.house import Person, asks_to_come_again, house
from tests.faults.weather import FAULTS, Fault, Site, faults_of, lost, throttled
from tests.pictures import Picture, take
from tests.sizes import soaking
from tests.staff import PASSWORD, cheap, seated
from tests.town import Answer, Phone, Town

pytestmark = pytest.mark.soak

CHOSEN = "con đường ra biển rất dài"
TRIED = FAULTS if soaking() else (lost, throttled)
MANAGER = {"account": "quan-ly", "password": PASSWORD}
# Signed in again, or asked at another moment: the same is said of everything else.
PASSING = ("expires_at", "trace")


@pytest.fixture(autouse=True)
def cheap_passwords() -> Iterator[None]:
    """What a password costs is measured elsewhere."""
    with cheap():
        yield


@dataclass(frozen=True)
class Path:
    """One request of a manager's, what it is answered in fair weather, and the act that stands in the log afterwards."""

    name: str
    answers: int
    act: str
    send: Callable[[Phone], Answer]


PATHS = [
    Path("sign in", 200, "sign-in", lambda phone: phone.send("POST", "/staff/session", MANAGER)),
    Path(
        "change a password",
        200,
        "change-password",
        lambda phone: phone.send("PUT", "/staff/password", {"old": PASSWORD, "new": CHOSEN}),
    ),
    Path("look", 200, "own-people", lambda phone: phone.send("GET", f"/staff/units/so-noi-vu/rounds/{FIRST}")),
    Path("look elsewhere", 404, "own-people", lambda phone: phone.send("GET", f"/staff/units/so-x/rounds/{FIRST}")),
    Path("sign out", 204, "sign-out", lambda phone: phone.send("DELETE", "/staff/session")),
]


def _told(answer: Answer) -> tuple[int, Any]:
    document = answer.document or {}
    return answer.status, {name: value for name, value in document.items() if name not in PASSING}


@dataclass(frozen=True)
class Walk:
    """A path walked once in fair weather: where it began, by which sites it went, and what was told."""

    path: Path
    phone: Phone
    cookie: str
    begun: Picture
    sites: list[Site]
    answer: Answer

    def in_weather(self, site: Site, fault: Fault) -> list[str]:
        """Walk again with ``fault`` at ``site``, and return what is other than it should be."""
        begin_anew(self.begun, cold=False)
        self.phone.cookie = self.cookie
        with house({site: fault}) as here:
            *first, last = Person(here, self.phone).insist(self.path.send)
        unclear = [f"told {said.status} {said.problem}" for said in first if said and not asks_to_come_again(said)]
        other = [] if last and _told(last) == _told(self.answer) else [f"told at last: {last and _told(last)}"]
        return [*unclear, *other, *_unwritten(self.path)]


def _unwritten(path: Path) -> list[str]:
    lines = [line for line in staff.acts(CONTEST, "", 100) if line.act == path.act]
    return [] if lines and all((line.by, line.of) == ("quan-ly", CONTEST) for line in lines) else [f"the log says {lines}"]


def walked(path: Path, town: Town) -> Walk:
    """Walk a path in fair weather."""
    town.phone(AN).start(NONCE)
    phone = town.stranger()
    cookie = "" if path.act == "sign-in" else f"{STAFF_COOKIE}={seated(UNIT_MANAGER, OPENS, name='quan-ly')}"
    seated(UNIT_MANAGER, OPENS, name="quan-ly")
    begun = take(town.codes, town.profiles)
    begin_anew(begun, cold=False)
    phone.cookie = cookie
    with house() as here:
        answer = path.send(phone)
    return Walk(path, phone, cookie, begun, here.sites, answer)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_whatever_happens_at_whichever_call_a_manager_gets_their_answer(path: Path, open_town: Town):
    walk = walked(path, open_town)

    found = {
        f"{fault.__name__} at {site}": walk.in_weather(site, fault)
        for site in walk.sites
        for fault in faults_of(site)
        if fault in TRIED
    }

    assert walk.answer.status == path.answers
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) >= len(walk.sites) > 4


ACCOUNT = {"account": "so-noi-vu", "role": UNIT_MANAGER, "units": ["so-noi-vu"], "full_name": "Lê Thị Chi", "nonce": NONCE}


def test_whatever_happens_an_account_is_made_once_and_its_password_opens_it(open_town: Town):
    begun = take(open_town.codes, open_town.profiles)

    def asked(strikes: dict[Site, Fault]) -> tuple[list[Site], list[str]]:
        begin_anew(begun, cold=False)
        with house(strikes) as here:
            body = here.organize("account-add", contest=CONTEST, **ACCOUNT)
        made = staff.get(CONTEST, "so-noi-vu")
        fits = made is not None and passwords.fits(body["answer"]["password"], made.password)
        named = staff.names(CONTEST, ["so-noi-vu"]) == {"so-noi-vu": "Lê Thị Chi"}
        lines = [line.outcome for line in staff.acts(CONTEST, "", 100) if line.about == "so-noi-vu"]
        wrong = {"the password": not fits, "the name": not named, f"the log: {lines}": "done" not in lines}
        return here.sites, [what for what, is_wrong in wrong.items() if is_wrong]

    sites = asked({})[0]
    found = {
        f"{fault.__name__} at {site}": asked({site: fault})[1]
        for site in sites
        for fault in faults_of(site)
        if fault in TRIED
        # How an act ended is written where it can be; where it can't, its line says that nobody knows.
        if "acts.py:_ended" not in site.place
    }

    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) >= len(sites) - 1 > 4


def test_an_act_that_can_not_be_written_down_is_not_done(open_town: Town):
    with house(happens=lambda site: throttled if "storage/staff.py:put_act" in site.place else None) as here:
        body, _ = here.run(deployed.organizer, {"act": "account-add", "contest": CONTEST, "token": here.chief, **ACCOUNT})

    assert body["refused"]["code"] == "busy"
    assert staff.get(CONTEST, "so-noi-vu") is None
