"""How large an attempt's item can become: up to 1 KB a write of it costs one unit, and its promise is to stay below.

DynamoDB counts the UTF-8 bytes of every name and value; a number has a byte for two digits and one more. What can grow is
the paper: the ids of its questions, parted by spaces, and one choice for each.
"""

from __future__ import annotations

from collections.abc import Iterable

MOST_BYTES = 1_024

_INSTANT = 9
_LONGEST = {
    "shard": 4,  # And the ids of contest and round: `<contest>#<round>#15`.
    "attempt": 30,
    "unit": 60,
    "started_at": _INSTANT,
    "deadline_at": _INSTANT,
    "questions": 0,
    "start_nonce": 32,
    "choices": 0,
    "prediction": 7,
    "version": 5,
    "nonce": 32,
    "session": 16,
    "saved_at": _INSTANT,
    "submitted_at": _INSTANT,
    "status": 9,
    "device": 16,
    "granted": 2,
    "granted_at": _INSTANT,
}
"""The most bytes of each attribute beside the paper and the ids of contest and round. A test holds them to the model."""

_FIXED = sum(len(name) + value for name, value in _LONGEST.items())
_DISTINCT = 36
"""How many ids of one character there are."""


def largest_attempt(contest: str, round_id: str, questions: Iterable[str]) -> int:
    """Return the most bytes that an attempt at a paper of ``questions`` (their ids) can take."""
    lengths = [len(question) for question in questions]
    return _FIXED + len(contest) + len(round_id) + sum(length + 2 for length in lengths)


def longest_ids(contest: str, round_id: str, number: int) -> int:
    """Return how many characters the ids of ``number`` questions may have, so that they fit; 0 or less where none do."""
    room = MOST_BYTES - largest_attempt(contest, round_id, ())
    return room // number - 2


def most_questions(contest: str, round_id: str) -> int:
    """Return how many questions a paper can have at all: no two of a bank share an id, so two characters are needed."""
    room = MOST_BYTES - largest_attempt(contest, round_id, ())
    return max(_DISTINCT, room // 4)
