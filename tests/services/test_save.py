"""Saving: what the device saw last decides; a repeated request is answered as it was the first time."""

from __future__ import annotations

import pytest

from chalicelib.domain.times import written
from tests.calls import answer_lost
from tests.factories import AN, BINH, FIRST, LIMIT_MS, NONCE, OPENS, OTHER_NONCE, THIRD_NONCE, nonce
from tests.town import Phone, Town

DEADLINE = written(OPENS + LIMIT_MS)


@pytest.fixture(autouse=True)
def started(phone: Phone) -> dict:
    """Every test here begins with a paper on the table."""
    return phone.start(NONCE).document["attempt"]


def test_a_save_gives_the_next_version_and_the_time(town: Town, phone: Phone):
    answers = [town.at(OPENS + each) and phone.save("A__", nonce(each), each) for each in (1, 2, 3)]

    assert [(answer.status, answer.document) for answer in answers] == [
        (200, {"version": 2, "saved_at": written(OPENS + 1), "deadline_at": DEADLINE}),
        (200, {"version": 3, "saved_at": written(OPENS + 2), "deadline_at": DEADLINE}),
        (200, {"version": 4, "saved_at": written(OPENS + 3), "deadline_at": DEADLINE}),
    ]


def test_what_was_saved_last_is_what_another_device_finds(town: Town, phone: Phone, started: dict):
    town.at(OPENS + 1000)
    phone.save("A__", OTHER_NONCE, 1)
    phone.save("AB_", THIRD_NONCE, 2, "12")

    found = town.phone(AN).start(nonce(9)).document["attempt"]

    told = {"version": 3, "choices": "AB_", "prediction": "12", "nonce": THIRD_NONCE, "saved_at": written(OPENS + 1000)}
    assert found == {**started, **told}


def test_the_same_save_again_is_answered_byte_for_byte(town: Town, phone: Phone):
    first = phone.save("A__", OTHER_NONCE)

    again = town.at(OPENS + 9000) and phone.save("A__", OTHER_NONCE)

    assert (again.status, again.raw) == (200, first.raw)


def test_the_same_save_again_is_answered_byte_for_byte_even_after_the_deadline(town: Town, phone: Phone):
    first = phone.save("A__", OTHER_NONCE)

    again = town.at(OPENS + LIMIT_MS + 1) and phone.save("A__", OTHER_NONCE)

    assert (again.status, again.raw) == (200, first.raw)


def test_a_save_whose_stored_answer_was_lost_is_answered_as_if_nothing_had_happened(phone: Phone):
    with answer_lost("UpdateItem"):
        answer = phone.save("A__", OTHER_NONCE)

    assert (answer.status, answer.document) == (200, {"version": 2, "saved_at": written(OPENS), "deadline_at": DEADLINE})


def test_a_second_tab_that_has_not_seen_the_last_save_is_shown_it(town: Town, phone: Phone, started: dict):
    phone.save("A__", OTHER_NONCE)

    answer = phone.save("B__", THIRD_NONCE, 1)

    told = {"version": 2, "choices": "A__", "nonce": OTHER_NONCE, "saved_at": written(OPENS)}
    assert (answer.status, answer.problem) == (409, "elsewhere")
    assert answer.document["facts"] == {"attempt": {**started, **told}, "moved": False}


def test_a_version_from_the_future_is_not_believed(phone: Phone):
    answer = phone.save("A__", OTHER_NONCE, 2)

    assert (answer.status, answer.problem) == (409, "elsewhere")


def test_a_save_after_the_deadline_is_refused_with_what_counts(town: Town, phone: Phone, started: dict):
    answer = town.at(OPENS + LIMIT_MS) and phone.save("A__", OTHER_NONCE)

    assert (answer.status, answer.problem, answer.document["facts"]) == (409, "late", {"attempt": started, "receipt": None})


def test_a_save_after_the_hand_in_is_refused_with_the_receipt(phone: Phone):
    receipt = phone.hand_in("A__", OTHER_NONCE).document

    answer = phone.save("B__", THIRD_NONCE, 2)

    assert (answer.status, answer.problem, answer.document["facts"]) == (409, "handed-in", {"receipt": receipt})


def test_a_save_that_carries_the_nonce_of_the_start_is_no_repetition_of_it(phone: Phone):
    answer = phone.save("A__", NONCE, 7)

    assert (answer.status, answer.problem) == (409, "elsewhere")


def test_a_save_without_a_start_is_not_found(town: Town):
    answer = town.phone(BINH).save("___", OTHER_NONCE)

    assert (answer.status, answer.problem) == (404, "no-such-attempt")


def test_another_persons_session_reaches_another_attempt(town: Town, phone: Phone, started: dict):
    other = town.phone(BINH)
    other.start(OTHER_NONCE)

    other.save("___", THIRD_NONCE, prediction="99")

    assert phone.start(NONCE).document["attempt"] == started


@pytest.mark.parametrize("number", [2, 99, 0])
def test_an_attempt_that_does_not_exist_takes_no_save(phone: Phone, number: int):
    answer = phone.save("___", OTHER_NONCE, number=number)

    assert (answer.status, answer.problem) == (404, "no-such-attempt")


def test_a_save_tells_a_deadline_that_the_organizers_have_moved(town: Town, phone: Phone, started: dict):
    closes = OPENS + 3 * 60_000
    town.organize("close-early", round=FIRST, closes=written(closes), by="thu-ky", reason="dong-som")

    answer = town.at(OPENS + 31_000) and phone.save("A__", OTHER_NONCE)

    assert answer.document["deadline_at"] == written(min(closes, OPENS + LIMIT_MS))
