"""Somebody looks every minute: what is overdue is reported though the clock has never run, and no number of papers is."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.overdue import PATIENCE_MS, QUIET_MS
from tests.calls import written_down
from tests.factories import CLOSING_BEGINS, CONTEST, FIRST, NONCE, OPENS, RESULTS, SECOND
from tests.lines import lines
from tests.town import Phone, Town

FIRST_ROUND = f"{CONTEST}/{FIRST}"
NOTHING = {"RoundsPastTheirClose": [], "RoundsUnpublished": [], "OpenRoundsWithoutPapers": []}


def reported(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the numbers of the last report, as CloudWatch would take them."""
    line = [each for each in lines(capsys) if each["message"] == "watch"][-1]
    return {metric["Name"]: line[metric["Name"]] for each in line["_aws"]["CloudWatchMetrics"] for metric in each["Metrics"]}


def test_nothing_overdue_is_reported_as_nothing_every_time(town: Town, capsys: pytest.CaptureFixture[str]):
    assert town.look() == NOTHING
    assert reported(capsys) == dict.fromkeys(NOTHING, 0)


def test_a_missed_close_is_reported_though_the_clock_never_ran(town: Town, phone: Phone, capsys: pytest.CaptureFixture[str]):
    phone.start(NONCE)

    before = town.at(CLOSING_BEGINS + PATIENCE_MS - 1).look()
    after = town.at(CLOSING_BEGINS + PATIENCE_MS).look()

    assert (before, after) == (NOTHING, {**NOTHING, "RoundsPastTheirClose": [FIRST_ROUND]})
    assert reported(capsys) == {"RoundsPastTheirClose": 1, "RoundsUnpublished": 0, "OpenRoundsWithoutPapers": 0}


def test_a_close_that_was_done_and_results_that_were_published_are_in_order(town: Town):
    town.at(CLOSING_BEGINS).tick()
    closed = town.at(CLOSING_BEGINS + PATIENCE_MS).look()
    late = town.at(RESULTS + PATIENCE_MS).look()
    town.tick()

    assert (closed, late) == (NOTHING, {**NOTHING, "RoundsUnpublished": [FIRST_ROUND]})
    assert town.look() == NOTHING


def test_an_open_round_without_a_single_paper_is_reported_until_there_is_one(town: Town, phone: Phone):
    found = [town.at(at).look() for at in (OPENS + QUIET_MS - 1, OPENS + QUIET_MS)]
    phone.start(NONCE)

    assert found == [NOTHING, {**NOTHING, "OpenRoundsWithoutPapers": [FIRST_ROUND]}]
    assert town.look() == NOTHING


def test_a_round_that_was_never_made_ready_is_reported_as_soon_as_it_should_be_open(village: Town):
    town = village.settled_as("the first round forgotten", ready=[SECOND])

    assert town.at(OPENS).look() == {**NOTHING, "OpenRoundsWithoutPapers": [FIRST_ROUND]}


def test_looking_reads_the_rounds_and_at_most_the_keys_of_one_attempt_a_shard(town: Town, phone: Phone):
    phone.start(NONCE)
    town.at(OPENS + QUIET_MS)

    with written_down() as calls:
        town.look()

    queries = [call.sent for call in calls if call.operation == "Query"]
    assert {call.name for call in calls} == {"dynamodb:Scan", "dynamodb:Query"}
    assert {sent["Limit"] for sent in queries} == {1}
    assert {tuple(sorted(sent["ExpressionAttributeNames"].values())) for sent in queries} == {("attempt", "shard")}
