"""The word in common that some contests ask for at registration: told to those who may take part, and to nobody else.

It is kept as scrypt's output. The organizers' function sets it; the identity function can only read what is kept of it.
"""

from __future__ import annotations

from typing import Any

from ..config import config
from ..domain.canonical import keyed
from ..domain.errors import Conflict, Unfit
from ..domain.times import Millis
from ..storage import contest_passwords, rounds
from ..storage.secrets import secret
from . import guesses, passwords
from .known import if_known

LEAST, MOST = 6, 100
_REMEMBERED = 32

_right: set[bytes] = set()


def set_password(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Keep ``event["password"]`` as the contest's; an empty one takes it away. Raises Unfit for one that is too short."""
    contest, password = event["contest"], event["password"].strip()
    if_known(rounds.get_contest(contest))
    if password and not LEAST <= len(password) <= MOST:
        raise Unfit("unfit-contest-password", least=LEAST, most=MOST)
    if not event.get("dry_run"):
        contest_passwords.put(contest, passwords.kept(password) if password else "")
    return {"set": bool(password)}


def is_set(contest: str) -> bool:
    """Return whether the contest has a password."""
    return bool(contest_passwords.get(contest))


def check(contest: str, password: str, account: str, address: str, now: Millis) -> None:
    """Look whether ``password``, as typed, is the contest's. ``account`` is the login of whoever registers with it.

    Raises Conflict while there is none, TooMany after too many guesses (`services/guesses.py`), and Unfit for a wrong one.
    """
    stored = contest_passwords.get(contest)
    if not stored:
        raise Conflict("no-contest-password")
    guesses.claim(contest, "password", account, address, now)
    if not _fits(password, stored):
        raise Unfit("wrong-contest-password", facts={"fields": ["password"]})
    guesses.forget(contest, "password", account, address, now)


def _fits(password: str, stored: str) -> bool:
    """Return whether ``stored`` was kept of ``password``; what was right once is known again without scrypt's 0.3 s.

    All of a contest type the same, and a crowd shall not wait for it. What is remembered is a hash under a secret key.
    """
    name = keyed(secret(config().person_secret), "contest-password", stored, password)
    if name in _right:
        return True
    if not passwords.fits(password, stored):
        return False
    if len(_right) >= _REMEMBERED:
        _right.clear()
    _right.add(name)
    return True
