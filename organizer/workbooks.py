"""Workbooks to fill in: a sheet with notes and drop-downs, a guide beside it, and the lists behind the drop-downs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import xlsxwriter

from chalicelib.domain import bank, roster
from chalicelib.domain.sheets import EXAMPLE, Column, letters
from chalicelib.domain.words import Language, say

if TYPE_CHECKING:
    from chalicelib.domain.definition import Definition


@dataclass(frozen=True)
class _Template:
    """What a template is made of. ``words`` begins the keys of its sentences; ``choices`` are the drop-downs by column."""

    words: str
    sheet: str
    columns: Sequence[Column]
    widths: Mapping[str, int]
    example: Mapping[str, str]
    choices: Mapping[str, Sequence[str]]
    values: Mapping[str, object]


def write_question_template(to: Path | BinaryIO, definition: Definition | None = None, language: Language = "vi") -> None:
    """Write the workbook in which a question bank is filled in; drop-downs follow ``definition`` where there is one."""
    paper = definition.paper if definition else None
    most = paper.options_most if paper else len(bank.LETTERS)
    least = paper.options_least if paper else 3
    example = _QUESTION_EXAMPLE | dict.fromkeys(bank.LETTERS[most:], "")
    choices = {
        "right": tuple(bank.LETTERS[:most]),
        "topic": tuple(paper.blueprint or ()) if paper else (),
        "difficulty": bank.DIFFICULTIES,
        "fixed": ("có",),
    }
    values = {"numbers": str(most) if least == most else f"{least}–{most}"}
    _write(to, _Template("template.bank", bank.SHEET, bank.COLUMNS, _QUESTION_WIDTHS, example, choices, values), language)


def write_roster_template(to: Path | BinaryIO, definition: Definition, language: Language = "vi") -> None:
    """Write the workbook in which a roster is filled in; unit classes and excluded bodies are the definition's."""
    classes = tuple(klass.name for klass in definition.unit_classes)
    choices = {
        "klass": classes,
        "leader": ("có",),
        "excluded": ("có", *(body.name for body in definition.excluded_bodies)),
    }
    example = _PERSON_EXAMPLE | {"klass": classes[0] if classes else ""}
    _write(to, _Template("template.roster", roster.SHEET, roster.COLUMNS, _ROSTER_WIDTHS, example, choices, {}), language)


_QUESTION_EXAMPLE = {
    "id": EXAMPLE,
    "text": "Thủ đô của nước Cộng hòa xã hội chủ nghĩa Việt Nam là thành phố nào?",
    "A": "Hà Nội",
    "B": "Huế",
    "C": "Đà Nẵng",
    "D": "Thành phố Hồ Chí Minh",
    "right": "A",
    "difficulty": "dễ",
    "source": "Hiến pháp năm 2013, Điều 13, khoản 5",
    "explanation": "Khoản 5 Điều 13 Hiến pháp năm 2013 quy định Thủ đô là Hà Nội.",
}
_PERSON_EXAMPLE = {"name": f"{EXAMPLE}: Nguyễn Văn An", "identifier": "001234567890", "unit": "Sở Nội vụ", "leader": "có"}
_QUESTION_WIDTHS = {"text": 60, "topic": 22, "source": 34, "explanation": 40} | dict.fromkeys(bank.LETTERS, 26)
_ROSTER_WIDTHS = {"name": 34, "identifier": 20, "unit": 44, "klass": 26, "excluded": 32, "reason": 40}
_WIDTH = 13
_ROWS_TO_FILL = 20_000


def _write(to: Path | BinaryIO, template: _Template, language: Language) -> None:
    """Write the sheet to fill in first, then the guide and the lists behind the drop-downs, both protected."""
    workbook = xlsxwriter.Workbook(str(to) if isinstance(to, Path) else to, {"strings_to_formulas": False})
    sheet = workbook.add_worksheet(template.sheet)
    _write_guide(workbook, template, language)
    lists = _write_lists(workbook, template, language)
    _write_columns(workbook, sheet, template, language)
    for index, column in enumerate(template.columns):
        if column.key in lists:
            sheet.data_validation(1, index, _ROWS_TO_FILL, index, _drop_down(lists[column.key]))
    sheet.freeze_panes(1, 0)
    sheet.activate()
    workbook.close()


def _write_columns(workbook: Any, sheet: Any, template: _Template, language: Language) -> None:
    """Cells are text, so that Excel leaves ``1/2`` and leading zeros alone; each header explains itself in a note."""
    header = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    example = workbook.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "italic": True, "font_color": "#666666"}
    )
    for index, column in enumerate(template.columns):
        sheet.set_column(index, index, template.widths.get(column.key, _WIDTH), text)
        sheet.write_string(0, index, column.header, header)
        sheet.write_comment(0, index, say(f"{template.words}.note.{column.key}", language), {"x_scale": 2})
        if template.example.get(column.key):
            sheet.write_string(1, index, template.example[column.key], example)


def _write_guide(workbook: Any, template: _Template, language: Language) -> None:
    guide = workbook.add_worksheet(say("template.guide", language))
    plain_text, title = workbook.add_format({"text_wrap": True, "valign": "top"}), workbook.add_format({"bold": True})
    guide.set_column(0, 0, 110)
    for row, line in enumerate(say(f"{template.words}.guide", language, **template.values).split("\n")):
        guide.write_string(row, 0, line, plain_text if row else title)
    guide.protect()


def _write_lists(workbook: Any, template: _Template, language: Language) -> dict[str, str]:
    """Write each list of choices down a column, and return its range: a list inside a rule may have 255 characters only."""
    name = say("template.lists", language)
    sheet = workbook.add_worksheet(name)
    ranges: dict[str, str] = {}
    for index, (key, choices) in enumerate((key, choices) for key, choices in template.choices.items() if choices):
        for row, choice in enumerate(choices):
            sheet.write_string(row, index, choice)
        ranges[key] = f"='{name}'!${letters(index)}$1:${letters(index)}${len(choices)}"
    sheet.protect()
    sheet.hide()
    return ranges


def _drop_down(source: str) -> dict[str, object]:
    """A choice that isn't in the list is only warned of: the import says what is wrong with it, better than Excel can."""
    return {"validate": "list", "source": source, "error_type": "warning"}
