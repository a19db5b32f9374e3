"""Only the highest prize over all rounds: nobody holds two, and nobody would rather have what someone below them holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.contest_prizes import ContestPrizeRow, Placed, contest_prizes, why
from chalicelib.domain.definition import Definition
from tests.domain.facts import make_definition, person

NAMES = ["nhat", "nhi", "ba"]
ROUNDS = ["vong-1", "vong-2", "vong-3"]


def contest(numbers: list[int], rounds: int = 2) -> Definition:
    """A contest of ranked rounds whose prizes are as many as ``numbers`` say, worth 3, 2 and 1 million."""
    days = [{"opens": f"2023-10-2{at}T01:00:00.000Z", "closes": f"2023-10-2{at}T09:00:00.000Z"} for at in range(rounds)]
    return make_definition(
        limit="highest_in_the_contest",
        rounds=[
            {"id": id, "name": f"Vòng {at + 1}", "kind": "ranked", "results": "2023-11-01T01:00:00.000Z", **days[at]}
            for at, id in enumerate(ROUNDS[:rounds])
        ],
        prizes=[
            {"id": id, "name": f"Giải {id}", "number": number, "vnd": (3 - at) * 1_000_000}
            for at, (id, number) in enumerate(zip(NAMES, numbers, strict=False))
        ],
    )


def rankings(*orders: str) -> dict[str, list[Placed]]:
    """Each round's ranking from its letters: ``"cab"`` ranks c first."""
    return {
        id: [Placed(person(letter), 1, rank) for rank, letter in enumerate(order, 1)]
        for id, order in zip(ROUNDS, orders, strict=False)
    }


def awarded(numbers: list[int], *orders: str) -> list[ContestPrizeRow]:
    return contest_prizes(rankings(*orders), contest(numbers, len(orders)))


def rows(found: list[ContestPrizeRow]) -> list[str]:
    """Return each row as ``round prize place letter passed_over``, with ``-`` for what is missing."""
    shown = [(row.round[-1], row.prize, str(row.place or "-"), row.contestant[:1] or "-", row.passed_over) for row in found]
    return [" ".join(parts).strip() for parts in shown]


def test_who_wins_twice_keeps_the_higher_prize_and_the_next_in_line_moves_up():
    """As Quảng Nam had it in 2022 (contests.md): a is second in the first round and first in the second."""
    found = awarded([1, 1], "bacd", "aecd")

    assert rows(found) == [
        "1 nhat 1 b",
        "1 nhi 2 a won_higher",
        "1 nhi 3 c",
        "2 nhat 1 a",
        "2 nhi 2 e",
    ]
    assert [(row.number, row.amount_vnd) for row in found] == [
        (1, 3_000_000),
        (1, None),
        (1, 2_000_000),
        (1, 3_000_000),
        (1, 2_000_000),
    ]


def test_of_two_equal_prizes_the_earlier_rounds_is_kept():
    assert rows(awarded([1], "ab", "ac")) == ["1 nhat 1 a", "2 nhat 1 a won_higher", "2 nhat 2 c"]


def test_moving_up_goes_on_from_round_to_round():
    """b moves up to the second round's first prize, so gives up the first round's second, and c moves up there."""
    assert rows(awarded([1, 1], "abc", "abd")) == [
        "1 nhat 1 a",
        "1 nhi 2 b won_higher",
        "1 nhi 3 c",
        "2 nhat 1 a won_higher",
        "2 nhat 2 b",
        "2 nhi 3 d",
    ]


def test_places_for_which_nobody_is_left_are_rows_and_who_has_nobody_below_is_none():
    assert rows(awarded([1, 2], "a", "ba")) == [
        "1 nhat 1 a",
        "1 nhi - -",
        "1 nhi - -",
        "2 nhat 1 b",
        "2 nhi - -",
        "2 nhi - -",
    ]


def test_who_is_passed_over_below_the_last_prize_has_no_row():
    assert rows(awarded([1], "ab", "ca")) == ["1 nhat 1 a", "2 nhat 1 c"]


def test_practice_gives_no_prize_and_another_limit_leaves_prizes_to_the_rounds():
    definition = make_definition(limit="highest_in_the_contest", prizes=[])

    assert contest_prizes({"tuan-0": [], "tuan-1": []}, definition) == []
    assert contest_prizes({}, make_definition(limit="once_a_round")) == []


