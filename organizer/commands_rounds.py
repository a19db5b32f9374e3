"""Commands that move a round through its life; what can't be undone is shown first, and asked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from chalicelib.domain.times import Millis, read, written

from .commands_offline import DRY_RUN
from .shape import Code, Command, HomeTime, Span
from .toolkit import Toolkit
from .trouble import Misuse

CONTEST = click.argument("contest")
ROUND = click.argument("round", metavar="ROUND")
YES = click.option("--yes", is_flag=True)
# Between the moment that is counted from and the moment at which the function looks at its own clock.
ON_THE_WAY_MS = 5_000

Told = dict[str, Any]


@click.command(cls=Command)
@CONTEST
@click.pass_obj
def status(toolkit: Toolkit, contest: str) -> None:
    """Show how every round of a contest stands."""
    rounds = toolkit.ask("status", contest=contest)
    now = read(toolkit.ask("hour")["now"])
    columns = ("round", "state", "opens", "closes", "results", "bank", "approved", "commitment")
    toolkit.table([toolkit.say(f"column.{name}") for name in columns], [_row(toolkit, told, now) for told in rounds])
    kept = toolkit.ask("data-kept", contest=contest)
    toolkit.tell("status.data", **{name: toolkit.time(kept[name]) for name in ("ends", "people_go")})


def _row(toolkit: Toolkit, told: Told, now: Millis) -> list[str]:
    times = [toolkit.time(told[name]) for name in ("opens", "closes", "results")]
    bank = toolkit.say("yes" if told["bank"] else "no")
    return [told["round"], _state(toolkit, told, now), *times, bank, _approval(toolkit, told), _commitment(toolkit, told)]


def _commitment(toolkit: Toolkit, told: Told) -> str:
    """On a screen the first digits are enough to compare by eye; a pipe gets them all."""
    whole: str = told["commitment"]
    return (whole[:8] + "…" if toolkit.out.is_terminal else whole) if whole else "—"


def _state(toolkit: Toolkit, told: Told, now: Millis) -> str:
    """No state says "open": that follows from ``ready`` and the server's clock."""
    state = toolkit.say(f"state.{told['state']}")
    if told["kind"] == "practice":
        return f"{state}, {toolkit.say('state.practice')}"
    running = told["state"] == "ready" and read(told["opens"]) <= now < read(told["closes"])
    return f"{state}, {toolkit.say('state.open')}" if running else state


def _approval(toolkit: Toolkit, told: Told) -> str:
    if told["publication"] == "automatic":
        return toolkit.say("approval.not-asked")
    return told["approved_by"] or toolkit.say("approval.waiting")


@click.command(cls=Command)
@CONTEST
@ROUND
@YES
@DRY_RUN
@click.pass_obj
def ready(toolkit: Toolkit, contest: str, round: str, yes: bool, dry_run: bool) -> None:
    """Have a round made ready: seeds are drawn, the commitment is published, definition and bank are settled."""
    event = {"contest": contest, "round": round}
    told = _act(toolkit, "ready", event, lambda before: before["state"] != "draft", yes, dry_run)
    if told:
        toolkit.tell("ready.done" if told["state"] != "draft" else "ready.asked", **_words(toolkit, told))


@click.command("close-early", cls=Command)
@CONTEST
@ROUND
@click.option("--at", type=HomeTime(), metavar='"HH:MM DD/MM/YYYY"')
@click.option("--in", "after", type=Span(), metavar="2m")
@click.option("--reason", type=Code(), metavar="CODE", required=True)
@YES
@DRY_RUN
@click.pass_obj
def close_early(
    toolkit: Toolkit,
    contest: str,
    round: str,
    at: Millis | None,
    after: Millis | None,
    reason: str,
    yes: bool,
    dry_run: bool,
) -> None:
    """Move a round's close to an earlier hour, at least two minutes ahead."""
    if (at is None) == (after is None):
        raise Misuse("at-or-in")
    event = {"contest": contest, "round": round, "reason": reason}

    def closes() -> str:
        return written(at if at is not None else ahead(toolkit, after or 0))

    before = toolkit.ask("close-early", dry_run=True, closes=closes(), **event)
    toolkit.tell("close-early.preview", round=round, closes=toolkit.time(before["closes"]), reason=reason)
    if dry_run:
        toolkit.tell("dry-run")
        return
    toolkit.confirm(yes)
    told = toolkit.ask("close-early", closes=closes(), **event)
    toolkit.tell("close-early.done", round=round, closes=toolkit.time(told["closes"]))


def ahead(toolkit: Toolkit, after: Millis) -> Millis:
    """Return the whole second so far ahead of the server's clock, and a little more: the request is still on its way."""
    now = read(toolkit.ask("hour")["now"])
    return -(-(now + after + ON_THE_WAY_MS) // 1000) * 1000


@click.command("close-due", cls=Command)
@DRY_RUN
@click.pass_obj
def close_due(toolkit: Toolkit, dry_run: bool) -> None:
    """Do now what the clock would do within the minute: close, publish, make ready."""
    acts = toolkit.ask("close-due", dry_run=dry_run)
    for act in acts:
        toolkit.tell(f"due.{act['act']}" if dry_run else f"did.{act['act']}", **_named(act))
        if counts := act.get("counts"):
            toolkit.print("  " + toolkit.say("due.counts", prizes=act["prizes"], **counts))
    if not acts:
        toolkit.tell("due.nothing")
    if dry_run:
        toolkit.tell("dry-run")


def _named(act: Told) -> Told:
    return {"contest": act["contest"], "round": act["round"]}


@click.command(cls=Command)
@CONTEST
@ROUND
@YES
@DRY_RUN
@click.pass_obj
def approve(toolkit: Toolkit, contest: str, round: str, yes: bool, dry_run: bool) -> None:
    """Approve a closed round's results, so that they may be published at their hour."""
    event = {"contest": contest, "round": round}
    told = _act(toolkit, "approve", event, lambda before: bool(before["approved_by"]), yes, dry_run)
    if told:
        toolkit.tell("approve.done", **_words(toolkit, told))


@click.command(cls=Command)
@CONTEST
@ROUND
@YES
@DRY_RUN
@click.pass_obj
def publish(toolkit: Toolkit, contest: str, round: str, yes: bool, dry_run: bool) -> None:
    """Publish a round whose hour has come, without waiting for the minute."""
    event = {"contest": contest, "round": round}
    told = _act(toolkit, "publish", event, lambda before: before["state"] == "published", yes, dry_run)
    if told:
        toolkit.tell("publish.done" if told["state"] == "published" else "publish.asked", **_words(toolkit, told))


def _act(
    toolkit: Toolkit, act: str, event: Told, done_before: Callable[[Told], bool], yes: bool, dry_run: bool
) -> Told | None:
    """Show what would change, ask, and do it. Returns the round as it then stands; None where nothing was done."""
    before = toolkit.ask(act, dry_run=True, **event)
    if done_before(before):
        toolkit.tell(f"{act}.before", **_words(toolkit, before))
        return None
    toolkit.tell(f"{act}.preview", **_words(toolkit, before))
    if dry_run:
        toolkit.tell("dry-run")
        return None
    toolkit.confirm(yes)
    told: Told = toolkit.ask(act, **event)
    return told


def _words(toolkit: Toolkit, told: Told) -> Told:
    """Return what sentences about a round may need."""
    return {
        "round": told["round"],
        "state": toolkit.say(f"state.{told['state']}"),
        "opens": toolkit.time(told["opens"]),
        "results": toolkit.time(told["results"]),
        "commitment": told["commitment"] or "—",
        "by": told["approved_by"],
    }
