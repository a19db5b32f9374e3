"""The templates that ship, as an office would lay them out (Decree 30/2020/NĐ-CP), made by ``python -m`` this module.

An office replaces any of them with its own; these are where it begins. Words stand here and not in the catalogues: they are
the template's, to be changed in Word.
"""

from __future__ import annotations

from . import final_templates, parts
from .document import TEMPLATES
from .page import CENTRE, LEFT, RIGHT, RULE, Page


def report() -> bytes:
    """Return the report on a round: how it went, who took part, what came of it, who won; its units in an appendix."""
    page = Page()
    page.national_heading("BC-BTC")
    page.line("BÁO CÁO", bold=True)
    page.line("Kết quả {{ round_name }} {{ title }}", bold=True)
    page.line(RULE, size=8, after=6)
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


def _how_it_went(page: Page) -> None:
    page.heading("I. TÌNH HÌNH TỔ CHỨC")
    page.text(
        "1. Thời gian: mở lúc {{ opens }}, đóng lúc {{ closes }}"
        "{% if results_at %}; công bố kết quả từ {{ results_at }}{% endif %}."
    )
    page.text("2. Hình thức: thi trực tuyến, mỗi bài thi có {{ questions }} câu hỏi trắc nghiệm.")
    page.text("3. Thứ tự các tiêu chí xếp hạng:")
    page.each("c", "criteria", "{{ c.number }}) {{ c.rule }}")
    page.text("4. Số liệu trong báo cáo này lấy từ bản kết quả {{ revision }} ({{ approved }}), lập lúc {{ made_at }}.")


def _who_took_part(page: Page) -> None:
    page.heading("II. KẾT QUẢ THAM GIA")
    page.text(
        "1. Có {{ people }} người dự thi với {{ papers }} bài thi được tính"
        "{% if rate %}. Trong các đơn vị đã có số người thuộc diện dự thi, {{ people_of_headcount }}/{{ headcount }} người"
        " đã dự thi, đạt {{ rate }}{% endif %}."
    )
    parts.handed_in(page)
    page.text("2. Số bài thi và số người dự thi theo ngày:")
    page.table(
        "d", "days", [("Ngày", "day", 5, CENTRE), ("Số bài thi", "papers", 5, RIGHT), ("Số người", "people", 5, RIGHT)]
    )
    page.line("", size=6)
    page.text(
        "3. Có {{ units_taking_part }}/{{ units_number }} đơn vị có người dự thi; số liệu từng đơn vị ở Phụ lục kèm theo."
    )
    page.when("below", "Có {{ below_number }} đơn vị chưa đạt tỷ lệ tham gia tối thiểu:")
    page.each("u", "below", "- {{ u.name }}: {{ u.rate }} ({{ u.people }}/{{ u.headcount }} người), yêu cầu {{ u.owed }};")
    with page.only_if("leaders_of"):
        page.text("4. Lãnh đạo đơn vị đã dự thi: {{ leaders_came }}/{{ leaders_of }} người ({{ leaders_share }}), gồm:")
        page.each("l", "leaders", "- {{ l.name }}: {{ l.came }}/{{ l.of }};")


def _what_came_of_it(page: Page) -> None:
    page.heading("III. CHẤT LƯỢNG BÀI THI")
    page.text("1. Phân loại {{ papers }} bài thi theo số câu trả lời đúng:")
    parts.bands(page)
    page.text(
        "Tính theo người, có {{ perfect }} người trả lời đúng tất cả các câu ({{ perfect_share }}), {{ zero }} người không "
        "trả lời đúng câu nào ({{ zero_share }})."
    )
    page.text("2. Những câu hỏi có tỷ lệ trả lời đúng thấp nhất:")
    columns = [("STT", "number", 1.2, CENTRE), ("Nội dung câu hỏi", "text", 8.8, LEFT)]
    columns += [("Số bài có câu này", "papers", 2.2, RIGHT), ("Số bài đúng", "got", 2, RIGHT)]
    page.table("q", "hardest", [*columns, ("Tỷ lệ", "share", 2.2, RIGHT)])
    page.line("", size=6)


