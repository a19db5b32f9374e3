"""Certificates: one sheet of A4 for each, lying, as public bodies here print them; and their archive.

What stands on one: the national heading, who issues it, what it is called, whose it is, for what, where and when, who signs,
its number, and the address of the page that confirms it, as text and as a QR code (docs/decisions/0022-certificates.md).
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from ..domain.vietnamese import slug
from ..domain.words import say
from .pictures import as_ink, check_image
from .typesetting import BOLD, ITALIC, REGULAR, Block, NoGlyph, NoRoom, Setting, draw, face, fitted, width

__all__ = ["Certificate", "NoGlyph", "NoRoom", "Style", "archive", "certificate_pdf", "check_image"]

PAGE = (841.89, 595.28)
"""A4, lying, in points."""


@dataclass(frozen=True)
class Certificate:
    """What is one certificate's own. ``recipient`` is a person's full name or a unit's; ``unit_name`` may be empty.

    ``achievement`` is a sentence's end such as ``Đã đạt Giải Nhì – Tuần 1``. The QR code holds ``check_address``;
    ``check_text`` is the same without its scheme, for people to type.
    """

    number: str
    recipient: str
    unit_name: str
    achievement: str
    contest_title: str
    round_name: str
    issued_on: dt.date
    check_address: str
    check_text: str


@dataclass(frozen=True)
class Style:
    """What all certificates of a contest share, as its definition has it. ``seal`` and ``signature`` are PNG or JPEG."""

    title: str
    issuer: str
    place: str
    signer_title: str
    signer_name: str | None = None
    seal: bytes | None = None
    signature: bytes | None = None


def certificate_pdf(certificates: Sequence[Certificate], style: Style, *, as_text: bool = False) -> bytes:
    """Return a PDF with one page for each of ``certificates``, at least one; the same values give the same bytes.

    ``as_text`` gives a file of ASCII alone, a quarter longer, for where only text passes. Raises NoGlyph and NoRoom before
    anything is drawn, and Unfit for a seal or signature that `check_image` refuses.
    """
    pages = [_laid_out(each, style) for each in certificates]
    out = io.BytesIO()
    canvas = _canvas(out, certificates, style, as_text)
    _keep_sheet(canvas, style)
    for certificate, page in zip(certificates, pages, strict=True):
        _draw_page(canvas, certificate, page)
    canvas.save()
    # The comment in the second line says that the file is binary. Of the same length, so that every offset stays.
    return out.getvalue().replace(_IS_BINARY, _IS_TEXT, 1) if as_text else out.getvalue()


_IS_BINARY, _IS_TEXT = b"\n%\x93\x8c\x8b\x9e ", b"\n%text "


# --- where everything stands, in points from the lower left ----------------------------------------------------------

_RED, _GOLD, _INK = (0.62, 0.08, 0.10), (0.72, 0.56, 0.22), (0.08, 0.08, 0.10)
_LEFT, _RIGHT = 62.0, PAGE[0] - 62
_WIDE = _RIGHT - _LEFT
_HEADING_TOP = 560.0
_MIDDLE_TOP, _MIDDLE_BOTTOM = 513.0, 211.0
_MOST_BETWEEN = 14.0

_SIGNER_LEFT, _SIGNER_RIGHT = 470.0, 770.0
_DATE_TOP, _SIGNER_TOP, _NAME_TOP = 196.0, 178.0, 64.0
_SIGNATURE_MIDDLE = (620.0, 104.0)
_SIGNATURE_BOX = (150.0, 60.0)
_SEAL_BOX = (102.0, 102.0)  # 36 mm, as the seals of public bodies are.

_CODE_LEFT, _CODE_BOTTOM, _CODE_SIZE = 48.0, 44.0, 100.0
_BESIDE_CODE, _BESIDE_TOP, _BESIDE_WIDE = 152.0, 112.0, 240.0
# A QR code needs a margin of four modules; a seventh of it may be lost to creases and stains.
_QUIET, _ERROR = 4, "m"


@dataclass(frozen=True)
class _Page:
    """A certificate's texts as they will stand: the middle from top to bottom, the signer's, and those beside the code."""

    middle: tuple[tuple[Setting, tuple[float, float, float]], ...]
    date: Setting
    signer_title: Setting
    signer_name: Setting | None
    number: Setting
    check: Setting
    address: Setting


def _laid_out(certificate: Certificate, style: Style) -> _Page:
    own = f"{certificate.number} · "
    number = say("certificate.number", number=certificate.number)
    signer = style.signer_name
    return _Page(
        middle=tuple((fitted(block), colour) for block, colour in _middle(certificate, style, own) if block.text.strip()),
        date=fitted(Block("certificates.place", dated(style.place, certificate.issued_on), ITALIC, 300, 17, 13.5)),
        signer_title=_shared(Block("certificates.signer_title", style.signer_title, BOLD, 300, 33, 13.5, 7)),
        signer_name=_shared(Block("certificates.signer_name", signer, BOLD, 300, 18, 14)) if signer else None,
        number=fitted(Block(own + "number", number, BOLD, _BESIDE_WIDE, 16, 12)),
        check=_shared(Block("certificate.check", say("certificate.check"), ITALIC, _BESIDE_WIDE, 15, 11)),
        address=fitted(Block(own + "check_text", certificate.check_text, REGULAR, _BESIDE_WIDE, 33, 9, 6, address=True)),
    )


def _middle(certificate: Certificate, style: Style, own: str) -> list[tuple[Block, tuple[float, float, float]]]:
    unit = certificate.unit_name and say("certificate.unit", unit=certificate.unit_name)
    return [
        (Block("certificates.issuer", style.issuer, BOLD, _WIDE, 37, 15, 7), _INK),
        (Block("certificates.title", style.title, BOLD, _WIDE, 52, 42, 14), _RED),
        (Block("certificate.certifies", say("certificate.certifies"), ITALIC, _WIDE, 18, 15), _INK),
        (Block(own + "recipient", certificate.recipient, BOLD, _WIDE - 40, 58, 34, 9), _RED),
        (Block(own + "unit_name", unit, REGULAR, _WIDE, 34, 15), _INK),
        (Block(own + "achievement", certificate.achievement, BOLD, _WIDE, 44, 22), _INK),
        (Block(own + "contest_title", _contest(certificate), ITALIC, _WIDE, 34, 15), _INK),
    ]


def _contest(certificate: Certificate) -> str:
    """Return the contest's title, and the round's name unless the achievement has it already."""
    if not certificate.round_name or certificate.round_name in certificate.achievement:
        return certificate.contest_title
    return f"{certificate.contest_title}, {certificate.round_name}"


@lru_cache(maxsize=64)
def _shared(block: Block) -> Setting:
    """Return what stands on every certificate alike, set once."""
    return fitted(block)


def achievement(prize_name: str, round_name: str) -> str:
    """Return what a certificate is for: ``Đã đạt Giải Nhì – Tuần 1``; of the contest as a whole there is no round.

    Who has no prize has taken part.
    """
    if not prize_name:
        return say("certificate.participated")
    key = "certificate.won" if round_name else "certificate.won-whole"
    return say(key, prize=prize_name, round=round_name)


def dated(place: str, day: dt.date) -> str:
    """Return the line of place and date: ``Hải Phòng, ngày 05 tháng 02 năm 2023``.

    Days below 10, and the months 1 and 2, have a nought before them (Nghị định 30/2020/NĐ-CP, phụ lục I).
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return say("certificate.date", place=place, day=f"{day.day:02d}", month=month, year=day.year)


