"""A phone in front of the deployed stack."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.chromium import listen
from tests.deployed import Town
from tests.web.contestant import Contestant


@pytest.fixture
def town(city: Town) -> Town:
    """The stack, nobody signed in."""
    city.cookie = ""
    return city


@pytest.fixture
def new_phone(town: Town, new_context: Callable[..., BrowserContext], complaints: list[str]) -> Callable[..., Contestant]:
    """Makes a contestant of the deployed contest with a phone of their own."""

    def new(**settings: object) -> Contestant:
        page = new_context(**settings).new_page()
        page.set_default_timeout(30_000)  # The first request starts a function, on a machine with two cores.
        listen(page, complaints)
        contestant = Contestant(page, None, town.site)  # type: ignore[arg-type]
        contestant.home = f"{town.site}/{town.demo.contest}/index.html"
        return contestant

    return new
