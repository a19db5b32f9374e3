"""A person is erased: who they are is gone, what they did stays under a pseudonym that leads back to nobody.

Results still verify, for no export holds a name but the restricted ones, and those are written anew. The order of the steps
is such that whoever asks again after a death half-way has it finished, and is answered the same.
"""

from __future__ import annotations

from typing import Any

from ..domain.claims import asked
from ..domain.errors import Excluded, NotFound
from ..domain.times import Millis, at_home, written
from ..storage import contestants, erasures, taking_part
from ..storage.erasures import Tombstone
from . import renaming, shared_devices
from .rules import rules_of


def erase(contest: str, login: str, now: Millis) -> dict[str, Any]:
    """Leave of the person with this ``login`` nothing but a tombstone. Returns when that was done, first or before.

    Raises NotFound where there is nobody. Their sessions are for the caller to end.
    """
    profile = contestants.by_login(contest, login)
    if profile:
        renaming.ask_for(contest, now)
        shared_devices.forget_person(contest, profile.pseudonym, now)
        taking_part.take_away(contest, profile.pseudonym)
        erasures.erase(profile, now)
    left = erasures.tombstone(contest, login)
    if left is None:
        raise NotFound("no-such-person")
    return {"erased_at": written(left.erased_at)}


def refuse_erased(contest: str, login: str) -> None:
    """Raise the refusal that a person reads who was erased and comes again before the contest has ended."""
    if left := erasures.tombstone(contest, login):
        raise erased(contest, left)


def erased(contest: str, left: Tombstone) -> Excluded:
    """Return the refusal for whoever left the tombstone ``left``."""
    return Excluded("erased", at=at_home(left.erased_at), contact=asked(rules_of(contest).contact))
