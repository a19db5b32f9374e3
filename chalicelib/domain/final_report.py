"""What an office reports on a contest as a whole: made of its rounds' reports and of the contest's own results.

    contest, title, short_title, kind_of_event, organizer, plan     as in the definition
    round               id: ``final``, in the place of a round's
    opens, closes, results      when the first round opened and the last one closed; the hour of the contest's results (UTC)
    revision, official  the revision of the contest's results, and whether it is approved
    questions_asked     how many questions a paper has
    rounds              round, name, revision (the one that the contest's results rest on), opens, closes, first_day and
                        last_day (local); attempts, ruled_out, papers, submitted, timed_out, blank, people, perfect, zero,
                        headcount, people_of_headcount as in the totals of a round's report; bands (band → papers)
    totals              attempts, ruled_out, papers, submitted, timed_out, blank: of all rounds; people (with a counted paper
                        in any round); turns (the rounds' people added up: who came to three rounds is three of them);
                        perfect and zero (turns); headcount and people_of_headcount: of the units that stand under no other
                        and have one, with all units below them (null where none has)
    attendance          rounds, people: how many took part in exactly so many rounds, from 1 to all of them
    bands, days         as in a round's report, over all rounds; the people of a day are those of each round
    units               one row for each of ``units.csv``: unit, name, parent, class, group, headcount, people, rate, papers,
                        mean_score, perfect, zero, rank, failed, prize, amount_vnd as there, of its whole sub-tree; ranked
                        and points, which the mean is made of; class_name, prize_name, prize_note (what comes with the
                        prize besides, or null); owed (per ten thousand, null for no
                        threshold), met (null without a threshold or a head-count), short (rounds that fell short where each
                        owes by itself); round_people, round_papers: a number for each round, of the sub-tree too; why (the
                        gate or criterion that decided; null for a unit under another)
    owed_over           each_round or contest; null where nobody owes anything
    leaders             as in a round's report: came to every round
    awarded             whether units are awarded at all; groups (id, name): those that competed, each for all the prizes
    unit_not_given      group_name, prize, prize_name, number, why
    hardest             round_name, question, text, papers, got: the hardest of all rounds, at most ten
    winners             round, round_name, prize, prize_name, place, full_name (empty once erased), unit_name, amount_vnd,
                        why: where a person keeps only the highest prize those of the contest, else those of every round
    not_given           round_name, prize, prize_name, number, why
    prizes_settled      here: the contest's results are the last word on every prize
    people_amount_vnd, units_amount_vnd, amount_vnd     what people and units win, and both together
    people_budget_vnd, units_budget_vnd, budget_vnd     what these prizes come to; null where a tie may go beyond
    adjusted            round_name, sentence: what was decided since each closing
    made_at             when the report was made

Words and sentences are ``{"vi", "en"}``. No number is stored twice without `reconcile` holding the one against the other:
the rounds' come from their exports, the units' from ``final/rNN/units.csv``, totals from the contest's manifest and results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .budget import budget
from .exports import is_given
from .finals import FINAL
from .report import MOST_HARDEST, Leaders, beyond, leaders_told, money, of_contest, summed, unequal
from .statistics import BANDS
from .times import Millis, day_at_home, day_written, read, written
from .unit_awards import declared_groups
from .unit_shares import is_met, owed_rate
from .unit_tree import Tree, TreeUnit
from .units import fraction
from .words import LANGUAGES, say

if TYPE_CHECKING:
    from .definition import Definition

Json = dict[str, Any]
Row = Mapping[str, str]

_COUNTED = ("attempts", "ruled_out", "papers", "submitted", "timed_out", "blank")
"""Totals of a round that add up to the contest's."""
_IN_UNITS = ("headcount", "people", "papers", "ranked", "points", "perfect", "zero", "rank", "amount_vnd")


@dataclass(frozen=True)
class FinalReportFacts:
    """All that a contest's report is made of.

    ``rounds`` are the reports of its rounds (`report.report`), each of the revision that the contest's results rest on, in
    the order of their hours; ``attendance`` is number of rounds → how many people have a counted paper in just so many.
    ``results`` is `final_results_json` as it is shown, ``counts`` those of the contest's manifest, ``units`` the rows of its
    ``units.csv`` and ``prizes`` those of its restricted ``winners.csv``. ``definition`` is what units are awarded by;
    ``leaders`` is unit → how many of its leaders came to every round, and of how many, None where nobody asks.
    """

    definition: Definition
    rounds: Sequence[Json]
    attendance: Mapping[int, int]
    results: Json
    counts: Mapping[str, int]
    units: Sequence[Row]
    prizes: Sequence[Row]
    results_at: Millis
    made_at: Millis
    leaders: Leaders = None


