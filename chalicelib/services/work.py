"""Work before a door that costs something to open: a puzzle of ALTCHA's, or a minute's patience.

The puzzle is made by the public function, which stores nothing, and is spent in the identity function, which remembers it
until it ends. It asks for PBKDF2 and not for SHA-256 alone: a browser has it built in, so an old phone is only a few times
slower than a rented server, where by a script it would be a thousand times (decision 13). Whose browser can't do it waits a
minute with a ticket instead; of one address few of these are taken, or they would be the cheap way.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import chance
from ..config import config
from ..domain.canonical import keyed, sha256_hex
from ..domain.errors import Conflict, TooMany, Unfit
from ..domain.times import Millis, at_home, written
from ..storage import guesses, spent
from ..storage.secrets import secret

if TYPE_CHECKING:
    from altcha import Payload

    from .said import Challenge

ALGORITHM = "PBKDF2/SHA-256"
COST = 2_000
"""Iterations of one try. A server checks one try: half a millisecond."""

TRIES = 400
"""The number to be found is among the first so many; on average half of them are tried."""

PREFIX_BYTES = 16
LASTS_MS = 10 * 60_000
WAIT_MS = 60_000
TICKETS_A_MINUTE = 10
_MINUTE_MS = 60_000
_TICKET = "ticket."


def challenge(contest: str, now: Millis) -> Challenge:
    """Return a puzzle for ``contest``, and a waiting ticket for whoever can't solve it. Nothing is stored."""
    import altcha

    counter = int.from_bytes(chance.random_bytes(8)) % TRIES
    # Not as ALTCHA's own end, which it would compare with its own clock.
    told = {"contest": contest, "made": now}
    puzzle = altcha.create_challenge(
        ALGORITHM, COST, counter=counter, key_prefix_length=PREFIX_BYTES, data=told, hmac_secret=_key("puzzle")
    )
    return {
        "challenge": b64encode(json.dumps(puzzle.to_dict()).encode()).decode(),
        "ticket": _new_ticket(contest, now),
        "ticket_from": written(now + WAIT_MS),
        "expires_at": written(now + LASTS_MS),
    }


def spend(contest: str, work: str, by: str, address: str, now: Millis) -> None:
    """Take the ``work`` that a request shows: a solved puzzle in base 64, or a ticket that has waited long enough.

    ``by`` is a hash of what the request says: the same request may show the same work again, because its answer was lost.
    Raises Unfit for what nobody here has made or nobody has solved, Conflict for what has ended or been shown before, and
    TooMany for a ticket that hasn't waited yet, or one of many from ``address``.
    """
    is_ticket = work.startswith(_TICKET)
    shown = _ticket(contest, work) if is_ticket else _puzzle(contest, work)
    if is_ticket and now < shown.made + WAIT_MS:
        raise _too_many(shown.made + WAIT_MS)
    if now >= shown.made + LASTS_MS or not spent.spend(contest, shown.name, by, shown.made + LASTS_MS):
        raise Conflict("work-over")
    if is_ticket:
        _count_ticket(contest, shown.name, address, now)


@dataclass(frozen=True)
class _Shown:
    """Work that is ours: a name that no other has, and when it was made."""

    name: str
    made: Millis


def _puzzle(contest: str, work: str) -> _Shown:
    """Return the puzzle in ``work`` if it is one of ours, of this contest, as hard as it has to be, and solved."""
    payload = _solved(work)
    told = payload.challenge.parameters if payload else None
    if told is None or told.data is None or told.data.get("contest") != contest:
        raise _unfit()
    if (told.algorithm, told.cost, len(told.key_prefix)) != (ALGORITHM, COST, 2 * PREFIX_BYTES):
        raise _unfit()
    return _Shown(sha256_hex(f"{told.nonce} {told.salt}".encode()), int(told.data["made"]))


def _solved(work: str) -> Payload | None:
    """Return the puzzle and its solution if the one bears our seal, and the other solves it."""
    import altcha

    try:
        read = json.loads(b64decode(work, validate=True))
        payload = altcha.Payload(altcha.Challenge.from_dict(read["challenge"]), altcha.Solution.from_dict(read["solution"]))
        return payload if altcha.verify_solution(payload, _key("puzzle")).verified else None
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None  # Whatever it is, it was not made here: what was is read without trouble.


def _new_ticket(contest: str, now: Millis) -> str:
    body = f"{_TICKET}{contest}.{now}.{chance.random_bytes(16).hex()}"
    return f"{body}.{_seal(body)}"


def _ticket(contest: str, work: str) -> _Shown:
    """Return the ticket in ``work`` if it is one of ours, of this contest."""
    body, _, seal = work.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(body).encode()):
        raise _unfit()
    _, of, made, _ = body.split(".")
    if of != contest:
        raise _unfit()
    return _Shown(sha256_hex(body.encode()), int(made))


def _count_ticket(contest: str, name: str, address: str, now: Millis) -> None:
    """Count a ticket from ``address`` before it opens anything. Raises TooMany."""
    ends = (now // _MINUTE_MS + 1) * _MINUTE_MS
    here = keyed(_key("address"), contest, address, ends).hex()
    if not guesses.count(contest, f"ticket#{here}", most=TICKETS_A_MINUTE, until=ends):
        raise _too_many(ends)


def _too_many(until: Millis) -> TooMany:
    return TooMany("work-early", facts={"until": written(until)}, until=at_home(until))


def _unfit() -> Unfit:
    return Unfit("unfit-work", facts={"fields": ["work"]})


def _seal(body: str) -> str:
    return keyed(_key("ticket"), body).hex()


def _key(use: str) -> bytes:
    """Return a key of its own for each use, from the secret that the public function may read as well."""
    return keyed(secret(config().session_secret), "work", use)
