"""A table of cells as an organizer sends it, whatever file it came from: its addresses, its header row, its texts.

A message about a file names the sheet, the cell, what was found, what was expected and how to mend it
(``Sheet "Câu hỏi", ô C17``; in a CSV file ``dòng 17, cột "Đáp án"``), so a cell never loses its address on the way.
Headers are recognised without regard to case, accents, spaces and order. Faults are gathered, never thrown one by one.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import takewhile

from .faults import Fault, Faulty
from .vietnamese import plain
from .words import say

Cell = str | int | float | bool | date | time | timedelta | None

EXAMPLE = "VÍ DỤ"
"""What the first cell of a template's example row begins with: such a row is never read."""

_HEADER_WITHIN = 20
_UNCOUNTED = {"stt", "tt"}
_YES = {"co", "x", "true", "1", "yes", "y", "dung"}
_NO = {"", "khong", "false", "0", "no", "n", "sai"}
_TICKS = {"✓", "✔", "☑", "✅"}
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff]"
)


@dataclass(frozen=True)
class Column:
    """One column that a sheet must have: the name used in code, and the header that people read."""

    key: str
    header: str


@dataclass(frozen=True)
class Table:
    """The cells of one sheet, from its first row and column on, and where they are.

    ``sheet`` is empty for CSV. ``headings`` are the numbers of rows that hold one merged cell instead of data.
    ``formulas`` are the (row number, column index) of cells that a formula fills. Row numbers count from 1, columns from 0.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Cell]]
    headings: frozenset[int] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()

    @property
    def whole(self) -> str:
        """Return the table's own address, for what is wrong with no single cell; empty for CSV."""
        return say("sheet.place.sheet", sheet=self.sheet) if self.sheet else ""

    def place(self, row: int, column: int, header: str) -> str:
        """Return the address of a cell as people look for it."""
        if self.sheet:
            return say("sheet.place.cell", sheet=self.sheet, cell=f"{letters(column)}{row}")
        return say("sheet.place.csv", row=row, header=header)


def letters(column: int) -> str:
    """Return a column's letters as Excel names it: 0 is A, 26 is AA."""
    high, low = divmod(column, 26)
    return (letters(high - 1) if high else "") + chr(ord("A") + low)


@dataclass(frozen=True)
class Row:
    """One row of data: cells by the keys of the columns."""

    table: Table
    number: int
    columns: Mapping[str, tuple[int, str]]

    def cell(self, key: str) -> Cell:
        """Return the cell as it was read, None beyond the end of the row."""
        return _at(self.table.rows[self.number - 1], self.columns[key][0])

    def text(self, key: str) -> str:
        """Return the cell as one line of text in NFC, one space between words."""
        return _SPACES.sub(" ", printed(self.cell(key))).strip()

    def lines(self, key: str) -> str:
        """Return the cell as text that keeps its line breaks."""
        return _SPACES_IN_LINE.sub(" ", printed(self.cell(key))).strip()

    def place(self, key: str) -> str:
        """Return the address of the cell under ``key``."""
        return self.table.place(self.number, *self.columns[key])

    def fault(self, key: str, code: str, **values: object) -> Fault:
        """Return a fault of the cell under ``key``."""
        return Fault(self.table.file, self.place(key), code, values)


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def printed(cell: Cell) -> str:
    """Return a cell as a person reads it in Vietnam, in NFC: 12.0 is ``12``, 12.5 is ``12,5``, a date ``13/12/2021``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}".replace(".", ",")
    return _printed_time(cell)


def _printed_time(cell: int | date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%H:%M %d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"
    return str(cell)


def hidden_character(text: str) -> str | None:
    """Return the first control, zero-width or private character of ``text`` as ``U+200B``; None where there is none."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def yes_or_no(text: str) -> bool | None:
    """Return what a yes-or-no cell says (``có``, ``x``, ``TRUE``, ``✓``; ``không``, empty …); None for any other word."""
    word = plain(text)
    if text.strip() in _TICKS or word in _YES:
        return True
    return False if word in _NO and (word or not text.strip()) else None


