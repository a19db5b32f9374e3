"""Commands for what is decided while a round runs, after an outage: a later close, more time, another attempt.

Each is shown with what it would change, and asked about. Who is meant stands on no command line: an attempt is named by
its code, its contestant by the pseudonym that `person find` shows, or it is asked for.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any

import click

from chalicelib.domain.times import Millis, written

from .commands_decisions import reasoned, stops_here, written_text
from .commands_people import meant
from .commands_rounds import CONTEST, ROUND, ahead
from .evidence import read_evidence
from .people import PASSING, insist
from .shape import Command, Group, HomeTime, Span
from .toolkit import Toolkit
from .trouble import Misuse, Trouble

_ATTEMPT = re.compile(r"[a-z2-7]{26}\.[1-9]\d?")
WHICH = click.argument("attempt", metavar="ATTEMPT")

Told = dict[str, Any]


@click.group(cls=Group)
def attempt() -> None:
    """What concerns one attempt."""


@click.command("extend", cls=Command)
@CONTEST
@ROUND
@click.option("--at", type=HomeTime(), metavar='"HH:MM DD/MM/YYYY"')
@click.option("--in", "after", type=Span(), metavar="2m")
@reasoned
@click.pass_obj
def extend_round(
    toolkit: Toolkit, contest: str, round: str, at: Millis | None, after: Millis | None, reason: str, **said: Any
) -> None:
    """Move a running round's close to a later hour."""
    if (at is None) == (after is None):
        raise Misuse("at-or-in")
    closes = written(at if at is not None else ahead(toolkit, after or 0))
    event = {"contest": contest, "round": round, "closes": closes, "reason": reason}
    told = _decide(toolkit, "extend-round", event, "round-extend.preview", **said)
    if told:
        toolkit.tell("round-extend.done", round=round, closes=toolkit.time(told["closes"]))


@attempt.command("extend")
@CONTEST
@ROUND
@WHICH
@click.option("--until", type=HomeTime(), metavar='"HH:MM DD/MM/YYYY"', required=True)
@reasoned
@click.pass_obj
def extend(toolkit: Toolkit, contest: str, round: str, attempt: str, until: Millis, reason: str, **said: Any) -> None:
    """Give one attempt more time."""
    event = {"contest": contest, "round": round, "attempt": _which(toolkit, attempt), "until": written(until)}
    told = _decide(toolkit, "extend-attempt", {**event, "reason": reason}, "attempt-extend.preview", **said)
    if told:
        toolkit.tell("attempt-extend.done", **_hours(toolkit, told))


@attempt.command("grant")
@CONTEST
@ROUND
@WHICH
@reasoned
@click.pass_obj
def grant(toolkit: Toolkit, contest: str, round: str, attempt: str, reason: str, **said: Any) -> None:
    """Grant another attempt in the place of one."""
    event = {"contest": contest, "round": round, "attempt": _which(toolkit, attempt), "reason": reason}
    told = _decide(toolkit, "new-attempt", event, "attempt-grant.preview", **said)
    if told:
        toolkit.tell("attempt-grant.done", attempt=told["attempt"], number=told["after"])


def _which(toolkit: Toolkit, text: str) -> str:
    """Return an attempt's code as it was typed; else who is meant, whose newest attempt it then is."""
    return text if _ATTEMPT.fullmatch(text) else meant(toolkit, text)


def _decide(
    toolkit: Toolkit, act: str, event: Told, preview: str, what: str | None, evidence: Path | None, yes: bool, dry_run: bool
) -> Told | None:
    """Show what a decision would change, ask, and make it. Without what it rests on, nothing is sent. None for a trial."""
    text = written_text(toolkit, what)
    event = {**event, "text": text, "evidence": read_evidence(evidence), "nonce": secrets.token_hex(16)}
    before = toolkit.ask(act, dry_run=True, **event)
    toolkit.tell(preview, **_hours(toolkit, {**before, "round": event["round"], "reason": event["reason"]}))
    if stops_here(toolkit, yes, dry_run):
        return None
    try:
        told: Told = insist(toolkit, act, event)
    except Trouble as error:
        if error.key in PASSING:
            toolkit.complain([toolkit.say("outage.lost")])
        raise
    return told


def _hours(toolkit: Toolkit, told: Told) -> Told:
    """Return what sentences about a decision may need, hours as people read them."""
    hours = {name: toolkit.time(told[name]) for name in ("closes", "before", "after") if _is_hour(told.get(name))}
    return {**told, **hours}


def _is_hour(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("Z")
