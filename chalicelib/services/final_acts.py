"""What organizers do about a contest as a whole: tell facts about its units, look, approve, publish, fetch its export."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..domain.canonical import canonical
from ..domain.errors import NotYet, Unfit
from ..domain.final_record import FinalRecord, due_at, in_turn, may_be_shown, sources_of, wants_facts
from ..domain.finals import FINAL, UnitFact
from ..domain.round import RoundRecord
from ..domain.times import Millis, at_home, written
from ..domain.unit_facts import is_a_fact
from ..storage import finals, objects, rounds
from . import certificates, certificates_for_all, finish, kept_roster, units
from .asked_code import asked_code
from .exported import Export, rows_of
from .known import if_known
from .rules import awarded_by
from .waking import wake_clock, wake_softly

Event = dict[str, Any]


def is_about_the_whole(event: Event) -> bool:
    """Whether an event is about the contest as a whole, not about one of its rounds."""
    return event.get("round") == FINAL


def told(records: list[RoundRecord]) -> Event | None:
    """Return how the contest's results stand, as `status` tells a round; None before every ranked round is closed."""
    if sources_of(records) is None:
        return None
    final, ranked = finals.get(records[0].contest), in_turn(records)
    definition = awarded_by(records)
    waits = final.state == "open" and wants_facts(definition) and not final.facts
    return {
        "round": FINAL,
        "kind": "final",
        "state": "waiting" if waits else "closing" if not final.is_whole else final.state,
        "opens": written(ranked[0].opens),
        "closes": written(max(record.closes for record in ranked)),
        "results": written(due_at(records, definition)),
        "bank": True,
        "commitment": "",
        "approved_by": final.approved_by,
        "revision": final.made,
        "decided": 0,
        "publication": definition.publication,
    }


def tell_facts(event: Event, now: Millis) -> Event:
    """Put in the facts about units from outside the rounds, in the place of all that were told before.

    The same facts again change nothing. Raises Unfit for a fact that decides nothing or stands there twice.
    """
    contest = event["contest"]
    if_known(rounds.of_contest(contest))
    facts = sorted(UnitFact(**each) for each in event["facts"])
    _refuse_unfit(contest, facts)
    final = finals.get(contest)
    before = finish.facts_called(final.facts)
    if not event.get("dry_run") and before != facts:
        digest = objects.put_named("units/facts", canonical([[each.unit, each.gate, each.value] for each in facts]))
        finals.change(final, facts=digest)
        wake_softly()
    return {"facts": len(facts), "before": len(before), "changed": len(set(facts) ^ set(before))}


def _refuse_unfit(contest: str, facts: list[UnitFact]) -> None:
    known = {unit.id for unit in units.every_unit(contest)} | {unit["id"] for unit in kept_roster.kept(contest)["units"]}
    seen: set[tuple[str, str]] = set()
    for each in facts:
        if each.unit not in known or not is_a_fact(each) or (each.unit, each.gate) in seen:
            raise Unfit("unfit-unit-fact", unit=each.unit, gate=each.gate)
        seen.add((each.unit, each.gate))


def approve(event: Event, now: Millis) -> Event:
    """Approve the contest's results, so that they may be published at their hour. Approving twice changes nothing."""
    records = _records(event)
    final, by = _whole(records), asked_code(event, "by")
    if final.approved_at is None and not event.get("dry_run"):
        finals.change(final, approved_at=now, approved_by=by)
        wake_softly()
    return _still(records)


def publish(event: Event, now: Millis) -> Event:
    """Publish the contest's results without waiting for the minute. Raises NotYet where they may not be shown yet."""
    records = _records(event)
    final, definition = _whole(records), awarded_by(records)
    if final.published_at is None:
        if not may_be_shown(final, records, definition, now):
            raise _refusal(records, now)
        if not event.get("dry_run"):
            wake_clock()
    return _still(records)


def _refusal(records: list[RoundRecord], now: Millis) -> NotYet:
    due = due_at(records, awarded_by(records))
    if now < due:
        return NotYet("results-not-due", round=FINAL, results=at_home(due))
    if any(record.state != "published" for record in in_turn(records)):
        return NotYet("rounds-unpublished")
    return NotYet("not-approved", round=FINAL)


def winners(event: Event) -> Event:
    """Return what the contest comes to, with names, for those who approve it."""
    final = _whole(_records(event))
    return {"state": final.state, "rows": list(rows_of(Export(final).winners)), "results": finish.results_with_names(final)}


def certified(event: Event) -> Event:
    """Return what the certificates of the contest's own prizes are printed from: with full names.

    ``everybody`` asks for those of all who took part: `certificates_for_all.listed`.
    """
    records = _records(event)
    final = _whole(records)
    if event.get("everybody"):
        return certificates_for_all.listed(event, final, awarded_by(records))
    full_names = {row["contestant"]: row["full_name"] for row in rows_of(Export(final).winners) if not row["passed_over"]}
    won = [
        replace(each, name=full_names.get(each.holder, "")) if each.kind == "person" else each
        for each in finish.won(final, finish.results_with_names(final))
    ]
    return certificates.listed(final, awarded_by(records), final.published_at, won)


def whole(event: Event) -> FinalRecord:
    """Return the contest's results that ``event`` asks for. Raises NotFound, or NotYet before they are made."""
    return _whole(_records(event))


def _records(event: Event) -> list[RoundRecord]:
    records = if_known(rounds.of_contest(str(event.get("contest"))))
    return records


def _whole(records: list[RoundRecord]) -> FinalRecord:
    final = finals.get(records[0].contest)
    if not final.is_whole:
        raise NotYet("not-finished")
    return final


def _still(records: list[RoundRecord]) -> Event:
    found = told(records)
    if found is None:
        raise NotYet("not-finished")
    return found
