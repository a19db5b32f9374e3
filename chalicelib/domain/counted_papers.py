"""The papers of a closed round that count, read back from ``attempts.csv``: what looking back at a round starts from."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .attempt import BLANK
from .times import Millis, read


@dataclass(frozen=True, slots=True)
class CountedPaper:
    """One row of ``attempts.csv`` without a ruling. ``choices`` has one character for each of ``questions``."""

    contestant: str
    number: int
    unit: str
    started_at: Millis
    submitted_at: Millis
    status: str
    elapsed_ms: int
    questions: tuple[str, ...]
    choices: str

    def answers(self) -> Iterator[tuple[str, str]]:
        """Yield each question with the letter that was chosen, or with ``_``."""
        return zip(self.questions, self.choices, strict=True)


def counted_papers(rows: Iterable[Mapping[str, str]]) -> Iterator[CountedPaper]:
    """Yield the papers among ``rows`` of ``attempts.csv`` that count, in their order."""
    return (_paper(row) for row in rows if not row["ruling"])


def _paper(row: Mapping[str, str]) -> CountedPaper:
    """Ids stand in thousands of papers: each is kept once."""
    return CountedPaper(
        contestant=row["contestant"],
        number=int(row["number"]),
        unit=sys.intern(row["unit"]),
        started_at=read(row["started_at"]),
        submitted_at=read(row["submitted_at"]),
        status=sys.intern(row["status"]),
        elapsed_ms=int(row["elapsed_ms"]),
        questions=tuple(map(sys.intern, row["questions"].split())),
        choices=row["choices"],
    )


def wrong_answers(paper: CountedPaper, right: Mapping[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Return the questions that were answered wrongly, each with the letter; what was left blank is no answer."""
    return [(question, choice) for question, choice in paper.answers() if choice != BLANK and choice not in right[question]]
