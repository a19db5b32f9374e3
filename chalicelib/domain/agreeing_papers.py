"""Pairs of papers whose wrong answers agree far beyond chance.

Right answers agree because they are right. That two people give the same *wrong* answers is chance too, and how likely a
chance can be said: by how hard each question was, how weak each of the two is, and how popular the wrong option was among
those who were wrong. What is shared by many, in the round or in the unit of both, is no evidence.

**A single match.** ``p`` is the chance that somebody as weak as the weaker of the two chooses that option of that question:
the chance to be wrong there (the Rasch model: a question's difficulty and a person's weakness add up on the logit) times the
option's share among the wrong answers, both without the two papers themselves. In one and the same unit, ``p`` is at least
the option's share among the others of that unit who held the question.

**A pair.** The agreement is the sum of ``-log p`` over the matches. How likely as much or more of it would be, had one
answered without the other, is bounded after Chernoff, over every question that both held and one of them had wrong; the
larger of both directions counts.

**A round.** Among two million pairs there are unlikely ones. A pair is told where the bound, times the pairs that there
are of its kind, is below `CHANCE`; pairs within a unit and pairs across units are two kinds, each with half of it.

**Without comparing all pairs.** Whatever the other paper is like, a match is worth no more than it would be to a person of
one's own weakness. If two papers agree enough, then either of them holds one of the matches before the point in its list,
rarest choices first, behind which its remaining choices together would not be enough (prefix filtering: Chaudhuri, Ganti,
Kaushik 2006; Bayardo, Ma, Srikant 2007). So only those choices are indexed, and most papers have none.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .attempt import ANY_CHOICE
from .counted_papers import CountedPaper, wrong_answers

CHANCE = 0.01
"""Pairs that would be told of a round in which nobody knows of anybody, on average and at the most."""

MOST_COMPARED = 20_000_000
"""Pairs that are looked at, at the most: some minutes. Beyond it the commonest choices are left out, and that is said."""

LEAST_SHARED = 3
_BOUNDS = (0.25, 0.4, 0.6, 0.8, 1.0, 1.3, 1.7, 2.3, 3.2, 4.5, 6.5, 10.0)
_ROUNDS_OF_NEWTON = 8
_MOST_P = 0.98

# A wrong answer: the question, and the letter that was chosen.
Wrong = tuple[str, str]


class Match(NamedTuple):
    """One wrong answer that two papers share: ``chose`` of the ``held`` papers with the question gave it too, both counted;
    ``p`` is its chance.
    """

    question: str
    letter: str
    held: int
    chose: int
    p: float


@dataclass(frozen=True)
class Agreement:
    """Two papers, the questions that both held, how many each had wrong of them, and what they share.

    ``expected`` is how many wrong answers they would share by chance, at the most; ``one_in`` in how many rounds like this
    one chance alone makes such a pair, at the least.
    """

    first: CountedPaper
    second: CountedPaper
    common: int
    wrong: tuple[int, int]
    matches: Sequence[Match]
    expected: float
    one_in: int


@dataclass(frozen=True)
class Agreements:
    """What was found, the least likely first. ``papers`` were held against each other, ``pairs`` there are of them.

    ``left_out`` counts choices so common that their pairs were not looked at: 0 where all were.
    """

    papers: int
    pairs: int
    left_out: int
    found: Sequence[Agreement]


def agreements(
    papers: Iterable[CountedPaper],
    right: Mapping[str, frozenset[str]],
    options: Mapping[str, int],
    most: int = MOST_COMPARED,
) -> Agreements:
    """Return the pairs of ``papers`` that agree far beyond chance.

    ``right`` gives each question the choices that earn its point, ``options`` how many options it has. Of two contestants
    with several attempts each, the least likely pair is told. At the ``most`` so many pairs are looked at.
    """
    held = [paper for paper in papers if paper.status != "blank"]
    the_round = _Round(held, right, options)
    best: dict[tuple[str, str], Agreement] = {}
    left_out = 0
    for search in the_round.searches(most):
        left_out += search.left_out
        for found in search.found():
            pair = (found.first.contestant, found.second.contestant)
            if pair not in best or found.one_in > best[pair].one_in:
                best[pair] = found
    ordered = sorted(best.values(), key=lambda each: (-each.one_in, each.first.contestant, each.second.contestant))
    return Agreements(len(held), len(held) * (len(held) - 1) // 2, left_out, ordered)


@dataclass(slots=True)
class _Read:
    """A paper with what is known of who wrote it. ``worth`` is wrong answer → what a match of it is worth at the most."""

    paper: CountedPaper
    weakness: float
    worth: dict[Wrong, float]

    @property
    def worth_in_all(self) -> float:
        """What it would be worth if another paper shared every wrong answer."""
        return sum(self.worth.values())


@dataclass
class _Counts:
    """How many papers held each question, were wrong there, and gave each wrong answer: in a round, or in a unit."""

    papers: int = 0
    held: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    chose: Counter[Wrong] = field(default_factory=Counter)

    def see(self, paper: CountedPaper, wrong: Sequence[Wrong]) -> None:
        """Count one paper with its wrong answers."""
        self.papers += 1
        self.held.update(paper.questions)
        self.wrong.update(question for question, _ in wrong)
        self.chose.update(wrong)


class _Round:
    """What the papers of a round say together, and of each what is needed to compare it."""

    def __init__(self, papers: Sequence[CountedPaper], right: Mapping[str, frozenset[str]], options: Mapping[str, int]):
        self.right = right
        self.wrong_options = {name: count - len(right[name]) for name, count in options.items() if right[name] != ANY_CHOICE}
        self.counts = _Counts()
        self.units: dict[str, _Counts] = defaultdict(_Counts)
        self._same: dict[Wrong, Wrong] = {}
        wrong = [self._wrong(paper) for paper in papers]
        self.difficulty = {name: _logit(self.counts.wrong[name], self.counts.held[name]) for name in self.wrong_options}
        self.kinds = self._kinds()
        least = min(kind.enough for kind in self.kinds)
        read = (self._read(*each) for each in zip(papers, wrong, strict=True) if len(each[1]) >= LEAST_SHARED)
        self.read = [each for each in read if each.worth_in_all >= least]

    def _wrong(self, paper: CountedPaper) -> list[Wrong]:
        """Count a paper, and return its wrong answers; each of these is kept in memory once."""
        wrong = [self._same.setdefault(each, each) for each in wrong_answers(paper, self.right)]
        self.counts.see(paper, wrong)
        self.units[paper.unit].see(paper, wrong)
        return wrong

    def _kinds(self) -> tuple[_Kind, _Kind]:
        within = sum(_pairs(counts.papers) for unit, counts in self.units.items() if unit)
        return _Kind(within, of_one_unit=True), _Kind(_pairs(self.counts.papers) - within, of_one_unit=False)

    def searches(self, most: int) -> Iterator[_Search]:
        """Yield a search for each unit, and one for pairs across units; each kind may look at half of ``most``."""
        within, across = self.kinds
        of_unit: dict[str, list[_Read]] = defaultdict(list)
        for each in self.read:
            of_unit[each.paper.unit].append(each)
        for unit, members in of_unit.items():
            if unit:
                share = most // 2 * _pairs(self.units[unit].papers) // max(1, within.pairs)
                yield _Search(self, members, within, share)
        yield _Search(self, self.read, across, most // 2)

    def _read(self, paper: CountedPaper, wrong: Sequence[Wrong]) -> _Read:
        weakness = self._weakness(paper, len(wrong))
        return _Read(paper, weakness, {each: self._worth(each, weakness) for each in wrong})

    def _worth(self, wrong: Wrong, weakness: float) -> float:
        """Return what a match is worth that the other could have made too; nothing where nobody else gave this answer."""
        return -math.log(self.chance(wrong, weakness, chose=2)) if self.counts.chose[wrong] > 1 else 0.0

    def _weakness(self, paper: CountedPaper, wrong: int) -> float:
        """Return the weakness with which as many wrong answers are to be expected on this paper as there are, by Newton."""
        asked = [self.difficulty[question] for question in paper.questions if question in self.difficulty]
        wanted = len(asked) * (wrong + 0.5) / (len(asked) + 1)
        weakness = _logit(wrong, len(asked)) - sum(asked) / len(asked)
        for _ in range(_ROUNDS_OF_NEWTON):
            chances = [_chance(each + weakness) for each in asked]
            slope = sum(each * (1 - each) for each in chances)
            weakness += max(-1.0, min(1.0, (wanted - sum(chances)) / max(slope, 1e-6)))
        return weakness

    def chance(self, wrong: Wrong, weakness: float, chose: int) -> float:
        """Return the chance that somebody so weak gives this wrong answer, judged by the papers of the others: ``chose`` of
        the two that are compared gave it.
        """
        question, _ = wrong
        share = (self.counts.chose[wrong] - chose + 1) / (self.counts.wrong[question] - chose + self.wrong_options[question])
        return min(_MOST_P, share * _chance(self.difficulty[question] + weakness))

    def chance_in_unit(self, wrong: Wrong, unit: str, held: int, chose: int, chance: float) -> float:
        """Return the answer's share in a unit without the two that are compared, of whom ``held`` held the question and
        ``chose`` gave the answer; where there are few others, drawn towards ``chance``.
        """
        counts = self.units[unit]
        return min(_MOST_P, (counts.chose[wrong] - chose + chance) / (counts.held[wrong[0]] - held + 1))


class _Kind(NamedTuple):
    """Pairs within units, or pairs across them; ``pairs`` there are."""

    pairs: int
    of_one_unit: bool

    @property
    def enough(self) -> float:
        """What an agreement has to be worth at the least: as much as the pair's own chance has to be small."""
        return math.log(max(1, self.pairs)) - math.log(CHANCE / 2)


