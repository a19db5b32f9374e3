"""People in one contest: who they are and how they sign in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ..domain.errors import Unfit
from ..domain.times import Millis
from ..domain.unit_moves import UnitMove
from . import one_time
from .aws_errors import condition_failed
from .models import ContestantItem
from .one_time import OneTimeCode
from .transactions import connection, refused_by_a_condition


@dataclass(frozen=True)
class Profile:
    """What is known of a contestant. ``login`` and ``code_hash`` are keyed hashes; ``excluded`` is a body's id, or empty.

    ``way`` is how they came in: ``roster``, ``registration`` or ``sso``. Of ``citizen_id`` (12 digits), ``phone`` (10),
    ``email``, ``birth_date`` (``2001-02-03``), ``position`` and ``unit_by`` (``workplace`` or ``residence``) there is what
    the definition asks for. ``consent`` is the version of the notice that they agreed to at ``consent_at``; they came in
    at ``entered_at``. ``nonce`` names the request that registered them. Nothing is an empty text, or 0. ``decided`` says
    that a decision about this person alone settles whether they are kept out, whatever a list says; ``moves`` are the
    decisions that gave them another unit than they came in with. ``excused`` is why they don't have to take part.
    """

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
    way: str = "roster"
    citizen_id: str = ""
    phone: str = ""
    email: str = ""
    birth_date: str = ""
    position: str = ""
    unit_by: str = ""
    consent: str = ""
    consent_at: Millis = 0
    entered_at: Millis = 0
    nonce: str = ""
    decided: bool = False
    moves: tuple[UnitMove, ...] = ()
    excused: str = ""


_TEXTS = ("citizen_id", "phone", "email", "birth_date", "position", "unit_by", "consent", "nonce", "excused")
# The texts that a roster says of somebody, and the code that it gives them.
_LISTED = ("code_hash", "full_name", "unit", "unit_name", "excluded", "excluded_reason")
_MAY_BE_MISSING = (*_TEXTS, "login", "consent_at", "entered_at")


def by_login(contest: str, login: str) -> Profile | None:
    """Find the person whose identifier hashes to ``login``."""
    found = ContestantItem.found(f"{contest}#login#{login}")
    return None if found is None or found.pseudonym is None else by_pseudonym(contest, found.pseudonym, login)


def by_pseudonym(contest: str, pseudonym: str, login: str = "") -> Profile | None:
    """Read a contestant's profile."""
    found = ContestantItem.found(f"{contest}#{pseudonym}")
    return None if found is None else _profile(contest, found, login)


def known(contest: str, logins: Iterable[str]) -> dict[str, str]:
    """Return the pseudonyms of those among ``logins`` whom this contest knows already."""
    prefix = f"{contest}#login#"
    found = ContestantItem.batch_get([prefix + login for login in logins], consistent_read=True)
    return {item.person.removeprefix(prefix): item.pseudonym or "" for item in found}


def profiles(contest: str, pseudonyms: Iterable[str]) -> dict[str, Profile]:
    """Return the profiles of those among ``pseudonyms`` who are there, consistently."""
    prefix = f"{contest}#"
    found = ContestantItem.batch_get([prefix + pseudonym for pseudonym in pseudonyms], consistent_read=True)
    return {profile.pseudonym: profile for item in found if (profile := _profile(contest, item, ""))}


def members(contest: str, unit: str) -> list[Profile]:
    """Return everybody of a unit, in the order of their pseudonyms. Who has just come in may be missing for a moment."""
    prefix = f"{contest}#"
    found = ContestantItem.members.query(member_of(contest, unit))
    pseudonyms = [item.person.removeprefix(prefix) for item in found]
    theirs = profiles(contest, pseudonyms)
    # The index may still name somebody whom a decision has just moved.
    return [profile for _, profile in sorted(theirs.items()) if profile.unit == unit]


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


def enter(newcomer: Profile, proof: OneTimeCode | None) -> bool:
    """Store somebody who comes in alone, with their login, and use up the code that proved their address, all at once.

    Returns False, and stores nobody, where the login is somebody's already. Raises Unfit where the code is good no more.
    """
    try:
        with TransactWrite(connection=connection()) as transaction:
            transaction.save(_login_item(newcomer), condition=ContestantItem.person.does_not_exist())
            transaction.save(_profile_item(newcomer))
            if proof:
                one_time.use_up_within(transaction, proof)
    except TransactWriteError as error:
        # Whoever registers the same person at the same moment is in its way: then it is the other's, or this one's own,
        # sent again after its answer got lost.
        if ContestantItem.found(f"{newcomer.contest}#login#{newcomer.login}") is not None:
            return False
        if refused_by_a_condition(error):
            raise Unfit("wrong-mailed-code", facts={"fields": ["code"]}) from error
        raise
    return True


def _are_stored(newcomers: Sequence[Profile]) -> bool:
    stored = known(newcomers[0].contest, [profile.login for profile in newcomers])
    return stored == {profile.login: profile.pseudonym for profile in newcomers}


