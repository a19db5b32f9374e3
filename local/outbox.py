"""The letters that nobody sends: where no sender is set up they lie in the private bucket, and this page shows them.

Only on this machine's loopback, and never deployed: whoever reads it reads other people's codes.
"""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MOST = 50

Letter = dict[str, str]

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Hộp thư thử</title>
<style>body{{font:16px/1.5 system-ui;max-width:44rem;margin:1rem auto;padding:0 1rem}}pre{{white-space:pre-wrap}}</style>
</head>
<body><h1>Hộp thư thử / outbox</h1>
<p>Thư chưa gửi cho ai, mới nhất ở trên; trang tự làm mới. / Letters that were sent to nobody, the newest first.</p>
{letters}</body></html>"""
_LETTER = """<article><h2>{subject}</h2><p>{to}</p><pre>{text}</pre></article>
"""


def letters(s3: Any, bucket: str) -> list[Letter]:
    """Return the latest letters (``to``, ``subject``, ``text``), the newest first."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="outbox/")
    found = sorted((each["LastModified"], each["Key"]) for page in pages for each in page.get("Contents", []))
    return [json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for _, key in reversed(found[-MOST:])]


def page(shown: list[Letter]) -> str:
    """Return the page that shows these letters; what stands in them is text, whatever it looks like."""
    told = (_LETTER.format(**{name: html.escape(value) for name, value in letter.items()}) for letter in shown)
    return _PAGE.format(letters="".join(told))


@contextmanager
def serving(read: Callable[[], list[Letter]], port: int = 0) -> Iterator[str]:
    """Serve the page on loopback, on any free port unless one is given, until the block ends; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # Asked for under another name than loopback's, it is another site's page that asks: DNS can say anything.
            if self.headers.get("Host", "").partition(":")[0] not in ("localhost", "127.0.0.1"):
                return self.send_error(403)
            body = page(read()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: `make run` has the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
