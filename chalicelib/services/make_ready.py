"""A round is made ready: seeds are drawn, and the commitment that binds them is public before anybody may start."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from .. import chance
from ..config import config
from ..domain.bank import Bank
from ..domain.canonical import canonical
from ..domain.definition import definition_from_json
from ..domain.draw import commitment
from ..domain.errors import NotYet
from ..domain.round import RoundRecord
from ..domain.times import Millis, written
from ..storage import objects, rounds, signing
from . import pages
from .exported import Exported
from .import_bank import stored_bank, unfit
from .rules import definition_called
from .units import refuse_unlisted

SEED_BYTES = 32


def make_ready(record: RoundRecord, now: Millis) -> RoundRecord:
    """Make ``record`` ready. Run again after an interruption, it draws no other seeds and commits to nothing else."""
    bank = stored_bank(record)
    if bank is None or unfit(bank, record):
        # The definition, or another round's bank, came in after this bank: the organizers hear of it by the command.
        rounds.change(record, ready_requested_by="")
        raise NotYet("bank-unfit", round=record.round)
    _refuse_unlisted(record)
    return _open_practice(record, bank) if record.kind == "practice" else _commit(record, now)


def _refuse_unlisted(record: RoundRecord) -> None:
    """Raise NotYet where another definition came in after the wish, one by which people choose a unit of no list."""
    try:
        refuse_unlisted(record, definition_called(record.definition))
    except NotYet:
        rounds.change(record, ready_requested_by="")
        raise


def move_on(record: RoundRecord, **changes: Any) -> RoundRecord:
    """Show the round with ``changes`` on the contest's page, then store them: who dies in between does both again.

    Raises Conflict where somebody has changed the round since it was read; what they showed is then left as it is.
    """
    rounds.version_of(record)
    pages.contest(replace(record, **changes))
    changed = rounds.change(record, **changes)
    # Once more as things stand now: another run of the clock may have moved another round on meanwhile.
    pages.contest(changed)
    return changed


def _commit(record: RoundRecord, now: Millis) -> RoundRecord:
    definition = objects.get_named("definitions", record.definition)
    bank = objects.get_named("banks", record.bank)
    bound = commitment(bank, definition, _seed(record, "lot"), _seed(record, "paper"))
    publish_key()
    publish_act(record, "commitment", now, {"commitment": bound, "by": record.ready_requested_by})
    site = config().site_bucket
    objects.put(site, f"{record.contest}/{record.round}/r01/definition.json", definition, cache_control=pages.FOR_GOOD)
    return move_on(record, state="ready", commitment=bound)


def _seed(record: RoundRecord, kind: str) -> bytes:
    """Draw a seed, or find the one that was drawn before. Nobody but this function's role ever reads the lot's."""
    key = f"seeds/{kind}/{record.contest}/{record.round}"
    return objects.put_once(config().private_bucket, key, chance.random_bytes(SEED_BYTES))


def publish_key() -> None:
    """Put on the site the public half of the key that signs exports, where whoever checks a signature looks for it."""
    if key := signing.public_key():
        objects.put(config().site_bucket, f"keys/{key.id}.pem", key.pem, cache_control=pages.FOR_GOOD)


def publish_act(record: Exported, act: str, now: Millis, facts: dict[str, Any]) -> None:
    """Write down for everybody that ``act`` was done, and when. The first writing stands, also when the act is repeated."""
    name = f"{record.contest}/{record.round}-{act}.json"
    told = canonical({"act": act, "at": written(now), "contest": record.contest, "round": record.round, **facts})
    kept = objects.put_export_once(f"acts/{name}", told, now)
    objects.put(config().site_bucket, f"{record.contest}/acts/{record.round}-{act}.json", kept)


def _open_practice(record: RoundRecord, bank: Bank) -> RoundRecord:
    """Publish a practice round: its bank carries its key openly, and the page marks it at once."""
    paper = definition_from_json(objects.get_named("definitions", record.definition)).paper
    shown = ("id", "text", "options", "right", "explanation", "source", "fixed")
    questions = [{name: getattr(question, name) for name in shown} for question in bank.questions]
    practice = {"questions": questions, "paper": {"questions": paper.questions, "limit_s": paper.limit_s}}
    key = f"{record.contest}/{record.round}/practice.json"
    objects.put(config().site_bucket, key, json.dumps(practice, ensure_ascii=False).encode(), cache_control=pages.A_WHILE)
    return move_on(record, state="ready")
