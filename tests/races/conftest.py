"""An engine with real concurrency: moto answers one call at a time, so on it no race can be lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.client import BaseClient
from chalice.test import Client

import app as deployed
from chalicelib.domain.roster import Person
from simulator import engine as dynoxide
from simulator.cloud import cloud
from tests.factories import PEOPLE
from tests.races.race import SEEDS, Race
from tests.town import Town
from tests.watch import Watch

# A seed's races are run by one process, one after the other: side by side they would only wait for the same engine.
_IN_TURN = [pytest.param(seed, marks=pytest.mark.xdist_group(f"races {seed}"), id=f"seed {seed}") for seed in SEEDS]

# Starts and hand-ins, the crowd's own races, are run with all seeds; its saves, devices and closes with half of them, and
# races among few with a quarter: all with all would take `make soak` past its two hours.
_SEEDS_OF = {"test_attempts": len(SEEDS), "test_clock": 10, "test_devices": 10, "test_last_moment": 10}
_ENOUGH_OF_THE_OTHERS = 5


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is drawn from a seed once for each."""
    if "seed" in metafunc.fixturenames:
        seeds = _SEEDS_OF.get(metafunc.module.__name__.rpartition(".")[2], _ENOUGH_OF_THE_OTHERS)
        metafunc.parametrize("seed", _IN_TURN[:seeds], indirect=True, scope="module")


@pytest.fixture(autouse=True)
def one_object_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let S3 calls in one by one: moto's S3 is for one thread, and closes a file under another's hands. Tables stay free."""
    turn, call = threading.Lock(), BaseClient._make_api_call

    def in_turn(self: BaseClient, *asked: Any) -> Any:
        if self.meta.service_model.service_name != "s3":
            return call(self, *asked)
        with turn:
            return call(self, *asked)

    monkeypatch.setattr(BaseClient, "_make_api_call", in_turn)


@pytest.fixture(scope="module")
def seed(request: pytest.FixtureRequest) -> int:
    """Give what every race of the module is drawn from, once for each seed."""
    return int(request.param)


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """Start the engine on a free port; give its address."""
    if not dynoxide.installed():
        missing = f"{dynoxide.BINARY} is missing: run `npm ci`"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with dynoxide.engine() as address:
        yield address


@contextmanager
def settled_on(engine: str, people: Iterable[Person] = PEOPLE, definition: dict[str, Any] | None = None) -> Iterator[Town]:
    """Give a town on the engine with ``people`` in it, its first round ready; it is the opening hour."""
    with cloud(engine) as here, dynoxide.short_wire(engine):
        yield Town(here, Client(deployed.app), Watch()).settle(definition, people=people, ready=["tuan-1"])
        _empty()


def _empty() -> None:
    """The engine outlives this town: the next one makes its own tables."""
    import boto3

    client = boto3.client("dynamodb")
    for name in client.list_tables()["TableNames"]:
        client.delete_table(TableName=name)


@pytest.fixture(scope="module")
def open_round(engine: str, seed: int) -> Iterator[Race]:
    """A race whose round stays open: every test of the module has contestants of its own in it."""
    race = Race(seed)
    with settled_on(engine), race.at_the_gate():
        yield race


@pytest.fixture
def crowd(engine: str) -> Iterator[Town]:
    """A town for one race only, which may close its round."""
    with settled_on(engine) as town:
        yield town


@pytest.fixture
def race(crowd: Town, seed: int) -> Iterator[Race]:
    """A race in a town of its own."""
    here = Race(seed)
    with here.at_the_gate():
        yield here
