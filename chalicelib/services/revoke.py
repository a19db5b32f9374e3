"""An organizer ends every session of a person: what runs stops at once, and nothing new begins."""

from __future__ import annotations

from ..domain.errors import Conflict
from ..domain.times import Millis
from ..storage import attempts, revoked
from .running import running

MOST_TRIES = 5


def revoke(contest: str, contestant: str, now: Millis) -> None:
    """End every session of ``contestant`` that began by ``now``. Done again, nothing changes. Raises Conflict.

    First it is written down that they have ended, so that no paper begins which the second step could miss; then papers
    that run are taken off. Whoever may still take part signs in again and goes on with what was saved.
    """
    _write_down(contest, contestant, now)
    for key in running(contest, contestant, now):
        attempts.bar(key, now)


def _write_down(contest: str, contestant: str, now: Millis) -> None:
    """Several people may be revoked at the same moment, and one item holds them all."""
    for _ in range(MOST_TRIES - 1):
        try:
            return revoked.add(contest, contestant, now)
        except Conflict:
            pass
    revoked.add(contest, contestant, now)
