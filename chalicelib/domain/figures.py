"""The figures on the page of a round's results, in Vietnamese; web/results.js changes their signs for who reads English.

All of it comes from ``results.json``, so that whoever has that file can make each figure again: every share is made of the
two numbers beside it, by integers, half up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from .amounts import counted, decimal, percent
from .statistics import band_scores
from .vietnamese import title_key

if TYPE_CHECKING:
    from .award_rules import UnitClass
    from .definition import Definition

NONE = "–"
"""Where there is no figure: a unit without a head-count has no share."""


def figures(results: Mapping[str, Any], definition: Definition) -> dict[str, Any]:
    """Return ``counts``, ``bands``, ``days`` and ``units`` of the page, each figure a text.

    A round that an earlier version has closed says nothing of the last three: they are empty then, ``units`` None.
    """
    return {
        "counts": _counts(results["counts"]),
        "bands": _bands(results.get("bands", []), results["counts"]["papers"], definition.paper.questions),
        "days": _days(results.get("days", [])),
        "units": _units(results, definition),
    }


def _counts(counts: Mapping[str, Any]) -> dict[str, str]:
    people, perfect = counts["people"], counts["perfect"]
    return {
        "people": counted(people),
        "papers": counted(counts["papers"]),
        "whole": _share(counts["papers"], counts["papers"]),
        "perfect": counted(perfect),
        "perfect_share": _share(perfect, people),
        "not_perfect": counted(people - perfect),
    }


def _share(part: int, whole: int | None) -> str:
    return percent(part, whole) if whole else NONE


def _bands(bands: Sequence[Mapping[str, Any]], papers: int, questions: int) -> list[dict[str, Any]]:
    """Return for each band its ``papers``, their ``share`` of all, its bar's ``width`` and the ``scores`` it goes over."""
    scores, most = band_scores(questions), max((each["papers"] for each in bands), default=0)
    return [
        {
            "band": each["band"],
            "papers": counted(each["papers"]),
            "share": _share(each["papers"], papers),
            "width": _width(each["papers"], most),
            "scores": scores.get(each["band"]),
        }
        for each in bands
    ]


def _days(days: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return each day from the first to the last, one without a paper too: a chart that left it out would mislead."""
    if not days:
        return []
    papers = {date.fromisoformat(each["day"]): each["papers"] for each in days}
    first, most = min(papers), max(papers.values())
    every = [first + timedelta(at) for at in range((max(papers) - first).days + 1)]
    return [
        {"day": f"{day:%d/%m/%Y}", "papers": counted(papers.get(day, 0)), "width": _width(papers.get(day, 0), most)}
        for day in every
    ]


def _width(part: int, whole: int) -> str:
    """Return how long a bar is, as SVG has it, the largest of a chart being ``100.00%``."""
    return percent(part, whole, "en") if whole else "0%"


def _units(results: Mapping[str, Any], definition: Definition) -> dict[str, Any] | None:
    """Return the rows of units, class by class, and the ``sums`` below them; None for a contest without units.

    ``heads`` says whether any unit has a head-count: without one there are neither those nor shares.
    """
    rows = results.get("units", [])
    own = [row for row in rows if row["unit"]]
    if not own:
        return None
    return {
        "heads": any(row["headcount"] for row in own),
        "groups": _groups(own, definition.unit_classes),
        "sums": _sums(own, [row for row in rows if not row["unit"]]),
    }


def _groups(rows: Iterable[Mapping[str, Any]], classes: Iterable[UnitClass]) -> list[dict[str, Any]]:
    """Return rows by class in the definition's order, those of no class last, each class sorted as a list of names is."""
    names = {each.id: each.name for each in classes}
    found: dict[str, list[Mapping[str, Any]]] = {name: [] for name in (*names.values(), "")}
    for row in sorted(rows, key=lambda row: title_key(row["name"])):
        found[names.get(row["class"], "")].append(row)
    return [{"name": name, "rows": [_row(row) for row in group]} for name, group in found.items() if group]


def _row(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": row["name"],
        "people": counted(row["people"]),
        "heads": counted(row["headcount"]) if row["headcount"] else NONE,
        "share": _share(row["people"], row["headcount"]),
        "papers": counted(row["papers"]),
        "mean": decimal(row["points"], row["ranked"]) if row["ranked"] else NONE,
        "perfect": counted(row["perfect"]),
    }


def _sums(own: Sequence[Mapping[str, Any]], unitless: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the last rows: all units together, who has no unit, and everybody.

    Only units have head-counts, and their sum is one only where none is missing. So where somebody has no unit, the share
    stands beside the units' people and not beside everybody's.
    """
    outside = [row for row in unitless if row["papers"]]
    heads = sum(row["headcount"] for row in own) if all(row["headcount"] for row in own) else None
    if not outside:
        return [_sum("all", own, heads)]
    return [_sum("units", own, heads), _sum("none", outside, None), _sum("all", [*own, *outside], None)]


def _sum(name: str, rows: Sequence[Mapping[str, Any]], heads: int | None) -> dict[str, str]:
    added = {what: sum(row[what] for row in rows) for what in ("people", "papers", "perfect", "points", "ranked")}
    return {"sum": name, **_row({"name": "", "headcount": heads, **added})}
