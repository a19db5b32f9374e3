"""What an office would print after each round and of the whole: reports, decisions, payments, certificates; into files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.domain.award_rules import CERTIFICATE_PAGE
from chalicelib.domain.definition import Definition
from chalicelib.domain.finals import FINAL
from chalicelib.printing.sheets import NO_PICTURES, packed
from organizer.reports.document import TEMPLATES, Template
from organizer.reports.kinds import Kind, kind_of

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
    round_ids = (*(each.id for each in definition.ranked), FINAL)
    for round_id in round_ids:
        told = cloud.organize("report", contest=definition.contest, round=round_id)
        for name, make in _made_of(told, kind_of(round_id)).items():
            yield f"{round_id}/{name}", make(told)
    if definition.certificates:
        for round_id in round_ids:
            certified = cloud.organize("certificates", contest=definition.contest, round=round_id)
            if certified["certificates"]:
                address = f"{SITE}/{definition.contest}/{CERTIFICATE_PAGE}"
                yield f"{round_id}/giay-chung-nhan.zip", packed(certified, address, NO_PICTURES)


def _made_of(told: Told, kind: Kind) -> dict[str, Callable[[Told], bytes]]:
    """Return what is made of a report; where prizes are settled later, or nobody is paid, there is nothing to sign for."""
    made = {
        kind.file("bao-cao", "xlsx"): lambda report: kind.workbook(report, "vi"),
        kind.file("bao-cao", "docx"): _document("bao-cao", kind),
    }
    settled = told["prizes_settled"] == "here"
    if settled and (told["winners"] or any(unit.get("prize") for unit in told["units"])):
        made[kind.file("quyet-dinh", "docx")] = _document("quyet-dinh", kind)
    if settled and told["amount_vnd"]:
        made[kind.file("danh-sach-chi-tra", "xlsx")] = kind.treasury
        made[kind.file("danh-sach-chi-tra", "docx")] = _document("danh-sach-chi-tra", kind)
    return made


def _document(name: str, kind: Kind) -> Callable[[Told], bytes]:
    template = Template(TEMPLATES / kind.file(name, "docx"), kind)
    return lambda told: template.filled_in(kind.values(told))
