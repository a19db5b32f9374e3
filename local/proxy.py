"""What CloudFront does in front of the site and the API, on one port of this machine.

The emulator serves the site through its own CloudFront, but not an API behind it: so `/api/*` goes to the REST API with the
deployment's secret header, and everything else to CloudFront's data plane.
"""

from __future__ import annotations

import http.client
import json
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit

from chalicelib.domain.words import say

# Headers that belong to one hop, by RFC 9110, and those that the proxy writes itself.
HOP = {
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
    "x-hoithi-edge",
    "x-hoithi-viewer",
    "x-hoithi-site",
}
# What the distribution takes for the site; the emulator's data plane would take anything for a GET.
SITE_METHODS = ("GET", "HEAD")
# CloudFront's own limit, in bytes: what is longer comes to nobody behind it.
LONGEST_ADDRESS = 8_192


@dataclass(frozen=True)
class Origins:
    """Where things come from: the emulator's endpoint, the hosts of CloudFront's and the API's data planes, the secret."""

    endpoint: str
    site_host: str
    api_host: str
    edge_secret: str


@contextmanager
def serving(origins: Origins, port: int) -> Iterator[str]:
    """Serve on ``port`` of loopback until the block ends; gives the address. Raises OSError where the port is taken."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(origins))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        # By name: browsers keep `Secure` cookies of localhost, as of a real site.
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(origins: Origins) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            if len(self.path) > LONGEST_ADDRESS:
                return self.send_error(413)
            length = self.headers.get("Content-Length") or "0"
            if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
                return self.send_error(411)
            body = self.rfile.read(int(length))
            if self.command not in SITE_METHODS and not self.path.startswith("/api/"):
                return self.send_error(403)
            # Browsers send addresses in ASCII; whoever doesn't is understood as CloudFront would.
            path = quote(self.path, safe=string.ascii_letters + string.digits + string.punctuation, encoding="latin-1")
            upstream = http.client.HTTPConnection(urlsplit(origins.endpoint).netloc, timeout=60)
            try:
                upstream.request(self.command, path, body or None, self.upstream_headers())
                self.relay(upstream.getresponse())
            except (OSError, http.client.HTTPException):
                self.send_error(502)
            finally:
                upstream.close()

        def upstream_headers(self) -> dict[str, str]:
            kept = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            if self.path.startswith("/api/"):
                return {**kept, "Host": origins.api_host, **self.vouched_for()}
            return {**kept, "Host": origins.site_host}

        def vouched_for(self) -> dict[str, str]:
            """Return what CloudFront says of a request, whatever the client has said."""
            viewer, site = str(self.client_address[0]), self.headers.get("Host", "")
            return {"X-Hoithi-Edge": origins.edge_secret, "X-Hoithi-Viewer": viewer, "X-Hoithi-Site": site}

        def relay(self, answer: http.client.HTTPResponse) -> None:
            body = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP | {"content-length"}:
                    self.send_header(name, value)
            if answer.status not in (204, 304):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            """Say in a problem document what http.server would say in a page with its version on it."""
            said = "busy" if code == 502 else "unfit"
            # Of an address that is too long http.server says 414 by itself, and CloudFront 413.
            code = 413 if code == 414 else code
            parts = {part: say(f"problem.{said}.{part}") for part in ("title", "detail")}
            body = json.dumps({"type": f"/problems/{said}", **parts, "status": code}, ensure_ascii=False).encode()
            self.request_version, self.close_connection = self.protocol_version, True
            self.send_response_only(code)
            self.send_header("Content-Type", "application/problem+json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing: the emulator's log has it."""

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = forward

    return Handler
