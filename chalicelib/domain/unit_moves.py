"""Moves of a contestant to another unit: decisions, each with who, when and why.

The unit is fixed when a person comes in. A move takes along the attempts of every round whose closing hasn't begun; rounds
that have closed stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .decisions import Decision, move_unit
from .times import Millis


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A decision of the account ``by`` that a contestant belongs to ``after`` and no more to ``before`` (ids, or empty)."""

    decided_at: Millis
    by: str
    before: str
    after: str
    reason: str


def further(moves: Sequence[UnitMove], now: Millis) -> Millis:
    """Return when a move after ``moves`` is decided: later than they were, for the last one holds."""
    return max([now, *(move.decided_at + 1 for move in moves)])


def before_closing(moves: Iterable[UnitMove], closing_at: Millis) -> list[UnitMove]:
    """Return the moves that a round's results follow: those decided before its closing began."""
    return [move for move in moves if move.decided_at < closing_at]


def told_in_a_round(contestant: str, moves: Sequence[UnitMove], units: Iterable[str]) -> list[Decision]:
    """Return the rows of ``decisions.csv`` about ``contestant``, whose attempts in a round were started under ``units``.

    None where the moves change nothing here; else they begin where one leads away from the unit of some attempt.
    """
    left = {unit for unit in units if moves and unit != moves[-1].after}
    first = next((place for place, move in enumerate(moves) if move.before in left), None)
    if first is None:
        return []
    return [
        move_unit(contestant, move.before, move.after, decided_at=move.decided_at, by=move.by, reason=move.reason)
        for move in moves[first:]
    ]
