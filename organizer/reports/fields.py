"""What a template of a document may name: every field, and its value for one report as readers here expect it.

Values are texts, ready to be printed; rows are lists to loop over, each row with fields of its own. So a template needs no
filter, and whoever writes one knows from the list alone what there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.exports import revision_name

from ..words import say
from .numbers import amount_in_words, day, few, hour, mean, percent, rate, whole

Report = Mapping[str, Any]
Values = dict[str, Any]
Row = dict[str, str]

_UNIT = ("number", "name", "class_name", "headcount", "people", "rate", "owed", "met", "papers", "mean", "perfect", "zero")
_WINNER = ("number", "prize", "place", "name", "unit", "result", "amount", "why")

FIELDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("title", "short_title", "kind", "kind_upper", "organizer", "organizer_upper"), ()),
    **dict.fromkeys(("plan", "plan_title", "plan_issuer", "plan_number", "plan_date", "year"), ()),
    **dict.fromkeys(("round_name", "opens", "closes", "results_at", "questions"), ()),
    **dict.fromkeys(("revision", "approved", "made_at"), ()),
    **dict.fromkeys(("people", "papers", "attempts", "ruled_out", "headcount", "people_of_headcount", "rate"), ()),
    **dict.fromkeys(("submitted", "submitted_share", "timed_out", "timed_out_share", "blank", "blank_share"), ()),
    **dict.fromkeys(("perfect", "perfect_share", "zero", "zero_share"), ()),
    **dict.fromkeys(("units_number", "units_taking_part", "below_number", "winners_number"), ()),
    **dict.fromkeys(("amount", "amount_words"), ()),
    "criteria": ("number", "name", "rule"),
    "bands": ("name", "papers", "share"),
    "days": ("day", "papers", "people"),
    "units": _UNIT,
    "below": _UNIT,
    "hardest": ("number", "question", "text", "papers", "got", "share"),
    "prizes": ("name", "given", "each", "total"),
    "winners": _WINNER,
    "payees": _WINNER,
    "not_given": ("name", "given", "why"),
    "adjusted": ("sentence",),
}
"""Field → the fields of its rows; none for a field that is a text. An empty text and an empty list count as no."""


def values(report: Report) -> Values:
    """Return every field's value for ``report`` (its shape: `domain/report.py`)."""
    return {**_contest(report), **_round(report), **_totals(report), **_rows(report)}


def _contest(report: Report) -> Values:
    kind, organizer, plan = report["kind_of_event"], report["organizer"], report["plan"]
    return {
        "title": report["title"],
        "short_title": report["short_title"],
        "kind": kind,
        "kind_upper": kind.upper(),
        "organizer": organizer,
        "organizer_upper": organizer.upper(),
        "plan": _plan(plan),
        "plan_title": plan["title"],
        "plan_issuer": plan["issuer"],
        "plan_number": plan["number"] or "",
        "plan_date": day(plan["date"]) if plan["date"] else "",
    }


def _plan(plan: Mapping[str, Any]) -> str:
    """Return the plan as a document refers to it: by its number and day, or by its title where it has no number."""
    named = say("report.plan-numbered", "vi", number=plan["number"]) if plan["number"] else plan["title"]
    dated = say("report.plan-dated", "vi", day=day(plan["date"])) if plan["date"] else ""
    return " ".join(part for part in (named, dated, say("report.plan-issuer", "vi", issuer=plan["issuer"])) if part)


def _round(report: Report) -> Values:
    told = report["round"]
    return {
        "round_name": told["name"],
        "opens": hour(told["opens"]),
        "closes": hour(told["closes"]),
        "results_at": hour(told["results"]),
        "year": report["days"][0]["day"][:4],
        "questions": whole(report["questions_asked"]),
        "revision": revision_name(report["revision"]),
        "approved": say("report.approved" if report["official"] else "report.not-approved", "vi"),
        "made_at": hour(report["made_at"]),
    }


def _totals(report: Report) -> Values:
    totals = report["totals"]
    named = ("people", "papers", "attempts", "ruled_out", "headcount", "people_of_headcount")
    papers = {name: totals[name] for name in ("submitted", "timed_out", "blank")}
    people = {name: totals[name] for name in ("perfect", "zero")}
    units = [unit for unit in report["units"] if unit["unit"]]
    return {
        **{name: whole(totals[name]) for name in (*named, *papers, *people)},
        **{f"{name}_share": percent(part, totals["papers"]) for name, part in papers.items()},
        **{f"{name}_share": percent(part, totals["people"]) for name, part in people.items()},
        "rate": percent(totals["people_of_headcount"] or 0, totals["headcount"]),
        "units_number": whole(len(units)),
        "units_taking_part": whole(sum(unit["people"] > 0 for unit in units)),
        "below_number": few(sum(unit["met"] is False for unit in units)),
        "winners_number": few(len(report["winners"])),
        "amount": whole(report["amount_vnd"]) if report["amount_vnd"] else "",
        "amount_words": amount_in_words(report["amount_vnd"]) if report["amount_vnd"] else "",
    }


