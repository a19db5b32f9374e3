"""Certificates: a number and a code for each prize, and under the code whether it holds; nothing before publication."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import NotFound, NotYet
from chalicelib.services import certificates
from tests.factories import AN, BINH, CHI, CLOSING_BEGINS, CONTEST, DUNG, FIRST, RESULTS, SECOND_RESULTS
from tests.pictures import take
from tests.services.deciding import confirm, decide
from tests.services.test_finals import PEOPLE, PLAYED, plan, play, take_part
from tests.town import Town
from tests.watch import contents

# What these tests share takes seconds to make: one process makes it once.
pytestmark = pytest.mark.xdist_group("both rounds")

SAID = {
    "title": "GIẤY CHỨNG NHẬN",
    "issuer": "Ban Tổ chức Cuộc thi",
    "number": "#/GCN-BTC",
    "issued_in": "Thị trấn",
    "signer_title": "Trưởng ban",
    "signer_name": "none",
}


PRIZES = [
    {"id": "nhat", "name": "Giải Nhất", "number": 1, "vnd": "none"},
    {"id": "nhi", "name": "Giải Nhì", "number": 1, "vnd": "none"},
]


def settled(town: Town, **changes: Any) -> dict[str, str]:
    """Play the first round with certificates in the definition; it is closed. Returns who took part, by identifier.

    That is done once in a session of tests for each definition.
    """
    name = f"a round with certificates {changes!r}"
    if name not in town.pictures:
        PLAYED[name] = _settled(town, **changes)
        town.pictures[name] = take(town.codes, {who: town.profile(who) for who in town.codes})
    town.copied_from(town.pictures[name]).at(CLOSING_BEGINS)
    return PLAYED[name]


def _settled(town: Town, **changes: Any) -> dict[str, str]:
    town.settle(plan(**{"certificates": SAID, "prizes": PRIZES, **changes}), people=PEOPLE)
    who = {name: take_part(town, name, FIRST, wrong) for name, wrong in ((AN, 0), (BINH, 1), (CHI, 2))}
    town.at(CLOSING_BEGINS).tick()
    return who


def shown() -> dict[str, dict[str, Any]]:
    """Return what the site says of each certificate, by its number."""
    prefix = f"{CONTEST}/certificates/"
    found = [json.loads(data) for name, data in contents(config().site_bucket).items() if name.startswith(prefix)]
    return {each["number"]: each for each in found}


def test_nothing_is_said_of_certificates_before_the_publication(village: Town):
    settled(village)

    with pytest.raises(NotYet) as refused:
        village.organize("certificates", round=FIRST)

    assert (refused.value.code, shown(), certificates.registered(CONTEST)[0]) == ("certificates-early", {}, [])


def test_each_prize_has_a_certificate_that_the_site_confirms_and_no_more_than_stands_on_it(village: Town):
    settled(village)

    village.at(RESULTS).tick()

    assert shown() == {
        "01/GCN-BTC": {
            "contest": CONTEST,
            "round": FIRST,
            "round_name": "Tuần 1",
            "number": "01/GCN-BTC",
            "holds": True,
            "prize_name": "Giải Nhất",
            "name": "Nguyễn Văn An",
            "unit_name": "Sở Nội vụ",
        },
        "02/GCN-BTC": {
            "contest": CONTEST,
            "round": FIRST,
            "round_name": "Tuần 1",
            "number": "02/GCN-BTC",
            "holds": True,
            "prize_name": "Giải Nhì",
            "name": "Trần Thị Bình",
            "unit_name": "Sở Nội vụ",
        },
    }
    assert f"{CONTEST}/giay-chung-nhan.html" in contents(config().site_bucket)


def test_they_are_printed_with_full_names_under_the_same_numbers_however_often(village: Town):
    settled(village, names="none")
    village.at(RESULTS).tick()

    told = village.organize("certificates", round=FIRST)

    assert [(each["number"], each["recipient"], each["prize_name"]) for each in told["certificates"]] == [
        ("01/GCN-BTC", "Nguyễn Văn An", "Giải Nhất"),
        ("02/GCN-BTC", "Trần Thị Bình", "Giải Nhì"),
    ]
    assert (told["round_name"], told["issued_on"], told["style"]["issued_in"]) == ("Tuần 1", "2023-10-24", "Thị trấn")
    assert village.organize("certificates", round=FIRST) == told
    assert {each["name"] for each in shown().values()} == {None}


def test_a_prize_that_a_decision_takes_away_revokes_its_certificate_and_the_next_has_a_number_of_its_own(village: Town):
    who = settled(village)
    village.at(RESULTS).tick()

    proposal = decide(village, "disqualify", f"{who[AN]}.1")
    confirm(village, proposal["decision"])
    village.tick()

    said = {number: (each["holds"], each["name"], each["prize_name"]) for number, each in shown().items()}
    assert said == {
        "01/GCN-BTC": (False, None, None),
        "02/GCN-BTC": (False, None, None),
        "03/GCN-BTC": (True, "Trần Thị Bình", "Giải Nhất"),
        "04/GCN-BTC": (True, "Lê Thúy Chi", "Giải Nhì"),
    }


def test_who_is_let_in_again_has_the_old_number_again(village: Town):
    who = settled(village)
    village.at(RESULTS).tick()
    for number, kind in enumerate(("disqualify", "reinstate"), 1):
        confirm(village, decide(village, kind, f"{who[AN]}.1", number=number)["decision"])
        village.tick()

    assert [number for number, each in shown().items() if each["holds"]] == ["01/GCN-BTC", "02/GCN-BTC"]
    assert shown()["01/GCN-BTC"]["name"] == "Nguyễn Văn An"


def test_no_certificate_holds_while_results_are_withdrawn(village: Town):
    settled(village)
    village.at(RESULTS).tick()

    confirm(village, decide(village, "withdraw", FIRST)["decision"])
    village.tick()

    assert {each["holds"] for each in shown().values()} == {False}


def test_whoever_was_erased_is_named_on_no_page_any_more(village: Town):
    settled(village)
    village.at(RESULTS).tick()

    village.organize("person-erase", person=AN)
    village.tick()

    assert shown()["01/GCN-BTC"]["name"] is None
    assert [each["recipient"] for each in village.organize("certificates", round=FIRST)["certificates"]] == ["Trần Thị Bình"]


def test_units_that_win_have_certificates_of_the_contest(village: Town):
    play(village, certificates=SAID, prizes=[])
    village.at(SECOND_RESULTS).tick()

    told = village.organize("certificates", round="final")

    assert [(each["recipient"], each["prize_name"]) for each in told["certificates"]] == [
        ("Sở Nội vụ", "Giải Nhất tập thể"),
        ("Sở Tài chính", "Giải Nhì tập thể"),
    ]
    assert (told["round_name"], {each["holds"] for each in shown().values()}) == ("", {True})


def test_where_people_keep_the_highest_prize_alone_certificates_come_with_the_contests_results(village: Town):
    play(village, certificates=SAID, limit="highest_in_the_contest", unit_award="none")
    first = village.at(RESULTS).organize("certificates", round=FIRST)["certificates"]

    village.at(SECOND_RESULTS).tick()
    told = village.organize("certificates", round="final")["certificates"]

    assert first == []
    assert {each["recipient"] for each in told} <= {person.full_name for person in PEOPLE}
    assert len(told) == len({each["recipient"] for each in told}) > 1
    assert all(" – Tuần " in each["prize_name"] for each in told)


def test_a_contest_without_certificates_has_none(village: Town):
    village.settle(plan(), people=PEOPLE)
    take_part(village, DUNG, FIRST)
    village.at(CLOSING_BEGINS).tick()
    village.at(RESULTS).tick()

    with pytest.raises(NotFound) as refused:
        village.organize("certificates", round=FIRST)

    assert (refused.value.code, shown()) == ("no-certificates", {})
