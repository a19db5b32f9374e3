"""The life of a round: what is stored of it, what is due next, and when it may be entered.

    draft → ready → closing → closed → published

Whether a round is open follows from ``ready`` and the clock; no state says "open". Instants are UTC milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .times import Millis

State = Literal["draft", "ready", "closing", "closed", "published"]
Act = Literal["ready", "close", "publish"]

# A start stamped in time may still be on its way: closing waits this long after the last hand-in could be taken.
SETTLING_MS = 15_000

# Every function knows of a moved close before it comes: pointers are refreshed within 30 s, and people need to be told.
LEAST_NOTICE_MS = 120_000


@dataclass(frozen=True)
class Move:
    """A decision that moved a round's close, as `decisions.csv` will print it."""

    decided_at: Millis
    by: str
    before: Millis
    after: Millis
    reason: str


@dataclass(frozen=True)
class RoundRecord:
    """A round as it stands. Hashes name immutable objects; an empty text means "not yet".

    ``closes`` is the close in force; ``definition_closes`` is the one that the definition committed to.
    """

    contest: str
    round: str
    kind: Literal["ranked", "practice"]
    state: State
    opens: Millis
    closes: Millis
    results: Millis | None
    grace_ms: int
    publication: Literal["automatic", "after_approval"]
    definition: str
    definition_closes: Millis
    name: str
    bank: str = ""
    papers: str = ""
    ready_requested_by: str = ""
    commitment: str = ""
    moves: tuple[Move, ...] = ()
    closing_at: Millis | None = None
    closed_at: Millis | None = None
    receipts_root: str = ""
    manifest: str = ""
    revision: int = 0
    target: int | None = None
    approved_at: Millis | None = None
    approved_by: str = ""
    published_at: Millis | None = None

    @property
    def closing_begins(self) -> Millis:
        """When closing may begin: no hand-in can be taken any more, and none is still under way."""
        return self.closes + self.grace_ms + SETTLING_MS

    def is_settled(self, at: Millis) -> bool:
        """Whether definition and bank are bound: by a commitment, or by one that the clock still has time to make."""
        wanted = bool(self.ready_requested_by) and (self.kind == "practice" or at < self.opens)
        return self.state != "draft" or wanted

    def takes_starts(self, at: Millis) -> bool:
        """Whether an attempt may start at ``at``: the window is half-open, ``opens <= at < closes``."""
        return self.state == "ready" and self.opens <= at < self.closes


def due(record: RoundRecord, now: Millis) -> Act | None:
    """Return the act that is due for ``record`` at ``now``, or None: the same facts give the same act."""
    if record.kind == "practice":
        return "ready" if record.state == "draft" and record.ready_requested_by else None
    if record.state == "draft" and record.ready_requested_by and now < record.opens:
        return "ready"
    if record.state in ("ready", "closing") and now >= record.closing_begins:
        return "close"
    if record.state == "closed" and may_publish(record, now):
        return "publish"
    return None


def may_publish(record: RoundRecord, now: Millis) -> bool:
    """Whether results may be shown: the hour has come and, where the definition asks for it, they have been approved."""
    approved = record.publication == "automatic" or record.approved_at is not None
    return record.results is not None and now >= record.results and approved


def plan(records: Iterable[RoundRecord], now: Millis) -> list[tuple[Act, RoundRecord]]:
    """Return everything that is due at ``now``, oldest close first: an earlier round's prizes matter to a later one."""
    acts = [(act, record) for record in records if (act := due(record, now))]
    return sorted(acts, key=lambda pair: (pair[1].closes, pair[1].contest, pair[1].round))


def earliest_new_close(now: Millis) -> Millis:
    """Return the earliest close that an organizer may choose at ``now``: two minutes ahead."""
    return now + LEAST_NOTICE_MS
