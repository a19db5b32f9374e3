"""Workbooks on the organizer's own machine: reading them into the domain's tables, and writing templates to fill in.

Reading is calamine's (.xlsx, .xls, .ods) or the standard library's (.csv); it never runs in Lambda. A file comes from
anywhere, so its size is looked at before it is opened: a zip of a few kilobytes can hold gigabytes, and one cell in
Excel's last row and column makes a table of 17 billion.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree import ElementTree

import xlsxwriter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from chalicelib.domain import bank, roster
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.sheets import EXAMPLE, Cell, Column, Table, csv_table, letters
from chalicelib.domain.vietnamese import plain
from chalicelib.domain.words import Language, say

if TYPE_CHECKING:
    from chalicelib.domain.definition import Definition

MOST_BYTES = 30_000_000
MOST_BYTES_INSIDE = 300_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(\s*<(?:\w+:)?f\b)?')
_DAMAGE = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, OSError, EOFError, RuntimeError)
"""What zipfile and ElementTree raise for a damaged workbook; RuntimeError is zipfile's for an entry under a password."""

_CHUNK = 1_000_000
_OVERLAP = 1_000


def read_table(path: Path, sheet: str) -> Table:
    """Return the cells of ``sheet`` in the file at ``path``; for CSV the file is the sheet.

    Where no sheet has the name, the only visible one is taken. Raises Faulty, with one sentence, for a file that is
    missing, too large, of another kind, damaged or encrypted, and for a workbook without the sheet.
    """
    kind = path.suffix.lower()
    if kind != ".csv" and kind not in _WORKBOOKS:
        raise _faulty(path, "file.kind", found=kind or path.name)
    data = _data(path)
    if kind == ".csv":
        return _within_limits(csv_table(data, path.name), path)
    return _read_workbook(data, path, sheet)


def _faulty(path: Path, code: str, **values: object) -> Faulty:
    return Faulty([Fault(path.name, "", code, values)])


