"""What 100,000 attempts cost: what was counted in the other figures, at the prices of `bench/prices.json`.

Counted: requests, write units, the CPU of each act, the bytes of its line in the logs, the close. Assumed, and said so in
the table: how long the table takes to answer, Lambda's share of a core, what Lambda writes into the log by itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ATTEMPTS = 100_000
PRICES = json.loads((Path(__file__).parent / "prices.json").read_text("utf-8"))

# web/autosave.js sends what is new two seconds after the last answer: who thinks longer than that sends every answer alone.
SAVES = 10
# DynamoDB answers in single-digit milliseconds; a place is paid for while it waits.
TABLE_MS = 6.0
# A function has one core at 1,769 MB and less in proportion.
CORE_MB, API_MB, CLOCK_MB = 1_769, 1_024, 2_048
# START, END and REPORT, which Lambda writes for each invocation.
PLATFORM_LINES = 420
# Page, style, module, and the modules of the way in; beside them every API request passes CloudFront too.
STATIC_REQUESTS, ANSWER_BYTES = 22, 2_500
# Signing in: a route that invokes `identity`, which counts a guess, reads login and profile, and forgets the guess.
SIGN_IN_WRITES, SIGN_IN_READS, SIGN_IN_CPU_US = 2, 2, 6_000


def price(name: str) -> float:
    """Return a price in USD."""
    return float(PRICES["prices"][name]["usd"])


def measure(
    warm: dict[str, Any], counted: list[dict[str, Any]], closing: dict[str, Any], page: dict[str, Any]
) -> dict[str, Any]:
    """Price an attempt from what the other figures found: sign in, look, start, ten saves, hand in; and the close."""
    acts = {"start": 1, "save": SAVES, "hand_in": 1}
    first = counted[0]
    units = sum(times * first["acts"][act]["units"] for act, times in acts.items())
    busy_us = sum(times * warm["acts"][act]["ours_us"]["median"] for act, times in acts.items())
    requests = sum(acts.values()) + 2
    invocations = requests + 1
    gb_s = _gb_s(busy_us + SIGN_IN_CPU_US + warm["acts"]["save"]["ours_us"]["median"], invocations, API_MB)
    sent = sum(each["brotli"] for each in page["files"].values()) + page["all_modules"] + requests * ANSWER_BYTES
    lines = invocations * (first["line_bytes"] + PLATFORM_LINES)
    close_s = sorted(run["cpu_s"] for run in closing["close"])[len(closing["close"]) // 2]
    per_attempt = {
        "API Gateway": (requests, "requests", requests * price("api_gateway_rest_million") / 1e6),
        "Lambda, time": (gb_s, "GB-s", gb_s * price("lambda_gb_second_arm64")),
        "Lambda, invocations": (invocations, "invocations", invocations * price("lambda_request_million") / 1e6),
        "DynamoDB, writes": (
            units + SIGN_IN_WRITES,
            "units",
            (units + SIGN_IN_WRITES) * price("dynamodb_write_million") / 1e6,
        ),
        "DynamoDB, reads": (SIGN_IN_READS + 2, "units", (SIGN_IN_READS + 2) * price("dynamodb_read_million") / 1e6),
        "CloudFront, requests": (
            requests + STATIC_REQUESTS,
            "requests",
            (requests + STATIC_REQUESTS) * price("cloudfront_https_10000") / 1e4,
        ),
        "CloudFront, bytes": (sent, "bytes", sent * price("cloudfront_gb") / 1e9),
        "Logs": (lines, "bytes", lines * price("logs_gb") / 1e9),
    }
    scale = ATTEMPTS / closing["attempts"]
    closed_gb_s = close_s * max(1, CORE_MB / CLOCK_MB) * CLOCK_MB / 1024 * scale
    # A strongly consistent query takes a read unit for each 4 KB.
    read_units = ATTEMPTS * first["item_bytes"] / 4096
    once = {
        "The close": (closed_gb_s, "GB-s", closed_gb_s * price("lambda_gb_second_arm64")),
        "The close's reading": (read_units, "units", read_units * price("dynamodb_read_million") / 1e6),
    }
    rows = [(name, count * ATTEMPTS, unit, usd * ATTEMPTS) for name, (count, unit, usd) in per_attempt.items()]
    rows += [(name, *each) for name, each in once.items()]
    return {"attempts": ATTEMPTS, "saves": SAVES, "rows": rows, "usd": sum(row[3] for row in rows), "least": _least(warm)}


def _gb_s(cpu_us: float, invocations: int, memory_mb: int) -> float:
    """Return what is billed for ``cpu_us`` of a whole core in ``invocations``, each waiting for the table once."""
    seconds = cpu_us / 1e6 * CORE_MB / memory_mb + invocations * TABLE_MS / 1e3
    return seconds * memory_mb / 1024


def _least(warm: dict[str, Any]) -> dict[str, float]:
    """Return the least that anything of this kind could cost: two writes in two invocations of the floor, nothing else.

    ``with_door`` adds what it takes for two requests to come in by the same way.
    """
    busy_us = warm["acts"]["start"]["floor_us"]["median"] + warm["acts"]["hand_in"]["floor_us"]["median"]
    time = _gb_s(busy_us, 2, API_MB) * price("lambda_gb_second_arm64")
    calls = 2 * (price("lambda_request_million") + price("dynamodb_write_million")) / 1e6
    door = 2 * (price("api_gateway_rest_million") / 1e6 + price("cloudfront_https_10000") / 1e4)
    return {"usd": ATTEMPTS * (time + calls), "with_door": ATTEMPTS * (time + calls + door)}
