"""A bad day: the network goes, answers get lost, the server is full, another device is at work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web import sample
from tests.web.contestant import Contestant
from tests.web.world import CODE, IDENTIFIER, TRACE, Fault, World

pytestmark = pytest.mark.browser

SAVING = "Còn trên máy này, đang gửi lại"


@pytest.fixture
def timed(phone: Contestant) -> Contestant:
    """A contestant in the first question, whose page's clock the test can move.

    That clock goes on by itself too, and a pause before the next try may be next to none: here it is nearly the longest.
    """
    phone.page.clock.install()
    phone.begin()
    phone.page.evaluate("() => { Math.random = () => 0.9; }")
    return phone


def let_pass(contestant: Contestant, seconds: float) -> None:
    """Let the page's clock run, and give the network a moment."""
    contestant.page.clock.run_for(int(seconds * 1000))
    contestant.page.wait_for_timeout(60)


def test_a_network_that_is_cut_half_way_costs_no_answer(timed: Contestant, world: World) -> None:
    timed.choose(0)
    let_pass(timed, 2.5)
    timed.is_saved()

    timed.offline(True)
    for place in (1, 2, 3):
        timed.next()
        timed.choose(place)
    let_pass(timed, 3)
    timed.is_saved(SAVING)
    stored_meanwhile = world.attempt()["choices"]
    timed.offline(False)
    let_pass(timed, 60)

    timed.is_saved()
    assert (stored_meanwhile, world.attempt()["choices"]) == ("C_________", "CADB______")


def test_a_reload_after_the_cut_still_has_what_was_never_sent(timed: Contestant, world: World) -> None:
    timed.choose(0)
    let_pass(timed, 2.5)
    timed.is_saved()
    world.down = True
    timed.next()
    timed.choose(1)
    let_pass(timed, 3)
    timed.is_saved(SAVING)

    world.down = False
    timed.page.reload()

    timed.sees("Câu 2/10")
    expect(timed.page.get_by_role("radio").nth(1)).to_be_checked()
    let_pass(timed, 1)
    timed.is_saved()
    assert world.attempt()["choices"] == "CA________"


# A server that refuses four saves and takes the fifth, as the autosave sees it; all chance is the highest possible.
FULL_SERVER = """async () => {
  const { Autosave } = await import("/assets/autosave.js");
  const { Unreachable } = await import("/assets/api.js");
  window.asked = [];
  window.told = [];
  const begin = performance.now();
  const send = async ({ nonce, choices }) => {
    asked.push([Math.round(performance.now() - begin), nonce, choices]);
    if (asked.length < 5) throw new Unreachable("full");
    return { version: 2, saved_at: "2023-10-23T01:02:03.004Z" };
  };
  const stored = { choices: "__", prediction: "" };
  const autosave = new Autosave({
    record: { ...stored, stored, version: 1, saved_at: null, nonces: [], sent: null },
    send, keep: () => {}, tell: (state) => told.push(state), refused: () => told.push("refused"), random: () => 1,
  });
  autosave.change({ choices: "A_", prediction: "" });
}"""


def test_a_full_server_is_asked_again_ever_more_rarely_under_one_nonce(phone: Contestant) -> None:
    phone.page.clock.install()
    phone.open()
    phone.page.clock.pause_at(phone.page.evaluate("Date.now() + 60000") / 1000)

    phone.page.evaluate(FULL_SERVER)
    phone.page.clock.run_for(30_000)

    at, nonces, choices = zip(*phone.page.evaluate("asked"), strict=True)
    assert [round(moment / 1000) for moment in at] == [2, 3, 5, 9, 17]
    assert (len(set(nonces)), set(choices)) == (1, {"A_"})
    assert phone.page.evaluate("[told[0], told.includes('retrying'), told[told.length - 1]]") == ["sending", True, "saved"]


def test_a_busy_moment_costs_no_answer(timed: Contestant, world: World) -> None:
    world.faults.append(Fault("answers", "503", times=2))

    timed.choose(0)
    for _ in range(6):
        let_pass(timed, 2)

    timed.is_saved()
    assert world.attempt()["choices"] == "C_________"
    assert len({save["nonce"] for save in world.calls("PUT", "answers")}) == 1


