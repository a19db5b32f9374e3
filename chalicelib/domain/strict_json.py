"""JSON from somebody whom we don't know: one object, each name once, numbers that JSON has, characters that are whole.

Two readers of a doubled name may believe different ones of its values, and what one of them has checked the other does
not use. So it is refused, as are half characters, which no table can store.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn


def strict_object(data: bytes) -> dict[str, Any]:
    """Return the JSON object in ``data``, UTF-8. Raises ValueError for anything else."""
    try:
        value = _DECODER.decode(data.decode())
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    if b"\\u" in data:
        json.dumps(value, ensure_ascii=False).encode()  # Raises UnicodeEncodeError, a ValueError, for half a character.
    return value


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _no_constant(name: str) -> NoReturn:
    """Python would read NaN and Infinity, which JSON hasn't."""
    raise ValueError("not a number")


_DECODER = json.JSONDecoder(object_pairs_hook=_each_name_once, parse_constant=_no_constant)
