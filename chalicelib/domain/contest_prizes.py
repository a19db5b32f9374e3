"""The prizes of all rounds where a person keeps only the highest: they give up the others, and the next in line moves up.

Everybody prefers a higher prize, then the earlier round; each round's places go down its ranking. As all want the places in
the same order, going through them in that order and giving each to the best ranked who has none is what deferred acceptance
comes to, and the only outcome in which nobody would rather have a place that somebody ranked below them holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from .words import Language, say

if TYPE_CHECKING:
    from .award_rules import Prize
    from .definition import Definition

WON_HIGHER = "won_higher"


@dataclass(frozen=True, slots=True)
class Placed:
    """One row of a round's ranking: a contestant, the number of the attempt that counts, and its rank there."""

    contestant: str
    number: int
    rank: int


@dataclass(frozen=True, slots=True)
class ContestPrizeRow:
    """A prize of a round given, a contestant passed over (``won_higher``), or a place nobody got (no ``contestant``)."""

    round: str
    prize: str
    place: int | None
    contestant: str
    number: int | None
    amount_vnd: int | None
    passed_over: str

    @property
    def is_given(self) -> bool:
        """Whether it is a prize that somebody got."""
        return bool(self.contestant) and not self.passed_over


def contest_prizes(rankings: Mapping[str, Sequence[Placed]], definition: Definition) -> list[ContestPrizeRow]:
    """Return who gets what over all rounds; nothing where the definition sets another limit.

    ``rankings`` is ranked round → its rows by rank, no two alike: the definition settles every tie by lot. Sorted by round
    and prize in the definition's order, then place; who is passed over stands under the prize that was next, if one was
    given to somebody below them. Raises KeyError for a round without a ranking, ValueError for ranks that don't rise.
    """
    if definition.limit != "highest_in_the_contest":
        return []
    rounds = [_Round(each.id, rankings[each.id]) for each in definition.ranked]
    holders: set[str] = set()
    for prize in definition.prizes:
        for each in rounds:
            each.give(prize, holders)
    order = {prize.id: at for at, prize in enumerate(definition.prizes)}
    return [row for each in rounds for row in sorted(each.rows, key=lambda row: (order[row.prize], *_last_if_empty(row)))]


def _last_if_empty(row: ContestPrizeRow) -> tuple[bool, int]:
    return row.place is None, row.place or 0


class _Round:
    """One round's ranking, gone down as its prizes are given."""

    def __init__(self, id: str, ranking: Sequence[Placed]):
        for above, below in pairwise(ranking):
            if above.rank >= below.rank:
                raise ValueError(f"{id}: rank {below.rank} stands below rank {above.rank}")
        self.rows: list[ContestPrizeRow] = []
        self._id = id
        self._left: Iterator[Placed] = iter(ranking)
        self._waiting: list[ContestPrizeRow] = []

    def give(self, prize: Prize, holders: set[str]) -> None:
        """Give every place of a prize, and name the new ``holders``; a place that nobody is left for is a row by itself."""
        for _ in range(prize.number):
            taker = self._next(prize, holders)
            if taker is None:
                self.rows.append(ContestPrizeRow(self._id, prize.id, None, "", None, None, ""))
                continue
            holders.add(taker.contestant)
            self.rows += [*self._waiting, replace(self._row(prize, taker), amount_vnd=prize.vnd)]
            self._waiting = []

    def _next(self, prize: Prize, holders: set[str]) -> Placed | None:
        """Return the next in line. It takes a prize given below those who are passed over to make them rows."""
        for placed in self._left:
            if placed.contestant not in holders:
                return placed
            self._waiting.append(replace(self._row(prize, placed), passed_over=WON_HIGHER))
        return None

    def _row(self, prize: Prize, placed: Placed) -> ContestPrizeRow:
        return ContestPrizeRow(self._id, prize.id, placed.rank, placed.contestant, placed.number, None, "")


def why(row: ContestPrizeRow, rows: Iterable[ContestPrizeRow], definition: Definition, language: Language = "vi") -> str:
    """Return why a row of ``rows`` is what it is, as a sentence without its full stop."""
    if row.place is None:
        return say("prize.nobody", language)
    if row.passed_over:
        kept = next(each for each in rows if each.is_given and each.contestant == row.contestant)
        prize = next(each.name for each in definition.prizes if each.id == kept.prize)
        return say("contest-prize.won_higher", language, prize=prize, round=definition.round(kept.round).name)
    above = [each for each in rows if each.round == row.round and each.passed_over and (each.place or 0) < row.place]
    key = "moved-up" if above else "by-rank"
    return say(f"contest-prize.{key}", language, place=row.place, number=len(above))
