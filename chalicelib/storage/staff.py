"""Accounts of those who work for a contest, their sessions, and the log of their acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from ..domain.times import Millis, written
from .aws_errors import condition_failed, is_passing
from .models import ContestantItem, StaffItem

_ID = re.compile(r"\*|[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True)
class Account:
    """An account of ``contest``, or of every contest (``*``). ``units`` are those that its holder manages.

    ``password`` is what `services.passwords` keeps of it. ``one_time`` is the nonce of the request that made a password for
    one sign-in only; empty once its holder has chosen their own. ``identified``: their identifier is barred from the
    contest. Sessions that began before ``since`` have ended.
    """

    contest: str
    id: str
    role: str
    units: tuple[str, ...]
    password: str
    one_time: str
    identified: bool
    since: Millis
    closed: bool = False


@dataclass(frozen=True)
class Signed:
    """A session of an account: when it began and when it ends, unless it is used before."""

    contest: str
    account: str
    since: Millis
    until: Millis


@dataclass(frozen=True)
class Act:
    """A line in the log: who (``by``, an account of the contest ``of``) asked for what, when, in which contest.

    ``about`` is a contestant's pseudonym or an account's id. ``outcome`` is ``done``, a refusal's code, or empty where
    nobody knows: the function died in the middle.
    """

    contest: str
    entry: str
    at: Millis
    by: str
    of: str
    act: str
    round: str = ""
    about: str = ""
    outcome: str = ""
    trace: str = ""


# --- accounts --------------------------------------------------------------------------------------------------------


def put_new(account: Account) -> bool:
    """Store a new account. Returns False, and changes nothing, where there is one of this id already, closed or not.

    Sent again after its answer got lost, it meets itself; that is no other account.
    """
    item = StaffItem(
        account.contest,
        _account(account.id),
        role=account.role,
        units=list(account.units),
        password=account.password,
        one_time=account.one_time,
        identified=int(account.identified),
        since=account.since,
        closed=int(account.closed),
    )
    try:
        item.save(condition=StaffItem.entry.does_not_exist())
    except PutError as error:
        if not condition_failed(error):
            raise
        return get(account.contest, account.id) == account
    return True


def is_name(contest: str, account: str) -> bool:
    """Whether these can be the contest and the name of an account: anybody may type anything."""
    return bool(_ID.fullmatch(contest) and _ID.fullmatch(account))


def get(contest: str, account: str) -> Account | None:
    """Read an account, consistently. What can't be an account's name names none."""
    if not is_name(contest, account):
        return None
    found = StaffItem.found(contest, _account(account))
    return None if found is None else _read(found)


def of_contest(contest: str) -> list[Account]:
    """Return the accounts that are bound to ``contest``, closed ones too, by their ids."""
    return [_read(item) for item in StaffItem.query(contest, StaffItem.entry.startswith("account#"), consistent_read=True)]


def change(contest: str, account: str, **changes: object) -> bool:
    """Change fields of an account that is there and not closed. Returns False, and changes nothing, for any other."""
    stored = {name: list(value) if isinstance(value, tuple) else value for name, value in changes.items()}
    plain = {name: int(value) if isinstance(value, bool) else value for name, value in stored.items()}
    actions = [getattr(StaffItem, name).set(value) for name, value in plain.items()]
    return _update(contest, _account(account), actions, StaffItem.closed == 0)


def _account(account: str) -> str:
    return f"account#{account}"


def _read(item: StaffItem) -> Account:
    return Account(
        contest=item.contest,
        id=item.entry.removeprefix("account#"),
        role=item.role or "",
        units=tuple(item.units or ()),
        password=item.password or "",
        one_time=item.one_time or "",
        identified=bool(item.identified),
        since=int(item.since or 0),
        closed=bool(item.closed),
    )


# --- the people behind accounts --------------------------------------------------------------------------------------


def put_name(contest: str, account: str, full_name: str) -> None:
    """Keep the name of an account's holder, in the one table that holds personal data."""
    ContestantItem(_person(contest, account), full_name=full_name).save()


