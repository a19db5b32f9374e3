"""Every millisecond around a deadline: what is said is what is stored, and the windows are half-open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.attempt import Attempt
from chalicelib.domain.errors import Late
from chalicelib.domain.receipt import receipt_document
from chalicelib.domain.times import Millis, written
from chalicelib.services.answers import Answers
from chalicelib.services.desk import desk
from chalicelib.services.hand_in import hand_in
from chalicelib.services.save import save
from chalicelib.services.start import start
from chalicelib.storage import attempts
from chalicelib.storage.attempts import shard_of
from chalicelib.storage.models import AttemptItem
from tests.factories import CLOSES, CONTEST, FIRST, GRACE_MS, LIMIT_MS, OPENS, nonce
from tests.races.race import contestant, session, stored
from tests.sizes import soaking
from tests.town import Town

pytestmark = [pytest.mark.races, pytest.mark.soak]

# 10,001 instants for each act, from before the deadline to two and a half seconds after the last that can be taken.
AROUND = {save: range(-7_500, 2_501), hand_in: range(-2_500, GRACE_MS + 2_501)}

# A deadline that is made by the limit, and one that is made by the close.
DEADLINES = {OPENS + LIMIT_MS: OPENS, CLOSES: CLOSES - 60_000}
CHOICES = "AB_"
Said = dict[str, Any] | tuple[str, dict[str, Any]]


def begun(started_at: Millis, many: int) -> list[Attempt]:
    """Have ``many`` contestants start at the same moment; return their attempts. All but the first are copies of it."""
    start(session(0), FIRST, 1, nonce(1), started_at)
    first = AttemptItem.get(shard(0), f"{contestant(0)}#001").attribute_values
    with AttemptItem.batch_write() as batch:
        for number in range(1, many):
            batch.save(AttemptItem(**first | {"shard": shard(number), "attempt": f"{contestant(number)}#001"}))
    started = stored(0)
    return [replace(started, contestant=contestant(number)) for number in range(many)]


def shard(number: int) -> str:
    return f"{CONTEST}#{FIRST}#{shard_of(contestant(number), config().shards):02d}"


def carried_out(act: Callable[..., Said], number: int, instant: Millis) -> Said:
    """Do ``act`` for the ``number``-th contestant at ``instant``; return what was said."""
    at = desk(CONTEST, FIRST, instant)
    assert at is not None
    try:
        return act(session(number), at, 1, Answers(nonce(2), 1, CHOICES, ""), instant)
    except Late as late:
        return (late.code, late.facts)


def rule_of_saving(attempt: Attempt, deadline: Millis, instant: Millis) -> tuple[Said, Attempt]:
    """What has to be said and stored, worked out from the rule alone: a save is taken before the deadline."""
    if instant >= deadline:
        return refused(attempt, deadline), attempt
    saved = replace(attempt, choices=CHOICES, nonce=nonce(2), version=2, saved_at=instant)
    return {"version": 2, "saved_at": written(instant), "deadline_at": written(deadline)}, saved


def rule_of_handing_in(attempt: Attempt, deadline: Millis, instant: Millis) -> tuple[Said, Attempt]:
    """What has to be said and stored, worked out from the rule alone: a hand-in is taken before deadline and grace end."""
    if instant >= deadline + 5_000:
        return refused(attempt, deadline), attempt
    answers = {"choices": CHOICES, "nonce": nonce(2), "version": 2}
    handed_in = replace(attempt, **answers, submitted_at=instant, status="submitted")
    return receipt_document(handed_in) | {"submitted_at": written(instant), "choices": CHOICES}, handed_in


def refused(attempt: Attempt, deadline: Millis) -> Said:
    """Too late, with what is stored: the start and nothing else."""
    kept = {
        "round": FIRST,
        "number": 1,
        "started_at": written(attempt.started_at),
        "deadline_at": written(deadline),
        "version": 1,
        "choices": "",
        "prediction": "",
        "nonce": nonce(1),
        "saved_at": None,
    }
    return ("late", {"attempt": kept, "receipt": None})


RULES = {save: rule_of_saving, hand_in: rule_of_handing_in}


def against_the_rule(act: Callable[..., Said], deadline: Millis, offsets: Sequence[int]) -> list[Any]:
    """Have one contestant act at each instant; return where what was said or stored isn't what the rule says."""
    begun_attempts = begun(DEADLINES[deadline], len(offsets))

    said = [carried_out(act, number, deadline + offset) for number, offset in enumerate(offsets)]

    kept = list(attempts.of_round(CONTEST, FIRST, lambda attempt: attempt))
    ruled = [
        RULES[act](attempt, deadline, deadline + offset) for attempt, offset in zip(begun_attempts, offsets, strict=True)
    ]
    found = zip(said, kept, strict=True)
    return [(offset, *each, rule) for offset, each, rule in zip(offsets, found, ruled, strict=True) if each != rule]


@pytest.mark.parametrize("act", RULES)
def test_at_each_of_10001_instants_around_the_deadline_what_is_said_is_stored(crowd: Town, act: Callable[..., Said]):
    assert against_the_rule(act, OPENS + LIMIT_MS, AROUND[act]) == []


@pytest.mark.parametrize("act", RULES)
def test_the_close_is_a_deadline_to_the_millisecond_too(crowd: Town, act: Callable[..., Said]):
    near_an_edge = [each for each in AROUND[act] if min(abs(each), abs(each - GRACE_MS)) <= 25]

    assert against_the_rule(act, CLOSES, AROUND[act] if soaking() else near_an_edge) == []
