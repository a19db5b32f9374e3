"""The verifier's eye on the tests: whatever export a test has made is recomputed by who knows the format alone."""

from __future__ import annotations

import io
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

from chalicelib.config import config
from tests.watch import contents
from verifier import verify


def differences() -> list[str]:
    """Return what the verifier says of each export in this process's bucket that it doesn't find right."""
    held = contents(config().exports_bucket)
    whole = sorted(name.removesuffix("/manifest.json") for name in held if name.endswith("/manifest.json"))
    return [told for folder in whole if (told := _told(folder, held))]


def _told(folder: str, held: dict[str, bytes]) -> str:
    """Return an empty text where everything holds. The signature comes with the issue that signs."""
    with tempfile.TemporaryDirectory() as made, redirect_stdout(io.StringIO()) as said:
        for name in [name for name in held if name.startswith(f"{folder}/")]:
            path = Path(made) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held[name])
        status = verify.main([str(Path(made) / folder), "--no-signature", "--lang", "en"])
    return said.getvalue() if status else ""
