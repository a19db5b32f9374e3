"""How one roster differs from another, in sentences for organizers."""

from __future__ import annotations

from dataclasses import dataclass

from .roster import OWN_REASON, Person, Roster
from .vietnamese import sound
from .words import Language, say

_LONGEST_LIST = 10


@dataclass(frozen=True)
class RosterChanges:
    """What an import would change. Pairs are (before, after); who moved and is newly excluded stands in both lists."""

    added: tuple[Person, ...]
    moved: tuple[tuple[Person, Person], ...]
    exclusion: tuple[tuple[Person, Person], ...]
    described: tuple[tuple[Person, Person], ...]
    unchanged: int

    @property
    def changed(self) -> int:
        """How many people are there already and would be changed."""
        return len({after.identifier for _, after in self.moved + self.exclusion + self.described})

    def lines(self, language: Language = "vi") -> list[str]:
        """Return what the organizer reads before it is done: a line for each kind of change, none where nothing changes."""
        kinds = {
            "added": [_shown(person) for person in self.added],
            "moved": [
                f"{_shown(after)}: {before.unit_name or '—'} → {after.unit_name or '—'}" for before, after in self.moved
            ],
            "exclusion": [
                f"{_shown(after)}: {_standing(before, language)} → {_standing(after, language)}"
                for before, after in self.exclusion
            ],
            "described": [_shown(after) for _, after in self.described],
        }
        return [
            say(f"roster.changes.{kind}", language, count=len(items), items=_some(items, language))
            for kind, items in kinds.items()
            if items
        ]


def _shown(person: Person) -> str:
    """Name a person with the last digits of their identifier: enough to tell two of a name apart, not enough to sign in."""
    return f"{person.full_name} (…{person.identifier[-4:]})"


def _standing(person: Person, language: Language) -> str:
    if not person.excluded:
        return say("roster.may-take-part", language)
    why = person.excluded_reason if person.excluded == OWN_REASON else person.excluded
    return say("roster.may-not-take-part", language, why=why)


def _some(items: list[str], language: Language) -> str:
    """Join the first ten; count the others."""
    rest = len(items) - _LONGEST_LIST
    more = [say("roster.changes.more", language, count=rest)] if rest > 0 else []
    return "; ".join(items[:_LONGEST_LIST] + more)


def roster_changes(previous: Roster | None, roster: Roster) -> RosterChanges:
    """Return how ``roster`` differs from what is there now; people are the same by their identifiers.

    Who is missing from ``roster`` is no change: rosters come unit by unit, and an import removes nobody.
    """
    before = {person.identifier: person for person in previous.people} if previous else {}
    after = {person.identifier: person for person in roster.people}
    both = [(before[identifier], person) for identifier, person in after.items() if identifier in before]
    moved = tuple(pair for pair in both if pair[0].unit != pair[1].unit)
    exclusion = tuple(pair for pair in both if _exclusion(pair[0]) != _exclusion(pair[1]))
    described = tuple(pair for pair in both if _description(pair[0]) != _description(pair[1]))
    return RosterChanges(
        added=tuple(person for identifier, person in after.items() if identifier not in before),
        moved=moved,
        exclusion=exclusion,
        described=described,
        unchanged=len(both) - len({after.identifier for _, after in moved + exclusion + described}),
    )


def _exclusion(person: Person) -> tuple[str, str]:
    return person.excluded, person.excluded_reason


def _description(person: Person) -> tuple[str, bool, str]:
    """``Thuý`` and ``Thúy`` are one name."""
    return sound(person.full_name), person.leader, person.excused
