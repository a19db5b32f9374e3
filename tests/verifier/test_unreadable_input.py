"""What can't be read ends with exit 2 and one sentence; whatever the bytes are, there is no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.verifier import forging
from tests.verifier.forging import ROOT
from verifier import verify

ALL_FILES = sorted([*verify.LISTED_FILES, verify.MANIFEST])
GARBAGE = {
    "nothing": b"",
    "a NUL": b"\0",
    "many NULs": b"\0" * 5000,
    "no UTF-8": b"\xff\xfe\xfa",
    "half a letter": b"\xef\xbb\xbf\xe1\xbb",
    "deep JSON": b"[" * 100_000,
    "a deep object": b'{"a":' * 400 + b"1" + b"}" * 400,
    "a huge integer": b'{"a":' + b"9" * 10_000 + b"}",
    "a list": b"[]",
    "null": b"null",
    "an empty object": b"{}",
    "half a surrogate": b'{"a":"\\ud800"}',
    "an open quote": b'a,b\n"c',
    "a quote inside": b'a,b\nc"d,"e"f\n',
    "only commas": b",,,\n,,\n",
    "a huge number": b"contestant,number\na," + b"9" * 9000 + b"\n",
}
NO_OBJECT = ("nothing", "a NUL", "no UTF-8", "deep JSON", "a huge integer", "a list", "null")
NO_TABLE = ("no UTF-8", "half a letter", "an open quote")


FINAL_FILES = sorted([*verify.FINAL_LISTED_FILES, verify.MANIFEST])


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Runs the verifier; gives the exit status, what it printed, and what it complained of."""
    capsys.readouterr()
    status = verify.main([*map(str, arguments), "--lang", "en"])
    output = capsys.readouterr()
    return status, output.out, output.err


