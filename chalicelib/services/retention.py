"""Personal data goes by itself when its time is over; a timer asks for it once a day.

What is due follows from the definitions and the clock, never from what a run before has done: so a run that died, or that
had no time for everybody, is finished by the next one. Results under pseudonyms stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..domain.retention import Ends, ends_of
from ..domain.times import Millis, written
from ..log import log
from ..storage import erasures, rounds
from . import renaming, shared_devices
from .known import if_known
from .rules import definition_called, in_force


def retention(now: Millis, has_time: Callable[[], bool]) -> dict[str, Any]:
    """Let go of everybody whose contest's time is over at ``now``, and of the tombstones of contests that have ended.

    Returns which contests these are, and whether everybody was come to.
    """
    known = [ends_of_contest(contest) for contest in rounds.contests()]
    ended = [each.contest for each in known if now >= each.tombstones_go]
    over = [each.contest for each in known if now >= each.people_go]
    finished = not ended or _clear(ended, over, now, has_time)
    log.info("retention", ended=ended, over=over, finished=finished)
    return {"ended": ended, "over": over, "finished": finished}


def _clear(ended: list[str], over: list[str], now: Millis, has_time: Callable[[], bool]) -> bool:
    """Delete what is due, page by page. Returns False where the time ran out first."""
    renamed: set[str] = set()
    for page in erasures.due(ended, over):
        if not has_time():
            return False
        for contest in {erasures.contest_of(key) for key in page} & set(over) - renamed:
            renaming.ask_for(contest, now)
            renamed.add(contest)
        erasures.delete(page)
    for contest in over:
        shared_devices.forget_everybody(contest)
    return True


def ends_of_contest(contest: str) -> Ends:
    """Return when data of ``contest`` goes. Raises NotFound for an unknown contest."""
    records = if_known(rounds.of_contest(contest))
    return ends_of(definition_called(in_force(records)), records)


def told(contest: str) -> dict[str, Any]:
    """Return when data of ``contest`` goes, as organizers are told."""
    found = ends_of_contest(contest)
    return {"ends": written(found.ends), "people_go": written(found.people_go)}
