"""What a device may not say, and the sentence that it is told for each."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.factories import FIRST, NONCE, OTHER_NONCE, make_definition
from tests.town import Phone, Town, asked

FIT = {"nonce": OTHER_NONCE, "version": 1, "choices": "___", "prediction": ""}
NOT_JSON = "Nội dung không phải JSON đúng cú pháp viết bằng UTF-8: sai từ vị trí {at}. Xin sửa từ đó và gửi lại."
NOT_AN_OBJECT = "Nội dung phải là một đối tượng JSON: các trường có tên, trong dấu ngoặc nhọn."
NOT_JSON_AT_ALL = "Nội dung phải là JSON viết bằng UTF-8, gửi kèm “Content-Type: application/json”."
NO_NUMBER = "JSON không có NaN và Infinity, và máy chủ không đọc số dài hàng nghìn chữ số. Xin gửi số bình thường."
TOO_DEEP = "Nội dung lồng vào nhau quá sâu. Mỗi trường ở đây chỉ là một chữ hoặc một số."
HALF_A_SIGN = "Nội dung có nửa ký tự Unicode (mã thay thế lẻ, \\ud800–\\udfff). Xin gửi ký tự trọn vẹn."
TWICE = "Trường “{field}” được ghi hai lần. Xin chỉ ghi một lần."
PACKED = "Máy chủ không đọc được nội dung đã nén. Xin gửi JSON không nén, không kèm “Content-Encoding”."
NOT_A_NONCE = "“nonce” phải là 32 chữ số thập lục phân viết thường (0–9, a–f), mới cho mỗi yêu cầu."
NOT_A_VERSION = "“version” phải là số nguyên từ 1 đến 999999: số mà máy chủ đã trả về lần trước."
NOT_CHOICES = "“choices” phải có đúng 3 ký tự, mỗi câu hỏi một ký tự: chữ của phương án, hoặc “_” nếu để trống."
NOT_AN_OPTION = "Câu {place}: phương án đã chọn không có trong câu hỏi này. Xin chọn lại."
NOT_A_PREDICTION = (
    "“prediction”: xin nhập một số nguyên từ 0 đến 9.999.999, không có số 0 ở đầu; để trống nếu không dự đoán."
)
NOT_FIELDS = "Ở đây không có trường: {fields}. Chỉ dùng: {known}."
KNOWN = ", ".join(FIT)


@pytest.fixture(params=["answers", "submission"])
def path(request: pytest.FixtureRequest, phone: Phone) -> str:
    """Saving and handing in are told the same."""
    phone.start(NONCE)
    return f"/rounds/{FIRST}/attempts/1/{request.param}"


def told(phone: Phone, path: str, body: object) -> tuple[int, str, str]:
    answer = phone.send("PUT", path, body)
    return answer.status, answer.problem, answer.document["detail"]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        (b"", 1),
        (b"{", 2),
        (b'{"nonce": "a\x00b"}', 13),
        (b'{"nonce": \xff}', 11),
        (b"\xef\xbb\xbf{}", 1),
        ('{"nonce": 1}'.encode("utf-16"), 1),
        ('{"nonce": 1}'.encode("utf-32-be"), 1),
        (b'{"nonce": 1}{}', 13),
        (b"{'nonce': 1}", 2),
        (b'{"nonce": 01}', 12),
        (b"[" * 900, 901),
    ],
    ids=["nothing", "half", "NUL", "not UTF-8", "BOM", "UTF-16", "UTF-32", "two", "quotes", "leading zero", "never closed"],
)
def test_a_body_that_is_no_json_is_told_from_where_on(phone: Phone, path: str, body: bytes, at: int):
    assert told(phone, path, body) == (422, "unfit-json", NOT_JSON.format(at=at))


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"null", b"7", b"true", b'[{"nonce": 1}]'])
def test_a_body_that_is_no_object(phone: Phone, path: str, body: bytes):
    assert told(phone, path, body) == (422, "unfit-object", NOT_AN_OBJECT)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1" * 5000, b"-" + b"9" * 8000])
def test_a_number_that_json_has_not_or_nobody_reads(phone: Phone, path: str, number: bytes):
    assert told(phone, path, b'{"version": ' + number + b"}") == (422, "unfit-number", NO_NUMBER)


@pytest.mark.parametrize("body", [b"[" * 8000, b'{"a":' * 1600, b'{"nonce": ' + b"[" * 4000 + b"]" * 4000 + b"}"])
def test_a_body_that_is_nested_too_deep(phone: Phone, path: str, body: bytes):
    assert told(phone, path, body) == (422, "unfit-deep", TOO_DEEP)


@pytest.mark.parametrize("body", [b'{"nonce": "\\ud800"}', b'{"\\udfff": 1}', b'{"nonce": ["\\udc00\\ud800"]}'])
def test_half_a_character(phone: Phone, path: str, body: bytes):
    assert told(phone, path, body) == (422, "unfit-half", HALF_A_SIGN)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"nonce": "0", "nonce": "0"}', "nonce"),
        (b'{"version": 1, "choices": {"x": 1, "x": 1}}', "x"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "?"),
        (b'{"' + b"x" * 500 + b'": 1, "' + b"x" * 500 + b'": 2}', "x" * 80),
    ],
)
def test_a_field_that_is_there_twice(phone: Phone, path: str, body: bytes, field: str):
    assert told(phone, path, body) == (422, "unfit-twice", TWICE.format(field=field))


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_still_packed(phone: Phone, path: str, packing: str):
    answer = phone.send("PUT", path, gzip.compress(json.dumps(FIT).encode()), **{"Content-Encoding": packing})

    assert (answer.status, answer.problem, answer.document["detail"]) == (415, "unfit-encoding", PACKED)


def test_a_body_that_the_gateway_has_unpacked(phone: Phone, path: str):
    assert phone.send("PUT", path, FIT, **{"Content-Encoding": "gzip"}).status == 200


@pytest.mark.parametrize("body", [b" " * 8_193, b"[" * 100_000, b"1" * 10_000_000])
def test_a_body_that_is_too_long(phone: Phone, path: str, body: bytes):
    assert told(phone, path, body) == (413, "unfit-long", "Nội dung dài hơn 8192 byte. Xin tải lại trang và thử lại.")


def test_a_body_that_is_as_long_as_may_be(phone: Phone, path: str):
    answer = phone.send("PUT", path, json.dumps(FIT).encode().ljust(8_192))

    assert answer.status == 200


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "",
        ";",
        "text/html; application/json",
        "application/jsonx",
        "application/json-patch+json",
        "application/json; charset=latin-1",
        'application/json; charset="UTF-16"',
        "application/json, text/plain",
    ],
)
def test_a_body_of_another_type(phone: Phone, path: str, kind: str):
    answer = phone.send("PUT", path, FIT, **{"Content-Type": kind})

    assert (answer.status, answer.problem) == (415, "unfit-type")
    assert answer.document["detail"] == NOT_JSON_AT_ALL


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"', "application/json;"]
)
def test_json_may_be_named_in_each_way_that_the_web_knows(phone: Phone, path: str, kind: str):
    answer = phone.send("PUT", path, FIT, **{"Content-Type": kind})

    assert answer.status == 200


@pytest.mark.parametrize("names", [["score"], ["contestant", "number"], ["\u0000"], ["đáp án"]])
def test_fields_that_nobody_asked_for(phone: Phone, path: str, names: list[str]):
    body = FIT | dict.fromkeys(names, 1)

    assert told(phone, path, body) == (422, "unfit-fields", NOT_FIELDS.format(fields=", ".join(names), known=KNOWN))


def test_a_long_name_of_a_field_is_not_repeated_whole(phone: Phone, path: str):
    sentence = NOT_FIELDS.format(fields="x" * 80, known=KNOWN)

    assert told(phone, path, FIT | {"x" * 5000: 1}) == (422, "unfit-fields", sentence)


@pytest.mark.parametrize(
    "value", [None, "", "A" * 32, "0" * 31, "0" * 33, "g" * 32, 0, ["0" * 32], "0" * 32 + "\n", "٠" * 32]
)
def test_a_nonce_that_is_none(phone: Phone, path: str, value: object):
    assert told(phone, path, FIT | {"nonce": value}) == (422, "unfit-nonce", NOT_A_NONCE)


@pytest.mark.parametrize("value", [None, "1", 0, -1, 1.5, 1e300, -0.0, True, 1_000_000, 10**30, [1]])
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


def test_one_point_nought_is_one(phone: Phone, path: str):
    assert phone.send("PUT", path, FIT | {"version": 1.0}).status == 200


@pytest.mark.parametrize("missing", ["nonce", "version", "choices", "prediction"])
def test_a_field_that_is_missing_is_named(phone: Phone, path: str, missing: str):
    body = {name: value for name, value in FIT.items() if name != missing}

    answer = phone.send("PUT", path, body)

    assert (answer.status, answer.problem, answer.document["facts"]) == (422, f"unfit-{missing}", {"fields": [missing]})
    assert answer.document["detail"] in {NOT_A_NONCE, NOT_A_VERSION, NOT_CHOICES, NOT_A_PREDICTION}


def test_an_unfit_body_changes_nothing(phone: Phone, path: str):
    before = phone.start(NONCE).raw

    phone.send("PUT", path, FIT | {"choices": "E__"})

    assert phone.start(NONCE).raw == before


@pytest.mark.parametrize(
    ("body", "fields"),
    [({"nonce": NONCE, "number": 2}, "number"), ({"round": "x"}, "round"), ({"b": 1, "a": 1}, "a, b")],
)
def test_a_start_says_its_nonce_its_device_and_nothing_else(phone: Phone, body: dict, fields: str):
    sentence = NOT_FIELDS.format(fields=fields, known="nonce, device")

    assert told(phone, f"/rounds/{FIRST}/attempts/1", body) == (422, "unfit-fields", sentence)


@pytest.mark.parametrize("body", [{}, {"nonce": "0"}])
def test_a_start_with_a_nonce_that_is_none(phone: Phone, body: dict):
    assert told(phone, f"/rounds/{FIRST}/attempts/1", body) == (422, "unfit-nonce", NOT_A_NONCE)


def test_a_contest_without_a_prediction_takes_none(village: Town):
    criteria = [{"name": "score", "direction": "desc"}]
    definition = make_definition(prediction="none", criteria=criteria, last_tie="lot")
    phone = village.settled_as("no prediction", definition=definition).phone("034096000001")
    paper = phone.start(NONCE)

    answer = phone.save("_" * len(asked(paper)), OTHER_NONCE, prediction="0")

    assert (answer.status, answer.problem) == (422, "unfit-no-prediction")
    assert paper.document["paper"]["prediction"] is None
