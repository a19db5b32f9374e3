"""The engine runs while it is wanted, and no longer; what it refuses reaches PynamoDB as botocore would tell it."""

from __future__ import annotations

import socket

import pytest

from chalicelib.domain.attempt import Attempt
from chalicelib.storage import attempts, rounds
from simulator.engine import engine, installed
from tests.simulator.contests import on_engine

pytestmark = pytest.mark.skipif(not installed(), reason="dynoxide is not installed: npm ci")


def listens(endpoint: str) -> bool:
    host, _, port = endpoint.removeprefix("http://").partition(":")
    with socket.socket() as knock:
        return knock.connect_ex((host, int(port))) == 0


def test_the_engine_listens_until_it_is_no_longer_wanted():
    with engine() as endpoint:
        while_wanted = listens(endpoint)

    assert (while_wanted, listens(endpoint)) == (True, False)


def test_two_engines_run_side_by_side():
    with engine() as one, engine() as other:
        assert (listens(one), listens(other), one != other) == (True, True, True)


def test_a_failed_condition_and_a_missing_item_come_through_the_short_wire():
    attempt = Attempt("c", "r", "a" * 26, 1, "u", 1, 9, "q1 q2", "n", "", "", 1, "n", "s", None, None, "")

    with on_engine():
        stored = attempts.put(attempt), attempts.put(attempt)

        assert (stored, rounds.get_contest("c")) == ((True, False), None)
