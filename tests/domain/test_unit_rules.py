"""The rules of units on the rules page: what is said is what the definition says, and all of it."""

from __future__ import annotations

import pytest

from chalicelib.domain.unit_rules import unit_rules
from chalicelib.domain.words import Language
from tests.domain.bodies import shipped
from tests.domain.facts import make_definition
from tests.domain.test_unit_awards import SIZES, made

ONE_AWARD = (
    "Giải tập thể được xét một lần theo số liệu của tất cả các vòng thi; số liệu của một đơn vị gồm cả các đơn vị trực "
    "thuộc, đơn vị trực thuộc không xét riêng."
)
BY_LOT = "Các đơn vị bằng nhau ở mọi tiêu chí thì đồng hạng; nếu nhiều hơn số giải còn lại thì bốc thăm giữa các đơn vị đó."


def test_hai_phongs_thresholds_gates_and_criteria_are_told():
    """S4:53 and S4:122."""
    assert unit_rules(shipped("hai-phong-2023")) == [
        "Cơ quan chuyên môn thuộc Ủy ban nhân dân thành phố, Ban Quản lý Khu kinh tế Hải Phòng và các đơn vị trực thuộc: "
        "tỷ lệ người tham gia trong cả cuộc thi tối thiểu là 70 %.",
        "Cơ quan Trung ương đóng trên địa bàn thành phố: tỷ lệ người tham gia trong cả cuộc thi tối thiểu là 50 %.",
        "Ủy ban nhân dân các quận, huyện: không quy định tỷ lệ người tham gia tối thiểu.",
        "Người nghỉ phép hoặc vắng mặt có lý do không tính vào tổng số người của đơn vị; nếu vẫn dự thi thì được tính là "
        "người tham gia.",
        "Đơn vị nào chưa đạt thì được nêu trong báo cáo và không được xét giải tập thể.",
        ONE_AWARD,
        "Các đơn vị được xếp hạng chung.",
        "Điều kiện để được xét giải tập thể: có ít nhất một bài thi được tính; có ít nhất một bài dự thi của chính "
        "đơn vị; thuộc nhóm 20 đơn vị xếp đầu theo bài dự thi cao điểm nhất của đơn vị, kể cả các đơn vị cùng hạng 20; "
        "không có cá nhân nào đạt điểm 0 ở vòng thi nào.",
        "Xếp hạng lần lượt theo tỷ lệ người tham gia, đến điểm trung bình; cao hơn xếp trước.",
        "Tỷ lệ người tham gia trên 100 % được tính là 100 %.",
        BY_LOT,
    ]


def test_hues_department_reports_who_falls_short_and_awards_nothing():
    """S3:27 and S3:99."""
    assert unit_rules(shipped("hue-khcn-2022"), "en") == [
        "Each unit: at least 100% of its people take part in each round.",
        "People on leave or excused are left out of their unit's head-count; who comes all the same has taken part.",
        "A unit's leaders have to take part in every round.",
        "A unit that falls short is named in the reports.",
    ]


def test_song_congs_wards_are_ranked_by_papers_people_and_mean_score():
    """S2:86."""
    assert unit_rules(shipped("song-cong-2021")) == [
        ONE_AWARD,
        "Các đơn vị được xếp hạng chung.",
        "Điều kiện để được xét giải tập thể: có ít nhất một bài thi được tính.",
        "Xếp hạng lần lượt theo số lượt thi, đến số người dự thi, đến điểm trung bình; cao hơn xếp trước.",
        BY_LOT,
    ]


def test_a_formula_is_told_with_its_weights_and_its_scale():
    assert unit_rules(made("rate*3", "mean_score*1", groups="by_size", sizes=SIZES, boundary_tie="all"))[1:] == [
        "Các đơn vị được xếp hạng riêng theo quy mô: Nhỏ (từ 1 đến 50 người), Lớn (từ 51 người trở lên); mỗi nhóm được "
        "trao đủ cơ cấu giải tập thể.",
        "Điều kiện để được xét giải tập thể: có ít nhất một bài thi được tính.",
        "Xếp hạng theo điểm tổng hợp trên thang 100, cộng các tiêu chí theo trọng số: tỷ lệ người tham gia 3/4; điểm "
        "trung bình 1/4.",
        "Mỗi tiêu chí được quy về từ 0 đến 1: tỷ lệ giữ nguyên, không quá 1; điểm trung bình chia cho 3; số người và số bài "
        "chia cho số lớn nhất của một đơn vị được xếp hạng trong nhóm.",
        "Các đơn vị bằng nhau ở mọi tiêu chí thì đồng hạng; nếu nhiều hơn số giải còn lại thì tất cả cùng nhận đủ giải.",
    ]


def test_what_a_class_owes_is_told_beside_what_all_others_owe():
    classes = [{"id": "so", "name": "Sở", "least_rate": "50%"}, {"id": "huyen", "name": "Huyện"}]
    owed = {
        "least_rate": "20%",
        "over": "contest",
        "excused": "counted",
        "leaders_every_round": False,
        "below": "report_only",
    }

    assert unit_rules(make_definition(unit_classes=classes, participation=owed)) == [
        "Sở: tỷ lệ người tham gia trong cả cuộc thi tối thiểu là 50 %.",
        "Các đơn vị khác: tỷ lệ người tham gia trong cả cuộc thi tối thiểu là 20 %.",
        "Người nghỉ phép hoặc vắng mặt có lý do vẫn tính vào tổng số người của đơn vị.",
        "Đơn vị nào chưa đạt thì được nêu trong báo cáo.",
    ]


def test_a_contest_that_asks_nothing_of_units_says_nothing_of_them():
    assert unit_rules(make_definition()) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_class_may_be_ranked_for_itself(language: Language):
    classes = [{"id": "so", "name": "Sở"}]
    said = {
        "vi": "Các đơn vị được xếp hạng riêng theo từng khối; mỗi khối được trao đủ cơ cấu giải tập thể.",
        "en": "Each class of units is ranked by itself, and all the prizes are given in each.",
    }

    assert unit_rules(made("people", groups="by_class", unit_classes=classes), language)[1] == said[language]
