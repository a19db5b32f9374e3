"""One's own registration, on a good day and on a bad one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.domain.ways_in import WaysIn
from tests.web import sample
from tests.web.contestant import TYPED, Contestant
from tests.web.world import MAILED_CODE, OWN_CODE, PASSWORD, Fault, World

pytestmark = pytest.mark.browser


@pytest.fixture
def ways() -> WaysIn:
    """Everything that a registration may ask for."""
    return sample.CONFIRMED


WARD = pytest.mark.parametrize("ways", [sample.WARD])
PERSONAL = ("Hằng", "031 175", "031175", "0912", "hang@", "1975", PASSWORD)


def personal_in(text: str) -> list[str]:
    return [one for one in PERSONAL if one in text]


def test_a_person_registers_and_no_screen_has_a_violation(phone: Contestant, world: World) -> None:
    seen = {}
    addresses: list[str] = []
    phone.page.on("framenavigated", lambda frame: addresses.append(frame.url))
    phone.go_to_registration()
    for step, title, button in phone.steps():
        phone.sees(title)
        if step not in ("check", "notice"):
            phone.press(button)
            seen[f"{step} with faults"] = phone.axe()
        phone.do_step(step)
        seen[step] = phone.axe()
        phone.press(button)
    phone.sees("Mã dự thi của anh/chị")
    seen["own code"] = phone.axe()

    shown = phone.page.locator(".notice .code").inner_text()
    (sent,) = world.calls("POST", "/registration")[1:]
    work = sent.pop("work")
    assert seen == {step: [] for step in seen}
    assert shown == OWN_CODE
    assert sent == {
        "nonce": world.calls("POST", "/registration/code")[0]["nonce"],
        "full_name": TYPED["full_name"],
        "unit": "le-chan",
        "unit_by": "",
        "fields": {
            "birth_date": "27/3/1975",
            **{name: TYPED[name] for name in ("citizen_id", "phone", "email", "position")},
        },
        "consent": world.page["notice_version"],
        "code": MAILED_CODE,
        "password": PASSWORD,
        "not_excluded": True,
    }
    assert work not in world.calls("POST", "/registration/code")[0].values()
    assert (personal_in(phone.kept()), personal_in(" ".join(addresses))) == ([], [])


@WARD
def test_it_goes_in_english_on_the_narrowest_screen(new_device: Any, world: World) -> None:
    phone: Contestant = new_device(viewport={"width": 320, "height": 640})
    seen, left, wide = {}, {}, {}

    def look(name: str) -> None:
        seen[name], left[name], wide[name] = phone.axe(), phone.untranslated(), phone.overflow()

    phone.open()
    phone.switch()
    phone.press("Take part")
    phone.sees("Take part")
    look("chooser")
    phone.page.locator(".way.primary").click()
    for step in ("notice", "person", "unit", "rules"):
        phone.page.wait_for_load_state("networkidle")
        phone.press("Continue")
        look(f"{step} with faults")
        phone.do_step(step)
        look(step)
        phone.press("Continue")
    phone.sees("Check before you send")
    look("check")
    phone.press("REGISTER")
    phone.sees("Your code")
    look("own code")
    phone.press("I have kept it, go on")
    phone.sees("Before you start")
    look("start")

    nothing = dict.fromkeys(seen)
    assert (seen, left) == ({name: [] for name in nothing}, {name: [] for name in nothing})
    assert wide == dict.fromkeys(nothing, 0)
    assert len(world.registered) == 1


@WARD
def test_the_language_changes_in_the_middle_and_nothing_typed_is_lost(phone: Contestant) -> None:
    phone.go_to_registration()
    phone.register(until="person")
    phone.fill(full_name="Trần Văn A", citizen_id="12")
    phone.press("Tiếp tục")
    expect(phone.page.locator("#citizen_id-error")).to_contain_text("12 chữ số")

    phone.switch()

    phone.sees("About you")
    expect(phone.page.locator("#citizen_id-error")).to_contain_text("12 digits")
    expect(phone.page.locator("#full_name")).to_have_value("Trần Văn A")
    assert phone.untranslated() == []


@WARD
def test_the_registration_goes_without_a_mouse(phone: Contestant, world: World) -> None:
    keys = phone.page.keyboard

    def walk_to(selector: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if phone.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"no way to {selector} by Tab")

    phone.open()
    walk_to("#enter")
    keys.press("Enter")
    phone.sees("Vào dự thi")
    walk_to(".way.primary")
    keys.press("Enter")
    phone.sees("thông báo về dữ liệu cá nhân")
    walk_to("#consent")
    keys.press("Space")
    keys.press("Enter")
    phone.sees("Thông tin của anh/chị")
    for name in ("full_name", "citizen_id", "phone"):
        walk_to(f"#{name}")
        keys.type(TYPED[name])
    keys.press("Enter")
    phone.sees("Đơn vị của anh/chị")
    walk_to("[name=unit_by]")
    keys.press("ArrowDown")
    walk_to("#unit")
    keys.type("ubnd q le ch")
    expect(phone.page.locator("#unit-found input")).to_have_count(1)
    keys.press("Enter")  # To what was found.
    keys.press("Space")
    walk_to("#stage form button[type=submit]")
    keys.press("Enter")
    phone.sees("Điều kiện dự thi")
    walk_to("#not_excluded")
    keys.press("Space")
    keys.press("Enter")
    phone.sees("Kiểm tra trước khi gửi")
    walk_to("#stage form button[type=submit]")
    keys.press("Enter")

    phone.sees("Mã dự thi của anh/chị")
    (sent,) = world.calls("POST", "/registration")
    assert (sent["unit"], sent["unit_by"]) == ("le-chan", "residence")


def test_a_reload_at_any_step_loses_nothing(phone: Contestant, world: World) -> None:
    phone.go_to_registration()
    for _, title, button in phone.steps():
        phone.sees(title)
        phone.do_step(_)
        phone.page.reload()
        phone.sees(title)
        phone.press(button)
    phone.sees("Mã dự thi của anh/chị")

    phone.page.reload()

    expect(phone.page.locator(".notice .code")).to_have_text(OWN_CODE)
    assert len(world.calls("POST", "/registration/code")) == 1


@pytest.mark.parametrize("kind", ["deaf", "503"])
def test_a_network_that_fails_at_every_step_costs_nothing(phone: Contestant, world: World, kind: str) -> None:
    phone.open()
    phone.press("Vào thi")
    phone.sees("Vào dự thi")
    phone.page.clock.install()
    paths = ["register.js", "units.json", "/challenge", "/registration/code"]
    world.faults += [
        Fault(f"GET /assets/{paths[0]}", kind),
        Fault(paths[1], kind),
        Fault(paths[2], kind),
        Fault(paths[3], kind),
    ]
    phone.way("Đăng ký dự thi")
    for step, title, button in phone.steps():
        phone.page.clock.run_for(3000)
        phone.sees(title)
        phone.page.clock.run_for(3000)
        phone.do_step(step)
        if step == "mail":
            # Heard, but the answers are lost: the same request, under the same nonce and with the same work, follows.
            world.faults.append(Fault("POST /api/contests/hai-phong-2023/registration", "lost", times=2))
        phone.press(button)
        for _ in range(4):
            phone.page.clock.run_for(3000)
            phone.page.wait_for_timeout(80)

    phone.sees("Mã dự thi của anh/chị")
    sent = [body for verb, path, body in world.asked if (verb, path) == ("POST", "/registration")]
    assert (len(sent), len({json.dumps(body) for body in sent})) == (3, 1)
    assert phone.page.locator(".notice .code").inner_text() == OWN_CODE


@WARD
def test_a_server_that_stays_away_is_told_as_such_and_the_same_request_can_be_sent_again(
    phone: Contestant, world: World
) -> None:
    phone.go_to_registration()
    phone.register(until="check")
    phone.page.clock.install()
    world.faults.append(Fault("registration", "503", times=5))
    phone.press("GỬI ĐĂNG KÝ")
    for _ in range(8):
        phone.page.clock.run_for(8000)
        phone.page.wait_for_timeout(60)
    expect(phone.page.locator(".errors")).to_be_focused()
    said, violations = phone.page.locator(".errors").inner_text(), phone.axe()

    phone.page.reload()
    phone.sees("Kiểm tra trước khi gửi")
    phone.press("GỬI ĐĂNG KÝ")

    phone.sees("Mã dự thi của anh/chị")
    assert ("Những gì đã nhập vẫn còn" in said, violations) == (True, [])
    assert len({body["nonce"] for body in world.calls("POST", "/registration")}) == 1


@WARD
def test_nobody_gets_past_a_step_by_its_address(phone: Contestant) -> None:
    phone.page.goto(f"{phone.home}#dang-ky-kiem-tra")
    phone.sees("thông báo về dữ liệu cá nhân")

    phone.press("Tiếp tục")

    expect(phone.page.locator("#consent-error")).to_be_visible()


@WARD
def test_back_leads_to_the_step_before_and_at_last_to_the_rules(phone: Contestant) -> None:
    phone.go_to_registration()
    phone.register(until="unit")
    titles = ["Thông tin của anh/chị", "thông báo về dữ liệu cá nhân", "Vào dự thi", sample.written_definition().title]

    for title in titles:
        phone.page.go_back()
        phone.sees(title)

    phone.press("Vào thi")
    phone.sees("Vào dự thi")


@WARD
def test_what_the_server_finds_wrong_stands_at_its_field_and_leads_back_to_the_check(
    phone: Contestant, world: World
) -> None:
    phone.go_to_registration()
    phone.register(until="check")
    phone.page.get_by_role("link", name="Sửa: Số căn cước").click()
    phone.fill(citizen_id="000 000 001 234")
    phone.press("Tiếp tục")
    phone.sees("Kiểm tra trước khi gửi")

    phone.press("GỬI ĐĂNG KÝ")
    phone.sees("Thông tin của anh/chị")
    expect(phone.page.locator("#citizen_id-error")).to_have_text("Số này không có.")
    phone.fill(citizen_id=TYPED["citizen_id"])
    phone.press("Tiếp tục")
    phone.sees("Kiểm tra trước khi gửi")
    phone.press("GỬI ĐĂNG KÝ")

    phone.sees("Mã dự thi của anh/chị")
    assert [body["not_excluded"] for body in world.calls("POST", "/registration")] == [True, True]


@WARD
def test_who_is_registered_already_is_told_so_and_shown_the_way_in(phone: Contestant, world: World) -> None:
    world.registered["031175001234"] = {"nonce": "e" * 32}
    phone.go_to_registration()
    phone.register(until="check")

    phone.press("GỬI ĐĂNG KÝ")
    expect(phone.page.locator(".errors")).to_contain_text("Đã có người đăng ký với số này.")
    expect(phone.page.locator(".errors")).to_contain_text(sample.written_definition().contact.office)
    violations = phone.axe()
    phone.way("Tôi đã đăng ký / có mã dự thi")

    phone.sees("Đăng nhập dự thi")
    assert violations == []


def test_a_wrong_password_leads_to_its_field_and_a_wrong_mailed_code_stays_at_its_own(phone: Contestant) -> None:
    phone.go_to_registration()
    phone.register(until="mail")
    phone.fill(code="000000")
    phone.press("GỬI ĐĂNG KÝ")
    expect(phone.page.locator("#code-error")).to_have_text("Mã xác nhận chưa đúng.")
    phone.page.evaluate("location.hash = 'dang-ky-dieu-kien'")
    phone.sees("Điều kiện dự thi")
    phone.fill(password="sai")
    phone.page.evaluate("location.hash = 'dang-ky-ma-xac-nhan'")
    phone.sees("Nhập mã trong thư")
    phone.fill(code=MAILED_CODE)

    phone.press("GỬI ĐĂNG KÝ")

    phone.sees("Điều kiện dự thi")
    expect(phone.page.locator("#password-error")).to_have_text("Mật khẩu chưa đúng.")


def test_another_mail_can_be_asked_for_after_a_minute_and_not_before(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.go_to_registration()
    phone.register(until="mail")
    again = phone.page.get_by_role("button", name="Gửi lại mã")
    expect(again).to_have_count(0)

    world.skew += 61_000
    phone.page.clock.run_for(61_000)
    again.click()
    expect(again).to_have_count(0)

    first, second = world.calls("POST", "/registration/code")
    assert (first["nonce"], first["email"]) == (second["nonce"], second["email"])
    assert first["work"] != second["work"]


@WARD
def test_a_browser_without_workers_waits_a_minute_and_says_so(phone: Contestant, world: World) -> None:
    phone.page.add_init_script("delete window.Worker")
    phone.page.clock.install()
    phone.go_to_registration()
    phone.register(until="check")
    phone.press("GỬI ĐĂNG KÝ")
    expect(phone.page.locator(".status")).to_contain_text("chờ khoảng một phút")
    expect(phone.page.locator("#stage form .hint")).to_contain_text("giây")
    violations = phone.axe()

    # Many wait behind one address: the ticket is shown once more, a little later.
    world.early = 1
    for seconds in (61, 6):
        world.skew += seconds * 1000
        phone.page.clock.run_for(seconds * 1000)
        phone.page.wait_for_timeout(200)

    phone.sees("Mã dự thi của anh/chị")
    assert violations == []
    first, second = (body["work"] for body in world.calls("POST", "/registration"))
    assert (first, first.split(".")[0]) == (second, "ticket")


@WARD
def test_a_notice_that_has_changed_meanwhile_is_read_again(phone: Contestant, world: World) -> None:
    phone.go_to_registration()
    phone.register(until="check")
    world.page["notice_version"] = "0123456789ab"

    phone.press("GỬI ĐĂNG KÝ")
    phone.press("Tải lại trang")
    phone.sees("thông báo về dữ liệu cá nhân")
    phone.agree()
    phone.press("Tiếp tục")
    phone.sees("Kiểm tra trước khi gửi")
    phone.press("GỬI ĐĂNG KÝ")

    phone.sees("Mã dự thi của anh/chị")
    assert [body["consent"] for body in world.calls("POST", "/registration")][1] == "0123456789ab"


@WARD
def test_who_gives_up_leaves_nothing_behind(phone: Contestant) -> None:
    phone.go_to_registration()
    phone.register(until="check")

    phone.press("Thôi đăng ký và xóa những gì đã nhập")

    phone.sees("Vào dự thi")
    phone.way("Đăng ký dự thi")
    phone.sees("thông báo về dữ liệu cá nhân")
    expect(phone.page.locator("#consent")).not_to_be_checked()
    assert personal_in(phone.kept()) == []


FOUND = """async (asked) => {
  const { find, indexed } = await import("/assets/units.js");
  const all = (await (await fetch("/hai-phong-2023/units.json")).json()).map(indexed);
  const began = performance.now();
  const found = asked.map((text) => find(all, text).slice(0, 2).map(({ name }) => name));
  return { found, each: (performance.now() - began) / asked.length, of: all.length };
}"""


@WARD
def test_units_are_found_without_accents_by_beginnings_and_initials_and_at_once(phone: Contestant) -> None:
    phone.open()
    asked = [
        "so noi vu",
        "Sở Nội",
        "SNV",
        "ubnd quan le",
        "le chan",
        "uy ban nhan dan quan",
        "khu kinh te",
        "do son 7",
        "khong co",
    ]

    told = phone.page.evaluate(FOUND, asked)

    committee = "Ủy ban nhân dân quận Lê Chân"
    assert told["found"] == [
        *[["Sở Nội vụ"]] * 3,
        *[[committee]] * 3,
        ["Ban Quản lý Khu kinh tế"],
        ["Ủy ban nhân dân xã Đồ Sơn 7", "Trường Trung học cơ sở Đồ Sơn 7"],
        [],
    ]
    # Some milliseconds; an old phone may take ten times as long, and still nobody waits.
    assert (told["of"], told["each"] < 100) == (2003, True)


@WARD
def test_a_list_that_cannot_be_had_says_so_and_comes_when_asked_for_again(phone: Contestant, world: World) -> None:
    phone.go_to_registration()
    phone.register(until="person")
    phone.page.clock.install()
    world.faults.append(Fault("units.json", "503", times=5))
    phone.do_step("person")
    phone.press("Tiếp tục")
    for _ in range(8):
        phone.page.clock.run_for(8000)
        phone.page.wait_for_timeout(60)
    expect(phone.page.locator("#stage")).to_contain_text("Chưa tải được danh sách đơn vị")
    violations = phone.axe()

    phone.press("Thử lại")

    phone.do_step("unit")
    expect(phone.page.locator("#unit-chosen")).to_contain_text("Lê Chân")
    assert violations == []
