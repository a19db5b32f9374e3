"""Commands that look back at a round: what came of each question, and which papers are worth a look.

They show evidence and change nothing. Contestants stand there under their pseudonyms; who somebody is, `person find` tells
to those who may know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from chalicelib.domain.exports import revision_name

from .commands_offline import PATH
from .commands_rounds import CONTEST, ROUND
from .shape import Command, Group
from .tables import Cell, Column, Sheet, write_workbook
from .toolkit import Toolkit
from .trouble import Trouble

OUT = click.option("--out", "out_file", metavar="FILE.xlsx", type=PATH)
_TEXT_WIDTH, _LIST_WIDTH, _ID_WIDTH = 60, 70, 30

Told = dict[str, Any]
Rows = list[list[Cell]]


@click.group("round", cls=Group)
def looking_back() -> None:
    """What concerns one round."""


# --- questions ---


@looking_back.command("questions", cls=Command)
@CONTEST
@ROUND
@OUT
@click.pass_obj
def questions(toolkit: Toolkit, contest: str, round: str, out_file: Path | None) -> None:
    """Show what came of each question, and warn of keys that look wrong."""
    _refuse_to_overwrite(out_file)
    told = toolkit.ask("round-questions", contest=contest, round=round)
    toolkit.tell("questions.about", **_named(told), papers=_number(toolkit, told["papers"]), left_out=told["left_out"])
    columns, rows = _question_columns(toolkit, told), _question_rows(told)
    _show(toolkit, columns, rows)
    for question in told["questions"]:
        if question["suspect"]:
            toolkit.tell("questions.suspect", **_suspicion(question))
    toolkit.tell("questions.hours")
    _show(toolkit, _hour_columns(toolkit), _hour_rows(told))
    toolkit.tell("questions.what-now")
    if out_file:
        write_workbook(out_file, _question_sheets(toolkit, told, columns, rows))
        toolkit.tell("file.written", file=out_file)


def _question_columns(toolkit: Toolkit, told: Told) -> list[Column]:
    decided = ("key-now", "got-now") if told["decided"] else ()
    names = ("question", "key", *decided[:1], "papers", "got", *decided[1:])
    letters = [Column(letter, 8) for letter in _letters(told)]
    return [*(_column(toolkit, name) for name in names), *letters, *(_column(toolkit, name) for name in ("blank", "look"))]


def _question_rows(told: Told) -> Rows:
    letters = _letters(told)
    rows: Rows = []
    for each in told["questions"]:
        now, got_now = ([each["right_now"] or "—"], [each["got_now"]]) if told["decided"] else ([], [])
        chosen = [each["chosen"].get(letter, "") for letter in letters]
        first = [each["question"], each["right"], *now, each["papers"], each["got"], *got_now]
        rows.append([*first, *chosen, each["blank"], each["suspect"] and f"! {each['suspect']}"])
    return rows


def _letters(told: Told) -> list[str]:
    return sorted({letter for question in told["questions"] for letter in question["chosen"]})


def _suspicion(question: Told) -> Told:
    answered = sum(question["chosen"].values())
    chose = question["chosen"][question["suspect"]]
    named = {"question": question["question"], "letter": question["suspect"], "answer": question["right_now"]}
    return {**named, "chose": chose, "answered": answered, "share": _percent(chose, answered)}


def _hour_columns(toolkit: Toolkit) -> list[Column]:
    return [_column(toolkit, name) for name in ("hour", "handed-in-papers", "share")]


def _hour_rows(told: Told) -> Rows:
    return [[_hour(each["hour"]), each["papers"], _percent(each["got"], each["asked"])] for each in told["hours"]]


def _question_sheets(toolkit: Toolkit, told: Told, columns: Sequence[Column], rows: Rows) -> list[Sheet]:
    texts = [[question["text"], *row] for question, row in zip(told["questions"], rows, strict=True)]
    by_hour = [
        [each["question"], *(_of(got, papers) for got, papers in zip(each["hours_got"], each["hours"], strict=True))]
        for each in told["questions"]
    ]
    hours = [Column(_hour(hour), 10) for hour in range(24)]
    return [
        Sheet(
            toolkit.say("questions.sheet"), [Column(toolkit.say("column.text-of-question"), _TEXT_WIDTH), *columns], texts
        ),
        Sheet(toolkit.say("questions.sheet-hours"), _hour_columns(toolkit), _hour_rows(told)),
        Sheet(toolkit.say("questions.sheet-by-hour"), [_column(toolkit, "question"), *hours], by_hour),
    ]


def _of(got: int, papers: int) -> str:
    return f"{got}/{papers}" if papers else ""


def _hour(hour: int) -> str:
    return f"{hour:02d}:00"


# --- anomalies ---


@looking_back.command("anomalies", cls=Command)
@CONTEST
@ROUND
@OUT
@click.pass_obj
def anomalies(toolkit: Toolkit, contest: str, round: str, out_file: Path | None) -> None:
    """Show papers that are worth a look, with what there is to see; never a verdict."""
    _refuse_to_overwrite(out_file)
    told = toolkit.ask("round-anomalies", contest=contest, round=round)
    toolkit.tell("anomalies.about", **_named(told), papers=_number(toolkit, told["papers"]))
    parts = [_quick(toolkit, told), _agreeing(toolkit, told), _devices(toolkit, told)]
    for part, (heading, sheet, found) in enumerate(parts, start=1):
        toolkit.print(f"{part}. {heading}")
        _show_found(toolkit, sheet, found)
    toolkit.tell("anomalies.no-verdict")
    if out_file:
        note = Sheet(
            toolkit.say("anomalies.sheet-note"), [Column(toolkit.say("anomalies.no-verdict"), 110)], _headings(parts)
        )
        write_workbook(out_file, [note, *(sheet for _, sheet, _ in parts)])
        toolkit.tell("file.written", file=out_file)


Part = tuple[str, Sheet, Told]


def _headings(parts: Iterable[Part]) -> Rows:
    return [[f"{part}. {heading}"] for part, (heading, _, _) in enumerate(parts, start=1)]


def _show_found(toolkit: Toolkit, sheet: Sheet, found: Told) -> None:
    if not sheet.rows:
        toolkit.tell("anomalies.none")
        return
    _show(toolkit, sheet.columns, sheet.rows)
    if found["more"]:
        toolkit.tell("anomalies.more", count=found["more"])


def _quick(toolkit: Toolkit, told: Told) -> Part:
    found = told["quick"]
    times = {name: _seconds(toolkit, found[f"{name}_ms"]) for name in ("limit", "median", "floor")}
    heading = toolkit.say("anomalies.quick", questions=told["questions"], **times)
    columns = [_column(toolkit, name) for name in ("attempt", "unit", "began", "handed-in", "seconds", "points")]
    rows = [
        [*_who(told, each), *_times(toolkit, each), each["elapsed_ms"] / 1000, each["points"]] for each in found["found"]
    ]
    return heading, Sheet(toolkit.say("anomalies.sheet-quick"), columns, rows), found


def _agreeing(toolkit: Toolkit, told: Told) -> Part:
    found = told["agreeing"]
    counts = {name: _number(toolkit, found[name]) for name in ("compared", "pairs")}
    heading = toolkit.say("anomalies.agreeing", **counts)
    if found["unsearched"]:
        heading += " " + toolkit.say("anomalies.unsearched", count=found["unsearched"])
    both = ("first", "unit", "began", "handed-in", "second", "unit", "began", "handed-in")
    names = (*both, "common", "wrong", "shared", "expected", "rare", "matches")
    columns = [_column(toolkit, name) for name in names]
    rows = [_agreement_row(toolkit, told, each) for each in found["found"]]
    return heading, Sheet(toolkit.say("anomalies.sheet-agreeing"), columns, rows), found


def _agreement_row(toolkit: Toolkit, told: Told, each: Told) -> list[Cell]:
    both = [cell for who in (each["first"], each["second"]) for cell in (*_who(told, who), *_times(toolkit, who))]
    rare = toolkit.say("anomalies.rare", rounds=_number(toolkit, each["one_in"]))
    matches = [toolkit.say("anomalies.match", **match) for match in each["matches"]]
    left = each["shared"] - len(matches)
    listed = "; ".join([*matches, f"+{left}"] if left else matches)
    wrong = " / ".join(map(str, each["wrong"]))
    return [*both, each["common"], wrong, each["shared"], each["expected"], rare, listed]


def _devices(toolkit: Toolkit, told: Told) -> Part:
    found = told["devices"]
    columns = [_column(toolkit, name) for name in ("device", "people-there", "attempt", "unit", "began")]
    rows = [row for place, crowd in enumerate(found["found"], start=1) for row in _crowd_rows(toolkit, told, crowd, place)]
    return toolkit.say("anomalies.devices"), Sheet(toolkit.say("anomalies.sheet-devices"), columns, rows), found


def _crowd_rows(toolkit: Toolkit, told: Told, crowd: Told, place: int) -> Rows:
    """Return a row for each start; the device has a number of this answer's own, for its mark says nothing to anybody."""
    people = toolkit.say("anomalies.people", people=crowd["people"], lasted=_seconds(toolkit, crowd["lasted_ms"]))
    rows: Rows = [[str(place), people, *_who(told, each), toolkit.time(each["started_at"])] for each in crowd["starts"]]
    if crowd["more_starts"]:
        rows.append([str(place), people, f"+{crowd['more_starts']}", "", ""])
    return rows


