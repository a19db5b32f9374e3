"""Every call to AWS of a registration, and of a request for a code: whatever happens there, the page gets its answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from chalicelib import chance
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.notice import notice_version
from chalicelib.services import register as register_service
from chalicelib.services import work as puzzles
from tests.factories import CONTEST, NONCE, OPENS, OTHER_NONCE, as_yaml
from tests.faults.conftest import as_deployed
from tests.faults.test_requests import Path, walked
from tests.faults.weather import Fault, Site, faults_of, lost
from tests.registering import BY_MAIL, CITIZEN, EMAIL, FIELDS, definition_of, entry, open_to_all, solved
from tests.sizes import soaking
from tests.town import Answer, Phone, Town

CONSENT = notice_version(load_definition(as_yaml(definition_of(**BY_MAIL)), "contest.yaml"))
# The code that is sent when chance is the same each time, so that what is stored can be held against each other.
DIGITS = "000000"


@pytest.fixture
def office(village: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town whose contest confirms addresses, on functions that ask each other as they do when deployed."""
    settled = open_to_all(village, **BY_MAIL)
    monkeypatch.setattr(puzzles, "TRIES", 1)
    as_deployed(monkeypatch)
    work.cache_clear()
    for path in ("/registration", "/registration/code", "/session/code"):
        for nonce in (NONCE, OTHER_NONCE):
            work(path, nonce)
    return settled


@cache
def work(path: str, nonce: str) -> str:
    """Return the work for a request, done before any fault: a page has done it long before, too."""
    return solved(puzzles.challenge(CONTEST, OPENS)["challenge"])


def sent(phone: Phone, path: str, nonce: str, **said: Any) -> Answer:
    """Send a request. One that comes again is held against another: both draw the same (`as_deployed` ends that)."""
    chance.random_bytes = bytes
    return phone.send("POST", path, {"nonce": nonce, "work": work(path, nonce), **said})


def mailed(town: Town, phone: Phone, nonce: str = NONCE) -> Answer:
    return sent(phone, "/registration/code", nonce, email=EMAIL)


def registered(town: Town, phone: Phone, nonce: str = NONCE, code: str = DIGITS) -> Answer:
    fields = {**FIELDS, "email": EMAIL}
    return sent(phone, "/registration", **entry(nonce=nonce, fields=fields, code=code, consent=CONSENT))


def lost_code(town: Town, phone: Phone) -> Answer:
    return sent(phone, "/session/code", NONCE, identifier=CITIZEN)


def _in(town: Town, phone: Phone) -> None:
    mailed(town, phone)
    assert registered(town, phone).status == 200


def _known(town: Town, phone: Phone) -> None:
    """Let the number be somebody's, and whoever registers it again have a code for their address."""
    _in(town, phone)
    assert mailed(town.at(OPENS + 60_000), phone, OTHER_NONCE).status == 200


PATHS = [
    Path("register", 200, registered, mailed, signed_in=False, cold=True),
    Path("register again", 200, registered, _in, signed_in=False),
    Path("register what is taken", 409, lambda *at: registered(*at, nonce=OTHER_NONCE), _known, signed_in=False),
    Path("register with a wrong code", 422, lambda *at: registered(*at, code="111111"), mailed, signed_in=False),
    Path("ask for a code", 200, mailed, signed_in=False),
    Path("ask for a code again", 200, mailed, mailed, signed_in=False),
    Path("ask for a code too soon", 429, lambda *at: mailed(*at, nonce=OTHER_NONCE), mailed, signed_in=False),
    Path("lose a code", 200, lost_code, _in, signed_in=False),
    Path("lose a code that nobody has", 200, lost_code, signed_in=False),
]


OFTEN = [path for path in PATHS if path.name in ("register", "ask for a code", "lose a code")]


def faults_at(sites: list[Site]) -> Iterator[tuple[Site, Fault]]:
    """Give each site with every fault in `make soak`; else with one of them, in turn."""
    for place, site in enumerate(sites):
        faults = faults_of(site)
        yield from ((site, fault) for fault in faults if soaking() or fault is faults[place % len(faults)])


def unsent(path: Path, site: Site, difference: str) -> bool:
    """Whether a personal code, which was shown, has only not been sent as a letter too: nobody shall wait for the post."""
    places = ("services/post.py", "mailed_codes.py:send_once", "mailed_codes.py:_held")
    of_the_letter = any(place in site.place for place in places)
    return path.name == "register" and of_the_letter and ("outbox/" in difference or "#mail#" in difference)


@pytest.mark.soak
@pytest.mark.parametrize("path", PATHS if soaking() else OFTEN, ids=lambda path: path.name)
def test_whatever_happens_at_whichever_call_the_page_gets_its_answer_and_nothing_else_is_stored(path: Path, office: Town):
    walk = walked(path, office)

    found = {
        f"{fault.__name__} at {site}": [each for each in walk.in_weather(site, fault) if not unsent(path, site, each)]
        for site, fault in faults_at(walk.sites)
    }

    assert walk.answer.status == path.answers
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) >= len(set(walk.sites)) > 0


def test_without_the_nonce_a_registration_whose_answer_was_lost_would_be_refused(
    office: Town, monkeypatch: pytest.MonkeyPatch
):
    walk = walked(PATHS[0], office)
    monkeypatch.setattr(register_service.contestants, "by_login", lambda *_: None)
    written = next(site for site in walk.sites if site.call == "dynamodb:TransactWriteItems")

    found = walk.in_weather(written, lost)

    assert [wrong.split(",")[0] for wrong in found if wrong.startswith("told at last")] == ["told at last: (409"]
