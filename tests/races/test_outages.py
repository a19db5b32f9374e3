"""More time and another attempt, while the same contestant acts: whatever comes first, one thing is true afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any
from unittest import mock

import pytest

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.grants import EXTENSION, NEW_ATTEMPT, Grant
from chalicelib.domain.receipt import receipt_document
from chalicelib.services.answers import Answers
from chalicelib.services.grants import carry_out
from chalicelib.services.hand_in import hand_in
from chalicelib.services.save import save
from chalicelib.services.start import start
from chalicelib.storage import attempts, rounds
from chalicelib.storage.attempts import Key
from tests.factories import CONTEST, FIRST, GRACE_MS, LIMIT_MS, OPENS, nonce
from tests.races.race import (
    AT_ONCE,
    FEW,
    NOW,
    SOME,
    Race,
    answered,
    at_the_desk,
    contestant,
    session,
    stored,
    without_conditions,
)

pytestmark = [pytest.mark.races, pytest.mark.soak]

TOO_LATE = OPENS + LIMIT_MS + GRACE_MS
EXTENSIONS = [TOO_LATE + 60_000 * each for each in range(1, AT_ONCE // 2 + 1)]


def grant(number: int, act: Any, after: int) -> Grant:
    return Grant(nonce(number), act, contestant(number), 1, 0, after, NOW, "truong-ban", "mat-dien")


def carried_out(granted: Grant) -> None:
    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    carry_out(record, granted)


def extensions_and_hand_ins(race: Race, number: int, chance: Random) -> list[Any]:
    """Extend one attempt several times at once, while its devices hand in what would be too late without it."""
    start(session(number), FIRST, 1, nonce(1), OPENS)
    desk, who = at_the_desk(), session(number)
    papers = [Answers(nonce(100 + each), 1, answered(chance), "") for each in range(AT_ONCE - len(EXTENSIONS))]
    handing = [partial(hand_in, who, desk, 1, paper, TOO_LATE) for paper in papers]
    extending = [partial(carried_out, grant(number, EXTENSION, until)) for until in EXTENSIONS]
    return race.together(chance.sample([*handing, *extending], AT_ONCE))


def wrong_with_extensions(number: int, results: list[Any]) -> Iterator[str]:
    kept = stored(number)
    receipts = [each for each in results if isinstance(each, dict)]
    if kept.status and receipts != [receipt_document(kept)]:
        yield f"contestant {number} was told {receipts}, and {kept} is stored"
    if not kept.status and (receipts or kept.deadline_at != max(EXTENSIONS)):
        yield f"contestant {number} has time until {kept.deadline_at}, and was told {receipts}"
    if kept.status and kept.deadline_at <= TOO_LATE - GRACE_MS:
        yield f"contestant {number} handed in after {kept.deadline_at}"


def test_of_all_extensions_the_longest_stands_unless_a_hand_in_was_there_before(open_round: Race):
    found = [
        list(wrong_with_extensions(number, extensions_and_hand_ins(open_round, number, chance)))
        for number, chance in open_round.contestants("extension", SOME)
    ]

    assert [each for each in found if each] == []


def test_without_the_condition_a_shorter_extension_or_a_late_hand_in_would_stand(open_round: Race):
    with without_conditions():
        found = [
            list(wrong_with_extensions(number, extensions_and_hand_ins(open_round, number, chance)))
            for number, chance in open_round.contestants("extension", FEW)
        ]

    assert [each for each in found if each] != []


def second(number: int) -> Any:
    return attempts.get(Key(CONTEST, FIRST, contestant(number), 2))


def grants_and_starts(race: Race, number: int, chance: Random) -> list[Any]:
    """Grant another attempt while several devices try to start it, and one saves in the old one."""
    start(session(number), FIRST, 1, nonce(1), OPENS)
    desk, old = at_the_desk(), Answers(nonce(2), 1, answered(chance), "")
    starts = [partial(start, session(number, each), FIRST, 2, nonce(each), NOW + each) for each in range(AT_ONCE - 2)]
    acts = [*starts, partial(save, session(number), desk, 1, old, NOW), partial(carried_out, grant(number, NEW_ATTEMPT, 2))]
    return race.together(chance.sample(acts, AT_ONCE))


def wrong_with_grants(number: int, results: list[Any]) -> Iterator[str]:
    started, papers = second(number), {str(each[0]["paper"]) for each in results if isinstance(each, tuple)}
    refused = {type(each) for each in results if isinstance(each, Exception)}
    if len(papers) != (started is not None):
        yield f"contestant {number} was shown {len(papers)} papers, and {started} is stored"
    if not refused <= {NotFound, Conflict}:
        yield f"contestant {number} was refused with {refused}"
    if not attempts.is_replaced(stored(number)):
        yield f"contestant {number} goes on with the old one"


def test_an_attempt_is_started_once_and_only_when_it_was_granted(open_round: Race):
    found = [
        list(wrong_with_grants(number, grants_and_starts(open_round, number, chance)))
        for number, chance in open_round.contestants("grant", SOME)
    ]

    assert [each for each in found if each] == []


def ungranted(race: Race, number: int) -> list[Any]:
    """Let many devices start what nobody has granted."""
    start(session(number), FIRST, 1, nonce(1), OPENS)
    return race.together([partial(start, session(number, each), FIRST, 2, nonce(each), NOW) for each in range(AT_ONCE)])


def test_what_was_not_granted_is_started_by_nobody_and_without_the_condition_by_everybody(open_round: Race):
    (number, _), (other, _) = open_round.contestants("ungranted", 2)

    refused = ungranted(open_round, number)
    with mock.patch.object(attempts, "put_granted", lambda attempt, now: attempts.put(attempt)):
        started = ungranted(open_round, other)

    assert [type(each) for each in refused] == [NotFound] * AT_ONCE
    assert any(isinstance(each, tuple) for each in started)
