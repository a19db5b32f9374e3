"""Commands that show what came of a round: who won and why, and the files of the export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, ROUND
from .download import download
from .shape import Command, Whole
from .tables import Column, Sheet, write_workbook
from .toolkit import Toolkit
from .trouble import Misuse, Trouble

HOURS = 4
_WIDTHS = {"name": 28, "unit": 36, "why": 70}
_WIDTH = 18


@click.command(cls=Command)
@CONTEST
@ROUND
@click.option("--xlsx", "xlsx_file", metavar="FILE.xlsx", type=PATH)
@DRY_RUN
@click.pass_obj
def winners(toolkit: Toolkit, contest: str, round: str, xlsx_file: Path | None, dry_run: bool) -> None:
    """Show who won what, with names and the reason for each place; in a workbook too where one is asked for."""
    if xlsx_file and xlsx_file.exists():
        raise Trouble("file-there", file=xlsx_file)
    answer = toolkit.ask("winners", contest=contest, round=round)
    headers, rows = _headers(toolkit, answer), _rows(toolkit, answer)
    toolkit.table([title for _, title in headers], rows)
    toolkit.tell(f"winners.{answer['state']}")
    if xlsx_file and dry_run:
        toolkit.tell("file.would-write", file=xlsx_file)
    elif xlsx_file:
        columns = [Column(title, _WIDTHS.get(name, _WIDTH)) for name, title in headers]
        write_workbook(xlsx_file, [Sheet(round, columns, rows)])
        toolkit.tell("winners.written", file=xlsx_file)


def _headers(toolkit: Toolkit, answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the columns: their name in code, and the title that people read."""
    criteria = [(each["name"], each["label"][toolkit.language]) for each in answer["results"]["criteria"]]
    first = [(name, toolkit.say(f"column.{name}")) for name in ("prize", "place", "name", "unit")]
    return [*first, *criteria, *((name, toolkit.say(f"column.{name}")) for name in ("amount", "why"))]


def _rows(toolkit: Toolkit, answer: dict[str, Any]) -> list[list[str]]:
    """Return a row for each prize given, for who was passed over, and for each prize that nobody got."""
    results, language = answer["results"], toolkit.language
    given = iter(results["winners"])
    names = {told["prize"]: told["prize_name"] for told in [*results["winners"], *results["not_given"]]}
    empty = {told["prize"]: told["why"][language] for told in results["not_given"]}
    blanks = [""] * len(results["criteria"])
    rows = []
    for row in answer["rows"]:
        prize = names.get(row["prize"], row["prize"])
        person = [row["place"], row["full_name"], row["unit_name"]]
        if not row["contestant"]:
            rows.append([prize, "", toolkit.say("winners.nobody"), "", *blanks, "", empty[row["prize"]]])
        elif row["passed_over"]:
            rows.append([prize, *person, *blanks, "", toolkit.say(f"winners.{row['passed_over']}")])
        else:
            told = next(given)
            values = [value["text"][language] for value in told["values"]]
            rows.append([prize, *person, *values, _money(row["amount_vnd"]), told["why"][language]])
    return rows


def _money(amount: str) -> str:
    """Return an amount in VND with the points that people here read: ``1.000.000``."""
    return f"{int(amount):,}".replace(",", ".") if amount else ""


@click.command(cls=Command)
@CONTEST
@ROUND
@click.option("--to", "folder", metavar="FOLDER", type=PATH)
@click.option("--hours", type=Whole(), metavar="HOURS", default=HOURS)
@click.option("--revision", type=Whole(), metavar="NUMBER")
@click.option("--links", "links_only", is_flag=True)
@DRY_RUN
@click.pass_obj
def export(
    toolkit: Toolkit,
    contest: str,
    round: str,
    folder: Path | None,
    hours: int,
    revision: int | None,
    links_only: bool,
    dry_run: bool,
) -> None:
    """Fetch the files of a round's export, or print the links to them that auditors may be given for some hours."""
    if (folder is None) == (not links_only):
        raise Misuse("to-or-links")
    asked = {} if revision is None else {"revision": revision}
    answer = toolkit.ask("links", contest=contest, round=round, hours=hours, **asked)
    if links_only:
        toolkit.table([toolkit.say("column.file"), toolkit.say("column.link")], sorted(answer["links"].items()))
    elif folder and dry_run:
        toolkit.tell("export.would-fetch", folder=folder / answer["folder"], files=", ".join(sorted(answer["links"])))
        toolkit.tell("dry-run")
    elif folder:
        _fetch(toolkit, answer, folder)
    if answer["after_publication"]:
        toolkit.tell("export.later", files=", ".join(answer["after_publication"]))


def _fetch(toolkit: Toolkit, answer: dict[str, Any], folder: Path) -> None:
    with toolkit.fetching() as tell:
        found = download(answer, folder, toolkit.fetch, tell)
    toolkit.table([toolkit.say("column.file"), toolkit.say("column.bytes")], [(n, str(b)) for n, b in found.files.items()])
    toolkit.tell("export.checked" if found.checked else "export.unchecked", folder=found.folder)
