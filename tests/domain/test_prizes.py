"""Prizes: down the ranking, past those at their limit, and what a tie across a boundary comes to."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.prizes import Award, EarlierWin, award, limiting, prize_rules, why
from chalicelib.domain.ranking import rank
from tests.domain.facts import lot_by_name, make_definition, make_entry, person

WON = EarlierWin(person("a"), "tuan-0", 1, "ba")


def no_lot(contestant: str) -> str:
    raise AssertionError("a lot was drawn where no tie crosses a boundary")


def prizes(*numbers: int) -> list[dict]:
    worth = [1_000_000, None, 300_000]
    return [
        {"id": name, "name": f"Giải {name}", "number": number, "vnd": vnd}
        for name, number, vnd in zip(["nhat", "nhi", "ba"], numbers, worth, strict=False)
    ]


def awarded(scores: str, numbers: list[int], earlier=(), lot_for=no_lot, **changes) -> Award:
    """Award prizes to a ranking by score alone; ``scores`` gives a's, b's, c's … score as digits."""
    definition = make_definition("score", **({"prizes": prizes(*numbers), "last_tie": "shared"} | changes))
    entries = [make_entry(letter, score=int(digit)) for letter, digit in zip("abcdefghij", scores, strict=False)]
    return award(rank(entries, definition, None, lot_for), definition, earlier, lot_for)


def rows(made: Award) -> list[str]:
    """Return each row as ``prize place letter how``; an unfilled place has ``- -``."""
    return [f"{row.prize} {row.place or '-'} {row.contestant[:1] or '-'} {row.how}" for row in made.rows]


def test_prizes_go_down_the_ranking():
    assert rows(awarded("987654", [1, 2, 1])) == ["nhat 1 a rank", "nhi 2 b rank", "nhi 3 c rank", "ba 4 d rank"]


def test_a_prize_is_paid_in_full_or_names_no_money():
    made = awarded("98", [1, 1])

    assert [(row.contestant[0], row.number, row.amount_vnd) for row in made.rows] == [("a", 1, 1_000_000), ("b", 1, None)]


def test_each_place_that_nobody_got_is_a_row():
    assert rows(awarded("98", [1, 2, 2])) == [
        "nhat 1 a rank",
        "nhi 2 b rank",
        "nhi - - nobody",
        "ba - - nobody",
        "ba - - nobody",
    ]


def test_a_round_without_prizes_gives_none():
    assert rows(awarded("98", [])) == []


def test_who_has_won_before_is_passed_over_under_the_prize_that_was_next():
    earlier = [WON, EarlierWin(person("c"), "tuan-0", 1, "nhat")]

    made = awarded("9876", [1, 1], earlier)

    assert rows(made) == ["nhat 1 a won_earlier", "nhat 2 b rank", "nhi 3 c won_earlier", "nhi 4 d rank"]
    assert [(row.amount_vnd, row.passed_over) for row in made.rows] == [
        (None, "won_earlier"),
        (1_000_000, ""),
        (None, "won_earlier"),
        (None, ""),
    ]


def test_who_has_won_before_and_stands_below_the_last_prize_has_no_row():
    assert rows(awarded("789", [1, 1], [WON])) == ["nhat 1 c rank", "nhi 2 b rank"]


def test_who_has_won_before_and_has_nobody_below_to_take_the_prize_has_no_row():
    assert rows(awarded("79", [1, 1], [WON])) == ["nhat 1 b rank", "nhi - - nobody"]


def test_one_passed_over_leaves_room_for_those_of_the_same_rank():
    assert rows(awarded("99", [1], [WON])) == ["nhat 1 a won_earlier", "nhat 1 b rank"]


@pytest.mark.parametrize("limit", ["none", "once_a_round"])
def test_earlier_rounds_limit_nobody_where_the_limit_ends_with_the_round(limit):
    assert rows(awarded("98", [1], [WON], limit=limit)) == ["nhat 1 a rank"]
    assert limiting([WON], make_definition(limit=limit)) == []


def test_earlier_wins_are_sorted_by_contestant_and_round():
    wins = [EarlierWin(person("b"), "tuan-0", 1, "ba"), EarlierWin(person("a"), "tuan-1", 2, "ba"), WON]

    assert limiting(wins, make_definition()) == [wins[2], wins[1], wins[0]]


def test_a_lot_decides_a_tie_across_a_boundary_and_is_printed_for_those_tied_there():
    made = awarded("98887", [1, 1, 1], lot_for=lot_by_name, boundary_tie="lot")

    assert rows(made) == ["nhat 1 a rank", "nhi 2 d lot", "ba 2 c lot"]
    assert [(row.rank, row.entry.contestant[0], row.lot) for row in made.ranked] == [
        (1, "a", ""),
        (2, "b", "9d9d9d9d"),
        (2, "c", "9c9c9c9c"),
        (2, "d", "9b9b9b9b"),
        (5, "e", ""),
    ]


def test_a_tie_that_fits_into_one_prize_needs_no_lot():
    assert rows(awarded("9888", [1, 3])) == ["nhat 1 a rank", "nhi 2 b rank", "nhi 2 c rank", "nhi 2 d rank"]


