"""S3 as far as the services need it, in a process of its own: it keeps what it is sent, and costs what is measured nothing.

Objects can be put (also only where there are none), read and headed; and it tells a secret, whichever is asked for. Run as a
module it prints its endpoint, and serves until its standard input ends.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

_MISSING = b"<Error><Code>NoSuchKey</Code><Message>There is no such object.</Message></Error>"
_THERE = b"<Error><Code>PreconditionFailed</Code><Message>There is one.</Message></Error>"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    kept: ClassVar[dict[str, bytes]] = {}

    def do_PUT(self) -> None:
        body = self._body()
        key = self._key()
        if self.headers.get("If-None-Match") == "*" and key in self.kept:
            self._answer(412, _THERE)
            return
        self.kept[key] = body
        self._answer(200, b"", {"ETag": f'"{hashlib.md5(body).hexdigest()}"'})

    def do_GET(self) -> None:
        found = self.kept.get(self._key())
        if found is None:
            self._answer(404, _MISSING)
        else:
            self._answer(200, found, {"ETag": f'"{hashlib.md5(found).hexdigest()}"'})

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Answer as Secrets Manager does."""
        asked = json.loads(self._body())
        self._answer(200, json.dumps({"SecretString": f"the secret of {asked['SecretId']}"}).encode())

    def _key(self) -> str:
        return self.path.split("?")[0]

    def _body(self) -> bytes:
        """Read what was sent, in chunks with a checksum after them or whole."""
        if "aws-chunked" not in self.headers.get("Content-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve on a free port of the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
