"""Time: the server's, whatever the device believes; and what happens when it is up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.web import sample
from tests.web.contestant import Contestant
from tests.web.world import World

pytestmark = pytest.mark.browser

TEN_YEARS = 10 * 365 * 24 * 3600


def let_pass(contestant: Contestant, seconds: float) -> None:
    """Let the same time pass on the server and on the page."""
    contestant.world.skew += int(seconds * 1000)
    contestant.page.clock.fast_forward(int(seconds * 1000))
    contestant.page.wait_for_timeout(60)


def settle(contestant: Contestant, seconds: float) -> None:
    """Let the page's timers run without the server's clock moving much."""
    contestant.page.clock.run_for(int(seconds * 1000))
    contestant.page.wait_for_timeout(60)


def test_at_the_deadline_the_page_hands_in_by_itself_once(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.begin()
    phone.choose(0)
    settle(phone, 2.5)
    phone.is_saved()
    phone.next()
    let_pass(phone, 600)
    phone.choose(1)

    let_pass(phone, 29)
    settle(phone, 2.5)
    phone.receipt()
    settle(phone, 30)

    expect(phone.page.locator("#stage .notice")).to_contain_text("Trang đã tự gửi bài")
    assert (world.attempt()["choices"], len(world.calls("PUT", "submission"))) == ("CA________", 1)


def test_a_page_that_cannot_hand_in_says_that_what_was_saved_counts(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.begin()
    phone.choose(0)
    settle(phone, 2.5)
    phone.is_saved()
    phone.next()
    phone.choose(1)
    world.down = True

    let_pass(phone, 632)
    for _ in range(3):
        settle(phone, 2)
    phone.sees("Đã hết giờ, chưa gửi được bài")
    let_pass(phone, 30)
    world.down = False
    for _ in range(12):
        settle(phone, 6)

    expect(phone.page.locator("#stage .notice")).to_contain_text("Bài được tính với 1/10 câu đã lưu")
    assert phone.axe() == []


@pytest.mark.parametrize("seconds", [TEN_YEARS, -TEN_YEARS])
def test_a_clock_that_is_ten_years_off_does_not_matter(phone: Contestant, world: World, seconds: int) -> None:
    phone.page.add_init_script(f"{{ const real = Date.now; Date.now = () => real() + {seconds * 1000}; }}")
    phone.sign_in()
    deadline = phone.page.locator("#stage .facts dd strong").inner_text()

    phone.press("BẮT ĐẦU THI")
    phone.sees("Câu 1/10")

    assert re.fullmatch(r"10:(29|30)", phone.page.locator("#left").inner_text())
    assert deadline.endswith(str(_year(world)))
    phone.choose(0)
    phone.is_saved()
    assert world.attempt()["choices"] == "C_________"


def _year(world: World) -> int:
    return 1970 + int((world.now() + 7 * 3600_000) // (365.2425 * 24 * 3600_000))


def test_a_close_that_was_moved_earlier_is_heard_with_the_next_save(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.begin()
    world.attempt()["deadline_at"] = world.now() + 120_000

    phone.choose(0)
    settle(phone, 2.5)
    phone.is_saved()

    expect(phone.page.locator("#left")).to_have_text(re.compile("0[12]:"))
    let_pass(phone, 121)
    settle(phone, 2.5)
    assert phone.receipt()


def test_a_close_that_was_moved_later_is_heard_with_the_next_save(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.begin()
    world.attempt()["deadline_at"] += 1_200_000

    phone.choose(0)
    settle(phone, 2.5)
    phone.is_saved()

    expect(phone.page.locator("#left")).to_have_text(re.compile("30:"))
    expect(phone.page.locator("#announcer")).to_have_text(re.compile("kéo dài"))


def test_who_only_reads_hears_of_more_time_before_the_page_hands_in_by_itself(phone: Contestant, world: World) -> None:
    phone.page.clock.install()
    phone.begin()
    let_pass(phone, 570)
    world.attempt()["deadline_at"] += 1_200_000
    asked = len(world.calls("GET", "/me"))

    for _ in range(8):
        let_pass(phone, 5)
        settle(phone, 1)

    expect(phone.page.locator("#left")).to_have_text(re.compile("20:|19:"))
    assert len(world.calls("GET", "/me")) == asked + 1
    assert world.attempt()["status"] == ""


def test_the_countdown_is_seen_always_and_spoken_twice(phone: Contestant) -> None:
    phone.page.clock.install()
    phone.begin()
    timer = phone.page.get_by_role("timer")
    spoken = phone.page.locator("#announcer")
    said = [spoken.inner_text()]

    for seconds in (331, 239):
        let_pass(phone, seconds)
        said.append(spoken.inner_text())

    assert said == ["", "Còn 5 phút.", "Còn 1 phút."]
    assert timer.get_attribute("aria-live") == "off"
    assert re.fullmatch(r"01:00|00:5\d", timer.inner_text())


class TestARoundThatClosesSoon:
    @pytest.fixture
    def world(self) -> World:
        return World(closes_in=4 * 60_000)

    def test_a_close_that_cuts_the_time_short_is_told_before_the_start(self, phone: Contestant) -> None:
        phone.sign_in()

        expect(phone.page.locator("#stage .notice.warn")).to_contain_text(
            re.compile(r"chỉ còn (4 phút|3 phút \d+ giây) để làm bài, thay vì 10 phút 30 giây")
        )

    def test_the_countdown_runs_to_the_close(self, phone: Contestant) -> None:
        phone.begin()

        # Seconds that have begun are shown whole: on a fast machine the first of them is still running.
        assert re.fullmatch(r"04:00|03:5\d", phone.page.locator("#left").inner_text())


class TestARoundThatIsNotOpenYet:
    @pytest.fixture
    def world(self) -> World:
        world = World()
        opens = world.now() + 60_000
        world.definition = world.definition.model_copy(
            update={
                "rounds": tuple(
                    each.model_copy(update={"opens": opens}) if each.id == "tuan-2" else each
                    for each in world.definition.rounds
                )
            }
        )
        world.page = sample.contest_page(world.definition, sample.records(world.definition))
        return world

    def test_the_notice_counts_down_to_the_opening(self, phone: Contestant) -> None:
        phone.open()

        expect(phone.page.locator("#notice")).to_contain_text("Tuần 2 chưa mở")
        expect(phone.page.locator("#notice-left")).to_contain_text(re.compile(r"Còn (1 phút|\d+ giây) nữa là mở"))

    def test_who_waits_on_the_start_page_need_not_press_anything(self, phone: Contestant) -> None:
        phone.page.clock.install()
        phone.sign_in()
        expect(phone.page.get_by_role("button", name="BẮT ĐẦU THI")).to_have_count(0)

        let_pass(phone, 61)
        settle(phone, 1)

        phone.press("BẮT ĐẦU THI")
        phone.sees("Câu 1/10")
