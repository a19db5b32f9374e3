"""A contest with single sign-on on the deployed stack, and the server that signs people on, a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from unittest import mock

import pytest

from chalicelib import clock
from local import provider, stack
from local.provider import CONTEST, ROUND
from tests.deployed import Town

__all__ = ["CONTEST", "PERSON", "ROUND", "SUBJECT", "SignOn", "sign_on"]

PERSON = provider.PEOPLE[0]
SUBJECT = PERSON["sub"]
HOUR = 3_600_000


@dataclass(frozen=True)
class SignOn:
    """The contest, and where its people sign on."""

    contest: str
    issuer: str


@pytest.fixture(scope="session")
def sign_on(city: Town) -> Iterator[SignOn]:
    """A contest whose people sign on with an account, in the deployed stack, and its server; its first round is open now."""
    now = clock.now()
    with mock.patch.dict(os.environ):
        stack.use(city.stack.environment(city.emulator.endpoint))
        with stack.quiet(city.emulator, city.stack):
            provider.prepare(now - HOUR, now + HOUR)
    with provider.serving() as issuer:
        provider.connect(city.emulator, city.stack, issuer, city.site)
        yield SignOn(CONTEST, issuer)
