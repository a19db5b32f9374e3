"""What the deployed stack says to requests that no page of ours sends, down to the bytes of the head."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.proxy import LONGEST_ADDRESS
from tests.deployed import Town

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

JSON = "Content-Type: application/json"
START = b'{"nonce":"%b"}' % (b"0" * 32)
# What an error must not tell: where the code lies, what it is written in, whose service failed.
TELLING = (
    "Traceback",
    'File "',
    "site-packages",
    "/var/",
    "/root",
    "/tmp",
    ".py",
    "boto",
    "dynamodb",
    "arn:",
    "lambda",
    "Python/",
)


class Wire:
    """Sends bytes to the front door as they are, and reads one answer."""

    def __init__(self, town: Town) -> None:
        place = urlsplit(town.site)
        self.place = (place.hostname, place.port)
        self.contest = f"/api/contests/{town.demo.contest}"
        self.attempt = f"{self.contest}/rounds/{town.demo.open_round}/attempts/1"
        self.cookie = f"Cookie: {town.cookie}"

    def send(self, method: str, path: str | bytes, *headers: str | bytes, body: bytes = b"") -> Told:
        """Send one request with these lines in its head."""
        lines = [_bytes(method) + b" " + _bytes(path) + b" HTTP/1.1", b"Host: localhost", b"Connection: close"]
        lines += [b"Content-Length: %d" % len(body), *map(_bytes, headers)]
        return self.raw(b"\r\n".join(lines) + b"\r\n\r\n" + body)

    def raw(self, data: bytes) -> Told:
        """Send these bytes and nothing else."""
        with socket.create_connection(self.place, timeout=60) as line:
            line.sendall(data)
            return Told(b"".join(_until_the_end(line)))


class Told:
    """An answer: its status, its head, and the document in it."""

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.head = head.decode("latin-1")
        self.status = int(first.split()[1])
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> tuple[int, str]:
        """Return the status and the code. Whatever is no problem document is an error here."""
        assert self.headers["content-type"] == "application/problem+json", self.head
        assert self.document["status"] == self.status
        return self.status, self.document["type"].removeprefix("/problems/")


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _until_the_end(line: socket.socket) -> Iterator[bytes]:
    while part := line.recv(65_536):
        yield part


@pytest.fixture(scope="module")
def wire(city: Town) -> Wire:
    """The front door, with the session of somebody who is signed in."""
    slip = city.demo.people[2]
    city.cookie = ""
    assert city.api("POST", "/session", {"identifier": slip["identifier"], "code": slip["code"]}).status == 200
    return Wire(city)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"1" * 9_000_000, (413, "unfit-long")),
        (b" " * 8_193, (413, "unfit-long")),
        (b"[" * 100_000, (413, "unfit-long")),
        (b"[" * 8_000, (422, "unfit-deep")),
        (b'{"nonce":"\x00"}', (422, "unfit-json")),
        (b"\xef\xbb\xbf" + START, (422, "unfit-json")),
        (START.decode().encode("utf-16"), (422, "unfit-json")),
        (b'{"nonce":"\\ud800"}', (422, "unfit-half")),
        (b'{"nonce":"\xed\xa0\x80"}', (422, "unfit-nonce")),
        (b'{"nonce":"\xe9"}', (422, "unfit-nonce")),
        (b'{"nonce":NaN}', (422, "unfit-number")),
        (b'{"nonce":' + b"1" * 5_000 + b"}", (422, "unfit-number")),
        (b'{"nonce":1,"nonce":1}', (422, "unfit-twice")),
        (b'{"nonce":1,"score":9}', (422, "unfit-fields")),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[1],
)
def test_a_body(wire: Wire, body: bytes, told: tuple[int, str]):
    assert wire.send("PUT", wire.attempt, JSON, wire.cookie, body=body).problem == told


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ([], "unfit-type"),
        (["Content-Type: text/plain"], "unfit-type"),
        (["Content-Type: image/png"], "unfit-type"),
        (["Content-Type: application/octet-stream"], "unfit-type"),
        (["Content-Type: application/json; charset=latin-1"], "unfit-type"),
        ([JSON, "Content-Type: text/plain"], "unfit-type"),
        ([b"Content-Type: \xff"], "unfit-type"),
    ],
)
def test_a_type(wire: Wire, headers: list[str], told: str):
    assert wire.send("PUT", wire.attempt, wire.cookie, *headers, body=START).problem == (415, told)


@pytest.mark.parametrize("body", [gzip.compress(START, mtime=0), b"\x1f\x8bnot gzip at all"])
def test_a_packed_body(wire: Wire, body: bytes):
    told = wire.send("PUT", wire.attempt, JSON, wire.cookie, "Content-Encoding: gzip", body=body)

    assert told.problem == (415, "unfit-encoding")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PATCH", "OPTIONS"])
def test_a_method_that_a_route_has_not(wire: Wire, method: str):
    told = wire.send(method, wire.attempt, wire.cookie)

    assert told.problem == (404, "not-found")
    assert set(told.document) == {"type", "title", "detail", "status", "en", "facts", "trace"}
    assert re.fullmatch(r"[0-9a-f-]{36}", told.document["trace"])


def test_a_head_has_no_body(wire: Wire):
    told = wire.send("HEAD", f"{wire.contest}/me", wire.cookie)

    assert (told.status, told.body) == (404, b"")


@pytest.mark.parametrize("method", ["TRACE", "FOO", "get"])
def test_a_method_that_there_is_not(wire: Wire, method: str):
    assert wire.send(method, wire.attempt, wire.cookie).problem[1] == "unfit"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/rounds/tuần/attempts/1", "no-such-round"),
        (b"/rounds/\xff/attempts/1", "no-such-round"),
        ("/rounds/tu%E1%BA%A7n-1/attempts/1", "no-such-round"),
        ("/rounds/%zz/attempts/1", "no-such-round"),
        ("/rounds/%00/attempts/1", "no-such-round"),
        ("/rounds/Tuan-1/attempts/1", "no-such-round"),
        ("/rounds/../attempts/1", "no-such-round"),
        (f"/rounds/{'a' * 2_000}/attempts/1", "no-such-round"),
        ("/rounds/a%2Fb/attempts/1", "not-found"),
        ("/rounds//attempts/1", "not-found"),
        ("/rounds/tuan-2/attempts/0", "no-such-attempt"),
        ("/rounds/tuan-2/attempts/01", "no-such-attempt"),
        ("/rounds/tuan-2/attempts/1.0", "no-such-attempt"),
        ("/rounds/tuan-2/attempts/-1", "no-such-attempt"),
        ("/rounds/tuan-2/attempts/%D9%A1", "no-such-attempt"),
        ("/rounds/tuan-2/attempts/99", "no-such-attempt"),
        ("/rounds/tuan-2/attempts/100", "no-such-attempt"),
    ],
)
def test_an_address(wire: Wire, path: str | bytes, told: str):
    told_by = wire.send("PUT", _bytes(wire.contest) + _bytes(path), JSON, wire.cookie, body=START)

    assert told_by.problem == (404, told)


@pytest.mark.parametrize("contest", ["%2e%2e", "A", "a" * 61, "a" * 3_000, "é", "%F0%9F%99%82", "a_b", "-a"])
def test_a_contest_that_can_be_none(wire: Wire, contest: str):
    assert wire.send("GET", f"/api/contests/{contest}/me", wire.cookie).problem == (404, "no-such-contest")


@pytest.mark.parametrize(
    "header",
    [
        b"Cookie: " + b"a=b; " * 1_000,
        b"Cookie: " + b"__Host-hoithi=x; " * 500,
        b"Cookie: __Host-hoithi=\xff\xfe.\xe1",
        b"Cookie: __Host-hoithi=" + b"A" * 8_000 + b".A",
        b"Cookie: __Host-hoithi=.; __Host-hoithi; =; ;;",
    ],
)
def test_a_cookie_that_is_no_session(wire: Wire, header: bytes):
    assert wire.send("GET", f"{wire.contest}/me", header).problem == (401, "not-signed-in")


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/me?a=1&a=2&%zz=%ff&contest=x&=&[]", "X: y"),
        ("/me", "Accept: image/png;;q=x, ,"),
        ("/me", "X-HTTP-Method-Override: DELETE"),
        ("/me", "X-Hoithi-Edge: nonsense"),
        ("/me", "X-Forwarded-For: nonsense"),
        ("/me", "Accept-Encoding: nonsense;q=9"),
        ("/me", b"X-Odd: \xff\xfe\x01"),
    ],
)
def test_what_does_not_matter_changes_nothing(wire: Wire, path: str, header: str | bytes):
    assert wire.send("GET", f"{wire.contest}{path}", wire.cookie, header).status == 200


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01 a handshake\r\n\r\n",
        b"GET /api/x HTTP/9.9\r\n\r\n",
        b"GET /api/x HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"GET /api/" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /api/x HTTP/1.1\r\nCookie: " + b"a" * 70_000 + b"\r\n\r\n",
        b"PUT /api/x HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"PUT /api/x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"PUT /api/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ids=["handshake", "version", "headers", "address", "cookie", "length", "negative", "chunked"],
)
def test_what_is_hardly_http_is_told_so_without_the_servers_name(wire: Wire, data: bytes):
    told = wire.raw(data)

    assert told.problem[1] == "unfit"
    assert "server" not in told.headers


@pytest.mark.parametrize(("longer", "status"), [(0, 404), (1, 413)])
def test_an_address_is_as_long_as_cloudfront_takes_it(wire: Wire, longer: int, status: int):
    path = "/api/".ljust(LONGEST_ADDRESS + longer, "a")

    assert wire.send("GET", path).status == status


def test_no_error_tells_what_is_behind_it(wire: Wire):
    requests = [
        ("PUT", wire.attempt, b"{"),
        ("PUT", f"{wire.contest}/rounds/%2e%2e/attempts/1", b""),
        ("PUT", f"{wire.attempt}/answers", b"\xff" * 100),
        ("POST", f"{wire.contest}/session", b'{"identifier":"x","code":"y"}'),
        ("POST", "/api/contests/nowhere/session", b'{"identifier":"x","code":"y"}'),
        ("GET", "/api/%ff", b""),
        ("GET", "/api", b""),
        ("FOO", "/api/x", b""),
    ]

    told = [wire.send(method, path, JSON, wire.cookie, body=body) for method, path, body in requests]

    assert {answer.status for answer in told} <= {401, 404, 422, 501}
    assert [(word, answer.body) for answer in told for word in TELLING if word in answer.body.decode()] == []
    assert [answer.headers.get("server") for answer in told] == [None] * len(told)
