"""Whose sessions an organizer has ended of late: one small item a contest, beside its rounds.

The public function reads it with the rounds' pointers and learns nothing from it but pseudonyms and hours.
"""

from __future__ import annotations

from pynamodb.exceptions import PutError

from ..domain.errors import Conflict
from ..domain.times import Millis
from .aws_errors import condition_failed
from .models import RoundItem

# Like `_contest`: no round's id begins so.
REVOKED = "_revoked"
# By then no session is left that began before it: `services.sessions` ends each after twelve hours, or with its paper.
KEPT_MS = 3 * 24 * 60 * 60_000


def of_contest(contest: str) -> dict[str, Millis]:
    """Return until when, in UTC milliseconds, the sessions of a contestant must have begun to be over, by pseudonym."""
    found = RoundItem.found(contest, REVOKED)
    return {} if found is None else dict(found.record)


def add(contest: str, contestant: str, now: Millis) -> None:
    """End every session of ``contestant`` that began by ``now``. Written again, nothing changes.

    Raises Conflict where somebody else has written at the same moment: then it is to be asked for again.
    """
    found = RoundItem.found(contest, REVOKED)
    version = 0 if found is None else int(found.version)
    kept = {} if found is None else {who: at for who, at in found.record.items() if at > now - KEPT_MS}
    record = {**kept, contestant: max(now, kept.get(contestant, 0))}
    try:
        RoundItem(contest, REVOKED, version=version + 1, record=record).save(condition=RoundItem.still(version))
    except PutError as error:
        if not condition_failed(error):
            raise
        # Sent again after its answer got lost, it meets itself.
        if of_contest(contest) != record:
            raise Conflict("changed-meanwhile", round=REVOKED) from error
