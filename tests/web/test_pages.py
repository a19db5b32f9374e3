"""What holds for the pages as files: words in both languages, budgets, old browsers, no script needed to read."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import Any

import pytest
from playwright.sync_api import Page

from chalicelib.domain.unit_rules import unit_rules
from chalicelib.domain.words import CATALOGUES
from tests.web import sample
from tests.web.contestant import Contestant
from tests.web.world import World

WEB = sample.ROOT / "web"
MODULES = sorted(WEB.glob("*.js"))


def catalogue(language: str) -> dict[str, str]:
    """Read a catalogue: its module holds one JSON object, but for the last comma."""
    text = (WEB / "words" / f"{language}.js").read_text("utf-8")
    body = text[text.index("{") : text.rindex("}") + 1]
    words: dict[str, str] = json.loads(re.sub(r",\s*}$", "}", body))
    return words


def values(sentence: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", sentence))


def test_both_catalogues_say_the_same_things_with_the_same_values() -> None:
    vietnamese, english = catalogue("vi"), catalogue("en")

    assert list(vietnamese) == list(english)
    assert {key: values(text) for key, text in vietnamese.items()} == {key: values(text) for key, text in english.items()}


def test_every_word_that_is_said_is_in_the_catalogue_and_none_is_idle() -> None:
    code = "\n".join(file.read_text("utf-8") for file in MODULES)
    pages = "\n".join(file.read_text("utf-8") for file in (sample.ROOT / "chalicelib" / "pages").glob("*.html"))
    said = set(re.findall(r'"([a-z-]+(?:\.[a-z-]+)+)"', code)) | set(re.findall(r'data-t(?:-label)?="([^"]+)"', pages))
    said |= {key for key in catalogue("vi") if re.search(rf'"{re.escape(key)}"', code)}
    # These are put together from a part that is known at the time.
    families = {"unit", "notice", "save", "handing", "handing-again", "time-up", "time-up-again"}
    families |= {"date", "sign-in", "register", "own-code", "staff"}
    known = set(catalogue("vi"))

    # A page of results carries some of the server's own sentences.
    said -= set(CATALOGUES["vi"])
    assert {key for key in said - known if "." in key and not key.endswith((".js", ".json"))} == set()
    assert {key for key in known - said if key.split(".")[0] not in families} == set()


class Words(HTMLParser):
    """Collects the text of elements with data-t, and of the block of words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any], str]] = []
        self.block = ""
        self._open: list[tuple[str, dict[str, Any]]] = []
        self._in_block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_block = given.get("id") == "words"
        if given.get("data-t"):
            self._open.append((given["data-t"] or "", json.loads(given.get("data-v") or "{}")))

    def handle_data(self, data: str) -> None:
        if self._in_block:
            self.block += data
        elif self._open:
            key, given = self._open.pop()
            self.found.append((key, given, data))

    def handle_endtag(self, tag: str) -> None:
        self._in_block = False


@pytest.mark.parametrize(
    "path", ["/index.html", "/404.html", f"/{sample.CONTEST}/index.html", f"/{sample.CONTEST}/tuan-1/index.html"]
)
def test_the_words_in_a_page_are_the_catalogues(path: str) -> None:
    reader = Words()
    reader.feed(World().site()[path].decode())
    words = catalogue("vi")

    assert [(key, text) for key, given, text in reader.found if text != words[key].format(**given)] == []
    block = json.loads(reader.block or "{}")
    assert {key: words[key] for key in block} == block


