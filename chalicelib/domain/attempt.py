"""One contestant's attempt at one round's paper: what storage keeps, what the close makes of it, what exports print."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .times import Millis

BLANK = "_"

# The characters that earn the point of a voided question: every letter, and leaving it blank too.
ANY_CHOICE = frozenset(string.ascii_uppercase + BLANK)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, open or ended. Instants are UTC milliseconds.

    ``questions`` are ids in the order shown, parted by one space. ``choices`` is empty while nothing has been saved, and
    else one character a question: the option's letter in the bank, or ``_``. ``version`` is 1 at the start and one more
    after each save. ``nonce`` is the device's own 32 hex digits of the hand-in, else of the last save, else of the start.
    ``status`` is empty while the attempt is open; ``submitted``, ``timed_out`` or ``blank`` afterwards.
    """

    contest: str
    round: str
    contestant: str
    number: int
    unit: str
    started_at: Millis
    deadline_at: Millis
    questions: str
    start_nonce: str
    choices: str
    prediction: str
    version: int
    nonce: str
    session: str
    saved_at: Millis | None
    submitted_at: Millis | None
    status: str

    @property
    def name(self) -> str:
        """The attempt as receipts and decisions name it: ``<contestant>.<number>``."""
        return f"{self.contestant}.{self.number}"


def deadline(started_at: Millis, limit_s: int, closes: Millis) -> Millis:
    """Return when an attempt's time is over: after ``limit_s`` seconds, and never after the round's close."""
    return min(started_at + limit_s * 1000, closes)


def finalised(attempt: Attempt, closes: Millis, moved_at: Millis | None = None) -> Attempt:
    """Return what ``attempt`` is once its round has closed at ``closes``; an ended attempt comes back as it is.

    What was saved by the deadline counts as handed in at the deadline (``timed_out``). Where nothing was chosen or
    predicted, the attempt is ``blank``: so is one whose saves held nothing, for the export can't tell the two apart.

    ``moved_at`` is when a decision moved the close to ``closes``, if one did. It makes the deadline again of every attempt
    that was open at that moment, the later handed in among them. Closes move earlier alone in this version, so the
    earlier of both deadlines is the one that starting under the new close would have given.
    """
    if attempt.status == "submitted":
        return _under_moved_close(attempt, closes, moved_at)
    if attempt.status:
        return attempt
    ends = min(attempt.deadline_at, closes)
    nothing = blank_choices(attempt.questions)
    choices = attempt.choices or nothing
    status = "blank" if choices == nothing and not attempt.prediction else "timed_out"
    return replace(attempt, choices=choices, status=status, deadline_at=ends, submitted_at=ends)


def _under_moved_close(attempt: Attempt, closes: Millis, moved_at: Millis | None) -> Attempt:
    was_open = moved_at is not None and handed_in_at(attempt) >= moved_at
    if not was_open or attempt.deadline_at <= closes:
        return attempt
    return replace(attempt, deadline_at=closes)


def blank_choices(questions: str) -> str:
    """Return the choices of a paper on which nothing was chosen: ``_`` for each question."""
    return BLANK * len(questions.split())


def handed_in_at(attempt: Attempt) -> Millis:
    """Return when an ended attempt was handed in. Raises ValueError for an open one."""
    if attempt.submitted_at is None:
        raise ValueError(f"attempt {attempt.name} is still open")
    return attempt.submitted_at


def elapsed_ms(attempt: Attempt) -> int:
    """Return the milliseconds that an ended attempt took: up to its hand-in, and never more than up to its deadline."""
    return min(handed_in_at(attempt), attempt.deadline_at) - attempt.started_at


def score(questions: str, choices: str, right: Mapping[str, frozenset[str]]) -> int:
    """Return how many points ``choices`` earn: one for each that is among the ``right`` characters of its question.

    A decision that accepts a second letter widens a question's set; a voided question's set is ``ANY_CHOICE``. Raises
    ValueError where there are not as many choices as questions, KeyError for a question that the bank does not hold.
    """
    return sum(choice in right[question] for question, choice in zip(questions.split(), choices, strict=True))
