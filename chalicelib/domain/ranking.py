"""Who stands where, and why: values compared as printed, ties shared or settled by a lot that nobody could foresee."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from .criteria import CRITERIA, Entry, Value, measured
from .words import CATALOGUES, Language, say

if TYPE_CHECKING:
    from .definition import Definition

# Sorts as a criterion does: an empty value last whichever the direction, then the smaller first.
Place = tuple[tuple[bool, int], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row of ``ranking.csv``. ``values`` follow the definition's criteria; ``lot`` is empty where none was drawn."""

    rank: int
    entry: Entry
    values: tuple[Value, ...]
    lot: str = ""


def counted_attempts(entries: Iterable[Entry], definition: Definition) -> list[Entry]:
    """Return for each contestant the one attempt that counts, in no particular order.

    ``best`` is chosen by the criteria other than the prediction, then the lowest number. Only one entry a contestant is
    held, so ``entries`` may be a stream.
    """
    prefer = _preference(definition)
    chosen: dict[str, Entry] = {}
    for entry in entries:
        rival = chosen.get(entry.contestant)
        if rival is None or prefer(entry) < prefer(rival):
            chosen[entry.contestant] = entry
    return list(chosen.values())


def _preference(definition: Definition) -> Callable[[Entry], tuple[Place, int]]:
    """Return the key by which one of a contestant's attempts is preferred to another: the smallest counts."""
    if definition.attempts.counted == "best":
        return lambda entry: (_place_without_prediction(entry, definition), entry.number)
    sign = 1 if definition.attempts.counted == "first" else -1
    return lambda entry: ((), sign * entry.number)


def _place_without_prediction(entry: Entry, definition: Definition) -> Place:
    place = _place(measured(entry, definition, None), definition)
    return tuple(key for key, each in zip(place, definition.criteria, strict=True) if each.name != "prediction_error")


def _place(values: tuple[Value, ...], definition: Definition) -> Place:
    return tuple(
        (True, 0) if value is None else (False, -value if each.direction == "desc" else value)
        for value, each in zip(values, definition.criteria, strict=True)
    )


def rank(
    entries: Iterable[Entry], definition: Definition, target: int | None, lot_for: Callable[[str], str]
) -> list[Ranked]:
    """Return the ranking of ``entries`` (attempts with an empty ruling), sorted by rank, then contestant.

    ``lot_for`` gives a contestant's lot (hex); it is asked for those alone who are equal on every criterion, where the
    definition settles a last tie by lot. Their ranks then differ; where a tie is shared, so is the rank, and the next
    rank is skipped (1, 2, 2, 4).
    """
    rows = [Ranked(0, entry, measured(entry, definition, target)) for entry in counted_attempts(entries, definition)]
    rows.sort(key=lambda row: _place(row.values, definition))
    ranked: list[Ranked] = []
    for tied in groups(rows):
        by_lot = definition.last_tie == "lot" and len(tied) > 1
        ranked += _drawn(tied, len(ranked) + 1, lot_for) if by_lot else _shared(tied, len(ranked) + 1)
    return ranked


def groups(rows: Iterable[Ranked]) -> Iterator[list[Ranked]]:
    """Return sorted ``rows`` by and by, those together that share a rank and are equal on every criterion."""
    for _, tied in groupby(rows, key=lambda row: (row.rank, row.values)):
        yield list(tied)


def _drawn(tied: list[Ranked], first: int, lot_for: Callable[[str], str]) -> list[Ranked]:
    drawn = sorted(((lot_for(row.entry.contestant), row) for row in tied), key=lambda pair: pair[0])
    return [Ranked(rank, row.entry, row.values, lot) for rank, (lot, row) in enumerate(drawn, first)]


