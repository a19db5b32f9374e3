"""Units ranked over a whole contest, and who of them gets which prize: gates first, then criteria in exact fractions.

Only roots of the tree compete, with all that their sub-trees did. Nothing is rounded before it is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from .unit_shares import is_met, owed_rate
from .unit_tree import Totals, Tree, TreeUnit
from .units import UnitRow, fraction

if TYPE_CHECKING:
    from .award_rules import Gate, Prize, UnitAward
    from .definition import Definition

# How a unit came to its prize, or was left without one: by its rank, by lot among those tied, or with all who tied.
How = Literal["", "rank", "lot", "all"]


@dataclass(frozen=True)
class ContestFigures:
    """What is known of units once every round is closed; everything is of a unit's own people, without its sub-tree.

    ``totals`` is by unit, the empty id among them; ``round_people`` is ranked round → unit → distinct contestants with a
    counted attempt in it. ``facts`` is (unit, gate) → a value from outside the rounds: ``entries`` (a number),
    ``entry_rank`` (a competition rank, so that ties are all in or all out), ``leaders_every_round`` (``3/4``: of four
    leaders three took part in every round).
    """

    totals: Mapping[str, Totals]
    round_people: Mapping[str, Mapping[str, int]]
    facts: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failed:
    """A gate that a unit did not pass, and the figures that say so."""

    gate: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AwardRow:
    """One unit at the end of the contest, or those without a unit (an empty id).

    ``figures`` are those of its sub-tree; ``group`` is where it competes; ``values`` are what it was ranked by, in their
    order: the criteria's, or the weighted sum alone, which ``points`` prints. ``lot`` is filled where it was drawn.
    """

    figures: UnitRow
    parent: str
    group: str = ""
    failures: tuple[Failed, ...] = ()
    rank: int | None = None
    values: tuple[Fraction | None, ...] = ()
    points: str = ""
    lot: str = ""
    prize: str = ""
    amount_vnd: int | None = None
    how: How = ""

    @property
    def competes(self) -> bool:
        """Whether it is a unit that stands under no other."""
        return bool(self.figures.unit) and not self.parent

    @property
    def failed(self) -> tuple[str, ...]:
        """The gates that it did not pass, in their order."""
        return tuple(each.gate for each in self.failures)


@dataclass(frozen=True)
class NotGiven:
    """A prize of a group for which no unit was left, and how many of it."""

    group: str
    prize: str
    number: int


@dataclass(frozen=True)
class UnitAwards:
    """Every unit's row, by its id after those without a unit; the ranking of each group; and the prizes nobody got."""

    rows: list[AwardRow]
    ranked: Mapping[str, list[AwardRow]]
    not_given: list[NotGiven]

    @cached_property
    def by_unit(self) -> Mapping[str, AwardRow]:
        """The rows by unit."""
        return {row.figures.unit: row for row in self.rows}


def award_units(
    units: Iterable[TreeUnit], figures: ContestFigures, definition: Definition, lot_for: Callable[[str], str]
) -> UnitAwards:
    """Return how the units of a contest stand and what they get. Where units win nothing, their figures alone.

    ``lot_for`` gives a unit's lot (hex, the smaller first); it is asked for those alone who tie for fewer prizes than they
    are. Raises ValueError for a tree that is none and for a fact that can't be read.
    """
    tree = Tree(units, {*figures.totals, *(unit for people in figures.round_people.values() for unit in people)})
    rows = [AwardRow(row, tree.units[row.unit].parent if row.unit else "") for row in tree.rows(figures.totals)]
    award = definition.unit_award
    if award is None:
        return UnitAwards(rows, {}, [])
    gates = _Gates(tree, figures, definition, award)
    rows = [_admitted(row, gates, award) for row in rows]
    ranked: dict[str, list[AwardRow]] = {}
    not_given: list[NotGiven] = []
    for group in _groups(rows, definition, award):
        there = [row for row in rows if row.competes and row.group == group and not row.failures]
        ranked[group], left = _given(_ranked(there, award, definition.paper.questions), award, lot_for)
        not_given += [NotGiven(group, prize, number) for prize, number in left]
    placed = {row.figures.unit: row for group in ranked.values() for row in group}
    return UnitAwards([placed.get(row.figures.unit, row) for row in rows], ranked, not_given)


# --- gates ---


def _admitted(row: AwardRow, gates: _Gates, award: UnitAward) -> AwardRow:
    if not row.competes:
        return row
    return replace(row, group=_group_of(row.figures, award) or "", failures=tuple(gates.failed_by(row.figures)))


def _group_of(row: UnitRow, award: UnitAward) -> str | None:
    """Return the group in which a unit is ranked, None for a unit of no size that the definition knows."""
    if award.groups == "together":
        return ""
    if award.groups == "by_class":
        return row.klass
    heads = row.headcount
    fitting = (
        each.id for each in award.sizes if heads is not None and each.least <= heads and heads <= (each.most or heads)
    )
    return next(fitting, None)


