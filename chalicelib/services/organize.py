"""What an organizer asks of the `organizer` function: each act by its name, each with a dry run that changes nothing.

An act that only the clock's role may do is written down as wanted, and the clock is woken to do it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..domain.errors import Conflict, NotFound, NotYet, Unfit
from ..domain.faults import Faulty
from ..domain.round import (
    LEAST_AHEAD_MS,
    LEAST_NOTICE_MS,
    Move,
    RoundRecord,
    decided_at,
    earliest_new_close,
    latest_new_close,
    may_publish,
)
from ..domain.times import Millis, at_home, read, written
from ..storage import objects, rounds
from . import accounts, acts, decide, evidence, final_acts, look_back, outages, pictures, publish, rulings
from .asked_code import asked_code
from .contest_password import set_password
from .doors import refuse_shut
from .exclude import exclusion_list, import_exclusions
from .grants import refuse_over
from .import_bank import import_bank, stored_bank, unfit
from .import_definition import import_definition
from .import_roster import import_roster
from .known import if_known
from .own_units import own_people, own_units
from .person_data import data_kept, erase_data, export_data
from .pulse import pulse
from .read_results import certified, links, winners
from .report import report
from .rules import definition_called
from .shapes import check_shape
from .units import import_units, refuse_unlisted
from .waking import wake_clock, wake_softly

Event = dict[str, Any]


def organize(event: Event, now: Millis) -> Any:
    """Do the act that ``event`` names. Raises Unfit for an unknown one or a misshapen event, and each act's own refusals."""
    name = event.get("act") if isinstance(event, dict) else None
    if not isinstance(name, str) or name not in ACTS:
        raise Unfit("unknown-act", act=repr(name)[:40], known=", ".join(sorted(ACTS)))
    check_shape(name, event)
    return ACTS[name](event, now)


def status(event: Event, now: Millis) -> list[Event]:
    """Return how every round of the contest stands, and the contest as a whole once all are closed; no count, no score."""
    records = sorted(_all(event), key=lambda record: record.opens)
    whole = final_acts.told(records)
    return [*map(_told, records), *([whole] if whole else [])]


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
    wake_softly()
    made = _record(event)
    if made.state == "draft":
        raise NotYet("ready-not-yet", round=record.round)
    return _told(made)


def put_units_in(event: Event, now: Millis) -> Event:
    """Put units on the list from which people choose theirs; the clock shows it to everybody."""
    told = import_units(event, now)
    if not event.get("dry_run"):
        wake_softly()
    return told


def erase_person(event: Event, now: Millis) -> Any:
    """Erase a person; the clock takes their name off what is published."""
    told = erase_data(event, now)
    if not event.get("dry_run"):
        wake_softly()
    return told


def close_early(event: Event, now: Millis) -> Event:
    """Move a round's close, to at least two minutes ahead, so that every function and every contestant knows in time."""
    record, closes = _record(event), _instant(event, "closes")
    if record.state != "ready" or record.kind != "ranked":
        raise NotYet("not-running", round=record.round, state=record.state)
    if record.moves and record.moves[-1].after == closes == record.closes:
        return _told(record)
    if closes < record.granted.until:
        raise Conflict("extended-longer", round=record.round, until=at_home(record.granted.until))
    if not earliest_new_close(now) <= closes < record.closes:
        raise Unfit("unfit-close", earliest=at_home(now + LEAST_NOTICE_MS), latest=at_home(record.closes))
    if closes <= record.opens:
        raise Unfit("unfit-close-before-opening", opens=at_home(record.opens))
    return _moved(event, record, closes, now)


def extend_round(event: Event, now: Millis) -> Event:
    """Move a running round's close to a later hour, after an outage: every paper that runs goes on until its limit.

    Decided a minute before the close in force at the latest, for every function and every page to hear of it. The same
    request again is answered with the round as it is. Raises Unfit without text and evidence.
    """
    evidence.check(event)
    record, closes = _record(event), _instant(event, "closes")
    if any(move.nonce == event["nonce"] for move in record.moves):
        return _told(record)
    refuse_over(record, now)
    if now > record.closes - LEAST_AHEAD_MS:
        raise NotYet("too-late-to-extend", round=record.round, closes=at_home(record.closes))
    latest = latest_new_close(record, _all(event))
    if not record.closes < closes <= latest:
        raise Unfit("unfit-later-close", closes=at_home(record.closes), latest=at_home(latest))
    return _moved(event, record, closes, now)


def _moved(event: Event, record: RoundRecord, closes: Millis, now: Millis) -> Event:
    """Move the close of ``record``, with what the decision rests on kept before it where there is any."""
    by, reason = asked_code(event, "by"), asked_code(event, "reason")
    move = Move(decided_at(record, now), by, record.closes, closes, reason, event.get("nonce", ""))
    if event.get("dry_run"):
        return {**_told(record), "closes": written(closes)}
    if move.nonce:
        evidence.keep(event)
    rounds.change(record, closes=closes, moves=(*record.moves, move))
    wake_softly()
    return _told(_record(event))


def close_due(event: Event, now: Millis) -> Any:
    """Have the clock do now whatever is due: close, publish, make ready. With ``dry_run``, say what that would be."""
    return wake_clock(dry_run=bool(event.get("dry_run")))


def approve(event: Event, now: Millis) -> Event:
    """Approve a closed round's results, so that they may be published at their hour. Approving twice changes nothing."""
    if final_acts.is_about_the_whole(event):
        return final_acts.approve(event, now)
    record, by = _record(event), asked_code(event, "by")
    if not record.is_closed:
        raise NotYet("not-closed", round=record.round, state=record.state)
    if record.is_behind:
        raise NotYet("revising", round=record.round)
    if record.approved_at is None and not event.get("dry_run"):
        frozen = now if record.frozen_at is None else record.frozen_at
        changes = {"approved_at": now, "approved_by": by, "frozen_at": frozen, "withdrawn_at": None}
        record = rounds.change(record, **changes, untold=(*record.untold, "approval"))
        wake_softly()
    return _told(_record(event))


def publish_now(event: Event, now: Millis) -> Event:
    """Publish a round whose hour has come, without waiting for the minute. Raises NotYet where it may not be."""
    if final_acts.is_about_the_whole(event):
        return final_acts.publish(event, now)
    record = _record(event)
    if record.state != "published":
        if record.state != "closed" or not may_publish(record, now):
            raise publish.refusal(record, now)
        if not event.get("dry_run"):
            wake_clock()
    return _told(_record(event))


def _all(event: Event) -> list[RoundRecord]:
    contest = event.get("contest")
    records = if_known(rounds.of_contest(contest) if isinstance(contest, str) and contest else [])
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
        "revision": record.revision,
        "decided": len(record.decided),
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
    "unit-facts": final_acts.tell_facts,
    "password-set": set_password,
    "ready": ready,
    "close-early": close_early,
    "extend-round": extend_round,
    "extend-attempt": outages.extend_attempt,
    "new-attempt": outages.new_attempt,
    "close-due": close_due,
    "approve": approve,
    "decide": rulings.decide,
    "decision-confirm": rulings.confirm,
    "decisions": rulings.listed,
    "decision-evidence": evidence.listed,
    "publish": publish_now,
    "winners": winners,
    "certificates": certified,
    "certificate-pictures": pictures.put_in,
    "links": links,
    "report": report,
    "round-questions": look_back.questions,
    "round-anomalies": look_back.anomalies,
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
