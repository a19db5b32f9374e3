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

    assert finalised(attempt, attempt.deadline_at) == replace(attempt, status="timed_out", submitted_at=OPENS + LIMIT_MS)


def test_a_prediction_alone_counts_as_saved():
    attempt = open_attempt("a", choices="___", prediction="0", version=2)

    assert finalised(attempt, attempt.deadline_at) == replace(attempt, status="timed_out", submitted_at=OPENS + LIMIT_MS)


@pytest.mark.parametrize("saved", ["", "___"])
def test_an_attempt_with_nothing_in_it_is_blank(saved):
    attempt = open_attempt("a", choices=saved)

    assert finalised(attempt, attempt.deadline_at) == replace(
        attempt, choices="___", status="blank", submitted_at=OPENS + LIMIT_MS
    )


def test_a_blank_paper_that_was_handed_in_stays_handed_in():
    attempt = submitted("a", marks="___")

    assert finalised(attempt, attempt.deadline_at) == attempt


def test_an_attempt_ends_at_the_deadline_that_decisions_have_given_it():
    attempt, ends = open_attempt("a", choices="A__"), OPENS + 200_000

    ended = finalised(attempt, ends)

    assert ended == replace(attempt, status="timed_out", deadline_at=ends, submitted_at=ends)


def test_an_attempt_that_was_handed_in_has_that_deadline_too_and_stays_as_it_is():
    attempt = submitted("a", took_ms=1000)

    assert finalised(attempt, OPENS + 200_000) == replace(attempt, deadline_at=OPENS + 200_000)


@pytest.mark.parametrize("attempt", [open_attempt("a"), open_attempt("a", choices="A__"), submitted("a")])
def test_finalising_twice_changes_nothing_more(attempt):
    once = finalised(attempt, attempt.deadline_at)

    assert finalised(once, once.deadline_at) == once


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
