"""Measures every figure, one after the other, and writes docs/performance.md and bench/results.json."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from . import closing, cold, cost, cycle, opening, page, report, warm, writes
from .world import ROOT, world

RESULTS = ROOT / "bench" / "results.json"
DOCUMENT = ROOT / "docs" / "performance.md"
CONTEST = "hai-phong-2023"


def main(only: Sequence[str]) -> None:
    """Measure, write down, and end with 1 where a target was missed, so that nobody has to read to know.

    With ``only``, those figures alone are measured again; the others stay as they were found before.
    """
    kept = json.loads(RESULTS.read_text("utf-8")) if only else {}
    found: dict[str, Any] = {**kept, "conditions": _conditions()}
    for name, measure in _figures().items():
        if only and name not in only:
            continue
        began = time.monotonic()
        print(f"{name} …", file=sys.stderr, flush=True)
        with redirect_stdout(sys.stderr):  # The services write their logs there; what is for people comes at the end.
            found[name] = measure()
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    found["cost"] = cost.measure(found["warm"], found["writes"], found["closing"], found["page"])
    found["conditions"]["load_after"] = os.getloadavg()[1]
    plain = json.loads(json.dumps(found, default=_plain))
    RESULTS.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
    DOCUMENT.write_text(report.document(plain), "utf-8")
    print(report.summary(plain))
    sys.exit(1 if report.missed(plain) else 0)


def _figures() -> dict[str, Callable[[], Any]]:
    return {
        "writes": writes.measure,
        "warm": lambda: _in_a_world(warm.measure),
        "cycle": lambda: _in_a_world(cycle.measure),
        "cold": cold.measure,
        "page": page.measure,
        "closing": lambda: _in_a_world(closing.measure),
        "opening": opening.measure,
    }


def _in_a_world(measure: Callable[[Path], Any]) -> Any:
    with tempfile.TemporaryDirectory() as folder, world(CONTEST, Path(folder)) as path:
        return measure(path)


def _conditions() -> dict[str, Any]:
    return {
        "date": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[1],
        "engine": json.loads((ROOT / "node_modules/@dynoxide/linux-x64/package.json").read_text())["version"],
        "contest": CONTEST,
    }


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"not for JSON: {value!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
