"""How an organizer asks for what can be decided while a round runs: a later close, more time, another attempt."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.times import Millis, written
from tests.factories import CLOSES, FIRST, nonce
from tests.services.deciding import EVIDENCE, MINUTE_MS
from tests.town import Town

LATER = CLOSES + 30 * MINUTE_MS


def asked(town: Town, act: str, number: int = 1, **event: Any) -> Any:
    """Ask for a decision as a chief would, the ``number``-th of a test."""
    said = {"round": FIRST, "by": "truong-ban", "reason": "mat-dien", "text": "Mất điện 20 phút.", "evidence": EVIDENCE}
    return town.organize(act, **{**said, "nonce": nonce(number), **event})


def extend_round(town: Town, closes: Millis = LATER, **event: Any) -> Any:
    """Move the close later, by half an hour where nothing else is said."""
    return asked(town, "extend-round", closes=written(closes), **event)


def extend(town: Town, who: str, until: Millis, **event: Any) -> Any:
    """Give an attempt more time: one by its name, or somebody's newest."""
    return asked(town, "extend-attempt", attempt=who, until=written(until), **event)


def grant(town: Town, who: str, **event: Any) -> Any:
    """Grant another attempt in the place of one, by its name, or of somebody's newest."""
    return asked(town, "new-attempt", attempt=who, **event)
