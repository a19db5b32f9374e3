"""Winners and exports: shown with their reasons, fetched whole, and checked against the manifest."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from rich.console import Console

from organizer.toolkit import Toolkit
from tests.factories import CLOSING_BEGINS, CONTEST, FIRST
from tests.organizer.keyboard import Keyboard, Typed, fetch, stored
from tests.town import Town

FOLDER = Path("out") / CONTEST / FIRST / "r01"
AUDITORS = ["attempts.csv", "decisions.csv", "earlier_wins.csv", "prizes.csv", "ranking.csv"]
PUBLIC = ["bank.json", "definition.json", "draw.json", "manifest.json", "units.csv"]


# --- winners ---


def test_winners_are_shown_with_their_reasons(closed: Keyboard):
    done = closed.type("winners", CONTEST, FIRST)

    assert (done.code, done.err) == (0, [])
    assert [line.split("\t")[:5] for line in done.out[:4]] == [
        ["Giải", "Hạng", "Họ và tên", "Đơn vị", "Điểm"],
        ["Giải Nhất", "1", "Nguyễn Văn An", "Sở Nội vụ", "3"],
        ["Giải Nhì", "2", "Trần Thị Bình", "Sở Nội vụ", "3"],
        ["Giải Nhì", "3", "Lê Thúy Chi", "", "0"],
    ]
    assert [line.split("\t")[8:] for line in done.out[1:4]] == [
        ["1.000.000", "cùng điểm 3, dự đoán lệch 0, trước người lệch 1"],
        ["", "cùng điểm 3, dự đoán lệch 1, sau người lệch 0"],
        ["", "điểm 0, sau người điểm 3"],
    ]
    assert done.out[4:] == ["Kết quả chưa công bố: xin giữ kín."]


def test_winners_are_shown_in_english_too(published: Keyboard):
    done = published.type("--lang", "en", "winners", CONTEST, FIRST)

    assert done.out[0].startswith("Prize\tRank\tName\tUnit\tScore\t")
    assert done.out[-1] == "The results are published."


def test_a_prize_that_nobody_got_is_shown_with_its_reason(running: Keyboard, town: Town):
    town.at(CLOSING_BEGINS).tick()

    done = running.type("winners", CONTEST, FIRST)

    row = "(không trao)\t\t\t\t\t\t\tkhông còn người đủ điều kiện nhận giải"
    assert done.out[1:-1] == [f"Giải Nhất\t\t{row}", f"Giải Nhì\t\t{row}", f"Giải Nhì\t\t{row}"]


def test_winners_of_a_running_round_are_nobodys(running: Keyboard):
    done = running.type("winners", CONTEST, FIRST)

    assert (done.code, done.out, done.err[0].split(".")[0]) == (1, [], "Vòng thi chưa đóng")


def test_a_workbook_of_winners_holds_the_table_and_is_its_owners_alone(closed: Keyboard, tmp_path: Path):
    done = closed.type("winners", CONTEST, FIRST, "--xlsx", "ket-qua.xlsx")

    rows = CalamineWorkbook.from_path(tmp_path / "ket-qua.xlsx").get_sheet_by_name(FIRST).to_python()
    assert done.out[-1] == "Đã ghi ket-qua.xlsx; tệp có họ tên, chỉ chủ tệp đọc được."
    assert ["\t".join(row) for row in rows] == done.out[:4]
    assert stat.S_IMODE((tmp_path / "ket-qua.xlsx").stat().st_mode) == 0o600


def test_a_workbook_of_winners_may_be_tried_and_replaces_nothing(closed: Keyboard, tmp_path: Path):
    tried = closed.type("winners", CONTEST, FIRST, "--xlsx", "ket-qua.xlsx", "--dry-run")
    (tmp_path / "signed.xlsx").write_bytes(b"signed")
    refused = closed.type("winners", CONTEST, FIRST, "--xlsx", "signed.xlsx")

    assert (tried.code, tried.out[-1]) == (0, "Chạy thử: sẽ ghi ket-qua.xlsx.")
    assert refused == Typed(1, [], ["Đã có signed.xlsx, không ghi đè. Chọn tên khác."])
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("signed.xlsx", b"signed")]


def test_a_table_on_a_terminal_is_drawn_and_reads_nothing_as_markup(capsys: pytest.CaptureFixture[str]):
    toolkit = Toolkit(out=Console(force_terminal=True, width=60, color_system=None))

    toolkit.table(["Họ và tên"], [["[bold]Nguyễn[/bold] :smile:"]])

    assert [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()] == [
        "Họ và tên",
        "─" * 27,
        "[bold]Nguyễn[/bold] :smile:",
    ]


def test_a_table_wider_than_the_terminal_becomes_a_block_for_each_row(capsys: pytest.CaptureFixture[str]):
    toolkit = Toolkit(out=Console(force_terminal=True, width=30, color_system=None))

    toolkit.table(["Vòng", "Mở", "Đóng"], [["tuan-1", "08:30 13/12/2021", "16:30 13/12/2021"], ["tuan-2", "", "—"]])

    assert capsys.readouterr().out.splitlines() == [
        "Vòng: tuan-1",
        "  Mở: 08:30 13/12/2021",
        "  Đóng: 16:30 13/12/2021",
        "Vòng: tuan-2",
        "  Đóng: —",
    ]


# --- exports ---


def test_an_export_before_publication_is_what_auditors_may_read(closed: Keyboard, tmp_path: Path):
    done = closed.type("export", CONTEST, FIRST, "--to", "out")

    assert (done.code, done.err) == (0, [])
    assert sorted(each.name for each in (tmp_path / FOLDER).iterdir()) == AUDITORS
    assert done.out[-2:] == [
        f"Đã tải vào {FOLDER}; chưa đối chiếu được, vì manifest.json chỉ có sau khi công bố.",
        "Chỉ có sau khi công bố: definition.json, bank.json, draw.json, units.csv, manifest.json.",
    ]


def test_an_export_after_publication_is_whole_and_checked(published: Keyboard, tmp_path: Path):
    done = published.type("export", CONTEST, FIRST, "--to", "out")

    manifest = json.loads((tmp_path / FOLDER / "manifest.json").read_bytes())
    assert (done.code, done.err) == (0, [])
    assert sorted(each.name for each in (tmp_path / FOLDER).iterdir()) == sorted(AUDITORS + PUBLIC)
    assert done.out[0] == "Tệp\tByte"
    assert {f"{entry['name']}\t{entry['bytes']}" for entry in manifest["files"]} < set(done.out)
    assert done.out[-1] == f"Đã tải vào {FOLDER}; mọi tệp khớp với manifest.json."


def test_the_same_export_again_is_the_same(published: Keyboard, tmp_path: Path):
    published.type("export", CONTEST, FIRST, "--to", "out")
    first = {each.name: each.read_bytes() for each in (tmp_path / FOLDER).iterdir()}

    done = published.type("export", CONTEST, FIRST, "--to", "out")

    assert done.code == 0
    assert {each.name: each.read_bytes() for each in (tmp_path / FOLDER).iterdir()} == first


def test_a_file_that_is_not_what_the_manifest_says_is_not_kept(
    published: Keyboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def altered(url, out):
        fetch(url, out)
        if "/prizes.csv" in url:
            out.write(b"nhat,1,somebody\n")

    monkeypatch.setattr("tests.organizer.keyboard.fetch", altered)

    done = published.type("export", CONTEST, FIRST, "--to", "out")

    assert (done.code, done.err) == (
        1,
        ["prizes.csv không khớp với mã băm đã ghi nên không được giữ lại. Chạy lại; nếu vẫn vậy, báo người kiểm tra."],
    )
    assert not list((tmp_path / FOLDER).glob("prizes.csv*"))


def test_fetching_an_export_may_be_tried(closed: Keyboard, tmp_path: Path):
    done = closed.type("export", CONTEST, FIRST, "--to", "out", "--dry-run")

    assert done.out[:2] == [f"Sẽ tải vào {FOLDER}: {', '.join(AUDITORS)}.", "Chạy thử: chưa thay đổi gì."]
    assert list(tmp_path.iterdir()) == []


def test_links_are_printed_for_auditors(closed: Keyboard, tmp_path: Path):
    before = stored()

    done = closed.type("export", CONTEST, FIRST, "--links", "--hours", "2")

    links = [line.split("\t") for line in done.out[:-1]]
    assert (done.code, links[0], [name for name, _ in links[1:]]) == (0, ["Tệp", "Đường dẫn"], AUDITORS)
    assert all(f"/{CONTEST}/{FIRST}/r01/{name}?" in link for name, link in links[1:])
    assert (stored(), list(tmp_path.iterdir())) == (before, [])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Cần đúng một trong hai: --to (thư mục để tải về) hoặc --links (chỉ in đường dẫn)."),
        (["--to", "out", "--links"], 2, "Cần đúng một trong hai: --to"),
        (["--links", "--hours", "0"], 2, "--hours: “0” không dùng được; cần một số nguyên từ 1 trở lên."),
        (["--links", "--hours", "13"], 1, "Số giờ không hợp lệ. Đường dẫn có hiệu lực từ 1 đến 12 giờ."),
    ],
)
def test_a_misuse_of_exports_is_told(closed: Keyboard, arguments: list[str], code: int, said: str):
    done = closed.type("export", CONTEST, FIRST, *arguments)

    assert (done.code, done.out) == (code, [])
    assert done.err[0].startswith(said)
