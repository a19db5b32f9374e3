"""The two kinds of reports, on a round and on the contest as a whole, and what a template of each may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.finals import FINAL

from ..words import Language
from . import fields, final_fields, final_workbook, workbook

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of report. ``mark`` ends its files' names.

    ``fields`` is field → the fields of its rows, and ``values`` gives each its value; ``workbook`` and ``treasury`` make the
    workbooks of the report and of the payments.
    """

    mark: str
    fields: Mapping[str, tuple[str, ...]]
    values: Callable[[Report], dict[str, Any]]
    workbook: Callable[[Report, Language], bytes]
    treasury: Callable[[Report], bytes]

    @property
    def other(self) -> Kind:
        """The other of the two."""
        return WHOLE if self is ROUND else ROUND

    def file(self, name: str, ending: str) -> str:
        """Return what a file is called, and the template that it is made from: ``quyet-dinh-chung.docx``."""
        return f"{name}{self.mark}.{ending}"


ROUND = Kind("", fields.FIELDS, fields.values, workbook.round_workbook, workbook.treasury_workbook)
WHOLE = Kind(
    "-chung",
    final_fields.FIELDS,
    final_fields.values,
    final_workbook.final_workbook,
    final_workbook.final_treasury_workbook,
)


def kind_of(round: str) -> Kind:
    """Return the kind of report that stands under a round's id."""
    return WHOLE if round == FINAL else ROUND
