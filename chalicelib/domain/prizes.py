"""Who gets which prize: down the ranking, past those at their limit, with every place that stays empty said aloud."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from .ranking import Ranked, explain, groups
from .words import Language, say

if TYPE_CHECKING:
    from .award_rules import Prize
    from .definition import Definition

# How a row came to be: by its rank; across a boundary by lot, with all who tied, or by the committee's choice; passed over;
# nobody was left to take the place; or the place waits for the committee.
How = Literal["rank", "lot", "all", "chosen", "won_earlier", "nobody", "committee"]


@dataclass(frozen=True, slots=True)
class EarlierWin:
    """A prize of an earlier round, as that round's ``revision`` in force gives it."""

    contestant: str
    round: str
    revision: int
    prize: str


@dataclass(frozen=True, slots=True)
class PrizeRow:
    """One row of ``prizes.csv``: a prize given, a contestant passed over, or a place nobody got (no ``contestant``)."""

    prize: str
    place: int | None
    contestant: str
    number: int | None
    amount_vnd: int | None
    passed_over: str
    how: How

    @property
    def is_given(self) -> bool:
        """Whether it is a prize that somebody got."""
        return bool(self.contestant) and not self.passed_over


@dataclass(frozen=True)
class Award:
    """The rows of ``prizes.csv`` in its order, and the ranking with the lots that a tie across a boundary needed."""

    rows: list[PrizeRow]
    ranked: list[Ranked]


def limiting(earlier_wins: Iterable[EarlierWin], definition: Definition) -> list[EarlierWin]:
    """Return the earlier wins that limit this round, sorted as ``earlier_wins.csv`` is.

    All of them where a person wins once in the contest, none where the limit ends with the round: the one ranking of a
    round never gives anybody two prizes.
    """
    if definition.limit != "once_in_the_contest":
        return []
    return sorted(earlier_wins, key=lambda win: (win.contestant, win.round, win.revision, win.prize))


