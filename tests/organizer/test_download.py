"""Downloads over a wire: whole or not at all, and never outside their folder."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest

from organizer.download import Downloaded, download, fetch
from organizer.trouble import Trouble
from tests.organizer.server import Reply, serving

FOLDER = "thi-tran-2023/tuan-1/r01"


def key_of(call, *given) -> str:
    with pytest.raises(Trouble) as caught:
        call(*given)
    return caught.value.key


def test_a_file_comes_down_as_it_is():
    out = io.BytesIO()
    with serving(lambda path: Reply(b"\xef\xbb\xbfprize\n")) as server:
        fetch(f"{server.url}/prizes.csv?signature=x", out)

    assert out.getvalue() == b"\xef\xbb\xbfprize\n"
    assert server.asked == [("GET", "/prizes.csv?signature=x", b"")]


@pytest.mark.parametrize(
    ("reply", "key"),
    [(Reply(status=403), "link-refused"), (Reply(b"half", length=8), "link-lost"), (None, "link-lost")],
)
def test_a_link_that_gives_no_whole_file_is_trouble(reply: Reply | None, key: str):
    with serving(lambda path: reply) as server:
        assert key_of(fetch, f"{server.url}/a.csv", io.BytesIO()) == key


def test_a_link_to_nobody_is_trouble():
    with serving(lambda path: None) as server:
        url = server.url

    assert key_of(fetch, url, io.BytesIO()) == "link-lost"


def test_only_the_web_is_fetched_from(tmp_path: Path):
    (tmp_path / "secret").write_text("secret")

    assert key_of(fetch, (tmp_path / "secret").as_uri(), io.BytesIO()) == "link-unfit"


def manifest_of(files: dict[str, bytes]) -> bytes:
    """Return a manifest that vouches for ``files``."""
    entries = [{"name": name, "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()]
    return json.dumps({"files": entries}).encode()


def answer(files: dict[str, bytes], folder: str = FOLDER) -> dict:
    """Return what the act ``links`` would answer; the links are the names."""
    return {"folder": folder, "links": {name: name for name in files}}


def from_memory(files: dict[str, bytes]):
    return lambda url, out: out.write(files[url])


def test_files_lie_in_the_revisions_folder_and_the_manifest_comes_first(tmp_path: Path):
    files = {"attempts.csv": b"a\n", "units.csv": b"u\n"}
    files |= {"manifest.json": manifest_of(files)}
    order: list[str] = []

    found = download(answer(files), tmp_path, from_memory(files), order.append)

    assert found == Downloaded(
        tmp_path / FOLDER,
        {"manifest.json": len(files["manifest.json"]), "attempts.csv": 2, "units.csv": 2},
        True,
    )
    assert order == ["manifest.json", "attempts.csv", "units.csv"]
    assert {each.name: each.read_bytes() for each in (tmp_path / FOLDER).iterdir()} == files


def test_a_signature_is_kept_though_no_manifest_vouches_for_it(tmp_path: Path):
    files = {"attempts.csv": b"a\n"}
    files |= {"manifest.json": manifest_of(files), "manifest.sig": b"signed"}

    found = download(answer(files), tmp_path, from_memory(files), lambda name: None)

    assert (found.checked, {each.name: each.read_bytes() for each in found.folder.iterdir()}) == (True, files)


@pytest.mark.parametrize("listed", [{"attempts.csv": b"other\n"}, {}])
def test_what_the_manifest_does_not_vouch_for_is_not_kept(tmp_path: Path, listed: dict[str, bytes]):
    files = {"attempts.csv": b"a\n", "manifest.json": manifest_of(listed)}

    assert key_of(download, answer(files), tmp_path, from_memory(files), lambda name: None) == "damaged"
    assert [each.name for each in (tmp_path / FOLDER).iterdir()] == ["manifest.json"]


def test_a_manifest_that_is_none_is_trouble(tmp_path: Path):
    files = {"attempts.csv": b"a\n", "manifest.json": b"[]"}

    assert key_of(download, answer(files), tmp_path, from_memory(files), lambda name: None) == "damaged"


@pytest.mark.parametrize("folder", ["../../etc/r01", "/etc/x/r01", "a/b", "a/b/.."])
def test_a_folder_that_leads_elsewhere_is_refused(tmp_path: Path, folder: str):
    assert key_of(download, answer({}, folder), tmp_path, from_memory({}), lambda name: None) == "link-unfit"


@pytest.mark.parametrize("name", ["../x.csv", "x", ".bashrc", "x.sh"])
def test_a_name_that_is_no_file_of_an_export_is_refused(tmp_path: Path, name: str):
    files = {name: b"x"}

    assert key_of(download, answer(files), tmp_path, from_memory(files), lambda name: None) == "link-unfit"
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_download_that_stops_leaves_no_half_a_file_and_keeps_the_older_one(tmp_path: Path):
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "attempts.csv").write_bytes(b"older\n")

    def stop(url, out):
        out.write(b"ha")
        raise Trouble("link-lost", why="test")

    assert key_of(download, answer({"attempts.csv": b""}), tmp_path, stop, lambda name: None) == "link-lost"
    assert {each.name: each.read_bytes() for each in (tmp_path / FOLDER).iterdir()} == {"attempts.csv": b"older\n"}
