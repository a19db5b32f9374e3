"""GỬI BÀI THI: once, until the grace is over, with a receipt that anyone can recompute."""

from __future__ import annotations

import pytest

from chalicelib.domain.receipt import receipt_of
from chalicelib.domain.times import written
from tests.calls import answer_lost
from tests.factories import (
    AN,
    CLOSES,
    CONTEST,
    FIRST,
    GRACE_MS,
    LIMIT_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    THIRD_NONCE,
    nonce,
)
from tests.town import Answer, Phone, Town, asked


@pytest.fixture(autouse=True)
def started(phone: Phone) -> Answer:
    """Every test here begins with a paper on the table."""
    return phone.start(NONCE)


def test_the_receipt_is_the_domains_and_vouches_for_the_whole_paper(town: Town, phone: Phone, started: Answer):
    contestant = phone.me().document["contestant"]

    answer = town.at(OPENS + 61_001) and phone.hand_in("AB_", OTHER_NONCE, prediction="0")

    vouched = {
        "attempt": f"{contestant}.1",
        "choices": "AB_",
        "contest": CONTEST,
        "nonce": OTHER_NONCE,
        "prediction": "0",
        "questions": " ".join(asked(started)),
        "round": FIRST,
        "started_at": written(OPENS),
        "submitted_at": written(OPENS + 61_001),
    }
    assert (answer.status, answer.document) == (200, {"receipt": receipt_of(vouched), **vouched})


def test_a_hand_in_that_has_seen_the_last_save_replaces_it(phone: Phone):
    phone.save("A__", OTHER_NONCE)

    answer = phone.hand_in("ABC", THIRD_NONCE, 2)

    assert (answer.status, answer.document["choices"]) == (200, "ABC")


def test_the_same_hand_in_again_is_answered_byte_for_byte(town: Town, phone: Phone):
    first = phone.hand_in("AB_", OTHER_NONCE)

    again = town.at(OPENS + LIMIT_MS + GRACE_MS) and phone.hand_in("AB_", OTHER_NONCE)

    assert (again.status, again.raw) == (200, first.raw)


def test_a_hand_in_whose_stored_answer_was_lost_is_answered_as_if_nothing_had_happened(phone: Phone):
    with answer_lost("UpdateItem"):
        answer = phone.hand_in("AB_", OTHER_NONCE)

    assert (answer.status, answer.raw) == (200, phone.hand_in("AB_", OTHER_NONCE).raw)


def test_another_hand_in_is_refused_with_the_receipt_that_counts(phone: Phone):
    first = phone.hand_in("AB_", OTHER_NONCE)

    answer = phone.hand_in("ABC", THIRD_NONCE, 2)

    assert (answer.status, answer.problem, answer.document["facts"]) == (409, "handed-in", {"receipt": first.document})


def test_a_tab_that_has_not_seen_the_last_save_can_not_hand_in_over_it(phone: Phone):
    phone.save("ABC", OTHER_NONCE)

    answer = phone.hand_in("___", THIRD_NONCE, 1)

    assert (answer.status, answer.problem, answer.document["facts"]["moved"]) == (409, "elsewhere", False)
    assert answer.document["facts"]["attempt"]["choices"] == "ABC"


def test_a_hand_in_of_what_was_never_started_is_not_found(phone: Phone):
    answer = phone.hand_in("___", OTHER_NONCE, number=2)

    assert (answer.status, answer.problem) == (404, "no-such-attempt")


def test_a_hand_in_within_the_grace_is_taken_and_counts_up_to_the_deadline(town: Town, phone: Phone):
    answer = town.at(OPENS + LIMIT_MS + GRACE_MS - 1) and phone.hand_in("AB_", OTHER_NONCE)

    assert (answer.status, answer.document["submitted_at"]) == (200, written(OPENS + LIMIT_MS + GRACE_MS - 1))


def test_a_hand_in_after_the_grace_is_refused_with_what_was_saved(town: Town, phone: Phone):
    phone.save("A__", OTHER_NONCE)

    answer = town.at(OPENS + LIMIT_MS + GRACE_MS) and phone.hand_in("AB_", THIRD_NONCE, 2)

    assert (answer.status, answer.problem) == (409, "late")
    assert answer.document["facts"]["attempt"]["choices"] == "A__"


def test_a_signed_out_device_signs_in_again_and_hands_in(town: Town, phone: Phone):
    phone.save("AB_", OTHER_NONCE)
    again = town.at(OPENS + LIMIT_MS - 1000).phone(AN)
    again.start(THIRD_NONCE)

    answer = again.hand_in("AB_", nonce(9), 2)

    assert answer.status == 200


def test_a_paper_begun_at_the_last_moment_may_be_handed_in_past_the_close(town: Town):
    phone = town.at(CLOSES - 1).phone("034096000002")
    phone.start(NONCE)

    answer = town.at(CLOSES + GRACE_MS - 1) and phone.hand_in("___", OTHER_NONCE)

    assert (answer.status, answer.document["submitted_at"]) == (200, written(CLOSES + GRACE_MS - 1))


def test_the_list_of_ones_own_attempts_shows_the_receipt_and_no_score(phone: Phone):
    receipt = phone.hand_in("AB_", OTHER_NONCE).document["receipt"]

    listed = phone.me().document["attempts"]

    assert listed == [
        {
            "round": FIRST,
            "number": 1,
            "status": "submitted",
            "started_at": written(OPENS),
            "deadline_at": written(OPENS + LIMIT_MS),
            "submitted_at": written(OPENS),
            "receipt": receipt,
            "replaced": False,
        }
    ]
