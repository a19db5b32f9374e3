"""BẮT ĐẦU THI: one paper for each attempt, whoever asks for it how often, on whichever device."""

from __future__ import annotations

import pytest

from chalicelib.config import config
from chalicelib.domain.draw import draw_questions, option_order
from chalicelib.domain.times import read, written
from tests.calls import answer_lost
from tests.factories import (
    AN,
    BINH,
    CLOSES,
    CONTEST,
    FIRST,
    LIMIT_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    PRACTICE,
    RIGHT,
    SECOND,
    THIRD_NONCE,
    make_bank,
    make_definition,
    nonce,
)
from tests.town import Phone, Town, all_right
from tests.watch import contents

MINUTE_MS = 60_000


def paper_of_the_format(contestant: str, number: int = 1) -> list[dict]:
    """Draw a paper as the export format says, from the seed in the vault."""
    seed = contents(config().private_bucket)[f"seeds/paper/{CONTEST}/{FIRST}"]
    bank = {question.id: question for question in make_bank(FIRST).questions}
    drawn = draw_questions(seed, CONTEST, FIRST, contestant, number, dict.fromkeys(RIGHT, "chung"), 3)
    return [
        {
            "id": each,
            "text": bank[each].text,
            "options": [
                {"letter": letter, "text": bank[each].options[letter]}
                for letter in option_order(seed, CONTEST, FIRST, contestant, number, each, "ABCD")
            ],
        }
        for each in drawn
    ]


def test_a_start_issues_the_paper_that_the_draw_gives(town: Town, phone: Phone):
    contestant = phone.me().document["contestant"]

    answer = town.at(OPENS + 1) and phone.start(NONCE)

    assert answer.status == 200
    assert answer.document == {
        "attempt": {
            "round": FIRST,
            "number": 1,
            "started_at": written(OPENS + 1),
            "deadline_at": written(OPENS + 1 + LIMIT_MS),
            "version": 1,
            "choices": "",
            "prediction": "",
            "nonce": NONCE,
            "saved_at": None,
        },
        "paper": {
            "questions": paper_of_the_format(contestant),
            "prediction": {
                "vi": "Anh/chị dự đoán có bao nhiêu người trả lời đúng tất cả 3 câu hỏi trắc nghiệm trong đợt thi này?",
                "en": "How many people do you predict will answer all 3 questions of this round correctly?",
            },
        },
    }


def test_the_same_start_again_is_answered_byte_for_byte(town: Town, phone: Phone):
    first = phone.start(NONCE)

    again = town.at(OPENS + MINUTE_MS) and phone.start(NONCE)

    assert (again.status, again.raw) == (200, first.raw)


def test_a_start_whose_stored_answer_was_lost_is_answered_as_if_nothing_had_happened(phone: Phone):
    with answer_lost("PutItem"):
        answer = phone.start(NONCE)

    assert (answer.status, answer.raw) == (200, phone.start(NONCE).raw)


def test_a_second_start_with_another_nonce_shows_the_first_paper(town: Town, phone: Phone):
    first = phone.start(NONCE)

    second = town.at(OPENS + MINUTE_MS) and phone.start(OTHER_NONCE)

    assert (second.status, second.raw) == (200, first.raw)


def test_two_people_are_asked_different_papers(town: Town):
    papers = [town.phone(who).start(NONCE).document["paper"]["questions"] for who in (AN, BINH)]

    assert papers[0] != papers[1]


def test_another_device_goes_on_with_what_was_saved(town: Town, phone: Phone):
    started = phone.start(NONCE)
    saved = phone.save("AB_", OTHER_NONCE, prediction="7")
    other = town.phone(AN)

    answer = other.start(THIRD_NONCE)

    told = {"version": 2, "choices": "AB_", "prediction": "7", "nonce": OTHER_NONCE, "saved_at": saved.document["saved_at"]}
    assert answer.document == {
        "attempt": {**started.document["attempt"], **told},
        "paper": started.document["paper"],
    }


def test_the_device_left_behind_is_told_that_the_attempt_has_moved_and_what_is_stored(town: Town, phone: Phone):
    phone.start(NONCE)
    stored = town.phone(AN).start(OTHER_NONCE).document["attempt"]

    answers = [phone.save("A__", THIRD_NONCE), phone.hand_in("A__", THIRD_NONCE)]

    assert [(answer.status, answer.problem) for answer in answers] == [(409, "moved")] * 2
    assert [answer.document["facts"] for answer in answers] == [{"attempt": stored, "moved": True}] * 2


def test_the_device_left_behind_may_take_the_attempt_back(town: Town, phone: Phone):
    phone.start(NONCE)
    other = town.phone(AN)
    other.start(OTHER_NONCE)

    phone.start(THIRD_NONCE)

    assert (phone.save("A__", nonce(4)).status, other.save("B__", nonce(5), 2).problem) == (200, "moved")


def test_a_start_after_the_hand_in_is_refused_with_the_receipt(phone: Phone):
    started = phone.start(NONCE)
    receipt = phone.hand_in(all_right(started), OTHER_NONCE).document

    answer = phone.start(THIRD_NONCE)

    assert (answer.status, answer.problem, answer.document["facts"]) == (409, "handed-in", {"receipt": receipt})


def test_a_start_after_the_deadline_is_refused_with_what_was_saved(town: Town, phone: Phone):
    phone.start(NONCE)
    phone.save("A__", OTHER_NONCE)
    stored = phone.start(NONCE).document["attempt"]

    answer = town.at(OPENS + LIMIT_MS) and phone.start(THIRD_NONCE)

    assert (answer.status, answer.problem, answer.document["facts"]) == (409, "late", {"attempt": stored, "receipt": None})
    assert answer.document["detail"] == (
        "Bài thi hết giờ lúc 08:10 ngày 23/10/2023. Những câu đã lưu trước giờ đó được tính là bài nộp."
    )


