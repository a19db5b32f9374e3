"""The notice on personal data that people read before any is taken: made from the contest's definition, never typed.

Law 91/2025/QH15 asks that consent be given knowing which data is taken and why, who is responsible, and which rights and
duties one has (Article 9); so the notice tells just the fields that this contest asks for. Its version is what consent is
recorded with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from .canonical import canonical, sha256_hex
from .definition import Definition
from .words import LANGUAGES, Language, say

VERSION_DIGITS = 12

# Where Amazon's regions lie, as far as one is likely to choose them; of any other its own name is told.
PLACES = {
    "ap-east-1": "hong-kong",
    "ap-northeast-1": "japan",
    "ap-northeast-2": "korea",
    "ap-southeast-1": "singapore",
    "ap-southeast-3": "indonesia",
    "ap-southeast-5": "malaysia",
    "ap-southeast-7": "thailand",
}


class Section(TypedDict):
    """A heading of the notice and the paragraphs under it."""

    heading: str
    text: list[str]


def notice(definition: Definition, language: Language, region: str = "") -> list[Section]:
    """Return the notice of a contest in ``language``. ``region`` is the deployment's, such as ``ap-southeast-1``.

    The region is no part of the version: a deployment never moves to another one, so a version says there what it said.
    """
    sections = {
        "who": _responsible(definition, language),
        "what": list(_taken(definition, language)),
        "readers": list(_readers(definition, language)),
        "how-long": _how_long(definition, language),
        "published": [say(f"notice.published.{definition.names}", language), say("notice.published.rest", language)],
        "where": [_where(region, language)],
        "rights": _rights(definition, language),
    }
    return [{"heading": say(f"notice.{name}", language), "text": text} for name, text in sections.items()]


def notice_version(definition: Definition) -> str:
    """Return by what consent to the notice is recorded: 12 hex digits over its canonical text in both languages."""
    return sha256_hex(canonical({language: notice(definition, language) for language in LANGUAGES}))[:VERSION_DIGITS]


def _responsible(definition: Definition, language: Language) -> list[str]:
    contact = definition.contact
    reached = [text for text in (contact.office, contact.phone, contact.email, contact.address) if text]
    return [
        say("notice.who.organizer", language, organizer=definition.organizer, title=definition.title),
        say("notice.who.contact", language, contact=", ".join(reached)),
    ]


def _taken(definition: Definition, language: Language) -> Iterator[str]:
    yield say("notice.what.name", language)
    yield say("notice.what.unit", language)
    ways = definition.ways_in
    if ways.registration:
        for field in ways.registration.fields:
            one_person = say("notice.what.one-person", language) if field == ways.registration.identifier else ""
            told = say(f"notice.what.{field}", language)
            yield f"{told} {one_person}".strip()
        if ways.registration.unit_by:
            yield say("notice.what.unit-by", language)
    if ways.sso:
        yield from _claimed(definition, language)
    if ways.roster or ways.registration:
        yield say("notice.what.code", language)
    if ways.roster or (ways.sso and ways.sso.claims.identifier):  # A list may name whom a sign-on then finds by it.
        yield say("notice.what.roster", language)
    for always in ("excluded", "papers", "devices", "consent"):
        yield say(f"notice.what.{always}", language)


def _claimed(definition: Definition, language: Language) -> Iterator[str]:
    sso = definition.ways_in.sso
    if sso:
        yield say("notice.what.sso", language, provider=sso.provider)
        for claim in ("position", "leader", "identifier"):
            if getattr(sso.claims, claim):
                yield say(f"notice.what.sso.{claim}", language)


def _readers(definition: Definition, language: Language) -> Iterator[str]:
    for reader in ("organizers", "unit-managers", "auditors", "operators"):
        yield say(f"notice.readers.{reader}", language)
    registration = definition.ways_in.registration
    if registration and registration.confirm:
        yield say(f"notice.readers.{registration.confirm}", language)
    yield say("notice.readers.nobody-else", language)


def _how_long(definition: Definition, language: Language) -> list[str]:
    days = definition.retention_days
    return [
        say("notice.how-long.profile", language, days=days),
        say("notice.how-long.copies", language),
        say("notice.how-long.results", language),
    ]


def _where(region: str, language: Language) -> str:
    if not region:
        return say("notice.where.cloud", language)
    return say("notice.where.region", language, place=place(region, language))


def place(region: str, language: Language) -> str:
    """Return the country in which Amazon's ``region`` lies with the region's name, or the name alone."""
    return f"{say(f'place.{PLACES[region]}', language)} ({region})" if region in PLACES else region


def _rights(definition: Definition, language: Language) -> list[str]:
    told = [say(f"notice.rights.{each}", language) for each in ("know", "deadlines", "withdraw", "complain", "duties")]
    return [*told, say("notice.rights.without", language)]
