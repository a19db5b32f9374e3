"""A round's question bank comes in, with its key; a copy without the key is what papers are made from."""

from __future__ import annotations

from typing import Any

from .. import chance
from ..config import config
from ..domain.bank import (
    Bank,
    bank_from_json,
    bank_json,
    check_bank,
    notes_json,
    paper_bank_json,
    with_salts,
)
from ..domain.bank_changes import changes
from ..domain.canonical import canonical
from ..domain.definition import definition_from_json
from ..domain.errors import Conflict, Unfit
from ..domain.faults import Fault, Faulty
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..storage import objects, rounds
from .asked_round import asked_round


def import_bank(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Store the bank in ``event["bank"]`` for a round in draft, and return what it changes, in words.

    Raises Faulty with every fault, Conflict once the round is settled. The same bank again changes nothing.
    """
    record = asked_round(event)
    previous = stored_bank(record)
    bank = with_salts(_read(event), chance.random_bytes, previous)
    if faults := unfit(bank, record):
        raise Faulty(faults)
    found = changes(previous, bank)
    if record.bank and bank_json(bank) == objects.get_named("banks", record.bank):
        return _told(found, False)
    if record.is_settled(now):
        raise Conflict("round-is-settled", round=record.round)
    if not event.get("dry_run"):
        _store(record, bank)
    return _told(found, True)


def stored_bank(record: RoundRecord) -> Bank | None:
    """Return the bank of a round, or None while there is none."""
    if not record.bank:
        return None
    notes = objects.get(config().private_bucket, f"notes/{record.bank}.json") or b"{}"
    return bank_from_json(objects.get_named("banks", record.bank), notes)


def _read(event: dict[str, Any]) -> Bank:
    bank = bank_from_json(canonical(event["bank"]))
    if (bank.contest, bank.round) != (event["contest"], event["round"]):
        raise Unfit("unfit-bank")
    return bank


def unfit(bank: Bank, record: RoundRecord) -> list[Fault]:
    """Return what is wrong with a round's bank, held against the round's definition and the other rounds' banks."""
    definition = definition_from_json(objects.get_named("definitions", record.definition))
    others = [
        stored
        for other in rounds.of_contest(record.contest)
        if other.round != record.round and (stored := stored_bank(other))
    ]
    return check_bank(bank, definition, others)


def _store(record: RoundRecord, bank: Bank) -> None:
    papers = objects.put_named("papers", paper_bank_json(bank))
    digest = objects.put_named("banks", bank_json(bank))
    # A question keeps its salt only while its notes stay the same too, so a bank's hash names its notes as well.
    objects.put(config().private_bucket, f"notes/{digest}.json", notes_json(bank))
    rounds.change(record, bank=digest, papers=papers)


def _told(found: Any, changed: bool) -> dict[str, Any]:
    return {"changed": changed, "vi": found.lines("vi"), "en": found.lines("en")}
