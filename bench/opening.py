"""The opening: 500,000 people press BẮT ĐẦU THI within a minute. Seeded, event by event, against AWS's published limits.

Most come at once: the rate begins at twice its mean and falls evenly to nothing. A request passes API Gateway (a token
bucket), Lambda (places, how fast they grow, ten requests a second for each) and one DynamoDB partition (1,000 write units a
second). Which shard lies on which partition is left to a hash, as it is there. Whoever is refused tries again as the page
does (`web/backoff.js`): an even draw from a growing limit, after the two seconds that a busy table asks for.
"""

from __future__ import annotations

import heapq
import json
import random
from collections import Counter
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import Any

CONTESTANTS, WITHIN_S, SEED = 500_000, 60, 7
PARTITION_WRITES, PARTITION_READS = 1_000, 3_000
READS_FOR_A_WRITE = 3
# What one place is kept busy for, in seconds: a warm start with the table's time, and what a cold one adds.
WARM_S, COLD_S = 0.020, 0.700
PLACE_REQUESTS = 10  # Lambda takes this many requests a second for each place that the account may have.
GROWTH, EVERY_S = 1_000, 10.0
# web/backoff.js and api.js: first limit, longest limit; storage/aws_errors.py: one more try within a second.
FIRST_MS, LONGEST_MS, RETRY_AFTER_MS = 1_000, 30_000, 2_000


