"""The notice on personal data tells what this contest asks for and nothing else, in both languages, under one version."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.definition import Definition, definition_from_json, definition_json
from chalicelib.domain.notice import PLACES, notice, notice_version, place
from chalicelib.domain.ways_in import Claims, Registration, SingleSignOn, WaysIn
from chalicelib.domain.words import LANGUAGES, Language
from tests.domain.facts import make_definition

EVERYTHING = Registration(
    identifier="citizen_id",
    fields=("citizen_id", "phone", "email", "birth_date", "position"),
    unit_by=("workplace", "residence"),
    least_age=18,
    confirm="email",
    password=True,
)
A_PHONE = Registration(identifier="phone", fields=("phone",), unit_by=(), least_age=None, confirm=None, password=False)
BARE_SSO = SingleSignOn(provider="Tài khoản của tỉnh", claims=Claims(subject="sub", name="name", unit="ou"))
FULL_SSO = SingleSignOn(
    provider="Tài khoản của tỉnh",
    claims=Claims(subject="sub", name="name", unit="ou", position="title", leader="title", identifier="cccd"),
    leaders=("Giám đốc",),
)


def told(definition: Definition, language: Language = "vi", region: str = "") -> str:
    """Return the notice as one text."""
    sections = notice(definition, language, region)
    return "\n".join([text for each in sections for text in (each["heading"], *each["text"])])


def with_ways(**ways: Any) -> Definition:
    """Return a contest with these ways in."""
    return make_definition(ways_in=WaysIn(**{"roster": False, "registration": None, "sso": None, **ways}))


WORDS = {
    "citizen_id": "Số định danh cá nhân",
    "phone": "Số điện thoại:",
    "email": "Thư điện tử:",
    "birth_date": "Ngày sinh",
    "position": "Chức vụ:",
}


@pytest.mark.parametrize("registration", [EVERYTHING, A_PHONE])
def test_the_fields_that_are_asked_are_told_and_no_others(registration: Registration):
    text = told(with_ways(registration=registration))

    assert {field for field, words in WORDS.items() if words in text} == set(registration.fields)
    assert ("nơi cư trú" in text) == bool(registration.unit_by)
    assert ("Amazon SES" in text) == (registration.confirm == "email")


def test_what_makes_one_person_one_contestant_is_told_of_that_field_alone():
    lines = told(with_ways(registration=EVERYTHING)).split("\n")

    assert [line.split(" (")[0] for line in lines if "Mỗi người chỉ là một thí sinh" in line] == ["Số định danh cá nhân"]


def test_of_a_roster_it_is_told_that_identifiers_are_not_kept():
    text = told(with_ways(roster=True))

    assert "mã định danh chỉ giữ dưới dạng mã băm" in text
    assert not any(words in text for words in WORDS.values())


def test_of_single_sign_on_the_claims_are_told_that_are_read():
    bare, full = told(with_ways(sso=BARE_SSO)), told(with_ways(sso=FULL_SSO))

    assert "Từ Tài khoản của tỉnh: mã tài khoản" in bare
    assert "Mã dự thi: để đăng nhập" not in bare
    assert bare.count("Từ tài khoản đó còn có") == 0
    assert full.count("Từ tài khoản đó còn có") == 3


def test_who_is_responsible_and_whom_to_ask_come_from_the_definition():
    definition = make_definition()

    sections = notice(definition, "en")

    assert definition.organizer in sections[0]["text"][0]
    assert definition.contact.office in sections[0]["text"][1]


@pytest.mark.parametrize("names", ["full", "initials", "none"])
def test_what_is_published_is_what_the_definition_says_of_names(names: str):
    others = {told(make_definition(names=other)) for other in {"full", "initials", "none"} - {names}}

    assert told(make_definition(names=names)) not in others


def test_the_days_are_told_and_are_half_a_year_where_nothing_is_said():
    assert "180 ngày sau khi cuộc thi kết thúc" in told(make_definition())
    assert "40 days after the contest ends" in told(make_definition(retention_days=40), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_a_heading_and_says_something(language: Language):
    sections = notice(with_ways(roster=True, registration=EVERYTHING, sso=FULL_SSO), language, "ap-southeast-1")

    assert [bool(each["heading"]) and all(each["text"]) for each in sections] == [True] * 7


def test_both_languages_have_the_same_sections_of_the_same_length():
    both = [notice(with_ways(roster=True, registration=EVERYTHING, sso=FULL_SSO), language) for language in LANGUAGES]

    assert [len(each["text"]) for each in both[0]] == [len(each["text"]) for each in both[1]]


@pytest.mark.parametrize("region", sorted(PLACES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_country_of_a_region_is_told(region: str, language: Language):
    assert place(region, language) in told(make_definition(), language, region)
    assert place(region, language).endswith(f" ({region})")


def test_of_a_region_that_nobody_knows_its_name_is_told():
    assert "eu-central-1" in told(make_definition(), "vi", "eu-central-1")


def test_a_version_is_twelve_digits_of_what_is_told():
    version = notice_version(make_definition())

    assert len(version) == 12
    assert set(version) <= set("0123456789abcdef")
    assert version == notice_version(definition_from_json(definition_json(make_definition())))


@pytest.mark.parametrize(
    "changes",
    [
        {"retention_days": 90},
        {"names": "none"},
        {"organizer": "Sở Nội vụ"},
        {"ways_in": WaysIn(roster=False, registration=A_PHONE, sso=None)},
    ],
)
def test_another_notice_has_another_version(changes: dict[str, Any]):
    assert notice_version(make_definition(**changes)) != notice_version(make_definition())


def test_what_is_not_told_does_not_change_the_version():
    assert notice_version(make_definition(precision="ms")) == notice_version(make_definition(precision="s"))
