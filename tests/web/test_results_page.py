"""The figures on a page of results: they add up, each share is that of its two numbers; on a phone, on paper, in English."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web import published, sample
from tests.web.big_round import big_round
from tests.web.contestant import Contestant
from tests.web.test_pages import compressed, shown_in_both_languages
from tests.web.world import World

PATH = f"/{sample.CONTEST}/tuan-1/"
UNITS = 8
# The columns of the table of units, behind the name.
PEOPLE, HEADS, SHARE, PAPERS, MEAN, PERFECT = range(1, 7)


class Tables(HTMLParser):
    """Collects the rows of each table under the id of its heading, cell by cell, and the lengths of its bars."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[list[str]]] = {}
        self.bars: dict[str, list[str]] = {}
        self._table = ""
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._table = given["aria-labelledby"] or ""
            self.rows[self._table], self.bars[self._table] = [], []
        elif tag == "tr":
            self.rows[self._table].append([])
        elif tag in ("th", "td"):
            self.rows[self._table][-1].append("")
            self._in_cell = True
        elif tag == "rect":
            self.bars[self._table].append(given["width"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[self._table][-1][-1] += data


def html_of(results: dict[str, Any]) -> str:
    """Return the page of a round with these results."""
    return World(results=results).site()[f"{PATH}index.html"].decode()


def tables_of(results: dict[str, Any]) -> Tables:
    found = Tables()
    found.feed(html_of(results))
    return found


def number(text: str) -> int:
    return int(text.replace(".", ""))


def share(part: int, whole: int) -> str:
    """Return a share as it has to be printed, by integers alone."""
    hundredths = (2 * 10_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02d} %"


def unit_rows(tables: Tables) -> list[list[str]]:
    """Return the rows of units and of their sums, without headings."""
    return [row for row in tables.rows["don-vi"][1:] if len(row) > 1]


@pytest.mark.parametrize("units", [UNITS, 500])
def test_every_percentage_on_the_page_equals_its_two_numbers(units: int) -> None:
    results = big_round(units)
    counts, tables = results["counts"], tables_of(results)
    bands = [(share(number(papers), counts["papers"]), shown) for _, papers, shown in tables.rows["muc-diem"][1:]]
    rows = [row for row in unit_rows(tables) if row[HEADS] != "–"]

    shown = re.findall(r"[\d.]+,\d\d %", html_of(results))

    perfect = share(counts["perfect"], counts["people"])
    assert [shown for made, shown in bands if made != shown] == []
    assert [row for row in rows if row[SHARE] != share(number(row[PEOPLE]), number(row[HEADS]))] == []
    # There is no other on the page: the perfect papers', the bands', and a share for each unit and for all of them.
    assert shown == [perfect, *(shown for _, shown in bands), *(row[SHARE] for row in rows)]
    assert len(rows) == units + 1


@pytest.mark.parametrize("outside", [0, 37])
def test_bands_days_and_units_add_up_to_the_papers_of_the_round(outside: int) -> None:
    results = big_round(UNITS, outside=outside)
    counts, tables = results["counts"], tables_of(results)

    for heading in ("muc-diem", "theo-ngay"):
        *each, total = (number(row[1]) for row in tables.rows[heading][1:])
        assert (sum(each), total) == (counts["papers"], counts["papers"])

    rows = unit_rows(tables)
    units, last = rows[:UNITS], rows[-1]
    names = ["Cộng các đơn vị", "Không thuộc đơn vị nào", "Tổng cộng"] if outside else ["Tổng cộng"]
    assert [row[0] for row in rows[UNITS:]] == names
    parts = [*units, rows[-2]] if outside else units
    for column, name in ((PEOPLE, "people"), (PAPERS, "papers"), (PERFECT, "perfect")):
        assert sum(number(row[column]) for row in parts) == number(last[column]) == counts[name]
    points, ranked = (sum(row[what] for row in results["units"]) for what in ("points", "ranked"))
    assert last[MEAN] == share(points, 100 * ranked).removesuffix(" %")


def test_a_bar_is_as_long_as_its_number_is_large_and_the_number_stands_beside_it() -> None:
    tables = tables_of(big_round(UNITS))

    for heading in ("muc-diem", "theo-ngay"):
        papers = [number(row[1]) for row in tables.rows[heading][1:-1]]
        lengths = [share(each, max(papers)).replace(",", ".").replace(" ", "") for each in papers]
        assert tables.bars[heading] == lengths


def test_a_band_says_which_scores_are_in_it() -> None:
    names = [" ".join(row[0].split()) for row in tables_of(big_round(UNITS)).rows["muc-diem"][1:]]

    assert names == [
        "Đúng tất cả các câu 10 câu đúng",
        "Từ 75 % đến dưới 100 % 8–9 câu đúng",
        "Từ 25 % đến dưới 75 % 3–7 câu đúng",
        "Dưới 25 % 1–2 câu đúng",
        "Không đúng câu nào",
        "Tổng cộng",
    ]


def test_the_page_of_five_hundred_units_is_light() -> None:
    results = big_round(500)
    lengths = [len(row["name"]) for row in results["units"] if row["unit"]]

    size = compressed(html_of(results).encode())

    assert (len(lengths), 60 <= median(lengths) <= 90) == (500, True)
    assert size < 30_000


def test_a_round_that_an_earlier_version_closed_shows_its_counts_alone() -> None:
    html = html_of({})

    assert "Số bài được tính" in html
    assert [part for part in ("<table", "<svg", "don-vi") if part in html] == []


def test_where_no_unit_has_a_head_count_there_is_no_column_for_it() -> None:
    results = big_round(UNITS)
    for row in results["units"]:
        row["headcount"] = None

    heading, *rows = tables_of(results).rows["don-vi"]

    assert heading == ["Đơn vị", "Người dự thi", "Bài thi", "Điểm trung bình", "Đúng tất cả"]
    assert {len(row) for row in rows} == {1, 5}


@pytest.mark.browser
def test_figures_are_read_in_both_languages_by_everybody_and_on_a_phone(phone: Contestant) -> None:
    phone.world.results = big_round(UNITS)
    phone.world.results["counts"].update(people=113_551, perfect=25_980)

    seen = shown_in_both_languages(phone, PATH)

    assert [part for part in ("25.980 (22,88 %)", "100,00 %", "Không thuộc đơn vị nào") if part not in seen["vi"]] == []
    assert [part for part in ("25,980 (22.88%)", "100.00%", "In no unit", "8–9 right") if part not in seen["en"]] == []
    assert re.findall(r"\d,\d\d\b", seen["en"]) == []
    phone.page.wait_for_selector("html[lang=vi]")
    assert phone.page.inner_text("main") == seen["vi"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (360, "200%")])
def test_no_figure_is_wider_than_a_narrow_screen_or_covers_another(new_device: Any, width: int, size: str) -> None:
    phone = new_device(viewport={"width": width, "height": 640})
    phone.world.results = big_round(UNITS)
    phone.page.goto(phone.address + PATH)
    phone.page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)

    covering = phone.page.evaluate(
        "[...document.querySelectorAll('.figures tr')].flatMap((row) => [...row.cells].slice(1).filter((cell, at, all) => {"
        "  const [one, next] = [cell, all[at + 1]].map((each) => each && each.getBoundingClientRect());"
        "  return cell.scrollWidth > cell.clientWidth + 1 || (next && next.top < one.bottom && next.left < one.right - 1);"
        "}).map((cell) => cell.textContent))"
    )

    assert (phone.overflow(), covering) == (0, [])


