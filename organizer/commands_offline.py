"""Commands that need no deployment: checking a definition, its schema for editors, templates to fill in."""

from __future__ import annotations

import json
from pathlib import Path

import click

from chalicelib.domain.budget import budget_sentences
from chalicelib.domain.drafting import definition_schema

from .contest_files import Banks, Checked, check_contest, read_definition
from .shape import Command, OneOf
from .toolkit import Toolkit
from .trouble import REFUSED, Misuse, Trouble, fault_lines
from .workbooks import write_question_template, write_roster_template

PATH = click.Path(path_type=Path)
DRY_RUN = click.option("--dry-run", is_flag=True)


@click.command(cls=Command)
@click.argument("contest_file", metavar="CONTEST.yaml", type=PATH)
@click.pass_obj
def check(toolkit: Toolkit, contest_file: Path) -> int:
    """Tell everything that is wrong with a definition or still open in it, and look at the banks that it names."""
    found = check_contest(contest_file)
    _tell_faults(toolkit, found)
    _tell_open(toolkit, found)
    if not found.faults and not found.open:
        _tell_budget(toolkit, contest_file)
    if found.banks is None:
        toolkit.tell("check.banks-unread")
    else:
        _tell_banks(toolkit, found.banks)
    toolkit.tell("check.ready" if found.ready else "check.not-ready", file=contest_file.name)
    return 0 if found.ready else REFUSED


def _tell_faults(toolkit: Toolkit, found: Checked) -> None:
    toolkit.tell("check.faults", count=len(found.faults))
    for line in fault_lines(found.faults, toolkit.language):
        toolkit.print(f"  {line}")


def _tell_open(toolkit: Toolkit, found: Checked) -> None:
    toolkit.tell("check.open", count=len(found.open))
    for field in found.open:
        toolkit.print(f"  {field.sentence(toolkit.language)}")


def _tell_budget(toolkit: Toolkit, contest_file: Path) -> None:
    """What the prizes come to is looked at before a contest opens: afterwards it is committed to."""
    if sums := budget_sentences(read_definition(contest_file), toolkit.language):
        toolkit.tell("check.budget")
    for line in sums:
        toolkit.print(f"  {line}")


def _tell_banks(toolkit: Toolkit, banks: Banks) -> None:
    for round_id, file in banks.files.items():
        if round_id in banks.read:
            count = len(banks.read[round_id].questions)
            toolkit.print("  " + toolkit.say("check.bank", round=round_id, file=file, count=count))
        else:
            toolkit.print("  " + toolkit.say("check.bank-faulty", round=round_id, file=file))
    for round_id in banks.unnamed:
        toolkit.print("  " + toolkit.say("check.no-bank", round=round_id))
    for line in fault_lines(banks.faults, toolkit.language):
        toolkit.print(f"  {line}")
    toolkit.warn(banks.warnings)


@click.command(cls=Command)
@click.argument("schema_file", metavar="[SCHEMA.json]", type=PATH, required=False)
@DRY_RUN
@click.pass_obj
def schema(toolkit: Toolkit, schema_file: Path | None, dry_run: bool) -> None:
    """Print the JSON Schema of definitions, or write it to a file."""
    text = json.dumps(definition_schema(), ensure_ascii=False, indent=2) + "\n"
    if schema_file is None:
        click.echo(text, nl=False)
        return
    if schema_file.is_file() and schema_file.read_text(encoding="utf-8") == text:
        toolkit.tell("file.same", file=schema_file)
    elif dry_run:
        toolkit.tell("file.would-write", file=schema_file)
    else:
        schema_file.write_text(text, encoding="utf-8")
        toolkit.tell("file.written", file=schema_file)


@click.command(cls=Command)
@click.argument("kind", metavar="questions|roster", type=OneOf("questions", "roster"))
@click.argument("template_file", metavar="FILE.xlsx", type=PATH)
@click.option("--contest", "contest_file", metavar="CONTEST.yaml", type=PATH)
@DRY_RUN
@click.pass_obj
def template(toolkit: Toolkit, kind: str, template_file: Path, contest_file: Path | None, dry_run: bool) -> None:
    """Write a workbook to fill in. One that is there may have been filled in, and is never written over."""
    if template_file.suffix.lower() != ".xlsx":
        raise Misuse("template-kind", file=template_file)
    if kind == "roster" and contest_file is None:
        raise Misuse("template-needs-contest")
    definition = read_definition(contest_file) if contest_file else None
    if template_file.exists():
        raise Trouble("file-there", file=template_file)
    if dry_run:
        toolkit.tell("file.would-write", file=template_file)
        return
    if kind == "roster" and definition:
        write_roster_template(template_file, definition, toolkit.language)
    else:
        write_question_template(template_file, definition, toolkit.language)
    toolkit.tell("file.written", file=template_file)
