"""A round's report as a workbook: a sheet for each question that leaders ask, numbers that can be sorted, native charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..words import Language, say
from .fields import full_name, met_text, payees, shown_units, unit_name
from .payments import payments_workbook
from .sheets import MOST_CHARTED, Cell, Chart, Column, Table, date_of, share, written

Report = Mapping[str, Any]


def round_workbook(report: Report, language: Language = "vi") -> bytes:
    """Return the workbook of a round's report (its shape: `domain/report.py`)."""
    sheets = {
        "summary": [_totals(report, language), bands_table(report, language)],
        "days": [days_table(report)],
        "units": [_units(report, language)],
        "unit-days": [_unit_days(report, language)],
        "questions": [_questions(report)],
        "winners": [_winners(report, language), *_not_given(report, language)],
    }
    return written(sheets, f"{report['short_title']} – {report['round']['name']}", language)


def treasury_workbook(report: Report) -> bytes:
    """Return the list of who is paid what of a round's prizes."""
    return payments_workbook(f"{report['round']['name']} {report['title']}", payees(report))


def _totals(report: Report, language: Language) -> Table:
    totals = report["totals"]
    of = dict.fromkeys(("perfect", "zero"), totals["people"])
    named = ("headcount", "people_of_headcount", "people", "attempts", "ruled_out", "papers")
    return totals_table(totals, (*named, "submitted", "timed_out", "blank", "perfect", "zero"), of, language)


def totals_table(totals: Mapping[str, Any], names: Iterable[str], of: Mapping[str, int], language: Language) -> Table:
    """Return what there is in all: each figure, and its share; ``of`` says of what where a round and a contest differ."""
    whole = {
        "people_of_headcount": totals["headcount"],
        **dict.fromkeys(("papers", "ruled_out"), totals["attempts"]),
        **dict.fromkeys(("submitted", "timed_out", "blank"), totals["papers"]),
        **of,
    }
    rows = [
        [say(f"report.total.{name}", language), totals[name], share(totals[name] or 0, whole.get(name))] for name in names
    ]
    return Table([Column("what", "text", 46), Column("count"), Column("share", "share")], rows)


def bands_table(report: Report, language: Language) -> Table:
    """Return the papers by mark, with a chart."""
    papers = report["totals"]["papers"]
    rows = [
        [say(f"report.band.{each['band']}", language), each["papers"], share(each["papers"], papers)]
        for each in report["bands"]
    ]
    columns = [Column("band", "text", 46), Column("papers"), Column("share", "share")]
    return Table(columns, rows, [Chart("bands", by=0, shown=[1])])


def days_table(report: Report) -> Table:
    """Return papers and people by day, with a chart."""
    rows = [[date_of(each["day"]), each["papers"], each["people"]] for each in report["days"]]
    return Table([Column("day", "day"), Column("papers"), Column("people")], rows, [Chart("days", by=0, shown=[1, 2])])


def _units(report: Report, language: Language) -> Table:
    """Return the units, most people first. Those who owe a share have it beside theirs, and whether they came up to it."""
    columns = [Column("unit", "text", 40), Column("class", "text", 22), *UNIT_FIGURES]
    units = shown_units(report)
    charts = [Chart("units", by=0, shown=[3], kind="bar", most=MOST_CHARTED)]
    if any(unit["headcount"] for unit in units):
        charts.append(Chart("rates", by=0, shown=[4], kind="bar", most=MOST_CHARTED))
    return Table(columns, [_unit_row(unit, language) for unit in units], charts)


def _unit_row(unit: Mapping[str, Any], language: Language) -> list[Cell]:
    return [unit_name(unit, language), unit["class_name"], *unit_figures(unit, language)]


def unit_figures(unit: Mapping[str, Any], language: Language) -> list[Cell]:
    """Return the cells under `UNIT_FIGURES`."""
    owed = None if unit["owed"] is None else unit["owed"] / 10_000
    came = [unit["headcount"], unit["people"], share(unit["people"], unit["headcount"]), owed, met_text(unit, language)]
    return [*came, unit["papers"], share(unit["points"], unit["ranked"]), unit["perfect"], unit["zero"]]


UNIT_FIGURES = (
    Column("headcount"),
    Column("people"),
    Column("rate", "share"),
    Column("owed", "share"),
    Column("met", "text"),
    Column("papers"),
    Column("mean", "mean"),
    Column("perfect"),
    Column("zero"),
)


def _unit_days(report: Report, language: Language) -> Table:
    """Return units by days: first the papers of each day, then the people."""
    titles = [f"{say(f'report.column.{name}', language)} {date_of(each['day']):%d/%m}" for name, each in _by_day(report)]
    found = {each["unit"]: each for each in report["unit_days"]}
    shown = [unit for unit in shown_units(report) if unit["unit"] in found]
    rows = [[unit_name(unit, language), *found[unit["unit"]]["papers"], *found[unit["unit"]]["people"]] for unit in shown]
    columns = [Column("unit", "text", 40), *(Column("", title=title) for title in titles)]
    days = range(1, len(report["days"]) + 1)
    return Table(columns, rows, [Chart("unit-days", by=0, shown=days, kind="bar", subtype="stacked", most=MOST_CHARTED)])


def _by_day(report: Report) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, each) for name in ("papers", "people") for each in report["days"])


def _questions(report: Report) -> Table:
    columns = [Column("question", "text", 14), Column("text", "text", 70), Column("held"), Column("got")]
    columns.append(Column("share", "share"))
    rows = [
        [each["question"], each["text"], each["papers"], each["got"], share(each["got"], each["papers"])]
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
