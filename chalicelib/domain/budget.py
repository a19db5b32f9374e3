"""What a contest's prizes come to, summed before it opens: how many of each, and the money where the plan names any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .amounts import counted, money
from .unit_awards import declared_groups
from .words import Language, say

if TYPE_CHECKING:
    from .award_rules import Prize
    from .definition import Definition

Kind = Literal["individual", "unit", "entry"]
KINDS: tuple[Kind, ...] = ("individual", "unit", "entry")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A prize: ``number`` of it, ``times`` over (once for each round or group), each worth ``each`` in VND or None."""

    kind: Kind
    what: str
    number: int
    times: int
    each: int | None

    @property
    def given(self) -> int:
        """How many there are in the whole contest."""
        return self.number * self.times

    @property
    def total(self) -> int | None:
        """What all of them cost in VND, None where no money is named."""
        return None if self.each is None else self.each * self.given


@dataclass(frozen=True)
class Budget:
    """The lines of a contest's budget: prizes for people, for units, for judged entries."""

    lines: tuple[BudgetLine, ...]
    more_by_ties: bool
    """Whether those who tie may all get the prize, so that it can come to more."""

    def of(self, kind: Kind) -> Budget:
        """Return the lines of one kind alone."""
        return Budget(tuple(line for line in self.lines if line.kind == kind), self.more_by_ties)

    @property
    def once(self) -> Budget:
        """The same lines for one round or one group."""
        return Budget(tuple(replace(line, times=1) for line in self.lines), self.more_by_ties)

    @property
    def number(self) -> int:
        """How many prizes there are in all."""
        return sum(line.given for line in self.lines)

    @property
    def total(self) -> int | None:
        """The money of all prizes that name any, in VND; None where none does."""
        named = [line.total for line in self.lines if line.total is not None]
        return sum(named) if named else None

    @property
    def unnamed(self) -> int:
        """How many prizes there are of which no money is named."""
        return sum(line.given for line in self.lines if line.each is None)


def budget(definition: Definition) -> Budget:
    """Return the budget: individual prizes in each ranked round, unit prizes in each group, entry prizes once."""
    award = definition.unit_award
    lines = _lines("individual", definition.prizes, len(definition.ranked))
    if award is not None:
        lines += _lines("unit", award.prizes, len(declared_groups(definition, award)))
    lines += _lines("entry", definition.entry_prizes, 1)
    individual = bool(definition.prizes) and (definition.last_tie, definition.boundary_tie) == ("shared", "all")
    return Budget(tuple(lines), individual or (award is not None and award.boundary_tie == "all"))


def _lines(kind: Kind, prizes: Sequence[Prize], times: int) -> list[BudgetLine]:
    return [BudgetLine(kind, prize.name, prize.number, times, prize.vnd) for prize in prizes]


def budget_sentences(definition: Definition, language: Language = "vi") -> list[str]:
    """Return what the prizes come to, for the rules page and before the opening; nothing for a contest without any."""
    made = budget(definition)
    kinds = [(kind, part) for kind in KINDS if (part := made.of(kind)).lines]
    told = [_sentence(kind, part, language) for kind, part in kinds]
    if len(kinds) > 1:
        told.append(_sentence("all", made, language))
    return [*told, *([say("budget.more", language)] if told and made.more_by_ties else [])]


def _sentence(kind: str, part: Budget, language: Language) -> str:
    """``Giải cá nhân: 8 giải mỗi vòng, 2 vòng thi, cộng 16 giải; 3.800.000 đồng mỗi vòng, cộng 7.600.000 đồng.``"""
    once = part.once if kind in KINDS else part
    given = {"number": counted(part.number, language)}
    count = say("budget.count", language, **given)
    if once.number != part.number:
        shown = {"once": counted(once.number, language), "times": part.lines[0].times}
        count = say(f"budget.{kind}.count", language, **given, **shown)
    label = say(f"budget.{kind}.label", language)
    return say("budget.line", language, label=label, count=count, money=_money(kind, part, once, language))


def _money(kind: str, part: Budget, once: Budget, language: Language) -> str:
    """Return what they cost, for one round or group and in all; what names no money is told beside it."""
    if part.total is None or once.total is None:
        return say("budget.no-money", language)
    worth = money(part.total, language)
    if once.total != part.total:
        worth = say(f"budget.{kind}.money", language, once=money(once.total, language), money=worth)
    unnamed = counted(part.unnamed, language)
    return say("budget.unnamed", language, money=worth, number=unnamed) if part.unnamed else worth
