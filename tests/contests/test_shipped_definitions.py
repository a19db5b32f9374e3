"""The definitions that ship with the project say what the organizers' plans say; each test cites the plan's line."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.definition import (
    Attempts,
    Definition,
    Round,
    definition_from_json,
    definition_json,
    prediction_sentence,
)
from chalicelib.domain.drafting import check, load_definition, open_fields, read_draft
from chalicelib.domain.times import HO_CHI_MINH, Millis, to_datetime
from chalicelib.domain.unit_list import SHEET, read_units
from chalicelib.domain.ways_in import public_ways_in, way_rules
from organizer.spreadsheets import read_table

CONTESTS = Path(__file__).parents[2] / "contests"
SHIPPED = ["lang-son-2022", "song-cong-2021", "hue-khcn-2022", "hai-phong-2023"]
HOUR = 3_600_000
DAY = 24 * HOUR
MONDAY, FRIDAY, SUNDAY = 0, 4, 6


def text_of(contest: str) -> str:
    return (CONTESTS / contest / "contest.yaml").read_text(encoding="utf-8")


@cache
def shipped(contest: str) -> Definition:
    return load_definition(text_of(contest), f"{contest}/contest.yaml")


def home(at: Millis) -> datetime:
    return to_datetime(at).astimezone(HO_CHI_MINH)


def said(at: Millis | None) -> str:
    return f"{home(at):%Y-%m-%d %H:%M:%S}" if at is not None else ""


def windows(rounds: tuple[Round, ...]) -> list[tuple[str, str, str, str]]:
    return [(each.id, said(each.opens), said(each.closes), said(each.results)) for each in rounds]


def rules_text(definition: Definition) -> str:
    return " ".join(paragraph for section in definition.rules for paragraph in section.text)


def criteria(definition: Definition) -> list[str]:
    return [each.name for each in definition.criteria]


def choice_about(field: str, contest: str) -> str:
    """What a shipped definition says was chosen about a field of which its plan says nothing."""
    return next(each.choice for each in shipped(contest).assumptions if each.field == field)


def prizes(definition: Definition) -> list[tuple[str, int, int | None]]:
    return [(each.id, each.number, each.vnd) for each in definition.prizes]


def worth_in(sentence: str) -> int:
    """The money in a sentence such as ``01 giải Nhất trị giá 1.000.000 đồng; 05 giải …, mỗi giải 300.000 đồng``."""
    named = re.findall(r"(\d\d) giải [^\d]*?([\d.]+) đồng", sentence)
    return sum(int(number) * int(vnd.replace(".", "")) for number, vnd in named)


# --- all of them ---


@pytest.mark.parametrize("contest", SHIPPED)
def test_a_shipped_definition_is_sound_and_ready(contest: str) -> None:
    draft = read_draft(text_of(contest), "contest.yaml")

    assert check(draft) == []
    assert open_fields(draft) == []


@pytest.mark.parametrize("contest", SHIPPED)
def test_a_shipped_definition_lies_under_its_own_id_and_names_the_editors_schema(contest: str) -> None:
    assert shipped(contest).contest == contest
    assert text_of(contest).startswith("# yaml-language-server: $schema=../schema.json\n")


@pytest.mark.parametrize("contest", SHIPPED)
def test_a_shipped_definition_is_composed_vietnamese(contest: str) -> None:
    assert unicodedata.is_normalized("NFC", text_of(contest))
    assert "\t" not in text_of(contest)


@pytest.mark.parametrize("contest", SHIPPED)
def test_a_shipped_definition_survives_its_json(contest: str) -> None:
    data = definition_json(shipped(contest))

    assert definition_json(definition_from_json(data)) == data
    assert '"bank"' not in data.decode()
    assert all(re.fullmatch(r"[\d-]+T[\d:]+\.\d{3}Z", each["opens"]) for each in json.loads(data)["rounds"])


@pytest.mark.parametrize("contest", SHIPPED)
def test_each_round_has_a_bank_of_its_own_that_exists(contest: str) -> None:
    banks = [CONTESTS / contest / (each.bank or "") for each in shipped(contest).rounds]

    assert [bank for bank in banks if not bank.is_file()] == []
    assert len({bank.resolve() for bank in banks}) == len(banks)


@pytest.mark.parametrize("contest", SHIPPED)
def test_one_attempt_one_prize_a_round_and_lots_for_what_is_still_tied(contest: str) -> None:
    definition = shipped(contest)

    assert definition.attempts == Attempts(max=1, counted="first")
    assert (definition.limit, definition.last_tie, definition.boundary_tie) == ("once_a_round", "lot", "lot")
    assert (definition.precision, definition.names, definition.timezone) == ("s", "full", "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("contest", "publication"), [(contest, "automatic") for contest in SHIPPED[:3]] + [("hai-phong-2023", "after_approval")]
)
def test_publication_is_automatic_but_for_hai_phong(contest: str, publication: str) -> None:
    assert shipped(contest).publication == publication


SILENCES = {
    "lang-son-2022": (
        "rounds[].opens rounds[].closes rounds[0].kind rounds[].results prediction.asks attempts.max paper precision "
        "criteria last_tie boundary_tie prizes[].number prizes[].vnd limit excluded_bodies publication names "
        "ways_in.registration ways_in.registration.unit_by ways_in.registration.least_age unit_award unit_award.criteria "
        "unit_award.groups unit_award.boundary_tie unit_award.prizes[].vnd final_results certificates"
    ),
    "song-cong-2021": (
        "plan contact paper.questions paper.limit_s paper attempts.max prediction criteria precision last_tie boundary_tie "
        "prizes[3].vnd limit publication names ways_in.registration ways_in.registration.unit_by "
        "ways_in.registration.least_age unit_award unit_award.groups unit_award.boundary_tie unit_award.prizes[3].vnd "
        "participation final_results certificates"
    ),
    "hue-khcn-2022": (
        "organizer rounds[].opens rounds[].closes rounds[].results paper.options_most paper.limit_s paper prediction.asks "
        "criteria precision last_tie prizes unit_award limit boundary_tie excluded_bodies publication names "
        "ways_in.sso.claims ways_in.sso.claims.identifier ways_in.roster ways_in.sso.leaders participation "
        "participation.excused participation.below"
    ),
    "hai-phong-2023": (
        "rounds[].opens rounds[].closes rounds[].results publication attempts.max paper criteria precision last_tie "
        "boundary_tie prizes[].vnd limit names ways_in.registration ways_in.registration.least_age unit_classes "
        "participation.over participation.excused unit_award unit_award.groups unit_award.criteria unit_award.gates "
        "unit_award.boundary_tie unit_award.prizes[].vnd entry_prizes[].vnd final_results"
    ),
}


@pytest.mark.parametrize("contest", SHIPPED)
def test_every_choice_made_where_the_plan_is_silent_is_told(contest: str) -> None:
    fields = [each.field for each in shipped(contest).assumptions]

    assert fields == SILENCES[contest].split()


CHOSEN = {
    "final_results": lambda definition: definition.unit_award is not None,
    "certificates": lambda definition: definition.certificates is not None,
    "unit_award.groups": lambda definition: definition.unit_award is not None,
    "unit_award.boundary_tie": lambda definition: definition.unit_award is not None,
    "participation.excused": lambda definition: definition.participation is not None,
}
"""What no plan says a word about, and when a definition has to choose it nonetheless."""


@pytest.mark.parametrize("contest", SHIPPED)
def test_what_no_plan_speaks_of_is_told_wherever_it_had_to_be_chosen(contest: str) -> None:
    definition = shipped(contest)

    told = {field: any(each.field == field for each in definition.assumptions) for field in CHOSEN}

    assert told == {field: had_to_be(definition) for field, had_to_be in CHOSEN.items()}


@pytest.mark.parametrize("contest", SHIPPED)
def test_money_that_no_plan_names_is_told_for_people_units_and_entries_alike(contest: str) -> None:
    definition = shipped(contest)
    award = definition.unit_award
    tiers = {
        "prizes[].vnd": definition.prizes,
        "unit_award.prizes[].vnd": award.prizes if award else (),
        "entry_prizes[].vnd": definition.entry_prizes,
    }

    told = {field for field in tiers if any(each.field == field for each in definition.assumptions)}

    assert told == {field for field, prizes in tiers.items() if any(each.vnd is None for each in prizes)}


@pytest.mark.parametrize("contest", SHIPPED)
def test_no_ranking_by_name_is_promised(contest: str) -> None:
    """Winners alone are ever named."""
    said = choice_about("names", contest)

    assert ("danh sách đoạt giải nêu đầy đủ họ tên" in said.lower(), "Bảng xếp hạng" in said) == (True, False)


@pytest.mark.parametrize(
    ("contest", "fields"),
    [
        ("lang-son-2022", ["prediction.asks", "kind_of_event"]),
        ("song-cong-2021", ["plan.ends"]),
        ("hue-khcn-2022", []),
        ("hai-phong-2023", ["prediction.asks"]),
    ],
)
def test_what_a_plan_contradicts_in_itself_is_acknowledged(contest: str, fields: list[str]) -> None:
    assert [each.field for each in shipped(contest).acknowledged] == fields


# --- how one gets in ---

CITIZEN_AND_PHONE = {
    "identifier": "citizen_id",
    "fields": ["citizen_id", "phone"],
    "unit_by": [],
    "least_age": None,
    "confirm": None,
    "password": False,
}


@pytest.mark.parametrize(
    ("contest", "ways"),
    [
        ("lang-son-2022", {"roster": False, "registration": CITIZEN_AND_PHONE, "sso": None}),
        (
            "song-cong-2021",
            {"roster": False, "registration": CITIZEN_AND_PHONE | {"unit_by": ["workplace", "residence"]}, "sso": None},
        ),
        ("hue-khcn-2022", {"roster": False, "registration": None, "sso": {"provider": "SSO tỉnh Thừa Thiên Huế"}}),
        (
            "hai-phong-2023",
            {
                "roster": False,
                "registration": CITIZEN_AND_PHONE
                | {"fields": ["citizen_id", "phone", "email"], "confirm": "email", "password": True},
                "sso": None,
            },
        ),
    ],
)
def test_the_way_in_is_the_one_that_the_plan_names(contest: str, ways: dict[str, Any]) -> None:
    """S3:45-49 single sign-on, S2:30 registration by the citizen's number, S2:24 a ward by one of two rules."""
    assert public_ways_in(shipped(contest).ways_in) == ways


