"""Who began on the same device: written down at the close, for the organizers alone, and forgotten with the people.

The file lies under ``devices/`` in the private bucket, apart from the export. It holds pseudonyms and marks alone, of those
devices alone that several contestants have used.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from ..config import config
from ..domain import shared_devices
from ..domain.attempt import Attempt
from ..domain.errors import Conflict
from ..domain.round import RoundRecord
from ..domain.shared_devices import Sharing, Start
from ..domain.times import Millis
from ..storage import attempts, objects, rounds
from ..storage.attempts import Key
from .mine import attempts_of

_TRIES = 10


def kept(record: RoundRecord, passing: Iterable[Attempt]) -> Iterator[Attempt]:
    """Yield the attempts of a round as they come; once the last has passed, who shared a device is written down.

    Streamed like the attempts themselves: repeated, it writes the same bytes.
    """
    with tempfile.TemporaryFile() as everything, tempfile.TemporaryFile() as shared:
        sharing = Sharing(cast(BinaryIO, everything))
        for attempt in passing:
            sharing.see(attempt)
            yield attempt
        sharing.write_shared(cast(BinaryIO, shared))
        shared.seek(0)
        objects.put(config().private_bucket, _key(record.contest, record.round), shared)


def starts(record: RoundRecord) -> list[Start]:
    """Return the starts on shared devices of a closed round; none where it was closed before devices were told."""
    data = objects.get(config().private_bucket, _key(record.contest, record.round))
    return [] if data is None else shared_devices.starts(io.BytesIO(data))


def forget_person(contest: str, contestant: str, now: Millis) -> None:
    """Take what says on which devices ``contestant`` began off their attempts and out of every round's file.

    The attempts come first: a closing that reads them afterwards finds no mark. Repeated, nothing changes. Raises Conflict
    where a file changes again and again meanwhile.
    """
    for record, attempt in attempts_of(contest, contestant, now):
        attempts.forget_device(Key(contest, record.round, contestant, attempt.number))
    for record in rounds.of_contest(contest):
        _rewrite(_key(contest, record.round), contestant)


def forget_everybody(contest: str) -> None:
    """Empty the files of every round of ``contest``: its time is over. Repeated, nothing changes."""
    nothing = io.BytesIO()
    shared_devices.write_nothing(nothing)
    for record in rounds.of_contest(contest):
        key = _key(contest, record.round)
        if objects.get(config().private_bucket, key) not in (None, nothing.getvalue()):
            objects.put(config().private_bucket, key, nothing.getvalue())


def _rewrite(key: str, contestant: str) -> None:
    """Write a file again without somebody: two erasures at once each find what the other has left."""
    for _ in range(_TRIES):
        data, tag = objects.get_tagged(config().private_bucket, key)
        rest = io.BytesIO()
        if data is None or not shared_devices.without(contestant, io.BytesIO(data), rest):
            return
        if objects.put_if(config().private_bucket, key, rest.getvalue(), tag):
            return
    raise Conflict("changed-meanwhile", round=key.split("/")[-1].removesuffix(".csv"))


def _key(contest: str, round_id: str) -> str:
    return f"devices/{contest}/{round_id}.csv"
