"""Bad weather between our functions and AWS: at any call, any of the faults that botocore knows, once.

A call site is where a call comes from, not what it is called with: the operation, the function of ours that makes it and on
whose behalf, and which one of such calls it is. Sites are found by walking a path and looking; nobody lists them.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Protocol, TypeVar

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, IncompleteReadError
from botocore.response import StreamingBody

from tests.calls import Call, Interrupted, through

HOUSE = "/chalicelib/"
Make = Callable[[], Any]


@dataclass(frozen=True)
class Site:
    """Where a call comes from: ``dynamodb:PutItem``, the place in the house, and the how-manieth such call it is."""

    call: str
    place: str
    ordinal: int

    def __str__(self) -> str:
        return f"{self.call} of {self.place}, number {self.ordinal}"


def place() -> str:
    """Return which function of the house makes the call that is under way, and for which one outside of the storage."""
    # Every table is read by one function of the models: who called that is meant.
    frames = [each for each in _house(sys._getframe(1)) if each != "storage/models.py:found"]
    nearest = frames[:1]
    asking = [each for each in frames if not each.startswith("storage/")][:1]
    return " for ".join(dict.fromkeys(nearest + asking))


def _house(frame: Any) -> Iterator[str]:
    while frame is not None:
        _, inside, file = frame.f_code.co_filename.partition(HOUSE)
        if inside:
            yield f"{file}:{frame.f_code.co_name}"
        frame = frame.f_back


class Fault(Protocol):
    """One thing that may happen to a call instead of its success: it makes the call itself, wholly, partly or not at all."""

    __name__: str

    def __call__(self, call: Call, make: Make) -> Any: ...


def refused(call: Call, make: Make) -> Any:
    """Nobody answers; nothing was done."""
    raise EndpointConnectionError(endpoint_url=call.service)


def lost(call: Call, make: Make) -> Any:
    """It is done, and the answer gets lost on the way back."""
    make()
    raise ConnectionClosedError(endpoint_url=call.service)


def throttled(call: Call, make: Make) -> Any:
    """The service takes no more, in its own words; a transaction is cancelled because it met another write."""
    raise _said(call, *THROTTLES.get(call.name, THROTTLES[call.service]))


def failed(call: Call, make: Make) -> Any:
    """The service fails by itself."""
    raise _said(call, *FAILURES[call.service])


def timed_out(call: Call, make: Make) -> Any:
    """It is done, but the function's time is over and it ends here; Lambda or the client asks again."""
    make()
    raise Interrupted(call.name)


def partial(call: Call, make: Make) -> Any:
    """Only a part is done, or read, and the answer says so."""
    return PARTIAL[call.operation](call, make)


def twice(call: Call, make: Make) -> Any:
    """The first answer gets lost and botocore itself sends the same again."""
    with suppress(ClientError):
        make()
    if hasattr(body := call.sent.get("Body"), "seek"):
        body.seek(0)  # So does botocore.
    return make()


FAULTS: tuple[Fault, ...] = (refused, lost, throttled, failed, timed_out, partial, twice)

THROTTLES = {
    "dynamodb": ("ThrottlingException", 400),
    "dynamodb:GetItem": ("ProvisionedThroughputExceededException", 400),
    "dynamodb:PutItem": ("ThrottlingException", 400),
    "dynamodb:UpdateItem": ("TransactionConflictException", 400),
    "dynamodb:Query": ("RequestLimitExceeded", 400),
    "dynamodb:TransactWriteItems": ("TransactionCanceledException", 400),
    "lambda": ("TooManyRequestsException", 429),
    "s3": ("SlowDown", 503),
    "secretsmanager": ("ThrottlingException", 400),
}
FAILURES = {
    "dynamodb": ("InternalServerError", 500),
    "lambda": ("ServiceException", 500),
    "s3": ("InternalError", 500),
    "secretsmanager": ("InternalServiceError", 500),
}


