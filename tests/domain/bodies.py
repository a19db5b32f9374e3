"""Units for the tests of unit awards: what each one is and what its people did, said in a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.domain.definition import Definition
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.unit_awards import ContestFigures, UnitAwards, award_units
from chalicelib.domain.unit_tree import Totals, TreeUnit

CONTESTS = Path(__file__).parents[2] / "contests"


@cache
def shipped(contest: str) -> Definition:
    """Return a definition as it is shipped with the project."""
    file = CONTESTS / contest / "contest.yaml"
    return load_definition(file.read_text(encoding="utf-8"), str(file))


@dataclass(frozen=True)
class Body:
    """A unit with its own people's totals, its people in each ranked round, and what is known of it from outside."""

    unit: TreeUnit
    totals: Totals
    rounds: tuple[int, ...]
    facts: dict[str, str]


def body(
    id: str,
    klass: str = "",
    heads: int | None = None,
    *,
    people: int = 1,
    papers: int | None = None,
    points: int | None = None,
    perfect: int = 0,
    zero: int = 0,
    parent: str = "",
    rounds: tuple[int, ...] = (),
    **facts: str,
) -> Body:
    """Return a unit called ``id.upper()``: every paper is ranked, each with a point, unless a test says otherwise."""
    papers = people if papers is None else papers
    totals = Totals(people, papers, papers, papers if points is None else points, perfect, zero)
    return Body(TreeUnit(id, id.upper(), klass, parent, heads), totals, rounds, facts)


def figures(definition: Definition, bodies: tuple[Body, ...]) -> ContestFigures:
    """Return what the rounds and the facts say of ``bodies``."""
    return ContestFigures(
        totals={each.unit.id: each.totals for each in bodies},
        round_people={
            ranked.id: {each.unit.id: each.rounds[at] for each in bodies if each.rounds}
            for at, ranked in enumerate(definition.ranked)
        },
        facts={(each.unit.id, gate): value for each in bodies for gate, value in each.facts.items()},
    )


def no_lot(unit: str) -> str:
    """A lot for tests in which none may be drawn."""
    raise AssertionError("a lot was drawn where no tie crosses a boundary")


def award(definition: Definition, *bodies: Body, lot_for: Callable[[str], str] = no_lot) -> UnitAwards:
    """Return how ``bodies`` stand and what they get."""
    return award_units([each.unit for each in bodies], figures(definition, bodies), definition, lot_for)


def standing(awards: UnitAwards) -> list[str]:
    """Return who is ranked as ``group rank unit prize``, group after group; ``-`` where there is none."""
    ranked = [row for group in awards.ranked.values() for row in group]
    return [f"{row.group or '-'} {row.rank} {row.figures.unit} {row.prize or '-'}" for row in ranked]


def failed(awards: UnitAwards) -> dict[str, tuple[str, ...]]:
    """Return the gates that units failed."""
    return {row.figures.unit: row.failed for row in awards.rows if row.failed}
