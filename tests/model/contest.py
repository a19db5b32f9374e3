"""What one contest promises, in a plain dict: the model against which the functions are held. It knows no database."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.times import Millis
from tests.factories import CLOSES, GRACE_MS, LIMIT_MS, OPENS

Paper = dict[str, Any]
Request = dict[str, Any]


class Model:
    """Every paper, by its contestant. Each method says what must come of a request, and does it where that is "ok"."""

    def __init__(self) -> None:
        self.papers: dict[str, Paper] = {}

    def start(self, who: str, device: str, nonce: str, now: Millis) -> str:
        """Start, or go on with what was started on this device."""
        paper = self.papers.get(who)
        if paper is None and not OPENS <= now < CLOSES:
            return "not-open" if now < OPENS else "not-open-any-more"
        if paper is None:
            paper = {"started_at": now, "deadline_at": min(now + LIMIT_MS, CLOSES), "version": 1, "nonce": nonce}
            self.papers[who] = paper | {"choices": "", "prediction": "", "saved_at": None, "submitted_at": None}
        elif over := self._over(paper, now):
            return over
        self.papers[who]["device"] = device
        return "ok"

    def write(self, who: str, device: str, request: Request, now: Millis, hand_in: bool) -> str:
        """Save or hand in ``request``: its nonce, version, choices and prediction."""
        paper = self.papers.get(who)
        if paper is None or now < OPENS:
            return "no-such-attempt"
        made = request | {"version": request["version"] + 1}
        happened = paper["submitted_at"] if hand_in else paper["saved_at"] if paper["submitted_at"] is None else None
        if happened is not None and made == {name: paper[name] for name in made}:
            return "ok"
        if over := self._over(paper, now - hand_in * GRACE_MS):
            return over
        if paper["device"] != device or paper["version"] != request["version"]:
            return "elsewhere" if paper["device"] == device else "moved"
        paper |= made | {"submitted_at" if hand_in else "saved_at": now}
        return "ok"

    def _over(self, paper: Paper, now: Millis) -> str:
        return "handed-in" if paper["submitted_at"] is not None else "late" if now >= paper["deadline_at"] else ""