def test_hues_leaders_are_told_by_the_position_in_their_account() -> None:
    """S3:27 asks every head of a division to come four times; the plan lists no titles, so they are assumed."""
    sso = shipped("hue-khcn-2022").ways_in.sso
    assert sso is not None

    assert (sso.claims.leader, sso.claims.position) == ("position", "position")
    assert "Trưởng phòng" in sso.leaders


@pytest.mark.parametrize("contest", SHIPPED)
def test_the_clause_by_which_one_gets_in_is_named(contest: str) -> None:
    definition = shipped(contest)

    assert "ways_in" in definition.clauses
    assert [each for each in definition.assumptions if each.field.startswith("ways_in.")] != []


@pytest.mark.parametrize("contest", SHIPPED)
def test_a_shipped_contest_brings_the_list_of_its_units(contest: str) -> None:
    units, warnings = read_units(read_table(CONTESTS / contest / "units.csv", SHEET), shipped(contest))

    # No plan says how many people a body has: where a share is owed, whoever loads the list is told to fill that in.
    owes = contest in ("hai-phong-2023", "hue-khcn-2022")
    assert (len(units) > 0, [each.code for each in warnings]) == (True, ["units.uncounted"] if owes else [])


RULES = {
    "lang-son-2022": [
        "Tự đăng ký: khai họ tên, số định danh cá nhân (căn cước), số điện thoại và chọn đơn vị trong danh sách. Mỗi số "
        "định danh cá nhân (căn cước) chỉ được đăng ký một lần; đăng ký xong nhận một mã dự thi để đăng nhập những lần sau.",
        "Đơn vị được ghi nhận khi vào lần đầu và giữ nguyên đến hết cuộc thi; chỉ Ban Tổ chức được đổi và có ghi lại.",
        "Mỗi người là một thí sinh, dù vào bằng cách nào.",
    ],
    "song-cong-2021": [
        "Tự đăng ký: khai họ tên, số định danh cá nhân (căn cước), số điện thoại và chọn đơn vị trong danh sách. Mỗi số "
        "định danh cá nhân (căn cước) chỉ được đăng ký một lần; đăng ký xong nhận một mã dự thi để đăng nhập những lần sau.",
        "Khi chọn đơn vị, nêu rõ chọn theo nơi công tác hay theo nơi thường trú.",
        "Đơn vị được ghi nhận khi vào lần đầu và giữ nguyên đến hết cuộc thi; chỉ Ban Tổ chức được đổi và có ghi lại.",
        "Mỗi người là một thí sinh, dù vào bằng cách nào.",
    ],
    "hue-khcn-2022": [
        "Đăng nhập bằng SSO tỉnh Thừa Thiên Huế: họ tên và đơn vị lấy từ tài khoản, không sửa được ở đây. Đăng nhập ở trang "
        "của hệ thống tài khoản; cuộc thi không biết mật khẩu.",
        "Đơn vị được ghi nhận khi vào lần đầu và giữ nguyên đến hết cuộc thi; chỉ Ban Tổ chức được đổi và có ghi lại.",
        "Mỗi người là một thí sinh, dù vào bằng cách nào.",
    ],
    "hai-phong-2023": [
        "Tự đăng ký: khai họ tên, số định danh cá nhân (căn cước), số điện thoại, địa chỉ thư điện tử và chọn đơn vị trong "
        "danh sách. Mỗi số định danh cá nhân (căn cước) chỉ được đăng ký một lần; đăng ký xong nhận một mã dự thi để đăng "
        "nhập những lần sau.",
        "Khi đăng ký phải nhập mật khẩu chung của cuộc thi, do cơ quan, đơn vị thông báo.",
        "Khi đăng ký phải nhập mã xác nhận gửi về thư điện tử.",
        "Đơn vị được ghi nhận khi vào lần đầu và giữ nguyên đến hết cuộc thi; chỉ Ban Tổ chức được đổi và có ghi lại.",
        "Mỗi người là một thí sinh, dù vào bằng cách nào.",
    ],
}


