"""How often somebody has guessed of late. Each count is the condition of its own write, so guesses at once can't pass it.

The items lie in the contestants' table under ``<contest>#guess#<what is counted>``; what names a person or an address in
there is a keyed hash, and every item says when DynamoDB may delete it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from ..domain.times import Millis
from .aws_errors import condition_failed, is_passing
from .models import ContestantItem


def claim(contest: str, name: str, now: Millis, *, most: int, window_ms: int) -> Millis | None:
    """Count one more guess under ``name`` before it is looked at; the window begins with the first guess in it.

    Returns until when this address counts as known there, 0 if it doesn't; None, and counts nothing, once ``most`` guesses
    have been made within ``window_ms``.
    """
    key, until = _key(contest, name), now + window_ms
    ended = ContestantItem.until.does_not_exist() | (ContestantItem.until <= now)
    anew = [ContestantItem.guesses.set(1), ContestantItem.until.set(until), ContestantItem.expires.set(_seconds(until))]
    within = (ContestantItem.guesses < most) & (ContestantItem.until > now)
    begun = _counted(key, anew, ended)
    return _counted(key, [ContestantItem.guesses.add(1)], within) if begun is None else begun


def locked_until(contest: str, name: str) -> Millis:
    """Return when the window of `claim` ends; 0 where there is none."""
    item = ContestantItem.found(_key(contest, name))
    return int(item.until or 0) if item else 0


def count(contest: str, name: str, *, most: int, until: Millis) -> bool:
    """Count one more guess under ``name``, which names an hour too and is forgotten after ``until``. Returns False, and
    counts nothing, once there are ``most``.
    """
    fewer = ContestantItem.guesses.does_not_exist() | (ContestantItem.guesses < most)
    actions = [ContestantItem.guesses.add(1), ContestantItem.expires.set(_seconds(until))]
    return _counted(_key(contest, name), actions, fewer) is not None


def forget(contest: str, name: str, known_until: Millis = 0) -> None:
    """Forget what `claim` counted, after a right guess; the address counts as known until then, if an instant is given."""
    actions: list[Action] = [ContestantItem.guesses.set(0), ContestantItem.until.remove()]
    if known_until:
        actions += [ContestantItem.known.set(known_until), ContestantItem.expires.set(_seconds(known_until))]
    _softly(_key(contest, name), actions)


def give_back(contest: str, name: str) -> None:
    """Take back one of `count`, because the guess was right."""
    _softly(_key(contest, name), [ContestantItem.guesses.add(-1)])


def _softly(key: str, actions: Sequence[Action]) -> None:
    """Change what is counted, if anything is.

    Where the table takes no more just now it stays: whoever knows the code need not wait for that, and every count ends by
    itself.
    """
    try:
        _counted(key, actions, ContestantItem.guesses.exists())
    except UpdateError as error:
        if not is_passing(error):
            raise


def _counted(key: str, actions: Sequence[Action], condition: Condition) -> Millis | None:
    item = ContestantItem(key)
    try:
        item.update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return None
    return int(item.known or 0)


def _key(contest: str, name: str) -> str:
    return f"{contest}#guess#{name}"


def _seconds(until: Millis) -> int:
    """Return when DynamoDB may delete what ends at ``until``, in the seconds that it counts by; never before."""
    return -(-until // 1000)
