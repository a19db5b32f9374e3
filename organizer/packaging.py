"""Makes what goes to Lambda: Chalice's template and archives, byte code added, everything in them looked at.

A stage in the cloud is packaged by the runtime's own Python (`.venv-deploy`), from wheels whose hashes stand in
requirements.txt; the stage on this machine by the Python at hand.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from .template import write_own_part
from .trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(sys.executable)
RUNTIME = "3.13"
ARCHITECTURE = "arm64"
DEPLOYING = ROOT / ".venv-deploy" / "bin" / "python"
KEPT = ROOT / ".chalice" / "deployments"

# Lambda takes 250 MB, function and layers together, unpacked; Chalice packages more than that in silence.
LARGEST = 200 * 1024 * 1024
# ELF's e_machine, by the names that Lambda gives architectures.
_MACHINES = {"arm64": 0xB7, "x86_64": 0x3E}
# Where Lambda unpacks each archive: tracebacks then name the files as they lie there.
_ROOTS = {"deployment.zip": "/var/task", "layer-deployment.zip": "/opt"}
# Byte code with this flag is taken without a look at its source (PEP 552, unchecked).
_UNCHECKED = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """What was packaged: a template, and the archives beside it that the template names."""

    folder: Path

    @property
    def template(self) -> Path:
        return self.folder / "sam.yaml"

    @property
    def archives(self) -> list[Path]:
        return [self.folder / name for name in _ROOTS if (self.folder / name).exists()]


def build(stage: str, folder: Path, region: str, python: Path = HERE, wheels: Path | None = None) -> Package:
    """Package the app for ``stage`` into ``folder`` by ``python`` and the Chalice beside it. Raises Trouble.

    With ``wheels``, no library comes from anywhere but that folder.

    The same source and the same libraries give the same archives, byte for byte.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = [python.parent / "chalice", "package", "--stage", stage]
    command += ["--merge-template", write_own_part(folder.resolve() / "own.yaml"), "--template-format", "yaml", folder]
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)} if wheels else {}
    with _alone():
        _run(command, {"AWS_DEFAULT_REGION": region, **offline})
    package = Package(folder)
    for archive in package.archives:
        add_byte_code(archive, python, _ROOTS[archive.name])
    return package


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process package at a time, and throw away what an interrupted one left behind.

    Chalice writes the archives that it keeps in place, and takes each that exists for whole: a second process would read
    half of one, and whoever broke off the first packaging would get the same half for ever.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    begun = KEPT / "begun"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if begun.exists():
            for half in [*KEPT.glob("managed-layer-*.zip"), *KEPT.glob("appcode-*.zip")]:
                half.unlink()
        begun.touch()
        yield
        begun.unlink()


def build_for_the_cloud(stage: str, folder: Path, region: str) -> Package:
    """Package the app for a stage on AWS, and refuse what Lambda would refuse or run slowly. Raises Trouble."""
    if version_of(DEPLOYING) != RUNTIME:
        raise Trouble("no-runtime-python", version=RUNTIME)
    wheels = locked_wheels(DEPLOYING)
    for stale in KEPT.glob(f"managed-layer-*-{ARCHITECTURE}.zip"):
        stale.unlink()  # It may have been made before its wheels were held against the lock.
    # Chalice asks for wheels of another architecture by name alone; so it finds only those that have been looked at.
    package = build(stage, folder, region, DEPLOYING, wheels)
    if faults := [*runtime_faults(package), *archive_faults(package, ARCHITECTURE, magic_of(DEPLOYING))]:
        raise Trouble("package-unfit", why="; ".join(faults[:5]))
    check_size(package)
    check_template(package)
    return package


def version_of(python: Path) -> str:
    """Return a Python's version as ``3.13``; an empty text where there is none."""
    if not python.exists():
        return ""
    return _run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).strip()


@cache
def magic_of(python: Path) -> bytes:
    """Return the four bytes with which this Python's byte code begins."""
    return bytes.fromhex(_run([python, "-c", "import importlib.util as u; print(u.MAGIC_NUMBER.hex())"]))


def locked_wheels(python: Path) -> Path:
    """Fetch the wheels of requirements.txt, for this machine and for Lambda, and return their folder.

    pip holds each against the hashes that stand there; Chalice would take the other architecture's unseen. This machine's
    are needed because Chalice looks at the whole list on this machine first.
    """
    lock = ROOT / "requirements.txt"
    folder = KEPT / f"wheels-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}-{RUNTIME}"
    if not folder.exists():
        with tempfile.TemporaryDirectory() as made:
            for platform in ([], ["--platform", "manylinux_2_28_aarch64", "--platform", "manylinux2014_aarch64"]):
                _run([python, "-m", "pip", "download", *_PIP, *platform, "-r", lock, "--dest", made])
            shutil.copytree(made, whole := folder.with_name(f"{folder.name}.{os.getpid()}"))
            whole.rename(folder)
    return folder


