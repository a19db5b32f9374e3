"""Bytes and hashes that auditors recompute: RFC 8785 JSON, SHA-256, keyed hashes over texts."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import rfc8785

if TYPE_CHECKING:
    from hashlib import _Hash

_BLOCK = 64


def canonical(value: Any) -> bytes:
    """Return ``value`` as canonical JSON (RFC 8785), every string in NFC. Floats are refused: exports hold integers only."""
    return rfc8785.dumps(_composed(value))


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(name): _composed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(item) for item in value]
    if isinstance(value, float):
        raise TypeError(f"a float in canonical JSON: {value!r}")
    return value


def sha256_hex(data: bytes) -> str:
    """Return H of the export format in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def keyed(key: bytes, *parts: str | int) -> bytes:
    """Return M of the export format: HMAC-SHA-256 of ``key`` over ``parts`` joined with ``|``."""
    return hmac.digest(key, "|".join(map(str, parts)).encode(), "sha256")


def keyed_each(key: bytes, *parts: str | int) -> Callable[[str], bytes]:
    """Return ``keyed(key, *parts, last)`` as a function of ``last``; what all have in common is hashed once.

    A draw takes one such hash a question and one an option while the crowd is at the door. `hmac` would set up its key
    for each of them; hashlib's states can be copied, and a copy takes a third of the time (decision 8).
    """
    inner, outer = _padded(key)
    begun = inner.copy()
    begun.update("".join(f"{part}|" for part in parts).encode())

    def keyed_last(last: str) -> bytes:
        message, whole = begun.copy(), outer.copy()
        message.update(last.encode())
        whole.update(message.digest())
        return whole.digest()

    return keyed_last


@lru_cache(maxsize=32)
def _padded(key: bytes) -> tuple[_Hash, _Hash]:
    """Return HMAC's inner and outer hash as they stand once the padded ``key`` is in (RFC 2104). They are only copied."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return hashlib.sha256(block.translate(hmac.trans_36)), hashlib.sha256(block.translate(hmac.trans_5C))