@pytest.mark.parametrize("contest", SHIPPED)
def test_the_rules_page_says_how_one_gets_in(contest: str) -> None:
    assert way_rules(shipped(contest)) == RULES[contest]
    assert len(way_rules(shipped(contest), "en")) == len(RULES[contest])


# --- S0, Lạng Sơn ---


def test_lang_sons_weeks_run_from_monday_to_sunday_without_a_gap() -> None:
    """S0:71-74, hours as assumed; results of every round on 01/11 (S0:76)."""
    results = "2022-11-01 08:00:00"

    weeks = shipped("lang-son-2022").ranked

    assert windows(weeks) == [
        ("tuan-1", "2022-10-03 00:00:00", "2022-10-10 00:00:00", results),
        ("tuan-2", "2022-10-10 00:00:00", "2022-10-17 00:00:00", results),
        ("tuan-3", "2022-10-17 00:00:00", "2022-10-24 00:00:00", results),
        ("tuan-4", "2022-10-24 00:00:00", "2022-10-31 00:00:00", results),
    ]
    assert [home(each.opens).weekday() for each in weeks] == [MONDAY] * 4
    assert [home(each.closes - 1).weekday() for each in weeks] == [SUNDAY] * 4
    assert [each.closes - each.opens for each in weeks] == [7 * DAY] * 4


