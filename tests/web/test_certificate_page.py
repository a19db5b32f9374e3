"""The page to which a certificate's QR code leads: it says whether it holds, and nothing of one that doesn't.

Winners' certificates have a file each on the site; those of taking part are asked of the API.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.web import sample
from tests.web.contestant import Contestant
from tests.web.world import Fault

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
TOOK_PART, TOOK_PART_VOID = "d" * 26, "e" * 26
PART = {
    **{"contest": sample.CONTEST, "round": "final", "round_name": "", "number": "312/GCN-BTC", "holds": True},
    **{"kind": "took-part", "prize_name": None, "name": "Phạm Văn Đường", "unit_name": "UBND quận Lê Chân"},
}


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
    phone.world.confirmed = {TOOK_PART: PART, TOOK_PART_VOID: {**PART, **NOTHING, "holds": False}}
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


def rows(reader: Contestant) -> list[list[str]]:
    """What is said of a certificate: each row's term and text."""
    expect(reader.page.locator("#certificate-said .facts")).to_be_visible()
    return [row.inner_text().split("\n") for row in reader.page.locator("#certificate-said .facts > div").all()]


def test_a_certificate_of_taking_part_is_confirmed_without_a_prize_in_either_language(reader: Contestant) -> None:
    scan(reader, TOOK_PART)
    vietnamese, violations = rows(reader), reader.axe()
    reader.switch()
    english = rows(reader)

    given_to = (["Số", "312/GCN-BTC"], ["Cấp cho", "Phạm Văn Đường"], ["Đơn vị", "UBND quận Lê Chân"])
    assert vietnamese == [*given_to, ["Nội dung", "Đã tham gia cuộc thi"]]
    assert [term for term, _ in english] == ["Number", "Given to", "Unit", "For"]
    assert english[-1] == ["For", "Taking part in the contest"]
    assert violations + reader.axe() == []


def test_of_a_revoked_one_of_taking_part_nothing_but_that_is_said(reader: Contestant) -> None:
    scan(reader, TOOK_PART_VOID)
    expect(reader.page.get_by_role("heading", name="Giấy chứng nhận không còn giá trị")).to_be_visible()

    said = reader.page.locator("#certificate-said").inner_text()
    assert ("312/GCN-BTC" in said, "Đã tham gia" in said, "Phạm" in said) == (True, False, False)


def test_the_api_is_asked_only_for_what_has_no_file(reader: Contestant) -> None:
    scan(reader, CODE)
    expect(reader.page.get_by_role("heading", name="Giấy chứng nhận có giá trị")).to_be_visible()
    asked_for_a_winners = list(reader.world.asked)
    scan(reader, NOBODYS)
    expect(reader.page.locator("#certificate-error")).to_contain_text("Không có giấy chứng nhận nào mang mã này.")

    assert asked_for_a_winners == []
    assert reader.world.asked == [("GET", f"/certificates/{NOBODYS}", None)]


def test_an_api_that_does_not_answer_makes_no_certificate_unknown(reader: Contestant) -> None:
    seen = []
    for kind in ("503", "deaf"):
        # More than once: a browser quietly asks again where a connection ends before any answer.
        reader.world.faults[:] = [Fault(f"/certificates/{TOOK_PART}", kind, times=9)]
        scan(reader, TOOK_PART)
        expect(reader.page.locator("#certificate-error")).to_be_visible()
        seen.append(reader.page.locator("#certificate-error").inner_text())

    reader.world.faults.clear()
    reader.press("Kiểm tra")

    assert seen == ["Chưa kết nối được. Xin kiểm tra mạng rồi bấm lại."] * 2

    expect(reader.page.get_by_role("heading", name="Giấy chứng nhận có giá trị")).to_be_visible()
