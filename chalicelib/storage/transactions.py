"""Writes that are done together or not at all: DynamoDB takes a hundred items in one transaction."""

from __future__ import annotations

from functools import cache

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError

from .aws_errors import patience


@cache
def connection() -> Connection:
    """Return this process's connection for transactions, made at its first use."""
    connect_s, read_s, tries = patience()
    return Connection(connect_timeout_seconds=connect_s, read_timeout_seconds=read_s, max_retry_attempts=tries - 1)


def refused_by_a_condition(error: TransactWriteError) -> bool:
    """Whether a condition failed: a transaction is cancelled too where it has met another write, and can be tried again."""
    return bool(_refused(error))


def first_refused(error: TransactWriteError) -> int:
    """Return which of the transaction's items, from 0, was the first whose condition failed."""
    return _refused(error)[0]


def _refused(error: TransactWriteError) -> list[int]:
    reasons = enumerate(error.cancellation_reasons)
    return [place for place, reason in reasons if reason is not None and reason.code == "ConditionalCheckFailed"]
