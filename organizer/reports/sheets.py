"""Sheets of a workbook: tables below one another and native charts of their own cells beside them.

Shares are the quotients of the two numbers beside them, shown as percentages by their format alone. What people wrote is
text and never a formula. Every sheet prints on A4 with its head repeated.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ..words import Language, say

Cell = str | int | float | datetime | None

MOST_CHARTED = 20
"""Units in a chart: with more of them their names can't be read."""
A4 = 9
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What people wrote is text, whatever it looks like."""
_LINE = 20
"""How high a line of cells is, in pixels."""
_FORMATS = {"number": "#,##0", "share": "0.00%", "mean": "0.00", "day": "dd/mm/yyyy", "text": "@"}


@dataclass(frozen=True)
class Column:
    """A column: the key of its title, or the ``title`` itself, what its cells are, and its width in characters."""

    key: str
    kind: str = "number"
    width: int = 13
    title: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart of a table's own cells: the columns ``shown`` against the column ``by``, over the first ``most`` rows."""

    key: str
    by: int
    shown: Sequence[int]
    kind: str = "column"
    subtype: str = ""
    most: int = 1_000


@dataclass(frozen=True)
class Table:
    """A table of a sheet: a title in its head for each column, a row of cells for each entry, and the charts beside it."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    charts: Sequence[Chart] = ()


def written(sheets: Mapping[str, Sequence[Table]], title: str, language: Language) -> bytes:
    """Return a workbook: sheet (``report.sheet.*``) → its tables, with ``title`` in the head of every page."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as workbook:
        writer = _Writer(workbook, language)
        for key, tables in sheets.items():
            writer.sheet(key, tables, title)
    return out.getvalue()


class _Writer:
    """Writes tables below one another on sheets of a workbook, and the charts beside them."""

    def __init__(self, workbook: xlsxwriter.Workbook, language: Language):
        self.workbook = workbook
        self.language = language
        top = {"valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.formats = {
            kind: workbook.add_format({"num_format": form, **top, **({"text_wrap": True} if kind == "text" else {})})
            for kind, form in _FORMATS.items()
        }
        self.head = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#DCE6F1", **top, "valign": "vcenter"})

    def sheet(self, key: str, tables: Sequence[Table], title: str) -> None:
        """Write a sheet with its tables, a blank line between them."""
        sheet = self.workbook.add_worksheet(say(f"report.sheet.{key}", self.language))
        self._print_setup(sheet, title)
        first = 0
        for table in tables:
            self._table(sheet, table, first)
            if table.rows:
                self._charts(sheet, table, first)
            first += len(table.rows) + 2
        for at, columns in enumerate(zip_longest(*(table.columns for table in tables))):
            sheet.set_column(at, at, max(column.width for column in columns if column))

    def _print_setup(self, sheet: Any, title: str) -> None:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L{title.replace('&', '&&')[:180]}&R&A")
        sheet.set_footer("&C&P/&N")

    def _table(self, sheet: Any, table: Table, first: int) -> None:
        for at, column in enumerate(table.columns):
            sheet.write_string(first, at, self._title(column), self.head)
        for line, row in enumerate(table.rows, start=first + 1):
            for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, line, at, column.kind, cell)

    def _title(self, column: Column) -> str:
        return column.title or say(f"report.column.{column.key}", self.language)

    def _cell(self, sheet: Any, line: int, at: int, kind: str, cell: Cell) -> None:
        if cell in (None, ""):
            sheet.write_blank(line, at, None, self.formats[kind])
        elif isinstance(cell, str):
            sheet.write_string(line, at, cell, self.formats["text"])
        elif isinstance(cell, datetime):
            sheet.write_datetime(line, at, cell, self.formats[kind])
        else:
            sheet.write_number(line, at, cell, self.formats[kind])

    def _charts(self, sheet: Any, table: Table, first: int) -> None:
        """Put charts to the right of their table, one below the other."""
        line = first
        for chart in table.charts:
            drawn = min(len(table.rows), chart.most)
            height = 320 if chart.kind == "column" else 140 + 26 * drawn
            made = self._chart(sheet, table, chart, first, drawn)
            made.set_size({"width": 720, "height": height})
            sheet.insert_chart(xl_rowcol_to_cell(line, len(table.columns) + 1), made)
            line += height // _LINE + 2

    def _chart(self, sheet: Any, table: Table, chart: Chart, first: int, drawn: int) -> Any:
        """Return a chart of the very cells of the table's first ``drawn`` rows."""
        name = sheet.get_name()
        made = self.workbook.add_chart({"type": chart.kind, **({"subtype": chart.subtype} if chart.subtype else {})})
        for at in chart.shown:
            made.add_series(
                {
                    "name": [name, first, at],
                    "categories": [name, first + 1, chart.by, first + drawn, chart.by],
                    "values": [name, first + 1, at, first + drawn, at],
                    "data_labels": {"value": len(chart.shown) == 1},
                }
            )
        self._axes(made, table, chart)
        return made

    def _axes(self, made: Any, table: Table, chart: Chart) -> None:
        made.set_title({"name": say(f"report.chart.{chart.key}", self.language), "name_font": {"size": 12}})
        made.set_y_axis({"num_format": _FORMATS[table.columns[chart.shown[0]].kind], "min": 0})
        made.set_x_axis(_category_axis(table.columns[chart.by].kind, chart.kind))
        made.set_legend({"none": True} if len(chart.shown) == 1 else {"position": "bottom"})


def _category_axis(cells: str, chart: str) -> dict[str, Any]:
    """Return the axis of names or days; bars are read from the top, as the table is."""
    days = {"num_format": "dd/mm", "text_axis": True} if cells == "day" else {}
    return {**days, "reverse": chart == "bar"}


def share(part: int, of: int | None) -> float | None:
    """Return the quotient that is shown as a percentage; None of nothing."""
    return part / of if of else None


def date_of(day: str) -> datetime:
    """Return a day of the JSON, ``2023-10-23``, as a cell of the kind ``day``."""
    return datetime.fromisoformat(day)
