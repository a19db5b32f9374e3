"""A round is closed: what timed out is finalised, everything is marked and ranked, and the export is written.

The work may die anywhere and be done again: the hour of the closing, the roster and the earlier prizes are written down
before anything depends on them, finalised attempts never change, and the manifest comes last. Same facts, same bytes.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

from ..config import config
from ..domain import exports, results
from ..domain.attempt import Attempt, finalised
from ..domain.canonical import canonical, sha256_hex
from ..domain.closing import ClosingFacts, ClosingResult, close_round
from ..domain.contest_prizes import ContestPrizeRow
from ..domain.decisions import Decision, move_close
from ..domain.definition import definition_from_json
from ..domain.errors import NotYet
from ..domain.exports import Named
from ..domain.inclusion import proof_files
from ..domain.prizes import EarlierWin, PrizeRow
from ..domain.roster import Unit
from ..domain.round import RoundRecord
from ..domain.statistics import statistics_json
from ..domain.times import Millis, at_home
from ..domain.unit_list import with_headcounts
from ..domain.unit_moves import UnitMove
from ..storage import attempts, contestants, objects, rounds, signing
from . import grants, shared_devices
from .exported import Export
from .kept_roster import counted_units
from .make_ready import move_on, publish_act, publish_key
from .rules import definition_called
from .units import every_unit

SIGNATURE = "manifest.sig"
FIGURES = "figures.json"
"""The rows of ``units.csv`` with their exact sums, which the contest's results are made of."""


def close(record: RoundRecord, now: Millis) -> RoundRecord:
    """Close ``record``, or finish a closing that was begun. Returns it closed. Raises NotYet before the time has come."""
    if now < record.closing_begins:
        raise NotYet("closing-not-due", round=record.round, begins=at_home(record.closing_begins))
    record = record if record.state == "closing" else rounds.change(record, state="closing", closing_at=now)
    facts = closing_facts(record, frozen(record))
    result = export(record, facts, now)
    return _closed(record, result, facts.key)


def export(record: RoundRecord, facts: ClosingFacts, now: Millis) -> ClosingResult:
    """Compute a revision of a round from ``facts`` and its attempts, and write it with all that publishing will need.

    Raises RuntimeError, before the manifest is written, where the attempts are no longer those of the first closing.
    """
    with tempfile.TemporaryFile() as attempts_csv:
        result = close_round(facts, shared_devices.kept(record, finalised_attempts(record)), attempts_csv)
        if facts.lot_root and result.receipts_root != facts.lot_root:
            raise RuntimeError(f"{record.contest}/{record.round}: the attempts have changed since the closing")
        _write(record, facts, result, attempts_csv, now)
    return result


def closing_facts(record: RoundRecord, changing: dict[str, Any]) -> ClosingFacts:
    """Gather all that the closing depends on but the attempts; ``changing`` is what may change while it is under way."""
    definition = objects.get_named("definitions", record.definition)
    return ClosingFacts(
        definition=definition_from_json(definition),
        definition_json=definition,
        bank_json=objects.get_named("banks", record.bank),
        round=record.round,
        paper_seed=_seed(record, "paper"),
        lot_seed=_seed(record, "lot"),
        closed_at=record.closing_at or 0,
        units=[Unit(**unit) for unit in changing["units"]],
        excluded=changing["excluded"],
        moves={who: [UnitMove(**move) for move in moves] for who, moves in changing.get("moves", {}).items()},
        decisions=_decisions(record),
        earlier_wins=[EarlierWin(**win) for win in changing["earlier_wins"]],
        key=changing.get("key"),
    )


def finalised_attempts(record: RoundRecord) -> Iterator[Attempt]:
    """Read the round's attempts in order, each ended: an open one is first finalised by a conditional write."""
    deadlines = grants.deadlines_of(record)

    def finish(attempt: Attempt) -> Attempt:
        final = finalised(attempt, deadlines.of(attempt))
        if attempt.status:
            return final
        stored = attempts.finalise(final)  # A hand-in may have overtaken it, which stores no deadline of the export's.
        return finalised(stored, deadlines.of(stored))

    return attempts.of_round(record.contest, record.round, finish)


