"""What a device may not say, and the sentence that it is told for each."""

from __future__ import annotations

import json

import pytest

from tests.factories import FIRST, NONCE, OTHER_NONCE, make_definition
from tests.town import Phone, Town, asked

FIT = {"nonce": OTHER_NONCE, "version": 1, "choices": "___", "prediction": ""}
NOT_JSON = "Nội dung phải là một đối tượng JSON đúng cú pháp."
NOT_A_NONCE = "“nonce” phải là 32 chữ số thập lục phân viết thường."
NOT_A_VERSION = "“version” phải là số nguyên dương mà máy chủ đã trả về lần trước."
NOT_CHOICES = "“choices” phải có đúng 3 ký tự, mỗi câu hỏi một ký tự."
NOT_AN_OPTION = "Câu {place}: phương án đã chọn không có trong câu hỏi này. Xin chọn lại."
NOT_A_PREDICTION = "Xin nhập một số nguyên từ 0 đến 9.999.999, không có số 0 ở đầu."
NOT_FIELDS = "Có trường không được dùng ở đây, hoặc thiếu trường bắt buộc: {fields}."


@pytest.fixture(params=["answers", "submission"])
def path(request: pytest.FixtureRequest, phone: Phone) -> str:
    """Saving and handing in are told the same."""
    phone.start(NONCE)
    return f"/rounds/{FIRST}/attempts/1/{request.param}"


def told(phone: Phone, path: str, body: object) -> tuple[int, str, str]:
    answer = phone.send("PUT", path, body)
    return answer.status, answer.problem, answer.document["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"1" * 5000,
        b"\xff\xfe{}",
        b"[" * 8000,
        b'{"a":' * 1600,
        b'{"nonce": "\\ud800"}',
        b'{"\\udfff": 1}',
    ],
    ids=[
        "nothing",
        "half",
        "list",
        "text",
        "null",
        "long number",
        "not UTF-8",
        "deep",
        "deep object",
        "half a sign",
        "name",
    ],
)
def test_a_body_that_is_no_object_of_json(phone: Phone, path: str, body: bytes):
    assert told(phone, path, body) == (422, "unfit-json", NOT_JSON)


def test_a_body_that_is_too_long(phone: Phone, path: str):
    long = json.dumps({**FIT, "choices": "A" * 8_192}).encode()

    assert told(phone, path, long) == (422, "unfit-long", "Nội dung dài hơn 8192 byte. Xin tải lại trang và thử lại.")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/html; application/json"])
def test_a_body_of_another_type(phone: Phone, path: str, kind: str):
    answer = phone.send("PUT", path, FIT, **{"Content-Type": kind})

    assert (answer.status, answer.problem) == (422, "unfit-type")
    assert answer.document["detail"] == "Nội dung phải là JSON (Content-Type: application/json)."


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_json_may_be_named_in_each_way_that_the_web_knows(phone: Phone, path: str, kind: str):
    answer = phone.send("PUT", path, FIT, **{"Content-Type": kind})

    assert answer.status == 200


@pytest.mark.parametrize("names", [["score"], ["contestant", "number"], ["\u0000"], ["đáp án"]])
def test_fields_that_nobody_asked_for(phone: Phone, path: str, names: list[str]):
    body = FIT | dict.fromkeys(names, 1)

    assert told(phone, path, body) == (422, "unfit-fields", NOT_FIELDS.format(fields=", ".join(names)))


def test_a_long_name_of_a_field_is_not_repeated_whole(phone: Phone, path: str):
    assert told(phone, path, FIT | {"x" * 5000: 1}) == (422, "unfit-fields", NOT_FIELDS.format(fields="x" * 80))


@pytest.mark.parametrize(
    "value", [None, "", "A" * 32, "0" * 31, "0" * 33, "g" * 32, 0, ["0" * 32], "0" * 32 + "\n", "٠" * 32]
)
def test_a_nonce_that_is_none(phone: Phone, path: str, value: object):
    assert told(phone, path, FIT | {"nonce": value}) == (422, "unfit-nonce", NOT_A_NONCE)