class _Gates:
    """All that a unit has to meet before it is ranked."""

    def __init__(self, tree: Tree, figures: ContestFigures, definition: Definition, award: UnitAward):
        self._tree, self._facts, self._definition, self._award = tree, figures.facts, definition, award
        owed = definition.participation
        self._bars = owed is not None and owed.below == "bars_unit_prize"
        self._leaders_owe = self._bars and owed is not None and owed.leaders_every_round
        self._people = {id: tree.summed(figures.round_people.get(id, {})) for id in _threshold_rounds(definition)}
        took, of = _leaders(figures.facts)
        self._leaders = (tree.summed(took), tree.summed(of))

    def failed_by(self, row: UnitRow) -> Iterator[Failed]:
        """Yield the gates that the unit fails, in the order in which they are named."""
        if not row.papers:
            yield Failed("took_part")
        if _group_of(row, self._award) is None:
            yield Failed("group", {"headcount": row.headcount})
        if self._bars:
            yield from self._by_rate(row)
        if self._leaders_owe:
            yield from self._by_leaders(row)
        for gate in self._award.gates:
            yield from _DECLARED[gate.name](row, gate, self._facts)

    def _by_rate(self, row: UnitRow) -> Iterator[Failed]:
        """A share is owed in the contest as a whole (S4:53) or in every round (S3:27)."""
        owed = owed_rate(self._tree.line(row.unit), self._definition)
        if owed is None:
            return
        counts = [(id, there.get(row.unit, 0)) for id, there in self._people.items()] or [("", row.people)]
        short = tuple((round, people) for round, people in counts if not is_met(people, row.headcount, owed))
        if short:
            yield Failed("least_rate", {"owed": owed, "headcount": row.headcount, "short": short})

    def _by_leaders(self, row: UnitRow) -> Iterator[Failed]:
        """Every leader owes every round (S3:27); a unit of which nobody names leaders has none."""
        took, of = (number.get(row.unit, 0) for number in self._leaders)
        if took < of:
            yield Failed("leaders_every_round", {"took": took, "of": of})


def _threshold_rounds(definition: Definition) -> list[str]:
    """The rounds of which each is held against the threshold by itself; none where the contest is, as a whole."""
    owed = definition.participation
    return [each.id for each in definition.ranked] if owed is not None and owed.over == "each_round" else []


