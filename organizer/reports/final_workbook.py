"""The report on a contest as a whole as a workbook: rounds side by side, units with their places, prizes and money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.domain.exports import revision_name

from ..words import Language, say
from .fields import full_name, unit_name
from .final_fields import group_name, listed_units, parent_name, payees, unit_winners
from .payments import payments_workbook
from .sheets import MOST_CHARTED, Cell, Chart, Column, Table, date_of, share, written
from .workbook import UNIT_FIGURES, bands_table, days_table, totals_table, unit_figures

Report = Mapping[str, Any]


def final_workbook(report: Report, language: Language = "vi") -> bytes:
    """Return the workbook of a contest's report (its shape: `domain/final_report.py`)."""
    sheets = {
        "summary": [_totals(report, language), _attendance(report), bands_table(report, language)],
        "rounds": [_rounds(report), _bands_of_rounds(report, language)],
        "days": [days_table(report)],
        "units": [_units(report, language)],
        "unit-rounds": [_unit_rounds(report, language)],
        "questions": [_questions(report)],
        "winners": [_winners(report, language), *_not_given(report["not_given"], "round", language)],
        "unit-winners": [_unit_winners(report, language), *_not_given(report["unit_not_given"], "group", language)],
        "money": [_money(report, language)],
    }
    return written(sheets, report["short_title"], language)


def final_treasury_workbook(report: Report) -> bytes:
    """Return the list of who is paid what of the contest's prizes: people and units."""
    return payments_workbook(report["title"], payees(report))


def _totals(report: Report, language: Language) -> Table:
    totals = report["totals"]
    of = dict.fromkeys(("perfect-turns", "zero-turns"), totals["turns"])
    named = ("headcount", "people_of_headcount", "people", "turns", "attempts", "ruled_out", "papers")
    names = (*named, "submitted", "timed_out", "blank", "perfect-turns", "zero-turns")
    told = {**totals, "perfect-turns": totals["perfect"], "zero-turns": totals["zero"]}
    return totals_table(told, names, of, language)


def _attendance(report: Report) -> Table:
    people = report["totals"]["people"]
    rows = [[str(each["rounds"]), each["people"], share(each["people"], people)] for each in report["attendance"]]
    columns = [Column("rounds-attended", "text", 46), Column("people"), Column("share", "share")]
    return Table(columns, rows, [Chart("attendance", by=0, shown=[1])])


def _rounds(report: Report) -> Table:
    """Return the rounds side by side; a head-count is that of the units which had one in that round."""
    columns = [Column("round", "text", 28), Column("revision", "text", 10), Column("first-day", "day")]
    columns += [Column("last-day", "day"), Column("people"), Column("papers"), Column("headcount")]
    columns += [Column("people-of-headcount"), Column("rate", "share"), Column("attempts"), Column("ruled-out")]
    columns += [Column("perfect"), Column("zero")]
    charts = [Chart("rounds", by=0, shown=[4, 5])]
    if any(each["headcount"] for each in report["rounds"]):
        charts.append(Chart("round-rates", by=0, shown=[8]))
    return Table(columns, [_round_row(each) for each in report["rounds"]], charts)


def _round_row(told: Mapping[str, Any]) -> list[Cell]:
    named = [told["name"], revision_name(told["revision"]), date_of(told["first_day"]), date_of(told["last_day"])]
    there = [told["people"], told["papers"], told["headcount"], told["people_of_headcount"]]
    rate = share(told["people_of_headcount"] or 0, told["headcount"])
    return [*named, *there, rate, told["attempts"], told["ruled_out"], told["perfect"], told["zero"]]


def _bands_of_rounds(report: Report, language: Language) -> Table:
    """Return each round's papers by mark: every line adds up to the round's papers."""
    names = [each["band"] for each in report["bands"]]
    columns = [Column("round", "text", 28), *(Column("", title=say(f"report.band.{name}", language)) for name in names)]
    rows = [[each["name"], *(each["bands"][name] for name in names)] for each in report["rounds"]]
    shown = range(1, len(names) + 1)
    return Table(columns, rows, [Chart("round-bands", by=0, shown=shown, kind="column", subtype="stacked")])


