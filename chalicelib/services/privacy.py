"""What the `privacy` function does: it tells everything about one person, erases one person, and lets go of everybody when
their contest's time is over.

It believes whoever may invoke it: the `organizer` function, which has looked at the caller's role, and a timer, which asks
for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..domain.errors import Unfit
from ..domain.times import Millis
from .erase import erase
from .export_person import export_person
from .retention import retention

Event = dict[str, Any]

ACTS: Mapping[str, Callable[[str, str, Millis], Event]] = {"person-export": export_person, "person-erase": erase}


# What a page of people, and telling what was done, may take at the most.
_FOR_A_PAGE_MS = 60_000


def privacy(event: Event, now: Millis, left_ms: Callable[[], int]) -> Event:
    """Do the act that ``event`` names to the person whose identifier has the hash ``login``; a timer names none.

    ``left_ms`` says for how many milliseconds this function may still run. Raises Unfit for an unknown act.
    """
    name = event.get("act")
    if name is None and "asked" not in event:
        return retention(now, lambda: left_ms() > _FOR_A_PAGE_MS)
    if not isinstance(name, str) or name not in ACTS:
        raise Unfit("unknown-act", act=repr(name)[:40], known=", ".join(sorted(ACTS)))
    return ACTS[name](event["contest"], event["login"], now)
