"""The life of a contest's results as a whole: what is stored of them, and what is due next.

    (nothing) → closed → published

They follow the rounds: as soon as every ranked round is closed they are made, and made anew as a further revision as soon as
a round has one, or the facts about units have changed. Instants are UTC milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .finals import FINAL, Source
from .round import RoundRecord
from .times import Millis

if TYPE_CHECKING:
    from .definition import Definition

FinalAct = Literal["begin", "finish", "publish", "take-back"]

# Whoever gives a prize for an entry's rank has to know the entries' ranks: until they are told there is nothing to award.
_FROM_OUTSIDE = frozenset({"has_entry", "entry_rank"})


@dataclass(frozen=True)
class FinalRecord:
    """A contest's results as a whole, as they stand. Hashes name immutable objects; an empty text means "not yet".

    ``facts`` names what is known of units from outside the rounds; ``sources`` and ``made_with`` are what ``revision`` rests
    on, ``made`` is the last revision that is whole, with ``people`` who took part. ``closed_at``: when the first was begun.
    """

    contest: str
    facts: str = ""
    sources: tuple[Source, ...] = ()
    made_with: str = ""
    revision: int = 0
    made: int = 0
    manifest: str = ""
    closed_at: Millis | None = None
    key: str = ""
    approved_at: Millis | None = None
    approved_by: str = ""
    published_at: Millis | None = None
    people: int = 0

    @property
    def round(self) -> str:
        """What stands in the place of a round's id."""
        return FINAL

    @property
    def is_whole(self) -> bool:
        """Whether the revision that was begun last is finished."""
        return self.made > 0 and self.made == self.revision

    @property
    def state(self) -> Literal["open", "closed", "published"]:
        """How far it has come, in the words of a round."""
        return "published" if self.published_at is not None else "closed" if self.made else "open"


def sources_of(records: Sequence[RoundRecord]) -> tuple[Source, ...] | None:
    """Return the revisions in force of a contest's ranked rounds, in the order of their hours; None until all are closed."""
    ranked = in_turn(records)
    if not ranked or not all(record.is_closed and not record.is_behind for record in ranked):
        return None
    return tuple(Source(record.round, record.revision, record.manifest) for record in ranked)


def in_turn(records: Sequence[RoundRecord]) -> list[RoundRecord]:
    """Return a contest's ranked rounds in the order of their hours."""
    return sorted((record for record in records if record.kind == "ranked"), key=lambda record: record.opens)


def wants_facts(definition: Definition) -> bool:
    """Whether units are awarded by something that no round tells (S4:120-122)."""
    award = definition.unit_award
    return award is not None and any(gate.name in _FROM_OUTSIDE for gate in award.gates)


def final_due(final: FinalRecord, records: Sequence[RoundRecord], definition: Definition, now: Millis) -> FinalAct | None:
    """Return what is due for a contest's results at ``now``, or None: the same facts give the same act."""
    sources = sources_of(records)
    if final.published_at is not None and not _all_shown(records):
        return "take-back"
    if final.made < final.revision:
        return "finish"
    if sources is None or (wants_facts(definition) and not final.facts):
        return None
    if (final.sources, final.made_with) != (sources, final.facts):
        return "begin"
    return "publish" if final.published_at is None and may_be_shown(final, records, definition, now) else None


def may_be_shown(final: FinalRecord, records: Sequence[RoundRecord], definition: Definition, now: Millis) -> bool:
    """Whether everybody may see the results: the hour has come, every round's are shown, and they are approved."""
    approved = definition.publication == "automatic" or final.approved_at is not None
    return final.is_whole and now >= due_at(records, definition) and _all_shown(records) and approved


def due_at(records: Sequence[RoundRecord], definition: Definition) -> Millis:
    """Return the hour of the contest's results: the definition's, else that of the last round's."""
    return definition.final_results or max(record.results or 0 for record in in_turn(records))


def _all_shown(records: Sequence[RoundRecord]) -> bool:
    return all(record.state == "published" for record in in_turn(records))
