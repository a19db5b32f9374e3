"""Codes in an organizer's event: exports hold codes, never what people write."""

from __future__ import annotations

import re
from typing import Any

from ..domain.errors import Unfit

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def asked_code(event: dict[str, Any], name: str) -> str:
    """Return the account's id or the reason's code that stands under ``name``. Raises Unfit for anything else."""
    value = event.get(name)
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise Unfit("unfit-code", name=name)
    return value
