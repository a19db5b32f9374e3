"""A server of single sign-on in this process, which does as the standard says or, where a test asks for it, otherwise."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from chalicelib.domain.id_token import half_hash
from chalicelib.domain.times import Millis
from chalicelib.fetch import Reply, Unreached

ISSUER = "https://sso.hue.example.vn"
CLIENT, SECRET = "hoithi 2022", "bí mật: của+cuộc thi/2022"
SITE = "https://hoithi.example.gov.vn"
ACCESS = "access-token-of-the-server"

AN_SUB = "f3a1c9d2-an"
AN_CLAIMS = {"sub": AN_SUB, "name": "Hồ Thị Gấm", "unit": "Sở Nội vụ", "position": "TRƯỞNG  PHÒNG"}

Claims = dict[str, Any]
Change = Callable[[Any], Any]


@cache
def rsa_key(name: str = "", bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return the RSA key called ``name``, made at its first use."""
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(name: str = "") -> ec.EllipticCurvePrivateKey:
    """Return the key on P-256 called ``name``, made at its first use."""
    return ec.generate_private_key(ec.SECP256R1())


def public(key: Any, kid: str, **members: Any) -> Claims:
    """Return a key's public half as a member of a JWK Set."""
    algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return {**json.loads(algorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig", **members}


def text_of(header: Mapping[str, Any], payload: bytes, sign: Callable[[bytes], bytes]) -> str:
    """Return a compact JWS made by hand: what no library would sign."""
    body = f"{base64(json.dumps(header).encode())}.{base64(payload)}"
    return f"{body}.{base64(sign(body.encode()))}"


def base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Server:
    """The server. ``people`` are its accounts by subject; ``bends`` changes what it answers at an address, by its path."""

    now: Callable[[], Millis]
    people: dict[str, Claims] = field(default_factory=lambda: {AN_SUB: dict(AN_CLAIMS)})
    keys: list[Claims] = field(default_factory=lambda: [public(rsa_key(), "2022-1")])
    userinfo: tuple[str, ...] = ()
    claims: Change = lambda claims: claims
    sign: Callable[[Claims], str] = lambda claims: jwt.encode(claims, rsa_key(), "RS256", {"kid": "2022-1"})
    answer: Change = lambda told: told
    document: Change = lambda document: document
    bends: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def fetch(
        self, address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Answer as `chalicelib.fetch.fetch` would bring it. Raises Unreached where there is no such server."""
        place = urlsplit(address)
        if f"{place.scheme}://{place.netloc}" != ISSUER:
            raise Unreached("gaierror")
        self.asked.append(place.path)
        if place.path in self.bends:
            return self.bends[place.path]()
        answers = {
            "/.well-known/openid-configuration": lambda: self.document(self._document()),
            "/jwks": lambda: {"keys": self.keys},
            "/token": lambda: self._token(dict(form or {}), dict(headers or {})),
            "/userinfo": lambda: self._userinfo(dict(headers or {})),
        }
        said = answers[place.path]()
        return said if isinstance(said, Reply) else reply(said)

    def sign_in(self, location: str, sub: str = AN_SUB) -> dict[str, str]:
        """Let somebody sign in where the browser was sent to; return what the server sends back with them."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = (sub, asked)
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def _document(self) -> Claims:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "userinfo_endpoint": f"{ISSUER}/userinfo",
            "authorization_response_iss_parameter_supported": True,
        }

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> Any:
        if known_as(form, headers) != (CLIENT, SECRET):
            return reply({"error": "invalid_client"}, 401)
        sub, asked = self.codes.pop(form["code"], ("", {}))
        challenge = base64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if not sub or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return reply({"error": "invalid_grant"}, 400)
        told = self.sign(self.claims(self._claims(sub, asked["nonce"])))
        return self.answer({"access_token": ACCESS, "token_type": "Bearer", "expires_in": 3600, "id_token": told})

    def _claims(self, sub: str, nonce: str) -> Claims:
        seconds = self.now() // 1000
        told = {name: value for name, value in self.people[sub].items() if name not in self.userinfo}
        hours = {"iat": seconds, "exp": seconds + 300}
        return {**told, "iss": ISSUER, "aud": CLIENT, "nonce": nonce, "at_hash": half_hash(ACCESS), **hours}

    def _userinfo(self, headers: dict[str, str]) -> Any:
        if headers.get("Authorization") != f"Bearer {ACCESS}":
            return reply({"error": "invalid_token"}, 401)
        return self.people[AN_SUB]


def known_as(form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[str, str]:
    """Return as whom somebody asks: by HTTP's own means, or in the form (RFC 6749, 2.3.1)."""
    if "Authorization" not in headers:
        return form.get("client_id", ""), form.get("client_secret", "")
    name, _, secret = b64decode(headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
    return unquote_plus(name), unquote_plus(secret)


def reply(said: Any, status: int = 200) -> Reply:
    """Return an answer that holds ``said`` as JSON, or as it is where it is bytes."""
    return Reply(status, said if isinstance(said, bytes) else json.dumps(said).encode())
