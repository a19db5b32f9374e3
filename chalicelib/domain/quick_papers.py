"""Papers that were right, or nearly, in so little time that they are worth a look; the limit is the round's own.

People answer faster who have the law before them or have learnt by heart: how fast that is differs from contest to contest.
So a paper is held against the others of its round, and against what nobody can do at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from .attempt import score
from .counted_papers import CountedPaper

A_QUESTION_MS = 1_000
"""The floor, for each question: nobody reads a question with its options, and chooses, within a second."""

LEAST_PAPERS = 30
"""Papers below which a round has no distribution to speak of: the floor alone holds."""

SPREADS = 3.5
"""So many robust standard deviations of the logarithm below the median is no ordinary time (Iglewicz and Hoaglin, 1993)."""

_NORMAL = 1.4826  # A normal distribution's standard deviation in units of its median absolute deviation.
_QUESTIONS_A_FAULT = 10


@dataclass(frozen=True, slots=True)
class QuickPaper:
    """A paper and its points."""

    paper: CountedPaper
    points: int


@dataclass(frozen=True, slots=True)
class Quick:
    """What was looked for and what was found, the quickest first; times in milliseconds.

    ``handed_in`` papers took ``median_ms`` in the middle; below ``limit_ms`` one was looked at if all was right, or all but
    one in ten. ``floor_ms`` is how low the limit can become.
    """

    handed_in: int
    median_ms: int
    floor_ms: int
    limit_ms: int
    papers: Sequence[QuickPaper]


def quick_papers(papers: Iterable[CountedPaper], right: Mapping[str, frozenset[str]], questions: int) -> Quick:
    """Return the papers of ``questions`` questions that were right, or nearly, below the round's limit of time."""
    handed_in = [paper for paper in papers if paper.status == "submitted"]
    times = [paper.elapsed_ms for paper in handed_in]
    floor = questions * A_QUESTION_MS
    limit = max(floor, usual_least_ms(times))
    fast = (paper for paper in handed_in if paper.elapsed_ms < limit)
    marked = (QuickPaper(paper, score(" ".join(paper.questions), paper.choices, right)) for paper in fast)
    found = [each for each in marked if each.points >= nearly_all(questions)]
    found.sort(key=lambda each: (each.paper.elapsed_ms, each.paper.contestant, each.paper.number))
    return Quick(len(handed_in), int(median(times)) if times else 0, floor, limit, found)


def nearly_all(questions: int) -> int:
    """Return how many points are nearly all: one fault in ten questions is forgiven, none in fewer."""
    return questions - questions // _QUESTIONS_A_FAULT


def usual_least_ms(times: Sequence[int]) -> int:
    """Return the time below which a paper is out of the round's ordinary; 0 for a round of too few papers."""
    if len(times) < LEAST_PAPERS:
        return 0
    logarithms = [math.log(max(1, time)) for time in times]
    middle = median(logarithms)
    spread = _NORMAL * median(abs(each - middle) for each in logarithms)
    return int(math.exp(middle - SPREADS * spread))
