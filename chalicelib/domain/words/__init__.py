"""Every sentence that the Python side says to a person: one catalogue for Vietnamese, one for English.

A key names what is said, never where: ``problem.late.title``. Values are filled in by ``str.format``.
"""

from __future__ import annotations

from typing import Literal

from . import en, vi

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
CATALOGUES: dict[Language, dict[str, str]] = {"vi": vi.WORDS, "en": en.WORDS}


def say(key: str, language: Language = "vi", /, **values: object) -> str:
    """Return the sentence for ``key`` in ``language`` with ``values`` filled in. Raises KeyError for an unknown key."""
    return CATALOGUES[language][key].format(**values)
