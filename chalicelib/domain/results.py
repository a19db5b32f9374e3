"""What the site says of a published round: the results for everybody, and a paper's own result for who has its receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from .adjustments import adjustments
from .attempt import score
from .canonical import canonical
from .closing import ClosingResult
from .criteria import CRITERIA, Entry, Value, cells, measured, ranking_rules
from .exports import UNITS_COLUMNS, read_csv
from .plain_json import plain_json
from .prizes import PrizeRow, prize_rules, why
from .ranking import Ranked, Standing, standings
from .statistics import UnitDay, bands
from .times import read
from .units import UnitRow

if TYPE_CHECKING:
    from .definition import Definition

# How many papers one file of own results may hold: some 25 KB on the way, which a phone fetches to find its own row. Each
# file is a request of the close and one of the publishing: with fewer papers in each they would take longer than the rest.
OWN_RESULTS_A_FILE = 400


def results_json(result: ClosingResult, definition: Definition, full_names: Mapping[str, str]) -> bytes:
    """Return ``results.json`` of a published round (canonical JSON).

    ``contest, round, revision, receipts_root, commitment``; ``criteria`` (name, direction, label, rule) and ``rules``
    (sentences on ranking and prizes); ``counts`` (papers, people, perfect, target); ``bands`` (band, papers) and ``days``
    (day, papers) that add up to those papers; ``units``: the cells of ``units.csv``, and the ``ranked`` and the ``points``
    that its mean is made of; ``paper.questions``; ``own_digits``: how many digits of a receipt name its file under ``own/``;
    ``adjusted``: what was decided since the closing, and ``right``: the letters of those questions whose key it changed,
    none for a voided one; ``winners`` (prize, prize_name, place, name, unit_name, score, values, why, amount_vnd) and
    ``not_given`` (prize, prize_name, number, why). A value is its cell in ``ranking.csv`` and its words; words and sentences
    are ``{"vi", "en"}``. ``full_names`` is by pseudonym; a name is shown as the definition allows, and is null where it
    doesn't or where the person's data has been erased.
    """
    return canonical(
        {
            "contest": definition.contest,
            "round": result.round,
            "revision": result.revision,
            "receipts_root": result.receipts_root,
            "commitment": result.commitment,
            "criteria": [_criterion(each.name, each.direction, definition) for each in definition.criteria],
            "rules": {
                "vi": ranking_rules(definition, "vi") + prize_rules(definition, "vi"),
                "en": ranking_rules(definition, "en") + prize_rules(definition, "en"),
            },
            "counts": {
                "papers": sum(unit.papers for unit in result.units),
                "people": result.turnout.people,
                "perfect": result.counts.perfect,
                "target": result.target,
            },
            "bands": _bands(result, definition),
            "days": _days(result.statistics.days),
            "units": [_unit(row) for row in result.units],
            "paper": {"questions": definition.paper.questions},
            "own_digits": own_digits(result.counts.attempts),
            "adjusted": adjustments(result.since, definition),
            "right": {each.subject: each.after for each in result.since if each.act in ("void", "correct_key")},
            "winners": _winners(result, definition, full_names),
            "not_given": _not_given(result, definition),
        }
    )


def _unit(row: UnitRow) -> dict[str, Any]:
    return {**dict(zip(UNITS_COLUMNS, row.cells(), strict=True)), "ranked": row.ranked, "points": row.points}


def _bands(result: ClosingResult, definition: Definition) -> list[dict[str, Any]]:
    found = bands(result.statistics.marks, definition.paper.questions)
    return [{"band": band, "papers": papers} for band, papers in found.items()]


def _days(days: Iterable[UnitDay]) -> list[dict[str, Any]]:
    papers: dict[str, int] = {}
    for each in days:
        papers[each.day] = papers.get(each.day, 0) + each.papers
    return [{"day": day, "papers": number} for day, number in papers.items()]


def _criterion(name: str, direction: str, definition: Definition) -> dict[str, Any]:
    criterion = CRITERIA[name]
    return {
        "name": name,
        "direction": direction,
        "label": {"vi": criterion.label("vi"), "en": criterion.label("en")},
        "rule": {"vi": criterion.rule(definition.precision, "vi"), "en": criterion.rule(definition.precision, "en")},
    }


def _winners(result: ClosingResult, definition: Definition, full_names: Mapping[str, str]) -> list[dict[str, Any]]:
    given = [row for row in result.prizes if row.is_given]
    taken = {row.contestant for row in given}
    ranked = {row.entry.contestant: row for row in result.ranked if row.entry.contestant in taken}
    units = {unit.unit: unit.name for unit in result.units}
    return [
        {
            "prize": row.prize,
            "prize_name": _prize_name(row, definition),
            "amount_vnd": row.amount_vnd,
            "place": row.place,
            "name": shown_name(full_names.get(row.contestant, ""), definition.names),
            "unit_name": units[ranked[row.contestant].entry.unit],
            "score": ranked[row.contestant].entry.score,
            "values": _values(ranked[row.contestant].values, definition),
            "why": _why(row, result, definition),
        }
        for row in given
    ]


def shown_name(full_name: str, names: str) -> str | None:
    """Return ``full_name`` as the definition's ``names`` allows: whole, ``N. V. A.``, or not at all."""
    if names == "none" or not full_name:
        return None
    if names == "full":
        return full_name
    return " ".join(f"{word[0].upper()}." for word in full_name.split())


