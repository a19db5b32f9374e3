"""What a decision changes of one person: each is one conditional write of just that, so that no other change gets lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from ..domain.unit_moves import UnitMove
from .aws_errors import condition_failed
from .contestants import Profile, member_of, moved_as
from .models import ContestantItem


def rule(profile: Profile, body: str, reason: str) -> Profile:
    """Store whether a person is kept out (``body`` empty: is not), by a decision that lists don't change any more."""
    actions = [
        ContestantItem.excluded.set(body),
        ContestantItem.excluded_reason.set(reason),
        ContestantItem.decided.set(1),
    ]
    _update(profile, actions, ContestantItem.pseudonym.exists())
    return replace(profile, excluded=body, excluded_reason=reason, decided=True)


def move(profile: Profile, made: UnitMove, unit_name: str) -> Profile | None:
    """Store a move to the unit ``made.after``, with what is told of it. Returns None where somebody else has moved this
    person since ``profile`` was read.
    """
    moves = (*profile.moves, made)
    actions = [
        ContestantItem.unit.set(made.after),
        ContestantItem.unit_name.set(unit_name),
        ContestantItem.member_of.set(member_of(profile.contest, made.after)),
        ContestantItem.moves.set([asdict(each) for each in moves]),
        ContestantItem.moved.set(len(moves)),
    ]
    if not _update(profile, actions, moved_as(profile)):
        return None
    return replace(profile, unit=made.after, unit_name=unit_name, moves=moves)


def recode(profile: Profile, code_hash: str) -> None:
    """Store the hash of another personal code: the former code opens nothing any more."""
    _update(profile, [ContestantItem.code_hash.set(code_hash)], ContestantItem.pseudonym.exists())


def _update(profile: Profile, actions: Sequence[Action], condition: Condition) -> bool:
    try:
        ContestantItem(f"{profile.contest}#{profile.pseudonym}").update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True
