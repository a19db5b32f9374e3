"""Lists of people who may not take part: who is named by an identifier is kept out; for a bare name, namesakes are shown.

Two people may share a name, so nobody is kept out for one: an organizer looks at the namesakes and decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..config import config
from ..domain.canonical import keyed
from ..domain.errors import Unfit
from ..domain.exclusion_list import Listed
from ..domain.times import Millis
from ..domain.vietnamese import slug
from ..storage import exclusions, rounds
from ..storage.contestants import Profile
from ..storage.exclusions import Exclusion
from ..storage.secrets import secret
from . import kept_roster
from .decide import told
from .everybody import everybody, who_is_in
from .known import if_known
from .login import login_of, logins_of
from .persons import keep_out

Event = dict[str, Any]


@dataclass(frozen=True)
class _Entry:
    """One line of a list: what shall be stored, what is stored, and who that is, if they have come in.

    ``kept`` says whether the close already knows what is stored of that person: where it doesn't, an import died half-way.
    """

    listed: Exclusion
    known: Exclusion | None
    person: Profile | None
    kept: bool

    @property
    def lifted(self) -> bool:
        """Whether it was decided that this person may take part all the same."""
        return bool(self.known and not self.known.body) or bool(
            self.person and self.person.decided and not self.person.excluded
        )

    @property
    def changed(self) -> bool:
        """Whether there is anything to do for this line."""
        return not self.lifted and (self.listed != self.known or self.puts_out)

    @property
    def puts_out(self) -> bool:
        """Whether somebody who is in would be kept out by it."""
        return self.person is not None and not self.lifted and not (self.person.excluded and self.kept)


def import_exclusions(event: Event, now: Millis) -> Event:
    """Keep out everybody in ``event["people"]``; who is known by name alone is put on the list and nothing else.

    Who isn't listed stays as they are, and so does whoever was let in again by a decision. The same list again changes
    nothing. Returns how many are new and changed, who was let in by a decision (``lifted``) and who is put out though they
    are in already (``put_out``).
    """
    contest = event["contest"]
    if_known(rounds.get_contest(contest))
    entries = _entries(contest, [Listed(**each) for each in event["people"]])
    answer = {
        "new": sum(each.changed and each.known is None for each in entries),
        "changed": sum(each.changed and each.known is not None for each in entries),
        "by_name": sum(each.listed.by_name for each in entries),
        "lifted": [each.listed.full_name for each in entries if each.lifted],
        "put_out": [told(each.person) for each in entries if each.person and each.puts_out],
    }
    for each in entries if not event.get("dry_run") else ():
        if each.changed:
            _carry_out(each, now)
    return answer


def _carry_out(entry: _Entry, now: Millis) -> None:
    exclusions.put(entry.listed)
    if entry.person and entry.puts_out:
        body, reason = entry.person.excluded, entry.person.excluded_reason
        keep_out(entry.person, body or entry.listed.body, reason or entry.listed.reason, now)


def _entries(contest: str, listed: Sequence[Listed]) -> list[_Entry]:
    wanted = {_key(contest, each): each for each in listed}
    if len(wanted) < len(listed):
        raise Unfit("unfit-exclusions")
    known, people = exclusions.among(contest, wanted), who_is_in(contest, wanted)
    return [_entry(_exclusion(contest, key, each), known.get(key), people.get(key)) for key, each in wanted.items()]


def _entry(listed: Exclusion, known: Exclusion | None, person: Profile | None) -> _Entry:
    return _Entry(listed, known, person, kept=person is None or kept_roster.agrees(person))


def _key(contest: str, listed: Listed) -> str:
    if listed.identifier:
        return login_of(contest, listed.identifier)
    hashed = keyed(secret(config().person_secret), "name", contest, slug(listed.full_name), listed.unit)
    return f"{exclusions.BY_NAME}{hashed.hex()}"


def _exclusion(contest: str, key: str, listed: Listed) -> Exclusion:
    return Exclusion(contest, key, listed.body, listed.reason, listed.full_name, listed.unit, listed.unit_name)


def exclusion_list(event: Event, now: Millis) -> list[Event]:
    """Return everybody who is kept out of a contest, with who that is; for who is known by name alone, who it might be.

    Namesakes have the same name without accents, and the same unit where the list names one.
    """
    contest = event["contest"]
    if_known(rounds.get_contest(contest))
    people = list(everybody(contest))
    by_login = {login: profile for profile in people for login in logins_of(profile)}
    by_name: dict[str, list[Profile]] = defaultdict(list)
    for profile in people:
        by_name[slug(profile.full_name)].append(profile)
    listed = [_line(each, by_login, by_name) for each in exclusions.of_contest(contest)]
    of_roster = [profile for profile in people if profile.excluded and not logins_of(profile) & _logins(listed)]
    return [*listed, *(_of_roster(profile) for profile in of_roster)]


def _logins(listed: Iterable[Event]) -> set[str]:
    return {each["key"] for each in listed}


def _line(exclusion: Exclusion, by_login: Mapping[str, Profile], by_name: Mapping[str, list[Profile]]) -> Event:
    if exclusion.by_name:
        meant = [each for each in by_name.get(slug(exclusion.full_name), ()) if exclusion.unit in ("", each.unit)]
    else:
        meant = [by_login[exclusion.key]] if exclusion.key in by_login else []
    return {**asdict(exclusion), "by_name": exclusion.by_name, "people": [told(each) for each in meant]}


def _of_roster(profile: Profile) -> Event:
    """Return the line of somebody whom the roster itself keeps out."""
    said = Exclusion(profile.contest, profile.login, profile.excluded, profile.excluded_reason, profile.full_name)
    return {**asdict(said), "by_name": False, "people": [told(profile)]}
