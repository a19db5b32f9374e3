"""What must be true after a round, whatever happened in it: the export held against what the devices were promised.

Each check is one small registered function, which yields what it finds wrong; its name has a sentence in the catalogues
(``simulate.check.<name>``). This is not the verifier: it knows what was acknowledged, which no auditor does.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from chalicelib.domain.attempt import deadline
from chalicelib.domain.canonical import sha256_hex
from chalicelib.domain.definition import Definition, Round
from chalicelib.domain.draw import commitment
from chalicelib.domain.exports import read_csv
from chalicelib.domain.receipt import MerkleRoot
from chalicelib.domain.times import read

from .journal import Journal, Promises, Said

Row = dict[str, str]


class Failure(NamedTuple):
    """A broken promise: the name of the check, and what it found (an attempt, a file, two numbers)."""

    check: str
    what: str


@dataclass(frozen=True)
class Facts:
    """A published round: its export's files by name, its acts' files, its journal, and who was kept out at the close."""

    definition: Definition
    round: Round
    export: Mapping[str, bytes]
    acts: Mapping[str, bytes]
    journal: Journal
    excluded: frozenset[str]

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a CSV file of the export."""
        return list(read_csv(io.BytesIO(self.export[name])))

    @cached_property
    def attempts(self) -> list[Row]:
        """The rows of ``attempts.csv``."""
        return self.rows("attempts.csv")

    @cached_property
    def ranking(self) -> list[Row]:
        """The rows of ``ranking.csv``."""
        return self.rows("ranking.csv")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest."""
        found: dict[str, Any] = json.loads(self.export["manifest.json"])
        return found


Check = Callable[[Facts], Iterator[str]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a check under ``name``."""

    def registered(found: Check) -> Check:
        CHECKS[name] = found
        return found

    return registered


def failures(facts: Facts) -> list[Failure]:
    """Return everything that is wrong: what the checks find, and what was noted while the round ran."""
    found = [Failure(name, what) for name, each in CHECKS.items() for what in each(facts)]
    return [*(Failure(*noted) for noted in facts.journal.broken), *found]


@check("receipts-kept")
def receipts_kept(facts: Facts) -> Iterator[str]:
    """Every receipt that a device was given stands in the export, and all that it vouches for with it."""
    rows = {row["contestant"]: row for row in facts.attempts}
    for contestant, promises in facts.journal.promises.items():
        row = rows.get(contestant, {})
        vouched = promises.receipt or {}
        cells = {name: row.get(name) for name in vouched if name not in ("attempt", "contest", "round")}
        told = promises.told_receipt
        if any(vouched[name] != cell for name, cell in cells.items()) or (told and told != row.get("receipt")):
            yield contestant


@check("answers-kept")
def answers_kept(facts: Facts) -> Iterator[str]:
    """An attempt without a receipt holds the last acknowledged save, or a later one whose answer never came."""
    for row in facts.attempts:
        promises = facts.journal.promises.get(row["contestant"])
        if promises and promises.receipt is None and not _kept(row, promises):
            yield row["contestant"]


def _kept(row: Row, promises: Promises) -> bool:
    said = Said(row["nonce"], row["choices"], row["prediction"], row["status"] == "submitted")
    return said in promises.may_count()


@check("papers-kept")
def papers_kept(facts: Facts) -> Iterator[str]:
    """Every paper that was issued is in the export as it was issued, and no other is."""
    rows = {row["contestant"]: _issued(row) for row in facts.attempts}
    papers = {who: (paper.started_at, paper.questions) for who, paper in facts.journal.promises.items()}
    yield from sorted(who for who in rows.keys() | papers.keys() if rows.get(who) != papers.get(who))


def _issued(row: Row) -> tuple[str, str]:
    return row["started_at"], row["questions"]


@check("one-attempt-each")
def one_attempt_each(facts: Facts) -> Iterator[str]:
    """Nobody has more attempts than the definition allows."""
    for contestant, number in Counter(row["contestant"] for row in facts.attempts).items():
        if number > facts.definition.attempts.max:
            yield contestant


@check("times-kept")
def times_kept(facts: Facts) -> Iterator[str]:
    """Every start lies inside the window, every deadline follows from it, every hand-in came in time."""
    for row in facts.attempts:
        started, ends, submitted = (read(row[name]) for name in ("started_at", "deadline_at", "submitted_at"))
        inside = facts.round.opens <= started < facts.round.closes
        follows = ends == deadline(started, facts.definition.paper.limit_s, facts.round.closes)
        by_itself = row["status"] != "submitted"
        in_time = submitted == ends if by_itself else started <= submitted < ends + facts.definition.paper.grace_ms
        if not (inside and follows and in_time and int(row["elapsed_ms"]) == min(submitted, ends) - started):
            yield row["contestant"]


