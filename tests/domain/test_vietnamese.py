"""Vietnamese words: the same ones recognised, plain names for addresses, people in order."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.vietnamese import name_key, slug, sound, unaccented, wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Nội vụ", "so-noi-vu"),
        ("  ĐẢNG ỦY – Khối  Doanh nghiệp ", "dang-uy-khoi-doanh-nghiep"),
        (unicodedata.normalize("NFD", "Thừa Thiên Huế"), "thua-thien-hue"),
        ("…", ""),
    ],
)
def test_a_slug_is_ascii_words_parted_by_dashes(text, expected):
    assert slug(text) == expected


@given(st.text())
def test_a_slug_holds_nothing_but_letters_digits_and_single_dashes(text):
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug(text)


@pytest.mark.parametrize("other", ["Thúy", "THUÝ", " thúy ", unicodedata.normalize("NFD", "Thuý")])
def test_a_name_is_the_same_wherever_its_tone_is_written(other):
    assert sound(other) == sound("Thuý")


@pytest.mark.parametrize("other", ["Thùy", "Thuy", "Thủy"])
def test_another_tone_is_another_name(other):
    assert sound(other) != sound("Thuý")


def test_wording_drops_punctuation_and_keeps_signs_that_mean_something():
    assert wording("“Cải cách”, là gì?") == wording("cải cách là gì")
    assert wording("≥ 80 %") != wording("≤ 80 %")


def test_unaccented_text_has_neither_marks_nor_dyet():
    assert [unaccented(text) for text in ("So Noi vu", "Sở Nội vụ", "Da Nang", "Đa Nang")] == [True, False, True, False]


def test_people_are_sorted_by_given_name_then_family_and_middle_names_in_vietnamese_order():
    people = [
        "Trần Văn Ánh",
        "Lê Đức",
        "Bùi Ân",
        "Lê Dũng",
        "Trần An",
        "Bùi An",
        "Đỗ An",
        "Lê Ẩn",
        "Nguyễn Uyên",
        "Nguyễn Ưng",
    ]

    ordered = sorted(people, key=name_key)

    assert ordered == [
        "Bùi An",
        "Đỗ An",
        "Trần An",
        "Trần Văn Ánh",
        "Bùi Ân",
        "Lê Ẩn",
        "Lê Dũng",
        "Lê Đức",
        "Nguyễn Uyên",
        "Nguyễn Ưng",
    ]