def _units(report: Report, language: Language) -> Table:
    """Return the units with their figures over all rounds, their places and why they stand there."""
    units = listed_units(report)
    columns = [Column("unit", "text", 40), *UNIT_FIGURES, Column("class", "text", 22), Column("under", "text", 30)]
    columns += [Column("group", "text", 20), Column("place", width=8), Column("prize", "text", 20)]
    columns += [Column("why", "text", 60)]
    charts = [Chart("final-units", by=0, shown=[2], kind="bar", most=MOST_CHARTED)]
    if any(unit["headcount"] for unit in units):
        charts.append(Chart("final-rates", by=0, shown=[3], kind="bar", most=MOST_CHARTED))
    return Table(columns, [_unit_row(unit, report, language) for unit in units], charts)


def _unit_row(unit: Mapping[str, Any], report: Report, language: Language) -> list[Cell]:
    stands = [unit["class_name"], parent_name(unit, report), group_name(unit, report)]
    won = [unit["rank"], unit["prize_name"], unit["why"][language] if unit["why"] else ""]
    return [unit_name(unit, language), *unit_figures(unit, language), *stands, *won]


def _unit_rounds(report: Report, language: Language) -> Table:
    """Return units by rounds: first the people of each round, then the papers."""
    titles = [f"{say(f'report.column.{name}', language)} {each['name']}" for name, each in _by_round(report)]
    columns = [Column("unit", "text", 40), *(Column("", title=title) for title in titles)]
    rows = [[unit_name(unit, language), *unit["round_people"], *unit["round_papers"]] for unit in listed_units(report)]
    rounds = range(1, len(report["rounds"]) + 1)
    return Table(columns, rows, [Chart("unit-rounds", by=0, shown=rounds, kind="bar", subtype="stacked", most=MOST_CHARTED)])


def _by_round(report: Report) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, each) for name in ("people", "papers") for each in report["rounds"])


def _questions(report: Report) -> Table:
    columns = [Column("question", "text", 14), Column("round", "text", 28), Column("text", "text", 70), Column("held")]
    columns += [Column("got"), Column("share", "share")]
    rows = [
        [each["question"], each["round_name"], each["text"], each["papers"], each["got"], share(each["got"], each["papers"])]
        for each in report["hardest"]
    ]
    return Table(columns, rows, [Chart("questions", by=0, shown=[5])])


def _winners(report: Report, language: Language) -> Table:
    columns = [
        Column("round", "text", 28),
        Column("prize", "text", 20),
        Column("place", width=8),
        Column("name", "text", 28),
    ]
    columns += [Column("unit", "text", 36), Column("amount", width=16), Column("why", "text", 60)]
    rows = [
        [
            each["round_name"],
            each["prize_name"],
            each["place"],
            full_name(each, language),
            each["unit_name"],
            each["amount_vnd"],
            each["why"][language],
        ]
        for each in report["winners"]
    ]
    return Table(columns, rows)


def _unit_winners(report: Report, language: Language) -> Table:
    columns = [
        Column("group", "text", 28),
        Column("prize", "text", 20),
        Column("place", width=8),
        Column("unit", "text", 28),
    ]
    columns += [Column("amount", width=16), Column("note", "text", 30), Column("why", "text", 60)]
    rows = [
        [
            group_name(each, report),
            each["prize_name"],
            each["rank"],
            each["name"],
            each["amount_vnd"],
            each["prize_note"],
            each["why"][language],
        ]
        for each in unit_winners(report)
    ]
    return Table(columns, rows)


def _not_given(told: Iterable[Mapping[str, Any]], where: str, language: Language) -> list[Table]:
    """Return the prizes that nobody got, ``where`` they were to be had: in a round or in a group."""
    rows = [[each[f"{where}_name"], each["prize_name"], each["number"], each["why"][language]] for each in told]
    columns = [Column(where, "text"), Column("not-given", "text"), Column("number"), Column("why", "text")]
    return [Table(columns, rows)] if rows else []


def _money(report: Report, language: Language) -> Table:
    """Return what was won against what these prizes come to; where a tie may go beyond, that isn't known."""
    numbers = {"people": len(report["winners"]), "units": len(unit_winners(report))}
    rows = [_money_row(kind, number, report, f"{kind}_", language) for kind, number in numbers.items()]
    rows.append(_money_row("all", sum(numbers.values()), report, "", language))
    columns = [Column("what", "text", 30), Column("given"), Column("amount", width=18), Column("budget", width=18)]
    return Table([*columns, Column("share", "share")], rows)


def _money_row(kind: str, number: int, report: Report, of: str, language: Language) -> list[Cell]:
    amount, budget = report[f"{of}amount_vnd"], report[f"{of}budget_vnd"]
    return [say(f"report.total.{kind}-prizes", language), number, amount, budget, share(amount, budget)]
