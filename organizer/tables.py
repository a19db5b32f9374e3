"""Tables as a workbook that only its owner may read: what people wrote stays text, and numbers can be sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from .owner_only import owner_only

Cell = str | int | float

_WIDTH = 18
_LONGEST_NAME = 31  # Excel's own limit.


@dataclass(frozen=True)
class Column:
    """A column's title, and its width in characters."""

    title: str
    width: int = _WIDTH


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns, and a row of as many cells for each entry."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write ``sheets`` to a new file with mode 0600. Raises FileExistsError where there is one."""
    open(path, "xb", opener=owner_only).close()
    with xlsxwriter.Workbook(str(path)) as workbook:
        bold, plain = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
        for each in sheets:
            _write(workbook.add_worksheet(each.name[:_LONGEST_NAME]), each, bold, plain)


def _write(sheet: xlsxwriter.worksheet.Worksheet, told: Sheet, bold: object, plain: object) -> None:
    """Write one sheet, its head frozen. A text is never taken for a formula, a number or an address."""
    for place, column in enumerate(told.columns):
        sheet.set_column(place, place, column.width, plain)
        sheet.write_string(0, place, column.title, bold)
    for line, row in enumerate(told.rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell)
            else:
                sheet.write_number(line, place, cell)
    sheet.freeze_panes(1, 0)
