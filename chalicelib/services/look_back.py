"""What organizers ask after a round: what came of each question, and which papers are worth a look.

Both are read from the revision in force, once the round is closed: before, nobody may know a score or a count. Nothing of it
is written anywhere, and nothing of it goes to the site. A flag is no verdict: only a decision with a reason and evidence
changes a rank.

An answer fits into one invocation's 6 MB: of each kind at most `MOST_TOLD` entries are told, the strongest first, and how
many more there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from typing import Any

from ..domain.agreeing_papers import Agreement, Agreements, agreements
from ..domain.closing import right_choices
from ..domain.counted_papers import CountedPaper, counted_papers
from ..domain.question_stats import QuestionStats, RoundTally
from ..domain.quick_papers import Quick, QuickPaper, quick_papers
from ..domain.round import RoundRecord
from ..domain.shared_devices import Crowd, crowds
from ..domain.times import Millis, written
from . import shared_devices
from .asked_round import asked_closed_round
from .exported import Export

MOST_TOLD = 200
MOST_MATCHES_TOLD = 40
MOST_STARTS_TOLD = 40
LONGEST_TEXT = 160
LONGEST_NAME = 80

Event = dict[str, Any]


def questions(event: Event, now: Millis) -> Event:
    """Return what came of each question of a closed round, by the committed key and by the one in force. Raises NotYet.

    A bank has at most 2,000 questions, and a question's text is cut short: all of them fit.
    """
    export = Export(asked_closed_round(event))
    letters = export.cells().letters
    right, tally = right_choices(export.bank_json, letters), RoundTally(export.questions)
    left_out = 0
    for row in export.rows("attempts.csv"):
        if row["ruling"]:
            left_out += 1
        for paper in counted_papers([row]):
            tally.see(paper)
    texts = {question["id"]: question["text"] for question in export.questions}
    return {
        **_named(export),
        "papers": tally.papers,
        "left_out": left_out,
        "decided": sorted(letters),
        "questions": [_question(each, texts) for each in tally.questions(right, letters)],
        "hours": [asdict(each) for each in tally.hours(right)],
    }


def _question(told: QuestionStats, texts: Mapping[str, str]) -> Event:
    return {**asdict(told), "text": _short(texts[told.question], LONGEST_TEXT), "chosen": dict(told.chosen)}


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + "…"


def anomalies(event: Event, now: Millis) -> Event:
    """Return which papers of a closed round are worth a look, with what there is to see and nothing more. Raises NotYet.

    Papers that are ruled out already are left out, but for what began on a shared device.
    """
    export = Export(asked_closed_round(event))
    found = crowds(shared_devices.starts(export.record))
    began = {(each.contestant, each.number) for crowd in found for each in crowd.starts}
    units, papers = _units_and_papers(export.rows("attempts.csv"), began)
    asked = len(papers[0].questions) if papers else 0
    right = right_choices(export.bank_json, export.cells().letters)
    quick = quick_papers(papers, right, asked)
    agreeing = agreements(papers, right, {question["id"]: len(question["options"]) for question in export.questions})
    answer = {
        **_named(export),
        "papers": len(papers),
        "questions": asked,
        "quick": _quick(quick),
        "agreeing": _agreeing(agreeing),
        "devices": _part([_crowd(each, units) for each in found[:MOST_TOLD]], len(found)),
    }
    return {**answer, "units": _unit_names(export, _units_in(answer))}


def _units_and_papers(
    rows: Iterable[Mapping[str, str]], began: set[tuple[str, int]]
) -> tuple[dict[tuple[str, int], str], list[CountedPaper]]:
    """Read the attempts once: the units of those that ``began`` on a shared device, and the papers that count."""
    units: dict[tuple[str, int], str] = {}

    def noted() -> Iterator[Mapping[str, str]]:
        for row in rows:
            if (name := (row["contestant"], int(row["number"]))) in began:
                units[name] = row["unit"]
            yield row

    papers = list(counted_papers(noted()))
    return units, papers


def _quick(found: Quick) -> Event:
    facts = {name: getattr(found, name) for name in ("handed_in", "median_ms", "floor_ms", "limit_ms")}
    return {**facts, **_part([_quick_paper(each) for each in found.papers[:MOST_TOLD]], len(found.papers))}


def _quick_paper(each: QuickPaper) -> Event:
    return {**_who(each.paper), "elapsed_ms": each.paper.elapsed_ms, "points": each.points}


def _agreeing(found: Agreements) -> Event:
    told = [_agreement(each) for each in found.found[:MOST_TOLD]]
    return {"compared": found.papers, "pairs": found.pairs, "unsearched": found.left_out, **_part(told, len(found.found))}


def _agreement(each: Agreement) -> Event:
    told = each.matches[:MOST_MATCHES_TOLD]
    return {
        "first": _who(each.first),
        "second": _who(each.second),
        "common": each.common,
        "wrong": list(each.wrong),
        "shared": len(each.matches),
        "expected": round(each.expected, 1),
        "one_in": each.one_in,
        "matches": [{"question": m.question, "letter": m.letter, "held": m.held, "chose": m.chose} for m in told],
    }


def _crowd(crowd: Crowd, units: Mapping[tuple[str, int], str]) -> Event:
    starts = [
        {
            "contestant": each.contestant,
            "number": each.number,
            "unit": units.get((each.contestant, each.number), ""),
            "started_at": written(each.started_at),
        }
        for each in crowd.starts[:MOST_STARTS_TOLD]
    ]
    facts = {"people": crowd.people, "people_in_all": crowd.people_in_all, "lasted_ms": crowd.lasted_ms}
    return {**facts, "more_starts": len(crowd.starts) - len(starts), "starts": starts}


def _who(paper: CountedPaper) -> Event:
    return {
        "contestant": paper.contestant,
        "number": paper.number,
        "unit": paper.unit,
        "started_at": written(paper.started_at),
        "submitted_at": written(paper.submitted_at),
    }


def _part(told: Sequence[Event], in_all: int) -> Event:
    return {"found": list(told), "more": in_all - len(told)}


def _units_in(answer: Event) -> set[str]:
    """Return the units of everybody whom the answer tells of."""
    pairs = chain.from_iterable((each["first"], each["second"]) for each in answer["agreeing"]["found"])
    starts = chain.from_iterable(crowd["starts"] for crowd in answer["devices"]["found"])
    return {each["unit"] for each in chain(answer["quick"]["found"], pairs, starts)} - {""}


def _named(export: Export[RoundRecord]) -> Event:
    """Return what every answer begins with."""
    record = export.record
    return {"round": record.round, "revision": record.revision, "state": record.state}


def _unit_names(export: Export[RoundRecord], wanted: set[str]) -> dict[str, str]:
    """Return the names of units by their ids, cut short."""
    return {row["unit"]: _short(row["name"], LONGEST_NAME) for row in export.rows("units.csv") if row["unit"] in wanted}
