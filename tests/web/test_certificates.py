"""One's own certificates on the contest's page: who has been given one signs in, sees it and keeps it as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.domain.drafting import load_definition
from chalicelib.domain.times import written
from chalicelib.domain.ways_in import WaysIn
from tests.web import sample
from tests.web.contestant import Contestant
from tests.web.world import PDF, TRACE, Fault, World

SECOND = {"id": "a" * 26, "kind": "won", "prize_name": "Giải Nhì", "round_name": "Tuần 1", "number": "07/GCN-BTC"}
WHOLE = {"id": "b" * 26, "kind": "won", "prize_name": "Giải Nhất", "round_name": "", "number": "41/GCN-BTC"}
TOOK_PART = {"id": "taking-part", "kind": "took-part", "prize_name": "", "round_name": "", "number": None}
SIGN_IN = "Đăng nhập để tải giấy chứng nhận"
DOWNLOAD = "Tải giấy chứng nhận – Giải Nhì, Tuần 1 (PDF)"
LIST, FILE = "/me/certificates", f"/me/certificates/{SECOND['id']}"


def with_certificates(world: World) -> World:
    """Give the contest what Sông Công's definition says of certificates, and its person three of them."""
    file = sample.ROOT / "contests" / "song-cong-2021" / "contest.yaml"
    certificates = load_definition(file.read_text("utf-8"), str(file)).certificates
    assert certificates is not None
    world.page["definition"]["certificates"] = certificates.model_dump(mode="json")
    world.certificates = [SECOND, WHOLE, TOOK_PART]
    return world


@pytest.fixture
def world(ways: WaysIn) -> World:
    """A contest whose last round is over, and whose first has its results."""
    return with_certificates(World(closes_in=-3 * 60 * sample.MINUTE, ways=ways))


def said(phone: Contestant) -> Any:
    return phone.page.locator("#certificates-said")


def offered(phone: Contestant) -> list[str]:
    """What the buttons of the section say, from the top."""
    section = phone.page.locator("section", has=phone.page.locator("#giay-chung-nhan"))
    return [each.inner_text() for each in section.locator("button:visible").all()]


def fetch(phone: Contestant) -> None:
    """From the page to the list, by signing in."""
    phone.open()
    phone.press(SIGN_IN)
    phone.sees("Đăng nhập dự thi")
    phone.fill_sign_in()
    expect(said(phone)).to_contain_text("Số giấy chứng nhận anh/chị được cấp")


def gets(world: World) -> list[str]:
    """The addresses about certificates that were asked for, one after the other."""
    return [path for method, path, _ in world.asked if "certificates" in path]


@pytest.mark.browser
def test_after_the_last_round_one_signs_in_for_ones_certificates_and_finds_them_in_either_language(
    phone: Contestant, world: World
) -> None:
    seen: dict[str, Any] = {}

    def look(name: str) -> None:
        seen[name] = (phone.axe(), phone.overflow())

    phone.open()
    look("signed out")
    at_first = [path for path, _ in world.served]
    fetch(phone)
    look("signed in")
    vietnamese, focused = offered(phone), phone.page.evaluate("document.activeElement.id")
    phone.switch()
    look("in English")

    assert sorted(at_first) == ["/assets/app.css", "/assets/site.js", f"/{sample.CONTEST}/index.html"]
    assert seen == dict.fromkeys(seen, ([], 0))
    assert vietnamese == [
        DOWNLOAD,
        "Tải giấy chứng nhận – Giải Nhất (PDF)",
        "Tải giấy chứng nhận – Đã tham gia cuộc thi (PDF)",
        "Đăng xuất",
    ]
    assert offered(phone)[2] == "Download the certificate – Taking part in the contest (PDF)"
    assert (focused, phone.untranslated(), gets(world)) == ("giay-chung-nhan", [], [LIST])


