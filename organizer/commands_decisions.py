"""Decisions about a round that has closed: each is shown with what it would change, asked about, and, once results are out,
confirmed by a second account.

What is decided about is named by the codes of the export (attempts, contestants, questions, prizes), never by a person's
name or identifier: a command line stays in a history. What people write and the file that it rests on go to where names
may lie, and nowhere else.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from chalicelib.domain.exports import revision_name

from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, ROUND, YES
from .download import download_evidence
from .evidence import read_evidence
from .people import PASSING, insist
from .shape import Code, Group, language_of
from .toolkit import Toolkit
from .trouble import Misuse, Trouble
from .words import CATALOGUES, say

ASKED = "-"
_CONTESTANT = "[a-z2-7]{26}"
_ID = "[a-z0-9][a-z0-9-]*"
_SUBJECTS_SHOWN = 10
_RANKING = ("person", "unit", "before", "after")

Told = dict[str, Any]
Decorator = Callable[[Callable[..., None]], Callable[..., None]]


class Subject(click.ParamType[Any]):
    """What a decision may be about, by its code; ``kind`` names the sentence that says what such a code looks like."""

    name = "code"

    def __init__(self, kind: str, pattern: str):
        self.kind = kind
        self.pattern = re.compile(pattern)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return ``value`` where it is such a code."""
        if not self.pattern.fullmatch(value):
            self.fail(say(f"usage.{self.kind}", language_of(ctx), found=value), param, ctx)
        return str(value)


class Letters(click.ParamType[Any]):
    """The right letters of a question: ``A``, or several, as they stand in `decisions.csv`: ``A C``."""

    name = "letters"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the letters, each once, in their order, parted by a space."""
        letters = re.sub("[ ,]", "", value).upper()
        if not re.fullmatch("[A-Z]+", letters):
            self.fail(say("usage.letters", language_of(ctx), found=value), param, ctx)
        return " ".join(sorted(set(letters)))


# A contestant alone stands for each of their attempts.
ATTEMPT = Subject("attempt", rf"{_CONTESTANT}(\.[1-9]\d?)?")
CONTESTANT = Subject("contestant", _CONTESTANT)
QUESTION = Subject("question", _ID)
PRIZE = Subject("prize", _ID)
UNIT = Subject("unit", _ID)


def reasoned(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command what every decision has: a reason, what people write, what it rests on."""
    options: tuple[Decorator, ...] = (
        click.option("--reason", type=Code(), metavar="CODE", required=True),
        click.option("--text", "what", metavar="TEXT"),
        click.option("--evidence", metavar="FILE", type=PATH),
        YES,
        DRY_RUN,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=Group)
def decide() -> None:
    """What is decided about a round that has closed."""


@click.group(cls=Group)
def decision() -> None:
    """What concerns decisions that were made."""


@decide.command("disqualify")
@CONTEST
@ROUND
@click.argument("attempts", metavar="ATTEMPT…", type=ATTEMPT, nargs=-1, required=True)
@reasoned
@click.pass_obj
def disqualify(toolkit: Toolkit, contest: str, round: str, attempts: tuple[str, ...], **said: Any) -> None:
    """Take attempts out of the ranking."""
    _decide(toolkit, {"contest": contest, "round": round, "kind": "disqualify", "subjects": attempts}, **said)


@decide.command("reinstate")
@CONTEST
@ROUND
@click.argument("attempts", metavar="ATTEMPT…", type=ATTEMPT, nargs=-1, required=True)
@reasoned
@click.pass_obj
def reinstate(toolkit: Toolkit, contest: str, round: str, attempts: tuple[str, ...], **said: Any) -> None:
    """Put attempts back into the ranking."""
    _decide(toolkit, {"contest": contest, "round": round, "kind": "reinstate", "subjects": attempts}, **said)


@decide.command("void")
@CONTEST
@ROUND
@click.argument("questions", metavar="QUESTION…", type=QUESTION, nargs=-1, required=True)
@reasoned
@click.pass_obj
def void(toolkit: Toolkit, contest: str, round: str, questions: tuple[str, ...], **said: Any) -> None:
    """Give the point of questions to everybody who was asked them."""
    _decide(toolkit, {"contest": contest, "round": round, "kind": "void", "subjects": questions}, **said)


@decide.command("correct-key")
@CONTEST
@ROUND
@click.argument("question", metavar="QUESTION", type=QUESTION)
@click.option("--to", "letters", metavar='"A C"', type=Letters(), required=True)
@reasoned
@click.pass_obj
def correct_key(toolkit: Toolkit, contest: str, round: str, question: str, letters: str, **said: Any) -> None:
    """Say which options of a question are right."""
    event = {"contest": contest, "round": round, "kind": "correct_key", "subjects": [question], "after": letters}
    _decide(toolkit, event, **said)


