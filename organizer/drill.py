"""A restore, tried: the attempts as they stood at some moment, in a table of their own, held against those of today."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .backup import Item, items
from .trouble import Trouble


@dataclass(frozen=True)
class Compared:
    """Attempts by their keys: the same in both, different, lost since (only restored), made since (only in today's)."""

    same: int
    different: int
    lost: int
    since: int


def restore(dynamodb: Any, table: str, to: str, at: dt.datetime | None, every_s: float = 10) -> None:
    """Restore ``table`` as it stood ``at`` (None: as late as can be) into a new table, and wait. Raises Trouble."""
    moment: dict[str, Any] = {"UseLatestRestorableTime": True} if at is None else {"RestoreDateTime": at}
    try:
        dynamodb.restore_table_to_point_in_time(SourceTableName=table, TargetTableName=to, **moment)
    except ClientError as error:
        if error.response["Error"]["Code"] == "InvalidRestoreTimeException":
            raise Trouble("moment-out-of-reach", **restorable(dynamodb, table)) from error
        raise
    while dynamodb.describe_table(TableName=to)["Table"]["TableStatus"] != "ACTIVE":
        time.sleep(every_s)


def restorable(dynamodb: Any, table: str) -> dict[str, str]:
    """Return from when until when a table can be restored, as ISO 8601 in UTC."""
    told = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    window = told["PointInTimeRecoveryDescription"]
    return {
        "earliest": f"{window.get('EarliestRestorableDateTime', '-')}",
        "latest": f"{window.get('LatestRestorableDateTime', '-')}",
    }


def compare(dynamodb: Any, today: str, restored: str) -> Compared:
    """Hold the restored table against today's, item by item."""
    now = {_key(item): item for item in items(dynamodb, today)}
    then = {_key(item): item for item in items(dynamodb, restored)}
    same = sum(now.get(key) == item for key, item in then.items())
    lost = len(then.keys() - now.keys())
    return Compared(same, len(then) - same - lost, lost, len(now.keys() - then.keys()))


def lost_items(dynamodb: Any, today: str, restored: str) -> Iterator[Item]:
    """Give the items that are in the restored table and no more in today's."""
    now = {_key(item) for item in items(dynamodb, today)}
    yield from (item for item in items(dynamodb, restored) if _key(item) not in now)


def put_back(dynamodb: Any, today: str, restored: str) -> int:
    """Put lost items back, none over another: what is there is newer and stays. Returns how many were put back."""
    done = 0
    for item in lost_items(dynamodb, today, restored):
        try:
            dynamodb.put_item(TableName=today, Item=item, ConditionExpression="attribute_not_exists(attempt)")
            done += 1
        except dynamodb.exceptions.ConditionalCheckFailedException:
            continue
    return done


def _key(item: Item) -> tuple[str, str]:
    return item["shard"]["S"], item["attempt"]["S"]
