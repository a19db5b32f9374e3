"""What an office reports to its leaders after a round: facts as plain JSON, which have to add up before anybody prints them.

    contest, title, short_title, kind_of_event, organizer, plan     as in the definition
    round               id, name, opens, closes, results (UTC, as exports write them; results may be null)
    revision, official  the revision in force, and whether it is approved
    questions_asked     how many questions a paper has
    totals              attempts; ruled_out; papers (attempts that count) = submitted + timed_out + blank; people (with a
                        counted paper); perfect and zero (people, by the paper that counts for them); headcount (of all
                        units that have one, null where none has) and people_of_headcount (people of those units)
    units               unit, name, class, class_name, headcount, people, papers, ranked, points, perfect, zero as in
                        units.csv, whose row of those without a unit comes first; owed (per ten thousand, null for no
                        threshold), share (people and headcount with all units below, which is what is held against it),
                        met (null where the round decides nothing: no threshold, no head-count, or one that is owed over
                        the whole contest)
    owed_over           each_round or contest; null where nobody owes anything
    leaders             unit, name, came, of: each unit with leaders, how many of them have a counted paper, and of how many;
                        null where no plan asks for that. As the office knows it when the report is made: no export says it
    bands               band, papers: all, high, middle, low, zero (`statistics.py`)
    days                day (2023-10-23, local), papers, people: every day of the round, also one without a paper
    unit_days           unit, papers, people: lists with one number for each of ``days``; units without a paper are left out
    hardest             question, text, papers (that held it), got (its point, by the key in force): at most ten
    criteria            name, direction, label, rule, as in results.json
    winners             prize, prize_name, place, full_name (empty once erased), unit_name, amount_vnd, values, why
    not_given           prize, prize_name, number, why
    prizes_settled      here, or in_the_contest where a person keeps only the highest prize of all rounds
    amount_vnd          what the winners get; budget_vnd: what the round's prizes come to, null where a tie may go beyond
    adjusted            sentences on what was decided since the closing
    made_at             when the report was made

Words and sentences are ``{"vi", "en"}``. No number is stored twice without `reconcile` holding the one against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .exports import is_given
from .question_stats import QuestionStats
from .statistics import bands
from .times import Millis, day_at_home, day_written, written
from .unit_shares import Share, shortfalls
from .unit_tree import TreeUnit

if TYPE_CHECKING:
    from .definition import Definition

MOST_HARDEST = 10

Json = dict[str, Any]
Row = Mapping[str, str]
Leaders = Mapping[str, tuple[int, int]] | None


@dataclass(frozen=True)
class ReportFacts:
    """All that a round's report is made of. Rows are those of the revision's CSV files, column → cell.

    ``results`` is `results_json` as it is shown, ``counts`` those of the manifest, ``statistics`` what `statistics_json`
    wrote; ``scores`` unit → the score of each of its people who are ranked; ``winners`` the rows of the restricted
    ``winners.csv``; ``texts`` gives each question its text; ``parents`` is unit → the unit that it belongs to, a tree;
    ``leaders`` unit → how many of its leaders came, and of how many, None where nobody asks.
    """

    definition: Definition
    round: str
    opens: Millis
    closes: Millis
    results_at: Millis | None
    results: Json
    counts: Mapping[str, int]
    statistics: Json
    units: Sequence[Row]
    scores: Mapping[str, Sequence[int]]
    winners: Iterable[Row]
    questions: Iterable[QuestionStats]
    texts: Mapping[str, str]
    parents: Mapping[str, str]
    made_at: Millis
    leaders: Leaders = None


def report(facts: ReportFacts) -> Json:
    """Return the report of a round in the shape that this module's head gives."""
    definition, results = facts.definition, facts.results
    shares = _shares(facts)
    units = [_unit(row, facts.scores.get(row["unit"], []), shares.get(row["unit"]), definition) for row in facts.units]
    days = _days(facts)
    winners = _winners(facts)
    return {
        **of_contest(definition),
        "round": _round(facts),
        "revision": results["revision"],
        "official": results["official"],
        "questions_asked": definition.paper.questions,
        "totals": _totals(facts, units),
        "units": units,
        "owed_over": _owed_over(definition, units),
        "leaders": leaders_told(facts.leaders, facts.units),
        "bands": _bands(facts),
        "days": [_day(day, facts.statistics["days"]) for day in days],
        "unit_days": _unit_days(days, facts.statistics["days"]),
        "hardest": _hardest(facts),
        "criteria": results["criteria"],
        "winners": winners,
        "not_given": results["not_given"],
        "prizes_settled": "in_the_contest" if definition.limit == "highest_in_the_contest" else "here",
        "amount_vnd": money(winners),
        "budget_vnd": round_budget(definition),
        "adjusted": [each["sentence"] for each in results["adjusted"]],
        "made_at": written(facts.made_at),
    }


