"""Who may ask what of the `organizer` function, and of `privacy`: one table, looked at before anything else is.

Decided here and nowhere else. An act that isn't in the table is refused, and so is a role that its row doesn't name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.errors import Conflict, NotYours, Unfit
from ..domain.roles import AUDITOR, CHIEF, EVERY_CONTEST, JUROR, ORGANIZER, ROLES, UNIT_MANAGER
from ..domain.times import Millis
from ..storage.staff import Account
from . import accounts, acts

Event = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """Who may do an act. ``roles``: accounts of the contest that it is about, or of every contest.

    ``anybody``: whoever may invoke the function, an operator by AWS's leave, without an account. ``own``: it is about the
    account that asks, whatever contest is named. ``everywhere``: it concerns all contests, so only an account of all of them
    may. ``logged``: it changes something, or shows what isn't everybody's. ``shows``: it tells who somebody is even where it
    changes nothing, so that a dry run is logged too.
    """

    roles: tuple[str, ...] = ()
    anybody: bool = False
    own: bool = False
    everywhere: bool = False
    logged: bool = True
    shows: bool = False


_ANYBODY = Rule(anybody=True, logged=False)
_ONES_OWN = Rule(ROLES, own=True)
_LOOKING = Rule((JUROR, ORGANIZER, CHIEF, AUDITOR), logged=False)
_PREPARING = Rule((ORGANIZER, CHIEF))
_DECIDING = Rule((CHIEF,))
_SHOWING = Rule((ORGANIZER, CHIEF), shows=True)
_DECIDING_OF_SOMEBODY = Rule((CHIEF,), shows=True)

RULES: Mapping[str, Rule] = {
    # What an operator asks who has no account, or isn't told anything by having one: see `services/pulse.py`.
    "pulse": _ANYBODY,
    "first-chief": Rule(anybody=True),
    "sign-in": _ANYBODY,  # It writes its own line, once it is known who it is.
    "sign-out": _ONES_OWN,
    "change-password": _ONES_OWN,
    "whoami": Rule(ROLES, own=True, logged=False),
    "hour": Rule(ROLES, own=True, logged=False),
    "status": _LOOKING,
    "definition": _LOOKING,
    "import-definition": _PREPARING,
    "import-bank": _PREPARING,
    "import-roster": _PREPARING,
    "import-units": _PREPARING,
    "unit-facts": _PREPARING,
    "password-set": _PREPARING,
    "publish": _PREPARING,
    "winners": _PREPARING,
    "certificates": _PREPARING,
    "links": Rule((ORGANIZER, CHIEF, AUDITOR)),
    "report": _SHOWING,
    "round-questions": _PREPARING,
    "round-anomalies": _PREPARING,
    "acts": Rule((CHIEF, AUDITOR), logged=False),
    "data-kept": _LOOKING,
    "person-export": _SHOWING,
    # What can't be undone, or is somebody's to answer for.
    "person-erase": _DECIDING_OF_SOMEBODY,
    "ready": _DECIDING,
    "close-early": _DECIDING,
    "extend-round": _DECIDING,
    "extend-attempt": _DECIDING,
    "new-attempt": _DECIDING,
    "approve": _DECIDING,
    "certificate-pictures": _DECIDING,
    "decide": _DECIDING,
    "decision-confirm": _DECIDING,
    "decisions": Rule((ORGANIZER, CHIEF, AUDITOR)),
    "decision-evidence": _SHOWING,
    "close-due": Rule((ORGANIZER, CHIEF), everywhere=True),
    "account-add": _DECIDING,
    "account-role": _DECIDING,
    "account-close": _DECIDING,
    "account-password": _DECIDING,
    "account-list": Rule((CHIEF, AUDITOR), logged=False),
    # Who somebody is, in full, and what is decided about them.
    "person-find": _SHOWING,
    "person-show": _SHOWING,
    "exclusions": _SHOWING,
    "import-exclusions": _PREPARING,
    "person-code": _SHOWING,
    "person-revoke": _SHOWING,
    "person-exclude": _DECIDING_OF_SOMEBODY,
    "person-reinstate": _DECIDING_OF_SOMEBODY,
    "person-unit": _DECIDING_OF_SOMEBODY,
    "own-units": Rule((UNIT_MANAGER,), logged=False),
    "own-people": Rule((UNIT_MANAGER,)),
}


def carried_out(event: Event, now: Millis, do: Callable[[Event, Millis], Any]) -> Any:
    """Return what ``do`` answers to ``event``, where whoever asks may ask that, with a line in the log of acts.

    Raises NotSignedIn, NotYours, or Conflict for an account that isn't complete yet.
    """
    allowed = authorised(event, now)
    rule = RULES[allowed["act"]]
    if not rule.logged or (allowed.get("dry_run") and not rule.shows):
        return do(allowed, now)
    return acts.written_down(allowed, now, do)


def authorised(event: Event, now: Millis) -> Event:
    """Return ``event`` as it may be carried out: who asks stands in it as ``by`` and ``of``, whatever stood there before."""
    act = event.get("act") if isinstance(event, dict) else None
    if not isinstance(act, str) or act not in RULES:
        raise Unfit("unknown-act", act=repr(act)[:40], known=", ".join(sorted(RULES)))
    asked = {name: value for name, value in event.items() if name not in _NOT_ASKED}
    rule = RULES[act]
    if rule.anybody:
        return asked
    account = accounts.signed_in(event.get("token"), now)
    _check(account, rule, act, event)
    who = {"by": account.id, "of": account.contest}
    return {**asked, **who, "session": accounts.session_hash(event["token"])} if act == "sign-out" else {**asked, **who}


_NOT_ASKED = frozenset(["token", "trace", "asked", "by", "of", "session"])


def _check(account: Account, rule: Rule, act: str, event: Event) -> None:
    if account.role not in rule.roles:
        raise NotYours("not-your-role", act=act)
    bound = account.contest != EVERY_CONTEST
    if bound and not rule.own and (rule.everywhere or event.get("contest") != account.contest):
        raise NotYours("not-your-contest", contest=account.contest)
    if not rule.own and not accounts.is_complete(account):
        raise Conflict("account-incomplete")
