"""The command line's two catalogues say the same, and every sentence in them is said somewhere."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from string import Formatter

import pytest

from organizer.words import CATALOGUES, say

FOLDER = Path(__file__).parents[2] / "organizer"
# Templates are written with the domain's words.
SOURCES = sorted({*FOLDER.glob("*.py"), *FOLDER.glob("reports/*.py")} - {FOLDER / "workbooks.py"})
TOLD = re.compile(r'(?:\bsay|\btell|\btoolkit\.tell|_shown)\(\s*"([^"]+)"')
TROUBLE = re.compile(r'(?:Trouble|Misuse)\("([^"]+)"')
# Keys that are put together from what a deployment answers, or from a command's own name.
MADE = re.compile(
    r"(help|param)\b.*|column\..*|state\..*|(due|did)\.(close|publish|ready)|winners\.(won_earlier|closed|published)"
    r"|report\.(band|sheet|chart|total|column|field|row-field)\..*"
    r"|(ready|approve|publish)\.(before|preview)|(level|found|todo|act|kind|role|way|personal)\..*|account\.is-(open|waiting|closed)"
    r"|pictures\.(seal|signature)\.(there|none)|decision-(kind|state)\..*|decision\.is-(proposed|decided|applied)|changes\..*|usage\.(attempt|contestant|question|prize|unit)"
)


def values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def said() -> set[str]:
    """Return the keys that stand in the sources as they are."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    quoted = {key for key in CATALOGUES["vi"] if f'"{key}"' in text}
    return set(TOLD.findall(text)) | {f"trouble.{key}" for key in TROUBLE.findall(text)} | quoted


def test_both_catalogues_have_the_same_keys_in_the_same_order():
    assert list(CATALOGUES["vi"]) == list(CATALOGUES["en"])


@pytest.mark.parametrize("key", list(CATALOGUES["vi"]))
def test_both_languages_fill_in_the_same_values(key: str):
    assert values(CATALOGUES["vi"][key]) == values(CATALOGUES["en"][key])


def test_every_sentence_is_said_somewhere_and_none_is_missing():
    keys = set(CATALOGUES["vi"])

    assert said() - keys == set()
    assert {key for key in keys - said() if not MADE.fullmatch(key)} == set()


def test_vietnamese_is_composed_and_english_is_ascii_but_for_quotes():
    for key, sentence in CATALOGUES["vi"].items():
        assert unicodedata.is_normalized("NFC", sentence), key
    for key, sentence in CATALOGUES["en"].items():
        assert sentence.replace("“", "").replace("”", "").isascii() or key == "help", key


def test_a_sentence_is_filled_in():
    assert say("file.written", "en", file="a.xlsx") == "a.xlsx is written."


def test_whatever_is_found_is_looked_for_and_says_what_to_do():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    found = {key.removeprefix("found.") for key in CATALOGUES["vi"] if key.startswith("found.")}
    todo = {key.removeprefix("todo.") for key in CATALOGUES["vi"] if key.startswith("todo.")}

    assert {key for key in found if f'"{key}"' not in text} == set()
    assert (found - todo, todo - found) == ({"account", "no-domain", "unanswered"}, set())
