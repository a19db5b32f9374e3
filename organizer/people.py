"""A roster goes in, part by part, and the codes that come back are kept safe: they are shown this once."""

from __future__ import annotations

import csv
import io
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from rich.progress import track

from chalicelib.domain.errors import Busy
from chalicelib.domain.formulas import guarded
from chalicelib.domain.roster import Roster
from chalicelib.domain.roster_changes import RosterChanges, roster_changes
from chalicelib.domain.times import HO_CHI_MINH

from .owner_only import owner_only
from .toolkit import Toolkit
from .trouble import TOLD, Trouble

# One invocation's payload may be 6 MB and its work a minute: well within both, and little is lost where an answer is lost.
PEOPLE_AT_ONCE = 1_000
HEADER = ("Họ và tên", "Mã định danh", "Đơn vị", "Mã dự thi")
COLUMNS = ("full_name", "identifier", "unit", "code")
TO_THE_SCREEN = Path("-")

# What may have been carried out, or not, and can be sent again; and how long to wait before each further try.
PASSING = ("answer-lost", "answer-unread", "no-connection", "still-running")
WAITS_S = (2, 5, 15)

Slip = dict[str, str]
Keep = Callable[[list[Slip]], None]


def preview_people(toolkit: Toolkit, contest: str, people: Roster) -> RosterChanges:
    """Return what the roster would change of what is stored; tell whom it can't change, because of a decision about them."""
    answers = [toolkit.ask("import-roster", contest=contest, dry_run=True, **part) for part in _parts(people)]
    strangers = {identifier for answer in answers for identifier in answer["strangers"]}
    was = {identifier: entry for answer in answers for identifier, entry in answer["was"].items()}
    decided = {identifier for answer in answers for identifier in answer["decided"]}
    if decided:
        names = [f"{each.full_name} (…{each.identifier[-4:]})" for each in people.people if each.identifier in decided]
        toolkit.tell("roster.decided", count=len(decided), items="; ".join(names[:10] + ["…"][: len(names) > 10]))
    known = (person for person in people.people if person.identifier not in strangers)
    return roster_changes(Roster(tuple(replace(person, **was.get(person.identifier, {})) for person in known), ()), people)


def send_people(toolkit: Toolkit, contest: str, people: Roster, codes: Path, new_codes: bool = False) -> int:
    """Send the roster part by part; each part's codes are on disk before the next part goes. Returns how many there were.

    With ``new_codes`` everybody on it gets another code, and the former one opens nothing any more. A part whose answer is
    lost is sent again under the same nonce, and its codes come again.
    """
    parts = list(_parts(people))
    named = {"contest": contest, "new_codes": new_codes, "nonce": secrets.token_hex(16)}
    done = given = 0
    with codes_kept(codes) as keep:
        for part in track(parts, toolkit.say("roster.sending"), console=toolkit.err, disable=not toolkit.err.is_terminal):
            try:
                slips = insist(toolkit, "import-roster", {**named, **part})["codes"]
            except TOLD:
                toolkit.complain([toolkit.say("roster.stopped", done=done, all=len(people.people), file=codes)])
                raise
            keep(slips)
            done, given = done + len(part["people"]), given + len(slips)
    return given


def insist(toolkit: Toolkit, act: str, event: dict[str, Any]) -> Any:
    """Ask for what may be repeated, up to four times, while what stands in the way passes by itself."""
    for wait_s in WAITS_S:
        try:
            return toolkit.ask(act, **event)
        except (Busy, Trouble) as error:
            if isinstance(error, Trouble) and error.key not in PASSING:
                raise
            toolkit.pause(wait_s)
    return toolkit.ask(act, **event)


def _parts(people: Roster) -> Iterator[dict[str, Any]]:
    """Yield events of so many people, each with the units that it speaks of."""
    for first in range(0, len(people.people), PEOPLE_AT_ONCE):
        part = people.people[first : first + PEOPLE_AT_ONCE]
        spoken_of = {person.unit for person in part}
        units = [asdict(unit) for unit in people.units if unit.id in spoken_of]
        yield {"people": [asdict(person) for person in part], "units": units}


def codes_path(contest: str) -> Path:
    """Return the file for codes that nobody has named: one that can't be there yet, for older codes must not be lost."""
    now = datetime.fromtimestamp(time.time(), HO_CHI_MINH)
    return Path(f"ma-du-thi-{contest}-{now:%Y%m%d-%H%M%S}.csv")


@contextmanager
def codes_kept(path: Path) -> Iterator[Keep]:
    """Give what keeps codes: in a new file that only its owner may read, or on the screen where ``path`` is ``-``.

    Raises Trouble where the file is there already. A file that got no code is taken away again.
    """
    if path == TO_THE_SCREEN:
        yield _keep(sys.stdout)
        return
    with new_private_file(path) as file:
        file.write("\ufeff" + _lines([HEADER]))
        empty = file.tell()
        try:
            yield _keep(file)
        finally:
            file.flush()
            if file.tell() == empty:
                path.unlink()


def new_private_file(path: Path) -> IO[str]:
    """Open a new file that only its owner may read. Raises Trouble where there is one."""
    try:
        return open(path, "x", encoding="utf-8", newline="", opener=owner_only)
    except FileExistsError:
        raise Trouble("file-there", file=path) from None


def _keep(file: IO[str]) -> Keep:
    def keep(slips: list[Slip]) -> None:
        file.write(_lines([tuple(guarded(slip[column]) for column in COLUMNS) for slip in slips]))
        file.flush()
        if file is not sys.stdout:
            os.fsync(file.fileno())

    return keep


def _lines(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
