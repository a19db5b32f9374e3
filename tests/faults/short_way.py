"""A short way to what moto holds: past the requests that botocore would write and moto would read again.

Thousands of calls are made here only to see what our functions do when one of them fails. A test holds the short way against
the long one: both give the same answers, leave the same, and go by the same sites.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from botocore.response import StreamingBody
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.responses import DynamoHandler
from moto.s3.models import s3_backends

from simulator.cloud import REGION
from tests.calls import Call

Make = Callable[[], Any]
_LOCK = {"ObjectLockMode", "ObjectLockRetainUntilDate"}
_PLAIN_PUT = {"Bucket", "Key", "Body", "ContentType", "CacheControl", "IfNoneMatch"} | _LOCK


def short(call: Call, make: Make) -> Make:
    """Return how to make a call without going through requests, or ``make`` where there is no such way."""
    if call.service == "dynamodb" and call.operation in _TABLES:
        return lambda: _asked_of_the_table(call)
    if call.name == "s3:GetObject":
        return lambda: _read(call.sent)
    if call.name == "s3:PutObject" and set(call.sent) <= _PLAIN_PUT:
        return lambda: _written(call.sent)
    return make


class Handler(DynamoHandler):
    """Moto's own handler of DynamoDB's operations, without a request around it."""

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__()
        self.body = asked

    @property
    def dynamodb_backend(self) -> DynamoDBBackend:
        return dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION]


_TABLES: dict[str, Callable[[Handler], Any]] = {
    "GetItem": Handler.get_item,
    "PutItem": Handler.put_item,
    "UpdateItem": Handler.update_item,
    "Query": Handler.query,
    "Scan": Handler.scan,
}


def _asked_of_the_table(call: Call) -> Any:
    try:
        return _TABLES[call.operation](Handler(dict(call.sent))).result
    except JsonRESTError as error:
        said = {"Error": {"Code": error.relative_error_type, "Message": error.message}}
        raise ClientError(said, call.operation) from error  # type: ignore[arg-type]


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    found = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].get_object(asked["Bucket"], asked["Key"])
    if found is None:
        raise ClientError({"Error": {"Code": "NoSuchKey", "Message": ""}}, "GetObject")
    data = found.value
    return {"Body": StreamingBody(io.BytesIO(data), len(data)), "ETag": found.etag}


def _written(asked: dict[str, Any]) -> dict[str, Any]:
    backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    if asked.get("IfNoneMatch") and backend.get_object(asked["Bucket"], asked["Key"]) is not None:
        raise ClientError({"Error": {"Code": "PreconditionFailed", "Message": ""}}, "PutObject")
    body = asked["Body"]
    until = asked["ObjectLockRetainUntilDate"].isoformat() if "ObjectLockMode" in asked else None
    locked = {"lock_mode": asked.get("ObjectLockMode"), "lock_until": until}
    put = backend.put_object(asked["Bucket"], asked["Key"], body if isinstance(body, bytes) else body.read(), **locked)
    put.set_metadata({"Content-Type": asked["ContentType"]})
    return {"ETag": put.etag}
