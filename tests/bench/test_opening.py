"""The simulated opening: what it counts, and that what it says follows from the limits alone."""

from __future__ import annotations

import dataclasses
import random

import pytest

from bench.opening import Bucket, Lambda, Limits, placements, simulate
from bench.opening import _delay as delay

PLENTY = Limits("plenty", 1_000_000, 1_000_000, 100_000, 10_000, 1_000_000, 64)


def test_with_plenty_of_everything_nobody_is_refused():
    found = simulate(PLENTY, contestants=2_000, within_s=10)

    assert (found["refused"], found["wait_s"]["slowest"] < 0.1) == ({}, True)


def test_the_same_seed_gives_the_same_opening():
    assert simulate(PLENTY, 500, 5) == simulate(PLENTY, 500, 5)


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({"requests": 10, "burst": 10}, "gateway"),
        ({"places": 1, "provisioned": 1}, "lambda"),
        ({"writes": 1_000}, "throttles"),
    ],
)
def test_who_has_too_little_is_who_refuses_and_everybody_gets_a_paper(changes: dict[str, int], by: str):
    limits = dataclasses.replace(PLENTY, **changes)

    found = simulate(limits, contestants=3_000, within_s=1)

    assert max(found["refused"], key=found["refused"].__getitem__) == by
    assert found["wait_s"]["slowest"] > found["wait_s"]["median"]


def test_a_bucket_gives_its_rate_and_no_more():
    bucket = Bucket(rate=10, size=2)

    assert [bucket.take(at) for at in (0.0, 0.0, 0.0, 0.1, 0.1, 10.0, 10.0, 10.0)] == [
        True, True, False, True, False, True, True, False,
    ]  # fmt: skip


def test_a_place_is_cold_once_and_idle_again_after_its_request():
    places = Lambda(Limits("one", places=1))

    first = places.place(0.0)
    refused = places.place(0.1)
    places.free(0.2)

    assert (first, refused, places.place(0.3)) == (0.7, None, 0.0)


def test_the_page_waits_as_its_own_module_says():
    """Full jitter up to 1, 2, 4 … 30 s; after what a busy server asks for, up to half of that and at least a second."""
    most = {(failures, after): delay(failures, after, _Always(1.0)) for failures in (0, 3, 9) for after in (0, 2_000)}

    assert most == {
        (0, 0): 1_000, (3, 0): 8_000, (9, 0): 30_000,
        (0, 2_000): 3_000, (3, 2_000): 6_000, (9, 2_000): 17_000,
    }  # fmt: skip


class _Always(random.Random):
    def __init__(self, number: float):
        super().__init__()
        self.number = number

    def random(self) -> float:
        return self.number


def test_more_shards_lie_more_evenly():
    found = [placements(shards, 40, times=200)["median"] for shards in (16, 64, 256)]

    assert found == sorted(found, reverse=True)
