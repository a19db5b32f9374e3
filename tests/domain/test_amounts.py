"""Numbers as Vietnamese readers expect them, and English ones."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.amounts import counted, decimal, money, owed_percent, percent


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [(0, "0", "0"), (999, "999", "999"), (25_980, "25.980", "25,980"), (801_678, "801.678", "801,678")],
)
def test_thousands_are_set_apart(number, vi, en):
    assert (counted(number), counted(number, "en")) == (vi, en)


def test_a_percentage_is_that_of_its_two_numbers():
    """Huế printed 23.53 % in 2025 where 5,945 of 25,980 are 22.88 % (contests.md)."""
    assert (percent(5_945, 25_980), percent(5_945, 25_980, "en")) == ("22,88 %", "22.88%")


@pytest.mark.parametrize(
    ("rate", "shown"), [(7_000, "70 %"), (10_000, "100 %"), (6_950, "69,5 %"), (1, "0,01 %"), (9_999, "99,99 %")]
)
def test_a_rate_that_is_owed_has_no_idle_noughts(rate, shown):
    assert owed_percent(rate) == shown


def test_money_is_in_dong():
    assert (money(16_100_000), money(16_100_000, "en")) == ("16.100.000 đồng", "16,100,000 VND")


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(1, 6))
def test_a_decimal_is_half_up_of_the_exact_value(part, whole, places):
    exact = Fraction(part, whole) * 10**places

    shown = int(decimal(part, whole, places=places).replace(".", "").replace(",", ""))

    assert Fraction(-1, 2) < shown - exact <= Fraction(1, 2)
