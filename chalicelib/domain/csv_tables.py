"""CSV files as tables: in each form that Excel writes, and never more of one than a table may hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from .faults import Fault, Faulty
from .legacy import legacy_encoding
from .sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Table, reaching_too_far

LONGEST_RECORD = 1_000_000
"""The most characters of one row: whatever is longer has lost a quote, and would swallow the rest of the file."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 20_000


def csv_table(data: bytes, file: str) -> Table:
    """Return the table of a CSV file: UTF-8 with or without a byte-order mark, or Excel's UTF-16; ``,``, ``;`` or tabs.

    A row's number is the record's, as Excel counts it. Raises Faulty for another encoding, broken quotes and too many rows
    or columns; the rest of such a file is not read.
    """
    text = _decoded(data, file)
    lines = _Lines(text)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(lines, delimiter=_delimiter(text), strict=True):
            lines.taken = 0
            rows.append(row)
            cells += len(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                raise Faulty([Fault(file, "", "file.too-many-cells", reaching_too_far(len(rows), len(row)))])
    except csv.Error:
        raise Faulty([Fault(file, "", "csv.broken", {"row": len(rows) + 1})]) from None
    return Table(file, "", rows)


@dataclass
class _Lines:
    """The lines of a text; ``taken`` counts the characters of the row that is being read. Raises csv.Error beyond a row."""

    text: str
    taken: int = 0

    def __iter__(self) -> Iterator[str]:
        for line in io.StringIO(self.text, newline=""):
            self.taken += len(line)
            if self.taken > LONGEST_RECORD:
                raise csv.Error("a row that doesn't end")
            yield line


def _decoded(data: bytes, file: str) -> str:
    """Return the text of the file. A NUL stands in no text, but in every second byte of UTF-16 without its mark."""
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Faulty([_not_utf_8(data, file)]) from None
    if "\0" in text:
        raise Faulty([_not_utf_8(data, file)])
    return text


def _not_utf_8(data: bytes, file: str) -> Fault:
    known = legacy_encoding([data[:_LOOKED_AT].decode("cp1252", "replace")])
    return Fault(file, "", "csv.legacy", {"encoding": known}) if known else Fault(file, "", "csv.encoding")


def _delimiter(text: str) -> str:
    """Return the likeliest separator: Excel writes ``;`` where the decimal sign is a comma, as in Vietnam."""
    head = text[:4000].split("\n", 1)[0]
    return max(",;\t", key=head.count)
