"""How things are measured: CPU time and not the wall's, both sides turn by turn, the median of rounds with their spread.

The machines on which this runs are shared and noisy. CPU time leaves out what other processes take; turns let what is left
of the noise (frequency, caches) fall on both sides alike; a ratio is made within each turn, and the median of those is told.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True)
class Spread:
    """The median of some rounds, and their lower and upper quartile."""

    median: float
    low: float
    high: float

    def times(self, factor: float) -> Spread:
        """Return the same in another unit."""
        return Spread(self.median * factor, self.low * factor, self.high * factor)


def spread(values: Sequence[float]) -> Spread:
    """Return the median and the quartiles of at least two ``values``."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, low, high)


def turns(acts: Mapping[str, Sequence[Act]], each: int) -> dict[str, list[float]]:
    """Do ``each`` acts of every kind in turn until they are used up. Returns CPU seconds an act, one number a turn.

    The first turn is left out: it makes the connections. Every second turn goes through the kinds backwards, so that none
    is always the one that follows a certain other.
    """
    taken: dict[str, list[float]] = {kind: [] for kind in acts}
    rounds = min(len(some) for some in acts.values()) // each
    for turn in range(rounds):
        gc.collect()
        for kind in acts if turn % 2 else reversed(acts):
            seconds = _seconds(acts[kind][turn * each : (turn + 1) * each])
            if turn:
                taken[kind].append(seconds / each)
    return taken


def _seconds(acts: Sequence[Act]) -> float:
    before = time.process_time()
    for act in acts:
        act()
    return time.process_time() - before


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return how many times ``theirs`` ours is, made within each turn."""
    return spread([mine / yours for mine, yours in zip(ours, theirs, strict=True)])
