"""What organizers ask for on a person's behalf: everything that is kept of them, or that it be erased.

Who is meant is looked up here; all else the `privacy` function does, whose role may read and delete what this one's may not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .. import functions
from ..config import config
from ..domain.times import Millis
from ..storage import exclusions
from ..storage.contestants import Profile
from . import acts
from .decide import meant
from .login import login_of, logins_of
from .retention import told
from .revoke import revoke

# A session that begins between its end being written down and the erasure has ended with the others.
_A_MOMENT_MS = 60_000

Event = dict[str, Any]


def data_kept(event: Event, now: Millis) -> Any:
    """Return when the contest ends (``ends``) and from when on nothing personal of it is kept any more (``people_go``)."""
    return told(event["contest"])


def export_data(event: Event, now: Millis) -> Any:
    """Return what is kept of the person whom ``event`` means, as `decide.meant` reads it. Raises NotFound."""
    login, profile = _whose(event)
    if profile:
        acts.about(profile.pseudonym)
    return _ask("person-export", event["contest"], login)


def erase_data(event: Event, now: Millis) -> Any:
    """Erase the person whom ``event`` means, whose sessions end first. Returns when that was done; again, the same.

    With ``dry_run`` nothing is changed, and the answer says whom it would be. Raises NotFound.
    """
    login, profile = _whose(event)
    if event.get("dry_run"):
        return _ask("person-export", event["contest"], login)
    if profile:
        acts.about(profile.pseudonym)
        _forget_lists(profile)
        revoke(profile.contest, profile.pseudonym, now + _A_MOMENT_MS)
    return _ask("person-erase", event["contest"], login)


def _forget_lists(profile: Profile) -> None:
    """Take a person's name off what lists of exclusions say under their identifiers; that they are kept out stays."""
    for listed in exclusions.among(profile.contest, logins_of(profile)).values():
        if listed.full_name or listed.unit:
            exclusions.put(replace(listed, full_name="", unit="", unit_name=""))


def _whose(event: Event) -> tuple[str, Profile | None]:
    """Return the hash of the identifier of who is meant, and who they are if they are still there."""
    contest, text = event["contest"], event["person"]
    profile = meant(contest, text)
    return (profile.login if profile else "") or login_of(contest, text), profile


def _ask(act: str, contest: str, login: str) -> Any:
    return functions.ask(config().privacy_function, {"act": act, "contest": contest, "login": login})
