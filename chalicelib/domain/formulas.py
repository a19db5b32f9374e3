"""What a spreadsheet would take for a formula: a cell that begins with ``=``, ``+``, ``-`` or ``@``, in any width.

Names never begin so: they are refused when they come in, and guarded when they go out. Where lists are parted by ``;``,
as in Vietnam, a spreadsheet begins a new cell behind each, whatever a file with commas meant by it.
"""

from __future__ import annotations

import re
import unicodedata

from .hidden import without_hidden

_SIGNS = ("=", "+", "-", "@")
_BEFORE = " \t\r\n\u00a0\u3000'\"`‘’“”«»"
_GUARDED = (*_SIGNS, "'", "\t", "\r", "\n")
_NEW_CELL = re.compile("([;\uff1b\t\r\n])")


def looks_like_formula(text: str) -> bool:
    """Return whether ``text``, or what stands in it behind a ``;``, begins like a formula.

    Spaces, quotes and what nobody sees before it don't count: some programs take them away.
    """
    return any(map(_begins_like_formula, _NEW_CELL.split(text)))


def _begins_like_formula(text: str) -> bool:
    return unicodedata.normalize("NFKC", without_hidden(text)).lstrip(_BEFORE).startswith(_SIGNS)


def guarded(text: str) -> str:
    """Return ``text`` as it may stand in a CSV file for people: behind a ``'`` where it could be taken for a formula."""
    first, *others = _NEW_CELL.split(text)
    guard = "'" if text.startswith(_GUARDED) or _begins_like_formula(first) else ""
    return guard + first + "".join(f"'{part}" if _begins_like_formula(part) else part for part in others)
