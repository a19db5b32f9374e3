"""The template's alarms and dashboards, read as CloudWatch would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.cloud import template


@dataclass(frozen=True)
class Series:
    """One series of figures that an alarm watches or a widget shows."""

    where: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    stat: str


def alarms() -> dict[str, dict[str, Any]]:
    """Return each alarm's properties by the alarm's name, which is without the stack's."""
    found = [each["Properties"] for each in template()["Resources"].values() if each.get("Type") == "AWS::CloudWatch::Alarm"]
    return {properties["AlarmName"].removeprefix("${AWS::StackName}-"): properties for properties in found}


def dashboards() -> dict[str, dict[str, Any]]:
    """Return the body of each dashboard by its resource's name; what CloudFormation fills in stands there as its name."""
    return {
        name: json.loads(re.sub(r"\$\{([\w:.]+)\}", r"\1", each["Properties"]["DashboardBody"]))
        for name, each in template()["Resources"].items()
        if each.get("Type") == "AWS::CloudWatch::Dashboard"
    }


def series() -> list[Series]:
    """Return every series of every alarm and widget."""
    watched = [each for name, alarm in alarms().items() for each in _of_alarm(name, alarm)]
    return watched + [each for name, body in dashboards().items() for each in _of_dashboard(name, body)]


def _of_alarm(name: str, alarm: dict[str, Any]) -> Iterator[Series]:
    if "MetricName" in alarm:
        yield _plain(name, alarm, alarm.get("Statistic") or alarm["ExtendedStatistic"])
    for metric in alarm.get("Metrics", []):
        if "MetricStat" in metric:
            yield _plain(name, metric["MetricStat"]["Metric"], metric["MetricStat"]["Stat"])


def _plain(where: str, metric: dict[str, Any], stat: str) -> Series:
    dimensions = tuple((each["Name"], str(each["Value"])) for each in metric["Dimensions"])
    return Series(where, metric["Namespace"], metric["MetricName"], dimensions, stat)


def _of_dashboard(name: str, body: dict[str, Any]) -> Iterator[Series]:
    for widget in body["widgets"]:
        for row in widget["properties"].get("metrics", []):
            if "expression" in row[0]:
                yield _searched(name, row[0]["expression"])
                continue
            *named, how = row
            namespace, metric, *pairs = named
            yield Series(name, namespace, metric, tuple(zip(pairs[::2], pairs[1::2], strict=True)), how["stat"])


def _searched(where: str, expression: str) -> Series:
    found = re.fullmatch(r"SEARCH\('\{(\w+),(.+)\} MetricName=\"(\w+)\" .*', '(\w+)', 60\)", expression)
    assert found, expression
    return Series(where, found[1], found[3], tuple((name, "") for name in found[2].split(",")), found[4])


def custom_metrics() -> set[tuple[str, str, tuple[str, ...], str]]:
    """Return each metric of ours that is asked for: namespace, name, names of its dimensions, the act if there is one."""
    ours = [each for each in series() if not each.namespace.startswith("AWS/")]
    return {
        (each.namespace, each.metric, tuple(name for name, _ in each.dimensions), dict(each.dimensions).get("act", ""))
        for each in ours
    }
