"""A decision about a closed round makes its next revision: computed, signed and chained like the first, beside it.

Each decision makes one revision, in the order in which they were made. The work may die anywhere and be done again: the
attempts are final, what was decided is stored, and the round's record moves on last.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..config import config
from ..domain import exports
from ..domain.canonical import sha256_hex
from ..domain.closing import ClosingFacts, ClosingResult, FrozenTarget, close_round
from ..domain.decisions import Ask
from ..domain.errors import NotFound
from ..domain.exports import revision_name
from ..domain.round import Decided, RoundRecord
from ..domain.times import Millis
from ..storage import objects, rounds
from . import publish
from .close import closing_facts, export, finalised_attempts, frozen
from .exported import Export
from .make_ready import move_on, publish_act

MOST_SHOWN = 20
"""Of those whose rank a decision would change: the best of them."""


def revise(record: RoundRecord, now: Millis) -> RoundRecord:
    """Make every revision of ``record`` that was decided and isn't there yet, one for each decision. Returns it so."""
    while record.is_behind:
        record = _next(record, now)
    return record


def _next(record: RoundRecord, now: Millis) -> RoundRecord:
    number = record.revision + 1
    result = export(record, facts_of(record, record.decided[: number - 1]), now)
    digest = sha256_hex(result.manifest)
    told = {"manifest": digest, "previous": record.manifest, "revision": number}
    publish_act(record, f"revision-{revision_name(number)}", now, told)
    target_from = record.target_from if record.frozen_at is not None else number
    if record.state == "published":
        publish.show(replace(record, revision=number, manifest=digest, target=result.target))
    return move_on(record, revision=number, manifest=digest, target=result.target, target_from=target_from)


def facts_of(record: RoundRecord, decided: Iterable[Decided], more: Iterable[Ask] = ()) -> ClosingFacts:
    """Return the facts of the revision that follows the one in force, with what was ``decided`` by then, and ``more``."""
    facts = closing_facts(record, frozen(record))
    kept = record.frozen_at is not None and facts.definition.prediction is not None
    return replace(
        facts,
        later=[*asks_of(record, decided), *more],
        revision=record.revision + 1,
        previous=record.manifest,
        lot_root=record.receipts_root,
        frozen=FrozenTarget(record.target, record.target_from) if kept else None,
    )


def asks_of(record: RoundRecord, decided: Iterable[Decided]) -> list[Ask]:
    """Return what ``decided`` says, cell by cell, in its order. Raises LookupError where what was decided is gone."""
    found = []
    for each in decided:
        said = said_in(record, each.decision)
        if said is None:
            raise LookupError(f"decision {each.decision} of {record.contest}/{record.round} is missing")
        found += asks(said, each.decided_at, each.by, each.confirmed_by)
    return found


def said_in(record: RoundRecord, decision: str) -> dict[str, Any] | None:
    """Return what a decision says, as it was asked for; None where there is none of this name."""
    said: dict[str, Any] | None = objects.get_json(config().private_bucket, key_of(record, decision))
    return said


def key_of(record: RoundRecord, decision: str) -> str:
    """Return where a decision lies in the private bucket."""
    return f"decisions/{record.contest}/{record.round}/{decision}.json"


def asks(said: Mapping[str, Any], decided_at: Millis, by: str, confirmed_by: str = "") -> list[Ask]:
    """Return the cells that a decision changes, one for each of its subjects."""
    return [
        Ask(decided_at, by, confirmed_by, said["kind"], subject, said["after"], said["reason"])
        for subject in said["subjects"]
    ]


@dataclass(frozen=True)
class _Standing:
    """What a revision says of ranks and prizes: contestant → rank and unit, and who has which prize."""

    ranks: dict[str, int]
    units: dict[str, str]
    prizes: set[tuple[str, str]]


def preview(event: Mapping[str, Any], now: Millis) -> dict[str, Any]:
    """Return what a decision would change in a closed round, and write nothing. ``event`` is ``contest, round, said``.

    ``target``, ``people`` and ``perfect`` before and after; ``moved``: how many change their rank; ``ranking``: the best of
    them; ``prizes``: who loses one, and who gets one; ``cells``: what the decision writes. Pseudonyms alone.
    """
    record = rounds.get(event["contest"], event["round"])
    if record is None or not record.is_closed:
        raise NotFound("no-such-round", round=event["round"])
    more = asks(event["said"], max(now, record.closing_at or 0), event["said"]["by"])
    facts = facts_of(record, record.decided, more)
    with tempfile.TemporaryFile() as unread:
        result = close_round(facts, finalised_attempts(record), unread)
    before, after = _in_force(Export(record)), _of(result)
    order = [prize.id for prize in facts.definition.prizes]
    return {**_numbers(record, before, result), **_moves(before, after, order), "cells": _cells(result, len(more))}


def _numbers(record: RoundRecord, before: _Standing, result: ClosingResult) -> dict[str, Any]:
    manifest = json.loads(Export(record).file("manifest.json"))
    return {
        "target": {"before": record.target, "after": result.target, "frozen": record.frozen_at is not None},
        "people": {"before": len(before.ranks), "after": len(result.ranked)},
        "perfect": {"before": manifest["counts"]["perfect"], "after": result.counts.perfect},
    }


def _moves(before: _Standing, after: _Standing, order: Sequence[str]) -> dict[str, Any]:
    everybody = before.ranks.keys() | after.ranks.keys()
    moved = [who for who in everybody if before.ranks.get(who) != after.ranks.get(who)]
    last = len(everybody) + 1
    moved.sort(key=lambda who: (after.ranks.get(who, last), before.ranks.get(who, last), who))
    units = {**before.units, **after.units}
    return {
        "moved": len(moved),
        "ranking": [
            {"contestant": who, "unit": units[who], "before": before.ranks.get(who), "after": after.ranks.get(who)}
            for who in moved[:MOST_SHOWN]
        ],
        "prizes": [
            {"prize": prize, "contestant": who, "unit": units[who], "before": lost, "after": not lost}
            for prize in order
            for lost, given in ((True, before.prizes - after.prizes), (False, after.prizes - before.prizes))
            for who in sorted(who for each, who in given if each == prize)
        ],
    }


def _cells(result: ClosingResult, number: int) -> list[dict[str, str]]:
    return [{"subject": each.subject, "before": each.before, "after": each.after} for each in result.decisions[-number:]]


def _in_force(export: Export[RoundRecord]) -> _Standing:
    rows = [(row["contestant"], int(row["rank"]), row["unit"]) for row in export.rows("ranking.csv")]
    given = {(row["prize"], row["contestant"]) for row in export.rows("prizes.csv") if exports.is_given(row)}
    return _Standing({who: rank for who, rank, _ in rows}, {who: unit for who, _, unit in rows}, given)


def _of(result: ClosingResult) -> _Standing:
    ranks = {row.entry.contestant: row.rank for row in result.ranked}
    units = {row.entry.contestant: row.entry.unit for row in result.ranked}
    return _Standing(ranks, units, {(row.prize, row.contestant) for row in result.prizes if row.is_given})
