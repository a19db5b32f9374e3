"""The ranking: values compared as printed, the attempt that counts, ties and lots, and why each stands where it does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.criteria import Entry
from chalicelib.domain.ranking import Ranked, counted_attempts, explain, rank, standing, standings
from tests.domain.facts import OPENS, lot_by_name, make_definition, make_entry, person

ALL = "score prediction_error elapsed submitted_at started_at"
DEFINITIONS = st.builds(
    lambda names, last_tie, precision, counted: make_definition(
        " ".join(names), last_tie=last_tie, precision=precision, attempts={"max": 3, "counted": counted}
    ),
    st.permutations(ALL.split()).flatmap(lambda names: st.integers(1, 5).map(lambda many: names[:many])),
    st.sampled_from(["lot", "shared"]),
    st.sampled_from(["ms", "s"]),
    st.sampled_from(["best", "first", "last"]),
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        contestant=st.sampled_from([person(letter) for letter in "abcdefgh"]),
        number=st.integers(1, 3),
        unit=st.just(""),
        score=st.integers(0, 3),
        elapsed_ms=st.integers(999, 2001),
        prediction=st.none() | st.integers(0, 3),
        submitted_at=st.integers(OPENS, OPENS + 2),
        started_at=st.integers(OPENS, OPENS + 2),
    ),
    max_size=14,
    unique_by=lambda entry: (entry.contestant, entry.number),
)


def no_lot(contestant: str) -> str:
    raise AssertionError("a lot was drawn where nobody is equal on every criterion")


def places(ranked: list[Ranked]) -> list[tuple[int, str]]:
    """Return each row as (rank, first letter)."""
    return [(row.rank, row.entry.contestant[0]) for row in ranked]


def order(criteria: str, *entries: Entry, target: int | None = None, **changes) -> list[tuple[int, str]]:
    return places(rank(entries, make_definition(criteria, **changes), target, no_lot))


def test_criteria_decide_in_the_definitions_order():
    fast = make_entry("a", score=2, elapsed_ms=1000)
    good = make_entry("b", score=3, elapsed_ms=9000)

    assert order("score elapsed", fast, good) == [(1, "b"), (2, "a")]
    assert order("elapsed score", fast, good) == [(1, "a"), (2, "b")]


def test_one_without_a_prediction_comes_last():
    far, none, near = (make_entry(letter, prediction=number) for letter, number in [("a", 900), ("b", None), ("c", 5)])

    assert order("prediction_error", far, none, near, target=7) == [(1, "c"), (2, "a"), (3, "b")]


def test_whole_seconds_are_compared_where_whole_seconds_are_printed():
    late = make_entry("a", elapsed_ms=60_999, submitted_at=OPENS + 1)
    early = make_entry("b", elapsed_ms=60_000, submitted_at=OPENS + 2)

    assert order("elapsed submitted_at", late, early, precision="s") == [(1, "a"), (2, "b")]
    assert order("elapsed submitted_at", late, early, precision="ms") == [(1, "b"), (2, "a")]


def test_equals_share_a_rank_and_the_next_is_skipped():
    entries = [make_entry("a", score=1), make_entry("d"), make_entry("c", score=2), make_entry("b", score=2)]

    ranked = order("score", *entries, last_tie="shared")

    assert ranked == [(1, "d"), (2, "b"), (2, "c"), (4, "a")]


def test_a_lot_parts_those_equal_on_every_criterion_and_nobody_else():
    entries = [make_entry("a", score=2), make_entry("b"), make_entry("c"), make_entry("d", score=1)]
    drawn: list[str] = []

    def lot_for(contestant: str) -> str:
        drawn.append(contestant[0])
        return lot_by_name(contestant)

    ranked = rank(entries, make_definition("score"), None, lot_for)

    assert [(row.rank, row.entry.contestant[0], row.lot) for row in ranked] == [
        (1, "c", "9c9c9c9c"),
        (2, "b", "9d9d9d9d"),
        (3, "a", ""),
        (4, "d", ""),
    ]
    assert sorted(drawn) == ["b", "c"]


def test_nobody_gives_an_empty_ranking():
    assert order("score") == []


@pytest.mark.parametrize(("counted", "number"), [("first", 1), ("best", 2), ("last", 3)])
def test_one_attempt_of_each_contestant_counts(counted, number):
    definition = make_definition("score elapsed", attempts={"max": 3, "counted": counted})
    attempts = [make_entry("a", 1, score=1), make_entry("a", 2, score=3), make_entry("a", 3, score=2)]

    assert counted_attempts(reversed(attempts), definition) == [attempts[number - 1]]


def test_the_best_attempt_is_chosen_without_the_prediction():
    definition = make_definition("prediction_error score elapsed", attempts={"max": 2, "counted": "best"})
    guessed = make_entry("a", 1, score=2, prediction=7)
    better = make_entry("a", 2, score=3, prediction=900)

    assert [row.entry for row in rank([guessed, better], definition, 7, no_lot)] == [better]


def test_among_equally_good_attempts_the_lowest_number_counts():
    definition = make_definition("score elapsed", attempts={"max": 3, "counted": "best"})
    attempts = [make_entry("a", number, elapsed_ms=60_000 + number) for number in (3, 2, 1)]

    assert [entry.number for entry in counted_attempts(attempts, definition)] == [1]


@given(ENTRIES, DEFINITIONS, st.randoms(use_true_random=False))
def test_the_ranking_does_not_depend_on_the_order_of_the_entries(entries, definition, random):
    shuffled = random.sample(entries, len(entries))

    assert rank(shuffled, definition, 2, lot_by_name) == rank(entries, definition, 2, lot_by_name)


@given(ENTRIES, DEFINITIONS)
def test_every_contestant_is_ranked_once(entries, definition):
    ranked = rank(entries, definition, 2, lot_by_name)

    assert sorted(row.entry.contestant for row in ranked) == sorted({entry.contestant for entry in entries})


@given(ENTRIES, DEFINITIONS, st.data())
def test_a_worse_paper_never_moves_a_better_one(entries, definition, data):
    before = rank(entries, definition, 2, lot_by_name)
    worse = replace(make_entry("z"), **{name: data.draw(values) for name, values in WORSE.items()})

    after = rank([*entries, worse], definition, 2, lot_by_name)

    newcomer = next(row for row in after if row.entry.contestant == person("z"))
    better = [row for row in after if row.rank < newcomer.rank]
    assert better == [row for row in before if row.rank < newcomer.rank]


WORSE = {
    "score": st.integers(0, 3),
    "elapsed_ms": st.integers(999, 2001),
    "prediction": st.none() | st.integers(0, 3),
    "submitted_at": st.integers(OPENS, OPENS + 2),
}


@given(ENTRIES, DEFINITIONS)
def test_a_rank_is_one_more_than_how_many_stand_better(entries, definition):
    ranked = rank(entries, definition, 2, lot_by_name)

    assert [row.rank for row in ranked] == [1 + sum(other.rank < row.rank for other in ranked) for row in ranked]


@given(ENTRIES, DEFINITIONS)
def test_a_lot_is_printed_for_full_ties_alone(entries, definition):
    ranked = rank(entries, definition, 2, lot_by_name)

    values = [row.values for row in ranked]
    assert [bool(row.lot) for row in ranked] == [definition.last_tie == "lot" and values.count(each) > 1 for each in values]


def explained(entries: list[Entry], definition, language="vi") -> list[str]:
    ranked = rank(entries, definition, 10, lot_by_name)
    return [explain(ranked, at, definition, language) for at in range(len(ranked))]


@given(ENTRIES, DEFINITIONS)
def test_everybodys_standing_in_one_pass_is_each_ones_by_itself(entries, definition):
    ranked = rank(entries, definition, 2, lot_by_name)

    assert list(standings(ranked)) == [standing(ranked, at) for at in range(len(ranked))]


def test_each_row_says_why_it_is_there():
    entries = [
        make_entry("a", prediction=12, score=10),
        make_entry("b", prediction=13, score=10),
        make_entry("c", prediction=13, score=10),
        make_entry("d", score=10),
        make_entry("e", score=9, prediction=10),
    ]
    definition = make_definition("score prediction_error elapsed")

    assert explained(entries, definition) == [
        "cùng điểm 10, dự đoán lệch 2, trước người lệch 3",
        "cùng điểm 10, dự đoán lệch 3, sau người lệch 2",
        "cùng điểm 10, cùng dự đoán lệch 3, cùng làm bài trong 1 phút 0 giây, xếp sau theo bốc thăm",
        "cùng điểm 10, không dự đoán, sau người lệch 3",
        "điểm 9, sau người điểm 10",
    ]


def test_each_row_says_why_in_english_too():
    entries = [make_entry("a", score=10), make_entry("b", score=10), make_entry("c", score=9)]

    assert explained(entries, make_definition("score"), "en") == [
        "same score 10, placed before by lot",
        "same score 10, placed after by lot",
        "score 9, behind one of 10",
    ]


def test_those_who_share_a_rank_say_the_same():
    entries = [make_entry("a"), make_entry("b"), make_entry("c", score=2), make_entry("d", score=2)]

    assert explained(entries, make_definition("score", last_tie="shared")) == [
        "điểm 3, trước người điểm 2, đồng hạng với 1 người khác",
        "điểm 3, trước người điểm 2, đồng hạng với 1 người khác",
        "điểm 2, sau người điểm 3, đồng hạng với 1 người khác",
        "điểm 2, sau người điểm 3, đồng hạng với 1 người khác",
    ]


def test_one_alone_has_nobody_to_be_compared_with():
    assert explained([make_entry("a")], make_definition("score")) == ["Điểm: 3"]
