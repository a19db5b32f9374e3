"""The watch, the logs and an alarm on the deployed stack, as far as the emulator goes."""

from __future__ import annotations

import json
import time
from contextlib import AbstractContextManager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import stack
from tests.deployed import Town
from tests.stack.surroundings import logged, planted_round, soon

LATELY_S = 120

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]


def log_lines(town: Town, function: str, holding: str = "") -> list[dict[str, Any]]:
    """Return the lines of JSON that a function has logged in the last minutes: other tests have written thousands before."""
    group, since = f"/aws/lambda/{town.stack.names[function]}", int((time.time() - LATELY_S) * 1000)
    return [json.loads(message) for message in logged(town, group, since, holding) if message.startswith("{")]


def test_the_watch_finds_the_open_rounds_papers_with_nothing_but_its_own_role(town: Town) -> None:
    told = town.invoke("Watch", {})["answer"]

    running = f"{town.demo.contest}/{town.demo.open_round}"
    measured = soon(lambda: [line for line in log_lines(town, "Watch") if line["message"] == "watch"])
    assert running not in told["OpenRoundsWithoutPapers"]
    assert measured[-1]["OpenRoundsWithoutPapers"] == len(told["OpenRoundsWithoutPapers"])
    assert measured[-1]["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Hoithi"


def test_the_watchs_role_sees_that_there_is_a_paper_and_nothing_that_is_in_it(town: Town) -> None:
    dynamodb = town.as_role("WatchRole", "dynamodb")
    shards = [f"{town.demo.contest}/{town.demo.published_round}".replace("/", "#") + f"#{shard:02d}" for shard in range(16)]
    asked = {
        "TableName": town.stack.names["AttemptsTable"],
        "KeyConditionExpression": "#shard = :shard",
        "ExpressionAttributeNames": {"#shard": "shard"},
        "Limit": 1,
    }

    found = [
        item
        for shard in shards
        for item in dynamodb.query(
            **asked, ExpressionAttributeValues={":shard": {"S": shard}}, ProjectionExpression="#shard, attempt"
        )["Items"]
    ]

    assert {name for item in found for name in item} == {"shard", "attempt"}
    for more in ({}, {"ProjectionExpression": "#shard, choices"}):
        with pytest.raises(ClientError) as refused:
            dynamodb.query(**asked, **more, ExpressionAttributeValues={":shard": {"S": shards[0]}})
        assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


def test_an_error_that_a_person_is_told_of_is_found_by_its_code_in_every_function_it_passed(town: Town) -> None:
    slip = town.demo.people[2]

    problem = town.api("POST", "/session", {"identifier": slip["identifier"], "code": "0000-0000"})

    quoted = problem.document["trace"][:8]
    found = soon(lambda: [line for line in log_lines(town, "Identity", quoted) if line["trace"].startswith(quoted)])
    asked = soon(lambda: [line for line in log_lines(town, "APIHandler", quoted) if line["trace"].startswith(quoted)])
    assert (problem.status, len(quoted)) == (401, 8)
    assert [(line["function"], line["problem"]) for line in found] == [("identity", "wrong-code")]
    assert [(line["act"], line["status"], line["problem"]) for line in asked] == [("sign_in", 401, "wrong-code")]
    assert slip["identifier"] not in json.dumps([*found, *asked])


def test_the_gateways_own_problems_have_a_code_to_quote_too(town: Town) -> None:
    problem = town.send("GET", "/api/there/is/nothing")

    assert (problem.status, len(problem.document["trace"]) >= 8) == (404, True)


def test_a_missed_close_raises_an_alarm_where_the_clock_does_not_run(town: Town) -> None:
    told_to = somebody_who_is_told(town)

    with stack.quiet(town.emulator, town.stack), a_round_past_its_close(town):
        told = town.invoke("Watch", {})["answer"]["RoundsPastTheirClose"]
    take_measurements(town, soon(lambda: [line for line in log_lines(town, "Watch") if FORGOTTEN in str(line)])[-1])

    assert f"{FORGOTTEN}/{town.demo.published_round}" in told
    assert soon(lambda: alarm_told(town, told_to)) == ("hoithi-local-missed-close", "ALARM")


FORGOTTEN = "bi-quen"


def a_round_past_its_close(town: Town) -> AbstractContextManager[str]:
    """Plant a round of years ago, as if the clock had begun to close it and never come again."""
    return planted_round(town, FORGOTTEN, "closing", closes=0)


def somebody_who_is_told(town: Town) -> str:
    """Have a queue hear the stack's alarms, and return its address."""
    sqs = town.emulator.client("sqs")
    queue = sqs.create_queue(QueueName="somebody-who-is-told")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    letting_in = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [letting_in]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    town.emulator.client("sns").subscribe(TopicArn=town.stack.names["AlarmTopic"], Protocol="sqs", Endpoint=arn)
    return queue


def take_measurements(town: Town, line: dict[str, Any]) -> None:
    """Do with a line of the logs what CloudWatch does and the emulator leaves out: take the measurements in it."""
    for each in line["_aws"]["CloudWatchMetrics"]:
        dimensions = [{"Name": name, "Value": line[name]} for name in each["Dimensions"][0]]
        data = [
            {"MetricName": metric["Name"], "Value": line[metric["Name"]], "Unit": metric["Unit"], "Dimensions": dimensions}
            for metric in each["Metrics"]
        ]
        town.emulator.client("cloudwatch").put_metric_data(Namespace=each["Namespace"], MetricData=data)


def alarm_told(town: Town, queue: str) -> tuple[str, str] | None:
    """Return name and state of the alarm about a missed close that the queue has heard, if it has."""
    for message in town.emulator.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        alarm = json.loads(json.loads(message["Body"])["Message"])
        if "missed-close" in alarm["AlarmName"]:
            return alarm["AlarmName"], alarm["NewStateValue"]
    return None
