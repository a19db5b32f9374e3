"""The file that a decision rests on, read here and looked at before anything is sent."""

from __future__ import annotations

import base64
from pathlib import Path

from chalicelib.domain.evidence import KINDS, MOST_BYTES, is_fit

from .trouble import Misuse, Trouble


def read_evidence(path: Path | None) -> dict[str, str]:
    """Return the file as an event carries it: its name and, in base 64, its bytes.

    Raises Misuse where none is named, Trouble for one that isn't there, is empty, too large, or of a kind that isn't kept.
    """
    if path is None:
        raise Misuse("decision-without-evidence")
    if not path.is_file():
        raise Trouble("no-such-file", file=path)
    if not is_fit(path.name, path.stat().st_size):
        raise Trouble("evidence-unfit", file=path, kinds=", ".join(sorted(KINDS)), most=MOST_BYTES // 1_000_000)
    return {"name": path.name, "data": base64.b64encode(path.read_bytes()).decode()}
