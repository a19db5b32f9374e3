"""A real Chromium, a phone's screen, and a server of the same contract."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from chalicelib.domain.ways_in import ROSTER_ALONE, WaysIn
from tests.chromium import listen
from tests.web.contestant import Contestant
from tests.web.world import Server, World

# A machine that is busy with other things is no fault of the page's.
expect.set_options(timeout=30_000)


@pytest.fixture
def ways() -> WaysIn:
    """The contest's ways in: a roster alone, unless a test is about others."""
    return ROSTER_ALONE


@pytest.fixture
def world(ways: WaysIn) -> World:
    """What the server knows; a test may change it."""
    return World(ways=ways)


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """Where the server listens."""
    server = Server(world)
    # The name rather than the number: cookies and storage are kept as on a real site.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def new_device(
    world: World, address: str, new_context: Callable[..., BrowserContext], complaints: list[str]
) -> Callable[..., Contestant]:
    """Makes a contestant with a device of their own."""

    def new(context: BrowserContext | None = None, **settings: object) -> Contestant:
        page = (context or new_context(**settings)).new_page()
        listen(page, complaints)
        return Contestant(page, world, address)

    return new


@pytest.fixture
def phone(new_device: Callable[..., Contestant]) -> Contestant:
    """A contestant with a phone of 360 × 740."""
    return new_device()
