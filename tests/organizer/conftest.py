"""Fixtures of the command line's tests: keyboards at a deployment that holds more or less.

Each state is made once in a session of tests, through the same commands and services; the next test gets a copy.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.log import log
from simulator.cloud import Cloud
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    LONG_BEFORE,
    OPENS,
    RESULTS,
    make_bank,
    make_definition,
    nonce,
)
from tests.organizer.keyboard import Keyboard, write_bank, write_definition
from tests.pictures import Picture, restore, take
from tests.town import Town, all_right

Remember = Callable[[str, Callable[[], object]], None]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the functions' log lines off the screen, where the deployed ones never write either."""
    monkeypatch.setattr(log, "least", logging.CRITICAL)


@pytest.fixture
def remember(pictures: dict[str, Picture]) -> Remember:
    """Put the cloud into the state called so; ``make`` makes it the first time."""

    def into(name: str, make: Callable[[], object]) -> None:
        if name not in pictures:
            make()
            pictures[name] = take()
        restore(pictures[name])

    return into


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, in which its commands are typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOITHI_BY", raising=False)
    return tmp_path


@pytest.fixture
def keyboard(cloud: Cloud, own_folder: Path) -> Keyboard:
    """A keyboard at an empty deployment, long before anything opens."""
    cloud.now = LONG_BEFORE
    return Keyboard(cloud)


@pytest.fixture
def imported(keyboard: Keyboard, own_folder: Path, remember: Remember) -> Keyboard:
    """A keyboard at a deployment that holds the small contest's definition and nothing else."""
    path = write_definition(own_folder / "contest.yaml", make_definition())
    remember("a definition", lambda: keyboard.type("definition", "import", path))
    keyboard.asked.clear()
    return keyboard


@pytest.fixture
def draft(imported: Keyboard, own_folder: Path, remember: Remember) -> Keyboard:
    """A keyboard at the small contest with the first round's bank in it: it could be made ready."""
    path = write_bank(own_folder / "t1.csv", make_bank(FIRST))
    remember("a definition and a bank", lambda: imported.type("bank", "import", CONTEST, FIRST, path))
    imported.asked.clear()
    return imported


@pytest.fixture
def running(town: Town, own_folder: Path) -> Keyboard:
    """A keyboard at the small contest, whose first round has just opened."""
    return Keyboard(town.cloud)


@pytest.fixture
def closed(running: Keyboard, town: Town, remember: Remember) -> Keyboard:
    """A keyboard at the small contest after its first round: An and Bình were right, Chi left everything blank."""

    def take_part() -> None:
        for number, identifier in enumerate((AN, BINH), start=2):
            device = town.at(OPENS).phone(identifier)
            paper = device.start(nonce(1))
            town.at(OPENS + number * 60_000)
            device.hand_in(all_right(paper), nonce(2), prediction=str(number))
        device = town.at(OPENS).phone(CHI)
        device.start(nonce(1))
        device.hand_in("___", nonce(2))
        town.at(CLOSING_BEGINS).tick()

    remember("a closed round", take_part)
    town.at(CLOSING_BEGINS)
    return running


@pytest.fixture
def published(closed: Keyboard, town: Town, remember: Remember) -> Keyboard:
    """The same, a day later: the results are published."""
    town.at(RESULTS)
    remember("a published round", town.tick)
    return closed


@pytest.fixture
def waiting(village: Town, own_folder: Path, remember: Remember) -> Keyboard:
    """A keyboard at a contest that asks for approval, its first round closed and its hour come."""

    def close() -> None:
        village.settle(make_definition(publication="after_approval"))
        village.at(CLOSING_BEGINS).tick()

    remember("a round to approve", close)
    village.at(RESULTS)
    return Keyboard(village.cloud)