@pytest.mark.browser
def test_a_certificate_is_kept_as_a_file_and_the_page_stays(phone: Contestant, world: World) -> None:
    fetch(phone)
    phone.page.get_by_role("button", name=DOWNLOAD).focus()
    with phone.page.expect_download() as downloads:
        phone.page.keyboard.press("Enter")

    expect(said(phone)).to_contain_text("Tệp PDF đang được tải về")
    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_focused()
    assert Path(downloads.value.path()).read_bytes() == PDF
    assert downloads.value.url == f"{phone.address}/api/contests/{sample.CONTEST}{FILE}"
    # The list once more before the file: what it answers can be told in words, what the file's address answers can't.
    assert gets(world) == [LIST, LIST, FILE]
    assert phone.page.url == f"{phone.home}#giay-chung-nhan"


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"final_page": "/hai-phong-2023/final/index.html", "rounds": []}, True),
        ({"rounds": []}, False),
        ({"definition": {**sample.written_definition().model_dump(mode="json"), "certificates": None}}, False),
    ],
    ids=["a round's results", "the contest's results", "no results", "no certificates"],
)
def test_the_page_speaks_of_certificates_where_there_are_some_and_results(
    world: World, changes: dict[str, Any], shown: bool
) -> None:
    page = {**world.page, **changes}

    html = sample.template("contest.html").render(page=page)

    assert ('id="giay-chung-nhan"' in html, 'id="fetch-certificates"' in html) == (shown, shown)


@pytest.mark.browser
def test_nothing_is_asked_for_before_there_can_be_a_certificate(phone: Contestant, world: World) -> None:
    for each in world.page["rounds"]:
        each["results_page"] = None
    phone.sign_in()
    phone.press("Xem thể lệ")
    phone.sees("Hội thi trực tuyến")
    # Whoever is in comes again.
    phone.open()
    phone.page.wait_for_load_state("networkidle")

    assert phone.page.locator("#giay-chung-nhan").count() == 0
    assert (gets(world), [path for path, _ in world.served if "certificates" in path]) == ([], [])


@pytest.mark.browser
def test_while_a_round_has_its_crowd_only_a_press_asks_for_certificates(phone: Contestant, world: World) -> None:
    runs = {"opens": written(world.now() - sample.MINUTE), "closes": written(world.now() + sample.DAY)}
    is_about_to = {**runs, "opens": written(world.now() + 50 * sample.MINUTE)}
    second = next(each for each in world.page["rounds"] if each["id"] == "tuan-2")
    second.update(runs)
    phone.sign_in()
    phone.press("Xem thể lệ")
    phone.sees("Hội thi trực tuyến")
    for name, times in {"runs": runs, "opens-soon": is_about_to}.items():
        second.update(times)
        # Another address each time, or the browser shows what it kept.
        phone.open(f"?{name}")
        expect(phone.page.get_by_role("button", name="Xem giấy chứng nhận của tôi")).to_be_visible()
        phone.page.wait_for_load_state("networkidle")
    before = (gets(world), [path for path, _ in world.served if "certificates" in path])

    phone.press("Xem giấy chứng nhận của tôi")

    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()
    assert (before, gets(world)) == (([], []), [LIST])


