"""People's names: what can be mended is mended, what nobody is called gets a sentence, and every real name passes.

Names here are written in Latin letters, those of the minorities too: Y Ê Ban, K'Brêu, H'Hen Niê, Nông Thị Dủ Mỷ, Kpă Ơ̆
(whose last letter has no character of its own). A name may be one word, or very long.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .hidden import hidden_character

LONGEST_NAME = 100
MOST_MARKS = 2
"""Beside what is part of a letter's own character: Ê with a breve has one more, and no writing here has three."""

_SIGNS = "'-."
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ＇`´ʹ′"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—"), "-")
_TOO_MANY_MARKS = re.compile(f"m{{{MOST_MARKS + 1}}}")
_STRAY_SIGN = re.compile(r"^[^l]|(?:^|[ s])m|s ?s")


def mended_name(text: str) -> str:
    """Return a name as it is stored: accents composed (NFC), one space between words, one kind of apostrophe and hyphen."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_APOSTROPHES | _HYPHENS).split())


def name_fault(text: str) -> str:
    """Return why ``text``, once mended, can't be a person's name, as the code of a problem; empty for a name.

    ``unfit-name-missing``, ``-long``, ``-hidden`` (what nobody sees, or what turns the order of letters), ``-digits``,
    ``-script`` (a letter that isn't Latin: it may only look like one) or ``-signs``.
    """
    if len(text) > 4 * LONGEST_NAME:
        return "unfit-name-long"
    name = mended_name(text)
    return next((code for code, found in _faults(name) if found), "")


def _faults(name: str) -> list[tuple[str, bool]]:
    kinds = "".join(map(_kind, name))
    return [
        ("unfit-name-hidden", hidden_character(name) is not None),
        ("unfit-name-missing", not name),
        ("unfit-name-long", len(name) > LONGEST_NAME),
        ("unfit-name-digits", "d" in kinds),
        ("unfit-name-script", "o" in kinds),
        ("unfit-name-signs", bool("x" in kinds or _STRAY_SIGN.search(kinds) or _TOO_MANY_MARKS.search(kinds))),
    ]


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """Return what a character is to a name: a letter, another script's letter, a mark, a digit, a space, a sign, or none."""
    category = unicodedata.category(character)
    if category.startswith("L"):
        return "l" if unicodedata.name(character, "").startswith("LATIN ") else "o"
    if category == "Mn":
        return "m"
    if category.startswith("N"):
        return "d"
    return " " if character == " " else "s" if character in _SIGNS else "x"
