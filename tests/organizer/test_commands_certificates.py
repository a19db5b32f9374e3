"""Certificates are printed on the office's own machine: an archive or one file, with numbers that stay."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from chalicelib.services import certificates, took_part
from chalicelib.storage import finals
from tests.factories import AN, BINH, CLOSING_BEGINS, CONTEST, FIRST, RESULTS, SECOND, make_definition
from tests.organizer.keyboard import Keyboard, Typed, stored
from tests.pictures import take
from tests.printing.sheets import Sheets
from tests.services.test_certificates import PRIZES, SAID
from tests.services.test_finals import PEOPLE, take_part
from tests.services.test_own_certificates import shown
from tests.town import Town

NAME = "a published round with certificates"


@pytest.fixture
def published(village: Town, keyboard: Keyboard) -> Keyboard:
    """A keyboard beside a round that is published, with two winners."""
    if NAME not in village.pictures:
        village.settle(make_definition(certificates=SAID, prizes=PRIZES), people=PEOPLE)
        for wrong, name in enumerate((AN, BINH)):
            take_part(village, name, FIRST, wrong)
        village.at(CLOSING_BEGINS).tick()
        village.at(RESULTS).tick()
        village.pictures[NAME] = take(village.codes)
    village.copied_from(village.pictures[NAME]).at(RESULTS)
    return keyboard


def picture(path: Path) -> Path:
    """Write a small red seal."""
    Image.new("RGB", (60, 60), "red").save(path)
    return path


def test_each_winner_has_a_pdf_in_the_archive_that_only_its_owner_reads(published: Keyboard, own_folder: Path):
    to = own_folder / "gcn.zip"

    done = published.type("certificates", CONTEST, FIRST, "--to", to, "--seal", picture(own_folder / "dau.png"))

    assert done == Typed(0, [f"Đã ghi 2 giấy chứng nhận vào {to}. Tệp có họ tên: chỉ chủ tệp đọc được."], [])
    with zipfile.ZipFile(to) as packed:
        assert packed.namelist() == ["01-nguyen-van-an.pdf", "02-tran-thi-binh.pdf"]
        assert [len(Sheets(packed.read(name))) for name in packed.namelist()] == [1, 1]
    assert stat.S_IMODE(to.stat().st_mode) == 0o600


def test_a_certificate_leads_to_the_page_that_confirms_it(published: Keyboard, own_folder: Path):
    published.type("certificates", CONTEST, FIRST, "--to", own_folder / "gcn.pdf")

    sheets = Sheets((own_folder / "gcn.pdf").read_bytes())

    codes = [entry.code for entry in certificates.registered(CONTEST)[0]]
    assert [sheets.codes(page) for page in range(len(sheets))] == [
        [f"https://thi.example.vn/{CONTEST}/giay-chung-nhan.html#{code}"] for code in codes
    ]


def test_what_is_printed_again_is_the_same_to_the_byte(published: Keyboard, own_folder: Path):
    for name in ("a.zip", "b.zip"):
        published.type("certificates", CONTEST, FIRST, "--to", own_folder / name)

    assert (own_folder / "a.zip").read_bytes() == (own_folder / "b.zip").read_bytes()


def test_trying_writes_nothing(published: Keyboard, own_folder: Path):
    before = stored()

    done = published.type("certificates", CONTEST, FIRST, "--to", own_folder / "gcn.zip", "--dry-run")

    assert (done.code, stored(), (own_folder / "gcn.zip").exists()) == (0, before, False)
    assert "2" in done.out[0]


@pytest.mark.parametrize("name", ["gcn.docx", "gcn"])
def test_another_kind_of_file_is_refused_before_anything_is_asked(published: Keyboard, own_folder: Path, name: str):
    done = published.type("certificates", CONTEST, FIRST, "--to", own_folder / name)

    assert (done.code, published.asked) == (2, [])


def test_a_file_that_is_there_is_left_as_it_is(published: Keyboard, own_folder: Path):
    (own_folder / "gcn.zip").write_bytes(b"own")

    done = published.type("certificates", CONTEST, FIRST, "--to", own_folder / "gcn.zip")

    assert (done.code, (own_folder / "gcn.zip").read_bytes()) == (1, b"own")


def test_a_seal_that_is_no_picture_is_refused_with_a_sentence(published: Keyboard, own_folder: Path):
    (own_folder / "dau.png").write_bytes(b"not a picture")

    done = published.type("certificates", CONTEST, FIRST, "--to", own_folder / "gcn.zip", "--seal", own_folder / "dau.png")

    assert (done.code, (own_folder / "gcn.zip").exists(), bool(done.err)) == (1, False, True)


def test_before_the_publication_there_is_nothing_to_print(published: Keyboard, own_folder: Path):
    done = published.type("certificates", CONTEST, SECOND, "--to", own_folder / "gcn.zip")

    assert (done.code, (own_folder / "gcn.zip").exists()) == (1, False)


@pytest.fixture
def finished(village: Town, keyboard: Keyboard) -> Keyboard:
    """A keyboard beside a contest whose results are published, with four who took part."""
    shown(village)
    return keyboard


def test_everybody_who_took_part_has_a_sheet(finished: Keyboard, own_folder: Path):
    to = own_folder / "tham-gia.zip"

    done = finished.type("certificates", CONTEST, "final", "--everybody", "--to", to)

    assert done == Typed(0, [f"Đã ghi 4 giấy chứng nhận vào {to}. Tệp có họ tên: chỉ chủ tệp đọc được."], [])
    with zipfile.ZipFile(to) as packed:
        assert packed.namelist() == [
            "01-le-thuy-chi.pdf",
            "02-nguyen-van-an.pdf",
            "03-tran-thi-binh.pdf",
            "04-pham-van-dung.pdf",
        ]
        said = Sheets(packed.read("02-nguyen-van-an.pdf")).text().splitlines()
    assert {"Đã tham gia cuộc thi", "Số: 02/GCN-TG"} <= {*said}


def test_a_crowd_that_comes_in_parts_is_printed_whole(finished: Keyboard, own_folder: Path, monkeypatch: pytest.MonkeyPatch):
    everybody = took_part.of_part(finals.get(CONTEST), "")
    monkeypatch.setattr(took_part, "_MOST_A_FILE", 2)
    took_part.write(finals.get(CONTEST), everybody)

    done = finished.type("certificates", CONTEST, "final", "--everybody", "--to", own_folder / "tham-gia.pdf")

    assert (done.code, len(Sheets((own_folder / "tham-gia.pdf").read_bytes()))) == (0, 4)


def test_the_people_of_one_unit_are_printed_alone(finished: Keyboard, own_folder: Path):
    to = own_folder / "tham-gia.pdf"

    finished.type("certificates", CONTEST, "final", "--everybody", "--unit", "so-tai-chinh", "--to", to)

    assert len(Sheets(to.read_bytes())) == 1


def test_a_unit_is_named_for_everybody_alone(published: Keyboard, own_folder: Path):
    done = published.type("certificates", CONTEST, FIRST, "--unit", "so-tai-chinh", "--to", own_folder / "gcn.pdf")

    assert done == Typed(2, [], ["--unit chỉ dùng cùng --everybody."])


def test_the_seal_that_was_put_in_is_on_what_is_printed_unless_another_is_named(published: Keyboard, own_folder: Path):
    seal = picture(own_folder / "dau.png")

    done = published.type("certificate-pictures", CONTEST, "--seal", seal)
    published.type("certificates", CONTEST, FIRST, "--to", own_folder / "gcn.pdf")

    assert done == Typed(
        0,
        [f"Giấy chứng nhận của {CONTEST} có ảnh con dấu.", f"Giấy chứng nhận của {CONTEST} không có ảnh chữ ký."],
        [],
    )
    assert len(Sheets((own_folder / "gcn.pdf").read_bytes()).pictures()) == 1


def test_pictures_are_taken_off_again(published: Keyboard, own_folder: Path):
    published.type("certificate-pictures", CONTEST, "--seal", picture(own_folder / "dau.png"))

    tried = published.type("certificate-pictures", CONTEST, "--none", "--dry-run")
    published.type("certificate-pictures", CONTEST, "--none")
    published.type("certificates", CONTEST, FIRST, "--to", own_folder / "gcn.pdf")

    assert tried.out[-1] == "Chạy thử: chưa thay đổi gì."
    assert Sheets((own_folder / "gcn.pdf").read_bytes()).pictures() == []


def test_whoever_names_no_picture_is_told_what_to_name(published: Keyboard):
    done = published.type("certificate-pictures", CONTEST)

    assert done == Typed(2, [], ["Xin chọn ảnh (--seal, --signature), hoặc --none để bỏ ảnh."])
