"""Rounds that are open, about to be, or being closed: while there are any, a stage is left in peace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import Unfit
from chalicelib.domain.times import Millis, read

from .cloud import Cloud

# People are at the door before it opens, and what is deployed late is tried by nobody.
BEFORE_MS = 3_600_000

Ask = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class UnderWay:
    """A round that should not be disturbed, and until when."""

    contest: str
    round: str
    closes: str


def rounds_under_way(cloud: Cloud, ask: Ask) -> list[UnderWay]:
    """Return the ranked rounds of every contest that are open, open within the hour, or are being closed.

    ``ask`` asks the stage's `organizer` function, as an operator without an account: there may be none yet, and a stage may
    have to be taken down by whoever can't sign in any more. Contests are those that the site lists.
    """
    told = _pulse(_contests(cloud), ask)
    now = read(told["now"])
    return [
        UnderWay(contest, each["round"], each["closes"])
        for contest, rounds in told["contests"].items()
        for each in rounds
        if _is_under_way(each, now)
    ]


def _pulse(contests: list[str], ask: Ask) -> Any:
    """A stage from before there were accounts knows no pulse, and answers anybody about its rounds."""
    try:
        return ask({"act": "pulse", "contests": contests})
    except Unfit as refusal:
        if refusal.code != "unknown-act":
            raise
    rounds = {contest: ask({"act": "status", "contest": contest}) for contest in contests}
    ranked = {contest: [each for each in told if each["kind"] == "ranked"] for contest, told in rounds.items()}
    return {**ask({"act": "hour"}), "contests": ranked}


def _is_under_way(told: dict[str, Any], now: Millis) -> bool:
    return told["state"] == "closing" or (told["state"] == "ready" and read(told["opens"]) - BEFORE_MS <= now)


def _contests(cloud: Cloud) -> list[str]:
    s3 = cloud.client("s3")
    try:
        body = s3.get_object(Bucket=cloud.resources()["SiteBucket"].name, Key="contests.json")["Body"].read()
    except s3.exceptions.NoSuchKey:
        return []
    return [each["contest"] for each in json.loads(body)]
