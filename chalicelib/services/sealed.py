"""What a browser carries for us for a while: texts and numbers that it can read, and can't change."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from ..config import config
from ..domain.canonical import keyed
from ..storage.secrets import secret


def sealed(kind: str, carried: list[Any]) -> str:
    """Return ``carried`` as the text of a cookie. What is sealed as one ``kind`` is not opened as another."""
    body = _base64(json.dumps(carried).encode())
    return f"{body}.{_seal(kind, body)}"


def opened(kind: str, text: str) -> list[Any] | None:
    """Return what `sealed` made a text of; None for any other text."""
    body, _, seal = text.partition(".")
    if not (body and text.isascii() and hmac.compare_digest(seal, _seal(kind, body))):
        return None
    return list(json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4))))


def derived(kind: str, *parts: str) -> str:
    """Return 43 characters of base64url that follow from ``parts``, and that nobody else can tell from them."""
    return _base64(keyed(secret(config().session_secret), f"{kind}-derived", *parts))


def _seal(kind: str, body: str) -> str:
    return _base64(keyed(secret(config().session_secret), f"{kind}-sealed", body))


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
