"""A list of units goes in: what it would change is shown first, then it is sent whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from chalicelib.domain.roster import Unit
from chalicelib.domain.unit_list import unit_changes

from .toolkit import Toolkit

_LONGEST_LIST = 10

# One who puts a list into a contest that isn't there yet: everything is new, and nothing is shown.
_NOTHING: dict[str, Any] = {"was": {}, "shown": False}


def preview_units(toolkit: Toolkit, contest: str, listed: Sequence[Unit], whole: bool, known: bool = True) -> bool:
    """Tell what the list would change of what is stored. Returns whether there is anything to send.

    A list that is stored but not shown to everybody is sent again: whoever sent it was stopped half-way.
    """
    told = toolkit.ask("import-units", dry_run=True, **event_of(contest, listed, whole)) if known else _new(listed)
    toolkit.tell("units.preview", **_counts(told))
    for line in _lines(toolkit, told, {unit.id: unit for unit in listed}):
        toolkit.print(f"  {line}")
    return bool(told["added"] or told["changed"] or told["taken_off"] or not told["shown"])


def send_units(toolkit: Toolkit, contest: str, listed: Sequence[Unit], whole: bool = False) -> None:
    """Put the list in, and say so."""
    toolkit.ask("import-units", **event_of(contest, listed, whole))
    toolkit.tell("units.done", count=len(listed), contest=contest)


def event_of(contest: str, listed: Sequence[Unit], whole: bool = False) -> dict[str, Any]:
    """Return a list as the act ``import-units`` takes it."""
    return {"contest": contest, "units": [asdict(unit) for unit in listed], "whole": whole}


def _new(listed: Sequence[Unit]) -> dict[str, Any]:
    return {**asdict(unit_changes((), listed, whole=False)), **_NOTHING}


def _counts(told: dict[str, Any]) -> dict[str, int]:
    return {name: len(told[name]) for name in ("added", "changed", "taken_off")} | {"same": told["unchanged"]}


def _lines(toolkit: Toolkit, told: dict[str, Any], listed: dict[str, Unit]) -> list[str]:
    was = {id: Unit(**unit) for id, unit in told["was"].items()}
    kinds = {
        "units.added": [_shown(listed[id]) for id in told["added"]],
        "units.changed": [f"{_shown(was[id])} → {_shown(listed[id])}" for id in told["changed"]],
        "units.taken-off": [_shown(was[id]) for id in told["taken_off"]],
    }
    return [toolkit.say(kind, items=_some(toolkit, items)) for kind, items in kinds.items() if items]


def _shown(unit: Unit) -> str:
    beside = ", ".join(str(each) for each in (unit.klass, unit.headcount) if each)
    return f"{unit.name} ({beside})" if beside else unit.name


def _some(toolkit: Toolkit, items: Iterable[str]) -> str:
    """Join the first ten; count the others."""
    every = list(items)
    rest = len(every) - _LONGEST_LIST
    return "; ".join([*every[:_LONGEST_LIST], *([toolkit.say("units.more", count=rest)] if rest > 0 else [])])
