"""Alarms and dashboards: each alarm has a paragraph that says what to do, and nothing counts what a contest must hide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.cloud import template
from tests.alarms import alarms, dashboards, series

RUNBOOK = (Path(__file__).resolve().parent.parent / "docs" / "operating.md").read_text(encoding="utf-8")
ALARMS = RUNBOOK.split("\n## Alarms\n")[1].split("\n## ")[0]
HEADING = re.compile(r"^### ([a-z0-9-]+)$", re.MULTILINE)

# What may be looked at, and by which statistics. Whatever isn't named here may count people: Invocations, Count, consumed
# units, concurrency, the number of samples of a latency.
HARMLESS = {
    ("Hoithi", "Latency"): {"p50", "p99"},
    ("Hoithi", "RefusedShare"): {"Average"},
    ("Hoithi", "Refused"): {"Maximum"},
    ("Hoithi", "Failed"): {"Sum"},
    ("Hoithi", "RoundsPastTheirClose"): {"Maximum", "SampleCount"},
    ("Hoithi", "RoundsUnpublished"): {"Maximum"},
    ("Hoithi", "OpenRoundsWithoutPapers"): {"Maximum"},
    ("AWS/ApiGateway", "Latency"): {"p50", "p99"},
    ("AWS/ApiGateway", "5XXError"): {"Average"},
    ("AWS/DynamoDB", "ReadThrottleEvents"): {"Sum"},
    ("AWS/DynamoDB", "WriteThrottleEvents"): {"Sum"},
    ("AWS/Lambda", "Duration"): {"Maximum"},
    ("AWS/Lambda", "Errors"): {"Sum"},
    ("AWS/Lambda", "Throttles"): {"Sum"},
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): {"Maximum"},
}
# How often the clock was woken says nothing about anybody.
THE_CLOCKS = ("AWS/Lambda", "Invocations", (("FunctionName", "Clock"),))


def test_every_alarm_and_the_budget_have_a_paragraph_and_every_paragraph_is_about_one():
    assert sorted(HEADING.findall(ALARMS)) == sorted([*alarms(), "budget"])


@pytest.mark.parametrize("name", sorted(alarms()))
def test_an_alarm_says_what_has_happened_and_where_to_read_what_to_do(name: str):
    assert re.fullmatch(rf"docs/operating\.md#{name}: .+\.", alarms()[name]["AlarmDescription"])


@pytest.mark.parametrize("name", sorted([*alarms(), "budget"]))
def test_a_paragraph_says_what_it_means_and_what_to_do(name: str):
    paragraph = HEADING.split(ALARMS)[HEADING.split(ALARMS).index(name) + 1]

    assert ("**Means.**" in paragraph, "**Do.**" in paragraph) == (True, True)


def test_every_alarm_tells_somebody_when_it_begins_and_when_it_ends():
    assert {
        name for name, alarm in alarms().items() if (alarm["AlarmActions"], alarm["OKActions"]) != (["AlarmTopic"],) * 2
    } == set()


def test_silence_is_an_alarm_where_somebody_should_have_spoken_and_nowhere_else():
    assert {name for name, alarm in alarms().items() if alarm["TreatMissingData"] == "breaching"} == {
        "clock-silent",
        "watch-silent",
    }


def test_no_alarm_and_no_widget_counts_what_a_contest_must_hide():
    counted = [
        each
        for each in series()
        if each.stat not in HARMLESS.get((each.namespace, each.metric), set())
        if (each.namespace, each.metric, each.dimensions) != THE_CLOCKS
    ]

    assert counted == []


def test_there_are_two_dashboards_and_between_them_they_show_every_alarm():
    shown = {
        arn.rsplit("AWS::StackName-", 1)[1]
        for body in dashboards().values()
        for widget in body["widgets"]
        for arn in widget["properties"].get("alarms", [])
    }

    assert (sorted(dashboards()), shown) == (["HealthDashboard", "RoundDashboard"], set(alarms()))


def test_every_function_and_every_table_is_watched():
    resources = template()["Resources"]
    functions = {"APIHandler", "Identity", "Organizer", "Privacy", "Clock", "Watch"}
    tables = {name for name, each in resources.items() if each.get("Type") == "AWS::DynamoDB::Table"}

    by_alarms = [each for each in series() if each.where in alarms()]

    assert {dict(each.dimensions)["FunctionName"] for each in by_alarms if each.metric == "Errors"} == functions
    assert {dict(each.dimensions)["TableName"] for each in by_alarms if each.namespace == "AWS/DynamoDB"} == tables


def test_logs_of_every_function_end_some_day():
    groups = [each["Properties"] for each in template()["Resources"].values() if each.get("Type") == "AWS::Logs::LogGroup"]

    assert sorted(each["LogGroupName"] for each in groups) == sorted(
        f"/aws/lambda/${{{name}}}" for name in ("APIHandler", "Identity", "Organizer", "Privacy", "Clock", "Watch")
    )
    assert {each["RetentionInDays"] for each in groups} == {30, 180}
