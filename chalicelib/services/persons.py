"""Decisions about single persons: kept out or let in again, another unit, another code, signed out everywhere.

Each is first one write of the person's profile, then their sessions end, and what is kept for the close comes last: where
that says what the profile says, everything before it was done. So a decision that died half-way is finished by asking for
it again, and one that is done changes nothing.
"""

from __future__ import annotations

from ..domain.errors import Busy
from ..domain.times import Millis
from ..domain.unit_moves import UnitMove, further
from ..storage import contestants, persons
from ..storage.contestants import Profile
from . import kept_roster
from .revoke import revoke


def keep_out(profile: Profile, body: str, reason: str, now: Millis) -> None:
    """Keep the person of ``profile`` out from now on: no sign-in, no start, no place in a round that closes after this.

    ``body`` is an excluded body's id, or ``khac``; ``reason`` is what they read.
    """
    _ruled(profile, body, reason)
    _carry_through(profile, now)


def let_in(profile: Profile) -> None:
    """Lift whatever keeps the person of ``profile`` out: then it is as if nothing had been."""
    _ruled(profile, "", "")
    kept_roster.keep(profile.contest, [profile.pseudonym])


def _ruled(profile: Profile, body: str, reason: str) -> None:
    if (profile.excluded, profile.excluded_reason, profile.decided) != (body, reason, True):
        persons.rule(profile, body, reason)


def move_to(profile: Profile, unit: str, unit_name: str, by: str, reason: str, now: Millis) -> None:
    """Move the person of ``profile`` to ``unit``, with their attempts in every round whose closing hasn't begun.

    Raises Busy where others were always faster.
    """
    for _ in range(kept_roster.TRIES):
        latest = contestants.by_pseudonym(profile.contest, profile.pseudonym) or profile
        made = UnitMove(further(latest.moves, now), by, latest.unit, unit, reason)
        if latest.unit == unit or persons.move(latest, made, unit_name):
            return _carry_through(profile, now)
    raise Busy()


def _carry_through(profile: Profile, now: Millis) -> None:
    """End the person's sessions and keep for the close what the table now says, unless both was done before."""
    latest = contestants.by_pseudonym(profile.contest, profile.pseudonym) or profile
    if not kept_roster.agrees(latest):
        revoke(profile.contest, profile.pseudonym, now)
        kept_roster.keep(profile.contest, [profile.pseudonym])
