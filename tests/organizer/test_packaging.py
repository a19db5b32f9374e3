"""What goes to Lambda: byte code in every archive, the same bytes each time, nothing of another machine, nothing too big."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from organizer import packaging
from organizer.packaging import HERE, Package, add_byte_code, archive_faults, check_size, magic_of, runtime_faults
from organizer.trouble import Trouble
from tests.sizes import soaking

SITE = "python/lib/python3.13/site-packages"
ELF = b"\x7fELF" + bytes(14)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for what is kept between packagings."""
    monkeypatch.setattr(packaging, "KEPT", tmp_path / "kept")
    return tmp_path / "kept"


def archive(folder: Path, files: dict[str, bytes], name: str = "layer-deployment.zip", year: int = 2023) -> Package:
    """Write an archive as Chalice would: in any order, with today's date."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as packed:
        for path, data in files.items():
            packed.writestr(zipfile.ZipInfo(path, (year, 1, 1, 0, 0, 0)), data)
    return Package(folder)


def names(package: Package) -> list[str]:
    with zipfile.ZipFile(package.archives[0]) as packed:
        return packed.namelist()


# Like Chalice it keeps its archive, writes it in place and takes the one that exists for whole; told to, it dies half-way.
CHALICE = """#!{python}
import os, pathlib, sys, zipfile
kept = pathlib.Path("{kept}") / "managed-layer-1-python3.11.zip"
os.close(os.open(kept.with_suffix(".inside"), os.O_CREAT | os.O_EXCL))
if not kept.exists():
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("python/a.py", "A = 1")
        if "{dying}":
            sys.exit("broken off")
        packed.writestr("python/b.py", "B = 1")
kept.with_suffix(".inside").unlink()
pathlib.Path(sys.argv[-1], "layer-deployment.zip").write_bytes(kept.read_bytes())
"""


@pytest.fixture
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what comes before Chalice and after it: that takes longer, and would part those who are to meet inside."""
    monkeypatch.setattr(packaging, "add_byte_code", lambda *_: None)
    monkeypatch.setattr(packaging, "write_own_part", lambda path: path)


def stand_in(folder: Path, kept: Path, dying: str = "") -> Path:
    """Write a Chalice of the test's own, and return the Python beside it."""
    folder.mkdir(exist_ok=True)
    (folder / "chalice").write_text(CHALICE.format(python=sys.executable, kept=kept, dying=dying))
    (folder / "chalice").chmod(0o755)
    if not (folder / "python").exists():
        (folder / "python").symlink_to(sys.executable)
    return folder / "python"


@pytest.mark.usefixtures("nothing_else")
def test_processes_that_package_at_once_take_turns(tmp_path: Path, kept: Path):
    python = stand_in(tmp_path / "bin", kept)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: packaging.build("local", tmp_path / str(n), "r", python), range(8)))

    assert {package.archives[0].read_bytes() for package in found} == {found[0].archives[0].read_bytes()}
    assert "python/b.py" in names(found[0])


@pytest.mark.usefixtures("nothing_else")
def test_without_turns_they_meet_inside(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packaging.fcntl, "flock", lambda *_: None)
    python = stand_in(tmp_path / "bin", kept)

    with ThreadPoolExecutor(16) as pool, pytest.raises((Trouble, zipfile.BadZipFile, FileNotFoundError)):
        list(pool.map(lambda n: packaging.build("local", tmp_path / str(n), "r", python), range(32)))


@pytest.mark.usefixtures("nothing_else")
def test_half_an_archive_that_was_left_behind_is_never_packaged(tmp_path: Path, kept: Path):
    with pytest.raises(Trouble):
        packaging.build("local", tmp_path / "1", "r", stand_in(tmp_path / "bin", kept, dying="yes"))
    for inside in kept.glob("*.inside"):
        inside.unlink()

    package = packaging.build("local", tmp_path / "2", "r", stand_in(tmp_path / "bin", kept))

    assert "python/b.py" in names(package)


