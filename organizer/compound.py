"""Microsoft's compound files, which hold the workbooks of Excel 97–2003 and every workbook under a password.

Only so much is read as must be known before calamine opens one: the names of its streams, and how far its sheets reach.
Formats: MS-CFB (sectors in chains, a directory of streams) and MS-XLS (records: two numbers, then their bytes).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .extent import Extent, within_limits
from .zipped import Damaged, Protected

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_ROOT = "Root Entry"
_STREAMS = ("Workbook", "Book")

_BOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x002F, 0x0085
_FORMULAS = frozenset([0x0006, 0x0206, 0x0406])
_CELLS = frozenset([0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E]) | _FORMULAS
_MANY_CELLS = frozenset([0x00BD, 0x00BE])


class _Compound:
    """The streams of a compound file by name. Raises Damaged for what is none."""

    def __init__(self, data: bytes):
        self._data = data
        self._shift, small_shift = struct.unpack_from("<HH", data, 30)
        if self._shift not in (9, 12) or small_shift != 6:
            raise Damaged
        directory, self._cutoff, small_fat = (struct.unpack_from("<I", data, place)[0] for place in (48, 56, 60))
        self._fat = [number for sector in self._fat_sectors() for number in _numbers(self._sector(sector))]
        self.entries = dict(self._directory(b"".join(self._chain(directory))))
        self._small_fat = _numbers(b"".join(self._chain(small_fat)))
        self._small = b"".join(self._chain(self.entries[_ROOT][0]))

    def _sector(self, number: int) -> bytes:
        found = self._data[(number + 1) << self._shift : (number + 2) << self._shift]
        if not found:
            raise Damaged
        return found

    def _fat_sectors(self) -> Iterator[int]:
        """Yield where the table of chains lies: 109 places stand in the header, more in a chain of their own."""
        yield from _used(struct.unpack_from("<109I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(len(self._data) >> self._shift):
            if more >= _NO_SECTOR:
                return
            *places, more = _numbers(self._sector(more))
            yield from _used(places)

    def _chain(self, first: int) -> Iterator[bytes]:
        return map(self._sector, _followed(self._fat, first))

    def _directory(self, data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield each stream's name, first sector and size."""
        for place in range(0, len(data) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", data, place + 64)
            if 2 <= length <= 64:
                name = data[place : place + length - 2].decode("utf-16-le", "replace")
                yield name, struct.unpack_from("<II", data, place + 116)

    def stream(self, name: str) -> bytes:
        """Return a stream whole."""
        first, size = self.entries[name]
        if size >= self._cutoff:
            return b"".join(self._chain(first))[:size]
        pieces = (self._small[number << 6 : (number + 1) << 6] for number in _followed(self._small_fat, first))
        return b"".join(pieces)[:size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _used(sectors: tuple[int, ...] | list[int]) -> Iterator[int]:
    return (sector for sector in sectors if sector < _NO_SECTOR)


def _followed(table: tuple[int, ...] | list[int], first: int) -> Iterator[int]:
    """Yield the sectors of a chain. Raises Damaged for one that never ends."""
    number = first
    for _ in range(len(table) + 1):
        if number >= _NO_SECTOR:
            return
        yield number
        number = table[number]
    raise Damaged


def _compound(data: bytes) -> _Compound:
    try:
        return _Compound(data)
    except (struct.error, IndexError, KeyError):
        raise Damaged from None


def stream_names(data: bytes) -> frozenset[str]:
    """Return the names of the streams in a compound file. Raises Damaged."""
    return frozenset(_compound(data).entries)


def extents_of_sheets(data: bytes) -> list[Extent]:
    """Return how far each sheet of an .xls reaches, in their order. Raises Damaged, Protected and TooFar."""
    opened = _compound(data)
    name = next((name for name in _STREAMS if name in opened.entries), None)
    if name is None:
        raise Damaged
    try:
        return within_limits(_extents(opened.stream(name)))
    except (struct.error, IndexError):
        raise Damaged from None


def _extents(stream: bytes) -> list[Extent]:
    """Return the extents of the sheets that the workbook names, found by where each sheet's records begin."""
    named: list[int] = []
    begun: dict[int, Extent] = {}
    extent = Extent()
    for place, kind, body in _records(stream):
        if kind == _FILEPASS:
            raise Protected
        if kind == _BOUNDSHEET:
            named.append(struct.unpack_from("<I", body)[0])
        elif kind == _BOF:
            extent = begun[place] = Extent()
        else:
            _note(extent, kind, body)
    return [begun.get(place, Extent()) for place in named]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _note(extent: Extent, kind: int, body: bytes) -> None:
    """Note the cell, or the many cells side by side, of a record."""
    if kind in _CELLS:
        row, column = struct.unpack_from("<HH", body)
        extent.reach(row + 1, column + 1)
        if kind in _FORMULAS:
            extent.formulas.add((row + 1, column))
    elif kind in _MANY_CELLS:
        (row,), (last,) = struct.unpack_from("<H", body), struct.unpack_from("<H", body, len(body) - 2)
        extent.reach(row + 1, last + 1)
