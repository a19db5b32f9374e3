"""What the clock's role decides of a single attempt before the closing, because an organizer asked: it may read its times.

It believes whoever may invoke it: the `organizer` function, which has looked at the caller's role. A grant is stored, and
named by its round's record, before it has any effect. From then on the closing holds to it, and the attempt learns of it
by conditional updates, which are done again at every run of the clock for some minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..domain.attempt import MOST_NUMBER, Attempt
from ..domain.deadlines import Deadlines
from ..domain.errors import Busy, Conflict, NotFound, NotYet, Unfit
from ..domain.grants import (
    EXTENSION,
    NEW_ATTEMPT,
    Grant,
    extended,
    granted,
    grants_from_json,
    grants_json,
    is_replaced,
    next_number,
)
from ..domain.round import RoundRecord, decided_at
from ..domain.times import Millis, at_home, read, written
from ..storage import attempts, objects, rounds
from ..storage.attempts import Key
from .rules import definition_called

Event = dict[str, Any]
Making = Callable[[RoundRecord, list[Grant], Attempt, Event, Millis], Grant]

TRIES = 20
# For so long a grant is carried out again at every run, for the run that stored it may have died before it did so.
NEWS_MS = 15 * 60_000
# By then every hand-in that was stamped before a move is written: a function that takes one lives for ten seconds.
SETTLED_MS = 30_000


def decide(event: Event, now: Millis) -> Event:
    """Grant what ``event`` asks for: its act (``extend-attempt`` or ``new-attempt``), contest, round, contestant, number
    (0 for the newest attempt), ``until``, by, reason and nonce. With ``dry_run``, only say what would be granted.

    The same nonce again is answered as it was. Raises NotFound, NotYet where the round takes no papers just now, Conflict
    or Unfit where it can't be granted, and Busy where others were always faster.
    """
    for _ in range(TRIES):
        record = _record(event)
        grants = of_round(record)
        known = next((each for each in grants if each.nonce == event["nonce"]), None)
        grant = known or _made(record, grants, event, now)
        if event.get("dry_run"):
            return _told(grant)
        if known or _stored(record, grants, grant):
            carry_out(record, grant)
            return _told(grant)
    raise Busy()


def refuse_over(record: RoundRecord, now: Millis) -> None:
    """Raise NotYet where nothing can be granted or extended any more, or not yet: the round takes no papers just now."""
    if record.state != "ready" or record.kind != "ranked":
        raise NotYet("not-running", round=record.round, state=record.state)
    if not record.opens <= now < record.closes:
        raise NotYet("not-in-the-window", round=record.round, opens=at_home(record.opens), closes=at_home(record.closes))


def of_round(record: RoundRecord) -> list[Grant]:
    """Return everything that was granted in a round, in the order in which it was decided."""
    digest = record.granted.grants
    return grants_from_json(objects.get_named(_folder(record), digest)) if digest else []


def deadlines_of(record: RoundRecord, grants: Iterable[Grant] | None = None) -> Deadlines:
    """Return what the deadlines of a round's attempts follow from."""
    limit_s = definition_called(record.definition).paper.limit_s
    known = of_round(record) if grants is None else grants
    return Deadlines(limit_s, record.definition_closes, record.moves, extended(known))


def carry_out_again(record: RoundRecord, now: Millis) -> None:
    """Carry out what was granted of late in a round, whether or not that has been done."""
    for grant in of_round(record):
        if now - grant.decided_at < NEWS_MS:
            carry_out(record, grant)


def have_news(records: Iterable[RoundRecord], now: Millis) -> Iterator[RoundRecord]:
    """Yield the rounds in which something may have been granted of late."""
    yield from (record for record in records if record.state == "ready" and record.granted.grants and now < record.closes)


def carry_out(record: RoundRecord, grant: Grant) -> None:
    """Let an attempt and its contestant know of a grant; repeated, nothing changes."""
    key = Key(record.contest, record.round, grant.contestant, grant.number)
    if grant.act == EXTENSION:
        attempts.extend(key, grant.after)
    else:
        attempts.take_out(key)
        attempts.grant(key._replace(number=1), grant.after, grant.decided_at)