@pytest.mark.browser
def test_whoever_comes_again_while_signed_in_finds_the_list_and_signing_out_takes_it_away(
    phone: Contestant, world: World
) -> None:
    fetch(phone)
    phone.open()
    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()

    phone.press("Đăng xuất")

    expect(phone.page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    assert phone.page.locator("#certificates-own").inner_html() == ""
    assert (said(phone).inner_text(), offered(phone)) == ("", [SIGN_IN])


@pytest.mark.browser
def test_a_session_that_has_ended_is_said_before_anything_is_downloaded(phone: Contestant, world: World) -> None:
    fetch(phone)
    world.sessions.clear()
    phone.press(DOWNLOAD)

    expect(said(phone)).to_have_text("Phiên đăng nhập đã hết. Xin đăng nhập lại để tải giấy chứng nhận.")
    expect(phone.page.get_by_role("button", name=SIGN_IN)).to_be_focused()
    assert (offered(phone), gets(world), phone.axe()) == ([SIGN_IN], [LIST, LIST], [])
    phone.switch()
    expect(said(phone)).to_contain_text("Your session has ended.")
    phone.switch()
    phone.press(SIGN_IN)
    phone.sees("Đăng nhập dự thi")
    phone.fill_sign_in()
    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()


@pytest.mark.browser
def test_one_that_was_taken_away_meanwhile_is_said_and_gone_from_the_list(phone: Contestant, world: World) -> None:
    fetch(phone)
    world.certificates = [TOOK_PART]
    phone.press(DOWNLOAD)

    expect(said(phone)).to_contain_text("không còn giá trị")
    expect(phone.page.locator("#giay-chung-nhan")).to_be_focused()
    assert offered(phone) == ["Tải giấy chứng nhận – Đã tham gia cuộc thi (PDF)", "Đăng xuất"]
    assert (gets(world), phone.axe()) == ([LIST, LIST], [])


@pytest.mark.browser
def test_who_was_given_none_is_told_so_and_whom_to_ask(phone: Contestant, world: World) -> None:
    world.certificates = []
    phone.open()
    phone.press(SIGN_IN)
    phone.sees("Đăng nhập dự thi")
    phone.fill_sign_in()

    expect(said(phone)).to_contain_text("Đến nay chưa có giấy chứng nhận nào cấp cho anh/chị.")
    assert (offered(phone), phone.axe(), phone.overflow()) == (["Đăng xuất"], [], 0)


@pytest.mark.browser
def test_a_list_that_cannot_be_had_is_asked_for_again_by_the_same_button(phone: Contestant, world: World) -> None:
    world.faults.append(Fault("GET /api/contests/hai-phong-2023/me/certificates", "403"))
    phone.open()
    phone.press(SIGN_IN)
    phone.sees("Đăng nhập dự thi")
    phone.fill_sign_in()
    expect(said(phone)).to_contain_text("Có lỗi ngoài dự kiến")
    quoted, violations = phone.quotes(), phone.axe()

    phone.press("Xem giấy chứng nhận của tôi")

    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()
    assert (quoted, violations, phone.quotes()) == ([TRACE[:8]], [], [])


@pytest.mark.browser
def test_a_network_that_fails_before_a_download_leaves_the_list(phone: Contestant, world: World) -> None:
    fetch(phone)
    phone.page.clock.install()
    phone.offline(True)
    phone.press(DOWNLOAD)
    for _ in range(6):
        phone.page.clock.run_for(10_000)
        phone.page.wait_for_timeout(60)
    expect(said(phone)).to_contain_text("Xin kiểm tra mạng rồi bấm lại.")
    phone.offline(False)

    with phone.page.expect_download() as downloads:
        phone.press(DOWNLOAD)

    assert Path(downloads.value.path()).read_bytes() == PDF


@pytest.mark.browser
@pytest.mark.parametrize("ways", [sample.ACCOUNT])
def test_whoever_came_for_certificates_is_back_at_them_after_a_single_sign_on(phone: Contestant) -> None:
    phone.open()
    phone.press(SIGN_IN)
    phone.sees("Đăng nhập để dự thi")
    phone.agree()
    phone.press("Đến trang đăng nhập")

    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()
    assert phone.page.url == f"{phone.home}#giay-chung-nhan"


@pytest.mark.browser
@pytest.mark.parametrize("ways", [sample.CONFIRMED])
def test_who_registered_once_is_asked_for_the_code_alone_and_a_reload_forgets_nothing(phone: Contestant) -> None:
    phone.open()
    phone.press(SIGN_IN)
    phone.sees("Đăng nhập dự thi")
    phone.page.reload()
    phone.sees("Đăng nhập dự thi")
    phone.fill_sign_in()

    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()


@pytest.mark.browser
def test_the_page_after_signing_in_and_the_results_lead_to_the_certificates(phone: Contestant) -> None:
    phone.sign_in()
    phone.press("Giấy chứng nhận của anh/chị")
    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()
    phone.page.go_back()
    phone.sees("Trước khi bắt đầu")
    phone.page.goto(f"{phone.address}/{sample.CONTEST}/tuan-1/")
    phone.page.get_by_role("link", name="Tải giấy chứng nhận của anh/chị").click()

    expect(phone.page.get_by_role("button", name=DOWNLOAD)).to_be_visible()
    expect(phone.page.locator("#giay-chung-nhan")).to_be_in_viewport()


@pytest.mark.browser
def test_modules_that_fail_to_come_are_said_beside_the_button_and_come_with_the_next_press(
    phone: Contestant, world: World
) -> None:
    phone.page.clock.install()
    world.faults.append(Fault("/assets/journey.js", "503", times=6))
    phone.open()
    phone.press(SIGN_IN)
    expect(said(phone)).to_have_text("Đang tìm giấy chứng nhận của anh/chị…")
    for _ in range(7):
        phone.page.clock.run_for(40_000)
        phone.page.wait_for_timeout(60)
    expect(said(phone)).to_have_text("Chưa xem được giấy chứng nhận. Xin kiểm tra mạng rồi bấm lại.")

    world.faults.clear()
    phone.press(SIGN_IN)

    phone.sees("Đăng nhập dự thi")
