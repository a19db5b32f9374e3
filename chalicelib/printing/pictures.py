"""Pictures of a seal and of a signature, as an office scans them: looked at before they are kept, and made fit to print."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from ..domain.errors import Unfit

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_BYTES = 2_000_000
MOST_PIXELS = 4_000
"""Of either side: a sheet of A4 scanned at 300 dots to the inch has 2,480 by 3,508."""

PRINTED_PIXELS = 600
"""Of the longer side as it is printed: 400 dots to the inch in a seal of 36 mm."""

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# A JPEG that appears bit by bit has some ten scans; each goes over the whole picture, and has room in forty bytes.
_SCAN, _MOST_SCANS = b"\xff\xda", 100
# What Pillow raises at bytes that are not what they seem, by the fuzzing of tests/printing/test_pictures.py.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, MemoryError)
_QUALITY = 90


def check_image(data: bytes) -> None:
    """Refuse a picture that can't be printed. Raises Unfit: no PNG or JPEG, more than 2 MB or 4,000 pixels, or broken."""
    _opened(data)


@lru_cache(maxsize=4)
def as_ink(data: bytes) -> bytes:
    """Return a picture as a JPEG on white, upright, at most 600 pixels long. Raises Unfit as `check_image`.

    It is printed by multiplying, so that white leaves what lies below as it is: a scan on white paper and a cut-out on
    nothing print alike.
    """
    from PIL import Image

    picture = _opened(data)
    picture.thumbnail((PRINTED_PIXELS, PRINTED_PIXELS), Image.Resampling.LANCZOS)
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    out = io.BytesIO()
    paper.convert("RGB").save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()


def _opened(data: bytes) -> Picture:
    """Return a picture whole, upright, with red, green, blue and how much it covers. Raises Unfit."""
    if not data.startswith((_PNG, _JPEG)):
        raise Unfit("unfit-picture-kind")
    if len(data) > MOST_BYTES:
        raise _too_large()
    if data.startswith(_JPEG) and data.count(_SCAN) > _MOST_SCANS:
        raise Unfit("unfit-picture-broken")
    try:
        return _decoded(data)
    except (*_BROKEN, struct.error, zlib.error) as error:
        raise Unfit("unfit-picture-broken") from error


def _decoded(data: bytes) -> Picture:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        # What Pillow only warns of (a bomb, a broken tag) is either refused by its size below, or does no harm.
        warnings.simplefilter("ignore")
        try:
            found = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        if max(found.size) > MOST_PIXELS:
            raise _too_large()
        upright = ImageOps.exif_transpose(found)
        if upright.mode.startswith("I"):  # Sixteen bits of grey, which Pillow would cut off at 255: all white.
            upright = upright.convert("I").point(lambda grey: grey / 256).convert("L")
        return upright.convert("RGBA")


def _too_large() -> Unfit:
    return Unfit("unfit-picture-large", most=MOST_BYTES // 1_000_000, pixels=MOST_PIXELS)
