"""What is spared moto changes none of its answers."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.core import responses
from moto.core.base_backend import BaseBackend
from moto.core.serialize import ResponseSerializer

from tests import quick_moto

# A value of each type that DynamoDB has, and members that are called as types are.
ITEM: dict[str, Any] = {
    "id": {"S": "1"},
    "N": {"N": "1"},
    "bytes": {"B": b"1"},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "parts": {"BS": [b"1"]},
    "S": {"M": {"S": {"S": "of a text"}, "s": {"L": [{"S": "x"}, {"M": {"L": {"L": []}}}]}, "BOOL": {"BOOL": True}}},
    "nothing": {"NULL": True},
    "no": {"BOOL": False},
    "empty": {"S": ""},
}


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto as it comes."""
    monkeypatch.setattr(BaseBackend, "urls", property(quick_moto._all_urls))
    monkeypatch.setattr(ResponseSerializer, "get_value", quick_moto._look_for)
    monkeypatch.setattr(responses, "method_names_from_class", quick_moto._method_names.__wrapped__)


def answers() -> list[Any]:
    """Return what moto says of a table and of a bucket."""
    with mock_aws():
        table, bucket = boto3.client("dynamodb", "ap-southeast-1"), boto3.client("s3", "us-east-1")
        keys = {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
        table.create_table(TableName="t", AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], **keys)
        table.put_item(TableName="t", Item=ITEM)
        bucket.create_bucket(Bucket="bucket")
        bucket.put_object(Bucket="bucket", Key="k", Body=b"1", Metadata={"of": "1"})
        told = [
            table.get_item(TableName="t", Key={"id": {"S": "1"}}),
            table.scan(TableName="t"),
            table.put_item(TableName="t", Item={"id": {"S": "1"}}, ReturnValues="ALL_OLD"),
            refusal(table),
            bucket.list_objects_v2(Bucket="bucket"),
            bucket.head_object(Bucket="bucket", Key="k"),
        ]
    return [without_the_moment(each) for each in told]


def refusal(table: Any) -> Any:
    """Return what a condition that doesn't hold is answered, with the item that was there."""
    there = {"ConditionExpression": "attribute_not_exists(id)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    with pytest.raises(table.exceptions.ConditionalCheckFailedException) as refused:
        table.put_item(TableName="t", Item={"id": {"S": "1"}}, **there)
    return refused.value.response


def without_the_moment(answer: Any) -> Any:
    """Return ``answer`` without what is drawn anew or tells when it was given."""
    left_out = ("ResponseMetadata", "LastModified")
    if isinstance(answer, dict):
        return {name: without_the_moment(value) for name, value in answer.items() if name not in left_out}
    return [without_the_moment(each) for each in answer] if isinstance(answer, list) else answer


def test_the_answers_are_those_of_moto_as_it_comes(request: pytest.FixtureRequest) -> None:
    quick = answers()
    assert quick[0]["Item"] == ITEM

    request.getfixturevalue("slow")

    assert answers() == quick
