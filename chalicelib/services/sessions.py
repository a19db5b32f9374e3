"""Sessions: a compact token under HMAC-SHA-256, checked without a read and without any library on the hot path."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, replace
from typing import Any

from ..config import config
from ..domain.errors import NotSignedIn
from ..domain.times import Millis
from ..storage import revoked
from ..storage.secrets import secret

# So long somebody stays signed in who has been taken out. The page renews it, and a start prolongs it, so that nobody is
# signed out in the middle of a paper.
LASTS_MS = 10 * 60_000
LONGEST_MS = 12 * 60 * 60_000
AFTER_THE_DEADLINE_MS = 2 * 60_000
REVOKED_READ_MS = 30_000

_revoked: dict[str, tuple[dict[str, Millis], Millis]] = {}


@dataclass(frozen=True)
class Session:
    """Who is signed in, to which contest, on which device (``id``), since when and until when."""

    contest: str
    contestant: str
    unit: str
    id: str
    since: Millis
    expires: Millis


def token(session: Session) -> str:
    """Return ``session`` as the text that the cookie holds."""
    body = urlsafe_b64encode(json.dumps(list(vars(session).values())).encode()).decode().rstrip("=")
    return f"{body}.{_seal(body)}"


def read(text: str, contest: str, now: Millis) -> Session:
    """Return the session that ``text`` holds. Raises NotSignedIn for a forged, ended or foreign one, or for none."""
    body, _, seal = text.partition(".")
    if not (body and text.isascii() and hmac.compare_digest(seal, _seal(body))):
        raise NotSignedIn()
    session = _session(_opened(body))
    if session.contest != contest or now >= session.expires:
        raise NotSignedIn()
    return session


def prolonged(session: Session, deadline_at: Millis) -> Session:
    """Return ``session`` lasting until after ``deadline_at``: nobody is signed out while a paper runs."""
    return replace(session, expires=max(session.expires, deadline_at + AFTER_THE_DEADLINE_MS))


def renewed(session: Session, unit: str, now: Millis) -> Session:
    """Return ``session`` for ten minutes more, of somebody who is in ``unit`` now. Raises NotSignedIn twelve hours after
    they signed in.
    """
    ends = session.since + LONGEST_MS
    if now >= ends:
        raise NotSignedIn()
    return replace(session, unit=unit, expires=max(session.expires, min(now + LASTS_MS, ends)))


def refuse_revoked(session: Session, now: Millis) -> None:
    """Raise NotSignedIn where an organizer has ended the sessions of this person; known half a minute later at the latest.

    A paper that runs already learns it at once, from its own item (`storage.attempts.bar`).
    """
    if session.since <= _revoked_in(session.contest, now).get(session.contestant, -1):
        raise NotSignedIn()


def forget() -> None:
    """Forget what was remembered: for a test or a simulation that begins anew."""
    _revoked.clear()


def _revoked_in(contest: str, now: Millis) -> dict[str, Millis]:
    known, read_at = _revoked.get(contest, ({}, now - REVOKED_READ_MS))
    if not 0 <= now - read_at < REVOKED_READ_MS:
        known = revoked.of_contest(contest)
        _revoked[contest] = (known, now)
    return known


def _session(parts: list[Any]) -> Session:
    try:
        return Session(*parts)
    except TypeError as error:  # Sealed by a version whose sessions had other parts.
        raise NotSignedIn() from error


def _opened(body: str) -> list[Any]:
    try:
        return list(json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except (ValueError, NotBase64) as error:
        raise NotSignedIn() from error


def _seal(body: str) -> str:
    digest = hmac.digest(secret(config().session_secret), body.encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")
