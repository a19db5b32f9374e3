"""The close of a round: facts in, every file of its export out. Same facts, same bytes.

Attempts are a stream, sorted by contestant and number, and are written out as they pass; what stays in memory is one small
``Entry`` for each contestant and, until the files are uploaded, the bytes of the smaller files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from .attempt import ANY_CHOICE, Attempt, elapsed_ms, score
from .criteria import Entry, Turnout, prediction_target
from .decisions import Ask, Cells, Decision, carried_out, exclude, in_order
from .draw import commitment
from .exports import (
    ATTEMPTS_COLUMNS,
    Counts,
    CsvFile,
    ExportFile,
    decisions_csv,
    draw_json,
    earlier_wins_csv,
    json_file,
    manifest,
    prizes_csv,
    ranking_csv,
    units_csv,
)
from .prizes import Award, EarlierWin, PrizeRow, award, limiting
from .ranking import Ranked, counted_attempts, rank
from .receipt import MerkleRoot, lot, receipt_fields, receipt_of
from .statistics import Gathering, Statistics
from .times import Millis, written
from .unit_moves import UnitMove, before_closing, told_in_a_round
from .units import Presence, Unit, UnitRow, unit_rows

if TYPE_CHECKING:
    from .definition import Definition


@dataclass(frozen=True, slots=True)
class FrozenTarget:
    """A prediction target that approval or publication has frozen, and the number of the revision that computed it."""

    target: int | None
    revision: int


@dataclass(frozen=True)
class ClosingFacts:
    """All that a closing depends on, but for the attempts themselves.

    ``definition_json`` and ``bank_json`` are the committed bytes, ``definition`` the first of them read. ``closed_at`` is
    when the first closing was made, and is stored before it: a repeated close hands in the same one. ``excluded`` gives a
    member of an excluded body, by pseudonym, the body's id; ``moves`` the decisions that moved a contestant to another
    unit. ``key`` names the key that will sign the manifest.

    The last five are for later revisions: ``later`` is what was decided since the closing, in its order, ``previous`` the
    SHA-256 of the last revision's manifest, ``lot_root`` the receipts' root of r01 (None in r01 itself).
    """

    definition: Definition
    definition_json: bytes
    bank_json: bytes
    round: str
    paper_seed: bytes
    lot_seed: bytes
    closed_at: Millis
    units: Sequence[Unit] = ()
    excluded: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, Sequence[UnitMove]] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()
    earlier_wins: Sequence[EarlierWin] = ()
    key: str | None = None
    later: Sequence[Ask] = ()
    revision: int = 1
    previous: str | None = None
    lot_root: str | None = None
    frozen: FrozenTarget | None = None


@dataclass(frozen=True)
class ClosingResult:
    """What a closing comes to.

    ``files`` is name → bytes of every file but ``attempts.csv``, which is written already, and ``manifest``, which has to
    be written last. The rest is what the pages of results are made of; ``right`` gives each question the choices that
    earn its point. ``statistics`` are the same figures by mark and by day, for the page and the reports. ``since`` are those
    of the decisions that were made after the closing.
    """

    files: dict[str, bytes]
    manifest: bytes
    revision: int
    round: str
    counts: Counts
    turnout: Turnout
    receipts_root: str
    commitment: str
    target: int | None
    ranked: list[Ranked]
    prizes: list[PrizeRow]
    units: list[UnitRow]
    decisions: list[Decision]
    earlier_wins: list[EarlierWin]
    right: Mapping[str, frozenset[str]]
    statistics: Statistics
    since: list[Decision] = field(default_factory=list)


def close_round(facts: ClosingFacts, attempts: Iterable[Attempt], attempts_csv: BinaryIO) -> ClosingResult:
    """Write ``attempts.csv`` to a binary file, and return everything else that the round's export holds.

    ``attempts`` are all of the round's, finalised, sorted by contestant and number. Raises ValueError for an open attempt,
    one of another round, one out of order, or a practice round, which has no export.
    """
    definition = facts.definition
    if definition.round(facts.round).kind != "ranked":
        raise ValueError(f"{facts.round} is a practice round: it has no export")
    reading = _Reading(facts, CsvFile("attempts.csv", ATTEMPTS_COLUMNS, attempts_csv))
    chosen = counted_attempts(reading.entries(attempts), definition)
    root = reading.tree.hexdigest()
    lot_root = facts.lot_root or root
    target = _target(facts, reading.turnout())

    def lot_for(contestant: str) -> str:
        return lot(facts.lot_seed, definition.contest, facts.round, lot_root, contestant)

    ranked = rank(chosen, definition, target, lot_for)
    chosen_by = {prize: names.split() for prize, names in reading.later.choices.items()}
    awarded = award(ranked, definition, facts.earlier_wins, lot_for, chosen_by)
    return _result(facts, reading, awarded, root, lot_root, target)


def _target(facts: ClosingFacts, turnout: Turnout) -> int | None:
    if facts.definition.prediction is None:
        return None
    return facts.frozen.target if facts.frozen else prediction_target(facts.definition.prediction.asks, turnout)


def committed_letters(bank_json: bytes) -> dict[str, str]:
    """Return the one right letter of each question of ``bank.json``."""
    return {question["id"]: question["right"] for question in json.loads(bank_json)["questions"]}


def right_choices(bank_json: bytes, letters: Mapping[str, str] = MappingProxyType({})) -> dict[str, frozenset[str]]:
    """Return for each question of ``bank.json`` the choices that earn its point.

    As committed, that is its one right letter; ``letters`` gives those that decisions have put in its place, none for a
    question that was voided: then whatever was chosen earns the point, and so does a blank.
    """
    right = {question: frozenset(letter) for question, letter in committed_letters(bank_json).items()}
    decided = {question: frozenset(text.split()) or ANY_CHOICE for question, text in letters.items()}
    return {**right, **decided}


_NO_RULING = ("", "")


class _Reading:
    """The one pass over the attempts: writes their rows, hashes their receipts, counts, and lets entries through."""

    def __init__(self, facts: ClosingFacts, file: CsvFile):
        self.facts = facts
        self.file = file
        self.later = Cells().go_on(facts.later)
        self.before = Cells().go_on(facts.decisions)
        self.right = right_choices(facts.bank_json, self.later.letters)
        self.tree = MerkleRoot()
        self.presence: dict[str, Presence] = {}
        self.statuses = {"submitted": 0, "timed_out": 0, "blank": 0}
        self.counted = Gathering()
        self.exclusions: list[Decision] = []
        self.ruled_out = 0
        self.first_units: dict[str, str] = {}
        self.moves = {contestant: before_closing(moves, facts.closed_at) for contestant, moves in facts.moves.items()}
        self._started_in: dict[str, list[str]] = {}
        self._everybody = Presence()
        self._perfect = Presence()

    def entries(self, attempts: Iterable[Attempt]) -> Iterator[Entry]:
        """Return the entries of attempts with an empty ruling, while everything else is done on the way."""
        before = ("", 0)
        for attempt in attempts:
            before = self._in_turn(attempt, before)
            attempt = self._moved_since(self._moved(attempt))
            ruling = self._ruling(attempt)
            self._record(attempt, ruling)
            if not ruling[0]:
                yield self._counted(attempt)

    def _in_turn(self, attempt: Attempt, before: tuple[str, int]) -> tuple[str, int]:
        """Return the attempt's place in the order. What is merged wrongly here would give a root that nobody can repeat."""
        here = (attempt.contestant, attempt.number)
        if here <= before:
            raise ValueError(f"attempt {attempt.name} comes after {before[0]}.{before[1]}")
        if (attempt.contest, attempt.round) != (self.facts.definition.contest, self.facts.round):
            raise ValueError(f"attempt {attempt.name} is of {attempt.contest}/{attempt.round}")
        if attempt.status not in self.statuses:
            raise ValueError(f"attempt {attempt.name} is still open")
        return here

    def _moved(self, attempt: Attempt) -> Attempt:
        """Return ``attempt`` in the unit to which its contestant was moved before this closing, if they were."""
        moves = self.moves.get(attempt.contestant)
        if not moves:
            return attempt
        self._started_in.setdefault(attempt.contestant, []).append(attempt.unit)
        return replace(attempt, unit=moves[-1].after)

    def _moved_since(self, attempt: Attempt) -> Attempt:
        """Return ``attempt`` in the unit to which its contestant was moved after the closing, if they were.

        The unit that it leaves keeps its row, also where nobody else is left in it.
        """
        if attempt.contestant not in self.later.units:
            return attempt
        self.first_units[attempt.contestant] = attempt.unit
        self.presence.setdefault(sys.intern(attempt.unit), Presence())
        return replace(attempt, unit=self.later.units[attempt.contestant])

    def _ruling(self, attempt: Attempt) -> tuple[str, str]:
        """Return the ruling in force and its reason, both empty where there is none: the last act stands.

        Before the closing an attempt may have been replaced; at the closing a member of an excluded body is kept out.
        """
        ruling = self.before.rulings.get(attempt.name, _NO_RULING) if self.before.rulings else _NO_RULING
        if body := self.facts.excluded.get(attempt.contestant, ""):
            self.exclusions.append(exclude(attempt.name, body, self.facts.closed_at, before=ruling[0]))
            ruling = ("excluded", body)
        return self.later.rulings.get(attempt.name, ruling) if self.later.rulings else ruling

    def unit_decisions(self) -> Iterator[Decision]:
        """Yield the moves by which attempts have another unit than they were started in."""
        for contestant, units in self._started_in.items():
            yield from told_in_a_round(contestant, self.moves[contestant], units)

    def _record(self, attempt: Attempt, ruling: tuple[str, str]) -> None:
        fields = receipt_fields(attempt)
        receipt = receipt_of(fields)
        self.tree.add(receipt)
        self.statuses[attempt.status] += 1
        self.ruled_out += bool(ruling[0])
        self.presence.setdefault(sys.intern(attempt.unit), Presence())  # A unit's row hangs on no ruling: it may be lifted.
        self.file.add(_attempt_cells(attempt, fields, ruling, receipt))

    def _counted(self, attempt: Attempt) -> Entry:
        points = score(attempt.questions, attempt.choices, self.right)
        unit = sys.intern(attempt.unit)
        self.presence[unit].see(attempt.contestant)
        self._everybody.see(attempt.contestant)
        self.counted.see(attempt, unit, points)
        if points == self.facts.definition.paper.questions:
            self._perfect.see(attempt.contestant)
        return entry_of(attempt, unit, points)

    def turnout(self) -> Turnout:
        """Return what predictions can be about, over the attempts so far."""
        papers = self._everybody.papers - self.counted.statuses["blank"]
        return Turnout(papers=papers, people=self._everybody.people, perfect_people=self._perfect.people)

    def counts(self, ranked: Iterable[Ranked]) -> Counts:
        """Return the manifest's counts."""
        full = self.facts.definition.paper.questions
        perfect = sum(row.entry.score == full for row in ranked)
        attempts = sum(self.statuses.values())
        return Counts(attempts=attempts, perfect=perfect, ruled_out=self.ruled_out, **self.statuses)

    def decisions(self) -> list[Decision]:
        """Return every decision in the order of ``seq``: r01's own, then those made since, as `decisions.csv` holds them."""
        first = in_order([*self.facts.decisions, *self.unit_decisions()], self.exclusions)
        return [*first, *carried_out(self.facts.later, first, self._at_first())]

    def _at_first(self) -> dict[tuple[str, str], str]:
        units = {("unit", contestant): unit for contestant, unit in self.first_units.items()}
        return {
            **units,
            **{("letters", question): right for question, right in committed_letters(self.facts.bank_json).items()},
        }


