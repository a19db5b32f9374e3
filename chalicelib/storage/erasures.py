"""People are taken out of the table: one at a time when they ask for it, and all of a contest when its time is over.

Who is erased while the contest runs leaves a tombstone under the hash of their identifier: it says when, and keeps the hash
of their code, so that nobody but them is told of it. Nothing leads from there to the pseudonym any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from ..domain.errors import Busy, Conflict
from ..domain.times import Millis
from .contestants import Profile
from .models import ContestantItem
from .transactions import connection, refused_by_a_condition

_A_PAGE = 500


@dataclass(frozen=True)
class Tombstone:
    """What is left of somebody: when they were erased, and the hash of the code that they had."""

    erased_at: Millis
    code_hash: str


def tombstone(contest: str, login: str) -> Tombstone | None:
    """Read, consistently, what is left of whoever had the identifier that hashes to ``login``; None for anybody else."""
    item = ContestantItem.found(_login(contest, login))
    return Tombstone(int(item.erased), item.code_hash or "") if item and item.erased else None


def erase(profile: Profile, now: Millis) -> None:
    """Put a tombstone where ``profile`` was, all at once. Done again, nothing changes.

    Raises Conflict where the identifier belongs to somebody else, or to nobody.
    """
    login = ContestantItem(_login(profile.contest, profile.login))
    left: list[Action] = [
        ContestantItem.pseudonym.remove(),
        ContestantItem.erased.set(now),
        ContestantItem.code_hash.set(profile.code_hash),
    ]
    try:
        with TransactWrite(connection=connection()) as transaction:
            transaction.delete(ContestantItem(f"{profile.contest}#{profile.pseudonym}"))
            transaction.update(login, actions=left, condition=ContestantItem.pseudonym == profile.pseudonym)
    except TransactWriteError as error:
        if not refused_by_a_condition(error):
            raise
        # Sent again after its answer got lost, it meets itself.
        if tombstone(profile.contest, profile.login) is None:
            raise Conflict("changed-meanwhile", round=profile.contest) from error


def due(ended: Collection[str], over: Collection[str]) -> Iterator[list[str]]:
    """Read the whole table, and return the keys that shall go, some hundred at a time: the tombstones of contests that have
    ``ended``, and everything of those whose time is ``over``.
    """
    everybody = ContestantItem.scan(attributes_to_get=["person", "erased"])
    found = (item.person for item in everybody if _is_due(item, ended, over))
    while page := list(islice(found, _A_PAGE)):
        yield page


def delete(keys: Iterable[str]) -> None:
    """Delete what is there under ``keys``. Raises Busy where the table, asked again and again, left some of it undone."""
    try:
        with ContestantItem.batch_write() as batch:
            for key in keys:
                batch.delete(ContestantItem(key))
    except PutError as error:
        raise (Busy() if error.cause is None else error) from error.cause


def contest_of(key: str) -> str:
    """Return the contest that an item belongs to, by its key."""
    return key.partition("#")[0]


def _is_due(item: ContestantItem, ended: Collection[str], over: Collection[str]) -> bool:
    contest = contest_of(item.person)
    return contest in over or (contest in ended and bool(item.erased))


def _login(contest: str, login: str) -> str:
    return f"{contest}#login#{login}"
