"""The templates on a contest as a whole: its report, the decision that recognises its results, the list to pay by."""

from __future__ import annotations

from . import parts
from .page import CENTRE, LEFT, RIGHT, RULE, Page

_ENCLOSED = "(Kèm theo {} ngày ……/……/…… của {})"
_UNIT = "{% if u.under %}– {% endif %}{{ u.name }}"
"""A unit below the one that it stands under."""


def _prize(row: str) -> str:
    """Return a unit's prize, with its group where units compete in groups, and what comes with the prize besides."""
    group = f"{{% if {row}.group %}}, {{{{ {row}.group }}}}{{% endif %}}"
    return f"{{{{ {row}.prize }}}}{group}{{% if {row}.note %}} ({{{{ {row}.note }}}}){{% endif %}}"


def report() -> bytes:
    """Return the report on a contest: its rounds side by side, who took part, what came of it, who won; units behind it."""
    page = Page()
    page.national_heading("BC-BTC")
    page.line("BÁO CÁO", bold=True)
    page.line("Kết quả {{ title }}", bold=True)
    page.line(RULE, size=8, after=6)
    page.text("Thực hiện {{ plan }}, Ban Tổ chức {{ kind }} báo cáo kết quả {{ title }} như sau:")
    _how_it_went(page)
    _who_took_part(page)
    _what_came_of_it(page)
    _who_won(page)
    page.text("Trên đây là báo cáo kết quả {{ title }}./.")
    page.signatures(["- ……………… (để báo cáo);", "- Thành viên Ban Tổ chức;", "- Lưu: VT."], "TM. BAN TỔ CHỨC")
    _units_appendix(page)
    _reasons_appendix(page)
    return page.bytes("Báo cáo kết quả chung cuộc")


def _how_it_went(page: Page) -> None:
    page.heading("I. TÌNH HÌNH TỔ CHỨC")
    page.text(
        "1. Thời gian: tổ chức {{ rounds_number }} vòng thi, vòng đầu mở lúc {{ opens }}, vòng cuối đóng lúc {{ closes }}; "
        "kết quả chung cuộc công bố từ {{ results_at }}."
    )
    page.text("2. Hình thức: thi trực tuyến, mỗi bài thi có {{ questions }} câu hỏi trắc nghiệm.")
    page.text(
        "3. Số liệu trong báo cáo này lấy từ bản kết quả chung cuộc {{ revision }} ({{ approved }}), lập trên kết quả của "
        "từng vòng ({{ rests_on }}). Báo cáo lập lúc {{ made_at }}."
    )


def _who_took_part(page: Page) -> None:
    page.heading("II. KẾT QUẢ THAM GIA")
    page.text(
        "1. Có {{ people }} người dự thi ít nhất một vòng, với {{ turns }} lượt người dự thi và {{ papers }} bài thi được "
        "tính{% if rate %}. Trong các đơn vị đã có số người thuộc diện dự thi, {{ people_of_headcount }}/{{ headcount }} "
        "người đã dự thi, đạt {{ rate }}{% endif %}."
    )
    parts.handed_in(page)
    page.text("2. Kết quả từng vòng thi:")
    columns = [("STT", "number", 1.1, CENTRE), ("Vòng thi", "name", 3, LEFT), ("Từ ngày", "first_day", 2.4, CENTRE)]
    columns += [("Đến ngày", "last_day", 2.4, CENTRE), ("Số người", "people", 1.7, RIGHT), ("Tỷ lệ", "rate", 1.9, RIGHT)]
    columns += [("Số bài", "papers", 1.7, RIGHT), ("Đúng tất cả", "perfect", 1.4, RIGHT), ("Điểm 0", "zero", 1.2, RIGHT)]
    page.table("r", "rounds", columns, size=11)
    page.line("", size=6)
    page.text(
        "3. Có {{ every_round }} người dự thi đủ mọi vòng thi ({{ every_round_share }} số người dự thi). Số người theo số "
        "vòng đã dự thi:"
    )
    columns = [("Số vòng đã dự thi", "rounds", 5, CENTRE), ("Số người", "people", 4, RIGHT), ("Tỷ lệ", "share", 3.5, RIGHT)]
    page.table("a", "attendance", columns)
    page.line("", size=6)
    page.text(
        "4. Có {{ units_taking_part }}/{{ units_number }} đơn vị có người dự thi; số liệu từng đơn vị ở Phụ lục I kèm theo."
    )
    page.when("below", "Có {{ below_number }} đơn vị chưa đạt tỷ lệ tham gia tối thiểu:")
    page.each("u", "below", "- {{ u.name }}: {{ u.fell_short }}, yêu cầu {{ u.owed }};")
    with page.only_if("leaders_of"):
        page.text(
            "5. Lãnh đạo đơn vị dự thi đủ {{ rounds_number }} vòng: {{ leaders_came }}/{{ leaders_of }} người "
            "({{ leaders_share }}), gồm:"
        )
        page.each("l", "leaders", "- {{ l.name }}: {{ l.came }}/{{ l.of }};")


