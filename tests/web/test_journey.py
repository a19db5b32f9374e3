"""The contestant's way from the rules to the receipt."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web import sample
from tests.web.contestant import Contestant
from tests.web.world import CODE, IDENTIFIER, World

pytestmark = pytest.mark.browser


def test_a_contestant_comes_from_the_rules_to_the_receipt_and_no_view_has_a_violation(
    phone: Contestant, world: World
) -> None:
    seen = {}
    phone.open()
    seen["front"] = phone.axe()
    phone.press("Vào thi")
    phone.sees("Đăng nhập dự thi")
    seen["sign-in"] = phone.axe()
    phone.fill_sign_in("", "12")
    seen["sign-in with faults"] = phone.axe()
    phone.fill_sign_in()
    phone.sees("Trước khi bắt đầu")
    seen["start"] = phone.axe()
    phone.press("BẮT ĐẦU THI")
    phone.sees("Câu 1/10")
    seen["question"] = phone.axe()
    phone.answer_all()
    seen["check"] = phone.axe()
    phone.page.go_back()
    phone.sees("Câu dự đoán")
    seen["prediction"] = phone.axe()
    phone.page.go_forward()
    phone.sees("Kiểm tra lại bài")
    phone.press("GỬI BÀI THI")
    shown = phone.receipt().replace(" ", "")
    seen["receipt"] = phone.axe()

    assert seen == {view: [] for view in seen}
    assert shown == world.attempt()["receipt"]["receipt"][:12]
    assert (world.attempt()["choices"], world.attempt()["prediction"]) == ("C" * 10, "57")
    assert len(world.calls("PUT", "submission")) == 1


def test_the_start_page_tells_the_limits(phone: Contestant) -> None:
    phone.sign_in()

    facts = phone.page.locator("#stage .facts").inner_text()
    wanted = ["10 câu trắc nghiệm và 1 câu dự đoán", "10 phút 30 giây", "Nếu bắt đầu bây giờ, hết giờ lúc", "Chỉ 1 lượt thi"]
    assert [text for text in wanted if text not in facts] == []


def test_a_code_is_read_as_it_was_meant(phone: Contestant, world: World) -> None:
    phone.go_to_sign_in()

    phone.fill_sign_in(code=" abid efgh")

    phone.sees("Trước khi bắt đầu")
    consent = world.page["notice_version"]
    assert world.calls("POST", "session") == [{"identifier": IDENTIFIER, "code": CODE, "consent": consent}]


def test_a_wrong_code_is_said_and_the_focus_goes_to_the_fault(phone: Contestant) -> None:
    phone.go_to_sign_in()

    phone.fill_sign_in(code="ZZZZ-ZZZZ")

    expect(phone.page.locator(".errors")).to_be_focused()
    expect(phone.page.locator("#code-error")).to_have_text("Mã định danh hoặc mã dự thi chưa đúng.")
    phone.page.locator(".errors a").click()
    expect(phone.page.get_by_label("Mã dự thi")).to_be_focused()


def test_a_reload_half_way_loses_nothing(phone: Contestant, world: World) -> None:
    phone.begin()
    phone.choose(0)
    phone.next()
    phone.sees("Câu 2/10")
    phone.choose(1)

    phone.page.reload()

    phone.sees("Câu 2/10")
    expect(phone.page.get_by_role("radio").nth(1)).to_be_checked()
    phone.is_saved()
    assert world.attempt()["choices"] == "CA" + "_" * 8


def test_another_device_goes_on_where_the_first_stopped(
    phone: Contestant, new_device: Callable[..., Contestant], world: World
) -> None:
    phone.begin()
    phone.choose(2)
    phone.is_saved()

    tablet = new_device(viewport={"width": 820, "height": 1180})
    tablet.sign_in()
    tablet.press("TIẾP TỤC BÀI THI")

    tablet.sees("Câu 1/10")
    expect(tablet.page.get_by_role("radio").nth(2)).to_be_checked()


def test_a_start_tells_the_same_number_of_the_same_device_and_another_of_another(
    phone: Contestant, new_device: Callable[..., Contestant], world: World
) -> None:
    phone.begin()
    phone.page.reload()
    phone.sees("Câu 1/10")
    tablet = new_device()
    tablet.sign_in()
    tablet.press("TIẾP TỤC BÀI THI")
    tablet.sees("Câu 1/10")

    first, again, other = [said["device"] for method, _, said in world.asked if method == "PUT" and "device" in (said or {})]

    assert (len(first), set(first) <= set("0123456789abcdef")) == (32, True)
    assert again == first != other


def test_a_number_that_somebody_has_spoilt_keeps_nobody_out(phone: Contestant, world: World) -> None:
    phone.open()
    phone.page.evaluate(f"localStorage.setItem('hoithi:{sample.CONTEST}:device', '\"x\"')")

    phone.begin()

    (told,) = [said["device"] for method, _, said in world.asked if method == "PUT" and "device" in (said or {})]
    assert (len(told), set(told) <= set("0123456789abcdef")) == (32, True)


def test_back_leads_to_the_question_before(phone: Contestant) -> None:
    phone.begin()
    phone.choose(0)
    phone.next()
    phone.sees("Câu 2/10")

    phone.page.go_back()

    phone.sees("Câu 1/10")
    expect(phone.page.get_by_role("radio").nth(0)).to_be_checked()


def test_blanks_are_warned_of_and_may_be_handed_in(phone: Contestant, world: World) -> None:
    phone.begin()
    phone.choose(0)
    phone.page.evaluate("location.hash = 'kiem-tra'")
    phone.sees("Kiểm tra lại bài")
    expect(phone.page.locator("#stage .notice")).to_contain_text("Còn 10 mục chưa trả lời")
    phone.page.get_by_role("link", name="Câu 4", exact=True).click()
    phone.sees("Câu 4/10")
    phone.choose(3)
    phone.press("Kiểm tra lại bài")
    expect(phone.page.locator("#stage .notice")).to_contain_text("Còn 9 mục chưa trả lời")

    phone.press("GỬI BÀI THI")

    phone.receipt()
    assert world.attempt()["choices"] == "C__B______"


def test_a_prediction_that_is_no_number_is_refused_at_the_field(phone: Contestant, world: World) -> None:
    phone.begin()
    phone.page.evaluate("location.hash = 'du-doan'")
    field = phone.page.locator("#prediction")

    field.fill("nhiều lắm")
    phone.press("Kiểm tra lại bài")
    expect(phone.page.locator(".errors")).to_be_focused()
    field.fill("12,5")
    phone.press("Kiểm tra lại bài")
    expect(phone.page.locator(".errors")).to_be_focused()
    field.fill("1.250")
    phone.press("Kiểm tra lại bài")

    phone.sees("Kiểm tra lại bài")
    phone.is_saved()
    assert world.attempt()["prediction"] == "1250"


def test_a_double_click_is_one_click(phone: Contestant, world: World) -> None:
    phone.sign_in()

    phone.page.get_by_role("button", name="BẮT ĐẦU THI").dblclick()
    phone.sees("Câu 1/10")
    phone.page.get_by_role("button", name="Câu tiếp theo").dblclick()
    phone.sees("Câu 2/10")
    phone.page.evaluate("location.hash = 'kiem-tra'")
    phone.page.get_by_role("button", name="GỬI BÀI THI").dblclick()
    phone.receipt()

    assert (
        len(world.calls("PUT", "attempts/1")) - len(world.calls("PUT", "submission")),
        len(world.calls("PUT", "submission")),
    ) == (1, 1)


def test_the_whole_way_goes_without_a_mouse(phone: Contestant, world: World) -> None:
    keys = phone.page.keyboard

    def walk_to(name: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if phone.page.evaluate("(document.activeElement.textContent || '').trim()") == name:
                return
        pytest.fail(f"no way to {name} by Tab")

    phone.open()
    walk_to("Vào thi")
    keys.press("Enter")
    phone.sees("Đăng nhập dự thi")
    keys.press("Tab")
    keys.type(IDENTIFIER)
    keys.press("Tab")
    keys.type("ab1defgh")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    phone.sees("Trước khi bắt đầu")
    walk_to("BẮT ĐẦU THI")
    keys.press("Enter")
    for n in range(1, 11):
        phone.sees(f"Câu {n}/10")
        keys.press("Tab")
        keys.press("Space")
        walk_to("Câu tiếp theo")
        keys.press("Enter")
    phone.sees("Câu dự đoán")
    keys.press("Tab")
    keys.type("57")
    keys.press("Enter")
    phone.sees("Kiểm tra lại bài")
    walk_to("GỬI BÀI THI")
    keys.press("Enter")

    phone.receipt()
    assert (world.attempt()["choices"], world.attempt()["prediction"]) == ("C" * 10, "57")


def test_each_view_begins_with_its_heading(phone: Contestant) -> None:
    phone.begin()

    expect(phone.page.locator("h1:visible")).to_be_focused()
    phone.next()
    phone.sees("Câu 2/10")
    expect(phone.page.locator("h1:visible")).to_be_focused()


def test_a_receipt_is_kept_on_the_phone(phone: Contestant) -> None:
    phone.begin()
    phone.page.evaluate("location.hash = 'kiem-tra'")
    phone.press("GỬI BÀI THI")
    first = phone.receipt()

    phone.page.reload()
    again = phone.receipt()
    phone.press("Về trang dự thi")
    phone.press("Xem biên nhận")

    assert (again, phone.receipt()) == (first, first)


def test_nothing_personal_is_in_the_address_or_kept(phone: Contestant) -> None:
    addresses = []
    phone.page.on("framenavigated", lambda frame: addresses.append(frame.url))
    phone.begin()
    phone.answer_all()
    phone.press("GỬI BÀI THI")
    phone.receipt()

    kept = phone.page.evaluate("JSON.stringify(localStorage)")
    secrets = (IDENTIFIER, CODE, CODE.replace("-", ""), "Đặng", "Sở Nội vụ")
    assert [secret for secret in secrets if secret in kept or secret in " ".join(addresses)] == []


def test_practice_is_marked_at_once_and_never_sent(phone: Contestant, world: World) -> None:
    phone.open()
    phone.press("Thi thử")
    phone.sees("Câu 1/10")
    for n in range(1, 11):
        phone.sees(f"Câu {n}/10")
        phone.choose(1)
        phone.next()
    phone.press("Kiểm tra lại bài")

    phone.press("CHẤM BÀI")

    phone.sees("Kết quả thi thử")
    right, of = phone.page.locator(".notice .code").inner_text().split("/")
    assert (int(right), of) == (phone.page.locator(".card h2", has_text="✓ đúng").count(), "10")
    assert phone.axe() == []
    assert world.asked == []
    phone.press("Làm bài khác")
    phone.sees("Câu 1/10")


def test_english_is_one_press_away_and_remembered(phone: Contestant) -> None:
    phone.begin()
    phone.choose(1)

    phone.page.locator("#language").click()

    phone.sees("Question 1/10")
    expect(phone.page.get_by_role("radio").nth(1)).to_be_checked()
    assert phone.page.evaluate("[document.documentElement.lang, document.querySelector('h1 [lang]').lang]") == ["en", "vi"]
    phone.page.reload()
    phone.sees("Question 1/10")
    assert phone.axe() == []


def test_signing_out_leaves_no_name_behind(phone: Contestant) -> None:
    phone.sign_in()

    phone.press("Đăng xuất")

    phone.sees("Hội thi trực tuyến")
    phone.page.wait_for_function("!sessionStorage.length")
    assert json.loads(phone.page.evaluate("JSON.stringify(sessionStorage)")) == {}


def test_signing_out_in_the_middle_saves_first_and_can_be_taken_up_again(phone: Contestant, world: World) -> None:
    phone.begin()
    phone.choose(1)
    phone.page.evaluate("location.hash = 'vao-thi'")
    phone.sees("Trước khi bắt đầu")

    phone.press("Đăng xuất")
    phone.sees("Hội thi trực tuyến")
    phone.sign_in()
    phone.press("TIẾP TỤC BÀI THI")

    phone.sees("Câu 1/10")
    expect(phone.page.get_by_role("radio").nth(1)).to_be_checked()
    assert world.attempt()["choices"] == "A_________"


def test_a_press_that_comes_while_the_page_looks_for_what_is_under_way_is_not_lost(phone: Contestant) -> None:
    phone.sign_in()
    phone.page.route("**/me", lambda route: None)
    with phone.page.expect_request("**/me"):
        phone.open()

    phone.press("Vào thi")
    # From now on what is held passes, and whatever the page asks later: nobody would let go of that.
    phone.page.unroute("**/me")

    phone.sees("Trước khi bắt đầu")


def test_who_was_granted_another_attempt_is_told_so_and_starts_it(phone: Contestant, world: World) -> None:
    phone.begin()
    world.attempt()["replaced"] = True

    phone.choose(0)
    phone.sees("Lượt này đã được thay")
    violations = phone.axe()
    phone.press("Về trang dự thi")
    expect(phone.page.locator("#stage")).to_contain_text("Lượt 1: Ban Tổ chức đã cấp lượt khác thay cho lượt này.")
    phone.press("BẮT ĐẦU THI")
    phone.sees("Câu 1/10")

    assert violations == []
    assert world.attempt(number=2)["status"] == ""
