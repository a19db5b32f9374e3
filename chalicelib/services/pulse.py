"""What a deployment may ask without an account: whether the functions run, and whether a round would be disturbed.

Nothing here is secret: hours and states stand on the contests' own pages, and of what is due only the number is told.
"""

from __future__ import annotations

from typing import Any

from .. import functions
from ..config import config
from ..domain.times import Millis, written
from ..storage import rounds
from .rules import rules_of

Event = dict[str, Any]


def pulse(event: Event, now: Millis) -> Event:
    """Return the hour, how many acts the clock finds due, and of each of ``event["contests"]`` its rounds that are ready.

    The clock is asked, and each contest's definition is read, so that what fails in either is found before the crowd comes.
    """
    due = functions.ask(config().clock_function, {"dry_run": True}) if event.get("clock") else []
    told = {contest: _rounds(contest) for contest in event.get("contests", [])}
    return {"now": written(now), "due": len(due), "contests": told}


def _rounds(contest: str) -> list[Event]:
    """Return the ranked rounds of a contest that anybody can see. Raises NotFound for an unknown contest."""
    rules_of(contest)
    return [
        {"round": record.round, "state": record.state, "opens": written(record.opens), "closes": written(record.closes)}
        for record in rounds.of_contest(contest)
        if record.kind == "ranked" and record.state != "draft"
    ]
