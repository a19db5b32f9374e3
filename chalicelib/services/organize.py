"""What an organizer asks of the `organizer` function: each act by its name, each with a dry run that changes nothing.

An act that only the clock's role may do is written down as wanted, and the clock is woken to do it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from .. import functions
from ..config import config
from ..domain.errors import Busy, NotFound, NotYet, Unfit
from ..domain.faults import Faulty
from ..domain.round import LEAST_NOTICE_MS, Move, RoundRecord, earliest_new_close, may_publish
from ..domain.times import Millis, at_home, read, written
from ..log import log
from ..storage import objects, rounds
from . import accounts, acts, decide, publish
from .asked_code import asked_code
from .contest_password import set_password
from .doors import refuse_shut
from .exclude import exclusion_list, import_exclusions
from .import_bank import import_bank, stored_bank, unfit
from .import_definition import import_definition
from .import_roster import import_roster
from .own_units import own_people, own_units
from .person_data import data_kept, erase_data, export_data
from .pulse import pulse
from .read_results import links, winners
from .rules import definition_called
from .shapes import check_shape
from .units import import_units, refuse_unlisted

Event = dict[str, Any]


def organize(event: Event, now: Millis) -> Any:
    """Do the act that ``event`` names. Raises Unfit for an unknown one or a misshapen event, and each act's own refusals."""
    name = event.get("act") if isinstance(event, dict) else None
    if not isinstance(name, str) or name not in ACTS:
        raise Unfit("unknown-act", act=repr(name)[:40], known=", ".join(sorted(ACTS)))
    check_shape(name, event)
    return ACTS[name](event, now)


def status(event: Event, now: Millis) -> list[Event]:
    """Return how every round of the contest stands; no count, no score."""
    return [_told(record) for record in sorted(_all(event), key=lambda record: record.opens)]


def definition(event: Event, now: Millis) -> Event:
    """Return the definition that a round is held to, as its JSON; of the last round to open where none is named."""
    record = _record(event) if event.get("round") else max(_all(event), key=lambda record: record.opens)
    return {"definition": objects.get_named("definitions", record.definition).decode()}


def hour(event: Event, now: Millis) -> Event:
    """Return the server's time: what an organizer counts from must not be the clock of a laptop."""
    return {"now": written(now)}


def ready(event: Event, now: Millis) -> Event:
    """Ask for a round to be made ready: the clock draws the seeds and publishes the commitment."""
    record = _record(event)
    if record.state != "draft":
        return _told(record)
    if not record.bank:
        raise NotYet("no-bank", round=record.round)
    if record.kind == "ranked" and now >= record.opens:
        raise NotYet("opens-already", round=record.round, opens=at_home(record.opens))
    if (bank := stored_bank(record)) and (faults := unfit(bank, record)):
        raise Faulty(faults)
    refuse_unlisted(record, definition_called(record.definition))
    refuse_shut(record, definition_called(record.definition))
    if event.get("dry_run"):
        return _told(record)
    rounds.change(record, ready_requested_by=asked_code(event, "by"))
    _wake_softly()
    made = _record(event)
    if made.state == "draft":
        raise NotYet("ready-not-yet", round=record.round)
    return _told(made)


def put_units_in(event: Event, now: Millis) -> Event:
    """Put units on the list from which people choose theirs; the clock shows it to everybody."""
    told = import_units(event, now)
    if not event.get("dry_run"):
        _wake_softly()
    return told


def erase_person(event: Event, now: Millis) -> Any:
    """Erase a person; the clock takes their name off what is published."""
    told = erase_data(event, now)
    if not event.get("dry_run"):
        _wake_softly()
    return told


def close_early(event: Event, now: Millis) -> Event:
    """Move a round's close, to at least two minutes ahead, so that every function and every contestant knows in time."""
    record, closes = _record(event), _instant(event, "closes")
    if record.state != "ready" or record.kind != "ranked":
        raise NotYet("not-running", round=record.round, state=record.state)
    if record.moves and record.moves[-1].after == closes == record.closes:
        return _told(record)
    if not earliest_new_close(now) <= closes < record.closes:
        raise Unfit("unfit-close", earliest=at_home(now + LEAST_NOTICE_MS), latest=at_home(record.closes))
    if closes <= record.opens:
        raise Unfit("unfit-close-before-opening", opens=at_home(record.opens))
    move = Move(now, asked_code(event, "by"), record.closes, closes, asked_code(event, "reason"))
    if event.get("dry_run"):
        return {**_told(record), "closes": written(closes)}
    rounds.change(record, closes=closes, moves=(*record.moves, move))
    _wake_softly()
    return _told(_record(event))


