"""The tests of faults go a short way to moto; it is as good as the long one."""

from __future__ import annotations

import pytest

from tests.faults import house as houses
from tests.faults.duties import PREPARED, duty
from tests.faults.house import told
from tests.faults.state import stored
from tests.faults.test_requests import PATHS, Path, walked
from tests.pictures import restore
from tests.town import Town


@pytest.fixture
def the_long_way(monkeypatch: pytest.MonkeyPatch):
    """Give how to leave the short way from now on."""
    return lambda: monkeypatch.setattr(houses, "short", lambda call, make: make)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_request_is_answered_and_leaves_the_same_by_the_short_way_and_the_long(path: Path, open_town: Town, the_long_way):
    by_the_short = walked(path, open_town)
    the_long_way()
    restore(by_the_short.begun)

    by_the_long = walked(path, open_town, prepared=by_the_short)

    assert told(by_the_short.answer) == told(by_the_long.answer)
    assert by_the_short.sites == by_the_long.sites
    assert by_the_short.after == by_the_long.after


@pytest.mark.parametrize("name", PREPARED)
def test_the_clock_leaves_the_same_by_the_short_way_and_the_long(name: str, small_town: Town, the_long_way):
    by_the_short = duty(name, small_town)
    the_long_way()

    by_the_short.begin()
    with houses.house() as here:
        _, error = here.wake_the_clock()

    assert (error, here.sites) == (False, by_the_short.sites)
    assert stored() == by_the_short.after
