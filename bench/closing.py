"""The close of 100,000 attempts, from the engine to a finished export, against a bare botocore query of the same items.

Both read the shards side by side, sixteen at once, consistently. Ours then marks, ranks, awards, hashes, writes the export
and prepares the publication (everybody's own results among it), into a bucket that is a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .measuring import ratio, spread
from .world import entered, told

ATTEMPTS, LEFT_OPEN, ROUNDS = 100_000, 5_000, 3
MOST, MOST_MB = 2.5, 512


def measure(path: Path, attempts: int = ATTEMPTS, left_open: int = LEFT_OPEN) -> dict[str, Any]:
    """Fill the world in ``path`` and close its round again and again, in turn with the query, each in its own process."""
    told("bench.crowd", path, str(attempts), "0")
    runs: dict[str, list[dict[str, Any]]] = {"close": [], "query": []}
    for _ in range(ROUNDS):
        for kind, found in runs.items():
            found.append(told("bench.closing", path, kind))
    told("bench.crowd", path, str(attempts), str(left_open))
    return {"attempts": attempts, "left_open": left_open, **runs, "with_open": told("bench.closing", path, "close")}


def ratios(found: dict[str, Any]) -> dict[str, Any]:
    """Return what the runs come to: CPU and wall of both, and how many times the query's the close's are."""
    return {
        what: {
            **{kind: spread([run[what] for run in found[kind]]) for kind in ("close", "query")},
            "ratio": ratio([run[what] for run in found["close"]], [run[what] for run in found["query"]]),
        }
        for what in ("cpu_s", "wall_s")
    }


def close(path: Path) -> dict[str, Any]:
    """Close the round in this process."""
    here = entered(path)
    os.environ["HOITHI_PATIENT"] = "1"  # As the template tells the clock's function.
    from chalicelib.services.close import close
    from chalicelib.storage import rounds

    record = rounds.get(here.contest, here.round)
    if record is None:
        raise LookupError(here.round)
    if record.state != "ready":
        record = rounds.change(record, state="ready", closing_at=None, closed_at=None, manifest="", revision=0)
    found, closed = _taken(lambda: close(record, record.closing_begins))
    return {**found, "manifest": closed.manifest}


def query(path: Path) -> dict[str, Any]:
    """Read every item of the round by bare botocore, and do nothing with it."""
    here = entered(path)
    import boto3
    from botocore.config import Config

    from chalicelib.config import config

    client = boto3.client("dynamodb", config=Config(max_pool_connections=config().shards))

    def shard(number: int) -> int:
        pages = client.get_paginator("query").paginate(
            TableName=config().attempts_table,
            KeyConditionExpression="#shard = :shard",
            ExpressionAttributeNames={"#shard": "shard"},
            ExpressionAttributeValues={":shard": {"S": f"{here.contest}#{here.round}#{number:02d}"}},
            ConsistentRead=True,
        )
        return sum(len(page["Items"]) for page in pages)

    def everything() -> int:
        with ThreadPoolExecutor(config().shards) as pool:
            return sum(pool.map(shard, range(config().shards)))

    found, items = _taken(everything)
    return {**found, "items": items}


def _taken(act: Callable[[], Any]) -> tuple[dict[str, Any], Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    taken = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    return {**taken, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}, result


if __name__ == "__main__":
    print(json.dumps({"close": close, "query": query}[sys.argv[2]](Path(sys.argv[1]))))