@check("counts-reconcile")
def counts_reconcile(facts: Facts) -> Iterator[str]:
    """The manifest's counts are those of the rows, and every counted person is in one unit and in the ranking once."""
    statuses = Counter(row["status"] for row in facts.attempts)
    counted = [row["contestant"] for row in facts.attempts if not row["ruling"]]
    full = str(facts.definition.paper.questions)
    expected = {
        "attempts": len(facts.attempts),
        "blank": statuses["blank"],
        "perfect": sum(row.get("score") == full for row in facts.ranking),
        "ruled_out": len(facts.attempts) - len(counted),
        "submitted": statuses["submitted"],
        "timed_out": statuses["timed_out"],
    }
    if facts.manifest["counts"] != expected:
        yield f"manifest.json {facts.manifest['counts']} ≠ {expected}"
    if sorted(set(counted)) != sorted(row["contestant"] for row in facts.ranking):
        yield f"ranking.csv {len(facts.ranking)} ≠ {len(set(counted))}"
    units = facts.rows("units.csv")
    for column, number in (("papers", len(counted)), ("people", len(set(counted)))):
        if sum(int(row[column]) for row in units) != number:
            yield f"units.csv {column} ≠ {number}"


@check("excluded-got-nothing")
def excluded_got_nothing(facts: Facts) -> Iterator[str]:
    """Who was kept out at the close is neither ranked nor given a prize, and nobody else was ruled out."""
    ruled_out = {row["contestant"] for row in facts.attempts if row["ruling"]}
    ranked = {row["contestant"] for row in facts.ranking}
    given = {row["contestant"] for row in facts.rows("prizes.csv")}
    yield from sorted(facts.excluded & (ranked | given))
    took_part = {row["contestant"] for row in facts.attempts}
    yield from sorted(ruled_out ^ (facts.excluded & took_part))


@check("prizes-add-up")
def prizes_add_up(facts: Facts) -> Iterator[str]:
    """Each prize has as many rows as it has places, nobody has two in a round, and they go down the ranking."""
    rows = [row for row in facts.rows("prizes.csv") if not row["passed_over"]]
    places = Counter(row["prize"] for row in rows)
    for prize in facts.definition.prizes:
        exact = facts.definition.boundary_tie != "all"
        if places[prize.id] < prize.number or (exact and places[prize.id] != prize.number):
            yield f"{prize.id}: {places[prize.id]} ≠ {prize.number}"
    winners = [row["contestant"] for row in rows if row["contestant"]]
    yield from (contestant for contestant, number in Counter(winners).items() if number > 1)
    if facts.definition.limit != "once_in_the_contest" and winners != _first_of(facts.ranking, len(winners)):
        yield "prizes.csv ≠ ranking.csv"


def _first_of(ranking: list[Row], number: int) -> list[str]:
    return [row["contestant"] for row in ranking[:number]]


@check("manifest-vouches")
def manifest_vouches(facts: Facts) -> Iterator[str]:
    """The folder holds exactly the files of the manifest, each with the size, the hash and the rows that it says."""
    described = {file["name"]: file for file in facts.manifest["files"]}
    yield from sorted((facts.export.keys() - {"manifest.json"}) ^ described.keys())
    for name, file in described.items():
        data = facts.export.get(name, b"")
        rows = len(facts.rows(name)) if name.endswith(".csv") and data else None
        if (file["bytes"], file["sha256"], file["rows"]) != (len(data), sha256_hex(data), rows):
            yield name


@check("roots-published")
def roots_published(facts: Facts) -> Iterator[str]:
    """The receipts' root is the one that was public from the close on, and is in the manifest."""
    tree = MerkleRoot()
    for row in facts.attempts:
        tree.add(row["receipt"])
    closing = json.loads(facts.acts["closing.json"])
    roots = {tree.hexdigest(), facts.manifest["receipts_root"], facts.manifest["lot_root"], closing["receipts_root"]}
    if len(roots) != 1:
        yield ", ".join(sorted(roots))


@check("commitment-kept")
def commitment_kept(facts: Facts) -> Iterator[str]:
    """What was committed to before the opening is what the export holds: definition, bank and both seeds."""
    act, draw = json.loads(facts.acts["commitment.json"]), json.loads(facts.export["draw.json"])
    seeds = bytes.fromhex(draw["lot_seed"]), bytes.fromhex(draw["paper_seed"])
    computed = commitment(facts.export["bank.json"], facts.export["definition.json"], *seeds)
    if not act["commitment"] == draw["commitment"] == computed:
        yield f"{act['commitment']} ≠ {computed}"
    if read(act["at"]) >= facts.round.opens:
        yield act["at"]