def test_a_start_before_the_opening_says_when_that_is(town: Town):
    phone = town.at(OPENS - 1).phone(AN)

    answer = phone.start(NONCE)

    assert (answer.status, answer.problem) == (409, "not-open")
    assert answer.document["facts"] == {"opens": written(OPENS), "closes": written(CLOSES)}
    assert answer.document["detail"] == "Vòng thi mở lúc 08:00 ngày 23/10/2023 và đóng lúc 09:00 ngày 23/10/2023."


def test_a_start_at_the_close_says_that_the_round_has_closed(town: Town):
    phone = town.at(CLOSES).phone(AN)

    answer = phone.start(NONCE)

    assert (answer.status, answer.problem) == (409, "not-open-any-more")
    assert answer.document["facts"] == {"opens": written(OPENS), "closes": written(CLOSES)}


def test_a_round_that_nobody_made_ready_takes_no_start_in_its_hours(village: Town):
    town = village.settled_as("only a draft", ready=())

    answer = town.phone(AN).start(NONCE)

    assert (answer.status, answer.problem) == (409, "not-open")


@pytest.mark.parametrize("number", ["0", "2", "99", "100", "-1", "1.0", "one", "1e0", "%D9%A1"])
def test_an_attempt_that_the_definition_does_not_allow_is_not_found(phone: Phone, number: str):
    answer = phone.send("PUT", f"/rounds/{FIRST}/attempts/{number}", {"nonce": NONCE})

    assert (answer.status, answer.problem) == (404, "no-such-attempt")


@pytest.mark.parametrize("round_id", ["tuan-9", PRACTICE, "_contest", "acts"])
def test_a_round_that_is_not_ranked_or_not_there_has_no_papers(phone: Phone, round_id: str):
    answer = phone.start(NONCE, round_id)

    assert (answer.status, answer.problem) == (404, "no-such-round")
    assert answer.document["detail"] == f"Cuộc thi không có vòng “{round_id}”. Xin kiểm tra lại mã vòng thi."


def test_the_session_is_prolonged_to_two_minutes_after_the_grace(town: Town):
    start = OPENS + 15 * MINUTE_MS
    phone = town.at(start).phone(AN)

    answer = phone.start(NONCE)

    age = f"Max-Age={(LIMIT_MS + 5_000 + 2 * MINUTE_MS) // 1000};"
    assert age in answer.headers["Set-Cookie"]
    assert read(phone.me().document["expires_at"]) == start + LIMIT_MS + 5_000 + 2 * MINUTE_MS


def test_rounds_do_not_share_an_attempt(town: Town):
    town.phone(AN).start(NONCE)
    phone = town.at(read("2023-10-25T01:30:00.000Z")).phone(AN)

    answer = phone.start(OTHER_NONCE, SECOND)

    assert answer.status == 200
    assert {question["id"][0] for question in answer.document["paper"]["questions"]} == {"y"}


class TestWithTwoAttempts:
    """Where the definition allows a second attempt, it waits for the first to end."""

    @pytest.fixture
    def phone(self, village: Town) -> Phone:
        allowed = {"max": 2, "counted": "best"}
        return village.settled_as("two attempts", definition=make_definition(attempts=allowed)).phone(AN)

    def test_the_second_waits_until_the_first_has_ended(self, phone: Phone):
        phone.start(NONCE)

        answer = phone.start(OTHER_NONCE, number=2)

        assert (answer.status, answer.problem) == (409, "attempt-before-open")
        assert answer.document["detail"] == "Xin hoàn thành lượt thi thứ 1 trước."

    def test_the_second_does_not_come_before_the_first(self, phone: Phone):
        answer = phone.start(OTHER_NONCE, number=2)

        assert (answer.status, answer.problem) == (409, "attempt-before-open")

    def test_the_second_may_start_after_the_first_was_handed_in(self, phone: Phone):
        contestant = phone.me().document["contestant"]
        phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE)

        answer = phone.start(THIRD_NONCE, number=2)

        assert answer.status == 200
        assert answer.document["paper"]["questions"] == paper_of_the_format(contestant, 2)

    def test_the_second_may_start_at_the_deadline_of_the_first_and_not_before(self, village: Town, phone: Phone):
        phone.start(NONCE)

        before = village.at(OPENS + LIMIT_MS - 1) and phone.start(OTHER_NONCE, number=2)
        then = village.at(OPENS + LIMIT_MS) and phone.start(OTHER_NONCE, number=2)

        assert [before.problem, then.status] == ["attempt-before-open", 200]

    def test_the_second_start_again_is_answered_byte_for_byte(self, phone: Phone):
        phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE)
        first = phone.start(THIRD_NONCE, number=2)

        again = phone.start(THIRD_NONCE, number=2)

        assert (again.status, again.raw) == (200, first.raw)

    def test_a_third_is_not_found(self, phone: Phone):
        answer = phone.start(THIRD_NONCE, number=3)

        assert (answer.status, answer.problem) == (404, "no-such-attempt")

    def test_both_attempts_are_listed(self, phone: Phone):
        phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE)
        phone.start(THIRD_NONCE, number=2)

        listed = phone.me().document["attempts"]

        assert [(each["number"], each["status"]) for each in listed] == [(1, "submitted"), (2, "open")]