def names(contest: str, accounts: Iterable[str]) -> dict[str, str]:
    """Return the names of those among ``accounts`` that have one, by their ids."""
    prefix = _person(contest, "")
    found = ContestantItem.batch_get([prefix + account for account in accounts], consistent_read=True)
    return {item.person.removeprefix(prefix): item.full_name or "" for item in found}


def _person(contest: str, account: str) -> str:
    return f"{contest}#staff#{account}"


# --- sessions --------------------------------------------------------------------------------------------------------


def put_session(hashed: str, session: Signed) -> None:
    """Store a session under its token's hash: who reads the table can't sign in with what stands there."""
    StaffItem(
        session.contest,
        _session(hashed),
        account=session.account,
        since=session.since,
        until=session.until,
        expires=_seconds(session.until),
    ).save()


def get_session(contest: str, hashed: str) -> Signed | None:
    """Read a session, consistently; whether it has ended is for the caller to say."""
    found = StaffItem.found(contest, _session(hashed)) if _ID.fullmatch(contest) else None
    if found is None:
        return None
    return Signed(contest, found.account or "", int(found.since or 0), int(found.until or 0))


def move_end(contest: str, hashed: str, until: Millis) -> None:
    """Have a session that is still there end at ``until``. One that was ended in the meantime stays so."""
    actions = [StaffItem.until.set(until), StaffItem.expires.set(_seconds(until))]
    _update(contest, _session(hashed), actions, StaffItem.until > 0)


def end_session(contest: str, hashed: str) -> None:
    """End a session now, for good."""
    _update(contest, _session(hashed), [StaffItem.until.set(0)], StaffItem.entry.exists())


def _session(hashed: str) -> str:
    return f"session#{hashed}"


def _seconds(until: Millis) -> int:
    """Return when DynamoDB may delete what ends at ``until``, in the seconds that it counts by; never before."""
    return -(-until // 1000)


# --- the log of acts -------------------------------------------------------------------------------------------------


def entry_of(at: Millis, chance: bytes) -> str:
    """Return the range key of an act: in the order of time, and no two alike."""
    return f"act#{written(at)}#{chance.hex()}"


def put_act(act: Act) -> None:
    """Append a line to the log."""
    told: dict[str, Any] = {name: getattr(act, name) or None for name in ("round", "about", "outcome", "trace")}
    StaffItem(act.contest, act.entry, at=act.at, account=act.by, of=act.of, act=act.act, **told).save()


def tell_about(act: Act, about: str) -> None:
    """Write down whom an act is about."""
    _update(act.contest, act.entry, [StaffItem.about.set(about)], StaffItem.entry.exists())


def tell_outcome(act: Act, outcome: str) -> bool:
    """Write down how an act ended; the first word stands. Returns False where the table takes no more just now."""
    try:
        _update(act.contest, act.entry, [StaffItem.outcome.set(outcome)], StaffItem.outcome.does_not_exist())
    except UpdateError as error:
        if not is_passing(error):
            raise
        return False
    return True


def acts(contest: str, after: str, most: int) -> list[Act]:
    """Return the lines of the log after the entry ``after`` (empty: from the first), the oldest first, at most ``most``."""
    behind = StaffItem.entry.between(after + "\0", "act$") if after else StaffItem.entry.startswith("act#")
    found = StaffItem.query(contest, behind, consistent_read=True, limit=most)
    return [_act(item) for item in found]


def _act(item: StaffItem) -> Act:
    told = {name: getattr(item, name) or "" for name in ("of", "act", "round", "about", "outcome", "trace")}
    return Act(contest=item.contest, entry=item.entry, at=int(item.at or 0), by=item.account or "", **told)


def _update(contest: str, entry: str, actions: Sequence[Action], condition: Condition) -> bool:
    try:
        StaffItem(contest, entry).update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True
