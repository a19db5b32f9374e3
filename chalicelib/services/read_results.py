"""What organizers read of a closed round: the winners with their names, and links to the files of the export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..config import config
from ..domain.errors import Unfit
from ..domain.times import Millis
from ..storage import objects
from . import certificates, final_acts, finish, publish
from .asked_round import asked_closed_round
from .exported import Export, Exported, rows_of
from .publish import public_files, results_with_names
from .rules import definition_called

AUDITORS_FILES = ("attempts.csv", "ranking.csv", "prizes.csv", "decisions.csv", "earlier_wins.csv")
MOST_HOURS = 12


def winners(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Return who won what in a closed round, with names and the reason for each place, for those who approve it."""
    if final_acts.is_about_the_whole(event):
        return final_acts.winners(event)
    record = asked_closed_round(event)
    rows = list(rows_of(Export(record).winners))
    return {"state": record.state, "rows": rows, "results": results_with_names(record)}


def certified(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Return what the certificates of a published round, or of the contest, are printed from: with full names."""
    if final_acts.is_about_the_whole(event):
        return final_acts.certified(event)
    if event.get("everybody"):
        raise Unfit("unfit-everybody")
    record = asked_closed_round(event)
    definition = definition_called(record.definition)
    full_names = {(row["contestant"], row["prize"]): row["full_name"] for row in rows_of(Export(record).winners)}
    won = [
        replace(each, name=full_names.get((each.holder, each.prize), ""))
        for each in publish.won(record, results_with_names(record))
    ]
    shown_at = record.published_at if record.state == "published" else None
    return certificates.listed(record, definition, shown_at, won)


def links(event: dict[str, Any], now: Millis) -> dict[str, Any]:
    """Return for each file of the export a link that works for ``hours``, and the files that only publication brings.

    ``revision`` names an earlier revision; without one it is the one in force. Raises Unfit for one that there isn't.
    The key and the seeds are nobody's before publication: until then their files are named under ``after_publication``.
    """
    hours = event.get("hours", 4)
    if type(hours) is not int or not 1 <= hours <= MOST_HOURS:
        raise Unfit("unfit-hours", most=MOST_HOURS)
    if final_acts.is_about_the_whole(event):
        final = final_acts.whole(event)
        return _links(event, final, final.state == "published", ("prizes.csv",), finish.public_files(final), hours)
    record = asked_closed_round(event)
    return _links(event, record, record.state == "published", AUDITORS_FILES, public_files(record), hours)


def _links(
    event: dict[str, Any], record: Exported, published: bool, auditors: Sequence[str], public: Sequence[str], hours: int
) -> dict[str, Any]:
    folder = Export(record, _revision(event, record)).folder
    found = {name: objects.link(config().exports_bucket, f"{folder}/{name}", hours) for name in auditors}
    if published:
        found |= {name: objects.link(config().site_bucket, f"{folder}/{name}", hours) for name in public}
    return {"folder": folder, "links": found, "after_publication": [] if published else list(public)}


def _revision(event: dict[str, Any], record: Exported) -> int:
    number = record.revision if event.get("revision") is None else event["revision"]
    if type(number) is not int or not 1 <= number <= record.revision:
        raise Unfit("unfit-revision", latest=record.revision)
    return number
