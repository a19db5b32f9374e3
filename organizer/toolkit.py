"""What every command works with: the language, the two streams, the deployment, and the way to a yes or no."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import click
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from chalicelib.domain.errors import NotSignedIn
from chalicelib.domain.faults import Fault
from chalicelib.domain.times import at_home, read
from chalicelib.domain.vietnamese import plain

from . import cloud, download, packaging, stage
from .seats import Seats
from .trouble import Misuse, Trouble, fault_lines
from .words import CATALOGUES, Language, say

ACCOUNT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ANY_WIDTH = 100_000
_YES = {"c", "co", "y", "yes"}


class Deployment(Protocol):
    """The `organizer` function somewhere, or whatever answers in its place."""

    @property
    def name(self) -> str:
        """The stage's name."""

    @property
    def site(self) -> str:
        """Where people find its site."""

    def ask(self, event: dict[str, Any]) -> Any:
        """Return the answer to ``event``; raise the refusal, the faults or the trouble that came instead."""


def _someone_is_there() -> bool:
    return sys.stdin.isatty()


@dataclass
class Toolkit:
    """What a command works with. Tests put their own deployment, downloads and person into it."""

    connect: Callable[[str | None], Deployment] = stage.connect
    enter: Callable[[str], cloud.Cloud] = cloud.enter
    package: Callable[[str, Path, str], packaging.Package] = packaging.build_for_the_cloud
    fetch: Callable[[str, BinaryIO], None] = download.fetch
    interactive: Callable[[], bool] = _someone_is_there
    pause: Callable[[float], None] = time.sleep
    seats: Seats = field(default_factory=Seats)
    language: Language = "vi"
    stage: str | None = None
    account: str | None = None
    out: Console = field(default_factory=Console)
    err: Console = field(default_factory=lambda: Console(stderr=True))
    _deployment: Deployment | None = None

    @property
    def deployment(self) -> Deployment:
        """The deployment, looked for when the first question is asked: a check of a file needs none."""
        if self._deployment is None:
            self._deployment = self.connect(self.stage)
        return self._deployment

    def ask(self, act: str, **event: Any) -> Any:
        """Ask the `organizer` function to do ``act``, as the account that is signed in. Raises Trouble where none is."""
        stage = self.deployment.name
        token = self.seats.token(stage, self.account)
        if not token:
            raise self._signed_out()
        try:
            return self.deployment.ask({"act": act, "token": token, **event})
        except NotSignedIn as refusal:
            raise (self._signed_out() if refusal.code == "staff-signed-out" else refusal) from refusal

    def _signed_out(self) -> Trouble:
        who = self.account or self.say("an-account")
        command = f"python -m organizer --stage {self.deployment.name} login {who}"
        return Trouble("signed-out", stage=self.deployment.name, command=command)

    def ask_openly(self, act: str, **event: Any) -> Any:
        """Ask for what needs no account: to sign in, or what an operator asks."""
        return self.deployment.ask({"act": act, **event})

    def secret(self, key: str, from_stdin: bool) -> str:
        """Return what is typed unseen, or the next line of what is piped in. Raises Misuse where there is neither."""
        return self.answer(key, from_stdin, hidden=True)

    def chosen(self, from_stdin: bool) -> str:
        """Return a password of somebody's own choice: typed twice, for nobody sees a slip; piped in, once."""
        first = self.secret("login.new", from_stdin)
        if not from_stdin and self.secret("login.again", from_stdin) != first:
            raise Trouble("passwords-differ")
        return first

    def answer(self, key: str, from_stdin: bool, hidden: bool = False) -> str:
        """Return a line that somebody types, or the next one of what is piped in; never what stands on a command line, for
        that stays in a history. Raises Misuse where there is neither.
        """
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        if not self.interactive():
            raise Misuse("nobody-types")
        return str(click.prompt(self.say(key), hide_input=hidden, default="", show_default=False))

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the command line's catalogue."""
        return say(key, self.language, **values)

    def tell(self, key: str, **values: object) -> None:
        """Print a sentence of the command line's catalogue."""
        self.print(self.say(key, **values))

    @contextmanager
    def fetching(self) -> Iterator[Callable[[str], None]]:
        """Show, until it is done, which file is being fetched: what this gives is called with each name."""
        with self.err.status("") as shown:
            yield lambda name: shown.update(self.say("export.fetching", file=name))

    def print(self, line: str) -> None:
        """Print one line as it is: a pipe gets its tabs, and nothing is cut."""
        click.echo(line)

    def complain(self, lines: Iterable[str]) -> None:
        """Print lines to the stream of errors."""
        for line in lines:
            click.echo(line, err=True)

    def warn(self, warnings: Sequence[Fault]) -> None:
        """Print what doesn't stand in the way, but should be looked at."""
        for line in fault_lines(list(warnings), self.language):
            self.tell("warning", line=line)

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Print a table; where nobody looks on, as plain lines with tabs that a program can read.

        One that is wider than the screen is printed as a block for each row: a date folded in two can't be read.
        """
        rows = [list(row) for row in rows]
        drawn = _drawn(headers, rows)
        if not self.out.is_terminal:
            for row in [headers, *rows]:
                self.print("\t".join(row))
        elif self._width_of(drawn) <= self.out.width:
            self.out.print(drawn)
        else:
            self._blocks(headers, rows)

    def _width_of(self, table: Table) -> int:
        return Measurement.get(self.out, self.out.options.update(width=_ANY_WIDTH), table).maximum

    def _blocks(self, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        for first, *others in rows:
            self.print(f"{headers[0]}: {first}")
            for header, cell in zip(headers[1:], others, strict=True):
                if cell:
                    self.print(f"  {header}: {cell}")

    def time(self, text: str | None) -> str:
        """Return an answer's time as people read it here, and as ``--at`` takes it: ``08:30 13/12/2021``."""
        return at_home(read(text)).replace(" ngày ", " ") if text else "—"

    def kind(self, type: str) -> str:
        """Return what a type of CloudFormation's is, in plain words where there are any."""
        key = f"kind.{type}"
        return self.say(key) if key in CATALOGUES[self.language] else type

    def confirm(self, yes: bool, key: str = "confirm", **values: object) -> None:
        """Ask before what can't be undone. Raises Misuse where nobody can answer, Trouble for anything but a yes."""
        if yes:
            return
        if not self.interactive():
            raise Misuse("yes-needed")
        question = self.say(key, **(values or {"stage": self.deployment.name}))
        if plain(click.prompt(question, default="", show_default=False)) not in _YES:
            raise Trouble("declined")

    def typed(self, stage: str, name: str | None) -> None:
        """Have the stage's name typed, now or as ``--name``: what is lost by a slip should need more than one letter.

        Raises Misuse where nobody can answer, Trouble for any other name.
        """
        if name is None and not self.interactive():
            raise Misuse("name-needed", stage=stage)
        question = self.say("type-name", stage=stage)
        if (name or click.prompt(question, default="", show_default=False)) != stage:
            raise Trouble("declined")


def _drawn(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table whose cells stand as they are: what people wrote is no markup."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False)
    for header in headers:
        table.add_column(Text(header), no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
