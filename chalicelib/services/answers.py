"""What a device says about its paper, checked against the paper; and what is said back when a write's condition failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..domain.attempt import BLANK, Attempt
from ..domain.errors import Conflict, Elsewhere, HandedIn, Late, NotFound, NotSignedIn, Refusal, Unfit
from ..domain.receipt import receipt_document
from ..domain.times import Millis, at_home, written
from ..storage.attempts import is_barred, is_replaced
from .desk import Desk
from .sessions import Session

if TYPE_CHECKING:
    from .said import Stored


@dataclass(frozen=True)
class Answers:
    """One request to save or hand in: ``nonce`` names the request, ``version`` is what the device last saw."""

    nonce: str
    version: int
    choices: str
    prediction: str


def checked(body: dict[str, Any], desk: Desk, contestant: str, number: int) -> Answers:
    """Return the answers in ``body``, which fits the form; here it has to fit this contestant's paper too. Raises Unfit."""
    answers = Answers(**body)
    _check_choices(answers.choices, desk, contestant, number)
    if answers.prediction and not desk.rules.asks:
        raise Unfit("unfit-no-prediction", facts={"fields": ["prediction"]})
    return answers


def _check_choices(choices: str, desk: Desk, contestant: str, number: int) -> None:
    questions = desk.drawn(contestant, number)
    if len(choices) != len(questions):
        raise Unfit("unfit-choices", facts={"fields": ["choices"]}, questions=len(questions))
    for place, (question, choice) in enumerate(zip(questions, choices, strict=True), start=1):
        if choice != BLANK and choice not in desk.bank.questions[question]["options"]:
            raise Unfit("unfit-choice", facts={"fields": ["choices"]}, place=place)


def is_of(answers: Answers, stored: Attempt) -> bool:
    """Whether what is stored came from this very request: its nonce, its content, and the version that it made."""
    said = (answers.nonce, answers.choices, answers.prediction, answers.version + 1)
    return said == (stored.nonce, stored.choices, stored.prediction, stored.version)


def as_stored(attempt: Attempt, closes: Millis) -> Stored:
    """Return what is stored of an open attempt, for the device that holds it or wants to.

    The close in force, ``closes``, ends the attempt too, though that isn't written there: it may be moved.
    """
    return {
        "round": attempt.round,
        "number": attempt.number,
        "started_at": written(attempt.started_at),
        "deadline_at": written(min(attempt.deadline_at, closes)),
        "version": attempt.version,
        "choices": attempt.choices,
        "prediction": attempt.prediction,
        "nonce": attempt.nonce,
        "saved_at": None if attempt.saved_at is None else written(attempt.saved_at),
    }


def refusal(stored: Attempt | None, session: Session, now: Millis, closes: Millis, grace_ms: int = 0) -> Refusal:
    """Return why a write was refused, by what is stored: handed in, replaced, late, signed out, saved elsewhere since."""
    if stored is None:
        return NotFound("no-such-attempt")
    if stored.status == "submitted":
        return HandedIn(facts={"receipt": receipt_document(stored)})
    if is_replaced(stored):
        return Conflict("attempt-replaced")
    if stored.status or now >= min(stored.deadline_at, closes) + grace_ms:
        return late(stored, closes)
    if is_barred(stored, session.since):
        return NotSignedIn()
    moved = stored.session != session.id
    return Elsewhere("moved" if moved else None, facts={"attempt": as_stored(stored, closes), "moved": moved})


def late(stored: Attempt, closes: Millis) -> Late:
    """Return the refusal of what came after the deadline, with what counts instead; its receipt, once that is settled."""
    deadline = min(stored.deadline_at, closes)
    facts = {"attempt": as_stored(stored, closes), "receipt": receipt_document(stored) if stored.status else None}
    return Late(facts=facts, deadline=at_home(deadline))
