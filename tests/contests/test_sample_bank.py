"""The sample question bank in ``contests/ngan-hang-mau`` keeps its promises: form, spread, and no question twice."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "contests" / "ngan-hang-mau"
HEADER = ["Mã câu", "Câu hỏi", "A", "B", "C", "D", "Đáp án", "Chủ đề", "Độ khó", "Nguồn", "Giải thích", "Giữ thứ tự"]
PARTS = ("phan-0", "phan-1", "phan-2", "phan-3", "phan-4")
RANKED = PARTS[1:]
LETTERS = "ABCD"
TOPICS = {"van-ban", "hoi-thi", "muc-tieu", "to-chuc", "chi-so-va-tthc"}
DIFFICULTIES = {"dễ", "trung bình", "khó"}
SOURCE = re.compile(r".+; S([0-4]):([1-9]\d*)(?:-([1-9]\d*))?")
LINES = (172, 135, 154, 125, 196)
"""How many lines each of the five plans has."""
LEANING = re.compile(r"\b[Cc]ả [A-D] và [A-D]\b|[Tt]ất cả các phương án|ở trên|phương án trên")
NEARLY = 0.8


def _rows(part: str) -> list[dict[str, str]]:
    with (FOLDER / f"{part}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


BANK = {part: _rows(part) for part in PARTS}
ALL = [row for part in PARTS for row in BANK[part]]
each_question = pytest.mark.parametrize("row", ALL, ids=[row["Mã câu"] for row in ALL])
each_part = pytest.mark.parametrize("part", PARTS)


def _wording(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def test_there_are_five_files_and_no_other():
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == list(PARTS)


@each_part
def test_file_is_utf8_with_bom_and_line_feeds(part: str):
    data = (FOLDER / f"{part}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert b"\r" not in data
    assert data.endswith(b"\n")


@each_part
def test_header_and_columns_are_exact(part: str):
    with (FOLDER / f"{part}.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == HEADER
    assert {len(row) for row in rows} == {len(HEADER)}


def test_there_are_enough_questions():
    assert len(BANK["phan-0"]) >= 20
    for part in RANKED:
        assert len(BANK[part]) >= 36, part
    assert sum(len(BANK[part]) for part in RANKED) >= 144


@each_part
def test_ids_follow_the_file(part: str):
    number = part.removeprefix("phan-")
    assert [row["Mã câu"] for row in BANK[part]] == [f"p{number}-{n:02d}" for n in range(1, len(BANK[part]) + 1)]


def test_ids_and_questions_are_distinct_across_files():
    assert len({row["Mã câu"] for row in ALL}) == len(ALL)
    twice = [text for text, times in Counter(_wording(row["Câu hỏi"]) for row in ALL).items() if times > 1]
    assert not twice


def test_no_two_questions_are_worded_nearly_the_same():
    words = [(row["Mã câu"], frozenset(_wording(row["Câu hỏi"]).split())) for row in ALL]
    near = [(a, b) for (a, x), (b, y) in combinations(words, 2) if len(x & y) >= NEARLY * len(x | y)]
    assert not near


@each_question
def test_text_is_clean(row: dict[str, str]):
    for key, text in row.items():
        assert text == text.strip(), key
        assert unicodedata.is_normalized("NFC", text), key
        assert "  " not in text, key
        assert "\n" not in text, key
        assert not re.search(r"[\u200b-\u200f\ufeff\xa0]", text), key
    assert row["Câu hỏi"].endswith("?")
    assert row["Câu hỏi"][0].isupper()
    assert len(row["Câu hỏi"]) <= 300
    assert row["Giải thích"].endswith((".", ".”"))


@each_question
def test_four_different_options_one_right(row: dict[str, str]):
    options = [row[letter] for letter in LETTERS]
    assert all(options)
    assert len({_wording(option) for option in options}) == 4
    assert row["Đáp án"] in tuple(LETTERS)


@each_question
def test_topic_and_difficulty_are_known(row: dict[str, str]):
    assert row["Chủ đề"] in TOPICS
    assert row["Độ khó"] in DIFFICULTIES


@each_question
def test_source_names_a_plan_and_its_lines(row: dict[str, str]):
    found = SOURCE.fullmatch(row["Nguồn"])
    assert found
    plan, first, last = int(found[1]), int(found[2]), int(found[3] or found[2])
    assert first <= last <= LINES[plan]


@each_question
def test_explanation_quotes_the_plan(row: dict[str, str]):
    assert re.search("“[^“”]{4,}", row["Giải thích"])
    assert row["Giải thích"].count("“") == row["Giải thích"].count("”")


@each_question
def test_options_that_lean_on_others_keep_their_order(row: dict[str, str]):
    leaning = any(LEANING.search(row[letter]) for letter in LETTERS)
    assert row["Giữ thứ tự"] == ("có" if leaning else "")


def test_a_few_questions_keep_their_order():
    assert 4 <= sum(row["Giữ thứ tự"] == "có" for row in ALL) <= 8


@each_part
def test_right_letters_are_spread_evenly(part: str):
    letters = Counter(row["Đáp án"] for row in BANK[part])
    assert max(letters[letter] for letter in LETTERS) - min(letters[letter] for letter in LETTERS) <= 2


@pytest.mark.parametrize("part", RANKED)
def test_the_right_option_is_not_betrayed_by_its_length(part: str):
    longest = 0
    for row in BANK[part]:
        lengths = {letter: len(row[letter]) for letter in LETTERS}
        right = lengths.pop(row["Đáp án"])
        longest += right > max(lengths.values())
    assert longest <= len(BANK[part]) / 3


@pytest.mark.parametrize("part", RANKED)
def test_a_ranked_round_has_five_questions_of_each_topic(part: str):
    topics = Counter(row["Chủ đề"] for row in BANK[part])
    assert set(topics) == TOPICS
    assert min(topics.values()) >= 5


@each_part
def test_a_round_mixes_plans_and_difficulties(part: str):
    plans = {row["Nguồn"].rpartition("; ")[2][:2] for row in BANK[part]}
    assert plans == {f"S{k}" for k in range(5)}
    assert len({row["Độ khó"] for row in BANK[part]}) >= (2 if part == "phan-0" else 3)
