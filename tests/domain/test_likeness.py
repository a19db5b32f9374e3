"""Near-duplicates, and options that can't be shuffled."""

from __future__ import annotations

import random
import time

import pytest

from chalicelib.domain.likeness import leans_on_order, near_pairs


@pytest.mark.parametrize(
    "option",
    [
        "Cả A và B",
        "A và C đều đúng",
        "Cả A, B, C",
        "Đáp án A và B",
        "Chỉ A đúng",
        "Cả hai câu A và B",
        "Tất cả các đáp án trên",
        "Tất cả đều đúng",
        "Tất cả các phương án còn lại",
        "Cả ba ý trên",
        "Cả 3 đáp án đều đúng",
        "Cả ba",
        "Không có đáp án nào ở trên",
        "Không có đáp án nào đúng",
        "Không phương án nào",
        "Các nội dung nêu trên",
        "Các phương án trên đều sai",
        "Đáp án khác",
        "TẤT CẢ CÁC Ý TRÊN.",
    ],
)
def test_an_option_that_speaks_of_the_others_leans_on_their_order(option):
    assert leans_on_order(option)


@pytest.mark.parametrize(
    "option",
    [
        "Cả ba cấp chính quyền",
        "Tất cả các cơ quan hành chính trên địa bàn tỉnh",
        "Các cơ quan nhà nước cấp trên",
        "Không quy định",
        "Hạng A",
        "A",
        "Thang điểm 100",
        "2 Đ",
        "Ủy ban nhân dân các cấp",
        "Trên môi trường mạng",
        "Từ 80 % trở lên",
        "",
    ],
)
def test_an_option_that_stands_for_itself_may_be_shuffled(option):
    assert not leans_on_order(option)


def test_a_question_with_one_word_changed_is_nearly_the_same():
    first = "Cơ quan nào chủ trì thực hiện công tác cải cách hành chính của tỉnh"
    second = "Cơ quan nào chủ trì thực hiện công tác cải cách hành chính của huyện"

    assert list(near_pairs([first, "Thủ đô ở đâu?", second])) == [(0, 2, 14 / 16)]


def test_questions_with_other_numbers_are_not_nearly_the_same():
    text = "Nghị quyết số {}/NQ-CP của Chính phủ ban hành Chương trình tổng thể nào về cải cách hành chính nhà nước?"

    assert list(near_pairs([text.format(76), text.format(78)])) == []


def test_equal_wordings_are_no_near_pair():
    assert list(near_pairs(["Cải cách là gì?", "cải cách, là gì"])) == []


def test_near_pairs_are_those_of_comparing_everything_with_everything():
    chance = random.Random(7)
    texts = [" ".join(chance.choices("abcdefghij", k=9)) for _ in range(120)]
    sets = [set(text.split()) for text in texts]

    found = {(earlier, later) for earlier, later, _ in near_pairs(texts)}

    def near(one, two):
        return len(sets[one] & sets[two]) / len(sets[one] | sets[two]) >= 0.8 and texts[one] != texts[two]

    assert found == {(one, two) for two in range(120) for one in range(two) if near(one, two)}
    assert found


def test_a_thousand_questions_are_compared_within_seconds_of_work():
    chance = random.Random(1)
    words = [f"{letter}{other}" for letter in "bcdghklmnt" for other in "aeiouy"]
    texts = [" ".join(chance.choices(words, k=20)) for _ in range(1000)]
    began = time.process_time()

    list(near_pairs(texts))

    assert time.process_time() - began < 4
