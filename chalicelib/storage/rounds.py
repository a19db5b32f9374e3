"""Rounds in DynamoDB: one record each, changed only by whoever has seen its last version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from ..domain.errors import Conflict
from ..domain.forms import is_id
from ..domain.round import Decided, Granted, Move, RoundRecord
from .aws_errors import condition_failed
from .models import RoundItem
from .transactions import connection, first_refused, refused_by_a_condition

# A round's id is `[a-z0-9][a-z0-9-]*`, so no round can have one of these: what belongs to the contest as a whole.
CONTEST = "_contest"
UNITS = "_units"


def get(contest: str, round_id: str) -> RoundRecord | None:
    """Read one round's record, consistently. What can't be a round's id names none: addresses are typed by anybody."""
    found = RoundItem.found(contest, round_id) if is_id(contest) and is_id(round_id) else None
    return None if found is None else _record(found.record)


def of_contest(contest: str) -> list[RoundRecord]:
    """Read every round of ``contest``, consistently, in the order of their ids. What can't be a contest's id has none."""
    if not is_id(contest):
        return []
    return [_record(item.record) for item in RoundItem.query(contest, consistent_read=True) if is_id(item.round)]


def everywhere() -> Iterator[RoundRecord]:
    """Read every round of every contest. They are few: a scan of this table is one page."""
    for item in RoundItem.scan(consistent_read=True):
        if is_id(item.round):
            yield _record(item.record)


def contests() -> list[str]:
    """Return the ids of every contest that has been imported."""
    return sorted(item.contest for item in RoundItem.scan(consistent_read=True) if item.round == CONTEST)


def get_contest(contest: str) -> dict[str, Any] | None:
    """Read the facts that `put_all` stored: the titles for the list of contests. What can't be a contest's id names none."""
    found = RoundItem.found(contest, CONTEST) if is_id(contest) else None
    return None if found is None else dict(found.record)


def want_units_shown(contest: str) -> None:
    """Write down that the list of units is to be shown: to be called once the list is stored, for the clock to show it."""
    seen = RoundItem.found(contest, UNITS)
    version = int(seen.version) if seen else 0
    try:
        RoundItem(contest, UNITS, state="wanted", version=version + 1, record={}).save(condition=RoundItem.still(version))
    except PutError as error:
        # Who came in between has wanted the same, of a list that is stored by now; or it was this, sent again.
        if not condition_failed(error):
            raise


def unit_lists_to_show() -> list[tuple[str, int]]:
    """Return the contests whose list of units is to be shown, each with the version of that wish."""
    items = RoundItem.scan(consistent_read=True)
    return [(item.contest, int(item.version)) for item in items if item.round == UNITS and item.state == "wanted"]


def units_are_shown(contest: str, version: int) -> None:
    """Write down that the wish of ``version`` is fulfilled. Where another was made since, that one stays."""
    try:
        RoundItem(contest, UNITS, state="shown", version=version, record={}).save(condition=RoundItem.still(version))
    except PutError as error:
        if not condition_failed(error):
            raise


def change(record: RoundRecord, **changes: Any) -> RoundRecord:
    """Store ``record`` with ``changes`` if it is still as it was read, and return what is stored.

    Raises Conflict where somebody else has changed it since.
    """
    changed = replace(record, **changes)
    version = version_of(record)
    try:
        _item(changed, version + 1).save(condition=RoundItem.still(version))
    except PutError as error:
        if not condition_failed(error):
            raise
        # Sent again after its answer got lost, it meets itself: then just this is stored already.
        if not _is_stored(changed, version + 1):
            raise Conflict("changed-meanwhile", round=record.round) from error
    return changed


def put_all(changes: Sequence[tuple[RoundRecord | None, RoundRecord]], contest: str, facts: dict[str, Any]) -> None:
    """Store rounds of one contest and its ``facts``, all of them or nothing: one transaction takes a hundred items.

    A change is the round as it was read, or None, and as it shall be. Raises Conflict where somebody else has changed one
    of the rounds since.
    """
    versions = [(after, version_of(before) if before else 0) for before, after in changes]
    try:
        with TransactWrite(connection=connection()) as transaction:
            for record, version in versions:
                transaction.save(_item(record, version + 1), condition=RoundItem.still(version))
            transaction.save(RoundItem(contest, CONTEST, record=facts))
    except TransactWriteError as error:
        if not refused_by_a_condition(error):
            raise
        # Sent again after its answer got lost, it meets itself: then just this is stored already.
        if not all(_is_stored(record, version + 1) for record, version in versions):
            other, _ = versions[first_refused(error)]
            raise Conflict("changed-meanwhile", round=other.round) from error


def version_of(record: RoundRecord) -> int:
    """Return the version under which ``record`` is stored. Raises Conflict where somebody has changed it since."""
    seen = RoundItem.found(record.contest, record.round)
    if seen is None or _record(seen.record) != record:
        raise Conflict("changed-meanwhile", round=record.round)
    return int(seen.version)


def _item(record: RoundRecord, version: int) -> RoundItem:
    return RoundItem(record.contest, record.round, state=record.state, version=version, record=asdict(record))


def _is_stored(record: RoundRecord, version: int) -> bool:
    found = RoundItem.found(record.contest, record.round)
    return found is not None and (int(found.version), _record(found.record)) == (version, record)


def _record(stored: dict[str, Any]) -> RoundRecord:
    moves = tuple(Move(**move) for move in stored["moves"])
    # A round that was stored by an earlier version has nothing of these yet.
    decided = tuple(Decided(**each) for each in stored.get("decided", ()))
    granted = Granted(**stored.get("granted", {}))
    told = {name: tuple(stored.get(name, ())) for name in ("untold", "withdrawn_by")}
    return RoundRecord(**{**stored, **told, "moves": moves, "decided": decided, "granted": granted})
