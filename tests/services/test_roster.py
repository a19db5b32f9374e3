"""A roster comes in: whoever is new gets a code once, whoever is known keeps theirs, and nobody's name leaves its table."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import NotFound, Unfit
from tests.factories import AN, CONTEST, LONG_BEFORE, PEOPLE, UNITS, as_yaml, make_definition, make_person
from tests.services.exported import differences, everything
from tests.town import Town
from tests.watch import contents


@pytest.fixture
def contest(village: Town) -> Town:
    village.at(LONG_BEFORE)
    village.organize("import-definition", text=as_yaml(make_definition()), file="contest.yaml")
    return village


def kept() -> dict:
    return json.loads(contents(config().private_bucket)[f"rosters/{CONTEST}/roster.json"])


def test_everybody_new_gets_a_code_of_forty_bits(contest: Town):
    told = contest.enrol(PEOPLE)

    assert (told["new"], told["changed"]) == (6, 0)
    assert [(slip["full_name"], slip["identifier"], slip["unit"]) for slip in told["codes"][:2]] == [
        ("Nguyễn Văn An", AN, "Sở Nội vụ"),
        ("Trần Thị Bình", "034096000002", "Sở Nội vụ"),
    ]
    codes = {slip["code"] for slip in told["codes"]}
    assert len(codes) == 6
    assert [code for code in codes if not re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)] == []


def test_the_same_roster_again_gives_no_code_and_changes_nothing(contest: Town):
    contest.enrol(PEOPLE)
    before = everything()

    told = contest.enrol(PEOPLE)

    assert (told, differences(before, everything())) == ({"new": 0, "changed": 0, "codes": []}, [])


def test_who_is_known_keeps_the_code_under_a_new_name_and_unit(contest: Town):
    contest.enrol(PEOPLE)

    told = contest.enrol([make_person("Nguyễn Văn Anh", AN, "so-tai-chinh", unit_name="Sở Tài chính")])

    answer = contest.stranger().sign_in(AN, contest.codes[AN])
    assert (told["new"], told["changed"], answer.document["name"], answer.document["unit"]) == (
        0,
        1,
        "Nguyễn Văn Anh",
        "Sở Tài chính",
    )


def test_who_is_not_listed_any_more_stays(contest: Town):
    contest.enrol(PEOPLE)

    contest.enrol(PEOPLE[1:])

    assert contest.stranger().sign_in(AN, contest.codes[AN]).status == 200


def test_heads_are_counted_without_who_is_kept_out(contest: Town):
    contest.enrol(PEOPLE)

    assert [(unit["id"], unit["headcount"]) for unit in kept()["units"]] == [("so-noi-vu", 4), ("so-tai-chinh", 0)]


def test_names_and_identifiers_stand_in_no_bucket(contest: Town):
    contest.enrol(PEOPLE)

    secrets = [text.encode() for person in PEOPLE for text in (person.full_name, person.identifier)]
    secrets += [code.encode() for code in contest.codes.values()]
    everywhere = [contents(name) for name in (config().private_bucket, config().exports_bucket, config().site_bucket)]
    found = [name for bucket in everywhere for name, data in bucket.items() if any(each in data for each in secrets)]
    assert found == []


def test_a_dry_run_tells_who_is_a_stranger_and_gives_no_code(contest: Town):
    told = contest.organize(
        "import-roster",
        people=[{name: getattr(person, name) for name in person.__slots__} for person in PEOPLE],
        units=[],
        dry_run=True,
    )

    assert told == {"strangers": [person.identifier for person in PEOPLE], "was": {}, "decided": []}
    assert contest.enrol(PEOPLE, UNITS)["new"] == 6


def test_a_roster_that_names_somebody_twice_is_refused(contest: Town):
    with pytest.raises(Unfit) as refused:
        contest.enrol([*PEOPLE, PEOPLE[0]])

    assert (refused.value.code, refused.value.values) == ("unfit-roster", {"twice": AN})


def test_a_roster_for_an_unknown_contest_is_refused(contest: Town):
    with pytest.raises(NotFound) as refused:
        contest.organize("import-roster", contest="nowhere", people=[], units=[])

    assert refused.value.code == "no-such-contest"


def test_who_lost_a_slip_gets_another_code_and_the_former_one_opens_nothing(contest: Town):
    former = contest.enrol(PEOPLE)["codes"][0]["code"]

    told = contest.organize(
        "import-roster", people=[asdict(PEOPLE[0])], units=[asdict(unit) for unit in UNITS], new_codes=True
    )

    latter = told["codes"][0]["code"]
    tried = [contest.stranger().sign_in(AN, code).status for code in (former, latter)]
    assert (told["new"], told["changed"], len(told["codes"])) == (0, 1, 1)
    assert tried == [401, 200]