def _shared(tied: list[Ranked], rank: int) -> list[Ranked]:
    return [Ranked(rank, row.entry, row.values) for row in sorted(tied, key=lambda row: row.entry.contestant)]


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a row of a ranking stands where it does: what parts it from its nearest neighbour.

    The neighbour is the last one of a better rank (``side`` is ``behind``), or for the first rank the next below
    (``ahead``); where there is neither, ``side`` is empty. ``same`` counts the criteria on which both are equal, so it is
    also the place of the one that decides, by the neighbour's value ``theirs``; where all are equal, the lot decides.
    ``sharing`` is how many others have the same rank.
    """

    side: Literal["behind", "ahead", ""]
    same: int
    theirs: Value
    sharing: int


def standing(ranked: Sequence[Ranked], at: int) -> Standing:
    """Return why the row ``at`` of a ranking stands where it does. Whoever shares the rank is counted behind it."""
    row = ranked[at]
    first = bisect_left(ranked, row.rank, key=lambda each: each.rank)
    behind = bisect_right(ranked, row.rank, key=lambda each: each.rank)
    better = ranked[first - 1] if first else None
    return _standing(row, better, ranked[behind] if behind < len(ranked) else None, behind - first - 1)


def standings(ranked: Sequence[Ranked]) -> Iterator[Standing]:
    """Yield the ``standing`` of each row in turn: of everybody in one pass, as each paper's own result says it."""
    runs = [list(run) for _, run in groupby(ranked, key=lambda row: row.rank)]
    for at, run in enumerate(runs):
        better = runs[at - 1][-1] if at else None
        worse = runs[at + 1][0] if at + 1 < len(runs) else None
        yield from (_standing(row, better, worse, len(run) - 1) for row in run)


def _standing(row: Ranked, better: Ranked | None, worse: Ranked | None, sharing: int) -> Standing:
    if better is not None:
        return _parted(row, better, "behind", sharing)
    if worse is not None:
        return _parted(row, worse, "ahead", sharing)
    return Standing("", 0, None, sharing)


def _parted(row: Ranked, other: Ranked, side: Literal["behind", "ahead"], sharing: int) -> Standing:
    for same, (mine, theirs) in enumerate(zip(row.values, other.values, strict=True)):
        if mine != theirs:
            return Standing(side, same, theirs, sharing)
    return Standing(side, len(row.values), None, sharing)


def explain(ranked: Sequence[Ranked], at: int, definition: Definition, language: Language = "vi") -> str:
    """Return in words why the row ``at`` of a ranking stands where it does.

    ``cùng điểm 10, dự đoán lệch 3, sau người lệch 2``. The page of results says the same of one's own paper by a script
    (web/standing.js, held equal by a test).
    """
    row, why = ranked[at], standing(ranked, at)
    parts = _against(row, why.side, why, definition, language) if why.side else _alone(row, definition, language)
    if why.sharing:
        parts.append(say("rank.shared", language, others=why.sharing))
    return ", ".join(parts)


def _against(
    row: Ranked, side: Literal["behind", "ahead"], why: Standing, definition: Definition, language: Language
) -> list[str]:
    measures = [(CRITERIA[each.name], mine) for each, mine in zip(definition.criteria, row.values, strict=True)]
    parts = [criterion.same(mine, definition.precision, language) for criterion, mine in measures[: why.same]]
    if why.same == len(measures):
        return [*parts, say(f"rank.lot-{side}", language)]
    criterion, mine = measures[why.same]
    return [*parts, criterion.differs(mine, why.theirs, side, definition.precision, language)]


def _alone(row: Ranked, definition: Definition, language: Language) -> list[str]:
    first = CRITERIA[definition.criteria[0].name]
    value = first.text(row.values[0], definition.precision, language)
    return [say("rank.alone", language, label=first.label(language), value=value)]


def standing_words(definition: Definition, language: Language) -> dict[str, str]:
    """Return the sentences of which ``explain`` is made for this definition, by their keys, with the {values} still open."""
    prefixes = (
        "rank.",
        "duration.",
        "moment",
        "criterion.none",
        *(f"criterion.{each.name}." for each in definition.criteria),
    )
    return {key: text for key, text in CATALOGUES[language].items() if key.startswith(prefixes) and ".rule" not in key}