def test_nothing_in_the_scripts_is_newer_than_the_browsers_that_people_have() -> None:
    newer = {
        "private field": r"this\.#\w",
        "logical assignment": r"(?:\?\?|\|\||&&)=",
        "top-level await": r"^await ",
        "a method of 2021 or later": r"\.(?:replaceAll|at|hasOwn|replaceChildren|toSorted|findLast)\(|Promise\.any",
        "a function of 2022": r"structuredClone",
    }
    found = [
        (file.name, name)
        for file in [*MODULES, *(WEB / "words").glob("*.js"), *(WEB / "vendor").glob("*.js")]
        for name, pattern in newer.items()
        if re.search(pattern, file.read_text("utf-8"), re.MULTILINE)
    ]

    found += [
        (file.name, "class field")
        for file in MODULES
        for body in re.findall(r"^(?:export )?class [^{]*\{\n(.*?)^\}", file.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        if re.search(r"^  (?:static )?\w+ ?[=;]", body, re.MULTILINE)
    ]

    assert found == []


def test_a_contests_page_tells_what_units_owe_and_win_and_what_all_prizes_come_to() -> None:
    html = World().site()[f"/{sample.CONTEST}/index.html"].decode()
    section = html[html.index('id="giai-thuong"') :].split("</section>")[0]
    told = [re.sub("<[^>]*>", "", each) for each in re.findall(r"<li>(.*?)</li>", section, re.DOTALL)]

    said = [*unit_rules(sample.written_definition()), "Tổng cộng: 24 giải; không nêu tiền thưởng."]
    assert [sentence for sentence in said if sentence not in told] == []
    assert re.findall(r'<th scope="row" lang="vi">(.*?)</th>', section) == [
        "Giải Nhất",
        "Giải Nhì",
        "Giải Ba",
        'Giải Nhất tập thể <span class="hint">kèm Bằng khen của Chủ tịch Ủy ban nhân dân thành phố</span>',
        "Giải Nhì tập thể",
        "Giải Ba tập thể",
        "Giải Nhất video clip",
        "Giải Nhì video clip",
        "Giải Ba video clip",
    ]


def test_no_page_carries_a_style_or_a_script_of_its_own() -> None:
    for html in (text.decode() for path, text in World().site().items() if path.endswith(".html")):
        assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*(?: src=|type=\"application/json\"))", html) == []
        assert re.findall(r"(?:src|href)=\"(?:https?:)?//", html) == []


def compressed(content: bytes) -> int:
    """Bytes on the way: by brotli where the command is there; gzip, which is never smaller on such text, elsewhere."""
    if shutil.which("brotli"):
        return len(subprocess.run(["brotli", "-q", "9", "-c"], input=content, stdout=subprocess.PIPE, check=True).stdout)
    return len(gzip.compress(content))


def test_the_first_load_is_light(world: World) -> None:
    document = world.site()[f"/{sample.CONTEST}/index.html"]
    files = [document, (WEB / "app.css").read_bytes(), (WEB / "site.js").read_bytes()]

    assert sum(compressed(content) for content in files) <= 40 * 1024


@pytest.mark.browser
def test_the_first_load_is_three_requests_and_the_way_in_asks_for_little_more(phone: Contestant, world: World) -> None:
    phone.open()
    phone.page.wait_for_timeout(300)
    at_first = [path for path, _ in world.served]
    phone.press("Vào thi")
    phone.fill_sign_in()
    phone.sees("Trước khi bắt đầu")
    before_start = len(world.served)
    phone.press("BẮT ĐẦU THI")
    phone.sees("Câu 1/10")

    assert sorted(at_first) == ["/assets/app.css", "/assets/site.js", f"/{sample.CONTEST}/index.html"]
    # Nothing is missing when the clock starts: the paper is the one request that BẮT ĐẦU THI makes.
    assert (len(world.served), len(world.asked)) == (before_start, 3)


@pytest.mark.browser
def test_the_rules_are_read_without_a_script(new_context: Any, address: str) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()

    page.goto(f"{address}/{sample.CONTEST}/index.html")

    text = page.locator("main").inner_text()
    made = sample.written_definition()
    wanted = [
        made.title,
        made.who_may,
        "10 phút 30 giây",
        *(body.name for body in made.excluded_bodies),
        *(prize.name for prize in made.prizes),
        *(assumption.reason for assumption in made.assumptions),
        "9f" * 32,
        "7e" * 32,
        "Những điểm Ban Tổ chức đã chọn",
    ]
    assert [one for one in wanted if one not in text] == []


def test_a_closing_at_midnight_is_said_as_the_end_of_its_day() -> None:
    round_ = {"closes": "2023-11-05T17:00:00.000Z", "closes_text": "00:00 ngày 06/11/2023"}

    said = sample.template("parts.html").module.closing(round_)  # type: ignore[attr-defined]

    assert said == "24:00 ngày 05/11/2023"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (360, "200%")])
def test_nothing_is_wider_than_a_narrow_screen_or_large_letters(new_device: Any, width: int, size: str) -> None:
    phone = new_device(viewport={"width": width, "height": 640})
    phone.page.add_init_script(
        f"document.addEventListener('DOMContentLoaded', () => {{ document.documentElement.style.fontSize = '{size}'; }})"
    )
    wide = {}

    phone.go_to_sign_in()
    wide["sign-in"] = phone.overflow()
    phone.fill_sign_in()
    phone.sees("Trước khi bắt đầu")
    wide["start"] = phone.overflow()
    phone.press("BẮT ĐẦU THI")
    phone.sees("Câu 1/10")
    wide["question"] = phone.overflow()
    phone.page.evaluate("location.hash = 'kiem-tra'")
    phone.sees("Kiểm tra lại bài")
    wide["check"] = phone.overflow()
    phone.press("GỬI BÀI THI")
    phone.receipt()
    phone.page.locator("details summary").click()
    wide["receipt"] = phone.overflow()
    for name, path in (
        ("results", f"/{sample.CONTEST}/tuan-1/"),
        ("front", f"/{sample.CONTEST}/#the-le"),
        ("landing", "/"),
        ("404", "/khong-co"),
    ):
        phone.page.goto(phone.address + path)
        wide[name] = phone.overflow()

    assert wide == dict.fromkeys(wide, 0)


