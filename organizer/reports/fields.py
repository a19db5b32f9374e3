"""What a template of a document may name: every field, and its value for one report as readers here expect it.

Values are texts, ready to be printed; rows are lists to loop over, each row with fields of its own. So a template needs no
filter, and whoever writes one knows from the list alone what there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.exports import revision_name

from ..words import Language, say
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
    **dict.fromkeys(("leaders_came", "leaders_of", "leaders_share"), ()),
    "leaders": ("number", "name", "came", "of"),
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
    return {**contest_values(report), **_round(report), **_totals(report), **leader_values(report), **_rows(report)}


def contest_values(report: Report) -> Values:
    """Return what a report says of the contest itself."""
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
    return {"round_name": told["name"], **hours(told), **standing(report)}


def hours(told: Mapping[str, Any]) -> Values:
    """Return when a round, or the contest from its first round to its last, opened, closed and is told of."""
    return {"opens": hour(told["opens"]), "closes": hour(told["closes"]), "results_at": hour(told["results"])}


def standing(report: Report) -> Values:
    """Return what a report rests on, and how it stands."""
    return {
        "year": report["days"][0]["day"][:4],
        "questions": whole(report["questions_asked"]),
        "revision": revision_name(report["revision"]),
        "approved": say("report.approved" if report["official"] else "report.not-approved", "vi"),
        "made_at": hour(report["made_at"]),
    }


def _totals(report: Report) -> Values:
    units = [unit for unit in report["units"] if unit["unit"]]
    return {
        **total_values(report["totals"], of=report["totals"]["people"]),
        "units_number": whole(len(units)),
        "units_taking_part": whole(sum(unit["people"] > 0 for unit in units)),
        "below_number": few(sum(unit["met"] is False for unit in units)),
        "winners_number": few(len(report["winners"])),
        "amount": worth(report["amount_vnd"]),
        "amount_words": amount_in_words(report["amount_vnd"]) if report["amount_vnd"] else "",
    }


def total_values(totals: Mapping[str, Any], of: int) -> Values:
    """Return the totals that a round and a contest have, with their shares; perfect and zero are shares ``of`` so many."""
    named = ("people", "papers", "attempts", "ruled_out", "headcount", "people_of_headcount")
    papers = {name: totals[name] for name in ("submitted", "timed_out", "blank")}
    results = {name: totals[name] for name in ("perfect", "zero")}
    return {
        **{name: whole(totals[name]) for name in (*named, *papers, *results)},
        **{f"{name}_share": percent(part, totals["papers"]) for name, part in papers.items()},
        **{f"{name}_share": percent(part, of) for name, part in results.items()},
        "rate": percent(totals["people_of_headcount"] or 0, totals["headcount"]),
    }


def leader_values(report: Report) -> Values:
    """Return how many leaders came, of how many, and unit by unit; nothing where no plan asks for that."""
    told = report["leaders"] or []
    came, of = (sum(each[name] for each in told) for name in ("came", "of"))
    rows = ({"name": each["name"] or say("report.no-unit", "vi"), **_whole(each, "came", "of")} for each in told)
    return {
        "leaders_came": whole(came) if of else "",
        "leaders_of": whole(of) if of else "",
        "leaders_share": percent(came, of) if of else "",
        "leaders": numbered(rows),
    }


def _whole(told: Mapping[str, Any], *names: str) -> Row:
    return {name: whole(told[name]) for name in names}


def worth(amount: int | None) -> str:
    """Return an amount of money; nothing where no money is given."""
    return whole(amount) if amount else ""


def _rows(report: Report) -> Values:
    winners, papers = report["winners"], report["totals"]["papers"]
    units = numbered(unit_row(unit) for unit in shown_units(report))
    return {
        "criteria": numbered({"name": each["label"]["vi"], "rule": each["rule"]["vi"]} for each in report["criteria"]),
        "bands": [band_row(each, papers) for each in report["bands"]],
        "days": [day_row(each) for each in report["days"]],
        "units": units,
        "below": numbered(unit_row(unit) for unit in shown_units(report) if unit["met"] is False),
        "hardest": numbered(question_row(each) for each in report["hardest"]),
        "prizes": prize_rows(winners),
        "winners": numbered(_winner(each) for each in winners),
        "payees": numbered(_winner(each) for each in winners if each["amount_vnd"]),
        "not_given": [_not_given(each) for each in report["not_given"]],
        "adjusted": [{"sentence": each["vi"]} for each in report["adjusted"]],
    }


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Return ``rows`` with the running number that stands first in every list of an office."""
    return [{"number": str(number), **row} for number, row in enumerate(rows, start=1)]


