"""Commands that write what an office hands to its leaders and to the treasury, after a round and of the contest as a whole.

Everything is made on the office's own machine, from one answer of the deployment: names stand in these files, and only
their owner may read them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chalicelib.domain.finals import FINAL

from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, ROUND
from .owner_only import owner_only
from .shape import Command, Group
from .toolkit import Toolkit
from .trouble import Trouble

if TYPE_CHECKING:
    from .reports.kinds import Kind

TO = click.option("--to", "report_folder", metavar="FOLDER", type=PATH, required=True)
TEMPLATE = click.option("--template", "word_template", metavar="FILE.docx", type=PATH)

Told = Mapping[str, Any]
Make = Callable[[Told], bytes]


@click.group("report", cls=Group)
def reports() -> None:
    """What concerns the reports on a round and on the contest."""


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
    """Write the report on a round or the contest: a workbook with charts, and a document from a template."""
    from .reports.kinds import kind_of

    kind = kind_of(round)
    made = {
        kind.file("bao-cao", "xlsx"): lambda told: kind.workbook(told, toolkit.language),
        kind.file("bao-cao", "docx"): _document(kind, "bao-cao", word_template),
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
    """Write the decision that recognises the results of a round or the contest, with the list of winners."""
    from .reports.kinds import kind_of

    kind = kind_of(round)
    made = {kind.file("quyet-dinh", "docx"): _of_settled_prizes(_document(kind, "quyet-dinh", word_template))}
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
    from .reports.kinds import kind_of

    kind = kind_of(round)
    made = {
        kind.file("danh-sach-chi-tra", "xlsx"): _of_paid_prizes(kind.treasury),
        kind.file("danh-sach-chi-tra", "docx"): _of_paid_prizes(_document(kind, "danh-sach-chi-tra", word_template)),
    }
    _write(toolkit, contest, round, report_folder, made, dry_run)


def _of_settled_prizes(make: Make) -> Make:
    """Where a person keeps the highest prize of all rounds, nobody may sign for a round what the contest takes away."""

    def made(told: Told) -> bytes:
        if told["prizes_settled"] != "here":
            raise Trouble("report-settled-later", round=told["round"]["id"])
        return make(told)

    return made


def _of_paid_prizes(make: Make) -> Make:
    def made(told: Told) -> bytes:
        if not told["amount_vnd"]:
            whole = told["round"]["id"] == FINAL
            raise Trouble("report-unpaid-whole") if whole else Trouble("report-unpaid", round=told["round"]["id"])
        return make(told)

    return _of_settled_prizes(made)


def _document(kind: Kind, name: str, own: Path | None) -> Make:
    """Return what makes a document of this name; its template, ``own`` or the one that ships, is looked at right away."""
    from .reports.document import TEMPLATES, Template

    template = Template(own or TEMPLATES / kind.file(name, "docx"), kind)
    return lambda told: template.filled_in(kind.values(told))


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
        with open(file, "xb", opener=owner_only) as out:
            out.write(data)
        toolkit.tell("winners.written", file=file)
    if not told["official"]:
        toolkit.tell("report.unofficial")


@reports.command("fields", cls=Command)
@click.pass_obj
def fields(toolkit: Toolkit) -> None:
    """Print every field that a template may name, with what it stands for: those of a round, then the whole contest's."""
    from .reports.kinds import ROUND as OF_ROUND
    from .reports.kinds import WHOLE

    for said, kind in (("report.fields-of-round", OF_ROUND), ("report.fields-of-whole", WHOLE)):
        toolkit.tell(said)
        toolkit.table([toolkit.say("column.field"), toolkit.say("column.meaning")], _field_rows(toolkit, kind))


def _field_rows(toolkit: Toolkit, kind: Kind) -> list[list[str]]:
    rows = []
    for field, of_rows in kind.fields.items():
        written = f"{{% for x in {field} %}}" if of_rows else f"{{{{ {field} }}}}"
        rows.append([written, toolkit.say(f"report.field.{field}")])
        rows += [[f"{{{{ x.{name} }}}}", toolkit.say(f"report.row-field.{name}")] for name in of_rows]
    return rows
