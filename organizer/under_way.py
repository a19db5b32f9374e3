"""Rounds that are open, about to be, or being closed: while there are any, a stage is left in peace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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

    ``ask`` asks the stage's `organizer` function. Contests are those that the site lists: the others have no ready round.
    """
    now = read(ask({"act": "hour"})["now"])
    return [
        UnderWay(contest, told["round"], told["closes"])
        for contest in _contests(cloud)
        for told in ask({"act": "status", "contest": contest})
        if told["kind"] == "ranked" and _is_under_way(told, now)
    ]


def _is_under_way(told: dict[str, Any], now: Millis) -> bool:
    return told["state"] == "closing" or (told["state"] == "ready" and read(told["opens"]) - BEFORE_MS <= now)


def _contests(cloud: Cloud) -> list[str]:
    s3 = cloud.client("s3")
    try:
        body = s3.get_object(Bucket=cloud.resources()["SiteBucket"].name, Key="contests.json")["Body"].read()
    except s3.exceptions.NoSuchKey:
        return []
    return [each["contest"] for each in json.loads(body)]
