"""What tests of decisions about a closed round share: a round that was played, and how an organizer asks."""

from __future__ import annotations

import base64
from typing import Any

from tests.factories import FIRST, NONCE, OPENS, OTHER_NONCE, nonce
from tests.town import Town, all_right

MINUTE_MS = 60_000
EVIDENCE = {"name": "Biên bản số 1.pdf", "data": base64.b64encode(b"what was found").decode()}


def hand_in(town: Town, who: str, wrong: int = 0, prediction: str = "", after_ms: int = 0) -> str:
    """Start and hand in a paper with ``wrong`` blank answers. Returns the contestant's pseudonym."""
    phone = town.at(OPENS + after_ms).phone(who)
    paper = phone.start(NONCE)
    right = all_right(paper)
    town.at(OPENS + after_ms + MINUTE_MS)
    phone.hand_in("_" * wrong + right[wrong:], OTHER_NONCE, prediction=prediction)
    return str(phone.me().document["contestant"])


def decide(town: Town, kind: str, *subjects: str, after: str = "", number: int = 1, **event: Any) -> Any:
    """Ask for a decision, the ``number``-th of a test, as the chief who is called ``truong-ban`` unless ``by`` says else."""
    return town.organize("decide", **{**asked_of(kind, *subjects, after=after, number=number), **event})


def asked_of(kind: str, *subjects: str, after: str = "", number: int = 1) -> dict[str, Any]:
    """Return what `decide` asks for."""
    why = {"reason": "ket-luan-lai", "text": "Theo biên bản số 1.", "evidence": EVIDENCE, "nonce": nonce(number)}
    return {"round": FIRST, "by": "truong-ban", "kind": kind, "subjects": list(subjects), "after": after, **why}


def confirm(town: Town, decision: str, by: str = "pho-ban", **event: Any) -> Any:
    """Confirm a proposal, as another account."""
    return town.organize("decision-confirm", round=FIRST, decision=decision, by=by, **event)