class _Search:
    """Looks for pairs of one kind, among papers that have wrong answers enough."""

    def __init__(self, of_round: _Round, read: Sequence[_Read], kind: _Kind, most: int):
        self.round = of_round
        self.kind = kind
        self.read = [each for each in read if each.worth_in_all >= kind.enough]
        self.prefixes, self.left_out = self._prefixes(most)

    def _prefixes(self, most: int) -> tuple[list[list[Wrong]], int]:
        """Return the choices by which each paper is found, and how many choices were too common to be looked at."""
        prefixes = [self._prefix(each) for each in self.read]
        common = Counter(choice for prefix in prefixes for choice in prefix)
        looked_at: set[Wrong] = set()
        for choice, papers in sorted(common.items(), key=lambda item: (item[1], item[0])):
            most -= _pairs(papers)
            if most < 0:
                break
            looked_at.add(choice)
        kept = [[choice for choice in prefix if choice in looked_at] for prefix in prefixes]
        return kept, len(common) - len(looked_at)

    def _prefix(self, read: _Read) -> list[Wrong]:
        """Return the rarest choices of a paper, up to where what remains would not be enough."""
        ordered = sorted(read.worth, key=lambda choice: (self.round.counts.chose[choice], choice))
        left = read.worth_in_all
        for place, choice in enumerate(ordered):
            if left < self.kind.enough:
                return ordered[:place]
            left -= read.worth[choice]
        return ordered

    def found(self) -> Iterator[Agreement]:
        """Yield the pairs that agree far beyond chance. Each pair is looked at once."""
        index: dict[Wrong, list[int]] = defaultdict(list)
        for place, read in enumerate(self.read):
            before: set[int] = set()
            for choice in self.prefixes[place]:
                before.update(index[choice])
                index[choice].append(place)
            for other in before:
                if found := self._compared(self.read[other], read):
                    yield found

    def _compared(self, one: _Read, other: _Read) -> Agreement | None:
        shared = one.worth.keys() & other.worth.keys()
        if (
            len(shared) < LEAST_SHARED
            or not self._may_be_enough(one, other, shared)
            or not self._is_of_this_kind(one, other)
        ):
            return None
        first, second = sorted((one, other), key=lambda read: (read.paper.contestant, read.paper.number))
        pair = _Pair(self.round, first, second, shared, self.kind)
        return pair.told() if pair.log_chance <= -self.kind.enough else None

    def _is_of_this_kind(self, one: _Read, other: _Read) -> bool:
        """Whether two people wrote them, of one unit or not. Those without a unit are no unit."""
        of_one_unit = bool(one.paper.unit) and one.paper.unit == other.paper.unit
        return one.paper.contestant != other.paper.contestant and of_one_unit == self.kind.of_one_unit

    def _may_be_enough(self, one: _Read, other: _Read, shared: set[Wrong]) -> bool:
        return all(sum(each.worth[choice] for choice in shared) >= self.kind.enough for each in (one, other))


