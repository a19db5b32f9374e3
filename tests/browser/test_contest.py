"""The whole journey of a contestant, on the deployed stack, in Chromium, at 360 px."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.deployed import Town
from tests.web.contestant import Contestant

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

expect.set_options(timeout=30_000)


def begin(contestant: Contestant, town: Town, person: int) -> None:
    slip = town.demo.people[person]
    contestant.go_to_code()
    contestant.fill_sign_in(slip["identifier"], slip["code"])
    contestant.sees("Trước khi bắt đầu")
    assert contestant.axe() == []
    contestant.press("BẮT ĐẦU THI")
    contestant.sees("Câu 1/10")


def handed_in(town: Town, person: int) -> str:
    """The receipt that the stack keeps of this person's paper."""
    slip = town.demo.people[person]
    town.api("POST", "/session", {"identifier": slip["identifier"], "code": slip["code"]})
    attempts = town.api("GET", "/me").document["attempts"]
    return next(each["receipt"] for each in attempts if each["round"] == town.demo.open_round)


def test_a_contestant_goes_from_the_rules_to_the_receipt_and_a_cut_network_costs_nothing(
    town: Town, new_phone: Callable[..., Contestant]
) -> None:
    phone = new_phone()
    phone.open()
    assert phone.axe() == []
    assert phone.overflow() == 0

    begin(phone, town, 1)
    for question in range(1, 6):
        phone.sees(f"Câu {question}/10")
        phone.choose(question % 4)
        phone.next()
    phone.is_saved()
    assert phone.axe() == []

    phone.offline(True)
    for question in range(6, 11):
        phone.sees(f"Câu {question}/10")
        phone.choose(question % 4)
        phone.next()
    phone.is_saved("Còn trên máy này, đang gửi lại")
    phone.offline(False)
    phone.is_saved()

    phone.page.locator("#prediction").fill("12")
    phone.press("Kiểm tra lại bài")
    phone.sees("Kiểm tra lại bài")
    assert phone.axe() == []
    phone.press("GỬI BÀI THI")

    short = phone.receipt().replace(" ", "")
    assert phone.axe() == []
    assert handed_in(town, 1).startswith(short)


def test_half_a_paper_goes_on_after_a_reload_and_on_another_device(town: Town, new_phone: Callable[..., Contestant]) -> None:
    first = new_phone()
    begin(first, town, 2)
    first.choose(1)
    chosen = first.page.locator("label:has(input:checked)").inner_text()
    first.is_saved()

    first.page.reload()
    first.sees("Câu 1/10")
    assert first.page.locator("label:has(input:checked)").inner_text() == chosen

    second = new_phone()
    slip = town.demo.people[2]
    second.go_to_code()
    second.fill_sign_in(slip["identifier"], slip["code"])
    second.press("TIẾP TỤC BÀI THI")
    second.sees("Câu 1/10")
    assert second.page.locator("label:has(input:checked)").inner_text() == chosen

    first.choose(2)
    expect(first.page.locator("h1:visible")).to_contain_text("Bài thi đang mở ở nơi khác")


def test_results_show_the_winners_and_ones_own_by_the_receipt(town: Town, new_phone: Callable[..., Contestant]) -> None:
    phone = new_phone()

    phone.page.goto(f"{town.site}/{town.demo.contest}/{town.demo.published_round}/index.html")

    phone.sees("Kết quả")
    expect(phone.page.locator("body")).to_contain_text("Giải Nhất")
    assert phone.axe() == []
    assert phone.overflow() == 0
