"""What a simulation came to, for a person at a terminal: what happened, who won and why, and whether every promise held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from chalicelib.domain.definition import Definition

from .rounds import RoundRun
from .words import CATALOGUES, Language, say

MOST_FAILURES = 20
PREFIX = "happened."


def print_counts(console: Console, runs: Sequence[RoundRun], language: Language) -> None:
    """Print a table of everything that happened, a column for each round; what never happened is left out."""
    table = Table(title=say("happened.title", language), title_justify="left", show_edge=False)
    table.add_column()
    for run in runs:
        table.add_column(run.room.round.name, justify="right")
    for key in CATALOGUES[language]:
        what = key.removeprefix(PREFIX)
        numbers = [run.counts.get(what, 0) for run in runs]
        if key.startswith(PREFIX) and any(numbers):
            table.add_row(say(key, language), *map(str, numbers))
    console.print(table)


def print_winners(console: Console, runs: Sequence[RoundRun], language: Language) -> None:
    """Print for each round who won which prize, and why."""
    for run in runs:
        console.print()
        for line in winners_lines(run, language):
            _line(console, line)


def winners_lines(run: RoundRun, language: Language) -> Iterator[str]:
    """Return the lines that name a round's winners, and the prizes that nobody got."""
    name = run.room.round.name
    if not run.room.definition.prizes:
        yield say("winners.no-prizes", language, round=name)
        return
    yield say("winners.title", language, round=name)
    for winner in run.winners["winners"]:
        yield "  " + _winner(winner, language)
    for prize in run.winners["not_given"]:
        told = {"prize": prize["prize_name"], "number": prize["number"], "why": prize["why"][language]}
        yield "  " + say("winners.not-given", language, **told)


def _winner(winner: dict[str, Any], language: Language) -> str:
    return say(
        "winners.one",
        language,
        prize=winner["prize_name"],
        name=winner["name"] or say("winners.nameless", language),
        unit=winner["unit_name"] or say("winners.no-unit", language),
        why=winner["why"][language],
    )


def print_whole(console: Console, definition: Definition, results: dict[str, Any], language: Language) -> None:
    """Print which units won, and why; nothing of a contest in which units win nothing."""
    if definition.unit_award is None:
        return
    console.print()
    for line in whole_lines(results, language):
        _line(console, line)


def whole_lines(results: dict[str, Any], language: Language) -> Iterator[str]:
    """Return the lines that name the units with a prize, how many met no gate, and the prizes that nobody got."""
    competing = [unit for unit in results["units"] if unit["unit"] and not unit["parent"]]
    winners = sorted((unit for unit in competing if unit["prize"]), key=lambda unit: (unit["rank"], unit["lot"]))
    barred = sum(bool(unit["failed"]) for unit in competing)
    yield say("units.title", language, units=len(competing), barred=barred)
    for unit in winners:
        yield "  " + say("units.one", language, prize=unit["prize_name"], unit=unit["name"], why=unit["why"][language])
    for prize in results["not_given"]:
        told = {"prize": prize["prize_name"], "number": prize["number"], "why": prize["why"][language]}
        yield "  " + say("winners.not-given", language, **told)


def print_failures(console: Console, runs: Sequence[RoundRun], seed: int, language: Language) -> None:
    """Print which checks failed, with the seed that shows it again; or that every check held."""
    failed = [(run.room.round.name, failure) for run in runs for failure in run.failures]
    if not failed:
        _line(console, say("held", language))
        return
    _line(console, say("failed", language, number=len(failed), seed=seed))
    for round_name, failure in failed[:MOST_FAILURES]:
        sentence = say(f"check.{failure.check}", language)
        _line(console, "  " + say("failed.one", language, round=round_name, sentence=sentence, what=failure.what))
    if len(failed) > MOST_FAILURES:
        _line(console, "  " + say("failed.more", language, number=len(failed) - MOST_FAILURES))


def _line(console: Console, text: str) -> None:
    """Print ``text`` as it stands: one line, whatever brackets or numbers are in it."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)
