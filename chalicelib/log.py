"""Structured logs: one line of JSON for each request and each act, all lines of one request under one trace id.

Ids of contests and rounds, codes and times; never a name, a pseudonym, an address, a code, an answer or a token. CloudWatch
adds the time of each line by itself.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from contextvars import ContextVar
from typing import Any

HOUSE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

_trace: ContextVar[str] = ContextVar("trace", default="")
_warm = False


def follow(trace: str) -> None:
    """Put ``trace`` on every line from now on: an id that a person can quote and that finds all lines of a request."""
    _trace.set(trace[:128])


def trace() -> str:
    """Return the trace id of what is being done, or an empty text."""
    return _trace.get()


def is_cold() -> bool:
    """Return whether this process does something for the first time. To be asked once for each thing that is done."""
    global _warm
    first, _warm = not _warm, True
    return first


class Log:
    """Writes lines of JSON to standard output, where Lambda takes them; those below the level ``least`` are left out."""

    def __init__(self) -> None:
        self.least = logging.INFO

    def info(self, message: str, **facts: Any) -> None:
        """Write down what was done."""
        self._write(logging.INFO, message, facts)

    def warning(self, message: str, **facts: Any) -> None:
        """Write down what somebody should look at."""
        self._write(logging.WARNING, message, facts)

    def exception(self, message: str, **facts: Any) -> None:
        """Write down the error that is being handled, and where it came from."""
        self._write(logging.ERROR, message, {**facts, "error": trouble(sys.exc_info()[1])})

    def _write(self, level: int, message: str, facts: dict[str, Any]) -> None:
        if level < self.least:
            return
        told = {"level": logging.getLevelName(level), "message": message, "trace": trace(), **facts}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str) + "\n")


def trouble(error: BaseException | None) -> list[str]:
    """Return an error and its causes, newest first: kinds, AWS's own words, and the places of ours that they passed.

    The message of any other error may quote what somebody has written, so it isn't told.
    """
    told: list[str] = []
    while error is not None:
        places = [_place(frame) for frame in traceback.extract_tb(error.__traceback__)]
        told += [f"{type(error).__name__}{_said_by_aws(error)}", *(f"  at {place}" for place in places if place)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _place(frame: traceback.FrameSummary) -> str:
    name = os.path.relpath(frame.filename, HOUSE)
    return f"{name}:{frame.lineno} {frame.name}" if name.startswith(("app.py", "chalicelib")) else ""


def _said_by_aws(error: BaseException) -> str:
    told = getattr(error, "response", None)
    said = told.get("Error", {}) if isinstance(told, dict) else {}
    return f" {said.get('Code', '')}: {said.get('Message', '')}"[:500] if said else ""


log = Log()
