"""Whole contests simulated for tests, on whichever engine is here."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib.log import log
from simulator.cloud import Cloud, cloud
from simulator.contest import load, simulate_contest, write_exports
from simulator.engine import engine, installed, short_wire
from simulator.rounds import RoundRun
from simulator.seeded import seeded
from simulator.whole import conclude

Files = dict[str, bytes]

# With this seed even two dozen people bring about what the checks' tests tamper with: a paper timed out, one ruled out.
SEED = 9


@contextmanager
def on_engine() -> Iterator[Cloud]:
    """Give empty surroundings on dynoxide."""
    with engine() as endpoint, cloud(endpoint) as here, short_wire(endpoint):
        yield here


def fastest() -> contextmanager:
    """Return dynoxide's surroundings where it is installed, else moto's."""
    return on_engine() if installed() else cloud()


def simulated(here: Cloud, contest: str, people: int, seed: int) -> tuple[list[RoundRun], Files]:
    """Run ``contest`` in ``here``, and return its rounds and every file of its exports by name."""
    with seeded(seed), quiet(), TemporaryDirectory() as folder:
        runs = simulate_contest(here, contest, people, seed)
        conclude(here, load(contest), seed)
        write_exports(contest, Path(folder))
        return runs, files_under(Path(folder))


def files_under(folder: Path) -> Files:
    """Return every file under ``folder`` by its name in there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the services' logs out of the tests': a clock that dies on purpose logs an error."""
    before = log.least
    log.least = logging.CRITICAL
    yield
    log.least = before


@cache
def small_contest(seed: int = SEED) -> tuple[list[RoundRun], Files]:
    """Return a small Sông Công, simulated once for all tests that only read it."""
    with fastest() as here:
        return simulated(here, "song-cong-2021", 24, seed)
