"""The templates that ship, as an office would lay them out (Decree 30/2020/NĐ-CP), made by ``python -m`` this module.

An office replaces any of them with its own; these are where it begins. Words stand here and not in the catalogues: they are
the template's, to be changed in Word.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .document import TEMPLATES

FONT = "Times New Roman"
_LEFT, _CENTRE, _RIGHT, _BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
_RULE = "_" * 12


class _Page:
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
        line.alignment = _CENTRE
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = line.add_run()
            run._r.append(_field_part(kind, text))

    def line(self, text: str, align: Any = _CENTRE, size: int = 14, **made: Any) -> None:
        """Add a line without an indent: of a heading, a signature, a table's caption."""
        _set(self.document.add_paragraph(), text, align, size, **made)

    def text(self, text: str, lead: str = "", **made: Any) -> None:
        """Add a paragraph of running text, indented and justified; ``lead`` stands before it in bold."""
        paragraph = self.document.add_paragraph()
        if lead:
            _set(paragraph, f"{lead} ", _BOTH, 14, bold=True)
        _set(paragraph, text, _BOTH, 14, after=6, **made)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def when(self, condition: str, *paragraphs: str, **made: Any) -> None:
        """Add paragraphs that stand there only where ``condition`` holds."""
        self.line(f"{{%p if {condition} %}}")
        for text in paragraphs:
            self.text(text, **made)
        self.line("{%p endif %}")

    def each(self, row: str, rows: str, text: str, **made: Any) -> None:
        """Add a paragraph for each of ``rows``."""
        self.line(f"{{%p for {row} in {rows} %}}")
        self.text(text, **made)
        self.line("{%p endfor %}")

    def heading(self, text: str) -> None:
        """Add the heading of a section."""
        self.text(text, bold=True)

    def break_page(self) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def national_heading(self, number: str) -> None:
        """Add who issues the document and the country's name, side by side, with the document's number, place and day."""
        left = [("{{ organizer_upper }}", {"size": 13}), ("BAN TỔ CHỨC {{ kind_upper }}", {"size": 13, "bold": True})]
        right = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"size": 13, "bold": True})]
        right += [("Độc lập - Tự do - Hạnh phúc", {"size": 14, "bold": True})]
        table = self._side_by_side([6.5, 10])
        _lines(table.cell(0, 0), [*left, (_RULE, {"size": 8}), (f"Số: ……/{number}", {"size": 13})])
        day = ("……, ngày …… tháng …… năm ………", {"size": 14, "italic": True})
        _lines(table.cell(0, 1), [*right, (_RULE * 2, {"size": 8}), day])
        self.line("")

    def signatures(self, receivers: Sequence[str], signer: str) -> None:
        """Add the list of receivers and, beside it, who signs."""
        self.line("")
        table = self._side_by_side([8.2, 8.3])
        told = [(text, {"size": 11, "align": _LEFT}) for text in receivers]
        _lines(table.cell(0, 0), [("Nơi nhận:", {"size": 12, "bold": True, "italic": True, "align": _LEFT}), *told])
        signed = [(signer, {"bold": True}), ("(Ký, ghi rõ họ tên, đóng dấu)", {"italic": True}), *[("", {})] * 4]
        _lines(table.cell(0, 1), [*signed, ("……………………", {"bold": True})])

    def _side_by_side(self, widths: Sequence[float]) -> Any:
        table = self.document.add_table(1, len(widths))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Cm(width)
        return table

    def table(self, row: str, rows: str, columns: Iterable[tuple[str, str, float, Any]], size: int = 12) -> Any:
        """Add a table with a line for each of ``rows``; a column is its title, its field, its width in cm, its alignment."""
        columns = list(columns)
        table = self.document.add_table(4, len(columns), style="Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for index, (title, field, width, align) in enumerate(columns):
            for cells in table.columns[index].cells:
                cells.width = Cm(width)
            _set(table.cell(0, index).paragraphs[0], title, _CENTRE, size, bold=True)
            _set(table.cell(2, index).paragraphs[0], f"{{{{ {row}.{field} }}}}" if field else "", align, size)
        table.cell(1, 0).paragraphs[0].add_run(f"{{%tr for {row} in {rows} %}}")
        table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")
        _repeat(table.rows[0])
        _keep_together(table.rows[2])
        return table

    def total(self, table: Any, title: str, value: str, column: int, size: int = 12) -> None:
        """Add a last line to a table: ``title`` over the columns before ``column``, ``value`` there."""
        cells = table.add_row().cells
        _set(cells[0].merge(cells[column - 1]).paragraphs[0], title, _CENTRE, size, bold=True)
        _set(cells[column].paragraphs[0], value, _RIGHT, size, bold=True)

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


def _lines(cell: Any, lines: Iterable[tuple[str, dict[str, Any]]]) -> None:
    for index, (text, made) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _set(paragraph, text, **{"align": _CENTRE, "size": 14, **made})


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_together(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def report() -> bytes:
    """Return the report on a round: how it went, who took part, what came of it, who won; its units in an appendix."""
    page = _Page()
    page.national_heading("BC-BTC")
    page.line("BÁO CÁO", bold=True)
    page.line("Kết quả {{ round_name }} {{ title }}", bold=True)
    page.line(_RULE, size=8, after=6)
    page.text(
        "Thực hiện {{ plan }}, Ban Tổ chức {{ kind }} báo cáo kết quả {{ round_name }} như sau:",
    )
    _how_it_went(page)
    _who_took_part(page)
    _what_came_of_it(page)
    _who_won(page)
    page.text("Trên đây là báo cáo kết quả {{ round_name }} {{ title }}./.")
    page.signatures(["- ……………… (để báo cáo);", "- Thành viên Ban Tổ chức;", "- Lưu: VT."], "TM. BAN TỔ CHỨC")
    _appendix(page)
    return page.bytes("Báo cáo")


def _how_it_went(page: _Page) -> None:
    page.heading("I. TÌNH HÌNH TỔ CHỨC")
    page.text(
        "1. Thời gian: mở lúc {{ opens }}, đóng lúc {{ closes }}"
        "{% if results_at %}; công bố kết quả từ {{ results_at }}{% endif %}."
    )
    page.text("2. Hình thức: thi trực tuyến, mỗi bài thi có {{ questions }} câu hỏi trắc nghiệm.")
    page.text("3. Thứ tự các tiêu chí xếp hạng:")
    page.each("c", "criteria", "{{ c.number }}) {{ c.rule }}")
    page.text("4. Số liệu trong báo cáo này lấy từ bản kết quả {{ revision }} ({{ approved }}), lập lúc {{ made_at }}.")


def _who_took_part(page: _Page) -> None:
    page.heading("II. KẾT QUẢ THAM GIA")
    page.text(
        "1. Có {{ people }} người dự thi với {{ papers }} bài thi được tính"
        "{% if rate %}. Trong các đơn vị đã có số người thuộc diện dự thi, {{ people_of_headcount }}/{{ headcount }} người"
        " đã dự thi, đạt {{ rate }}{% endif %}."
    )
    page.text(
        "Trong số bài thi được tính có {{ submitted }} bài do thí sinh nộp ({{ submitted_share }}), {{ timed_out }} bài hết "
        "giờ được thu tự động ({{ timed_out_share }}), {{ blank }} bài hết giờ không có câu trả lời ({{ blank_share }})."
    )
    page.text("Ngoài ra có {{ ruled_out }} lượt thi không được tính, trên tổng số {{ attempts }} lượt thi.")
    page.text("2. Số bài thi và số người dự thi theo ngày:")
    page.table(
        "d", "days", [("Ngày", "day", 5, _CENTRE), ("Số bài thi", "papers", 5, _RIGHT), ("Số người", "people", 5, _RIGHT)]
    )
    page.line("", size=6)
    page.text(
        "3. Có {{ units_taking_part }}/{{ units_number }} đơn vị có người dự thi; số liệu từng đơn vị ở Phụ lục kèm theo."
    )
    page.when("below", "Có {{ below_number }} đơn vị chưa đạt tỷ lệ tham gia tối thiểu:")
    page.each("u", "below", "- {{ u.name }}: {{ u.rate }} ({{ u.people }}/{{ u.headcount }} người), yêu cầu {{ u.owed }};")


def _what_came_of_it(page: _Page) -> None:
    page.heading("III. CHẤT LƯỢNG BÀI THI")
    page.text("1. Phân loại {{ papers }} bài thi theo số câu trả lời đúng:")
    page.table(
        "b", "bands", [("Mức", "name", 8, _LEFT), ("Số bài thi", "papers", 4, _RIGHT), ("Tỷ lệ", "share", 3.5, _RIGHT)]
    )
    page.line("", size=6)
    page.text(
        "Tính theo người, có {{ perfect }} người trả lời đúng tất cả các câu ({{ perfect_share }}), {{ zero }} người không "
        "trả lời đúng câu nào ({{ zero_share }})."
    )
    page.text("2. Những câu hỏi có tỷ lệ trả lời đúng thấp nhất:")
    columns = [("STT", "number", 1.2, _CENTRE), ("Nội dung câu hỏi", "text", 8.8, _LEFT)]
    columns += [("Số bài có câu này", "papers", 2.2, _RIGHT), ("Số bài đúng", "got", 2, _RIGHT)]
    page.table("q", "hardest", [*columns, ("Tỷ lệ", "share", 2.2, _RIGHT)])
    page.line("", size=6)


def _who_won(page: _Page) -> None:
    page.heading("IV. KẾT QUẢ XẾP GIẢI")
    page.text("1. Có {{ winners_number }} cá nhân đạt giải:")
    columns = [("STT", "number", 1.2, _CENTRE), ("Họ và tên", "name", 3.6, _LEFT), ("Đơn vị", "unit", 3.4, _LEFT)]
    columns += [("Giải", "prize", 2.2, _LEFT), ("Căn cứ xếp hạng", "why", 6.1, _LEFT)]
    page.table("w", "winners", columns)
    page.line("", size=6)
    page.when("amount", "Tổng số tiền thưởng: {{ amount }} đồng (bằng chữ: {{ amount_words }}).")
    page.each("n", "not_given", "- {{ n.name }}: {{ n.given }} giải không trao; lý do: {{ n.why }}.")
    page.when("adjusted", "2. Các quyết định sau khi đóng vòng thi:")
    page.each("a", "adjusted", "- {{ a.sentence }}")


def _appendix(page: _Page) -> None:
    page.break_page()
    page.line("PHỤ LỤC", bold=True)
    page.line("Kết quả tham gia của các đơn vị, {{ round_name }}", bold=True)
    page.line("(Kèm theo Báo cáo số ……/BC-BTC ngày ……/……/…… của Ban Tổ chức {{ kind }})", italic=True, after=6)
    columns = [("STT", "number", 1.1, _CENTRE), ("Đơn vị", "name", 5, _LEFT), ("Số người", "headcount", 1.7, _RIGHT)]
    columns += [("Dự thi", "people", 1.6, _RIGHT), ("Tỷ lệ", "rate", 1.9, _RIGHT), ("Số bài", "papers", 1.6, _RIGHT)]
    columns += [("Điểm TB", "mean", 1.6, _RIGHT), ("Tỷ lệ tối thiểu", "met", 2, _CENTRE)]
    page.table("u", "units", columns, size=11)


def decision() -> bytes:
    """Return the decision that recognises a round's results, with the list of winners behind it."""
    page = _Page()
    page.national_heading("QĐ-BTC")
    page.line("QUYẾT ĐỊNH", bold=True)
    page.line("Về việc công nhận kết quả {{ round_name }} {{ title }}", bold=True)
    page.line(_RULE, size=8, after=6)
    page.line("TRƯỞNG BAN TỔ CHỨC {{ kind_upper }}", bold=True, after=6)
    page.text("Căn cứ {{ plan }};", italic=True)
    page.text("Căn cứ Thể lệ {{ title }};", italic=True)
    page.text("Căn cứ kết quả {{ round_name }} (bản kết quả {{ revision }});", italic=True)
    page.text("Theo đề nghị của ………………………………………………………", italic=True)
    page.line("QUYẾT ĐỊNH:", bold=True, after=6)
    page.text(
        "Công nhận kết quả {{ round_name }} {{ title }} và {{ winners_number }} cá nhân đạt giải (có danh sách kèm theo).",
        lead="Điều 1.",
    )
    page.text("Trao giải cho các cá nhân có tên tại Điều 1{% if prizes %}, gồm:{% else %}.{% endif %}", lead="Điều 2.")
    page.each(
        "p",
        "prizes",
        "- {{ p.given }} {{ p.name }}{% if p.each %}, mỗi giải {{ p.each }} đồng, cộng {{ p.total }} đồng{% endif %};",
    )
    page.when(
        "amount",
        "Tổng số tiền thưởng: {{ amount }} đồng (bằng chữ: {{ amount_words }}). Kinh phí lấy từ nguồn ……………………………",
    )
    page.text(
        "Quyết định này có hiệu lực kể từ ngày ký. Ban Tổ chức {{ kind }}, các cơ quan, đơn vị liên quan và các cá "
        "nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        lead="Điều 3.",
    )
    page.signatures(["- Như Điều 3;", "- ………………;", "- Lưu: VT."], "TRƯỞNG BAN")
    page.break_page()
    page.line("DANH SÁCH CÁ NHÂN ĐẠT GIẢI", bold=True)
    page.line("{{ round_name }} {{ title }}", bold=True)
    page.line("(Kèm theo Quyết định số ……/QĐ-BTC ngày ……/……/…… của Trưởng Ban Tổ chức)", italic=True, after=6)
    columns = [("STT", "number", 1.2, _CENTRE), ("Họ và tên", "name", 4.6, _LEFT), ("Đơn vị", "unit", 4.8, _LEFT)]
    columns += [("Giải", "prize", 3, _LEFT), ("Tiền thưởng (đồng)", "amount", 2.9, _RIGHT)]
    page.total(page.table("w", "winners", columns, size=13), "Tổng cộng", "{{ amount }}", column=4, size=13)
    return page.bytes("Quyết định công nhận kết quả")


def treasury() -> bytes:
    """Return the list by which the prizes of a round are paid."""
    page = _Page()
    page.national_heading("DS-BTC")
    page.line("DANH SÁCH CHI TRẢ TIỀN THƯỞNG", bold=True)
    page.line("{{ round_name }} {{ title }}", bold=True)
    page.line("(Kèm theo Quyết định số ……/QĐ-BTC ngày ……/……/…… của Trưởng Ban Tổ chức)", italic=True, after=6)
    columns = [("STT", "number", 1.2, _CENTRE), ("Họ và tên", "name", 4.2, _LEFT), ("Đơn vị", "unit", 4, _LEFT)]
    columns += [("Giải", "prize", 2.6, _LEFT), ("Số tiền (đồng)", "amount", 2.5, _RIGHT), ("Ký nhận", "", 2, _CENTRE)]
    page.total(page.table("w", "payees", columns, size=13), "Tổng cộng", "{{ amount }}", column=4, size=13)
    page.line("", size=6)
    page.text("Số tiền bằng chữ: {{ amount_words }}.", italic=True)
    page.line("")
    table = page._side_by_side([5.5, 5.5, 5.5])
    for cell, who in zip(table.rows[0].cells, ("NGƯỜI LẬP", "KẾ TOÁN", "TRƯỞNG BAN"), strict=True):
        _lines(cell, [(who, {"size": 13, "bold": True}), ("(Ký, ghi rõ họ tên)", {"size": 12, "italic": True})])
    return page.bytes("Danh sách chi trả tiền thưởng")


MADE = {"bao-cao.docx": report, "quyet-dinh.docx": decision, "danh-sach-chi-tra.docx": treasury}


if __name__ == "__main__":
    for name, make in MADE.items():
        (TEMPLATES / name).write_bytes(make())
