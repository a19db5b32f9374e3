"""The clock is woken for what only its role may do: what was asked for is stored by then, so no failure here loses it."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from .. import functions
from ..config import config
from ..domain.errors import Busy
from ..log import log


def wake_clock(dry_run: bool = False) -> Any:
    """Invoke the clock, as its timer does every minute, and return what it did or would do."""
    return functions.ask(config().clock_function, {"dry_run": dry_run})


def wake_softly() -> None:
    """Wake the clock for an act that is stored already: where the clock fails, its next minute does what is left."""
    try:
        wake_clock()
    except (Busy, RuntimeError, ClientError, BotoCoreError):
        log.exception("the clock could not be woken")
