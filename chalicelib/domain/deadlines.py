"""When each attempt's time is over: what the limit and the close give, and what decisions before the closing made of it.

Asked while a round runs, for what a decision changes, and at its closing, for what the export prints: one rule for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .attempt import Attempt, deadline
from .times import Millis

if TYPE_CHECKING:
    from .round import Move


@dataclass(frozen=True)
class Deadlines:
    """What the deadlines of a round follow from.

    ``closes`` is the close that the definition committed to, ``moves`` the decisions that moved it, in their order, each
    made before the close that it moved. ``extended`` gives the attempts (``<contestant>.<number>``) that were extended the
    deadline that stands for them.
    """

    limit_s: int
    closes: Millis
    moves: Sequence[Move] = ()
    extended: Mapping[str, Millis] = field(default_factory=dict)

    def of(self, attempt: Attempt) -> Millis:
        """Return the deadline of ``attempt``: started + limit, cut by the close, unless a decision extended it.

        A moved close makes the deadline of every attempt again that is open when it is decided: neither handed in nor past
        its deadline. An extended deadline stays.
        """
        if not self.moves and not self.extended:
            return deadline(attempt.started_at, self.limit_s, self.closes)  # Nearly every round: a hundred thousand times.
        if attempt.name in self.extended:
            return self.extended[attempt.name]
        ends = deadline(attempt.started_at, self.limit_s, self.close_at(attempt.started_at))
        for move in self.moves:
            if attempt.started_at < move.decided_at < ends and not _handed_in_by(attempt, move.decided_at):
                ends = deadline(attempt.started_at, self.limit_s, move.after)
        return ends

    def close_at(self, moment: Millis) -> Millis:
        """Return the close as it was in force at ``moment``."""
        return next((move.after for move in reversed(self.moves) if move.decided_at <= moment), self.closes)


def _handed_in_by(attempt: Attempt, moment: Millis) -> bool:
    return attempt.status == "submitted" and attempt.submitted_at is not None and attempt.submitted_at <= moment
