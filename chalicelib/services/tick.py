"""The clock does whatever is due. It may run twice, late, or die half-way: the next run finishes the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..domain import round as life
from ..domain.errors import Conflict, NotAllDone
from ..domain.final_record import FinalAct
from ..domain.round import Act, RoundRecord
from ..domain.times import Millis
from ..log import log
from ..storage import rounds
from . import finish, grants, pages, renaming
from .close import close
from .close import dry_run as closing_dry_run
from .make_ready import make_ready
from .publish import publish, tell
from .render import render
from .revise import preview, revise

ACTS: dict[Act, Callable[[RoundRecord, Millis], RoundRecord]] = {
    "ready": make_ready,
    "close": close,
    "revise": revise,
    "tell": tell,
    "publish": publish,
}

# The record that each act leaves: the logs tell that it was made.
RECORDS = {
    "ready": "commitment",
    "close": "closure",
    "revise": "revision",
    "tell": "notice",
    "publish": "publication",
    "show": "page",
    "grant": "grant",
    "rename": "names",
    "finish": "final",
}

FINAL_RECORDS: dict[FinalAct, str] = {
    "begin": "closure",
    "finish": "revision",
    "publish": "publication",
    "take-back": "withdrawal",
}

MOVE_IS_NEWS_MS = 5 * 60_000


def woken(event: dict[str, Any], now: Millis) -> Any:
    """Do what the clock is woken for: a timer says nothing and means `tick`, ``dry_run`` plans, ``pages`` renders the site,
    ``preview`` says what a decision would change, ``grant`` asks for something to be granted to one attempt.

    The time is the clock's own, never the event's.
    """
    if event.get("dry_run"):
        return plan(now)
    if event.get("preview"):
        return preview(event["preview"], now)
    if event.get("grant"):
        return grants.decide(event["grant"], now)
    return render() if event.get("pages") else tick(now)


def tick(now: Millis) -> list[dict[str, Any]]:
    """Do everything that is due at ``now``, and return what was done. Raises NotAllDone after trying all of it.

    What failed is due again at the next run.
    """
    done: list[dict[str, Any]] = []
    failed: list[str] = []
    for act, record in life.plan(rounds.everywhere(), now):
        with _apart(f"{act} {record.contest}/{record.round}", _noted(act, record), failed):
            done.append(_do(act, record, now))
    for record in _moved_of_late(now):
        with _apart(f"show {record.contest}/{record.round}", _noted("show", record), failed):
            pages.contest(record)
    for record in grants.have_news(rounds.everywhere(), now):
        with _apart(f"grant {record.contest}/{record.round}", _noted("grant", record), failed):
            grants.carry_out_again(record, now)
    for contest, version in rounds.unit_lists_to_show():
        with _apart(f"units {contest}", {"act": "units:publication:create", "contest": contest}, failed):
            pages.units(contest)
            rounds.units_are_shown(contest, version)
    for record in renaming.due(now):
        with _apart(f"rename {record.contest}/{record.round}", _noted("rename", record), failed):
            renaming.name_anew(record, now)
    for contest in renaming.contests_due(now):
        with _apart(f"rename {contest}", {"act": "contest:names:create", "contest": contest}, failed):
            renaming.name_whole_anew(contest, now)
    for records in _contests():
        with _apart(f"finish {records[0].contest}", _noted("finish", records[0]), failed):
            done += _finish(records, now)
    if failed:
        raise NotAllDone(acts="; ".join(failed))
    return done


@contextmanager
def _apart(name: str, noted: dict[str, str], failed: list[str]) -> Iterator[None]:
    """Do one thing apart from the others: one round's trouble must not keep another's people waiting.

    What failed is told by its ``name``, and the logs hold it as ``noted``.
    """
    try:
        yield
    except Conflict as meanwhile:
        # Another run of the clock has done it, or is at it; or an earlier round has to be closed first.
        log.info("act left", **noted, why=meanwhile.code)
    except Exception:  # noqa: BLE001 - whatever it is, it is told at the end.
        log.exception("act failed", **noted)
        failed.append(name)


def plan(now: Millis) -> list[dict[str, Any]]:
    """Return what `tick` would do at ``now``, with what a closing would count, and do nothing."""
    due = life.plan(rounds.everywhere(), now)
    return [{**_named(act, record), **(closing_dry_run(record, now) if act == "close" else {})} for act, record in due]


def _do(act: Act, record: RoundRecord, now: Millis) -> dict[str, Any]:
    after = ACTS[act](record, now)
    log.info("act done", **_noted(act, after), state=after.state)
    return _named(act, after)


def _contests() -> Iterator[list[RoundRecord]]:
    """Return the rounds of each contest as they stand now, for what concerns it as a whole."""
    found: dict[str, list[RoundRecord]] = {}
    for record in rounds.everywhere():
        found.setdefault(record.contest, []).append(record)
    yield from found.values()


def _finish(records: list[RoundRecord], now: Millis) -> Iterator[dict[str, Any]]:
    """Do what is due for a contest's results as a whole, one act after the other."""
    while due := finish.due(records, now):
        act, final = due
        after = finish.carry_out(act, final, records, now)
        log.info("act done", act=f"contest:{FINAL_RECORDS[act]}:create", contest=after.contest, state=after.state)
        yield {"act": act, "contest": after.contest, "round": after.round, "state": after.state}


def _moved_of_late(now: Millis) -> Iterator[RoundRecord]:
    """Return each round whose close was moved of late: its page shows it, and an organizer's role may not write on the site.

    Done again at every run for some minutes, so that nothing has to be remembered about whether it has been done.
    """
    for record in rounds.everywhere():
        if record.state == "ready" and record.moves and now - record.moves[-1].decided_at < MOVE_IS_NEWS_MS:
            yield record


def _noted(act: str, record: RoundRecord) -> dict[str, str]:
    return {"act": f"round:{RECORDS[act]}:create", "contest": record.contest, "round": record.round}


def _named(act: Act, record: RoundRecord) -> dict[str, Any]:
    return {"act": act, "contest": record.contest, "round": record.round, "state": record.state}
