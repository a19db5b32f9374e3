"""What becomes of an attempt: its deadline, its end at the close, its time and its score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.attempt import ANY_CHOICE, deadline, elapsed_ms, finalised, score
from tests.domain.facts import CLOSES, LIMIT_MS, OPENS, open_attempt, submitted

KEY = {"q01": frozenset("A"), "q02": frozenset("B"), "q03": frozenset("C")}


def test_an_attempt_has_its_whole_limit_while_the_round_lasts():
    assert deadline(OPENS, 630, CLOSES) == OPENS + 630_000


def test_an_attempt_begun_shortly_before_the_close_ends_with_it():
    assert deadline(CLOSES - 1, 630, CLOSES) == CLOSES


def test_what_was_saved_counts_as_handed_in_at_the_deadline():
    attempt = open_attempt("a", choices="A__", prediction="12", version=3, saved_at=OPENS + 5)

    assert finalised(attempt, CLOSES) == replace(attempt, status="timed_out", submitted_at=OPENS + LIMIT_MS)


def test_a_prediction_alone_counts_as_saved():
    attempt = open_attempt("a", choices="___", prediction="0", version=2)

    assert finalised(attempt, CLOSES) == replace(attempt, status="timed_out", submitted_at=OPENS + LIMIT_MS)


@pytest.mark.parametrize("saved", ["", "___"])
def test_an_attempt_with_nothing_in_it_is_blank(saved):
    attempt = open_attempt("a", choices=saved)

    assert finalised(attempt, CLOSES) == replace(attempt, choices="___", status="blank", submitted_at=OPENS + LIMIT_MS)


def test_a_blank_paper_that_was_handed_in_stays_handed_in():
    attempt = submitted("a", marks="___")

    assert finalised(attempt, CLOSES) == attempt


def test_an_early_close_makes_the_deadline_of_an_open_attempt_again():
    attempt = open_attempt("a", choices="A__")
    closes = OPENS + 200_000

    ended = finalised(attempt, closes, moved_at=OPENS + 1000)

    assert ended == replace(attempt, status="timed_out", deadline_at=closes, submitted_at=closes)


def test_an_attempt_handed_in_before_the_decision_keeps_its_deadline():
    attempt = submitted("a", took_ms=999)

    assert finalised(attempt, OPENS + 200_000, moved_at=OPENS + 1000) == attempt


@pytest.mark.parametrize("took_ms", [1000, 100_000])
def test_an_attempt_handed_in_after_the_decision_has_the_new_deadline(took_ms):
    attempt = submitted("a", took_ms=took_ms)

    ended = finalised(attempt, OPENS + 200_000, moved_at=OPENS + 1000)

    assert ended == replace(attempt, deadline_at=OPENS + 200_000)


@pytest.mark.parametrize(
    ("took_ms", "deadline_ms"), [(999, LIMIT_MS), (1000, 400_000), (2999, 400_000), (3000, 200_000), (None, 200_000)]
)
def test_of_two_early_closes_each_holds_for_what_was_open_then(took_ms, deadline_ms):
    """The moves are applied youngest first: an open attempt ends with the last of them."""
    attempt = open_attempt("a", choices="A__") if took_ms is None else submitted("a", took_ms=took_ms)

    for closes, moved_at in [(OPENS + 200_000, OPENS + 3000), (OPENS + 400_000, OPENS + 1000)]:
        attempt = finalised(attempt, closes, moved_at)

    assert attempt.deadline_at == OPENS + deadline_ms


@pytest.mark.parametrize("attempt", [open_attempt("a"), open_attempt("a", choices="A__"), submitted("a")])
def test_finalising_twice_changes_nothing_more(attempt):
    once = finalised(attempt, CLOSES)

    assert finalised(once, CLOSES) == once


def test_the_grace_is_no_time_to_work():
    assert elapsed_ms(submitted("a", took_ms=LIMIT_MS + 4_999)) == LIMIT_MS


def test_an_open_attempt_has_taken_no_time_yet():
    with pytest.raises(ValueError, match="still open"):
        elapsed_ms(open_attempt("a"))


@pytest.mark.parametrize(("choices", "points"), [("ABC", 3), ("A_C", 2), ("BBB", 1), ("___", 0), ("BAA", 0)])
def test_a_point_for_each_right_choice(choices, points):
    assert score("q01 q02 q03", choices, KEY) == points


@pytest.mark.parametrize("choices", ["A_C", "AAC", "ADC"])
def test_a_voided_question_gives_its_point_to_everybody(choices):
    assert score("q01 q02 q03", choices, KEY | {"q02": ANY_CHOICE}) == 3


def test_two_right_letters_both_earn_the_point():
    right = KEY | {"q02": frozenset("BD")}

    assert [score("q02", choice, right) for choice in "ABCD_"] == [0, 1, 0, 1, 0]


def test_choices_that_do_not_fit_the_paper_are_refused():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        score("q01 q02 q03", "AB", KEY)
