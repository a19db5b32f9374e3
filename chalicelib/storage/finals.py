"""A contest's results as a whole in DynamoDB: one record beside its rounds, changed only by whoever has seen its last."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from pynamodb.exceptions import PutError

from ..domain.errors import Conflict
from ..domain.final_record import FinalRecord
from ..domain.finals import Source
from ..domain.forms import is_id
from .aws_errors import condition_failed
from .models import RoundItem

# No round can be called so: see `rounds.CONTEST`.
_FINAL = "_final"


def get(contest: str) -> FinalRecord:
    """Read a contest's record, consistently; one that says nothing yet where there is none."""
    return _read(contest)[0]


def change(final: FinalRecord, **changes: Any) -> FinalRecord:
    """Store ``final`` with ``changes`` if it is still as it was read, and return what is stored.

    Raises Conflict where somebody else has changed it since.
    """
    changed = replace(final, **changes)
    seen, version = _read(final.contest)
    if seen == changed:
        return changed
    if seen != final:
        raise Conflict("changed-meanwhile", round=final.round)
    item = RoundItem(final.contest, _FINAL, state=changed.state, version=version + 1, record=asdict(changed))
    try:
        item.save(condition=RoundItem.still(version))
    except PutError as error:
        # Sent again after its answer got lost, it meets itself: then just this is stored already.
        if not condition_failed(error) or get(final.contest) != changed:
            raise _meanwhile(error, final) from error
    return changed


def _meanwhile(error: PutError, final: FinalRecord) -> Exception:
    return Conflict("changed-meanwhile", round=final.round) if condition_failed(error) else error


def _read(contest: str) -> tuple[FinalRecord, int]:
    item = RoundItem.found(contest, _FINAL) if is_id(contest) else None
    if item is None:
        return FinalRecord(contest), 0
    stored = dict(item.record)
    sources = tuple(Source(**each) for each in stored.pop("sources"))
    return FinalRecord(**stored, sources=sources), int(item.version)