def _what_came_of_it(page: Page) -> None:
    page.heading("III. CHẤT LƯỢNG BÀI THI")
    page.text("1. Phân loại {{ papers }} bài thi của các vòng theo số câu trả lời đúng:")
    parts.bands(page)
    page.text(
        "Tính theo {{ turns }} lượt người dự thi, có {{ perfect }} lượt trả lời đúng tất cả các câu ({{ perfect_share }}), "
        "{{ zero }} lượt không trả lời đúng câu nào ({{ zero_share }})."
    )
    page.text("2. Những câu hỏi có tỷ lệ trả lời đúng thấp nhất:")
    columns = [("STT", "number", 1.2, CENTRE), ("Vòng thi", "round", 2.6, LEFT), ("Nội dung câu hỏi", "text", 6.6, LEFT)]
    columns += [("Số bài có câu này", "papers", 2.1, RIGHT), ("Số bài đúng", "got", 1.9, RIGHT)]
    page.table("q", "hardest", [*columns, ("Tỷ lệ", "share", 2.1, RIGHT)])
    page.line("", size=6)


def _who_won(page: Page) -> None:
    page.heading("IV. KẾT QUẢ XẾP GIẢI")
    with page.only_if("not (winners or not_given or awarded)"):
        page.text("Kế hoạch không quy định giải thưởng trong phạm vi cuộc thi này.")
    with page.only_if("winners"):
        page.text("Giải cá nhân: đã trao {{ winners_number }} giải.")
        columns = [("STT", "number", 1.2, CENTRE), ("Họ và tên", "name", 4.4, LEFT), ("Đơn vị", "unit", 4.5, LEFT)]
        page.table("w", "winners", [*columns, ("Vòng thi", "round", 2.8, LEFT), ("Giải", "prize", 3.6, LEFT)])
        page.line("", size=6)
    page.each("n", "not_given", "- {{ n.name }}, {{ n.round }}: {{ n.given }} giải không trao; lý do: {{ n.why }}.")
    with page.only_if("awarded"):
        page.text("Giải tập thể: {{ unit_winners_number }} đơn vị đạt giải.")
        columns = [("STT", "number", 1.2, CENTRE), ("Đơn vị", "name", 4.4, LEFT), ("Giải", _prize("t"), 3.8, LEFT)]
        page.table("t", "unit_winners", [*columns, ("Căn cứ xếp hạng", "why", 7.1, LEFT)])
        page.line("", size=6)
    page.each(
        "n",
        "unit_not_given",
        "- {{ n.name }}{% if n.group %}, {{ n.group }}{% endif %}: {{ n.given }} giải không trao; lý do: {{ n.why }}.",
    )
    page.when(
        "amount",
        "Tổng số tiền thưởng: {{ amount }} đồng (bằng chữ: {{ amount_words }}){% if people_amount and units_amount %}, "
        "trong đó giải cá nhân {{ people_amount }} đồng, giải tập thể {{ units_amount }} đồng{% endif %}{% if budget %}; "
        "dự toán {{ budget }} đồng, đạt {{ budget_share }}{% endif %}.",
    )
    page.when("adjusted", "Các quyết định sau khi đóng vòng thi:")
    page.each("a", "adjusted", "- {{ a.round }}: {{ a.sentence }}")


def _units_appendix(page: Page) -> None:
    page.break_page()
    page.line("PHỤ LỤC I", bold=True)
    page.line("Số liệu của các đơn vị trong tất cả các vòng thi", bold=True)
    page.line(_ENCLOSED.format("Báo cáo số ……/BC-BTC", "Ban Tổ chức {{ kind }}"), italic=True, after=6)
    columns = [("STT", "number", 1, CENTRE), ("Đơn vị", _UNIT, 4.3, LEFT), ("Số người", "headcount", 1.6, RIGHT)]
    columns += [("Dự thi", "people", 1.5, RIGHT), ("Tỷ lệ", "rate", 1.9, RIGHT), ("Số bài", "papers", 1.5, RIGHT)]
    columns += [("Điểm TB", "mean", 1.4, RIGHT), ("Hạng", "rank", 1.2, RIGHT), ("Giải", "prize", 2.2, LEFT)]
    page.table("u", "units", columns, size=11)


def _reasons_appendix(page: Page) -> None:
    with page.only_if("awarded"):
        page.break_page()
        page.line("PHỤ LỤC II", bold=True)
        page.line("Căn cứ xếp hạng và xét giải tập thể", bold=True)
        page.line(_ENCLOSED.format("Báo cáo số ……/BC-BTC", "Ban Tổ chức {{ kind }}"), italic=True, after=6)
        columns = [("STT", "number", 1.1, CENTRE), ("Đơn vị", _UNIT, 5, LEFT), ("Hạng", "rank", 1.3, RIGHT)]
        reason = "{% if u.group %}{{ u.group }}: {% endif %}{{ u.why }}"
        page.table("u", "units", [*columns, ("Căn cứ", reason, 9.1, LEFT)], size=11)


