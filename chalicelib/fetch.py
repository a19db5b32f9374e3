"""The one place that asks somebody outside of AWS, who may be slow, broken or somebody else than they say.

Over https alone, at the address that was asked for and no other, so many bytes, within so many seconds in all.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult, urlencode, urlsplit

# Three of these and what the tables take have to go into the ten seconds that a function has (decision 12).
WITHIN_S = 2.0
MOST_BYTES = 131_072
_LONGEST_ADDRESS = 2_000
_AT_HOME = ("localhost", "127.0.0.1")


class Unreached(Exception):
    """There was no whole answer: no connection, not in time, or too much of it. Whether it was heard is unknown."""


@dataclass(frozen=True)
class Reply:
    """An answer, whatever it says."""

    status: int
    body: bytes


def may_be_asked(address: object, at_home: bool) -> bool:
    """Return whether ``address`` is an https address of somebody; ``at_home``, on a developer's machine, http of itself too.

    An address with a name and a password in it, or with a fragment, is no address to ask at.
    """
    if not (isinstance(address, str) and len(address) <= _LONGEST_ADDRESS and address.isascii() and address.isprintable()):
        return False
    try:
        place = urlsplit(address)
        _ = place.port
    except ValueError:
        return False
    if " " in address or "\\" in address or "@" in place.netloc or "#" in address or not place.hostname:
        return False
    return place.scheme == "https" or (at_home and place.scheme == "http" and place.hostname in _AT_HOME)


def fetch(address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """Return the answer to a GET, or to a POST of ``form``. Raises Unreached. A redirection is an answer like any other."""
    place = urlsplit(address)
    connection, time_out = _connection(place), _TimeOut()
    try:
        connection.connect()
        time_out.guard(connection)
        connection.request(*_request(place, form), {"Accept": "application/json", **_kind(form), **(headers or {})})
        answer = connection.getresponse()
        body = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreached(type(error).__name__) from None
    finally:
        time_out.cancel()
        connection.close()
    if time_out.is_over or answer.length or len(body) > MOST_BYTES:
        raise Unreached("cut off")
    return Reply(answer.status, body)


def _request(place: SplitResult, form: Mapping[str, str] | None) -> tuple[str, str, str | None]:
    path = (place.path or "/") + (f"?{place.query}" if place.query else "")
    return ("GET", path, None) if form is None else ("POST", path, urlencode(form))


def _kind(form: Mapping[str, str] | None) -> dict[str, str]:
    return {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}


def _connection(place: SplitResult) -> HTTPConnection:
    host = place.hostname or ""
    if place.scheme == "https":
        return HTTPSConnection(host, place.port, timeout=WITHIN_S, context=_trust())
    return HTTPConnection(host, place.port, timeout=WITHIN_S)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _TimeOut:
    """Ends a connection when its time is over: a time-out of the socket's own begins anew with every byte that drips in."""

    def __init__(self) -> None:
        self.is_over = False
        self._line: socket.socket | None = None
        self._timer = Timer(WITHIN_S, self._end)
        self._timer.daemon = True
        self._timer.start()

    def guard(self, connection: HTTPConnection) -> None:
        """End ``connection``, which stands now, when the time is over. Raises Unreached where it is already."""
        self._line = connection.sock
        if self.is_over:
            raise Unreached("cut off")

    def cancel(self) -> None:
        """Let the connection be."""
        self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        if self._line is not None:
            with suppress(OSError):
                # The plain socket's own: TLS's would let what is still on its way pass for clear text.
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)
