"""Commands that write what an office hands to its leaders and to the treasury after a round.

Everything is made on the office's own machine, from one answer of the deployment: names stand in these files, and only
their owner may read them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, ROUND
from .shape import Command, Group
from .toolkit import Toolkit
from .trouble import Trouble

TO = click.option("--to", "report_folder", metavar="FOLDER", type=PATH, required=True)
TEMPLATE = click.option("--template", "word_template", metavar="FILE.docx", type=PATH)

Told = Mapping[str, Any]
Make = Callable[[Told], bytes]


@click.group("report", cls=Group)
def reports() -> None:
    """What concerns the reports on a round."""


@reports.command("round", cls=Command)
@CONTEST
@ROUND
@TO
@TEMPLATE
@DRY_RUN
@click.pass_obj
def round_report(
    toolkit: Toolkit, contest: str, round: str, report_folder: Path, word_template: Path | None, dry_run: bool
) -> None:
    """Write the report on a round: a workbook with charts, and a document from a template."""
    from .reports.workbook import round_workbook

    made = {
        "bao-cao.xlsx": lambda told: round_workbook(told, toolkit.language),
        "bao-cao.docx": _document("bao-cao.docx", word_template),
    }
    _write(toolkit, contest, round, report_folder, made, dry_run)


@reports.command("decision", cls=Command)
@CONTEST
@ROUND
@TO
@TEMPLATE
@DRY_RUN
@click.pass_obj
def decision(
    toolkit: Toolkit, contest: str, round: str, report_folder: Path, word_template: Path | None, dry_run: bool
) -> None:
    """Write the decision that recognises a round's results, with the list of winners."""
    made = {"quyet-dinh.docx": _document("quyet-dinh.docx", word_template)}
    _write(toolkit, contest, round, report_folder, made, dry_run)


@reports.command("treasury", cls=Command)
@CONTEST
@ROUND
@TO
@TEMPLATE
@DRY_RUN
@click.pass_obj
def treasury(
    toolkit: Toolkit, contest: str, round: str, report_folder: Path, word_template: Path | None, dry_run: bool
) -> None:
    """Write the list by which prizes are paid, as a document and as a workbook. Where nobody is paid there is none."""
    from .reports.workbook import treasury_workbook

    made = {
        "danh-sach-chi-tra.xlsx": _of_paid_prizes(treasury_workbook),
        "danh-sach-chi-tra.docx": _of_paid_prizes(_document("danh-sach-chi-tra.docx", word_template)),
    }
    _write(toolkit, contest, round, report_folder, made, dry_run)


def _of_paid_prizes(make: Make) -> Make:
    def made(told: Told) -> bytes:
        if not told["amount_vnd"]:
            raise Trouble("report-unpaid", round=told["round"]["id"])
        return make(told)

    return made


def _document(name: str, own: Path | None) -> Make:
    """Return what makes a document of this name; its template, ``own`` or the one that ships, is looked at right away."""
    from .reports.document import TEMPLATES, Template
    from .reports.fields import values

    template = Template(own or TEMPLATES / name)
    return lambda told: template.filled_in(values(told))


def _write(toolkit: Toolkit, contest: str, round: str, folder: Path, made: Mapping[str, Make], dry_run: bool) -> None:
    """Ask for the report and write what is made of it: all files, or none where one of them is there or can't be made."""
    files = {folder / name: make for name, make in made.items()}
    for file in files:
        if file.exists():
            raise Trouble("file-there", file=file)
    told = toolkit.ask("report", contest=contest, round=round)
    contents = {file: make(told) for file, make in files.items()}
    if dry_run:
        for file in files:
            toolkit.tell("file.would-write", file=file)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in contents.items():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
        toolkit.tell("winners.written", file=file)
    if not told["official"]:
        toolkit.tell("report.unofficial")


@reports.command("fields", cls=Command)
@click.pass_obj
def fields(toolkit: Toolkit) -> None:
    """Print every field that a template may name, with what it stands for."""
    from .reports.fields import FIELDS

    rows = []
    for field, of_rows in FIELDS.items():
        written = f"{{% for x in {field} %}}" if of_rows else f"{{{{ {field} }}}}"
        rows.append([written, toolkit.say(f"report.field.{field}")])
        rows += [[f"{{{{ x.{name} }}}}", toolkit.say(f"report.row-field.{name}")] for name in of_rows]
    toolkit.table([toolkit.say("column.field"), toolkit.say("column.meaning")], rows)