def test_byte_code_is_added_and_taken_without_a_look_at_its_source(tmp_path: Path):
    package = archive(tmp_path / "p", {f"{SITE}/lib.py": b"def said():\n    return 'compiled'\n"})

    add_byte_code(package.archives[0], HERE, "/opt")

    with zipfile.ZipFile(package.archives[0]) as packed:
        packed.extractall(tmp_path / "there")
    source = tmp_path / "there" / SITE / "lib.py"
    source.write_text("def said():\n    return 'read again'\n")
    run = [sys.executable, "-c", "import lib; print(lib.said(), lib.said.__code__.co_filename)"]
    done = subprocess.run(run, cwd=source.parent, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "compiled"
    assert names(package) == [f"{SITE}/__pycache__/lib.{sys.implementation.cache_tag}.pyc", f"{SITE}/lib.py"]
    assert list(archive_faults(package, "arm64", magic_of(HERE))) == []


def test_the_same_content_gives_the_same_archive_whenever_and_in_whatever_order_it_was_written(tmp_path: Path, kept: Path):
    files = {f"{SITE}/b.py": b"B = {'x', 'y', 'z'}\nassert 'x' in {'x', 'y', 'z'}\n", f"{SITE}/a.py": b"A = 1\n"}
    first = archive(tmp_path / "1", files)
    second = archive(tmp_path / "2", dict(reversed(files.items())), year=2024)

    add_byte_code(first.archives[0], HERE, "/opt")
    for each in kept.iterdir():
        each.unlink()
    add_byte_code(second.archives[0], HERE, "/opt")

    assert first.archives[0].read_bytes() == second.archives[0].read_bytes()


def test_what_is_compiled_once_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first, second = (archive(tmp_path / name, {"app.py": b"A = 1\n"}) for name in ("1", "2"))
    add_byte_code(first.archives[0], HERE, "/opt")
    monkeypatch.setattr(packaging, "_compiled", None)

    add_byte_code(second.archives[0], HERE, "/opt")

    assert first.archives[0].read_bytes() == second.archives[0].read_bytes()


def test_source_that_cannot_be_compiled_is_trouble(tmp_path: Path):
    package = archive(tmp_path / "p", {"app.py": b"def (:\n"})

    with pytest.raises(Trouble) as caught:
        add_byte_code(package.archives[0], HERE, "/opt")

    assert (caught.value.key, "app.py" in str(caught.value.values["why"])) == ("program-failed", True)


GOOD = magic_of(HERE) + (1).to_bytes(4, "little") + bytes(8)


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.so", ELF + b"\xb7\x00", ""),
        ("a.so", ELF + b"\x3e\x00", "not for arm64"),
        ("a.so", b"MZ" + bytes(30), "not for arm64"),
        ("a.so", b"", "not for arm64"),
        ("__pycache__/a.cpython-313.pyc", GOOD, ""),
        ("__pycache__/a.cpython-313.pyc", b"\x00" + GOOD[1:], "byte code of another Python, or checked against its source"),
        (
            "__pycache__/a.cpython-313.pyc",
            GOOD[:4] + bytes(12),
            "byte code of another Python, or checked against its source",
        ),
        ("a.py", b"", "no byte code"),
        ("a.json", b"{}", ""),
    ],
)
def test_what_would_not_load_on_lambda_is_found(tmp_path: Path, name: str, data: bytes, fault: str):
    package = archive(tmp_path / "p", {name: data})

    found = list(archive_faults(package, "arm64", magic_of(HERE)))

    assert found == ([f"layer-deployment.zip: {name}: {fault}"] if fault else [])


@pytest.mark.parametrize(
    ("runtime", "architectures", "fits"),
    [("python3.13", ["arm64"], True), ("python3.12", ["arm64"], False), ("python3.13", ["x86_64"], False)],
)
def test_functions_of_another_runtime_or_architecture_are_found(
    tmp_path: Path, runtime: str, architectures: list[str], fits: bool
):
    function = {
        "Type": "AWS::Serverless::Function",
        "Properties": {"Runtime": runtime, "Architectures": architectures},
    }
    resources = {"Clock": function, "Table": {"Type": "AWS::DynamoDB::Table"}}
    (tmp_path / "sam.yaml").write_text(yaml.safe_dump({"Resources": resources}))

    assert list(runtime_faults(Package(tmp_path))) == ([] if fits else [f"Clock: {runtime}, {architectures}"])


def test_a_package_over_the_gate_is_refused_with_its_heaviest_parts(tmp_path: Path):
    files = {f"{SITE}/heavy/data": bytes(3 * 2**20), f"{SITE}/light/data": bytes(2**20)}
    package = archive(tmp_path / "p", files)

    check_size(package, 4 * 2**20)
    with pytest.raises(Trouble) as caught:
        check_size(package, 4 * 2**20 - 1)

    assert caught.value.values == {"size": "4.0 MB", "largest": "4.0 MB", "biggest": "heavy 3.0 MB, light 1.0 MB"}


def test_without_lambdas_own_python_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packaging, "DEPLOYING", tmp_path / "nothing")

    with pytest.raises(Trouble) as caught:
        packaging.build_for_the_cloud("test", tmp_path, "ap-southeast-1")

    assert (caught.value.key, caught.value.values) == ("no-runtime-python", {"version": "3.13"})


def test_every_library_is_pinned_with_its_hashes():
    lines = [line for line in (packaging.ROOT / "requirements.txt").read_text().splitlines() if not line.startswith(" ")]

    assert [line for line in lines if "==" not in line or not line.endswith("\\")] == []


@pytest.mark.soak
def test_the_package_for_lambda_is_whole_and_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Packages for arm64 as `make deploy` does, every check of it included, and again from nothing that was kept."""
    if not soaking():
        pytest.skip("packaging for arm64 takes a minute: make soak")
    if packaging.version_of(packaging.DEPLOYING) != packaging.RUNTIME:
        pytest.skip("needs Python 3.13: make .venv-deploy/ready")
    made = []

    for name in ("first", "second"):
        monkeypatch.setattr(packaging, "KEPT", tmp_path / f"kept-{name}")
        package = packaging.build_for_the_cloud("test", tmp_path / name, "ap-southeast-1")
        made.append([path.read_bytes() for path in package.archives])

    assert made[0] == made[1]
    assert len(made[0]) == 2
