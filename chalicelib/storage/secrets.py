"""The keys that sign sessions and hash identifiers, read once for each process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import boto3

from .aws_errors import settings

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


@cache
def secret(name: str) -> bytes:
    """Return the secret ``name`` as bytes. Raises botocore's ClientError where this function may not read it."""
    return fresh_secret(name)


def fresh_secret(name: str) -> bytes:
    """Return the secret ``name`` as it stands now: for one that operators change while functions run."""
    client: SecretsManagerClient = boto3.client("secretsmanager", config=settings())
    return client.get_secret_value(SecretId=name)["SecretString"].encode()
