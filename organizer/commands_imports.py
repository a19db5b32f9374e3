"""Commands that put a contest in: its definition, the banks, the units, the roster, or all of a folder at once.

Each reads and checks its files here first, then shows what the deployment says would change, then changes it.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from chalicelib.domain import bank as banks
from chalicelib.domain import roster as rosters
from chalicelib.domain import unit_facts, unit_list
from chalicelib.domain.bank import Bank, read_bank
from chalicelib.domain.definition import Definition, definition_from_json
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.errors import NotFound
from chalicelib.domain.roster import Roster, read_roster
from chalicelib.domain.roster_changes import RosterChanges, roster_changes
from chalicelib.domain.unit_list import read_units

from .commands_offline import DRY_RUN, PATH
from .contest_files import Contest, bank_event, read_contest, read_definition, read_text
from .people import TO_THE_SCREEN, codes_path, preview_people, send_people
from .shape import Group
from .spreadsheets import read_table
from .toolkit import Toolkit
from .unit_lists import preview_units, send_units

CODES = click.option("--codes", metavar="OUT.csv", type=click.Path(path_type=Path, allow_dash=True))


@click.group(cls=Group)
def definition() -> None:
    """What concerns a definition."""


@click.group(cls=Group)
def bank() -> None:
    """What concerns a question bank."""


@click.group(cls=Group)
def roster() -> None:
    """What concerns a roster."""


@click.group(cls=Group)
def units() -> None:
    """What concerns the list of units."""


@click.group(cls=Group)
def contest() -> None:
    """What concerns a contest as a whole."""


@definition.command("import")
@click.argument("contest_file", metavar="CONTEST.yaml", type=PATH)
@DRY_RUN
@click.pass_obj
def definition_import(toolkit: Toolkit, contest_file: Path, dry_run: bool) -> None:
    """Put a definition in: every round that isn't settled yet takes it over."""
    text = read_text(contest_file)
    rules = load_definition(text, contest_file.name)
    event = {"contest": rules.contest, "text": text, "file": contest_file.name}
    changed = _preview_definition(toolkit, event)["changed"]
    if not changed or dry_run:
        _done_nothing(toolkit, bool(changed))
        return
    toolkit.ask("import-definition", **event)
    toolkit.tell("definition.done", rounds=", ".join(changed))