def test_lang_son_practises_for_a_week_in_september() -> None:
    """S0:63."""
    practice = shipped("lang-son-2022").rounds[0]

    assert windows((practice,)) == [("thi-thu", "2022-09-19 00:00:00", "2022-09-26 00:00:00", "")]
    assert practice.kind == "practice"


def test_lang_sons_paper_has_fifteen_questions_for_fifteen_minutes() -> None:
    """S0:49: 15 questions of 3 or 4 options, a point each, 15 minutes."""
    paper = shipped("lang-son-2022").paper

    assert (paper.questions, paper.options_least, paper.options_most, paper.limit_s) == (15, 3, 4, 900)


def test_lang_son_lets_the_prediction_decide_after_score_and_time() -> None:
    """S0:105 for the first three; the fourth is assumed."""
    definition = shipped("lang-son-2022")

    assert criteria(definition) == ["score", "elapsed", "prediction_error", "submitted_at"]
    assert prediction_sentence(definition) == (
        "Anh/chị dự đoán có bao nhiêu người trả lời đúng tất cả 15 câu hỏi trắc nghiệm trong đợt thi này?"
    )


def test_lang_son_keeps_three_bodies_out() -> None:
    """S0:35."""
    assert [each.id for each in shipped("lang-son-2022").excluded_bodies] == ["ban-to-chuc", "ban-de-thi", "to-thu-ky"]