# --- drawing ---------------------------------------------------------------------------------------------------------


def _canvas(out: io.BytesIO, certificates: Sequence[Certificate], style: Style, as_text: bool) -> Any:
    """Return a canvas whose document says what it is and in which language, and neither who made it nor when."""
    from reportlab import rl_config
    from reportlab.pdfbase.pdfdoc import PDFBase85Encode, PDFZCompress
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = int(as_text)  # Of pictures. Else streams as they are: text armour makes a file a quarter longer.
    first = face(REGULAR).fontName
    canvas = Canvas(out, PAGE, pageCompression=int(not as_text), invariant=1, lang="vi", initialFontName=first)
    if as_text:
        # Not by ``pageCompression``, which leaves the bytes of a font as they are.
        canvas._doc.defaultStreamFilters = [PDFBase85Encode, PDFZCompress]
    whose = certificates[0].recipient if len(certificates) == 1 else certificates[0].contest_title
    canvas.setTitle(f"{style.title} – {whose}")
    canvas.setSubject(certificates[0].contest_title)
    canvas.setAuthor("")
    canvas.setCreator("")
    issued = certificates[0].issued_on
    canvas.setDateFormatter(lambda *_: f"D:{issued:%Y%m%d}000000+07'00'")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _keep_sheet(canvas: Any, style: Style) -> None:
    """Keep what every page has below its text, so that it is in the file once."""
    canvas.beginForm("sheet")
    _draw_frame(canvas)
    canvas.endForm()
    canvas.beginForm("ink")
    _draw_ink(canvas, style)
    canvas.endForm()


