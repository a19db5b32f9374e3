"""What an import of a bank would change, before it changes it: the preview that organizers read."""

from __future__ import annotations

from dataclasses import dataclass

from .bank import HEADERS, LETTERS, Bank, Question
from .words import Language, say


@dataclass(frozen=True)
class BankChanges:
    """What an import would change: ids of questions, with the headers of the fields for those that changed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    unchanged: int

    def lines(self, language: Language = "vi") -> list[str]:
        """Return the preview that the organizer reads, a line for each kind of change."""
        changed = [f"{id} ({', '.join(headers)})" for id, headers in self.changed]
        kinds = {"added": self.added, "removed": self.removed, "changed": changed}
        said = [
            say(f"bank.changes.{kind}", language, count=len(items), items=", ".join(items))
            for kind, items in kinds.items()
            if items
        ]
        nothing = [] if said else [say("bank.changes.none", language)]
        return nothing + said + [say("bank.changes.unchanged", language, count=self.unchanged)]


def changes(previous: Bank | None, bank: Bank) -> BankChanges:
    """Return how ``bank`` differs from what is there now. Salts don't count."""
    before = {question.id: question for question in previous.questions} if previous else {}
    after = {question.id: question for question in bank.questions}
    both = [id for id in after if id in before]
    changed = [(id, headers) for id in both if (headers := _differences(before[id], after[id]))]
    return BankChanges(
        added=tuple(id for id in after if id not in before),
        removed=tuple(id for id in before if id not in after),
        changed=tuple(changed),
        unchanged=len(both) - len(changed),
    )


def _differences(before: Question, after: Question) -> tuple[str, ...]:
    return tuple(header for key, header in HEADERS.items() if _field(before, key) != _field(after, key))


def _field(question: Question, key: str) -> object:
    return question.options.get(key, "") if key in LETTERS else getattr(question, key)