def test_the_servers_own_wish_to_wait_is_kept(timed: Contestant, world: World) -> None:
    world.faults.append(Fault("answers", "429", retry_after=20))
    timed.choose(0)
    let_pass(timed, 2.5)
    timed.is_saved(SAVING)

    let_pass(timed, 17)
    early = len(world.calls("PUT", "answers"))
    let_pass(timed, 6)

    timed.is_saved()
    assert (early, len(world.calls("PUT", "answers"))) == (1, 2)


def test_at_most_one_save_is_under_way_and_quick_changes_go_together(timed: Contestant, world: World) -> None:
    for place in (0, 1, 2, 3):
        timed.choose(place)
        let_pass(timed, 0.3)
    let_pass(timed, 2.5)

    timed.is_saved()
    assert [save["choices"] for save in world.calls("PUT", "answers")] == ["B_________"]


def test_a_save_whose_answer_got_lost_is_known_as_our_own(timed: Contestant, world: World) -> None:
    world.faults.append(Fault("answers", "lost"))
    timed.choose(0)
    let_pass(timed, 2.2)
    timed.is_saved(SAVING)

    # Something new is said before the repetition: the server now holds a version that this device never saw.
    timed.choose(1)
    let_pass(timed, 5)

    timed.is_saved()
    assert (world.attempt()["choices"], world.attempt()["version"]) == ("A_________", 3)
    expect(timed.page.locator("h1:visible")).to_contain_text("Câu 1/10")


@pytest.mark.parametrize(
    ("button", "kept"), [("Dùng bản trên máy này", "A_________"), ("Giữ bản trên máy chủ", "DD________")]
)
def test_two_devices_are_shown_to_the_person_who_chooses(timed: Contestant, world: World, button: str, kept: str) -> None:
    timed.choose(0)
    let_pass(timed, 2.5)
    timed.is_saved()
    world.save_elsewhere("DD________")

    timed.choose(1)
    let_pass(timed, 2.5)
    timed.sees("Bài thi có hai bản khác nhau")
    timed.is_saved("Còn trên máy này, chờ anh/chị chọn")
    violations = timed.axe()
    timed.press(button)
    timed.sees("Câu 1/10")
    let_pass(timed, 2.5)

    timed.is_saved()
    assert (violations, world.attempt()["choices"]) == ([], kept)


def test_a_paper_that_moved_can_be_taken_back(timed: Contestant, world: World) -> None:
    timed.choose(0)
    let_pass(timed, 2.5)
    timed.is_saved()
    world.save_elsewhere("C___D_____", moved=True)

    timed.next()
    timed.choose(1)
    let_pass(timed, 2.5)
    timed.sees("Bài thi đang mở ở nơi khác")
    timed.press("Tiếp tục trên máy này")
    timed.sees("Câu 2/10")
    let_pass(timed, 2.5)

    timed.is_saved()
    assert world.attempt()["choices"] == "CA__D_____"


def test_a_second_tab_takes_over_and_the_first_says_so(
    phone: Contestant, new_device: Callable[..., Contestant], world: World
) -> None:
    phone.begin()
    phone.choose(0)

    second = new_device(context=phone.page.context)
    second.open()
    second.sees("Trước khi bắt đầu")
    second.press("TIẾP TỤC BÀI THI")
    second.sees("Câu 1/10")

    expect(second.page.get_by_role("radio").nth(0)).to_be_checked()
    phone.sees("Bài thi đang mở ở nơi khác")
    second.is_saved()
    assert world.attempt()["choices"] == "C_________"


def test_a_session_that_ends_in_the_middle_costs_nothing(timed: Contestant, world: World) -> None:
    timed.choose(0)
    world.sessions.clear()
    let_pass(timed, 2.5)
    timed.sees("Đăng nhập dự thi")
    expect(timed.page.locator("#stage .notice.warn")).to_contain_text("vẫn còn trên máy này")

    world.attempt()["session"] = "s0"
    timed.fill_sign_in(IDENTIFIER, CODE)
    timed.sees("Câu 1/10")
    let_pass(timed, 1)

    timed.is_saved()
    assert world.attempt()["choices"] == "C_________"


