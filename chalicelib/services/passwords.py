"""What is kept of an account's password: scrypt's output, with the cost that it took, so that the cost can be raised.

One of OWASP's equal choices (Password Storage Cheat Sheet): N=2^15, r=8, p=3: 32 MB and some 0.3 s of a core, in a function
of 1 GB. What was kept under another cost is read with that one, and kept anew at the next right password.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from base64 import b32encode
from typing import NamedTuple

from .. import chance
from ..config import config
from ..domain.canonical import keyed
from ..domain.errors import Unfit
from ..domain.hidden import hidden_character
from ..storage.secrets import secret

LEAST, MOST = 12, 200
_SALT, _LENGTH = 16, 32
_LETTERS = 16


class Cost(NamedTuple):
    """scrypt's parameters: ``log_n`` the memory and time as a power of two, ``r`` the block, ``p`` how often."""

    log_n: int
    r: int
    p: int


COST = Cost(15, 8, 3)


def kept(password: str) -> str:
    """Return what is kept of ``password``: ``scrypt$15$8$3$<salt>$<hash>``, both in hex."""
    salt = chance.random_bytes(_SALT)
    return "$".join(["scrypt", *map(str, COST), salt.hex(), _hash(password, salt, COST).hex()])


def fits(password: str, stored: str) -> bool:
    """Return whether ``stored`` was kept of ``password``. Nothing fits where nothing is stored, and finding out takes as
    long: nobody shall learn from the time whether there is such an account.
    """
    cost, salt, hashed = _parts(stored)
    return hmac.compare_digest(_hash(password, salt, cost), hashed)


def is_outdated(stored: str) -> bool:
    """Return whether ``stored`` was kept under another cost than today's."""
    return _parts(stored)[0] != COST


def one_time(contest: str, account: str, nonce: str) -> str:
    """Return the password for one sign-in that a request with this ``nonce`` makes: ``K3QF-…``, 80 bits.

    It follows from the nonce and a secret, so a request that comes again because its answer was lost gives the same.
    """
    drawn = keyed(secret(config().person_secret), "one-time", contest, account, nonce)
    letters = b32encode(drawn).decode()[:_LETTERS]
    return "-".join(letters[place : place + 4] for place in range(0, _LETTERS, 4))


def check_chosen(password: str, account: str, before: str) -> None:
    """Refuse a password that is too short or long, hides a character, is the one before, or names its account. Raises Unfit.

    Length is what counts, and no letters of this or that kind are asked for (NIST SP 800-63B, 5.1.1.2).
    """
    plain = _plain(password)
    if hidden_character(plain):
        raise Unfit("unfit-password-hidden")
    if not LEAST <= len(plain) <= MOST or len(set(plain)) < LEAST // 2:
        raise Unfit("unfit-password", least=LEAST)
    if hmac.compare_digest(plain.encode(), _plain(before).encode()) or account in plain.lower():
        raise Unfit("unfit-password-known")


def _hash(password: str, salt: bytes, cost: Cost) -> bytes:
    memory = 128 * 2**cost.log_n * cost.r + 2**20
    return hashlib.scrypt(
        _plain(password).encode(), salt=salt, n=2**cost.log_n, r=cost.r, p=cost.p, maxmem=memory, dklen=_LENGTH
    )


def _plain(password: str) -> str:
    """The same letters from another keyboard are the same password; a blank at an end was pasted along."""
    return unicodedata.normalize("NFKC", password).strip()


def _parts(stored: str) -> tuple[Cost, bytes, bytes]:
    if not stored:
        return COST, bytes(_SALT), b""
    _, log_n, r, p, salt, hashed = stored.split("$")
    return Cost(int(log_n), int(r), int(p)), bytes.fromhex(salt), bytes.fromhex(hashed)
