"""The emulator's process: what it leaves on a machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from local import emulator

# Writes what a function was unpacked into, and answers that it is well.
UNPACKING = """#!{python}
import http.server, os, pathlib, tempfile

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

here = pathlib.Path(tempfile.mkdtemp(prefix="a-function-"), "app.py")
here.write_text("")
pathlib.Path({told!r}).write_text(str(here))
http.server.HTTPServer(("127.0.0.1", int(os.environ["GATEWAY_PORT"])), Health).serve_forever()
"""


def test_what_it_has_unpacked_goes_when_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, program = tmp_path / "told", tmp_path / "python"
    program.write_text(UNPACKING.format(python=sys.executable, told=str(told)), encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(emulator, "PYTHON", program)

    with emulator.running(None, tmp_path / "log"):
        unpacked = Path(told.read_text(encoding="utf-8"))
        there = unpacked.exists()

    assert (there, unpacked.exists()) == (True, False)
