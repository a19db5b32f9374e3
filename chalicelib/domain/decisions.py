"""Acts that change a result: each one a row of ``decisions.csv`` with who, when, why, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .times import Millis, written

# Who decides where no person does: the close itself keeps out a member of an excluded body.
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Decision:
    """One act. ``by`` and ``confirmed_by`` are account ids (the second empty where none was needed), ``reason`` is a code.

    ``before`` and ``after`` hold the cell that changed, as printed.
    """

    decided_at: Millis
    by: str
    confirmed_by: str
    act: str
    subject: str
    before: str
    after: str
    reason: str


def move_close(round: str, before: Millis, after: Millis, *, decided_at: Millis, by: str, reason: str) -> Decision:
    """Return the decision of account ``by`` to move the round's close from ``before`` to ``after``."""
    return Decision(decided_at, by, "", "move_close", round, written(before), written(after), reason)


def move_unit(contestant: str, before: str, after: str, *, decided_at: Millis, by: str, reason: str) -> Decision:
    """Return the decision of account ``by`` that ``contestant`` belongs to the unit ``after`` instead of ``before``."""
    return Decision(decided_at, by, "", "move_unit", contestant, before, after, reason)


def exclude(attempt: str, body: str, decided_at: Millis) -> Decision:
    """Return the close's own decision that ``attempt`` (``<contestant>.<number>``) is a member's of an excluded ``body``."""
    return Decision(decided_at, SYSTEM, "", "exclude", attempt, "", "excluded", body)


def in_order(made: Iterable[Decision], by_system: Iterable[Decision]) -> list[Decision]:
    """Return all decisions in the order of their ``seq``: by time, people's before the system's at the same millisecond.

    The system's keep their own order (the attempts'); people's are told apart by what they say, never by the order in which
    storage happened to give them. Closes move earlier alone in this version: of two moves, the one from the later close is
    the older.
    """
    people = sorted(made, key=lambda each: (each.before, each.after, each.by), reverse=True)
    people.sort(key=lambda each: (each.decided_at, each.act, each.subject))
    return sorted([*people, *by_system], key=lambda each: each.decided_at)
