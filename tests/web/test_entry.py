"""The ways in: which there are, single sign-on, identifier and code, a lost code, a slip's QR code, and staying in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web import sample
from tests.web.contestant import TYPED, Contestant
from tests.web.world import CODE, IDENTIFIER, MAILED_CODE, TRACE, Fault, World

pytestmark = pytest.mark.browser

ACCOUNT = pytest.mark.parametrize("ways", [sample.ACCOUNT])
CONFIRMED = pytest.mark.parametrize("ways", [sample.CONFIRMED])
EVERY_WAY = pytest.mark.parametrize("ways", [sample.EVERY_WAY])
PROVIDER = "Đến trang đăng nhập"


@EVERY_WAY
def test_every_way_in_is_offered_by_its_name_and_leads_to_its_form(phone: Contestant) -> None:
    phone.open()
    phone.press("Vào thi")
    phone.sees("Vào dự thi")
    offered = [way.inner_text().split("\n")[0] for way in phone.page.locator(".way").all()]
    seen = {"chooser": phone.axe()}
    leads = {
        "Đăng nhập bằng tài khoản công vụ tỉnh": "Đăng nhập để dự thi",
        "Đăng ký dự thi": "Đăng ký dự thi: thông báo về dữ liệu cá nhân",
        "Tôi đã đăng ký / có mã dự thi": "Đăng nhập dự thi",
    }
    for name, heading in leads.items():
        phone.way(name)
        phone.sees(heading)
        seen[name] = phone.axe()
        phone.page.go_back()
        phone.sees("Vào dự thi")

    assert offered == list(leads)
    assert seen == {view: [] for view in seen}


@ACCOUNT
def test_single_sign_on_leads_away_and_back_and_the_name_is_learnt(phone: Contestant, world: World) -> None:
    phone.open()
    phone.press("Vào thi")
    phone.sees("Đăng nhập để dự thi")
    violations = phone.axe()
    phone.press(PROVIDER)
    expect(phone.page.locator("#consent-error")).to_be_visible()
    phone.agree()
    with phone.page.expect_request("**/sso?*") as asked:
        phone.press(PROVIDER)

    phone.sees("Trước khi bắt đầu")
    expect(phone.page.locator("#stage")).to_contain_text("Xin chào Đặng Thị Ngọc Ánh (Sở Nội vụ)")
    assert asked.value.url.endswith(f"/sso?consent={world.page['notice_version']}")
    assert (violations, phone.page.url) == ([], f"{phone.home}#vao-thi")


@ACCOUNT
def test_a_single_sign_on_that_is_refused_says_why_in_either_language(phone: Contestant, world: World) -> None:
    world.sso_refusal = "sso-unit"
    phone.open()
    phone.press("Vào thi")
    phone.sees("Đăng nhập để dự thi")
    phone.agree()
    phone.press(PROVIDER)

    expect(phone.page.locator(".errors")).to_contain_text("Đơn vị trong tài khoản không có trong cuộc thi này.")
    expect(phone.page.locator(".errors")).to_be_focused()
    violations, address = phone.axe(), phone.page.url
    phone.switch()
    expect(phone.page.locator(".errors")).to_contain_text("No such unit.")

    assert (violations, phone.untranslated(), "loi=" in address) == ([], [], False)


@ACCOUNT
def test_a_session_that_ends_in_the_middle_is_taken_up_again_through_the_single_sign_on(
    phone: Contestant, world: World
) -> None:
    phone.open()
    phone.press("Vào thi")
    phone.sees("Đăng nhập để dự thi")
    phone.agree()
    phone.press(PROVIDER)
    phone.sees("Trước khi bắt đầu")
    phone.press("BẮT ĐẦU THI")
    phone.sees("Câu 1/10")
    phone.next()
    phone.sees("Câu 2/10")
    world.sessions.clear()
    phone.choose(0)
    phone.sees("Đăng nhập để dự thi")
    phone.is_saved("chờ đăng nhập lại")

    # Agreed in this tab already: the button alone stands there.
    phone.press(PROVIDER)

    phone.sees("Câu 2/10")
    expect(phone.page.get_by_role("radio").nth(0)).to_be_checked()
    phone.is_saved()
    assert world.attempt()["choices"] == "_C________"


@CONFIRMED
def test_the_code_of_a_slip_is_filled_in_and_wiped_from_the_address_at_once(phone: Contestant, world: World) -> None:
    addresses: list[str] = []
    phone.page.goto(f"{phone.home}#ma={CODE}")
    addresses.append(phone.page.evaluate("location.href"))
    phone.sees("Đăng nhập dự thi")
    expect(phone.page.locator("#code")).to_have_value(CODE)
    phone.page.locator("#identifier").fill(IDENTIFIER)
    phone.agree()
    phone.press("Đăng nhập")
    phone.sees("Trước khi bắt đầu")

    # Another slip is scanned into the same tab: its code is for somebody else, who signs in anew.
    phone.page.evaluate("location.hash = 'ma=ZZ2Z-ZZZZ'")
    phone.sees("Đăng nhập dự thi")
    expect(phone.page.locator("#code")).to_have_value("ZZ2Z-ZZZZ")

    addresses.append(phone.page.evaluate("location.href"))
    assert [address for address in addresses if "ma=" in address] == []
    assert [path for _, path, _ in world.asked if CODE in path] == []


def test_a_slip_scanned_where_the_modules_fail_to_come_is_not_lost(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    world.faults.append(Fault("/assets/journey.js", "503", times=6))
    phone.page.goto(f"{phone.home}#ma={CODE}")
    for _ in range(7):
        phone.page.clock.run_for(40_000)
        phone.page.wait_for_timeout(60)
    expect(phone.page.locator("#door-wait")).to_contain_text("Chưa mở được phần dự thi")
    phone.switch()
    expect(phone.page.locator("#door-wait")).to_contain_text("could not be opened")
    phone.switch()

    # The reload that mends it takes the code along. How often the page had tried until now is the machine's affair.
    world.faults.clear()
    phone.page.evaluate("location.hash = 'ma=AB1D-EFGH'")

    phone.sees("Đăng nhập dự thi")
    expect(phone.page.locator("#code")).to_have_value(CODE)


def test_a_server_that_fails_at_sign_in_is_no_fault_of_the_code(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    world.faults.append(Fault("POST /api/contests/hai-phong-2023/session", "503", times=5))
    phone.go_to_sign_in()
    phone.fill_sign_in()
    for _ in range(6):
        phone.page.clock.run_for(10_000)
        phone.page.wait_for_timeout(60)

    expect(phone.page.locator(".errors")).to_be_focused()
    shown = phone.page.locator(".errors").inner_text()
    assert phone.page.locator("#code-error, [aria-invalid]").count() == 0
    assert ("Chưa gửi được" in shown, phone.quotes(), phone.axe()) == (True, [TRACE[:8]], [])
    expect(phone.page.locator("#code")).to_have_value(CODE)
    phone.switch()
    assert phone.untranslated() == []


def test_a_lock_names_its_end_and_is_nothing_to_ask_about(phone: Contestant, world: World) -> None:
    world.locked_until = world.now() + 900_000
    phone.go_to_sign_in()
    phone.fill_sign_in()

    expect(phone.page.locator(".errors")).to_contain_text("Xin thử lại sau")
    assert (phone.quotes(), len(world.calls("POST", "/session")), phone.axe()) == ([], 1, [])


@CONFIRMED
def test_a_lost_code_comes_by_mail_and_signs_in_once(phone: Contestant, world: World) -> None:
    phone.open()
    phone.press("Vào thi")
    phone.way("Tôi đã đăng ký / có mã dự thi")
    phone.press("Quên hoặc mất mã dự thi")
    phone.sees("Mất mã dự thi")
    phone.press("Gửi mã về thư điện tử")
    expect(phone.page.locator("#identifier-error")).to_be_visible()
    violations = phone.axe()
    phone.fill(identifier="031 175 001 234")
    phone.press("Gửi mã về thư điện tử")
    phone.sees("Đăng nhập dự thi")
    expect(phone.page.locator("#stage .notice.done")).to_contain_text("mã 6 chữ số")
    violations += phone.axe()
    phone.fill(code="482 913")
    phone.agree()
    phone.press("Đăng nhập")

    phone.sees("Trước khi bắt đầu")
    assert (world.calls("POST", "/session")[-1]["code"], violations) == (MAILED_CODE, [])


@EVERY_WAY
def test_where_no_mail_is_sent_a_lost_code_is_a_matter_for_the_organizers(phone: Contestant) -> None:
    phone.open()
    phone.press("Vào thi")
    phone.way("Tôi đã đăng ký / có mã dự thi")
    phone.press("Quên hoặc mất mã dự thi")

    phone.sees("Mất mã dự thi")
    expect(phone.page.locator("#stage")).to_contain_text(sample.written_definition().contact.office)
    assert phone.axe() == []


HIDE = """(state) => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_page_in_use_renews_its_session_before_the_end_and_a_hidden_one_does_not(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.sign_in()

    def renewals_in(seconds: int) -> int:
        before = len(world.calls("POST", "/session/renewal"))
        for _ in range(seconds // 30):
            world.skew += 30_000
            phone.page.clock.fast_forward(30_000)
            phone.page.wait_for_timeout(20)
        return len(world.calls("POST", "/session/renewal")) - before

    in_use = renewals_in(990)
    phone.page.evaluate(HIDE, "hidden")
    hidden = renewals_in(1800)

    # Each renewal comes between five and eight of the ten minutes.
    assert (2 <= in_use <= 3, hidden) == (True, 0)


def test_what_was_typed_on_the_way_in_does_not_outlast_a_sign_in_or_a_sign_out(
    new_device: Callable[..., Contestant], world: World
) -> None:
    world.page["ways_in"]["registration"] = json.loads(sample.WARD.model_dump_json())["registration"]
    phone = new_device()
    phone.go_to_registration()
    phone.register(until="unit")
    phone.page.evaluate("location.hash = 'dang-nhap'")
    phone.fill_sign_in()
    phone.sees("Trước khi bắt đầu")
    after_the_sign_in = phone.kept()
    phone.press("Đăng xuất")
    phone.sees("Hội thi trực tuyến")
    phone.press("Vào thi")
    phone.way("Đăng ký dự thi")
    phone.sees("thông báo về dữ liệu cá nhân")
    phone.agree()
    phone.press("Tiếp tục")
    phone.sees("Thông tin của anh/chị")

    kept = after_the_sign_in + phone.kept()
    assert [text for text in (TYPED["full_name"], TYPED["citizen_id"], IDENTIFIER, CODE) if text in kept] == []
    expect(phone.page.locator("#full_name")).to_have_value("")


def test_a_printed_receipt_has_the_name_or_a_line_for_it(phone: Contestant, new_device: Callable[..., Contestant]) -> None:
    phone.begin()
    phone.page.evaluate("location.hash = 'kiem-tra'")
    phone.press("GỬI BÀI THI")
    phone.receipt()
    phone.page.emulate_media(media="print")
    printed = phone.page.locator("#stage").inner_text()

    # Another tab does not know whose receipt it is, and this device keeps no name.
    other = new_device(context=phone.page.context)
    other.open("#bien-nhan")
    other.receipt()
    on_the_screen = other.page.locator("#stage").inner_text()
    other.page.emulate_media(media="print")

    assert "Đặng Thị Ngọc Ánh" in printed
    assert "Họ và tên: …" not in printed + on_the_screen
    assert "Họ và tên: …" in other.page.locator("#stage").inner_text()


@EVERY_WAY
def test_no_view_keeps_its_vietnamese_when_the_language_changes_in_the_middle(phone: Contestant, world: World) -> None:
    left: dict[str, Any] = {}

    def look(name: str) -> None:
        phone.switch()
        expect(phone.page.locator("html")).to_have_attribute("lang", "en")
        left[name] = phone.untranslated()
        phone.switch()
        expect(phone.page.locator("html")).to_have_attribute("lang", "vi")

    phone.open()
    look("front")
    phone.press("Vào thi")
    phone.sees("Vào dự thi")
    look("chooser")
    phone.way("Tôi đã đăng ký / có mã dự thi")
    phone.fill_sign_in("", "12")
    look("sign-in with faults")
    phone.fill_sign_in(code="ZZZZ-ZZZZ")
    expect(phone.page.locator("#code-error")).to_be_visible()
    look("sign-in refused")
    phone.fill_sign_in()
    phone.sees("Trước khi bắt đầu")
    look("start")
    world.faults.append(Fault("attempts/1", "503", retry_after=2))
    phone.press("BẮT ĐẦU THI")
    phone.sees("Đang có nhiều người vào thi")
    look("queue")
    phone.sees("Câu 1/10")
    look("question")
    phone.choose(0)
    look("question, being saved")
    phone.is_saved()
    look("question, saved")
    world.save_elsewhere("DD________")
    phone.choose(1)
    phone.sees("Bài thi có hai bản khác nhau")
    look("conflict")
    phone.press("Dùng bản trên máy này")
    phone.is_saved()
    world.faults.append(Fault("answers", "422"))
    phone.choose(2)
    phone.sees("Máy chủ chưa nhận")
    phone.is_saved("máy chủ chưa nhận")
    look("refused")
    phone.press("Thử lại")
    phone.is_saved()
    phone.page.evaluate("location.hash = 'du-doan'")
    phone.sees("Câu dự đoán")
    look("prediction")
    phone.page.evaluate("location.hash = 'kiem-tra'")
    phone.sees("Kiểm tra lại bài")
    look("check")
    phone.press("GỬI BÀI THI")
    phone.receipt()
    look("receipt")

    assert left == {view: [] for view in left}
