"""A round's report as a workbook: a sheet for each question that leaders ask, numbers that can be sorted, native charts.

Shares are the quotients of the two numbers beside them, shown as percentages by their format alone. What people wrote is
text and never a formula. Every sheet prints on A4 with its head repeated.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ..words import Language, say
from .fields import full_name, shown_units, unit_name
from .numbers import amount_in_words, whole

Report = Mapping[str, Any]
Cell = str | int | float | datetime | None

MOST_CHARTED = 20
"""Units in a chart: with more of them their names can't be read."""
_A4 = 9
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


def round_workbook(report: Report, language: Language = "vi") -> bytes:
    """Return the workbook of a round's report (its shape: `domain/report.py`)."""
    sheets = {
        "summary": [_totals(report, language), _bands(report, language)],
        "days": [_days(report)],
        "units": [_units(report, language)],
        "unit-days": [_unit_days(report, language)],
        "questions": [_questions(report)],
        "winners": [_winners(report, language), *_not_given(report, language)],
    }
    return _written(sheets, f"{report['short_title']} – {report['round']['name']}", language)


def _written(sheets: Mapping[str, Sequence[Table]], title: str, language: Language) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
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
        sheet.set_paper(_A4)
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


def _share(part: int, of: int | None) -> float | None:
    return part / of if of else None


def _totals(report: Report, language: Language) -> Table:
    """Return what there is in all: each figure, and of what it is a share."""
    totals = report["totals"]
    of = {
        "people_of_headcount": totals["headcount"],
        **dict.fromkeys(("papers", "ruled_out"), totals["attempts"]),
        **dict.fromkeys(("submitted", "timed_out", "blank"), totals["papers"]),
        **dict.fromkeys(("perfect", "zero"), totals["people"]),
    }
    named = ("headcount", "people_of_headcount", "people", "attempts", "ruled_out", "papers")
    names = (*named, "submitted", "timed_out", "blank", "perfect", "zero")
    rows = [[say(f"report.total.{name}", language), totals[name], _share(totals[name] or 0, of.get(name))] for name in names]
    return Table([Column("what", "text", 46), Column("count"), Column("share", "share")], rows)


def _bands(report: Report, language: Language) -> Table:
    papers = report["totals"]["papers"]
    rows = [
        [say(f"report.band.{each['band']}", language), each["papers"], _share(each["papers"], papers)]
        for each in report["bands"]
    ]
    columns = [Column("band", "text", 46), Column("papers"), Column("share", "share")]
    return Table(columns, rows, [Chart("bands", by=0, shown=[1])])


def _date(day: str) -> datetime:
    return datetime.fromisoformat(day)


def _days(report: Report) -> Table:
    rows = [[_date(each["day"]), each["papers"], each["people"]] for each in report["days"]]
    return Table([Column("day", "day"), Column("papers"), Column("people")], rows, [Chart("days", by=0, shown=[1, 2])])


def _units(report: Report, language: Language) -> Table:
    """Return the units, most people first. Those who owe a share have it beside theirs, and whether they came up to it."""
    columns = [Column("unit", "text", 40), Column("class", "text", 22), Column("headcount"), Column("people")]
    columns += [Column("rate", "share"), Column("owed", "share"), Column("met", "text"), Column("papers")]
    columns += [Column("mean", "mean"), Column("perfect"), Column("zero")]
    units = shown_units(report)
    charts = [Chart("units", by=0, shown=[3], kind="bar", most=MOST_CHARTED)]
    if any(unit["headcount"] for unit in units):
        charts.append(Chart("rates", by=0, shown=[4], kind="bar", most=MOST_CHARTED))
    return Table(columns, [_unit_row(unit, language) for unit in units], charts)


def _unit_row(unit: Mapping[str, Any], language: Language) -> list[Cell]:
    owed = None if unit["owed"] is None else unit["owed"] / 10_000
    met = "" if unit["met"] is None else say("report.met" if unit["met"] else "report.not-met", language)
    named = [unit_name(unit, language), unit["class_name"], unit["headcount"], unit["people"]]
    came = [_share(unit["people"], unit["headcount"]), owed, met]
    return [*named, *came, unit["papers"], _share(unit["points"], unit["ranked"]), unit["perfect"], unit["zero"]]


