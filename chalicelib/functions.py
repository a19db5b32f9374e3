"""One function asks another: what needs another role is a function of its own, which decides for itself whom it believes.

A refusal travels as data, ``{"refused": {...}}``, and is raised again on this side: a view knows one family of errors.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from .domain import errors
from .domain.faults import Fault, Faulty

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

Event = dict[str, Any]


@cache
def _lambda() -> LambdaClient:
    # A closing takes minutes, and to ask again would be to do it twice: the clock does by itself what is left.
    patient = Config(connect_timeout=5, read_timeout=890, retries={"total_max_attempts": 1})
    return boto3.client("lambda", config=patient)


def ask(function: str, event: Event) -> Any:
    """Invoke ``function`` and return its answer. Raises the Refusal or Faulty that it answered with, or RuntimeError."""
    answer = _lambda().invoke(FunctionName=function, Payload=json.dumps(event).encode())
    body = json.loads(answer["Payload"].read() or b"null")
    if answer.get("FunctionError"):
        raise RuntimeError(f"{function} failed: {body}")
    return opened(body)


def answered(service: Callable[[Event], Any], event: Event) -> Event:
    """Return what ``service`` says to ``event`` as data: ``{"answer": …}``, ``{"refused": …}`` or ``{"faults": […]}``."""
    try:
        return {"answer": service(event)}
    except errors.Refusal as refusal:
        return {"refused": {"kind": type(refusal).__name__, **_told(refusal)}}
    except Faulty as faulty:
        return {"faults": [[fault.file, fault.path, fault.code, dict(fault.values)] for fault in faulty.faults]}


def opened(body: Event) -> Any:
    """Return the answer in what `answered` made; raise the refusal or the faults that it holds."""
    if "faults" in body:
        raise Faulty([Fault(*fault) for fault in body["faults"]])
    if "refused" in body:
        told = body["refused"]
        raise getattr(errors, told["kind"])(told["code"], facts=told["facts"], **told["values"])
    return body["answer"]


def _told(refusal: errors.Refusal) -> Event:
    return {"code": refusal.code, "values": refusal.values, "facts": refusal.facts}