@pytest.mark.parametrize("name", ALL_FILES)
def test_a_missing_file_is_told_in_one_sentence(true_export: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (true_export / name).unlink()
    sentence = f"This can't be read: the folder {true_export} has no file {name}.\n"
    assert refusal(capsys, true_export) == (2, "", sentence)


@pytest.mark.parametrize("name", ALL_FILES)
def test_a_folder_in_a_files_place_is_told_in_one_sentence(
    true_export: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (true_export / name).unlink()
    (true_export / name).mkdir()
    status, out, err = refusal(capsys, true_export)
    assert (status, out) == (2, "")
    assert err.startswith(f"This can't be read: the file {true_export / name} can't be opened (")
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ALL_FILES)
def test_no_bytes_make_the_verifier_fall_over(true_export: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    told = {}
    for what, data in GARBAGE.items():
        (true_export / name).write_bytes(data)
        status, out, err = refusal(capsys, true_export, "--no-signature")
        told[what] = (status, out == "", err.count("\n"))
    assert {what: answer for what, answer in told.items() if answer not in ((1, False, 0), (2, True, 1))} == {}


@pytest.mark.parametrize("name", ALL_FILES)
def test_what_is_no_json_object_or_no_table_cannot_be_read(
    true_export: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for what in NO_TABLE if name in verify.CSV_FILES else NO_OBJECT:
        (true_export / name).write_bytes(GARBAGE[what])
        status, out, err = refusal(capsys, true_export)
        assert (what, status, out) == (what, 2, "")
        assert err.startswith(f"This can't be read: the file {name} ")


def test_a_folder_that_is_not_there_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = tmp_path / "nowhere"
    assert refusal(capsys, nowhere) == (2, "", f"This can't be read: {nowhere} is not a folder that can be read.\n")


def test_a_file_in_the_folders_place_cannot_be_read(true_export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = true_export / "manifest.json"
    assert refusal(capsys, file) == (2, "", f"This can't be read: {file} is not a folder that can be read.\n")


def test_a_folder_name_with_a_nul_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(capsys, "a\0b") == (2, "", "This can't be read: a\\x00b is not a folder that can be read.\n")


def test_another_format_cannot_be_read(true_export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forging.set_manifest(true_export, format="hoithi-export/2")
    sentence = "manifest.json names the format 'hoithi-export/2', and this program knows only hoithi-export/1"
    assert refusal(capsys, true_export) == (2, "", f"This can't be read: {sentence}.\n")


def test_a_round_that_says_it_is_the_whole_contest_lacks_its_files(
    true_export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forging.set_manifest(true_export, round="final")
    sentence = f"the folder {true_export} has no file unit_facts.csv"
    assert refusal(capsys, true_export) == (2, "", f"This can't be read: {sentence}.\n")


@pytest.mark.parametrize("name", FINAL_FILES)
def test_no_bytes_make_the_verifier_of_a_contest_fall_over(
    signed_final: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    told = {}
    for what, data in GARBAGE.items():
        (signed_final / name).write_bytes(data)
        status, out, err = refusal(capsys, signed_final, "--no-signature")
        told[what] = (status, out == "", err.count("\n"))
    assert {what: answer for what, answer in told.items() if answer not in ((1, False, 0), (2, True, 1))} == {}


@pytest.mark.parametrize("name", [*verify.FINAL_LISTED_FILES])
def test_a_contests_missing_file_is_told_in_one_sentence(
    signed_final: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (signed_final / name).unlink()
    sentence = f"This can't be read: the folder {signed_final} has no file {name}.\n"
    assert refusal(capsys, signed_final) == (2, "", sentence)


def test_a_missing_source_is_named_in_one_sentence(signed_final: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = forging.sources_of(signed_final) / "tuan-2" / "r01"
    source.rename(source.parent / "r09")
    sentence = f"the source tuan-2/r01 is missing: {source} is not a folder that can be read (see --sources)"
    assert refusal(capsys, signed_final) == (2, "", f"This can't be read: {sentence}.\n")


def test_sources_looked_for_elsewhere_are_missing_there(
    signed_final: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "tuan-1" / "r01"
    sentence = f"the source tuan-1/r01 is missing: {source} is not a folder that can be read (see --sources)"
    assert refusal(capsys, signed_final, "--sources", tmp_path) == (2, "", f"This can't be read: {sentence}.\n")


def test_a_source_without_one_of_its_files_cannot_be_read(signed_final: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = forging.sources_of(signed_final) / "tuan-1" / "r01"
    (source / "attempts.csv").unlink()
    sentence = f"This can't be read: the folder {source} has no file attempts.csv.\n"
    assert refusal(capsys, signed_final) == (2, "", sentence)


@pytest.mark.parametrize("option", ["--commitment", "--root"])
def test_what_belongs_to_a_round_is_not_asked_of_a_contest(
    signed_final: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    sentence = f"{option} is for a round's results, and these are a whole contest's"
    assert refusal(capsys, signed_final, option, "0" * 64) == (2, "", f"This can't be read: {sentence}.\n")


@pytest.mark.parametrize("options", [["--sources", "."], ["--all"]])
def test_what_belongs_to_a_contest_is_not_asked_of_a_round(
    true_export: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    sentence = f"{options[0]} is for a whole contest's results, and these are a round's"
    assert refusal(capsys, true_export, *options) == (2, "", f"This can't be read: {sentence}.\n")


def test_a_previous_folder_without_a_manifest_cannot_be_read(
    corrected_export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = f"the folder {tmp_path} has no file manifest.json"
    assert refusal(capsys, corrected_export, "--previous", tmp_path) == (2, "", f"This can't be read: {sentence}.\n")


def test_a_public_key_that_is_none_cannot_be_read(
    signed_export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key.pem"
    key.write_bytes(b"no key")
    sentence = f"the file {key} holds no P-256 public key in PEM form"
    assert refusal(capsys, signed_export, "--public-key", key) == (2, "", f"This can't be read: {sentence}.\n")


def test_a_public_key_that_is_not_there_cannot_be_read(
    signed_export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key.pem"
    sentence = f"the file {key} can't be opened (FileNotFoundError)"
    assert refusal(capsys, signed_export, "--public-key", key) == (2, "", f"This can't be read: {sentence}.\n")


@pytest.mark.parametrize("option", ["--commitment", "--root", "--expect-digest"])
def test_a_hash_that_is_none_cannot_be_read(true_export: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    sentence = f"This can't be read: {option} must be 64 hexadecimal digits.\n"
    assert refusal(capsys, true_export, option, "abc") == (2, "", sentence)


def test_the_file_runs_alone_on_a_console_that_knows_no_vietnamese(true_export: Path, tmp_path: Path) -> None:
    """The program is run as an auditor runs it: from elsewhere, isolated, the console's encoding that of old Windows."""
    command = [sys.executable, "-I", str(ROOT / "verifier" / "verify.py"), str(true_export), "--no-signature"]
    run = subprocess.run(command, cwd=tmp_path, env={"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False)
    lines = run.stdout.decode("utf-8").splitlines()
    assert (run.returncode, run.stderr) == (0, b"")
    assert lines[-1] == "KẾT LUẬN: mọi bước được kiểm đều đúng; chữ ký không được kiểm, theo yêu cầu."
