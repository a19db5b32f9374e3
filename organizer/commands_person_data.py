"""Commands about one person's data: everything that is kept of them, and their erasure, both on their request.

They stand in the group `person`, beside the decisions about single persons.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .commands_offline import DRY_RUN, PATH
from .commands_people import PERSON, meant
from .commands_rounds import CONTEST, YES
from .personal_data import write
from .shape import Command
from .toolkit import Toolkit
from .trouble import Trouble


@click.command("export", cls=Command)
@CONTEST
@PERSON
@click.option("--to", "stem", metavar="FILE", type=PATH, required=True)
@DRY_RUN
@click.pass_obj
def export_person(toolkit: Toolkit, contest: str, person: str, stem: Path, dry_run: bool) -> None:
    """Write everything that is kept of a person into FILE.json and FILE.html."""
    told = toolkit.ask("person-export", contest=contest, person=meant(toolkit, person))
    if dry_run:
        toolkit.tell("file.would-write", file=f"{stem}.json, {stem}.html")
        return
    try:
        files = write(told, stem, toolkit.language)
    except FileExistsError as error:
        raise Trouble("file-there", file=error) from None
    for file in files:
        toolkit.tell("file.written", file=file)


@click.command("erase", cls=Command)
@CONTEST
@PERSON
@YES
@DRY_RUN
@click.pass_obj
def erase_person(toolkit: Toolkit, contest: str, person: str, yes: bool, dry_run: bool) -> None:
    """Erase a person: what they did stays under a pseudonym that leads back to nobody."""
    event = {"contest": contest, "person": meant(toolkit, person)}
    before = toolkit.ask("person-erase", dry_run=True, **event)
    if "erased_at" in before:
        toolkit.tell("person-erase.before", at=toolkit.time(before["erased_at"]))
        if dry_run:
            return
    else:
        toolkit.tell("person-erase.preview", **_who(before))
        if dry_run:
            toolkit.tell("dry-run")
            return
        toolkit.confirm(yes, "person-erase.confirm", **_who(before))
    told = toolkit.ask("person-erase", **event)
    toolkit.tell("person-erase.done", at=toolkit.time(told["erased_at"]))


def _who(told: dict[str, Any]) -> dict[str, str]:
    return {"name": told["person"]["full_name"], "unit": told["person"]["unit_name"] or "—"}
