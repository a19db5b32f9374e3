"""Who of a unit has taken part in a round, for whoever manages it. Read from attempts' keys, states and deadlines alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..domain.errors import NotFound
from ..domain.times import Millis, written
from ..domain.units import fraction
from ..storage import attempts, rounds
from ..storage.attempts import Key

if TYPE_CHECKING:
    from ..domain.round import RoundRecord
    from .said import Member, OwnUnits, ShownRound, Turnout


def units_and_rounds(contest: str, units: list[Any]) -> OwnUnits:
    """Return a manager's ``units`` as `services/own_units.py` gave them, and the rounds that can be looked at."""
    ranked = sorted((each for each in rounds.of_contest(contest) if _is_shown(each)), key=lambda record: record.opens)
    return {"units": units, "rounds": [_round(record) for record in ranked]}


def turnout(contest: str, round_id: str, unit: dict[str, Any], now: Millis) -> Turnout:
    """Return each of the people of ``unit`` with whether they have taken part, and the share of the unit that has.

    ``done``: a paper was begun and has ended, handed in or not; ``open``: it runs; ``none``: it wasn't begun. The share is
    that of the head-count, with four decimals; empty while the head-count is unknown. Raises NotFound.
    """
    record = rounds.get(contest, round_id)
    if record is None or not _is_shown(record):
        raise NotFound("no-such-round", round=round_id)
    begun = attempts.first_attempts(Key(contest, round_id, each["pseudonym"], 1) for each in unit["people"])
    members: list[Member] = [
        {
            "name": each["name"],
            "leader": each["leader"],
            "excused": each["excused"],
            "state": _state(begun.get(each["pseudonym"]), record, now),
        }
        for each in unit["people"]
    ]
    came = sum(each["state"] != "none" for each in members)
    return {
        "unit": {"id": unit["id"], "name": unit["name"], "headcount": unit["headcount"]},
        "round": _round(record),
        "at": written(now),
        "members": members,
        "came": came,
        "rate": fraction(came, unit["headcount"] or 0),
    }


def _state(ends: Millis | None, record: RoundRecord, now: Millis) -> str:
    if ends is None:
        return "none"
    return "open" if now < min(ends, record.closes) + record.grace_ms else "done"


def _is_shown(record: RoundRecord) -> bool:
    return record.kind == "ranked" and record.state != "draft"


def _round(record: RoundRecord) -> ShownRound:
    return {"id": record.round, "name": record.name, "opens": written(record.opens), "closes": written(record.closes)}
