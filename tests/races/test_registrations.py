"""Many requests for one person at the same moment: one of them is a contestant, one letter goes out, five guesses count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

import pytest

from chalicelib.domain.errors import TooMany, Unfit
from chalicelib.domain.notice import notice_version
from chalicelib.services import mailed_codes, one_time, register, work
from chalicelib.services.login import login_hash
from chalicelib.services.rules import rules_of
from chalicelib.storage import contestants
from chalicelib.storage.aws_errors import is_passing
from tests.factories import CONTEST, OPENS, nonce
from tests.races.conftest import settled_on
from tests.races.race import SEEDS, Race, without_conditions
from tests.registering import BY_MAIL, EMAIL, FIELDS, definition_of, letters
from tests.sizes import size

pytestmark = [pytest.mark.races, pytest.mark.soak]

AT_ONCE = 64
PEOPLE = size(test=1, soak=40)
FEW = size(test=8, soak=64)
BETWEEN = ("", " ", ".", "-", "\u00a0", "\u200b")
RIGHT, WRONG = "123456", "654321"


@pytest.fixture(scope="module")
def office(engine: str) -> Iterator[Race]:
    """A race in a town whose contest confirms addresses by letter. The work of requests is done and spent elsewhere."""
    here = Race(SEEDS[0])
    with pytest.MonkeyPatch.context() as patch, settled_on(engine, definition=definition_of(**BY_MAIL)), here.at_the_gate():
        patch.setattr(work, "spend", lambda *_: None)
        yield here


@pytest.fixture
def race(office: Race, monkeypatch: pytest.MonkeyPatch) -> Race:
    """The same among people whose addresses are proven already: the number alone decides."""
    monkeypatch.setattr(register, "_proven", lambda asked: None)
    return office


def number(place: int) -> str:
    """Return the identity number of a person who hasn't registered yet."""
    return f"001096{place:06d}"


def spelt(digits: str, chance: Random) -> str:
    """Return an identity number as somebody writes it."""
    written = digits.lstrip("0") if chance.random() < 0.5 else digits
    return "".join(digit + chance.choice(BETWEEN) for digit in written)


def said(citizen_id: str, name: str) -> dict[str, Any]:
    """Return a registration as it comes to the service."""
    return {
        "nonce": name,
        "full_name": "Nguyễn Thị Mới",
        "unit": "so-noi-vu",
        "unit_by": "",
        "fields": {**FIELDS, "citizen_id": citizen_id, "email": EMAIL},
        "consent": notice_version(rules_of(CONTEST)),
        "code": RIGHT,
        "password": "",
        "work": "done",
        "not_excluded": True,
    }


def insisted(request: dict[str, Any]) -> Any:
    """Register, again and again while the tables only take no more just now, as a page does."""
    for _ in range(20):
        try:
            return register.register(CONTEST, request, "203.0.113.7", OPENS)
        except Exception as error:
            if not is_passing(error):
                raise
    raise AssertionError("never answered")


def at_once(race: Race, requests: list[dict[str, Any]]) -> list[Any]:
    return race.together([partial(insisted, each) for each in requests])


def told(results: list[Any]) -> Counter[str]:
    """Count what was told: ``in``, or the code of a refusal."""
    return Counter("in" if isinstance(each, dict) else getattr(each, "code", repr(each)) for each in results)


def of_one(race: Race, place: int, many: int = AT_ONCE) -> list[Any]:
    """Register one person on many devices at once, in as many spellings."""
    chance = Random(f"{race.seed} {place}")
    return at_once(race, [said(spelt(number(place), chance), nonce(each)) for each in range(many)])


def test_of_all_registrations_of_one_number_one_is_a_contestant(race: Race):
    for place in range(PEOPLE):
        results = of_one(race, place)

        assert told(results) == {"in": 1, "registered-already": AT_ONCE - 1}
        kept = contestants.by_login(CONTEST, login_hash(CONTEST, number(place)))
        assert kept is not None
        assert isinstance(results[int(kept.nonce, 16)], dict)


def test_without_the_condition_there_would_be_more_than_one(race: Race):
    with without_conditions():
        results = [each for place in range(PEOPLE) for each in of_one(race, 500 + place, FEW)]

    assert told(results)["in"] > PEOPLE


def test_one_registration_that_is_sent_many_times_at_once_is_answered_the_same_every_time(race: Race):
    request = said(number(900), nonce(1))

    results = at_once(race, [request] * AT_ONCE)

    assert results == [results[0]] * AT_ONCE
    assert told(results) == {"in": AT_ONCE}


def test_of_all_people_with_one_mailed_code_one_comes_in(office: Race, monkeypatch: pytest.MonkeyPatch):
    issued(office, 1, monkeypatch)
    # Of no account are more than five looked at; here all are, so that the code alone decides.
    monkeypatch.setattr(one_time.guesses, "claim", lambda *_: None)
    requests = [said(number(1000 + each), nonce(1)) for each in range(FEW)]

    results = at_once(office, requests)

    assert told(results) == {"in": 1, "wrong-mailed-code": FEW - 1}


def test_one_registration_with_a_mailed_code_sent_many_times_is_answered_the_same(
    office: Race, monkeypatch: pytest.MonkeyPatch
):
    issued(office, 2, monkeypatch)
    monkeypatch.setattr(one_time.guesses, "claim", lambda *_: None)

    results = at_once(office, [said(number(1200), nonce(2))] * FEW)

    assert told(results) == {"in": FEW}
    assert results == [results[0]] * FEW


def issued(office: Race, name: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue the code `RIGHT` for the registration of this name."""
    with monkeypatch.context() as patch:
        patch.setattr(one_time.chance, "random_bytes", lambda size: int(RIGHT).to_bytes(size))
        one_time.issue(CONTEST, "registration", mailed_codes.account_of(EMAIL, nonce(name)), OPENS)


def guesses(office: Race, name: int) -> list[Any]:
    account = mailed_codes.account_of(EMAIL, nonce(name))
    guess = partial(one_time.check, CONTEST, "registration", account, WRONG, "", OPENS)
    return office.together([guess] * AT_ONCE)


def test_of_all_guesses_at_a_mailed_code_five_are_looked_at(office: Race, monkeypatch: pytest.MonkeyPatch):
    for place in range(PEOPLE):
        issued(office, 100 + place, monkeypatch)

        results = guesses(office, 100 + place)

        assert Counter(map(type, results)) == {Unfit: 5, TooMany: AT_ONCE - 5}


def test_without_the_condition_every_guess_would_be_looked_at(office: Race, monkeypatch: pytest.MonkeyPatch):
    issued(office, 300, monkeypatch)
    with without_conditions():
        results = guesses(office, 300)

    assert Counter(map(type, results)) == {Unfit: AT_ONCE}


def letters_asked_for(office: Race, address: str) -> list[Any]:
    requests = [{"nonce": nonce(each), "email": address, "work": "done"} for each in range(FEW)]
    return office.together([partial(mailed_codes.mail_code, CONTEST, each, "203.0.113.7", OPENS) for each in requests])


def test_of_all_letters_that_are_asked_for_at_once_one_goes_to_an_address(office: Race):
    results = letters_asked_for(office, "binh@hue.gov.vn")

    assert told(results) == {"in": 1, "too-many-letters": FEW - 1}
    assert len([letter for letter in letters() if letter["to"] == "binh@hue.gov.vn"]) == 1


def test_without_the_condition_every_letter_would_go(office: Race):
    with without_conditions():
        results = letters_asked_for(office, "chi@hue.gov.vn")

    assert told(results) == {"in": FEW}
