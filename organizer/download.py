"""Files of an export come down by the links that the `organizer` function made; no credentials are needed for them."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from .owner_only import owner_only
from .trouble import Trouble

MANIFEST = "manifest.json"
# It stands in no manifest, for it is made of one: whoever has the public key checks it.
SIGNATURE = "manifest.sig"
_SECONDS_WITHOUT_A_BYTE = 60
_FILE = re.compile(r"[a-z][a-z_]*\.(csv|json|sig)")
_EVIDENCE = re.compile(r"[0-9a-f]{32}-[a-z0-9-]+\.[a-z]+")
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){2}")

Fetch = Callable[[str, BinaryIO], None]
Opener = Callable[[str, int], int]


def fetch(url: str, out: BinaryIO) -> None:
    """Write what lies at ``url`` (http or https) to ``out``. Raises Trouble where it can't be had whole."""
    if not url.startswith(("https://", "http://")):
        raise Trouble("link-unfit", url=url)
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS_WITHOUT_A_BYTE) as answer:
            shutil.copyfileobj(answer, out)
            wanted = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        error.close()
        raise Trouble("link-refused", status=error.code) from error
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
        raise Trouble("link-lost", why=error) from error
    if wanted is not None and out.tell() != int(wanted):
        raise Trouble("link-lost", why=f"{out.tell()} / {wanted} byte")


@dataclass(frozen=True)
class Downloaded:
    """What came down: files with their size in bytes, and whether a manifest vouched for them."""

    folder: Path
    files: dict[str, int]
    checked: bool


def download(answer: Mapping[str, Any], to: Path, fetch: Fetch, tell: Callable[[str], None]) -> Downloaded:
    """Put the files that ``answer`` (of the act ``links``) names into a folder below ``to``, the manifest first.

    A file takes its name only once it is whole and is what the manifest says: a failure leaves no half a file behind.
    ``tell`` is called with each name before its file is fetched. Raises Trouble.
    """
    folder = to / _fit(_FOLDER, answer["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(answer["links"], key=lambda name: (name != MANIFEST, name))
    files, manifest = {}, None
    for name in names:
        tell(name)
        vouched = None if name == SIGNATURE else manifest
        files[name] = _one(folder / _fit(_FILE, name), answer["links"][name], fetch, vouched)
        if name == MANIFEST:
            manifest = _entries(folder / name)
    return Downloaded(folder, files, manifest is not None)


def download_evidence(told: Sequence[Mapping[str, Any]], folder: Path, fetch: Fetch, tell: Callable[[str], None]) -> None:
    """Put the files that decisions rest on (of the act ``decision-evidence``) into ``folder``. They may name people, so
    only their owner may read them. Otherwise as `download`, with each file's own digest in the place of the manifest.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in told:
        tell(each["file"])
        _one(folder / _fit(_EVIDENCE, each["file"]), each["link"], fetch, {each["file"]: each["sha256"]}, owner_only)


def _fit(pattern: re.Pattern[str], name: str) -> str:
    """Refuse a name that could lead out of the folder."""
    if not pattern.fullmatch(name):
        raise Trouble("link-unfit", url=name)
    return name


def _one(path: Path, url: str, fetch: Fetch, digests: Mapping[str, str] | None, opener: Opener | None = None) -> int:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(part, "wb", opener=opener) as out:
            fetch(url, out)
        if digests is not None and _sha256(part) != digests.get(path.name):
            raise Trouble("damaged", file=path.name)
        size = part.stat().st_size
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return size


def _entries(manifest: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by name. Raises Trouble for what is no manifest."""
    try:
        return {entry["name"]: entry["sha256"] for entry in json.loads(manifest.read_bytes())["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble("damaged", file=manifest.name) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
