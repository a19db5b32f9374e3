"""A keyboard for the tests: commands are typed, and the simulated cloud answers in place of Lambda."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

import boto3
import click
from click.testing import CliRunner

from chalicelib import functions
from chalicelib.config import config
from chalicelib.domain import bank, roster
from chalicelib.domain.bank import Bank
from chalicelib.domain.roster import Person
from chalicelib.services.authorise import carried_out
from chalicelib.services.organize import organize
from organizer.commands import cli
from organizer.seats import Seats
from organizer.shape import path_of
from organizer.stage import opened
from organizer.toolkit import Toolkit
from simulator.cloud import Cloud
from tests.factories import as_yaml
from tests.roles import COMMANDS
from tests.staff import chief
from tests.watch import contents


@dataclass(frozen=True)
class Typed:
    """What came of a command: its exit code, and the lines on both streams."""

    code: int
    out: list[str]
    err: list[str]


@dataclass
class Keyboard:
    """Types commands at a simulated deployment; ``before`` is called with each event before it is answered.

    Whoever is named by ``--by``, and ``organizer`` where nobody is, is a chief of every contest and signed in; with
    ``seats`` it is whoever has signed in there.
    """

    cloud: Cloud
    name: str = "local"
    site: str = "https://thi.example.vn"
    someone: bool = False
    before: Callable[[dict[str, Any]], None] = lambda event: None
    asked: list[dict[str, Any]] = field(default_factory=list)
    paused: list[float] = field(default_factory=list)
    seats: Seats | None = None

    def token(self, stage: str, account: str | None = None) -> str:
        """Return the token of a chief who has just signed in."""
        return chief(self.cloud.now, account or "organizer")

    def ask(self, event: dict[str, Any]) -> Any:
        """Answer as the deployed function would, through JSON both ways."""
        asked = {name: value for name, value in event.items() if name != "token"}
        self.asked.append(asked)
        self._hold_to_its_row(asked["act"])
        self.before(asked)
        token = {} if self.seats else {"token": self.token(self.name)}
        received = json.loads(json.dumps({**token, **event}))
        body = functions.answered(lambda asked: carried_out(asked, self.cloud.now, organize), received)
        return opened(json.loads(json.dumps(body)))

    def _hold_to_its_row(self, act: str) -> None:
        """A command asks for nothing but the acts that its row in the table of roles names: who may type it follows."""
        if context := click.get_current_context(silent=True):
            assert act in COMMANDS[path_of(context)], f"{path_of(context)} asks for {act}"

    def type(self, *arguments: str | Path, says: str = "") -> Typed:
        """Type a command, and ``says`` when it asks."""
        toolkit = Toolkit(
            connect=lambda stage: self,
            fetch=fetch,
            interactive=lambda: self.someone,
            pause=self.paused.append,
            seats=self.seats or cast(Seats, self),
        )
        done = CliRunner().invoke(cli, [str(each) for each in arguments], obj=toolkit, input=says)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Typed(done.exit_code, done.stdout.splitlines(), done.stderr.splitlines())


def fetch(url: str, out: BinaryIO) -> None:
    """Read what a link leads to, out of the simulated buckets."""
    place = urlsplit(url)
    bucket = place.netloc.split(".")[0]
    out.write(boto3.client("s3").get_object(Bucket=bucket, Key=unquote(place.path[1:]))["Body"].read())


def stored() -> dict[str, Any]:
    """Return everything in the buckets and tables, to compare with what is there later."""
    names = (config().private_bucket, config().exports_bucket, config().site_bucket)
    tables = (config().attempts_table, config().contestants_table, config().rounds_table)
    dynamodb = boto3.client("dynamodb")
    scans = {name: dynamodb.scan(TableName=name)["Items"] for name in tables}
    rows = {name: sorted(map(repr, items)) for name, items in scans.items()}
    return {**{name: contents(name) for name in names}, **rows}


def write_definition(path: Path, definition: dict[str, Any]) -> Path:
    """Write a definition as its organizers would."""
    path.write_text(as_yaml(definition), encoding="utf-8")
    return path


def write_bank(path: Path, questions: Bank, **changes: str) -> Path:
    """Write a bank as CSV; ``changes`` replace cells of its first question, by the columns' keys."""
    rows = [_question_cells(question) for question in questions.questions]
    rows[0] |= changes
    return _write_csv(path, bank.COLUMNS, rows)


def _question_cells(question: bank.Question) -> dict[str, str]:
    names = ("id", "text", "right", "topic", "difficulty", "source", "explanation")
    return {**{name: getattr(question, name) for name in names}, **question.options, "fixed": ""}


def write_roster(path: Path, people: tuple[Person, ...]) -> Path:
    """Write a roster as CSV."""
    rows = [
        {
            "name": person.full_name,
            "identifier": person.identifier,
            "unit": person.unit_name,
            "excluded": person.excluded,
            "reason": person.excluded_reason,
        }
        for person in people
    ]
    return _write_csv(path, roster.COLUMNS, rows)


def _write_csv(path: Path, columns: tuple[Any, ...], rows: list[dict[str, str]]) -> Path:
    lines = [",".join(f'"{row.get(column.key, "")}"' for column in columns) for row in rows]
    path.write_text("\n".join([",".join(column.header for column in columns), *lines]) + "\n", encoding="utf-8")
    return path
