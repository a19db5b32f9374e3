"""What a template of a document on the contest as a whole may name, and the value of each for one report.

As `fields.py` has it for a round: values are texts, ready to be printed, and rows are lists to loop over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.exports import revision_name
from chalicelib.domain.vietnamese import title_key

from ..words import say
from .fields import (
    Payee,
    Report,
    Row,
    Values,
    band_row,
    contest_values,
    day_row,
    full_name,
    hours,
    leader_values,
    numbered,
    prize_rows,
    question_row,
    shown_units,
    standing,
    total_values,
    unit_row,
    worth,
)
from .numbers import amount_in_words, day, few, percent, share_of, whole

_UNIT = (
    "number",
    "name",
    "under",
    "class_name",
    "headcount",
    "people",
    "rate",
    "owed",
    "met",
    "fell_short",
    "papers",
    "mean",
)
_UNIT_AWARDED = (*_UNIT, "perfect", "zero", "group", "rank", "prize", "note", "amount", "why")
_WINNER = ("number", "round", "prize", "place", "name", "unit", "amount", "why")
_ROUND = ("number", "name", "revision", "first_day", "last_day", "people", "headcount", "people_of_headcount", "rate")
_ROUND_PAPERS = (*_ROUND, "attempts", "ruled_out", "papers", "perfect", "zero")

FIELDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("title", "short_title", "kind", "kind_upper", "organizer", "organizer_upper"), ()),
    **dict.fromkeys(("plan", "plan_title", "plan_issuer", "plan_number", "plan_date", "year"), ()),
    **dict.fromkeys(("opens", "closes", "results_at", "questions", "rounds_number"), ()),
    **dict.fromkeys(("revision", "rests_on", "approved", "made_at"), ()),
    **dict.fromkeys(("people", "turns", "papers", "attempts", "ruled_out"), ()),
    **dict.fromkeys(("headcount", "people_of_headcount", "rate", "every_round", "every_round_share"), ()),
    **dict.fromkeys(("submitted", "submitted_share", "timed_out", "timed_out_share", "blank", "blank_share"), ()),
    **dict.fromkeys(("perfect", "perfect_share", "zero", "zero_share"), ()),
    **dict.fromkeys(("units_number", "units_taking_part", "below_number", "awarded"), ()),
    **dict.fromkeys(("winners_number", "unit_winners_number"), ()),
    **dict.fromkeys(("leaders_came", "leaders_of", "leaders_share"), ()),
    "leaders": ("number", "name", "came", "of"),
    **dict.fromkeys(("people_amount", "units_amount", "amount", "amount_words", "budget", "budget_share"), ()),
    "rounds": _ROUND_PAPERS,
    "attendance": ("rounds", "people", "share"),
    "bands": ("name", "papers", "share"),
    "days": ("day", "papers", "people"),
    "units": _UNIT_AWARDED,
    "below": _UNIT_AWARDED,
    "hardest": ("number", "round", "question", "text", "papers", "got", "share"),
    "prizes": ("name", "given", "each", "total"),
    "winners": _WINNER,
    "not_given": ("round", "name", "given", "why"),
    "unit_prizes": ("name", "given", "each", "total"),
    "unit_winners": _UNIT_AWARDED,
    "unit_not_given": ("group", "name", "given", "why"),
    "payees": ("number", "name", "unit", "prize", "amount"),
    "adjusted": ("round", "sentence"),
}
"""Field → the fields of its rows; none for a field that is a text. An empty text and an empty list count as no."""


def values(report: Report) -> Values:
    """Return every field's value for ``report`` (its shape: `domain/final_report.py`)."""
    return {
        **contest_values(report),
        **hours(report),
        **standing(report),
        **_totals(report),
        **_of_units(report),
        **leader_values(report),
        **_money(report),
        **_rows(report),
        **_unit_rows(report),
    }


