"""The rules that a contest goes by now: its definition, and the list of its units, for whoever lets people in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..domain.definition import Definition, definition_from_json
from ..domain.final_record import in_turn
from ..domain.roster import Unit
from ..domain.round import RoundRecord
from ..storage import objects, rounds
from . import units
from .known import if_known


def rules_of(contest: str) -> Definition:
    """Return the definition in force. Raises NotFound for an unknown contest."""
    records = if_known(rounds.of_contest(contest))
    return definition_called(in_force(records))


def units_of(contest: str) -> list[Unit]:
    """Return the units that people may name when they enter, by their ids; none where nobody has put in a list."""
    return units.offered(units.kept(contest)[0])


def in_force(records: Sequence[RoundRecord]) -> str:
    """Return the hash of the definition of the round that is open or next to open, else of the last round.

    Later rounds may have a later one, and a round that is ready is bound to its own.
    """
    all_in_turn = in_turn(records) or records
    ahead = [record for record in all_in_turn if record.state in ("draft", "ready")]
    return [*ahead, all_in_turn[-1]][0].definition


def awarded_by(records: Sequence[RoundRecord]) -> Definition:
    """Return the definition by which a contest is awarded as a whole: the one that its last round was committed to."""
    return definition_called(in_turn(records)[-1].definition)


@lru_cache(maxsize=32)
def definition_called(digest: str) -> Definition:
    """Return the definition whose JSON has this hash. It never changes, so the process keeps it."""
    return definition_from_json(objects.get_named("definitions", digest))


def forget() -> None:
    """Forget every definition that was kept: for a test or a simulation that begins anew."""
    definition_called.cache_clear()
