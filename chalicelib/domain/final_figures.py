"""The figures on the page of a contest's results, in both languages: every share is made of the two numbers beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .amounts import counted, decimal, percent
from .figures import NONE
from .vietnamese import title_key
from .words import LANGUAGES, Language


def final_figures(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``counts`` and ``groups`` of the page: units that compete, those with a prize first, each group for itself.

    A unit under another stands with it, and people without a unit at the end: ``below`` and ``without``. All from
    ``results.json`` alone.
    """
    units = results["units"]
    top = [each for each in units if each["unit"] and not each["parent"]]
    return {
        "counts": {name: _both(counted, number) for name, number in results["counts"].items()},
        "groups": [_group(group, top) for group in _groups(results)],
        "below": [_row(each) for each in sorted((one for one in units if one["parent"]), key=_by_name)],
        "without": [_row(each) for each in units if not each["unit"] and each["papers"]],
    }


def _groups(results: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The groups that compete; of a contest in which units win nothing, all units as one."""
    return list(results["groups"]) or [{"id": "", "name": ""}]


def _group(group: Mapping[str, Any], top: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    there = [each for each in top if each["group"] == group["id"]]
    return {"name": group["name"], "rows": [_row(each) for each in sorted(there, key=_by_rank)]}


def _by_rank(unit: Mapping[str, Any]) -> tuple[Any, ...]:
    return unit["rank"] is None, unit["rank"] or 0, unit["lot"], _by_name(unit)


def _by_name(unit: Mapping[str, Any]) -> Any:
    return title_key(unit["name"])


def _row(unit: Mapping[str, Any]) -> dict[str, Any]:
    told = ("rank", "name", "prize_name", "amount_vnd", "why")
    heads = unit["headcount"]
    return {
        **{name: unit[name] for name in told},
        "prize_note": unit.get("prize_note"),  # Results that an earlier version made have none.
        "people": _both(counted, unit["people"]),
        "heads": _both(counted, heads) if heads is not None else NONE_IN_BOTH,
        "share": _both(percent, unit["people"], heads) if heads else NONE_IN_BOTH,
        "papers": _both(counted, unit["papers"]),
        "mean": _both(decimal, unit["points"], unit["ranked"]) if unit["ranked"] else NONE_IN_BOTH,
        "perfect": _both(counted, unit["perfect"]),
    }


NONE_IN_BOTH = dict.fromkeys(LANGUAGES, NONE)


def _both(shown: Any, *numbers: int) -> dict[Language, str]:
    return {language: shown(*numbers, language) for language in LANGUAGES}
