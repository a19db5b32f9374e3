"""A contest's definition comes in: every round that isn't settled yet takes it over, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..domain.canonical import sha256_hex
from ..domain.definition import Definition, Round, definition_json
from ..domain.drafting import load_definition
from ..domain.errors import Conflict, NotFound, NotYet, Unfit
from ..domain.faults import MOST_SHOWN
from ..domain.readiness import NotReady
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..domain.ways_in import know_people_alike
from ..storage import objects, rounds
from .rules import definition_called


def import_definition(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Store the definition in ``event["text"]`` (YAML) and return what changed in which round.

    Raises Faulty with every fault, NotYet while a field is open, Conflict where it would change a round that is ready: its
    commitment binds it. The same definition again changes nothing.
    """
    definition = _loaded(event)
    if event.get("contest") not in (None, definition.contest):
        # Whoever works for one contest alone names it, and may not bring in another.
        raise Unfit("unfit-contest", found=definition.contest, asked=event["contest"])
    data = definition_json(definition)
    stored = {record.round: record for record in rounds.of_contest(definition.contest)}
    wanted = [_record(definition, each) for each in definition.rounds]
    changed = [record for record in wanted if _differs(record, stored.get(record.round), now)]
    _refuse_vanished(definition, stored)
    _refuse_strangers(definition, stored.values(), now)
    if not event.get("dry_run"):
        _store(definition, data, changed, stored)
    return {
        "contest": definition.contest,
        "rounds": [record.round for record in wanted],
        "changed": [r.round for r in changed],
    }


def _loaded(event: dict[str, Any]) -> Definition:
    try:
        return load_definition(event["text"], event["file"])
    except NotReady as draft:
        fields = [field.field for field in draft.fields]
        more = ["…"] if len(fields) > MOST_SHOWN else []
        raise NotYet("still-open", fields="; ".join(fields[:MOST_SHOWN] + more)) from draft


def _store(definition: Definition, data: bytes, changed: list[RoundRecord], stored: dict[str, RoundRecord]) -> None:
    """Store what names nothing yet, then, in one transaction, the rounds that name it: nobody meets half a definition."""
    objects.put_named("definitions", data)
    changes = [(stored.get(record.round), record) for record in changed]
    facts = {"title": definition.title, "short_title": definition.short_title}
    rounds.put_all([(before, _taken_over(record, before)) for before, record in changes], definition.contest, facts)


def _taken_over(record: RoundRecord, before: RoundRecord | None) -> RoundRecord:
    """Return the round as it is under its new definition; its bank stays."""
    if before is None:
        return record
    # A wish to be made ready that missed its hour went with the hours that it was about.
    return replace(before, **_settings(record), definition=record.definition, ready_requested_by="")


def _record(definition: Definition, each: Round) -> RoundRecord:
    return RoundRecord(
        contest=definition.contest,
        round=each.id,
        kind=each.kind,
        state="draft",
        opens=each.opens,
        closes=each.closes,
        results=each.results,
        grace_ms=definition.paper.grace_ms,
        publication=definition.publication,
        definition=sha256_hex(definition_json(definition)),
        definition_closes=each.closes,
        name=each.name,
    )


def _settings(record: RoundRecord) -> dict[str, Any]:
    names = ("kind", "name", "opens", "closes", "results", "grace_ms", "publication", "definition_closes")
    return {name: getattr(record, name) for name in names}


def _differs(record: RoundRecord, before: RoundRecord | None, now: Millis) -> bool:
    """Whether ``record`` changes what is stored. Raises Conflict where that is bound by a commitment already."""
    if before is None:
        return True
    if before.definition == record.definition:
        return False
    if not before.is_settled(now):
        return True
    if _settings(record) != {**_settings(before), "closes": before.definition_closes}:
        raise Conflict("round-is-settled", round=record.round)
    return False


def _refuse_strangers(definition: Definition, stored: Iterable[RoundRecord], now: Millis) -> None:
    """Raise Conflict where people who are in already would be strangers to the rounds to come, and could come in again."""
    for record in stored:
        settled = record.is_settled(now) and definition_called(record.definition).ways_in
        if settled and not know_people_alike(settled, definition.ways_in):
            raise Conflict("ways-in-settled", round=record.round)


def _refuse_vanished(definition: Definition, stored: dict[str, RoundRecord]) -> None:
    missing = sorted(set(stored) - {each.id for each in definition.rounds})
    if missing:
        raise NotFound("round-vanished", rounds=", ".join(missing))
