"""An office behind one address: three hundred people who sign in at once, each of them wrong at first, and nobody waits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.errors import NotSignedIn, TooMany
from chalicelib.services import guesses, sign_in
from tests.factories import AN, CONTEST, OPENS, make_person, numbered_name
from tests.races.conftest import settled_on
from tests.races.race import AT_ONCE, NOW, Race
from tests.town import Town

pytestmark = [pytest.mark.races, pytest.mark.soak]

OFFICE = "203.0.113.1"
PEOPLE = 300
TWO_MINUTES_MS = 120_000
WRONG = "0000-0000"


@pytest.fixture
def office(engine: str) -> Iterator[Town]:
    """A town with an office of three hundred on its roster."""
    people = [make_person(numbered_name(number), f"0340960{number:05d}") for number in range(PEOPLE)]
    with settled_on(engine, people) as town:
        yield town


def test_an_office_of_300_behind_one_address_signs_in_within_two_minutes_each_with_a_typo_first(office: Town):
    answers: list[Any] = []
    for number, (identifier, code) in enumerate(sorted(office.codes.items())):
        phone = office.at(OPENS + number * TWO_MINUTES_MS // PEOPLE).stranger()
        phone.extra = {"X-Hoithi-Viewer": OFFICE}
        answers.append((phone.sign_in(identifier, WRONG).problem, phone.sign_in(identifier, code).status))

    assert answers == [("wrong-code", 200)] * PEOPLE


def test_an_office_of_300_types_one_shared_password_at_once_each_wrong_at_first(race: Race):
    many = 10
    claims = [
        partial(guesses.claim, CONTEST, "password", f"{number} of {race.seed}", OFFICE, NOW) for number in range(PEOPLE)
    ]

    wrong = [each for start in range(0, PEOPLE, many) for each in race.together(claims[start : start + many])]
    right = [each for start in range(0, PEOPLE, many) for each in race.together(claims[start : start + many])]

    assert wrong + right == [None] * (2 * PEOPLE)


def test_a_right_code_gets_in_from_elsewhere_at_the_moment_when_a_rival_guesses(race: Race, crowd: Town):
    rival = partial(sign_in.sign_in, CONTEST, AN, WRONG, "198.51.100.7", OPENS)
    owner = partial(sign_in.sign_in, CONTEST, AN, crowd.codes[AN], OFFICE, OPENS)

    *rivals, owners = race.together([*[rival] * (AT_ONCE - 1), owner])

    assert owners["name"] == "Nguyễn Văn An"
    assert sorted((type(each) for each in rivals), key=str) == [NotSignedIn] * 5 + [TooMany] * (AT_ONCE - 6)