def _totals(report: Report) -> Values:
    totals, rounds = report["totals"], report["rounds"]
    every = report["attendance"][-1]["people"]
    return {
        **total_values(totals, of=totals["turns"]),
        "turns": whole(totals["turns"]),
        "rounds_number": few(len(rounds)),
        "rests_on": ", ".join(f"{each['name']}: {revision_name(each['revision'])}" for each in rounds),
        "every_round": whole(every),
        "every_round_share": percent(every, totals["people"]),
    }


def _of_units(report: Report) -> Values:
    """Return how many units there are: those under another are counted with it."""
    units = [unit for unit in report["units"] if unit["unit"] and not unit["parent"]]
    return {
        "units_number": whole(len(units)),
        "units_taking_part": whole(sum(unit["people"] > 0 for unit in units)),
        "below_number": few(sum(unit["met"] is False for unit in report["units"])),
        "awarded": say("report.awarded", "vi") if report["awarded"] else "",
    }


def _money(report: Report) -> Values:
    amount, planned = report["amount_vnd"], report["budget_vnd"]
    return {
        "winners_number": few(len(report["winners"])),
        "unit_winners_number": few(len(unit_winners(report))),
        "people_amount": worth(report["people_amount_vnd"]),
        "units_amount": worth(report["units_amount_vnd"]),
        "amount": worth(amount),
        "amount_words": amount_in_words(amount) if amount else "",
        "budget": worth(planned),
        "budget_share": percent(amount, planned) if amount else "",
    }


def _rows(report: Report) -> Values:
    papers, people = report["totals"]["papers"], report["totals"]["people"]
    return {
        "rounds": numbered(_round_row(each) for each in report["rounds"]),
        "attendance": [_attendance_row(each, people) for each in report["attendance"]],
        "bands": [band_row(each, papers) for each in report["bands"]],
        "days": [day_row(each) for each in report["days"]],
        "hardest": numbered({"round": each["round_name"], **question_row(each)} for each in report["hardest"]),
        "prizes": prize_rows(report["winners"]),
        "winners": numbered(_winner_row(each) for each in report["winners"]),
        "not_given": [{"round": each["round_name"], **_not_given_row(each)} for each in report["not_given"]],
        "payees": numbered(_payee_row(each) for each in payees(report)),
        "adjusted": [{"round": each["round_name"], "sentence": each["sentence"]["vi"]} for each in report["adjusted"]],
    }


def _round_row(told: Mapping[str, Any]) -> Row:
    named = ("people", "headcount", "people_of_headcount", "attempts", "ruled_out", "papers", "perfect", "zero")
    return {
        "name": told["name"],
        "revision": revision_name(told["revision"]),
        "first_day": day(told["first_day"]),
        "last_day": day(told["last_day"]),
        "rate": percent(told["people_of_headcount"] or 0, told["headcount"]),
        **{name: whole(told[name]) for name in named},
    }


def _attendance_row(told: Mapping[str, Any], people: int) -> Row:
    return {"rounds": str(told["rounds"]), "people": whole(told["people"]), "share": percent(told["people"], people)}


def _winner_row(winner: Mapping[str, Any]) -> Row:
    return {
        "round": winner["round_name"],
        "prize": winner["prize_name"],
        "place": str(winner["place"]),
        "name": full_name(winner),
        "unit": winner["unit_name"],
        "amount": whole(winner["amount_vnd"]),
        "why": winner["why"]["vi"],
    }


def _not_given_row(told: Mapping[str, Any]) -> Row:
    return {"name": told["prize_name"], "given": few(told["number"]), "why": told["why"]["vi"]}


def _payee_row(payee: Payee) -> Row:
    return {"name": payee.name, "unit": payee.unit, "prize": payee.prize, "amount": whole(payee.amount_vnd)}