def test_lang_son_gives_eleven_prizes_a_week_and_names_no_money() -> None:
    """S0:104 for the tiers."""
    assert prizes(shipped("lang-son-2022")) == [
        ("nhat", 1, None),
        ("nhi", 2, None),
        ("ba", 3, None),
        ("khuyen-khich", 5, None),
    ]


def test_lang_son_counts_people_where_the_plan_counts_turns_and_says_so() -> None:
    """S0:100 says “số lượt người tham gia thi”; S2:86 says the same, and there it is turns."""
    counted = {contest: unit_criteria(contest)[0] for contest in ("lang-son-2022", "song-cong-2021")}

    assert counted == {"lang-son-2022": "people", "song-cong-2021": "papers"}
    assert "Chữ “số lượt người tham gia thi” của kế hoạch được áp dụng là số người" in choice_about(
        "unit_award.criteria", "lang-son-2022"
    )


def unit_criteria(contest: str) -> list[str]:
    award = shipped(contest).unit_award
    return [each.name for each in award.criteria] if award else []


# --- S2, Sông Công ---


def test_song_cong_rests_on_the_citys_plan_and_not_on_a_wards() -> None:
    """S2:8; the clauses that are cited are those of the ward's plan, and that is told."""
    plan = shipped("song-cong-2021").plan

    assert (plan.number, str(plan.date), plan.issuer) == (
        "4322/KH-UBND",
        "2021-12-09",
        "Ủy ban nhân dân thành phố Sông Công",
    )
    assert "Ủy ban nhân dân phường Bách Quang" in choice_about("plan", "song-cong-2021")


def test_song_cong_owes_no_share_for_a_ward_watches_its_own_office() -> None:
    """S2:106 asks for all of the ward's office; the units here are wards with all their people."""
    assert shipped("song-cong-2021").participation is None
    assert "do phường tự theo dõi" in choice_about("participation", "song-cong-2021")


def test_song_congs_weeks_open_and_close_at_half_past() -> None:
    """S2:68-70."""
    assert windows(shipped("song-cong-2021").rounds) == [
        ("tuan-1", "2021-12-13 08:30:00", "2021-12-19 16:30:00", "2021-12-20 08:00:00"),
        ("tuan-2", "2021-12-20 08:30:00", "2021-12-26 16:30:00", "2021-12-27 08:00:00"),
    ]


def test_song_cong_publishes_half_an_hour_before_the_next_week_opens() -> None:
    """S2:68-70: 15 h 30 min to verify, then 30 minutes until the next opening."""
    first, second = shipped("song-cong-2021").rounds
    assert first.results is not None

    assert first.results - first.closes == 15.5 * HOUR
    assert second.opens - first.results == HOUR / 2


def test_song_cong_ends_with_its_last_week_and_not_in_january() -> None:
    """S2:66 says 26/01/2022, S2:70 26/12/2021."""
    definition = shipped("song-cong-2021")

    assert (said(definition.starts), said(definition.ends)) == ("2021-12-13 08:30:00", "2021-12-26 16:30:00")
    assert str(definition.plan.ends) == "2022-01-26"
    assert "26/01/2022" in definition.acknowledged[0].plan_says


def test_song_congs_end_is_a_fault_without_its_acknowledgement() -> None:
    text = text_of("song-cong-2021")

    faults = check(read_draft(text[: text.index("\nacknowledged:")], "contest.yaml"))

    assert [(fault.path, fault.code) for fault in faults] == [("plan.ends", "definition.end-differs")]


