"""Names that nobody has get a sentence; every real name passes, however long, short or seldom it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.person_names import LONGEST_NAME, mended_name, name_fault
from chalicelib.domain.words import say

REAL = [
    "Nguyễn Văn An",
    "Nông Thị Dủ Mỷ",
    "Hoàng Thị Ỷ",
    "Đặng Thị Ngọc Thịnh",
    "Ngân",
    "Y Ê Ban",
    "Y Thanh Hà Niê Kđăm",
    "H'Hen Niê",
    "H' Hen Niê",
    "K'Brêu",
    "K'Sor Phước",
    "Ksor H'Bơ Khăp",
    "Kpă Klơng",
    "Kpă Ơ\u0306",  # Ơ with a breve, as the Jarai write it, has no character of its own.
    "Siu Ƀlơ̆t",
    "Rơ Châm Č\u0306ut",
    "Điểu K'Ré",
    "Thạch Sa-Rươn",
    "Lù A Páo",
    "Sùng Thị Mẩy-Lan",
    "Công Tằng Tôn Nữ Thị Ninh",
    "Lê Hoàng Hiếu Nghĩa Đệ Nhất Thương Tâm Nhân",
    "Hoàng Bạch Thị Lan Ngọc Quỳnh Như Mai Trúc Đào Cẩm Tú",
    "Nguyễn Văn A.",
    "Sadokhina Ana Đỗ",
    "Müller-Trần Łucja",
    "Y",
    "ĐỖ THỊ ÁNH TUYẾT",
    "a" * LONGEST_NAME,
]

PATHOLOGICAL = {
    "": "missing",
    " \t\n\u00a0": "missing",
    "a" * (LONGEST_NAME + 1): "long",
    "An " * 3_333: "long",
    "\u200b" * 10_000: "long",
    "Nguyễn\u200bVăn An": "hidden",  # a zero-width space
    "An\u200d": "hidden",  # a zero-width joiner
    "\ufeffAn": "hidden",  # a byte order mark
    "An\u202eVăn": "hidden",  # turns the letters around
    "\u2066An\u2069": "hidden",
    "An\u00ad": "hidden",  # a soft hyphen
    "An\x00": "hidden",
    "An\x1b[31m": "hidden",
    "An\x7f": "hidden",
    "An\ud800": "hidden",  # half a character
    "An\U000e0041": "hidden",  # a tag that nobody sees
    "An\ue000": "hidden",  # a private character, as old fonts have them
    "\u3164": "hidden",  # a filler that looks like nothing
    "Nguуễn Văn An": "script",  # a Cyrillic у
    "Αn": "script",  # a Greek Α
    "阮文安": "script",
    "Nguyễn 文 An": "script",
    "ស្រី": "script",
    "นาย": "script",
    "محمد": "script",
    "𝐍𝐠𝐮𝐲𝐞̂̃𝐧": "script",  # mathematical letters
    "Ｎｇｕｙｅｎ": "script",  # letters of full width
    "ªn": "script",
    "An2": "digits",
    "034096000001": "digits",
    "Nguyễn Văn An (2)": "digits",
    "An ٣": "digits",
    "An Ⅷ": "digits",
    "An²": "digits",
    "An 😀": "signs",
    "👩‍💻": "hidden",
    "❤": "signs",
    "=HYPERLINK(An)": "signs",
    "+An": "signs",
    "-An": "signs",
    "@An": "signs",
    "'An": "signs",
    "An;=cmd": "signs",
    "An,Bình": "signs",
    "<b>An</b>": "signs",
    "An & Bình": "signs",
    "an@example.vn": "signs",
    "An/Bình": "signs",
    "An_Bình": "signs",
    "An\\": "signs",
    '"An"': "signs",
    "{An}": "signs",
    "An|Bình": "signs",
    "...": "signs",
    "'": "signs",
    "- - -": "signs",
    "An--Bình": "signs",
    "An . . Bình": "signs",
    "\u0301An": "signs",  # an accent on nothing
    "An \u0301": "signs",
    "Z\u0301\u0302\u0303\u0304\u0305algo": "signs",
    "\u200bAn 2": "hidden",
    "An\u2028Bình": "",
    "An\r\nBình": "",
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_name_passes_composed_and_decomposed(name: str):
    spellings = [name, unicodedata.normalize("NFD", name), f"  {name.replace(' ', '  ')}\u00a0", name.replace("'", "’")]

    assert [name_fault(each) for each in spellings] == [""] * 4
    assert {mended_name(each) for each in spellings} == {unicodedata.normalize("NFC", name)}


@pytest.mark.parametrize(("name", "fault"), PATHOLOGICAL.items(), ids=lambda value: ascii(value)[:30])
def test_a_pathological_name_gets_its_sentence(name: str, fault: str):
    assert name_fault(name) == (fault and f"unfit-name-{fault}")


@pytest.mark.parametrize("fault", sorted({f"unfit-name-{fault}" for fault in PATHOLOGICAL.values() if fault}))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_has_a_sentence_that_needs_no_values(fault: str, language):
    assert say(f"problem.{fault}.title", language) != say(f"problem.{fault}.detail", language)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sentence_about_long_names_says_the_limit(language):
    assert f" {LONGEST_NAME} " in say("problem.unfit-name-long.detail", language)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_whatever_passes_is_stored_as_it_passes_and_is_what_it_looks_like(text: str):
    mended = mended_name(text)

    if name_fault(text) == "":
        assert (mended_name(mended), name_fault(mended), mended.isprintable()) == (mended, "", True)
        assert mended[0].isalpha()
        assert len(mended) <= LONGEST_NAME
