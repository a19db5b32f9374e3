"""A contest that is ready, in processes of their own: the engine with its tables, and a bucket with its objects.

It is prepared with moto in the bench's own process. What is measured runs in a fresh process that has nothing of moto in it,
speaks to both over the loopback by botocore, and is told nothing but the file in which the `World` lies.
"""

from __future__ import annotations

import http.client
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEED = 7


@dataclass(frozen=True)
class World:
    """Where a contest's first round lies, open at ``now``; ``tables`` and ``bucket`` are endpoints.

    ``right`` is question → right letter, ``units`` are the ids of the units on its roster.
    """

    contest: str
    round: str
    now: int
    tables: str
    bucket: str
    right: dict[str, str]
    units: list[str]

    @property
    def environment(self) -> dict[str, str]:
        """What a process has to find in its environment to work here."""
        return {
            "AWS_DEFAULT_REGION": "ap-southeast-1",
            "AWS_ACCESS_KEY_ID": "measured",
            "AWS_SECRET_ACCESS_KEY": "measured",
            "AWS_ENDPOINT_URL_DYNAMODB": self.tables,
            "AWS_ENDPOINT_URL_S3": self.bucket,
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": self.bucket,
        }


@contextmanager
def world(contest: str, folder: Path, people: int = 20) -> Iterator[Path]:
    """Import ``contest`` as it is shipped, with a made-up roster, and make its rounds ready. Gives its `World`'s file."""
    from simulator.engine import engine

    with engine() as tables, bucket() as objects:
        path = folder / f"{contest}.world"
        path.write_bytes(pickle.dumps(_prepared(contest, tables, objects, people)))
        yield path


def entered(path: Path) -> World:
    """Put this process into the world in ``path``, before anything of ours is imported."""
    found: World = pickle.loads(path.read_bytes())
    os.environ.update(found.environment)
    return found


def told(module: str, *arguments: str | Path) -> Any:
    """Run a module in a fresh process, and return what its last line says as JSON."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def bucket() -> Iterator[str]:
    """Run `bench.bucket`, and give its endpoint."""
    command = [sys.executable, "-m", "bench.bucket"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdout.readline().strip()
        process.stdin.close()


def _prepared(contest: str, tables: str, objects: str, people: int) -> World:
    from chalicelib.config import config
    from chalicelib.storage import objects as stored
    from simulator import contest as contests
    from simulator.cloud import cloud
    from simulator.seeded import seeded

    with cloud(tables) as here, seeded(SEED), redirect_stdout(sys.stderr):
        definition, home = contests.load(contest), contests.CONTESTS / contest
        here.now = min(each.opens for each in definition.rounds) - contests.DAY
        contests.prepare(here, definition, (home / "contest.yaml").read_text("utf-8"), home, people, SEED)
        here.tick()
        private = config().private_bucket
        held = {f"/{private}/{key}": stored.get(private, key) or b"" for key in stored.keys(private, "")}
        first = definition.ranked[0]
        roster = json.loads(held[f"/{private}/rosters/{contest}/roster.json"])
        bank = next(each for each in contests.read_banks(definition, home) if each.round == first.id)
    _fill(objects, held)
    right = {question.id: question.right for question in bank.questions}
    units = [unit["id"] for unit in roster["units"]]
    return World(contest, first.id, first.opens + 60_000, tables, objects, right, units)


def _fill(endpoint: str, held: dict[str, bytes]) -> None:
    line = http.client.HTTPConnection(endpoint.removeprefix("http://"))
    for path, body in held.items():
        line.request("PUT", path, body)
        line.getresponse().read()
    line.close()
