"""What an ID token must say before anybody is believed to be who it names: OpenID Connect Core 1.0, 3.1.3.7, and RFC 8725.

Here are the rules alone: which keys may verify, which claims must stand in it, at which hour. The signature itself is
`services/id_tokens.py`'s matter. ``why`` of an Untrue names the rule that was broken, for the logs; it quotes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .strict_json import strict_object
from .times import Millis

# Signatures that only the holder of a private key can make. With any HS… the public key would be the secret.
ALGORITHMS = ("RS256", "ES256", "PS256")
_KINDS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}

LONGEST_TOKEN = 16_384
# Two clocks that are set by the network differ by less; what is to bridge more is no clock.
LEEWAY_MS = 60_000
# OpenID Connect Core 1.0, 2: "MUST NOT exceed 255 ASCII characters in length".
LONGEST_SUBJECT = 255
_LEAST_RSA_BYTES, _MOST_RSA_BYTES = 256, 1_024


class Untrue(Exception):
    """A token that proves nothing. ``why`` is one word of ours."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Asked:
    """What a token has to answer: whose it must be, for whom, to which question (``nonce``), asked at ``began``."""

    issuer: str
    client: str
    nonce: str
    began: Millis
    access_token: str = ""


def header_of(token: str) -> dict[str, Any]:
    """Return the header of a compact JWS, its signature not looked at yet. Raises Untrue for one that may not be used.

    Keys that a header brings along or points to (``jwk``, ``jku``, ``x5c``, ``x5u``) are never looked at.
    """
    if len(token) > LONGEST_TOKEN:
        raise Untrue("long")
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        raise Untrue("form")
    header = _object(_bytes(parts[0]))
    if header.get("alg") not in ALGORITHMS:
        raise Untrue("algorithm")
    # Whatever is critical to the sender is unknown here (RFC 7515, 4.1.11).
    if "crit" in header or "b64" in header:
        raise Untrue("critical")
    # An access token or a logout token of the same issuer is signed by the same key (RFC 8725, 3.11).
    if str(header.get("typ", "JWT")).upper() != "JWT":
        raise Untrue("type")
    return header


def key_for(header: Mapping[str, Any], keys: Iterable[object]) -> dict[str, Any] | None:
    """Return the one key of a JWK Set that may have signed under ``header``; None where there is none, or more than one."""
    found = [key for key in keys if isinstance(key, dict) and _fits(key, header)]
    return found[0] if len(found) == 1 else None


def _fits(key: Mapping[str, Any], header: Mapping[str, Any]) -> bool:
    algorithm = header["alg"]
    return (
        key.get("kty") == _KINDS[algorithm]
        and key.get("alg", algorithm) == algorithm
        and key.get("use", "sig") == "sig"
        and ("kid" not in header or key.get("kid") == header["kid"])
        and _is_strong(key)
    )


def _is_strong(key: Mapping[str, Any]) -> bool:
    """RSA of 2,048 bits or more (RFC 7518, 3.3), and not so many that a signature takes minutes; P-256 for ES256."""
    if key["kty"] == "EC":
        return key.get("crv") == "P-256"
    modulus = key.get("n")
    try:
        return isinstance(modulus, str) and _LEAST_RSA_BYTES <= len(_bytes(modulus).lstrip(b"\0")) <= _MOST_RSA_BYTES
    except Untrue:
        return False


def claims_of(payload: bytes, asked: Asked, now: Millis) -> dict[str, Any]:
    """Return the claims of a payload whose signature holds. Raises Untrue where they don't answer what was ``asked``."""
    claims = _object(payload)
    if claims.get("iss") != asked.issuer:
        raise Untrue("issuer")
    _check_audience(claims, asked.client)
    _check_hours(claims, asked.began, now)
    if not _is(claims.get("nonce"), asked.nonce):
        raise Untrue("nonce")
    if "at_hash" in claims and not _is(claims["at_hash"], half_hash(asked.access_token)):
        raise Untrue("at-hash")
    check_subject(claims.get("sub"))
    return claims


def check_subject(subject: object) -> None:
    """Raise Untrue for a ``sub`` that OpenID Connect doesn't allow: it is up to 255 ASCII characters that can be seen."""
    if not (
        isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isascii() and subject.isprintable()
    ):
        raise Untrue("subject")
    if subject != subject.strip():
        raise Untrue("subject")


def _check_audience(claims: Mapping[str, Any], client: str) -> None:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if client not in named or not all(isinstance(each, str) for each in named):
        raise Untrue("audience")
    # Of several audiences one has asked for the token, and the token says which.
    if claims.get("azp", client if len(named) == 1 else None) != client:
        raise Untrue("party")


def _check_hours(claims: Mapping[str, Any], began: Millis, now: Millis) -> None:
    if now >= _moment(claims, "exp") + LEEWAY_MS:
        raise Untrue("expired")
    if not began - LEEWAY_MS <= _moment(claims, "iat") <= now + LEEWAY_MS:
        raise Untrue("issued")
    if "nbf" in claims and now < _moment(claims, "nbf") - LEEWAY_MS:
        raise Untrue("early")


def _moment(claims: Mapping[str, Any], name: str) -> Millis:
    """Return a NumericDate (seconds, RFC 7519) in milliseconds. Raises Untrue where there is none."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise Untrue("hours")
    return int(value * 1000)


def half_hash(text: str) -> str:
    """Return ``at_hash`` of an access token: the left half of its SHA-256 (OpenID Connect Core 1.0, 3.1.3.6)."""
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).decode().rstrip("=")


def _is(value: object, expected: str) -> bool:
    return isinstance(value, str) and hmac.compare_digest(value.encode(), expected.encode())


def _object(data: bytes) -> dict[str, Any]:
    try:
        return strict_object(data)
    except ValueError:
        raise Untrue("form") from None


def _bytes(text: str) -> bytes:
    """Return what unpadded base64url stands for. Raises Untrue."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        raise Untrue("form") from None
    # Python passes over characters that aren't in the alphabet: then two texts would stand for one.
    if urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise Untrue("form")
    return data
