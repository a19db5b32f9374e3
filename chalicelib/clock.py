"""The one place that asks what time it is. Everything below the routes is told."""

from __future__ import annotations

import time

from .domain.times import Millis


def now() -> Millis:
    """Return the server's time in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def stopwatch() -> float:
    """Return a reading in milliseconds: two of them are a duration, one of them is no time of day."""
    return time.perf_counter() * 1000
