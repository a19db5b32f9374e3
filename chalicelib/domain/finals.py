"""The contest as a whole, once every ranked round is closed: what its units and its people win, and ``final/rNN/``.

Everything is computed from the rounds' exports in force and from facts about units that lie outside the rounds, such as an
entry's rank. Same facts, same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .contest_prizes import ContestPrizeRow, Placed, contest_prizes
from .definition import Definition
from .exports import Counts, ExportFile, csv_file, json_file, manifest
from .receipt import lot
from .times import Millis
from .unit_awards import AwardRow, ContestFigures, UnitAwards, award_units
from .unit_tree import Totals, TreeUnit
from .units import UnitRow, fraction

FINAL = "final"
"""What stands in the place of a round's id; no round can be called so."""

UNITS_COLUMNS = (
    "rank",
    "unit",
    "name",
    "parent",
    "class",
    "group",
    "headcount",
    "people",
    "rate",
    "papers",
    "mean_score",
    "perfect",
    "zero",
    "points",
    "lot",
    "failed_gates",
    "prize",
    "amount_vnd",
)
FACTS_COLUMNS = ("unit", "gate", "value")
PRIZES_COLUMNS = ("round", "prize", "place", "contestant", "number", "amount_vnd", "passed_over")
WINNERS_COLUMNS = (*PRIZES_COLUMNS, "full_name", "unit_name")


@dataclass(frozen=True, slots=True, order=True)
class UnitFact:
    """Something about a unit that no round tells: ``entries``, ``entry_rank`` or ``leaders_every_round``, and its value."""

    unit: str
    gate: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """A round's revision that the contest's results rest on; ``manifest`` is the SHA-256 of its manifest."""

    round: str
    revision: int
    manifest: str

    def as_json(self) -> dict[str, str | int]:
        """Return it as the manifest holds it."""
        return {"manifest_sha256": self.manifest, "revision": self.revision, "round": self.round}


@dataclass(frozen=True)
class SourceFigures:
    """What a source's export says: its manifest's counts, its units' own rows, and how its people were ranked."""

    counts: Counts
    units: Sequence[UnitRow]
    ranking: Sequence[Placed] = ()


@dataclass(frozen=True)
class FinalFacts:
    """All that the contest's results depend on.

    ``figures`` is source → what its export says, in the definition's order. ``people`` is unit → contestants with a counted
    attempt in any round, each in the unit of their last. ``lot_seed`` and ``lot_root`` are the last source's. ``definition``
    and its bytes are those that the last source was committed to.
    """

    definition: Definition
    definition_json: bytes
    figures: Mapping[Source, SourceFigures]
    units: Sequence[TreeUnit]
    people: Mapping[str, int]
    facts: Sequence[UnitFact]
    lot_seed: bytes
    lot_root: str
    closed_at: Millis
    revision: int = 1
    previous: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class FinalResult:
    """What the contest comes to: ``files`` is name → bytes of every file but the manifest, which is written last."""

    files: dict[str, bytes]
    manifest: bytes
    revision: int
    counts: Counts
    people: int
    awards: UnitAwards
    prizes: list[ContestPrizeRow] = field(default_factory=list)


def close_contest(facts: FinalFacts) -> FinalResult:
    """Return the results of a whole contest and the files of their export. Raises ValueError for units that are no tree."""
    awards = award_units(facts.units, _figures(facts), facts.definition, _lot_for(facts))
    rankings = {source.round: figures.ranking for source, figures in facts.figures.items()}
    prizes = contest_prizes(rankings, facts.definition)
    files = [
        json_file("definition.json", facts.definition_json),
        csv_file("units.csv", UNITS_COLUMNS, map(_unit_cells, awards.rows)),
        csv_file("unit_facts.csv", FACTS_COLUMNS, ((each.unit, each.gate, each.value) for each in sorted(facts.facts))),
        csv_file("prizes.csv", PRIZES_COLUMNS, map(prize_cells, prizes)),
    ]
    counts = _summed(figures.counts for figures in facts.figures.values())
    return FinalResult(
        files={file.facts.name: file.data for file in files},
        manifest=_manifest(facts, files, counts),
        revision=facts.revision,
        counts=counts,
        people=sum(facts.people.values()),
        awards=awards,
        prizes=prizes,
    )


def _figures(facts: FinalFacts) -> ContestFigures:
    rounds = {source.round: figures.units for source, figures in facts.figures.items()}
    return ContestFigures(
        totals=_totals(facts.people, rounds.values()),
        round_people={round: {row.unit: row.people for row in rows} for round, rows in rounds.items()},
        facts={(each.unit, each.gate): each.value for each in facts.facts},
    )


def _totals(people: Mapping[str, int], rounds: Iterable[Sequence[UnitRow]]) -> dict[str, Totals]:
    found = {unit: Totals(people=number) for unit, number in people.items()}
    for row in (row for rows in rounds for row in rows):
        own = Totals(papers=row.papers, ranked=row.ranked, points=row.points, perfect=row.perfect, zero=row.zero)
        found[row.unit] = found.get(row.unit, Totals()) + own
    return found


def _lot_for(facts: FinalFacts) -> Callable[[str], str]:
    def lot_for(unit: str) -> str:
        return lot(facts.lot_seed, facts.definition.contest, FINAL, facts.lot_root, unit)

    return lot_for


def _unit_cells(row: AwardRow) -> tuple[str | int | None, ...]:
    own = row.figures
    return (
        row.rank,
        own.unit,
        own.name,
        row.parent,
        own.klass,
        row.group,
        own.headcount,
        own.people,
        fraction(own.people, own.headcount or 0),
        own.papers,
        fraction(own.points, own.ranked),
        own.perfect,
        own.zero,
        row.points,
        row.lot,
        " ".join(row.failed),
        row.prize,
        row.amount_vnd,
    )


def prize_cells(row: ContestPrizeRow) -> tuple[str | int | None, ...]:
    """Return the cells of a row of ``prizes.csv``."""
    return (row.round, row.prize, row.place, row.contestant, row.number, row.amount_vnd, row.passed_over)


def _summed(counts: Iterable[Counts]) -> Counts:
    each = list(counts)
    return Counts(**{name: sum(getattr(one, name) for one in each) for name in Counts.__slots__})


def _manifest(facts: FinalFacts, files: Iterable[ExportFile], counts: Counts) -> bytes:
    return manifest(
        closed_at=facts.closed_at,
        contest=facts.definition.contest,
        counts=counts,
        files=[file.facts for file in files],
        key=facts.key,
        lot_root=facts.lot_root,
        prediction_target=None,
        prediction_target_from=None,
        previous=facts.previous,
        receipts_root=None,
        revision=facts.revision,
        round=FINAL,
        sources=[source.as_json() for source in facts.figures],
    )
