"""What ought to have happened to a round and has not: decided from its record and the hour alone, so that whoever watches
needs nothing from whoever should have acted.
"""

from __future__ import annotations

from collections.abc import Callable

from .round import RoundRecord
from .times import Millis

# The clock comes every minute; what it has not done after two is late.
PATIENCE_MS = 120_000

# Somebody starts within five minutes of an opening, or else the door is shut and nobody has noticed.
QUIET_MS = 300_000


def is_past_its_close(record: RoundRecord, now: Millis) -> bool:
    """Whether closing ought to have begun two minutes ago or earlier, and the round isn't closed."""
    return record.state in ("ready", "closing") and record.kind == "ranked" and now >= record.closing_begins + PATIENCE_MS


def is_unpublished(record: RoundRecord, now: Millis) -> bool:
    """Whether results have been due for two minutes or longer, approved where they must be, and aren't published."""
    if record.state != "closed" or record.results is None:
        return False
    approved_at = 0 if record.publication == "automatic" else record.approved_at
    return approved_at is not None and now >= max(record.results, approved_at) + PATIENCE_MS


def is_without_papers(record: RoundRecord, now: Millis, has_papers: Callable[[RoundRecord], bool]) -> bool:
    """Whether the round's hours run and nobody can have a paper, for it was never made ready; or nobody has one after five
    minutes. ``has_papers`` is asked only then; it says whether there is any, never how many.
    """
    if record.kind != "ranked" or not record.opens <= now < record.closes:
        return False
    if record.state == "draft":
        return True
    return now >= record.opens + QUIET_MS and not has_papers(record)
