"""Certificates as the functions tell of them, made into sheets: for the command that prints, and for a person's own.

What is told has ``style`` (`Certificates` of a definition), ``contest_title``, ``round_name``, ``issued_on`` (2023-02-05)
and ``certificates``: number, code, recipient, unit_name, prize_name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .certificates import Certificate, Style, achievement, archive, certificate_pdf

Told = Mapping[str, Any]
Pictures = Mapping[str, bytes | None]

NO_PICTURES: Pictures = {"seal": None, "signature": None}


def printed(told: Told, address: str, pictures: Pictures, *, as_text: bool = False) -> bytes:
    """Return all certificates as one PDF, ``as_text`` in ASCII alone (`certificate_pdf` says when and why).

    ``address`` is that of the page which confirms them, ``pictures`` are ``seal`` and ``signature``, None where there is
    none.
    """
    return certificate_pdf(_certificates(told, address), _style(told["style"], pictures), as_text=as_text)


def packed(told: Told, address: str, pictures: Pictures) -> bytes:
    """Return an archive with a PDF for each certificate, named by whose it is."""
    style = _style(told["style"], pictures)
    return archive((each.recipient, certificate_pdf([each], style)) for each in _certificates(told, address))


def _style(said: Told, pictures: Pictures) -> Style:
    named = {name: said[name] for name in ("title", "issuer", "signer_title", "signer_name")}
    return Style(**named, seal=pictures["seal"], signature=pictures["signature"], place=said["issued_in"])


def _certificates(told: Told, address: str) -> list[Certificate]:
    return [_certificate(each, told, address) for each in told["certificates"]]


def _certificate(each: Told, told: Told, address: str) -> Certificate:
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
