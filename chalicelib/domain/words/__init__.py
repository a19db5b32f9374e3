"""Every sentence that the Python side says to a person: one catalogue for Vietnamese, one for English.

A key names what is said, never where: ``problem.late.title``. Values are filled in by ``str.format``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from . import en, vi

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
CATALOGUES: dict[Language, dict[str, str]] = {"vi": vi.WORDS, "en": en.WORDS}


_HOUR_AND_DAY = re.compile(r"(\d\d:\d\d(?::\d\d)?) ngày (\d\d/\d\d/\d{4})")


def say(key: str, language: Language = "vi", /, **values: object) -> str:
    """Return the sentence for ``key`` in ``language`` with ``values`` filled in. Raises KeyError for an unknown key."""
    return filled(CATALOGUES[language][key], language, values)


def filled(sentence: str, language: Language, values: Mapping[str, object]) -> str:
    """Return a sentence of any catalogue with ``values`` filled in.

    An hour comes as `times.at_home` writes it, through JSON too, and that is in Vietnamese: elsewhere it is said anew.
    """
    if language != "vi":
        values = {name: _said(value, language) for name, value in values.items()}
    return sentence.format(**values)


def _said(value: object, language: Language) -> object:
    found = _HOUR_AND_DAY.fullmatch(value) if isinstance(value, str) else None
    return CATALOGUES[language]["at-home"].format(hour=found[1], day=found[2]) if found else value
