"""Why a unit got its prize or none: the gate that it failed with its figures, or what parts it from its neighbour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from .amounts import counted, decimal, owed_percent, percent
from .unit_awards import COUNTS, SHARES, AwardRow, Failed, UnitAwards
from .unit_shares import share_text
from .units import UnitRow
from .words import Language, say

if TYPE_CHECKING:
    from .award_rules import UnitAward
    from .definition import Definition

_Side = Literal["behind", "ahead"]


def why(row: AwardRow, awards: UnitAwards, definition: Definition, language: Language = "vi") -> str:
    """Return why a row of ``awards`` is what it is, as a sentence without its full stop."""
    award = definition.unit_award
    if not row.figures.unit:
        return say("unit-why.unit-less", language)
    if award is None:
        return say("unit-why.no-award", language)
    if row.parent:
        return say("unit-why.under", language, parent=awards.by_unit[row.parent].figures.name)
    if row.failures:
        told = "; ".join(_failed(each, definition, language) for each in row.failures)
        return say("unit-why.failed", language, gates=told)
    return ", ".join(_standing(row, awards.ranked[row.group], award, language))


def why_not_given(language: Language = "vi") -> str:
    """Return why nobody got a prize of `UnitAwards.not_given`, without a full stop: there is but one reason."""
    return say("unit-why.nobody", language)


# --- gates ---


def _failed(failed: Failed, definition: Definition, language: Language) -> str:
    told = _TELLING.get(failed.gate)
    return told(failed.values, definition, language) if told else say(f"unit-gate.{failed.gate}.failed", language)


def _no_group(values: Mapping[str, Any], definition: Definition, language: Language) -> str:
    heads = values["headcount"]
    if heads is None:
        return say("unit-gate.group.unknown", language)
    return say("unit-gate.group.failed", language, headcount=counted(heads, language))


def _short(values: Mapping[str, Any], definition: Definition, language: Language) -> str:
    """S4 owes its share over the contest, S3 in each round: then every round that fell short is told."""
    owed = owed_percent(values["owed"], language)
    if values["headcount"] is None:
        return say("unit-gate.least_rate.unknown", language, owed=owed)
    names = {each.id: each.name for each in definition.rounds}
    told = []
    for round, people in values["short"]:
        share = share_text(people, values["headcount"], language)
        told.append(say("unit-share.in-round", language, round=names[round], share=share) if round else share)
    return say("unit-gate.least_rate.failed", language, owed=owed, shares=", ".join(told))


def _leaders(values: Mapping[str, Any], definition: Definition, language: Language) -> str:
    return say("unit-gate.leaders_every_round.failed", language, took=values["took"], of=values["of"])


def _entry_rank(values: Mapping[str, Any], definition: Definition, language: Language) -> str:
    key = "unranked" if values["rank"] is None else "failed"
    return say(f"unit-gate.entry_rank.{key}", language, rank=values["rank"], most=values["most"])


def _zero(values: Mapping[str, Any], definition: Definition, language: Language) -> str:
    return say("unit-gate.nobody_with_zero.failed", language, zero=counted(values["zero"], language))


_TELLING: Mapping[str, Callable[[Mapping[str, Any], Definition, Language], str]] = {
    "group": _no_group,
    "least_rate": _short,
    "leaders_every_round": _leaders,
    "entry_rank": _entry_rank,
    "nobody_with_zero": _zero,
}


# --- criteria ---


def _standing(row: AwardRow, ranked: Sequence[AwardRow], award: UnitAward, language: Language) -> Iterator[str]:
    """Yield what parts a unit from its nearest neighbour: the last one of a better rank, for the first rank the next."""
    rank = row.rank or 0
    first = bisect_left(ranked, rank, key=lambda each: each.rank or 0)
    behind = bisect_right(ranked, rank, key=lambda each: each.rank or 0)
    if first:
        yield from _against(row, ranked[first - 1], "behind", award, language)
    elif behind < len(ranked):
        yield from _against(row, ranked[behind], "ahead", award, language)
    else:
        yield _alone(row, award, language)
    if behind - first > 1:
        yield say("unit-rank.shared", language, others=behind - first - 1)
    if row.how in ("lot", "all"):
        yield say(f"unit-rank.{row.how if row.prize else 'lot-lost'}", language)


def _against(row: AwardRow, other: AwardRow, side: _Side, award: UnitAward, language: Language) -> Iterator[str]:
    if award.formula == "weighted":
        mine, theirs = _told_apart(row, other, language)
        yield _parted("points", mine, theirs, other, side, language)
        return
    for criterion, mine_value, their_value in zip(award.criteria, row.values, other.values, strict=True):
        mine = _text(criterion.name, row.figures, language)
        if mine_value != their_value:
            yield _parted(criterion.name, mine, _text(criterion.name, other.figures, language), other, side, language)
            return
        yield say("unit-rank.same", language, label=say(f"unit-criterion.{criterion.name}.label", language), mine=mine)


def _parted(name: str, mine: str, theirs: str, other: AwardRow, side: _Side, language: Language) -> str:
    label = say(f"unit-criterion.{name}.label", language)
    return say(f"unit-rank.{side}", language, label=label, mine=mine, theirs=theirs, other=other.figures.name)


def _alone(row: AwardRow, award: UnitAward, language: Language) -> str:
    name = "points" if award.formula == "weighted" else award.criteria[0].name
    mine = _points(row, 4, language) if award.formula == "weighted" else _text(name, row.figures, language)
    return say("unit-rank.alone", language, label=say(f"unit-criterion.{name}.label", language), mine=mine)


def _told_apart(row: AwardRow, other: AwardRow, language: Language) -> tuple[str, str]:
    """Return two weighted sums with four decimals, or as many as it takes: they are compared exactly and differ."""
    shown = ((_points(row, places, language), _points(other, places, language)) for places in count(4))
    return next((mine, theirs) for mine, theirs in shown if mine != theirs)


def _points(row: AwardRow, places: int, language: Language) -> str:
    points = row.values[0]
    return decimal(points.numerator, points.denominator, language, places) if points is not None else ""


def _text(name: str, row: UnitRow, language: Language) -> str:
    """Return a unit's value for a criterion as people read it, a share with both its numbers."""
    if name in COUNTS:
        return counted(COUNTS[name](row), language)
    part, whole = SHARES[name](row)
    if not whole:
        return say("unit-criterion.none", language)
    shown = decimal(part, whole, language) if name == "mean_score" else percent(part, whole, language)
    numbers = {"part": counted(part, language), "whole": counted(whole, language)}
    return say(f"unit-criterion.{name}.value", language, value=shown, **numbers)