def _unit_days(report: Report, language: Language) -> Table:
    """Return units by days: first the papers of each day, then the people."""
    titles = [f"{say(f'report.column.{name}', language)} {_date(each['day']):%d/%m}" for name, each in _by_day(report)]
    found = {each["unit"]: each for each in report["unit_days"]}
    shown = [unit for unit in shown_units(report) if unit["unit"] in found]
    rows = [[unit_name(unit, language), *found[unit["unit"]]["papers"], *found[unit["unit"]]["people"]] for unit in shown]
    columns = [Column("unit", "text", 40), *(Column("", title=title) for title in titles)]
    days = range(1, len(report["days"]) + 1)
    return Table(columns, rows, [Chart("unit-days", by=0, shown=days, kind="bar", subtype="stacked", most=MOST_CHARTED)])


def _by_day(report: Report) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, each) for name in ("papers", "people") for each in report["days"])


def _questions(report: Report) -> Table:
    columns = [
        Column("question", "text", 14),
        Column("text", "text", 70),
        Column("held"),
        Column("got"),
        Column("share", "share"),
    ]
    rows = [
        [each["question"], each["text"], each["papers"], each["got"], _share(each["got"], each["papers"])]
        for each in report["hardest"]
    ]
    return Table(columns, rows, [Chart("questions", by=0, shown=[4])])


def _winners(report: Report, language: Language) -> Table:
    columns = [Column("prize", "text", 20), Column("place", width=8), Column("name", "text", 28), Column("unit", "text", 36)]
    columns += [Column("", "text", 16, title=each["label"][language]) for each in report["criteria"]]
    columns += [Column("amount", width=16), Column("why", "text", 60)]
    return Table(columns, [_winner(each, language) for each in report["winners"]])


def _winner(winner: Mapping[str, Any], language: Language) -> list[Cell]:
    named = [winner["prize_name"], winner["place"], full_name(winner, language), winner["unit_name"]]
    return [*named, *(each["text"][language] for each in winner["values"]), winner["amount_vnd"], winner["why"][language]]


def _not_given(report: Report, language: Language) -> list[Table]:
    rows = [[each["prize_name"], each["number"], each["why"][language]] for each in report["not_given"]]
    columns = [Column("not-given", "text"), Column("number"), Column("why", "text")]
    return [Table(columns, rows)] if rows else []


# --- the list by which prizes are paid ---


def treasury_workbook(report: Report) -> bytes:
    """Return the list of who is paid what, to be printed and signed: the total in figures and in words. In Vietnamese."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        _treasury_sheet(workbook, report)
    return out.getvalue()


_TREASURY = (("order", 6), ("name", 28), ("unit", 34), ("prize", 18), ("amount-vnd", 18), ("signature", 18))


def _treasury_sheet(workbook: xlsxwriter.Workbook, report: Report) -> None:
    sheet = workbook.add_worksheet(say("report.sheet.treasury", "vi"))
    title = workbook.add_format({"bold": True, "align": "center", "font_name": "Times New Roman", "font_size": 14})
    head, text, number = (workbook.add_format(_boxed(**made)) for made in ({"bold": True}, {}, {"num_format": "#,##0"}))
    for line, said in enumerate((say("report.treasury.title", "vi"), f"{report['round']['name']} {report['title']}")):
        sheet.merge_range(line, 0, line, len(_TREASURY) - 1, said, title)
    for at, (key, width) in enumerate(_TREASURY):
        sheet.set_column(at, at, width)
        sheet.write_string(3, at, say(f"report.column.{key}", "vi"), head)
    paid = [each for each in report["winners"] if each["amount_vnd"]]
    for line, each in enumerate(paid, start=4):
        sheet.write_number(line, 0, line - 3, text)
        for at, cell in enumerate((full_name(each), each["unit_name"], each["prize_name"]), start=1):
            sheet.write_string(line, at, cell, text)
        sheet.write_number(line, 4, each["amount_vnd"], number)
        sheet.write_blank(line, 5, None, text)
    _total(sheet, 4 + len(paid), report["amount_vnd"], workbook.add_format(_boxed(bold=True, num_format="#,##0")))
    _for_printing(sheet)


def _boxed(**made: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 13}
    return {**font, "border": 1, "text_wrap": True, "valign": "vcenter", **made}


def _total(sheet: Any, line: int, amount: int, bold: Any) -> None:
    sheet.merge_range(line, 0, line, 3, say("report.treasury.total", "vi"), bold)
    sheet.write_number(line, 4, amount, bold)
    sheet.write_blank(line, 5, None, bold)
    words = say("report.treasury.words", "vi", amount=whole(amount), words=amount_in_words(amount))
    sheet.write_string(line + 2, 0, words)


def _for_printing(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 0)
