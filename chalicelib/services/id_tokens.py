"""The signature of an ID token. Only here is PyJWT imported, and with it cryptography, when the first token comes."""

from __future__ import annotations

from typing import Any

from ..domain.id_token import Asked, Untrue, claims_of, header_of
from ..domain.times import Millis
from .provider import Provider, signing_key

# Of a key's members those that make it: whatever else it claims to be, it is used for nothing else.
_MEMBERS = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y")}


def verified(token: str, asked: Asked, provider: Provider, now: Millis) -> dict[str, Any]:
    """Return the claims of ``token``. Raises Untrue where it proves nothing, and what `signing_key` raises."""
    header = header_of(token)
    key = signing_key(provider, header, now)
    if key is None:
        raise Untrue("key")
    return claims_of(_payload(token, key, header["alg"]), asked, now)


def _payload(token: str, key: dict[str, Any], algorithm: str) -> bytes:
    """Return the bytes that the holder of ``key`` has signed. Raises Untrue."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from jwt import PyJWK, PyJWS, PyJWTError

    members = {name: key[name] for name in _MEMBERS[key["kty"]] if name in key}
    try:
        public = PyJWK(members, algorithm)
        payload: bytes = PyJWS([algorithm]).decode(token, public, [algorithm])
    except (PyJWTError, UnsupportedAlgorithm, ValueError, TypeError):
        # A key that is none (a point that isn't on its curve) is as good as none.
        raise Untrue("signature") from None
    return payload