def _preview_definition(toolkit: Toolkit, event: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = toolkit.ask("import-definition", dry_run=True, **event)
    if answer["changed"]:
        toolkit.tell("definition.preview", contest=answer["contest"], rounds=", ".join(answer["changed"]))
    else:
        toolkit.tell("definition.same", contest=answer["contest"])
    return answer


def _done_nothing(toolkit: Toolkit, would_change: bool) -> None:
    toolkit.tell("dry-run" if would_change else "nothing-to-do")


@bank.command("import")
@click.argument("contest")
@click.argument("round", metavar="ROUND")
@click.argument("bank_file", metavar="FILE", type=PATH)
@click.option("--definition", "definition_file", metavar="CONTEST.yaml", type=PATH)
@DRY_RUN
@click.pass_obj
def bank_import(
    toolkit: Toolkit, contest: str, round: str, bank_file: Path, definition_file: Path | None, dry_run: bool
) -> None:
    """Put a round's question bank in, or tell every fault of it by its cell."""
    rules = read_definition(definition_file) if definition_file else stored_definition(toolkit, contest, round)
    questions, warnings = read_bank(read_table(bank_file, banks.SHEET), rules, round)
    toolkit.warn(warnings)
    event = {"contest": contest, "round": round, "bank": {**bank_event(questions), "contest": contest}}
    changed = _preview_bank(toolkit, event)
    if not changed or dry_run:
        _done_nothing(toolkit, changed)
        return
    toolkit.ask("import-bank", **event)
    toolkit.tell("bank.done", round=round, count=len(questions.questions))


@units.command("facts")
@click.argument("contest")
@click.argument("facts_file", metavar="FILE", type=PATH)
@DRY_RUN
@click.pass_obj
def units_facts(toolkit: Toolkit, contest: str, facts_file: Path, dry_run: bool) -> None:
    """Tell what prizes for units ask for and no round knows: entries, their ranks, leaders who came to every round."""
    facts, warnings = unit_facts.read_unit_facts(read_table(facts_file, unit_facts.SHEET))
    toolkit.warn(warnings)
    event = {"contest": contest, "facts": [asdict(each) for each in facts]}
    told = toolkit.ask("unit-facts", dry_run=True, **event)
    toolkit.tell("unit-facts.preview", **told)
    if not told["changed"] or dry_run:
        _done_nothing(toolkit, bool(told["changed"]))
        return
    toolkit.ask("unit-facts", **event)
    toolkit.tell("unit-facts.done", contest=contest)


def stored_definition(toolkit: Toolkit, contest: str, round: str | None = None) -> Definition:
    """Ask for the definition that the deployment holds a file against: a copy on this machine may be an older one."""
    named = {} if round is None else {"round": round}
    answer = toolkit.ask("definition", contest=contest, **named)
    return definition_from_json(answer["definition"].encode())


def _preview_bank(toolkit: Toolkit, event: dict[str, Any]) -> bool:
    answer = toolkit.ask("import-bank", dry_run=True, **event)
    toolkit.tell("bank.preview", round=event["round"])
    for line in answer[toolkit.language]:
        toolkit.print(f"  {line}")
    return bool(answer["changed"])


@roster.command("import")
@click.argument("contest")
@click.argument("roster_file", metavar="FILE", type=PATH)
@CODES
@click.option("--new-codes", is_flag=True)
@DRY_RUN
@click.pass_obj
def roster_import(
    toolkit: Toolkit, contest: str, roster_file: Path, codes: Path | None, new_codes: bool, dry_run: bool
) -> None:
    """Put a roster in, and keep the codes that it gives in a file that only its owner may read."""
    rules = stored_definition(toolkit, contest)
    people, warnings = read_roster(read_table(roster_file, rosters.SHEET), rules)
    toolkit.warn(warnings)
    _tell_people(toolkit, people, preview_people(toolkit, contest, people))
    if dry_run:
        toolkit.tell("dry-run")
        return
    _send(toolkit, contest, people, codes, new_codes)


def _tell_people(toolkit: Toolkit, people: Roster, changes: RosterChanges) -> None:
    counts = {"new": len(changes.added), "changed": changes.changed, "same": changes.unchanged}
    toolkit.tell("roster.preview", units=len(people.units), **counts)
    for line in changes.lines(toolkit.language):
        toolkit.print(f"  {line}")


def _send(toolkit: Toolkit, contest: str, people: Roster, codes: Path | None, new_codes: bool = False) -> None:
    """Send the roster whole, whatever the preview counted: what differs is the function's to decide."""
    file = codes or codes_path(contest)
    given = send_people(toolkit, contest, people, file, new_codes)
    toolkit.tell("roster.done", count=len(people.people))
    if given and file != TO_THE_SCREEN:
        toolkit.tell("roster.codes", count=given, file=file)


@units.command("import")
@click.argument("contest")
@click.argument("units_file", metavar="FILE", type=PATH)
@click.option("--whole", is_flag=True)
@DRY_RUN
@click.pass_obj
def units_import(toolkit: Toolkit, contest: str, units_file: Path, whole: bool, dry_run: bool) -> None:
    """Put units on the list from which people choose theirs."""
    listed, warnings = read_units(read_table(units_file, unit_list.SHEET), stored_definition(toolkit, contest))
    toolkit.warn(warnings)
    changes = preview_units(toolkit, contest, listed, whole)
    if not changes or dry_run:
        _done_nothing(toolkit, changes)
        return
    send_units(toolkit, contest, listed, whole)


@contest.command("load")
@click.argument("folder", type=PATH)
@click.option("--roster", "roster_file", metavar="FILE", type=PATH)
@CODES
@DRY_RUN
@click.pass_obj
def contest_load(toolkit: Toolkit, folder: Path, roster_file: Path | None, codes: Path | None, dry_run: bool) -> None:
    """Put a whole folder in: ``contest.yaml``, the banks that it names, the list of units and the roster beside it."""
    files = read_contest(folder, roster_file)
    toolkit.warn(files.warnings)
    plan = _Plan(toolkit, files)
    if not plan.changes or dry_run:
        _done_nothing(toolkit, plan.changes)
        return
    plan.apply(codes)


class _Plan:
    """What a folder would change, shown while it is found out; then the loop that does it, and decides nothing."""

    def __init__(self, toolkit: Toolkit, files: Contest):
        self.toolkit, self.files = toolkit, files
        self.contest = files.definition.contest
        self.known = _known_rounds(toolkit, self.contest)
        self.event = {"contest": self.contest, "text": files.text, "file": files.file}
        self.changed = _preview_definition(toolkit, self.event)["changed"]
        self.banks = [questions for questions in files.banks.read.values() if self._preview(questions)]
        self.units = files.units if self._preview_units() else ()
        self._preview_people()

    @property
    def changes(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.changed or self.banks or self.units or self.files.roster)

    def _preview(self, questions: Bank) -> bool:
        """Ask what a bank would change; not where its round takes over another definition, which the bank is read by."""
        if questions.round in self.changed:
            self.toolkit.tell("bank.preview-new", round=questions.round, count=len(questions.questions))
            return True
        return _preview_bank(self.toolkit, self._bank(questions))

    def _bank(self, questions: Bank) -> dict[str, Any]:
        return {"contest": self.contest, "round": questions.round, "bank": bank_event(questions)}

    def _preview_units(self) -> bool:
        known = bool(self.known)
        return bool(self.files.units) and preview_units(self.toolkit, self.contest, self.files.units, False, known)

    def _preview_people(self) -> None:
        people = self.files.roster
        if people is None:
            self.toolkit.tell("roster.none")
            return
        known = preview_people(self.toolkit, self.contest, people) if self.known else roster_changes(None, people)
        _tell_people(self.toolkit, people, known)

    def apply(self, codes: Path | None) -> None:
        """Put in what changes: the definition first, since it makes the rounds that the others belong to."""
        if self.changed:
            self.toolkit.ask("import-definition", **self.event)
            self.toolkit.tell("definition.done", rounds=", ".join(self.changed))
        for questions in self.banks:
            self.toolkit.ask("import-bank", **self._bank(questions))
            self.toolkit.tell("bank.done", round=questions.round, count=len(questions.questions))
        if self.units:
            send_units(self.toolkit, self.contest, self.units)
        if self.files.roster:
            _send(self.toolkit, self.contest, self.files.roster, codes)


def _known_rounds(toolkit: Toolkit, contest_id: str) -> list[str]:
    try:
        return [told["round"] for told in toolkit.ask("status", contest=contest_id)]
    except NotFound:
        return []
