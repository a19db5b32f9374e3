"""Certificates, read back from the PDF: what stands on them, where, in which type; the code; their archive."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import time
import unicodedata
import zipfile
from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image

from chalicelib.domain.errors import Unfit
from chalicelib.printing.certificates import (
    PAGE,
    Certificate,
    NoGlyph,
    NoRoom,
    Style,
    archive,
    certificate_pdf,
    dated,
)
from chalicelib.printing.typesetting import FACES
from tests.printing.sheets import Sheets, Text

CERTIFICATE = Certificate(
    number="02/GCN-tuan-1",
    recipient="Nguyễn Thị Ánh Nguyệt",
    unit_name="Sở Nội vụ",
    achievement="Đã đạt Giải Nhì – Tuần 1",
    contest_title="Cuộc thi “Tìm hiểu cải cách hành chính”",
    round_name="Tuần 1",
    issued_on=dt.date(2023, 11, 20),
    check_address="https://thi.example.vn/hai-phong-2023/gcn/#tuan-1.4f7a9c01d2e3b4a5",
    check_text="thi.example.vn/hai-phong-2023/gcn/#tuan-1.4f7a9c01d2e3b4a5",
)
STYLE = Style("GIẤY CHỨNG NHẬN", "Ban Tổ chức Cuộc thi", "Hải Phòng", "TM. Ban Tổ chức\nTrưởng ban", "Vũ Đức Ưng")
PERSON = "Công Tằng Tôn Nữ Nguyễn Phúc Hoàng Thị Phương Thảo Nguyên An"
UNIT = "Ban Quản lý Dự án đầu tư xây dựng các công trình giao thông và nông nghiệp tỉnh Lạng Sơn 1"
INNER_BORDER = 28.0


def ink(kind: str, wide: int, high: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (wide, high), (180, 20, 30)).save(out, kind)
    return out.getvalue()


INKED = replace(STYLE, seal=ink("PNG", 400, 400), signature=ink("JPEG", 300, 100))


def sheets(certificate: Certificate = CERTIFICATE, style: Style = STYLE) -> Sheets:
    return Sheets(certificate_pdf([certificate], style))


def lines(read: Sheets, page: int = 0) -> list[str]:
    return read.text(page).splitlines()


class TestWhatStandsOnIt:
    def test_every_line_of_a_winners_certificate(self):
        assert lines(sheets()) == [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập – Tự do – Hạnh phúc",
            "Ban Tổ chức Cuộc thi",
            "GIẤY CHỨNG NHẬN",
            "Chứng nhận",
            "Nguyễn Thị Ánh Nguyệt",
            "Đơn vị: Sở Nội vụ",
            "Đã đạt Giải Nhì – Tuần 1",
            "Cuộc thi “Tìm hiểu cải cách hành chính”",
            "Hải Phòng, ngày 20 tháng 11 năm 2023",
            "TM. Ban Tổ chức",
            "Trưởng ban",
            "Vũ Đức Ưng",
            "Số: 02/GCN-tuan-1",
            "Quét mã để kiểm tra",
            "thi.example.vn/hai-phong-2023/gcn/#tuan-1.4f7a9c01d2e3b4a5",
        ]

    def test_whoever_has_no_unit_and_no_signers_name_has_no_empty_line_for_them(self):
        read = lines(sheets(replace(CERTIFICATE, unit_name=""), replace(STYLE, signer_name=None)))

        assert [line for line in read if "Đơn vị" in line or not line.strip() or "Vũ Đức" in line] == []
        assert len(read) == 14

    def test_the_round_is_named_once(self):
        achieved = replace(CERTIFICATE, achievement="Đã tham gia Cuộc thi")

        assert sheets().text().count("Tuần 1") == 1
        assert "Cuộc thi “Tìm hiểu cải cách hành chính”, Tuần 1" in lines(sheets(achieved))

    def test_text_that_comes_decomposed_is_printed_composed(self):
        decomposed = replace(CERTIFICATE, recipient=unicodedata.normalize("NFD", CERTIFICATE.recipient))

        assert decomposed != CERTIFICATE
        assert sheets(decomposed).text() == sheets().text()

    @pytest.mark.parametrize(
        ("day", "written"),
        [
            (dt.date(2023, 2, 5), "ngày 05 tháng 02 năm 2023"),
            (dt.date(2023, 3, 15), "ngày 15 tháng 3 năm 2023"),
            (dt.date(2023, 12, 31), "ngày 31 tháng 12 năm 2023"),
        ],
    )
    def test_a_date_is_written_as_in_a_public_bodys_papers(self, day: dt.date, written: str):
        assert dated("Huế", day) == f"Huế, {written}"

    def test_a_mark_without_a_letter_of_its_own_stands_above_its_letter(self):
        texts = sheets(replace(CERTIFICATE, recipient="Kpă Ơ̆ Niê")).texts()

        at = next(number for number, text in enumerate(texts) if text.text == "Kpă Ơ")
        letter, mark, rest = texts[at : at + 3]
        assert (mark.text, rest.text, rest.left) == ("\u0306", " Niê", pytest.approx(letter.right, abs=0.01))
        assert letter.right - 0.5 * letter.size < mark.left < letter.right
        assert mark.y > letter.y == rest.y


class TestAsText:
    def test_a_file_of_text_is_the_same_certificate_and_holds_no_other_byte(self):
        told = certificate_pdf([CERTIFICATE], INKED, as_text=True)

        assert told.isascii()
        assert lines(Sheets(told)) == lines(sheets(style=INKED))
        assert Sheets(told).codes() == [CERTIFICATE.check_address]
        assert len(Sheets(told).pictures()) == 2

    def test_it_leaves_the_next_file_as_short_as_ever(self):
        before = certificate_pdf([CERTIFICATE], STYLE)

        certificate_pdf([CERTIFICATE], STYLE, as_text=True)

        assert certificate_pdf([CERTIFICATE], STYLE) == before


class TestTheCode:
    @pytest.mark.parametrize("longer", ["", "&" + "4f7a9c01" * 10], ids=["usual", "long"])
    def test_a_phone_reads_the_address_from_it(self, longer: str):
        certificate = replace(CERTIFICATE, check_address=CERTIFICATE.check_address + longer)

        assert sheets(certificate).codes() == [certificate.check_address]

    def test_every_page_has_its_own(self):
        several = [replace(CERTIFICATE, check_address=f"https://thi.example.vn/gcn/#{number}") for number in range(3)]

        read = Sheets(certificate_pdf(several, STYLE))

        assert [read.codes(page) for page in range(3)] == [[each.check_address] for each in several]

    def test_nothing_stands_in_its_margin(self):
        read = sheets()

        module = min(width for _, _, width, _ in read.rectangles())
        left, bottom = (min(r[at] for r in read.rectangles()) - 4 * module for at in (0, 1))
        right, top = (max(r[at] + r[at + 2] for r in read.rectangles()) + 4 * module for at in (0, 1))
        inside = [t.text for t in read.texts() if t.right > left and t.left < right and bottom < t.y + t.size and t.y < top]
        assert (inside, left > INNER_BORDER, bottom > INNER_BORDER) == ([], True, True)


class TestRoom:
    @pytest.mark.parametrize(
        "certificate",
        [
            CERTIFICATE,
            replace(CERTIFICATE, recipient="Y"),
            replace(CERTIFICATE, recipient=PERSON, unit_name=UNIT),
            replace(CERTIFICATE, recipient=UNIT, unit_name=""),
            replace(CERTIFICATE, recipient="M" * 60),
            replace(
                CERTIFICATE,
                recipient=f"{UNIT} {UNIT}",
                unit_name=f"{UNIT} {UNIT}",
                achievement=f"{UNIT} {UNIT}",
                contest_title=f"{UNIT} {UNIT} {UNIT} {UNIT}",
                number="1234567/GCN-vong-chung-ket-toan-tinh",
                check_text=CERTIFICATE.check_text + "4f7a9c01" * 6,
            ),
        ],
        ids=["usual", "short", "person", "unit", "unbroken", "everything"],
    )
    @pytest.mark.parametrize(
        "style",
        [STYLE, replace(STYLE, title=UNIT[:80].upper(), issuer=f"{UNIT} {UNIT}", signer_title=UNIT, signer_name=PERSON)],
        ids=["usual", "long"],
    )
    def test_every_text_stays_inside_the_border_and_off_its_neighbours(self, certificate: Certificate, style: Style):
        texts = sheets(certificate, style).texts()

        assert [text for text in texts if not _is_inside(text)] == []
        assert [(one.text, other.text) for one, other in combinations(texts, 2) if one.overlaps(other)] == []

    def test_a_name_is_the_larger_the_shorter_it_is(self):
        sizes = [
            max(text.size for text in sheets(replace(CERTIFICATE, recipient=name)).texts() if text.text in name)
            for name in ("Lê Ý", PERSON, f"{UNIT} {UNIT}")
        ]

        assert sizes == sorted(sizes, reverse=True)
        assert (sizes[0], sizes[-1] >= 9) == (34, True)

    def test_what_nobody_could_read_is_refused_by_number_and_field(self):
        with pytest.raises(NoRoom) as refused:
            sheets(replace(CERTIFICATE, achievement=UNIT * 10))

        assert refused.value.values == {"where": "02/GCN-tuan-1 · achievement", "characters": 10 * len(UNIT)}


def _is_inside(text: Text) -> bool:
    across = text.left > INNER_BORDER and text.right < PAGE[0] - INNER_BORDER
    return across and text.y - 0.25 * text.size > INNER_BORDER and text.y + text.size < PAGE[1] - INNER_BORDER


class TestSealAndSignature:
    def test_without_them_there_is_no_picture_in_the_file(self):
        assert b"/Subtype /Image" not in certificate_pdf([CERTIFICATE], STYLE)

    def test_both_are_in_the_file_once_however_many_certificates_there_are(self):
        assert certificate_pdf([CERTIFICATE] * 3, INKED).count(b"/Subtype /Image") == 2

    def test_they_are_printed_as_ink_is_and_hide_no_text(self):
        pdf = certificate_pdf([CERTIFICATE], INKED)

        assert b"/BM /Multiply" in pdf
        assert Sheets(pdf).text() == sheets().text()

    def test_the_seal_covers_the_left_third_of_the_signature(self):
        seal, signature = sorted(Sheets(certificate_pdf([CERTIFICATE], INKED)).pictures(), key=lambda box: box[2])[:2]

        assert seal[0] < signature[0]
        assert seal[0] + seal[2] == pytest.approx(signature[0] + signature[2] / 3, abs=0.1)

    def test_one_that_is_no_picture_is_refused(self):
        with pytest.raises(Unfit) as refused:
            certificate_pdf([CERTIFICATE], replace(STYLE, seal=b"GIF89a"))

        assert refused.value.code == "unfit-picture-kind"


class TestTheFile:
    def test_the_same_certificates_give_the_same_bytes_in_another_process_too(self):
        program = (
            "import sys; from tests.printing.test_certificates import CERTIFICATE, INKED, certificate_pdf;"
            "sys.stdout.buffer.write(certificate_pdf([CERTIFICATE] * 2, INKED))"
        )
        elsewhere = {**os.environ, "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}

        done = subprocess.run([sys.executable, "-c", program], env=elsewhere, capture_output=True, check=True)

        assert certificate_pdf([CERTIFICATE] * 2, INKED) == certificate_pdf([CERTIFICATE] * 2, INKED) == done.stdout

    def test_it_says_what_it_is_and_in_which_language_and_not_who_made_it(self):
        read = sheets()

        assert {key: read.said(key) for key in ("Title", "Subject", "Lang", "Author", "Creator", "CreationDate")} == {
            "Title": "GIẤY CHỨNG NHẬN – Nguyễn Thị Ánh Nguyệt",
            "Subject": "Cuộc thi “Tìm hiểu cải cách hành chính”",
            "Lang": "vi",
            "Author": "",
            "Creator": "",
            "CreationDate": "D:20231120000000+07'00'",
        }

    def test_one_of_many_names_nobody_in_its_title(self):
        read = Sheets(certificate_pdf([CERTIFICATE] * 2, STYLE))

        assert read.said("Title") == "GIẤY CHỨNG NHẬN – Cuộc thi “Tìm hiểu cải cách hành chính”"

    def test_every_font_is_ours_and_lies_in_the_file(self):
        fonts = sheets().fonts.values()

        assert ({font.name for font in fonts}, all(font.embedded for font in fonts)) == (set(FACES), True)

    def test_it_is_small_enough_to_be_sent(self):
        assert len(certificate_pdf([CERTIFICATE], STYLE)) < 60_000

    def test_more_characters_than_one_font_can_number_are_all_printed(self):
        letters = [chr(code) for code in range(0x1EA0, 0x1EFA)] + [chr(code) for code in range(0xC0, 0x180)]
        several = [replace(CERTIFICATE, recipient="".join(letters[at : at + 20])) for at in range(0, len(letters), 20)]

        read = Sheets(certificate_pdf(several, STYLE))

        shown = "".join("".join(lines(read, page)) for page in range(len(read)))
        assert [each.recipient for each in several if each.recipient not in shown] == []

    def test_fifty_have_fifty_pages_and_take_their_share_of_two_minutes(self):
        several = [replace(CERTIFICATE, number=f"{number}/GCN", recipient=f"{PERSON} {number}") for number in range(50)]

        began = time.process_time()
        read = Sheets(certificate_pdf(several, INKED))
        took = time.process_time() - began

        assert (len(read), PERSON in read.text(49).replace("\n", " "), "49/GCN" in read.text(49)) == (50, True, True)
        # Five hundred in two minutes are fifty in twelve seconds of one core; it takes about one.
        assert took < 12


class TestRefusals:
    @pytest.mark.parametrize(
        ("certificate", "style", "where"),
        [
            (replace(CERTIFICATE, recipient="Nguyễn Жанна"), STYLE, "02/GCN-tuan-1 · recipient"),
            (replace(CERTIFICATE, unit_name="Sở 内务"), STYLE, "02/GCN-tuan-1 · unit_name"),
            (replace(CERTIFICATE, achievement="Giải 🥇"), STYLE, "02/GCN-tuan-1 · achievement"),
            (CERTIFICATE, replace(STYLE, title="GIẤY ✪"), "certificates.title"),
            (CERTIFICATE, replace(STYLE, signer_name="Vũ\u200bĐức"), "certificates.signer_name"),
        ],
    )
    def test_a_character_without_a_glyph_is_named_with_the_text_it_stands_in(
        self, certificate: Certificate, style: Style, where: str
    ):
        with pytest.raises(NoGlyph) as refused:
            certificate_pdf([CERTIFICATE, certificate], style)

        assert refused.value.values["where"] == where

    def test_a_refusal_names_nobody(self):
        with pytest.raises(NoGlyph) as refused:
            sheets(replace(CERTIFICATE, recipient="Nguyễn Жанна"))

        assert refused.value.values == {"where": "02/GCN-tuan-1 · recipient", "place": 8, "character": "Ж (U+0416)"}


class TestArchive:
    NAMES = ("Nguyễn Văn An", "NGUYỄN VĂN AN", "Đỗ Đức Ân", "../../etc/passwd", "王", "con", UNIT * 3, "a/b\\c:d\0")

    def packed(self, names: tuple[str, ...] = NAMES) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(archive((name, f"%PDF {name}".encode()) for name in names)))

    def test_files_are_numbered_and_named_in_ascii(self):
        assert self.packed().namelist() == [
            "01-nguyen-van-an.pdf",
            "02-nguyen-van-an.pdf",
            "03-do-duc-an.pdf",
            "04-etc-passwd.pdf",
            "05.pdf",
            "06-con.pdf",
            "07-ban-quan-ly-du-an-dau-tu-xay-dung-cac-cong-trinh-giao-thong-va-nong-nghie.pdf",
            "08-a-b-c-d.pdf",
        ]

    def test_each_holds_what_was_given_for_it(self):
        packed = self.packed()

        assert [packed.read(name).decode() for name in packed.namelist()] == [f"%PDF {name}" for name in self.NAMES]
        assert packed.testzip() is None

    def test_five_hundred_of_one_name_are_told_apart_and_in_order(self):
        names = self.packed(("Nguyễn Văn An",) * 500).namelist()

        assert (len(set(names)), names[0], names[-1]) == (500, "001-nguyen-van-an.pdf", "500-nguyen-van-an.pdf")
        assert names == sorted(names)

    def test_the_same_files_give_the_same_bytes_and_say_nothing_of_when(self):
        files = [("Nguyễn Văn An", b"%PDF")]

        assert archive(files) == archive(files)
        assert {entry.date_time for entry in self.packed().infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_none_give_an_empty_archive(self):
        assert self.packed(()).namelist() == []


def test_what_imports_certificates_alone_waits_for_none_of_the_libraries_that_draw():
    program = "import sys, chalicelib.printing.certificates; print({'reportlab', 'PIL', 'segno'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
