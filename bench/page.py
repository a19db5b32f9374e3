"""The first load of a contest's page: what a phone fetches before its owner has pressed anything, and how heavy it is.

The page is the one that the services render; a browser test holds that these are the requests (`tests/web/test_pages.py`).
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
CONTEST = "hai-phong-2023"
MOST_BYTES, MOST_REQUESTS = 40 * 1024, 3
# CloudFront compresses as it goes and doesn't say how hard it tries; this is a quality that servers take for that.
QUALITY = "5"


def measure() -> dict[str, Any]:
    """Render the page and weigh it with what it names."""
    html = _page()
    named = re.findall(r'<script[^>]* src="([^"]+)"|<link[^>]* rel="stylesheet"[^>]* href="([^"]+)"', html.decode())
    files = {f"{CONTEST}/": html}
    for script, style in named:
        name = Path(script or style).name
        files[name] = (WEB / name).read_bytes()
    return {
        "contest": CONTEST,
        "files": {name: {"bytes": len(data), "brotli": _brotli(data)} for name, data in files.items()},
        "all_modules": sum(_brotli(path.read_bytes()) for path in WEB.rglob("*.js")),
    }


def _page() -> bytes:
    from chalicelib.config import config
    from chalicelib.storage import objects
    from simulator import contest as contests
    from simulator.cloud import cloud

    with cloud() as here:
        definition, home = contests.load(CONTEST), contests.CONTESTS / CONTEST
        here.now = min(each.opens for each in definition.rounds) - contests.DAY
        contests.prepare(here, definition, (home / "contest.yaml").read_text("utf-8"), home, 5, seed=7)
        here.tick()
        return objects.get(config().site_bucket, f"{CONTEST}/index.html") or b""


def _brotli(data: bytes) -> int:
    command = ["brotli", "-q", QUALITY, "-c"]
    return len(subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout)