def _values(values: tuple[Value, ...], definition: Definition) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "value": CRITERIA[each.name].cell(value),
            "text": {
                "vi": CRITERIA[each.name].text(value, definition.precision, "vi"),
                "en": CRITERIA[each.name].text(value, definition.precision, "en"),
            },
        }
        for each, value in zip(definition.criteria, values, strict=True)
    ]


def _why(row: PrizeRow, result: ClosingResult, definition: Definition) -> dict[str, str]:
    return {
        "vi": why(row, result.ranked, definition, result.earlier_wins, "vi"),
        "en": why(row, result.ranked, definition, result.earlier_wins, "en"),
    }


def _prize_name(row: PrizeRow, definition: Definition) -> str:
    return next(prize.name for prize in definition.prizes if prize.id == row.prize)


def _not_given(result: ClosingResult, definition: Definition) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in result.prizes:
        if not row.contestant:
            new = {
                "prize": row.prize,
                "prize_name": _prize_name(row, definition),
                "number": 0,
                "why": _why(row, result, definition),
            }
            found.setdefault(row.prize, new)["number"] += 1
    return list(found.values())


def own_digits(attempts: int) -> int:
    """Return how many first hex digits of a receipt name its file, so that a file holds some 400 papers at most."""
    digits = 1
    while attempts > OWN_RESULTS_A_FILE * 16**digits:
        digits += 1
    return digits


def own_results(result: ClosingResult, definition: Definition, attempts_csv: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Return for each prefix of receipts its file under ``own/``: canonical JSON of its ``contest, own, revision, round``.

    ``own`` is receipt → ``{leaf, rank, score, questions, values, ruling, why}``. ``leaf`` is the paper's place in
    ``attempts.csv``, and so its receipt's in the tree; ``rank`` is null for a paper that isn't ranked (ruled out, or another
    one of that contestant counts), ``values`` is criterion → cell; ``why`` is ``{side, same, theirs, sharing}`` of
    `ranking.Standing`, ``theirs`` as a cell, and null without a rank. ``attempts_csv`` is the file that the closing wrote,
    at its beginning. Every prefix has its file, so that a phone never has to read a missing one as an answer.
    """
    digits = own_digits(result.counts.attempts)
    shards: dict[str, list[tuple[str, bytes]]] = {f"{number:0{digits}x}": [] for number in range(16**digits)}
    placed = zip(result.ranked, standings(result.ranked), strict=True)
    ranked = {row.entry.contestant: (row, why) for row, why in placed}
    for leaf, row in enumerate(read_csv(attempts_csv)):
        own = {"leaf": leaf, **_own(row, ranked.get(row["contestant"]), result, definition)}
        shards[row["receipt"][:digits]].append((row["receipt"], plain_json(own)))
    head: dict[str, str | int] = {"contest": definition.contest, "round": result.round, "revision": result.revision}
    for prefix, rows in shards.items():
        yield prefix, _own_file(head, rows)


def _own_file(head: Mapping[str, str | int], rows: list[tuple[str, bytes]]) -> bytes:
    """Return canonical JSON of ``head`` and ``own``, whose ``rows`` are written already: so they take less memory."""
    before, after = plain_json({**head, "own": {}}).split(b"{}")
    own = b",".join(b'"%b":%b' % (receipt.encode(), row) for receipt, row in sorted(rows))
    return before + b"{" + own + b"}" + after


def receipts(attempts_csv: BinaryIO) -> Iterator[str]:
    """Yield the receipts (hex) in the file that the closing wrote, in its order, which is that of the tree's leaves.

    A receipt is the last cell of its row, 64 digits before the end of the line: the file is not taken apart once more.
    """
    next(attempts_csv, None)
    return (line[-65:-1].decode() for line in attempts_csv)


def _own(
    row: Mapping[str, str], placed: tuple[Ranked, Standing] | None, result: ClosingResult, definition: Definition
) -> dict[str, Any]:
    if placed is not None and placed[0].entry.number == int(row["number"]) and not row["ruling"]:
        ranked, why = placed
        own = _own_row(row, ranked.rank, ranked.entry.score, ranked.values, definition)
        return own | {"why": why_there(why, definition)}
    points = score(row["questions"], row["choices"], result.right)
    values = measured(_entry(row, points), definition, result.target)
    return _own_row(row, None, points, values, definition) | {"why": None}


def _own_row(
    row: Mapping[str, str], rank: int | None, points: int, values: tuple[Value, ...], definition: Definition
) -> dict[str, Any]:
    return {
        "rank": rank,
        "score": points,
        "questions": definition.paper.questions,
        "values": dict(zip((each.name for each in definition.criteria), cells(values, definition), strict=True)),
        "ruling": row["ruling"],
    }


def why_there(why: Standing, definition: Definition) -> dict[str, Any]:
    """Return why a paper stands where it does as its row says it: `Standing`, the neighbour's value as a cell."""
    decides = CRITERIA[definition.criteria[min(why.same, len(definition.criteria) - 1)].name]
    return {"side": why.side, "same": why.same, "theirs": decides.cell(why.theirs), "sharing": why.sharing}


def _entry(row: Mapping[str, str], points: int) -> Entry:
    return Entry(
        contestant=row["contestant"],
        number=int(row["number"]),
        unit=row["unit"],
        score=points,
        elapsed_ms=int(row["elapsed_ms"]),
        prediction=int(row["prediction"]) if row["prediction"] else None,
        submitted_at=read(row["submitted_at"]),
        started_at=read(row["started_at"]),
    )