def _made(record: RoundRecord, grants: list[Grant], event: Event, now: Millis) -> Grant:
    """Return what ``event`` asks for as a grant, in a round and about an attempt of which something can still be granted."""
    refuse_over(record, now)
    attempt = _meant(record, event["contestant"], event["number"])
    if attempt is None:
        raise NotFound("no-attempt-of-theirs", round=record.round)
    if is_replaced(grants, attempt.name):
        raise Conflict("attempt-replaced-before", attempt=attempt.name)
    return MAKING[event["act"]](record, grants, attempt, event, now)


def _extension(record: RoundRecord, grants: list[Grant], attempt: Attempt, event: Event, now: Millis) -> Grant:
    """Return the extension of an attempt until ``event["until"]``: later than its deadline, not after the close in force."""
    if attempt.status:
        raise Conflict("attempt-handed-in", attempt=attempt.name)
    deadlines, until = deadlines_of(record, grants), read(event["until"])
    before = deadlines.of(attempt)
    _refuse_unsettled(record, attempt, deadlines, now)
    if not max(before, now) < until <= record.closes:
        earliest, latest = at_home(max(before, now)), at_home(record.closes)
        raise Unfit("unfit-extension", attempt=attempt.name, earliest=earliest, latest=latest)
    return _grant(EXTENSION, attempt, before, until, event, max(attempt.started_at, decided_at(record, now)))


def _refuse_unsettled(record: RoundRecord, attempt: Attempt, deadlines: Deadlines, now: Millis) -> None:
    """Raise NotYet where a move of the close is so young that a hand-in from before it may still be on its way.

    It would show that the move did not reach this attempt, and its deadline would be another than the decision says.
    """
    young = [move for move in record.moves if now - move.decided_at < SETTLED_MS]
    limit = attempt.started_at + deadlines.limit_s * 1000
    if any(limit > min(move.before, move.after) for move in young):
        raise NotYet("close-moved-just-now", round=record.round)


def _new_attempt(record: RoundRecord, grants: list[Grant], attempt: Attempt, event: Event, now: Millis) -> Grant:
    most = definition_called(record.definition).attempts.max
    number = next_number(grants, attempt.contestant, most)
    if number > MOST_NUMBER:
        raise Conflict("too-many-attempts", most=MOST_NUMBER)
    return _grant(NEW_ATTEMPT, attempt, 0, number, event, max(attempt.started_at, decided_at(record, now)))


MAKING: Mapping[str, Making] = {"extend-attempt": _extension, "new-attempt": _new_attempt}


def _grant(act: Any, attempt: Attempt, before: int, after: int, event: Event, decided: Millis) -> Grant:
    who = (attempt.contestant, attempt.number)
    return Grant(event["nonce"], act, *who, before, after, decided, event["by"], event["reason"])


def _meant(record: RoundRecord, contestant: str, number: int) -> Attempt | None:
    """Return an attempt by its number, or where that is 0 the newest of its contestant."""
    if number:
        return attempts.get(Key(record.contest, record.round, contestant, number))
    theirs = list(attempts.of_contestant(record.contest, record.round, contestant))
    return theirs[-1] if theirs else None


def _record(event: Event) -> RoundRecord:
    record = rounds.get(event["contest"], event["round"])
    if record is None:
        raise NotFound("no-such-round", round=event["round"])
    return record


def _stored(record: RoundRecord, grants: list[Grant], grant: Grant) -> bool:
    """Store a grant behind those before it, and have the round name the list. Returns False where the round has changed.

    A list that no round names has no effect.
    """
    after = [*grants, grant]
    digest = objects.put_named(_folder(record), grants_json(after))
    try:
        rounds.change(record, granted=granted(digest, after))
    except Conflict:
        return False
    return True


def _folder(record: RoundRecord) -> str:
    return f"closings/{record.contest}/{record.round}/grants"


def _told(grant: Grant) -> Event:
    row = grant.decision()
    told = {"attempt": grant.attempt, "act": grant.act, "before": row.before, "after": row.after}
    return {**told, "decided_at": written(grant.decided_at), "by": grant.by, "reason": grant.reason}
