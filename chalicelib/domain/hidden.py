"""Characters that nobody sees: controls, zero-width signs, signs that turn the order of letters, private ones, half ones."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def hidden_character(text: str) -> str | None:
    """Return the first such character of ``text`` as ``U+200B``; None where there is none. Line breaks and tabs are none."""
    found = _HIDDEN.search(text)
    return _code(found) if found else None


def made_visible(text: str) -> str:
    """Return ``text`` with each such character as its code in brackets, ``[U+202E]``: what is there is seen."""
    return _HIDDEN.sub(lambda found: f"[{_code(found)}]", text)


def without_hidden(text: str) -> str:
    """Return ``text`` without such characters."""
    return _HIDDEN.sub("", text)


def _code(found: re.Match[str]) -> str:
    return f"U+{ord(found[0]):04X}"
