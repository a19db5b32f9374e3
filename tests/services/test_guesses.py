"""Who guesses too often waits; nobody else does, and nobody is signed out by it."""

from __future__ import annotations

from dataclasses import replace

import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain.errors import TooMany
from chalicelib.domain.times import Millis, written
from chalicelib.services import guesses
from chalicelib.services.guesses import HOUR_MS, KNOWN_MS, WINDOW_MS, Kind
from tests.calls import written_down
from tests.factories import AN, CONTEST, NONCE, OPENS, OTHER_NONCE
from tests.town import Town

HERE, THERE = "198.51.100.7", "2001:db8:1:2::/64"
WRONG = "0000-0000"
CODES: list[Kind] = ["code", "otp", "staff"]
WITH_A_CAP: list[Kind] = ["otp", "staff"]


def granted(kind: Kind, account: str, address: str, now: Millis = OPENS) -> bool:
    try:
        guesses.claim(CONTEST, kind, account, address, now)
    except TooMany:
        return False
    return True


def refused_until(kind: Kind, account: str, address: str, now: Millis = OPENS) -> str:
    with pytest.raises(TooMany) as refused:
        guesses.claim(CONTEST, kind, account, address, now)
    return str(refused.value.facts["until"])


@pytest.fixture(autouse=True)
def a_lower_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the slow caps be reached with a tenth of the guesses that they allow."""
    for kind, limits in guesses.LIMITS.items():
        fewer = replace(limits, everywhere=limits.everywhere // 10, of_an_address=limits.of_an_address // 100)
        monkeypatch.setitem(guesses.LIMITS, kind, fewer)


def guess_everywhere(kind: Kind, account: str, times: int, now: Millis = OPENS) -> list[bool]:
    """Guess from ever new addresses, as who rents a network can."""
    return [granted(kind, account, f"2001:db8:{number:x}::/64", now) for number in range(times)]


CAPS = {kind: (limits.everywhere, limits.beyond, limits.of_an_address) for kind, limits in guesses.LIMITS.items()}


def test_the_slow_caps_are_a_hundred_an_hour_for_an_account_and_a_thousand_for_an_office_that_types_one_password():
    assert CAPS == {"code": (100, 1, 0), "otp": (100, 0, 0), "staff": (100, 0, 0), "password": (0, 0, 1000)}


@pytest.mark.parametrize("kind", guesses.LIMITS)
def test_five_are_looked_at_within_a_quarter_of_an_hour_and_the_lock_says_until_when(village: Town, kind: Kind):
    looked_at = [granted(kind, "somebody", HERE, OPENS + number) for number in range(6)]

    assert looked_at == [True] * 5 + [False]
    assert refused_until(kind, "somebody", HERE, OPENS + 6) == written(OPENS + WINDOW_MS)


@pytest.mark.parametrize("kind", guesses.LIMITS)
def test_a_lock_ends_though_somebody_keeps_trying(village: Town, kind: Kind):
    for number in range(9):
        granted(kind, "somebody", HERE, OPENS + number)

    assert [granted(kind, "somebody", HERE, OPENS + WINDOW_MS + wait) for wait in (-1, 0)] == [False, True]


@pytest.mark.parametrize("kind", guesses.LIMITS)
def test_a_lock_holds_for_one_account_at_one_address(village: Town, kind: Kind):
    for _ in range(6):
        granted(kind, "somebody", HERE)

    assert [granted(kind, *who) for who in (("somebody", HERE), ("somebody", THERE), ("another", HERE))] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("kind", guesses.LIMITS)
def test_a_right_guess_forgets_the_wrong_ones_there(village: Town, kind: Kind):
    for _ in range(4):
        granted(kind, "somebody", HERE)
    guesses.forget(CONTEST, kind, "somebody", HERE, OPENS)

    assert [granted(kind, "somebody", HERE, OPENS + 1) for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.parametrize("kind", WITH_A_CAP)
def test_from_everywhere_no_more_an_hour_are_looked_at_than_the_cap_allows(village: Town, kind: Kind):
    looked_at = guess_everywhere(kind, "somebody", 12)

    assert looked_at == [True] * 10 + [False] * 2
    assert refused_until(kind, "somebody", THERE) == written(OPENS + HOUR_MS)
    assert granted(kind, "somebody", THERE, OPENS + HOUR_MS)


@pytest.mark.parametrize("kind", CODES)
def test_the_cap_spares_an_address_from_which_the_account_has_been_signed_in(village: Town, kind: Kind):
    long_ago = OPENS - KNOWN_MS + HOUR_MS
    assert granted(kind, "somebody", HERE, long_ago)
    guesses.forget(CONTEST, kind, "somebody", HERE, long_ago)
    guess_everywhere(kind, "somebody", 11)

    assert [granted(kind, "somebody", HERE) for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.parametrize("kind", WITH_A_CAP)
def test_after_thirty_days_an_address_is_not_known_any_more(village: Town, kind: Kind):
    assert granted(kind, "somebody", HERE, OPENS - KNOWN_MS)
    guesses.forget(CONTEST, kind, "somebody", HERE, OPENS - KNOWN_MS)
    guess_everywhere(kind, "somebody", 11)

    assert not granted(kind, "somebody", HERE)


def test_a_lock_at_a_known_address_holds_all_the_same(village: Town):
    granted("code", "somebody", HERE)
    guesses.forget(CONTEST, "code", "somebody", HERE, OPENS)

    assert [granted("code", "somebody", HERE) for _ in range(7)] == [True] * 5 + [False] * 2


def test_beyond_the_cap_of_a_code_each_further_address_has_one_try_an_hour(village: Town):
    guess_everywhere("code", "somebody", 10)

    tries = [granted("code", "somebody", address) for address in (HERE, HERE, THERE, THERE)]
    later = granted("code", "somebody", HERE, OPENS + HOUR_MS)

    assert (tries, later) == ([True, False, True, False], True)


def test_guesses_that_are_locked_out_do_not_use_up_the_cap(village: Town):
    for _ in range(20):
        granted("otp", "somebody", HERE)

    assert granted("otp", "somebody", THERE)


def test_wrong_shared_passwords_are_counted_by_address_and_right_ones_given_back(village: Town):
    for number in range(12):
        assert granted("password", f"right {number}", HERE)
        guesses.forget(CONTEST, "password", f"right {number}", HERE, OPENS)

    wrong = [granted("password", f"wrong {number}", HERE) for number in range(11)]

    assert wrong == [True] * 10 + [False]
    assert granted("password", "wrong 11", THERE)


def test_what_is_counted_says_when_it_may_be_deleted_and_names_neither_account_nor_address(village: Town):
    for kind in guesses.LIMITS:
        granted(kind, "somebody", HERE)
    guesses.forget(CONTEST, "staff", "somebody", HERE, OPENS)

    items = boto3.client("dynamodb").scan(TableName=config().contestants_table)["Items"]
    ends = {item["person"]["S"].split("#")[2]: int(item["expires"]["N"]) * 1000 - OPENS for item in items}
    assert ends == {
        **{f"{kind}-here": WINDOW_MS for kind in ("code", "otp", "password")},
        "staff-here": KNOWN_MS,
        **{f"{kind}-everywhere": HOUR_MS for kind in CODES},
        "password-address": HOUR_MS,
    }
    assert "somebody" not in str(items)
    assert HERE not in str(items)


def test_a_further_sign_in_at_a_known_address_counts_with_two_writes(town: Town):
    town.stranger().sign_in(AN, town.codes[AN])
    town.at(OPENS + WINDOW_MS)

    with written_down() as calls:
        again = town.stranger().sign_in(AN, town.codes[AN])

    assert again.status == 200
    assert sum(call.writes for call in calls) == 2  # At an address that is known the cap isn't asked.


def test_a_rivals_guesses_end_no_session_and_do_not_stop_a_paper(town: Town):
    phone, rival = town.phone(AN), town.stranger()
    phone.start(NONCE)
    rival.extra = {"X-Hoithi-Viewer": "203.0.113.9"}
    told = [rival.sign_in(AN, WRONG).problem for _ in range(6)]

    saved = phone.save("A__", OTHER_NONCE)

    assert (told, saved.status) == (["wrong-code"] * 5 + ["too-many"], 200)


def test_a_rivals_guesses_keep_nobody_out(town: Town):
    rival, owner = town.stranger(), town.stranger()
    owner.extra = {"X-Hoithi-Viewer": "198.51.100.7"}
    for number in range(15):
        rival.extra = {"X-Hoithi-Viewer": f"2001:db8:{number:x}::1"}
        rival.sign_in(AN, WRONG)

    answer = owner.sign_in(AN, town.codes[AN])

    assert answer.status == 200
