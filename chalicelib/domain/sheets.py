"""A table of cells as an organizer sends it, whatever file it came from: its addresses, its header row, its texts.

A message about a file names the sheet, the cell, what was found, what was expected and how to mend it
(``Sheet "Câu hỏi", ô C17``; in a CSV file ``dòng 17, cột "Đáp án"``), so a cell never loses its address on the way.
Headers are recognised without regard to case, accents, spaces and order. Faults are gathered, never thrown one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import takewhile

from .faults import Fault
from .hidden import hidden_character
from .legacy import legacy_encoding, looks_like_tcvn3
from .vietnamese import plain
from .words import say

Cell = str | int | float | bool | date | time | timedelta | None

EXAMPLE = "VÍ DỤ"
"""What the first cell of a template's example row begins with: such a row is never read."""

MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CELLS = 2_000_000
LONGEST_CELL = 5_000
"""Beyond these a table is not read: it could not be what it should be, and would take memory and minutes to find that out.

Cells are rows times columns: a workbook's reader makes room for each. A hundred thousand people take 700,000.
"""

_HEADER_WITHIN = 20
_LONGEST_HEADER = 100
_LOOKED_AT = 200
_UNCOUNTED = {"stt", "tt"}
_YES = {"co", "x", "true", "1", "yes", "y", "dung"}
_NO = {"", "khong", "false", "0", "no", "n", "sai"}
_TICKS = {"✓", "✔", "☑", "✅"}
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Column:
    """One column of a sheet: the name used in code, and the header that people read; it must be there unless ``optional``.

    The first column of a sheet is never optional.
    """

    key: str
    header: str
    optional: bool = False


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


def reaching_too_far(rows: int, columns: int) -> dict[str, object]:
    """Return what is said of a table that has so many rows and columns, both from 1, and is not read for it."""
    most = {"most_rows": MOST_ROWS, "most_columns": MOST_COLUMNS, "most_cells": MOST_CELLS}
    return {"rows": rows, "columns": letters(max(columns, 1) - 1), **most}


@dataclass(frozen=True)
class Row:
    """One row of data: cells by the keys of the columns."""

    table: Table
    number: int
    columns: Mapping[str, tuple[int, str]]

    def cell(self, key: str) -> Cell:
        """Return the cell as it was read, None beyond the end of the row and in an optional column that isn't there."""
        if key not in self.columns:
            return None
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
    if encoding := legacy_encoding(text for row in table.rows[:_LOOKED_AT] for text in row if isinstance(text, str)):
        return Sheet(faults=[Fault(table.file, table.whole, "sheet.legacy-letters", {"encoding": encoding})])
    if reader.header_number is None:
        headers = ", ".join(column.header for column in columns)
        return Sheet(faults=[Fault(table.file, table.whole, "sheet.no-header", {"headers": headers})])
    faults = list(reader.header_faults())
    if not reader.is_whole:
        return Sheet(faults=faults)
    found = list(reader.rows())
    faults += [fault for row in found for fault in _letter_faults(row)]
    # What is far too long is told by its cell alone: the checks of single words are not made for whole books.
    long = {row.number: fault for row in found for fault in _long_faults(row)}
    faults += long.values()
    rows = [row for row in found if row.number not in long]
    if not rows and not faults:
        faults.append(Fault(table.file, table.whole, "sheet.no-rows"))
    return Sheet(rows, faults, [warning for row in rows for warning in _formula_warnings(row)])


class _Reader:
    """Finds the header row of a table, and reads what stands under it."""

    def __init__(self, table: Table, columns: Sequence[Column]):
        self.table = table
        self.wanted = {plain(column.header): column for column in columns}
        self.needed = [column for column in columns if not column.optional]

    @cached_property
    def header_number(self) -> int | None:
        """Return the number of the row that holds the most known headers, at least two; None without one.

        One is enough for a table that may have no more. Headers merged over several rows stand in each of them: the last of
        these is the header row.
        """
        first = self.table.rows[:_HEADER_WITHIN]
        known = [len({plain(printed(cell)[:_LONGEST_HEADER]) for cell in row} & self.wanted.keys()) for row in first]
        best = max(known, default=0)
        if best < min(2, len(self.needed)):
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

    @property
    def is_whole(self) -> bool:
        """Whether every column is there that has to be."""
        return all(column.key in self.columns for column in self.needed)

    def header_faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the header row: columns that are missing, doubled, unknown or without a name."""
        for column in self.needed:
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


def _letter_faults(row: Row) -> Iterator[Fault]:
    """Yield what is no letter that people read: hidden characters, letters of an older encoding pasted between others."""
    for key in row.columns:
        cell = row.cell(key)
        if not isinstance(cell, str):
            continue
        if looks_like_tcvn3(cell):
            yield row.fault(key, "sheet.legacy-letters", encoding="TCVN3 (ABC)")
        elif character := hidden_character(cell):
            yield row.fault(key, "sheet.hidden-character", character=character)


def _long_faults(row: Row) -> Iterator[Fault]:
    for key in row.columns:
        cell = row.cell(key)
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            yield row.fault(key, "sheet.long-cell", length=len(cell), longest=LONGEST_CELL)


def _formula_warnings(row: Row) -> Iterator[Fault]:
    """Yield formulas without a value: a file written by a program holds 0 until Excel has calculated it."""
    if not row.table.formulas:
        return
    for key, (index, _) in row.columns.items():
        if (row.number, index) in row.table.formulas and row.text(key) in ("", "0"):
            yield row.fault(key, "sheet.uncalculated")


def listed(texts: Iterable[str]) -> str:
    """Return ``texts`` in quotes, parted by commas: how messages name what is allowed."""
    return ", ".join(f"“{text}”" for text in texts)
