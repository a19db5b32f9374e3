"""What changes of a person who signs on again: just that, in one write, so that no decision about them gets lost."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from .aws_errors import condition_failed
from .contestants import Profile
from .models import ContestantItem

_FIELDS = ("full_name", "position", "leader", "consent", "consent_at")


def refresh(known: Profile, fresh: Profile) -> None:
    """Store what ``fresh`` says otherwise than ``known``: name, position, leader, consent, and nothing else.

    Nothing is stored of somebody who has been erased meanwhile: their name must not come back.
    """
    changed = [name for name in _FIELDS if getattr(fresh, name) != getattr(known, name)]
    actions = [_action(name, getattr(fresh, name)) for name in changed]
    still_there = ContestantItem.full_name == known.full_name
    try:
        ContestantItem(f"{fresh.contest}#{fresh.pseudonym}").update(actions=actions, condition=still_there)
    except UpdateError as error:
        if not condition_failed(error):
            raise


def _action(name: str, value: str | bool | int) -> Action:
    attribute: Attribute[Any] = getattr(ContestantItem, name)
    if value == "":
        return attribute.remove()
    return attribute.set(int(value) if isinstance(value, bool) else value)
