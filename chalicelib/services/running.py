"""Which papers of a contestant may be running just now."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.times import Millis
from ..storage import rounds
from ..storage.attempts import Key
from .desk import attempts_allowed


def running(contest: str, contestant: str, now: Millis) -> Iterator[Key]:
    """Give the key of every attempt that ``contestant`` may have open at ``now``, whether or not there is one.

    There is one round at a time, or a few: this reads their records, and no attempt.
    """
    for record in rounds.of_contest(contest):
        if record.kind == "ranked" and record.state == "ready" and record.opens <= now < record.closes + record.grace_ms:
            for number in range(1, max(attempts_allowed(record), record.granted.most) + 1):
                yield Key(contest, record.round, contestant, number)
