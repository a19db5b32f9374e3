"""Takes a stage down: everything is copied out first, the stack goes, people's data stays unless it is meant too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import deployment
from .backup import Copied, copy_bucket, copy_table, private_folder, write_sums
from .cloud import Cloud, Resource

TABLE, BUCKET, RULE = "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Events::Rule"
KEY = "AWS::KMS::Key"
_MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Left:
    """What stays of a bucket: how many versions could not be deleted, and until when the last of them is locked."""

    count: int
    until: dt.datetime | None


def stop_the_clock(cloud: Cloud, here: dict[str, Resource]) -> None:
    """Disable the stack's timers, so that nothing changes between a copy and its check."""
    for each in here.values():
        if each.type == RULE:
            cloud.client("events").disable_rule(Name=each.name.rsplit("/", 1)[-1])


def copy_out(cloud: Cloud, here: dict[str, Resource], folder: Path, tell: Callable[[str], None]) -> dict[str, Copied]:
    """Copy every table and every bucket of the stack below ``folder``, and check each copy. Returns them by their names.

    ``tell`` is called with each before it is copied. Raises Trouble.
    """
    private_folder(folder)
    copies = {}
    for name, each in sorted(here.items()):
        if each.type == TABLE:
            tell(name)
            copies[name] = copy_table(cloud.client("dynamodb"), each.name, folder / f"{name}.jsonl")
        elif each.type == BUCKET:
            tell(name)
            private_folder(folder / name)
            copies[name] = copy_bucket(cloud.client("s3"), each.name, folder / name)
    write_sums(folder)
    return copies


def take_down(cloud: Cloud, tell: deployment.Tell) -> None:
    """Delete the stack, termination protection and all. Raises Trouble.

    Tables, buckets and the signing key are retained by the template.
    """
    cloudformation = cloud.client("cloudformation")
    cloudformation.update_termination_protection(StackName=cloud.stack, EnableTerminationProtection=False)
    deployment.delete(cloudformation, cloud.stack, tell)


def delete_table(dynamodb: Any, table: str) -> None:
    """Delete a retained table, deletion protection and all; DynamoDB itself keeps a last backup for 35 days."""
    dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
    dynamodb.get_waiter("table_exists").wait(TableName=table)
    dynamodb.delete_table(TableName=table)


def delete_bucket(s3: Any, bucket: str) -> Left:
    """Delete every version that no lock holds, and the bucket where none is left. A lock is never gone round."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        entries = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        named = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in entries]
        if named:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": named[:_MOST_AT_ONCE], "Quiet": True})
    left = _left(s3, bucket)
    if not left.count:
        s3.delete_bucket(Bucket=bucket)
    return left


def _left(s3: Any, bucket: str) -> Left:
    pages = list(s3.get_paginator("list_object_versions").paginate(Bucket=bucket))
    versions = [each for page in pages for each in page.get("Versions", [])]
    markers = [each for page in pages for each in page.get("DeleteMarkers", [])]
    locks = [until for each in versions if (until := _locked_until(s3, bucket, each))]
    return Left(len(versions) + len(markers), max(locks, default=None))


def _locked_until(s3: Any, bucket: str, version: dict[str, Any]) -> dt.datetime | None:
    told: dict[str, Any] = s3.head_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
    return told.get("ObjectLockRetainUntilDate")
