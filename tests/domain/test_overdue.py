"""What is overdue, at each instant on which it turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.overdue import PATIENCE_MS, QUIET_MS, is_past_its_close, is_unpublished, is_without_papers
from chalicelib.domain.round import RoundRecord
from tests.factories import CLOSES, CLOSING_BEGINS, CONTEST, FIRST, GRACE_MS, OPENS, RESULTS

RECORD = RoundRecord(
    contest=CONTEST,
    round=FIRST,
    kind="ranked",
    state="ready",
    opens=OPENS,
    closes=CLOSES,
    results=RESULTS,
    grace_ms=GRACE_MS,
    publication="automatic",
    definition="d" * 64,
    definition_closes=CLOSES,
    name="Tuần 1",
)
LATE = CLOSING_BEGINS + PATIENCE_MS


def nobody(record: RoundRecord) -> bool:
    return False


def somebody(record: RoundRecord) -> bool:
    return True


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        ("ready", LATE - 1, False),
        ("ready", LATE, True),
        ("closing", LATE - 1, False),
        ("closing", LATE, True),
        ("draft", LATE, False),
        ("closed", LATE, False),
        ("published", LATE, False),
    ],
)
def test_a_round_is_past_its_close_two_minutes_after_closing_should_have_begun(state: str, now: int, expected: bool):
    assert is_past_its_close(replace(RECORD, state=state), now) is expected


def test_a_practice_round_is_never_closed_and_never_late():
    practice = replace(RECORD, kind="practice")

    assert is_past_its_close(practice, LATE) is False
    assert is_without_papers(practice, OPENS + QUIET_MS, nobody) is False


def test_a_close_that_was_moved_is_missed_two_minutes_after_the_new_one():
    moved = replace(RECORD, closes=CLOSES - 600_000)

    assert [is_past_its_close(moved, now) for now in (LATE - 600_001, LATE - 600_000)] == [False, True]


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({}, RESULTS + PATIENCE_MS - 1, False),
        ({}, RESULTS + PATIENCE_MS, True),
        ({"state": "published"}, RESULTS + PATIENCE_MS, False),
        ({"state": "closing"}, RESULTS + PATIENCE_MS, False),
        ({"results": None}, RESULTS + PATIENCE_MS, False),
        ({"publication": "after_approval"}, RESULTS + PATIENCE_MS, False),
        ({"publication": "after_approval", "approved_at": RESULTS - 1}, RESULTS + PATIENCE_MS, True),
        ({"publication": "after_approval", "approved_at": RESULTS + 9}, RESULTS + PATIENCE_MS + 8, False),
        ({"publication": "after_approval", "approved_at": RESULTS + 9}, RESULTS + PATIENCE_MS + 9, True),
    ],
)
def test_results_are_overdue_two_minutes_after_hour_and_approval(changes: dict[str, object], now: int, expected: bool):
    record = replace(RECORD, **{"state": "closed", **changes})

    assert is_unpublished(record, now) is expected


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        ("ready", OPENS + QUIET_MS - 1, False),
        ("ready", OPENS + QUIET_MS, True),
        ("ready", CLOSES - 1, True),
        ("ready", CLOSES, False),
        ("draft", OPENS - 1, False),
        ("draft", OPENS, True),
        ("draft", CLOSES, False),
    ],
)
def test_an_open_round_is_without_papers_after_five_minutes_or_at_once_if_it_was_never_ready(
    state: str, now: int, expected: bool
):
    assert is_without_papers(replace(RECORD, state=state), now, nobody) is expected


def test_one_paper_is_enough_and_nobody_looks_for_one_before_five_minutes():
    asked: list[RoundRecord] = []

    def look(record: RoundRecord) -> bool:
        asked.append(record)
        return True

    assert is_without_papers(RECORD, OPENS + QUIET_MS - 1, look) is False
    assert asked == []
    assert is_without_papers(RECORD, OPENS + QUIET_MS, somebody) is False
