"""The contest as a whole, once every round of it has been run: entries are ranked, results are made, approved and shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.domain.definition import Definition
from chalicelib.domain.final_record import due_at, wants_facts
from chalicelib.domain.finals import FINAL
from chalicelib.services.units import every_unit
from chalicelib.storage import finals, rounds

from .cloud import Cloud
from .rounds import BY
from .seeded import source


def conclude(cloud: Cloud, definition: Definition, seed: int) -> dict[str, Any]:
    """Do what organizers do after the last round, until everybody can see the contest's results. Returns these.

    Raises LookupError where the clock hasn't shown them by their hour.
    """
    contest = definition.contest
    if wants_facts(definition):
        cloud.organize("unit-facts", contest=contest, facts=list(_made_up_facts(definition, seed)))
    cloud.tick()
    if definition.publication == "after_approval":
        cloud.organize("approve", contest=contest, round=FINAL, by=BY)
    cloud.now = max(cloud.now, due_at(rounds.of_contest(contest), definition))
    cloud.tick()
    if finals.get(contest).published_at is None:
        raise LookupError(f"the results of {contest} are not shown")
    results: dict[str, Any] = cloud.organize("winners", contest=contest, round=FINAL)["results"]
    return results


def _made_up_facts(definition: Definition, seed: int) -> Iterator[dict[str, str]]:
    """Yield an entry for nearly every unit, and the ranks of those that were judged: a jury's work, made up by the seed."""
    chance = source(seed, definition.contest, FINAL, "facts")
    units = sorted(_units(definition.contest))
    chance.shuffle(units)
    for rank, unit in enumerate(units, 1):
        entered = chance.random() < 0.9
        yield {"unit": unit, "gate": "entries", "value": str(int(entered))}
        if entered:
            yield {"unit": unit, "gate": "entry_rank", "value": str(rank)}


def _units(contest: str) -> list[str]:
    return [unit.id for unit in every_unit(contest)]
