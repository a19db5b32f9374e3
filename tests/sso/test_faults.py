"""Every call of a sign-on, to AWS and to the server, and at each of them every fault: who presses the button again gets in.

A browser that is sent about can't send a request again by itself; so whatever breaks has to be told on the page, and must
leave nothing behind but one contestant at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.domain.notice import notice_version
from chalicelib.fetch import Reply, Unreached
from chalicelib.services import provider, single_sign_on
from chalicelib.services.rules import rules_of
from chalicelib.storage import contestants
from chalicelib.storage.contestants import Profile
from tests.calls import Interrupted
from tests.described import NotAsDescribed
from tests.factories import CONTEST
from tests.faults.conftest import as_deployed, begin_anew
from tests.faults.house import House, house
from tests.faults.state import items
from tests.faults.weather import Fault, Site, faults_of
from tests.pictures import Picture, take
from tests.sso.conftest import Browser, Went
from tests.sso.server import Server
from tests.town import Town

MOST_TRIES = 4
# What a person may be told who has done nothing wrong; after each of these the button is there to be pressed again.
TOLD = {"busy", "sso-silent", "sso-unfit", "sso-token", "sso-state"}

Ask = Callable[[], Reply]


def unreached(ask: Ask) -> Reply:
    raise Unreached("ConnectionRefusedError")


def answer_lost(ask: Ask) -> Reply:
    ask()
    raise Unreached("TimeoutError")


def function_over(ask: Ask) -> Reply:
    ask()
    raise Interrupted("fetch")


def too_busy(ask: Ask) -> Reply:
    return Reply(503, b"<html>")


def slowed_down(ask: Ask) -> Reply:
    return Reply(429, b"")


def broken_off(ask: Ask) -> Reply:
    reply = ask()
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def sent_elsewhere(ask: Ask) -> Reply:
    return Reply(302, b"")


def twice(ask: Ask) -> Reply:
    ask()
    return ask()


FETCH_FAULTS = (unreached, answer_lost, function_over, too_busy, slowed_down, broken_off, sent_elsewhere, twice)


@dataclass
class Walk:
    """A sign-on in fair weather: where it began, which calls it made, and who was a contestant in the end."""

    town: Town
    server: Server
    begun: Picture
    sites: list[Site]
    fetches: list[str]
    profile: Profile
    consent: str

    def in_weather(self, strikes: dict[Site, Fault], fetch_fault: tuple[int, Any] | None = None) -> list[str]:
        """Sign on as often as it takes, with a fault on the way; return what is other than it should be."""
        begin_anew(self.begun)
        self.server.codes.clear()
        with house(strikes) as here, striking(self.server, fetch_fault) as struck:
            told = list(insisted(here, Browser(self.town.client, consent=self.consent), self.server))
        unclear = [f"told {each}" for each in told[:-1] if each not in TOLD]
        met = [] if here.struck or struck else ["the fault was not met"]
        return [*unclear, *([] if told[-1] == "" else [f"told at last {told[-1]}"]), *self._wrongly_stored(), *met]

    def _wrongly_stored(self) -> list[str]:
        found = entrants()
        same = [replace(each, pseudonym="", consent_at=0, entered_at=0) for each in found]
        known = replace(self.profile, pseudonym="", consent_at=0, entered_at=0)
        return [] if same == [known] else [f"stored {found}"]


def insisted(here: House, browser: Browser, server: Server) -> Iterator[str]:
    """Press the button, and come back, until one is in. Gives what each try was told; a gateway's own answer is "busy"."""
    for _ in range(MOST_TRIES):
        out = here.ask(lambda: browser.press())
        if out is None or out.refused:
            yield refusal(out)
            continue
        said = server.sign_in(out.location)
        back = here.ask(lambda said=said: browser.come_back(said))
        yield refusal(back)
        if back is not None and not back.refused:
            return


def refusal(went: Went | None) -> str:
    if went is None:
        return "busy"
    return went.refused if went.status == 302 else f"{went.status} {went.document}"


@contextmanager
def striking(server: Server, fault: tuple[int, Any] | None) -> Iterator[list[str]]:
    """Let a fault happen to one of the fetches, by its number; give a list that holds it once it has happened."""
    struck: list[str] = []
    number, happens = fault or (-1, None)
    begun = len(server.asked)

    def fetch(address: str, **sent: Any) -> Reply:
        ask = lambda: server.fetch(address, **sent)  # noqa: E731 - handed to the fault.
        if len(server.asked) - begun != number or struck:
            return ask()
        struck.append(address)
        return happens(ask)

    with pytest.MonkeyPatch.context() as patch:
        for module in (provider, single_sign_on):
            patch.setattr(module, "fetch", fetch)
        yield struck


def entrants() -> list[Profile]:
    """Return everybody who has come in by single sign-on."""
    prefix = f"{CONTEST}#"
    keys = [key for key, item in items("hoithi-contestants").items() if item.get("way", {}).get("S") == "sso"]
    found = [contestants.by_pseudonym(CONTEST, key.removeprefix(prefix)) for key in keys]
    return [each for each in found if each is not None]


@pytest.fixture
def walk(sso_town: Town, server: Server, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Sign on in fair weather, every function cold."""
    as_deployed(monkeypatch)
    server.userinfo = ("position",)
    begun = take(sso_town.codes, sso_town.profiles)
    browser = Browser(sso_town.client, consent=notice_version(rules_of(CONTEST)))
    begin_anew(begun)
    with house() as here:
        told = list(insisted(here, browser, server))
    (profile,) = entrants()
    assert told == [""]
    return Walk(sso_town, server, begun, here.sites, list(server.asked), profile, browser.consent)


def test_whatever_happens_at_whichever_call_to_aws_who_presses_again_is_in_and_is_one_contestant(walk: Walk):
    found = {
        f"{fault.__name__} at {site}": walk.in_weather({site: fault})
        for site in dict.fromkeys(walk.sites)
        for fault in faults_of(site)
    }

    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) >= 6 * len(set(walk.sites)) > 60


def test_whatever_happens_at_whichever_fetch_who_presses_again_is_in_and_is_one_contestant(walk: Walk):
    found = {
        f"{fault.__name__} at {path}": walk.in_weather({}, (number, fault))
        for number, path in enumerate(walk.fetches)
        for fault in FETCH_FAULTS
    }

    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert walk.fetches == ["/.well-known/openid-configuration", "/token", "/jwks", "/userinfo"]
    assert len(found) == 4 * len(FETCH_FAULTS)


def test_without_the_way_to_the_page_a_fault_would_be_told_to_a_program(walk: Walk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chalicelib.routes.sso._on_the_page", lambda contest, way: way())

    with pytest.raises(NotAsDescribed, match="/sso: 503"):
        walk.in_weather({}, (0, unreached))
