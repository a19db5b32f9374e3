"""Somebody looks every minute whether what is due has been done: at the records alone, never at what the clock says."""

from __future__ import annotations

from .. import metrics
from ..domain import overdue
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..log import log
from ..storage import attempts, rounds


def watch(now: Millis) -> dict[str, list[str]]:
    """Report at ``now`` how many rounds are overdue, and return which, by what is the matter with them.

    The measurement is written every time, zeros too: that none comes is what tells that nobody watches.
    """
    records = list(rounds.everywhere())
    found = {
        "RoundsPastTheirClose": [each for each in records if overdue.is_past_its_close(each, now)],
        "RoundsUnpublished": [each for each in records if overdue.is_unpublished(each, now)],
        "OpenRoundsWithoutPapers": [each for each in records if overdue.is_without_papers(each, now, _has_papers)],
    }
    named = {what: [f"{each.contest}/{each.round}" for each in late] for what, late in found.items()}
    log.info("watch", rounds=named, **metrics.of_rounds(now, **{what: len(late) for what, late in found.items()}))
    return named


def _has_papers(record: RoundRecord) -> bool:
    return attempts.any_of_round(record.contest, record.round)