def final_report(facts: FinalReportFacts) -> Json:
    """Return the report of a whole contest in the shape that this module's head gives."""
    definition, results = facts.definition, facts.results
    rounds = [_round(told) for told in facts.rounds]
    units = _units(facts)
    return {
        **of_contest(definition),
        "round": {"id": FINAL},
        "opens": min(each["opens"] for each in rounds),
        "closes": max(each["closes"] for each in rounds),
        "results": written(facts.results_at),
        "revision": results["revision"],
        "official": results["official"],
        "questions_asked": definition.paper.questions,
        "rounds": rounds,
        "totals": _totals(facts, rounds, units),
        "attendance": [{"rounds": at, "people": facts.attendance.get(at, 0)} for at in range(1, len(rounds) + 1)],
        "bands": [{"band": band, "papers": sum(each["bands"][band] for each in rounds)} for band in BANDS],
        "days": _days(facts.rounds),
        "units": units,
        "owed_over": _owed_over(definition, units),
        "leaders": leaders_told(facts.leaders, facts.units),
        "awarded": definition.unit_award is not None,
        "groups": results["groups"],
        "unit_not_given": _units_not_given(results),
        "hardest": _hardest(facts.rounds),
        "prizes_settled": "here",
        **_prizes(facts),
        **_moneys(facts, units),
        "adjusted": [
            {"round_name": told["round"]["name"], "sentence": sentence}
            for told in facts.rounds
            for sentence in told["adjusted"]
        ],
        "made_at": written(facts.made_at),
    }


def _round(told: Json) -> Json:
    its, totals = told["round"], told["totals"]
    also = ("people", "perfect", "zero", "headcount", "people_of_headcount")
    return {
        "round": its["id"],
        "name": its["name"],
        "revision": told["revision"],
        "opens": its["opens"],
        "closes": its["closes"],
        "first_day": day_written(day_at_home(read(its["opens"]))),
        "last_day": day_written(day_at_home(read(its["closes"]) - 1)),
        **{name: totals[name] for name in (*_COUNTED, *also)},
        "bands": {each["band"]: each["papers"] for each in told["bands"]},
    }


def _totals(facts: FinalReportFacts, rounds: Sequence[Json], units: Iterable[Json]) -> Json:
    """Return the totals, each from another file than the rows that it is held against, where there is another."""
    counted = [unit for unit in _roots(units) if unit["unit"] and unit["headcount"] is not None]
    shown = facts.results["counts"]
    return {
        "attempts": facts.counts["attempts"],
        "ruled_out": facts.counts["ruled_out"],
        "papers": shown["papers"],
        **{name: summed(rounds, name) for name in ("submitted", "timed_out", "blank")},
        "people": shown["people"],
        "turns": summed(rounds, "people"),
        "perfect": facts.counts["perfect"],
        "zero": summed(rounds, "zero"),
        "headcount": summed(counted, "headcount") if counted else None,
        "people_of_headcount": summed(counted, "people") if counted else None,
    }


def _roots(units: Iterable[Json]) -> list[Json]:
    """Return the rows that stand under no other: those of them that are units, and the one of people without a unit."""
    return [unit for unit in units if not unit["parent"]]


def _days(rounds: Iterable[Json]) -> list[Json]:
    found: dict[str, Json] = {}
    for each in (day for told in rounds for day in told["days"]):
        day = found.setdefault(each["day"], {"day": each["day"], "papers": 0, "people": 0})
        day["papers"] += each["papers"]
        day["people"] += each["people"]
    return [found[day] for day in sorted(found)]


def _hardest(rounds: Iterable[Json]) -> list[Json]:
    """Return the hardest of all: every round has told as many of its own as there may be here."""
    held = [{"round_name": told["round"]["name"], **each} for told in rounds for each in told["hardest"]]
    held.sort(key=lambda each: Fraction(each["got"], each["papers"]))
    return held[:MOST_HARDEST]


# --- units ---


def _units(facts: FinalReportFacts) -> list[Json]:
    tree = Tree(_tree_units(facts.units))
    by_round = [
        {name: _with_those_below(tree, told["units"], name) for name in ("people", "papers")} for told in facts.rounds
    ]
    shown = zip(facts.units, facts.results["units"], strict=True)
    return [_unit(row, told, tree, by_round, facts) for row, told in shown]