def _said(call: Call, code: str, status: int) -> ClientError:
    answer: dict[str, Any] = {
        "Error": {"Code": code, "Message": "bad weather"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    if code == "TransactionCanceledException":
        answer["CancellationReasons"] = [{"Code": "None"}, {"Code": "TransactionConflict"}]
    return ClientError(answer, call.operation)  # type: ignore[arg-type]


def _half_written(call: Call, make: Make) -> Any:
    (table, requests), *_ = call.sent["RequestItems"].items()
    if len(requests) < 2:
        return {**make(), "UnprocessedItems": {}}
    call.sent["RequestItems"] = {table: requests[: len(requests) // 2]}
    return {**make(), "UnprocessedItems": {table: requests[len(requests) // 2 :]}}


def _half_read(call: Call, make: Make) -> Any:
    (table, asked), *_ = call.sent["RequestItems"].items()
    keys = asked["Keys"]
    if len(keys) < 2:
        return make()
    call.sent["RequestItems"] = {table: {**asked, "Keys": keys[: len(keys) // 2]}}
    return {**make(), "UnprocessedKeys": {table: {**asked, "Keys": keys[len(keys) // 2 :]}}}


def _short_page(call: Call, make: Make) -> Any:
    return _with("Limit", call, make)


def _short_list(call: Call, make: Make) -> Any:
    return _with("MaxKeys", call, make)


def _with(limit: str, call: Call, make: Make) -> Any:
    call.sent[limit] = 1
    try:
        return make()
    finally:
        del call.sent[limit]


def _broken_off(call: Call, make: Make) -> Any:
    answer = make()
    data = answer["Body"].read()
    return {**answer, "Body": BrokenOff(io.BytesIO(data[: len(data) // 2]), len(data))}


class BrokenOff(StreamingBody):
    """A body whose connection breaks half-way: botocore notices, and does not try again."""

    def read(self, amt: int | None = None) -> bytes:
        raise IncompleteReadError(actual_bytes=0, expected_bytes=self._content_length)

    def iter_chunks(self, chunk_size: int = 1024) -> Iterator[bytes]:
        yield self._raw_stream.read(chunk_size)
        raise IncompleteReadError(actual_bytes=0, expected_bytes=self._content_length)


PARTIAL: dict[str, Fault] = {
    "BatchWriteItem": _half_written,
    "BatchGetItem": _half_read,
    "Query": _short_page,
    "Scan": _short_page,
    "ListObjectsV2": _short_list,
    "GetObject": _broken_off,
}


def faults_of(site: Site) -> list[Fault]:
    """Return the faults that can happen at a site: only some operations can be done in part."""
    return [each for each in FAULTS if each is not partial or site.call.split(":")[1] in PARTIAL]


@dataclass
class Weather:
    """What happens to the calls that pass: ``strikes`` says at which site which fault. Every call is noted with its site.

    A function that has been cut off makes no further call, from whichever thread, until it is asked anew (`revive`).
    """

    strikes: dict[Site, Fault] = field(default_factory=dict)
    happens: Callable[[Site], Fault | None] = lambda site: None
    sites: list[Site] = field(default_factory=list)
    struck: list[tuple[Site, Fault]] = field(default_factory=list)
    dead: bool = False
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    _turn: Any = field(default_factory=RLock)

    def pass_on(self, call: Call, make: Make) -> Any:
        """Make a call, or let happen to it what happens here."""
        site, fault = self._met(call)
        if self.dead:
            raise Interrupted(call.name)
        if fault is None:
            return make()
        self.struck.append((site, fault))
        try:
            return fault(call, make)
        except Interrupted:
            self.dead = True
            raise

    def revive(self) -> None:
        """The function is run anew."""
        self.dead = False

    def _met(self, call: Call) -> tuple[Site, Fault | None]:
        where = place()
        with self._turn:
            self._seen[call.name, where] += 1
            site = Site(call.name, where, self._seen[call.name, where])
            self.sites.append(site)
            return site, self.strikes.pop(site, None) or self.happens(site)


Kind = TypeVar("Kind", bound=Weather)


@contextmanager
def weather(here: Kind) -> Iterator[Kind]:
    """Let every call pass through the weather ``here``."""
    with through(here.pass_on):
        yield here
