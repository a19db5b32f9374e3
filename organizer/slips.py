"""Codes on paper: slips to cut out, unit by unit, and the QR code that leads to a contest.

A slip's QR code holds the address of the contest and, behind the ``#``, the code alone: what stands there is sent to no
server, and neither a name nor an identifier ever stands in an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import segno

from chalicelib.domain.faults import Faulty
from chalicelib.domain.roster import plain_code
from chalicelib.domain.sheets import Column, Row, Table, read_sheet
from chalicelib.domain.vietnamese import name_key

from .people import HEADER

SHEET = "Mã dự thi"
COLUMNS = tuple(Column(key, header) for key, header in zip(("name", "identifier", "unit", "code"), HEADER, strict=True))
ON_A_PAGE = 10
_CODE_SYMBOLS = 8

# A code is read from paper that has been folded: a quarter of it may be lost.
_ERROR = "q"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to one person. Of the identifier only the end is kept: it tells two of one name apart."""

    full_name: str
    ends: str
    unit: str
    code: str


def read_slips(table: Table) -> list[Slip]:
    """Return the slips in a file of codes, by unit, in each by given name. Raises Faulty with every fault, by cell."""
    sheet = read_sheet(table, COLUMNS)
    faults = [*sheet.faults, *(row.fault("code", "slips.no-code") for row in sheet.rows if not _is_code(row.text("code")))]
    if faults:
        raise Faulty(faults)
    return sorted(map(_slip, sheet.rows), key=lambda slip: (_words_key(slip.unit), name_key(slip.full_name), slip.ends))


def _is_code(text: str) -> bool:
    return len(plain_code(text)) == _CODE_SYMBOLS


def _slip(row: Row) -> Slip:
    return Slip(row.text("name"), row.text("identifier")[-4:], row.text("unit"), row.text("code"))


def _words_key(text: str) -> list[object]:
    """Return what sorts names of units as a dictionary does: word by word from the first."""
    return [name_key(word) for word in text.split()]


def contest_address(site: str, contest: str) -> str:
    """Return where people find a contest."""
    return f"{site.rstrip('/')}/{contest}/"


def slip_address(site: str, contest: str, code: str) -> str:
    """Return what a slip's QR code leads to: the code stands in the fragment, which no server is sent."""
    return f"{contest_address(site, contest)}#ma={quote(code, safe='')}"


def slips_page(slips: Sequence[Slip], site: str, contest: str, title: str) -> str:
    """Return the page to print: each unit begins on a new sheet of A4, ten slips on each, with everything in it."""
    sheets = "\n".join(_sheets(slips, site, contest, title))
    return _page(
        f"Phiếu mã dự thi – {title}", _SLIPS_CSS, f"<main>\n<h1>Phiếu mã dự thi – {escape(title)}</h1>\n{sheets}\n</main>"
    )


def _sheets(slips: Sequence[Slip], site: str, contest: str, title: str) -> Iterator[str]:
    for unit, of_unit in groupby(slips, key=lambda slip: slip.unit):
        theirs = list(of_unit)
        pages = [theirs[first : first + ON_A_PAGE] for first in range(0, len(theirs), ON_A_PAGE)]
        for number, page in enumerate(pages, 1):
            cover = f"<h2>{escape(unit or 'Không thuộc đơn vị nào')}</h2>"
            count = f"<p>{len(theirs)} phiếu · tờ {number}/{len(pages)}</p>"
            printed = "".join(_printed(slip, site, contest, title) for slip in page)
            yield f"<section>\n<header>{cover}{count}</header>\n<ul>{printed}</ul>\n</section>"


def _printed(slip: Slip, site: str, contest: str, title: str) -> str:
    label = f"Mã QR đăng nhập của {slip.full_name}"
    return (
        f"<li>{_svg(slip_address(site, contest, slip.code), label)}<div>"
        f'<p class="title">{escape(title)}</p><p class="name">{escape(slip.full_name)}</p>'
        f'<p>Mã định danh <span lang="en">(ID)</span>: …{escape(slip.ends)}</p>'
        f'<p>Mã dự thi <span lang="en">(code)</span></p><p class="code">{escape(slip.code)}</p>'
        f'<p class="address">{escape(contest_address(site, contest))}</p></div></li>'
    )


def poster_page(site: str, contest: str, title: str) -> str:
    """Return a page with the contest's QR code to be hung up: a sheet of A4."""
    address = contest_address(site, contest)
    body = (
        f"<main><h1>{escape(title)}</h1>{_svg(address, 'Mã QR vào trang của cuộc thi')}"
        f'<p>Quét mã để vào trang cuộc thi<br><span lang="en">Scan to open the contest</span></p>'
        f'<p class="address">{escape(address)}</p></main>'
    )
    return _page(title, _POSTER_CSS, body)


def write_picture(site: str, contest: str, to: Path) -> None:
    """Write the contest's QR code as the picture (``.svg`` or ``.png``) that is sent into groups."""
    segno.make(contest_address(site, contest), error=_ERROR, micro=False).save(str(to), scale=16, border=4, light="white")


def _svg(text: str, label: str) -> str:
    """Return a QR code drawn in the page itself, as wide as its place, on white and with the margin that readers need."""
    drawn: str = segno.make(text, error=_ERROR, micro=False).svg_inline(border=4, omitsize=True, light="white")
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def _page(title: str, css: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{_CSS}{css}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def units_of(slips: Iterable[Slip]) -> int:
    """Return how many units there are slips for."""
    return len({slip.unit for slip in slips})


_CSS = """
@page { size: A4; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff; font: 10pt/1.3 "Be Vietnam Pro", "Noto Sans", Arial, sans-serif; }
main { width: 190mm; max-width: 100%; margin: 0 auto; }
p { margin: 0; }
.address { font-size: 8pt; overflow-wrap: anywhere; }
"""

_SLIPS_CSS = """
h1 { font-size: 13pt; margin: 4mm 0; }
section { break-after: page; }
section:last-child { break-after: auto; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 4mm; height: 12mm; overflow: hidden; }
h2 { font-size: 12pt; line-height: 1.15; margin: 0; max-height: 11mm; overflow: hidden; }
header p { white-space: nowrap; }
ul { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); margin: 0; padding: 0; list-style: none; }
li { display: flex; gap: 2mm; align-items: center; height: 52mm; padding: 2mm; border: .3mm dashed #666; overflow: hidden; }
li svg { flex: none; width: 38mm; height: 38mm; }
li div { min-width: 0; }
.title { font-size: 8pt; max-height: 2.6em; overflow: hidden; }
.name { font-size: 12pt; font-weight: 700; line-height: 1.2; max-height: 3.6em; overflow: hidden; overflow-wrap: anywhere; }
.code { font: 700 16pt/1.3 ui-monospace, Consolas, monospace; white-space: nowrap; }
@media print { h1 { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); } }
"""

_POSTER_CSS = """
main { text-align: center; }
h1 { font-size: 26pt; line-height: 1.25; margin: 12mm 0 8mm; overflow-wrap: anywhere; }
main svg { width: 140mm; max-width: 100%; height: auto; }
main p { font-size: 18pt; margin: 6mm 0; }
.address { font-size: 16pt; }
"""
