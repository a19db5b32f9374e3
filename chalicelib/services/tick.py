"""The clock does whatever is due. It may run twice, late, or die half-way: the next run finishes the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..domain import round as life
from ..domain.errors import Conflict
from ..domain.round import Act, RoundRecord
from ..domain.times import Millis
from ..log import log
from ..storage import rounds
from . import pages
from .close import close
from .close import dry_run as closing_dry_run
from .make_ready import make_ready
from .publish import publish

ACTS: dict[Act, Callable[[RoundRecord, Millis], RoundRecord]] = {"ready": make_ready, "close": close, "publish": publish}


MOVE_IS_NEWS_MS = 5 * 60_000


class NotAllDone(Exception):
    """Some acts failed; the others were done all the same. The failed ones are due again at the next run."""


def tick(now: Millis) -> list[dict[str, Any]]:
    """Do everything that is due at ``now``, and return what was done. Raises NotAllDone after trying all of it."""
    done, failed = [], []
    for act, record in life.plan(rounds.everywhere(), now):
        try:
            done.append(_do(act, record, now))
        except Conflict as meanwhile:
            # Another run of the clock has done it, or is at it; or an earlier round has to be closed first.
            log.info("act left", act=f"round:{act}", contest=record.contest, round=record.round, why=meanwhile.code)
        except Exception as error:  # noqa: BLE001 - one round's trouble must not keep another's people waiting.
            log.exception("act failed", act=f"round:{act}", contest=record.contest, round=record.round)
            failed.append(f"{act} {record.contest}/{record.round}: {error!r}")
    _show_moved_closes(now)
    if failed:
        raise NotAllDone("; ".join(failed))
    return done


def plan(now: Millis) -> list[dict[str, Any]]:
    """Return what `tick` would do at ``now``, with what a closing would count, and do nothing."""
    due = life.plan(rounds.everywhere(), now)
    return [{**_named(act, record), **(closing_dry_run(record, now) if act == "close" else {})} for act, record in due]


def _do(act: Act, record: RoundRecord, now: Millis) -> dict[str, Any]:
    after = ACTS[act](record, now)
    log.info("act done", act=f"round:{act}", contest=record.contest, round=record.round, state=after.state)
    return _named(act, after)


def _show_moved_closes(now: Millis) -> None:
    """Render the page of each round whose close was moved of late: an organizer's role may not write on the site.

    Done again at every run for some minutes, so that nothing has to be remembered about whether it has been done.
    """
    for record in rounds.everywhere():
        if record.state == "ready" and record.moves and now - record.moves[-1].decided_at < MOVE_IS_NEWS_MS:
            pages.contest(record)


def _named(act: Act, record: RoundRecord) -> dict[str, Any]:
    return {"act": act, "contest": record.contest, "round": record.round, "state": record.state}