def _who_won(page: Page) -> None:
    # A plan may leave all prizes to somebody else's (S3:37): then the report has no section of winners.
    with page.only_if("winners or not_given"):
        page.heading("IV. KẾT QUẢ XẾP GIẢI")
        page.text("Có {{ winners_number }} cá nhân đạt giải:")
        columns = [("STT", "number", 1.2, CENTRE), ("Họ và tên", "name", 3.6, LEFT), ("Đơn vị", "unit", 3.4, LEFT)]
        columns += [("Giải", "prize", 2.2, LEFT), ("Căn cứ xếp hạng", "why", 6.1, LEFT)]
        page.table("w", "winners", columns)
        page.line("", size=6)
        page.when("amount", "Tổng số tiền thưởng: {{ amount }} đồng (bằng chữ: {{ amount_words }}).")
        page.each("n", "not_given", "- {{ n.name }}: {{ n.given }} giải không trao; lý do: {{ n.why }}.")
    with page.only_if("adjusted"):
        page.heading("CÁC QUYẾT ĐỊNH SAU KHI ĐÓNG VÒNG THI")
        page.each("a", "adjusted", "- {{ a.sentence }}")


def _appendix(page: Page) -> None:
    page.break_page()
    page.line("PHỤ LỤC", bold=True)
    page.line("Kết quả tham gia của các đơn vị, {{ round_name }}", bold=True)
    page.line("(Kèm theo Báo cáo số ……/BC-BTC ngày ……/……/…… của Ban Tổ chức {{ kind }})", italic=True, after=6)
    columns = [("STT", "number", 1.1, CENTRE), ("Đơn vị", "name", 5, LEFT), ("Số người", "headcount", 1.7, RIGHT)]
    columns += [("Dự thi", "people", 1.6, RIGHT), ("Tỷ lệ", "rate", 1.9, RIGHT), ("Số bài", "papers", 1.6, RIGHT)]
    columns += [("Điểm TB", "mean", 1.6, RIGHT), ("Tỷ lệ tối thiểu", "met", 2, CENTRE)]
    page.table("u", "units", columns, size=11)


def decision() -> bytes:
    """Return the decision that recognises a round's results, with the list of winners behind it."""
    page = Page()
    page.national_heading("QĐ-BTC")
    page.line("QUYẾT ĐỊNH", bold=True)
    page.line("Về việc công nhận kết quả {{ round_name }} {{ title }}", bold=True)
    page.line(RULE, size=8, after=6)
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
    columns = [("STT", "number", 1.2, CENTRE), ("Họ và tên", "name", 4.6, LEFT), ("Đơn vị", "unit", 4.8, LEFT)]
    columns += [("Giải", "prize", 3, LEFT), ("Tiền thưởng (đồng)", "amount", 2.9, RIGHT)]
    page.total(page.table("w", "winners", columns, size=13), "Tổng cộng", "{{ amount }}", column=4, size=13)
    return page.bytes("Quyết định công nhận kết quả")


def treasury() -> bytes:
    """Return the list by which the prizes of a round are paid."""
    page = Page()
    page.national_heading("DS-BTC")
    page.line("DANH SÁCH CHI TRẢ TIỀN THƯỞNG", bold=True)
    page.line("{{ round_name }} {{ title }}", bold=True)
    page.line("(Kèm theo Quyết định số ……/QĐ-BTC ngày ……/……/…… của Trưởng Ban Tổ chức)", italic=True, after=6)
    columns = [("STT", "number", 1.2, CENTRE), ("Họ và tên", "name", 4.2, LEFT), ("Đơn vị", "unit", 4, LEFT)]
    columns += [("Giải", "prize", 2.6, LEFT), ("Số tiền (đồng)", "amount", 2.5, RIGHT), ("Ký nhận", "", 2, CENTRE)]
    page.total(page.table("w", "payees", columns, size=13), "Tổng cộng", "{{ amount }}", column=4, size=13)
    page.line("", size=6)
    page.text("Số tiền bằng chữ: {{ amount_words }}.", italic=True)
    page.three_signatures()
    return page.bytes("Danh sách chi trả tiền thưởng")


MADE = {
    "bao-cao.docx": report,
    "quyet-dinh.docx": decision,
    "danh-sach-chi-tra.docx": treasury,
    "bao-cao-chung.docx": final_templates.report,
    "quyet-dinh-chung.docx": final_templates.decision,
    "danh-sach-chi-tra-chung.docx": final_templates.treasury,
}


if __name__ == "__main__":
    for name, make in MADE.items():
        (TEMPLATES / name).write_bytes(make())