@pytest.mark.browser
def test_what_is_pressed_is_large_enough_for_a_thumb(phone: Contestant) -> None:
    phone.begin()

    small = phone.page.evaluate(
        "[...document.querySelectorAll('button, .option, .overview a')].filter((one) => one.offsetParent).filter((one) => {"
        "  const { width, height } = one.getBoundingClientRect(); return width < 44 || height < 44; })"
        ".map((one) => one.outerHTML)"
    )

    assert small == []


@pytest.mark.browser
def test_adjusted_results_say_what_was_changed_and_why_and_that_they_are_not_official_yet(phone: Contestant) -> None:
    vi = "Lúc 08:00 ngày 02/11/2023: hủy câu hỏi cau-07, mọi bài có câu này đều được tính điểm. Lý do: câu hỏi có lỗi."
    en = "At 08:00 on 02/11/2023: question cau-07 voided, every paper that holds it gets its point. Reason: it was faulty."
    adjusted = [{"act": "void", "reason": "cau-hoi-loi", "sentence": {"vi": vi, "en": en}}]
    phone.world.results = {"official": False, "revision": 2, "adjusted": adjusted}

    seen = shown_in_both_languages(phone, f"/{sample.CONTEST}/tuan-1/")

    assert [text in seen["vi"] for text in (vi, "Kết quả chưa chính thức", "Kết quả đã điều chỉnh")] == [True] * 3
    assert [text in seen["en"] for text in (en, "Unofficial results", "The results were adjusted")] == [True] * 3


@pytest.mark.browser
def test_withdrawn_results_say_so_and_nothing_of_what_they_were(phone: Contestant) -> None:
    seen = shown_in_both_languages(phone, f"/{sample.CONTEST}/thu-hoi/")

    assert "Ban Tổ chức đã rút lại kết quả vòng này lúc 08:00 ngày 02/11/2023." in seen["vi"]
    assert "The organizers withdrew the results of this round at 08:00 on 02/11/2023." in seen["en"]
    assert "Nguyễn Thị Thuý Hằng" not in seen["vi"]


def shown_in_both_languages(phone: Contestant, path: str) -> dict[str, str]:
    """Return what a page shows; it fits the screen and has no violation, in either language."""
    seen, faults = {}, {}
    # What the page's script adds belongs to the page: it is waited for, however slow the machine is.
    phone.page.goto(phone.address + path, wait_until="networkidle")
    for language in ("vi", "en"):
        phone.page.wait_for_selector(f"html[lang={language}]")
        seen[language] = phone.page.inner_text("main")
        faults[language] = (phone.axe(), phone.overflow())
        phone.switch()
    assert faults == dict.fromkeys(("vi", "en"), ([], 0))
    return seen


@pytest.mark.browser
def test_the_landing_page_leads_to_the_contest(phone: Contestant) -> None:
    phone.page.goto(phone.address + "/")
    violations = phone.axe()

    phone.page.get_by_role("link", name=sample.written_definition().title).click()

    phone.sees("Hội thi trực tuyến")
    assert violations == []


@pytest.mark.browser
def test_backoff_is_drawn_evenly_below_a_growing_limit(phone: Contestant) -> None:
    phone.open()

    drawn = phone.page.evaluate(
        "import('/assets/backoff.js').then(({ delay }) => [0, 1, 4, 9, 99].map((n) => delay(n, { random: () => 0.5 })))"
    )

    assert drawn == [500, 1000, 8000, 15000, 15000]


@pytest.mark.browser
def test_answers_of_two_devices_are_joined_unless_both_changed_the_same(phone: Contestant) -> None:
    phone.open()
    cases = [("____", "A___", "_B__"), ("A___", "AC__", "B___"), ("A___", "B___", "C___"), ("A___", "B___", "B___")]

    joined = phone.page.evaluate(
        "(cases) => import('/assets/answers.js').then(({ merge }) => cases.map((case_) => {"
        "  const made = merge(...case_.map((choices) => ({ choices, prediction: '' }))); return made && made.choices; }))",
        cases,
    )

    assert joined == ["AB__", "BC__", None, "B___"]
