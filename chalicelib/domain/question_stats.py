"""What came of each question of a round: how many got it, what the others chose, at which hours; and keys to look at again.

A wrong key looks like this: most of those who answered chose one and the same option, which the key calls wrong. So does a
mistake that everybody makes; which of the two it is, the source says, and no count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .attempt import BLANK
from .counted_papers import CountedPaper
from .times import HO_CHI_MINH, Millis, to_datetime

HOURS = 24
LEAST_ANSWERED = 30
"""Answers below which nothing is warned of: of thirty pure guesses at four options, more than half fall on one and the same
wrong one once in some four hundred questions; of ten, once in seventeen."""


@dataclass(frozen=True)
class QuestionStats:
    """One question. ``right`` and ``right_now`` are its letters as committed and after the decisions, parted by a space;
    ``right_now`` is empty for a voided question.

    ``papers`` held it; ``got`` and ``got_now`` of them earned its point by the one key and the other. ``chosen`` is letter →
    papers, in the bank's order, ``blank`` the papers that left it open. ``hours`` and ``hours_got`` count by hour of the day
    (Asia/Ho_Chi_Minh) those papers that were handed in at that hour, and those of them that got it by the key in force.
    ``suspect`` is the letter that most chose though the key in force calls it wrong, else empty.
    """

    question: str
    right: str
    right_now: str
    papers: int
    got: int
    got_now: int
    chosen: Mapping[str, int]
    blank: int
    hours: Sequence[int]
    hours_got: Sequence[int]
    suspect: str


@dataclass(frozen=True, slots=True)
class HourStats:
    """The papers of a round handed in within one hour of the day: how many answers they asked for, and got right."""

    hour: int
    papers: int
    asked: int
    got: int


# Counts of one question: (hour of the hand-in or None where there was none, letter or ``_``) → papers.
_Tally = Counter[tuple[int | None, str]]


class RoundTally:
    """Counts the papers of a round as they pass. ``bank`` is the questions of ``bank.json``."""

    def __init__(self, bank: Iterable[Mapping[str, Any]]):
        self._bank = {question["id"]: question for question in bank}
        self._tallies: dict[str, _Tally] = {question: Counter() for question in self._bank}
        self._handed_in = [0] * HOURS
        self.papers = 0

    def see(self, paper: CountedPaper) -> None:
        """Count one paper. Raises KeyError for a question that the bank doesn't hold."""
        hour = home_hour(paper.submitted_at) if paper.status == "submitted" else None
        self.papers += 1
        if hour is not None:
            self._handed_in[hour] += 1
        for question, choice in paper.answers():
            self._tallies[question][hour, choice] += 1

    def questions(self, right: Mapping[str, frozenset[str]], letters: Mapping[str, str]) -> list[QuestionStats]:
        """Return every question of the bank: what to look at first, then the hardest first.

        ``right`` gives the choices that earn a point by the key in force, ``letters`` what decisions have put in the key's
        place (`decisions.Cells`).
        """
        told = [self._question(name, right[name], letters.get(name)) for name in self._bank]
        return sorted(told, key=lambda each: (not each.suspect, not each.papers, _share(each.got_now, each.papers)))

    def _question(self, name: str, right: frozenset[str], letters: str | None) -> QuestionStats:
        tally, committed = self._tallies[name], self._bank[name]["right"]
        by_letter: Counter[str] = Counter()
        for (_, choice), papers in tally.items():
            by_letter[choice] += papers
        chosen = {letter: by_letter[letter] for letter in self._bank[name]["options"]}
        return QuestionStats(
            question=name,
            right=committed,
            right_now=committed if letters is None else letters,
            papers=by_letter.total(),
            got=by_letter[committed],
            got_now=sum(papers for choice, papers in by_letter.items() if choice in right),
            chosen=chosen,
            blank=by_letter[BLANK],
            hours=_by_hour(tally, None),
            hours_got=_by_hour(tally, right),
            suspect=suspect(chosen, right),
        )

    def hours(self, right: Mapping[str, frozenset[str]]) -> list[HourStats]:
        """Return the hours of the day at which papers were handed in, and what these got right by the key in force."""
        asked = [_by_hour(tally, None) for tally in self._tallies.values()]
        got = [_by_hour(tally, right[name]) for name, tally in self._tallies.items()]
        return [
            HourStats(hour, papers, sum(each[hour] for each in asked), sum(each[hour] for each in got))
            for hour, papers in enumerate(self._handed_in)
            if papers
        ]


def home_hour(at: Millis) -> int:
    """Return the hour of the day at which it was ``at`` in Vietnam, 0 to 23."""
    return to_datetime(at).astimezone(HO_CHI_MINH).hour


def suspect(chosen: Mapping[str, int], right: frozenset[str]) -> str:
    """Return the letter that more than half of those who answered chose though it is none of ``right``, else nothing.

    Nothing either where fewer than `LEAST_ANSWERED` answered.
    """
    answered = sum(chosen.values())
    if answered < LEAST_ANSWERED:
        return ""
    return next((letter for letter, papers in chosen.items() if letter not in right and 2 * papers > answered), "")


def _by_hour(tally: _Tally, right: frozenset[str] | None) -> list[int]:
    """Return the papers handed in at each hour of the day; with ``right``, those that chose one of these."""
    counts = [0] * HOURS
    for (hour, choice), papers in tally.items():
        if hour is not None and (right is None or choice in right):
            counts[hour] += papers
    return counts


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
