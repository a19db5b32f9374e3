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

from . import clock
from .config import config
from .domain import errors
from .domain.faults import Fault, Faulty
from .domain.forms import id_or_nothing
from .log import follow, is_cold, log, trace
from .storage.aws_errors import told_as_busy

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

Event = dict[str, Any]


class Failed(Exception):
    """A function could not do what it was asked; the logs say why, under the trace id."""


class Died(RuntimeError):
    """A function ended without an answer: its time or its memory ran out. How far it got is unknown."""


# A closing takes minutes, and an organizer waits for `privacy`; who asks for anything else waits for the `api` function,
# which itself has ten seconds in all.
_CLOSING_S, _PERSON_S = 890, 8


@cache
def _lambda(read_timeout_s: int) -> LambdaClient:
    # To ask again would be to do it twice: the clock does by itself what is left, and a person's page asks again.
    once = Config(connect_timeout=2, read_timeout=read_timeout_s, retries={"total_max_attempts": 1})
    return boto3.client("lambda", config=once)


def ask(function: str, event: Event) -> Any:
    """Invoke ``function`` and return its answer.

    Raises the Refusal or Faulty that it answered with, Died where it came to no end, and RuntimeError where it failed.
    """
    nobody_waits = function in (config().clock_function, config().privacy_function)
    client = _lambda(_CLOSING_S if nobody_waits else _PERSON_S)
    told = {**event, "trace": trace(), "asked": True}
    answer = client.invoke(FunctionName=function, Payload=json.dumps(told).encode())
    body = json.loads(answer["Payload"].read() or b"null")
    if answer.get("FunctionError"):
        raise (Died if _died(body) else RuntimeError)(f"{function} failed: {body}")
    return opened(body)


def _died(body: Any) -> bool:
    """Whether Lambda itself says how the function ended: https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html"""
    told = body if isinstance(body, dict) else {}
    kind, message = str(told.get("errorType", "")), str(told.get("errorMessage", ""))
    return kind.startswith(("Sandbox.", "Runtime.ExitError")) or "Task timed out" in message


def on_record(
    function: str, service: Callable[[Event], Any], event: Event, context: Any, *, by_timer: bool = False
) -> Event:
    """Do as `answered` does, as the function of this name, with one line in the logs under the trace id of whoever asked.
    ``by_timer`` says that nobody did: then do as `unattended` does.

    What fails is raised again as Failed, for Lambda writes an error's whole message into the logs, and it might quote what
    somebody has written.
    """
    follow(str(event.get("trace") or getattr(context, "aws_request_id", "")))
    began = clock.stopwatch()
    try:
        said = unattended(service, event) if by_timer else answered(service, event)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again.
        log.exception("function failed", function=function)
        named = f" {error}" if isinstance(error, errors.NotAllDone) else ""
        raise Failed(f"{type(error).__name__}{named}, trace {trace()}") from None
    told = {name: said_id for name in ("act", "contest", "round") if (said_id := id_or_nothing(event.get(name)))}
    problem = said.get("refused", {}).get("code", "faults" if "faults" in said else "")
    log.info("function", function=function, **told, problem=problem, ms=round(clock.stopwatch() - began, 1), cold=is_cold())
    return said


def unattended(service: Callable[[Event], Any], event: Event) -> Event:
    """Return what ``service`` says to the event of a timer, and raise whatever it raises.

    Nobody is there to hear a refusal. An invocation that returns has succeeded in Lambda's eyes; only one that raises is
    counted as an error and put into the dead-letter queue.
    """
    return {"answer": service(event)}


def answered(service: Callable[[Event], Any], event: Event) -> Event:
    """Return what ``service`` says to ``event`` as data: ``{"answer": …}``, ``{"refused": …}`` or ``{"faults": […]}``.

    What AWS could not do just now is a refusal too: whoever asked may ask again.
    """
    try:
        with told_as_busy():
            return {"answer": service(event)}
    except errors.Refusal as refusal:
        return {"refused": {"kind": type(refusal).__name__, **_told(refusal)}}
    except Faulty as faulty:
        told = [[fault.file, fault.path, fault.code, dict(fault.values)] for fault in faulty.shown]
        return {"faults": told, "more_faults": faulty.unshown}


def opened(body: Event) -> Any:
    """Return the answer in what `answered` made; raise the refusal or the faults that it holds."""
    if "faults" in body:
        raise Faulty([Fault(*fault) for fault in body["faults"]], body.get("more_faults", 0))
    if "refused" in body:
        told = body["refused"]
        raise getattr(errors, told["kind"])(told["code"], facts=told["facts"], **told["values"])
    return body["answer"]


def _told(refusal: errors.Refusal) -> Event:
    return {"code": refusal.code, "values": refusal.values, "facts": refusal.facts}