def of_contest(definition: Definition) -> Json:
    """Return what a report says of the contest itself."""
    names = ("contest", "title", "short_title", "kind_of_event", "organizer", "plan")
    return definition.model_dump(mode="json", include=set(names))


def _round(facts: ReportFacts) -> Json:
    return {
        "id": facts.round,
        "name": facts.definition.round(facts.round).name,
        "opens": written(facts.opens),
        "closes": written(facts.closes),
        "results": None if facts.results_at is None else written(facts.results_at),
    }


def _shares(facts: ReportFacts) -> dict[str, Share]:
    known = {row["unit"] for row in facts.units}
    above = {unit: parent for unit, parent in facts.parents.items() if parent in known}
    units = [
        TreeUnit(row["unit"], row["name"], row["class"], above.get(row["unit"], ""), _headcount(row))
        for row in facts.units
        if row["unit"]
    ]
    people = {row["unit"]: int(row["people"]) for row in facts.units}
    return {share.unit: share for share in shortfalls(units, people, facts.definition)}


def _headcount(row: Row) -> int | None:
    return int(row["headcount"]) if row["headcount"] else None


def _unit(row: Row, scores: Sequence[int], share: Share | None, definition: Definition) -> Json:
    return {
        "unit": row["unit"],
        "name": row["name"],
        "class": row["class"],
        "class_name": next((each.name for each in definition.unit_classes if each.id == row["class"]), ""),
        "headcount": _headcount(row),
        **{name: int(row[name]) for name in ("people", "papers", "perfect", "zero")},
        "ranked": len(scores),
        "points": sum(scores),
        "owed": share.owed if share else None,
        "share": {"people": share.people, "headcount": share.headcount} if share else None,
        "met": share.met if share and share.headcount and _is_owed_now(definition) else None,
    }


def _is_owed_now(definition: Definition) -> bool:
    return definition.participation is not None and definition.participation.over == "each_round"


def _owed_over(definition: Definition, units: Iterable[Json]) -> str | None:
    owing = any(unit["owed"] is not None for unit in units)
    return definition.participation.over if definition.participation and owing else None


def leaders_told(leaders: Leaders, units: Iterable[Row]) -> list[Json] | None:
    """Return what a report tells of leaders, by the units' ids; ``units`` are rows of a ``units.csv``, for the names."""
    if leaders is None:
        return None
    names = {row["unit"]: row["name"] for row in units}
    return [
        {"unit": unit, "name": names.get(unit, unit), "came": came, "of": of} for unit, (came, of) in sorted(leaders.items())
    ]


def _totals(facts: ReportFacts, units: Iterable[Json]) -> Json:
    """Return the totals, each from another file than the rows that it is held against."""
    counted = [unit for unit in units if unit["headcount"] is not None]
    statuses = facts.statistics["statuses"]
    return {
        "attempts": facts.counts["attempts"],
        "ruled_out": facts.counts["ruled_out"],
        "papers": facts.results["counts"]["papers"],
        "people": facts.results["counts"]["people"],
        **{name: statuses[name] for name in ("submitted", "timed_out", "blank")},
        "perfect": facts.counts["perfect"],
        "zero": sum(scores.count(0) for scores in facts.scores.values()),
        "headcount": sum(unit["headcount"] for unit in counted) if counted else None,
        "people_of_headcount": sum(unit["people"] for unit in counted) if counted else None,
    }


def _bands(facts: ReportFacts) -> list[Json]:
    marks = {int(score): papers for score, papers in facts.statistics["marks"].items()}
    found = bands(marks, facts.definition.paper.questions)
    return [{"band": band, "papers": papers} for band, papers in found.items()]


