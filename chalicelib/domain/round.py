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
Act = Literal["ready", "close", "revise", "tell", "publish"]

# A start stamped in time may still be on its way: closing waits this long after the last hand-in could be taken.
SETTLING_MS = 15_000

# Every function knows of a moved close before it comes: pointers are refreshed within 30 s, and people need to be told.
LEAST_NOTICE_MS = 120_000

# A later close has to be decided while there is still time for every function and every page to hear of it: a paper whose
# page doesn't know better is handed in at the old one.
LEAST_AHEAD_MS = 60_000


@dataclass(frozen=True)
class Move:
    """A decision that moved a round's close, as `decisions.csv` prints it; ``nonce`` names the request, if it had one."""

    decided_at: Millis
    by: str
    before: Millis
    after: Millis
    reason: str
    nonce: str = ""


@dataclass(frozen=True)
class Decided:
    """A decision about a closed round: it makes the next revision, in the order in which decisions are listed here.

    ``decision`` names it; what it says is stored under that name. ``confirmed_by`` is empty where no second account was
    needed.
    """

    decision: str
    decided_at: Millis
    by: str
    confirmed_by: str


@dataclass(frozen=True)
class Granted:
    """What was granted to single attempts before the closing: ``grants`` names the list of it, empty where nothing was.

    ``last_at`` is when the last of it was decided; ``until`` the latest deadline to which an attempt was extended; ``most``
    the highest number of an attempt that was granted to anybody.
    """

    grants: str = ""
    last_at: Millis = 0
    until: Millis = 0
    most: int = 0


@dataclass(frozen=True)
class RoundRecord:
    """A round as it stands. Hashes name immutable objects; an empty text means "not yet".

    ``closes`` is the close in force; ``definition_closes`` is the one that the definition committed to. ``frozen_at`` is
    when the prediction's target was frozen, by approval or publication; ``target_from`` the revision that computed it.
    ``key`` names the key that signed the closing, ``untold`` names acts that the clock has yet to tell everybody;
    ``withdrawals`` counts how often results were taken back.
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
    target_from: int = 0
    frozen_at: Millis | None = None
    decided: tuple[Decided, ...] = ()
    untold: tuple[str, ...] = ()
    withdrawn_at: Millis | None = None
    withdrawn_by: tuple[str, ...] = ()
    withdrawals: int = 0
    granted: Granted = Granted()
    key: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether the round has its results, shown or not."""
        return self.state in ("closed", "published")

    @property
    def was_shown(self) -> bool:
        """Whether everybody has seen its results, also where they were withdrawn since."""
        return self.state == "published" or self.withdrawals > 0

    @property
    def wanted_revision(self) -> int:
        """The revision that holds everything decided so far: the closing's own, and one more for each decision."""
        return 1 + len(self.decided)

    @property
    def is_behind(self) -> bool:
        """Whether something was decided that is in no revision yet."""
        return self.is_closed and self.revision < self.wanted_revision

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
    if record.is_behind:
        return "revise"
    if record.untold:
        return "tell"
    if record.state == "closed" and may_publish(record, now):
        return "publish"
    return None


def may_publish(record: RoundRecord, now: Millis) -> bool:
    """Whether results may be shown: the hour has come and, where the definition asks for it, they have been approved.

    Results that were withdrawn are shown again once they are approved, whatever the definition says.
    """
    automatic = record.publication == "automatic" and record.withdrawn_at is None
    approved = automatic or record.approved_at is not None
    return record.results is not None and now >= record.results and approved


def plan(records: Iterable[RoundRecord], now: Millis) -> list[tuple[Act, RoundRecord]]:
    """Return everything that is due at ``now``, oldest close first: an earlier round's prizes matter to a later one."""
    acts = [(act, record) for record in records if (act := due(record, now))]
    return sorted(acts, key=lambda pair: (pair[1].closes, pair[1].contest, pair[1].round))


def decided_at(record: RoundRecord, now: Millis) -> Millis:
    """Return when what is decided about a round at ``now``, before its closing, was decided.

    That is later than whatever was decided before it: the order decides what stands.
    """
    return max([now, record.granted.last_at + 1, *(move.decided_at + 1 for move in record.moves)])


def latest_new_close(record: RoundRecord, records: Iterable[RoundRecord]) -> Millis:
    """Return the latest close that a ranked round can be given, of a contest with these ``records``.

    Its closing has to begin before its results are due, and it has to be over when the next ranked round opens.
    """
    next_opens = [each.opens for each in records if each.kind == "ranked" and each.opens > record.opens]
    results = record.closing_begins if record.results is None else record.results
    return min([*next_opens, results - record.grace_ms - SETTLING_MS])


def earliest_new_close(now: Millis) -> Millis:
    """Return the earliest close that an organizer may choose at ``now``: two minutes ahead."""
    return now + LEAST_NOTICE_MS
