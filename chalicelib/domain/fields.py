"""The small types of a definition's fields: identifiers, texts, numbers, days and moments, and what each part of it is.

Each refuses with an error whose ``type`` is a code of ours or of pydantic; ``sketch.py`` turns either into a sentence.
Values written by people (context ``{"authoring": True}``) are read more narrowly than values from our own JSON.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from . import times
from .hidden import hidden_character
from .times import HO_CHI_MINH, Millis


class Part(BaseModel):
    """What every part of a definition is: frozen, and without any field that isn't declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# This century only: what else has four digits is a slip of the pen, and can overflow a calendar.
DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_HOUR = "[0-9]{2}:[0-9]{2}"
_MOMENT = re.compile(rf"({DATE.pattern})[T ]({_HOUR})(:[0-9]{{2}}(?:\.[0-9]{{1,3}})?)?(Z|[+-]{_HOUR})?")
_ONE_DAY = dt.timedelta(days=1)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _visible(text: str, info: ValidationInfo) -> str:
    """Refuse what nobody sees in a text that a person writes: it is printed and compared, and must be what it looks like."""
    character = hidden_character(text) if info.context and info.context.get("authoring") else None
    if character:
        raise PydanticCustomError("hidden_character", "a hidden character", {"character": character})
    return text


def _not_a_folder(identifier: str) -> str:
    """Refuse the ids whose folders the site and the exports keep for something else."""
    if identifier in ("acts", "api", "assets", "keys", "problems", "restricted"):
        raise PydanticCustomError("kept_for_a_folder", "a contest can't be called so")
    return identifier


def _not_final(identifier: str) -> str:
    """Refuse the id that the export keeps for the contest as a whole, and the folder of a contest's acts."""
    if identifier == "acts":
        raise PydanticCustomError("kept_for_a_folder", "a round can't be called acts")
    if identifier == "final":
        raise PydanticCustomError("round_called_final", "a round can't be called final")
    return identifier


def _day(value: Any) -> dt.date:
    """Return ``2021-12-13`` as a date. Raises PydanticCustomError for anything else."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and DATE.fullmatch(value):
        return _date(value)
    raise PydanticCustomError("not_a_day", "not a day")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("no_such_day", "no such day") from None


def _midnight(day: dt.date) -> Millis:
    return times.from_datetime(dt.datetime(day.year, day.month, day.day, tzinfo=HO_CHI_MINH))


def _clock(day: str, hour: str, second: str | None, zone: str | None) -> Millis:
    """Return the instant of a day and an hour; 24:00 is the next day's 00:00, a missing zone is that of Ho Chi Minh City."""
    late = hour == "24:00" and not (second or "").strip(":0.")
    text = f"{day}T{'00:00' if late else hour}{second or ''}"
    try:
        moment = dt.datetime.fromisoformat(text + (zone or "+07:00"))
    except ValueError:
        raise PydanticCustomError("no_such_moment", "no such moment") from None
    return times.from_datetime(moment + _ONE_DAY if late else moment)


def _authored(value: Any) -> Millis | str:
    """Return a moment that a person wrote as milliseconds, or the day alone as it stands. Raises PydanticCustomError."""
    if isinstance(value, str) and DATE.fullmatch(value):
        return value
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise PydanticCustomError("not_a_moment", "not a moment")
    return _clock(*found.groups())


def _moment(value: Any, info: ValidationInfo) -> Any:
    if info.context and info.context.get("authoring"):
        return _authored(value)
    return times.read(value) if isinstance(value, str) else value


def _from_midnight(value: Any) -> Any:
    """A day without an hour opens at its 00:00."""
    return _midnight(_date(value)) if isinstance(value, str) else value


def _to_midnight(value: Any) -> Any:
    """A day without an hour closes at its 24:00."""
    return _midnight(_date(value) + _ONE_DAY) if isinstance(value, str) else value


def _hour_needed(value: Any) -> Any:
    """Nobody can guess the hour at which results are published."""
    if isinstance(value, str):
        raise PydanticCustomError("hour_missing", "the hour is missing")
    return value


_MOMENT_SCHEMA = WithJsonSchema({"type": "string", "pattern": rf"^({_MOMENT.pattern}|{DATE.pattern})$"})
_WRITTEN = PlainSerializer(times.written, return_type=str, when_used="json")
# Validators that run before the type run from the last to the first: the text is read, then a day alone gets its hour.
_StrictMillis = Annotated[int, Field(strict=True)]
Opens = Annotated[_StrictMillis, BeforeValidator(_from_midnight), BeforeValidator(_moment), _WRITTEN, _MOMENT_SCHEMA]
Closes = Annotated[_StrictMillis, BeforeValidator(_to_midnight), BeforeValidator(_moment), _WRITTEN, _MOMENT_SCHEMA]
Hour = Annotated[_StrictMillis, BeforeValidator(_hour_needed), BeforeValidator(_moment), _WRITTEN, _MOMENT_SCHEMA]
YesNo = Annotated[bool, Field(strict=True)]
Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": f"^{DATE.pattern}$"})]

Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
ContestId = Annotated[Id, AfterValidator(_not_a_folder)]
RoundId = Annotated[Id, AfterValidator(_not_final)]


def _text(longest: int) -> Any:
    return StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=longest)


Text = Annotated[str, _text(4000), AfterValidator(_composed), AfterValidator(_visible)]
ShortText = Annotated[str, _text(80), AfterValidator(_composed), AfterValidator(_visible)]


def at_least(least: int, most: int) -> Any:
    """Return what bounds a whole number of a definition; true and 1.0 are no numbers here."""
    return Field(strict=True, ge=least, le=most)
