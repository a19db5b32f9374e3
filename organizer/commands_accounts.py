"""Commands of accounts: signing in and out, and, for chiefs, who has which role. Passwords are typed, never arguments."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.roles import EVERY_CONTEST, ROLES, SEES_QUESTIONS_OR_RESULTS, UNIT_MANAGER

from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, YES
from .people import PASSING, WAITS_S
from .shape import Code, Command, Group, OneOf
from .toolkit import Toolkit
from .trouble import Trouble

ACCOUNT = click.argument("account", metavar="ACCOUNT", type=Code())
OF = click.option("--contest", "of", metavar="CONTEST", default=EVERY_CONTEST)
ROLE = click.option("--role", type=OneOf(*ROLES), required=True)
UNIT = click.option("--unit", "units", metavar="UNIT", multiple=True)
STDIN = click.option("--password-stdin", is_flag=True)
IDENTIFIER = click.option("--identifier-stdin", is_flag=True)
EVEN_IF_IN = click.option("--even-if-in", is_flag=True)
PASSWORD_TO = click.option("--to", "password_file", metavar="FILE", type=PATH)

Told = dict[str, Any]


# --- signing in and out ----------------------------------------------------------------------------------------------


@click.command(cls=Command)
@ACCOUNT
@OF
@STDIN
@click.pass_obj
def login(toolkit: Toolkit, account: str, of: str, password_stdin: bool) -> None:
    """Sign in; with a password that somebody else has made, choose one's own at once."""
    password = toolkit.secret("login.password", password_stdin)
    told = toolkit.ask_openly("sign-in", contest=of, account=account, password=password)
    if told["password_to_change"] or told["identifier_to_give"]:
        told = _completed(toolkit, told, password, password_stdin)
    _sit(toolkit, told)
    toolkit.tell("login.done", **_words(toolkit, told), expires=toolkit.time(told["expires_at"]))


def _completed(toolkit: Toolkit, told: Told, password: str, from_stdin: bool) -> Told:
    """Have the holder choose a password, and say who they are where their role keeps them out of the contest."""
    toolkit.tell("login.first")
    event: Told = {"old": password, "new": toolkit.chosen(from_stdin)}
    if told["identifier_to_give"]:
        toolkit.tell("login.identifier-why")
        event |= {
            "identifier": toolkit.answer("login.identifier", from_stdin),
            "full_name": toolkit.answer("login.full-name", from_stdin),
        }
    return _changed(toolkit, told, event)


def _changed(toolkit: Toolkit, told: Told, event: Told) -> Told:
    answer: Told = toolkit.ask_openly("change-password", token=told["token"], contest=told["contest"], **event)
    return answer


def _sit(toolkit: Toolkit, told: Told) -> None:
    toolkit.seats.keep(toolkit.deployment.name, told["account"], told["token"], told["expires_at"])


@click.command(cls=Command)
@click.pass_obj
def logout(toolkit: Toolkit) -> None:
    """End the session, here and at the deployment."""
    told = toolkit.ask("whoami")
    toolkit.ask("sign-out")
    toolkit.seats.drop(toolkit.deployment.name, told["account"])
    toolkit.tell("logout.done", account=told["account"])


@click.command(cls=Command)
@click.pass_obj
def whoami(toolkit: Toolkit) -> None:
    """Say which account is signed in."""
    told = toolkit.ask("whoami")
    toolkit.tell("whoami.told", **_words(toolkit, told))


# --- accounts --------------------------------------------------------------------------------------------------------


@click.group(cls=Group)
def account() -> None:
    """What concerns accounts."""


