"""Tables of cells read from files on the organizer's own machine: .xlsx, .xls, .ods and .csv. It never runs in Lambda.

A file comes from anywhere, and its name may lie: what it is, is read from its first bytes. calamine reads workbooks fast,
but makes room for every cell up to the farthest and believes what a zip says of itself. So a file is measured first, by
code that keeps little of it (``zipped``, ``markup``, ``compound``), and calamine is handed only what has been looked at.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from chalicelib.domain.csv_tables import csv_table
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.sheets import Cell, Table
from chalicelib.domain.vietnamese import plain

from . import compound, markup
from .extent import Extent, TooFar
from .zipped import Damaged, Folder, Oversized, Protected

MOST_BYTES = 30_000_000
_KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml", b"mime-version")
_OTHER_OFFICE_FILES = {"word/document.xml": ".docx", "ppt/presentation.xml": ".pptx", "xl/workbook.bin": ".xlsb"}
_WORKBOOK = "xl/workbook.xml"
_BESIDE = {"_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml"}
"""What a sheet can't be read without, beside the workbook that names it: where that is, texts, forms of numbers."""


@dataclass(frozen=True)
class _File:
    """A file as it was read: its name for messages, and its bytes."""

    name: str
    kind: str
    data: bytes

    def faulty(self, code: str, **values: object) -> Faulty:
        """Return the one sentence that is said of a file that can't be read."""
        return Faulty([Fault(self.name, "", f"file.{code}", values)])


def read_table(path: Path, sheet: str) -> Table:
    """Return the cells of ``sheet`` in the file at ``path``; for CSV the file is the sheet.

    Where no sheet has the name, the only visible one is taken. Raises Faulty, with one sentence, for a file that is
    missing, too large, of another kind, damaged or encrypted, and for a workbook without the sheet.
    """
    file = _opened(path)
    if file.data.startswith(_ZIP):
        read: Callable[[_File, str], Table] = _read_zip
    elif file.data.startswith(compound.SIGNATURE):
        read = _read_compound
    elif file.data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise file.faulty("markup")
    elif file.kind == ".csv":
        read = _read_csv
    else:
        raise file.faulty("unreadable")
    with _faults_told(file):
        return read(file, sheet)