def _data(path: Path) -> bytes:
    if not path.is_file():
        raise _faulty(path, "file.missing")
    if path.stat().st_size > MOST_BYTES:
        raise _faulty(path, "file.too-large", found=path.stat().st_size // 1_000_000, most=MOST_BYTES // 1_000_000)
    return path.read_bytes()


def _within_limits(table: Table, path: Path) -> Table:
    columns = max(map(len, table.rows), default=0)
    _check_extent(path, len(table.rows), columns)
    return table


def _check_extent(path: Path, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        found = {"rows": rows, "columns": letters(columns - 1)}
        raise _faulty(path, "file.too-many-cells", **found, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)


def _read_workbook(data: bytes, path: Path, sheet: str) -> Table:
    if data.startswith(_COMPOUND) and _ENCRYPTED_STREAM in data:
        raise _faulty(path, "file.encrypted")
    _check_zip(data, path)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            name = _sheet_name(workbook, path, sheet)
            formulas = _formulas(data, path, name)
            return _table(workbook.get_sheet_by_name(name), path, formulas)
    except PasswordError:
        raise _faulty(path, "file.encrypted") from None
    except CalamineError:
        raise _faulty(path, "file.unreadable") from None


def _check_zip(data: bytes, path: Path) -> None:
    """Refuse a zip that is damaged, or that would unfold into more than memory should hold."""
    if data.startswith(_COMPOUND):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as folder:
            inside = sum(item.file_size for item in folder.infolist())
    except zipfile.BadZipFile:
        raise _faulty(path, "file.unreadable") from None
    if inside > MOST_BYTES_INSIDE:
        raise _faulty(path, "file.too-large", found=inside // 1_000_000, most=MOST_BYTES_INSIDE // 1_000_000)


def _sheet_name(workbook: CalamineWorkbook, path: Path, wanted: str) -> str:
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    named = [name for name in visible if plain(name) == plain(wanted)]
    if len(named) == 1:
        return named[0]
    if len(visible) == 1:
        return visible[0]
    raise _faulty(path, "file.no-sheet", wanted=wanted, found=", ".join(f"“{name}”" for name in visible) or "—")


def _formulas(data: bytes, path: Path, sheet: str) -> frozenset[tuple[int, int]]:
    """Return where formulas stand in a sheet of an .xlsx, and refuse a sheet that reaches too far.

    calamine gives a formula's last value and not that it is one; and it makes room for every cell up to the farthest, so
    the extent must be known before. The other formats have no such places to look at: they have no formulas here.
    """
    found: set[tuple[int, int]] = set()
    rows = columns = 0
    for column, row, formula in _cells(data, path, sheet):
        index = _column_index(column)
        rows, columns = max(rows, int(row)), max(columns, index + 1)
        if formula:
            found.add((int(row), index))
    _check_extent(path, rows, columns)
    return frozenset(found)


def _column_index(name: bytes) -> int:
    index = 0
    for letter in name:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def _cells(data: bytes, path: Path, sheet: str) -> Iterator[tuple[Any, ...]]:
    """Yield (column letters, row, start of a formula) of each cell, reading the sheet's XML a piece at a time."""
    if data.startswith(_COMPOUND):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as folder:
            part = _sheet_part(folder, sheet)
            if part is None:
                return
            with folder.open(part) as xml:
                yield from _matches(xml)
    except _DAMAGE:
        raise _faulty(path, "file.unreadable") from None


def _matches(xml: Any) -> Iterator[tuple[Any, ...]]:
    """Search pieces that overlap a little, so that a cell cut in two is seen whole in the next piece."""
    rest = b""
    while piece := xml.read(_CHUNK):
        text = rest + piece
        yield from (match.groups() for match in _CELL.finditer(text))
        rest = text[-_OVERLAP:]


def _sheet_part(folder: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the XML that holds ``sheet``: the workbook names a relation, the relation names the part."""
    if "xl/workbook.xml" not in folder.namelist():
        return None
    workbook = ElementTree.fromstring(folder.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(folder.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for found in workbook.iterfind(".//{*}sheet"):
        if found.get("name") == sheet:
            relation = next((value for name, value in found.items() if name.endswith("}id")), None)
            target = targets[relation]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _table(sheet: CalamineSheet, path: Path, formulas: frozenset[tuple[int, int]]) -> Table:
    _check_extent(path, sheet.total_height, sheet.total_width)
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    headings: set[int] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        bottom = min(bottom, len(rows) - 1)
        if right > left:
            headings.update(row + 1 for row in range(top, bottom + 1) if _filled(rows[row]) <= 1)
        else:
            _spread(rows, top, bottom, left)
    return Table(path.name, sheet.name, rows, frozenset(headings), formulas)


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell not in ("", None) for cell in row)


def _spread(rows: list[list[Cell]], top: int, bottom: int, column: int) -> None:
    """A cell merged downwards holds for every row that it covers, as one unit written beside its people; blank rows stay."""
    for row in range(top + 1, bottom + 1):
        if column < len(rows[row]) and _filled(rows[row]):
            rows[row][column] = rows[top][column]


@dataclass(frozen=True)
class _Template:
    """What a template is made of. ``words`` begins the keys of its sentences; ``choices`` are the drop-downs by column."""

    words: str
    sheet: str
    columns: Sequence[Column]
    widths: Mapping[str, int]
    example: Mapping[str, str]
    choices: Mapping[str, Sequence[str]]
    values: Mapping[str, object]


def write_question_template(to: Path | BinaryIO, definition: Definition | None = None, language: Language = "vi") -> None:
    """Write the workbook in which a question bank is filled in; drop-downs follow ``definition`` where there is one."""
    paper = definition.paper if definition else None
    most = paper.options_most if paper else len(bank.LETTERS)
    least = paper.options_least if paper else 3
    example = _QUESTION_EXAMPLE | dict.fromkeys(bank.LETTERS[most:], "")
    choices = {
        "right": tuple(bank.LETTERS[:most]),
        "topic": tuple(paper.blueprint or ()) if paper else (),
        "difficulty": bank.DIFFICULTIES,
        "fixed": ("có",),
    }
    values = {"numbers": str(most) if least == most else f"{least}–{most}"}
    _write(to, _Template("template.bank", bank.SHEET, bank.COLUMNS, _QUESTION_WIDTHS, example, choices, values), language)


def write_roster_template(to: Path | BinaryIO, definition: Definition, language: Language = "vi") -> None:
    """Write the workbook in which a roster is filled in; unit classes and excluded bodies are the definition's."""
    classes = tuple(klass.name for klass in definition.unit_classes)
    choices = {
        "klass": classes,
        "leader": ("có",),
        "excluded": ("có", *(body.name for body in definition.excluded_bodies)),
    }
    example = _PERSON_EXAMPLE | {"klass": classes[0] if classes else ""}
    _write(to, _Template("template.roster", roster.SHEET, roster.COLUMNS, _ROSTER_WIDTHS, example, choices, {}), language)


_QUESTION_EXAMPLE = {
    "id": EXAMPLE,
    "text": "Thủ đô của nước Cộng hòa xã hội chủ nghĩa Việt Nam là thành phố nào?",
    "A": "Hà Nội",
    "B": "Huế",
    "C": "Đà Nẵng",
    "D": "Thành phố Hồ Chí Minh",
    "right": "A",
    "difficulty": "dễ",
    "source": "Hiến pháp năm 2013, Điều 13, khoản 5",
    "explanation": "Khoản 5 Điều 13 Hiến pháp năm 2013 quy định Thủ đô là Hà Nội.",
}
_PERSON_EXAMPLE = {"name": f"{EXAMPLE}: Nguyễn Văn An", "identifier": "001234567890", "unit": "Sở Nội vụ", "leader": "có"}
_QUESTION_WIDTHS = {"text": 60, "topic": 22, "source": 34, "explanation": 40} | dict.fromkeys(bank.LETTERS, 26)
_ROSTER_WIDTHS = {"name": 34, "identifier": 20, "unit": 44, "klass": 26, "excluded": 32, "reason": 40}
_WIDTH = 13
_ROWS_TO_FILL = 20_000


def _write(to: Path | BinaryIO, template: _Template, language: Language) -> None:
    """Write the sheet to fill in first, then the guide and the lists behind the drop-downs, both protected."""
    workbook = xlsxwriter.Workbook(str(to) if isinstance(to, Path) else to, {"strings_to_formulas": False})
    sheet = workbook.add_worksheet(template.sheet)
    _write_guide(workbook, template, language)
    lists = _write_lists(workbook, template, language)
    _write_columns(workbook, sheet, template, language)
    for index, column in enumerate(template.columns):
        if column.key in lists:
            sheet.data_validation(1, index, _ROWS_TO_FILL, index, _drop_down(lists[column.key]))
    sheet.freeze_panes(1, 0)
    sheet.activate()
    workbook.close()


def _write_columns(workbook: Any, sheet: Any, template: _Template, language: Language) -> None:
    """Cells are text, so that Excel leaves ``1/2`` and leading zeros alone; each header explains itself in a note."""
    header = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    example = workbook.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "italic": True, "font_color": "#666666"}
    )
    for index, column in enumerate(template.columns):
        sheet.set_column(index, index, template.widths.get(column.key, _WIDTH), text)
        sheet.write_string(0, index, column.header, header)
        sheet.write_comment(0, index, say(f"{template.words}.note.{column.key}", language), {"x_scale": 2})
        if template.example.get(column.key):
            sheet.write_string(1, index, template.example[column.key], example)


def _write_guide(workbook: Any, template: _Template, language: Language) -> None:
    guide = workbook.add_worksheet(say("template.guide", language))
    plain_text, title = workbook.add_format({"text_wrap": True, "valign": "top"}), workbook.add_format({"bold": True})
    guide.set_column(0, 0, 110)
    for row, line in enumerate(say(f"{template.words}.guide", language, **template.values).split("\n")):
        guide.write_string(row, 0, line, plain_text if row else title)
    guide.protect()


def _write_lists(workbook: Any, template: _Template, language: Language) -> dict[str, str]:
    """Write each list of choices down a column, and return its range: a list inside a rule may have 255 characters only."""
    name = say("template.lists", language)
    sheet = workbook.add_worksheet(name)
    ranges: dict[str, str] = {}
    for index, (key, choices) in enumerate((key, choices) for key, choices in template.choices.items() if choices):
        sheet.write_column(0, index, choices)
        ranges[key] = f"='{name}'!${letters(index)}$1:${letters(index)}${len(choices)}"
    sheet.protect()
    sheet.hide()
    return ranges


def _drop_down(source: str) -> dict[str, object]:
    """A choice that isn't in the list is only warned of: the import says what is wrong with it, better than Excel can."""
    return {"validate": "list", "source": source, "error_type": "warning"}
