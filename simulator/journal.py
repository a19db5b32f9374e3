"""What the contestants' devices were told during a round: the promises that the export is held to afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# Every name that an answer to a contestant may hold. A new one has to be put here by somebody who has thought about it.
PUBLIC = frozenset(
    {
        *("attempt", "attempts", "choices", "closes", "contest", "contestant", "deadline_at", "en", "expires_at", "id"),
        *("letter", "moved", "name", "nonce", "number", "opens", "options", "paper", "prediction", "questions", "receipt"),
        "replaced",
        *("round", "saved_at", "started_at", "status", "submitted_at", "text", "token", "unit", "until", "version", "vi"),
    }
)


class Said(NamedTuple):
    """What one request of a device says: it counts as a whole or not at all."""

    nonce: str
    choices: str
    prediction: str
    hands_in: bool = False


@dataclass
class Promises:
    """What the server has acknowledged of one contestant's attempt.

    ``saved`` is the last acknowledged save, None before the first. ``unsure`` are later requests whose answer never came:
    any of them may have been carried out. ``receipt`` is the receipt document of the hand-in, ``told_receipt`` the receipt
    alone, as `me` told it after the close.
    """

    started_at: str
    deadline_at: str
    questions: str
    start_nonce: str
    saved: Said | None = None
    unsure: list[Said] = field(default_factory=list)
    receipt: dict[str, str] | None = None
    told_receipt: str = ""

    def may_count(self) -> list[Said]:
        """Return everything that the export may hold of this attempt, where no receipt settles it."""
        nothing = Said(self.start_nonce, "_" * len(self.questions.split()), "")
        return [self.saved or nothing, *self.unsure]


@dataclass
class Journal:
    """One round as its devices lived it. ``secrets`` are texts that no answer may hold before publication."""

    secrets: frozenset[str] = frozenset()
    promises: dict[str, Promises] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[str, str]] = field(default_factory=list)

    def count(self, what: str) -> None:
        """Count that ``what`` (a key of the catalogues under ``simulate.happened``) happened once more."""
        self.happened[what] += 1

    def complain(self, check: str, what: str) -> None:
        """Note that a promise was broken; ``check`` names it as `checks` does."""
        self.broken.append((check, what))

    def heard(self, who: str, answer: Any) -> None:
        """Look through an answer for what nobody may know yet."""
        for leak in leaks(answer, self.secrets):
            self.complain("secrets-kept", f"{who}: {leak}")

    def started(self, contestant: str, shown: dict[str, Any], nonce: str) -> Promises:
        """Note the paper that was issued, and return what is promised of it. Shown again, it has to be the same paper."""
        attempt = shown["attempt"]
        questions = " ".join(question["id"] for question in shown["paper"]["questions"])
        times = attempt["started_at"], attempt["deadline_at"]
        known = self.promises.setdefault(contestant, Promises(*times, questions, nonce))
        if (known.started_at, known.deadline_at, known.questions) != (*times, questions):
            self.complain("one-attempt-each", contestant)
        return known


def leaks(answer: Any, secrets: frozenset[str]) -> list[str]:
    """Return the names in ``answer`` that aren't public, and the texts in it that are among ``secrets``.

    A contest gives some ten answers a person, so this walks with a list of what is left rather than by calling itself.
    """
    found: list[str] = []
    left = [answer]
    while left:
        value = left.pop()
        if isinstance(value, str):
            if value in secrets:
                found.append(value)
        elif isinstance(value, dict):
            found += value.keys() - PUBLIC
            left += value.values()
        elif isinstance(value, list | tuple):
            left += value
    return sorted(found)
