"""The contestant's way from the rules to the receipt."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.contestant import Contestant
from tests.web.world import World

pytestmark = pytest.mark.browser


def test_a_contestant_comes_from_the_rules_to_the_receipt(phone: Contestant, world: World) -> None:
    phone.begin()

    phone.answer_all()
    phone.press("GỬI BÀI THI")

    shown = phone.receipt().replace(" ", "")
    assert shown == world.attempt()["receipt"]["receipt"][:12]
    assert world.attempt()["choices"] == "C" * 10
    assert world.attempt()["prediction"] == "57"
