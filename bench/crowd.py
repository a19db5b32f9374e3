"""A crowd's attempts, put into the engine by the hundred thousand: what a close finds there.

Run as a module with a world's file and a number, it writes that many attempts, and the roster they stand on.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
from base64 import b32encode
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .world import SEED, World, entered

if TYPE_CHECKING:
    from chalicelib.services.desk import Desk

AT_ONCE = 25  # What one BatchWriteItem takes.
SHARE_PERFECT, KNOWS = 0.2, 0.8


class Crowd:
    """Contestants who have all handed in; the first ``open`` of them have only saved, and went away."""

    def __init__(self, here: World, at: Desk, count: int, open: int = 0):
        self.here, self.at, self.open = here, at, open
        self.chance = random.Random(SEED)
        self.names = [b32encode(self.chance.randbytes(16)).decode().rstrip("=").lower() for _ in range(count)]

    def items(self) -> Iterable[dict[str, Any]]:
        """Return everybody's attempt as DynamoDB holds it: the paper is the one that they would have drawn."""
        return (self._item(name, number < self.open) for number, name in enumerate(self.names))

    def _item(self, contestant: str, is_open: bool) -> dict[str, Any]:
        from chalicelib.config import config
        from chalicelib.storage.attempts import shard_of

        record, chance = self.at.record, self.chance
        started = chance.randrange(record.opens, record.closes - 3_600_000)
        limit = self.at.rules.limit_s * 1000
        submitted = started + int(limit * (0.1 + 0.88 * chance.random()))
        questions = self.at.drawn(contestant, 1)
        texts = {
            "shard": f"{record.contest}#{record.round}#{shard_of(contestant, config().shards):02d}",
            "attempt": f"{contestant}#001",
            "unit": chance.choice(self.here.units),
            "questions": " ".join(questions),
            "start_nonce": chance.randbytes(16).hex(),
            "choices": self._choices(questions),
            "prediction": str(chance.randrange(500, 40_000)) if self.at.rules.asks else "",
            "nonce": chance.randbytes(16).hex(),
            "session": chance.randbytes(8).hex(),
        }
        numbers = {"started_at": started, "deadline_at": started + limit, "version": 4, "saved_at": submitted - 4_000}
        if not is_open:
            texts["status"], numbers["submitted_at"] = "submitted", submitted
        item = {name: {"S": text} for name, text in texts.items()}
        return item | {name: {"N": str(number)} for name, number in numbers.items()}

    def _choices(self, questions: Iterable[str]) -> str:
        knows = 1.0 if self.chance.random() < SHARE_PERFECT else KNOWS
        right = self.here.right
        return "".join(right[each] if self.chance.random() < knows else self.chance.choice("ABCD") for each in questions)

    def roster(self) -> bytes:
        """Return the roster on which they stand, nobody excluded."""
        units = [{"id": unit, "name": unit, "klass": "", "headcount": 0} for unit in self.here.units]
        people = {name: {"unit": self.here.units[0], "leader": False, "excluded": ""} for name in self.names}
        return json.dumps({"units": units, "people": people}).encode()


def write(endpoint: str, items: Iterable[dict[str, Any]]) -> None:
    """Put ``items`` into the attempts table: plain HTTP, as signing and parsing would take longer than the engine does."""
    from chalicelib.config import config

    line = http.client.HTTPConnection(endpoint.removeprefix("http://"))
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        requests = [{"PutRequest": {"Item": item}} for item in some]
        line.request("POST", "/", json.dumps({"RequestItems": {config().attempts_table: requests}}), _HEADERS)
        answer = line.getresponse()
        told = json.loads(answer.read())
        if answer.status != 200 or told.get("UnprocessedItems"):
            raise RuntimeError(f"the engine did not take a batch: {told}")
    line.close()


# The engine wants to see a signature and doesn't check it.
_HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": "DynamoDB_20120810.BatchWriteItem",
    "X-Amz-Date": "20200101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=measured/20200101/ap-southeast-1/dynamodb/aws4_request, "
    "SignedHeaders=host, Signature=0",
}


def main(path: Path, count: int, open: int) -> None:
    """Write a crowd into the world of ``path``."""
    here = entered(path)
    from chalicelib.config import config
    from chalicelib.services.desk import desk
    from chalicelib.storage import objects

    at = desk(here.contest, here.round, here.now)
    if at is None:
        raise LookupError(f"{here.contest}/{here.round} is not ready")
    crowd = Crowd(here, at, count, open)
    write(here.tables, islice(crowd.items(), open or None))
    if not open:
        objects.put(config().private_bucket, f"rosters/{here.contest}/roster.json", crowd.roster())
    print(json.dumps({"written": open or count}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
