"""Commands of certificates: printed on this machine, of winners or of all who took part; and whose seal they bear."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from chalicelib.domain.award_rules import CERTIFICATE_PAGE

from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, ROUND
from .commands_slips import SITE, site_of
from .owner_only import owner_only
from .shape import Command
from .toolkit import Toolkit
from .trouble import Misuse, Trouble

SEAL = click.option("--seal", "seal_file", metavar="IMAGE", type=PATH)
SIGNATURE = click.option("--signature", "signature_file", metavar="IMAGE", type=PATH)

Told = Mapping[str, Any]


@click.command(cls=Command)
@CONTEST
@ROUND
@click.option("--to", "certificates_file", metavar="FILE.zip|pdf", type=PATH, required=True)
@SEAL
@SIGNATURE
@click.option("--everybody", is_flag=True)
@click.option("--unit", "of_unit", metavar="UNIT")
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
    everybody: bool,
    of_unit: str | None,
    site: str | None,
    dry_run: bool,
) -> None:
    """Print the certificates of a published round, or of the contest: an archive of PDFs, or one PDF of all pages.

    Those of prizes, or of ``everybody`` who took part in the contest; of the people of one unit alone if it is named.
    """
    _check_target(certificates_file, everybody, of_unit)
    given = {"seal": _picture(seal_file), "signature": _picture(signature_file)}
    address = f"{site_of(toolkit, site).rstrip('/')}/{contest}/{CERTIFICATE_PAGE}"
    if everybody:
        told = _of_everybody(toolkit, dry_run, contest=contest, round=round, unit=of_unit)
    else:
        told = toolkit.ask("certificates", contest=contest, round=round)
    if not told["certificates"]:
        toolkit.tell("certificates.none")
        return
    count = len(told["certificates"])
    if dry_run:
        toolkit.tell("certificates.would-write", count=count, file=certificates_file)
        return
    data = _made(told, address, given, one_file=certificates_file.suffix == ".pdf")
    with open(certificates_file, "xb", opener=owner_only) as out:
        out.write(data)
    toolkit.tell("certificates.done", count=count, file=certificates_file)


def _check_target(file: Path, everybody: bool, unit: str | None) -> None:
    if file.suffix not in (".zip", ".pdf"):
        raise Misuse("certificates-kind", file=file)
    if unit is not None and not everybody:
        raise Misuse("certificates-unit")
    if file.exists():
        raise Trouble("file-there", file=file)


def _of_everybody(toolkit: Toolkit, dry_run: bool, **asked: Any) -> Told:
    """Return what is told of all who took part: it comes in parts, since an answer can't hold a hundred thousand people."""
    told = toolkit.ask("certificates", **asked, everybody=True, dry_run=dry_run)
    found = list(told["certificates"])
    for part in told["parts"][1:]:
        found += toolkit.ask("certificates", **asked, everybody=True, part=part, dry_run=dry_run)["certificates"]
    return {**told, "certificates": found}


def _made(told: Told, address: str, given: Mapping[str, bytes | None], *, one_file: bool) -> bytes:
    """Return one PDF or an archive, with the pictures ``given`` here, else those that the office has put in."""
    from chalicelib.printing.sheets import packed, printed

    kept = {name: base64.b64decode(text) or None for name, text in told["pictures"].items()}
    pictures = {name: given[name] or kept[name] for name in given}
    return (printed if one_file else packed)(told, address, pictures)


@click.command("certificate-pictures", cls=Command)
@CONTEST
@SEAL
@SIGNATURE
@click.option("--none", "no_pictures", is_flag=True)
@DRY_RUN
@click.pass_obj
def certificate_pictures(
    toolkit: Toolkit, contest: str, seal_file: Path | None, signature_file: Path | None, no_pictures: bool, dry_run: bool
) -> None:
    """Put in the seal and the signature for the certificates that people fetch by themselves, or take both off."""
    if no_pictures == bool(seal_file or signature_file):
        raise Misuse("pictures-what")
    told = toolkit.ask(
        "certificate-pictures",
        contest=contest,
        seal="" if no_pictures else _ink(seal_file),
        signature="" if no_pictures else _ink(signature_file),
        dry_run=dry_run,
    )
    for name in ("seal", "signature"):
        toolkit.tell(f"pictures.{name}.{'there' if told[name] else 'none'}", contest=contest)
    if dry_run:
        toolkit.tell("dry-run")


def _ink(file: Path | None) -> str | None:
    """Return a picture as it is printed, in base 64; None where there is none. Raises Unfit for what is no picture."""
    from chalicelib.printing.pictures import as_ink

    data = _picture(file)
    return None if data is None else base64.b64encode(as_ink(data)).decode()


def _picture(file: Path | None) -> bytes | None:
    """Return a seal or a signature as the office has it. Raises Unfit for what is no picture."""
    from chalicelib.printing.pictures import check_image

    if file is None:
        return None
    try:
        data = file.read_bytes()
    except OSError:
        raise Trouble("picture-unreadable", file=file) from None
    check_image(data)
    return data
