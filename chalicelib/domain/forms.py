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

    ``optional`` says that it may be left out, which is an empty text. ``pattern``, where there is one, matches the whole.
    Patterns are such that Python and ECMA 262 read them alike: digits are written ``[0-9]``, for Python has those of every
    script.
    """

    code: str
    least: int
    most: int
    pattern: str = ""
    optional: bool = False

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


@dataclass(frozen=True)
class Texts:
    """An object of texts of at most ``most`` characters, any of those in ``names``; ``code`` is the problem of any other."""

    code: str
    names: tuple[str, ...]
    most: int

    def read(self, value: object) -> dict[str, str]:
        """Return ``value`` if it is such an object. Raises ValueError."""
        if not (isinstance(value, dict) and set(value) <= set(self.names)):
            raise ValueError(self.code)
        if not all(isinstance(text, str) and len(text) <= self.most for text in value.values()):
            raise ValueError(self.code)
        return value

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of such an object."""
        text = {"type": "string", "maxLength": self.most}
        return {"type": "object", "properties": dict.fromkeys(self.names, text), "additionalProperties": False}


@dataclass(frozen=True)
class Yes:
    """A statement that has to be made: true, and nothing else; ``code`` is the problem of any other value."""

    code: str
    most: int = 1

    def read(self, value: object) -> bool:
        """Return ``value`` if it is true. Raises ValueError."""
        if value is not True:
            raise ValueError(self.code)
        return True

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of such a statement."""
        return {"type": "boolean", "const": True}


Field = Text | Whole | Texts | Yes
Form = Mapping[str, Field]

# Of the notice on personal data: `domain/notice.py`.
_CONSENT = Text("unfit-consent", 0, 12, "(?:[0-9a-f]{12})?", optional=True)
_NONCE = Text("unfit-nonce", 32, 32, "[0-9a-f]{32}")
_ID = "[a-z0-9][a-z0-9-]*"
_LONGEST_ID = 60
_PRINTED = r"[^\x00-\x1f\x7f]+"
_WORK = Text("unfit-work", 1, 2_000, r"[0-9A-Za-z+/=._-]+")

# An object all the same: what another site's form could send is none.
NOTHING: Form = {}
SIGN_IN: Form = {
    "identifier": Text("unfit-identifier", 1, 100, _PRINTED),
    "code": Text("unfit-login-code", 1, 100, _PRINTED),
    "consent": _CONSENT,
}
# What stands behind the question mark on the way to single sign-on and back: OAuth 2.0, 4.1.2, and RFC 9207.
SSO_BEGIN: Form = {"consent": Text("unfit-consent", 12, 12, "[0-9a-f]{12}")}
SSO_BACK: Form = {name: Text("sso-state", 1, 2_048) for name in ("code", "state", "iss", "error")}
# Whatever the page calls the device on which a paper is started, so that it can be told that many were started on one.
_DEVICE = Text("unfit-device", 0, 32, "(?:[0-9a-f]{32})?", optional=True)
START: Form = {"nonce": _NONCE, "device": _DEVICE}
# Which fields a contest asks for, and what may stand in them, is `domain/registration.py`'s matter.
REGISTRATION: Form = {
    "nonce": _NONCE,
    "full_name": Text("unfit-entries", 0, 8_192),
    "unit": Text("unfit-entries", 0, _LONGEST_ID),
    "unit_by": Text("unfit-entries", 0, 20),
    "fields": Texts("unfit-entries", ("citizen_id", "phone", "email", "birth_date", "position"), 200),
    "consent": Text("unfit-consent", 12, 12, "[0-9a-f]{12}"),
    "code": Text("unfit-entries", 0, 20),
    "password": Text("unfit-entries", 0, 200),
    "work": _WORK,
    "not_excluded": Yes("unfit-statement"),
}
MAILED_CODE: Form = {"nonce": _NONCE, "email": Text("unfit-entries", 0, 200), "work": _WORK}
LOST_CODE: Form = {"nonce": _NONCE, "identifier": Text("unfit-identifier", 1, 100, _PRINTED), "work": _WORK}
# Which letters the questions have, and how many there are, is the paper's matter: `services/answers.py` knows it.
ANSWERS: Form = {
    "nonce": _NONCE,
    "version": Whole("unfit-version", 1, 999_999),
    "choices": Text("unfit-choices", 1, 200),
    "prediction": Text("unfit-prediction", 0, 7, "(?:0|[1-9][0-9]{0,6})?"),
}
_ACCOUNT = Text("unfit-account", 1, 40, "[a-z0-9][a-z0-9-]*")
_PASSWORD = Text("unfit-secret", 1, 200, _PRINTED)
STAFF_SIGN_IN: Form = {"account": _ACCOUNT, "password": _PASSWORD}
STAFF_PASSWORD: Form = {"old": _PASSWORD, "new": _PASSWORD}
TAKING_PART = "taking-part"
"""What a person's own certificate of having taken part is asked for by; every other is asked for by its code."""

# What stands in an address. The definition's own ids are no longer, so nothing else can be the address of anything.
ADDRESS: Mapping[str, Text] = {
    "contest": Text("no-such-contest", 1, _LONGEST_ID, _ID),
    "round_id": Text("no-such-round", 1, _LONGEST_ID, _ID),
    "number": Text("no-such-attempt", 1, 2, "[1-9][0-9]?"),
    "unit": Text("no-such-unit", 1, _LONGEST_ID, _ID),
    "certificate": Text("no-such-certificate", 11, 26, f"[a-z2-7]{{26}}|{TAKING_PART}"),
}


def filled_in(form: Form, body: Mapping[str, Any], **values: object) -> dict[str, Any]:
    """Return ``body`` if it holds the fields of ``form`` and no others. Raises Unfit, naming the first field that is wrong.

    ``values`` fill in the sentences, beside the form's own limits.
    """
    unknown = sorted(set(body) - set(form))
    if unknown:
        raise _unknown(unknown, form)
    return {name: _filled_in(name, field, body.get(name, _unsaid(field)), values) for name, field in form.items()}


def may_be_left_out(field: Field) -> bool:
    """Return whether a body is complete without ``field``."""
    return isinstance(field, Text) and field.optional


def _unsaid(field: Field) -> str | None:
    return "" if may_be_left_out(field) else None


def _filled_in(name: str, field: Field, value: object, values: dict[str, object]) -> Any:
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