@dataclass(frozen=True)
class Limits:
    """What an account and a table may do, and the shards of a round."""

    name: str
    requests: int = 10_000
    burst: int = 5_000
    places: int = 1_000
    provisioned: int = 0
    writes: int = 4_000
    shards: int = 16

    @property
    def partitions(self) -> int:
        """How many partitions a table with this warm throughput has at least."""
        return -(-self.writes // PARTITION_WRITES)


SCENARIOS = (
    Limits("as AWS gives it"),
    Limits("raised, 16 shards", 40_000, 20_000, 6_000, 2_000, 40_000, 16),
    Limits("raised, 64 shards", 40_000, 20_000, 6_000, 2_000, 40_000, 64),
    Limits("raised, 256 shards", 40_000, 20_000, 6_000, 2_000, 40_000, 256),
)


class Bucket:
    """A token bucket: ``rate`` a second, at most ``size`` at once."""

    def __init__(self, rate: float, size: float):
        self.rate, self.size, self.left, self.at = rate, size, size, 0.0

    def take(self, now: float) -> bool:
        """Take one token at ``now`` if there is one. A little out of turn, as after a cold start, is as good as in turn."""
        self.left = min(self.size, self.left + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass
class Lambda:
    """Places for requests: those that are idle, and how many there are at all."""

    limits: Limits
    idle: int = 0
    made: int = 0
    most: int = 0
    _ends: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.idle = self.made = self.limits.provisioned
        self._growth = Bucket(GROWTH / EVERY_S, GROWTH)
        self._rate = Bucket(PLACE_REQUESTS * self.limits.places, PLACE_REQUESTS * self.limits.places)

    def place(self, now: float) -> float | None:
        """Return how long a place needs before it begins with a request at ``now``; None where there is none."""
        while self._ends and self._ends[0] <= now:
            heapq.heappop(self._ends)
            self.idle += 1
        if not self._rate.take(now):
            return None
        if self.idle:
            self.idle -= 1
            return 0.0
        if self.made < self.limits.places and self._growth.take(now):
            self.made += 1
            return COLD_S
        return None

    def free(self, at: float) -> None:
        """Let the place of a request be idle again from ``at``."""
        heapq.heappush(self._ends, at)
        self.most = max(self.most, len(self._ends))


def simulate(limits: Limits, contestants: int = CONTESTANTS, within_s: int = WITHIN_S, seed: int = SEED) -> dict[str, Any]:
    """Let everybody start, and return how long they waited and who refused them how often."""
    rush = Rush(limits, contestants, within_s, random.Random(f"{seed}|{limits.shards}|{limits.partitions}"))
    rush.run()
    shares = Counter(rush.partition)
    busiest = max(shares.values()) / contestants
    return {
        **asdict(limits),
        "partitions": limits.partitions,
        "busiest_share": busiest,
        "busiest_peak": 2 * contestants / within_s * busiest,
        "refused": dict(rush.refused),
        "places_used": rush.places.most,
        "wait_s": {
            "median": quantiles(rush.waits, n=2)[0],
            "p99": quantiles(rush.waits, n=100)[98],
            "slowest": max(rush.waits),
        },
    }


class Rush:
    """Everybody's tries, one after the other as they come."""

    def __init__(self, limits: Limits, contestants: int, within_s: int, chance: random.Random):
        self.chance = chance
        self.pressed = sorted(within_s * (1 - (1 - chance.random()) ** 0.5) for _ in range(contestants))
        placed = [chance.randrange(limits.partitions) for _ in range(limits.shards)]
        self.partition = [placed[chance.randrange(limits.shards)] for _ in range(contestants)]
        self.door, self.places = Bucket(limits.requests, limits.burst), Lambda(limits)
        self.tables = [Bucket(PARTITION_WRITES, PARTITION_WRITES) for _ in range(limits.partitions)]
        self.refused: Counter[str] = Counter()
        self.waits: list[float] = []
        # (when, whose, failures so far, whether the function itself tries once more). Sorted, which is a heap already.
        self.events = [(at, who, 0, False) for who, at in enumerate(self.pressed)]

    def run(self) -> None:
        """Let every event happen, and what follows from it, until everybody has a paper."""
        while self.events:
            now, who, failures, again = heapq.heappop(self.events)
            begins = now if again else self._let_in(now, who, failures)
            if begins is not None:
                self._write(begins, who, failures, again)

    def _let_in(self, now: float, who: int, failures: int) -> float | None:
        """Return when a request begins that comes to the door at ``now``; None where it is turned away."""
        if not self.door.take(now):
            self._refuse("gateway", now, who, failures)
            return None
        needs = self.places.place(now)
        if needs is None:
            self._refuse("lambda", now, who, failures)
            return None
        return now + needs

    def _write(self, begins: float, who: int, failures: int, again: bool) -> None:
        if self.tables[self.partition[who]].take(begins):
            self.places.free(begins + WARM_S)
            self.waits.append(begins + WARM_S - self.pressed[who])
        elif again:
            self.places.free(begins + WARM_S)
            self._refuse("busy", begins, who, failures, RETRY_AFTER_MS)
        else:
            self.refused["throttles"] += 1
            heapq.heappush(self.events, (begins + self.chance.random(), who, failures, True))

    def _refuse(self, by: str, now: float, who: int, failures: int, after_ms: int = 0) -> None:
        self.refused[by] += 1
        again = now + _delay(failures, after_ms, self.chance) / 1000
        heapq.heappush(self.events, (again, who, failures + 1, False))


def _delay(failures: int, after: int, chance: random.Random) -> float:
    """Return milliseconds before the page's next try: `delay` of `web/backoff.js`."""
    limit = min(LONGEST_MS, FIRST_MS * 2 ** min(failures, 10))
    return after + chance.random() * (max(1000, limit / 2) if after else limit)


def placements(shards: int, partitions: int, times: int = 1_000) -> dict[str, float]:
    """Return what part of all writes the busiest partition gets: the median and the worst of many hashes."""
    chance = random.Random(f"{SEED}|{shards}|{partitions}|placements")
    worst = sorted(max(Counter(chance.randrange(partitions) for _ in range(shards)).values()) for _ in range(times))
    return {"median": worst[times // 2] / shards, "p99": worst[times * 99 // 100] / shards}


def measure() -> dict[str, Any]:
    """Run every scenario."""
    return {
        "contestants": CONTESTANTS,
        "within_s": WITHIN_S,
        "scenarios": [simulate(limits) for limits in SCENARIOS],
        "placements": {str(shards): placements(shards, SCENARIOS[-1].partitions) for shards in (16, 64, 256, 1024)},
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
