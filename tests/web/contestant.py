"""What a contestant does with the pages, in the words of the pages."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.web import sample
from tests.web.world import CODE, IDENTIFIER, MAILED_CODE, PASSWORD, World

# What somebody types who registers.
TYPED = {
    "full_name": "Nguyễn Thị Thuý Hằng",
    "birth_date": "27",
    "birth_date_month": "3",
    "birth_date_year": "1975",
    "citizen_id": "031 175 001 234",
    "phone": "0912 345 678",
    "email": "hang@haiphong.gov.vn",
    "position": "Chuyên viên",
}
# The texts on the page that claim to be in its language.
TEXTS = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement, textContent } = walk.currentNode;
    const isSeen = parentElement.offsetParent || parentElement.closest('[role=status]');
    if (isSeen && parentElement.closest('[lang]').lang === document.documentElement.lang) texts.push(textContent.trim());
  }
  return texts;
}"""
AXE = sample.ROOT / "node_modules" / "axe-core" / "axe.min.js"


KEPT_PERSON = "Object.values(JSON.parse(sessionStorage.getItem('hoithi:{contest}:person') || '{{}}'))"


def is_accented(letter: str) -> bool:
    """Whether this is a letter that no English word has."""
    return letter.isalpha() and not letter.isascii()


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

    def go_to_code(self) -> None:
        """From the front page to the form, where there are other ways in besides."""
        self.open()
        self.press("Vào thi")
        self.sees("Vào dự thi")
        self.way("Tôi đã đăng ký / có mã dự thi")
        self.sees("Đăng nhập dự thi")

    def fill_sign_in(self, identifier: str = IDENTIFIER, code: str = CODE) -> None:
        """Fill the form and send it."""
        self.page.locator("#identifier").fill(identifier)
        self.page.locator("#code").fill(code)
        self.agree()
        self.press("Đăng nhập")

    def agree(self) -> None:
        """Tick the box under the notice, unless this tab has seen it ticked."""
        if (box := self.page.locator("#consent")).count():
            box.check()

    def go_to_registration(self) -> None:
        """From the front page to the registration's first step."""
        self.open()
        self.press("Vào thi")
        self.sees("Vào dự thi")
        self.way("Đăng ký dự thi")
        self.sees("Đăng ký dự thi: thông báo")

    def way(self, name: str) -> None:
        """Choose a way in by what it is called."""
        self.page.get_by_role("button", name=name).click()

    def fill(self, **typed: str) -> None:
        """Type into the fields that are on the screen; what is not asked for is passed over."""
        for name, text in typed.items():
            if (field := self.page.locator(f"#{name}")).count():
                field.fill(text)

    def do_step(self, step: str) -> None:
        """Do what a step of the registration asks for, but for the button."""
        if step == "notice":
            self.agree()
        elif step == "person":
            self.fill(**TYPED)
        elif step == "unit":
            if (by := self.page.locator("#unit_by")).count():
                by.check()
            self.page.locator("#unit").fill("le chan")
            self.page.get_by_label("Lê Chân").check()
        elif step == "rules":
            self.page.locator("#not_excluded").check()
            self.fill(password=PASSWORD)
        elif step == "mail":
            self.fill(code=MAILED_CODE)

    def steps(self) -> list[tuple[str, str, str]]:
        """The steps of this contest's registration: its name, its heading and its button, in Vietnamese."""
        asked = self.world.ways.registration
        mail = [("mail", "Nhập mã trong thư", "GỬI ĐĂNG KÝ")] if asked and asked.confirm else []
        return [
            ("notice", "thông báo về dữ liệu cá nhân", "Tiếp tục"),
            ("person", "Thông tin của anh/chị", "Tiếp tục"),
            ("unit", "Đơn vị của anh/chị", "Tiếp tục"),
            ("rules", "Điều kiện dự thi", "Tiếp tục"),
            ("check", "Kiểm tra trước khi gửi", "Nhận mã xác nhận qua thư" if mail else "GỬI ĐĂNG KÝ"),
            *mail,
        ]

    def register(self, until: str = "") -> None:
        """Register, as far as the step ``until``, or to the code and past it to the start page."""
        for step, title, button in self.steps():
            self.sees(title)
            if step == until:
                return
            self.do_step(step)
            self.press(button)
        self.sees("Mã dự thi của anh/chị")
        self.press("Tôi đã lưu mã, vào dự thi")
        self.sees("Trước khi bắt đầu")

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

    def switch(self) -> None:
        """Change the language; the other one's words may have to be fetched."""
        page = self.page.locator("html")
        other = {"vi": "en", "en": "vi"}[str(page.get_attribute("lang"))]
        self.page.locator("#language").click()
        expect(page).to_have_attribute("lang", other)

    def untranslated(self) -> list[str]:
        """What is in Vietnamese on a page that was switched to English, without being said to be so, but for names."""
        told = json.loads(self.page.locator("script#contest").text_content() or "{}")
        made, person = told["definition"], self.page.evaluate(KEPT_PERSON.format(contest=told["contest"]))
        names = [made["title"], made["short_title"], made["organizer"], made["contact"]["office"], "căn cước", *person]
        names += [each["name"] for each in told["rounds"]] + [(told["ways_in"]["sso"] or {}).get("provider", "")]
        names += ["BẮT ĐẦU THI", "GỬI BÀI THI"]  # As the plans call these buttons; the English stands beside them.
        plain = re.compile("|".join(re.escape(name) for name in names if name))
        return [text for text in self.page.evaluate(TEXTS) if any(is_accented(letter) for letter in plain.sub("", text))]

    def kept(self) -> str:
        """All that the device keeps, in this tab and beyond."""
        return self.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
