"""Workbooks that nobody should have sent, made byte by byte: under passwords, of 1997, of lies, of a million cells."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file (MS-CFB, version 3) with ``streams`` in it."""
    bodies = [data.ljust(4096, b"\0").ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0") for data in streams.values()]
    directories = -(-(len(streams) + 1) // 4)
    others = directories + sum(len(body) // _SECTOR for body in bodies)
    fats = -(-others // 127)
    first, chains, starts = fats, [_FAT] * fats, []
    for length in (directories, *(len(body) // _SECTOR for body in bodies)):
        starts.append(first)
        chains += [*range(first + 1, first + length), _END]
        first += length
    entries = [_entry("Root Entry", 5, _END, 0)]
    entries += [_entry(name, 2, at, len(body)) for name, at, body in zip(streams, starts[1:], bodies, strict=True)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, fats, starts[0], 0, 4096, _END, 0, _END, 0, 0)
    header += struct.pack("<108I", *range(1, fats), *[_FREE] * (109 - fats))
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(fats * _SECTOR, b"\xff")
    return header + fat + b"".join(entries).ljust(directories * _SECTOR, b"\0") + b"".join(bodies)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded) + 2, kind, 1, _FREE, _FREE, _FREE)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def encrypted() -> bytes:
    """Return what Excel makes of a workbook under a password: the real one is inside, and can't be read."""
    return compound({"EncryptionInfo": bytes(200), "EncryptedPackage": bytes(range(256)) * 40})


def xls(rows: Sequence[Sequence[str | float]], name: str, more: bytes = b"", at_first: bytes = b"") -> bytes:
    """Return a workbook of Excel 97 with one sheet; ``more`` are further records of it, ``at_first`` of the workbook."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + at_first
    text = name.encode("utf-16-le")
    length = len(begin) + 4 + 8 + len(text) + 4
    sheet = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 1) + text)
    cells = b"".join(_cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line))
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + more + _record(0x000A, b"")
    return compound({"Workbook": begin + sheet + _record(0x000A, b"") + body})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)
    return xls_number(row, column, value)


def xls_number(row: int, column: int, value: float = 1.0) -> bytes:
    """Return the record of a number in a cell, counted from 0."""
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def xls_formula(row: int, column: int) -> bytes:
    """Return the record of a formula that has never been calculated."""
    return _record(0x0006, struct.pack("<HHHdHIH", row, column, 0, 0.0, 0, 0, 0))


def xls_password() -> bytes:
    """Return the record that stands at the beginning of a workbook of Excel 97 under a password."""
    return _record(0x002F, struct.pack("<HH", 0, 0) + bytes(50))


def xlsx(cells: str, parts: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """Return the parts of a workbook whose one sheet, “Câu hỏi”, holds the XML ``cells``; ``parts`` replace some."""
    listed = '<sheet name="Câu hỏi" sheetId="1" r:id="rId1"/>'
    made = {
        "_rels/.rels": f'{_XML}<Relationships {_RELATIONS}><Relationship Id="r" Type="{_TYPES}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook {_MAIN} xmlns:r="{_TYPES}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{_XML}<Relationships {_RELATIONS}>"
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_TYPES}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number in (1, 2)
        )
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f"{_XML}<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"{_XML}<worksheet {_MAIN}><sheetData/></worksheet>",
    } | dict(parts or {})
    return {name: text.encode() for name, text in made.items()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return ``parts`` as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in parts.items():
            folder.writestr(name, data)
    return out.getvalue()


def lying(data: bytes, name: str, size: int) -> bytes:
    """Return the zip ``data`` with both of its headers saying that ``name`` has ``size`` bytes, and their right checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        part, whole, place = folder.getinfo(name), folder.read(name), folder.start_dir
    check = struct.pack("<I", zlib.crc32(whole[:size]))
    changed = bytearray(data)
    directory = changed.index(name.encode(), place) - 46
    for start, at in ((part.header_offset, 14), (directory, 16)):
        changed[start + at : start + at + 4] = check
        changed[start + at + 8 : start + at + 12] = struct.pack("<I", size)
    return bytes(changed)


def overlapping(parts: Mapping[str, bytes], name: str, times: int) -> bytes:
    """Return a zip whose directory names the bytes of ``name`` so many times more: one bomb, counted as many."""
    data = zipped(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        start, count = folder.start_dir, len(folder.infolist())
    entry = data.index(name.encode(), start) - 46
    length = 46 + len(name)
    copies = b"".join(data[entry : entry + 46] + name.encode()[:-5] + b"%05d" % number for number in range(times))
    directory = data[start : data.index(b"PK\x05\x06", start)] + copies
    assert len(data[entry : entry + length]) == length
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + times, count + times, len(directory), start, 0)
    return data[:start] + directory + end


def ods(rows: str, name: str = "Câu hỏi", manifest: str = "") -> bytes:
    """Return an OpenDocument spreadsheet whose one table holds the XML ``rows``."""
    names = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table>'
    content = f"{_XML}<office:document-content {names}>{body}</office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>".encode(),
            "content.xml": content.encode(),
        }
    )