@decide.command("move-unit")
@CONTEST
@ROUND
@click.argument("contestants", metavar="CONTESTANT…", type=CONTESTANT, nargs=-1, required=True)
@click.option("--to", "to_unit", metavar="UNIT", type=UNIT, required=True)
@reasoned
@click.pass_obj
def move_unit(toolkit: Toolkit, contest: str, round: str, contestants: tuple[str, ...], to_unit: str, **said: Any) -> None:
    """Count what contestants did in the round for another unit."""
    event = {"contest": contest, "round": round, "kind": "move_unit", "subjects": contestants, "after": to_unit}
    _decide(toolkit, event, **said)


@decide.command("choose")
@CONTEST
@ROUND
@click.argument("prize", metavar="PRIZE", type=PRIZE)
@click.option("--to", "chosen", metavar="CONTESTANT", type=CONTESTANT, multiple=True, required=True)
@reasoned
@click.pass_obj
def choose(toolkit: Toolkit, contest: str, round: str, prize: str, chosen: tuple[str, ...], **said: Any) -> None:
    """Settle a tie across a prize's boundary by the committee's choice."""
    event = {"contest": contest, "round": round, "kind": "committee_choice", "subjects": [prize], "after": " ".join(chosen)}
    _decide(toolkit, event, **said)


@decide.command("withdraw")
@CONTEST
@ROUND
@reasoned
@click.pass_obj
def withdraw(toolkit: Toolkit, contest: str, round: str, **said: Any) -> None:
    """Take back results that were published."""
    _decide(toolkit, {"contest": contest, "round": round, "kind": "withdraw", "subjects": []}, **said)


def _decide(
    toolkit: Toolkit, event: Told, *, reason: str, what: str | None, evidence: Path | None, yes: bool, dry_run: bool
) -> None:
    """Show what a decision would change, ask, and make it. Without what it rests on, nothing is sent."""
    text = written_text(toolkit, what)
    event = {"after": "", **event, "subjects": list(event["subjects"]), "reason": reason, "text": text}
    event |= {"evidence": read_evidence(evidence), "nonce": secrets.token_hex(16)}
    _tell_decision(toolkit, event)
    changes = toolkit.ask("decide", dry_run=True, **event)["changes"]
    if not changes and event["kind"] != "withdraw":
        toolkit.tell("nothing-to-do")
        return
    _tell_changes(toolkit, changes)
    if not stops_here(toolkit, yes, dry_run):
        _tell_outcome(toolkit, event, _insist(toolkit, "decide", event))


def written_text(toolkit: Toolkit, what: str | None) -> str:
    """Return what people write about a decision, on one line. Raises Misuse where they write nothing."""
    if what == ASKED:
        what = toolkit.answer("decision.text", from_stdin=not toolkit.interactive())
    text = " ".join((what or "").split())
    if not text:
        raise Misuse("decision-without-text")
    return text


def stops_here(toolkit: Toolkit, yes: bool, dry_run: bool) -> bool:
    """Whether nothing more is to be done. Raises Trouble where somebody is asked and says no."""
    if dry_run:
        toolkit.tell("dry-run")
    else:
        toolkit.confirm(yes)
    return dry_run


def _insist(toolkit: Toolkit, act: str, event: Told) -> Told:
    """Do an act that may be repeated under its nonce; where no answer comes, say where to look before typing it again."""
    try:
        told: Told = insist(toolkit, act, event)
    except Trouble as error:
        if error.key in PASSING:
            toolkit.complain([toolkit.say("decision.lost", contest=event["contest"], round=event["round"])])
        raise
    return told


@decision.command("confirm")
@CONTEST
@ROUND
@click.argument("decision", metavar="DECISION")
@YES
@DRY_RUN
@click.pass_obj
def decision_confirm(toolkit: Toolkit, contest: str, round: str, decision: str, yes: bool, dry_run: bool) -> None:
    """Confirm, as a second account, what another has decided."""
    event = {"contest": contest, "round": round, "decision": decision}
    known = {each["decision"]: each for each in toolkit.ask("decisions", contest=contest, round=round)}
    if decision in known:
        _tell_decision(toolkit, {**event, **known[decision]})
        toolkit.tell("decision.written-by", text=known[decision]["text"], by=known[decision]["by"])
        toolkit.tell("decision.rests-on", **event)
    before = toolkit.ask("decision-confirm", dry_run=True, **event)
    if before["state"] != "proposed":
        _tell_outcome(toolkit, event, before)
        return
    _tell_changes(toolkit, before["changes"])
    if not stops_here(toolkit, yes, dry_run):
        _tell_outcome(toolkit, event, _insist(toolkit, "decision-confirm", event))


@decision.command("list")
@CONTEST
@ROUND
@click.pass_obj
def decision_list(toolkit: Toolkit, contest: str, round: str) -> None:
    """Show every decision about a round: what, why, by whom, and what became of it."""
    told = toolkit.ask("decisions", contest=contest, round=round)
    if not told:
        toolkit.tell("decision.none", round=round)
        return
    what = ("decision", "decided", "state", "act", "subject", "after")
    who = ("reason", "by", "confirmed", "revision", "text")
    _table(toolkit, (*what, *who), [_row(toolkit, each) for each in told])


