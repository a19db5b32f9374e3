"""The command line: what it refuses, what it writes, and how it ends."""

from __future__ import annotations

from string import Formatter

import pytest
from click.testing import CliRunner

from simulator import rounds
from simulator.checks import Failure
from simulator.command import simulate
from simulator.words import CATALOGUES
from tests.simulator.contests import files_under

KNOWN = "hai-phong-2023, hue-khcn-2022, lang-son-2022, song-cong-2021"


def run(*arguments: object):
    """Run the program with ``arguments``."""
    return CliRunner().invoke(simulate, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--contest", "tuan"], f"Không có cuộc thi “tuan”. Các cuộc thi có sẵn: {KNOWN}.\n"),
        (["--contest", "tuan", "--lang", "en"], f"There is no contest “tuan”. These are there: {KNOWN}.\n"),
        (
            ["--contest", "song-cong-2021", "--contestants", "0"],
            "Số thí sinh phải là số nguyên từ 1 đến 200000; “0” không dùng được.\n",
        ),
        (
            ["--contest", "song-cong-2021", "--seed", "x"],
            "Hạt giống (seed) phải là số nguyên không âm; “x” không dùng được.\n",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, sentence):
    told = run(*arguments)

    assert (told.exit_code, told.stderr) == (2, sentence)


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "thu.txt").write_text("của tôi")

    told = run("--contest", "song-cong-2021", "--out", tmp_path)

    assert (told.exit_code, files_under(tmp_path)) == (2, {"thu.txt": "của tôi".encode()})


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "thu.txt").write_text("của tôi")

    told = run("--contest", "song-cong-2021", "--out", tmp_path / "thu.txt")

    assert (told.exit_code, "là một tệp" in told.stderr) == (2, True)


def test_overwriting_replaces_this_contest_and_nothing_else(tmp_path):
    old, other = tmp_path / "song-cong-2021/tuan-1/r02/manifest.json", tmp_path / "thu.txt"
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    other.write_text("của tôi")

    told = run("--contest", "song-cong-2021", "--contestants", 6, "--out", tmp_path, "--overwrite")

    lines = told.stdout.splitlines()
    assert (told.exit_code, old.exists(), other.read_text()) == (0, False, "của tôi")
    folder = tmp_path / "song-cong-2021" / "tuan-1" / "r01"
    final, papers = tmp_path / "song-cong-2021" / "final" / "r01", tmp_path / "reports" / "song-cong-2021"
    assert lines[-5:] == [
        f"36 tệp kết quả nằm trong “{tmp_path}”.",
        f"17 báo cáo, quyết định, danh sách chi trả và giấy chứng nhận nằm trong “{papers}”.",
        f"Kiểm tra lại một vòng, không cần hệ thống này: python3 verifier/verify.py {folder} --no-signature",
        f"Kiểm tra lại cả cuộc thi: python3 verifier/verify.py {final} --no-signature",
        "Mọi điều kiểm tra sau từng vòng thi đều đạt.",
    ]
    assert sorted(path.name for path in (papers / "final").iterdir()) == [
        "bao-cao-chung.docx",
        "bao-cao-chung.xlsx",
        "danh-sach-chi-tra-chung.docx",
        "danh-sach-chi-tra-chung.xlsx",
        "quyet-dinh-chung.docx",
    ]
    assert [line for line in lines if line.endswith("người đoạt giải")] == [
        "Tuần thứ Nhất: người đoạt giải",
        "Tuần thứ Hai: người đoạt giải",
    ]


def test_a_failed_check_ends_with_exit_code_1_and_the_seed(tmp_path, monkeypatch):
    monkeypatch.setattr(rounds, "failures", lambda facts: [Failure("times-kept", "abc.1")])

    told = run("--contest", "song-cong-2021", "--contestants", 2, "--seed", 11, "--out", tmp_path, "--lang", "en")

    assert told.exit_code == 1
    assert told.stdout.splitlines()[-3:] == [
        "2 checks FAILED. Running again with seed 11 meets exactly the same:",
        "  Tuần thứ Nhất: a start, a deadline or a hand-in lies outside the rules (abc.1)",
        "  Tuần thứ Hai: a start, a deadline or a hand-in lies outside the rules (abc.1)",
    ]


def test_both_languages_say_the_same_things_with_the_same_values():
    def shape(catalogue):
        return {key: {name for _, name, _, _ in Formatter().parse(text) if name} for key, text in catalogue.items()}

    assert shape(CATALOGUES["en"]) == shape(CATALOGUES["vi"])