def _leaders(facts: Mapping[tuple[str, str], str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many leaders of each unit took part in every round, and how many it has."""
    told = {unit: value.split("/") for (unit, gate), value in facts.items() if gate == "leaders_every_round"}
    return {unit: int(took) for unit, (took, _) in told.items()}, {unit: int(of) for unit, (_, of) in told.items()}


_Facts = Mapping[tuple[str, str], str]


def _has_entry(row: UnitRow, gate: Gate, facts: _Facts) -> Iterator[Failed]:
    """S4:122: only for bodies that took part with an entry of their own."""
    if int(facts.get((row.unit, "entries"), "0")) < 1:
        yield Failed(gate.name)


def _entry_rank(row: UnitRow, gate: Gate, facts: _Facts) -> Iterator[Failed]:
    """S4:122: among the twenty with the highest marks; all who tie for the twentieth rank have it."""
    rank = int(facts[row.unit, gate.name]) if (row.unit, gate.name) in facts else None
    most = gate.most or 0
    if rank is None or rank > most:
        yield Failed(gate.name, {"rank": rank, "most": most})


def _nobody_with_zero(row: UnitRow, gate: Gate, facts: _Facts) -> Iterator[Failed]:
    """S4:122: nobody with no point in any of the weeks."""
    if row.zero:
        yield Failed(gate.name, {"zero": row.zero})


_DECLARED: Mapping[str, Callable[[UnitRow, Gate, _Facts], Iterator[Failed]]] = {
    "has_entry": _has_entry,
    "entry_rank": _entry_rank,
    "nobody_with_zero": _nobody_with_zero,
}


# --- the ranking of a group ---

COUNTS: Mapping[str, Callable[[UnitRow], int]] = {
    "people": lambda row: row.people,
    "papers": lambda row: row.papers,
    "perfect": lambda row: row.perfect,
}
"""Criteria that are a number."""

SHARES: Mapping[str, Callable[[UnitRow], tuple[int, int]]] = {
    "rate": lambda row: (row.people, row.headcount or 0),
    "mean_score": lambda row: (row.points, row.ranked),
    "perfect_share": lambda row: (row.perfect, row.ranked),
}
"""Criteria that are one number of another; of nought there is no share."""


def measured(name: str, row: UnitRow) -> Fraction | None:
    """Return a unit's exact value for a criterion, None where it has none.

    More people than a unit has are as good as all of them: else a head-count told too small, or people who are excused and
    come all the same, would win a prize.
    """
    if name in COUNTS:
        return Fraction(COUNTS[name](row))
    part, whole = SHARES[name](row)
    if not whole:
        return None
    return min(Fraction(1), Fraction(part, whole)) if name == "rate" else Fraction(part, whole)


def _groups(rows: Sequence[AwardRow], definition: Definition, award: UnitAward) -> list[str]:
    """The groups that compete: those of the definition in its order, then those that units alone know."""
    met = sorted({row.group for row in rows if row.competes and "group" not in row.failed})
    return list(dict.fromkeys([*declared_groups(definition, award), *met]))


def declared_groups(definition: Definition, award: UnitAward) -> list[str]:
    """Return the ids of the groups of which each gets all the prizes, in the definition's order."""
    if award.groups == "together":
        return [""]
    return [each.id for each in (definition.unit_classes if award.groups == "by_class" else award.sizes)]


def _ranked(rows: Sequence[AwardRow], award: UnitAward, questions: int) -> list[AwardRow]:
    """Return the units of a group by rank, then id: equals share a rank, and the next is skipped (1, 2, 2, 4)."""
    valued = sorted(_valued(rows, award, questions), key=lambda row: (_place(row.values), row.figures.unit))
    found: list[AwardRow] = []
    for _, tied in groupby(valued, key=lambda row: row.values):
        rank = len(found) + 1
        found += [replace(row, rank=rank) for row in tied]
    return found


def _place(values: Sequence[Fraction | None]) -> tuple[tuple[bool, Fraction], ...]:
    """Sorts the greater first, and none at all last."""
    return tuple((value is None, -(value or Fraction())) for value in values)


def _valued(rows: Sequence[AwardRow], award: UnitAward, questions: int) -> Iterator[AwardRow]:
    if award.formula == "in_order":
        names = [each.name for each in award.criteria]
        yield from (replace(row, values=tuple(measured(name, row.figures) for name in names)) for row in rows)
        return
    greatest = {name: max((count(row.figures) for row in rows), default=0) for name, count in COUNTS.items()}
    for row in rows:
        points = _weighted(row.figures, award, questions, greatest)
        yield replace(row, values=(points,), points=fraction(points.numerator, points.denominator))


def _weighted(row: UnitRow, award: UnitAward, questions: int, greatest: Mapping[str, int]) -> Fraction:
    """Return the weighted sum on a scale of a hundred: each value between 0 and 1, none at all being 0."""
    weights = [each.weight or 0 for each in award.criteria]
    whole = {"rate": 1, "mean_score": questions, "perfect_share": 1, **greatest}
    values = [(measured(each.name, row) or 0) / Fraction(whole[each.name] or 1) for each in award.criteria]
    return 100 * sum((weight * value for weight, value in zip(weights, values, strict=True)), Fraction()) / sum(weights)


# --- prizes ---


def _given(
    ranked: Sequence[AwardRow], award: UnitAward, lot_for: Callable[[str], str]
) -> tuple[list[AwardRow], list[tuple[str, int]]]:
    """Return the ranking of a group with its prizes, and which prizes nobody got, how many of each."""
    table = _Table(award.prizes)
    found: list[AwardRow] = []
    for _, tied in groupby(ranked, key=lambda row: row.rank):
        found += table.give(list(tied), award, lot_for)
    return found, [(prize, left) for prize, left in table.left.items() if left > 0]


class _Table:
    """The prizes on the table while the award goes down the ranking of a group."""

    def __init__(self, prizes: Sequence[Prize]):
        self._prizes = prizes
        self.left = {prize.id: prize.number for prize in prizes}

    @property
    def next(self) -> Prize | None:
        return next((prize for prize in self._prizes if self.left[prize.id] > 0), None)

    def give(self, tied: Sequence[AwardRow], award: UnitAward, lot_for: Callable[[str], str]) -> list[AwardRow]:
        """Return those who share a rank with what they get: all the same prize, or by lot where it isn't enough for all."""
        prize = self.next
        if prize is None:
            return list(tied)
        if len(tied) <= self.left[prize.id]:
            return [self._give(row, prize, "rank") for row in tied]
        if award.boundary_tie == "all":
            return [self._give(row, prize, "all") for row in tied]
        drawn = sorted((replace(row, lot=lot_for(row.figures.unit)) for row in tied), key=lambda row: row.lot)
        given = [self._give(row, self.next, "lot") for row in drawn]
        return sorted(given, key=lambda row: row.figures.unit)

    def _give(self, row: AwardRow, prize: Prize | None, how: How) -> AwardRow:
        if prize is None:
            return replace(row, how=how)
        self.left[prize.id] -= 1
        return replace(row, prize=prize.id, amount_vnd=prize.vnd, how=how)
