"""What a contestant does with the pages, in the words of the pages."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.web import sample
from tests.web.world import CODE, IDENTIFIER, World

AXE = sample.ROOT / "node_modules" / "axe-core" / "axe.min.js"


class Contestant:
    """One person with one page open."""

    def __init__(self, page: Page, world: World, address: str):
        self.page = page
        self.world = world
        self.address = address
        self.home = f"{address}/{sample.CONTEST}/index.html"

    def open(self, query: str = "") -> None:
        """Open the contest's page."""
        self.page.goto(self.home + query)

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def sees(self, heading: str) -> None:
        """Wait for the view with this heading."""
        expect(self.page.locator("h1:visible")).to_contain_text(heading)

    def go_to_sign_in(self) -> None:
        """From the front page to the form."""
        self.open()
        self.press("Vào thi")
        self.sees("Đăng nhập dự thi")

    def fill_sign_in(self, identifier: str = IDENTIFIER, code: str = CODE) -> None:
        """Fill the form and send it."""
        self.page.get_by_label("Mã định danh").fill(identifier)
        self.page.get_by_label("Mã dự thi").fill(code)
        self.press("Đăng nhập")

    def sign_in(self) -> None:
        """As far as the start page."""
        self.go_to_sign_in()
        self.fill_sign_in()
        self.sees("Trước khi bắt đầu")

    def begin(self) -> None:
        """As far as the first question."""
        self.sign_in()
        self.press("BẮT ĐẦU THI")
        self.sees("Câu 1/10")

    def choose(self, place: int) -> None:
        """Choose the option at ``place`` (0 is the first)."""
        self.page.get_by_role("radio").nth(place).check()

    def next(self) -> None:
        """Go to the next question."""
        self.press("Câu tiếp theo")

    def answer_all(self, prediction: str = "57") -> None:
        """Answer every question with its first option, predict, and come to the check."""
        for n in range(1, 11):
            self.sees(f"Câu {n}/10")
            self.choose(0)
            self.next()
        self.sees("Câu dự đoán")
        self.page.locator("#prediction").fill(prediction)
        self.press("Kiểm tra lại bài")
        self.sees("Kiểm tra lại bài")

    def is_saved(self, state: str = "Đã lưu") -> None:
        """Wait until the page says so."""
        expect(self.page.locator("#save")).to_contain_text(state)

    def receipt(self) -> str:
        """The short receipt on the screen."""
        self.sees("Đã nhận bài thi")
        return self.page.locator(".notice .code").inner_text()

    def quotes(self) -> list[str]:
        """The codes that this person could read out to the organizers."""
        return re.findall(r"Mã lỗi: (\S+)\.", self.page.locator("main").inner_text())

    def offline(self, off: bool) -> None:
        """Cut the network, or mend it."""
        self.page.context.set_offline(off)

    def axe(self) -> list[Any]:
        """What axe finds wrong with the view on the screen."""
        if not self.page.evaluate("typeof axe === 'object'"):
            # As a script of the page it would break the policy that forbids scripts from elsewhere, and rightly so.
            self.page.evaluate(AXE.read_text("utf-8") + ";null")
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
