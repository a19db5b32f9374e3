"""What a contestant's visit to one round will be like: when they come, what goes wrong, whether they finish."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.definition import Definition, Round
from chalicelib.domain.times import Millis

from .people import Contestant

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000

# How often each thing happens, of all visits.
LEAVES_AT_ONCE, LEAVES_MIDWAY = 0.015, 0.03
SKIPS_SOME = 0.08
MISTYPES, FORGETS_THE_CODE = 0.04, 0.004
READS_TOO_LONG = 0.02
BAD_NETWORK, LOSS = 0.12, 0.25
GIVES_UP = 0.01
OTHER_DEVICE, OTHER_TAB = 0.03, 0.03
RETURNS, RETURNS_TO_A_PAPER_LEFT, LOOKS_AFTERWARDS = 0.05, 0.5, 0.05


@dataclass(frozen=True)
class Mood:
    """One visit, settled beforehand.

    ``begins`` is when they mean to press BẮT ĐẦU THI, ``reads_ms`` how long they read the rules before, ``needs_ms`` how
    long the whole paper would take them, ``saves`` how often the device saves on the way. ``skips`` and ``loses`` are
    likelihoods: of a question left blank, of a message lost. ``gives_up``: whether the hand-in is never answered.
    """

    begins: Millis
    reads_ms: int
    needs_ms: int
    saves: int
    skips: float
    loses: float
    mistypes: int
    leaves: Literal["", "at_once", "midway"]
    at_deadline: Literal["hands_in", "offline", "too_late"]
    other: Literal["", "device", "tab"]
    gives_up: bool
    returns: bool
    looks: bool


def mood(contestant: Contestant, definition: Definition, round: Round, chance: random.Random) -> Mood:
    """Return what this visit of ``contestant`` will be like."""
    limit_ms = definition.paper.limit_s * SECOND
    leaves = _leaves(chance)
    return Mood(
        begins=_begins(round, limit_ms, chance),
        reads_ms=25 * MINUTE if _happens(READS_TOO_LONG, chance) else chance.randrange(10 * SECOND, 5 * MINUTE),
        needs_ms=max(SECOND, int(limit_ms * contestant.pace * (0.9 + 0.2 * chance.random()))),
        saves=chance.randrange(1, 4),
        skips=0.3 if _happens(SKIPS_SOME, chance) else 0.0,
        loses=LOSS if _happens(BAD_NETWORK, chance) else 0.0,
        mistypes=_mistypes(chance),
        leaves=leaves,
        at_deadline=_at_deadline(chance),
        other=_other(chance),
        gives_up=_happens(GIVES_UP, chance),
        returns=_happens(RETURNS_TO_A_PAPER_LEFT if leaves else RETURNS, chance),
        looks=_happens(LOOKS_AFTERWARDS, chance),
    )


def _happens(how_often: float, chance: random.Random) -> bool:
    return chance.random() < how_often


def _begins(round: Round, limit_ms: int, chance: random.Random) -> Millis:
    """On the stroke, with the crowd of the first hour, some day, in the last minutes; too early or too late for a few."""
    length, drawn = round.closes - round.opens, chance.random()
    if drawn < 0.02:
        return round.opens
    if drawn < 0.22:
        return round.opens + chance.randrange(min(HOUR, length))
    if drawn < 0.24:
        return round.opens - chance.randrange(1, MINUTE)
    if drawn < 0.90:
        return round.opens + chance.randrange(length)
    if drawn < 0.97:
        return round.closes - chance.randrange(1, min(limit_ms, length))
    return round.closes - 1 if drawn < 0.98 else round.closes + chance.randrange(MINUTE)


def _mistypes(chance: random.Random) -> int:
    drawn = chance.random()
    if drawn < FORGETS_THE_CODE:
        return 5
    return 1 if drawn < MISTYPES else 0


def _leaves(chance: random.Random) -> Literal["", "at_once", "midway"]:
    drawn = chance.random()
    if drawn < LEAVES_AT_ONCE:
        return "at_once"
    return "midway" if drawn < LEAVES_AT_ONCE + LEAVES_MIDWAY else ""


def _at_deadline(chance: random.Random) -> Literal["hands_in", "offline", "too_late"]:
    """Most pages hand in by themselves when the time is over; some devices are off by then, or wake too late."""
    drawn = chance.random()
    if drawn < 0.6:
        return "hands_in"
    return "offline" if drawn < 0.8 else "too_late"


def _other(chance: random.Random) -> Literal["", "device", "tab"]:
    drawn = chance.random()
    if drawn < OTHER_DEVICE:
        return "device"
    return "tab" if drawn < OTHER_DEVICE + OTHER_TAB else ""
