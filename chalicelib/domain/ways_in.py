"""The ways by which people get into a contest: on a roster, by their own registration, by the province's single sign-on.

Whoever gets in by whichever way is one contestant. The roster stays possible beside the others, for organizers who enter
people on their behalf; ``roster`` says whether it is one of the ways that the rules name. Which server signs people on, and
with which secret, belongs to the deployment and isn't told here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from .fields import Part, ShortText, Text, YesNo, at_least
from .words import Language, say

if TYPE_CHECKING:
    from .definition import Definition

Identifying = Literal["citizen_id", "phone", "email"]
Asked = Literal["citizen_id", "phone", "email", "birth_date", "position"]
UnitBy = Literal["workplace", "residence"]


class Registration(Part):
    """One's own registration: what is asked beside the full name and the unit, and nothing else.

    ``identifier`` is the field by which one person is one contestant. ``unit_by`` are the rules between which a person
    chooses when naming their unit (S2:24); empty: it isn't asked. ``confirm`` is by what message a code is sent that proves
    the field; ``password`` whether the contest has a word in common that is told to those who may take part.
    """

    identifier: Identifying
    fields: Annotated[tuple[Asked, ...], Field(min_length=1)]
    unit_by: tuple[UnitBy, ...]
    least_age: Annotated[int, at_least(6, 100)] | None
    confirm: Literal["email", "sms"] | None
    password: YesNo


class Claims(Part):
    """The names of the claims in which the provider says who somebody is; None for what it doesn't say.

    Without ``identifier`` a person is known by issuer and subject alone.
    """

    subject: Text
    name: Text
    unit: Text
    position: Text | None = None
    leader: Text | None = None
    identifier: Text | None = None


class SingleSignOn(Part):
    """Single sign-on: ``provider`` stands on the button, ``leaders`` are the leader claim's values that make a leader."""

    provider: ShortText
    claims: Claims
    leaders: tuple[Text, ...] = ()


class WaysIn(Part):
    """The ways in that a contest has; at least one of them."""

    roster: YesNo
    registration: Registration | None
    sso: SingleSignOn | None

    @property
    def by_oneself(self) -> bool:
        """Whether people enter without an organizer's list: then the head-counts come from the list of units."""
        return self.registration is not None or self.sso is not None


ROSTER_ALONE = WaysIn(roster=True, registration=None, sso=None)


def know_people_alike(before: WaysIn, after: WaysIn) -> bool:
    """Return whether whoever came in by a way of ``before`` is known again by the same way of ``after``.

    By another field, or another claim, the same person would be somebody new, and could take part twice.
    """
    if before.registration and after.registration and before.registration.identifier != after.registration.identifier:
        return False
    return not (before.sso and after.sso) or _known_by(before.sso) == _known_by(after.sso)


def _known_by(sso: SingleSignOn) -> tuple[str, str | None]:
    return sso.claims.subject, sso.claims.identifier


def public_ways_in(ways_in: WaysIn) -> dict[str, Any]:
    """Return the ways in as pages need them: what the claims are called is no page's business."""
    sso = {"provider": ways_in.sso.provider} if ways_in.sso else None
    return {**ways_in.model_dump(mode="json", include={"roster", "registration"}), "sso": sso}


def way_rules(definition: Definition, language: Language = "vi") -> list[str]:
    """Return how one gets into the contest, as sentences for the rules page."""
    ways = definition.ways_in
    told = [say("way.roster", language)] if ways.roster else []
    if ways.registration:
        told += _registering(ways.registration, language)
    if ways.sso:
        told.append(say("way.sso", language, provider=ways.sso.provider))
    fixed = [say("way.unit-fixed", language)] if ways.by_oneself else []
    return [*told, *fixed, say("way.once", language)]


def _registering(asked: Registration, language: Language) -> list[str]:
    named = ", ".join(say(f"way.field.{name}", language) for name in asked.fields)
    by = f" {say('way.or', language)} ".join(say(f"way.unit-by.{rule}", language) for rule in asked.unit_by)
    identifier = say(f"way.field.{asked.identifier}", language)
    return [
        say("way.registration", language, fields=named, identifier=identifier),
        *([say("way.unit-by", language, by=by)] if by else []),
        *([say("way.least-age", language, age=asked.least_age)] if asked.least_age is not None else []),
        *([say("way.password", language)] if asked.password else []),
        *([say(f"way.confirm.{asked.confirm}", language)] if asked.confirm else []),
    ]
