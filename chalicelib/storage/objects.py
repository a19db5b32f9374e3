"""Objects in S3. Immutable ones are named by their hash; the rest are written whole, never patched."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

import boto3
from botocore.exceptions import ClientError

from ..config import config
from ..domain.canonical import canonical, sha256_hex
from ..domain.times import Millis, to_datetime
from .aws_errors import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The close puts this many objects side by side; botocore would keep ten connections and open the others anew each time.
MOST_AT_ONCE = 16
_PART_BYTES = 1 << 20

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".pem": "application/x-pem-file",
    ".webmanifest": "application/manifest+json",
}


@cache
def s3() -> S3Client:
    """Return this process's S3 client, made at its first use."""
    return boto3.client("s3", config=settings(max_pool_connections=MOST_AT_ONCE))


def content_type(key: str) -> str:
    """Return the media type by which browsers shall take ``key``."""
    return _TYPES.get(Path(key).suffix, "application/octet-stream")


def get(bucket: str, key: str) -> bytes | None:
    """Read an object, or None where there is none."""
    try:
        return s3().get_object(Bucket=bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return None


@contextmanager
def opened(bucket: str, key: str) -> Iterator[BinaryIO]:
    """Fetch an object into a temporary file: it may be larger than memory."""
    with tempfile.TemporaryFile() as temporary:
        file = cast(BinaryIO, temporary)
        for part in s3().get_object(Bucket=bucket, Key=key)["Body"].iter_chunks(_PART_BYTES):
            file.write(part)
        file.seek(0)
        yield file


def put(bucket: str, key: str, body: bytes | IO[bytes], *, cache_control: str = "") -> None:
    """Write an object with the media type of its name."""
    extra: dict[str, Any] = {"CacheControl": cache_control} if cache_control else {}
    s3().put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type(key), **extra)


def put_once(bucket: str, key: str, body: bytes, **extra: Any) -> bytes:
    """Write an object unless there is one. Returns what is stored, whoever wrote it: repeated, it gives the same bytes."""
    try:
        s3().put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type(key), IfNoneMatch="*", **extra)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("PreconditionFailed", "ConditionalRequestConflict"):
            raise
        stored = get(bucket, key)
        if stored is None:
            raise
        return stored
    return body


def get_tagged(bucket: str, key: str) -> tuple[bytes | None, str]:
    """Read an object with the tag of just these bytes, for `put_if`; None and an empty tag where there is none."""
    try:
        found = s3().get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return None, ""
    return found["Body"].read(), found["ETag"]


def put_if(bucket: str, key: str, body: bytes, tag: str) -> bool:
    """Write an object if it is still what `get_tagged` has read. Returns False, and changes nothing, where it isn't."""
    seen: dict[str, Any] = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
    try:
        s3().put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type(key), **seen)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"):
            raise
        return False
    return True


def put_export(key: str, body: bytes | IO[bytes], now: Millis) -> None:
    """Write a file of an export, locked against change for as long as the stage says; ``restricted/`` is never locked."""
    lock = {} if key.startswith("restricted/") else _lock(now)
    s3().put_object(Bucket=config().exports_bucket, Key=key, Body=body, ContentType=content_type(key), **lock)


def put_export_once(key: str, body: bytes, now: Millis) -> bytes:
    """Write a locked object beside the exports unless there is one. Returns what is stored, as `put_once` does."""
    return put_once(config().exports_bucket, key, body, **_lock(now))


def _lock(now: Millis) -> dict[str, Any]:
    until = to_datetime(now) + timedelta(days=config().lock_days)
    return {"ObjectLockMode": config().lock_mode, "ObjectLockRetainUntilDate": until}


def link(bucket: str, key: str, hours: int) -> str:
    """Return a link by which whoever has it reads an object, for at most ``hours``."""
    return s3().generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=hours * 3600)


def put_named(folder: str, data: bytes) -> str:
    """Write ``data`` into the private bucket under its hash, and return the hash."""
    digest = sha256_hex(data)
    put(config().private_bucket, f"{folder}/{digest}.json", data)
    return digest


def get_named(folder: str, digest: str) -> bytes:
    """Read what `put_named` wrote. Raises LookupError where it is missing or is not what its name says."""
    data = get(config().private_bucket, f"{folder}/{digest}.json")
    if data is None or sha256_hex(data) != digest:
        raise LookupError(f"{folder}/{digest}.json is missing or damaged")
    return data


def get_json(bucket: str, key: str) -> Any:
    """Read an object that holds JSON, or None where there is none."""
    data = get(bucket, key)
    return None if data is None else json.loads(data)


def put_json(bucket: str, key: str, value: Any, *, cache_control: str = "") -> None:
    """Write ``value`` as canonical JSON."""
    put(bucket, key, canonical(value), cache_control=cache_control)


def keys(bucket: str, prefix: str) -> Iterator[str]:
    """Return the keys under ``prefix``, in order."""
    for page in s3().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from (entry["Key"] for entry in page.get("Contents", []))