def decision() -> bytes:
    """Return the decision that recognises a contest's results, with the lists of people and of units behind it."""
    page = Page()
    page.national_heading("QĐ-BTC")
    page.line("QUYẾT ĐỊNH", bold=True)
    page.line("Về việc công nhận kết quả {{ title }}", bold=True)
    page.line(RULE, size=8, after=6)
    page.line("TRƯỞNG BAN TỔ CHỨC {{ kind_upper }}", bold=True, after=6)
    page.text("Căn cứ {{ plan }};", italic=True)
    page.text("Căn cứ Thể lệ {{ title }};", italic=True)
    page.text(
        "Căn cứ kết quả chung cuộc (bản kết quả {{ revision }}) và kết quả các vòng thi ({{ rests_on }});", italic=True
    )
    page.text("Theo đề nghị của ………………………………………………………", italic=True)
    page.line("QUYẾT ĐỊNH:", bold=True, after=6)
    page.text(
        "Công nhận kết quả {{ title }}{% if winners or unit_winners %}, gồm {{ winners_number }} giải cá nhân và "
        "{{ unit_winners_number }} giải tập thể (có danh sách kèm theo){% endif %}.",
        lead="Điều 1.",
    )
    page.text(
        "Trao giải cho các cá nhân, tập thể có tên tại Điều 1{% if prizes or unit_prizes %}, gồm:{% else %}.{% endif %}",
        lead="Điều 2.",
    )
    for rows in ("prizes", "unit_prizes"):
        page.each(
            "p",
            rows,
            "- {{ p.given }} {{ p.name }}{% if p.each %}, mỗi giải {{ p.each }} đồng, cộng {{ p.total }} đồng{% endif %};",
        )
    page.when(
        "amount",
        "Tổng số tiền thưởng: {{ amount }} đồng (bằng chữ: {{ amount_words }}). Kinh phí lấy từ nguồn ……………………………",
    )
    page.text(
        "Quyết định này có hiệu lực kể từ ngày ký. Ban Tổ chức {{ kind }}, các cơ quan, đơn vị liên quan và các cá nhân, "
        "tập thể có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        lead="Điều 3.",
    )
    page.signatures(["- Như Điều 3;", "- ………………;", "- Lưu: VT."], "TRƯỞNG BAN")
    _people_listed(page)
    _units_listed(page)
    return page.bytes("Quyết định công nhận kết quả chung cuộc")


def _people_listed(page: Page) -> None:
    with page.only_if("winners"):
        page.break_page()
        page.line("DANH SÁCH CÁ NHÂN ĐẠT GIẢI", bold=True)
        _of_the_decision(page)
        columns = [("STT", "number", 1.1, CENTRE), ("Họ và tên", "name", 3.9, LEFT), ("Đơn vị", "unit", 3.3, LEFT)]
        columns += [("Vòng thi", "round", 2.7, LEFT), ("Giải", "prize", 3.3, LEFT)]
        table = page.table("w", "winners", [*columns, ("Tiền thưởng (đồng)", "amount", 2.2, RIGHT)])
        page.total(table, "Tổng cộng", "{{ people_amount }}", column=5, size=12)


def _units_listed(page: Page) -> None:
    with page.only_if("unit_winners"):
        page.break_page()
        page.line("DANH SÁCH TẬP THỂ ĐẠT GIẢI", bold=True)
        _of_the_decision(page)
        columns = [("STT", "number", 1.2, CENTRE), ("Đơn vị", "name", 6.4, LEFT), ("Giải", _prize("t"), 6, LEFT)]
        table = page.table("t", "unit_winners", [*columns, ("Tiền thưởng (đồng)", "amount", 2.9, RIGHT)], size=13)
        page.total(table, "Tổng cộng", "{{ units_amount }}", column=3, size=13)


def _of_the_decision(page: Page) -> None:
    page.line("{{ title }}", bold=True)
    page.line(_ENCLOSED.format("Quyết định số ……/QĐ-BTC", "Trưởng Ban Tổ chức"), italic=True, after=6)


def treasury() -> bytes:
    """Return the list by which all prizes of a contest are paid, people's and units'."""
    page = Page()
    page.national_heading("DS-BTC")
    page.line("DANH SÁCH CHI TRẢ TIỀN THƯỞNG", bold=True)
    _of_the_decision(page)
    columns = [("STT", "number", 1.2, CENTRE), ("Họ và tên, tập thể", "name", 4.2, LEFT), ("Đơn vị", "unit", 3.8, LEFT)]
    columns += [("Giải", "prize", 2.8, LEFT), ("Số tiền (đồng)", "amount", 2.5, RIGHT), ("Ký nhận", "", 2, CENTRE)]
    page.total(page.table("w", "payees", columns, size=13), "Tổng cộng", "{{ amount }}", column=4, size=13)
    page.line("", size=6)
    page.text("Số tiền bằng chữ: {{ amount_words }}.", italic=True)
    page.three_signatures()
    return page.bytes("Danh sách chi trả tiền thưởng của cả cuộc thi")
