"""What the site says of a contest as a whole: its units with their places and prizes, and who keeps which prize."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import contest_prizes, unit_reasons
from .award_rules import Prize
from .contest_prizes import ContestPrizeRow
from .definition import Definition
from .finals import FinalResult
from .unit_awards import AwardRow
from .unit_rules import unit_rules
from .units import fraction
from .words import LANGUAGES


def final_results_json(result: FinalResult, definition: Definition) -> dict[str, Any]:
    """Return the contest's results without names.

    ``contest, round, revision``; ``rules`` (sentences, each ``{"vi", "en"}``); ``rounds`` (id, name); ``counts`` (papers,
    people, perfect); ``units``: a row for each unit and for people without one, its figures as in ``units.csv``, with
    ``prize_name``, ``prize_note`` and ``why``; ``groups`` (id, name); ``not_given`` (group, prize_name, number, why);
    ``winners``: whose prize is for the contest, by pseudonym under ``contestant``, which has to become a name before anybody
    sees it.
    """
    return {
        "contest": definition.contest,
        "round": "final",
        "revision": result.revision,
        "rules": _in_both_each(definition),
        "rounds": [{"id": each.id, "name": each.name} for each in definition.ranked],
        "counts": {
            "papers": sum(row.figures.papers for row in result.awards.rows if not row.parent),
            "people": result.people,
            "perfect": result.counts.perfect,
        },
        "groups": [{"id": group, "name": _group_name(group, definition)} for group in result.awards.ranked],
        "units": [_unit(row, result, definition) for row in result.awards.rows],
        "not_given": list(_not_given(result, definition)),
        "winners": [_winner(row, result.prizes, definition) for row in result.prizes if row.is_given],
    }


def _in_both_each(definition: Definition) -> list[dict[str, str]]:
    both = zip(*(unit_rules(definition, language) for language in LANGUAGES), strict=True)
    return [dict(zip(LANGUAGES, each, strict=True)) for each in both]


def _group_name(group: str, definition: Definition) -> str:
    award = definition.unit_award
    names = {each.id: each.name for each in definition.unit_classes}
    names |= {each.id: each.name for each in (award.sizes if award else ())}
    return names.get(group, "")


def _unit(row: AwardRow, result: FinalResult, definition: Definition) -> dict[str, Any]:
    own = row.figures
    prizes = definition.unit_award.prizes if definition.unit_award else ()
    return {
        "rank": row.rank,
        "unit": own.unit,
        "name": own.name,
        "parent": row.parent,
        "class": own.klass,
        "group": row.group,
        "headcount": own.headcount,
        "people": own.people,
        "rate": fraction(own.people, own.headcount or 0),
        "papers": own.papers,
        "mean_score": fraction(own.points, own.ranked),
        "perfect": own.perfect,
        "zero": own.zero,
        "ranked": own.ranked,
        "points": own.points,
        "weighted": row.points,
        "lot": row.lot,
        "failed": list(row.failed),
        "prize": row.prize,
        "prize_name": _name_of(row.prize, prizes),
        "prize_note": next((each.note for each in prizes if each.id == row.prize), None),
        "amount_vnd": row.amount_vnd,
        "why": {language: unit_reasons.why(row, result.awards, definition, language) for language in LANGUAGES},
    }


def _name_of(prize: str, prizes: tuple[Prize, ...]) -> str:
    return next((each.name for each in prizes if each.id == prize), "")


def _not_given(result: FinalResult, definition: Definition) -> Iterator[dict[str, Any]]:
    prizes = definition.unit_award.prizes if definition.unit_award else ()
    for each in result.awards.not_given:
        why = {language: unit_reasons.why_not_given(language) for language in LANGUAGES}
        named = {"group": each.group, "prize": each.prize, "prize_name": _name_of(each.prize, prizes)}
        yield {**named, "number": each.number, "why": why}


def _winner(row: ContestPrizeRow, rows: list[ContestPrizeRow], definition: Definition) -> dict[str, Any]:
    return {
        "round": row.round,
        "round_name": definition.round(row.round).name,
        "prize": row.prize,
        "prize_name": _name_of(row.prize, definition.prizes),
        "place": row.place,
        "amount_vnd": row.amount_vnd,
        "contestant": row.contestant,
        "why": {language: contest_prizes.why(row, rows, definition, language) for language in LANGUAGES},
    }
