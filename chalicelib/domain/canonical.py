"""Bytes and hashes that auditors recompute: RFC 8785 JSON, SHA-256, keyed hashes over texts."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import Any

import rfc8785


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
