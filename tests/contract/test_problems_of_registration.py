"""Every problem that the document tells of where people register, or ask for codes by e-mail, can happen there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.services import post
from chalicelib.services import work as puzzles
from chalicelib.services.barred import bar
from tests.contract.test_problems import WAYS, Scene, told_of
from tests.factories import CONTEST, NONCE, OPENS, OTHER_NONCE, SECOND_CLOSES, nonce
from tests.registering import BY_MAIL, CITIZEN, EMAIL, FIELDS, PHONE, entry, open_to_all, work
from tests.sizes import soaking
from tests.town import Answer, Town

METHODS = {"challenge": "GET"}
PATHS = {
    "challenge": "/challenge",
    "register": "/registration",
    "mail_code": "/registration/code",
    "lost_code": "/session/code",
}
EVERYTHING: dict[str, Any] = {
    "fields": ["citizen_id", "phone", "email", "birth_date", "position"],
    "unit_by": ["workplace", "residence"],
    "least_age": 18,
}
ENTRIES = {**FIELDS, "email": EMAIL, "birth_date": "03/02/1990", "position": "Chuyên viên"}


@dataclass
class Counter(Scene):
    """Somebody who registers, or asks for a code; whatever isn't the matter is right, and the work is done."""

    done: dict[str, Any] = field(default_factory=dict)

    def prepared(self) -> Counter:
        """Have everything at hand that a request needs, before anything goes wrong."""
        self.done = self.fitting()
        return self

    def ask(self, body: Any = None, address: dict[str, str] | None = None, **headers: str) -> Answer:
        self.phone.contest = (address or {}).get("contest", CONTEST)
        sent = {**(self.done or self.fitting()), **(body or {})} if body is None or isinstance(body, dict) else body
        self.phone.extra = headers
        return self.phone.send(METHODS.get(self.operation, "POST"), PATHS[self.operation], sent)

    def fitting(self) -> dict[str, Any]:
        """Return a body that would be carried out."""
        if self.operation == "challenge":
            return {}
        done = work(self.town.stranger())
        if self.operation == "register":
            return {**entry(fields=ENTRIES, unit_by="residence"), "work": done}
        asked = {"email": EMAIL} if self.operation == "mail_code" else {"identifier": CITIZEN}
        return {"nonce": NONCE, "work": done, **asked}

    def wrong(self, name: str, text: str) -> Answer:
        """Ask with one entry that is wrong."""
        return self.ask({"email": text} if self.operation == "mail_code" else {"fields": {**ENTRIES, name: text}})

    def once(self) -> Counter:
        """Let somebody else have asked for the same just before."""
        assert self.ask({"nonce": OTHER_NONCE}).status == 200
        return self.prepared()

    def guessed(self) -> Counter:
        for place in range(5):
            self.prepared().ask({"password": "sai", "nonce": nonce(place)})
        return self.prepared()

    def later(self, now: int) -> Counter:
        self.town.at(now)
        return self

    def failing(self) -> Counter:
        def fail(*_: object) -> None:
            raise Conflict("mail-failed")

        self.patch.setattr(post, "send", fail)
        return self

    def barred(self) -> Counter:
        bar(CONTEST, PHONE, "ban-to-chuc", "Thuộc tổ giúp việc", OPENS)
        return self


