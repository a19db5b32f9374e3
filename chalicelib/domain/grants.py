"""What is granted to a single attempt before the closing, after an outage: a later deadline, or another one in its place.

Grants are kept in the order in which they were decided. A round's record names the list of them, so that one is either in
it when the closing begins, or was refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from .canonical import canonical
from .decisions import Decision
from .round import Granted
from .times import Millis, written

EXTENSION: Literal["extend_attempt"] = "extend_attempt"
NEW_ATTEMPT: Literal["new_attempt"] = "new_attempt"


@dataclass(frozen=True, slots=True)
class Grant:
    """A decision of account ``by`` about attempt ``number`` of ``contestant``, made by the request ``nonce``.

    For an extension ``before`` and ``after`` are deadlines; for a new attempt ``before`` is 0 and ``after`` its number.
    """

    nonce: str
    act: Literal["extend_attempt", "new_attempt"]
    contestant: str
    number: int
    before: Millis | int
    after: Millis | int
    decided_at: Millis
    by: str
    reason: str

    @property
    def attempt(self) -> str:
        """The attempt as decisions name it: ``<contestant>.<number>``."""
        return f"{self.contestant}.{self.number}"

    def decision(self) -> Decision:
        """Return the row of ``decisions.csv``."""
        if self.act == EXTENSION:
            before, after = written(self.before), written(self.after)
        else:
            before, after = "", str(self.after)
        return Decision(self.decided_at, self.by, "", self.act, self.attempt, before, after, self.reason)


def grants_json(grants: Iterable[Grant]) -> bytes:
    """Return a round's grants as canonical JSON."""
    return canonical([asdict(grant) for grant in grants])


def grants_from_json(data: bytes) -> list[Grant]:
    """Read what `grants_json` wrote."""
    return [Grant(**grant) for grant in json.loads(data)]


def extended(grants: Iterable[Grant]) -> dict[str, Millis]:
    """Return the deadline of each attempt that was extended: of several extensions the last stands."""
    return {grant.attempt: grant.after for grant in grants if grant.act == EXTENSION}


def is_replaced(grants: Iterable[Grant], attempt: str) -> bool:
    """Whether another attempt was granted in the place of ``attempt``."""
    return any(grant.act == NEW_ATTEMPT and grant.attempt == attempt for grant in grants)


def next_number(grants: Iterable[Grant], contestant: str, most: int) -> int:
    """Return the number of the next attempt granted to ``contestant``, where a definition allows ``most``.

    One that could not have been started before: behind those that everybody has, and behind those granted already.
    """
    return most + 1 + sum(grant.act == NEW_ATTEMPT and grant.contestant == contestant for grant in grants)


def granted(digest: str, grants: Sequence[Grant]) -> Granted:
    """Return what a round's record says of ``grants``, a list of at least one that is stored under ``digest``."""
    numbers = [grant.after for grant in grants if grant.act == NEW_ATTEMPT]
    until = max(extended(grants).values(), default=0)
    return Granted(digest, grants[-1].decided_at, until, max(numbers, default=0))
