"""What every test may ask for, and what no test can forget: every answer of the API is looked at for the key's canary, and
held against the OpenAPI document.
"""

from __future__ import annotations

import base64
import gc
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import boto3
import pytest
from chalice.local import LambdaEventConverter
from chalice.test import Client, HTTPResponse, TestHTTPClient

import app as deployed
from chalicelib import clock, functions
from chalicelib.config import config
from chalicelib.log import Log
from chalicelib.routes.views import COOKIE
from chalicelib.storage import signing
from simulator.cloud import Cloud
from tests import canaries, described, recomputed
from tests.browser.signing_on import sign_on
from tests.chromium import browser, complaints, new_context
from tests.deployed import city
from tests.factories import AN
from tests.pictures import Picture, of_nothing, town_square
from tests.quick_moto import quick
from tests.sizes import soaking
from tests.town import Phone, Town
from tests.watch import Watch

# One browser and one deployed stack for the whole session, whichever folder asks: the one can't be started twice in a
# process, the other takes half a minute.
__all__ = ["browser", "city", "complaints", "new_context", "sign_on"]


FAILURES = Path(__file__).resolve().parent.parent / ".local" / "soak-failures.txt"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Write what failed in `make soak` where it can be read at once: a run takes hours, and may be broken off."""
    if report.failed and soaking() and "PYTEST_XDIST_WORKER" not in os.environ:
        FAILURES.parent.mkdir(exist_ok=True)
        with FAILURES.open("a", encoding="utf-8") as file:
            file.write(f"{report.nodeid}\n{report.longreprtext}\n\n")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported, which stays to the end: a tenth of the time of tests with moto."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


# Where rounds are closed by the dozen; elsewhere an export is about something else.
RECOMPUTED = frozenset(["services", "faults", "model", "races"])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Recompute whatever export a test has made, by a program that knows nothing of ours but the format of exports."""
    yield
    if item.path.parent.name in RECOMPUTED and item.get_closest_marker("forged") is None:
        assert recomputed.differences() == []


@pytest.fixture(scope="session", autouse=True)
def quick_moto() -> Iterator[None]:
    """Leave moto's answers as they are, and its time out."""
    with quick():
        yield


@pytest.fixture(autouse=True)
def asked_as_deployed() -> Iterator[None]:
    """Leave each test's functions asking one another as they are deployed.

    A town has a way of its own, which whoever patches over it would put back when the town is gone already.
    """
    ask = functions.ask
    yield
    functions.ask = ask


@pytest.fixture(autouse=True)
def watch(asked_as_deployed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Look at every HTTP answer of every test, whoever asks for it: Chalice's test client is where they all pass; and at
    every line of the logs.
    """
    keeper = Watch()
    request, write = TestHTTPClient.request, Log._write

    def written(self: Log, level: int, message: str, facts: dict[str, object]) -> None:
        keeper.people.line({"message": message, **facts})
        write(self, level, message, facts)

    def watched(self: TestHTTPClient, method: str, path: str, **sent: object) -> HTTPResponse:
        answer = request(self, method, path, **sent)
        own = signed_in(sent.get("headers"))
        keeper.answer(answer.body.decode(), own, f"the answer to {method} {path}")
        canaries.look(keeper.people, method, path, sent, answer, own or given_to(answer.headers))
        if keeper.wants_it_described:
            described.look(method, path, answer.status_code, answer.headers, answer.body)
        return answer

    monkeypatch.setattr(TestHTTPClient, "request", watched)
    monkeypatch.setattr(Log, "_write", written)
    yield keeper
    keeper.people.tell()


def given_to(headers: Mapping[str, object]) -> str:
    """Return the pseudonym in the cookie that an answer brings, or an empty text."""
    given = headers.get("Set-Cookie", "")
    return signed_in({"Cookie": str(given[0] if isinstance(given, list) and given else given).split(";")[0]})


def signed_in(headers: object) -> str:
    """Return the pseudonym in the cookie that was sent, or an empty text. Whether the seal holds is not asked here."""
    cookie = headers.get("Cookie", "") if isinstance(headers, dict) else ""
    pairs = (pair.strip().partition("=") for pair in cookie.split(";"))
    found = [who for name, _, token in pairs if name == COOKIE and (who := pseudonym_in(token))]
    return found[0] if found else ""


def pseudonym_in(token: str) -> str:
    body = token.partition(".")[0]
    try:
        return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))[1])
    except (ValueError, IndexError, KeyError):
        return ""


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    """Number requests as the gateway does; Chalice's local one doesn't."""
    create = LambdaEventConverter.create_lambda_event

    def numbered(self: LambdaEventConverter, *arguments: object, **named: object) -> dict:
        event = create(self, *arguments, **named)
        return {**event, "requestContext": {**event["requestContext"], "requestId": "request-7"}}

    monkeypatch.setattr(LambdaEventConverter, "create_lambda_event", numbered)


@pytest.fixture(scope="session")
def pictures() -> dict[str, Picture]:
    """Pictures of towns that some test has settled already, by what they are; at first only of an empty one."""
    return {"nothing": of_nothing()}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, pictures: dict[str, Picture]) -> Iterator[Cloud]:
    """Empty tables, buckets and secrets in this process; the functions' clock shows the cloud's hour."""
    with town_square(pictures["nothing"]) as here:
        monkeypatch.setattr(clock, "now", lambda: here.now)
        yield here


@pytest.fixture
def signing_key(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A signing key, as the deployment makes one, and functions that know of it: elsewhere exports are unsigned."""
    made = boto3.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    monkeypatch.setenv("HOITHI_SIGNING_KEY", made)
    config.cache_clear()
    signing.forget()
    yield made
    monkeypatch.undo()
    config.cache_clear()
    signing.forget()


@pytest.fixture
def village(cloud: Cloud, watch: Watch, pictures: dict[str, Picture]) -> Iterator[Town]:
    """A town without a contest yet."""
    here = Town(cloud, Client(deployed.app), watch, pictures)
    yield here
    here.look_around()


@pytest.fixture
def town(village: Town) -> Town:
    """A town whose small contest is imported and ready; it is the first round's opening hour."""
    return village.settled_as("the small contest")


@pytest.fixture
def phone(town: Town) -> Phone:
    """The phone of the first on the roster, signed in."""
    return town.phone(AN)
