"""The log of acts: who asked for what, when, in which contest and round, and about whom.

A line is appended before its act has any effect, so nothing happens without a name behind it; how it ended is added
afterwards, and its absence says that nobody knows. No personal data: accounts, pseudonyms, codes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from .. import chance
from ..domain.errors import Refusal
from ..domain.faults import Faulty
from ..domain.forms import id_or_nothing
from ..domain.roles import EVERY_CONTEST
from ..domain.times import Millis, written
from ..log import log, trace
from ..storage import staff
from ..storage.staff import Act

Event = dict[str, Any]

MOST = 500
OPERATOR = "operator"
"""Who has no account: whoever deploys, known to AWS alone, whose own log says who that was."""

_under_way: ContextVar[Act | None] = ContextVar("act", default=None)


def written_down(event: Event, now: Millis, do: Callable[[Event, Millis], Any]) -> Any:
    """Return what ``do`` answers to ``event``, an act that was authorised, with a line of it in the log."""
    contest, of = id_or_nothing(event.get("contest")), event.get("of", EVERY_CONTEST)
    names = {"by": event.get("by", OPERATOR), "of": of, "round": id_or_nothing(event.get("round"))}
    act = append(line(event["act"], contest or of, now, outcome="", **names))
    before = _under_way.set(act)
    try:
        answer = do(event, now)
    except Refusal as refusal:
        _ended(act, refusal.code)
        raise
    except Faulty:
        _ended(act, "faults")
        raise
    finally:
        _under_way.reset(before)
    _ended(act, "done")
    return answer


def about(whom: str) -> None:
    """Write down whom the act under way is about, before it has any effect: a pseudonym, or an account's id."""
    if act := _under_way.get():
        staff.tell_about(act, whom)


def line(act: str, contest: str, now: Millis, *, by: str, of: str, round: str = "", outcome: str = "done") -> Act:
    """Return a line for the log."""
    entry = staff.entry_of(now, chance.random_bytes(4))
    return Act(contest, entry, now, by, of, act, round, outcome=outcome, trace=trace())


def append(act: Act) -> Act:
    """Append a line to the log, and return it."""
    staff.put_act(act)
    return act


def listed(event: Event, now: Millis) -> Event:
    """Return the next lines of a contest's log after the entry ``after``, the oldest first, and ``next`` to ask on with."""
    found = staff.acts(event["contest"], event.get("after", ""), MOST)
    names = {of: staff.names(of, {act.by for act in found if act.of == of}) for of in {act.of for act in found}}
    lines = [_told(act, names[act.of].get(act.by, "")) for act in found]
    return {"acts": lines, "next": found[-1].entry if len(found) == MOST else ""}


def _told(act: Act, name: str) -> Event:
    return {
        "at": written(act.at),
        "by": act.by,
        "of": act.of,
        "name": name,
        "act": act.act,
        "round": act.round,
        "about": act.about,
        "outcome": act.outcome,
        "trace": act.trace,
    }


def _ended(act: Act, outcome: str) -> None:
    """Add how an act ended. It has ended, whether this line can be written just now or not."""
    if not staff.tell_outcome(act, outcome):
        log.warning("the outcome of an act could not be written down", act=act.act, outcome=outcome)
