"""The clock may run many times at once: one run does the work, or all do the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends

from chalicelib.config import config
from chalicelib.domain.errors import Conflict
from chalicelib.domain.round import RoundRecord
from chalicelib.services.close import close
from chalicelib.services.start import start
from chalicelib.services.tick import tick
from chalicelib.storage import objects, rounds
from tests.factories import CLOSING_BEGINS, CONTEST, FIRST, LONG_BEFORE, OPENS, SECOND, nonce
from tests.races.race import Race, session
from tests.town import Town

pytestmark = [pytest.mark.races, pytest.mark.soak]

CLOSES_AT_ONCE = 16


@pytest.fixture
def played(race: Race) -> Race:
    """Everybody has started and nobody has handed in: the close has every attempt to finalise."""
    for number, _ in race.contestants("close"):
        start(session(number), FIRST, 1, nonce(number), OPENS + number)
    return race


def many(race: Race, act: Callable[[int], Any], now: int, at_once: int = CLOSES_AT_ONCE) -> list[Any]:
    """Run ``act`` many times at once; no two agree on the hour to the millisecond."""
    return race.together([partial(act, now + each) for each in range(at_once)])


def bytes_ever_written() -> dict[str, set[bytes]]:
    """Return for each object of the exports every content that it ever had: nothing is overwritten there."""
    keys = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[config().exports_bucket].keys
    return {name: {version.value for version in keys.getlist(name)} for name in list(keys)}


def changed_their_mind(written: dict[str, set[bytes]]) -> list[str]:
    return [name for name, contents in written.items() if len(contents) != 1]


def test_of_sixteen_closes_at_once_one_begins_and_every_file_is_written_with_one_content(played: Race):
    results = many(played, tick, CLOSING_BEGINS)

    record = rounds.get(CONTEST, FIRST)
    assert (record.state, record.closed_at - CLOSING_BEGINS in range(CLOSES_AT_ONCE)) == ("closed", True)
    assert [str(failed) for failed in results if isinstance(failed, Exception)] == []
    assert [each["act"] for result in results for each in result] == ["close"]
    assert changed_their_mind(bytes_ever_written()) == []


def test_sixteen_runs_that_finish_the_same_interrupted_close_write_the_same_bytes(played: Race):
    begun = rounds.change(rounds.get(CONTEST, FIRST), state="closing", closing_at=CLOSING_BEGINS)

    results = many(played, lambda now: close(begun, now), CLOSING_BEGINS + 60_000)

    written = bytes_ever_written()
    assert rounds.get(CONTEST, FIRST).state == "closed"
    assert {type(each) for each in results} <= {RoundRecord, Conflict}
    assert {each.manifest for each in results if isinstance(each, RoundRecord)} == {rounds.get(CONTEST, FIRST).manifest}
    assert changed_their_mind(written) == []
    assert f"{CONTEST}/{FIRST}/r01/manifest.json" in written


def test_without_the_condition_many_closes_would_write_many_contents(played: Race, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rounds, "version_of", lambda record: 0)
    put = rounds.RoundItem.save
    monkeypatch.setattr(rounds.RoundItem, "save", lambda self, condition=None: put(self))
    record = rounds.get(CONTEST, FIRST)

    many(played, lambda now: close(record, now), CLOSING_BEGINS, at_once=2)

    assert changed_their_mind(bytes_ever_written()) != []


def make_ready_many_times(town: Town, race: Race) -> list[str]:
    """Have the second round made ready many times at once; return what contradicts itself afterwards."""
    town.at(LONG_BEFORE)
    rounds.change(rounds.get(CONTEST, SECOND), ready_requested_by="thu-ky")
    many(race, tick, LONG_BEFORE)
    record, written = rounds.get(CONTEST, SECOND), bytes_ever_written()
    told = written[f"acts/{CONTEST}/{SECOND}-commitment.json"]
    promised = record.state == "ready" and all(record.commitment.encode() in each for each in told)
    return changed_their_mind(written) + ([] if promised else [f"{record.state}: {record.commitment} is not in {told}"])


def test_sixteen_runs_that_make_a_round_ready_commit_to_one_thing(crowd: Town, race: Race):
    assert make_ready_many_times(crowd, race) == []


def test_without_the_condition_they_would_commit_to_many(crowd: Town, race: Race, monkeypatch: pytest.MonkeyPatch):
    def put_again(bucket: str, key: str, body: bytes, **extra: object) -> bytes:
        objects.put(bucket, key, body)
        return body

    monkeypatch.setattr(objects, "put_once", put_again)

    assert make_ready_many_times(crowd, race) != []
