"""Functions that really ask each other through botocore, and clients that are made once, whatever has to be forgotten."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from hashlib import sha256
from itertools import count, islice
from typing import Any
from unittest import mock

import boto3
import pytest

from chalicelib import chance, functions
from chalicelib.config import config
from chalicelib.domain import results
from chalicelib.log import log
from chalicelib.services import close, desk, publish
from chalicelib.storage import attempts, secrets
from tests.factories import FIRST, OPENS, PRACTICE, make_definition
from tests.pictures import Picture, restore
from tests.town import Town

ASK = functions.ask
UNREADY = "the second round is not ready"
_CLIENTS: dict[str, Any] = {}


@pytest.fixture
def open_town(village: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town in which everybody has two attempts, at the opening hour."""
    allowed = make_definition(attempts={"max": 2, "counted": "best"})
    settled = village.settled_as("two attempts", definition=allowed).at(OPENS)
    as_deployed(monkeypatch)
    return settled


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Secrets that a test made the functions forget, or remember, are no other test's."""
    yield
    secrets.secret.cache_clear()


class Inline:
    """An executor that does each thing when it is handed in: the same calls, in the same order each time."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *_: object) -> None: ...

    def submit(self, act: Callable[..., Any], *arguments: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(act(*arguments))
        return done

    def map(self, act: Callable[[Any], Any], each: Iterable[Any]) -> Iterator[Any]:
        return map(act, each)


def as_deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let functions ask each other as they do when deployed; and write no lines about faults that are meant to be."""
    make = boto3.client
    monkeypatch.setattr(functions, "ask", ASK)
    monkeypatch.setattr(log, "least", logging.CRITICAL + 1)
    monkeypatch.setattr(chance, "random_bytes", seeded())

    def made_once(name: str, **settings: Any) -> Any:
        if name not in _CLIENTS:
            _CLIENTS[name] = make(name, **settings)
        return _CLIENTS[name]

    monkeypatch.setattr(boto3, "client", made_once)


@pytest.fixture
def small_town(village: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small contest, its people in one shard and its results in few files: each is like the next.

    Beside it in ``pictures``: the same, its second round not ready yet.
    """
    village.settled_as(UNREADY, ready=(PRACTICE, FIRST))
    town = village.settled_as("the small contest")
    fewer, every = dataclasses.replace(config(), shards=1), results.own_results
    monkeypatch.setattr(attempts, "config", lambda: fewer)
    monkeypatch.setattr(results, "own_results", lambda *facts: islice(every(*facts), 2))
    for module in (close, publish):
        monkeypatch.setattr(module, "ThreadPoolExecutor", Inline)
    as_deployed(monkeypatch)
    return town


def begin_anew(picture: Picture, *, cold: bool = True) -> None:
    """Put back what ``picture`` shows. ``cold`` functions are as if they had never run; warm ones remember what they read.

    What they may remember is immutable, or a pointer that at the same hour is as good as new.
    """
    with nullcontext() if cold else mock.patch.object(desk, "forget"):
        restore(picture)
    if cold:
        secrets.secret.cache_clear()
    chance.random_bytes = seeded()  # type: ignore[assignment] # `as_deployed` puts the real one back.


def seeded() -> Callable[[int], bytes]:
    """Return a source of chance that is the same each time: what it gives differs from call to call, not from run to run."""
    calls = count()
    return lambda size: sha256(str(next(calls)).encode()).digest()[:size]
