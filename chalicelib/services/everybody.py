"""The people of a contest, looked through one by one: for an organizer who knows a name, never for a contestant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..domain.vietnamese import slug
from ..storage import contestants
from ..storage.contestants import Profile
from . import kept_roster
from .login import logins_of
from .rules import rules_of
from .units import every_unit


def everybody(contest: str) -> Iterator[Profile]:
    """Give everybody who has come in, unit by unit; who has just come in may be missing for a moment."""
    for unit in sorted(units(contest) | {"": ""}):
        yield from contestants.members(contest, unit)


def who_is_in(contest: str, logins: Iterable[str]) -> dict[str, Profile]:
    """Return who has come in among those with these hashes of an identifier, whichever of theirs it is.

    Where people enter by themselves they say more than the one by which they sign in: then everybody is looked through.
    """
    wanted = set(logins)
    stored = contestants.known(contest, wanted)
    theirs = contestants.profiles(contest, filter(None, stored.values()))
    found = {login: theirs[whose] for login, whose in stored.items() if whose in theirs}
    if wanted <= found.keys() or not rules_of(contest).ways_in.by_oneself:
        return found
    return {login: profile for profile in everybody(contest) for login in logins_of(profile) & wanted} | found


def units(contest: str) -> dict[str, str]:
    """Return the name of every unit that anybody can be in, by its id: those of the roster and those of the list."""
    on_roster = {unit["id"]: unit["name"] for unit in kept_roster.kept(contest)["units"]}
    return on_roster | {unit.id: unit.name for unit in every_unit(contest)}


def named(people: Iterable[Profile], name: str) -> list[Profile]:
    """Return those whose name is ``name``, or holds it as whole words, without regard to accents and case."""
    wanted = f"-{slug(name)}-"
    return [profile for profile in people if wanted in f"-{slug(profile.full_name)}-"] if slug(name) else []
