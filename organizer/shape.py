"""How commands look and read their words: help from the catalogue in either language, times and lengths as people type them.

A command's help stands under ``help.<path>`` and a parameter's under ``param.<name>``, so that no English of click's is
left in the Vietnamese help.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from chalicelib.domain.times import HO_CHI_MINH, Millis, from_datetime

from .toolkit import ACCOUNT, Toolkit
from .trouble import TOLD, exit_code, sentences
from .words import Language, say

_AT = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?\s+(\d\d?)/(\d\d?)/(\d{4})")
_SPAN = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?")


def language_of(ctx: click.Context | None) -> Language:
    """Return the language of a command under way."""
    return ctx.obj.language if ctx and isinstance(ctx.obj, Toolkit) else "vi"


def path_of(ctx: click.Context) -> str:
    """Return a command's own words: ``bank import``; empty for the whole program."""
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    return " ".join(names)


class Command(click.Command):
    """A command whose help is in the catalogue."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        prefix = say("help.usage", language_of(ctx))
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does. Examples stay on one line each, so that they can be copied."""
        example = say("help.example", language_of(ctx))
        formatter.write_paragraph()
        with formatter.indentation():
            for line in say(_help_key(path_of(ctx)), language_of(ctx)).split("\n"):
                if line.startswith(example):
                    formatter.write(f"  {line}\n")
                else:
                    formatter.write_text(line)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments, then the options, each with its sentence."""
        shown = [parameter for parameter in self.get_params(ctx) if not getattr(parameter, "hidden", False)]
        arguments = [each for each in shown if isinstance(each, click.Argument)]
        options = [each for each in shown if isinstance(each, click.Option)]
        for title, listed in (("help.arguments", arguments), ("help.options", options)):
            if listed:
                with formatter.section(say(title, language_of(ctx))):
                    formatter.write_dl([_described(parameter, ctx) for parameter in listed])


def _help_key(path: str) -> str:
    return f"help.{path}" if path else "help"


def _described(parameter: click.Parameter, ctx: click.Context) -> tuple[str, str]:
    name = "help" if parameter is ctx.command.get_help_option(ctx) else parameter.name
    told = say(f"param.{name}", language_of(ctx))
    if isinstance(parameter, click.Option):
        record = parameter.get_help_record(ctx)
        return (record[0] if record else parameter.opts[0]), told
    return parameter.human_readable_name, told


class Group(Command, click.Group):
    """A group of such commands; its list shows the first line of each one's help."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in the order in which an organizer meets them."""
        with formatter.section(say("help.commands", language_of(ctx))):
            formatter.write_dl([(path, _first_line(path, ctx)) for path in _leaves(self, path_of(ctx))])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their declaration."""
        return list(self.commands)


Group.group_class = Group


def _leaves(group: click.Group, path: str) -> list[str]:
    """Return the paths of all commands below ``group``: ``bank import`` says more than ``bank``."""
    found = []
    for name, command in group.commands.items():
        below = f"{path} {name}".strip()
        found += _leaves(command, below) if isinstance(command, click.Group) else [below]
    return found


def _first_line(path: str, ctx: click.Context) -> str:
    return say(_help_key(path), language_of(ctx)).split("\n")[0]


class Root(Group):
    """The program: whatever keeps a command from being done becomes sentences and an exit code, never a traceback."""

    def main(  # type: ignore[override]  # click's overloads tell its two modes apart; here there is one.
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run the program and exit: 0 done, 1 refused or faulty, 2 misused, 130 interrupted."""
        arguments = list(sys.argv[1:] if args is None else args)
        toolkit = extra.pop("obj", None) or Toolkit()
        toolkit.language = language_in(arguments)
        try:
            code = super().main(arguments, prog_name, obj=toolkit, **{**extra, "standalone_mode": False})
        except TOLD as error:
            toolkit.complain(sentences(error, toolkit.language))
            code = exit_code(error)
        sys.exit(code or 0)


def language_in(arguments: Sequence[str]) -> Language:
    """Return the language that the arguments ask for. It is needed before they are parsed: for help, and for misuse."""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if argument == "--lang=en" or (before, argument) == ("--lang", "en"):
            return "en"
    return "vi"


class OneOf(click.ParamType[Any]):
    """One of a few words."""

    name = "choice"

    def __init__(self, *allowed: str):
        self.allowed = allowed

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show the words in place of a placeholder."""
        return f"[{'|'.join(self.allowed)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return ``value`` where it is one of the words."""
        if value not in self.allowed:
            self.fail(say("usage.one-of", language_of(ctx), found=value, allowed=", ".join(self.allowed)), param, ctx)
        return str(value)


class Code(click.ParamType[Any]):
    """An account's id or a reason's code: exports hold codes, never what people write."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return ``value`` where it is a code."""
        if not ACCOUNT.fullmatch(value):
            self.fail(say("usage.code", language_of(ctx), found=value), param, ctx)
        return str(value)


class Whole(click.ParamType[Any]):
    """A whole number above zero."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return ``value`` as a number."""
        if not str(value).isdecimal() or int(value) == 0:
            self.fail(say("usage.whole", language_of(ctx), found=value), param, ctx)
        return int(value)


class HomeTime(click.ParamType[Any]):
    """A moment as people here write it: ``16:30 13/12/2021``, in the zone of Ho Chi Minh City."""

    name = "HH:MM DD/MM/YYYY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Millis:
        """Return the moment in UTC milliseconds."""
        found = _AT.fullmatch(str(value).strip())
        try:
            if found:
                hour, minute, second, day, month, year = (int(part or 0) for part in found.groups())
                return from_datetime(dt.datetime(year, month, day, hour, minute, second, tzinfo=HO_CHI_MINH))
        except ValueError:
            pass
        self.fail(say("usage.time", language_of(ctx), found=value), param, ctx)


class Span(click.ParamType[Any]):
    """A length of time: ``2m``, ``90s``, ``1h30m``."""

    name = "2m"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Millis:
        """Return the length in milliseconds."""
        found = _SPAN.fullmatch(str(value))
        if not found or not any(found.groups()):
            self.fail(say("usage.span", language_of(ctx), found=value), param, ctx)
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