def _tree_units(rows: Iterable[Row]) -> list[TreeUnit]:
    return [TreeUnit(row["unit"], row["name"], row["class"], row["parent"], _number(row["headcount"])) for row in rows]


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _with_those_below(tree: Tree, units: Iterable[Json], name: str) -> dict[str, int]:
    """Return unit → a number of a round's, with that of all units below it; and that of people without a unit."""
    own = {unit["unit"]: unit[name] for unit in units}
    return {"": own.get("", 0), **tree.summed(own)}


def _unit(
    row: Row, told: Json, tree: Tree, by_round: Sequence[Mapping[str, Mapping[str, int]]], facts: FinalReportFacts
) -> Json:
    """Return a unit's row: its cells in ``units.csv``, beside what the results alone say of it."""
    unit = row["unit"]
    people = [each["people"].get(unit, 0) for each in by_round]
    cells: Json = {**row, "ranked": str(told["ranked"]), "points": str(told["points"])}
    return {
        **{name: row[name] for name in ("unit", "name", "parent", "class", "group", "rate", "mean_score", "prize")},
        **{name: _number(cells[name]) for name in _IN_UNITS},
        "failed": row["failed_gates"].split(),
        "class_name": next((each.name for each in facts.definition.unit_classes if each.id == row["class"]), ""),
        "prize_name": told["prize_name"],
        "prize_note": told.get("prize_note"),  # Results that an earlier version made have none.
        "round_people": people,
        "round_papers": [each["papers"].get(unit, 0) for each in by_round],
        "why": None if row["parent"] else told["why"],
        **_owed(row, people, tree, facts),
    }


def _owed(row: Row, people: Sequence[int], tree: Tree, facts: FinalReportFacts) -> Json:
    """Return what share a unit owes and whether it came up to it, in the whole contest or in each round."""
    duty, headcount = facts.definition.participation, _number(row["headcount"])
    owed = owed_rate(tree.line(row["unit"]), facts.definition) if row["unit"] else None
    if duty is None or owed is None or not headcount:
        return {"owed": owed, "met": None, "short": []}
    if duty.over == "contest":
        return {"owed": owed, "met": is_met(int(row["people"]), headcount, owed), "short": []}
    held = zip(facts.rounds, people, strict=True)
    short = [told["round"]["id"] for told, there in held if not is_met(there, headcount, owed)]
    return {"owed": owed, "met": not short, "short": short}


def _owed_over(definition: Definition, units: Iterable[Json]) -> str | None:
    owing = any(unit["owed"] is not None for unit in units)
    return definition.participation.over if definition.participation and owing else None


def _units_not_given(results: Json) -> list[Json]:
    names = {group["id"]: group["name"] for group in results["groups"]}
    told = ("prize", "prize_name", "number", "why")
    return [{"group_name": names[each["group"]], **{name: each[name] for name in told}} for each in results["not_given"]]


# --- prizes and money ---


def _prizes(facts: FinalReportFacts) -> Json:
    if facts.definition.limit == "highest_in_the_contest":
        return {"winners": _kept(facts), "not_given": _left(facts)}
    return {
        "winners": [each for told in facts.rounds for each in _of_round(told, "winners", _WINNER)],
        "not_given": [each for told in facts.rounds for each in _of_round(told, "not_given", _NOT_GIVEN)],
    }


_NOT_GIVEN = ("prize", "prize_name", "number", "why")
_WINNER = ("prize", "prize_name", "place", "full_name", "unit_name", "amount_vnd", "why")


def _of_round(told: Json, what: str, names: Iterable[str]) -> Iterator[Json]:
    """Yield a list of a round's report, each entry with its round."""
    its = told["round"]
    where = {"round": its["id"]} if what == "winners" else {}
    for each in told[what]:
        yield {**where, "round_name": its["name"], **{name: each[name] for name in names}}


def _kept(facts: FinalReportFacts) -> list[Json]:
    """Return who keeps which prize of all rounds."""
    given = zip((row for row in facts.prizes if is_given(row)), facts.results["winners"], strict=True)
    shown = ("round", "round_name", "prize", "prize_name", "place", "unit_name", "amount_vnd", "why")
    return [{**{name: told[name] for name in shown}, "full_name": row["full_name"]} for row, told in given]


def _left(facts: FinalReportFacts) -> list[Json]:
    """Return the prizes of the rounds that nobody keeps."""
    left = Counter((row["round"], row["prize"]) for row in facts.prizes if not row["contestant"])
    names = {prize.id: prize.name for prize in facts.definition.prizes}
    why = {language: say("prize.nobody", language) for language in LANGUAGES}
    return [
        {
            "round_name": facts.definition.round(round).name,
            "prize": prize,
            "prize_name": names[prize],
            "number": number,
            "why": why,
        }
        for (round, prize), number in left.items()
    ]


