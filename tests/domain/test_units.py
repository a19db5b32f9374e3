"""Units: every one has its row, people are counted once, fractions are exact."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ranking import Ranked
from chalicelib.domain.roster import Unit
from chalicelib.domain.units import Presence, UnitRow, fraction, unit_rows
from tests.domain.facts import make_entry


def ranked(*rows: tuple[str, int]) -> list[Ranked]:
    """Return ranking rows from (unit, score)."""
    return [Ranked(at, make_entry("a", unit=unit, score=score), (score,)) for at, (unit, score) in enumerate(rows, 1)]


def seen(*contestants: str) -> Presence:
    presence = Presence()
    for contestant in contestants:
        presence.see(contestant)
    return presence


def test_every_unit_has_a_row_and_those_without_one_come_first():
    units = [Unit("so-y-te", "Sở Y tế", "so", 3), Unit("so-noi-vu", "Sở Nội vụ", "so", 8)]
    presence = {"so-y-te": seen("a", "b"), "": seen("c")}

    rows = unit_rows(units, presence, ranked(("so-y-te", 3), ("so-y-te", 0), ("", 2)), 3)

    assert [row.cells() for row in rows] == [
        ("", "", "", None, 1, "", 1, "2.0000", 0, 0),
        ("so-noi-vu", "Sở Nội vụ", "so", 8, 0, "0.0000", 0, "", 0, 0),
        ("so-y-te", "Sở Y tế", "so", 3, 2, "0.6667", 2, "1.5000", 1, 1),
    ]


def test_without_anybody_the_unit_less_row_is_there():
    assert unit_rows([], {}, [], 3) == [UnitRow("", "", "", None, 0, 0, 0, 0, 0, 0)]


def test_a_unit_that_only_attempts_know_is_counted_under_its_id_and_called_so():
    rows = unit_rows([], {"so-la": seen("a")}, ranked(("so-la", 1)), 3)

    assert [row.cells() for row in rows][1:] == [("so-la", "so-la", "", None, 1, "", 1, "1.0000", 0, 0)]


@pytest.mark.parametrize(("headcount", "rate"), [(0, ""), (2, "0.5000")])
def test_the_rate_is_empty_where_there_is_nobody_to_count(headcount, rate):
    [_, row] = unit_rows([Unit("so-a", "Sở A", "", headcount)], {"so-a": seen("a")}, [], 3)

    assert row.cells()[3:6] == (headcount, 1, rate)


def test_a_contestant_with_several_papers_is_one_of_the_people():
    presence = seen("a", "a", "b")

    assert (presence.people, presence.papers) == (2, 3)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_fraction_is_half_up_of_the_exact_value(part, whole):
    ten_thousandths = (Fraction(part, whole) * 10_000 + Fraction(1, 2)).__floor__()

    assert fraction(part, whole) == f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04}"


@pytest.mark.parametrize(("part", "whole", "printed"), [(0, 0, ""), (0, 5, "0.0000"), (3, 2, "1.5000"), (1, 1, "1.0000")])
def test_a_fraction_at_its_edges(part, whole, printed):
    assert fraction(part, whole) == printed
