"""Each criterion measures, prints, validates and explains itself."""

from __future__ import annotations

import pytest

from chalicelib.domain.criteria import (
    CRITERIA,
    Turnout,
    cells,
    criteria_faults,
    measured,
    prediction_target,
    ranking_rules,
)
from chalicelib.domain.words import CATALOGUES
from tests.domain.facts import make_definition, make_entry

ALL = "score prediction_error elapsed submitted_at started_at"
ENTRY = make_entry("a", prediction=120, elapsed_ms=599_999)


@pytest.mark.parametrize(("precision", "elapsed"), [("s", "599"), ("ms", "599999")])
def test_a_row_is_printed_in_the_definitions_order_and_precision(precision, elapsed):
    definition = make_definition(ALL, precision=precision)

    printed = cells(measured(ENTRY, definition, 123), definition)

    assert printed == ["3", "3", elapsed, "2023-10-23T01:01:00.000Z", "2023-10-23T01:00:00.000Z"]


def test_without_a_prediction_the_error_is_an_empty_cell():
    definition = make_definition("prediction_error")

    assert cells(measured(make_entry("a"), definition, 123), definition) == [""]


@pytest.mark.parametrize(
    ("criteria", "asks", "faults"),
    [
        ([("score", "desc"), ("elapsed", "asc")], False, []),
        ([], True, [("criteria", "criterion-missing")]),
        ([("score", "asc")], True, [("criteria[0].direction", "criterion-direction")]),
        ([("speed", "asc")], True, [("criteria[0].name", "criterion-unknown")]),
        ([("score", "desc"), ("score", "desc")], True, [("criteria[1].name", "criterion-twice")]),
        (
            [("prediction_error", "desc"), ("elapsed", "desc")],
            False,
            [
                ("criteria[0].direction", "criterion-direction"),
                ("criteria[0].name", "criterion-needs-prediction"),
                ("criteria[1].direction", "criterion-direction"),
            ],
        ),
    ],
)
def test_all_faults_of_the_criteria_are_found_together(criteria, asks, faults):
    found = criteria_faults(criteria, asks, "contest.yaml")

    assert [(fault.path, fault.code) for fault in found] == faults


def test_a_fault_says_how_to_mend_it():
    [fault] = criteria_faults([("score", "asc")], True, "contest.yaml")

    assert fault.line("vi") == (
        "contest.yaml, criteria[0].direction: Tiêu chí “score” có chiều xếp asc. "
        "Tiêu chí này chỉ có nghĩa với chiều xếp desc. Ghi direction: desc."
    )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "criteria", [[], [("score", "asc")], [("x", "asc")], [("score", "desc")] * 2, [("prediction_error", "asc")]]
)
def test_every_fault_has_its_sentences(criteria, language):
    [fault] = criteria_faults(criteria, False, "contest.yaml")

    assert all(fault.parts(language).values())


def test_the_rules_page_reads_the_ranking_off_the_definition():
    definition = make_definition(ALL, attempts={"max": 2, "counted": "best"})

    assert ranking_rules(definition, "vi") == [
        "Mỗi thí sinh được tính một lượt thi: lượt tốt nhất theo các tiêu chí dưới đây, không kể dự đoán; nếu bằng nhau "
        "thì lấy lượt thi trước.",
        "Điểm cao hơn xếp trước.",
        "Dự đoán lệch ít hơn so với kết quả thực tế xếp trước; không dự đoán xếp sau cùng.",
        "Thời gian làm bài ngắn hơn xếp trước, tính đến giây, bỏ phần lẻ.",
        "Nộp bài sớm hơn xếp trước.",
        "Bắt đầu làm bài sớm hơn xếp trước.",
        "Nếu vẫn bằng nhau ở mọi tiêu chí thì xếp theo bốc thăm bằng công thức đã cam kết trước khi mở vòng thi; ai cũng "
        "có thể tính lại.",
    ]


def test_with_one_attempt_the_rules_do_not_speak_of_choosing_one():
    definition = make_definition("score elapsed", precision="ms", last_tie="shared")

    assert ranking_rules(definition, "en") == [
        "The higher score comes first.",
        "The shorter time taken comes first, to the thousandth of a second.",
        "Those still equal on every criterion share a rank.",
    ]


