"""A small town with a contest in it: what was imported and made ready, whose code is which, and a phone for each person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from chalice.test import Client

from chalicelib.config import config
from chalicelib.domain.bank import Bank
from chalicelib.domain.roster import Person, Unit
from chalicelib.domain.times import Millis
from chalicelib.routes.views import COOKIE
from chalicelib.services.login import login_hash
from chalicelib.services.welcome import welcome
from chalicelib.storage import contestants
from chalicelib.storage.contestants import Profile
from simulator.cloud import Cloud
from tests.factories import (
    CONTEST,
    FIRST,
    LONG_BEFORE,
    OPENS,
    PEOPLE,
    PRACTICE,
    SECOND,
    UNITS,
    as_yaml,
    bank_event,
    make_bank,
    make_definition,
    right_choices,
)
from tests.pictures import Picture, restore, take
from tests.watch import Watch, contents


@dataclass(frozen=True)
class Answer:
    """What the API said: the status, the document, and the bytes that it came in."""

    status: int
    document: Any
    raw: bytes
    headers: dict[str, Any]

    @property
    def problem(self) -> str:
        """The code of the refusal, or an empty text."""
        return self.document["type"].removeprefix("/problems/") if self.status >= 400 else ""


@dataclass
class Phone:
    """A device with its cookie. Its requests go through the app's views; `Town.at` is the hour at which they arrive."""

    client: Client
    contest: str = CONTEST
    cookie: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send ``body`` as JSON, or as it is where it is bytes, and keep the cookie that comes back."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **self.extra, **headers}
        if self.cookie:
            sent["Cookie"] = self.cookie
        answer = self.client.http.request(method, f"/contests/{self.contest}{path}", headers=sent, body=data)
        self.keep(answer.headers)
        return Answer(answer.status_code, answer.json_body, answer.body, answer.headers)

    def keep(self, headers: dict[str, Any]) -> None:
        """Keep the cookie of an answer, as a browser would."""
        if given := headers.get("Set-Cookie"):
            self.cookie = (given[0] if isinstance(given, list) else given).split(";")[0]

    def sign_in(self, identifier: str, code: str) -> Answer:
        """Sign in with what stands on somebody's slip."""
        return self.send("POST", "/session", {"identifier": identifier, "code": code})

    def me(self) -> Answer:
        """Ask who is signed in."""
        return self.send("GET", "/me")

    def start(self, nonce: str, round_id: str = FIRST, number: int = 1, device: str = "") -> Answer:
        """Press BẮT ĐẦU THI; the page tells what the device calls itself, an older one nothing."""
        told = {"device": device} if device else {}
        return self.send("PUT", f"/rounds/{round_id}/attempts/{number}", {"nonce": nonce, **told})

    def save(
        self, choices: str, nonce: str, version: int = 1, prediction: str = "", round_id: str = FIRST, number: int = 1
    ) -> Answer:
        """Save what has been answered, having seen ``version``."""
        body = {"nonce": nonce, "version": version, "choices": choices, "prediction": prediction}
        return self.send("PUT", f"/rounds/{round_id}/attempts/{number}/answers", body)

    def hand_in(
        self, choices: str, nonce: str, version: int = 1, prediction: str = "", round_id: str = FIRST, number: int = 1
    ) -> Answer:
        """Press GỬI BÀI THI, having seen ``version``."""
        body = {"nonce": nonce, "version": version, "choices": choices, "prediction": prediction}
        return self.send("PUT", f"/rounds/{round_id}/attempts/{number}/submission", body)