def _attempt_cells(
    attempt: Attempt, fields: Mapping[str, str], ruling: tuple[str, str], receipt: str
) -> tuple[str | int, ...]:
    return (
        attempt.contestant,
        attempt.number,
        attempt.unit,
        fields["started_at"],
        written(attempt.deadline_at),
        fields["submitted_at"],
        attempt.status,
        *ruling,
        elapsed_ms(attempt),
        attempt.questions,
        attempt.choices,
        attempt.prediction,
        attempt.nonce,
        receipt,
    )


def entry_of(attempt: Attempt, unit: str, points: int) -> Entry:
    """Return what the ranking needs of an ended attempt that earned ``points``."""
    return Entry(
        contestant=attempt.contestant,
        number=attempt.number,
        unit=unit,
        score=points,
        elapsed_ms=elapsed_ms(attempt),
        prediction=int(attempt.prediction) if attempt.prediction else None,
        submitted_at=attempt.submitted_at or 0,
        started_at=attempt.started_at,
    )


def _result(
    facts: ClosingFacts, reading: _Reading, awarded: Award, root: str, lot_root: str, target: int | None
) -> ClosingResult:
    definition = facts.definition
    units = unit_rows(facts.units, reading.presence, awarded.ranked, definition.paper.questions)
    decisions = reading.decisions()
    wins = limiting(facts.earlier_wins, definition)
    bound = commitment(facts.bank_json, facts.definition_json, facts.lot_seed, facts.paper_seed)
    files = [
        json_file("definition.json", facts.definition_json),
        json_file("bank.json", facts.bank_json),
        draw_json(bound, facts.lot_seed, facts.paper_seed),
        ranking_csv(awarded.ranked, definition),
        prizes_csv(awarded.rows),
        units_csv(units),
        decisions_csv(decisions),
        earlier_wins_csv(wins),
    ]
    counts = reading.counts(awarded.ranked)
    return ClosingResult(
        files={file.facts.name: file.data for file in files},
        manifest=_manifest(facts, reading, files, counts, root, lot_root, target),
        revision=facts.revision,
        round=facts.round,
        counts=counts,
        turnout=reading.turnout(),
        receipts_root=root,
        commitment=bound,
        target=target,
        ranked=awarded.ranked,
        prizes=awarded.rows,
        units=units,
        decisions=decisions,
        earlier_wins=wins,
        right=reading.right,
        statistics=reading.counted.statistics(reading.ruled_out),
        since=decisions[len(decisions) - len(facts.later) :],
    )


def _manifest(
    facts: ClosingFacts,
    reading: _Reading,
    files: Iterable[ExportFile],
    counts: Counts,
    root: str,
    lot_root: str,
    target: int | None,
) -> bytes:
    return manifest(
        closed_at=facts.closed_at,
        contest=facts.definition.contest,
        counts=counts,
        files=[reading.file.facts(), *(file.facts for file in files)],
        key=facts.key,
        lot_root=lot_root,
        prediction_target=target,
        prediction_target_from=facts.frozen.revision if facts.frozen else None,
        previous=facts.previous,
        receipts_root=root,
        revision=facts.revision,
        round=facts.round,
    )
