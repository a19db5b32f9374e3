"""What may keep a command from being done, and how each of it is told to the person at the keyboard.

    Trouble            something outside the contest's rules: no network, no credentials, a file in the way; exit code 1
    └── Misuse         the command was called in a way that can't be right; exit code 2

Beside these stand the domain's own: Refusal, Faulty and NotReady, and click's errors of usage.
"""

from __future__ import annotations

from collections.abc import Callable

import click

from chalicelib.domain import words as contest_words
from chalicelib.domain.errors import Busy, Refusal
from chalicelib.domain.faults import MOST_SHOWN, Fault, Faulty
from chalicelib.domain.readiness import NotReady

from .words import Language, say

REFUSED = 1
MISUSED = 2
INTERRUPTED = 130


class Trouble(Exception):
    """A command can't be done; ``key`` names the sentence that says why and what to do, ``values`` fill it in."""

    exit_code = REFUSED

    def __init__(self, key: str, **values: object):
        super().__init__(key, *([values] if values else []))  # Where nobody catches it, its traceback shall say why.
        self.key = key
        self.values = values


class Misuse(Trouble):
    """A command was called in a way that can't be right."""

    exit_code = MISUSED


def sentences(error: Exception, language: Language) -> list[str]:
    """Return what happened as lines for a person. Raises KeyError for an error that isn't one of `TOLD`."""
    for kind, tell in _TELLERS.items():
        if isinstance(error, kind):
            return tell(error, language)
    raise KeyError(type(error))


def exit_code(error: Exception) -> int:
    """Return 1 where something was refused or faulty, 2 for a misuse, 130 for Ctrl-C."""
    if isinstance(error, click.Abort):
        return INTERRUPTED
    if isinstance(error, click.UsageError):
        return MISUSED
    return error.exit_code if isinstance(error, Trouble) else REFUSED


def fault_lines(faults: list[Fault], language: Language, more: int = 0) -> list[str]:
    """Return each fault as one line: file, place, what was found, what was expected, how to mend it.

    Beyond fifty they are only counted, with ``more`` that are known of elsewhere.
    """
    shown = [_fault_line(fault, language) for fault in faults[:MOST_SHOWN]]
    unshown = len(faults) - len(shown) + more
    return [*shown, say("faults.more", language, count=unshown)] if unshown else shown


def _fault_line(fault: Fault, language: Language) -> str:
    """A deployed function may be newer than this program, and name a fault that this one has no sentence for."""
    try:
        return fault.line(language)
    except KeyError:
        where = ", ".join(part for part in (fault.file, fault.path) if part)
        return say("fault.unknown", language, where=where, code=fault.code)


def _trouble(error: Trouble, language: Language) -> list[str]:
    return [say(f"trouble.{error.key}", language, **error.values)]


def _faulty(error: Faulty, language: Language) -> list[str]:
    counted = say("faults.count", language, count=len(error.faults) + error.more)
    return [*fault_lines(error.faults, language, error.more), counted]


def _not_ready(error: NotReady, language: Language) -> list[str]:
    counted = say("open.count", language, count=len(error.fields))
    shown = [field.sentence(language) for field in error.fields[:MOST_SHOWN]]
    unshown = len(error.fields) - len(shown)
    return [*shown, *([say("faults.more", language, count=unshown)] if unshown else []), counted]


def _refusal(error: Refusal, language: Language) -> list[str]:
    if error.code == Busy.code:
        return [say("trouble.busy", language)]  # The catalogue's own sentence speaks to contestants, of their page.
    try:
        title, detail = (
            contest_words.say(f"problem.{error.code}.{part}", language, **error.values) for part in ("title", "detail")
        )
    except KeyError:
        return [say("refused.unknown", language, code=error.code)]
    return [f"{title}. {detail}"]


def _usage(error: click.UsageError, language: Language) -> list[str]:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return [error.message]
    path = error.ctx.command_path if error.ctx else ""
    return [_misused(error, language), say("usage.see-help", language, command=path)]


def _misused(error: click.UsageError, language: Language) -> str:
    if isinstance(error, click.MissingParameter):
        return say("usage.missing", language, name=_named(error.param))
    if isinstance(error, click.NoSuchOption):
        return say("usage.no-such-option", language, name=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return say("usage.no-such-command", language, name=error.command_name)
    if isinstance(error, click.BadParameter):
        return say("usage.unfit", language, name=_named(error.param), why=error.message)
    if isinstance(error, click.BadOptionUsage):
        return say("usage.no-value", language, name=error.option_name)
    return say("usage.not-understood", language)


def _named(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _abort(error: click.Abort, language: Language) -> list[str]:
    return [say("interrupted", language)]


def _os_error(error: OSError, language: Language) -> list[str]:
    return [say("trouble.file", language, file=error.filename or "", why=error.strerror or error)]


_TELLERS: dict[type[Exception], Callable[..., list[str]]] = {
    Trouble: _trouble,
    Faulty: _faulty,
    NotReady: _not_ready,
    Refusal: _refusal,
    click.UsageError: _usage,
    click.Abort: _abort,
    OSError: _os_error,
}
TOLD = tuple(_TELLERS)
"""What is told in sentences. Anything else is a mistake of ours, and its traceback shall be seen."""
