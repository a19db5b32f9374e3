"""The DynamoDB engine dynoxide on this machine, in memory: several times faster than moto, and strict where moto is not."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError
from pynamodb.connection.base import Connection

BINARY = Path(__file__).resolve().parent.parent / "node_modules/@dynoxide/linux-x64/dynoxide"
HOST = "127.0.0.1"
PATIENCE_S = 10.0

# Somebody else may take a free port between the moment it was found and the moment the engine listens on it.
TRIES = 3


class EngineFailed(Exception):
    """The engine is installed but doesn't run; the text says what it did instead."""


def installed() -> bool:
    """Return whether the engine lies where npm puts it."""
    return BINARY.is_file()


@contextmanager
def engine() -> Iterator[str]:
    """Run the engine on a free port of the loopback, empty, and give its endpoint. Raises EngineFailed."""
    process, port = _started()
    try:
        yield f"http://{HOST}:{port}"
    finally:
        _stop(process)


def _started() -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(TRIES):
        port = _free_port()
        command = [str(BINARY), "serve", "--host", HOST, "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if _listens(process, port):
            return process, port
        _stop(process)
    raise EngineFailed(f"{BINARY.name} did not listen within {PATIENCE_S:.0f} s")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return int(asked.getsockname()[1])


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the engine answers. Returns False where it has ended, or takes too long."""
    until = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex((HOST, port)) == 0:
                return process.poll() is None
        time.sleep(0.02)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def short_wire(endpoint: str) -> Iterator[None]:
    """Let PynamoDB speak to ``endpoint`` without botocore's signing and parsing, which take longer than the engine.

    Nothing above the wire changes: the same models, conditions and errors.
    """
    wire = _Wire(endpoint)
    try:
        with mock.patch.object(Connection, "client", wire):
            yield
    finally:
        wire.hang_up()


class _Wire:
    """What PynamoDB needs of a botocore client, over plain HTTP. Each thread takes a line that nobody else is using."""

    def __init__(self, endpoint: str):
        host, _, port = endpoint.removeprefix("http://").partition(":")
        self._address = (host, int(port))
        # Whoever wants to parse a botocore answer in their own way has nothing to do here: there is no botocore.
        self.meta = SimpleNamespace(events=SimpleNamespace(register=lambda *_, **__: None))
        self._idle: list[_Line] = []

    def _make_api_call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        line = self._line()
        status, answer = line.ask(operation, json.dumps(arguments).encode())
        self._idle.append(line)
        body: dict[str, Any] = json.loads(answer)
        if status != 200:
            raise ClientError(_error(body), operation)
        return body

    def _line(self) -> _Line:
        try:
            return self._idle.pop()
        except IndexError:
            return _Line(self._address)

    def hang_up(self) -> None:
        while self._idle:
            self._idle.pop().hang_up()


class _Line:
    """One connection that is kept, with just enough HTTP for an engine that always tells its answer's length."""

    def __init__(self, address: tuple[str, int]):
        self._socket = socket.create_connection(address, PATIENCE_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def ask(self, operation: str, body: bytes) -> tuple[int, bytes]:
        """Send a request and return the answer's status and body. Raises EngineFailed where the line is cut."""
        self._socket.sendall(_HEAD.format(operation=operation, length=len(body)).encode() + body)
        status = self._answers.readline().split()
        length = self._length()
        if len(status) < 2 or length is None:
            raise EngineFailed("the line was cut")
        return int(status[1]), self._answers.read(length)

    def _length(self) -> int | None:
        """Read the headers up to the empty line, and return the length that they tell."""
        length = None
        while header := self._answers.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return length

    def hang_up(self) -> None:
        self._answers.close()
        self._socket.close()


def _error(body: dict[str, Any]) -> Any:
    told = {"Code": str(body.get("__type")).rpartition("#")[2], "Message": str(body.get("message") or body.get("Message"))}
    return {"Error": told, "CancellationReasons": body.get("CancellationReasons", [])}


# The engine wants to see a signature and doesn't check it: it listens on the loopback and holds made-up people.
_HEAD = (
    "POST / HTTP/1.1\r\n"
    f"Host: {HOST}\r\n"
    "Content-Type: application/x-amz-json-1.0\r\n"
    "X-Amz-Target: DynamoDB_20120810.{operation}\r\n"
    "X-Amz-Date: 20200101T000000Z\r\n"
    "Authorization: AWS4-HMAC-SHA256 Credential=simulated/20200101/ap-southeast-1/dynamodb/aws4_request, "
    "SignedHeaders=host, Signature=0\r\n"
    "Content-Length: {length}\r\n\r\n"
)
