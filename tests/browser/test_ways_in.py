"""From a QR code to a handed-in paper by each of the three ways in: on the deployed stack, at 360 px, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from local import outbox
from organizer import slips
from simulator.contest import PASSWORD
from tests.browser.signing_on import CONTEST, PERSON, SUBJECT, SignOn
from tests.deployed import Town
from tests.qr import read_codes
from tests.web.contestant import TYPED, Contestant

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

expect.set_options(timeout=60_000)

Views = dict[str, list[Any]]


@pytest.fixture
def scanner(new_context: Callable[..., BrowserContext]) -> Page:
    """A page that unpacks pictures."""
    return new_context(viewport={"width": 800, "height": 1100}).new_page()


@pytest.fixture(autouse=True)
def warm(town: Town) -> None:
    """Have the functions started: on a crowded machine a first request takes longer than a page waits."""
    wanted = {("GET", "/challenge"): None, ("POST", "/session"): {"identifier": "0" * 12, "code": "AAAA-AAAA"}}
    for (method, path), body in wanted.items():
        for _ in range(10):
            if town.api(method, path, body).status < 500:
                break


def look(phone: Contestant, seen: Views, view: str) -> None:
    """Note what is wrong with a view in either language; its width too."""
    vietnamese = phone.axe()
    phone.switch()
    expect(phone.page.locator("html")).to_have_attribute("lang", "en")
    seen[view] = [*vietnamese, *phone.axe(), *phone.untranslated(), *filter(None, [phone.overflow()])]
    phone.switch()
    expect(phone.page.locator("html")).to_have_attribute("lang", "vi")


def hand_in(phone: Contestant, seen: Views) -> str:
    """From the start page to the receipt, which is returned."""
    look(phone, seen, "start")
    phone.press("BẮT ĐẦU THI")
    phone.sees("Câu 1/10")
    look(phone, seen, "question")
    phone.choose(0)
    phone.is_saved()
    phone.page.evaluate("location.hash = 'kiem-tra'")
    phone.sees("Kiểm tra lại bài")
    look(phone, seen, "check")
    phone.press("GỬI BÀI THI")
    receipt = phone.receipt().replace(" ", "")
    look(phone, seen, "receipt")
    return receipt


def kept_by_the_server(phone: Contestant, contest: str) -> list[str]:
    """The beginnings of the receipts that the server has of whoever is signed in."""
    me = phone.page.evaluate("(contest) => fetch(`/api/contests/${contest}/me`).then((answer) => answer.json())", contest)
    return [attempt["receipt"][:12] for attempt in me["attempts"] if attempt["receipt"]]


def poster(town: Town, contest: str, scanner: Page, folder: Path) -> str:
    """What a phone reads of the picture that is sent into groups."""
    slips.write_picture(town.site, contest, folder / "moi.png")
    (address,) = read_codes(scanner, (folder / "moi.png").read_bytes())
    return address


def test_by_the_code_on_a_slip(town: Town, new_phone: Callable[..., Contestant], scanner: Page) -> None:
    person = town.demo.people[3]
    slip = slips.Slip(person["full_name"], person["identifier"][-4:], "Sở Nội vụ", person["code"])
    scanner.set_content(slips.slips_page([slip], town.site, town.demo.contest, "Hội thi"))
    (address,) = read_codes(scanner, scanner.screenshot())
    phone, seen = new_phone(), {}

    phone.page.goto(address)
    phone.sees("Đăng nhập dự thi")
    look(phone, seen, "sign-in")
    phone.fill(identifier=person["identifier"])
    phone.agree()
    phone.press("Đăng nhập")
    phone.sees("Trước khi bắt đầu")
    receipt = hand_in(phone, seen)

    assert person["code"] not in phone.page.url
    # They may have taken part in the round before, too.
    assert kept_by_the_server(phone, town.demo.contest)[-1] == receipt
    assert seen == {view: [] for view in seen}


def mailed_code(town: Town, to: str) -> str:
    """The code in the latest letter to somebody."""
    letters = outbox.letters(town.emulator.client("s3"), town.stack.names["PrivateBucket"])
    text = next(letter["text"] for letter in letters if letter["to"] == to)
    return re.findall(r"\b\d{6}\b", text)[0]


def test_by_ones_own_registration(town: Town, new_phone: Callable[..., Contestant], scanner: Page, tmp_path: Path) -> None:
    phone, seen = new_phone(), {}

    phone.page.goto(poster(town, town.demo.contest, scanner, tmp_path))
    look(phone, seen, "front")
    phone.press("Vào thi")
    phone.sees("Vào dự thi")
    look(phone, seen, "chooser")
    phone.way("Đăng ký dự thi")
    phone.sees("thông báo về dữ liệu cá nhân")
    look(phone, seen, "notice")
    phone.agree()
    phone.press("Tiếp tục")
    phone.sees("Thông tin của anh/chị")
    phone.fill(**TYPED)
    look(phone, seen, "person")
    phone.press("Tiếp tục")
    phone.sees("Đơn vị của anh/chị")
    phone.page.locator("#unit").fill("so noi vu")
    phone.page.get_by_label("Sở Nội vụ").first.check()
    look(phone, seen, "unit")
    phone.press("Tiếp tục")
    phone.sees("Điều kiện dự thi")
    phone.page.locator("#not_excluded").check()
    phone.fill(password=PASSWORD)
    look(phone, seen, "rules")
    phone.press("Tiếp tục")
    phone.sees("Kiểm tra trước khi gửi")
    look(phone, seen, "check-your-answers")
    phone.press("Nhận mã xác nhận qua thư")
    phone.sees("Nhập mã trong thư")
    look(phone, seen, "mailed")
    phone.fill(code=mailed_code(town, TYPED["email"]))
    phone.press("GỬI ĐĂNG KÝ")
    phone.sees("Mã dự thi của anh/chị")
    look(phone, seen, "own code")
    code = phone.page.locator(".notice .code").inner_text()
    phone.press("Tôi đã lưu mã, vào dự thi")
    phone.sees("Trước khi bắt đầu")
    expect(phone.page.locator("#stage")).to_contain_text(TYPED["full_name"])
    receipt = hand_in(phone, seen)

    assert kept_by_the_server(phone, town.demo.contest) == [receipt]
    assert seen == {view: [] for view in seen}

    # The week after, on another phone: the code that was shown is the way in.
    other = new_phone()
    other.go_to_code()
    other.fill_sign_in(TYPED["citizen_id"], code)
    other.sees("Trước khi bắt đầu")


def test_by_single_sign_on(
    town: Town, new_phone: Callable[..., Contestant], scanner: Page, tmp_path: Path, sign_on: SignOn
) -> None:
    phone, seen = new_phone(), {}
    phone.page.route(lambda url: not url.startswith("http://localhost"), lambda route: route.abort())

    phone.page.goto(poster(town, CONTEST, scanner, tmp_path))
    phone.press("Vào thi")
    phone.sees("Đăng nhập để dự thi")
    look(phone, seen, "single sign-on")
    phone.agree()
    phone.press("Đến trang đăng nhập")
    phone.page.get_by_role("button", name="Deny").click()
    expect(phone.page.locator(".errors")).to_be_focused()
    look(phone, seen, "turned down")
    phone.press("Đến trang đăng nhập")
    phone.page.get_by_role("button", name=SUBJECT, exact=True).click()
    phone.sees("Trước khi bắt đầu")
    expect(phone.page.locator("#stage")).to_contain_text(f"{PERSON['name']} ({PERSON['unit']})")
    receipt = hand_in(phone, seen)

    assert kept_by_the_server(phone, CONTEST) == [receipt]
    assert seen == {view: [] for view in seen}
