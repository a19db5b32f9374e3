"""CPU of one warm start, save and hand-in through Chalice, against a floor: the least that such a request can be.

The floor is a Chalice app with one route: it parses the JSON body and does one bare botocore conditional `PutItem` of the
same item at the same endpoint (the engine, over plain HTTP). Signing, the HTTP client and Chalice itself are in both.
"""

from __future__ import annotations

import io
import itertools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unittest import mock

from . import gateway
from .measuring import ratio, spread, turns
from .world import World, entered, told

EACH, TURNS = 25, 61
ATTEMPT = "/contests/{contest}/rounds/{round_id}/attempts/{number}"
FLOOR = "/floor"
MOST = 1.5


def measure(path: Path) -> dict[str, Any]:
    """Measure in the world of ``path``, in a fresh process."""
    found: dict[str, Any] = told("bench.warm", path)
    return found


class Phones:
    """Contestants with a session each, and the events of what they ask, as many as are wanted."""

    def __init__(self, here: World, count: int):
        from chalicelib.routes.views import COOKIE
        from chalicelib.services.sessions import Session, token

        self.here = here
        self.parameters = {"contest": here.contest, "round_id": here.round, "number": "1"}
        self.names = [f"{number:026d}" for number in range(count)]
        since, lasts = here.now, here.now + 3 * 3_600_000
        sessions = [Session(here.contest, name, here.units[0], name[:16], since, lasts) for name in self.names]
        self.cookies = [f"{COOKIE}={token(session)}" for session in sessions]

    def starts(self) -> list[dict[str, Any]]:
        """Return the events of everybody's start."""
        return [self._put("", cookie, {"nonce": "a" * 32}) for cookie in self.cookies]

    def saves(self, version: int, choices: str) -> list[dict[str, Any]]:
        """Return the events of everybody's save, having seen ``version``."""
        body = {"nonce": f"{version:032x}", "version": version, "choices": choices, "prediction": ""}
        return [self._put("/answers", cookie, body) for cookie in self.cookies]

    def hand_ins(self, version: int, choices: str, prediction: str) -> list[dict[str, Any]]:
        """Return the events of everybody's hand-in, having seen ``version``."""
        body = {"nonce": "b" * 32, "version": version, "choices": choices, "prediction": prediction}
        return [self._put("/submission", cookie, body) for cookie in self.cookies]

    def _put(self, path: str, cookie: str, body: dict[str, Any]) -> dict[str, Any]:
        return gateway.put(ATTEMPT + path, self.parameters, body, cookie)


def calls(app: Any, events: list[dict[str, Any]]) -> list[Callable[[], None]]:
    """Return what Lambda does for each event. Raises RuntimeError where the answer is no."""

    def call(event: dict[str, Any]) -> Callable[[], None]:
        def act() -> None:
            answer = app(event, gateway.Context)
            if answer["statusCode"] != 200:
                raise RuntimeError(answer["body"])

        return act

    return [call(event) for event in events]


def floor(items: Iterator[dict[str, Any]], condition: str) -> Any:
    """Return the floor: it writes the next of ``items`` under ``condition``, and says that it has."""
    import boto3
    from chalice import Chalice

    from chalicelib.config import config

    app, client, table = Chalice("floor"), boto3.client("dynamodb"), config().attempts_table

    @app.route(FLOOR, methods=["PUT"])  # type: ignore[untyped-decorator]
    def write() -> dict[str, str]:
        asked = app.current_request.json_body
        client.put_item(TableName=table, Item=next(items), ConditionExpression=condition)
        return {"nonce": asked["nonce"]}

    return app


def stored(here: World, contestant: str) -> dict[str, Any]:
    """Return the item of a contestant's attempt as it stands."""
    import boto3

    from chalicelib.config import config
    from chalicelib.storage.attempts import shard_of

    shard = f"{here.contest}#{here.round}#{shard_of(contestant, config().shards):02d}"
    key = {"shard": {"S": shard}, "attempt": {"S": f"{contestant}#001"}}
    item: dict[str, Any] = boto3.client("dynamodb").get_item(TableName=config().attempts_table, Key=key)["Item"]
    return item


def main(path: Path) -> None:
    """Measure in this process, and print what came out as JSON."""
    here = entered(path)
    import app as deployed
    from chalicelib import clock

    hour = itertools.count(here.now)
    count = EACH * TURNS
    with mock.patch.object(clock, "now", hour.__next__), redirect_stdout(io.StringIO()):
        phones = Phones(here, count + 1)
        acts = _warmed_up(deployed.app, here, phones)
        found = {act: _against_the_floor(deployed.app, *each) for act, each in acts.items()}
        found["start"]["without_the_client"] = asdict(_without_the_client(deployed.app, here))
    print(json.dumps({"contest": here.contest, "round": here.round, "each": EACH, "turns": TURNS - 1, "acts": found}))


def _warmed_up(app: Any, here: World, phones: Phones) -> dict[str, tuple[list[dict[str, Any]], dict[str, Any], str]]:
    """Let the last phone do everything once. Returns for each act everybody's events, what it leaves, and its condition."""
    first, last = phones.starts()[-1], phones.names[-1]
    paper = json.loads(app(first, gateway.Context)["body"])["paper"]
    answered = "A" * len(paper["questions"])
    acts = {"start": (phones.starts()[:-1], stored(here, last), "attribute_not_exists(attempt)")}
    later = {"save": phones.saves(1, answered), "hand_in": phones.hand_ins(2, answered, "1250")}
    for act, events in later.items():
        app(events[-1], gateway.Context)
        acts[act] = (events[:-1], stored(here, last), "attribute_exists(attempt)")
    return acts


def _against_the_floor(app: Any, events: list[dict[str, Any]], left: dict[str, Any], condition: str) -> dict[str, Any]:
    items = ({**left, "attempt": {"S": f"floor-{number:020d}#001"}} for number in range(len(events)))
    body = json.loads(events[0]["body"])
    least = calls(floor(items, condition), [gateway.put(FLOOR, {}, body) for _ in events])
    taken = turns({"ours": calls(app, events), "floor": least}, EACH)
    return {
        "ours_us": asdict(spread(taken["ours"]).times(1e6)),
        "floor_us": asdict(spread(taken["floor"]).times(1e6)),
        "ratio": asdict(ratio(taken["ours"], taken["floor"])),
    }


def _without_the_client(app: Any, here: World) -> Any:
    """Return microseconds a start where botocore's client answers at once: what is ours and Chalice's alone."""
    from botocore.client import BaseClient

    count = EACH * TURNS
    with mock.patch.object(BaseClient, "_make_api_call", return_value={}):
        taken = turns({"start": calls(app, Phones(here, count).starts())}, EACH)
    return spread(taken["start"]).times(1e6)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
