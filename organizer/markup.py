"""The XML inside workbooks, passed through once: which sheets there are, how far they reach, where formulas stand.

expat hands over one element after the other, so nothing is kept of what is not asked for. No workbook that Excel or
LibreOffice writes has a document type; one that has is refused, for that is where an entity can be made to swell.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from .extent import Extent, within_limits
from .zipped import Damaged

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
Attributes = dict[str, str]
Begin = Callable[[str, Attributes], None]


def _walk(data: bytes, begin: Begin | None = None, end: Callable[[str], None] | None = None) -> None:
    """Call ``begin`` and ``end`` with each element, its prefix taken off. Raises Damaged for what is no sound XML."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    if begin:
        parser.StartElementHandler = lambda name, attributes: begin(_local(name), attributes)
    if end:
        parser.EndElementHandler = lambda name: end(_local(name))
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise Damaged from None


def _refuse(*_: object) -> None:
    raise Damaged


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _of(attributes: Attributes, name: str) -> str:
    """Return the attribute called ``name`` under whatever prefix; empty where there is none."""
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def look_through(data: bytes) -> None:
    """Raise Damaged where ``data`` is no sound XML, or declares a document type."""
    _walk(data)


def has_element(data: bytes, wanted: str) -> bool:
    """Return whether an element called ``wanted`` stands in ``data``."""
    found: list[str] = []

    def begin(name: str, _: Attributes) -> None:
        if name == wanted:
            found.append(name)

    _walk(data, begin)
    return bool(found)


@dataclass(frozen=True)
class SheetPart:
    """A worksheet of an .xlsx: its name, whether it is hidden, and the part of the zip that holds its cells."""

    name: str
    hidden: bool
    part: str


def sheets_of(workbook: bytes, relations: bytes) -> list[SheetPart]:
    """Return the worksheets that ``xl/workbook.xml`` names and its relations lead to; charts and dialogs are none."""
    parts: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            parts[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))[1:]

    sheets: list[SheetPart] = []

    def sheet(name: str, attributes: Attributes) -> None:
        part = parts.get(_of({key: value for key, value in attributes.items() if ":" in key}, "id"))
        if name == "sheet" and part:
            sheets.append(SheetPart(attributes.get("name", ""), attributes.get("state", "visible") != "visible", part))

    _walk(relations, relation)
    _walk(workbook, sheet)
    return sheets


class _Cells:
    """Where the cells of an .xlsx stand: by their references, or behind the one before where they have none."""

    def __init__(self) -> None:
        self.extent = Extent()
        self.row = self.column = 0

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._cell(attributes.get("r"))
            if attributes.get("t") == "e":
                # An error such as #N/A is read as nothing: it is a formula's, and worth the same warning.
                self.extent.formulas.add((self.row, self.column - 1))
        elif name == "row":
            self._row(attributes.get("r"))
        elif name == "f" and self.row and self.column:
            self.extent.formulas.add((self.row, self.column - 1))

    def _row(self, number: str | None) -> None:
        self.row = int(number) if number else self.row + 1
        self.column = 0
        self.extent.reach(self.row, 0)

    def _cell(self, reference: str | None) -> None:
        found = _REFERENCE.fullmatch(reference) if reference else None
        if reference and not found:
            raise Damaged
        if found:
            self.column, self.row = _number_of(found[1]), int(found[2])
        else:
            self.column += 1
        self.extent.reach(self.row, self.column)


def _number_of(letters: str) -> int:
    """Return a column's number from 1: ``A`` is 1, ``XFD`` 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def extent_of_sheet(data: bytes) -> Extent:
    """Return how far the sheet of an .xlsx reaches. Raises TooFar at the first cell beyond, and Damaged."""
    cells = _Cells()
    _walk(data, cells.begin)
    return cells.extent


class _Tables:
    """Where the cells of an .ods stand. One element may be repeated a million times; what is empty reaches nowhere."""

    def __init__(self) -> None:
        self.extents: list[Extent] = []
        self.row = self.column = 0
        self.rows_here = self.columns_here = 1

    def begin(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self.extents.append(Extent())
            self.row = 0
        elif name == "table-row":
            self.rows_here = int(_of(attributes, "number-rows-repeated") or 1)
            self.row, self.column = self.row + self.rows_here, 0
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(attributes)
        elif name in ("p", "annotation"):
            self._filled()

    def _cell(self, attributes: Attributes) -> None:
        self.columns_here = int(_of(attributes, "number-columns-repeated") or 1)
        self.column += self.columns_here
        if _of(attributes, "formula"):
            self._filled()
            self.extents[-1].formulas.add((self.row, self.column - 1))
        if _of(attributes, "value-type"):
            self._filled()

    def _filled(self) -> None:
        if self.extents and self.row and self.column:
            self.extents[-1].reach(self.row, self.column)


def extents_of_tables(data: bytes) -> list[Extent]:
    """Return how far each table of an .ods reaches, in their order. Raises TooFar and Damaged."""
    tables = _Tables()
    _walk(data, tables.begin)
    return within_limits(tables.extents)