def test_a_ranking_with_a_tie_is_refused_as_the_definition_settles_all_by_lot():
    tied = {"vong-1": [Placed(person("a"), 1, 1), Placed(person("b"), 1, 1)], "vong-2": []}

    with pytest.raises(ValueError, match="vong-1: rank 1 stands below rank 1"):
        contest_prizes(tied, contest([1]))


def test_every_row_says_why():
    found = awarded([1, 2], "bacd", "a")
    definition = contest([1, 2])

    assert [why(row, found, definition) for row in found] == [
        "xếp hạng 1 của vòng thi",
        "giữ Giải nhat ở Vòng 2, mỗi người chỉ giữ một giải cao nhất trong tất cả các vòng thi",
        "xếp hạng 3 của vòng thi, 1 người xếp trên giữ giải ở vòng khác",
        "xếp hạng 4 của vòng thi, 1 người xếp trên giữ giải ở vòng khác",
        "xếp hạng 1 của vòng thi",
        "không còn người đủ điều kiện nhận giải",
        "không còn người đủ điều kiện nhận giải",
    ]
    assert why(found[1], found, definition, "en") == (
        "keeps Giải nhat of Vòng 2: each person keeps only the highest prize over all rounds"
    )


# --- held against every outcome that there could be ---

Seat = tuple[int, int]
"""A prize's place in the definition, then a round's: the smaller is what everybody prefers."""


def seats(numbers: list[int], rounds: int) -> list[Seat]:
    return [(prize, at) for prize, number in enumerate(numbers) for at in range(rounds) for _ in range(number)]


def outcomes(numbers: list[int], orders: list[str]) -> Iterator[dict[Seat, list[str]]]:
    """Every way of giving the seats to people who are ranked there, nobody having two; a seat may stay empty."""
    all_seats = seats(numbers, len(orders))
    for takers in product(*(("", *orders[at]) for _, at in all_seats)):
        people = [taker for taker in takers if taker]
        if len(people) == len(set(people)):
            given: dict[Seat, list[str]] = {seat: [] for seat in all_seats}
            for seat, taker in zip(all_seats, takers, strict=True):
                given[seat] += [taker] if taker else []
            yield {seat: sorted(takers) for seat, takers in given.items()}


def is_stable(given: dict[Seat, list[str]], numbers: list[int], orders: list[str]) -> bool:
    """Nobody prefers a seat that is empty, or that somebody ranked below them in that round holds."""
    held = {taker: seat for seat, takers in given.items() for taker in takers}
    for seat, takers in given.items():
        order = orders[seat[1]]
        lowest = max((order.index(taker) for taker in takers), default=-1) if len(takers) == numbers[seat[0]] else len(order)
        if any(held.get(letter, (9, 9)) > seat for letter in order[: max(lowest, 0)]):
            return False
    return True


@st.composite
def small_contests(draw: st.DrawFn) -> tuple[list[int], list[str]]:
    numbers = draw(st.sampled_from([[1], [2], [1, 1], [1, 2]]))
    people = st.permutations("abcd").flatmap(lambda order: st.integers(0, 4).map(lambda most: "".join(order[:most])))
    return numbers, draw(st.lists(people, min_size=1, max_size=2))


@settings(max_examples=40, deadline=None)
@given(small_contests())
def test_the_outcome_is_the_only_one_in_which_nobody_would_rather_have_what_someone_below_them_holds(case):
    numbers, orders = case

    found = awarded(numbers, *orders)

    given_away: dict[Seat, list[str]] = {seat: [] for seat in seats(numbers, len(orders))}
    for row in found:
        if row.is_given:
            given_away[NAMES.index(row.prize), ROUNDS.index(row.round)].append(row.contestant[0])
    stable = [each for each in outcomes(numbers, orders) if is_stable(each, numbers, orders)]
    assert {seat: sorted(takers) for seat, takers in given_away.items()} == stable[0]
    assert all(each == stable[0] for each in stable)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.permutations("abcdefgh"), min_size=1, max_size=3), st.lists(st.integers(1, 3), max_size=3))
def test_nobody_holds_two_prizes_and_each_place_is_a_row(orders, numbers):
    found = awarded(numbers, *("".join(order) for order in orders))

    winners = [row.contestant for row in found if row.is_given]
    assert len(winners) == len(set(winners)) == min(8, sum(numbers) * len(orders))
    assert sum(1 for row in found if not row.passed_over) == sum(numbers) * len(orders)
    assert {row.contestant for row in found if row.passed_over} <= set(winners)
