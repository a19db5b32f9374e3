"""The program's commands, in the order in which an organizer meets them: a table of contents."""

from __future__ import annotations

import click

from .commands_accounts import account, acts, login, logout, whoami
from .commands_certificates import certificate_pictures, certificates
from .commands_decisions import decide, decision
from .commands_imports import bank, contest, definition, roster, units
from .commands_looking_back import looking_back
from .commands_offline import check, schema, template
from .commands_outages import attempt, extend_round
from .commands_password import password
from .commands_people import exclude, person
from .commands_person_data import erase_person, export_person
from .commands_reports import reports
from .commands_results import export, winners
from .commands_rounds import approve, close_due, close_early, publish, ready, status
from .commands_slips import codes, qr
from .commands_sso import sso
from .commands_stage import deploy, first_chief, look_at, restore_drill, smell, take_down
from .shape import Code, OneOf, Root
from .stage import STAGES
from .toolkit import Toolkit


@click.command(cls=Root)
@click.option("--stage", type=OneOf(*STAGES))
@click.option("--lang", type=OneOf("vi", "en"), default="vi", expose_value=False)
@click.option("--by", type=Code(), envvar="HOITHI_BY")
@click.pass_obj
def cli(toolkit: Toolkit, stage: str | None, by: str | None) -> None:
    """Take what holds for every command; the language was read before, since help needs it too."""
    toolkit.stage, toolkit.account = stage, by


for command in (
    login,
    logout,
    whoami,
    account,
    check,
    schema,
    template,
    contest,
    definition,
    bank,
    units,
    password,
    roster,
    codes,
    qr,
    exclude,
    person,
    status,
    ready,
    close_early,
    attempt,
    close_due,
    winners,
    approve,
    certificates,
    certificate_pictures,
    publish,
    decide,
    decision,
    looking_back,
    reports,
    export,
    acts,
    look_at,
    deploy,
    sso,
    first_chief,
    smell,
    restore_drill,
    take_down,
):
    cli.add_command(command)

for command in (export_person, erase_person):
    person.add_command(command)

looking_back.add_command(extend_round)
