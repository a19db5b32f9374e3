"""What an organizer asks and decides about single persons: each act with a dry run that shows what would change.

A person is meant by their pseudonym or by their identifier in any spelling; a name finds people and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from ..domain.errors import Conflict, NotFound, Unfit
from ..domain.identifiers import canonical_identifier
from ..domain.roster import OWN_REASON
from ..domain.times import Millis, written
from ..domain.vietnamese import plain
from ..storage import contestants, exclusions, persons, rounds
from ..storage.contestants import Profile
from ..storage.exclusions import Exclusion
from . import acts, kept_roster
from .asked_code import asked_code
from .everybody import everybody, named, units
from .known import if_known
from .login import kept_code, login_of, logins_of, repeatable_code
from .persons import keep_out, let_in, move_to
from .revoke import revoke
from .rules import rules_of

Event = dict[str, Any]

MOST_FOUND = 50
_PSEUDONYM = re.compile("[a-z2-7]{26}")


def find(event: Event, now: Millis) -> Event:
    """Return who is meant by ``event["text"]``: by pseudonym, identifier, phone or e-mail, else by name. At most fifty."""
    contest, text = _contest(event), event["text"]
    profile = meant(contest, text)
    found = [profile] if profile else _looked_for(contest, text)
    return {"people": [told(each) for each in found[:MOST_FOUND]], "more": max(0, len(found) - MOST_FOUND)}


def _looked_for(contest: str, text: str) -> list[Profile]:
    people, login = list(everybody(contest)), login_of(contest, text)
    return [each for each in people if login in logins_of(each)] or named(people, text)


def show(event: Event, now: Millis) -> Event:
    """Return what is decided about one person, and what may be decided about their rounds."""
    profile = _person(event)
    return {"person": told(profile), "rounds": _rounds(profile.contest)}


def exclude(event: Event, now: Millis) -> Event:
    """Keep a person out: as a member of ``event["body"]``, or for a reason of their own. They read ``event["why"]``."""
    profile, body = _person(event), event.get("body") or OWN_REASON
    why = event.get("why") or _name_of(profile.contest, body)
    if not why:
        raise Unfit("unfit-exclusion")

    def done() -> None:
        _bar(profile, body, why)
        keep_out(profile, body, why, now)

    return _decided(event, profile, replace(profile, excluded=body, excluded_reason=why, decided=True), done)


def reinstate(event: Event, now: Millis) -> Event:
    """Let a person in again who was kept out, by whatever list or decision: then it is as if nothing had been."""
    profile = _person(event)
    asked_code(event, "reason")

    def done() -> None:
        _bar(profile, "", "")
        let_in(profile)

    return _decided(event, profile, replace(profile, excluded="", excluded_reason="", decided=True), done)


def _bar(profile: Profile, body: str, why: str) -> None:
    """Have the lists of exclusions say of a person what was decided; a name and a unit that stand there stay."""
    logins = logins_of(profile)
    listed = exclusions.among(profile.contest, logins)
    for login in sorted(logins if body else listed):
        exclusions.put(replace(listed.get(login) or Exclusion(profile.contest, login, "", ""), body=body, reason=why))


def move(event: Event, now: Millis) -> Event:
    """Move a person to another unit, by its id or its name; with it the attempts of rounds that haven't begun to close."""
    profile, by, reason = _person(event), asked_code(event, "by"), asked_code(event, "reason")
    unit, name = _unit(profile.contest, event["unit"])

    def done() -> None:
        move_to(profile, unit, name, by, reason, now)

    return _decided(event, profile, replace(profile, unit=unit, unit_name=name), done)


def sign_out(event: Event, now: Millis) -> Event:
    """End every session of a person: what runs stops at once, and they have to sign in again."""
    profile = _person(event)
    return _decided(event, profile, profile, lambda: revoke(profile.contest, profile.pseudonym, now))


def new_code(event: Event, now: Millis) -> Event:
    """Give a person another code, which is told this once; the former one opens nothing any more.

    The person is meant by the identifier that they sign in with: a code goes with it. Sent again with the same nonce, it
    gives the same code again. Raises Conflict for who is meant in another way.
    """
    profile, identifier = _person(event), canonical_identifier(event["person"])
    if contestants.by_login(profile.contest, login_of(profile.contest, identifier)) is None:
        raise Conflict("code-needs-identifier")
    code = repeatable_code(profile.contest, identifier, event["nonce"])

    def done() -> None:
        persons.recode(profile, kept_code(profile.contest, identifier, code))

    return {**_decided(event, profile, profile, done), **({} if event.get("dry_run") else {"code": code})}


def _decided(event: Event, before: Profile, after: Profile, done: Callable[[], None]) -> Event:
    """Do what was decided, unless it is a dry run. Return the person before and after, and which rounds it reaches.

    ``kept`` says whether the close already reads what is told of them before: where it doesn't, something died half-way.
    """
    kept = kept_roster.agrees(before)
    if not event.get("dry_run"):
        acts.about(before.pseudonym)
        done()
    return {"before": told(before), "after": told(after), "kept": kept, "rounds": _rounds(before.contest)}


def told(profile: Profile) -> Event:
    """Return what an organizer reads of a person: of what identifies them only the end."""
    return {
        "person": profile.pseudonym,
        "full_name": profile.full_name,
        "unit": profile.unit,
        "unit_name": profile.unit_name,
        "way": profile.way,
        "entered_at": written(profile.entered_at) if profile.entered_at else None,
        "known_by": [f"…{each[-4:]}" for each in (profile.citizen_id, profile.phone) if each],
        "excluded": profile.excluded,
        "excluded_reason": profile.excluded_reason,
        "decided": profile.decided,
        "moves": [{**asdict(each), "decided_at": written(each.decided_at)} for each in profile.moves],
    }


def _rounds(contest: str) -> Event:
    """Return which ranked rounds a decision made now still reaches, and which have begun to close."""
    ranked = sorted((each for each in rounds.of_contest(contest) if each.kind == "ranked"), key=lambda each: each.opens)
    open_yet = [each.round for each in ranked if each.state in ("draft", "ready")]
    return {"reached": open_yet, "closed": [each.round for each in ranked if each.round not in open_yet]}


def _contest(event: Event) -> str:
    contest = str(event["contest"])
    if_known(rounds.get_contest(contest))
    return contest


def _person(event: Event) -> Profile:
    profile = meant(_contest(event), event["person"])
    if profile is None:
        raise NotFound("no-such-person")
    return profile


def meant(contest: str, text: str) -> Profile | None:
    """Return who has this pseudonym or this identifier."""
    if _PSEUDONYM.fullmatch(text.strip()) and (profile := contestants.by_pseudonym(contest, text.strip())):
        return profile
    return contestants.by_login(contest, login_of(contest, text))


def _name_of(contest: str, body: str) -> str:
    """Return the name of an excluded body; nothing for a reason of somebody's own. Raises Unfit for one that there isn't."""
    if body == OWN_REASON:
        return ""
    bodies = {each.id: each.name for each in rules_of(contest).excluded_bodies}
    if body not in bodies:
        raise Unfit("unknown-body", found=body, known=", ".join(bodies) or "—")
    return bodies[body]


def _unit(contest: str, text: str) -> tuple[str, str]:
    """Return id and name of the unit that is meant. Raises Unfit for none, or where a name is that of several."""
    known = units(contest)
    if text in known:
        return text, known[text]
    meant = [(id, name) for id, name in known.items() if plain(name) == plain(text)]
    if len(meant) != 1:
        raise Unfit("unknown-unit", found=text)
    return meant[0]
