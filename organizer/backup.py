"""Copies of what a stage holds, on the operator's own disk: whole tables and buckets, each held against its source."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .owner_only import owner_only
from .trouble import Trouble

Item = dict[str, Any]


@dataclass(frozen=True)
class Copied:
    """How much was copied, and a hash of all of it that doesn't depend on the order."""

    count: int
    digest: str


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can look into. Raises Trouble where there is something in it already."""
    if folder.exists() and any(folder.iterdir()):
        raise Trouble("file-there", file=folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


# --- tables ----------------------------------------------------------------------------------------------------------


def copy_table(dynamodb: Any, table: str, file: Path) -> Copied:
    """Write every item of a table, in DynamoDB's own JSON, one a line. Raises Trouble where the copy is not the table."""
    with open(file, "x", encoding="utf-8", opener=owner_only) as out:
        for item in items(dynamodb, table):
            out.write(_line(item) + "\n")
    written, there = digest_of(_lines(file)), digest_of(_line(item) for item in items(dynamodb, table))
    if written != there:
        raise Trouble("copy-differs", what=table, copied=written.count, there=there.count)
    return written


def items(dynamodb: Any, table: str) -> Iterator[Item]:
    """Give every item of a table, read consistently."""
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def _line(item: Item) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_binary)


def _binary(value: Any) -> str:
    return base64.b64encode(bytes(value)).decode()


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="\n") as lines:
        yield from (line.rstrip("\n") for line in lines)


def digest_of(lines: Iterable[str]) -> Copied:
    """Return the count of ``lines`` and a hash of them: the sum of theirs, so that their order is of no matter."""
    total = count = 0
    for line in lines:
        total += int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
        count += 1
    return Copied(count, f"{total % 2**256:064x}")


# --- buckets ---------------------------------------------------------------------------------------------------------


def copy_bucket(s3: Any, bucket: str, folder: Path) -> Copied:
    """Write the present version of every object of a bucket below ``folder``, each under its key.

    boto3 holds each against the checksum that S3 keeps with it; sizes and the count are held against a second listing.
    Raises Trouble where the copy is not the bucket.
    """
    for key in _listed(s3, bucket):
        file = _within(folder, key)
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "xb", opener=owner_only) as out:
            for part in s3.get_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")["Body"].iter_chunks(1 << 20):
                out.write(part)
    there = _listed(s3, bucket)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    if {name: path.stat().st_size for name, path in files.items()} != there:
        raise Trouble("copy-differs", what=bucket, copied=len(files), there=len(there))
    return digest_of(f"{_sha256(path)}  {name}" for name, path in files.items())


def _listed(s3: Any, bucket: str) -> dict[str, int]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {each["Key"]: each["Size"] for page in pages for each in page.get("Contents", [])}


def _within(folder: Path, key: str) -> Path:
    """Refuse a key that would lead out of the folder."""
    file = folder / key
    if not file.resolve().is_relative_to(folder.resolve()) or key.endswith("/"):
        raise Trouble("link-unfit", url=key)
    return file


def write_sums(folder: Path) -> Path:
    """Write `sha256sums.txt` over everything in ``folder``, as ``sha256sum --check`` reads it. Returns the file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = "".join(f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / "sha256sums.txt").write_text(sums, encoding="utf-8")
    return folder / "sha256sums.txt"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
