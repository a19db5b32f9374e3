"""A certificate of having taken part, asked for on many devices at the same moment: one number, one code for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib.storage import taking_part
from chalicelib.storage.taking_part import TakingPart
from tests.factories import CONTEST
from tests.races.race import AT_ONCE, SOME, Race, contestant, without_conditions

pytestmark = [pytest.mark.races, pytest.mark.soak]

TOGETHER = "TransactWriteItems"


def code(number: int, device: int) -> str:
    return f"{number:016x}{device:010x}".translate(str.maketrans("0189", "wxyz"))


def given(race: Race, number: int) -> list[Any]:
    """Have somebody ask on as many devices at once, each with a code of its own."""
    asked = [partial(taking_part.give, CONTEST, contestant(number), code(number, device)) for device in range(AT_ONCE)]
    return race.together(asked, before=TOGETHER)


def wrong(number: int, told: list[Any]) -> Iterator[str]:
    """Give what is wrong once somebody was ``told`` of their certificate as often as they had asked."""
    kept = taking_part.of_contestant(CONTEST, contestant(number))
    if told != [kept] * AT_ONCE:
        yield f"contestant {number}: {kept} is kept, and {told} were told"
    codes = (taking_part.by_code(CONTEST, code(number, device)) for device in range(AT_ONCE))
    if [each for each in codes if each] != [kept]:
        yield f"contestant {number}: a code leads to what it doesn't confirm"


def test_of_all_devices_at_once_everyone_is_given_the_same_certificate_and_no_number_twice(open_round: Race):
    people = [number for number, _ in open_round.contestants("taking part", SOME)]

    found = [each for number in people for each in wrong(number, given(open_round, number))]

    kept = [taking_part.of_contestant(CONTEST, contestant(number)) for number in people]
    assert found == []
    assert len({each.number for each in kept if isinstance(each, TakingPart)}) == len(people)


def test_without_the_condition_somebody_would_be_given_several(open_round: Race):
    number, _ = next(open_round.contestants("taking part"))
    with without_conditions():
        told = given(open_round, number)

    assert len({each.code for each in told}) > 1
    assert list(wrong(number, told)) != []
