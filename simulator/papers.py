"""What an office would print after each round: reports, the decision, the treasury's list, certificates; into files here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.domain.award_rules import CERTIFICATE_PAGE
from chalicelib.domain.definition import Definition
from chalicelib.domain.finals import FINAL
from chalicelib.printing.sheets import NO_PICTURES, packed
from organizer.reports.document import TEMPLATES, Template
from organizer.reports.fields import values
from organizer.reports.workbook import round_workbook, treasury_workbook

from .cloud import Cloud

FOLDER = "reports"
SITE = "https://thi.example.vn"

Told = Mapping[str, Any]


def write_papers(cloud: Cloud, definition: Definition, out: Path) -> int:
    """Write everything that is printed of a contest under ``reports/<contest>/`` of ``out``. Returns how many files."""
    written = 0
    for name, data in _papers(cloud, definition):
        path = out / FOLDER / definition.contest / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written += 1
    return written


def _papers(cloud: Cloud, definition: Definition) -> Iterator[tuple[str, bytes]]:
    for each in definition.ranked:
        told = cloud.organize("report", contest=definition.contest, round=each.id)
        for name, make in _made_of(told).items():
            yield f"{each.id}/{name}", make(told)
    if definition.certificates:
        for round_id in (*(each.id for each in definition.ranked), FINAL):
            certified = cloud.organize("certificates", contest=definition.contest, round=round_id)
            if certified["certificates"]:
                address = f"{SITE}/{definition.contest}/{CERTIFICATE_PAGE}"
                yield f"{round_id}/giay-chung-nhan.zip", packed(certified, address, NO_PICTURES)


def _made_of(told: Told) -> dict[str, Callable[[Told], bytes]]:
    """Return what is made of a round's report; where nobody is paid there is nothing for the treasury."""
    made = {"bao-cao.xlsx": lambda report: round_workbook(report, "vi"), "bao-cao.docx": _document("bao-cao.docx")}
    if told["winners"]:
        made["quyet-dinh.docx"] = _document("quyet-dinh.docx")
    if any(winner["amount_vnd"] for winner in told["winners"]):
        made |= {"danh-sach-chi-tra.xlsx": treasury_workbook, "danh-sach-chi-tra.docx": _document("danh-sach-chi-tra.docx")}
    return made


def _document(name: str) -> Callable[[Told], bytes]:
    template = Template(TEMPLATES / name)
    return lambda told: template.filled_in(values(told))
