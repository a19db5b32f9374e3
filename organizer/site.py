"""The static site: modules and style as written, and the pages that the clock renders, the same on every stage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .packaging import ROOT
from .trouble import Trouble

WEB = ROOT / "web"
# Their names stay the same from one deployment to the next, so browsers ask again soon.
A_WHILE = "public, max-age=300"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}


def publish(s3: Any, functions: Any, bucket: str, clock: str, web: Path = WEB) -> int:
    """Put ``web`` on the site under ``assets/``, and have the clock render its pages anew. Returns how many files went up.

    Pages are rendered by the clock's function, with its role and from what is stored: a laptop could not tell what may be
    shown yet. Raises Trouble where that function fails, and KeyError for a kind of file that the site has none of.
    """
    files = [path for path in sorted(web.rglob("*")) if path.is_file()]
    for path in files:
        s3.put_object(
            Bucket=bucket,
            Key=f"assets/{path.relative_to(web).as_posix()}",
            Body=path.read_bytes(),
            ContentType=_TYPES[path.suffix],
            CacheControl=A_WHILE,
        )
    _render(functions, clock)
    return len(files)


def _render(functions: Any, clock: str) -> None:
    answer = functions.invoke(FunctionName=clock, Payload=json.dumps({"pages": True}).encode())
    body = json.loads(answer["Payload"].read() or b"null")
    if answer.get("FunctionError"):
        raise Trouble("function-failed", why=body.get("errorMessage", body))
