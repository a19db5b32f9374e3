"""The verifier's eye on the tests: whatever export a test has made is recomputed by who knows the format alone."""

from __future__ import annotations

import io
import json
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

from chalicelib.config import config
from chalicelib.domain.finals import FINAL
from tests.watch import contents
from verifier import verify


def differences() -> list[str]:
    """Return what the verifier says of each export in this process's bucket that it doesn't find right."""
    held = contents(config().exports_bucket)
    whole = sorted(name.removesuffix("/manifest.json") for name in held if name.endswith("/manifest.json"))
    return [told for folder in whole if (told := _told(folder, held))]


def _told(folder: str, held: dict[str, bytes]) -> str:
    """Return an empty text where everything holds: of a later revision the chain too, of a signed one the signature."""
    before, needed = folder_before(folder), _needed(folder)
    with tempfile.TemporaryDirectory() as made, redirect_stdout(io.StringIO()) as said:
        for name in [name for name in held if name.startswith(needed)]:
            path = Path(made) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held[name])
        chain = ["--previous", str(Path(made) / before)] if before else []
        status = verify.main([str(Path(made) / folder), *chain, *_signature(folder, held, Path(made)), "--lang", "en"])
    return (said.getvalue() or f"{folder} can't be read") if status else ""


def _needed(folder: str) -> tuple[str, ...]:
    """Return how the names begin of what lies before the verifier: a contest as a whole rests on its rounds' exports."""
    contest, round_id, _ = folder.split("/")
    return (f"{contest}/",) if round_id == FINAL else (f"{folder}/", f"{folder_before(folder) or folder}/")


def folder_before(folder: str) -> str:
    """Return the folder of the revision before that in ``folder``, an empty text for the first."""
    parent, _, name = folder.rpartition("/")
    revision = int(name.removeprefix("r"))
    return f"{parent}/r{revision - 1:02d}" if revision > 1 else ""


def _signature(folder: str, held: dict[str, bytes], made: Path) -> list[str]:
    """Return what the verifier is told of the key, which lies on the site and never beside what it has signed."""
    key = json.loads(held[f"{folder}/manifest.json"])["key"]
    if key is None:
        return ["--no-signature"]
    path = made / f"{key}.pem"
    path.write_bytes(contents(config().site_bucket)[f"keys/{key}.pem"])
    return ["--public-key", str(path)]