def _draw_frame(canvas: Any) -> None:
    """Draw the double border, with a small square in each corner."""
    canvas.setStrokeColorRGB(*_RED)
    _draw_border(canvas, 20, 3)
    canvas.setStrokeColorRGB(*_GOLD)
    _draw_border(canvas, 27, 1)
    canvas.setFillColorRGB(*_RED)
    for x in (27.0, PAGE[0] - 27):
        for y in (27.0, PAGE[1] - 27):
            canvas.rect(x - 4, y - 4, 8, 8, stroke=0, fill=1)


def _draw_border(canvas: Any, inset: float, line: float) -> None:
    canvas.setLineWidth(line)
    canvas.rect(inset, inset, PAGE[0] - 2 * inset, PAGE[1] - 2 * inset)


def _draw_ink(canvas: Any, style: Style) -> None:
    """Draw signature and seal; the seal covers the left third of the signature, as the rules for seals ask."""
    left, third = _SIGNATURE_MIDDLE[0] - _SIGNATURE_BOX[0] / 2, _SIGNATURE_BOX[0] / 3
    if style.signature:
        wide = _draw_picture(canvas, style.signature, _SIGNATURE_BOX, _SIGNATURE_MIDDLE)
        left, third = _SIGNATURE_MIDDLE[0] - wide / 2, wide / 3
    if style.seal:
        _draw_picture(canvas, style.seal, _SEAL_BOX, (left + third - _SEAL_BOX[0] / 2, _SIGNATURE_MIDDLE[1] + 6))


def _draw_picture(canvas: Any, data: bytes, box: tuple[float, float], middle: tuple[float, float]) -> float:
    """Draw a picture as large as fits ``box``, its middle at ``middle``; return how wide it has become."""
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(io.BytesIO(as_ink(data)))
    wide, high = picture.getSize()
    scale = min(box[0] / wide, box[1] / high)
    wide, high = wide * scale, high * scale
    canvas.drawImage(picture, middle[0] - wide / 2, middle[1] - high / 2, wide, high)
    return float(wide)