@account.command("add")
@ACCOUNT
@OF
@ROLE
@UNIT
@click.option("--full-name", required=True)
@IDENTIFIER
@EVEN_IF_IN
@PASSWORD_TO
@DRY_RUN
@click.pass_obj
def account_add(
    toolkit: Toolkit,
    account: str,
    of: str,
    role: str,
    units: tuple[str, ...],
    full_name: str,
    identifier_stdin: bool,
    even_if_in: bool,
    password_file: Path | None,
    dry_run: bool,
) -> None:
    """Make an account, and give the password for its first sign-in."""
    _refuse_to_overwrite(password_file)
    event = {"contest": of, "account": account, "role": role, "units": list(units), "even_if_in": even_if_in}
    event |= {"identifier": _identifier(toolkit, role, identifier_stdin), "nonce": secrets.token_hex(16)}
    told = _insisted(toolkit, lambda: toolkit.ask("account-add", full_name=full_name, dry_run=dry_run, **event))
    if dry_run:
        toolkit.tell("account.would-add", **_words(toolkit, told))
        toolkit.tell("dry-run")
        return
    toolkit.tell("account.added", **_words(toolkit, told))
    give_password(toolkit, told, password_file)


def _identifier(toolkit: Toolkit, role: str, from_stdin: bool) -> str:
    """It is personal data, and would stay in the shell's history as an argument."""
    return toolkit.answer("account.identifier", from_stdin) if role in SEES_QUESTIONS_OR_RESULTS else ""


@account.command("role")
@ACCOUNT
@OF
@ROLE
@UNIT
@IDENTIFIER
@EVEN_IF_IN
@DRY_RUN
@click.pass_obj
def account_role(
    toolkit: Toolkit,
    account: str,
    of: str,
    role: str,
    units: tuple[str, ...],
    identifier_stdin: bool,
    even_if_in: bool,
    dry_run: bool,
) -> None:
    """Give an account another role, or other units."""
    event: Told = {"contest": of, "account": account, "role": role, "units": list(units), "even_if_in": even_if_in}
    if _was_unit_manager(toolkit, of, account):
        event["identifier"] = _identifier(toolkit, role, identifier_stdin)
    told = toolkit.ask("account-role", dry_run=dry_run, **event)
    toolkit.tell("account.would-change" if dry_run else "account.changed", **_words(toolkit, told))
    if dry_run:
        toolkit.tell("dry-run")


def _was_unit_manager(toolkit: Toolkit, of: str, account: str) -> bool:
    """Whether nobody has asked yet who the holder is."""
    listed = toolkit.ask("account-list", contest=of)
    return any(each["account"] == account and each["role"] == UNIT_MANAGER for each in listed)


@account.command("close")
@ACCOUNT
@OF
@YES
@DRY_RUN
@click.pass_obj
def account_close(toolkit: Toolkit, account: str, of: str, yes: bool, dry_run: bool) -> None:
    """Close an account for good: its sessions end at once."""
    told = toolkit.ask("account-close", contest=of, account=account, dry_run=True)
    toolkit.tell("account.would-close", **_words(toolkit, told))
    if dry_run:
        toolkit.tell("dry-run")
        return
    toolkit.confirm(yes)
    toolkit.ask("account-close", contest=of, account=account)
    toolkit.tell("account.closed", **_words(toolkit, told))


@account.command("list")
@click.argument("contest", metavar="CONTEST", default=EVERY_CONTEST)
@click.pass_obj
def account_list(toolkit: Toolkit, contest: str) -> None:
    """Show who has which role."""
    headers = [toolkit.say(f"column.{name}") for name in ("account", "full-name", "role", "units", "standing")]
    toolkit.table(headers, [_row(toolkit, told) for told in toolkit.ask("account-list", contest=contest)])


def _row(toolkit: Toolkit, told: Told) -> list[str]:
    closed, waiting = told["closed"], told["password_to_change"] or told["identifier_to_give"]
    standing = toolkit.say(f"account.is-{'closed' if closed else 'waiting' if waiting else 'open'}")
    return [told["account"], told["full_name"], toolkit.say(f"role.{told['role']}"), ", ".join(told["units"]), standing]