def _moneys(facts: FinalReportFacts, units: Sequence[Json]) -> Json:
    people = sum(int(row["amount_vnd"] or 0) for row in facts.prizes if is_given(row))
    if facts.definition.limit != "highest_in_the_contest":
        people = summed(facts.rounds, "amount_vnd")
    budgets = _sum_known(told["budget_vnd"] for told in facts.rounds), _units_budget(facts)
    return {
        "people_amount_vnd": people,
        "units_amount_vnd": money(units),
        "amount_vnd": people + money(facts.results["units"]),
        "people_budget_vnd": budgets[0],
        "units_budget_vnd": budgets[1],
        "budget_vnd": _sum_known(budgets),
    }


def _sum_known(amounts: Iterable[int | None]) -> int | None:
    """Return what amounts come to, None where one of them isn't known."""
    known = list(amounts)
    return None if None in known else sum(each or 0 for each in known)


def _units_budget(facts: FinalReportFacts) -> int | None:
    """Return what the units' prizes come to; None where all who tie get one, or a group competes that nobody declared."""
    award = facts.definition.unit_award
    if award is None:
        return 0
    undeclared = {group["id"] for group in facts.results["groups"]} - set(declared_groups(facts.definition, award))
    return None if undeclared or award.boundary_tie == "all" else budget(facts.definition).of("unit").total or 0


# --- adding up ---


def reconcile(told: Json) -> list[str]:
    """Return in what a contest's report doesn't add up, one sentence for each; none where it does."""
    return [
        *unequal(_sums(told)),
        *beyond("people's money", told["people_amount_vnd"], told["people_budget_vnd"]),
        *beyond("units' money", told["units_amount_vnd"], told["units_budget_vnd"]),
    ]


_Sum = tuple[str, Any, Any]


def _sums(told: Json) -> Iterator[_Sum]:
    totals, rounds = told["totals"], told["rounds"]
    for name in (*_COUNTED, "perfect", "zero"):
        yield f"{name} by round", summed(rounds, name), totals[name]
    yield "people by round", summed(rounds, "people"), totals["turns"]
    for part in (totals, *rounds):
        yield from _of_papers(part, part.get("name", "all rounds"))
    yield "papers by band", summed(told["bands"], "papers"), totals["papers"]
    for each in rounds:
        yield f"papers by band in {each['name']}", sum(each["bands"].values()), each["papers"]
    yield "papers by day", summed(told["days"], "papers"), totals["papers"]
    yield "people by number of rounds", summed(told["attendance"], "people"), totals["people"]
    yield "turns by number of rounds", sum(each["rounds"] * each["people"] for each in told["attendance"]), totals["turns"]
    yield from _of_units(told)
    yield "people's money", money(told["winners"]), told["people_amount_vnd"]
    yield "units' money", money(told["units"]), told["units_amount_vnd"]
    yield "money", told["people_amount_vnd"] + told["units_amount_vnd"], told["amount_vnd"]


def _of_papers(part: Json, where: str) -> Iterator[_Sum]:
    yield f"papers and what was ruled out in {where}", part["papers"] + part["ruled_out"], part["attempts"]
    yield f"papers by status in {where}", part["submitted"] + part["timed_out"] + part["blank"], part["papers"]


def _of_units(told: Json) -> Iterator[_Sum]:
    """Yield what units come to: those under no other to the totals and to each round, and each one's shares."""
    totals, units, rounds = told["totals"], told["units"], told["rounds"]
    roots = _roots(units)
    for name in ("people", "papers", "perfect", "zero"):
        yield f"{name} by unit", summed(roots, name), totals[name]
    yield "ranked by unit", summed(roots, "ranked"), totals["turns"]
    for name in ("people", "papers"):
        by_unit = [sum(numbers) for numbers in zip(*(unit[f"round_{name}"] for unit in roots), strict=True)]
        yield f"{name} by unit and round", by_unit, [each[name] for each in rounds]
    for unit in units:
        whole = {"rate": (unit["people"], unit["headcount"] or 0), "mean_score": (unit["points"], unit["ranked"])}
        yield f"papers of {unit['unit']} by round", sum(unit["round_papers"]), unit["papers"]
        for name, (part, of) in whole.items():
            yield f"{name} of {unit['unit']}", fraction(part, of), unit[name]
