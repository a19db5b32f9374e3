"""A round isn't made ready while the people of its contest couldn't register as its definition wants them to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import NotYet
from chalicelib.services import passwords, post
from tests.factories import FIRST, LONG_BEFORE, PRACTICE
from tests.registering import BY_MAIL, definition_of
from tests.town import Town

BY_PHONE = {"fields": ["citizen_id", "phone"], "confirm": "sms"}


def settled(village: Town, **asked: Any) -> Town:
    return village.settle(definition_of(**asked), ready=()).at(LONG_BEFORE)


def refusal(town: Town, round_id: str = FIRST) -> str:
    """Return why a round isn't made ready, or nothing."""
    try:
        town.organize("ready", round=round_id, by="thu-ky")
    except NotYet as told:
        return told.code
    return ""


def test_without_the_password_that_is_asked_for_nothing_is_made_ready(village: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(passwords, "COST", passwords.Cost(4, 8, 1))
    town = settled(village, password=True)

    before = refusal(town)
    town.organize("password-set", password="Cải cách 2023")

    assert [before, refusal(town)] == ["no-password-yet", ""]


def test_where_nothing_sends_text_messages_nobody_can_be_asked_for_one(village: Town):
    assert refusal(settled(village, **BY_PHONE)) == "no-sender-of-sms"


@pytest.mark.parametrize(
    ("stage", "sender", "code"),
    [
        ("production", "", "no-sender-of-email"),
        ("production", "hoithi@example.gov.vn", ""),
        ("test", "", ""),
        ("local", "", ""),
    ],
)
def test_production_needs_a_sender(village: Town, monkeypatch: pytest.MonkeyPatch, stage: str, sender: str, code: str):
    town = settled(village, **BY_MAIL)
    monkeypatch.setattr(post, "config", lambda: replace(config(), stage=stage, mail_from=sender))

    assert refusal(town) == code


def test_practice_is_for_anybody(village: Town):
    assert refusal(settled(village, **BY_PHONE), PRACTICE) == ""
