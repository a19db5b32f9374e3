"""Texts in boxes: as large as they may be, in lines of like length, with every mark where it belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.printing.typesetting import BOLD, LEADING, Block, NoRoom, fitted, width

LONG = "Ban Quản lý Dự án đầu tư xây dựng các công trình giao thông và nông nghiệp tỉnh Lạng Sơn"


def test_a_short_text_stands_on_one_line_in_the_largest_type():
    setting = fitted(Block("name", "Nguyễn Văn An", BOLD, 600, 60, 34))

    assert (setting.lines, setting.size) == (("Nguyễn Văn An",), 34)


def test_a_long_text_shrinks_and_its_lines_are_of_like_length():
    setting = fitted(Block("name", LONG, BOLD, 600, 60, 34))

    widths = [width(line, BOLD, setting.size) for line in setting.lines]
    assert (len(setting.lines), 15 < setting.size < 34) == (2, True)
    assert min(widths) > 0.75 * max(widths)
    assert " ".join(setting.lines) == LONG


def test_a_line_break_that_was_written_stays():
    setting = fitted(Block("signer", "TM. BAN TỔ CHỨC\nTRƯỞNG BAN\n", BOLD, 300, 40, 14))

    assert setting.lines == ("TM. BAN TỔ CHỨC", "TRƯỞNG BAN")


def test_an_address_is_broken_behind_its_signs_and_loses_none():
    address = "d111111abcdef8.cloudfront.net/hai-phong-2023/gcn/#tuan-1.4f7a9c01d2e3b4a5"

    setting = fitted(Block("address", address, BOLD, 170, 40, 9, 6, address=True))

    assert "".join(setting.lines) == address
    assert [line[-1] for line in setting.lines[:-1]] == [line[-1] for line in setting.lines[:-1] if line[-1] in "-/.#"]


def test_what_fits_in_no_type_that_can_be_read_is_refused_by_name():
    with pytest.raises(NoRoom) as refused:
        fitted(Block("12/GCN · recipient", "M" * 200, BOLD, 600, 60, 34))

    assert refused.value.values == {"where": "12/GCN · recipient", "characters": 200}


@given(st.text("aăếộđ ABƯ", min_size=1, max_size=300), st.integers(60, 700), st.integers(20, 90))
def test_whatever_is_set_keeps_its_words_and_stays_in_its_box(text, wide, high):
    block = Block("any", text, BOLD, wide, high, 30, 4)

    try:
        setting = fitted(block)
    except NoRoom:
        return

    assert " ".join(setting.lines).split() == text.split()
    assert max((width(line, BOLD, setting.size) for line in setting.lines), default=0) <= wide
    assert len(setting.lines) * setting.size * LEADING <= high
