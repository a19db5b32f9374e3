"""Measurements, as members of a log line in CloudWatch's embedded metric format: no call, no library, no wait.

They say how things go and never how many people there are: in a contest that asks for a prediction, the numbers of starts
and of papers are the answer. So each process tells one request of a kind in ten seconds and is silent about the others;
what went wrong is always told. docs/decisions/0010 has the reasons.
"""

from __future__ import annotations

from typing import Any

from .config import config
from .domain.times import Millis

NAMESPACE = "Hoithi"
SILENT_MS = 10_000

_told_at: dict[str, Millis] = {}


def of_request(act: str, status: int, problem: str, took_ms: float, now: Millis, cold: bool = False) -> dict[str, Any]:
    """Return the members that measure a request: ``{}`` where one of its kind was measured a moment ago.

    ``act`` is start, save, hand_in, sign_in …; ``problem`` the code of its refusal, or an empty text. The first request of a
    process (``cold``) takes longer and would always be among the measured: the gateway's own latency shows those.
    """
    found: list[tuple[tuple[str, ...], dict[str, float]]] = []
    if not cold and _is_turn(act, now):
        found.append((("act",), {"Latency": round(took_ms, 1), "RefusedShare": 100.0 if problem else 0.0}))
    if problem and _is_turn(f"problem {problem}", now):
        found.append((("problem",), {"Refused": 1}))
    if status >= 500:
        found.append(((), {"Failed": 1}))
    return _embedded(found, now) if found else {}


def of_rounds(now: Millis, **values: int) -> dict[str, Any]:
    """Return the members that report numbers of rounds, by their names."""
    return _embedded([((), dict(values))], now)


def forget() -> None:
    """Forget what was measured a moment ago: for a test that begins anew."""
    _told_at.clear()


def _is_turn(kind: str, now: Millis) -> bool:
    if 0 <= now - _told_at.get(kind, -SILENT_MS) < SILENT_MS:
        return False
    _told_at[kind] = now
    return True


UNITS = {"Latency": "Milliseconds", "RefusedShare": "Percent"}


def _embedded(found: list[tuple[tuple[str, ...], dict[str, float]]], now: Millis) -> dict[str, Any]:
    """Return ``found`` (which members of the line part the values, beside the stage; the values) as the format wants it."""
    directives = [
        {
            "Namespace": NAMESPACE,
            "Dimensions": [["stage", *parted]],
            "Metrics": [{"Name": name, "Unit": UNITS.get(name, "Count")} for name in values],
        }
        for parted, values in found
    ]
    measured = {name: value for _, values in found for name, value in values.items()}
    return {"_aws": {"Timestamp": now, "CloudWatchMetrics": directives}, "stage": config().stage, **measured}
