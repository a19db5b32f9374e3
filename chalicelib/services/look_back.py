"""What organizers ask after a round: what came of each question, and which papers are worth a look.

Both are read from the revision in force, once the round is closed: before, nobody may know a score or a count. Nothing of it
is written anywhere, and nothing of it goes to the site. A flag is no verdict: only a decision with a reason and evidence
changes a rank.

An answer fits into one invocation's 6 MB: of each kind at most `MOST_TOLD` entries are told, the strongest first, and how
many more there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from ..config import config
from ..domain import exports
from ..domain.agreeing_papers import Agreement, Agreements, agreements
from ..domain.closing import right_choices
from ..domain.counted_papers import CountedPaper, counted_papers
from ..domain.decisions import Cells
from ..domain.question_stats import QuestionStats, RoundTally
from ..domain.quick_papers import Quick, QuickPaper, quick_papers
from ..domain.round import RoundRecord
from ..domain.shared_devices import Crowd, crowds
from ..domain.times import Millis, written
from ..storage import objects
from . import shared_devices
from .asked_round import asked_closed_round
from .close import revision_name

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
    export = _Export(asked_closed_round(event))
    tally = RoundTally(export.bank)
    left_out = 0
    with export.rows("attempts.csv") as rows:
        for row in rows:
            if row["ruling"]:
                left_out += 1
            for paper in counted_papers([row]):
                tally.see(paper)
    texts = {question["id"]: question["text"] for question in export.bank}
    return {
        **export.named(),
        "papers": tally.papers,
        "left_out": left_out,
        "decided": sorted(export.letters),
        "questions": [_question(each, texts) for each in tally.questions(export.right, export.letters)],
        "hours": [asdict(each) for each in tally.hours(export.right)],
    }


def _question(told: QuestionStats, texts: Mapping[str, str]) -> Event:
    return {**asdict(told), "text": _short(texts[told.question], LONGEST_TEXT), "chosen": dict(told.chosen)}


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + "…"


def anomalies(event: Event, now: Millis) -> Event:
    """Return which papers of a closed round are worth a look, with what there is to see and nothing more. Raises NotYet.

    Papers that are ruled out already are left out, but for what began on a shared device.
    """
    export = _Export(asked_closed_round(event))
    found = crowds(shared_devices.starts(export.record))
    began = {(each.contestant, each.number) for crowd in found for each in crowd.starts}
    with export.rows("attempts.csv") as rows:
        units, papers = _units_and_papers(rows, began)
    asked = len(papers[0].questions) if papers else 0
    quick = quick_papers(papers, export.right, asked)
    agreeing = agreements(papers, export.right, {question["id"]: len(question["options"]) for question in export.bank})
    answer = {
        **export.named(),
        "papers": len(papers),
        "questions": asked,
        "quick": _quick(quick),
        "agreeing": _agreeing(agreeing),
        "devices": _part([_crowd(each, units) for each in found[:MOST_TOLD]], len(found)),
    }
    return {**answer, "units": export.unit_names(_units_in(answer))}


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


@dataclass
class _Export:
    """The revision in force of a closed round."""

    record: RoundRecord

    def named(self) -> Event:
        """What every answer begins with."""
        return {"round": self.record.round, "revision": self.record.revision, "state": self.record.state}

    @cached_property
    def bank(self) -> list[Event]:
        """The questions of ``bank.json``."""
        found: list[Event] = json.loads(self._bank_json)["questions"]
        return found

    @cached_property
    def _bank_json(self) -> bytes:
        data = objects.get(config().exports_bucket, self._key("bank.json"))
        if data is None:
            raise LookupError(f"{self._key('bank.json')} is missing")
        return data

    @cached_property
    def letters(self) -> dict[str, str]:
        """What decisions have put in the place of the key: question → letters, none for a voided one."""
        cells = Cells()
        with self.rows("decisions.csv") as rows:
            for row in rows:
                cells.apply(row["act"], row["subject"], row["after"], row["reason"])
        return cells.letters

    @cached_property
    def right(self) -> dict[str, frozenset[str]]:
        """The choices that earn each question's point by the key in force."""
        return right_choices(self._bank_json, self.letters)

    def unit_names(self, wanted: set[str]) -> dict[str, str]:
        """Return the names of units by their ids, cut short."""
        with self.rows("units.csv") as rows:
            return {row["unit"]: _short(row["name"], LONGEST_NAME) for row in rows if row["unit"] in wanted}

    @contextmanager
    def rows(self, name: str) -> Iterator[Iterator[dict[str, str]]]:
        """Give the rows of a CSV file, which may be larger than memory."""
        with objects.opened(config().exports_bucket, self._key(name)) as file:
            yield exports.read_csv(file)

    def _key(self, name: str) -> str:
        return f"{self.record.contest}/{self.record.round}/{revision_name(self.record.revision)}/{name}"
