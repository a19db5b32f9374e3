"""What a closing left behind, as auditors and the public find it."""

from __future__ import annotations

import io
import json
from typing import Any

from chalicelib.config import config
from chalicelib.domain.exports import read_csv
from chalicelib.storage import rounds
from tests.factories import CONTEST, FIRST
from tests.watch import contents


def rows(name: str, round_id: str = FIRST, revision: str = "r01") -> list[dict[str, str]]:
    """Return the rows of a CSV file of a round's export."""
    return [dict(row) for row in read_csv(io.BytesIO(file(name, round_id, revision)))]


def file(name: str, round_id: str = FIRST, revision: str = "r01") -> bytes:
    """Return a file of a round's export; KeyError where it is missing."""
    return contents(config().exports_bucket)[f"{CONTEST}/{round_id}/{revision}/{name}"]


def manifest(round_id: str = FIRST, revision: str = "r01") -> dict[str, Any]:
    """Return a round's manifest."""
    return json.loads(file("manifest.json", round_id, revision))


def winners(round_id: str = FIRST, revision: str = "r01") -> list[dict[str, str]]:
    """Return the restricted list of winners, with names."""
    data = contents(config().exports_bucket)[f"restricted/{CONTEST}/{round_id}/{revision}/winners.csv"]
    return [dict(row) for row in read_csv(io.BytesIO(data))]


def everything() -> dict[str, Any]:
    """Return every byte outside the tables of people and attempts, and every round's record: what must be the same again."""
    buckets = {name: contents(name) for name in (config().exports_bucket, config().site_bucket, config().private_bucket)}
    return {**buckets, "rounds": {(each.contest, each.round): each for each in rounds.everywhere()}}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return the names of what differs between two states of everything."""
    return [
        f"{place}: {name}"
        for place in one
        for name in sorted(set(one[place]) | set(other[place]), key=str)
        if one[place].get(name) != other[place].get(name)
    ]
