"""The measurements: what the dashboards and alarms ask for is what the code tells, and none of it says how many people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import metrics
from chalicelib.domain.times import Millis
from chalicelib.services import desk
from tests.alarms import custom_metrics
from tests.factories import AN, BINH, NONCE, OPENS, PEOPLE, nonce
from tests.lines import lines
from tests.town import Town, all_right

NOW: Millis = OPENS


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    metrics.forget()
    yield
    metrics.forget()


def test_a_request_is_measured_in_the_embedded_format():
    told = metrics.of_request("save", 200, "", 12.34, NOW)

    assert told == {
        "_aws": {
            "Timestamp": NOW,
            "CloudWatchMetrics": [
                {
                    "Namespace": "Hoithi",
                    "Dimensions": [["stage", "act"]],
                    "Metrics": [{"Name": "Latency", "Unit": "Milliseconds"}, {"Name": "RefusedShare", "Unit": "Percent"}],
                }
            ],
        },
        "stage": "test",
        "Latency": 12.3,
        "RefusedShare": 0.0,
    }


def test_a_refusal_is_measured_by_its_code_too():
    told = metrics.of_request("save", 409, "late", 1, NOW)

    assert [each["Dimensions"] for each in told["_aws"]["CloudWatchMetrics"]] == [[["stage", "act"]], [["stage", "problem"]]]
    assert (told["RefusedShare"], told["Refused"]) == (100.0, 1)


def test_of_a_kind_one_request_in_ten_seconds_is_measured():
    found = [metrics.of_request("start", 200, "", 5, NOW + after) for after in (0, 1, 9_999, 10_000, 10_001)]

    assert [bool(each) for each in found] == [True, False, False, True, False]


def test_acts_and_problems_wait_their_own_turns():
    kinds = [("start", ""), ("save", ""), ("save", "late"), ("hand_in", "late"), ("save", "late")]

    found = [sorted(set(metrics.of_request(act, 200, problem, 5, NOW)) & {"Latency", "Refused"}) for act, problem in kinds]

    assert found == [["Latency"], ["Latency"], ["Refused"], ["Latency"], []]


def test_a_failure_is_always_told():
    found = [metrics.of_request("start", 503, "busy", 5, NOW + after).get("Failed") for after in range(5)]

    assert found == [1] * 5


def test_a_cold_start_is_no_measurement_of_how_fast_the_others_are():
    assert metrics.of_request("start", 200, "", 900, NOW, cold=True) == {}
    assert metrics.of_request("start", 200, "", 9, NOW + 1)["Latency"] == 9


def test_a_hundred_starts_are_measured_once(town: Town, capsys: pytest.CaptureFixture[str]):
    phones = [town.phone(person.identifier) for person in PEOPLE[:5]]
    lines(capsys)

    for at in range(20):
        for phone in phones:
            town.at(OPENS + at)
            phone.start(nonce(at))

    written = lines(capsys)
    assert (len(written), sum("Latency" in line for line in written)) == (100, 1)


def told_by_the_code(town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> set[Any]:
    """Run everything that is measured, and return each (metric, names of dimensions, act or nothing) that came out."""
    phone = town.stranger()
    phone.sign_in(AN, town.codes[AN])
    paper = phone.start(NONCE)
    phone.save(all_right(paper), nonce(1))
    phone.hand_in(all_right(paper), nonce(2), 2)
    phone.save(all_right(paper), nonce(3), 3)
    town.look()
    monkeypatch.setattr(desk.Desk, "paper", lambda self, attempt: 1 // 0)
    town.phone(BINH).start(NONCE)
    found = set()
    for line in lines(capsys):
        for each in line.get("_aws", {}).get("CloudWatchMetrics", []):
            (dimensions,) = each["Dimensions"]
            assert set(dimensions) <= set(line)
            act = line["act"] if "act" in dimensions else ""
            found |= {(each["Namespace"], metric["Name"], tuple(dimensions), act) for metric in each["Metrics"]}
    return found


def test_every_metric_of_ours_that_an_alarm_or_a_dashboard_names_is_told_by_the_code(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    told = told_by_the_code(town, capsys, monkeypatch)

    asked = custom_metrics()

    assert asked - told == set()
    assert {name for _, name, _, _ in told} == {name for _, name, _, _ in asked}
