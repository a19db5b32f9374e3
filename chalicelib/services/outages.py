"""What an organizer asks for one attempt before the closing, after an outage: more time for it, or another in its place.

Who is meant is looked up here, and what the decision rests on is kept here, before it has any effect; all else the clock's
role does, for it may read when an attempt began, and this one's may not.
"""

from __future__ import annotations

import re
from typing import Any

from .. import functions
from ..config import config
from ..domain.errors import NotFound, Unfit
from ..domain.times import Millis, read
from . import acts, evidence
from .asked_code import asked_code
from .decide import meant

Event = dict[str, Any]

_ATTEMPT = re.compile(r"([a-z2-7]{26})\.([1-9][0-9]?)")


def extend_attempt(event: Event, now: Millis) -> Event:
    """Give an attempt time until ``event["until"]``, also one whose time is over, as long as it isn't handed in."""
    try:
        read(event["until"])
    except ValueError as error:
        raise Unfit("unfit-time", name="until") from error
    return _granted(event)


def new_attempt(event: Event, now: Millis) -> Event:
    """Grant another attempt in the place of one, which counts no more, whatever the definition allows."""
    return _granted(event)


def _granted(event: Event) -> Event:
    """Have the clock grant what is asked for, and return what was granted, or with ``dry_run`` what would be.

    The request is looked at with its evidence, and by the clock, before anything is kept of it: what is refused leaves
    nothing behind.
    """
    evidence.check(event)
    contestant, number = _meant(event)
    who = {"contestant": contestant, "number": number, "by": asked_code(event, "by"), "reason": asked_code(event, "reason")}
    asked = {**{name: event.get(name) for name in ("act", "contest", "round", "until", "nonce")}, **who}
    would: Event = functions.ask(config().clock_function, {"grant": {**asked, "dry_run": True}})
    if event.get("dry_run"):
        return would
    acts.about(contestant)
    evidence.keep(event)
    told: Event = functions.ask(config().clock_function, {"grant": asked})
    return told


def _meant(event: Event) -> tuple[str, int]:
    """Return the contestant and the number of the attempt that is meant; 0, the newest, where only a person is named."""
    text = event["attempt"].strip()
    if found := _ATTEMPT.fullmatch(text):
        return found[1], int(found[2])
    profile = meant(event["contest"], text)
    if profile is None:
        raise NotFound("no-such-person")
    return profile.pseudonym, 0
