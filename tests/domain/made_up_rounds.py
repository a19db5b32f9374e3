"""Rounds that never were: people of differing strength answer questions of differing difficulty, each by themselves.

Right is always A. How often each wrong option tempts is the question's own; whoever is wrong takes one of them by that.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.counted_papers import CountedPaper
from tests.factories import OPENS

LETTERS = "ABCD"


@dataclass(frozen=True)
class MadeUp:
    """A round's papers, in the order of their contestants, with what the key and the bank say."""

    papers: list[CountedPaper]
    right: dict[str, frozenset[str]]
    options: dict[str, int]


def contestant(number: int) -> str:
    """Return a pseudonym that sorts by its number."""
    return f"{number:06d}".translate(str.maketrans("0123456789", "abcdefghij")).rjust(26, "a")


def paper(number: int, choices: str, questions: Sequence[str] = (), unit: str = "", **changes: object) -> CountedPaper:
    """Return a paper; without questions named, it asks as many as it has choices: q0, q1, …"""
    asked = tuple(questions) or tuple(f"q{place}" for place in range(len(choices)))
    told = CountedPaper(contestant(number), 1, unit, OPENS, OPENS + 300_000, "submitted", 300_000, asked, choices)
    return replace(told, **changes)


def made_up(
    seed: int, people: int, bank: int, asked: int, *, wrong: float = 0.35, spread: float = 1.0, unit_of: int = 20
) -> MadeUp:
    """Return a round in which nobody knows of anybody: about so large a share of the answers is ``wrong``.

    ``spread`` is how far people's strengths differ, on the logit; questions' difficulties differ by as much. Units have
    ``unit_of`` people each; papers are drawn from the bank.
    """
    chance = random.Random(f"made up {seed} {people} {bank} {asked}")
    questions = [f"q{place}" for place in range(bank)]
    middle = math.log(wrong / (1 - wrong))
    difficulty = {question: chance.gauss(middle, spread) for question in questions}
    tempts = {question: [chance.random() ** 2 + 0.05 for _ in LETTERS[1:]] for question in questions}
    papers = []
    for number in range(people):
        weakness, drawn = chance.gauss(0, spread), chance.sample(questions, asked)
        choices = "".join(_choice(chance, difficulty[each] + weakness, tempts[each]) for each in drawn)
        papers.append(paper(number, choices, drawn, f"u{number // unit_of}"))
    return MadeUp(papers, dict.fromkeys(questions, frozenset("A")), dict.fromkeys(questions, len(LETTERS)))


def _choice(chance: random.Random, logit: float, tempts: Sequence[float]) -> str:
    if chance.random() > 1 / (1 + math.exp(-logit)):
        return "A"
    return chance.choices(LETTERS[1:], tempts)[0]


def copied(made: MadeUp, source: int, copier: int) -> None:
    """Have one copy every answer of another to the questions that both hold."""
    seen = dict(made.papers[source].answers())
    own = made.papers[copier]
    choices = "".join(seen.get(question, choice) for question, choice in own.answers())
    made.papers[copier] = replace(own, choices=choices)
