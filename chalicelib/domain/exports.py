"""The bytes of the export, version 1: CSV that Excel opens and a program reads back, and the manifest that vouches for it.

Every rule of this module is a sentence of the export format ("Bytes", "Files of a round"); auditors write their readers from
those sentences, so the same facts always give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from .canonical import canonical, sha256_hex
from .criteria import cells as criteria_cells
from .decisions import Decision
from .prizes import EarlierWin, PrizeRow
from .ranking import Ranked
from .times import Millis, written
from .units import UnitRow

if TYPE_CHECKING:
    from .definition import Definition

FORMAT = "hoithi-export/1"
BOM = "\ufeff"

# What a spreadsheet would take for a formula is only possible where people wrote the text.
FREE_TEXT = frozenset({"name", "full_name", "unit_name"})
_FORMULA = tuple("=+-@'\t\r")
_NEEDS_QUOTES = re.compile(r'[,"\r\n]')
_NEEDS_CARE = re.compile(r'["\r\n]')

ATTEMPTS_COLUMNS = (
    "contestant",
    "number",
    "unit",
    "started_at",
    "deadline_at",
    "submitted_at",
    "status",
    "ruling",
    "reason",
    "elapsed_ms",
    "questions",
    "choices",
    "prediction",
    "nonce",
    "receipt",
)
PRIZES_COLUMNS = ("prize", "place", "contestant", "number", "amount_vnd", "passed_over")
WINNERS_COLUMNS = (*PRIZES_COLUMNS, "full_name", "unit_name")
UNITS_COLUMNS = ("unit", "name", "class", "headcount", "people", "rate", "papers", "mean_score", "perfect", "zero")
DECISIONS_COLUMNS = ("seq", "decided_at", "by", "confirmed_by", "act", "subject", "before", "after", "reason")
EARLIER_WINS_COLUMNS = ("contestant", "round", "revision", "prize")

LINES_AT_ONCE = 500

Cell = str | int | bool | None


def revision_name(revision: int) -> str:
    """Return how the folder of a revision is called: ``r01``, ``r02`` …"""
    return f"r{revision:02d}"


def is_given(row: Mapping[str, str]) -> bool:
    """Whether a row of ``prizes.csv`` is a prize that somebody got."""
    return bool(row["contestant"]) and not row["passed_over"]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the manifest says of one file; ``rows`` are without the header, None for JSON."""

    name: str
    bytes: int
    sha256: str
    rows: int | None


class CsvFile:
    """A CSV file of the export, written to a binary file some lines at a time, and hashed and counted on the way."""

    def __init__(self, name: str, columns: Sequence[str], out: BinaryIO):
        self._name = name
        self._columns = len(columns)
        self._free = [column in FREE_TEXT for column in columns]
        self._has_free_text = any(self._free)
        self._out = out
        self._waiting = [BOM + ",".join(columns) + "\n"]
        self._hash = hashlib.sha256()
        self._bytes = 0
        self._rows = 0

    def add(self, cells: Sequence[Cell]) -> None:
        """Write one row, one cell a column. Raises ValueError for any other number of cells."""
        text = ",".join([cell if type(cell) is str else _plain_cell(cell) for cell in cells])
        if not self._is_plain(cells, text):
            text = ",".join(_cell(cell, free) for cell, free in zip(cells, self._free, strict=True))
        self._rows += 1
        self._waiting.append(text + "\n")
        if len(self._waiting) >= LINES_AT_ONCE:
            self._write()

    def _is_plain(self, cells: Sequence[Cell], text: str) -> bool:
        """Whether a row is written as it stands: ids, numbers and hashes, as nearly all are, so each comma parts two."""
        plain = text.isascii() and not _NEEDS_CARE.search(text) and not self._has_free_text
        return plain and len(cells) == self._columns == text.count(",") + 1

    def _write(self) -> None:
        data = "".join(self._waiting).encode()
        self._waiting.clear()
        self._out.write(data)
        self._hash.update(data)
        self._bytes += len(data)

    def facts(self) -> FileFacts:
        """Return what the manifest says of the rows so far, once they all are in the file."""
        self._write()
        return FileFacts(self._name, self._bytes, self._hash.hexdigest(), self._rows)


def _cell(value: Cell, free_text: bool) -> str:
    if not isinstance(value, str):
        return _plain_cell(value)
    text = value
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if free_text and text.startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _plain_cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


@dataclass(frozen=True)
class ExportFile:
    """A file of the export that fits in memory, with what the manifest says of it."""

    data: bytes
    facts: FileFacts


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> ExportFile:
    """Return a whole CSV file of the export."""
    out = io.BytesIO()
    writer = CsvFile(name, columns, out)
    for row in rows:
        writer.add(row)
    facts = writer.facts()
    return ExportFile(out.getvalue(), facts)


def json_file(name: str, data: bytes) -> ExportFile:
    """Return a JSON file of the export from its canonical bytes."""
    return ExportFile(data, FileFacts(name, len(data), sha256_hex(data), None))


