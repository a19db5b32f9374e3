"""What a request may say, each field once: the check by hand and the OpenAPI document are both made from it.

By hand, because a cold start with thousands of people at the door shall not wait for a validation library. A test holds
the two together: what fits a form here is what its JSON Schema calls valid, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import NotFound, Unfit

_NAMES_TOLD = 10
_LETTERS_TOLD = 80


@dataclass(frozen=True)
class Text:
    """A text of ``least`` to ``most`` characters; ``code`` is the problem of any other value.

    ``pattern``, where there is one, matches the whole. Patterns are such that Python and ECMA 262 read them alike: digits
    are written ``[0-9]``, for Python has those of every script.
    """

    code: str
    least: int
    most: int
    pattern: str = ""

    def read(self, value: object) -> str:
        """Return ``value`` if it is such a text. Raises ValueError."""
        if not (isinstance(value, str) and self.least <= len(value) <= self.most):
            raise ValueError(self.code)
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise ValueError(self.code)
        return value

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of such a text."""
        pattern = {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        return {"type": "string", "minLength": self.least, "maxLength": self.most, **pattern}


@dataclass(frozen=True)
class Whole:
    """A whole number from ``least`` to ``most``; ``code`` is the problem of any other value."""

    code: str
    least: int
    most: int

    def read(self, value: object) -> int:
        """Return ``value`` if it is such a number. Raises ValueError. In JSON 1.0 is 1; true is none."""
        whole = type(value) is int or (isinstance(value, float) and value.is_integer())
        if not (whole and self.least <= value <= self.most):  # type: ignore[operator]
            raise ValueError(self.code)
        return int(value)  # type: ignore[call-overload, no-any-return]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of such a number."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


Form = Mapping[str, Text | Whole]

_NONCE = Text("unfit-nonce", 32, 32, "[0-9a-f]{32}")
_ID = "[a-z0-9][a-z0-9-]*"
_LONGEST_ID = 60
_PRINTED = r"[^\x00-\x1f\x7f]+"

SIGN_IN: Form = {
    "identifier": Text("unfit-identifier", 1, 100, _PRINTED),
    "code": Text("unfit-login-code", 1, 100, _PRINTED),
}
START: Form = {"nonce": _NONCE}
# Which letters the questions have, and how many there are, is the paper's matter: `services/answers.py` knows it.
ANSWERS: Form = {
    "nonce": _NONCE,
    "version": Whole("unfit-version", 1, 999_999),
    "choices": Text("unfit-choices", 1, 200),
    "prediction": Text("unfit-prediction", 0, 7, "(?:0|[1-9][0-9]{0,6})?"),
}
# What stands in an address. The definition's own ids are no longer, so nothing else can be the address of anything.
ADDRESS: Mapping[str, Text] = {
    "contest": Text("no-such-contest", 1, _LONGEST_ID, _ID),
    "round_id": Text("no-such-round", 1, _LONGEST_ID, _ID),
    "number": Text("no-such-attempt", 1, 2, "[1-9][0-9]?"),
}


def filled_in(form: Form, body: Mapping[str, Any], **values: object) -> dict[str, Any]:
    """Return ``body`` if it holds the fields of ``form`` and no others. Raises Unfit, naming the first field that is wrong.

    ``values`` fill in the sentences, beside the form's own limits.
    """
    unknown = sorted(set(body) - set(form))
    if unknown:
        raise _unknown(unknown, form)
    return {name: _filled_in(name, field, body.get(name), values) for name, field in form.items()}


def _filled_in(name: str, field: Text | Whole, value: object, values: dict[str, object]) -> Any:
    try:
        return field.read(value)
    except ValueError:
        raise Unfit(field.code, facts={"fields": [name]}, **{"most": field.most, **values}) from None


def _unknown(names: list[str], form: Form) -> Unfit:
    told = [name[:_LETTERS_TOLD] for name in names[:_NAMES_TOLD]]
    return Unfit("unfit-fields", facts={"fields": told}, fields=", ".join(told)[:_LETTERS_TOLD], known=", ".join(form))


def check_address(parts: Mapping[str, str]) -> None:
    """Look whether ``parts`` (``contest``, ``round_id``, ``number``) can be the address of anything. Raises NotFound."""
    for name, text in parts.items():
        try:
            ADDRESS[name].read(text)
        except ValueError:
            raise NotFound(ADDRESS[name].code, round=text[:_LETTERS_TOLD]) from None


def is_id(text: str) -> bool:
    """Return whether ``text`` can be the id of a contest or a round."""
    return len(text) <= _LONGEST_ID and re.fullmatch(_ID, text) is not None


def id_or_nothing(value: object) -> str:
    """Return ``value`` if it can be the id of a contest, a round or an act, else an empty text.

    For the logs: what somebody has typed into an address may be a name, or break a line in two.
    """
    return value if isinstance(value, str) and is_id(value) else ""