@decision.command("evidence")
@CONTEST
@ROUND
@click.argument("decision", metavar="DECISION", required=False)
@click.option("--to", "folder", metavar="FOLDER", type=PATH)
@click.pass_obj
def decision_evidence(toolkit: Toolkit, contest: str, round: str, decision: str | None, folder: Path | None) -> None:
    """Show what decisions about a round rest on, and fetch the files."""
    asked = {"decision": decision} if decision else {}
    told = toolkit.ask("decision-evidence", contest=contest, round=round, **asked)
    if not told:
        toolkit.tell("decision.none", round=round)
        return
    columns = ("decision", "reason", "by", "file", "text")
    _table(toolkit, columns, [[each[name] for name in columns] for each in told])
    if folder:
        with toolkit.fetching() as tell:
            download_evidence(told, folder, toolkit.fetch, tell)
        toolkit.tell("decision.fetched", count=len(told), folder=folder)


def _row(toolkit: Toolkit, each: Told) -> list[str]:
    first = [each["decision"], toolkit.time(each["decided_at"]), _word(toolkit, "decision-state", each["state"])]
    what = [_word(toolkit, "decision-kind", each["kind"]), " ".join(each["subjects"]), each["after"]]
    return [*first, *what, each["reason"], each["by"], each["confirmed_by"], _revision(each["revision"]), each["text"]]


def _word(toolkit: Toolkit, group: str, code: str) -> str:
    """Return the word for a code; the code itself where a deployment knows more of them than this program."""
    key = f"{group}.{code}"
    return toolkit.say(key) if key in CATALOGUES[toolkit.language] else code


def _revision(number: int | None) -> str:
    return "" if number is None else revision_name(number)


def _tell_decision(toolkit: Toolkit, event: Told) -> None:
    """Say in one line what is decided about what."""
    subjects = event["subjects"]
    shown = ", ".join([*subjects[:_SUBJECTS_SHOWN], *["…"][: len(subjects) > _SUBJECTS_SHOWN]]) or event["round"]
    what = f"{shown} → {event['after']}" if event["after"] else shown
    kind = _word(toolkit, "decision-kind", event["kind"])
    toolkit.tell("decision.what", round=event["round"], kind=kind, what=what, reason=event["reason"])


def _tell_outcome(toolkit: Toolkit, event: Told, told: Told) -> None:
    """Say what became of a decision, and who has to do what next."""
    named = {"contest": event["contest"], "round": event["round"], "decision": told["decision"]}
    if told["state"] == "applied" and told["revision"] is None:
        toolkit.tell("decision.is-done", **named)
    else:
        toolkit.tell(f"decision.is-{told['state']}", **named, revision=_revision(told["revision"]))


# --- what would change ------------------------------------------------------------------------------------------------


def _tell_changes(toolkit: Toolkit, changes: Told) -> None:
    """Print what a decision changes: cells, numbers, whose prize comes or goes, who moves. A withdrawal changes none."""
    if not changes:
        return
    _tell_table(toolkit, "cells", ("subject", "before", "after"), [_cell(each) for each in changes["cells"]])
    _tell_table(toolkit, "numbers", ("number", "before", "after"), _numbers(toolkit, changes))
    prizes = [_prize(toolkit, each) for each in changes["prizes"]]
    _tell_table(toolkit, "prizes", ("prize", "person", "unit", "prize-change"), prizes)
    toolkit.tell("changes.moved", count=changes["moved"])
    if changes["ranking"]:
        _tell_table(toolkit, "ranking", _RANKING, [_place(toolkit, each) for each in changes["ranking"]])


def _numbers(toolkit: Toolkit, changes: Told) -> list[list[str]]:
    """Return a row for each number that a decision may change; none for a target where nobody was asked to predict."""
    rows = []
    for name in ("target", "people", "perfect"):
        number = changes[name]
        if number["before"] is not None:
            key = f"changes.{name}-frozen" if number.get("frozen") else f"changes.{name}"
            rows.append([toolkit.say(key), str(number["before"]), str(number["after"])])
    return rows


def _cell(each: Told) -> list[str]:
    return [each["subject"], each["before"] or "—", each["after"] or "—"]


def _prize(toolkit: Toolkit, each: Told) -> list[str]:
    key = "changes.prize-comes" if each["after"] else "changes.prize-goes"
    return [each["prize"], each["contestant"], each["unit"] or "—", toolkit.say(key)]


def _place(toolkit: Toolkit, each: Told) -> list[str]:
    places = ["—" if each[when] is None else str(each[when]) for when in ("before", "after")]
    return [each["contestant"], each["unit"] or "—", *places]


def _tell_table(toolkit: Toolkit, name: str, columns: Sequence[str], rows: list[list[str]]) -> None:
    """Print a table under its title; without a row, that there is nothing to show."""
    toolkit.tell(f"changes.{name}" if rows else f"changes.no-{name}")
    if rows:
        _table(toolkit, columns, rows)


def _table(toolkit: Toolkit, columns: Sequence[str], rows: list[list[str]]) -> None:
    toolkit.table([toolkit.say(f"column.{name}") for name in columns], rows)
