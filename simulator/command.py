"""``python -m simulator``: a whole contest in fast-forward, to winners and exports."""

from __future__ import annotations

import logging
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from chalicelib.domain.definition import Definition
from chalicelib.domain.faults import Faulty
from chalicelib.domain.finals import FINAL
from chalicelib.domain.times import Millis, at_home
from chalicelib.log import log

from .cloud import Cloud, cloud
from .contest import folders_of, known_contests, load, simulate_contest, write_exports
from .engine import EngineFailed, engine, installed, short_wire
from .papers import FOLDER, write_papers
from .report import print_counts, print_failures, print_whole, print_winners
from .rounds import RoundRun
from .seeded import seeded
from .timeline import Watch
from .whole import conclude
from .words import Language, say

MOST_CONTESTANTS = 200_000
STEPS_A_GLANCE = 25
MISUSED, INTERRUPTED = 2, 130


class Trouble(click.ClickException):
    """What keeps the program from running, as a sentence; the program then ends with exit code 2."""

    exit_code = MISUSED

    def __init__(self, key: str, language: Language, **values: object):
        super().__init__(say(f"trouble.{key}", language, **values))

    def show(self, file: object = None) -> None:
        """Print the sentence alone: click's own "Error:" is English."""
        click.echo(self.message, err=True)


@click.command(help="Mô phỏng cả một cuộc thi, từ định nghĩa đến người đoạt giải / Simulate a whole contest.")
@click.option("--contest", default="", help="Mã cuộc thi / id of the contest.")
@click.option("--contestants", default="200", show_default=True, help="Số thí sinh / how many people.")
@click.option("--seed", default="7", show_default=True, help="Cùng hạt giống, cùng kết quả / same seed, same bytes.")
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Thư mục kết quả / folder.")
@click.option("--overwrite", is_flag=True, help="Ghi đè kết quả cũ của cuộc thi này / write over its former results.")
@click.option("--lang", "language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def simulate(contest: str, contestants: str, seed: str, out: Path, overwrite: bool, language: Language) -> None:
    """Simulate a contest, write its exports and say what came of it. A failed check ends with exit code 1."""
    definition = _definition(contest, language)
    people = _number("contestants", contestants, language, least=1, most=MOST_CONTESTANTS)
    chosen = _number("seed", seed, language)
    _look_at(out, overwrite, language)
    try:
        runs = _run(definition, people, chosen, out, language)
    except KeyboardInterrupt:
        click.echo(say("interrupted", language), err=True)
        sys.exit(INTERRUPTED)
    sys.exit(int(any(run.failures for run in runs)))


def _run(definition: Definition, people: int, seed: int, out: Path, language: Language) -> Sequence[RoundRun]:
    """Simulate, write the exports, and tell what came of it."""
    console, began = Console(), time.monotonic()
    with _surroundings(console, seed, language) as here, _watched(console, definition, language) as watch:
        runs = simulate_contest(here, definition.contest, people, seed, watch)
        whole = conclude(here, definition, seed)
        _clear(out, definition.contest)
        files = write_exports(definition.contest, out)
        papers = write_papers(here, definition, out)
    print_counts(console, runs, language)
    print_winners(console, runs, language)
    print_whole(console, definition, whole, language)
    told = {"title": definition.short_title, "people": people, "rounds": len(runs), "seed": seed}
    click.echo("\n" + say("done", language, seconds=f"{time.monotonic() - began:.1f}", **told))
    click.echo(say("written", language, files=files, out=out))
    click.echo(say("papers", language, files=papers, folder=out / FOLDER / definition.contest))
    click.echo(say("verify", language, folder=out / definition.contest / definition.ranked[0].id / "r01"))
    click.echo(say("verify.whole", language, folder=out / definition.contest / FINAL / "r01"))
    print_failures(console, runs, seed, language)
    return runs


def _definition(contest: str, language: Language) -> Definition:
    if contest not in known_contests():
        raise Trouble("unknown-contest", language, found=contest, known=", ".join(known_contests()))
    try:
        return load(contest)
    except Faulty as faulty:
        raise Trouble("faulty", language, faults="\n".join(fault.line(language) for fault in faulty.faults)) from faulty


def _number(name: str, text: str, language: Language, least: int = 0, most: int = 2**63) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise Trouble(name, language, found=text, most=most)
    return number


def _look_at(out: Path, overwrite: bool, language: Language) -> None:
    """Refuse a folder that holds anything already, unless this contest's part of it may be written over."""
    if out.exists() and not out.is_dir():
        raise Trouble("out-is-a-file", language, out=out)
    if not overwrite and out.exists() and any(out.iterdir()):
        raise Trouble("out-not-empty", language, out=out)


def _clear(out: Path, contest: str) -> None:
    """Remove what an earlier simulation wrote of this contest, and nothing else."""
    for folder in (*folders_of(contest), f"{FOLDER}/{contest}"):
        shutil.rmtree(out / folder, ignore_errors=True)


@contextmanager
def _surroundings(console: Console, seed: int, language: Language) -> Iterator[Cloud]:
    """Give seeded surroundings on the engine where there is one, on moto where there isn't, with the services' logs off."""
    before = log.least
    log.least = logging.CRITICAL
    with ExitStack() as stack:
        endpoint = _engine(stack, console, language)
        here = stack.enter_context(cloud(endpoint))
        if endpoint:
            stack.enter_context(short_wire(endpoint))
        stack.enter_context(seeded(seed))
        try:
            yield here
        finally:
            log.least = before


def _engine(stack: ExitStack, console: Console, language: Language) -> str:
    if not installed():
        console.print(say("no-engine", language), highlight=False, soft_wrap=True)
        return ""
    try:
        return stack.enter_context(engine())
    except (EngineFailed, OSError) as failed:
        console.print(say("engine-failed", language, why=failed), highlight=False, soft_wrap=True)
        return ""


@contextmanager
def _watched(console: Console, definition: Definition, language: Language) -> Iterator[Watch]:
    """Show a bar while the contest runs; none where nobody watches, as in a file or a pipe."""
    columns = (BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(say("preparing", language), total=None)
        steps = 0

        def watch(now: Millis, ended: int, told: int) -> None:
            nonlocal steps
            steps += 1
            if steps % STEPS_A_GLANCE == 0:
                described = say("running", language, round=_round_at(definition, now), hour=at_home(now))
                progress.update(task, completed=ended, total=told, description=described)

        yield watch


def _round_at(definition: Definition, now: Millis) -> str:
    """Return the name of the round that opened last."""
    opened = [each for each in definition.ranked if each.opens <= now] or definition.ranked[:1]
    return max(opened, key=lambda each: each.opens).name
