"""The parts of a zip, each unfolded once and never beyond what the zip says of it.

A zip of a few kilobytes can hold gigabytes, say that it holds little, or name the same bytes a thousand times over. What it
says is therefore counted before anything is unfolded, and what is unfolded is held against what it said.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cached_property
from itertools import pairwise

MOST_BYTES_INSIDE = 120_000_000
MOST_PARTS = 2_000
_HEADER = struct.Struct("<4s22xHH")
_LOCAL = b"PK\x03\x04"
_UNDER_A_PASSWORD = 0x1


class Damaged(Exception):
    """A file that isn't what it seems, or is cut short."""


class Protected(Exception):
    """A file under a password."""


class Oversized(Exception):
    """A zip whose parts would take more memory than they should: so many bytes, of so many at most."""

    def __init__(self, found: int):
        super().__init__(f"{found} bytes")
        self.bytes, self.most = found, MOST_BYTES_INSIDE


class Folder:
    """A zip in memory. Raises Damaged, Protected or Oversized where it can't be trusted."""

    def __init__(self, data: bytes):
        self._data = data
        self._read: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as folder:
                self._parts = {item.filename: item for item in folder.infolist()}
                listed = len(folder.infolist())
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError):
            raise Damaged from None
        if listed > MOST_PARTS or listed != len(self._parts) or self._parts_overlap:
            raise Damaged

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._parts)

    @cached_property
    def _parts_overlap(self) -> bool:
        """Whether some bytes belong to two parts: so one bomb is counted as many."""
        spans = sorted((part.header_offset, part.header_offset + part.compress_size) for part in self._parts.values())
        return any(end > start for (_, end), (start, _) in pairwise(spans))

    def read(self, name: str) -> bytes:
        """Return a part whole. Raises Damaged where it is missing or is not what the zip says, Oversized, Protected."""
        if name not in self._read:
            self._read[name] = self._unfolded(name)
        return self._read[name]

    def _unfolded(self, name: str) -> bytes:
        part = self._parts.get(name)
        if part is None:
            raise Damaged
        if part.flag_bits & _UNDER_A_PASSWORD:
            raise Protected
        taken = part.file_size + sum(map(len, self._read.values()))
        if taken > MOST_BYTES_INSIDE:
            raise Oversized(taken)
        data = self._inflated(part)
        if len(data) != part.file_size or zlib.crc32(data) != part.CRC:
            raise Damaged
        return data

    def _inflated(self, part: zipfile.ZipInfo) -> bytes:
        """Return at most one byte more than the part is said to have: enough to tell that it lied."""
        folded = self._folded(part)
        if part.compress_type == zipfile.ZIP_STORED:
            return folded
        if part.compress_type != zipfile.ZIP_DEFLATED:
            raise Damaged
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(folded, part.file_size + 1)
        except zlib.error:
            raise Damaged from None

    def _folded(self, part: zipfile.ZipInfo) -> bytes:
        header = self._data[part.header_offset : part.header_offset + _HEADER.size]
        if len(header) < _HEADER.size or not header.startswith(_LOCAL):
            raise Damaged
        _, name, extra = _HEADER.unpack(header)
        start = part.header_offset + _HEADER.size + name + extra
        return self._data[start : start + part.compress_size]

    def only_what_was_read(self) -> bytes:
        """Return a zip of the parts that have been read, and of nothing else: no macros, no links, no other sheets."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as folder:
            for name, data in self._read.items():
                folder.writestr(name, data)
        return out.getvalue()
