"""The faces: every letter of Vietnamese in every tone, and what stands between words; small, renamed, licensed."""

from __future__ import annotations

import unicodedata

import pytest

from chalicelib.domain.words import CATALOGUES
from chalicelib.printing.typesetting import FACES, FONTS, Block, NoGlyph, fitted, missing_glyph

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
CONSONANTS = "bcdđfghjklmnpqrstvwxz"
DECOMPOSED = [vowel + tone for vowel in VOWELS for tone in TONES] + list(CONSONANTS)
ALPHABET = "".join(unicodedata.normalize("NFC", letter + letter.upper()) for letter in DECOMPOSED)
SIGNS = "0123456789 .,:;!?…()[]{}/\\-–—‑_'\"‘’“”„‟‚«»@#%‰&*+=<>≤≥×÷±·•°№₫€$§²³½→"
# Of the names of the Ê Đê, Gia Rai, Ba Na, Xơ Đăng and Cơ Ho; some of their letters are two characters.
UPLAND = "ăâbƀčdđêĕĭñŏôơŭưĂƀČĔĬÑŎŬɃ" + "".join(letter + "\u0306" for letter in "êôơưÊÔƠƯ")


@pytest.mark.parametrize("face", FACES)
class TestEveryFace:
    def test_every_letter_of_vietnamese_in_every_tone_has_a_glyph(self, face: str):
        assert len(set(ALPHABET)) == 2 * (len(VOWELS) * len(TONES) + len(CONSONANTS))
        assert missing_glyph(ALPHABET, face) is None

    def test_letters_written_in_parts_are_put_together_and_have_one(self, face: str):
        text = " ".join(unicodedata.normalize("NFD", letter) for letter in ALPHABET)

        setting = fitted(Block("alphabet", text, face, 10_000, 20, 10))

        assert "".join(setting.lines).replace(" ", "") == ALPHABET

    @pytest.mark.parametrize("text", [SIGNS, UPLAND], ids=["signs", "upland"])
    def test_signs_and_the_letters_of_the_uplands_have_one(self, face: str, text: str):
        assert missing_glyph(unicodedata.normalize("NFC", text), face) is None

    def test_whatever_the_programs_themselves_print_has_one(self, face: str):
        words = [text for key, text in CATALOGUES["vi"].items() if key.startswith("certificate.")]

        assert len(words) > 5
        assert [text for text in words if missing_glyph(text, face)] == []

    @pytest.mark.parametrize(("text", "place"), [("Жуков", 1), ("Nguyễn 王", 8), ("An\u200b", 3), ("An 🙂", 4)])
    def test_what_it_lacks_is_named_with_its_place(self, face: str, text: str, place: int):
        with pytest.raises(NoGlyph) as refused:
            fitted(Block("recipient", text, face, 10_000, 20, 10))

        assert (refused.value.values["where"], refused.value.values["place"]) == ("recipient", place)


def test_a_sign_that_nobody_sees_is_named_by_its_code():
    with pytest.raises(NoGlyph) as refused:
        fitted(Block("recipient", "A\u200bn", FACES[0], 10_000, 20, 10))

    assert refused.value.values["character"] == "U+200B"


def test_the_faces_are_small_and_their_licence_lies_beside_them():
    files = sorted(path.name for path in FONTS.iterdir())

    assert files == ["HoiThiSerif-Bold.ttf", "HoiThiSerif-Italic.ttf", "HoiThiSerif-Regular.ttf", "OFL.txt"]
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 250_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()


@pytest.mark.parametrize("face", FACES)
def test_a_face_that_was_cut_down_bears_none_of_the_names_that_its_licence_reserves(face: str):
    data = (FONTS / f"{face}.ttf").read_bytes()
    names = data.replace(b"\0", b"").replace(b"Liberation is a trademark", b"")

    assert [name for name in (b"Liberation Serif", b"LiberationSerif", b"Tinos") if name in names] == []
