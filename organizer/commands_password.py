"""Commands of a contest's password: the word in common that some contests ask for when people register."""

from __future__ import annotations

import click

from .commands_offline import DRY_RUN
from .commands_rounds import CONTEST, YES
from .shape import Group
from .toolkit import Toolkit
from .trouble import Trouble


@click.group(cls=Group)
def password() -> None:
    """What concerns a contest's password."""


@password.command("set")
@CONTEST
@click.option("--password-stdin", is_flag=True)
@DRY_RUN
@click.pass_obj
def password_set(toolkit: Toolkit, contest: str, password_stdin: bool, dry_run: bool) -> None:
    """Set the password. It is typed or piped in, never an argument: those stay in a history."""
    # Shown as it is typed: it will be told to thousands, and a slip of the finger would be told to them too.
    chosen = toolkit.answer("password.chosen", password_stdin).strip()
    if not chosen:
        raise Trouble("password-empty")
    toolkit.ask("password-set", contest=contest, password=chosen, dry_run=dry_run)
    toolkit.tell("dry-run" if dry_run else "password.set", contest=contest)


@password.command("clear")
@CONTEST
@YES
@click.pass_obj
def password_clear(toolkit: Toolkit, contest: str, yes: bool) -> None:
    """Take the password away: then nobody can register where the definition asks for one."""
    toolkit.confirm(yes)
    toolkit.ask("password-set", contest=contest, password="")
    toolkit.tell("password.cleared", contest=contest)
