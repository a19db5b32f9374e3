"""Certificates of who won: each has a number and a code, and under the code the site says whether it holds.

Numbers are counted over the contest and never given twice. Whether one holds follows from the results that are shown: where
a decision takes the prize away, the site says so from then on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .. import chance
from ..config import config
from ..domain.award_rules import Certificates
from ..domain.canonical import canonical
from ..domain.definition import Definition
from ..domain.errors import Busy, NotFound, NotYet
from ..domain.finals import FINAL
from ..domain.roster import new_pseudonym
from ..domain.times import Millis, day_at_home, day_written
from ..storage import objects, taking_part
from ..storage.contestants import Profile
from . import pictures
from .exported import Exported
from .kept_roster import TRIES

Kind = Literal["person", "unit"]

# A page that tells whether a certificate holds is asked for again soon.
_A_WHILE = "public, max-age=20"


@dataclass(frozen=True, slots=True)
class Won:
    """A prize that somebody has: a contestant by pseudonym, or a unit by its id, with the names that the site shows."""

    kind: Kind
    holder: str
    prize: str
    prize_name: str
    name: str | None
    unit_name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate as it is registered: ``code`` is random, so that nobody finds it who hasn't seen the certificate."""

    number: int
    code: str
    round: str
    kind: Kind
    holder: str
    prize: str

    def is_for(self, round_id: str, won: Won) -> bool:
        """Whether it certifies this prize."""
        return (self.round, self.kind, self.holder, self.prize) == (round_id, won.kind, won.holder, won.prize)


def key_of(contest: str) -> str:
    """Return where the register of a contest lies in the private bucket."""
    return f"closings/{contest}/certificates.json"


def shown_key(contest: str, code: str) -> str:
    """Return where the site says whether a prize's certificate holds."""
    return f"{contest}/certificates/{code}.json"


def registered(contest: str) -> tuple[list[Entry], str]:
    """Return a contest's certificates by their numbers, and the tag of just this register."""
    stored, tag = objects.get_tagged(config().private_bucket, key_of(contest))
    return [Entry(**each) for each in json.loads(stored)] if stored else [], tag


def show(record: Exported, definition: Definition, round_name: str, won: Sequence[Won]) -> None:
    """Register a certificate for each prize that has none yet, and say on the site of every one whether it holds.

    Raises Busy where others were always faster.
    """
    if definition.certificates is None:
        return
    for entry in _register(record.contest, record.round, won):
        if entry.round == record.round:
            holds = next((each for each in won if entry.is_for(record.round, each)), None)
            _say(record, definition, round_name, entry, holds)


def take_back(record: Exported, definition: Definition, round_name: str) -> None:
    """Say of every certificate of a round whose results were withdrawn that it doesn't hold."""
    if definition.certificates is not None:
        for entry in registered(record.contest)[0]:
            if entry.round == record.round:
                _say(record, definition, round_name, entry, None)


def _register(contest: str, round_id: str, won: Iterable[Won]) -> list[Entry]:
    for _ in range(TRIES):
        entries, tag = registered(contest)
        new = [each for each in won if not any(entry.is_for(round_id, each) for entry in entries)]
        if not new:
            return entries
        for each in new:
            code = new_pseudonym(chance.random_bytes)
            entries.append(Entry(len(entries) + 1, code, round_id, each.kind, each.holder, each.prize))
        body = canonical([asdict(entry) for entry in entries])
        if objects.put_if(config().private_bucket, key_of(contest), body, tag):
            return entries
    raise Busy()


def numbered(pattern: str, number: int) -> str:
    """Return a certificate's number as it is printed: ``07/GCN-BTC``."""
    return pattern.replace("#", f"{number:02d}")


def style_of(definition: Definition) -> Certificates:
    """Return what a definition says of certificates. Raises NotFound for a contest without them."""
    if definition.certificates is None:
        raise NotFound("no-certificates")
    return definition.certificates


def pattern_for_all(definition: Definition) -> str:
    """Return the pattern of numbers for those who took part. Raises NotFound where only prizes are certified."""
    pattern = style_of(definition).everybody
    if not pattern:
        raise NotFound("no-certificates-for-all")
    return pattern


def facts_of(definition: Definition, round_name: str, shown_at: Millis) -> dict[str, Any]:
    """Return what all certificates of a round, or of a contest, are printed from; ``shown_at``: when its results were."""
    return {
        "style": style_of(definition).model_dump(mode="json"),
        "pictures": pictures.told(definition.contest),
        "contest_title": definition.title,
        "round_name": round_name,
        "issued_on": day_written(day_at_home(shown_at)),
    }


def sheet(number: str, code: str, recipient: str, unit_name: str, prize_name: str = "") -> dict[str, str]:
    """Return what one certificate is printed from, beside `facts_of`; without a prize it is of having taken part."""
    named = {"recipient": recipient, "unit_name": unit_name, "prize_name": prize_name}
    return {"number": number, "code": code, **named}


def given(profile: Profile, pattern: str) -> tuple[str, str]:
    """Return number and code of somebody's certificate of having taken part; who has none is given one."""
    held = taking_part.give(profile.contest, profile.pseudonym, new_pseudonym(chance.random_bytes))
    return numbered(pattern, held.number), held.code


def _say(record: Exported, definition: Definition, round_name: str, entry: Entry, holds: Won | None) -> None:
    """Write what everybody reads under a certificate's code: no more than stands on it, and nothing of one that is void."""
    told: dict[str, Any] = {
        "contest": record.contest,
        "round": record.round,
        "round_name": round_name,
        "number": numbered(style_of(definition).number, entry.number),
        "holds": holds is not None,
        "prize_name": holds.prize_name if holds else None,
        "name": holds.name if holds else None,
        "unit_name": holds.unit_name if holds else None,
    }
    objects.put_json(config().site_bucket, shown_key(record.contest, entry.code), told, cache_control=_A_WHILE)


def listed(record: Exported, definition: Definition, published_at: Millis | None, won: Iterable[Won]) -> dict[str, Any]:
    """Return what the certificates of a round are printed from, with full names; who was erased is left out.

    Raises NotFound for a contest without certificates, NotYet before its results are published.
    """
    style = style_of(definition)
    if published_at is None:
        raise NotYet("certificates-early")
    entries, _ = registered(record.contest)
    rounds = {each.id: each.name for each in definition.rounds}
    return {
        **facts_of(definition, "" if record.round == FINAL else rounds[record.round], published_at),
        "certificates": [
            sheet(numbered(style.number, entry.number), entry.code, each.name, each.unit_name, each.prize_name)
            for each in won
            for entry in entries
            if each.name and entry.is_for(record.round, each)
        ],
    }