def frozen(record: RoundRecord) -> dict[str, Any]:
    """Return roster and earlier prizes as they stood when the closing began, whenever it is asked again."""
    key = f"closings/{record.contest}/{record.round}/facts.json"
    stored = objects.get(config().private_bucket, key)
    if stored is None:
        stored = objects.put_once(config().private_bucket, key, canonical(_facts_now(record)))
    facts: dict[str, Any] = json.loads(stored)
    return facts


def _facts_now(record: RoundRecord) -> dict[str, Any]:
    roster = objects.get_json(config().private_bucket, f"rosters/{record.contest}/roster.json") or {
        "units": [],
        "people": {},
    }
    excluded = {contestant: person["excluded"] for contestant, person in roster["people"].items() if person["excluded"]}
    moves = {contestant: person["moves"] for contestant, person in roster["people"].items() if "moves" in person}
    wins = [dataclasses.asdict(win) for win in earlier_wins(record)]
    key = signing.public_key()
    return {
        "units": _units(record, roster),
        "excluded": excluded,
        "moves": moves,
        "earlier_wins": wins,
        "key": key and key.id,
    }


def _units(record: RoundRecord, roster: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the units of roster and list, with the head-counts that the round's rates are made with."""
    definition = definition_called(record.definition)
    of_roster = counted_units(roster, definition)
    units = with_headcounts(of_roster, every_unit(record.contest), definition.ways_in.by_oneself)
    return [dataclasses.asdict(unit) for unit in units]


def earlier_wins(record: RoundRecord) -> list[EarlierWin]:
    """Return the prizes of rounds that closed before this one, by their exports in force.

    Raises NotYet while an earlier round isn't closed: its prizes may decide who wins here.
    """
    wins: list[EarlierWin] = []
    for earlier in rounds.of_contest(record.contest):
        if earlier.kind == "ranked" and earlier.closes < record.closes:
            wins += _wins_of(earlier)
    return wins


def _wins_of(earlier: RoundRecord) -> Iterator[EarlierWin]:
    if earlier.state == "draft":
        return
    if earlier.state not in ("closed", "published"):
        raise NotYet("earlier-round-open", round=earlier.round)
    for row in Export(earlier).rows("prizes.csv"):
        if exports.is_given(row):
            yield EarlierWin(row["contestant"], earlier.round, earlier.revision, row["prize"])


def _decisions(record: RoundRecord) -> list[Decision]:
    """Return the decisions about the round that were made before its closing, each decided later than the last."""
    moves = [
        move_close(record.round, move.before, move.after, decided_at=move.decided_at, by=move.by, reason=move.reason)
        for move in record.moves
    ]
    granted = [grant.decision() for grant in grants.of_round(record)]
    return sorted([*moves, *granted], key=lambda each: each.decided_at)


def _seed(record: RoundRecord, kind: str) -> bytes:
    seed = objects.get(config().private_bucket, f"seeds/{kind}/{record.contest}/{record.round}")
    if seed is None:
        raise LookupError(f"round {record.contest}/{record.round} has no {kind} seed")
    return seed


def _write(record: RoundRecord, facts: ClosingFacts, result: ClosingResult, attempts_csv: BinaryIO, now: Millis) -> None:
    """Write the export: the manifest last, for a folder without it is none. Its signature is there before it.

    Made again, the signature has other bytes, as ECDSA has it, and verifies all the same.
    """
    export = Export(record, result.revision)
    folder = export.folder
    attempts_csv.seek(0)
    objects.put_export(f"{folder}/attempts.csv", attempts_csv, now)
    for name, data in result.files.items():
        objects.put_export(f"{folder}/{name}", data, now)
    winners = exports.winners_csv(result.prizes, named(record.contest, result.prizes))
    objects.put_export(export.winners, winners.data, now)
    _prepare_publication(record, facts, result, attempts_csv)
    seal(folder, result.manifest, facts.key, now)


def seal(folder: str, manifest: bytes, key: str | None, now: Millis) -> None:
    """Make a folder an export: its manifest is written last, after the signature by ``key``, where there is one."""
    if key:
        objects.put_export(f"{folder}/{SIGNATURE}", signing.sign(key, manifest), now)
    objects.put_export(f"{folder}/manifest.json", manifest, now)


def named(contest: str, rows: Iterable[PrizeRow | ContestPrizeRow]) -> dict[str, Named]:
    """Return the names of those who got a prize or were passed over: no others' are read."""
    people = (contestants.by_pseudonym(contest, pseudonym) for pseudonym in sorted({row.contestant for row in rows} - {""}))
    return {person.pseudonym: Named(person.full_name, person.unit_name) for person in people if person}


def _prepare_publication(record: RoundRecord, facts: ClosingFacts, result: ClosingResult, attempts_csv: BinaryIO) -> None:
    """Put ready what publishing will only have to copy: results without names, each paper's own result, the proofs.

    And the statistics that reports are made with.
    """
    folder = f"closings/{Export(record, result.revision).folder}"
    objects.put(config().private_bucket, f"{folder}/statistics.json", statistics_json(result.statistics))
    objects.put_json(config().private_bucket, f"{folder}/{FIGURES}", [dataclasses.asdict(unit) for unit in result.units])
    winners = [row.contestant for row in result.prizes if row.is_given]
    nameless = json.loads(results.results_json(result, facts.definition, {}))
    objects.put_json(config().private_bucket, f"{folder}/publication.json", {"results": nameless, "winners": winners})
    attempts_csv.seek(0)
    _put_each(f"{folder}/own/", results.own_results(result, facts.definition, attempts_csv))
    if result.revision == 1:
        _prepare_proofs(record, attempts_csv)


def _prepare_proofs(record: RoundRecord, attempts_csv: BinaryIO) -> None:
    """Put ready the proofs that each receipt is in the tree: once, for no revision changes a receipt."""
    attempts_csv.seek(0)
    found = proof_files(record.contest, record.round, results.receipts(attempts_csv))
    _put_each(proofs_folder(record), found)


def proofs_folder(record: RoundRecord) -> str:
    """Return where the proofs of a round wait for its publication."""
    return f"closings/{record.contest}/{record.round}/proof/"


def _put_each(folder: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Put small JSON files into the private bucket, several side by side."""
    bucket = config().private_bucket
    with ThreadPoolExecutor(objects.MOST_AT_ONCE) as pool:
        for done in [pool.submit(objects.put, bucket, f"{folder}{name}.json", data) for name, data in files]:
            done.result()


def _closed(record: RoundRecord, result: ClosingResult, key: str | None) -> RoundRecord:
    publish_key()
    publish_act(record, "closing", record.closing_at or 0, {"receipts_root": result.receipts_root, "revision": 1})
    return move_on(
        record,
        state="closed",
        closed_at=record.closing_at,
        receipts_root=result.receipts_root,
        manifest=sha256_hex(result.manifest),
        revision=1,
        target=result.target,
        target_from=1,
        key=key or "",
    )


def dry_run(record: RoundRecord, now: Millis) -> dict[str, Any]:
    """Compute the closing of ``record`` as of ``now`` and write nothing: what would be counted, and the manifest's digest.

    It names no one: who would win is not known to anybody before the closing is done.
    """
    begun = record if record.closing_at else dataclasses.replace(record, closing_at=now)
    deadlines = grants.deadlines_of(begun)
    as_of_now = attempts.of_round(record.contest, record.round, lambda attempt: finalised(attempt, deadlines.of(attempt)))
    with tempfile.TemporaryFile() as attempts_csv:
        result = close_round(closing_facts(begun, _facts_now(begun)), as_of_now, attempts_csv)
    return {"counts": dataclasses.asdict(result.counts), "prizes": sum(bool(row.contestant) for row in result.prizes)}