@dataclass(frozen=True)
class Sheet:
    """What was read of a table: its rows of data, what is wrong with it, and what the organizer should look at."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def read_sheet(table: Table, columns: Sequence[Column]) -> Sheet:
    """Return the rows of ``table`` under its header row. Blank rows, merged headings and example rows are left out.

    The header row is the best match among the first 20 rows, so that a title may stand above it. Where a column is
    missing no row is read: each would repeat the same fault.
    """
    reader = _Reader(table, columns)
    if reader.header_number is None:
        headers = ", ".join(column.header for column in columns)
        return Sheet(faults=[Fault(table.file, table.whole, "sheet.no-header", {"headers": headers})])
    faults = list(reader.header_faults())
    if len(reader.columns) < len(columns):
        return Sheet(faults=faults)
    rows = list(reader.rows())
    faults += [fault for row in rows for fault in _hidden_faults(row)]
    if not rows and not faults:
        faults.append(Fault(table.file, table.whole, "sheet.no-rows"))
    return Sheet(rows, faults, [warning for row in rows for warning in _formula_warnings(row)])


class _Reader:
    """Finds the header row of a table, and reads what stands under it."""

    def __init__(self, table: Table, columns: Sequence[Column]):
        self.table = table
        self.wanted = {plain(column.header): column for column in columns}

    @cached_property
    def header_number(self) -> int | None:
        """Return the number of the row that holds the most known headers, at least two; None without one.

        Headers merged over several rows stand in each of them: the last of these is the header row.
        """
        first = self.table.rows[:_HEADER_WITHIN]
        known = [len({plain(printed(cell)) for cell in row} & self.wanted.keys()) for row in first]
        best = max(known, default=0)
        if best < 2:
            return None
        return known.index(best) + sum(1 for _ in takewhile(lambda count: count == best, known[known.index(best) :]))

    @cached_property
    def headers(self) -> list[str]:
        cells = self.table.rows[(self.header_number or 1) - 1]
        return [_SPACES.sub(" ", printed(cell)).strip() for cell in cells]

    @cached_property
    def columns(self) -> dict[str, tuple[int, str]]:
        """Return key → (index, header) of the wanted columns that are there; the first of doubled ones."""
        found: dict[str, tuple[int, str]] = {}
        for index, header in enumerate(self.headers):
            column = self.wanted.get(plain(header))
            if column:
                found.setdefault(column.key, (index, column.header))
        return found

    def header_faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the header row: columns that are missing, doubled, unknown or without a name."""
        for column in self.wanted.values():
            if column.key not in self.columns:
                yield self._fault(None, "sheet.missing-column", header=column.header)
        for index, header in enumerate(self.headers):
            yield from self._column_faults(index, header)

    def _column_faults(self, index: int, header: str) -> Iterator[Fault]:
        column = self.wanted.get(plain(header))
        if column and self.columns[column.key][0] != index:
            first = self.table.place(self.header_number or 1, self.columns[column.key][0], header)
            yield self._fault(index, "sheet.doubled-column", header=header, first=first)
        elif header and not column and plain(header) not in _UNCOUNTED:
            headers = ", ".join(column.header for column in self.wanted.values())
            yield self._fault(index, "sheet.unknown-column", header=header, headers=headers)
        elif not header and any(printed(_at(row, index)).strip() for _, row in self._below()):
            yield self._fault(index, "sheet.unnamed-column", column=letters(index))

    def _fault(self, index: int | None, code: str, **values: object) -> Fault:
        number = self.header_number or 1
        where = self.table.whole if index is None else self.table.place(number, index, self.headers[index])
        return Fault(self.table.file, where, code, values)

    def _below(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield (number, cells) of the rows under the header that may hold data."""
        start = self.header_number or 1
        for number, cells in enumerate(self.table.rows[start:], start + 1):
            if number not in self.table.headings:
                yield number, cells

    def rows(self) -> Iterator[Row]:
        """Yield the rows of data: those with anything in a wanted column, but for the template's example."""
        first = self.columns[next(iter(self.wanted.values())).key][0]
        indices = [index for index, _ in self.columns.values()]
        for number, cells in self._below():
            empty = all(_at(cells, index) in (None, "") for index in indices)
            if not empty and not printed(_at(cells, first)).strip().startswith(EXAMPLE):
                row = Row(self.table, number, self.columns)
                if any(row.text(key) for key in self.columns):
                    yield row


def _hidden_faults(row: Row) -> Iterator[Fault]:
    for key in row.columns:
        cell = row.cell(key)
        character = hidden_character(cell) if isinstance(cell, str) else None
        if character:
            yield row.fault(key, "sheet.hidden-character", character=character)


def _formula_warnings(row: Row) -> Iterator[Fault]:
    """Yield formulas without a value: a file written by a program holds 0 until Excel has calculated it."""
    if not row.table.formulas:
        return
    for key, (index, _) in row.columns.items():
        if (row.number, index) in row.table.formulas and row.text(key) in ("", "0"):
            yield row.fault(key, "sheet.uncalculated")


def csv_table(data: bytes, file: str) -> Table:
    """Return the table of a CSV file: UTF-8 with or without a byte-order mark, or Excel's UTF-16; ``,``, ``;`` or tabs.

    A row's number is the record's, as Excel counts it. Raises Faulty for another encoding or broken quotes.
    """
    text = _decoded(data, file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        raise Faulty([Fault(file, "", "csv.broken", {"row": len(rows) + 1})]) from None
    return Table(file, "", rows)


def _decoded(data: bytes, file: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Faulty([Fault(file, "", "csv.encoding")]) from None


def _delimiter(text: str) -> str:
    """Return the likeliest separator: Excel writes ``;`` where the decimal sign is a comma, as in Vietnam."""
    head = text[:4000].split("\n", 1)[0]
    return max(",;\t", key=head.count)


def listed(texts: Iterable[str]) -> str:
    """Return ``texts`` in quotes, parted by commas: how messages name what is allowed."""
    return ", ".join(f"“{text}”" for text in texts)
