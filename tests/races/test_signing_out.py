"""Signing out and ending sessions while the same person's devices write: after it nothing of theirs is taken any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any
from unittest import mock

import pytest

from chalicelib.domain.errors import NotSignedIn, Refusal
from chalicelib.services import revoke as revoking
from chalicelib.services.answers import Answers
from chalicelib.services.hand_in import hand_in
from chalicelib.services.save import save
from chalicelib.services.sessions import Session
from chalicelib.services.sign_out import sign_out
from chalicelib.services.start import start
from chalicelib.storage import attempts, revoked
from tests.factories import CONTEST, FIRST, OPENS, nonce
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

LATER = NOW + 500


def writes(who: Session, number: int, chance: Random) -> list[Callable[[], Any]]:
    """Return what the tabs of one session do: save, hand in, go on with the paper."""
    desk, paper = at_the_desk(), partial(Answers, version=1, prediction="")
    acts: list[Callable[[], Any]] = []
    for each in range(AT_ONCE - 1):
        said = paper(nonce=nonce(100 * number + each), choices=answered(chance))
        acts.append(chance.choice([partial(save, who, desk, 1, said, NOW), partial(start, who, FIRST, 1, nonce(each), NOW)]))
    return acts


def leaves(race: Race, number: int, chance: Random, leave: Callable[[Session], None]) -> Iterator[str]:
    """Let one session write at once with what ends it. Gives what is wrong afterwards."""
    who = session(number)
    start(who, FIRST, 1, nonce(number), OPENS)
    race.together([*writes(who, number, chance), partial(leave, who)])
    kept = stored(number)
    yield from (f"contestant {number} can still {act}" for act in still_taken(who, kept.version))
    if stored(number) != kept:
        yield f"contestant {number}: {kept} was stored when they had left, and now {stored(number)}"


def still_taken(who: Session, version: int) -> Iterator[str]:
    """Give what a session that has been ended can still do."""
    desk, said = at_the_desk(), Answers(nonce(7), version, "AAA", "")
    acts = {
        "save": lambda: save(who, desk, 1, said, LATER),
        "go on": lambda: start(who, FIRST, 1, nonce(8), LATER),
        "hand in": lambda: hand_in(who, desk, 1, said, LATER),
    }
    for name, act in acts.items():
        try:
            act()
        except NotSignedIn:
            continue
        except Refusal as refusal:
            yield f"{name}, but for {refusal}"
        else:
            yield name


def signs_out(who: Session) -> None:
    sign_out(who, NOW)


def is_revoked(who: Session) -> None:
    revoking.revoke(CONTEST, who.contestant, NOW)


WAYS = {"signing out": signs_out, "a revocation": is_revoked}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_an_ended_session_is_taken_any_more(open_round: Race, way: str):
    wrong = [
        each
        for number, chance in open_round.contestants(f"leave {way}", SOME // 4)
        for each in leaves(open_round, number, chance, WAYS[way])
    ]

    assert wrong == []


@pytest.mark.parametrize("way", WAYS)
def test_without_the_bar_on_the_paper_an_ended_session_would_go_on(open_round: Race, way: str):
    with mock.patch.object(attempts, "bar", return_value=False):
        wrong = [
            each
            for number, chance in open_round.contestants(f"leave {way}", FEW)
            for each in leaves(open_round, number, chance, WAYS[way])
        ]

    assert len(wrong) >= FEW


def claimed(race: Race, number: int) -> Iterator[str]:
    """Let old devices claim a paper at the moment when all sessions are ended. Gives what is wrong afterwards."""
    start(session(number), FIRST, 1, nonce(number), OPENS)
    devices = [session(number, device) for device in range(1, AT_ONCE)]
    race.together([*(partial(start, who, FIRST, 1, nonce(9), NOW) for who in devices), partial(is_revoked, devices[0])])
    if stored(number).session != f"!{NOW:014d}":
        yield f"contestant {number}'s paper is held by {stored(number).session}"
    yield from (f"contestant {number} can still {act}" for who in devices for act in still_taken(who, 1))


def test_no_device_claims_the_paper_at_the_moment_when_its_session_is_ended(open_round: Race):
    wrong = [each for number, _ in open_round.contestants("claim", SOME // 4) for each in claimed(open_round, number)]

    assert wrong == []


def test_without_the_condition_a_device_would_claim_it(open_round: Race):
    with without_conditions():
        wrong = [each for number, _ in open_round.contestants("claim", FEW) for each in claimed(open_round, number)]

    assert wrong != []


def moved(race: Race, number: int) -> Iterator[str]:
    """Let a first device sign out at the moment when a second one takes the paper over: it must not lose it."""
    first, second = session(number), replace(session(number, 1), since=NOW + 1)
    start(first, FIRST, 1, nonce(number), OPENS)
    leaving = [partial(signs_out, first)] * (AT_ONCE - 1)
    race.together([partial(start, second, FIRST, 1, nonce(9), NOW), *leaving])
    if stored(number).session != second.id:
        yield f"contestant {number}'s paper was taken off its second device: {stored(number).session}"


def test_a_sign_out_does_not_take_the_paper_off_the_device_that_has_it_by_then(open_round: Race):
    wrong = [each for number, _ in open_round.contestants("move", SOME // 4) for each in moved(open_round, number)]

    assert wrong == []


def test_without_the_condition_it_would(open_round: Race):
    with without_conditions():
        wrong = [each for number, _ in open_round.contestants("move", FEW * 2) for each in moved(open_round, number)]

    assert wrong != []


def test_many_people_revoked_at_once_are_all_on_the_list(open_round: Race):
    people = [contestant(number) for number, _ in open_round.contestants("revoke", 5)]
    results = open_round.together([partial(revoking.revoke, CONTEST, who, NOW) for who in people])

    assert results == [None] * 5
    assert {who: revoked.of_contest(CONTEST).get(who) for who in people} == dict.fromkeys(people, NOW)