def close_due(event: Event, now: Millis) -> Any:
    """Have the clock do now whatever is due: close, publish, make ready. With ``dry_run``, say what that would be."""
    return wake_clock(dry_run=bool(event.get("dry_run")))


def approve(event: Event, now: Millis) -> Event:
    """Approve a closed round's results, so that they may be published at their hour. Approving twice changes nothing."""
    record = _record(event)
    if record.state not in ("closed", "published"):
        raise NotYet("not-closed", round=record.round, state=record.state)
    if record.approved_at is None and not event.get("dry_run"):
        record = rounds.change(record, approved_at=now, approved_by=asked_code(event, "by"))
    return _told(record)


def publish_now(event: Event, now: Millis) -> Event:
    """Publish a round whose hour has come, without waiting for the minute. Raises NotYet where it may not be."""
    record = _record(event)
    if record.state != "published":
        if record.state != "closed" or not may_publish(record, now):
            raise publish.refusal(record, now)
        if not event.get("dry_run"):
            wake_clock()
    return _told(_record(event))


def wake_clock(dry_run: bool = False) -> Any:
    """Invoke the clock, as its timer does every minute, and return what it did or would do."""
    return functions.ask(config().clock_function, {"dry_run": dry_run})


def _wake_softly() -> None:
    """Wake the clock for an act that is stored already: where the clock fails, its next minute does what is left."""
    try:
        wake_clock()
    except (Busy, RuntimeError, ClientError, BotoCoreError):
        log.exception("the clock could not be woken")


def _all(event: Event) -> list[RoundRecord]:
    contest = event.get("contest")
    records = rounds.of_contest(contest) if isinstance(contest, str) and contest else []
    if not records:
        raise NotFound("no-such-contest")
    return records


def _record(event: Event) -> RoundRecord:
    wanted = str(event.get("round"))
    for record in _all(event):
        if record.round == wanted:
            return record
    raise NotFound("no-such-round", round=wanted[:40])


def _instant(event: Event, name: str) -> Millis:
    try:
        return read(str(event.get(name)))
    except ValueError as error:
        raise Unfit("unfit-time", name=name) from error


def _told(record: RoundRecord) -> Event:
    return {
        "round": record.round,
        "kind": record.kind,
        "state": record.state,
        "opens": written(record.opens),
        "closes": written(record.closes),
        "results": None if record.results is None else written(record.results),
        "bank": bool(record.bank),
        "commitment": record.commitment,
        "approved_by": record.approved_by,
        "publication": record.publication,
    }


ACTS: dict[str, Callable[[Event, Millis], Any]] = {
    "status": status,
    "definition": definition,
    "hour": hour,
    "import-definition": import_definition,
    "import-bank": import_bank,
    "import-roster": import_roster,
    "import-units": put_units_in,
    "password-set": set_password,
    "ready": ready,
    "close-early": close_early,
    "close-due": close_due,
    "approve": approve,
    "publish": publish_now,
    "winners": winners,
    "links": links,
    "pulse": pulse,
    "first-chief": accounts.first_chief,
    "sign-in": accounts.sign_in,
    "sign-out": accounts.sign_out,
    "whoami": accounts.whoami,
    "change-password": accounts.change_password,
    "account-add": accounts.add,
    "account-role": accounts.change_role,
    "account-close": accounts.close,
    "account-password": accounts.reset_password,
    "account-list": accounts.listed,
    "acts": acts.listed,
    "data-kept": data_kept,
    "person-export": export_data,
    "person-erase": erase_person,
    "own-units": own_units,
    "own-people": own_people,
    "person-find": decide.find,
    "person-show": decide.show,
    "person-exclude": decide.exclude,
    "person-reinstate": decide.reinstate,
    "person-unit": decide.move,
    "person-revoke": decide.sign_out,
    "person-code": decide.new_code,
    "import-exclusions": import_exclusions,
    "exclusions": exclusion_list,
}
