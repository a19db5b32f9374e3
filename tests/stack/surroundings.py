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
