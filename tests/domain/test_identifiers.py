"""One identifier has one spelling, whoever writes it and wherever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.identifiers import canonical_identifier, citizen_id, email, phone
from tests.sizes import size

MANY = size(test=100, soak=20_000)
BETWEEN = st.sampled_from(["", " ", ".", "-", "  ", "\u00a0", "–", "\u200b"])
PREFIXES = ["0", "+84", "84", "0084", "+84(0)", "(+84)", "(84)", "+84 0", ""]


@pytest.mark.parametrize(("typed", "canonical"), [("ls-0042 a", "LS0042A"), ("cb_07", "CB_07"), ("đv1", "ĐV1")])
def test_staff_numbers_are_upper_case(typed: str, canonical: str):
    assert canonical_identifier(typed) == canonical


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("034 096 000 001", "034096000001"),
        ("34096000001", "034096000001"),
        ("1234567891", "001234567891"),
        ("0３4096000001", "034096000001"),
        ("84203123456", "084203123456"),
        ("84305123456", "084305123456"),
        ("0123456789", "0123456789"),
        ("123456789", "000123456789"),
        ("0912 345 678", "0912345678"),
        ("912345678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084 912 345 678", "0912345678"),
        ("+84 (0)912 345 678", "0912345678"),
        ("An.Nguyen@Hue.GOV.vn", "an.nguyen@hue.gov.vn"),
        ("an.nguyen+thi@googlemail.com", "annguyen@gmail.com"),
        ("không@hue", "KHÔNG@HUE"),
    ],
)
def test_what_people_write_is_understood(typed: str, canonical: str):
    assert canonical_identifier(typed) == canonical


def in_parts(draw: st.DrawFn, digits: str) -> str:
    """Return ``digits`` with anything between them that people put there."""
    return "".join(digit + draw(BETWEEN) for digit in digits)


@st.composite
def citizen_ids(draw: st.DrawFn) -> tuple[str, str]:
    """Give an identity number, and one of the ways in which it is written."""
    province, century = draw(st.integers(1, 96)), draw(st.integers(0, 3))
    # Whoever was born after 2019 has no number that could be mistaken yet (see `citizen_id`).
    digits = f"{province:03d}{century}{draw(st.integers(0, 19)):02d}{draw(st.integers(0, 999_999)):06d}"
    written = digits.lstrip("0") if draw(st.booleans()) else digits
    return digits, in_parts(draw, written)


@st.composite
def phones(draw: st.DrawFn) -> tuple[str, str]:
    """Give a mobile number, and one of the ways in which it is written."""
    digits = (
        f"{draw(st.sampled_from(['32', '39', '52', '59', '70', '79', '81', '90', '98']))}{draw(st.integers(0, 9999999)):07d}"
    )
    return f"0{digits}", draw(st.sampled_from(PREFIXES)) + in_parts(draw, digits)


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, str]:
    """Give an e-mail address, and one of the ways in which its mailbox is written."""
    local = draw(st.from_regex(r"\A[a-z][a-z0-9]{0,9}(\.[a-z0-9]{1,5})?\Z"))
    spelt = local + draw(st.sampled_from(["", "+1", "+hoi.thi"]))
    cased = "".join(letter.upper() if draw(st.booleans()) else letter for letter in f"{spelt}@so-noi-vu.gov.vn")
    return f"{local}@so-noi-vu.gov.vn", f" {cased}\t"


@pytest.mark.soak
@given(st.one_of(citizen_ids(), phones(), addresses()))
def test_any_spelling_of_one_identifier_is_that_identifier(both: tuple[str, str]):
    one, written = both

    assert canonical_identifier(written) == canonical_identifier(one) == one


@given(st.one_of(st.text(max_size=20), st.text("0123456789+()84 .-@aA", max_size=18)))
def test_once_is_the_same_as_twice(text: str):
    assert canonical_identifier(canonical_identifier(text)) == canonical_identifier(text)


@given(st.one_of(citizen_ids(), phones(), addresses(), st.text(max_size=20).map(lambda text: (text, text))))
def test_nothing_is_two_things(both: tuple[str, str]):
    written = both[1]

    assert sum(map(bool, (citizen_id(written), phone(written), email(written)))) <= 1


@pytest.mark.parametrize(
    "typed",
    ["", "912", "0312345678", "0212345678", "02838222222", "+1 912 345 678", "09123456789", "0912345678x", "٠٩١٢٣٤٥٦٧٨"],
)
def test_what_is_no_mobile_number_here(typed: str):
    assert phone(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "an",
        "an@hue",
        "@hue.vn",
        "an@",
        "an@@hue.vn",
        "an..b@hue.vn",
        ".an@hue.vn",
        "an.@hue.vn",
        '"an b"@hue.vn',
        "an b@hue.vn",
        "ân@hue.vn",
        "an@huế.vn",
        "an@-hue.vn",
        "an@hue-.vn",
        "an@hue..vn",
        "an@hue.1",
        "an@[10.0.0.1]",
        "an@hue.vn\nBcc: b@hue.vn",
        "an@hue.vn,b@hue.vn",
        "an<b@hue.vn>",
        "a" * 65 + "@hue.vn",
        "a@" + "b" * 64 + ".vn",
        "a@" + "b." * 60 + "vn",
    ],
)
def test_what_is_no_address(typed: str):
    assert email(typed) == ""


@pytest.mark.parametrize("typed", ["", "034096", "0340960000012", "0912345678", "034096A00001", "912345678"])
def test_what_is_no_identity_number(typed: str):
    assert citizen_id(typed) == ""
