"""The command that prints certificates: a PDF for each winner, all of a round's in one archive, made on this machine."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chalicelib.domain.award_rules import CERTIFICATE_PAGE

from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, ROUND
from .commands_slips import SITE, site_of
from .shape import Command
from .toolkit import Toolkit
from .trouble import Misuse, Trouble

if TYPE_CHECKING:
    from chalicelib.printing.certificates import Certificate, Style

Told = Mapping[str, Any]


@click.command(cls=Command)
@CONTEST
@ROUND
@click.option("--to", "certificates_file", metavar="FILE.zip|pdf", type=PATH, required=True)
@click.option("--seal", "seal_file", metavar="IMAGE", type=PATH)
@click.option("--signature", "signature_file", metavar="IMAGE", type=PATH)
@SITE
@DRY_RUN
@click.pass_obj
def certificates(
    toolkit: Toolkit,
    contest: str,
    round: str,
    certificates_file: Path,
    seal_file: Path | None,
    signature_file: Path | None,
    site: str | None,
    dry_run: bool,
) -> None:
    """Print the certificates of a published round, or of the contest: an archive of PDFs, or one PDF of all pages."""
    if certificates_file.suffix not in (".zip", ".pdf"):
        raise Misuse("certificates-kind", file=certificates_file)
    if certificates_file.exists():
        raise Trouble("file-there", file=certificates_file)
    pictures = {"seal": _picture(seal_file), "signature": _picture(signature_file)}
    address = f"{site_of(toolkit, site).rstrip('/')}/{contest}/{CERTIFICATE_PAGE}"
    told = toolkit.ask("certificates", contest=contest, round=round)
    if not told["certificates"]:
        toolkit.tell("certificates.none")
        return
    data = printed(told, address, pictures, one_file=certificates_file.suffix == ".pdf")
    count = len(told["certificates"])
    if dry_run:
        toolkit.tell("certificates.would-write", count=count, file=certificates_file)
        return
    with os.fdopen(os.open(certificates_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
    toolkit.tell("certificates.done", count=count, file=certificates_file)


def _picture(file: Path | None) -> bytes | None:
    """Return a seal or a signature as the office has it. Raises Unfit for what is no picture."""
    from chalicelib.printing.certificates import check_image

    if file is None:
        return None
    try:
        data = file.read_bytes()
    except OSError:
        raise Trouble("picture-unreadable", file=file) from None
    check_image(data)
    return data


def printed(told: Told, address: str, pictures: Mapping[str, bytes | None], *, one_file: bool) -> bytes:
    """Return certificates as one PDF or as an archive of them; ``told`` is what the act ``certificates`` answers.

    ``address`` is that of the page which confirms them, ``pictures`` are ``seal`` and ``signature``, where there are any.
    """
    from chalicelib.printing.certificates import archive, certificate_pdf

    style = _style(told["style"], pictures)
    listed = [_certificate(each, told, address) for each in told["certificates"]]
    if one_file:
        return certificate_pdf(listed, style)
    return archive((each.recipient, certificate_pdf([each], style)) for each in listed)


def _style(said: Told, pictures: Mapping[str, bytes | None]) -> Style:
    from chalicelib.printing.certificates import Style

    named = {name: said[name] for name in ("title", "issuer", "signer_title", "signer_name")}
    return Style(**named, **pictures, place=said["issued_in"])


def _certificate(each: Told, told: Told, address: str) -> Certificate:
    from chalicelib.printing.certificates import Certificate, achievement

    check = f"{address}#{each['code']}"
    return Certificate(
        number=each["number"],
        recipient=each["recipient"],
        unit_name=each["unit_name"],
        achievement=achievement(each["prize_name"], told["round_name"]),
        contest_title=told["contest_title"],
        round_name=told["round_name"],
        issued_on=dt.date.fromisoformat(told["issued_on"]),
        check_address=check,
        check_text=check.partition("://")[2],
    )
