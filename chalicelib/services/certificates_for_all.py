"""Certificates of having taken part, for the office to print: of everybody, a part of them at a time."""

from __future__ import annotations

from typing import Any

from ..domain.definition import Definition
from ..domain.errors import NotYet, Unfit
from ..domain.final_record import FinalRecord
from ..domain.vietnamese import title_key
from ..storage import contestants
from ..storage.contestants import Profile
from . import certificates, took_part

Event = dict[str, Any]


def listed(event: Event, final: FinalRecord, definition: Definition) -> Event:
    """Return what the certificates of one ``part`` of all who took part are printed from, and the names of all ``parts``;
    of the first where none is named.

    ``unit`` asks for the people of one unit alone. Each is numbered the first time that it is asked for; with ``dry_run``
    none is, and all have an empty number. Who was erased is left out. Raises NotFound where only prizes are certified,
    NotYet before the results are published, and Unfit for a part that there isn't.
    """
    pattern = certificates.pattern_for_all(definition)
    if final.published_at is None:
        raise NotYet("certificates-early")
    parts = took_part.parts(final)
    part = parts[0] if event.get("part") is None else event["part"]
    if part not in parts:
        raise Unfit("unfit-part", part=part)
    people = _people(final, part, event.get("unit"))
    numbers = [("", "") if event.get("dry_run") else certificates.given(profile, pattern) for profile in people]
    return {
        **certificates.facts_of(definition, "", final.published_at),
        "certificates": [
            certificates.sheet(*number, profile.full_name, profile.unit_name)
            for profile, number in zip(people, numbers, strict=True)
        ],
        "parts": parts,
    }


def _people(final: FinalRecord, part: str, unit: str | None) -> list[Profile]:
    found = contestants.profiles(final.contest, took_part.of_part(final, part)).values()
    there = [profile for profile in found if unit in (None, profile.unit)]
    return sorted(there, key=lambda profile: (title_key(profile.unit_name), title_key(profile.full_name), profile.pseudonym))