# --- both ---


def _who(told: Told, each: Mapping[str, Any]) -> list[Cell]:
    return [f"{each['contestant']}.{each['number']}", told["units"].get(each["unit"]) or each["unit"] or "—"]


def _times(toolkit: Toolkit, each: Mapping[str, Any]) -> list[Cell]:
    return [toolkit.time(each["started_at"]), toolkit.time(each["submitted_at"])]


def _named(told: Told) -> Told:
    return {"round": told["round"], "revision": revision_name(told["revision"])}


_WIDTHS = {"attempt": _ID_WIDTH, "first": _ID_WIDTH, "second": _ID_WIDTH, "unit": 36, "matches": _LIST_WIDTH, "rare": 40}


def _column(toolkit: Toolkit, name: str) -> Column:
    title = toolkit.say(f"column.{name}")
    return Column(title, _WIDTHS.get(name, 18))


def _show(toolkit: Toolkit, columns: Sequence[Column], rows: Rows | Sequence[Sequence[Cell]]) -> None:
    toolkit.table([column.title for column in columns], [[_read(toolkit, cell) for cell in row] for row in rows])


def _number(toolkit: Toolkit, number: int) -> str:
    """Return a number as it is read here: ``1.234.567``, or ``1,234,567`` in English."""
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if toolkit.language == "vi" else grouped


def _seconds(toolkit: Toolkit, milliseconds: int) -> str:
    return _read(toolkit, milliseconds / 1000)


def _read(toolkit: Toolkit, cell: Cell) -> str:
    """Return a cell as it is read here: a number's fraction stands behind a comma, and in English behind a point."""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    return text.replace(".", ",") if isinstance(cell, float) and toolkit.language == "vi" else text


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "—"


def _refuse_to_overwrite(file: Path | None) -> None:
    if file and file.exists():
        raise Trouble("file-there", file=file)
