"""A round's report, read from one revision of its export: the one in force, or that on which the contest's results rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from ..config import config
from ..domain.closing import right_choices
from ..domain.counted_papers import CountedPaper, counted_papers
from ..domain.question_stats import QuestionStats, RoundTally
from ..domain.report import Json, Leaders, ReportFacts, reconcile
from ..domain.report import report as report_of
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..storage import objects
from .exported import Export, rows_of
from .publish import results_with_names
from .rules import definition_called, units_of

Right = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Papers:
    """What a round's counted papers say, read once.

    What came of each question; unit → the score of each of its people who are ranked; and everybody who has such a paper.
    """

    questions: list[QuestionStats]
    scores: dict[str, list[int]]
    people: set[str]


def round_report(record: RoundRecord, papers: Papers, now: Millis, leaders: Leaders = None) -> Json:
    """Return the report of a round's ``revision``, in the shape of `domain/report.py`; ``leaders`` as its facts have them.

    Raises RuntimeError where its numbers don't add up: then one of the files is wrong, and somebody has to look.
    """
    export = Export(record)
    return adding_up(report_of(_facts(export, papers, now, leaders)), reconcile, export.folder)


def adding_up(told: Json, reconcile: Callable[[Json], list[str]], folder: str) -> Json:
    """Return a report that adds up. Raises RuntimeError, naming the export's ``folder``, for any other."""
    if wrong := reconcile(told):
        raise RuntimeError(f"{folder}: {'; '.join(wrong)}")
    return told


def _facts(export: Export[RoundRecord], papers: Papers, now: Millis, leaders: Leaders) -> ReportFacts:
    record = export.record
    return ReportFacts(
        definition=definition_called(record.definition),
        round=record.round,
        opens=record.opens,
        closes=record.closes,
        results_at=record.results,
        results=results_with_names(record),
        counts=json.loads(export.file("manifest.json"))["counts"],
        statistics=_statistics(export),
        units=list(export.rows("units.csv")),
        scores=papers.scores,
        winners=rows_of(export.winners),
        questions=papers.questions,
        texts={question["id"]: question["text"] for question in export.questions},
        parents={unit.id: unit.parent for unit in units_of(record.contest)},
        made_at=now,
        leaders=leaders,
    )


def _statistics(export: Export[RoundRecord]) -> Json:
    key = f"closings/{export.folder}/statistics.json"
    statistics: Json | None = objects.get_json(config().private_bucket, key)
    if statistics is None:
        raise LookupError(f"{key} is missing: the round was closed before there were statistics")
    return statistics


def read_papers(record: RoundRecord) -> Papers:
    """Read the attempts of a round's ``revision`` once."""
    export = Export(record)
    letters = export.cells().letters
    right, tally = right_choices(export.bank_json, letters), RoundTally(export.questions)
    ranked = {(row["contestant"], row["number"]) for row in export.rows("ranking.csv")}
    scores: dict[str, list[int]] = {}
    people: set[str] = set()
    for paper in counted_papers(export.rows("attempts.csv")):
        tally.see(paper)
        people.add(paper.contestant)
        if (paper.contestant, str(paper.number)) in ranked:
            scores.setdefault(paper.unit, []).append(_score(paper, right))
    return Papers(tally.questions(right, letters), scores, people)


def _score(paper: CountedPaper, right: Right) -> int:
    return sum(choice in right[question] for question, choice in paper.answers())
