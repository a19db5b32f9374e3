"""Two deployments at once make one first chief, and two chiefs at once one account of a name: whoever lost is told so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from unittest import mock

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.services import accounts, passwords
from chalicelib.storage import staff
from tests.factories import CONTEST, nonce
from tests.races.race import AT_ONCE, FEW, NOW, SOME, Race, without_conditions
from tests.staff import cheap

pytestmark = [pytest.mark.races, pytest.mark.soak]


@pytest.fixture(autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hundreds are made here, and none is to be kept from anybody."""
    with cheap():
        yield


def first_chiefs(race: Race, number: int) -> list[Any]:
    """Have as many operators deploy a stage of its own at once. Its first chief's name stands for the stage."""
    with mock.patch.object(accounts, "FIRST_CHIEF", f"chief-{number}"):
        return race.together([partial(accounts.first_chief, {"nonce": nonce(each)}, NOW) for each in range(AT_ONCE)])


def adds(race: Race, number: int) -> list[Any]:
    """Have as many chiefs make an account of the same name at once, each of another role."""
    event = {"contest": CONTEST, "account": f"thu-ky-{number}", "role": "unit_manager", "full_name": "Nguyễn Văn An"}
    asked = [{**event, "units": [f"don-vi-{each}"], "nonce": nonce(each)} for each in range(AT_ONCE)]
    return race.together([partial(accounts.add, each, NOW) for each in asked])


def wrong(contest: str, account: str, results: list[Any]) -> Iterator[str]:
    stored = staff.get(contest, account)
    winners = [each for each in results if isinstance(each, dict)]
    if stored is None or len(winners) != 1 or not passwords.fits(winners[0]["password"], stored.password):
        yield f"{account}: {len(winners)} were told that it is theirs"
    if winners and stored and winners[0]["units"] != list(stored.units):
        yield f"{account}: {winners[0]} was told, and {stored} is there"
    if [type(each) for each in results if not isinstance(each, dict)] != [Conflict] * (AT_ONCE - 1):
        yield f"{account}: {results}"


def test_of_all_first_chiefs_at_once_one_is_made(open_round: Race):
    found = [
        each
        for number, _ in open_round.contestants("first chief", SOME)
        for each in wrong("*", f"chief-{number}", first_chiefs(open_round, number))
    ]

    assert found == []


def test_of_all_accounts_of_a_name_at_once_one_is_made(open_round: Race):
    found = [
        each
        for number, _ in open_round.contestants("account", SOME)
        for each in wrong(CONTEST, f"thu-ky-{number}", adds(open_round, number))
    ]

    assert found == []


def test_one_request_that_is_sent_many_times_at_once_gets_one_password(open_round: Race):
    for number, _ in open_round.contestants("first chief again", FEW):
        with mock.patch.object(accounts, "FIRST_CHIEF", f"chief-{number}"):
            results = open_round.together([partial(accounts.first_chief, {"nonce": nonce(1)}, NOW)] * AT_ONCE)

        told = {each["password"] for each in results}
        stored = staff.get("*", f"chief-{number}")
        assert len(told) == 1
        assert stored is not None
        assert passwords.fits(told.pop(), stored.password)


def test_without_the_condition_there_would_be_more_than_one_first_chief(open_round: Race):
    number, _ = next(open_round.contestants("first chief"))
    with without_conditions():
        results = first_chiefs(open_round, number)

    assert len([each for each in results if isinstance(each, dict)]) > 1
    assert list(wrong("*", f"chief-{number}", results)) != []
