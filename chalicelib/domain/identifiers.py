"""What names a person: a citizen's identity number, a phone number, an e-mail address or a staff number, in one spelling.

Rosters, registration, signing in and the lists of who may not take part all compare identifiers; whoever writes the same
one in another way is the same person. So every one of them goes through `canonical_identifier`.
"""

from __future__ import annotations

import re
import unicodedata

from .hidden import without_hidden

_BETWEEN = re.compile(r"[\s.\-‐‑–—]+")
# Nine to eleven digits: a number whose leading zeros a spreadsheet has dropped.
_SHORTENED = re.compile(r"[1-9][0-9]{8,10}")
_CITIZEN_ID = re.compile("[0-9]{12}")
# The prefixes of mobile numbers since 2018 (Thông tư 22/2014/TT-BTTTT, amended; the Ministry's plan of numbers).
_MOBILE = re.compile("(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}")
# Before a number's own nine digits: Vietnam's prefix, written in any way, and the zero of the trunk in brackets or not.
_PREFIXED = re.compile(r"(?:\(?(?:\+|00)84\)?|\(84\)|84|)(?:\(0\)|0|)([1-9][0-9]{8})")
_LOCAL = r"[a-z0-9_]+(?:(?:[.+']|-+)[a-z0-9_]+)*"
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9]))")
LONGEST_LOCAL, LONGEST_EMAIL = 64, 100
# Google reads an address without its points and takes both names for one: https://support.google.com/mail/answer/7436150
_GOOGLE = {"gmail.com", "googlemail.com"}


def canonical_identifier(text: str) -> str:
    """Return an identifier as it is compared and hashed, however it was imported or typed. Twice is the same as once.

    An identity number has its 12 digits, a mobile number its 10 with the zero in front, an e-mail address is the mailbox
    that it reaches; anything else is upper case without spaces, points and dashes.
    """
    return citizen_id(text) or phone(text) or mailbox(text) or _other(text)


def has_lost_zeros(text: str) -> bool:
    """Return whether ``text`` is a number whose leading zeros have been put back by `canonical_identifier`."""
    digits = _compact(_plain(text))
    return _SHORTENED.fullmatch(digits) is not None and canonical_identifier(text).endswith(f"0{digits}")


def citizen_id(text: str) -> str:
    """Return the 12 digits of an identity number, its lost zeros put back; empty for what can't be one.

    Ten or eleven digits that don't begin with 0 have lost one or two: the code of a province is 001 to 096. Eleven that are
    84 and a mobile number are that number (see `phone`): as an identity number they would name a girl born after 2019.
    """
    digits = _compact(_plain(text))
    if _CITIZEN_ID.fullmatch(digits):
        return digits
    return digits.zfill(12) if _SHORTENED.fullmatch(digits) and len(digits) > 9 and not phone(text) else ""


def phone(text: str) -> str:
    """Return a Vietnamese mobile number as ``0912345678``, however its prefix is written; empty for what can't be one."""
    found = _PREFIXED.fullmatch(_compact(_plain(text)))
    return f"0{found[1]}" if found and _MOBILE.fullmatch(found[1]) else ""


def email(text: str) -> str:
    """Return an e-mail address in lower case as mail is sent to it; empty for what can't be one.

    Read more narrowly than RFC 5321: no quotes, no comments, no accents, a domain with a point in it.
    """
    address = _plain(text).strip().lower()
    found = _EMAIL.fullmatch(address)
    return address if found and len(found[1]) <= LONGEST_LOCAL and len(address) <= LONGEST_EMAIL else ""


def mailbox(text: str) -> str:
    """Return the mailbox that an e-mail address reaches; empty for what can't be one.

    ``an+1@…`` is ``an@…``: one mailbox under as many names as somebody likes must not be as many contestants.
    """
    local, _, domain = email(text).partition("@")
    owner = local.partition("+")[0]
    if domain in _GOOGLE:
        owner, domain = owner.replace(".", ""), "gmail.com"
    return f"{owner}@{domain}" if domain else ""


def _plain(text: str) -> str:
    """Return ``text`` without what nobody sees; digits of full width, as some keyboards have them, are digits."""
    return without_hidden(unicodedata.normalize("NFKC", text))


def _compact(text: str) -> str:
    return _BETWEEN.sub("", text)


def _other(text: str) -> str:
    """Return a staff number, or whatever else was typed; a short number as one whose zeros were lost, as it always was."""
    compact = _compact(unicodedata.normalize("NFC", without_hidden(text).upper()))
    return compact.zfill(12) if _SHORTENED.fullmatch(compact) else compact
