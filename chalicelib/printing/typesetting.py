"""Vietnamese type in boxes: every character looked up before anything is drawn, every line inside its box.

The faces are those of ``fonts/`` (docs/decisions/0022-certificates.md). A text is as large as its box allows: it shrinks,
and is broken into lines of like length, until it fits.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ..domain.errors import Unfit
from ..domain.hidden import hidden_character

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD, ITALIC = FACES = ("HoiThiSerif-Regular", "HoiThiSerif-Bold", "HoiThiSerif-Italic")

LEADING = 1.2
"""From one line to the next, in sizes of the type: Ẫ over Ộ needs no more."""

_ASCENT = 0.95
_STEP = 0.5
_MARKS = "\u0300-\u036f"
_RUN = re.compile(f"([^{_MARKS}]*)([{_MARKS}]*)")
_ADDRESS_PIECE = re.compile(r"(?<=[-/.#?=&])")
_GAP_BELOW_A_MARK = 0.05
_ABOVE, _BELOW = 230, 220


class NoGlyph(Unfit):
    """A character that a face cannot print. ``where`` names the text, ``place`` counts its characters from 1."""

    code = "no-glyph"


class NoRoom(Unfit):
    """A text that does not fit its box in the smallest type that can be read."""

    code = "no-room"


@dataclass(frozen=True)
class Block:
    """A text and its box: ``width`` and ``height`` in points, the type between ``largest`` and ``smallest`` points.

    ``where`` names the text in a refusal. An ``address`` has no spaces and is broken behind its slashes and dots.
    """

    where: str
    text: str
    face: str
    width: float
    height: float
    largest: float
    smallest: float = 8
    address: bool = False


@dataclass(frozen=True)
class Setting:
    """A text in lines that fit, and their size in points."""

    lines: tuple[str, ...]
    face: str
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


def face(name: str) -> Any:
    """Return the face (reportlab's TTFont) called ``name``, which canvases know from then on."""
    return _load(name)


@cache
def _load(name: str) -> Any:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    loaded = TTFont(name, str(FONTS / f"{name}.ttf"), asciiReadable=False)
    registerFont(loaded)
    return loaded


# --- characters ------------------------------------------------------------------------------------------------------


def missing_glyph(text: str, name: str) -> tuple[int, str] | None:
    """Return the first character of ``text`` that the face called ``name`` lacks, with its place from 1; or None."""
    known = face(name).face.charToGlyph
    return next(((place, each) for place, each in enumerate(text, 1) if ord(each) not in known), None)


def _check(text: str, block: Block) -> None:
    if found := missing_glyph(text, block.face):
        place, character = found
        shown = hidden_character(character) or f"{character} (U+{ord(character):04X})"
        raise NoGlyph(where=block.where, place=place, character=shown)


# --- lines -----------------------------------------------------------------------------------------------------------


def fitted(block: Block) -> Setting:
    """Return the text of ``block``, composed (NFC), in the largest type with which it fits. Raises NoGlyph and NoRoom."""
    paragraphs = [_pieces(line, block) for line in unicodedata.normalize("NFC", block.text).splitlines() if line.strip()]
    size = block.largest
    while size >= block.smallest:
        lines = [line for pieces in paragraphs for line in _balanced(pieces, block, size)]
        if _fits(lines, block, size):
            return Setting(tuple(lines), block.face, size)
        size -= _STEP
    raise NoRoom(where=block.where, characters=len(block.text))


def _pieces(line: str, block: Block) -> list[str]:
    """Return what may be parted into lines: words, or the parts of an address."""
    words = " ".join(line.split())
    _check(words, block)
    return _ADDRESS_PIECE.split(words) if block.address else words.split()


def _fits(lines: list[str], block: Block, size: float) -> bool:
    widest = max((width(line, block.face, size) for line in lines), default=0)
    return widest <= block.width and len(lines) * size * LEADING <= block.height


def _balanced(pieces: list[str], block: Block, size: float) -> list[str]:
    """Return the fewest lines within the block's width, none much longer than the others."""
    between = "" if block.address else " "
    lines = _wrapped(pieces, between, block.face, block.width / size)
    least, most = block.width / size / len(lines), block.width / size
    for _ in range(8 if len(lines) > 1 else 0):
        middle = (least + most) / 2
        tried = _wrapped(pieces, between, block.face, middle)
        if len(tried) > len(lines):
            least = middle
        else:
            most, lines = middle, tried
    return lines


def _wrapped(pieces: list[str], between: str, name: str, most: float) -> list[str]:
    """Return lines no wider than ``most`` (in sizes of the type), but for a piece that is wider alone."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{lines[-1]}{between}{piece}"
        if _em_width(longer, name) <= most:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def width(text: str, name: str, size: float) -> float:
    """Return how wide ``text`` is in points."""
    return _em_width(text, name) * size


@lru_cache(maxsize=8192)
def _em_width(text: str, name: str) -> float:
    return float(face(name).stringWidth(text, 1))


# --- drawing ---------------------------------------------------------------------------------------------------------


def draw(canvas: Any, setting: Setting, left: float, top: float, right: float | None = None) -> None:
    """Draw the lines downwards from ``top``, from ``left`` on, or in the middle between ``left`` and ``right``."""
    for number, line in enumerate(setting.lines):
        indent = (right - left - width(line, setting.face, setting.size)) / 2 if right is not None else 0
        baseline = top - (number * LEADING + _ASCENT) * setting.size
        draw_line(canvas, line, setting.face, setting.size, left + indent, baseline)


def draw_line(canvas: Any, line: str, name: str, size: float, x: float, y: float) -> None:
    """Draw one line from ``x`` on the baseline ``y``; marks that are no part of a letter are put where they belong.

    Ơ̆ in a name of the Ê Đê is two characters, and the drawing library would put the second beside the first.
    """
    canvas.setFont(face(name).fontName, size)
    for run, marks in _RUN.findall(line):
        if run:
            canvas.drawString(x, y, run)
        for mark, dx, dy in _placed(marks, run[-1:] or " ", name):
            canvas.drawString(x + dx * size + width(run, name, size), y + dy * size, mark)
        x += width(run, name, size)


def _placed(marks: str, letter: str, name: str) -> list[tuple[str, float, float]]:
    """Return each mark with its shift from the end of ``letter`` and from the baseline, in sizes of the type."""
    left, bottom, right, top = _outline(letter, name)
    middle = (left + right) / 2 - _em_width(letter, name)
    placed = []
    for mark in marks:
        mark_left, mark_bottom, mark_right, mark_top = _outline(mark, name)
        kind, shift = unicodedata.combining(mark), 0.0
        if kind == _ABOVE:
            shift = max(0.0, top + _GAP_BELOW_A_MARK - mark_bottom)
            top = mark_top + shift
        elif kind == _BELOW:
            shift = min(0.0, bottom - _GAP_BELOW_A_MARK - mark_top)
            bottom = mark_bottom + shift
        placed.append((mark, middle - (mark_left + mark_right) / 2, shift))
    return placed


@cache
def _outline(character: str, name: str) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character's drawing, in sizes of the type, from the font's ``glyf`` table."""
    font = face(name).face
    glyph = font.charToGlyph[ord(character)]
    start, end = font.glyphPos[glyph], font.glyphPos[glyph + 1]
    if start == end:
        return (0.0, 0.0, 0.0, 0.0)
    left, bottom, right, top = struct.unpack_from(">4h", font.get_table("glyf"), start + 2)
    return left / font.unitsPerEm, bottom / font.unitsPerEm, right / font.unitsPerEm, top / font.unitsPerEm