def read_csv(file: BinaryIO) -> Iterator[dict[str, str]]:
    """Return the rows of a CSV file of the export, column → cell, the guard of free text taken off again."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        rows = csv.DictReader(text, strict=True)
        guarded = FREE_TEXT.intersection(rows.fieldnames or ())
        for row in rows:
            for column in guarded:
                row[column] = row[column].removeprefix("'")
            yield row
    finally:
        text.detach()


def ranking_csv(ranked: Iterable[Ranked], definition: Definition) -> ExportFile:
    """Return ``ranking.csv``; ``ranked`` are in the ranking's own order, which is the file's."""
    columns = ("rank", "contestant", "number", "unit", *(each.name for each in definition.criteria), "lot")
    rows = (_ranking_row(row, definition) for row in ranked)
    return csv_file("ranking.csv", columns, rows)


def _ranking_row(row: Ranked, definition: Definition) -> list[Cell]:
    entry = row.entry
    return [row.rank, entry.contestant, entry.number, entry.unit, *criteria_cells(row.values, definition), row.lot]


def _prize_cells(row: PrizeRow) -> tuple[Cell, ...]:
    return (row.prize, row.place, row.contestant, row.number, row.amount_vnd, row.passed_over)


def prizes_csv(rows: Iterable[PrizeRow]) -> ExportFile:
    """Return ``prizes.csv``; ``rows`` are in the award's order."""
    return csv_file("prizes.csv", PRIZES_COLUMNS, map(_prize_cells, rows))


@dataclass(frozen=True, slots=True)
class Named:
    """What those who pay a prize need to know of its winner."""

    full_name: str
    unit_name: str


NOBODY = Named("", "")
"""What is left of somebody whose data has been erased."""


def winners_csv(rows: Iterable[PrizeRow], people: dict[str, Named]) -> ExportFile:
    """Return the restricted ``winners.csv``: ``prizes.csv`` with names; ``people`` is by pseudonym.

    A person whose data has been erased since has empty names. The file is in no manifest.
    """
    named = ((row, people.get(row.contestant, NOBODY)) for row in rows)
    cells = ((*_prize_cells(row), person.full_name, person.unit_name) for row, person in named)
    return csv_file("winners.csv", WINNERS_COLUMNS, cells)


def units_csv(rows: Iterable[UnitRow]) -> ExportFile:
    """Return ``units.csv``; ``rows`` are sorted by unit, the unit-less first."""
    return csv_file("units.csv", UNITS_COLUMNS, (row.cells() for row in rows))


def decisions_csv(decisions: Iterable[Decision]) -> ExportFile:
    """Return ``decisions.csv``; ``seq`` counts ``decisions`` from 1 in the order given."""
    rows = (
        (
            seq,
            written(each.decided_at),
            each.by,
            each.confirmed_by,
            each.act,
            each.subject,
            each.before,
            each.after,
            each.reason,
        )
        for seq, each in enumerate(decisions, 1)
    )
    return csv_file("decisions.csv", DECISIONS_COLUMNS, rows)


def earlier_wins_csv(wins: Iterable[EarlierWin]) -> ExportFile:
    """Return ``earlier_wins.csv``; ``wins`` are sorted by contestant and round."""
    rows = ((win.contestant, win.round, win.revision, win.prize) for win in wins)
    return csv_file("earlier_wins.csv", EARLIER_WINS_COLUMNS, rows)


def draw_json(commitment: str, lot_seed: bytes, paper_seed: bytes) -> ExportFile:
    """Return ``draw.json``: the commitment and the seeds that it binds, secret until the round is published."""
    draw = {"commitment": commitment, "lot_seed": lot_seed.hex(), "paper_seed": paper_seed.hex()}
    return json_file("draw.json", canonical(draw))


@dataclass(frozen=True, slots=True)
class Counts:
    """The manifest's counts: statuses and rulings over every row of ``attempts.csv``, ``perfect`` over ``ranking.csv``."""

    attempts: int
    blank: int
    perfect: int
    ruled_out: int
    submitted: int
    timed_out: int

    def as_json(self) -> dict[str, int]:
        """Return the counts as the manifest holds them."""
        return {name: getattr(self, name) for name in self.__slots__}


def manifest(
    *,
    closed_at: Millis,
    contest: str,
    counts: Counts,
    files: Iterable[FileFacts],
    key: str | None,
    lot_root: str,
    prediction_target: int | None,
    prediction_target_from: int | None,
    previous: str | None,
    receipts_root: str | None,
    revision: int,
    round: str,
    sources: Sequence[Mapping[str, str | int]] | None = None,
) -> bytes:
    """Return ``manifest.json``. It is written last, so that a folder without it is no export.

    ``sources`` are those of the contest as a whole; a round's has none.
    """
    described = [
        {"bytes": file.bytes, "name": file.name, "rows": file.rows, "sha256": file.sha256}
        for file in sorted(files, key=lambda file: file.name)
    ]
    return canonical(
        {
            "closed_at": written(closed_at),
            "contest": contest,
            "counts": counts.as_json(),
            "files": described,
            "format": FORMAT,
            "key": key,
            "lot_root": lot_root,
            "prediction_target": prediction_target,
            "prediction_target_from": prediction_target_from,
            "previous": previous,
            "receipts_root": receipts_root,
            "revision": revision,
            "round": round,
            **({} if sources is None else {"sources": sources}),
        }
    )
