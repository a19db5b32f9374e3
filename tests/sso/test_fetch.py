"""Asking somebody outside: what they may do to us, and what becomes of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from chalicelib import fetch as module
from chalicelib.fetch import Reply, Unreached, fetch, may_be_asked

GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
SOON_S = 0.4

Line = Callable[[socket.socket], None]


@dataclass
class Told:
    """Where somebody listens, and what they were sent."""

    address: str
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def answering(line: Line) -> Iterator[Told]:
    """Listen on loopback; do with each line whatever ``line`` does, after its request was read."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        told = Told(f"http://127.0.0.1:{listener.getsockname()[1]}/path?a=b")

        def serve() -> None:
            while not over.is_set():
                try:
                    taken, _ = listener.accept()
                except OSError:
                    return
                with taken:
                    taken.settimeout(5)
                    told.heard.append(_request(taken))
                    try:
                        line(taken)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield told
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def _request(line: socket.socket) -> bytes:
    """Read a whole request: its head, and as much of a body as the head tells."""
    data = line.recv(65_536)
    head, _, body = data.partition(b"\r\n\r\n")
    told = [int(each.split(b":")[1]) for each in head.split(b"\r\n") if each.lower().startswith(b"content-length")]
    while told and len(body) < told[0]:
        body += line.recv(65_536)
    return head + b"\r\n\r\n" + body


def saying(*parts: bytes) -> Line:
    def line(to: socket.socket) -> None:
        for part in parts:
            to.sendall(part)

    return line


def dripping(head: bytes, drop: bytes) -> Line:
    """Send a little again and again, so that no single wait is long."""
    wait = threading.Event()

    def line(to: socket.socket) -> None:
        to.sendall(head)
        for _ in range(100):
            wait.wait(0.05)
            to.sendall(drop)

    return line


def silent(to: socket.socket) -> None:
    to.recv(1)  # Until the other side has had enough.


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WITHIN_S", SOON_S)


def test_an_answer_is_brought_as_it_was_given():
    with answering(saying(GOOD)) as told:
        reply = fetch(told.address, headers={"Authorization": "Bearer x"})

    head = told.heard[0].decode().split("\r\n")
    assert reply == Reply(200, b"{}")
    assert head[0] == "GET /path?a=b HTTP/1.1"
    assert {"Accept: application/json", "Authorization: Bearer x", "Accept-Encoding: identity"} <= set(head)


def test_a_form_is_sent_as_one():
    with answering(saying(GOOD)) as told:
        fetch(told.address, form={"code": "a b", "client_id": "ü"})

    head, _, body = told.heard[0].decode().partition("\r\n\r\n")
    assert head.startswith("POST /path?a=b HTTP/1.1\r\n")
    assert "Content-Type: application/x-www-form-urlencoded" in head
    assert body == "code=a+b&client_id=%C3%BC"


def test_an_answer_in_pieces_is_one():
    pieces = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    with answering(saying(pieces)) as told:
        assert fetch(told.address) == Reply(200, b"{}")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_followed_elsewhere(status: int):
    elsewhere = f"HTTP/1.1 {status} There\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".encode()
    with answering(saying(elsewhere)) as told:
        assert fetch(told.address) == Reply(status, b"")

    assert len(told.heard) == 1


@pytest.mark.parametrize(
    "line",
    [
        silent,
        saying(),
        saying(b"SSH-2.0-OpenSSH\r\n"),
        saying(b"HTTP/1.1 2000 OK\r\n\r\n"),
        saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"),
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        saying(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
        saying(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"),
        saying(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (module.MOST_BYTES + 1)),
        dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b" "),
        dripping(b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ],
    ids=[
        "silence",
        "nothing",
        "another protocol",
        "no status",
        "half of it",
        "broken pieces",
        "too many headers",
        "a long header",
        "too much",
        "headers drop by drop",
        "a body drop by drop",
        "a body without an end drop by drop",
    ],
)
def test_what_is_no_whole_answer_in_time_is_none(line: Line):
    with answering(line) as told, pytest.raises(Unreached):
        fetch(told.address)


def test_an_answer_of_just_the_size_that_is_taken_is_taken():
    with answering(saying(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * module.MOST_BYTES)) as told:
        assert len(fetch(told.address).body) == module.MOST_BYTES


def test_nobody_there_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = f"http://127.0.0.1:{gone.getsockname()[1]}/"

    with pytest.raises(Unreached):
        fetch(address)


def test_who_can_not_show_a_certificate_is_not_asked():
    with answering(silent) as told, pytest.raises(Unreached):
        fetch(told.address.replace("http://", "https://"))


def test_without_the_limit_of_time_a_dripping_server_would_keep_us(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module._TimeOut, "_end", lambda self: None)
    with answering(dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n", b" ")) as told:
        assert len(fetch(told.address).body) == 20  # A second, where 0.4 are allowed.


@pytest.mark.parametrize(
    ("address", "may", "may_at_home"),
    [
        ("https://sso.example.vn", True, True),
        ("https://sso.example.vn:8443/realms/x?y=z", True, True),
        ("http://sso.example.vn", False, False),
        ("http://localhost:9400/jwks", False, True),
        ("http://127.0.0.1:9400", False, True),
        ("http://localhost.example.vn", False, False),
        ("http://127.0.0.1.example.vn", False, False),
        ("http://localhost@example.vn", False, False),
        ("https://a:b@example.vn", False, False),
        ("https://example.vn/#a", False, False),
        ("https://example.vn/ a", False, False),
        ("https://example.vn\\@localhost", False, False),
        ("https://example.vn/\r\nX: y", False, False),
        ("https://ví-dụ.vn", False, False),
        ("https://example.vn:x", False, False),
        ("https:///path", False, False),
        ("https://" + "a" * 2_000, False, False),
        ("file:///etc/passwd", False, False),
        ("//example.vn", False, False),
        ("", False, False),
        (None, False, False),
        (["https://example.vn"], False, False),
    ],
    ids=lambda value: str(value)[:40] if not isinstance(value, bool) else "",
)
def test_only_https_is_asked_and_this_machine_itself_on_a_developers(address: object, may: bool, may_at_home: bool):
    assert (may_be_asked(address, at_home=False), may_be_asked(address, at_home=True)) == (may, may_at_home)
