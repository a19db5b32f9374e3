"""Acts that change a result: each one a row of ``decisions.csv`` with who, when, why, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from .times import Millis, written

# Who decides where no person does: the close itself keeps out a member of an excluded body.
SYSTEM = "system"

# What each act leaves in the cell that it changes. "A later act of the same kind on a subject replaces the earlier."
KINDS: Final[Mapping[str, str]] = {
    "disqualify": "ruling",
    "exclude": "ruling",
    "reinstate": "ruling",
    "new_attempt": "ruling",
    "move_unit": "unit",
    "void": "letters",
    "correct_key": "letters",
    "committee_choice": "choice",
}
RULINGS: Final[Mapping[str, str]] = {
    "disqualify": "disqualified",
    "exclude": "excluded",
    "reinstate": "",
    "new_attempt": "replaced",
}
AFTER_THE_CLOSING: Final = ("disqualify", "reinstate", "void", "correct_key", "move_unit", "committee_choice")
"""What can be decided of a closed round; each makes its next revision."""


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

    @property
    def cell(self) -> str:
        """What the cell holds afterwards."""
        return self.after


def move_close(round: str, before: Millis, after: Millis, *, decided_at: Millis, by: str, reason: str) -> Decision:
    """Return the decision of account ``by`` to move the round's close from ``before`` to ``after``."""
    return Decision(decided_at, by, "", "move_close", round, written(before), written(after), reason)


def move_unit(contestant: str, before: str, after: str, *, decided_at: Millis, by: str, reason: str) -> Decision:
    """Return the decision of account ``by`` that ``contestant`` belongs to the unit ``after`` instead of ``before``."""
    return Decision(decided_at, by, "", "move_unit", contestant, before, after, reason)


def exclude(attempt: str, body: str, decided_at: Millis, before: str = "") -> Decision:
    """Return the close's own decision that ``attempt`` (``<contestant>.<number>``) is a member's of an excluded ``body``."""
    return Decision(decided_at, SYSTEM, "", "exclude", attempt, before, "excluded", body)


def in_order(made: Iterable[Decision], by_system: Iterable[Decision]) -> list[Decision]:
    """Return all decisions in the order of their ``seq``: by time, people's before the system's at the same millisecond.

    The system's keep their own order (the attempts'); people's are told apart by what they say, never by the order in which
    storage happened to give them. Closes move earlier alone in this version: of two moves, the one from the later close is
    the older.
    """
    people = sorted(made, key=lambda each: (each.before, each.after, each.by), reverse=True)
    people.sort(key=lambda each: (each.decided_at, each.act, each.subject))
    return sorted([*people, *by_system], key=lambda each: each.decided_at)


@dataclass(frozen=True, slots=True)
class Ask:
    """One cell that a decision changes after the closing. What stood there before is found where it is applied.

    ``subject`` is an attempt, a question, a contestant or a prize; ``after`` the unit, the letters parted by a space, or
    the contestants parted by a space; empty where the act says it all.
    """

    decided_at: Millis
    by: str
    confirmed_by: str
    act: str
    subject: str
    after: str
    reason: str

    @property
    def cell(self) -> str:
        """What the cell holds afterwards, as `decisions.csv` prints it."""
        return RULINGS.get(self.act, "" if self.act == "void" else self.after)


@dataclass
class Cells:
    """What decisions have made of a round so far, the last act of a kind on a subject standing.

    ``rulings`` is attempt → (ruling, reason), ``letters`` question → letters (empty for a voided one), ``units`` contestant
    → unit, ``choices`` prize → contestants.
    """

    rulings: dict[str, tuple[str, str]] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)

    def apply(self, act: str, subject: str, after: str, reason: str) -> None:
        """Let one act stand. Acts that change no cell of these (deadlines, the close) pass without effect."""
        kind = KINDS.get(act)
        if kind == "ruling":
            ruling = RULINGS[act]
            self.rulings[subject] = (ruling, reason if ruling else "")
        elif kind == "letters":
            self.letters[subject] = after
        elif kind == "unit":
            self.units[subject] = after
        elif kind == "choice":
            self.choices[subject] = after

    def go_on(self, changes: Iterable[Decision | Ask]) -> Cells:
        """Let further acts stand, one after the other; return these cells."""
        for each in changes:
            self.apply(each.act, each.subject, each.cell, each.reason)
        return self

    def standing(self, act: str, subject: str) -> str | None:
        """Return what stands in the cell that ``act`` would change, None where no decision has touched it."""
        kind = KINDS[act]
        if kind == "ruling":
            return self.rulings[subject][0] if subject in self.rulings else None
        return {"letters": self.letters, "unit": self.units, "choice": self.choices}[kind].get(subject)


def carried_out(asks: Iterable[Ask], before: Iterable[Decision], at_first: Mapping[tuple[str, str], str]) -> list[Decision]:
    """Return the rows that ``asks`` make, in their order, behind the decisions ``before`` them.

    ``at_first`` gives what stood in a cell, ``(kind, subject)``, before any decision: a question's letter, a contestant's
    unit. Where it names none, the cell was empty.
    """
    cells, rows = Cells().go_on(before), []
    for ask in asks:
        stood = cells.standing(ask.act, ask.subject)
        was = at_first.get((KINDS[ask.act], ask.subject), "") if stood is None else stood
        rows.append(Decision(ask.decided_at, ask.by, ask.confirmed_by, ask.act, ask.subject, was, ask.cell, ask.reason))
        cells.apply(ask.act, ask.subject, ask.cell, ask.reason)
    return rows
