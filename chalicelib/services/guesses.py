"""Who guesses too often is not looked at for a while: a lock for an account at an address, slower caps beyond it.

A guess is counted before it is held against anything, so that of a thousand at once five are looked at; `claim` comes
after everything that has to be read, so that a table that fails uses up nobody's guesses. A lock ends no session.

An office of 300 behind one address has 300 accounts and so 300 locks. A rival's wrong guesses lock the rival's address. If
a rival has many addresses, the cap of the account everywhere spares those from which its owner has signed in before; and
where a code has 40 bits, each further address may still try once an hour, so that its owner gets in at the first try.
A shared password is the same for every account: so its wrong guesses are counted by address, and right ones given back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..config import config
from ..domain.canonical import keyed
from ..domain.errors import TooMany
from ..domain.times import Millis, at_home, written
from ..storage import guesses
from ..storage.secrets import secret

MOST_HERE = 5
WINDOW_MS = 15 * 60_000
HOUR_MS = 60 * 60_000
KNOWN_MS = 30 * 24 * HOUR_MS

Kind = Literal["code", "otp", "password", "staff"]


@dataclass(frozen=True)
class Limits:
    """How many guesses an hour are looked at beyond the lock, 0 for as many as come.

    ``everywhere``: at one account from all addresses that it doesn't know; ``beyond``: from each further one after that.
    ``of_an_address``: wrong ones from one address, whosever the accounts are. ``remembers``: whether a right guess shows
    that the account's owner is at this address.
    """

    everywhere: int = 0
    beyond: int = 0
    of_an_address: int = 0
    remembers: bool = True


LIMITS: Mapping[Kind, Limits] = {
    "code": Limits(everywhere=100, beyond=1),
    "otp": Limits(everywhere=100),
    "staff": Limits(everywhere=100),
    # 300 people may type it at once, each of them wrong at first.
    "password": Limits(of_an_address=1000, remembers=False),
}


def claim(contest: str, kind: Kind, account: str, address: str, now: Millis) -> None:
    """Count one more guess at ``account`` from ``address``, before it is looked at.

    ``account`` is a login's hash or an account's name; ``address`` is what `routes.views.address` returned. Raises TooMany,
    which says until when, once five have been made within a quarter of an hour, or a slower cap is reached.
    """
    limits, here = LIMITS[kind], _here(contest, kind, account, address)
    known_until = guesses.claim(contest, here, now, most=MOST_HERE, window_ms=WINDOW_MS)
    if known_until is None:
        raise _too_many(guesses.locked_until(contest, here) or now)
    caps = [(_by_address(contest, kind, address, now), limits.of_an_address)]
    if known_until <= now and limits.everywhere:
        everywhere = _hourly(kind, "everywhere", now, _hashed(contest, kind, account))
        caps.append((everywhere, limits.everywhere))
    for name, most in caps:
        if most and not guesses.count(contest, name, most=most, until=_hour_ends(now)):
            _claim_beyond(contest, kind, here, limits.beyond, now)


def forget(contest: str, kind: Kind, account: str, address: str, now: Millis) -> None:
    """Forget the wrong guesses at ``account`` from ``address`` after a right one, at the hour ``now`` of its `claim`."""
    limits = LIMITS[kind]
    guesses.forget(contest, _here(contest, kind, account, address), now + KNOWN_MS if limits.remembers else 0)
    if limits.of_an_address:
        guesses.give_back(contest, _by_address(contest, kind, address, now))


def _claim_beyond(contest: str, kind: Kind, here: str, most: int, now: Millis) -> None:
    beyond = _hourly(kind, "beyond", now, here)
    if not (most and guesses.count(contest, beyond, most=most, until=_hour_ends(now))):
        raise _too_many(_hour_ends(now))


def _here(contest: str, kind: Kind, account: str, address: str) -> str:
    return f"{kind}-here#{_hashed(contest, kind, account, address)}"


def _by_address(contest: str, kind: Kind, address: str, now: Millis) -> str:
    return _hourly(kind, "address", now, _hashed(contest, kind, "address", address))


def _hourly(kind: Kind, cap: str, now: Millis, of: str) -> str:
    return f"{kind}-{cap}#{of}#{now // HOUR_MS}"


def _hour_ends(now: Millis) -> Millis:
    return (now // HOUR_MS + 1) * HOUR_MS


def _hashed(*parts: str) -> str:
    return keyed(secret(config().person_secret), "guess", *parts).hex()


def _too_many(until: Millis) -> TooMany:
    return TooMany(facts={"until": written(until)}, until=at_home(until))
