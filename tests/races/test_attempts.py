"""Many requests of one contestant at the same moment: one wins, and every other is told what won."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

import pytest

from chalicelib.domain.errors import HandedIn
from chalicelib.domain.receipt import receipt_document
from chalicelib.domain.times import written
from chalicelib.services.answers import Answers
from chalicelib.services.hand_in import hand_in
from chalicelib.services.start import start
from tests.factories import FIRST, OPENS, nonce
from tests.races.race import AT_ONCE, FEW, NOW, SOME, Race, answered, at_the_desk, session, stored, without_conditions

pytestmark = [pytest.mark.races, pytest.mark.soak]


def hand_ins(race: Race, number: int, chance: Random) -> list[Any]:
    """Hand in as many different papers of one contestant at once, each stamped with a time of its own."""
    start(session(number), FIRST, 1, nonce(1), OPENS)
    desk, who = at_the_desk(), session(number)
    papers = [Answers(nonce(100 + each), 1, answered(chance), "") for each in range(AT_ONCE)]
    return race.together([partial(hand_in, who, desk, 1, paper, NOW + chance.randrange(1000)) for paper in papers])


def wrong_with_hand_ins(number: int, results: list[Any]) -> Iterator[str]:
    receipt = receipt_document(stored(number))
    winners = [each for each in results if isinstance(each, dict)]
    refused = [(type(each), each.facts) for each in results if not isinstance(each, dict)]
    if winners != [receipt]:
        yield f"contestant {number} was told {winners}, and {receipt} is stored"
    if refused != [(HandedIn, {"receipt": receipt})] * (AT_ONCE - 1):
        yield f"contestant {number} was refused with {refused}"


def test_of_all_hand_ins_one_is_stored_and_the_others_are_given_its_receipt(open_round: Race):
    wrong = [
        each
        for number, chance in open_round.contestants("hand in")
        for each in wrong_with_hand_ins(number, hand_ins(open_round, number, chance))
    ]

    assert wrong == []


def test_without_the_condition_more_than_one_hand_in_would_win(open_round: Race):
    number, chance = next(open_round.contestants("hand in"))
    with without_conditions():
        results = hand_ins(open_round, number, chance)

    assert len([each for each in results if isinstance(each, dict)]) > 1
    assert list(wrong_with_hand_ins(number, results)) != []


def test_one_hand_in_that_is_sent_many_times_at_once_gets_one_receipt_every_time(open_round: Race):
    for number, chance in open_round.contestants("hand in again", FEW):
        start(session(number), FIRST, 1, nonce(1), OPENS)
        paper, desk = Answers(nonce(2), 1, answered(chance), ""), at_the_desk()

        results = open_round.together([partial(hand_in, session(number), desk, 1, paper, NOW)] * AT_ONCE)

        assert results == [receipt_document(stored(number))] * AT_ONCE


def starts(race: Race, number: int) -> list[Any]:
    """Start on as many devices at once, each stamped with a time of its own."""
    devices = range(AT_ONCE)
    return race.together([partial(start, session(number, each), FIRST, 1, nonce(each), NOW + each) for each in devices])


def wrong_with_starts(number: int, results: list[Any]) -> Iterator[str]:
    started = stored(number)
    papers = {(each[0]["attempt"]["started_at"], str(each[0]["paper"])) for each in results if isinstance(each, tuple)}
    shown = [each[0]["paper"]["questions"] for each in results if isinstance(each, tuple)]
    asked = [" ".join(question["id"] for question in paper) for paper in shown]
    if len(papers) != 1 or asked != [started.questions] * AT_ONCE:
        yield f"contestant {number} was shown {len(papers)} papers by {len(shown)} of {AT_ONCE} starts"
    if {at for at, _ in papers} != {written(started.started_at)} or started.start_nonce != nonce(started.started_at - NOW):
        yield f"contestant {number} was shown {papers}, and {started} is stored"


def test_all_starts_are_one_start_and_everybody_sees_its_paper(open_round: Race):
    wrong = [
        each
        for number, _ in open_round.contestants("start", SOME)
        for each in wrong_with_starts(number, starts(open_round, number))
    ]

    assert wrong == []


def test_without_the_condition_there_would_be_more_than_one_start(open_round: Race):
    with without_conditions():
        wrong = [
            each
            for number, _ in open_round.contestants("start", FEW)
            for each in wrong_with_starts(number, starts(open_round, number))
        ]

    assert wrong != []
