"""What a look at a deployment brings: one line for each thing, and what to do about those that are not in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from botocore.exceptions import BotoCoreError, ClientError

from .toolkit import Toolkit

# unknown: this account, or an emulator, does not say.
Level = Literal["ok", "look", "bad", "unknown"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: the sentences ``found.<key>`` and ``todo.<key>``, and the values in them."""

    level: Level
    key: str
    values: dict[str, object] = field(default_factory=dict)


def held(key: str, found: float | None, needed: float, **values: object) -> Finding:
    """Return whether a limit ``found`` holds what is ``needed``; None is a limit that nobody names."""
    level: Level = "unknown" if found is None else "ok" if found >= needed else "bad"
    shown = "?" if found is None else f"{found:,.0f}"
    return Finding(level, key, {"found": shown, "needed": f"{needed:,.0f}", **values})


def true(key: str, is_so: bool, otherwise: Level = "bad", **values: object) -> Finding:
    """Return whether something is as it should be."""
    return Finding("ok" if is_so else otherwise, key, values)


def looked(checks: Iterable[tuple[str, Callable[[], Iterable[Finding]]]]) -> Iterator[Finding]:
    """Make one check after the other; one that AWS refuses to answer is a finding too, and keeps no other from it."""
    for key, check in checks:
        try:
            yield from check()
        except (ClientError, BotoCoreError) as error:
            yield Finding("unknown", "unanswered", {"what": key, "why": _why(error)})


def _why(error: Any) -> str:
    told = getattr(error, "response", {}).get("Error", {})
    return f"{told.get('Code', type(error).__name__)}: {told.get('Message', error)}"[:200]


def tell(toolkit: Toolkit, findings: Iterable[Finding]) -> int:
    """Print findings as they come, what to do below each that is not in order. Returns how many are bad."""
    bad = 0
    for finding in findings:
        bad += finding.level == "bad"
        toolkit.print(f"{toolkit.say(f'level.{finding.level}')} {toolkit.say(f'found.{finding.key}', **finding.values)}")
        if finding.level != "ok" and finding.key != "unanswered":
            toolkit.print("       → " + toolkit.say(f"todo.{finding.key}", **finding.values))
    toolkit.tell("looked.bad" if bad else "looked.well", count=bad)
    return bad
