"""An AWS account as a table of answers: what is asked and what is answered is held against botocore's description of AWS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.exceptions import ClientError
from botocore.validate import validate_parameters

from tests.calls import Call, through

Answers = dict[str, Any]

# Making a client takes longer than anything that these tests do with it.
clients = cache(boto3.client)


@dataclass
class Account:
    """Answers by ``service:Operation``: a value, a function of what was sent, an exception; or a list of these in turn, of
    which the last holds for good.
    """

    answers: Answers
    asked: list[Call] = field(default_factory=list)

    def sent(self, name: str) -> list[dict[str, Any]]:
        """Return what was sent with each call of an operation."""
        return [call.sent for call in self.asked if call.name == name]

    def names(self) -> list[str]:
        """Return what was asked, in order, each once."""
        return list(dict.fromkeys(call.name for call in self.asked))

    def answer(self, call: Call) -> Any:
        """Answer one call. Fails where AWS has no such operation, parameter or member, or where the table has no answer."""
        self.asked.append(call)
        model = _model(call.service).operation_model(call.operation)
        if model.input_shape:
            validate_parameters(call.sent, model.input_shape)
        found = self.answers[call.name]
        if isinstance(found, list):
            times = len(self.sent(call.name))
            found = found[min(times, len(found)) - 1]
        if callable(found):
            found = found(call.sent)
        if isinstance(found, Exception):
            raise found
        if model.output_shape:
            members = {name: value for name, value in found.items() if name != "ResponseMetadata"}
            validate_parameters(members, model.output_shape)
        return found


@cache
def _model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def refusal(code: str, message: str = "", status: int = 400) -> ClientError:
    """Return what boto3 raises where AWS refuses."""
    return ClientError({"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}, "x")


@contextmanager
def answering(answers: Answers) -> Iterator[Account]:
    """Have an account answer every call of the block."""
    account = Account(answers)

    def pass_on(call: Call, make: Callable[[], Any]) -> Any:
        return account.answer(call)

    with through(pass_on):
        yield account
