"""Copies before a teardown, what a teardown leaves, and a restore that is tried: nothing is lost unseen."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.config import config
from organizer import backup, drill, teardown
from organizer.backup import Copied, copy_bucket, copy_table, digest_of, items, private_folder, write_sums
from organizer.drill import Compared
from organizer.trouble import Trouble
from tests.calls import Call, through
from tests.town import Town

LOCKED_UNTIL = dt.datetime(2099, 1, 1, tzinfo=dt.timezone.utc)


@pytest.fixture
def dynamodb(town: Town) -> Any:
    return boto3.client("dynamodb")


@pytest.fixture
def s3(town: Town) -> Any:
    return boto3.client("s3")


# --- copies ---


def test_a_table_is_copied_whole_and_only_its_owner_reads_the_copy(dynamodb: Any, tmp_path: Path):
    file = tmp_path / "ContestantsTable.jsonl"

    copied = copy_table(dynamodb, config().contestants_table, file)

    lines = file.read_text(encoding="utf-8").splitlines()
    assert (copied.count, len(lines)) == (len(list(items(dynamodb, config().contestants_table))), copied.count)
    assert copied.count > 0
    assert any("Nguyễn" in line for line in lines)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_table_that_changes_while_it_is_copied_is_not_taken_for_copied(dynamodb: Any, tmp_path: Path):
    table = config().contestants_table
    scans: list[Call] = []

    def meanwhile(call: Call, make: Any) -> Any:
        answer = make()
        if call.operation == "Scan" and not scans:
            scans.append(call)
            dynamodb.put_item(TableName=table, Item={"person": {"S": "late"}})
        return answer

    with through(meanwhile), pytest.raises(Trouble) as caught:
        copy_table(dynamodb, table, tmp_path / "t.jsonl")

    assert caught.value.key == "copy-differs"


def test_a_digest_does_not_depend_on_the_order_but_on_every_line():
    assert digest_of(["a", "b"]) == digest_of(["b", "a"])
    assert digest_of(["a", "b"]) != digest_of(["a", "a"])
    assert digest_of([]) == Copied(0, "0" * 64)


def test_a_bucket_is_copied_under_its_keys(s3: Any, tmp_path: Path):
    bucket = config().site_bucket

    copied = copy_bucket(s3, bucket, tmp_path)

    keys = {each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert (files, copied.count) == (keys, len(keys))


@pytest.mark.parametrize("key", ["../outside.txt", "folder/"])
def test_a_key_that_leads_out_of_the_folder_is_refused(s3: Any, tmp_path: Path, key: str):
    s3.put_object(Bucket=config().site_bucket, Key=key, Body=b"x")

    with pytest.raises(Trouble) as caught:
        copy_bucket(s3, config().site_bucket, tmp_path / "copy")

    assert caught.value.key == "link-unfit"
    assert not (tmp_path / "outside.txt").exists()


def test_an_object_that_goes_away_meanwhile_is_noticed(s3: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    listed = iter([backup._listed(s3, config().site_bucket), {}])
    monkeypatch.setattr(backup, "_listed", lambda *asked: next(listed))

    with pytest.raises(Trouble) as caught:
        copy_bucket(s3, config().site_bucket, tmp_path)

    assert caught.value.key == "copy-differs"


def test_a_folder_that_holds_something_is_not_used(tmp_path: Path):
    (tmp_path / "old.txt").write_text("x")

    with pytest.raises(Trouble):
        private_folder(tmp_path)

    assert private_folder(tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_the_sums_can_be_checked_by_anybody(tmp_path: Path):
    (tmp_path / "a.txt").write_text("một")
    write_sums(tmp_path)

    done = subprocess.run(["sha256sum", "--check", "sha256sums.txt"], cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 0


# --- what is deleted, and what is not ---


def test_a_bucket_goes_with_all_its_versions(s3: Any):
    s3.create_bucket(Bucket="old", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
    s3.put_bucket_versioning(Bucket="old", VersioningConfiguration={"Status": "Enabled"})
    for body in (b"1", b"2"):
        s3.put_object(Bucket="old", Key="a", Body=body)
    s3.delete_object(Bucket="old", Key="a")

    left = teardown.delete_bucket(s3, "old")

    assert left == teardown.Left(0, None)
    assert "old" not in {each["Name"] for each in s3.list_buckets()["Buckets"]}


def test_what_is_locked_stays_and_it_is_said_until_when(s3: Any):
    where = {"CreateBucketConfiguration": {"LocationConstraint": "ap-southeast-1"}}
    s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True, **where)
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": LOCKED_UNTIL}
    s3.put_object(Bucket="locked", Key="export.csv", Body=b"1", **lock)
    s3.put_object(Bucket="locked", Key="restricted/names.csv", Body=b"1")

    left = teardown.delete_bucket(s3, "locked")

    assert left == teardown.Left(1, LOCKED_UNTIL)
    assert s3.head_object(Bucket="locked", Key="export.csv")


def test_a_protected_table_is_deleted_where_that_is_meant(dynamodb: Any):
    table = config().attempts_table
    dynamodb.update_table(TableName=table, DeletionProtectionEnabled=True)

    teardown.delete_table(dynamodb, table)

    assert table not in dynamodb.list_tables()["TableNames"]


# --- a restore ---


def attempt(person: str, choices: str) -> dict[str, Any]:
    return {"shard": {"S": "c#t#0"}, "attempt": {"S": f"{person}#1"}, "choices": {"S": choices}}


@pytest.fixture
def tables(dynamodb: Any) -> tuple[str, str]:
    """Today's attempts, and those of some moment before: An the same, Bình changed, Chi lost, Dung made since."""
    today, restored = config().attempts_table, "hoithi-drill"
    told = dynamodb.describe_table(TableName=today)["Table"]
    named = {name: told[name] for name in ("AttributeDefinitions", "KeySchema")}
    dynamodb.create_table(TableName=restored, BillingMode="PAY_PER_REQUEST", **named)
    for table, rows in (
        (today, [("an", "ABC"), ("binh", "ABD"), ("dung", "A__")]),
        (restored, [("an", "ABC"), ("binh", "AB_"), ("chi", "CCC")]),
    ):
        for row in rows:
            dynamodb.put_item(TableName=table, Item=attempt(*row))
    return today, restored


def test_a_restored_table_is_held_against_todays(dynamodb: Any, tables: tuple[str, str]):
    assert drill.compare(dynamodb, *tables) == Compared(same=1, different=1, lost=1, since=1)


def test_what_is_lost_is_put_back_and_nothing_is_written_over(dynamodb: Any, tables: tuple[str, str]):
    count = drill.put_back(dynamodb, *tables)

    assert count == 1
    assert drill.compare(dynamodb, *tables) == Compared(same=2, different=1, lost=0, since=1)
    binh = dynamodb.get_item(TableName=tables[0], Key={key: attempt("binh", "")[key] for key in ("shard", "attempt")})
    assert binh["Item"] == attempt("binh", "ABD")


def test_an_attempt_that_comes_back_by_itself_meanwhile_is_left(dynamodb: Any, tables: tuple[str, str]):
    def meanwhile(call: Call, make: Any) -> Any:
        if call.operation == "PutItem" and "ConditionExpression" in call.sent:
            dynamodb.put_item(TableName=tables[0], Item=attempt("chi", "DDD"))
        return make()

    with through(meanwhile):
        assert drill.put_back(dynamodb, *tables) == 0

    assert attempt("chi", "DDD") in list(items(dynamodb, tables[0]))