def shown_units(report: Report) -> list[Mapping[str, Any]]:
    """Return the units of a report as they are listed: most people first; those without a unit last, where there are any."""
    units = [unit for unit in report["units"] if unit["unit"]]
    nowhere = [unit for unit in report["units"] if not unit["unit"] and unit["papers"]]
    return [*sorted(units, key=lambda unit: (-unit["people"], -unit["papers"], unit["name"])), *nowhere]


def unit_name(unit: Mapping[str, Any], language: Language = "vi") -> str:
    """Return a unit's name, or what those are called who have none."""
    return unit["name"] or say("report.no-unit", language)


def met_text(unit: Mapping[str, Any], language: Language = "vi") -> str:
    """Return whether a unit came up to what it owes; nothing where that isn't decided."""
    return "" if unit["met"] is None else say("report.met" if unit["met"] else "report.not-met", language)


def unit_row(unit: Mapping[str, Any]) -> Row:
    """Return a unit's figures."""
    return {
        "name": unit_name(unit),
        "class_name": unit["class_name"],
        "headcount": whole(unit["headcount"]),
        "people": whole(unit["people"]),
        "rate": percent(unit["people"], unit["headcount"]),
        "owed": rate(unit["owed"]),
        "met": met_text(unit),
        "papers": whole(unit["papers"]),
        "mean": mean(unit["points"], unit["ranked"]),
        "perfect": whole(unit["perfect"]),
        "zero": whole(unit["zero"]),
    }


def band_row(band: Mapping[str, Any], papers: int) -> Row:
    """Return how many of all ``papers`` are in a band."""
    name = say(f"report.band.{band['band']}", "vi")
    return {"name": name, "papers": whole(band["papers"]), "share": percent(band["papers"], papers)}


def day_row(told: Mapping[str, Any]) -> Row:
    """Return what came in on a day."""
    return {"day": day(told["day"]), "papers": whole(told["papers"]), "people": whole(told["people"])}


def question_row(told: Mapping[str, Any]) -> Row:
    """Return what came of a question."""
    texts = {"question": told["question"], "text": told["text"]}
    share = percent(told["got"], told["papers"])
    return {**texts, "papers": whole(told["papers"]), "got": whole(told["got"]), "share": share}


def prize_rows(winners: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return each prize that was given: how many, what one of them is worth, and all of them."""
    given: dict[tuple[str, int | None], list[Mapping[str, Any]]] = {}
    for each in winners:
        given.setdefault((each["prize"], each["amount_vnd"]), []).append(each)
    return [_prize(each) for each in given.values()]


def _prize(given: list[Mapping[str, Any]]) -> Row:
    amount = given[0]["amount_vnd"]
    total = worth((amount or 0) * len(given))
    return {"name": given[0]["prize_name"], "given": few(len(given)), "each": whole(amount), "total": total}


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


def full_name(winner: Mapping[str, Any], language: Language = "vi") -> str:
    """Return who has won, or that the name has been erased: a list to pay by must not just be silent there."""
    return winner["full_name"] or say("report.erased", language)


@dataclass(frozen=True)
class Payee:
    """Who is paid for a prize: a person with the name of their unit, or a unit by its own name."""

    name: str
    unit: str
    prize: str
    amount_vnd: int


def payees(report: Report) -> list[Payee]:
    """Return who is paid for a round's prizes."""
    paid = [each for each in report["winners"] if each["amount_vnd"]]
    return [Payee(full_name(each), each["unit_name"], each["prize_name"], each["amount_vnd"]) for each in paid]


def _not_given(told: Mapping[str, Any]) -> Row:
    return {"name": told["prize_name"], "given": few(told["number"]), "why": told["why"]["vi"]}
