"""The share of its people that a unit owes, and whether it came: for reports after a round and for the contest's end.

A threshold is held against two whole numbers, never against a rounded percentage: 699 of 1,000 fall short of 70 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .amounts import counted, owed_percent, percent
from .award_rules import WHOLE
from .unit_tree import Tree, TreeUnit
from .words import Language, say

if TYPE_CHECKING:
    from .definition import Definition


def owed_rate(line: Sequence[TreeUnit], definition: Definition) -> int | None:
    """Return the share, per ten thousand, that the first of ``line`` (a unit, its parent, … its root) owes, None for none.

    The nearest class with a rate of its own counts, then what the definition says of all others. S4:53 names a rate for
    two classes of bodies and none for the districts.
    """
    if definition.participation is None:
        return None
    rates = {each.id: each.least_rate for each in definition.unit_classes}
    named = (rates.get(unit.klass) for unit in line)
    return next((rate for rate in named if rate is not None), definition.participation.least_rate)


def is_met(people: int, headcount: int | None, owed: int) -> bool:
    """Return whether ``people`` of ``headcount`` are at least ``owed`` (per ten thousand). Of an unknown number none are."""
    return headcount is not None and people * WHOLE >= owed * headcount


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a unit's people took part, its sub-tree included, against what it owes (None: no threshold)."""

    unit: str
    name: str
    people: int
    headcount: int | None
    owed: int | None

    @property
    def met(self) -> bool | None:
        """Whether the unit came up to what it owes, None where it owes nothing."""
        return None if self.owed is None else is_met(self.people, self.headcount, self.owed)

    def sentence(self, language: Language = "vi") -> str:
        """Return the share and what it is held against, with both its numbers and without a full stop."""
        share = share_text(self.people, self.headcount, language)
        if self.owed is None:
            return say("share.no-threshold", language, share=share)
        return say(f"share.{'met' if self.met else 'short'}", language, share=share, owed=owed_percent(self.owed, language))


def share_text(people: int, headcount: int | None, language: Language) -> str:
    """Return a share with both its numbers: ``69,90 % (699/1.000 người)``; without a head-count the people alone."""
    there = counted(people, language)
    if not headcount:
        return say("share.no-headcount" if headcount is None else "share.nobody-owes", language, people=there)
    whole = counted(headcount, language)
    return say("share.of", language, percent=percent(people, headcount, language), people=there, headcount=whole)


def shortfalls(units: Iterable[TreeUnit], people: Mapping[str, int], definition: Definition) -> list[Share]:
    """Return the share of every unit, by its id, whether or not it falls short.

    ``people`` is unit → its own people with a counted attempt: of one round for the report after it, of any round for the
    contest's. A unit that ``people`` alone knows stands there too. Raises ValueError for a tree that is none.
    """
    tree = Tree(units, people)
    there = tree.summed(people)
    return [
        Share(unit.id, unit.name, there.get(unit.id, 0), unit.headcount, owed_rate(tree.line(unit.id), definition))
        for unit in tree.with_all_heads()
    ]
