"""The draw of a paper: always the format's questions, never one twice, as the blueprint says."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.canonical import keyed, keyed_each
from chalicelib.domain.draw import commitment, draw_questions, option_order
from tests.domain.facts import CONTEST, PAPER_SEED, ROUND, TOPICS, person

IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
BANKS = st.dictionaries(IDS, st.sampled_from(["a", "b", "c"]), min_size=1, max_size=40)
SEEDS = st.binary(min_size=32, max_size=32)


def draw(topics, count, blueprint=None, seed=PAPER_SEED, number=1):
    return draw_questions(seed, CONTEST, ROUND, person("a"), number, topics, count, blueprint)


@given(BANKS, SEEDS, st.data())
def test_a_draw_has_no_repeats_and_asks_the_banks_questions_alone(topics, seed, data):
    count = data.draw(st.integers(1, len(topics)))

    drawn = draw(topics, count, seed=seed)

    assert len(drawn) == len(set(drawn)) == count
    assert set(drawn) <= set(topics)


@given(BANKS, SEEDS, st.data())
def test_a_draw_fills_its_blueprint_exactly(topics, seed, data):
    there = Counter(topics.values())
    blueprint = {topic: data.draw(st.integers(1, number)) for topic, number in there.items()}

    drawn = draw(topics, sum(blueprint.values()), blueprint, seed)

    assert Counter(topics[question] for question in drawn) == blueprint
    assert len(set(drawn)) == len(drawn)


@given(BANKS, SEEDS)
def test_a_blueprint_keeps_the_order_of_the_whole_draw(topics, seed):
    whole = draw(topics, len(topics), seed=seed)

    drawn = draw(topics, len(topics), dict(Counter(topics.values())), seed)

    assert drawn == whole


@given(BANKS, SEEDS)
def test_a_draw_does_not_depend_on_the_order_of_the_bank(topics, seed):
    backwards = dict(reversed(topics.items()))

    assert draw(backwards, len(topics), seed=seed) == draw(topics, len(topics), seed=seed)


def test_a_bank_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match="6 questions can be drawn for vi-du-2023/tuan-1, 7 are asked"):
        draw(TOPICS, 7)


@pytest.mark.parametrize("blueprint", [{"a": 1}, {"a": 4}, {"a": 2, "c": 1}])
def test_a_blueprint_that_does_not_come_to_the_paper_is_refused(blueprint):
    with pytest.raises(ValueError, match="3 are asked"):
        draw(TOPICS, 3, blueprint)


@given(SEEDS, st.integers(3, 4))
def test_options_are_shown_each_once(seed, number):
    letters = "ABCD"[:number]

    order = option_order(seed, CONTEST, ROUND, person("a"), 1, "q01", letters)

    assert sorted(order) == list(letters)


def test_fixed_options_keep_the_banks_order():
    assert option_order(PAPER_SEED, CONTEST, ROUND, person("a"), 1, "q04", "ABCD", fixed=True) == ("A", "B", "C", "D")


def test_each_part_of_the_commitment_binds():
    parts = [b"bank", b"definition", b"lot", b"paper"]
    changed = [[*parts[:at], b"other", *parts[at + 1 :]] for at in range(4)]

    assert len({commitment(*each) for each in [parts, *changed]}) == 5


@given(st.binary(max_size=200), st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), max_size=4))
def test_hashes_with_a_common_beginning_are_the_formats_keyed_hashes(key, parts, last):
    keyed_last = keyed_each(key, *parts)

    assert [keyed_last(each) for each in last] == [keyed(key, *parts, each) for each in last]