@pytest.mark.browser
def test_printed_it_is_tables_with_black_bars_and_whole_rows(phone: Contestant) -> None:
    phone.world.results = big_round(UNITS)
    phone.page.goto(phone.address + PATH)
    phone.page.emulate_media(media="print")

    styles = phone.page.evaluate(
        "['.units', '.units thead', '.units tbody tr', '.chart rect', '#own', 'a[href=\"#don-vi\"]'].map((selector) => {"
        "  const { display, breakInside, fill } = getComputedStyle(document.querySelector(selector));"
        "  return [selector, display, breakInside, fill]; })"
    )

    said = {selector: (display, inside, fill) for selector, display, inside, fill in styles}
    assert [said[each][0] for each in (".units", ".units thead", ".units tbody tr")] == [
        "table",
        "table-header-group",
        "table-row",
    ]
    assert (said[".units tbody tr"][1], said[".chart rect"][2], said["#own"][0]) == ("avoid", "rgb(0, 0, 0)", "none")
    assert phone.page.locator('a[href="#don-vi"]').is_hidden()


@pytest.mark.browser
def test_ones_own_result_is_printed_once_it_was_found_and_never_the_form(phone: Contestant) -> None:
    phone.page.goto(phone.address + PATH)
    phone.page.get_by_label("Mã biên nhận").fill(published.RECEIPT[:12])
    phone.press("Kiểm tra bài của tôi")
    expect(phone.page.locator("#own-result")).to_contain_text("8/10")

    phone.page.emulate_media(media="print")

    assert [phone.page.locator(each).is_visible() for each in ("#own-result", "#own-form")] == [True, False]
