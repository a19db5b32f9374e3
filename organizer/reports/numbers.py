"""Numbers as an administrative document here writes them: 25.980; 22,88 %; 16.100.000; and amounts in words.

Figures are `domain/amounts.py`'s, so that a report and the page beside it never differ; what isn't known is left blank.
"""

from __future__ import annotations

from datetime import date

from chalicelib.domain.amounts import counted, decimal, owed_percent
from chalicelib.domain.amounts import percent as known_percent
from chalicelib.domain.times import at_home, read
from chalicelib.domain.unit_shares import share_text

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
_NO_BREAK = "\u00a0"
"""A space at which no line ends: a percent sign stands with its number."""


def whole(number: int | None) -> str:
    """Return a number with its thousands parted: ``25.980``; nothing where it isn't known."""
    return "" if number is None else counted(number)


def few(number: int) -> str:
    """Return a number inside a sentence, of two digits at least as decisions write it: ``01``, ``24``."""
    return f"{number:02d}" if number < 10 else counted(number)


def percent(part: int, of: int | None) -> str:
    """Return ``part`` of ``of`` with two decimals: ``22,88 %``; nothing where there is nothing to be a part of."""
    return known_percent(part, of).replace(" ", _NO_BREAK) if of else ""


def share_of(people: int, headcount: int) -> str:
    """Return a share of a unit's people with both its numbers: ``69,90 % (699/1.000 người)``."""
    return share_text(people, headcount, "vi").replace(" %", f"{_NO_BREAK}%")


def mean(total: int, of: int) -> str:
    """Return what ``total`` comes to for each of ``of``, with two decimals: ``8,25``; nothing for nobody."""
    return decimal(total, of) if of else ""


def rate(owed: int | None) -> str:
    """Return a rate of the definition as its plan would write it: ``70 %``; nothing where none is owed."""
    return "" if owed is None else owed_percent(owed).replace(" ", _NO_BREAK)


def day(text: str) -> str:
    """Return a day of the JSON, ``2023-10-23``, as it is read here: ``23/10/2023``."""
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def hour(text: str | None) -> str:
    """Return an instant of the JSON as it is read here: ``08:00 ngày 20/12/2021``; nothing where there is none."""
    return at_home(read(text)) if text else ""


def amount_in_words(vnd: int) -> str:
    """Return an amount as it stands in a decision: ``Mười sáu triệu một trăm nghìn đồng``."""
    words = in_words(vnd)
    return f"{words[0].upper()}{words[1:]} đồng"


def in_words(number: int) -> str:
    """Return a number as it is read out: ``một triệu không trăm hai mươi bốn nghìn không trăm linh năm``.

    A group of three digits that isn't the first is read out whole, its zeros too, and one of nothing but zeros is passed
    over. Raises ValueError for a number below zero.
    """
    if number < 0:
        raise ValueError(f"{number} is below zero")
    return " ".join(_words(number, last=True)) or _DIGITS[0]


def _words(number: int, last: bool) -> list[str]:
    """Return the words of a number, none for 0; ``last`` says that no name of a size comes after it."""
    billions, rest = divmod(number, _BILLION)
    words = [*_words(billions, last=False), "tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        if group := rest // size % 1000:
            words += [*_group(group, whole_group=bool(words), last=last and size == 1), name]
    return [word for word in words if word]


def _group(group: int, whole_group: bool, last: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole_group else []
    return words + _below_a_hundred(rest, linh=bool(words), last=last)


def _below_a_hundred(number: int, linh: bool, last: bool) -> list[str]:
    tens, ones = divmod(number, 10)
    if not number:
        return []
    if not tens:
        return ["linh", _DIGITS[ones]] if linh else [_DIGITS[ones]]
    first = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return [*first, _after_tens(tens, ones, last)] if ones else first


def _after_tens(tens: int, ones: int, last: bool) -> str:
    """Return the last digit after tens: ``mốt`` and ``tư`` from twenty on, ``lăm`` everywhere.

    ``tư`` stands at the end of a number alone; before ``nghìn``, ``triệu``, ``tỷ`` accounts write ``bốn``.
    """
    if ones == 5:
        return "lăm"
    if tens > 1 and ones == 1:
        return "mốt"
    return "tư" if tens > 1 and ones == 4 and last else _DIGITS[ones]
