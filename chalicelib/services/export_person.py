"""Everything that is kept about one person, in one document: what they have a right to see, and nothing about anybody else.

Answers are told once their round is published: until then not even an organizer may see them, for whoever asks for a person.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..domain.attempt import Attempt
from ..domain.errors import NotFound
from ..domain.receipt import receipt
from ..domain.round import RoundRecord
from ..domain.times import Millis, written
from ..storage import contestants, erasures, exclusions, taking_part
from ..storage.contestants import Profile
from .mine import attempts_of
from .retention import told

# Keyed hashes and what goes by another name in the document.
_NOT_TOLD = frozenset(["login", "code_hash", "nonce", "consent", "consent_at", "entered_at", "moves"])


def export_person(contest: str, login: str, now: Millis) -> dict[str, Any]:
    """Return what is kept of the person with this ``login``: an object of plain JSON, times written out.

    Of who was erased that is when. Raises NotFound where there is nobody.
    """
    profile = contestants.by_login(contest, login)
    if profile is None:
        return _erased(contest, login)
    exclusion = exclusions.get(contest, login)
    return {
        "contest": contest,
        "exported_at": written(now),
        "kept_until": told(contest)["people_go"],
        "person": _person(profile),
        "consent": {"version": profile.consent, "at": _hour(profile.consent_at)} if profile.consent else None,
        "kept_out": {"body": exclusion.body, "reason": exclusion.reason} if exclusion else None,
        "certificate": _certificate(contest, profile),
        "unit_moves": [{**asdict(move), "decided_at": written(move.decided_at)} for move in profile.moves],
        "attempts": [_attempt(attempt, record) for record, attempt in attempts_of(contest, profile.pseudonym, now)],
    }


def _erased(contest: str, login: str) -> dict[str, Any]:
    left = erasures.tombstone(contest, login)
    if left is None:
        raise NotFound("no-such-person")
    return {"contest": contest, "erased_at": written(left.erased_at)}


def _person(profile: Profile) -> dict[str, Any]:
    said = {name: value for name, value in asdict(profile).items() if name not in _NOT_TOLD}
    return {**said, "entered_at": _hour(profile.entered_at)}


def _certificate(contest: str, profile: Profile) -> dict[str, Any] | None:
    held = taking_part.of_contestant(contest, profile.pseudonym)
    return {"number": held.number, "code": held.code} if held else None


def _hour(at: Millis) -> str | None:
    return written(at) if at else None


def _attempt(attempt: Attempt, record: RoundRecord) -> dict[str, Any]:
    ended, shown = attempt.submitted_at is not None, record.state == "published"
    return {
        "round": attempt.round,
        "number": attempt.number,
        "unit": attempt.unit,
        "status": attempt.status or "open",
        "started_at": written(attempt.started_at),
        "deadline_at": written(min(attempt.deadline_at, record.closes)),
        "saved_at": _hour(attempt.saved_at or 0),
        "submitted_at": _hour(attempt.submitted_at or 0),
        "receipt": receipt(attempt) if ended else None,
        "device": attempt.device or None,
        "questions": attempt.questions if shown else None,
        "choices": attempt.choices if shown else None,
        "prediction": attempt.prediction if shown else None,
    }
