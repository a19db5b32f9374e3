"""Who may not take part is turned away at every door, by any spelling of any identifier, and reads why and whom to ask.

Nobody is turned away for a name alone: two people may share it, so a person decides about that. What was decided about one
person alone stands over every list.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..domain.definition import Contact, Definition
from ..domain.errors import Excluded
from ..domain.roles import EVERY_CONTEST
from ..domain.times import Millis
from ..storage import exclusions
from ..storage.contestants import Profile
from ..storage.exclusions import Exclusion
from .everybody import who_is_in
from .login import login_of, said_by
from .persons import keep_out
from .rules import rules_of


def refuse_barred(contest: str, identifiers: Iterable[str]) -> None:
    """Raise Excluded where any of a person's ``identifiers``, in whatever spelling, is kept out. Empty ones are passed over.

    For somebody who comes in. Asked once more after they are stored, it leaves no moment in which a list could miss them.
    """
    _refuse(contest, {identifier for identifier in identifiers if identifier.strip()}, set())


def refuse_kept_out(profile: Profile) -> None:
    """Raise Excluded where the person of ``profile`` may not take part. For somebody who has come in."""
    if profile.excluded:
        raise exclusion(profile.contest, profile.excluded, profile.excluded_reason)
    if not profile.decided:
        _refuse(profile.contest, said_by(profile), {profile.login} - {""})


def _refuse(contest: str, identifiers: Iterable[str], logins: Iterable[str]) -> None:
    here = {(contest, login) for login in logins}
    named = {(where, login_of(where, each)) for each in identifiers for where in (contest, EVERY_CONTEST)}
    for where, login in sorted(here | named):
        found = exclusions.get(where, login)
        if found and found.body:
            raise exclusion(contest, found.body, found.reason)


def exclusion(contest: str, body: str, reason: str) -> Excluded:
    """Return the refusal that a person who is kept out reads: the plan's clause, the reason, and whom to ask."""
    rules = rules_of(contest)
    return Excluded(body=body, clause=_clause(rules, body), reason=reason, contact=asked(rules.contact))


def _clause(rules: Definition, body: str) -> str:
    """Return where the plan says so, in brackets; nothing for a reason of somebody's own."""
    return next((f" ({each.clause})" for each in rules.excluded_bodies if each.id == body), "")


def asked(contact: Contact) -> str:
    """Return whom to ask, and how, in one line."""
    return ", ".join(filter(None, (contact.office, contact.phone, contact.email)))


def bar(contest: str, identifier: str, body: str, reason: str, now: Millis) -> None:
    """Keep out whoever has ``identifier``, whether they are in already or come later. Repeated, nothing changes.

    ``body`` is an excluded body's id, or ``khac``; ``reason`` is what the person reads. For ``*`` it holds in every contest
    for who comes later; whoever is in one already is barred there.
    """
    login = login_of(contest, identifier)
    exclusions.put(Exclusion(contest, login, body, reason))
    if contest != EVERY_CONTEST:
        for profile in who_is_in(contest, {login}).values():
            keep_out(profile, body, reason, now)
