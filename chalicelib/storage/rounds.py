"""Rounds in DynamoDB: one record each, changed only by whoever has seen its last version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from pynamodb.exceptions import DoesNotExist, PutError

from ..domain.errors import Conflict
from ..domain.round import Move, RoundRecord
from .models import RoundItem

# A round's id is `[a-z0-9][a-z0-9-]*`, so no round can have this one.
CONTEST = "_contest"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def get(contest: str, round_id: str) -> RoundRecord | None:
    """Read one round's record, consistently. What can't be a round's id names none: addresses are typed by anybody."""
    found = _get(contest, round_id) if _ID.fullmatch(round_id) else None
    return None if found is None else _record(found.record)


def of_contest(contest: str) -> list[RoundRecord]:
    """Read every round of ``contest``, consistently, in the order of their ids."""
    return [_record(item.record) for item in RoundItem.query(contest, RoundItem.round > CONTEST, consistent_read=True)]


def everywhere() -> Iterator[RoundRecord]:
    """Read every round of every contest. They are few: a scan of this table is one page."""
    for item in RoundItem.scan(consistent_read=True):
        if item.round != CONTEST:
            yield _record(item.record)


def contests() -> list[str]:
    """Return the ids of every contest that has been imported."""
    return sorted(item.contest for item in RoundItem.scan(consistent_read=True) if item.round == CONTEST)


def put_contest(contest: str, facts: dict[str, Any]) -> None:
    """Store what belongs to a contest as a whole: the hash of its definition, its title for the list of contests."""
    RoundItem(contest, CONTEST, record=facts).save()


def get_contest(contest: str) -> dict[str, Any] | None:
    """Read what `put_contest` stored. What can't be a contest's id names none."""
    found = _get(contest, CONTEST) if _ID.fullmatch(contest) else None
    return None if found is None else dict(found.record)


def add(record: RoundRecord, **changes: Any) -> RoundRecord:
    """Store a new record with ``changes``. Raises Conflict where there is one already."""
    added = replace(record, **changes)
    _put(added, 0)
    return added


def change(record: RoundRecord, **changes: Any) -> RoundRecord:
    """Store ``record`` with ``changes`` if it is still as it was read, and return what is stored.

    Raises Conflict where somebody else has changed it since.
    """
    changed = replace(record, **changes)
    _put(changed, version_of(record))
    return changed


def version_of(record: RoundRecord) -> int:
    """Return the version under which ``record`` is stored. Raises Conflict where somebody has changed it since."""
    seen = _get(record.contest, record.round)
    if seen is None or _record(seen.record) != record:
        raise Conflict("changed-meanwhile", round=record.round)
    return int(seen.version)


def _put(record: RoundRecord, version: int) -> None:
    """Store ``record`` as the successor of ``version``; 0 means that there is none yet."""
    item = RoundItem(record.contest, record.round, state=record.state, version=version + 1, record=asdict(record))
    condition = RoundItem.round.does_not_exist() if version == 0 else RoundItem.version == version
    try:
        item.save(condition=condition)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise Conflict("changed-meanwhile", round=record.round) from error


def _get(contest: str, round_id: str) -> RoundItem | None:
    try:
        return RoundItem.get(contest, round_id, consistent_read=True)
    except DoesNotExist:
        return None


def _record(stored: dict[str, Any]) -> RoundRecord:
    moves = tuple(Move(**move) for move in stored["moves"])
    return RoundRecord(**{**stored, "moves": moves})
