"""One contestant's attempt at one round's paper: what storage keeps, what the close makes of it, what exports print."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .times import Millis

BLANK = "_"

MOST_NUMBER = 99
"""The highest number that an attempt can have: no definition allows more, and no more can be granted."""

# The characters that earn the point of a voided question: every letter, and leaving it blank too.
ANY_CHOICE = frozenset(string.ascii_uppercase + BLANK)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, open or ended. Instants are UTC milliseconds.

    ``questions`` are ids in the order shown, parted by one space. ``choices`` is empty while nothing has been saved, and
    else one character a question: the option's letter in the bank, or ``_``. ``version`` is 1 at the start and one more
    after each save. ``nonce`` is the device's own 32 hex digits of the hand-in, else of the last save, else of the start.
    ``deadline_at`` is, while the attempt is open, when its limit is over, or until when a decision extended it; the close in
    force may cut it, and is known to whoever asks. Of an ended attempt it is the deadline that the export prints.
    ``status`` is empty while the attempt is open; ``submitted``, ``timed_out`` or ``blank`` afterwards. ``device`` is the
    mark of the device that started it (`services/devices.py`), empty where it told nothing.
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
    device: str = ""

    @property
    def name(self) -> str:
        """The attempt as receipts and decisions name it: ``<contestant>.<number>``."""
        return f"{self.contestant}.{self.number}"


def deadline(started_at: Millis, limit_s: int, closes: Millis) -> Millis:
    """Return when an attempt's time is over: after ``limit_s`` seconds, and never after the round's close."""
    return min(started_at + limit_s * 1000, closes)


def finalised(attempt: Attempt, ends: Millis) -> Attempt:
    """Return what ``attempt`` is once its round has closed, where ``ends`` was its deadline.

    What was saved by the deadline counts as handed in at the deadline (``timed_out``). Where nothing was chosen or
    predicted, the attempt is ``blank``: so is one whose saves held nothing, for the export can't tell the two apart. What
    was handed in stays so; what the close has made of an attempt before comes back as it is.
    """
    if attempt.status == "submitted":
        return attempt if attempt.deadline_at == ends else replace(attempt, deadline_at=ends)
    if attempt.status:
        return attempt
    nothing = blank_choices(attempt.questions)
    choices = attempt.choices or nothing
    status = "blank" if choices == nothing and not attempt.prediction else "timed_out"
    return replace(attempt, choices=choices, status=status, deadline_at=ends, submitted_at=ends)


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
