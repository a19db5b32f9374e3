"""People in one contest: who they are, how they sign in, and how often somebody has guessed wrong of late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist, UpdateError

from ..domain.times import Millis
from .models import ContestantItem


@dataclass(frozen=True)
class Profile:
    """What is known of a contestant. ``login`` and ``code_hash`` are keyed hashes; ``excluded`` is a body's id, or empty."""

    contest: str
    pseudonym: str
    login: str
    code_hash: str
    full_name: str
    unit: str
    unit_name: str
    leader: bool
    excluded: str
    excluded_reason: str


def by_login(contest: str, login: str) -> Profile | None:
    """Find the person whose identifier hashes to ``login``."""
    found = _get(f"{contest}#login#{login}")
    return None if found is None or found.pseudonym is None else by_pseudonym(contest, found.pseudonym, login)


def by_pseudonym(contest: str, pseudonym: str, login: str = "") -> Profile | None:
    """Read a contestant's profile."""
    found = _get(f"{contest}#{pseudonym}")
    return None if found is None else _profile(contest, found, login)


def known(contest: str, logins: Iterable[str]) -> dict[str, str]:
    """Return the pseudonyms of those among ``logins`` whom this contest knows already."""
    prefix = f"{contest}#login#"
    found = ContestantItem.batch_get([prefix + login for login in logins], consistent_read=True)
    return {item.person.removeprefix(prefix): item.pseudonym or "" for item in found}


def put_all(profiles: Iterable[Profile]) -> None:
    """Store profiles with their logins. Written again, nothing changes."""
    with ContestantItem.batch_write() as batch:
        for profile in profiles:
            batch.save(_profile_item(profile))
            batch.save(_login_item(profile))


def _profile_item(profile: Profile) -> ContestantItem:
    return ContestantItem(
        f"{profile.contest}#{profile.pseudonym}",
        pseudonym=profile.pseudonym,
        code_hash=profile.code_hash,
        full_name=profile.full_name,
        unit=profile.unit,
        unit_name=profile.unit_name,
        leader=int(profile.leader),
        excluded=profile.excluded,
        excluded_reason=profile.excluded_reason,
    )


def _login_item(profile: Profile) -> ContestantItem:
    return ContestantItem(f"{profile.contest}#login#{profile.login}", pseudonym=profile.pseudonym)


def claim_guess(contest: str, login: str, now: Millis, *, most: int, window_ms: int) -> bool:
    """Count one more guess at ``login`` before it is looked at. Returns False, and looks at nothing, once ``most`` have been
    made within ``window_ms``: the count is a condition of the write, so simultaneous guesses can't get past it.
    """
    key = f"{contest}#guess#{login}"
    if _count_another(key, now, most) or _begin_anew(key, now, window_ms):
        return True
    # Another guess may have begun the window between the two writes; then this one is counted in it.
    return _count_another(key, now, most)


def forget_guesses(contest: str, login: str) -> None:
    """Forget wrong guesses after a right one."""
    ContestantItem(f"{contest}#guess#{login}").update(actions=[ContestantItem.guesses.set(0)])


def locked_until(contest: str, login: str) -> Millis:
    """Return when the lock that `claim_guess` met ends; 0 where there is none."""
    found = _get(f"{contest}#guess#{login}")
    return 0 if found is None else int(found.until or 0)


def _count_another(key: str, now: Millis, most: int) -> bool:
    within = (ContestantItem.guesses < most) & (ContestantItem.until > now)
    return _try(key, [ContestantItem.guesses.add(1)], within)


def _begin_anew(key: str, now: Millis, window_ms: int) -> bool:
    over = ContestantItem.until.does_not_exist() | (ContestantItem.until <= now)
    return _try(key, [ContestantItem.guesses.set(1), ContestantItem.until.set(now + window_ms)], over)


def _try(key: str, actions: list[object], condition: object) -> bool:
    try:
        ContestantItem(key).update(actions=actions, condition=condition)  # type: ignore[arg-type]
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _get(person: str) -> ContestantItem | None:
    try:
        return ContestantItem.get(person, consistent_read=True)
    except DoesNotExist:
        return None


def _profile(contest: str, item: ContestantItem, login: str) -> Profile:
    return Profile(
        contest=contest,
        pseudonym=item.pseudonym or "",
        login=login,
        code_hash=item.code_hash or "",
        full_name=item.full_name or "",
        unit=item.unit or "",
        unit_name=item.unit_name or "",
        leader=bool(item.leader),
        excluded=item.excluded or "",
        excluded_reason=item.excluded_reason or "",
    )