@dataclass
class Town:
    """The surroundings of the functions, with the hour in hand; `settle` puts a contest into them."""

    cloud: Cloud
    client: Client
    watch: Watch
    pictures: dict[str, Picture] = field(default_factory=dict)
    contest: str = CONTEST
    codes: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)

    def at(self, now: Millis) -> Town:
        """Set every clock of the town to ``now``."""
        self.cloud.now = now
        return self

    def organize(self, act: str, **event: Any) -> Any:
        """Do an organizer's act; then look at what the public can see."""
        try:
            return self.cloud.organize(act, **{"contest": self.contest, **event})
        finally:
            self.look_around()

    def tick(self) -> Any:
        """Let the clock do what is due; then look at what the public can see."""
        try:
            return self.cloud.tick()
        finally:
            self.look_around()

    def look(self) -> Any:
        """Let somebody look for what is overdue."""
        return self.cloud.watch()

    def look_around(self) -> None:
        """Look for what nobody may know yet."""
        self.watch.learn()
        self.watch.site(self.cloud.now)
        self.watch.people.objects()

    def settle(
        self,
        definition: dict[str, Any] | None = None,
        banks: Iterable[Bank] = (make_bank(PRACTICE, prefix="x"), make_bank(FIRST), make_bank(SECOND, prefix="y")),
        people: Iterable[Person] = PEOPLE,
        units: Iterable[Unit] = UNITS,
        ready: Iterable[str] = (PRACTICE, FIRST, SECOND),
    ) -> Town:
        """Import a whole contest a month before its first round, and make its rounds ready; then it is the opening hour."""
        self.at(LONG_BEFORE)
        self.organize("import-definition", text=as_yaml(definition or make_definition()), file="contest.yaml")
        for bank in banks:
            self.organize("import-bank", round=bank.round, bank=bank_event(bank))
        self.enrol(people, units)
        if _enters_by_oneself(definition or make_definition()):
            self.list_units(units)
        for round_id in ready:
            self.organize("ready", round=round_id, by="thu-ky")
        return self.at(OPENS)

    def settled_as(self, name: str, **settled: Any) -> Town:
        """Settle as `settle` does, once in a session of tests: under the same ``name`` the next test gets a copy."""
        if name not in self.pictures:
            self.settle(**settled)
            self.pictures[name] = take(self.codes, {who: self.profile(who) for who in self.codes})
        return self.copied_from(self.pictures[name]).at(OPENS)

    def copied_from(self, picture: Picture) -> Town:
        """Be the town of ``picture``. What can be seen in it was looked at when the picture was taken."""
        restore(picture)
        self.codes, self.profiles = dict(picture.codes), dict(picture.profiles)
        self.watch.people.know("", self.codes)
        self.watch.learn()
        self.watch.looked_at = contents(config().site_bucket)
        return self

    def profile(self, identifier: str) -> Profile:
        """Return who has this identifier."""
        found = contestants.by_login(self.contest, login_hash(self.contest, identifier))
        if found is None:
            raise LookupError(f"{identifier} is not on the roster")
        return found

    def enrol(self, people: Iterable[Person], units: Iterable[Unit] = UNITS) -> Any:
        """Import a roster and keep the codes that it gives, as the slips that people are handed do."""
        listed, bodies = [asdict(person) for person in people], [asdict(unit) for unit in units]
        self.watch.people.know("", (person["identifier"] for person in listed))
        told = self.organize("import-roster", people=listed, units=bodies)
        self.codes |= {slip["identifier"]: slip["code"] for slip in told["codes"]}
        return told

    def list_units(self, units: Iterable[Unit], **event: Any) -> Any:
        """Put units on the list from which people choose theirs; a head-count of 0 is none."""
        return self.organize(
            "import-units", units=[{**asdict(unit), "headcount": unit.headcount or None} for unit in units], **event
        )

    def stranger(self) -> Phone:
        """Return a device on which nobody is signed in."""
        return Phone(self.client, self.contest)

    def phone(self, identifier: str) -> Phone:
        """Return a new device on which this person is signed in, as `sign_in` would have done it; that has its own tests."""
        profile = self.profiles.get(identifier) or self.profile(identifier)
        device = self.stranger()
        device.cookie = f"{COOKIE}={welcome(profile, self.cloud.now)['token']}"
        return device


def _enters_by_oneself(definition: dict[str, Any]) -> bool:
    ways = definition.get("ways_in", {})
    return any(ways.get(way, "none") != "none" for way in ("registration", "sso"))


def asked(answer: Answer) -> list[str]:
    """Return the ids of the questions of a paper, in its order."""
    return [question["id"] for question in answer.document["paper"]["questions"]]


def all_right(answer: Answer) -> str:
    """Return the choices that answer rightly the paper that was issued."""
    return right_choices(asked(answer))
