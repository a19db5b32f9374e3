"""The clock may run twice at once: one run does the work, or both do the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends

from chalicelib.config import config
from chalicelib.domain.errors import Conflict
from chalicelib.services.close import close
from chalicelib.services.sessions import Session
from chalicelib.services.start import start
from chalicelib.services.tick import tick
from chalicelib.storage import rounds
from tests.factories import CLOSING_BEGINS, CONTEST, FIRST, LONG_BEFORE, OPENS, SECOND, nonce
from tests.races.conftest import CONTESTANTS, together
from tests.town import Town

pytestmark = [pytest.mark.races, pytest.mark.xdist_group("races")]


@pytest.fixture
def played(crowd: Town) -> Town:
    """Everybody has started and nobody has handed in: the close has every attempt to finalise."""
    for number in range(CONTESTANTS):
        who = Session(CONTEST, f"{number:026d}", "so-noi-vu", "0" * 16, OPENS + 3_600_000)
        start(who, FIRST, 1, nonce(number), OPENS + number)
    return crowd


def both(act: Callable[[int], Any], now: int) -> list[Any]:
    """Run ``act`` twice at once; the two don't agree on the hour to the millisecond."""
    return together([lambda each=each: act(now + each) for each in (0, 1)])


def bytes_ever_written() -> dict[str, set[bytes]]:
    """Return for each object of the exports every content that it ever had: nothing is overwritten there."""
    keys = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[config().exports_bucket].keys
    return {name: {version.value for version in keys.getlist(name)} for name in list(keys)}


def changed_their_mind(written: dict[str, set[bytes]]) -> list[str]:
    return [name for name, contents in written.items() if len(contents) != 1]


def test_of_two_closes_at_once_one_begins_and_every_file_is_written_with_one_content(played: Town):
    results = both(tick, CLOSING_BEGINS)

    record = rounds.get(CONTEST, FIRST)
    assert (record.state, record.closed_at in (CLOSING_BEGINS, CLOSING_BEGINS + 1)) == ("closed", True)
    assert [each["act"] for result in results for each in result] == ["close"]
    assert changed_their_mind(bytes_ever_written()) == []


def test_two_runs_that_finish_the_same_interrupted_close_write_the_same_bytes(played: Town):
    begun = rounds.change(rounds.get(CONTEST, FIRST), state="closing", closing_at=CLOSING_BEGINS)

    results = both(lambda now: close(begun, now), CLOSING_BEGINS + 60_000)

    written = bytes_ever_written()
    assert rounds.get(CONTEST, FIRST).state == "closed"
    assert {type(each) for each in results} <= {type(begun), Conflict}
    assert changed_their_mind(written) == []
    assert f"{CONTEST}/{FIRST}/r01/manifest.json" in written


def test_without_the_condition_two_closes_would_write_two_contents(played: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rounds, "version_of", lambda record: 0)
    put = rounds.RoundItem.save
    monkeypatch.setattr(rounds.RoundItem, "save", lambda self, condition=None: put(self))
    record = rounds.get(CONTEST, FIRST)

    both(lambda now: close(record, now), CLOSING_BEGINS)

    assert changed_their_mind(bytes_ever_written()) != []


def test_two_runs_that_make_a_round_ready_commit_to_one_thing(crowd: Town):
    crowd.at(LONG_BEFORE)
    rounds.change(rounds.get(CONTEST, SECOND), ready_requested_by="thu-ky")

    both(tick, LONG_BEFORE)

    record = rounds.get(CONTEST, SECOND)
    told = bytes_ever_written()[f"acts/{CONTEST}/{SECOND}-commitment.json"]
    assert record.state == "ready"
    assert [record.commitment.encode() in each for each in told] == [True]
