"""Reads a PDF back without the library that wrote it: its texts with their places, its rectangles, what is said of it.

It knows as much of the format as the sheets here use: a classic cross-reference table, streams that are folded or not,
fonts of one byte a character with a ToUnicode map, and the operators ``Tm``, ``Tf``, ``Tj``, ``re``.
"""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass
from functools import cached_property

import zxingcpp

_OBJECT = re.compile(rb"\d+ 0 obj\n(.*?)(?:endobj|stream\n)", re.DOTALL)
_TEXT = re.compile(rb"BT 1 0 0 1 (\S+) (\S+) Tm (.*?) T\* ET", re.DOTALL)
_PIECE = re.compile(rb"/(\S+) (\S+) Tf \S+ TL \(((?:[^\\()]|\\.)*)\) Tj", re.DOTALL)
_RECTANGLE = re.compile(rb"(?<=[ \n])(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re")
_PICTURE = re.compile(rb"(\S+) 0 0 (\S+) (\S+) (\S+) cm\n/\S+ Do")
_PAIR = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>")
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_PIXELS_A_POINT = 8


@dataclass(frozen=True)
class Text:
    """A piece of text on a page: from ``left`` to ``right`` on the baseline ``y``, in points from the lower left."""

    text: str
    font: str
    size: float
    left: float
    right: float
    y: float

    def overlaps(self, other: Text) -> bool:
        """Whether the bodies of the letters of both, without what reaches above and below, share some place."""
        beside = self.right <= other.left or other.right <= self.left
        apart = self.y + 0.7 * self.size <= other.y or other.y + 0.7 * other.size <= self.y
        return not beside and not apart


@dataclass(frozen=True)
class Font:
    name: str
    characters: dict[int, str]
    widths: list[float]
    embedded: bool

    def width(self, codes: bytes) -> float:
        return sum(self.widths[code] for code in codes) / 1000


class Sheets:
    """A PDF as its readers see it."""

    def __init__(self, pdf: bytes):
        self._pdf = pdf
        table = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
        self._offsets = [int(line[:10]) for line in pdf[table:].splitlines()[2:] if line.endswith(b"n ")]

    def _head(self, number: int) -> tuple[bytes, int]:
        # The table begins with the object 1: the 0 that every table has is not in use.
        found = _OBJECT.match(self._pdf, self._offsets[number - 1])
        assert found, number
        return found[1], found.end()

    def _stream(self, number: int) -> bytes:
        head, start = self._head(number)
        data = self._pdf[start : start + _number(head, "Length")]
        if b"/ASCII85Decode" in head:
            data = base64.a85decode(data.strip().removesuffix(b"~>"))
        return zlib.decompress(data) if b"/FlateDecode" in head else data

    @cached_property
    def _pages(self) -> list[bytes]:
        heads = [self._head(number)[0] for number in range(1, len(self._offsets) + 1)]
        return [head for head in heads if re.search(rb"/Type /Page\b", head)]

    def __len__(self) -> int:
        return len(self._pages)

    @cached_property
    def fonts(self) -> dict[str, Font]:
        """Every font of the document by the name that its pages give it."""
        listed, _ = self._head(_number(self._pages[0], "Font"))
        return {name.decode(): self._font(int(number)) for name, number in re.findall(rb"/(\S+) (\d+) 0 R", listed)}

    def _font(self, number: int) -> Font:
        head, _ = self._head(number)
        pairs = _PAIR.findall(self._stream(_number(head, "ToUnicode")))
        widths = re.findall(rb"[\d.]+", re.findall(rb"/Widths \[(.*?)\]", head, re.DOTALL)[0])
        described, _ = self._head(_number(head, "FontDescriptor"))
        return Font(
            re.findall(rb"/BaseFont /\S+\+(\S+)", head)[0].decode(),
            {int(code, 16): chr(int(character, 16)) for code, character in pairs},
            [float(width) for width in widths],
            b"/FontFile2" in described,
        )

    def texts(self, page: int = 0) -> list[Text]:
        """Return every piece of text on a page, in the order in which it is drawn."""
        return [self._text(*found.groups()) for found in _TEXT.finditer(self._drawn(page))]

    def _text(self, x: bytes, y: bytes, pieces: bytes) -> Text:
        """Return a piece of text, which is parted once more where its characters are of several fonts."""
        text, right = "", float(x)
        for name, size, escaped in _PIECE.findall(pieces):
            codes, font = _ESCAPED.sub(_unescaped, escaped), self.fonts[name.decode()]
            text += "".join(font.characters[code] for code in codes)
            right += font.width(codes) * float(size)
        return Text(text, font.name, float(size), float(x), right, float(y))

    def text(self, page: int = 0) -> str:
        """Return a page's text, each piece on a line of its own."""
        return "\n".join(text.text for text in self.texts(page))

    def rectangles(self, page: int = 0) -> list[tuple[float, ...]]:
        """Return left, bottom, width and height of every rectangle that is drawn on a page itself."""
        return [tuple(map(float, found)) for found in _RECTANGLE.findall(self._drawn(page))]

    def pictures(self) -> list[tuple[float, float, float, float]]:
        """Return left, bottom, width and height of every picture, wherever in the file it is placed."""
        numbers = [number for number in range(1, len(self._offsets) + 1) if b"/Subtype /Form" in self._head(number)[0]]
        placed = [found for number in numbers for found in _PICTURE.findall(self._stream(number))]
        return [(float(left), float(bottom), float(wide), float(high)) for wide, high, left, bottom in placed]

    def codes(self, page: int = 0) -> list[str]:
        """Return what a reader finds in the QR codes that a page's rectangles make."""
        drawn = self.rectangles(page)
        wide, high = (int((max(r[at] + r[at + 2] for r in drawn) + 20) * _PIXELS_A_POINT) for at in (0, 1))
        pixels = bytearray(b"\xff" * (wide * high))
        for left, bottom, width, height in drawn:
            start, end = (round(each * _PIXELS_A_POINT) for each in (left, left + width))
            for row in range(round(bottom * _PIXELS_A_POINT), round((bottom + height) * _PIXELS_A_POINT)):
                pixels[(high - row) * wide + start : (high - row) * wide + end] = bytes(end - start)
        return [code.text for code in zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape=[high, wide]))]

    def _drawn(self, page: int) -> bytes:
        return self._stream(_number(self._pages[page], "Contents"))

    def said(self, key: str) -> str:
        """Return a text that the catalogue or the document's information has under ``key``."""
        found = re.findall(rb"/%s \(((?:[^\\()]|\\.)*)\)" % key.encode(), self._pdf, re.DOTALL)
        raw = _ESCAPED.sub(_unescaped, found[0])
        return raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("ascii")


def _number(head: bytes, key: str) -> int:
    return int(re.findall(rb"/%s (\d+)" % key.encode(), head)[0])


_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if len(found[1]) == 3 else _CONTROLS.get(found[1], found[1])
