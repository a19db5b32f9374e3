"""Commands that make something to print: slips with codes, and the QR code that leads to a contest."""

from __future__ import annotations

from pathlib import Path

import click

from . import slips
from .commands_imports import stored_definition
from .commands_offline import PATH
from .commands_rounds import CONTEST
from .people import new_private_file
from .shape import Command, Group
from .spreadsheets import read_table
from .toolkit import Toolkit
from .trouble import Misuse, Trouble

SITE = click.option("--site", metavar="URL")


@click.group(cls=Group)
def codes() -> None:
    """What concerns codes."""


@codes.command("print")
@CONTEST
@click.argument("codes_file", metavar="FILE", type=PATH)
@click.option("--out", "slips_file", metavar="SLIPS.html", type=PATH, required=True)
@SITE
@click.pass_obj
def codes_print(toolkit: Toolkit, contest: str, codes_file: Path, slips_file: Path, site: str | None) -> None:
    """Make slips to print from a file of codes, unit by unit, each with a QR code."""
    listed = slips.read_slips(read_table(codes_file, slips.SHEET))
    title = stored_definition(toolkit, contest).short_title
    page = slips.slips_page(listed, site_of(toolkit, site), contest, title)
    with new_private_file(slips_file) as file:
        file.write(page)
    toolkit.tell("slips.done", count=len(listed), units=slips.units_of(listed), file=slips_file)


@click.command(cls=Command)
@CONTEST
@click.option("--out", "poster_file", metavar="OUT.svg|png|html", type=PATH, required=True)
@SITE
@click.pass_obj
def qr(toolkit: Toolkit, contest: str, poster_file: Path, site: str | None) -> None:
    """Make the QR code that leads to a contest: a picture to send, or a page to hang up."""
    if poster_file.suffix not in (".svg", ".png", ".html"):
        raise Misuse("poster-kind", file=poster_file)
    if poster_file.exists():
        raise Trouble("file-there", file=poster_file)
    title, address = stored_definition(toolkit, contest).title, site_of(toolkit, site)
    if poster_file.suffix == ".html":
        poster_file.write_text(slips.poster_page(address, contest, title), encoding="utf-8")
    else:
        slips.write_picture(address, contest, poster_file)
    toolkit.tell("qr.done", address=slips.contest_address(address, contest), file=poster_file)


def site_of(toolkit: Toolkit, named: str | None) -> str:
    """Return the address of the site: as it is named, else the stage's own. Raises Misuse for what is none."""
    site = named or toolkit.deployment.site
    if not site.startswith(("https://", "http://")):
        raise Misuse("site-unfit", found=site)
    return site