_PIP = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary=:all:"]


# --- byte code -------------------------------------------------------------------------------------------------------


def add_byte_code(archive: Path, python: Path, root: str) -> None:
    """Compile everything in ``archive``, which Lambda unpacks at ``root``, and write it anew, the same for the same content.

    Lambda's file system is read-only: without this every cold start compiles every library again.
    """
    name = hashlib.sha256(archive.read_bytes() + magic_of(python) + root.encode()).hexdigest()
    kept = KEPT / f"byte-code-{name[:32]}.zip"
    if not kept.exists():
        _compiled(archive, python, root, kept)
    shutil.copyfile(kept, archive)


def _compiled(archive: Path, python: Path, root: str, to: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "tree"
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        compiling = ["-m", "compileall", "-q", "-j", "0", "-f", "--invalidation-mode", "unchecked-hash"]
        # Sets of texts are stored in the order of their hashes, which would be another one each time.
        _run([python, *compiling, "-s", folder, "-p", root, folder], {"PYTHONHASHSEED": "0"})
        part = Path(made) / "archive.zip"
        _pack(folder, part)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(part, whole := to.with_suffix(f".{os.getpid()}"))
        os.replace(whole, to)


def _pack(folder: Path, archive: Path) -> None:
    """Write a folder as an archive that says nothing of when and by whom it was made."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | (0o755 if path.suffix == ".so" else 0o644)) << 16
            packed.writestr(entry, path.read_bytes())


# --- what is looked at -----------------------------------------------------------------------------------------------


def runtime_faults(package: Package) -> Iterator[str]:
    """Give each function of the template that would not run on the pinned Python and architecture."""
    for name, resource in _template(package)["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            found = (resource["Properties"]["Runtime"], resource["Properties"].get("Architectures"))
            if found != (f"python{RUNTIME}", [ARCHITECTURE]):
                yield f"{name}: {found[0]}, {found[1]}"


def archive_faults(package: Package, architecture: str, magic: bytes) -> Iterator[str]:
    """Give each file that would not load there: a library of another architecture, byte code of another Python or none."""
    for archive in package.archives:
        with zipfile.ZipFile(archive) as packed:
            names = set(packed.namelist())
            for name in sorted(names):
                if fault := _file_fault(packed, name, names, architecture, magic):
                    yield f"{archive.name}: {name}: {fault}"


def _file_fault(packed: zipfile.ZipFile, name: str, names: set[str], architecture: str, magic: bytes) -> str:
    path = PurePosixPath(name)
    if path.suffix == ".py" and not _has_byte_code(path, names):
        return "no byte code"
    if path.suffix not in (".so", ".pyc"):
        return ""
    with packed.open(name) as file:
        head = file.read(20)
    if path.suffix == ".so":
        machine = int.from_bytes(head[18:20], "little")
        return "" if head[:4] == b"\x7fELF" and machine == _MACHINES[architecture] else f"not for {architecture}"
    fits = head[:4] == magic and int.from_bytes(head[4:8], "little") == _UNCHECKED
    return "" if fits else "byte code of another Python, or checked against its source"


def _has_byte_code(source: PurePosixPath, names: set[str]) -> bool:
    prefix = f"{source.parent / '__pycache__' / source.stem}.cpython-"
    return any(name.startswith(prefix) for name in names)


def sizes(package: Package) -> Counter[str]:
    """Return what each package weighs unpacked, in bytes, by its folder's name."""
    found: Counter[str] = Counter()
    for archive in package.archives:
        with zipfile.ZipFile(archive) as packed:
            for entry in packed.infolist():
                found[_package_of(entry.filename)] += entry.file_size
    return found


def _package_of(name: str) -> str:
    return name.split("/site-packages/")[-1].split("/")[0]


def check_size(package: Package, largest: int = LARGEST) -> None:
    """Raise Trouble where function and layer are larger than ``largest`` bytes, and say which packages weigh most."""
    found = sizes(package)
    if found.total() > largest:
        biggest = ", ".join(f"{name} {_megabytes(size)}" for name, size in found.most_common(8))
        raise Trouble("package-too-big", size=_megabytes(found.total()), largest=_megabytes(largest), biggest=biggest)


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"


def check_template(package: Package) -> None:
    """Raise Trouble with what cfn-lint finds in the template."""
    _run([HERE.parent / "cfn-lint", "--template", package.template], cwd=package.folder)


def _template(package: Package) -> Any:
    return yaml.safe_load(package.template.read_text(encoding="utf-8"))


# --- other programs --------------------------------------------------------------------------------------------------


def _run(command: list[Any], environment: dict[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Run a program and return what it prints. Raises Trouble with its own last words."""
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr + done.stdout).strip()
        raise Trouble("program-failed", program=Path(str(command[0])).name, why=said[-2000:])
    return done.stdout