OWN: dict[str, Callable[[Counter], Answer]] = {
    "foreign-page": lambda at: at.ask(**{"Sec-Fetch-Site": "cross-site"}),
    "no-registration": lambda at: at.ask({"consent": "0" * 12} if at.operation == "register" else None),
    "registration-over": lambda at: at.later(SECOND_CLOSES).ask(),
    "registered-already": lambda at: at.once().ask(),
    "excluded": lambda at: at.barred().ask(),
    "unfit-consent": lambda at: at.ask({"consent": "0" * 12}),
    "unfit-statement": lambda at: at.ask({"not_excluded": False}),
    "unfit-entries": lambda at: at.ask({"email": 1} if at.operation == "mail_code" else {"fields": []}),
    "unfit-work": lambda at: at.ask({"work": "x"}),
    "unfit-name-missing": lambda at: at.ask({"full_name": " "}),
    "unfit-name-long": lambda at: at.ask({"full_name": "An " * 100}),
    "unfit-name-hidden": lambda at: at.ask({"full_name": "An\u200bBình"}),
    "unfit-name-digits": lambda at: at.ask({"full_name": "An 2"}),
    "unfit-name-script": lambda at: at.ask({"full_name": "Аn Bình"}),
    "unfit-name-signs": lambda at: at.ask({"full_name": "An <b>"}),
    "unfit-unit": lambda at: at.ask({"unit": "so-y-te"}),
    "unfit-unit-by": lambda at: at.ask({"unit_by": ""}),
    "unfit-citizen-id": lambda at: at.wrong("citizen_id", "1"),
    "unfit-phone": lambda at: at.wrong("phone", "1"),
    "unfit-email": lambda at: at.wrong("email", "1"),
    "unfit-birth-date": lambda at: at.wrong("birth_date", "1"),
    "unfit-age": lambda at: at.wrong("birth_date", "01/01/2023"),
    "unfit-position": lambda at: at.wrong("position", "1"),
    "wrong-contest-password": lambda at: at.ask({"password": "sai"}),
    "no-contest-password": lambda at: at.ask(),
    "no-text-messages": lambda at: at.ask(),
    "wrong-mailed-code": lambda at: at.ask({"code": "000000", "fields": {**FIELDS, "email": EMAIL}, "unit_by": ""}),
    "too-many": lambda at: at.guessed().ask(),
    "no-mail": lambda at: at.ask(),
    "mail-failed": lambda at: at.failing().ask(),
    "too-many-letters": lambda at: at.once().ask(),
    "work-over": lambda at: at.ask({"work": old_ticket(at)}),
    "work-early": lambda at: at.ask({"work": ticket(at)}),
}
BY_PASSWORD = {**EVERYTHING, "password": True}
ASKED: dict[str, dict[str, Any]] = {
    "wrong-contest-password": BY_PASSWORD,
    "too-many": BY_PASSWORD,
    "no-contest-password": BY_PASSWORD,
    "no-text-messages": {**EVERYTHING, "confirm": "sms"},
    "wrong-mailed-code": BY_MAIL,
}


def ticket(at: Counter) -> str:
    return str(at.town.stranger().send("GET", "/challenge").document["ticket"])


def old_ticket(at: Counter) -> str:
    given = ticket(at)
    at.town.at(at.town.cloud.now + 600_000)
    return given


def settled(village: Town, operation: str, code: str) -> Town:
    """Settle a town in which this problem can happen."""
    if code == "no-registration":
        return village.settled_as("the small contest")
    usual = EVERYTHING if operation == "register" or code == "no-mail" else BY_MAIL
    asked = ASKED.get(code, usual)
    town = open_to_all(village, **asked)
    if asked.get("password") and code != "no-contest-password":
        town.organize("password-set", password="Cải cách 2023")
    return town


def to_look_at() -> list[tuple[str, str]]:
    """Return what can go wrong: everything in `make soak`; else what any body may have wrong, at one of the routes."""
    found = [each for each in told_of() if each[0] in PATHS]
    return [(name, code) for name, code in found if soaking() or code in OWN or name == "mail_code"]


@pytest.mark.soak
@pytest.mark.parametrize(("operation", "code"), to_look_at())
def test_a_problem_that_is_described_can_happen(village: Town, monkeypatch: pytest.MonkeyPatch, operation: str, code: str):
    monkeypatch.setattr(puzzles, "TRIES", 2)
    town = settled(village, operation, code)
    at = Counter(town, town.stranger(), operation, monkeypatch).prepared()

    answer = (OWN.get(code) or WAYS[code])(at)

    assert (answer.problem, answer.status) == (code, answer.document["status"])
