"""A thousand guesses at the same moment, on every way in: five are looked at, and nobody else is kept out by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any
from unittest import mock

import pytest

from chalicelib.domain.errors import Refusal, TooMany
from chalicelib.services import accounts, contest_password, guesses, one_time, passwords, sign_in
from chalicelib.storage import contest_passwords
from tests.factories import CONTEST
from tests.races.race import AT_ONCE, FEW, NOW, SOME, Race, without_conditions
from tests.sizes import size

pytestmark = [pytest.mark.races, pytest.mark.soak]

GUESSES = size(test=104, soak=1_000)
HERE = "198.51.100.7"
WRONG = "0000-0000"

Guess = Callable[[str, str], Any]


def at_a_code(account: str, address: str) -> Any:
    return sign_in.sign_in(CONTEST, account, WRONG, address, NOW)


def at_a_mailed_code(account: str, address: str) -> Any:
    return one_time.check(CONTEST, "sign-in", account, "000000", address, NOW)


def at_the_contests_password(account: str, address: str) -> Any:
    return contest_password.check(CONTEST, "wrong", account, address, NOW)


def at_an_organizers_password(account: str, address: str) -> Any:
    event = {"contest": CONTEST, "account": account, "password": "wrong", "address": address}
    return accounts.sign_in(event, NOW)


# Every way in on which something may be guessed: how one guess at an account is made from an address, and where it would be
# held against what is right.
WAYS: dict[guesses.Kind, tuple[Guess, str]] = {
    "code": (at_a_code, "chalicelib.services.sign_in.kept_code"),
    "otp": (at_a_mailed_code, "chalicelib.services.one_time._kept"),
    "password": (at_the_contests_password, "chalicelib.services.contest_password._fits"),
    "staff": (at_an_organizers_password, "chalicelib.services.accounts._recognised"),
}


def prepare(account: str) -> None:
    """Have there be something to guess: a code that was mailed, a password of the contest."""
    one_time.issue(CONTEST, "sign-in", account, NOW)
    contest_passwords.put(CONTEST, passwords.kept("the right one"))


def test_every_kind_of_guess_has_its_way_in_here():
    assert set(WAYS) == set(guesses.LIMITS)


@contextmanager
def looked_at(where: str) -> Iterator[list[object]]:
    """Give a list that grows with every guess that is held against what is right."""
    module, _, name = where.rpartition(".")
    found: list[object] = []
    compare = getattr(import_module(module), name)
    with mock.patch(where, lambda *what, **named: found.append(what) or compare(*what, **named)):
        yield found


def at_once(race: Race, guess: Guess, account: str, address: str) -> list[Any]:
    """Guess as often as there is to be guessed, as many at the same moment as there are threads."""
    rounds = [race.together([partial(guess, account, address)] * AT_ONCE) for _ in range(GUESSES // AT_ONCE)]
    return [each for results in rounds for each in results]


@pytest.mark.parametrize("way", WAYS)
def test_of_all_guesses_at_once_five_are_looked_at_on_every_way_in(open_round: Race, way: guesses.Kind):
    guess, where = WAYS[way]
    account = f"somebody-{way}-{open_round.seed}"
    prepare(account)
    with looked_at(where) as found:
        results = at_once(open_round, guess, account, HERE)

    refused = [each for each in results if isinstance(each, TooMany)]
    assert (len(found), len(refused)) == (5, len(results) - 5)
    assert all(isinstance(each, Refusal) for each in results)
    assert {tuple(each.facts) for each in refused} == {("until",)}


@pytest.mark.parametrize("kind", guesses.LIMITS)
def test_of_all_claims_at_once_five_are_granted_for_an_account_at_an_address(open_round: Race, kind: guesses.Kind):
    for number, _ in open_round.contestants(f"claim {kind}", SOME // 4):
        claim = partial(guesses.claim, CONTEST, kind, f"account {number} {open_round.seed}", HERE, NOW)
        results = open_round.together([claim] * AT_ONCE)

        assert sorted(type(each).__name__ for each in results) == ["NoneType"] * 5 + [TooMany.__name__] * (AT_ONCE - 5)


def test_from_many_addresses_at_once_no_more_are_looked_at_than_the_slow_cap_allows(
    open_round: Race, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(guesses.LIMITS, "otp", guesses.Limits(everywhere=3))
    for number, _ in open_round.contestants("everywhere", FEW):
        account = f"account {number} {open_round.seed}"
        acts = [partial(guesses.claim, CONTEST, "otp", account, f"address {each}", NOW) for each in range(AT_ONCE)]
        results = open_round.together(acts)

        assert [each for each in results if each is None] == [None] * 3


def test_without_the_condition_every_guess_would_be_looked_at(open_round: Race):
    guess, where = WAYS["code"]
    with without_conditions(), looked_at(where) as found:
        open_round.together([partial(guess, f"nobody {open_round.seed}", HERE)] * AT_ONCE)

    assert len(found) == AT_ONCE
