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
from ..storage.secrets import secret

# Long enough to read the rules; a start prolongs it so that nobody is signed out in the middle of a paper.
LASTS_MS = 20 * 60_000
AFTER_THE_DEADLINE_MS = 2 * 60_000


@dataclass(frozen=True)
class Session:
    """Who is signed in, to which contest, on which device (``id``), until when."""

    contest: str
    contestant: str
    unit: str
    id: str
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
    session = Session(*_opened(body))
    if session.contest != contest or now >= session.expires:
        raise NotSignedIn()
    return session


def prolonged(session: Session, deadline_at: Millis) -> Session:
    """Return ``session`` lasting until after ``deadline_at``: nobody is signed out while a paper runs."""
    return replace(session, expires=max(session.expires, deadline_at + AFTER_THE_DEADLINE_MS))


def _opened(body: str) -> list[Any]:
    try:
        return list(json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except (ValueError, NotBase64) as error:
        raise NotSignedIn() from error


def _seal(body: str) -> str:
    digest = hmac.digest(secret(config().session_secret), body.encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")
