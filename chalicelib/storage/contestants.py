"""People in one contest: who they are, how they sign in, and how often somebody has guessed wrong of late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ..domain.errors import Busy
from ..domain.times import Millis
from .aws_errors import condition_failed, is_passing
from .models import ContestantItem
from .transactions import connection, refused_by_a_condition


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


def profiles(contest: str, pseudonyms: Iterable[str]) -> dict[str, Profile]:
    """Return the profiles of those among ``pseudonyms`` who are there, consistently; their logins are left empty."""
    prefix = f"{contest}#"
    found = ContestantItem.batch_get([prefix + pseudonym for pseudonym in pseudonyms], consistent_read=True)
    return {profile.pseudonym: profile for item in found if (profile := _profile(contest, item, ""))}


def add(newcomers: Sequence[Profile]) -> bool:
    """Store people with their logins, at most 50. Returns False, and stores nobody, where a login is somebody's already.

    Two imports of one list would else make one person two: the login that is free is the condition of the transaction.
    """
    try:
        with TransactWrite(connection=connection()) as transaction:
            for profile in newcomers:
                transaction.save(_profile_item(profile))
                transaction.save(_login_item(profile), condition=ContestantItem.person.does_not_exist())
    except TransactWriteError as error:
        if not refused_by_a_condition(error):
            raise
        # Sent again after its answer got lost, it meets itself.
        return _are_stored(newcomers)
    return True


def _are_stored(newcomers: Sequence[Profile]) -> bool:
    stored = known(newcomers[0].contest, [profile.login for profile in newcomers])
    return stored == {profile.login: profile.pseudonym for profile in newcomers}


def put_all(profiles: Iterable[Profile]) -> None:
    """Store profiles with their logins. Written again, nothing changes.

    Raises Busy where the table, asked again and again, left some of a batch undone.
    """
    try:
        with ContestantItem.batch_write() as batch:
            for profile in profiles:
                batch.save(_profile_item(profile))
                batch.save(_login_item(profile))
    except PutError as error:
        raise (Busy() if error.cause is None else error) from error.cause


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
    """Count one more guess at ``login`` before it is held against the code. Returns False once ``most`` have been
    made within ``window_ms``: the count is a condition of the write, so simultaneous guesses can't get past it.
    """
    key = f"{contest}#guess#{login}"
    if _count_another(key, now, most) or _begin_anew(key, now, window_ms):
        return True
    # Another guess may have begun the window between the two writes; then this one is counted in it.
    return _count_another(key, now, most)


def forget_guesses(contest: str, login: str) -> None:
    """Forget wrong guesses after a right one.

    Where the table takes no more just now they stay: whoever knows the code need not wait for that, and the count ends by
    itself within the window.
    """
    try:
        _try(f"{contest}#guess#{login}", [ContestantItem.guesses.set(0)], ContestantItem.until.exists())
    except UpdateError as error:
        if not is_passing(error):
            raise


def locked_until(contest: str, login: str) -> Millis:
    """Return when the lock that `claim_guess` met ends; 0 where there is none."""
    found = _get(f"{contest}#guess#{login}")
    return 0 if found is None else int(found.until or 0)


def _count_another(key: str, now: Millis, most: int) -> bool:
    within = (ContestantItem.guesses < most) & (ContestantItem.until > now)
    return _try(key, [ContestantItem.guesses.add(1)], within)


def _begin_anew(key: str, now: Millis, window_ms: int) -> bool:
    over = ContestantItem.until.does_not_exist() | (ContestantItem.until <= now)
    until = now + window_ms
    actions = [ContestantItem.guesses.set(1), ContestantItem.until.set(until), ContestantItem.expires.set(_expires(until))]
    return _try(key, actions, over)


def _expires(until: Millis) -> int:
    """Return when DynamoDB may delete what ends at ``until``, in the seconds that it counts by; never before."""
    return -(-until // 1000)


def _try(key: str, actions: Sequence[Action], condition: Condition) -> bool:
    try:
        ContestantItem(key).update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
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
