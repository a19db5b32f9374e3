"""Slips with codes and the poster: what their QR codes hold, who stands where, and how they look on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from chalicelib.domain.faults import Faulty
from organizer.people import HEADER
from organizer.slips import contest_address, poster_page, read_slips, slip_address, slips_page
from organizer.spreadsheets import read_table
from tests.factories import CONTEST
from tests.organizer.keyboard import Keyboard
from tests.qr import read_codes

SITE = "https://thi.example.vn"
TITLE = "Thị trấn 2023"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# A sheet of A4 in the pixels of CSS, at 96 to the inch.
A4 = {"width": 794, "height": 1123}
PEOPLE = [
    ("Trần Thị Ánh", "034096000002", "Sở Nội vụ", "4X7K-9QTM"),
    ("Nguyễn Văn An", "034096000001", "Sở Nội vụ", "0000-0001"),
    ("Đỗ Đức Ân", "034096000003", "Sở Nội vụ", "ZZZZ-ZZZ9"),
    ("Lê Văn Ba", "034096000004", "Ban Dân tộc", "ABCD-EFGH"),
    ("Vũ <script>alert(1)</script>", "034096000005", "", "5555-5555"),
    *(
        (f"Người thứ {'ABCDEFGHIJKLMNOP'[number]}", f"0340960001{number:02d}", "Sở Y tế", f"K{number:03d}-MNPQ")
        for number in range(12)
    ),
]


def write_codes(path: Path, people: list[tuple[str, ...]]) -> Path:
    """Write a file of codes as the roster import does."""
    rows = [",".join(f'"{cell}"' for cell in row) for row in [HEADER, *people]]
    path.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def page_of_slips(tmp_path: Path) -> str:
    listed = read_slips(read_table(write_codes(tmp_path / "ma.csv", PEOPLE), "Mã dự thi"))
    return slips_page(listed, SITE, CONTEST, TITLE)


@pytest.fixture
def printed(new_context: Callable[..., BrowserContext], tmp_path: Path, page_of_slips: str) -> Page:
    """The slips as Chromium prints them: on a sheet of A4, and nothing asked of any network."""
    page = new_context(viewport=A4, device_scale_factor=2).new_page()
    page.route(re.compile("^https?:"), lambda route: route.abort())
    (tmp_path / "phieu.html").write_text(page_of_slips, encoding="utf-8")
    page.goto((tmp_path / "phieu.html").as_uri())
    page.emulate_media(media="print")
    return page


def test_every_qr_code_on_paper_holds_the_address_and_behind_the_hash_its_code_alone(printed: Page):
    read = [text for sheet in printed.locator("section").all() for text in read_codes(printed, sheet.screenshot())]

    assert sorted(read) == sorted(f"{SITE}/{CONTEST}/#ma={code}" for _, _, _, code in PEOPLE)


def test_neither_a_name_nor_an_identifier_stands_in_an_address_nor_a_code_before_the_hash():
    parts = [urlsplit(slip_address(SITE, CONTEST, code)) for _, _, _, code in PEOPLE]

    assert {(part.scheme, part.netloc, part.path, part.query) for part in parts} == {
        ("https", "thi.example.vn", f"/{CONTEST}/", "")
    }
    assert slip_address(SITE, CONTEST, "a&b#c") == f"{SITE}/{CONTEST}/#ma=a%26b%23c"


def test_each_unit_begins_on_a_new_sheet_and_people_stand_by_their_given_names(printed: Page):
    sheets = [
        (
            section.locator("h2").inner_text(),
            section.locator("header p").inner_text(),
            section.locator(".name").all_inner_texts(),
        )
        for section in printed.locator("section").all()
    ]

    health = [f"Người thứ {letter}" for letter in "ABCDEFGHIJKL"]
    assert sheets == [
        ("Không thuộc đơn vị nào", "1 phiếu · tờ 1/1", ["Vũ <script>alert(1)</script>"]),
        ("Ban Dân tộc", "1 phiếu · tờ 1/1", ["Lê Văn Ba"]),
        ("Sở Nội vụ", "3 phiếu · tờ 1/1", ["Nguyễn Văn An", "Trần Thị Ánh", "Đỗ Đức Ân"]),
        ("Sở Y tế", "12 phiếu · tờ 1/2", health[:10]),
        ("Sở Y tế", "12 phiếu · tờ 2/2", health[10:]),
    ]


def test_a_sheet_holds_ten_slips_and_a_print_has_as_many_pages_as_sheets(printed: Page):
    pdf = printed.pdf(prefer_css_page_size=True, print_background=True)

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 5


def test_of_an_identifier_only_the_end_is_printed(page_of_slips: str):
    assert [identifier for _, identifier, _, _ in PEOPLE if identifier in page_of_slips] == []
    assert "…0001" in page_of_slips


def test_the_slips_ask_nothing_of_any_network_and_are_clean_for_everybody(printed: Page, page_of_slips: str):
    printed.add_script_tag(path=AXE)

    found = printed.evaluate("axe.run({resultTypes: ['violations']})")["violations"]

    assert [each["id"] for each in found] == []
    assert re.findall(r'(?:src|href)="|@import|url\(', page_of_slips) == []


def test_long_names_stay_on_their_slips(new_context: Callable[..., BrowserContext], tmp_path: Path):
    people = [
        (f"{'Nguyễn Phúc Vĩnh Thụy Hoàng Bảo ' * 3}An", f"03409600{n:04d}", "Sở " * 90, "4X7K-9QTM") for n in range(10)
    ]
    listed = read_slips(read_table(write_codes(tmp_path / "ma.csv", people), "Mã dự thi"))
    page = new_context(viewport=A4).new_page()
    page.set_content(slips_page(listed, SITE, CONTEST, "Cuộc thi trực tuyến tìm hiểu " * 8))
    page.emulate_media(media="print")

    codes = page.locator(".code").all()
    places = [(code.bounding_box(), code.locator("xpath=ancestor::li").bounding_box()) for code in codes]

    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    assert all(code["y"] + code["height"] <= slip["y"] + slip["height"] for code, slip in places)


# --- as commands ------------------------------------------------------------------------------------------------------


def test_slips_lie_in_a_new_file_that_only_its_owner_reads(imported: Keyboard, own_folder: Path):
    codes = write_codes(own_folder / "ma.csv", PEOPLE)

    done = imported.type("codes", "print", CONTEST, codes, "--out", "phieu.html")
    again = imported.type("codes", "print", CONTEST, codes, "--out", "phieu.html")

    file = own_folder / "phieu.html"
    assert done.out == [
        "Đã ghi 17 phiếu của 4 đơn vị vào phieu.html. Mở bằng trình duyệt rồi in trên giấy A4; in xong thì xóa tệp."
    ]
    assert (file.stat().st_mode & 0o777, f"{SITE}/{CONTEST}/" in file.read_text(encoding="utf-8")) == (0o600, True)
    assert (again.code, again.out) == (1, [])


def test_a_file_without_codes_is_refused_by_its_cells(own_folder: Path):
    path = write_codes(own_folder / "ma.csv", [("An", "034096000001", "Sở Nội vụ", ""), ("Ba", "034096000002", "", "4X7K")])

    with pytest.raises(Faulty) as refused:
        read_slips(read_table(path, "Mã dự thi"))

    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ('dòng 2, cột "Mã dự thi"', "slips.no-code"),
        ('dòng 3, cột "Mã dự thi"', "slips.no-code"),
    ]


def test_a_poster_is_a_picture_or_a_page_that_leads_to_the_contest(
    imported: Keyboard, own_folder: Path, new_context: Callable[..., BrowserContext]
):
    page, unpacking = (new_context(viewport=A4).new_page() for _ in range(2))
    read = []
    for name in ("ma-qr.svg", "ma-qr.png", "ma-qr.html"):
        assert imported.type("qr", CONTEST, "--out", name, "--site", f"{SITE}/").code == 0
        page.goto((own_folder / name).as_uri())
        read += read_codes(unpacking, page.screenshot())

    assert read == [contest_address(SITE, CONTEST)] * 3


def test_a_poster_of_another_kind_or_of_no_site_is_refused(imported: Keyboard, own_folder: Path):
    refused = [
        imported.type("qr", CONTEST, "--out", "ma-qr.pdf"),
        imported.type("qr", CONTEST, "--out", "ma-qr.svg", "--site", "thi.example.vn"),
    ]

    assert [(typed.code, typed.err[0]) for typed in refused] == [
        (2, "ma-qr.pdf: tệp phải có đuôi .svg, .png hoặc .html."),
        (2, "“thi.example.vn” không phải địa chỉ trang thi. Thêm --site https://…"),
    ]
    assert list(own_folder.glob("ma-qr*")) == []


def test_the_poster_is_clean_for_everybody(new_context: Callable[..., BrowserContext]):
    page = new_context(viewport=A4).new_page()
    page.set_content(poster_page(SITE, CONTEST, TITLE))
    page.add_script_tag(path=AXE)

    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]

    assert json.dumps([each["id"] for each in found]) == "[]"
