"""What went wrong between this process and AWS: which errors pass by themselves, and how long a call is waited for.

The rule is DynamoDB's, S3's, Lambda's and Secrets Manager's own: what was throttled, met another write, found the service
failing (5xx) or lost its connection may be sent again. Whether it was carried out is unknown, and every write here can be
repeated. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, IncompleteReadError

from ..config import config
from ..domain.errors import Busy

_CONDITION_FAILED = "ConditionalCheckFailedException"
_CANCELLED = "TransactionCanceledException"
_PASSING = {
    # DynamoDB
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
    # S3
    "ConditionalRequestConflict",
    "OperationAborted",
    "RequestTimeout",
    "SlowDown",
    # Lambda, Secrets Manager, KMS
    "EC2ThrottledException",
    "KMSInternalException",
    "Throttling",
    "ThrottledException",
    "TooManyRequestsException",
    # What all of them say when they fail; PynamoDB passes on the code and not the status.
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "InternalServiceError",
    "ServiceException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
}
_PASSING_REASONS = {"None", "ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"}
_BROKEN_OFF = (ConnectionError, HTTPClientError, IncompleteReadError)


class Patience(NamedTuple):
    """How long, in seconds, a connection and an answer are waited for, and how often a call is tried in all."""

    connect_s: float
    read_s: float
    tries: int


def patience() -> Patience:
    """Return the patience of this process with AWS.

    At an opening a person waits, and the page tries again by itself, spread out: two tries of at most two seconds leave the
    function's ten seconds whole, and a function that sleeps between tries would only keep others out. The second try is
    needed all the same: a connection that was kept while the function was frozen is often dead. The clock and the
    organizers' function have minutes, and nobody stands at a door.
    """
    return Patience(3, 20, 5) if config().patient else Patience(1, 2, 2)


def settings(**more: Any) -> Config:
    """Return what a client of botocore's is made with: this process's patience, and ``more``."""
    connect_s, read_s, tries = patience()
    retries: Any = {"total_max_attempts": tries, "mode": "standard"}
    return Config(connect_timeout=connect_s, read_timeout=read_s, retries=retries, **more)


def condition_failed(error: Exception) -> bool:
    """Whether the condition of a write was not met: that is an answer, and no trouble."""
    return any(_code(each) == _CONDITION_FAILED for each in _causes(error))


def is_passing(error: Exception) -> bool:
    """Whether the same call may succeed a moment later."""
    return any(map(_passes, _causes(error)))


@contextmanager
def told_as_busy(*more: type[Exception]) -> Iterator[None]:
    """Raise Busy in the place of an error that passes by itself, or is one of ``more``: the same request may come again."""
    try:
        yield
    except Exception as error:
        if isinstance(error, more) or is_passing(error):
            raise Busy() from error
        raise


def _passes(error: BaseException) -> bool:
    if not isinstance(error, ClientError):
        return isinstance(error, _BROKEN_OFF)
    said: Any = error.response
    if _code(error) == _CANCELLED:
        reasons = {reason["Code"] for reason in said.get("CancellationReasons", ())}
        return bool(reasons) and reasons <= _PASSING_REASONS
    return _code(error) in _PASSING or said.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give ``error`` and what it came from: PynamoDB wraps what botocore raises and keeps the original as ``cause``."""
    while error is not None:
        yield error
        error = error.__cause__ or getattr(error, "cause", None)


def _code(error: BaseException) -> str:
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
