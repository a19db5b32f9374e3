"""What an opening asks of AWS: the limits that have to be raised before a crowd comes.

The factors are those of the opening that `make bench` simulates; docs/performance.md shows what happens with less.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# Of those who come within a minute, most come in its first seconds: the busiest second takes this much of an even share.
RUSH = 2.0
# A hash lays the shards on a table's partitions, never evenly: the busiest gets up to this much of an even share. A table's
# warm throughput has to leave room for it, for a partition takes a thousand writes a second and no more.
UNEVEN = 2.4
# A contestant at the door asks the API twice (who am I, start) and CloudFront for the page and its parts besides.
REQUESTS = 2
DELIVERED = 12
# A request takes this long with the database's time and a cold start among them; the places for it are what Lambda limits.
SECONDS_A_REQUEST = 0.15


@dataclass(frozen=True)
class Needs:
    """What the busiest second asks for: API requests, requests to CloudFront, write units, and Lambda's places at once.

    ``writes`` are those that the table has to be warm for, so that its busiest partition isn't the first that refuses.
    """

    requests: int
    delivered: int
    writes: int
    concurrency: int


def needed(contestants: int, within_s: int) -> Needs:
    """Return what ``contestants`` ask for who all come within ``within_s`` seconds."""
    people = contestants / within_s * RUSH
    requests = people * REQUESTS
    asked = (requests, people * DELIVERED, people * UNEVEN, requests * SECONDS_A_REQUEST)
    return Needs(*(math.ceil(round(each, 6)) for each in asked))
