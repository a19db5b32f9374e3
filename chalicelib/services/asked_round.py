"""Which round an organizer's event is about."""

from __future__ import annotations

from typing import Any

from ..domain.errors import NotFound, NotYet
from ..domain.round import RoundRecord
from ..storage import rounds


def asked_round(event: dict[str, Any]) -> RoundRecord:
    """Return the record of the round that ``event`` names. Raises NotFound."""
    record = rounds.get(str(event.get("contest")), str(event.get("round")))
    if record is None:
        raise NotFound("no-such-round", round=str(event.get("round"))[:40])
    return record


def asked_closed_round(event: dict[str, Any]) -> RoundRecord:
    """Return the record of the closed round that ``event`` names. Raises NotFound, or NotYet before the close."""
    record = asked_round(event)
    if not record.is_closed:
        raise NotYet("not-closed", round=record.round, state=record.state)
    return record