def test_song_congs_individual_prizes_are_worth_what_the_plan_says() -> None:
    """S2:74-82: 3,800,000 VND a round, 7,600,000 over both."""
    definition = shipped("song-cong-2021")
    a_round = sum(each.number * (each.vnd or 0) for each in definition.prizes)

    assert prizes(definition) == [
        ("nhat", 1, 1_000_000),
        ("nhi", 1, 800_000),
        ("ba", 1, 500_000),
        ("khuyen-khich", 5, 300_000),
    ]
    assert (a_round, a_round * len(definition.ranked)) == (3_800_000, 7_600_000)


def test_song_congs_rules_tell_the_same_money_and_that_of_the_wards() -> None:
    """S2:74-94: the wards' prizes come to 8,500,000 VND, all prizes to 16,100,000."""
    individual, wards, _ = next(each.text for each in shipped("song-cong-2021").rules if each.heading == "Giải thưởng")

    assert (worth_in(individual), worth_in(wards)) == (3_800_000, 8_500_000)
    assert 2 * worth_in(individual) + worth_in(wards) == 16_100_000


def test_song_congs_paper_is_as_assumed_and_asks_for_no_prediction() -> None:
    definition = shipped("song-cong-2021")
    paper = definition.paper

    assert (paper.questions, paper.options_least, paper.options_most, paper.limit_s) == (20, 3, 4, 1200)
    assert definition.prediction is None
    assert criteria(definition) == ["score", "elapsed", "submitted_at"]


def test_song_cong_keeps_four_groups_out_the_softwares_technicians_among_them() -> None:
    """S2:26."""
    assert [each.id for each in shipped("song-cong-2021").excluded_bodies] == [
        "ban-to-chuc",
        "to-bien-soan-cau-hoi",
        "bo-phan-giup-viec",
        "can-bo-ky-thuat",
    ]


def test_song_congs_rules_name_the_eleven_documents() -> None:
    """S2:38-58."""
    documents = next(each.text for each in shipped("song-cong-2021").rules if each.heading == "Nội dung thi")

    assert len(documents) == 11


# --- S3, the department in Huế ---


def test_hues_organizer_is_the_department_whose_plan_it_is() -> None:
    """S3:79-89, S3:101: the province has a contest of its own, under its own plan (S3:7)."""
    definition = shipped("hue-khcn-2022")

    assert definition.organizer == definition.plan.issuer == "Sở Khoa học và Công nghệ tỉnh Thừa Thiên Huế"


def test_hues_four_rounds_are_published_on_the_next_monday_morning() -> None:
    """S3:59-65; the hours are assumed."""
    rounds = shipped("hue-khcn-2022").rounds

    assert windows(rounds) == [
        ("dot-1", "2022-08-01 00:00:00", "2022-08-08 00:00:00", "2022-08-08 08:00:00"),
        ("dot-2", "2022-08-08 00:00:00", "2022-08-15 00:00:00", "2022-08-15 08:00:00"),
        ("dot-3", "2022-08-15 00:00:00", "2022-08-22 00:00:00", "2022-08-22 08:00:00"),
        ("dot-4", "2022-08-22 00:00:00", "2022-08-29 00:00:00", "2022-08-29 08:00:00"),
    ]
    assert [home(each.opens).weekday() for each in rounds] == [MONDAY] * 4


def test_hues_paper_has_ten_questions_of_four_options_for_ten_and_a_half_minutes() -> None:
    """S3:53; the options and the limit are assumed."""
    paper = shipped("hue-khcn-2022").paper

    assert (paper.questions, paper.options_least, paper.options_most, paper.limit_s) == (10, 4, 4, 630)


def test_hue_ranks_by_the_prediction_before_the_time() -> None:
    definition = shipped("hue-khcn-2022")

    assert criteria(definition) == ["score", "prediction_error", "elapsed", "submitted_at"]
    assert definition.prediction is not None
    assert definition.prediction.asks == "persons_all_correct"


def test_hue_gives_no_prizes_and_keeps_nobody_out_on_purpose() -> None:
    """S3:37: both belong to the province's plan."""
    definition = shipped("hue-khcn-2022")

    assert (definition.prizes, definition.excluded_bodies) == ((), ())