def _draw_page(canvas: Any, certificate: Certificate, page: _Page) -> None:
    canvas.doForm("sheet")
    canvas.setFillColorRGB(*_INK)
    _draw_heading(canvas)
    _draw_middle(canvas, page)
    canvas.setFillColorRGB(*_INK)
    draw(canvas, page.date, _SIGNER_LEFT, _DATE_TOP, _SIGNER_RIGHT)
    draw(canvas, page.signer_title, _SIGNER_LEFT, _SIGNER_TOP, _SIGNER_RIGHT)
    if page.signer_name:
        draw(canvas, page.signer_name, _SIGNER_LEFT, _NAME_TOP, _SIGNER_RIGHT)
    _draw_code(canvas, certificate.check_address)
    _draw_beside_code(canvas, page)
    canvas.saveState()
    canvas.setBlendMode("Multiply")  # As ink on paper: what lies below stays to be read.
    canvas.doForm("ink")
    canvas.restoreState()
    canvas.showPage()


def _draw_heading(canvas: Any) -> None:
    """Draw the state's name and motto with the line below them, as on every paper of a public body."""
    country = _shared(Block("certificate.country", say("certificate.country"), BOLD, _WIDE, 18, 14))
    motto = _shared(Block("certificate.motto", say("certificate.motto"), BOLD, _WIDE, 19, 15))
    draw(canvas, country, _LEFT, _HEADING_TOP, _RIGHT)
    draw(canvas, motto, _LEFT, _HEADING_TOP - 17, _RIGHT)
    half = width(motto.lines[0], motto.face, motto.size) / 2
    canvas.setStrokeColorRGB(*_INK)
    canvas.setLineWidth(0.9)
    canvas.line(PAGE[0] / 2 - half, _HEADING_TOP - 38, PAGE[0] / 2 + half, _HEADING_TOP - 38)


def _draw_middle(canvas: Any, page: _Page) -> None:
    """Draw the texts of the middle one below the other, with the room that is left spread between them."""
    free = _MIDDLE_TOP - _MIDDLE_BOTTOM - sum(setting.height for setting, _ in page.middle)
    between = min(_MOST_BETWEEN, free / (len(page.middle) - 1))
    top = _MIDDLE_TOP - (free - between * (len(page.middle) - 1)) / 2
    for setting, colour in page.middle:
        canvas.setFillColorRGB(*colour)
        draw(canvas, setting, _LEFT, top, _RIGHT)
        top -= setting.height + between


def _draw_code(canvas: Any, address: str) -> None:
    """Draw the QR code of ``address`` as rectangles: sharp on every printer, and small."""
    import segno

    matrix = segno.make(address, error=_ERROR, micro=False).matrix
    module = _CODE_SIZE / (len(matrix) + 2 * _QUIET)
    path = canvas.beginPath()
    for number, row in enumerate(matrix):
        bottom = _CODE_BOTTOM + _CODE_SIZE - (number + 1 + _QUIET) * module
        for start, length in _dark_runs(row):
            path.rect(_CODE_LEFT + (start + _QUIET) * module, bottom, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _dark_runs(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Give where each run of dark modules starts in a row, and how long it is."""
    start = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield start, length
        start += length


def _draw_beside_code(canvas: Any, page: _Page) -> None:
    top = _BESIDE_TOP
    for setting in (page.number, page.check, page.address):
        draw(canvas, setting, _BESIDE_CODE, top)
        top -= setting.height + 4


# --- the archive -----------------------------------------------------------------------------------------------------

_EPOCH = (1980, 1, 1, 0, 0, 0)


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of PDFs, each given with the name that it is for: ``Nguyễn Văn An`` becomes ``01-nguyen-van-an.pdf``.

    The number is the place in ``files``: no two are called alike. It says nothing of when and by whom it was made.
    """
    listed = list(files)
    digits = max(2, len(str(len(listed))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for place, (name, data) in enumerate(listed, 1):
            entry = zipfile.ZipInfo(file_name(place, digits, name), _EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            packed.writestr(entry, data)
    return out.getvalue()


def file_name(place: int, digits: int, name: str) -> str:
    """Return a name that every system can keep: number first, then ASCII, at most 80 characters, ``.pdf`` last."""
    return f"{f'{place:0{digits}d}-{slug(name)}'[:76].rstrip('-')}.pdf"
