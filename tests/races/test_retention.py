"""A whole contest's people go page by page, on the engine whose pages end at one megabyte, within the time of a function."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from chalicelib.config import config
from chalicelib.services.privacy import privacy
from tests.factories import CONTEST, SECOND_CLOSES
from tests.races.race import contestant
from tests.sizes import size
from tests.town import Town

pytestmark = [pytest.mark.races, pytest.mark.soak]

LONG_AFTER = SECOND_CLOSES + 200 * 24 * 60 * 60_000
CROWD = size(test=3_000, soak=100_000)


def test_a_crowd_goes_within_the_time_that_a_function_has(crowd: Town):
    client = boto3.client("dynamodb")
    table = config().contestants_table
    for first in range(0, CROWD, 25):
        items = [_item(number) for number in range(first, min(first + 25, CROWD))]
        client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}} for item in items]})

    told = privacy({}, LONG_AFTER, lambda: 900_000)

    assert told == {"ended": [CONTEST], "over": [CONTEST], "finished": True}
    assert client.scan(TableName=table, Select="COUNT")["Count"] == 0


def _item(number: int) -> dict[str, Any]:
    texts = {"person": f"{CONTEST}#{contestant(number)}", "full_name": "Người Nào Đó", "excluded_reason": "x" * 300}
    return {name: {"S": text} for name, text in texts.items()}
