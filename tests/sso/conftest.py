"""A contest with single sign-on, a server that signs people on to it, and browsers that keep cookies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import Client
from moto.core import DEFAULT_ACCOUNT_ID
from moto.secretsmanager.models import secretsmanager_backends

from chalicelib.config import config
from chalicelib.domain.notice import notice_version
from chalicelib.domain.roster import Unit
from chalicelib.routes.views import COOKIE
from chalicelib.services import provider, single_sign_on
from chalicelib.services.rules import rules_of
from simulator.cloud import REGION
from tests.factories import CONTEST, FIRST, LONG_BEFORE, OPENS, PRACTICE, SECOND, UNITS, as_yaml, make_definition
from tests.pictures import take
from tests.sso.server import CLIENT, ISSUER, SECRET, SITE, Server
from tests.town import Town

CLAIMS = {
    "subject": "sub",
    "name": "name",
    "unit": "unit",
    "position": "position",
    "leader": "position",
    "identifier": "none",
}
SSO = {"provider": "tài khoản công vụ", "claims": CLAIMS, "leaders": ["Trưởng phòng", "Phó Trưởng phòng"]}
LISTED = (
    *(replace(unit, headcount=20) for unit in UNITS),
    Unit("tan-thanh", "Phường Tân Thành", "", 40),
    Unit("tan-thanh-2", "Phường Tân Thạnh", "", 30),
)


@dataclass(frozen=True)
class Went:
    """Where a browser was sent to, and what it was told there."""

    status: int
    location: str
    headers: dict[str, Any]
    document: Any

    @property
    def refused(self) -> str:
        """The code behind ``#loi=``; an empty text where nothing was refused."""
        return self.location.partition("#loi=")[2]


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies as the server says, and sends them along."""

    client: Client
    contest: str = CONTEST
    jar: dict[str, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    consent: str = ""

    def go(self, path: str, **headers: str) -> Went:
        """Go to an address of the contest's API."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        answer = self.client.http.request(
            "GET", f"/contests/{self.contest}{path}", headers={"Cookie": cookies, **headers}, body=b""
        )
        for each in _listed(answer.headers.get("Set-Cookie", [])):
            self._keep(each)
        said = json.loads(answer.body) if answer.body else None
        return Went(answer.status_code, answer.headers.get("Location", ""), answer.headers, said)

    def _keep(self, cookie: str) -> None:
        self.given.append(cookie)
        pair, _, attributes = cookie.partition(";")
        name, _, value = pair.partition("=")
        if "Max-Age=0" in attributes:
            self.jar.pop(name, None)
        else:
            self.jar[name] = value

    def press(self, consent: str = "", **headers: str) -> Went:
        """Press the button, having agreed to today's notice."""
        self.consent = self.consent or notice_version(rules_of(CONTEST))
        return self.go(f"/sso?consent={consent or self.consent}", **headers)

    def come_back(self, said: dict[str, str]) -> Went:
        """Be sent back by the server, with these parameters."""
        return self.go(f"/sso/callback?{urlencode(said)}")

    def sign_on(self, server: Server, **who: str) -> Went:
        """Press the button, sign in there, and come back."""
        return self.come_back(server.sign_in(self.press().location, **who))

    @property
    def is_signed_in(self) -> bool:
        """Whether the browser holds a session."""
        return COOKIE in self.jar

    def refusal(self) -> Any:
        """Ask why the person could not sign on."""
        return self.go("/sso/refusal").document

    def me(self) -> Any:
        """Ask who is signed in."""
        return self.go("/me").document


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def connect(contest: str = CONTEST, **changes: Any) -> None:
    """Write down which server signs people on, as `organizer sso set` does; no function of ours may write it."""
    known = {"issuer": ISSUER, "client_id": CLIENT, "client_secret": SECRET, "site": SITE, **changes}
    vault = secretsmanager_backends[DEFAULT_ACCOUNT_ID][REGION]
    vault.put_secret_value(config().sso_secret, json.dumps({contest: known}), None, None, ["AWSCURRENT"])
    provider.forget()


def settle(town: Town, sso: dict[str, Any]) -> Town:
    """Put a contest with single sign-on into a town, its units listed and its rounds ready."""
    town.settle(make_definition(ways_in={"roster": True, "registration": "none", "sso": sso}), ready=()).at(LONG_BEFORE)
    town.organize("import-units", units=[asdict(unit) for unit in LISTED])
    for round_id in (PRACTICE, FIRST, SECOND):
        town.organize("ready", round=round_id, by="thu-ky")
    connect()
    return town


@pytest.fixture
def sso_town(village: Town) -> Town:
    """A town whose contest has single sign-on; it is the first round's opening hour."""
    return settled(village, "single sign-on", SSO)


@pytest.fixture
def named_town(village: Town) -> Town:
    """A town whose server of single sign-on tells people's identity numbers."""
    return settled(village, "single sign-on by number", {**SSO, "claims": {**CLAIMS, "identifier": "cccd"}})


def settled(village: Town, name: str, sso: dict[str, Any]) -> Town:
    """Settle as `settle` does, once in a session of tests."""
    if name not in village.pictures:
        settle(village, sso)
        village.pictures[name] = take(village.codes, {who: village.profile(who) for who in village.codes})
    return village.copied_from(village.pictures[name]).at(OPENS)


@pytest.fixture
def server(sso_town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server that the town's contest knows."""
    yield from serving(sso_town, monkeypatch)


def signed_on_elsewhere(town: Town, contest: str) -> None:
    """Let somebody sign on to another contest of the town, which is made for it."""
    values = make_definition(contest=contest, ways_in={"roster": False, "registration": "none", "sso": SSO})
    town.organize("import-definition", contest=contest, text=as_yaml(values), file="contest.yaml")
    town.organize("import-units", contest=contest, units=[asdict(unit) for unit in LISTED])
    connect(contest)
    server, browser = (
        Server(lambda: town.cloud.now),
        Browser(town.client, contest, consent=notice_version(rules_of(contest))),
    )
    with pytest.MonkeyPatch.context() as patch:
        for module in (provider, single_sign_on):
            patch.setattr(module, "fetch", server.fetch)
        assert browser.sign_on(server).refused == ""


def serving(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Give a server that is asked in this process, whatever the town's contest maps its claims to."""
    here = Server(lambda: town.cloud.now)
    for module in (provider, single_sign_on):
        monkeypatch.setattr(module, "fetch", here.fetch)
    provider.forget()
    yield here
    provider.forget()


@pytest.fixture
def browser(sso_town: Town) -> Browser:
    """A browser in which nobody has signed on yet."""
    return Browser(sso_town.client)
