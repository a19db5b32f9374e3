"""The ways in: what a definition may say of them, what contradicts itself, and what older definitions meant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.definition import Definition, definition_from_json, definition_json
from chalicelib.domain.drafting import check, load_definition, open_fields, read_draft
from chalicelib.domain.ways_in import (
    ROSTER_ALONE,
    Claims,
    Registration,
    SingleSignOn,
    WaysIn,
    know_people_alike,
    public_ways_in,
    way_rules,
)
from chalicelib.domain.words import LANGUAGES, say
from tests.factories import as_yaml, make_definition, make_registration, make_single_sign_on

FILE = "contest.yaml"
# A provider that tells who somebody is, for contests that people may register for too.
BESIDE = make_single_sign_on(claims={"subject": "sub", "name": "name", "unit": "unit", "identifier": "cccd"})


def registering(**changes: Any) -> dict[str, Any]:
    return {"roster": False, "registration": make_registration(**changes), "sso": "none"}


def signing_on(**changes: Any) -> dict[str, Any]:
    return {"roster": False, "registration": "none", "sso": make_single_sign_on(**changes)}


def loaded(ways_in: Any) -> Definition:
    return load_definition(as_yaml(make_definition(ways_in=ways_in)), FILE)


def places(ways_in: Any) -> list[tuple[str, str]]:
    faults = check(read_draft(as_yaml(make_definition(ways_in=ways_in)), FILE))
    return [(fault.path, fault.code.removeprefix("definition.")) for fault in faults]


# --- what may be said ---


def test_a_contest_that_says_nothing_of_its_ways_in_goes_by_its_roster() -> None:
    values = make_definition()
    del values["ways_in"]

    assert load_definition(as_yaml(values), FILE).ways_in == ROSTER_ALONE


def test_a_registration_is_read_as_it_was_written() -> None:
    asked = registering(
        fields=["citizen_id", "phone", "email", "birth_date", "position"],
        unit_by=["workplace", "residence"],
        least_age=18,
        confirm="sms",
        password=True,
    )

    assert loaded(asked).ways_in == WaysIn(
        roster=False,
        registration=Registration(
            identifier="citizen_id",
            fields=("citizen_id", "phone", "email", "birth_date", "position"),
            unit_by=("workplace", "residence"),
            least_age=18,
            confirm="sms",
            password=True,
        ),
        sso=None,
    )


def test_a_single_sign_on_is_read_as_it_was_written() -> None:
    asked = signing_on(claims={"subject": "sub", "name": "name", "unit": "ou", "leader": "title"}, leaders=["Trưởng phòng"])

    assert loaded(asked).ways_in == WaysIn(
        roster=False,
        registration=None,
        sso=SingleSignOn(
            provider="SSO của tỉnh",
            claims=Claims(subject="sub", name="name", unit="ou", position=None, leader="title", identifier=None),
            leaders=("Trưởng phòng",),
        ),
    )


@pytest.mark.parametrize("roster", [True, False])
def test_any_set_of_ways_is_sound(roster: bool) -> None:
    both = {"roster": roster, "registration": make_registration(), "sso": BESIDE}

    assert places(both) == []
    assert loaded(both).ways_in.by_oneself
    assert not ROSTER_ALONE.by_oneself


def test_the_ways_in_survive_their_json() -> None:
    definition = loaded({"roster": True, "registration": make_registration(), "sso": BESIDE})

    assert definition_from_json(definition_json(definition)) == definition


def test_a_definition_that_was_committed_before_goes_by_its_roster_and_its_bytes_stay_its_own() -> None:
    """A contest that is under way when the software is renewed is bound to the JSON that it was committed with."""
    values = json.loads(definition_json(loaded({"roster": True, "registration": "none", "sso": "none"})))
    del values["ways_in"]

    older = definition_from_json(json.dumps(values | {"roster_required": True}).encode())

    assert older.ways_in == ROSTER_ALONE


def test_a_file_that_still_says_roster_required_is_told_so() -> None:
    values = make_definition() | {"roster_required": True}

    assert [fault.path for fault in check(read_draft(as_yaml(values), FILE))] == ["roster_required"]


# --- who is known again ---

PHONE = registering(identifier="phone")
BY_NUMBER = signing_on(claims={"subject": "sub", "name": "name", "unit": "unit", "identifier": "cccd"})


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        (registering(), registering(unit_by=["workplace", "residence"], password=True), True),
        (registering(), PHONE, False),
        (signing_on(), signing_on(provider="SSO mới"), True),
        (signing_on(), BY_NUMBER, False),
        (signing_on(), signing_on(claims={"subject": "id", "name": "name", "unit": "unit"}), False),
        (registering(), signing_on(), True),
        ({"roster": True, "registration": "none", "sso": "none"}, registering(), True),
    ],
)
def test_who_came_in_is_known_again_while_the_same_field_tells(before: Any, after: Any, alike: bool) -> None:
    assert know_people_alike(loaded(before).ways_in, loaded(after).ways_in) is alike


# --- what is told of them ---


def test_a_page_is_told_the_ways_in_without_what_the_claims_are_called() -> None:
    ways = loaded(
        {"roster": True, "registration": make_registration(unit_by=["workplace", "residence"]), "sso": BESIDE}
    ).ways_in

    assert public_ways_in(ways) == {
        "roster": True,
        "registration": {
            "identifier": "citizen_id",
            "fields": ["citizen_id", "phone"],
            "unit_by": ["workplace", "residence"],
            "least_age": None,
            "confirm": None,
            "password": False,
        },
        "sso": {"provider": "SSO của tỉnh"},
    }
    assert public_ways_in(ROSTER_ALONE) == {"roster": True, "registration": None, "sso": None}


def test_the_rules_say_all_that_a_definition_asks_of_those_who_come_in() -> None:
    asked = make_registration(
        identifier="phone",
        fields=["phone", "birth_date", "position"],
        unit_by=["workplace", "residence"],
        least_age=18,
        confirm="sms",
        password=True,
    )

    assert way_rules(loaded({"roster": True, "registration": asked, "sso": BESIDE}), "en") == [
        "With a personal code: the organizers give one to everybody on the list of contestants.",
        "By registering: give your full name, phone number, date of birth, position, and choose your unit from the list. "
        "Each phone number can be registered once; after that you get a personal code to sign in with later.",
        "When you choose your unit, say whether you choose it by where you work or by where you are registered as living.",
        "You must be at least 18 on the day you register.",
        "To register you need the contest's shared password, which your office tells you.",
        "To register you enter a code that is sent to your phone.",
        "With SSO của tỉnh: your name and unit come from that account and can't be changed here. You sign in on the page "
        "of the account's own system; the contest never learns your password.",
        "Your unit is written down when you first come in and stays the same until the contest ends; only the organizers "
        "can change it, and the change is recorded.",
        "One person is one contestant, whichever way they come in.",
    ]


def test_a_roster_alone_is_told_in_two_sentences() -> None:
    assert way_rules(loaded({"roster": True, "registration": "none", "sso": "none"})) == [
        "Vào bằng mã dự thi: Ban Tổ chức cấp mã cho từng người trong danh sách thí sinh.",
        "Mỗi người là một thí sinh, dù vào bằng cách nào.",
    ]


@pytest.mark.parametrize("word", ["citizen_id", "phone", "email", "birth_date", "position"])
def test_every_field_has_a_name_in_both_languages(word: str) -> None:
    assert say(f"way.field.{word}", "vi") != say(f"way.field.{word}", "en")


# --- what is open ---


@pytest.mark.parametrize("name", ["identifier", "fields", "unit_by", "least_age", "confirm", "password"])
def test_what_a_registration_leaves_unsaid_is_open(name: str) -> None:
    """Whether a birth date or a password is asked for is nothing that silence may decide."""
    asked = registering()
    del asked["registration"][name]

    draft = read_draft(as_yaml(make_definition(ways_in=asked)), FILE)

    assert check(draft) == []
    assert [field.field for field in open_fields(draft)] == [f"ways_in.registration.{name}"]


@pytest.mark.parametrize("name", ["roster", "registration", "sso"])
def test_a_way_that_nobody_has_spoken_of_is_open(name: str) -> None:
    said = {"roster": True, "registration": "none", "sso": "none"}
    del said[name]

    assert [field.field for field in open_fields(read_draft(as_yaml(make_definition(ways_in=said)), FILE))] == [
        f"ways_in.{name}"
    ]


def test_what_is_open_is_asked_for_in_both_languages() -> None:
    draft = read_draft(as_yaml(make_definition(ways_in=registering(password=None))), FILE)

    (field,) = open_fields(draft)

    assert [field.sentence(language) for language in LANGUAGES] == [
        "ways_in.registration.password còn để ngỏ (căn cứ: kế hoạch không nêu). Cần quyết định: true nếu phải nhập mật khẩu "
        "chung của cuộc thi; false nếu không.",
        "ways_in.registration.password is still open (clause: the plan doesn't say). To be settled: true if the contest's "
        "shared password must be given; false if not.",
    ]


# --- what is at fault ---

FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"roster": False, "registration": "none", "sso": "none"}, "ways_in", "no-way-in"),
    ({"roster": "yes", "registration": "none", "sso": "none"}, "ways_in.roster", "not-yes-or-no"),
    ({"roster": 1, "registration": "none", "sso": "none"}, "ways_in.roster", "not-yes-or-no"),
    ({"roster": True, "registration": True, "sso": "none"}, "ways_in.registration", "not-a-group"),
    (registering(identifier="email"), "ways_in.registration.fields", "identifier-unasked"),
    (registering(fields=["phone"]), "ways_in.registration.fields", "identifier-unasked"),
    (registering(identifier="name"), "ways_in.registration.identifier", "not-a-choice"),
    (registering(fields=[]), "ways_in.registration.fields", "empty-list"),
    (registering(fields="none"), "ways_in.registration.fields", "empty-list"),
    (registering(fields=["citizen_id", "gender"]), "ways_in.registration.fields[1]", "not-a-choice"),
    (registering(fields=["citizen_id", "citizen_id"]), "ways_in.registration.fields[1]", "word-twice"),
    (registering(confirm="email"), "ways_in.registration.confirm", "confirm-unasked"),
    (registering(confirm="sms", fields=["citizen_id", "email"]), "ways_in.registration.confirm", "confirm-unasked"),
    (registering(confirm="zalo"), "ways_in.registration.confirm", "not-a-choice"),
    (registering(least_age=18), "ways_in.registration.least_age", "age-unasked"),
    (registering(least_age=5), "ways_in.registration.least_age", "too-small"),
    (registering(least_age=True), "ways_in.registration.least_age", "not-a-number"),
    (registering(fields=["citizen_id", "birth_date"]), "ways_in.registration.fields", "birth-date-idle"),
    (registering(unit_by=["residence"]), "ways_in.registration.unit_by", "unit-by-one"),
    (
        registering(unit_by=["residence", "workplace", "residence"]),
        "ways_in.registration.unit_by[2]",
        "word-twice",
    ),
    (registering(unit_by=["birth"]), "ways_in.registration.unit_by[0]", "not-a-choice"),
    (registering(password="mot-cua"), "ways_in.registration.password", "not-yes-or-no"),
    (registering(gender=True), "ways_in.registration.gender", "unknown-field"),
    (
        {"roster": False, "registration": make_registration(), "sso": make_single_sign_on()},
        "ways_in.sso.claims.identifier",
        "sso-unidentified",
    ),
    (signing_on(leaders=["Trưởng phòng"]), "ways_in.sso.leaders", "leaders-unclaimed"),
    (
        signing_on(claims={"subject": "sub", "name": "name", "unit": "ou", "leader": "title"}),
        "ways_in.sso.leaders",
        "leader-claim-idle",
    ),
    (signing_on(provider="S" * 81), "ways_in.sso.provider", "long-text"),
    (signing_on(claims="sub"), "ways_in.sso.claims", "not-a-group"),
    (signing_on(client_secret="x"), "ways_in.sso.client_secret", "unknown-field"),
]


@pytest.mark.parametrize(("ways_in", "path", "code"), FAULTS)
def test_what_is_wrong_with_the_ways_in_is_named_with_its_path(ways_in: dict[str, Any], path: str, code: str) -> None:
    assert places(ways_in) == [(path, code)]


@pytest.mark.parametrize(("ways_in", "path", "code"), FAULTS)
def test_every_fault_has_its_sentences_in_both_languages(ways_in: dict[str, Any], path: str, code: str) -> None:
    (fault,) = check(read_draft(as_yaml(make_definition(ways_in=ways_in)), FILE))

    parts = [fault.parts(language) for language in LANGUAGES]
    assert all(part["found"] and part["expected"] and part["mend"] for part in parts)
    assert parts[0]["found"] != parts[1]["found"]
    assert not [part for part in parts if "{" in part["found"] + part["expected"] + part["mend"]]
