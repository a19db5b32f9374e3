"""The list by which prizes are paid, as a workbook to be printed and signed. It is Vietnamese in any language."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from ..words import say
from .fields import Payee
from .numbers import amount_in_words, whole
from .sheets import A4, OPTIONS

_COLUMNS = (("order", 6), ("name", 28), ("unit", 34), ("prize", 18), ("amount-vnd", 18), ("signature", 18))
_HEAD = 3
"""The line of the columns' titles, below what the list is of."""


def payments_workbook(about: str, payees: Sequence[Payee]) -> bytes:
    """Return the list of who is paid what ``about`` gives: the total in figures and in words."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as workbook:
        sheet = workbook.add_worksheet(say("report.sheet.treasury", "vi"))
        _write_head(workbook, sheet, about)
        _write_payees(workbook, sheet, payees)
        _write_total(workbook, sheet, _HEAD + 1 + len(payees), sum(each.amount_vnd for each in payees))
        _for_printing(sheet)
    return out.getvalue()


def _write_head(workbook: xlsxwriter.Workbook, sheet: Any, about: str) -> None:
    title = workbook.add_format({"bold": True, "align": "center", "font_name": "Times New Roman", "font_size": 14})
    head = workbook.add_format(_boxed(bold=True))
    for line, said in enumerate((say("report.treasury.title", "vi"), about)):
        sheet.merge_range(line, 0, line, len(_COLUMNS) - 1, said, title)
    for at, (key, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(_HEAD, at, say(f"report.column.{key}", "vi"), head)


def _write_payees(workbook: xlsxwriter.Workbook, sheet: Any, payees: Sequence[Payee]) -> None:
    text, number = workbook.add_format(_boxed()), workbook.add_format(_boxed(num_format="#,##0"))
    for order, each in enumerate(payees, start=1):
        line = _HEAD + order
        sheet.write_number(line, 0, order, text)
        for at, cell in enumerate((each.name, each.unit, each.prize), start=1):
            sheet.write_string(line, at, cell, text)
        sheet.write_number(line, 4, each.amount_vnd, number)
        sheet.write_blank(line, 5, None, text)


def _boxed(**made: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 13}
    return {**font, "border": 1, "text_wrap": True, "valign": "vcenter", **made}


def _write_total(workbook: xlsxwriter.Workbook, sheet: Any, line: int, amount: int) -> None:
    bold = workbook.add_format(_boxed(bold=True, num_format="#,##0"))
    sheet.merge_range(line, 0, line, 3, say("report.treasury.total", "vi"), bold)
    sheet.write_number(line, 4, amount, bold)
    sheet.write_blank(line, 5, None, bold)
    words = say("report.treasury.words", "vi", amount=whole(amount), words=amount_in_words(amount))
    sheet.write_string(line + 2, 0, words)


def _for_printing(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, 0)
