"""Vietnamese text: what counts as the same words, plain ASCII names for addresses, and the order of people's names.

Vietnamese comes composed and decomposed, and with the tone on either vowel (``Thuý``, ``Thúy``); a machine sees four
texts where a person reads one. Sorting is by given name, which stands last, and letters and tones have an order of their
own: a ă â b … d đ e ê … o ô ơ … u ư; level, grave, hook, tilde, acute, dot.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_TELEX = " frxsj"
"""The letter that stands for each tone where Vietnamese is typed: no digit, so that numbers stay recognisable."""

_LETTERS = {letter: place for place, letter in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"""[-!"#&'()*,./:;?@\[\]\\_{}…–—‑‘’“”«»·•]+""")

WordKey = tuple[tuple[int, ...], int]
NameKey = tuple[tuple[WordKey, ...], ...]


def slug(text: str) -> str:
    """Return ``text`` in lower-case ASCII, words parted by dashes: ``Sở Nội vụ`` is ``so-noi-vu``. May be empty."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return _NOT_SLUG.sub("-", "".join(letter for letter in letters if not unicodedata.combining(letter))).strip("-")


def plain(text: str) -> str:
    """Return ``text`` without accents, spaces or punctuation: how headers and short set words are compared."""
    return slug(text).replace("-", "")


def sound(text: str) -> str:
    """Return what is read aloud: ``text`` in one case, one space between words, each word's tone behind its letters.

    Two texts with the same sound are the same words: ``Hoà Bình`` and ``HÒA  BÌNH`` are, ``Hoa Bình`` is not.
    """
    return " ".join(_spoken(word) for word in _SPACES.split(text.strip().casefold()))


def wording(text: str) -> str:
    """Return the ``sound`` of ``text`` without its punctuation. Signs that carry meaning (``≥``, ``+``, ``%``) stay."""
    return sound(_PUNCTUATION.sub(" ", text))


def unaccented(text: str) -> bool:
    """Return whether ``text`` was written without Vietnamese letters and tones: ``So Noi vu``."""
    return "đ" not in text.casefold() and not any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=4096)
def _spoken(word: str) -> str:
    letters, tone = _parted(word)
    return f"{letters}`{_TELEX[tone]}" if tone else letters


def _parted(word: str) -> tuple[str, int]:
    """Return a word's letters without tones, composed, and the place of its tone in the dictionary's order."""
    split = unicodedata.normalize("NFD", word)
    tone = max((_TONES.get(letter, 0) for letter in split), default=0)
    return unicodedata.normalize("NFC", "".join(letter for letter in split if letter not in _TONES)), tone


def name_key(full_name: str) -> NameKey:
    """Return the key that sorts people as Vietnamese lists do: given name (the last word), then family and middle names."""
    words = [_word_key(word) for word in full_name.casefold().split()]
    return (tuple(words[-1:]), tuple(words[:-1]))


def title_key(text: str) -> tuple[WordKey, ...]:
    """Return the key that sorts names of bodies and places as Vietnamese lists do: word by word from the first one."""
    return tuple(_word_key(word) for word in text.casefold().split())


@lru_cache(maxsize=4096)
def _word_key(word: str) -> WordKey:
    letters, tone = _parted(word)
    return tuple(_LETTERS.get(letter, len(_LETTERS) + ord(letter)) for letter in letters), tone
