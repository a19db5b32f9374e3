"""Races: requests that are composed apart and sent at the same moment, and what a table does without its conditions.

What a race's people do is drawn from its seed, which stands in the test's name: the same seed draws the same again. Which
thread the machine lets go first is the machine's own matter.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Barrier
from typing import Any
from unittest import mock

from pynamodb.connection.base import Connection

from chalicelib.domain.attempt import Attempt
from chalicelib.services.desk import Desk, desk
from chalicelib.services.sessions import Session
from chalicelib.storage import attempts
from chalicelib.storage.attempts import Key
from tests.factories import CONTEST, FIRST, OPENS
from tests.sizes import size

SEEDS = range(size(test=1, soak=20))
CONTESTANTS = size(test=100, soak=1_000)
# Every kind of race but the hand-ins is run with this many in each seed: all with all would take `make soak` past its time.
SOME = 100
AT_ONCE = size(test=8, soak=64)
FEW = 5
PATIENCE_S = 60
NOW = OPENS + 1000
LETTERS = str.maketrans("0123456789", "abcdefghij")

Act = Callable[[], Any]


class Race:
    """Lets people act at once. ``seed`` draws what they do."""

    def __init__(self, seed: int):
        self.seed = seed
        self._gate = threading.local()
        self._runners: dict[int, ThreadPoolExecutor] = {}
        self._numbers = itertools.count()

    def contestants(self, kind: str, many: int = CONTESTANTS) -> Iterator[tuple[int, Random]]:
        """Give ``many`` contestants who have done nothing yet, each with what draws their acts in this ``kind`` of race."""
        for place in range(many):
            yield next(self._numbers), Random(f"{self.seed} {kind} {place}")

    def together(self, acts: Sequence[Act], before: str = "") -> list[Any]:
        """Do every act at the same moment, each on a thread of its own. Returns what each gave or raised, in their order.

        Each act may compose its first request to the tables, and is then held at a gate until all others have come to it.
        ``before`` names the operation that they are held before, where what comes first would let them drift apart.
        """
        barrier = Barrier(len(acts))
        runners = self._runners.setdefault(len(acts), ThreadPoolExecutor(len(acts)))
        return [each.result() for each in [runners.submit(self._run, act, barrier, before) for act in acts]]

    def _run(self, act: Act, barrier: Barrier, before: str) -> Any:
        self._gate.barrier, self._gate.before = barrier, before
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - a refusal is a result here.
            return error
        finally:
            self._pass()  # Who is refused without asking the tables must not keep the others waiting.

    def _pass(self) -> None:
        barrier, self._gate.barrier = getattr(self._gate, "barrier", None), None
        if barrier is not None:
            barrier.wait(PATIENCE_S)

    @contextmanager
    def at_the_gate(self) -> Iterator[None]:
        """Put the gate before the tables; in the end send everybody home."""
        send = Connection._make_api_call

        def held(connection: Connection, operation: str, *asked: Any) -> Any:
            if getattr(self._gate, "before", "") in ("", operation):
                self._pass()
            return send(connection, operation, *asked)

        with mock.patch.object(Connection, "_make_api_call", held):
            yield
        for runners in self._runners.values():
            runners.shutdown()


@contextmanager
def without_conditions() -> Iterator[None]:
    """Have the tables write whatever they are sent: the control that shows what each race's condition is good for."""
    send = Connection._make_api_call

    def lenient(connection: Connection, operation: str, sent: dict[str, Any]) -> Any:
        return send(connection, operation, _unconditional(sent))

    with mock.patch.object(Connection, "_make_api_call", lenient):
        yield


def _unconditional(sent: dict[str, Any]) -> dict[str, Any]:
    """Return a request without its condition, and without the names and values that only the condition used.

    A transaction is a request with others in it, one of each kind at most in each place.
    """
    if items := sent.get("TransactItems"):
        return {**sent, "TransactItems": [{kind: _unconditional(each) for kind, each in item.items()} for item in items]}
    kept = {name: value for name, value in sent.items() if name != "ConditionExpression"}
    used = set(re.findall(r"[#:]\w+", " ".join(value for name, value in kept.items() if name.endswith("Expression"))))
    for placeholders in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        needed = {name: value for name, value in kept.pop(placeholders, {}).items() if name in used}
        kept |= {placeholders: needed} if needed else {}
    return kept


def contestant(number: int) -> str:
    """Return the pseudonym of the ``number``-th contestant, in their order, and of a pseudonym's letters."""
    return f"{number:025d}".translate(LETTERS) + "a"


def session(number: int, device: int = 0) -> Session:
    """Return a session of the ``number``-th contestant on one of their devices."""
    return Session(CONTEST, contestant(number), "so-noi-vu", f"{device:016x}", since=NOW, expires=NOW + 3_600_000)


def at_the_desk() -> Desk:
    """Return the first round's desk while it is open."""
    found = desk(CONTEST, FIRST, NOW)
    assert found is not None
    return found


def stored(number: int) -> Attempt:
    """Return the one attempt of the ``number``-th contestant."""
    found = attempts.get(Key(CONTEST, FIRST, contestant(number), 1))
    assert found is not None
    return found


def answered(chance: Random) -> str:
    """Return the choices of somebody who has looked at three questions."""
    return "".join(chance.choices("ABCD_", k=3))
