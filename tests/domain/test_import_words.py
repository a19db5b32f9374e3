"""Every fault that an import may name has its sentences in both languages, with the same values in each."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from chalicelib.domain.words import CATALOGUES

ROOT = Path(__file__).parents[2]
SOURCES = (
    "chalicelib/domain/bank.py",
    "chalicelib/domain/roster.py",
    "chalicelib/domain/csv_tables.py",
    "chalicelib/domain/sheets.py",
    "organizer/spreadsheets.py",
)
CODE = re.compile(r'"((?:file|csv|sheet|bank|roster)\.[a-z-]+)"')
OF_FILES = re.compile(r'file\.faulty\("([a-z-]+)"')
OWN = re.compile(r"fault\.(?:file|csv|sheet|bank|roster)\.")
ELSEWHERE = {"bank.place", "bank.json", "roster.may-take-part", "roster.may-not-take-part"}


def codes():
    """Return the faults' codes as the sources write them."""
    texts = [(ROOT / source).read_text() for source in SOURCES]
    of_files = {f"file.{code}" for text in texts for code in OF_FILES.findall(text)}
    return {code for text in texts for code in CODE.findall(text)} - ELSEWHERE | of_files


def values(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_has_its_three_sentences_and_no_sentence_is_left_over():
    wanted = {f"fault.{code}.{part}" for code in codes() for part in ("found", "expected", "mend")}

    assert {key for key in CATALOGUES["vi"] if OWN.match(key)} == wanted
    assert {key for key in CATALOGUES["en"] if OWN.match(key)} == wanted


@pytest.mark.parametrize("code", sorted(codes()))
def test_both_languages_fill_in_the_same_values(code):
    for part in ("found", "expected", "mend"):
        key = f"fault.{code}.{part}"
        assert values(CATALOGUES["en"][key]) == values(CATALOGUES["vi"][key])
