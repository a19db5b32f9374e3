"""The lines that the functions write to standard output, as CloudWatch would read them."""

from __future__ import annotations

import json
from typing import Any

import pytest


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return what has been written since this was asked last, each line as its document."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]