def _opened(path: Path) -> _File:
    file = _File(path.name, path.suffix.lower(), b"")
    if file.kind not in _KINDS:
        raise file.faulty("kind", found=file.kind or path.name)
    if not path.is_file():
        raise file.faulty("missing")
    with path.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise file.faulty("too-large", found=path.stat().st_size // 1_000_000, most=MOST_BYTES // 1_000_000)
    return _File(file.name, file.kind, data)


@contextmanager
def _faults_told(file: _File) -> Iterator[None]:
    """Turn what the readers raise into the one sentence about the file."""
    try:
        yield
    except TooFar as far:
        raise file.faulty("too-many-cells", **far.values) from None
    except Oversized as large:
        raise file.faulty("too-large", found=large.bytes // 1_000_000, most=large.most // 1_000_000) from None
    except (Protected, PasswordError):
        raise file.faulty("encrypted") from None
    except (Damaged, CalamineError):
        raise file.faulty("unreadable") from None


def _read_csv(file: _File, sheet: str) -> Table:
    return csv_table(file.data, file.name)


def _read_zip(file: _File, sheet: str) -> Table:
    folder = Folder(file.data)
    if _WORKBOOK in folder.names:
        return _read_xlsx(file, folder, sheet)
    if "content.xml" in folder.names:
        return _read_ods(file, folder, sheet)
    other = next((kind for part, kind in _OTHER_OFFICE_FILES.items() if part in folder.names), None)
    raise file.faulty("kind", found=other) if other else file.faulty("unreadable")


def _read_xlsx(file: _File, folder: Folder, wanted: str) -> Table:
    sheets = markup.sheets_of(folder.read(_WORKBOOK), folder.read("xl/_rels/workbook.xml.rels"))
    name = _chosen(file, wanted, [(sheet.name, sheet.hidden) for sheet in sheets])
    part = next(sheet.part for sheet in sheets if sheet.name == name)
    extent = markup.extent_of_sheet(folder.read(part))
    for beside in _BESIDE & folder.names:
        markup.look_through(folder.read(beside))
    with _workbook(folder.only_what_was_read()) as workbook:
        return _table(workbook.get_sheet_by_name(name), file, extent)


def _read_ods(file: _File, folder: Folder, wanted: str) -> Table:
    if "META-INF/manifest.xml" in folder.names and markup.has_element(
        folder.read("META-INF/manifest.xml"), "encryption-data"
    ):
        raise Protected
    extents = markup.extents_of_tables(folder.read("content.xml"))
    folder.read("mimetype")
    return _read_any(file, folder.only_what_was_read(), wanted, extents)


def _read_compound(file: _File, wanted: str) -> Table:
    names = compound.stream_names(file.data)
    if "EncryptedPackage" in names:
        raise Protected
    if "WordDocument" in names:
        raise file.faulty("kind", found=".doc")
    return _read_any(file, file.data, wanted, compound.extents_of_sheets(file.data))


def _read_any(file: _File, data: bytes, wanted: str, extents: Sequence[Extent]) -> Table:
    """Read a workbook whose sheets are all loaded when it is opened; ``extents`` are theirs, in the same order."""
    with _workbook(data) as workbook:
        sheets = [
            (each.name, each.visible != SheetVisibleEnum.Visible)
            for each in workbook.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        ]
        name = _chosen(file, wanted, sheets)
        position = [each.name for each in workbook.sheets_metadata].index(name)
        extent = extents[position] if position < len(extents) else Extent()
        return _table(workbook.get_sheet_by_name(name), file, extent)


@contextmanager
def _workbook(data: bytes) -> Iterator[CalamineWorkbook]:
    """Open a workbook. calamine panics over some that are damaged, with what is no exception of Python's."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            yield workbook
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged from None


def _chosen(file: _File, wanted: str, sheets: Sequence[tuple[str, bool]]) -> str:
    """Return the name of the sheet to read among (name, whether it is hidden)."""
    named = [(name, hidden) for name, hidden in sheets if plain(name) == plain(wanted)]
    visible = [name for name, hidden in sheets if not hidden]
    if len(named) > 1:
        raise file.faulty("sheet-twice", wanted=wanted, found=_listed([name for name, _ in named]))
    if named and named[0][1]:
        raise file.faulty("sheet-hidden", wanted=named[0][0])
    if named:
        return named[0][0]
    if len(visible) == 1:
        return visible[0]
    raise file.faulty("no-sheet", wanted=wanted, found=_listed(visible))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names) or "—"


def _table(sheet: CalamineSheet, file: _File, extent: Extent) -> Table:
    measured = Extent()
    measured.reach(sheet.total_height, sheet.total_width)
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    headings: set[int] = set()
    merged = sheet.merged_cell_ranges or []
    if sum(bottom - top + 1 for (top, _), (bottom, _) in merged) > measured.cells:
        raise Damaged
    for (top, left), (bottom, right) in merged:
        bottom = min(bottom, len(rows) - 1)
        if right > left:
            headings.update(row + 1 for row in range(top, bottom + 1) if _filled(rows[row]) <= 1)
        else:
            _spread(rows, top, bottom, left)
    return Table(file.name, sheet.name, rows, frozenset(headings), frozenset(extent.formulas))


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell not in ("", None) for cell in row)


def _spread(rows: list[list[Cell]], top: int, bottom: int, column: int) -> None:
    """A cell merged downwards holds for every row that it covers, as one unit written beside its people; blank rows stay."""
    for row in range(top + 1, bottom + 1):
        if column < len(rows[row]) and _filled(rows[row]):
            rows[row][column] = rows[top][column]
