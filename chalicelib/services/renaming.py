"""Names are taken off what is published already, because somebody was erased: the clock alone may write there.

Asked for before the names go, and done again at every minute until no run of any function is left that had read them
before: so nothing has to be remembered about whether it has been done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..config import config
from ..domain.exports import WINNERS_COLUMNS, csv_file
from ..domain.finals import FINAL
from ..domain.finals import WINNERS_COLUMNS as FINAL_COLUMNS
from ..domain.round import RoundRecord
from ..domain.times import Millis, read, written
from ..storage import contestants, finals, objects, rounds
from . import finish
from .exported import Export, Exported, rows_of
from .publish import show_results

FOLDER = "renamings/"
NAMES = ("full_name", "unit_name")
# Longer than the function that erases and the clock may run, one after the other: `.chalice/config.json`.
AGAIN_MS = 30 * 60_000


def ask_for(contest: str, now: Millis) -> None:
    """Have the clock write the names of ``contest`` anew, from now on for some minutes."""
    objects.put_json(config().private_bucket, f"{FOLDER}{contest}.json", {"until": written(now + AGAIN_MS)})


def due(now: Millis) -> Iterator[RoundRecord]:
    """Return each round whose names have to be written anew at ``now``: those that have named anybody."""
    for contest in contests_due(now):
        yield from (record for record in rounds.of_contest(contest) if record.state in ("closed", "published"))


def contests_due(now: Millis) -> Iterator[str]:
    """Return each contest whose names have to be written anew at ``now``."""
    for key in objects.keys(config().private_bucket, FOLDER):
        asked = objects.get_json(config().private_bucket, key)
        if asked and now < read(asked["until"]):
            yield key.removeprefix(FOLDER).removesuffix(".json")


def name_anew(record: RoundRecord, now: Millis) -> None:
    """Write a round's winners again, named where they are still there: in the restricted file, and on the site if there."""
    for revision in range(1, record.revision + 1):
        _name_in(record, revision, now)
    if record.state == "published":
        show_results(record)


def name_whole_anew(contest: str, now: Millis) -> None:
    """Write the winners of a contest as a whole again, where it has any results."""
    final = finals.get(contest)
    for revision in range(1, final.made + 1):
        _name_in(final, revision, now)
    if final.published_at is not None and final.is_whole:
        finish.show_results(final)


def _name_in(record: Exported, revision: int, now: Millis) -> None:
    key = Export(record, revision).winners
    rows = list(rows_of(key))
    there = {row["contestant"] for row in rows if contestants.by_pseudonym(record.contest, row["contestant"])}
    columns = FINAL_COLUMNS if record.round == FINAL else WINNERS_COLUMNS
    told = [_told(row, columns, named=row["contestant"] in there) for row in rows]
    objects.put_export(key, csv_file("winners.csv", columns, told).data, now)


def _told(row: Mapping[str, str], columns: Sequence[str], *, named: bool) -> list[str]:
    return [row[column] if named or column not in NAMES else "" for column in columns]
