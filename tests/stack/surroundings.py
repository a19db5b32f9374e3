"""What several tests of the deployed stack need around them: patience, and a round that nobody would have made."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.deployed import Town


def soon(look: Callable[[], Any], seconds: float = 20) -> Any:
    """Return the first thing that ``look`` finds: what the emulator does beside a call takes it a moment."""
    until = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.2)
    return found


MOST_EVENTS = 10_000


def logged(town: Town, group: str, since: int = 0, holding: str = "") -> list[str]:
    """Return every message of a group of logs from ``since`` (milliseconds) on, those with the text ``holding`` alone.

    One answer holds 10,000 events, the oldest first, and the emulator gives no token for the next: the rest is asked for by
    the time of the last one. Messages of that millisecond may come twice.
    """
    asked = {"logGroupName": group, **({"filterPattern": f'"{holding}"'} if holding else {})}
    messages: list[str] = []
    while True:
        events = town.emulator.client("logs").filter_log_events(**asked, startTime=since)["events"]
        messages += [event["message"] for event in events]
        if len(events) < MOST_EVENTS:
            return messages
        since = max(events[-1]["timestamp"], since + 1)


@contextmanager
def planted_round(town: Town, contest: str, state: str, **changes: Any) -> Iterator[str]:
    """Write the published round once more, as one of ``contest`` in ``state``, with ``changes``; give its name.

    It is gone when the block ends.
    """
    table, dynamodb = town.stack.names["RoundsTable"], town.emulator.client("dynamodb")
    key = {"contest": {"S": town.demo.contest}, "round": {"S": town.demo.published_round}}
    item = dynamodb.get_item(TableName=table, Key=key)["Item"]
    record = {**json.loads(item["record"]["S"]), "contest": contest, "state": state, **changes}
    planted = {"contest": {"S": contest}, "state": {"S": state}, "record": {"S": json.dumps(record)}}
    dynamodb.put_item(TableName=table, Item={**item, **planted})
    try:
        yield f"{contest}/{town.demo.published_round}"
    finally:
        dynamodb.delete_item(TableName=table, Key={**key, "contest": {"S": contest}})