@dataclass
class _Pair:
    """Two papers that share wrong answers, and how likely that is."""

    round: _Round
    one: _Read
    other: _Read
    shared: set[Wrong]
    kind: _Kind

    @cached_property
    def common(self) -> set[str]:
        """The questions that both held."""
        return set(self.one.paper.questions) & set(self.other.paper.questions)

    @cached_property
    def log_chance(self) -> float:
        """The logarithm of the bound on how likely so much agreement is, the larger of both directions."""
        agreement = sum(-math.log(self._p(choice)) for choice in self.shared)
        return max(_log_bound(agreement, self._chances(each)) for each in (self.one, self.other))

    def _chances(self, read: _Read) -> list[float]:
        """Return the chance of a match at each wrong answer of one of them that the other could have given too."""
        return [self._p(choice) for choice in read.worth if choice[0] in self.common]

    def _p(self, choice: Wrong) -> float:
        chose = (choice in self.one.worth) + (choice in self.other.worth)
        chance = self.round.chance(choice, max(self.one.weakness, self.other.weakness), chose)
        if not self.kind.of_one_unit:
            return chance
        return max(chance, self.round.chance_in_unit(choice, self.one.paper.unit, 2, chose, chance))

    def told(self) -> Agreement:
        """Return what is told of the pair."""
        ordered = sorted((self._p(choice), choice) for choice in self.shared)
        log_rounds = -self.log_chance - math.log(max(1, self.kind.pairs))
        counts = self.round.counts
        return Agreement(
            first=self.one.paper,
            second=self.other.paper,
            common=len(self.common),
            wrong=(len(self._chances(self.one)), len(self._chances(self.other))),
            matches=[Match(*choice, counts.held[choice[0]], counts.chose[choice], p) for p, choice in ordered],
            expected=max(sum(self._chances(each)) for each in (self.one, self.other)),
            one_in=int(math.exp(min(log_rounds, _MOST_LOG_ROUNDS))),
        )


_MOST_LOG_ROUNDS = math.log(10**12)


def _log_bound(agreement: float, chances: Sequence[float]) -> float:
    """Return the logarithm of Chernoff's bound: matches with these ``chances``, each worth ``-log p``, sum up to so much."""
    bounds = (sum(math.log(1 - p + p ** (1 - t)) for p in chances) - t * agreement for t in _BOUNDS)
    return min(0.0, *bounds)


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit > -30 else math.exp(logit)


def _logit(part: int, whole: int) -> float:
    share = (part + 0.5) / (whole + 1)
    return math.log(share / (1 - share))


def _pairs(number: int) -> int:
    return number * (number - 1) // 2