def change(changes: Sequence[tuple[Profile, Profile]]) -> bool:
    """Store what a list says anew of people, at most 100: pairs of the profile as it was read and as it shall be.

    Returns False, and changes nobody, where somebody else has changed one of them since, or has erased them. Whatever no
    list tells stays as it is.
    """
    try:
        with TransactWrite(connection=connection()) as transaction:
            for before, after in changes:
                item = ContestantItem(f"{after.contest}#{after.pseudonym}")
                transaction.update(item, actions=_entry_of(after), condition=_still(before))
    except TransactWriteError as error:
        if not refused_by_a_condition(error):
            raise
        # Sent again after its answer got lost, it meets itself.
        return _are_changed([after for _, after in changes])
    return True


def _are_changed(after: Sequence[Profile]) -> bool:
    stored = profiles(after[0].contest, [profile.pseudonym for profile in after])
    return all(_entry_in(profile) == _entry_in(stored.get(profile.pseudonym)) for profile in after)


def _entry_in(profile: Profile | None) -> tuple[Any, ...]:
    told = (*_LISTED, "leader", "decided", "moves", "excused")
    return () if profile is None else tuple(getattr(profile, name) for name in told)


def _entry_of(profile: Profile) -> list[Action]:
    return [
        *(getattr(ContestantItem, name).set(getattr(profile, name)) for name in _LISTED),
        ContestantItem.leader.set(int(profile.leader)),
        ContestantItem.excused.set(profile.excused),
        ContestantItem.member_of.set(member_of(profile.contest, profile.unit)),
        ContestantItem.decided.set(int(profile.decided)),
        ContestantItem.moved.set(len(profile.moves)),
        ContestantItem.moves.set([asdict(move) for move in profile.moves]),
    ]


def _still(profile: Profile) -> Condition:
    """Return the condition that nothing has changed of ``profile`` that a list may change."""
    seen: Condition = moved_as(profile) & _decided_as(profile) & (ContestantItem.leader == int(profile.leader))
    seen &= _excused_as(profile)
    for name in _LISTED:
        seen &= getattr(ContestantItem, name) == getattr(profile, name)
    return seen


def _decided_as(profile: Profile) -> Condition:
    same: Condition = ContestantItem.decided == int(profile.decided)
    return same if profile.decided else same | ContestantItem.decided.does_not_exist()


def _excused_as(profile: Profile) -> Condition:
    same: Condition = ContestantItem.excused == profile.excused
    return same if profile.excused else same | ContestantItem.excused.does_not_exist()


def moved_as(profile: Profile) -> Condition:
    """Return the condition that nobody has moved the person of ``profile`` since, nor erased them."""
    moved: Condition = ContestantItem.moved == len(profile.moves)
    if not profile.moves:
        moved |= ContestantItem.moved.does_not_exist()
    moved &= ContestantItem.pseudonym == profile.pseudonym
    return moved


def agree(profile: Profile, version: str, now: Millis) -> None:
    """Store that a person agreed at ``now`` to this ``version`` of the notice, if they are still there."""
    agreed: list[Action] = [ContestantItem.consent.set(version), ContestantItem.consent_at.set(now)]
    there = ContestantItem.pseudonym.exists()
    try:
        ContestantItem(f"{profile.contest}#{profile.pseudonym}").update(actions=agreed, condition=there)
    except UpdateError as error:
        if not condition_failed(error):
            raise


def _profile_item(profile: Profile) -> ContestantItem:
    said: dict[str, Any] = {name: getattr(profile, name) or None for name in _MAY_BE_MISSING}
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
        member_of=member_of(profile.contest, profile.unit),
        way=profile.way,
        decided=int(profile.decided) or None,
        moved=len(profile.moves) or None,
        moves=[asdict(move) for move in profile.moves] or None,
        **said,
    )


def member_of(contest: str, unit: str) -> str:
    """Return under what the index keeps the people of ``unit``; who has none is kept under an empty one."""
    return f"{contest}#{unit}"


def _login_item(profile: Profile) -> ContestantItem:
    return ContestantItem(f"{profile.contest}#login#{profile.login}", pseudonym=profile.pseudonym)


def _profile(contest: str, item: ContestantItem, login: str) -> Profile:
    return Profile(
        contest=contest,
        pseudonym=item.pseudonym or "",
        login=login or item.login or "",
        code_hash=item.code_hash or "",
        full_name=item.full_name or "",
        unit=item.unit or "",
        unit_name=item.unit_name or "",
        leader=bool(item.leader),
        excluded=item.excluded or "",
        excluded_reason=item.excluded_reason or "",
        way=item.way or "roster",
        consent_at=int(item.consent_at or 0),
        entered_at=int(item.entered_at or 0),
        decided=bool(item.decided),
        moves=tuple(UnitMove(**move) for move in item.moves or ()),
        **{name: getattr(item, name) or "" for name in _TEXTS},
    )
