"""An engine with real concurrency: moto answers one call at a time, so on it no race can be lost."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from botocore.client import BaseClient
from chalice.test import Client

import app as deployed
from simulator.cloud import cloud
from tests.factories import make_person
from tests.town import Town
from tests.watch import Watch

ENGINE = Path(__file__).resolve().parent.parent.parent / "node_modules/@dynoxide/linux-x64/dynoxide"
CONTESTANTS = 25
AT_ONCE = 8


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


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """Start the engine on a free port; give its address."""
    if not ENGINE.exists():
        missing = f"{ENGINE} is missing: run `npm ci`"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    port = _free_port()
    process = subprocess.Popen([str(ENGINE), "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=1).close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"the engine does not answer at {address}")


@pytest.fixture
def crowd(engine: str) -> Iterator[Town]:
    """A town on the engine, its contest ready, with enough people for every race."""
    people = [make_person(f"Người thứ {number}", f"0340960{number:05d}") for number in range(CONTESTANTS)]
    with cloud(engine) as here:
        yield Town(here, Client(deployed.app), Watch()).settle(people=people, ready=["tuan-1"])
        _empty()


def _empty() -> None:
    """The engine outlives this town: the next one makes its own tables."""
    import boto3

    client = boto3.client("dynamodb")
    for name in client.list_tables()["TableNames"]:
        client.delete_table(TableName=name)


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do every act at the same moment, each on a thread of its own; give what each returned or raised."""
    start = Barrier(len(acts))

    def wait_and(act: Callable[[], Any]) -> Any:
        start.wait(10)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - a refusal is a result here.
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(wait_and, act) for act in acts]]
