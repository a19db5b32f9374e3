"""A person's own certificates: which they have, as a file, and what the site says of one that certifies having taken part.

Runs in the identity function, which alone reads who people are. Of a prize the site says whether its certificate holds; who
took part is looked up in what the clock has written down of the results that are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..config import config
from ..domain.award_rules import CERTIFICATE_PAGE
from ..domain.definition import Definition
from ..domain.errors import NotFound
from ..domain.final_record import FinalRecord
from ..domain.finals import FINAL
from ..domain.forms import TAKING_PART
from ..domain.results import shown_name
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..printing import sheets
from ..storage import contestants, finals, objects, rounds, taking_part
from ..storage.contestants import Profile
from ..storage.taking_part import TakingPart
from . import certificates, pictures, took_part
from .known import if_known
from .renew import holder
from .rules import awarded_by, definition_called

Told = dict[str, Any]


@dataclass(frozen=True)
class Own:
    """A certificate that somebody has. ``id`` is its code, or `TAKING_PART`; ``number`` is empty until it is given."""

    id: str
    kind: Literal["won", "took-part"]
    prize_name: str
    round_name: str
    number: str
    unit_name: str
    definition: Definition
    shown_at: Millis

    def told(self) -> Told:
        """Return what its person's page shows of it."""
        told = {name: getattr(self, name) for name in ("id", "kind", "prize_name", "round_name")}
        return {**told, "number": self.number or None}


def listed(contest: str, token: str, now: Millis) -> Told:
    """Return the certificates of whoever is signed in; those alone that hold. Raises NotSignedIn."""
    return {"certificates": [own.told() for own in _all(contest, holder(contest, token, now)[1])]}


def printed(contest: str, token: str, asked: str, site: str, now: Millis) -> Told:
    """Return somebody's certificate as a PDF of ASCII alone (``pdf``), and how the file shall be called (``file``).

    ``asked`` is an `Own.id`, ``site`` the address of the site, without a stroke at its end. Raises NotSignedIn, and NotFound
    for one that isn't theirs or doesn't hold any more.
    """
    _, profile = holder(contest, token, now)
    own = next((each for each in _all(contest, profile) if each.id == asked), None)
    if own is None:
        raise NotFound("no-such-certificate")
    number, code = (own.number, own.id)
    if own.kind == "took-part":
        number, code = certificates.given(profile, certificates.pattern_for_all(own.definition))
    told = certificates.facts_of(own.definition, own.round_name, own.shown_at)
    told["certificates"] = [certificates.sheet(number, code, profile.full_name, own.unit_name, own.prize_name)]
    ink = pictures.decoded(told["pictures"])
    pdf = sheets.printed(told, f"{site}/{contest}/{CERTIFICATE_PAGE}", ink, as_text=True)
    return {"file": f"giay-chung-nhan-{contest}.pdf", "pdf": pdf.decode("ascii")}


def confirmed(contest: str, code: str) -> Told:
    """Return what everybody reads under the code of a certificate of having taken part, no more than stands on it.

    Raises NotFound for a code that nobody has, and for one of somebody who was erased.
    """
    held = taking_part.by_code(contest, code)
    if held is None or (profile := contestants.by_pseudonym(contest, held.contestant)) is None:
        raise NotFound("no-such-certificate")
    records = rounds.of_contest(contest)
    definition, holds = awarded_by(records), _took_part(finals.get(contest), profile)
    return {
        "contest": contest,
        "round": FINAL,
        "round_name": "",
        "kind": "took-part",
        "number": _number(definition, held),
        "holds": holds,
        "prize_name": None,
        "name": shown_name(profile.full_name, definition.names) if holds else None,
        "unit_name": profile.unit_name if holds else None,
    }


def _all(contest: str, profile: Profile) -> Iterator[Own]:
    records = if_known(rounds.of_contest(contest))
    final = finals.get(contest)
    yield from _won(records, final, profile)
    definition = awarded_by(records)
    if definition.certificates and definition.certificates.everybody and _took_part(final, profile):
        held = taking_part.of_contestant(contest, profile.pseudonym)
        number = _number(definition, held) if held else ""
        yield Own(TAKING_PART, "took-part", "", "", number, profile.unit_name, definition, final.published_at or 0)


def _won(records: list[RoundRecord], final: FinalRecord, profile: Profile) -> Iterator[Own]:
    """Give the certificates of a person's prizes, as the site says that they hold."""
    of_rounds = {record.round: (definition_called(record.definition), record.published_at) for record in records}
    known = {**of_rounds, FINAL: (awarded_by(records), final.published_at)}
    for entry in certificates.registered(profile.contest)[0]:
        if (entry.kind, entry.holder) != ("person", profile.pseudonym):
            continue
        told = objects.get_json(config().site_bucket, certificates.shown_key(profile.contest, entry.code))
        definition, shown_at = known[entry.round]
        if told and told["holds"] and shown_at is not None:
            said = (told["prize_name"], told["round_name"], told["number"], told["unit_name"])
            yield Own(entry.code, "won", *said, definition, shown_at)


def _took_part(final: FinalRecord, profile: Profile) -> bool:
    return final.published_at is not None and took_part.is_among(final, profile.pseudonym)


def _number(definition: Definition, held: TakingPart) -> str:
    return certificates.numbered(certificates.pattern_for_all(definition), held.number)
