"""Reading what was sent: a JSON object, held against its form. Whatever is wrong, the sentence says what and where."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from chalice.app import Request

from ..domain.errors import TooLong, Unfit, WrongType
from ..domain.forms import Form, filled_in

LONGEST_BODY = 8_192


def body(request: Request, form: Form, **values: object) -> dict[str, Any]:
    """Return the request's body, a JSON object of at most 8 KB that fits ``form``. Raises Unfit."""
    return filled_in(form, parsed(request), **values)


def parsed(request: Request) -> dict[str, Any]:
    """Return the request's body, a JSON object of at most 8 KB. Raises Unfit, saying what is wrong and where."""
    _check_type(request.headers.get("content-type", ""))
    raw = _raw(request)
    if len(raw) > LONGEST_BODY:
        raise TooLong("unfit-long", most=LONGEST_BODY)
    value = _read(raw, is_packed=request.headers.get("content-encoding", "").strip().lower() not in ("", "identity"))
    if not isinstance(value, dict):
        raise Unfit("unfit-object")
    return value


def _check_type(header: str) -> None:
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    charsets = {part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")}
    if kind != "application/json" or charsets - {"utf-8"}:
        raise WrongType("unfit-type")


def _read(raw: bytes, is_packed: bool) -> Any:
    """Return the JSON value in ``raw``. The gateway unpacks what it knows how to; what it left packed is no JSON."""
    try:
        return _value(_text(raw))
    except Unfit:
        if is_packed:
            raise WrongType("unfit-encoding") from None
        raise


def _raw(request: Request) -> bytes:
    try:
        raw = request.raw_body
        return raw if isinstance(raw, bytes) else raw.encode()
    except ValueError as error:
        # Half a character, or what the gateway called base 64 and isn't: neither is a text in UTF-8.
        raise Unfit("unfit-json", at=1) from error


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Unfit("unfit-json", at=error.start + 1) from error


def _value(text: str) -> Any:
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Unfit("unfit-json", at=error.pos + 1) from error
    except RecursionError as error:
        raise Unfit("unfit-deep") from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits.
        raise Unfit("unfit-number") from error
    if "\\u" in text:
        _check_whole_characters(value)
    return value


def _check_whole_characters(value: Any) -> None:
    """JSON can escape half a character, which no text can hold and no table can store. Raises Unfit."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Unfit("unfit-half") from error


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers of a doubled name may believe different ones of its values: it is refused."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)[:80].encode(errors="replace").decode()
        raise Unfit("unfit-twice", facts={"fields": [twice]}, field=twice)
    return found


def _no_constant(name: str) -> NoReturn:
    """Python would read NaN and Infinity, which JSON hasn't."""
    raise Unfit("unfit-number")


_DECODER = json.JSONDecoder(object_pairs_hook=_no_name_twice, parse_constant=_no_constant)
