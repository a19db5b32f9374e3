"""Which device an attempt was started on, as far as the round has to know: whether two were started on the same one."""

from __future__ import annotations

import hmac

from ..config import config
from ..storage.secrets import secret

_DIGITS = 16


def mark(contest: str, round_id: str, device: str) -> str:
    """Return the mark of a device in one round, 16 hex digits; nothing where the device said nothing of itself.

    ``device`` is the random text that the page keeps. The mark is a keyed hash of it: it says which attempts of a round
    were started on one device, leads to no device, and is another one in every round.
    """
    if not device:
        return ""
    named = f"device|{contest}|{round_id}|{device}".encode()
    return hmac.digest(secret(config().session_secret), named, "sha256").hex()[:_DIGITS]
