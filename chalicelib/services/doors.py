"""Whether people can register at all as their contest's definition wants them to: looked at before a round is made ready."""

from __future__ import annotations

from ..domain.definition import Definition
from ..domain.errors import NotYet
from ..domain.round import RoundRecord
from . import contest_password, post


def ways() -> frozenset[str]:
    """Return by what this deployment can send codes. For text messages there is no adapter yet: docs/registration.md."""
    return frozenset(["email"] if post.can_send() else [])


def refuse_shut(record: RoundRecord, definition: Definition) -> None:
    """Raise NotYet where a round would open whose people can't register, with a sentence on what is missing."""
    asked = definition.ways_in.registration
    if asked is None or record.kind == "practice":
        return
    if asked.confirm == "email" and "email" not in ways():
        raise NotYet("no-sender-of-email", contest=record.contest)
    if asked.confirm == "sms" and "sms" not in ways():
        raise NotYet("no-sender-of-sms", contest=record.contest)
    if asked.password and not contest_password.is_set(record.contest):
        raise NotYet("no-password-yet", contest=record.contest)