def payees(report: Report) -> list[Payee]:
    """Return who is paid for the contest's prizes: people round by round, then units."""
    people = [
        Payee(full_name(each), each["unit_name"], f"{each['prize_name']}, {each['round_name']}", each["amount_vnd"])
        for each in report["winners"]
        if each["amount_vnd"]
    ]
    units = [each for each in unit_winners(report) if each["amount_vnd"]]
    return [*people, *(Payee(each["name"], "", each["prize_name"], each["amount_vnd"]) for each in units)]


# --- units ---


def _unit_rows(report: Report) -> Values:
    return {
        "units": numbered(_unit_row(unit, report) for unit in listed_units(report)),
        "below": numbered(_unit_row(unit, report) for unit in listed_units(report) if unit["met"] is False),
        "unit_prizes": prize_rows(unit_winners(report)),
        "unit_winners": numbered(_unit_row(unit, report) for unit in unit_winners(report)),
        "unit_not_given": [{"group": each["group_name"], **_not_given_row(each)} for each in report["unit_not_given"]],
    }


def listed_units(report: Report) -> list[Mapping[str, Any]]:
    """Return the units as they are listed: where they are awarded by group and rank, those without one by name behind them.

    Below each unit stand those under it, and people without a unit at the end; where units win nothing, most people first.
    """
    if not report["awarded"]:
        return shown_units(report)
    groups = {group["id"]: at for at, group in enumerate(report["groups"])}
    units = [unit for unit in report["units"] if unit["unit"]]
    nowhere = [unit for unit in report["units"] if not unit["unit"] and unit["papers"]]
    roots = sorted((unit for unit in units if not unit["parent"]), key=lambda unit: _by_rank(unit, groups))
    below: dict[str, list[Mapping[str, Any]]] = {}
    for unit in sorted(units, key=lambda unit: title_key(unit["name"])):
        below.setdefault(unit["parent"], []).append(unit)
    return [*(each for root in roots for each in _with_below(root, below)), *nowhere]


def _by_rank(unit: Mapping[str, Any], groups: Mapping[str, int]) -> tuple[Any, ...]:
    return groups.get(unit["group"], len(groups)), unit["rank"] is None, unit["rank"] or 0, title_key(unit["name"])


def _with_below(unit: Mapping[str, Any], below: Mapping[str, list[Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    return [unit, *(each for under in below.get(unit["unit"], ()) for each in _with_below(under, below))]


def unit_winners(report: Report) -> list[Mapping[str, Any]]:
    """Return the units with a prize, by group and rank."""
    return [unit for unit in listed_units(report) if unit["prize"]]


def group_name(unit: Mapping[str, Any], report: Report) -> str:
    """Return the name of the group in which a unit competes; empty where all compete together."""
    return next((group["name"] for group in report["groups"] if group["id"] == unit["group"]), "")


def parent_name(unit: Mapping[str, Any], report: Report) -> str:
    """Return the name of the unit above; empty for one that stands under no other."""
    return next((each["name"] for each in report["units"] if unit["parent"] and each["unit"] == unit["parent"]), "")


def _unit_row(unit: Mapping[str, Any], report: Report) -> Row:
    return {
        **unit_row(unit),
        "under": parent_name(unit, report),
        "fell_short": fell_short(unit, report),
        "group": group_name(unit, report),
        "rank": whole(unit["rank"]),
        "prize": unit["prize_name"],
        "note": unit["prize_note"] or "",
        "amount": whole(unit["amount_vnd"]),
        "why": unit["why"]["vi"] if unit["why"] else "",
    }


def fell_short(unit: Mapping[str, Any], report: Report) -> str:
    """Return where a unit fell short of what it owes, each share with its two numbers: in rounds, or in the contest."""
    if unit["met"] is not False:
        return ""
    if not unit["short"]:
        return share_of(unit["people"], unit["headcount"])
    there = zip(report["rounds"], unit["round_people"], strict=True)
    told = [(each["name"], people) for each, people in there if each["round"] in unit["short"]]
    return "; ".join(f"{name} {share_of(people, unit['headcount'])}" for name, people in told)
