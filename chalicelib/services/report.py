"""What an office reports to its leaders after a round: read from the revision in force, with winners' full names.

It is for those who write the report, sign the decision and pay the prizes; what the public may know, publishing decides. A
report that doesn't add up is handed to nobody.
"""

from __future__ import annotations

import json
from typing import Any

from ..config import config
from ..domain.closing import right_choices
from ..domain.counted_papers import CountedPaper, counted_papers
from ..domain.definition import definition_from_json
from ..domain.question_stats import QuestionStats, RoundTally
from ..domain.report import Json, ReportFacts, reconcile
from ..domain.report import report as report_of
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..storage import objects
from .asked_round import asked_closed_round
from .exported import Export, rows_of
from .publish import results_with_names
from .rules import units_of

Event = dict[str, Any]
Right = dict[str, frozenset[str]]


def report(event: Event, now: Millis) -> Json:
    """Return the report of a closed round (`domain/report.py` has its shape). Raises NotFound, or NotYet before the close.

    Raises RuntimeError where its numbers don't add up: then one of the files is wrong, and somebody has to look.
    """
    export = Export(asked_closed_round(event))
    told = report_of(_facts(export, now))
    if wrong := reconcile(told):
        raise RuntimeError(f"{export.folder}: {'; '.join(wrong)}")
    return told


def _facts(export: Export[RoundRecord], now: Millis) -> ReportFacts:
    record = export.record
    questions, scores = _read(export)
    return ReportFacts(
        definition=definition_from_json(objects.get_named("definitions", record.definition)),
        round=record.round,
        opens=record.opens,
        closes=record.closes,
        results_at=record.results,
        results=results_with_names(record),
        counts=json.loads(export.file("manifest.json"))["counts"],
        statistics=_statistics(export),
        units=list(export.rows("units.csv")),
        scores=scores,
        winners=rows_of(export.winners),
        questions=questions,
        texts={question["id"]: question["text"] for question in export.questions},
        parents={unit.id: unit.parent for unit in units_of(record.contest)},
        made_at=now,
    )


def _statistics(export: Export[RoundRecord]) -> Json:
    key = f"closings/{export.folder}/statistics.json"
    statistics: Json | None = objects.get_json(config().private_bucket, key)
    if statistics is None:
        raise LookupError(f"{key} is missing: the round was closed before there were statistics")
    return statistics


def _read(export: Export[RoundRecord]) -> tuple[list[QuestionStats], dict[str, list[int]]]:
    """Read the attempts once: what came of each question, and unit → the scores of its people who are ranked."""
    letters = export.cells().letters
    right, tally = right_choices(export.bank_json, letters), RoundTally(export.questions)
    ranked = {(row["contestant"], row["number"]) for row in export.rows("ranking.csv")}
    scores: dict[str, list[int]] = {}
    for paper in counted_papers(export.rows("attempts.csv")):
        tally.see(paper)
        if (paper.contestant, str(paper.number)) in ranked:
            scores.setdefault(paper.unit, []).append(_score(paper, right))
    return tally.questions(right, letters), scores


def _score(paper: CountedPaper, right: Right) -> int:
    return sum(choice in right[question] for question, choice in paper.answers())