@pytest.mark.parametrize("value", [None, "1", 0, -1, 1.0, True, 1_000_000, 10**30, [1]])
def test_a_version_that_is_none(phone: Phone, path: str, value: object):
    assert told(phone, path, FIT | {"version": value}) == (422, "unfit-version", NOT_A_VERSION)


@pytest.mark.parametrize("value", [None, "", "__", "____", 3, ["_", "_", "_"], {"1": "A"}, "A" * 1000])
def test_choices_that_are_not_one_character_a_question(phone: Phone, path: str, value: object):
    assert told(phone, path, FIT | {"choices": value}) == (422, "unfit-choices", NOT_CHOICES)


@pytest.mark.parametrize(("value", "place"), [("E__", 1), ("_a_", 2), ("__ ", 3), ("AB\u0000", 3), ("Ạ__", 1), ("_Α_", 2)])
def test_a_letter_that_is_not_among_the_options(phone: Phone, path: str, value: str, place: int):
    assert told(phone, path, FIT | {"choices": value}) == (422, "unfit-choice", NOT_AN_OPTION.format(place=place))


@pytest.mark.parametrize(
    "value", [None, 7, "-1", "+1", "01", "00", "1.0", "1,0", "1e3", " 1", "1 ", "1\n", "10000000", "٣", "²", "x", ["1"]]
)
def test_a_prediction_that_is_no_plain_number(phone: Phone, path: str, value: object):
    assert told(phone, path, FIT | {"prediction": value}) == (422, "unfit-prediction", NOT_A_PREDICTION)


@pytest.mark.parametrize("value", ["", "0", "1", "10", "9999999"])
def test_every_plain_number_may_be_predicted_and_none_too(phone: Phone, path: str, value: str):
    assert phone.send("PUT", path, FIT | {"prediction": value}).status == 200


@pytest.mark.parametrize("missing", ["nonce", "version", "choices", "prediction"])
def test_a_field_that_is_missing_is_named(phone: Phone, path: str, missing: str):
    body = {name: value for name, value in FIT.items() if name != missing}

    status, problem, sentence = told(phone, path, body)

    assert (status, problem) == (422, f"unfit-{missing}")
    assert sentence in {NOT_A_NONCE, NOT_A_VERSION, NOT_CHOICES, NOT_A_PREDICTION}


def test_an_unfit_body_changes_nothing(phone: Phone, path: str):
    before = phone.start(NONCE).raw

    phone.send("PUT", path, FIT | {"choices": "E__"})

    assert phone.start(NONCE).raw == before


@pytest.mark.parametrize(
    ("body", "fields"), [({}, "nonce"), ({"nonce": NONCE, "number": 2}, "number"), ({"round": "x"}, "nonce, round")]
)
def test_a_start_says_its_nonce_and_nothing_else(phone: Phone, body: dict, fields: str):
    assert told(phone, f"/rounds/{FIRST}/attempts/1", body) == (422, "unfit-fields", NOT_FIELDS.format(fields=fields))


def test_a_start_with_a_nonce_that_is_none(phone: Phone):
    assert told(phone, f"/rounds/{FIRST}/attempts/1", {"nonce": "0"}) == (422, "unfit-nonce", NOT_A_NONCE)


def test_a_contest_without_a_prediction_takes_none(village: Town):
    criteria = [{"name": "score", "direction": "desc"}]
    definition = make_definition(prediction="none", criteria=criteria, last_tie="lot")
    phone = village.settled_as("no prediction", definition=definition).phone("034096000001")
    paper = phone.start(NONCE)

    answer = phone.save("_" * len(asked(paper)), OTHER_NONCE, prediction="0")

    assert (answer.status, answer.problem) == (422, "unfit-no-prediction")
    assert paper.document["paper"]["prediction"] is None
