"""The key in KMS that signs manifests: nobody ever holds it, and only the closing function may use it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import boto3

from ..config import config
from .aws_errors import settings

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

MOST_BYTES = 4_096


@dataclass(frozen=True)
class PublicKey:
    """The public half of the signing key: its ``id`` in KMS, and its SubjectPublicKeyInfo in DER."""

    id: str
    der: bytes

    @property
    def pem(self) -> bytes:
        """The key as files hold it (RFC 7468)."""
        text = base64.b64encode(self.der).decode()
        lines = [text[at : at + 64] for at in range(0, len(text), 64)]
        return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""]).encode()

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the DER in lower-case hex: what people compare, from paper or by telephone."""
        return hashlib.sha256(self.der).hexdigest()


@cache
def _kms() -> KMSClient:
    return boto3.client("kms", config=settings())


@cache
def public_key() -> PublicKey | None:
    """Return the public half of the key that signs here, None where exports are not signed (a simulation)."""
    if not config().signing_key:
        return None
    told = _kms().get_public_key(KeyId=config().signing_key)
    return PublicKey(told["KeyId"].rpartition("/")[2], told["PublicKey"])


def sign(key: str, data: bytes) -> bytes:
    """Return the signature of ``data`` by the key of this id: ECDSA over P-256 and SHA-256, in DER.

    KMS hashes by itself what has at most 4,096 bytes, as a round's manifest has; of more, the hash is sent, which comes to
    the same signature: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
    """
    short = len(data) <= MOST_BYTES
    kind: Literal["RAW", "DIGEST"] = "RAW" if short else "DIGEST"
    message = data if short else hashlib.sha256(data).digest()
    told = _kms().sign(KeyId=key, Message=message, MessageType=kind, SigningAlgorithm="ECDSA_SHA_256")
    return told["Signature"]


def forget() -> None:
    """Let go of client and key: a test has other surroundings."""
    _kms.cache_clear()
    public_key.cache_clear()