def _rows(report: Report) -> Values:
    winners, papers = report["winners"], report["totals"]["papers"]
    units = _numbered(_unit(unit) for unit in shown_units(report))
    return {
        "criteria": _numbered({"name": each["label"]["vi"], "rule": each["rule"]["vi"]} for each in report["criteria"]),
        "bands": [_band(each, papers) for each in report["bands"]],
        "days": [_day(each) for each in report["days"]],
        "units": units,
        "below": _numbered(_unit(unit) for unit in shown_units(report) if unit["met"] is False),
        "hardest": _numbered(_question(each) for each in report["hardest"]),
        "prizes": _prizes(winners),
        "winners": _numbered(_winner(each) for each in winners),
        "payees": _numbered(_winner(each) for each in winners if each["amount_vnd"]),
        "not_given": [_not_given(each) for each in report["not_given"]],
        "adjusted": [{"sentence": each["vi"]} for each in report["adjusted"]],
    }


def _numbered(rows: Iterable[Row]) -> list[Row]:
    """Return ``rows`` with the running number that stands first in every list of an office."""
    return [{"number": str(number), **row} for number, row in enumerate(rows, start=1)]


def shown_units(report: Report) -> list[Mapping[str, Any]]:
    """Return the units of a report as they are listed: most people first; those without a unit last, where there are any."""
    units = [unit for unit in report["units"] if unit["unit"]]
    nowhere = [unit for unit in report["units"] if not unit["unit"] and unit["papers"]]
    return [*sorted(units, key=lambda unit: (-unit["people"], -unit["papers"], unit["name"])), *nowhere]


def unit_name(unit: Mapping[str, Any], language: str = "vi") -> str:
    """Return a unit's name, or what those are called who have none."""
    return unit["name"] or say("report.no-unit", "en" if language == "en" else "vi")


def _unit(unit: Mapping[str, Any]) -> Row:
    return {
        "name": unit_name(unit),
        "class_name": unit["class_name"],
        "headcount": whole(unit["headcount"]),
        "people": whole(unit["people"]),
        "rate": percent(unit["people"], unit["headcount"]),
        "owed": rate(unit["owed"]),
        "met": "" if unit["met"] is None else say("report.met" if unit["met"] else "report.not-met", "vi"),
        "papers": whole(unit["papers"]),
        "mean": mean(unit["points"], unit["ranked"]),
        "perfect": whole(unit["perfect"]),
        "zero": whole(unit["zero"]),
    }


def _band(band: Mapping[str, Any], papers: int) -> Row:
    name = say(f"report.band.{band['band']}", "vi")
    return {"name": name, "papers": whole(band["papers"]), "share": percent(band["papers"], papers)}


def _day(told: Mapping[str, Any]) -> Row:
    return {"day": day(told["day"]), "papers": whole(told["papers"]), "people": whole(told["people"])}


def _question(told: Mapping[str, Any]) -> Row:
    texts = {"question": told["question"], "text": told["text"]}
    share = percent(told["got"], told["papers"])
    return {**texts, "papers": whole(told["papers"]), "got": whole(told["got"]), "share": share}


def _prizes(winners: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return each prize that was given: how many, what one of them is worth, and all of them."""
    given: dict[str, list[Mapping[str, Any]]] = {}
    for each in winners:
        given.setdefault(each["prize"], []).append(each)
    return [_prize(each) for each in given.values()]


def _prize(given: list[Mapping[str, Any]]) -> Row:
    worth = given[0]["amount_vnd"]
    total = whole(worth * len(given)) if worth else ""
    return {"name": given[0]["prize_name"], "given": few(len(given)), "each": whole(worth), "total": total}


def _winner(winner: Mapping[str, Any]) -> Row:
    return {
        "prize": winner["prize_name"],
        "place": str(winner["place"]),
        "name": full_name(winner),
        "unit": winner["unit_name"],
        "result": "; ".join(each["text"]["vi"] for each in winner["values"]),
        "amount": whole(winner["amount_vnd"]),
        "why": winner["why"]["vi"],
    }


def full_name(winner: Mapping[str, Any], language: str = "vi") -> str:
    """Return who has won, or that the name has been erased: a list to pay by must not just be silent there."""
    return winner["full_name"] or say("report.erased", "en" if language == "en" else "vi")


def _not_given(told: Mapping[str, Any]) -> Row:
    return {"name": told["prize_name"], "given": few(told["number"]), "why": told["why"]["vi"]}
