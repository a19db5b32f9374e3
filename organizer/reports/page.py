"""A document of an office as it is laid out by Decree 30/2020/NĐ-CP: its heading, its running text, tables, signatures."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT = "Times New Roman"
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
RULE = "_" * 12


class Page:
    """A document under way: A4, its margins, its typeface, and the ways in which its lines are set."""

    def __init__(self, landscape: bool = False):
        self.document = Document()
        self._paper(landscape)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(14)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        self._number_pages()

    def _paper(self, landscape: bool) -> None:
        section = self.document.sections[0]
        width, height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)

    def _number_pages(self) -> None:
        """Number the pages in the head, all but the first."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        line = section.header.paragraphs[0]
        line.alignment = CENTRE
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = line.add_run()
            run._r.append(_field_part(kind, text))

    def line(self, text: str, align: Any = CENTRE, size: int = 14, **made: Any) -> None:
        """Add a line without an indent: of a heading, a signature, a table's caption."""
        _set(self.document.add_paragraph(), text, align, size, **made)

    def text(self, text: str, lead: str = "", **made: Any) -> None:
        """Add a paragraph of running text, indented and justified; ``lead`` stands before it in bold."""
        paragraph = self.document.add_paragraph()
        if lead:
            _set(paragraph, f"{lead} ", BOTH, 14, bold=True)
        _set(paragraph, text, BOTH, 14, after=6, **made)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def when(self, condition: str, *paragraphs: str, **made: Any) -> None:
        """Add paragraphs that stand there only where ``condition`` holds."""
        with self.only_if(condition):
            for text in paragraphs:
                self.text(text, **made)

    def each(self, row: str, rows: str, text: str, **made: Any) -> None:
        """Add a paragraph for each of ``rows``."""
        self.line(f"{{%p for {row} in {rows} %}}")
        self.text(text, **made)
        self.line("{%p endfor %}")

    @contextmanager
    def only_if(self, condition: str) -> Iterator[None]:
        """Have everything that is added meanwhile, tables too, stand there only where ``condition`` holds."""
        self.line(f"{{%p if {condition} %}}")
        yield
        self.line("{%p endif %}")

    def heading(self, text: str) -> None:
        """Add the heading of a section."""
        self.text(text, bold=True)

    def break_page(self) -> None:
        """Go on at the top of the next page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def national_heading(self, number: str) -> None:
        """Add who issues the document and the country's name, side by side, with the document's number, place and day."""
        left = [("{{ organizer_upper }}", {"size": 13}), ("BAN TỔ CHỨC {{ kind_upper }}", {"size": 13, "bold": True})]
        right = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"size": 13, "bold": True})]
        right += [("Độc lập - Tự do - Hạnh phúc", {"size": 14, "bold": True})]
        table = self.side_by_side([6.5, 10])
        lines(table.cell(0, 0), [*left, (RULE, {"size": 8}), (f"Số: ……/{number}", {"size": 13})])
        day = ("……, ngày …… tháng …… năm ………", {"size": 14, "italic": True})
        lines(table.cell(0, 1), [*right, (RULE * 2, {"size": 8}), day])
        self.line("")

    def signatures(self, receivers: Sequence[str], signer: str) -> None:
        """Add the list of receivers and, beside it, who signs."""
        self.line("")
        table = self.side_by_side([8.2, 8.3])
        told = [(text, {"size": 11, "align": LEFT}) for text in receivers]
        lines(table.cell(0, 0), [("Nơi nhận:", {"size": 12, "bold": True, "italic": True, "align": LEFT}), *told])
        signed = [(signer, {"bold": True}), ("(Ký, ghi rõ họ tên, đóng dấu)", {"italic": True}), *[("", {})] * 4]
        lines(table.cell(0, 1), [*signed, ("……………………", {"bold": True})])

    def three_signatures(self) -> None:
        """Add who made a list of payments, who keeps the accounts and who answers for it."""
        self.line("")
        table = self.side_by_side([5.5, 5.5, 5.5])
        for cell, who in zip(table.rows[0].cells, ("NGƯỜI LẬP", "KẾ TOÁN", "TRƯỞNG BAN"), strict=True):
            lines(cell, [(who, {"size": 13, "bold": True}), ("(Ký, ghi rõ họ tên)", {"size": 12, "italic": True})])

    def side_by_side(self, widths: Sequence[float]) -> Any:
        """Add a table of one line without rules, its columns so many centimetres wide."""
        table = self.document.add_table(1, len(widths))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Cm(width)
        return table

    def table(self, row: str, rows: str, columns: Iterable[tuple[str, str, float, Any]], size: int = 12) -> Any:
        """Add a table with a line for each of ``rows``.

        A column is its title, the row's field or a text with several, its width in cm, its alignment.
        """
        columns = list(columns)
        table = self.document.add_table(4, len(columns), style="Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for index, (title, field, width, align) in enumerate(columns):
            for cells in table.columns[index].cells:
                cells.width = Cm(width)
            _set(table.cell(0, index).paragraphs[0], title, CENTRE, size, bold=True)
            shown = f"{{{{ {row}.{field} }}}}" if field and "{" not in field else field
            _set(table.cell(2, index).paragraphs[0], shown, align, size)
        table.cell(1, 0).paragraphs[0].add_run(f"{{%tr for {row} in {rows} %}}")
        table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")
        _repeat(table.rows[0])
        _keep_together(table.rows[2])
        return table

    def total(self, table: Any, title: str, value: str, column: int, size: int = 12) -> None:
        """Add a last line to a table: ``title`` over the columns before ``column``, ``value`` there."""
        cells = table.add_row().cells
        _set(cells[0].merge(cells[column - 1]).paragraphs[0], title, CENTRE, size, bold=True)
        _set(cells[column].paragraphs[0], value, RIGHT, size, bold=True)

    def bytes(self, title: str) -> bytes:
        """Return the document's file."""
        self.document.core_properties.title, self.document.core_properties.author = title, ""
        self.document.core_properties.comments = ""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def _field_part(kind: str, text: str) -> Any:
    part = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        part.set(qn("w:fldCharType"), kind)
    else:
        part.text = text
    return part


def _set(paragraph: Any, text: str, align: Any, size: int, bold: bool = False, italic: bool = False, after: int = 0) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def lines(cell: Any, told: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write lines into a cell, each with how it is set."""
    for index, (text, made) in enumerate(told):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _set(paragraph, text, **{"align": CENTRE, "size": 14, **made})


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_together(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