def test_a_tie_below_the_last_prize_needs_no_lot():
    assert rows(awarded("977", [1])) == ["nhat 1 a rank"]


def test_all_who_tie_across_a_boundary_may_get_the_full_prize():
    made = awarded("98887", [1, 1, 1], boundary_tie="all")

    assert rows(made) == ["nhat 1 a rank", "nhi 2 b all", "nhi 2 c all", "nhi 2 d all", "ba 5 e rank"]


def test_every_prize_from_the_boundary_on_may_wait_for_the_committee():
    made = awarded("98887", [2, 1, 1], boundary_tie="committee")

    assert rows(made) == ["nhat 1 a rank", "nhat - - committee", "nhi - - committee", "ba - - committee"]


def test_lots_of_the_ranking_leave_no_tie_across_a_boundary():
    made = awarded("99", [1], last_tie="lot", lot_for=lot_by_name)

    assert rows(made) == ["nhat 1 b rank"]
    assert [row.lot for row in made.ranked] == ["9d9d9d9d", "9e9e9e9e"]


SCORES = st.text("0123", max_size=10)
NUMBERS = st.lists(st.integers(1, 4), max_size=3)
BARRED = st.sets(st.sampled_from("abcdefghij"))


@given(SCORES, NUMBERS, BARRED, st.sampled_from(["lot", "shared"]))
def test_a_prize_never_exceeds_its_number_nor_goes_to_one_at_the_limit(scores, numbers, barred, last_tie):
    earlier = [EarlierWin(person(letter), "tuan-0", 1, "ba") for letter in barred]

    made = awarded(scores, numbers, earlier, lot_by_name, last_tie=last_tie)

    given_away = [row for row in made.rows if not row.passed_over]
    assert Counter(row.prize for row in given_away) == Counter(dict(zip(["nhat", "nhi", "ba"], numbers, strict=False)))
    winners = [row.contestant[0] for row in given_away if row.contestant]
    assert len(winners) == len(set(winners)) == min(sum(numbers), len(set("abcdefghij"[: len(scores)]) - barred))
    assert not barred & set(winners)


@given(SCORES, NUMBERS, BARRED, st.sampled_from(["lot", "all", "committee"]))
def test_nobody_without_a_prize_stands_above_a_winner_but_those_passed_over(scores, numbers, barred, boundary_tie):
    earlier = [EarlierWin(person(letter), "tuan-0", 1, "ba") for letter in barred]

    made = awarded(scores, numbers, earlier, lot_by_name, boundary_tie=boundary_tie)

    named = {row.contestant for row in made.rows}
    last = max((row.place for row in made.rows if row.contestant and not row.passed_over), default=0)
    assert {row.entry.contestant for row in made.ranked if row.rank < last} <= named
    assert max((row.place for row in made.rows if row.passed_over), default=0) <= last


def reasons(made: Award, language="vi", earlier=(), **changes) -> list[str]:
    definition = make_definition("score", **({"prizes": prizes(1, 1, 1), "last_tie": "shared"} | changes))
    return [why(row, made.ranked, definition, earlier, language) for row in made.rows]


def test_each_row_says_why():
    made = awarded("98777", [1, 2, 2], [WON], lot_by_name)

    assert reasons(made, earlier=[WON]) == [
        "đã đạt giải ở Tuần 0, mỗi người chỉ nhận một giải trong tất cả các vòng thi",
        "điểm 8, sau người điểm 9",
        "điểm 7, sau người điểm 8, đồng hạng với 2 người khác, nhận giải theo bốc thăm",
        "điểm 7, sau người điểm 8, đồng hạng với 2 người khác, nhận giải theo bốc thăm",
        "điểm 7, sau người điểm 8, đồng hạng với 2 người khác, nhận giải theo bốc thăm",
        "không còn người đủ điều kiện nhận giải",
    ]


def test_a_place_that_waits_says_for_what():
    made = awarded("99", [1], boundary_tie="committee")

    assert reasons(made, "en") == [
        "waiting for the organizing committee: more people share the rank than there are prizes left"
    ]


def test_a_prize_for_all_who_tie_says_so():
    made = awarded("99", [1], boundary_tie="all")

    assert reasons(made) == ["Điểm: 9, đồng hạng với 1 người khác, cùng nhận giải với những người đồng hạng"] * 2


def test_a_winner_who_is_not_ranked_is_a_mistake():
    made = awarded("99", [1], boundary_tie="all")

    with pytest.raises(ValueError, match="is not ranked 1"):
        why(made.rows[0], made.ranked[1:], make_definition("score"))


def test_the_rules_page_reads_limits_and_ties_off_the_definition():
    definition = make_definition(last_tie="shared", boundary_tie="committee")

    assert prize_rules(definition) == [
        "Mỗi người chỉ nhận một giải trong tất cả các vòng thi.",
        "Nếu số người đồng hạng nhiều hơn số giải còn lại thì các giải từ đó trở xuống để trống đến khi Ban Tổ chức "
        "quyết định.",
    ]


def test_the_rules_say_nothing_of_boundaries_that_the_lot_leaves_no_tie_at():
    assert prize_rules(make_definition(), "en") == ["Each person wins one prize over all rounds."]
    assert prize_rules(make_definition(prizes=[]), "en") == []
