"""The deployed stack, as one test after another finds it."""

from __future__ import annotations

import pytest

from tests.deployed import Town


@pytest.fixture
def town(city: Town) -> Town:
    """The stack, nobody signed in."""
    city.cookie = ""
    return city
