"""Numbers as readers expect them: ``25.980``, ``22,88 %`` and ``16.100.000 đồng`` in Vietnamese, ``25,980`` in English.

Exact integers in, half up, so that a report and the page beside it never differ in the last digit.
"""

from __future__ import annotations

from .award_rules import WHOLE
from .words import Language, say

_SIGNS: dict[Language, tuple[str, str, str]] = {"vi": (".", ",", " %"), "en": (",", ".", "%")}
"""Between thousands, before decimals, and for a hundredth."""


def counted(number: int, language: Language = "vi") -> str:
    """Return a number ≥ 0 with its thousands set apart."""
    return f"{number:,}".replace(",", _SIGNS[language][0])


def decimal(part: int, whole: int, language: Language = "vi", places: int = 2) -> str:
    """Return ``part / whole`` (``whole`` > 0) with that many decimals, half up."""
    scale = 10**places
    units, rest = divmod((part * 2 * scale + whole) // (2 * whole), scale)
    return f"{counted(units, language)}{_SIGNS[language][1]}{rest:0{places}d}"


def percent(part: int, whole: int, language: Language = "vi") -> str:
    """Return ``part / whole`` (``whole`` > 0) in hundredths with two decimals: ``22,88 %``."""
    return decimal(part * 100, whole, language) + _SIGNS[language][2]


def owed_percent(rate: int, language: Language = "vi") -> str:
    """Return a rate of a definition (per ten thousand) without idle noughts: ``70 %``, ``69,5 %``."""
    shown = decimal(rate * 100, WHOLE, language)
    return shown.rstrip("0").rstrip(_SIGNS[language][1]) + _SIGNS[language][2]


def money(vnd: int, language: Language = "vi") -> str:
    """Return an amount of VND: ``16.100.000 đồng``."""
    return say("amount.vnd", language, amount=counted(vnd, language))
