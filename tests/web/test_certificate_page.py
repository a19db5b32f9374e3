"""The page to which a certificate's QR code leads: it says whether it holds, and nothing of one that doesn't."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.web import sample
from tests.web.contestant import Contestant

CODE, VOID, NOBODYS = "a" * 26, "b" * 26, "c" * 26
HOLDS = {
    "contest": sample.CONTEST,
    "round": "tuan-1",
    "round_name": "Tuần 1",
    "number": "07/GCN-BTC",
    "holds": True,
    "prize_name": "Giải Nhì",
    "name": "Nguyễn Thị Thu Hương",
    "unit_name": "Sở Nội vụ",
}
NOTHING = dict.fromkeys(("prize_name", "name", "unit_name"))


def answer(route: Route) -> None:
    """Answer as the site does: with a page where there is no such file."""
    told: dict[str, Any] = {CODE: HOLDS, VOID: {**HOLDS, **NOTHING, "holds": False}}
    code = route.request.url.rsplit("/", 1)[1].removesuffix(".json")
    if code in told:
        route.fulfill(body=json.dumps(told[code]), content_type="application/json")
    else:
        route.fulfill(status=404, body="<!doctype html>", content_type="text/html")


@pytest.fixture
def reader(phone: Contestant) -> Contestant:
    """Somebody with a certificate in hand, on a phone of 360 × 740; the page isn't open yet."""
    page = {"contest": sample.CONTEST, "definition": phone.world.definition.model_dump(mode="json")}
    html = sample.template("certificate.html").render(page=page)
    phone.page.route(
        "**/giay-chung-nhan.html", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    phone.page.route("**/certificates/*.json", answer)
    return phone


def scan(reader: Contestant, code: str = "") -> None:
    fragment = f"#{code}" if code else ""
    reader.page.goto("about:blank")
    reader.page.goto(f"{reader.address}/{sample.CONTEST}/giay-chung-nhan.html{fragment}")
    expect(reader.page.get_by_role("button", name="Kiểm tra")).to_be_visible()


def test_whoever_scans_the_code_reads_at_once_that_it_holds_and_for_whom(reader: Contestant) -> None:
    scan(reader, CODE)
    expect(reader.page.get_by_role("heading", name="Giấy chứng nhận có giá trị")).to_be_visible()

    said = reader.page.locator("#certificate-said").inner_text()
    assert [
        each for each in ("07/GCN-BTC", "Nguyễn Thị Thu Hương", "Sở Nội vụ", "Giải Nhì", "Tuần 1") if each not in said
    ] == []
    assert reader.axe() == []
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_of_one_that_was_revoked_nothing_but_that_is_said(reader: Contestant) -> None:
    scan(reader, VOID)
    expect(reader.page.get_by_role("heading", name="Giấy chứng nhận không còn giá trị")).to_be_visible()

    said = reader.page.locator("#certificate-said").inner_text()
    assert "07/GCN-BTC" in said
    assert [each for each in ("Nguyễn", "Sở Nội vụ", "Giải Nhì") if each in said] == []
    assert reader.axe() == []


def test_a_code_may_be_typed_as_it_is_printed(reader: Contestant) -> None:
    scan(reader)
    reader.page.get_by_label("Mã kiểm tra").fill(f" {CODE[:13].upper()} {CODE[13:]} ")
    reader.press("Kiểm tra")

    expect(reader.page.get_by_role("heading", name="Giấy chứng nhận có giá trị")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (NOBODYS, "Không có giấy chứng nhận nào mang mã này."),
        ("abc", "Mã kiểm tra gồm đúng 26 chữ và số."),
        ("", "Mã kiểm tra gồm đúng 26 chữ và số."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_takes_the_focus(reader: Contestant, typed: str, fault: str) -> None:
    scan(reader)
    reader.page.get_by_label("Mã kiểm tra").fill(typed)
    reader.press("Kiểm tra")

    expect(reader.page.locator("#certificate-error")).to_contain_text(fault)
    expect(reader.page.get_by_label("Mã kiểm tra")).to_be_focused()
    assert reader.axe() == []


def test_it_is_read_in_english_too(reader: Contestant) -> None:
    scan(reader, CODE)
    reader.page.get_by_role("button", name="English").click()

    expect(reader.page.get_by_role("heading", name="This certificate holds")).to_be_visible()
    assert reader.axe() == []
