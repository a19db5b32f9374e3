"""What an office reports to its leaders: on a round, and on the contest as a whole, with winners' full names.

It is for those who write the report, sign the decision and pay the prizes; what the public may know, publishing decides. A
report that doesn't add up is handed to nobody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..domain.canonical import sha256_hex
from ..domain.final_record import FinalRecord, due_at
from ..domain.final_report import FinalReportFacts, final_report
from ..domain.final_report import reconcile as reconcile_final
from ..domain.report import Json
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..storage import rounds
from . import final_acts, finish
from .asked_round import asked_closed_round
from .exported import Export, rows_of
from .leaders import leaders
from .round_report import adding_up, read_papers, round_report
from .rules import definition_called

Event = dict[str, Any]


def report(event: Event, now: Millis) -> Json:
    """Return the report of a closed round, or of the contest as a whole once its results are made.

    `domain/report.py` and `domain/final_report.py` have their shapes. Raises NotFound; NotYet before the close, and of the
    whole before it is made; RuntimeError where the numbers don't add up.
    """
    if final_acts.is_about_the_whole(event):
        return _of_the_whole(final_acts.whole(event), now)
    record = asked_closed_round(event)
    papers = read_papers(record)
    led = leaders(record.contest, definition_called(record.definition), papers.people)
    return round_report(record, papers, now, led)


def _of_the_whole(final: FinalRecord, now: Millis) -> Json:
    """Return the report of a contest from the very revisions that its results rest on, whatever has come after them."""
    records = rounds.of_contest(final.contest)
    told: list[Json] = []
    came: Counter[str] = Counter()
    for record in _sources(final, records):
        papers = read_papers(record)
        came.update(papers.people)
        told.append(round_report(record, papers, now))
    export, definition = Export(final), finish.definition_in(final)
    came_to_all = {who for who, times in came.items() if times == len(told)}
    facts = FinalReportFacts(
        definition=definition,
        rounds=told,
        attendance=Counter(came.values()),
        results=finish.results_with_names(final),
        counts=json.loads(export.file("manifest.json"))["counts"],
        units=list(export.rows("units.csv")),
        prizes=list(rows_of(export.winners)),
        results_at=due_at(records, definition),
        made_at=now,
        leaders=leaders(final.contest, definition, came_to_all),
    )
    return adding_up(final_report(facts), reconcile_final, export.folder)


def _sources(final: FinalRecord, records: list[RoundRecord]) -> Iterator[RoundRecord]:
    """Yield the rounds as the contest's results know them. Raises RuntimeError for a revision that is another by now."""
    known = {record.round: record for record in records}
    for source in final.sources:
        record = replace(known[source.round], revision=source.revision)
        export = Export(record)
        if sha256_hex(export.file("manifest.json")) != source.manifest:
            raise RuntimeError(f"{export.folder} is not what the results of {final.contest} rest on")
        yield record
