"""Every problem that the document tells of, provoked on every route that may tell it: none is there that can't happen."""

from __future__ import annotations

import dataclasses
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import Busy
from chalicelib.domain.words import say
from chalicelib.routes import views
from chalicelib.routes.openapi import OPERATIONS, statuses
from chalicelib.services import start as start_service
from chalicelib.services.erase import erase
from chalicelib.services.login import login_hash
from chalicelib.storage import contestants
from tests.factories import (
    AN,
    CLOSES,
    FIRST,
    GRACE_MS,
    KEPT_OUT,
    LIMIT_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    THIRD_NONCE,
    make_definition,
)
from tests.services.granting import grant
from tests.town import Answer, Phone, Town

METHODS = {"sign_in": "POST", "renew": "POST", "sign_out": "DELETE", "me": "GET"}
PATHS = {
    "sign_in": "/session",
    "renew": "/session/renewal",
    "sign_out": "/session",
    "me": "/me",
    "put_attempt": "/rounds/{round_id}/attempts/{number}",
    "put_answers": "/rounds/{round_id}/attempts/{number}/answers",
    "put_submission": "/rounds/{round_id}/attempts/{number}/submission",
}
ANSWERS = {"nonce": THIRD_NONCE, "version": 1, "choices": "___", "prediction": ""}
BODIES: dict[str, dict[str, Any]] = {
    "renew": {},
    "put_attempt": {"nonce": NONCE},
    "put_answers": ANSWERS,
    "put_submission": ANSWERS,
}

# What the gateway alone says, of requests that never reach the views; `tests/contract/test_hostile.py` asks the stack.
AT_THE_GATEWAY = {"not-found", "unfit"}
OF_A_BODY_AT_THE_GATEWAY = {"unfit-long", "unfit-type"}


@dataclass
class Scene:
    """A signed-in person, and a request of ``operation`` that would be carried out if nothing were wrong with it."""

    town: Town
    phone: Phone
    operation: str
    patch: pytest.MonkeyPatch

    def ask(self, body: Any = None, address: dict[str, str] | None = None, **headers: str) -> Answer:
        """Send the request; ``body`` stands in for its own, or changes some of its fields where it is a dict."""
        parts = {"round_id": FIRST, "number": "1", **(address or {})}
        fitting = BODIES.get(self.operation, {"identifier": AN, "code": self.town.codes[AN]})
        self.phone.contest = parts.get("contest", self.town.contest)
        sent = {**fitting, **(body or {})} if body is None or isinstance(body, dict) else body
        path = PATHS[self.operation].format(**parts)
        return self.phone.send(METHODS.get(self.operation, "PUT"), path, sent, **headers)

    def at(self, now: int) -> Scene:
        """Let it be ``now``, the person having signed in just before."""
        self.phone = self.town.at(now).phone(AN)
        return self

    def started(self) -> Scene:
        assert self.phone.start(NONCE).status == 200
        return self

    def handed_in(self) -> Scene:
        assert self.started().phone.hand_in("___", OTHER_NONCE).status == 200
        return self

    def replaced(self) -> Scene:
        """Let the organizers grant another attempt in the place of the one that was started."""
        grant(self.started().town, AN)
        return self

    def saved(self) -> Scene:
        assert self.started().phone.save("___", OTHER_NONCE).status == 200
        return self

    def on_another_device(self) -> Scene:
        """Take the attempt over on another device; a start would take it back, but for one that comes between."""
        assert self.started().town.phone(AN).start(OTHER_NONCE).status == 200
        self.patch.setattr(start_service.attempts, "claim", lambda *_: None)
        return self

    def as_nobody(self) -> Scene:
        self.phone.cookie = ""
        return self

    def erased(self) -> Scene:
        erase(self.town.contest, login_hash(self.town.contest, AN), OPENS)
        return self

    def guessed(self) -> Scene:
        for _ in range(5):
            self.town.stranger().sign_in(AN, "0000-0000")
        return self

    def behind_a_door(self) -> Scene:
        self.patch.setattr(views, "config", lambda: dataclasses.replace(config(), edge_secret="s" * 32))
        return self

    def ask_as_excluded(self) -> Answer:
        """Ask as somebody who may not take part, or may not any more."""
        if self.operation == "sign_in":
            return self.ask({"identifier": KEPT_OUT, "code": self.town.codes[KEPT_OUT]})
        before = self.town.profile(AN)
        assert contestants.change([(before, replace(before, excluded="khac", excluded_reason="Ra đề thi"))])
        return self.ask()

    def raising(self, error: Exception) -> Scene:
        """Have what the view reads first fail: the door, which every view passes."""

        def fail(request: object) -> None:
            raise error

        self.patch.setattr(views, "_only_through_the_front_door", fail)
        return self


def _deadline() -> int:
    return OPENS + LIMIT_MS + GRACE_MS


