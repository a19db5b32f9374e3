"""What the simulator says: one catalogue for Vietnamese, one for English. Keys name what is said, never where."""

from __future__ import annotations

from chalicelib.domain.words import Language, filled

from . import en, vi

CATALOGUES: dict[Language, dict[str, str]] = {"vi": vi.WORDS, "en": en.WORDS}


def say(key: str, language: Language, /, **values: object) -> str:
    """Return the sentence for ``key`` in ``language`` with ``values`` filled in. Raises KeyError for an unknown key."""
    return filled(CATALOGUES[language][key], language, values)


__all__ = ["CATALOGUES", "Language", "say"]
