"""Who a provider of single sign-on says somebody is, read from its claims as the contest's definition maps them.

Nothing of it can be edited here, so whatever is missing or unfit gets a sentence that says what was found and whom to ask.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .definition import Contact
from .errors import Unfit
from .formulas import looks_like_formula
from .hidden import hidden_character, without_hidden
from .id_token import Untrue, check_subject
from .identifiers import canonical_identifier
from .person_names import mended_name, name_fault
from .roster import LONGEST_UNIT_NAME, Unit
from .vietnamese import plain, sound
from .ways_in import Claims, SingleSignOn

LONGEST_POSITION = 200
_IDENTIFIER = re.compile(r"[^\W_][\w@.+'-]{2,99}")
_TOLD = 100

# Which claims a provider gives out under which scope (OpenID Connect Core 1.0, 5.4); claims of its own come with any.
_SCOPES = {
    "email": "email",
    "phone_number": "phone",
    "address": "address",
}


@dataclass(frozen=True, slots=True)
class SignedOn:
    """Somebody whom a provider has signed on. ``identifier`` is canonical, and empty where the provider tells none."""

    subject: str
    full_name: str
    position: str
    leader: bool
    identifier: str


@dataclass(frozen=True, slots=True)
class _Whom:
    """Whose account it is, and whom to ask about it."""

    provider: str
    contact: str


def scope_of(claims: Claims) -> str:
    """Return the scopes to ask for: those in which the mapped claims are given out, and no others."""
    more = {_SCOPES[name] for name in _mapped(claims) if name in _SCOPES}
    return " ".join(["openid", "profile", *sorted(more)])


def missing(told: Mapping[str, Any], claims: Claims) -> bool:
    """Return whether some claim that the definition maps isn't among those ``told``."""
    return any(name not in told for name in _mapped(claims))


def _mapped(claims: Claims) -> list[str]:
    names = (claims.subject, claims.name, claims.unit, claims.position, claims.leader, claims.identifier)
    return [name for name in names if name]


def signed_on(told: Mapping[str, Any], sso: SingleSignOn, contact: Contact) -> SignedOn:
    """Return who somebody is by the claims ``told``. Raises Unfit, naming what is missing or unfit and whom to ask."""
    whom = _Whom(sso.provider, asked(contact))
    return SignedOn(
        subject=_subject(told.get(sso.claims.subject), whom),
        full_name=_name(told.get(sso.claims.name), whom),
        position=_position(told, sso.claims.position, whom),
        leader=_leads(told, sso),
        identifier=_identifier(told, sso.claims.identifier, whom),
    )


def asked(contact: Contact) -> str:
    """Return whom to ask, in one line."""
    return ", ".join(filter(None, (contact.office, contact.phone, contact.email)))


def _subject(value: object, whom: _Whom) -> str:
    try:
        check_subject(value)
    except Untrue:
        raise Unfit("sso-subject", provider=whom.provider, contact=whom.contact) from None
    return str(value)


def _name(value: object, whom: _Whom) -> str:
    name = _line(value)
    if name_fault(name):
        raise Unfit("sso-name", found=_shown(name), provider=whom.provider, contact=whom.contact)
    return mended_name(name)


def _position(told: Mapping[str, Any], claim: str | None, whom: _Whom) -> str:
    """Return the position; a person without one has none."""
    position = _line(told.get(claim)) if claim else ""
    if len(position) > LONGEST_POSITION or not _is_fit(position):
        raise Unfit("sso-position", found=_shown(position), provider=whom.provider, contact=whom.contact)
    return position


def _leads(told: Mapping[str, Any], sso: SingleSignOn) -> bool:
    """Return whether any value of the leader claim is one that makes a leader, whatever its case and spaces."""
    value = told.get(sso.claims.leader) if sso.claims.leader else None
    values = value if isinstance(value, list) else [value]
    leading = {sound(each) for each in sso.leaders}
    return any(sound(_line(each)) in leading for each in values if _line(each))


def _identifier(told: Mapping[str, Any], claim: str | None, whom: _Whom) -> str:
    if claim is None:
        return ""
    text = _line(told.get(claim))
    identifier = canonical_identifier(text) if _is_fit(text) else ""
    # What was found may be somebody's number: it is not told.
    if not _IDENTIFIER.fullmatch(identifier):
        raise Unfit("sso-identifier", provider=whom.provider, contact=whom.contact)
    return identifier


def unit_of(told: Mapping[str, Any], sso: SingleSignOn, contact: Contact, units: Iterable[Unit]) -> Unit:
    """Return the contest's unit that the unit claim means. Raises Unfit, naming what was found and whom to ask.

    It is a unit's id, or a unit's name in whatever case and spacing; without accents, or with others, where only one unit
    can be meant by that: ``Tan Thanh`` may be two wards.
    """
    found = _line(told.get(sso.claims.unit))
    whom = _Whom(sso.provider, asked(contact))
    if not found:
        raise Unfit("sso-no-unit", provider=whom.provider, contact=whom.contact)
    unit = _meant(found, list(units)) if len(found) <= LONGEST_UNIT_NAME else None
    if unit is None:
        raise Unfit("sso-unit", found=_shown(found), provider=whom.provider, contact=whom.contact)
    return unit


def _meant(found: str, units: list[Unit]) -> Unit | None:
    for reading in (str, sound, plain):
        meant = [unit for unit in units if reading(found) and reading(found) in (unit.id, reading(unit.name))]
        if meant:
            return meant[0] if len(meant) == 1 else None
    return None


def _line(value: object) -> str:
    """Return a claim's text as one line, composed; empty for whatever is no text and no whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int) or abs(value if isinstance(value, int) else 0) >= 10**15:
        return ""
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _is_fit(text: str) -> bool:
    return hidden_character(text) is None and not looks_like_formula(text)


def _shown(text: str) -> str:
    """Return what was found as a sentence may quote it: short, and nothing in it that turns the sentence round."""
    plain_text = without_hidden(text)
    return (plain_text if len(plain_text) <= _TOLD else plain_text[:_TOLD] + "…") or "—"
