"""The program's commands, in the order in which an organizer meets them: a table of contents."""

from __future__ import annotations

import click

from .commands_imports import bank, contest, definition, roster
from .commands_offline import check, schema, template
from .commands_results import export, winners
from .commands_rounds import approve, close_due, close_early, publish, ready, status
from .commands_stage import deploy, look_at, restore_drill, smell, take_down
from .shape import Code, OneOf, Root
from .stage import STAGES
from .toolkit import Toolkit


@click.command(cls=Root)
@click.option("--stage", type=OneOf(*STAGES))
@click.option("--lang", type=OneOf("vi", "en"), default="vi", expose_value=False)
@click.option("--by", "account", type=Code(), envvar="HOITHI_BY")
@click.pass_obj
def cli(toolkit: Toolkit, stage: str | None, account: str | None) -> None:
    """Take what holds for every command; the language was read before, since help needs it too."""
    toolkit.stage, toolkit.account = stage, account


for command in (
    check,
    schema,
    template,
    contest,
    definition,
    bank,
    roster,
    status,
    ready,
    close_early,
    close_due,
    winners,
    approve,
    publish,
    export,
    look_at,
    deploy,
    smell,
    restore_drill,
    take_down,
):
    cli.add_command(command)
