"""Instants as UTC milliseconds since 1970, and the two ways in which they are written down.

Inside, an instant is an ``int``. Exports and the API write it as ``2023-10-23T01:02:03.004Z``; people read the hour of
Asia/Ho_Chi_Minh, which has had no daylight saving since 1975, so a fixed +07:00 needs no time-zone database.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from .words import say

Millis = int

HO_CHI_MINH = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DAY = 86_400_000
_AHEAD = 7 * 3_600_000
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def from_datetime(moment: datetime) -> Millis:
    """Return ``moment`` (with a zone) as milliseconds, rounded down. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone: {moment.isoformat()}")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def to_datetime(at: Millis) -> datetime:
    """Return ``at`` as a datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=at)


def written(at: Millis) -> str:
    """Return ``at`` as exports write it: ``2023-10-23T01:02:03.004Z``."""
    day, rest = divmod(at, _DAY)
    minutes, milliseconds = divmod(rest, 60_000)
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{day_written(day)}T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{thousandths:03d}Z"


@lru_cache(maxsize=1024)
def day_written(days: int) -> str:
    """Return the date ``days`` after 1970-01-01: a round has few, and an export writes each of them 100,000 times."""
    return (_EPOCH + timedelta(days=days)).strftime("%Y-%m-%d")


def day_at_home(at: Millis) -> int:
    """Return the day on which ``at`` falls here, counted from 1970-01-01; `day_written` writes it."""
    return (at + _AHEAD) // _DAY


def read(text: str) -> Millis:
    """Return the instant that ``written`` wrote. Raises ValueError for any other form."""
    if not _WRITTEN.fullmatch(text):
        raise ValueError(f"not a time as 2023-10-23T01:02:03.004Z: {text!r}")
    return from_datetime(datetime.fromisoformat(text[:-1] + "+00:00"))


def at_home(at: Millis) -> str:
    """Return ``at`` as people here read it: ``08:30 ngày 13/12/2021`` (with seconds only where there are any)."""
    moment = to_datetime(at).astimezone(HO_CHI_MINH)
    hour = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return say("at-home", hour=hour, day=f"{moment:%d/%m/%Y}")