def _days(facts: ReportFacts) -> list[str]:
    """Return every day of the round, and those beside it on which a last paper came in within the grace."""
    window = range(day_at_home(facts.opens), day_at_home(facts.closes - 1) + 1)
    return sorted({*map(day_written, window), *(each["day"] for each in facts.statistics["days"])})


def _day(day: str, counted: Iterable[Json]) -> Json:
    there = [each for each in counted if each["day"] == day]
    return {"day": day, **{name: sum(each[name] for each in there) for name in ("papers", "people")}}


def _unit_days(days: Sequence[str], counted: Iterable[Json]) -> list[Json]:
    place = {day: index for index, day in enumerate(days)}
    found: dict[str, Json] = {}
    for each in counted:
        unit = each["unit"]
        row = found.setdefault(unit, {"unit": unit, "papers": [0] * len(days), "people": [0] * len(days)})
        for name in ("papers", "people"):
            row[name][place[each["day"]]] = each[name]
    return [found[unit] for unit in sorted(found)]


def _hardest(facts: ReportFacts) -> list[Json]:
    held = [each for each in facts.questions if each.papers]
    held.sort(key=lambda each: (Fraction(each.got_now, each.papers), each.question))
    return [
        {"question": each.question, "text": facts.texts[each.question], "papers": each.papers, "got": each.got_now}
        for each in held[:MOST_HARDEST]
    ]


def _winners(facts: ReportFacts) -> list[Json]:
    given = [row for row in facts.winners if is_given(row)]
    shown = ("prize", "prize_name", "place", "unit_name", "amount_vnd", "values", "why")
    return [
        {**{name: told[name] for name in shown}, "full_name": row["full_name"]}
        for row, told in zip(given, facts.results["winners"], strict=True)
    ]


def money(prizes: Iterable[Json]) -> int:
    """Return what all of these prizes come to, in VND; one without any money is worth nothing here."""
    return sum(each["amount_vnd"] or 0 for each in prizes)


def round_budget(definition: Definition) -> int | None:
    """Return what all prizes of a round come to; None where everybody gets the prize who ties across its boundary."""
    if definition.boundary_tie == "all" and definition.last_tie == "shared":
        return None
    return sum(prize.number * (prize.vnd or 0) for prize in definition.prizes)


def reconcile(told: Json) -> list[str]:
    """Return in what a report doesn't add up, one sentence for each; none where it does, and only then it may be printed."""
    return unequal(_sums(told)) + beyond("money", told["amount_vnd"], told["budget_vnd"])


def unequal(sums: Iterable[tuple[str, Any, Any]]) -> list[str]:
    """Return a sentence for each of ``sums`` (what it is called, what the parts come to, the whole) that is none."""
    return [f"{what}: {part} is not {whole}" for what, part, whole in sums if part != whole]


def _sums(told: Json) -> Iterator[tuple[str, Any, Any]]:
    """Yield what has to be equal: what it is called, what the parts come to, and the whole."""
    totals, units, days = told["totals"], told["units"], told["days"]
    yield "papers and what was ruled out", totals["papers"] + totals["ruled_out"], totals["attempts"]
    yield "papers by status", totals["submitted"] + totals["timed_out"] + totals["blank"], totals["papers"]
    yield "papers by band", summed(told["bands"], "papers"), totals["papers"]
    for name in ("papers", "people", "perfect", "zero"):
        yield f"{name} by unit", summed(units, name), totals[name]
    yield "ranked by unit", summed(units, "ranked"), totals["people"]
    yield "papers by day", summed(days, "papers"), totals["papers"]
    for name in ("papers", "people"):
        by_unit = [sum(numbers) for numbers in zip(*(each[name] for each in told["unit_days"]), strict=True)]
        yield f"{name} by unit and day", by_unit or [0] * len(days), [day[name] for day in days]
    in_units = {unit["unit"]: unit["papers"] for unit in units if unit["papers"]}
    yield "papers by day and unit", {each["unit"]: sum(each["papers"]) for each in told["unit_days"]}, in_units
    yield "money", money(told["winners"]), told["amount_vnd"]


def summed(rows: Iterable[Json], name: str) -> int:
    """Return what a column of numbers comes to."""
    return sum(row[name] for row in rows)


def beyond(what: str, amount: int, budget: int | None) -> list[str]:
    """Return a sentence where an amount is more than its budget; None is a budget without a bound."""
    return [f"{what}: {amount} is more than {budget}"] if budget is not None and amount > budget else []
