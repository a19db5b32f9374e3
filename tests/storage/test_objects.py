"""Objects: immutable ones under their hash, first writings that stand, exports that are locked."""

from __future__ import annotations

from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.config import config
from chalicelib.domain.canonical import sha256_hex
from chalicelib.domain.times import to_datetime
from chalicelib.storage import objects
from tests.calls import written_down
from tests.factories import CLOSES
from tests.watch import contents

pytestmark = pytest.mark.usefixtures("cloud")


def test_an_object_that_is_not_there_is_none():
    assert objects.get(config().private_bucket, "nowhere") is None


def test_a_bucket_that_is_not_there_is_no_absent_object():
    with pytest.raises(ClientError):
        objects.get("nobodys-bucket", "nowhere")


def test_the_first_writing_stands():
    first = objects.put_once(config().private_bucket, "seed", b"first")
    second = objects.put_once(config().private_bucket, "seed", b"second")

    assert (first, second, contents(config().private_bucket)["seed"]) == (b"first", b"first", b"first")


def test_an_object_is_written_over_only_by_who_has_seen_it_last():
    bucket = config().private_bucket
    nothing, no_tag = objects.get_tagged(bucket, "roster")
    made = [objects.put_if(bucket, "roster", body, no_tag) for body in (b"first", b"second")]
    first, tag = objects.get_tagged(bucket, "roster")
    changed = [objects.put_if(bucket, "roster", body, tag) for body in (b"third", b"fourth")]

    assert (nothing, made, first, changed) == (None, [True, False], b"first", [True, False])
    assert contents(bucket)["roster"] == b"third"


def test_an_object_that_is_gone_is_not_what_was_seen():
    objects.put(config().private_bucket, "roster", b"first")
    _, tag = objects.get_tagged(config().private_bucket, "roster")
    boto3.client("s3").delete_object(Bucket=config().private_bucket, Key="roster")

    assert objects.put_if(config().private_bucket, "roster", b"second", tag) is False


def test_an_immutable_object_is_named_by_its_hash():
    digest = objects.put_named("banks", b"{}")

    assert (digest, objects.get_named("banks", digest)) == (sha256_hex(b"{}"), b"{}")


@pytest.mark.parametrize("stored", [b"", b"{ }", None])
def test_an_immutable_object_that_was_changed_is_not_believed(stored: bytes | None):
    digest = sha256_hex(b"{}")
    if stored is not None:
        objects.put(config().private_bucket, f"banks/{digest}.json", stored)

    with pytest.raises(LookupError):
        objects.get_named("banks", digest)


def test_an_export_is_locked_and_names_never_are():
    for key in ("c/r/r01/manifest.json", "restricted/c/r/r01/winners.csv"):
        objects.put_export(key, b"{}", CLOSES)

    heads = [
        boto3.client("s3").head_object(Bucket=config().exports_bucket, Key=key)
        for key in ("c/r/r01/manifest.json", "restricted/c/r/r01/winners.csv")
    ]
    assert [(head.get("ObjectLockMode"), head.get("ObjectLockRetainUntilDate")) for head in heads] == [
        (config().lock_mode, to_datetime(CLOSES) + timedelta(days=config().lock_days)),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("x/units.csv", "text/csv; charset=utf-8"),
        ("r01/manifest.json", "application/json"),
        ("assets/site.js", "text/javascript; charset=utf-8"),
        ("something", "application/octet-stream"),
    ],
)
def test_a_browser_is_told_what_a_file_is(key: str, kind: str):
    objects.put(config().site_bucket, key, b"x", cache_control="no-cache")

    head = boto3.client("s3").head_object(Bucket=config().site_bucket, Key=key)
    assert (head["ContentType"], head["CacheControl"]) == (kind, "no-cache")


def test_a_file_is_fetched_whole():
    objects.put(config().site_bucket, "large", b"0123456789" * 1000)

    with objects.opened(config().site_bucket, "large") as file:
        assert file.read() == b"0123456789" * 1000


def test_keys_are_listed_in_order_under_their_prefix():
    for key in ("own/b", "own/a", "other"):
        objects.put(config().site_bucket, key, b"")

    assert list(objects.keys(config().site_bucket, "own/")) == ["own/a", "own/b"]


def test_json_is_written_canonically():
    objects.put_json(config().site_bucket, "x.json", {"b": 1, "a": "Huế"})

    with written_down() as calls:
        read = objects.get_json(config().site_bucket, "x.json")

    assert (contents(config().site_bucket)["x.json"], read) == ('{"a":"Huế","b":1}'.encode(), {"a": "Huế", "b": 1})
    assert [call.operation for call in calls] == ["GetObject"]
