"""One-time codes of six digits: sent to somebody, good for ten minutes, for one purpose, and held against few guesses.

A code is kept as a keyed hash under the contest, the purpose and the account that it is for; a later one takes its place.
Guesses are counted before they are looked at (`services/guesses.py`): of a thousand at once five are.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from typing import Literal

from .. import chance
from ..config import config
from ..domain.canonical import keyed
from ..domain.errors import Unfit
from ..domain.times import Millis
from ..storage import one_time
from ..storage.one_time import OneTimeCode
from ..storage.secrets import secret
from . import guesses

LASTS_MS = 10 * 60_000
_DIGITS = 6
_CODE = re.compile(f"[0-9]{{{_DIGITS}}}")

Purpose = Literal["registration", "sign-in"]


def issue(contest: str, purpose: Purpose, account: str, now: Millis) -> str:
    """Return a new code for ``account``, a text that nobody else is known by; the one before it is good no more."""
    code = f"{int.from_bytes(chance.random_bytes(8)) % 10**_DIGITS:0{_DIGITS}d}"
    name = _name(contest, purpose, account)
    one_time.put(OneTimeCode(contest, name, _kept(name, code), now + LASTS_MS))
    return code


def check(contest: str, purpose: Purpose, account: str, code: str, address: str, now: Millis) -> OneTimeCode:
    """Return the code that was issued for ``account`` if ``code``, as typed, is it; it is still to be used up.

    Raises TooMany after five guesses from ``address`` within a quarter of an hour, and Unfit for a wrong code, one that has
    ended, or one that never was.
    """
    name = _name(contest, purpose, account)
    issued = one_time.get(contest, name)
    guesses.claim(contest, "otp", name, address, now)
    if issued is None or now >= issued.until or not hmac.compare_digest(issued.code_hash, _kept(name, plain(code))):
        raise Unfit("wrong-mailed-code", facts={"fields": ["code"]})
    guesses.forget(contest, "otp", name, address, now)
    return issued


def plain(text: str) -> str:
    """Return a code as it is compared, from what a person types: ``123 456`` is ``123456``."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def could_be(text: str) -> bool:
    """Return whether ``text`` can be such a code at all."""
    return _CODE.fullmatch(plain(text)) is not None


def _name(contest: str, purpose: Purpose, account: str) -> str:
    return keyed(secret(config().person_secret), "one-time", contest, purpose, account).hex()


def _kept(name: str, code: str) -> str:
    return keyed(secret(config().person_secret), "one-time-code", name, code).hex()