def test_a_crowd_at_the_door_is_told_to_wait_and_let_in_by_itself(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.sign_in()
    world.faults.append(Fault("attempts/1", "503", times=2, retry_after=5))

    phone.press("BẮT ĐẦU THI")
    phone.sees("Đang có nhiều người vào thi")
    violations, quoted = phone.axe(), phone.quotes()
    for _ in range(3):
        let_pass(phone, 6)

    phone.sees("Câu 1/10")
    starts = world.calls("PUT", "attempts/1")
    assert (violations, len(starts), len({start["nonce"] for start in starts})) == ([], 3, 1)
    assert quoted == []  # A crowd is nothing to ask the organizers about.


def test_a_door_that_a_fault_keeps_shut_shows_a_code_to_quote(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.sign_in()
    world.faults.append(Fault("attempts/1", "500", times=2))

    phone.press("BẮT ĐẦU THI")
    phone.sees("Đang có nhiều người vào thi")

    assert (phone.quotes(), phone.axe(), phone.overflow()) == ([TRACE[:8]], [], 0)


def test_a_hand_in_whose_answer_got_lost_gives_the_same_receipt(timed: Contestant, world: World) -> None:
    timed.page.evaluate("location.hash = 'kiem-tra'")
    timed.sees("Kiểm tra lại bài")
    world.faults.append(Fault("submission", "lost", times=2))

    timed.press("GỬI BÀI THI")
    timed.sees("Đang gửi lại bài")
    for _ in range(4):
        let_pass(timed, 5)

    shown = timed.receipt().replace(" ", "")
    assert shown == world.attempt()["receipt"]["receipt"][:12]
    assert len({body["nonce"] for body in world.calls("PUT", "submission")}) == 1


def test_what_was_handed_in_elsewhere_is_shown_as_its_receipt(timed: Contestant, world: World) -> None:
    world.hand_in(world.attempt())

    timed.choose(0)
    let_pass(timed, 2.5)

    assert timed.receipt().replace(" ", "") == world.attempt()["receipt"]["receipt"][:12]


def test_a_refusal_that_no_wait_will_mend_is_shown_in_its_own_words(timed: Contestant, world: World) -> None:
    world.faults.append(Fault("answers", "422"))
    timed.choose(0)
    let_pass(timed, 2.5)

    timed.sees("Máy chủ chưa nhận")
    quoted, violations = timed.quotes(), timed.axe()
    timed.press("Thử lại")
    timed.sees("Câu 1/10")
    let_pass(timed, 1)

    timed.is_saved()
    assert world.attempt()["choices"] == "C_________"
    assert (quoted, violations) == ([TRACE[:8]], [])


def test_a_start_that_is_refused_and_a_sign_in_that_fails_show_a_code_to_quote(phone: Contestant, world: World) -> None:
    world.faults.append(Fault(f"{sample.CONTEST}/session", "503", times=5))
    phone.page.clock.install()
    phone.go_to_sign_in()
    phone.fill_sign_in()
    for _ in range(6):
        let_pass(phone, 10)
    at_sign_in = phone.quotes()
    world.faults.append(Fault("attempts/1", "422"))
    phone.fill_sign_in()
    phone.sees("Trước khi bắt đầu")
    phone.press("BẮT ĐẦU THI")
    expect(phone.page.locator(".errors")).to_be_visible()

    at_the_start = phone.quotes()

    assert (set(at_sign_in), at_the_start) == ({TRACE[:8]}, [TRACE[:8]])
    assert (phone.axe(), phone.overflow()) == ([], 0)


def test_modules_that_fail_to_come_are_asked_for_again(phone: Contestant, world: World) -> None:
    world.faults.append(Fault("/assets/api.js", "503"))
    phone.open()

    phone.press("Vào thi")

    phone.sees("Đăng nhập dự thi")


def test_a_page_put_aside_sends_what_it_has(timed: Contestant, world: World) -> None:
    timed.choose(3)

    timed.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")

    timed.is_saved()
    assert world.attempt()["choices"] == "B_________"