WAYS: dict[str, Callable[[Scene], Answer]] = {
    "past-the-door": lambda scene: scene.behind_a_door().ask(),
    "foreign-page": lambda scene: scene.ask(**{"Sec-Fetch-Site": "cross-site"}),
    "failed": lambda scene: scene.raising(ZeroDivisionError()).ask(),
    "busy": lambda scene: scene.raising(Busy()).ask(),
    "no-such-contest": lambda scene: scene.ask(address={"contest": "Thi-Tran"}),
    "no-such-round": lambda scene: scene.ask(address={"round_id": "tuan-9"}),
    "no-such-attempt": lambda scene: scene.ask(address={"number": "2"}),
    "not-signed-in": lambda scene: scene.as_nobody().ask(),
    "wrong-code": lambda scene: scene.ask({"code": "0000-0000"}),
    "excluded": lambda scene: scene.ask_as_excluded(),
    "erased": lambda scene: scene.erased().ask(),
    "too-many": lambda scene: scene.guessed().ask(),
    "not-open": lambda scene: scene.at(OPENS - 1).ask(),
    "not-open-any-more": lambda scene: scene.at(CLOSES).ask(),
    "handed-in": lambda scene: scene.handed_in().ask(),
    "late": lambda scene: scene.started().at(_deadline()).ask(),
    "attempt-replaced": lambda scene: scene.replaced().ask(),
    "moved": lambda scene: scene.on_another_device().ask(),
    "elsewhere": lambda scene: scene.saved().ask(),
    "attempt-before-open": lambda scene: scene.started().ask(address={"number": "2"}),
    "unfit-type": lambda scene: scene.ask(**{"Content-Type": "text/plain"}),
    "unfit-long": lambda scene: scene.ask(b" " * 8193),
    "unfit-encoding": lambda scene: scene.ask(gzip.compress(b"{}"), **{"Content-Encoding": "gzip"}),
    "unfit-json": lambda scene: scene.ask(b"{"),
    "unfit-object": lambda scene: scene.ask(b"[]"),
    "unfit-number": lambda scene: scene.ask(b'{"version": NaN}'),
    "unfit-twice": lambda scene: scene.ask(b'{"nonce": "", "nonce": ""}'),
    "unfit-deep": lambda scene: scene.ask(b"[" * 8192),
    "unfit-half": lambda scene: scene.ask(b'{"nonce": "\\ud800"}'),
    "unfit-fields": lambda scene: scene.ask({"more": 1}),
    "unfit-identifier": lambda scene: scene.ask({"identifier": ""}),
    "unfit-login-code": lambda scene: scene.ask({"code": None}),
    "unfit-consent": lambda scene: scene.ask({"consent": "0" * 12}),
    "unfit-nonce": lambda scene: scene.ask({"nonce": "0"}),
    "unfit-device": lambda scene: scene.ask({"device": "0"}),
    "unfit-version": lambda scene: scene.ask({"version": 0}),
    "unfit-choices": lambda scene: scene.ask({"choices": "__"}),
    "unfit-choice": lambda scene: scene.ask({"choices": "__E"}),
    "unfit-prediction": lambda scene: scene.ask({"prediction": "-1"}),
    "unfit-no-prediction": lambda scene: scene.ask({"prediction": "7"}),
}
WITHOUT_PREDICTION = {"prediction": "none", "criteria": [{"name": "score", "direction": "desc"}]}
DEFINITIONS: dict[str, dict[str, Any]] = {
    "unfit-no-prediction": make_definition(**WITHOUT_PREDICTION),
    "attempt-before-open": make_definition(attempts={"max": 2, "counted": "best"}),
}


def told_of() -> list[tuple[str, str]]:
    """Return every route and every problem that the document tells of there and that the views may tell."""
    found = []
    for name, operation in OPERATIONS.items():
        at_the_gateway = AT_THE_GATEWAY | (OF_A_BODY_AT_THE_GATEWAY if operation.body is None else set())
        found += [(name, code) for code in operation.codes if code not in at_the_gateway]
    return found


@pytest.mark.parametrize(("operation", "code"), [each for each in told_of() if each[0] in PATHS])
def test_a_problem_that_is_described_can_happen(village: Town, monkeypatch: pytest.MonkeyPatch, operation: str, code: str):
    settled = {"definition": DEFINITIONS[code]} if code in DEFINITIONS else {}
    town = village.settled_as(code if settled else "the small contest", **settled)
    scene = Scene(town, town.phone(AN), operation, monkeypatch)

    answer = WAYS[code](scene)

    assert (answer.problem, answer.status) == (code, answer.document["status"])
    assert [answer.status] == [*statuses(code)]
    assert (answer.document["title"], answer.document["en"]["title"]) == tuple(
        say(f"problem.{code}.title", language) for language in ("vi", "en")
    )


@pytest.mark.parametrize("code", ["past-the-door", "failed", "busy"])
def test_the_document_itself_has_the_problems_of_every_route(town: Town, monkeypatch: pytest.MonkeyPatch, code: str):
    scene = Scene(town, town.stranger(), "openapi", monkeypatch)
    {
        "past-the-door": scene.behind_a_door,
        "failed": lambda: scene.raising(OSError()),
        "busy": lambda: scene.raising(Busy()),
    }[code]()

    answer = town.client.http.get("/openapi.json")

    assert json.loads(answer.body)["type"] == f"/problems/{code}"
