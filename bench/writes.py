"""DynamoDB requests of a warm start, save and hand-in, counted at botocore; and how large the item is that they leave.

For each of the definitions that ship with the project, with every answer given and the longest prediction.
"""

from __future__ import annotations

import io
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

from . import gateway
from .warm import Phones, stored
from .world import entered, told, world

MOST_BYTES = 1024
READS = frozenset(["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"])


def measure(contests: list[str] | None = None) -> list[dict[str, Any]]:
    """Count for each of ``contests``, or for all that ship, each in a world and a process of its own."""
    from simulator.contest import known_contests

    found = []
    for contest in contests or known_contests():
        with tempfile.TemporaryDirectory() as folder, world(contest, Path(folder)) as path:
            found.append(told("bench.writes", path))
    return found


def size_of(item: Mapping[str, Mapping[str, str]]) -> int:
    """Return an item's size by DynamoDB's rule: names and texts in UTF-8; a number takes a byte for two digits, and one."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, str]) -> int:
    return len(value["S"].encode()) if "S" in value else (len(value["N"].strip("-0.")) + 1) // 2 + 1


@contextmanager
def counted() -> Iterator[list[tuple[str, float]]]:
    """Give a list into which every call is written as it is made: its operation, and the units that the engine counts."""
    from botocore.client import BaseClient

    make, calls = BaseClient._make_api_call, []

    def passed(self: Any, operation: str, sent: dict[str, Any]) -> Any:
        answer = make(self, operation, sent)
        calls.append((operation, answer.get("ConsumedCapacity", {}).get("CapacityUnits", 0.0)))
        return answer

    with mock.patch.object(BaseClient, "_make_api_call", passed):
        yield calls


def main(path: Path) -> None:
    """Count in this process, and print what came out as JSON."""
    here = entered(path)
    import app as deployed
    from chalicelib import clock
    from chalicelib.domain.item_size import largest_attempt

    hour = itertools.count(here.now)
    with mock.patch.object(clock, "now", hour.__next__), redirect_stdout(io.StringIO()) as lines:
        phones = Phones(here, 2)
        shown = json.loads(deployed.app(phones.starts()[1], gateway.Context)["body"])  # It warms the function up.
        questions, asks = len(shown["paper"]["questions"]), shown["paper"]["prediction"] is not None
        answers = "A" * questions
        events = {
            "start": phones.starts()[0],
            "save": phones.saves(1, answers)[0],
            "hand_in": phones.hand_ins(2, answers, "9999999" if asks else "")[0],
        }
        found = {act: _counted(deployed.app, event) for act, event in events.items()}
    item = stored(here, phones.names[0])
    told_bytes = len(lines.getvalue().encode()) // 4
    longest = sorted(here.right, key=len)[-questions:]
    sizes = {"item_bytes": size_of(item), "largest_bytes": largest_attempt(here.contest, here.round, longest)}
    print(json.dumps({"contest": here.contest, "questions": questions, **sizes, "line_bytes": told_bytes, "acts": found}))


def _counted(app: Any, event: dict[str, Any]) -> dict[str, Any]:
    with counted() as calls:
        answer = app(event, gateway.Context)
    if answer["statusCode"] != 200:
        raise RuntimeError(answer["body"])
    reads = sum(operation in READS for operation, _ in calls)
    return {"writes": len(calls) - reads, "reads": reads, "units": sum(units for _, units in calls)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
