"""Who is kept out of a contest, whether they have come in or not: read by the hash of an identifier, listed as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .models import ContestantItem

BY_NAME = "name-"
"""What the key of somebody begins with of whom no identifier is known."""


@dataclass(frozen=True)
class Exclusion:
    """One person who may not take part.

    ``key`` is the keyed hash of their identifier, as for signing in, or ``name-`` and one of name and unit, where no
    identifier is known. ``body`` is the id of the body that keeps them out, ``khac`` for a reason of their own, and empty
    once the exclusion has been lifted. Name and unit are there where somebody's list gave them.
    """

    contest: str
    key: str
    body: str
    reason: str
    full_name: str = ""
    unit: str = ""
    unit_name: str = ""

    @property
    def by_name(self) -> bool:
        """Whether no identifier is known: then nobody is kept out by it, and a person has to decide who is meant."""
        return self.key.startswith(BY_NAME)


def get(contest: str, key: str) -> Exclusion | None:
    """Read one exclusion, consistently."""
    item = ContestantItem.found(_person(contest, key))
    return _exclusion(contest, item) if item else None


def among(contest: str, keys: Iterable[str]) -> dict[str, Exclusion]:
    """Return the exclusions under those among ``keys`` that have one, consistently."""
    found = ContestantItem.batch_get([_person(contest, key) for key in keys], consistent_read=True)
    return {exclusion.key: exclusion for item in found if (exclusion := _exclusion(contest, item))}


def of_contest(contest: str) -> list[Exclusion]:
    """Return every exclusion, lifted ones too, in the order of their keys. The youngest may be missing for a moment."""
    prefix = _person(contest, "")
    listed = [item.person.removeprefix(prefix) for item in ContestantItem.members.query(_list(contest))]
    return [exclusion for _, exclusion in sorted(among(contest, listed).items())]


def put(exclusion: Exclusion) -> None:
    """Store an exclusion over the one that was there. Written again, nothing changes."""
    ContestantItem(
        _person(exclusion.contest, exclusion.key),
        excluded=exclusion.body,
        excluded_reason=exclusion.reason,
        full_name=exclusion.full_name,
        unit=exclusion.unit,
        unit_name=exclusion.unit_name,
        member_of=_list(exclusion.contest),
    ).save()


def _list(contest: str) -> str:
    """Return what lists a contest's exclusions in the index of members: no unit's id begins so."""
    return f"{contest}#_barred"


def _person(contest: str, key: str) -> str:
    return f"{contest}#barred#{key}"


def _exclusion(contest: str, item: ContestantItem) -> Exclusion:
    return Exclusion(
        contest=contest,
        key=item.person.removeprefix(_person(contest, "")),
        body=item.excluded or "",
        reason=item.excluded_reason or "",
        full_name=item.full_name or "",
        unit=item.unit or "",
        unit_name=item.unit_name or "",
    )
