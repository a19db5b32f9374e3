"""Many first sign-ons of one account at once are one contestant; of many ways back with one cookie one goes on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.definition import Definition
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.errors import Conflict
from chalicelib.services import single_sign_on as service
from chalicelib.services.login import login_hash
from chalicelib.services.provider import Provider
from chalicelib.storage import contestants
from chalicelib.storage.contestants import Profile
from tests.factories import CONTEST, UNITS, as_yaml, make_definition
from tests.races.race import AT_ONCE, FEW, NOW, Race, without_conditions
from tests.sizes import size
from tests.sso.conftest import SSO
from tests.sso.server import AN_CLAIMS, CLIENT, ISSUER, SITE

pytestmark = [pytest.mark.races, pytest.mark.soak]

PEOPLE = size(test=10, soak=100)
PROVIDER = Provider(CONTEST, ISSUER, CLIENT, None, SITE, "", "", "", "", True, False)


@pytest.fixture(scope="module")
def rules() -> Definition:
    values = make_definition(ways_in={"roster": True, "registration": "none", "sso": SSO})
    return load_definition(as_yaml(values), "contest.yaml")


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "units_of", lambda contest: list(UNITS))


def sign_ons(race: Race, rules: Definition, sub: str) -> list[Any]:
    """Let one account sign on for the first time on as many devices: all have found nobody before one of them writes."""
    assert rules.ways_in.sso is not None
    told, begun = {**AN_CLAIMS, "sub": sub}, service._Begun(CONTEST, "0" * 32, "0" * 12, NOW)
    sign_on = partial(service._entered, rules, rules.ways_in.sso, PROVIDER, told, begun, NOW)
    return race.together([sign_on] * AT_ONCE, before="TransactWriteItems")


def wrong_with(sub: str, results: list[Any]) -> Iterator[str]:
    stored = contestants.by_login(CONTEST, login_hash(CONTEST, f"sso|{ISSUER}|{sub}"))
    told = {each.pseudonym if isinstance(each, Profile) else repr(each) for each in results}
    if stored is None or told != {stored.pseudonym}:
        yield f"{sub} was told to be {sorted(told)}, and {stored} is stored"


def test_all_first_sign_ons_of_one_account_are_one_contestant(open_round: Race, rules: Definition):
    people = [f"{open_round.seed}-{number}" for number in range(PEOPLE)]

    wrong = [each for sub in people for each in wrong_with(sub, sign_ons(open_round, rules, sub))]

    assert wrong == []


def test_without_the_condition_one_account_would_be_several_contestants(open_round: Race, rules: Definition):
    sub = f"{open_round.seed}-control"
    with without_conditions():
        results = sign_ons(open_round, rules, sub)

    assert list(wrong_with(sub, results)) != []


def spends(race: Race, number: int) -> list[Any]:
    begun = service._Begun(CONTEST, f"{race.seed:016x}{number:016x}", "0" * 12, NOW)
    return race.together([partial(service._spend, begun)] * AT_ONCE)


def test_of_all_ways_back_with_one_cookie_one_goes_on(open_round: Race):
    found = [spends(open_round, number) for number in range(FEW)]

    codes = [sorted(each.code if isinstance(each, Conflict) else repr(each) for each in results) for results in found]
    assert codes == [["None"] + ["sso-state"] * (AT_ONCE - 1)] * FEW


def test_without_the_condition_several_would_go_on(open_round: Race):
    with without_conditions():
        results = spends(open_round, FEW)

    assert results.count(None) > 1
