"""Every call to AWS passes one place in botocore: there it can be written down, cut off before it, or its answer lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any
from unittest import mock

from botocore.client import BaseClient

WRITES = frozenset(
    [
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "TransactWriteItems",
        "PutObject",
        "CreateMultipartUpload",
        "DeleteObject",
    ]
)


@dataclass(frozen=True)
class Call:
    """One call: ``dynamodb``, ``PutItem`` and what was sent with it."""

    service: str
    operation: str
    sent: dict[str, Any]

    @property
    def name(self) -> str:
        """The call as a policy would name it."""
        return f"{self.service}:{self.operation}"

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.operation in WRITES


class Interrupted(BaseException):
    """The process died here: from now on not one call gets through, and nothing that catches errors gets to run on it."""


@contextmanager
def through(pass_on: Callable[[Call, Callable[[], Any]], Any]) -> Iterator[None]:
    """Have every call pass ``pass_on``, which makes it by calling its second argument, or doesn't."""
    make = BaseClient._make_api_call

    def passed(self: BaseClient, operation: str, sent: dict[str, Any]) -> Any:
        call = Call(self.meta.service_model.service_name, operation, sent)
        return pass_on(call, lambda: make(self, operation, sent))

    with mock.patch.object(BaseClient, "_make_api_call", passed):
        yield


@contextmanager
def written_down() -> Iterator[list[Call]]:
    """Give a list into which every call is written as it is made."""
    calls: list[Call] = []

    def pass_on(call: Call, make: Callable[[], Any]) -> Any:
        calls.append(call)
        return make()

    with through(pass_on):
        yield calls


@contextmanager
def cut_off(after: int) -> Iterator[list[Call]]:
    """Let ``after`` calls be made; every later one ends the process instead. The list holds those that were made."""
    calls: list[Call] = []
    turn = Lock()

    def pass_on(call: Call, make: Callable[[], Any]) -> Any:
        with turn:
            if len(calls) >= after:
                raise Interrupted(call.name)
            calls.append(call)
        return make()

    with through(pass_on):
        yield calls


@contextmanager
def answer_lost(operation: str) -> Iterator[None]:
    """Make the first ``operation`` twice, as a client does whose first answer got lost on the way back."""
    lost: list[Call] = []

    def pass_on(call: Call, make: Callable[[], Any]) -> Any:
        if call.operation == operation and not lost:
            lost.append(call)
            make()
        return make()

    with through(pass_on):
        yield
