"""What an opening asks of AWS, by the factors of the simulated one."""

from __future__ import annotations

from organizer.limits import Needs, needed


def test_half_a_million_within_a_minute_need_more_than_aws_gives():
    assert needed(500_000, 60) == Needs(requests=33_334, delivered=200_000, writes=40_000, concurrency=5_000)


def test_a_provinces_opening_needs_nothing_raised():
    found = needed(30_000, 60)

    assert (found.requests <= 10_000, found.concurrency <= 1_000, found.writes <= 4_000) == (True, True, True)