SAID = {
    "score": ("cùng điểm 9", "điểm 9, sau người điểm 10", "điểm 9, trước người điểm 8"),
    "prediction_error": (
        "cùng dự đoán lệch 9",
        "dự đoán lệch 9, sau người lệch 10",
        "dự đoán lệch 9, trước người lệch 8",
    ),
    "elapsed": (
        "cùng làm bài trong 0 phút 0,009 giây",
        "làm bài trong 0 phút 0,009 giây, sau người làm trong 0 phút 0,010 giây",
        "làm bài trong 0 phút 0,009 giây, trước người làm trong 0 phút 0,008 giây",
    ),
    "submitted_at": (
        "cùng nộp bài lúc 07:00:00,009 ngày 01/01/1970",
        "nộp bài lúc 07:00:00,009 ngày 01/01/1970, sau người nộp lúc 07:00:00,010 ngày 01/01/1970",
        "nộp bài lúc 07:00:00,009 ngày 01/01/1970, trước người nộp lúc 07:00:00,008 ngày 01/01/1970",
    ),
    "started_at": (
        "cùng bắt đầu lúc 07:00:00,009 ngày 01/01/1970",
        "bắt đầu lúc 07:00:00,009 ngày 01/01/1970, sau người bắt đầu lúc 07:00:00,010 ngày 01/01/1970",
        "bắt đầu lúc 07:00:00,009 ngày 01/01/1970, trước người bắt đầu lúc 07:00:00,008 ngày 01/01/1970",
    ),
}


@pytest.mark.parametrize("name", CRITERIA)
def test_two_neighbours_are_told_apart_in_words(name):
    criterion = CRITERIA[name]

    said = (
        criterion.same(9, "ms", "vi"),
        criterion.differs(9, 10, "behind", "ms", "vi"),
        criterion.differs(9, 8, "ahead", "ms", "vi"),
    )

    assert said == SAID[name]


def test_one_without_a_prediction_is_told_so():
    criterion = CRITERIA["prediction_error"]

    said = [
        criterion.same(None, "s", "vi"),
        criterion.differs(None, 2, "behind", "s", "vi"),
        criterion.differs(2, None, "ahead", "s", "vi"),
        criterion.text(None, "s", "vi"),
    ]

    assert said == [
        "cùng không dự đoán",
        "không dự đoán, sau người lệch 2",
        "dự đoán lệch 2, trước người không dự đoán",
        "không dự đoán",
    ]


def test_a_moment_keeps_its_thousandth():
    criterion = CRITERIA["submitted_at"]

    assert criterion.text(ENTRY.submitted_at + 61_007, "s", "en") == "08:02:01.007 on 23/10/2023"


@pytest.mark.parametrize(
    ("value", "precision", "text"), [(630, "s", "10 phút 30 giây"), (59_009, "ms", "0 phút 59,009 giây")]
)
def test_a_time_taken_reads_as_minutes_and_seconds(value, precision, text):
    assert CRITERIA["elapsed"].text(value, precision, "vi") == text


def test_both_languages_say_the_same_things_of_criteria():
    prefixes = (
        "criterion.",
        "duration.",
        "moment",
        "fault.criterion-",
        "counted.",
        "last-tie.",
        "rank.",
        "prize.",
        "limit.",
        "boundary-tie.",
    )

    of_ours = {language: {key for key in words if key.startswith(prefixes)} for language, words in CATALOGUES.items()}

    assert of_ours["vi"] == of_ours["en"]


@pytest.mark.parametrize(
    ("asks", "target"), [("persons_all_correct", 2), ("papers", 10), ("persons", 7), ("percent_all_correct", 2857)]
)
def test_a_prediction_is_held_against_what_was_asked(asks, target):
    assert prediction_target(asks, Turnout(papers=10, people=7, perfect_people=2)) == target


@pytest.mark.parametrize(("perfect", "people", "target"), [(0, 0, 0), (1, 20_000, 1), (1, 20_001, 0), (5945, 25_980, 2288)])
def test_a_percentage_is_per_ten_thousand_half_up(perfect, people, target):
    assert prediction_target("percent_all_correct", Turnout(people, people, perfect)) == target