def test_hues_rules_ask_everybody_to_come_and_leaders_to_come_four_times() -> None:
    """S3:27."""
    text = rules_text(shipped("hue-khcn-2022"))

    assert "100% công chức, viên chức và người lao động của đơn vị tham gia trong mỗi đợt thi" in text
    assert "100% lãnh đạo phòng, đơn vị thuộc Sở phải tham gia đầy đủ 4 đợt" in text


# --- S4, Hải Phòng ---


def test_hai_phongs_weeks_run_from_monday_to_sunday_and_the_last_to_friday() -> None:
    """S4:104 for the first and the last day; the rest is assumed."""
    weeks = shipped("hai-phong-2023").rounds

    assert windows(weeks) == [
        ("tuan-1", "2023-10-23 00:00:00", "2023-10-30 00:00:00", "2023-10-31 08:00:00"),
        ("tuan-2", "2023-10-30 00:00:00", "2023-11-06 00:00:00", "2023-11-07 08:00:00"),
        ("tuan-3", "2023-11-06 00:00:00", "2023-11-13 00:00:00", "2023-11-14 08:00:00"),
        ("tuan-4", "2023-11-13 00:00:00", "2023-11-18 00:00:00", "2023-11-20 08:00:00"),
    ]
    assert [home(each.opens).weekday() for each in weeks] == [MONDAY] * 4
    assert [home(each.closes - 1).weekday() for each in weeks] == [SUNDAY, SUNDAY, SUNDAY, FRIDAY]


def test_hai_phongs_unit_prizes_are_told_in_the_month_of_its_closing() -> None:
    """S4:102 and S4:120: once, in December; the day is assumed."""
    assert said(shipped("hai-phong-2023").final_results) == "2023-12-01 08:00:00"


def test_nobody_made_up_how_many_people_a_unit_has() -> None:
    """No plan names a head-count: organizers add the column (contests/README.md)."""
    listed = [read_units(read_table(CONTESTS / each / "units.csv", SHEET), shipped(each))[0] for each in SHIPPED]

    assert {unit.headcount for units in listed for unit in units} == {None}


def test_hai_phongs_paper_has_ten_questions_of_four_options_for_630_seconds() -> None:
    """S4:55."""
    paper = shipped("hai-phong-2023").paper

    assert (paper.questions, paper.options_least, paper.options_most, paper.limit_s) == (10, 4, 4, 630)


def test_hai_phong_gives_24_individual_prizes_over_its_four_weeks() -> None:
    """S4:112: six a week."""
    definition = shipped("hai-phong-2023")

    assert prizes(definition) == [("nhat", 1, None), ("nhi", 2, None), ("ba", 3, None)]
    assert sum(each.number for each in definition.prizes) * len(definition.ranked) == 24


def test_hai_phong_ranks_by_the_prediction_before_the_time() -> None:
    definition = shipped("hai-phong-2023")

    assert criteria(definition) == ["score", "prediction_error", "elapsed", "submitted_at"]
    assert prediction_sentence(definition) == (
        "Anh/chị dự đoán có bao nhiêu người trả lời đúng tất cả 10 câu hỏi trắc nghiệm trong đợt thi này?"
    )


def test_hai_phong_has_three_classes_of_units_and_keeps_four_groups_out() -> None:
    """S4:37-43."""
    definition = shipped("hai-phong-2023")

    assert [each.id for each in definition.unit_classes] == ["thanh-pho", "trung-uong", "quan-huyen"]
    assert [each.id for each in definition.excluded_bodies] == [
        "ban-to-chuc",
        "to-thu-ky",
        "ban-giam-khao",
        "bo-phan-giup-viec",
    ]


def test_hai_phongs_rules_tell_the_thresholds_and_the_gates_of_the_unit_prizes() -> None:
    """S4:53, S4:120-122."""
    text = rules_text(shipped("hai-phong-2023"))

    assert "tối thiểu là 70% đối với các cơ quan thuộc Ủy ban nhân dân thành phố, 50% đối với các cơ quan Trung ương" in text
    assert "nhóm 20 đơn vị có điểm chấm cao nhất" in text
    assert "không có cá nhân nào đạt điểm 0 tại các tuần thi trắc nghiệm" in text