@account.command("password")
@click.argument("account", metavar="ACCOUNT", type=Code(), required=False)
@OF
@STDIN
@PASSWORD_TO
@click.pass_obj
def account_password(
    toolkit: Toolkit, account: str | None, of: str, password_stdin: bool, password_file: Path | None
) -> None:
    """Change one's own password; of another account, make a new one for one sign-in."""
    if account is None:
        _change_own(toolkit, password_stdin)
        return
    _refuse_to_overwrite(password_file)
    event = {"contest": of, "account": account, "nonce": secrets.token_hex(16)}
    told = _insisted(toolkit, lambda: toolkit.ask("account-password", **event))
    toolkit.tell("account.reset", **_words(toolkit, told))
    give_password(toolkit, told, password_file)


def _change_own(toolkit: Toolkit, from_stdin: bool) -> None:
    old = toolkit.secret("login.password", from_stdin)
    told = toolkit.ask("change-password", old=old, new=toolkit.chosen(from_stdin))
    _sit(toolkit, told)
    toolkit.tell("account.own-changed", account=told["account"])


def _refuse_to_overwrite(file: Path | None) -> None:
    if file and file.exists():
        raise Trouble("file-there", file=file)


def give_password(toolkit: Toolkit, told: Told, file: Path | None) -> None:
    """Show a password for one sign-in this once, or write it where only the file's owner may read it."""
    if file is None:
        toolkit.tell("account.password", account=told["account"], password=told["password"])
        return
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(told["password"] + "\n")
    toolkit.tell("account.password-written", account=told["account"], file=file)


def _words(toolkit: Toolkit, told: Told) -> Told:
    contest = toolkit.say("account.every-contest") if told["contest"] == EVERY_CONTEST else told["contest"]
    units = f" ({', '.join(told['units'])})" if told["units"] else ""
    return {"account": told["account"], "contest": contest, "role": toolkit.say(f"role.{told['role']}") + units}


# --- the log of acts -------------------------------------------------------------------------------------------------


@click.command(cls=Command)
@CONTEST
@click.pass_obj
def acts(toolkit: Toolkit, contest: str) -> None:
    """Show who did what in a contest, the oldest first; ``*`` for what concerns all contests."""
    headers = [
        toolkit.say(f"column.{name}") for name in ("when", "account", "full-name", "act", "round", "about", "outcome")
    ]
    toolkit.table(headers, [_line(toolkit, told) for told in _all_acts(toolkit, contest)])


def _all_acts(toolkit: Toolkit, contest: str) -> list[Told]:
    found: list[Told] = []
    after = ""
    while True:
        answer = toolkit.ask("acts", contest=contest, after=after)
        found += answer["acts"]
        after = answer["next"]
        if not after:
            return found


def _line(toolkit: Toolkit, told: Told) -> list[str]:
    outcome = told["outcome"] or toolkit.say("acts.unknown")
    who = [told["by"], told["name"]]
    return [toolkit.time(told["at"]), *who, told["act"], told["round"], told["about"], outcome]


# --- the first chief, for whoever deploys ----------------------------------------------------------------------------


def make_first_chief(toolkit: Toolkit) -> bool:
    """Make the stage's first chief and tell the password; False where there is one already. An answer that was lost is asked
    for again under the same nonce, and is the same.
    """
    nonce = secrets.token_hex(16)
    try:
        told = _insisted(toolkit, lambda: toolkit.ask_openly("first-chief", nonce=nonce))
    except Conflict:
        return False
    toolkit.tell("first-chief.made", **_words(toolkit, told), password=told["password"], stage=toolkit.deployment.name)
    return True


def _insisted(toolkit: Toolkit, ask: Callable[[], Told]) -> Told:
    """Ask again where the answer, and a password with it, was lost; the event names itself by its nonce."""
    for wait in WAITS_S:
        try:
            return ask()
        except (Trouble, Busy) as error:
            if isinstance(error, Trouble) and error.key not in PASSING:
                raise
            toolkit.pause(wait)
    return ask()