def award(
    ranked: Sequence[Ranked],
    definition: Definition,
    earlier_wins: Iterable[EarlierWin],
    lot_for: Callable[[str], str],
    chosen: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Award:
    """Return who of ``ranked`` gets what. ``lot_for`` gives a contestant's lot where a tie across a boundary asks for it.

    ``chosen`` is prize → whom the committee has chosen among those who tie there.
    """
    barred = {win.contestant for win in limiting(earlier_wins, definition)}
    table = _Table(definition.prizes)
    lots: dict[str, str] = {}
    for tied in groups(ranked):
        if table.next is None:
            break
        takers = [row for row in tied if row.entry.contestant not in barred]
        table.pass_over(row for row in tied if row.entry.contestant in barred)
        if len(takers) <= table.places_left(table.next):
            table.give(takers, "rank")
        elif definition.boundary_tie == "all":
            table.give_all(takers)
        elif definition.boundary_tie == "committee":
            table.give_as_chosen(takers, chosen)
        else:
            lots |= {row.entry.contestant: lot_for(row.entry.contestant) for row in takers}
            table.give(sorted(takers, key=lambda row: lots[row.entry.contestant]), "lot")
    drawn = [replace(row, lot=lots.get(row.entry.contestant, row.lot)) for row in ranked] if lots else list(ranked)
    return Award(table.rows(), drawn)


@dataclass
class _Table:
    """The prizes on the table while the award goes down the ranking."""

    prizes: Sequence[Prize]
    given: dict[str, list[PrizeRow]] = field(default_factory=dict)
    closed: bool = False
    _passed: list[PrizeRow] = field(default_factory=list)
    _waiting: list[PrizeRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.given = {prize.id: [] for prize in self.prizes}

    @property
    def next(self) -> Prize | None:
        """The highest prize that still has a place, None once there is none or the committee has to choose."""
        if self.closed:
            return None
        return next((prize for prize in self.prizes if self.places_left(prize) > 0), None)

    def places_left(self, prize: Prize) -> int:
        return prize.number - len(self.given[prize.id])

    def pass_over(self, rows: Iterable[Ranked]) -> None:
        """Note who is at the limit. It takes a prize given at or below their rank to make it a row."""
        prize = self.next
        if prize is not None:
            self._waiting += [_row(prize.id, row, None, "won_earlier") for row in rows]

    def give(self, rows: Iterable[Ranked], how: How) -> None:
        """Give a place to each row in turn until there is none left."""
        for row in rows:
            prize = self.next
            if prize is None:
                return
            self._give(prize, row, how)

    def give_all(self, rows: Iterable[Ranked]) -> None:
        """Give the next prize to every row in full, also beyond its number."""
        prize = self.next
        if prize is not None:
            for row in rows:
                self._give(prize, row, "all")

    def give_as_chosen(self, rows: list[Ranked], chosen: Mapping[str, Sequence[str]]) -> None:
        """Give places to those whom the committee has chosen; who is left takes the next prize if all of them fit there.

        Where nobody is chosen, this place and every further one wait.
        """
        while rows and (prize := self.next) is not None:
            if len(rows) <= self.places_left(prize):
                self.give(rows, "chosen")
                return
            picked = [row for row in rows if row.entry.contestant in chosen.get(prize.id, ())][: self.places_left(prize)]
            if not picked:
                self.closed = True
                return
            self.give(picked, "chosen")
            rows = [row for row in rows if row not in picked]

    def _give(self, prize: Prize, row: Ranked, how: How) -> None:
        self.given[prize.id].append(_row(prize.id, row, prize.vnd, how))
        self._passed += self._waiting
        self._waiting = []

    def rows(self) -> list[PrizeRow]:
        """Return the rows of ``prizes.csv``: in the order of prizes, then by place and contestant, the unfilled last."""
        found: list[PrizeRow] = []
        for prize in self.prizes:
            taken = self.given[prize.id] + [row for row in self._passed if row.prize == prize.id]
            found += sorted(taken, key=lambda row: (row.place or 0, row.contestant))
            found += self._unfilled(prize)
        return found

    def _unfilled(self, prize: Prize) -> Iterator[PrizeRow]:
        how: How = "committee" if self.closed else "nobody"
        for _ in range(self.places_left(prize)):
            yield PrizeRow(prize.id, None, "", None, None, "", how)


def _row(prize: str, row: Ranked, vnd: int | None, how: How) -> PrizeRow:
    passed_over = how if how == "won_earlier" else ""
    return PrizeRow(prize, row.rank, row.entry.contestant, row.entry.number, vnd, passed_over, how)


def why(
    row: PrizeRow,
    ranked: list[Ranked],
    definition: Definition,
    earlier_wins: Iterable[EarlierWin] = (),
    language: Language = "vi",
) -> str:
    """Return why a row of ``prizes.csv`` is what it is, as a sentence without its full stop.

    ``ranked`` and ``earlier_wins`` are those of the award. Raises ValueError for a contestant who is not ranked there.
    """
    if row.place is None:
        return say(f"prize.{row.how}", language)
    if row.how == "won_earlier":
        return say("prize.won_earlier", language, rounds=_rounds_won(row.contestant, earlier_wins, definition))
    standing = explain(ranked, _index(row, ranked), definition, language)
    return standing if row.how == "rank" else say(f"prize.{row.how}", language, standing=standing)


def _rounds_won(contestant: str, earlier_wins: Iterable[EarlierWin], definition: Definition) -> str:
    titles = {each.id: each.name for each in definition.rounds}
    return ", ".join(titles.get(win.round, win.round) for win in earlier_wins if win.contestant == contestant)


def _index(row: PrizeRow, ranked: list[Ranked]) -> int:
    place = row.place or 0
    at = bisect_left(ranked, (place, row.contestant), key=lambda each: (each.rank, each.entry.contestant))
    if at == len(ranked) or ranked[at].entry.contestant != row.contestant:
        raise ValueError(f"{row.contestant} is not ranked {place}")
    return at


def prize_rules(definition: Definition, language: Language = "vi") -> list[str]:
    """Return the limit on prizes, and what a tie across a boundary comes to, as sentences for the rules page.

    Nothing where the definition gives no prizes; nothing of boundaries where the lot leaves no tie.
    """
    if not definition.prizes:
        return []
    limit = [say(f"limit.{definition.limit}", language)]
    return limit if definition.last_tie == "lot" else [*limit, say(f"boundary-tie.{definition.boundary_tie}", language)]
