"""Pictures of seals and signatures: printed alike however they were scanned, refused where they are not what they seem."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from chalicelib.domain.errors import Unfit
from chalicelib.printing.pictures import MOST_BYTES, as_ink, check_image
from tests.sizes import size

RED = (200, 20, 30)


def picture(kind: str = "PNG", mode: str = "RGB", wide: int = 80, high: int = 40, **settings: object) -> bytes:
    """Return a picture with a red left half, the right half white, or nothing where there is transparency."""
    drawn = Image.new("RGBA", (wide, high), (255, 255, 255, 0 if "A" in mode else 255))
    drawn.paste((*RED, 255), (0, 0, wide // 2, high))
    out = io.BytesIO()
    drawn.convert(mode).save(out, kind, **settings)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wide: int, high: int, *others: bytes) -> bytes:
    """Return a small PNG that says it is ``wide`` by ``high`` pixels, with some other chunks before its few bytes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(others) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def refusal(data: bytes) -> str:
    with pytest.raises(Unfit) as refused:
        check_image(data)
    return refused.value.code


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_scan_on_white_and_a_cut_out_on_nothing_print_alike(mode: str):
    printed = pixels(as_ink(picture(mode=mode)))

    assert all(abs(found - asked) < 12 for found, asked in zip(printed.getpixel((20, 20)), RED, strict=True))
    assert min(printed.getpixel((60, 20))) > 250


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "LA"), ("PNG", "1")])
def test_other_ways_of_keeping_colour_are_taken(kind: str, mode: str):
    drawn = Image.new("RGB", (80, 40), "white")
    drawn.paste((0, 0, 0), (0, 0, 40, 40))
    out = io.BytesIO()
    drawn.convert("L").convert(mode).save(out, kind)

    printed = pixels(as_ink(out.getvalue()))

    assert (max(printed.getpixel((20, 20))) < 30, min(printed.getpixel((60, 20))) > 240) == (True, True)


def test_sixteen_bits_of_grey_stay_grey():
    out = io.BytesIO()
    Image.new("I;16", (40, 40), 128 * 256).save(out, "PNG")

    assert pixels(as_ink(out.getvalue())).getpixel((20, 20)) == (128, 128, 128)


def test_a_photograph_taken_sideways_is_printed_upright():
    turned = Image.Exif()
    turned[0x0112] = 6

    assert pixels(as_ink(picture("JPEG", exif=turned))).size == (40, 80)


def test_a_large_scan_is_printed_at_the_resolution_of_print():
    assert pixels(as_ink(picture(wide=2000, high=1000))).size == (600, 300)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<svg/>", b"GIF89a" + bytes(30), picture("TIFF"), picture("BMP")])
def test_what_is_neither_png_nor_jpeg_is_refused(data: bytes):
    assert refusal(data) == "unfit-picture-kind"


@pytest.mark.parametrize(
    "data",
    [
        picture() + bytes(MOST_BYTES),
        png(4_001, 10),
        png(10, 4_001),
        png(12_000, 12_000),
        png(60_000, 60_000),
        png(2**31 - 1, 2**31 - 1),
    ],
    ids=["bytes", "wide", "high", "warned-of", "bomb", "most"],
)
def test_what_is_too_large_is_refused_before_it_is_unfolded(data: bytes):
    assert refusal(data) == "unfit-picture-large"


@pytest.mark.parametrize(
    "data",
    [
        png(100, 100),
        png(0, 10),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"<?php ?>" * 40,
        picture()[:-40],
        picture("JPEG")[:-300],
        png(20, 20, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))),
        png(20, 20, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))),
    ],
    ids=["short", "flat", "bare-png", "bare-jpeg", "php", "cut-png", "cut-jpeg", "text-bomb", "profile-bomb"],
)
def test_what_is_broken_is_refused(data: bytes):
    assert refusal(data) == "unfit-picture-broken"


def test_a_jpeg_that_goes_over_itself_for_ever_is_refused_and_one_that_appears_bit_by_bit_is_taken():
    gradual = picture("JPEG", progressive=True)
    last = gradual[gradual.rindex(b"\xff\xda") : -2]

    check_image(gradual)

    assert refusal(gradual[:-2] + last * 200 + b"\xff\xd9") == "unfit-picture-broken"


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_bytes_changed_at_will_give_a_picture_or_a_refusal_and_nothing_else(kind: str):
    chance = random.Random(6)
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "dấu", zip=True)
    whole = picture("PNG", "P", pnginfo=note) if kind == "PNG" else picture("JPEG", exif=Image.Exif())
    told = {"picture": 0, "refused": 0}

    for _ in range(size(300, 20_000)):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(3, len(data))] = chance.randrange(256)
        try:
            as_ink(bytes(data[: chance.choice([len(data), chance.randrange(3, len(data))])]))
            told["picture"] += 1
        except Unfit:
            told["refused"] += 1

    assert min(told.values()) > 0
