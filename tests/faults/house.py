"""The deployed functions in one process, asking each other through botocore, and clients who try again as real ones do."""

from __future__ import annotations

import io
import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import app as deployed
from chalicelib import clock, functions
from chalicelib.config import config
from tests.calls import Call, Interrupted
from tests.faults.short_way import short
from tests.faults.weather import Fault, Make, Site, Weather, weather
from tests.staff import chief
from tests.town import Answer, Phone

MOST_TRIES = 20
TIMED_OUT = {"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: 1 Error: Task timed out after 10.00 seconds"}


class House(Weather):
    """Weather in which a call to Lambda reaches the function that it names."""

    chief = ""

    def pass_on(self, call: Call, make: Make) -> Any:
        """Make a call, or let happen to it what happens here; what is invoked runs in this process."""
        return super().pass_on(call, (lambda: self._invoked(call.sent)) if call.service == "lambda" else short(call, make))

    def _invoked(self, sent: dict[str, Any]) -> dict[str, Any]:
        handler = {
            config().identity_function: deployed.identity,
            config().clock_function: deployed.clock,
            config().organizer_function: deployed.organizer,
        }[sent["FunctionName"]]
        body, error = self.run(handler, json.loads(sent["Payload"]))
        return {"Payload": io.BytesIO(json.dumps(body).encode()), **({"FunctionError": "Unhandled"} if error else {})}

    def run(self, handler: Callable[[Any, Any], Any], event: Any) -> tuple[Any, bool]:
        """Run a function as Lambda does: give its answer and False, or what Lambda says of its failure and True."""
        self.revive()
        try:
            return json.loads(json.dumps(handler(event, None))), False
        except Interrupted:
            return TIMED_OUT, True
        except functions.Failed as failure:
            return {"errorType": "Failed", "errorMessage": str(failure)}, True
        finally:
            self.revive()

    def wake_the_clock(self) -> tuple[Any, bool]:
        """Run the clock as its timer does."""
        return self.run(deployed.clock, {})

    def organize(self, act: str, **event: Any) -> Any:
        """Do an organizer's act as a chief's command does, until it is done or refused for good."""
        for _ in range(MOST_TRIES):
            body, error = self.run(deployed.organizer, {"act": act, "token": self.chief, **event})
            if not error and body.get("refused", {}).get("code") not in BUSY:
                return body
        raise AssertionError(f"{act} came to no end: {body}")

    def ask(self, send: Callable[[], Answer]) -> Answer | None:
        """Send a request once: give its answer, or None where the function was cut off and the gateway answers for it."""
        self.revive()
        try:
            return send()
        except Interrupted:
            return None
        finally:
            self.revive()


BUSY = ("busy", "not-all-done")


@contextmanager
def house(strikes: dict[Site, Fault] | None = None, **settings: Any) -> Iterator[House]:
    """Give the functions in bad weather. The chief whose commands they do signed in before it broke."""
    signed_in = chief(clock.now())
    with weather(House(dict(strikes or {}), **settings)) as here:
        here.chief = signed_in
        yield here


@dataclass
class Person:
    """Somebody whose page tries again by itself: the same request, with the same nonce, as long as it might succeed."""

    house: House
    phone: Phone

    def insist(self, send: Callable[[Phone], Answer]) -> list[Answer | None]:
        """Send until there is an answer that isn't passing; give every answer, None where there was none."""
        answers: list[Answer | None] = []
        while len(answers) < MOST_TRIES:
            answers.append(self.house.ask(lambda: send(self.phone)))
            if answers[-1] is not None and answers[-1].status < 500:
                return answers
        raise AssertionError(f"no answer in {MOST_TRIES} tries: {answers[-1]}")


def told(answer: Answer) -> tuple[int, Any, Any]:
    """Return what a person was told, but for the id of the request, and whose session it gave, but for the session's id."""
    document = {**answer.document, "trace": ""} if answer.document else None
    return answer.status, document, _session(answer.headers.get("Set-Cookie", ""))


def _session(cookie: str) -> tuple[list[Any], str]:
    token, _, attributes = cookie.partition("=")[2].partition(";")
    body = token.partition(".")[0]
    facts = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)) or "[]")
    return facts[:3] + facts[4:], attributes


def asks_to_come_again(answer: Answer | None) -> bool:
    """Whether there was no answer at all, or the one that people and pages understand: later, and when."""
    if answer is None:
        return True
    said = (answer.status, answer.problem, answer.headers.get("Retry-After"), answer.headers["Content-Type"])
    return said == (503, "busy", "2", "application/problem+json")
