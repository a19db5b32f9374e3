"""The list of units: put in by organizers, shown by the clock without its head-counts, and counted by at the close."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from unittest import mock

import pytest

from chalicelib import functions
from chalicelib.config import config
from chalicelib.domain.canonical import canonical
from chalicelib.domain.errors import Busy, Conflict, NotFound, NotYet, Unfit
from chalicelib.domain.roster import Unit
from chalicelib.domain.ways_in import ROSTER_ALONE, Registration, WaysIn
from chalicelib.services import units
from chalicelib.services.rules import rules_of, units_of
from chalicelib.services.tick import woken
from chalicelib.storage import contestants, objects, rounds
from chalicelib.storage.contestants import Profile
from tests.calls import answer_lost
from tests.factories import (
    AN,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    LONG_BEFORE,
    NONCE,
    OTHER_NONCE,
    PRACTICE,
    UNITS,
    as_yaml,
    bank_event,
    make_bank,
    make_definition,
    make_person,
    make_registration,
    make_single_sign_on,
)
from tests.organizer.keyboard import stored
from tests.pictures import take
from tests.services.exported import rows
from tests.services.test_imports_together import meeting
from tests.town import Town, all_right
from tests.watch import contents

HOME = Unit("so-noi-vu", "Sở Nội vụ", "", 40)
MONEY = Unit("so-tai-chinh", "Sở Tài chính", "", None)
JUSTICE = Unit("so-tu-phap", "Sở Tư pháp", "", 25)
BY_REGISTRATION = {"roster": False, "registration": make_registration(), "sso": "none"}
BY_SSO = {"roster": False, "registration": "none", "sso": make_single_sign_on()}
LISTED = f"{CONTEST}/units.json"


@pytest.fixture
def contest(village: Town) -> Town:
    """A contest into which people register; its bank is in, its list of units isn't."""
    return begun(village, BY_REGISTRATION)


def begun(town: Town, ways_in: dict[str, Any]) -> Town:
    """Put in the contest with these ways in, once in a session of tests: the next test gets a copy."""
    name = f"begun by {ways_in}"
    if name not in town.pictures:
        town.pictures[name] = take(_begun(town, ways_in).codes)
    return town.copied_from(town.pictures[name]).at(LONG_BEFORE)


def _begun(town: Town, ways_in: dict[str, Any]) -> Town:
    town.at(LONG_BEFORE)
    town.organize("import-definition", text=as_yaml(make_definition(ways_in=ways_in)), file="contest.yaml")
    for bank in (make_bank(PRACTICE, prefix="x"), make_bank(FIRST)):
        town.organize("import-bank", round=bank.round, bank=bank_event(bank))
    return town


def shown() -> Any:
    """Return the list as everybody sees it, or None where there is none."""
    data = contents(config().site_bucket).get(LISTED)
    return None if data is None else json.loads(data)


def kept() -> Any:
    return json.loads(contents(config().private_bucket)[f"units/{CONTEST}.json"])


# --- it comes in, and is shown ---


def test_a_list_that_comes_in_is_kept_whole_and_shown_without_its_head_counts(contest: Town):
    told = contest.list_units([HOME, MONEY])

    assert told == {
        "added": ["so-noi-vu", "so-tai-chinh"],
        "changed": [],
        "taken_off": [],
        "unchanged": 0,
        "was": {},
        "shown": False,
    }
    assert kept() == [
        {"id": "so-noi-vu", "name": "Sở Nội vụ", "klass": "", "headcount": 40, "parent": ""},
        {"id": "so-tai-chinh", "name": "Sở Tài chính", "klass": "", "headcount": None, "parent": ""},
    ]
    assert shown() == [{"id": "so-noi-vu", "name": "Sở Nội vụ"}, {"id": "so-tai-chinh", "name": "Sở Tài chính"}]
    assert units_of(CONTEST) == [HOME, MONEY]


def test_the_same_list_again_changes_nothing(contest: Town):
    contest.list_units([HOME, MONEY])
    before = contents(config().private_bucket)

    told = contest.list_units([MONEY, HOME])

    assert told == {"added": [], "changed": [], "taken_off": [], "unchanged": 2, "was": {}, "shown": True}
    assert contents(config().private_bucket) == before


def test_a_second_list_adds_to_the_first_and_renames_what_it_names(contest: Town):
    contest.list_units([HOME, MONEY])
    renamed = Unit("so-tai-chinh", "SỞ TÀI CHÍNH", "", 30)

    told = contest.list_units([renamed, JUSTICE])

    was = {"so-tai-chinh": asdict(MONEY)}
    assert told == {
        "added": ["so-tu-phap"],
        "changed": ["so-tai-chinh"],
        "taken_off": [],
        "unchanged": 0,
        "was": was,
        "shown": True,
    }
    assert units_of(CONTEST) == [HOME, renamed, JUSTICE]


def test_a_list_that_is_said_to_be_whole_takes_the_others_off(contest: Town):
    contest.list_units([HOME, MONEY])

    told = contest.list_units([HOME], whole=True)

    assert (told["taken_off"], sorted(told["was"])) == (["so-tai-chinh"], ["so-tai-chinh"])
    assert (units_of(CONTEST), shown()) == ([HOME], [{"id": "so-noi-vu", "name": "Sở Nội vụ"}])
    assert units.every_unit(CONTEST) == [HOME, MONEY]


def test_a_unit_that_was_taken_off_comes_back_when_it_is_listed_again(contest: Town):
    contest.list_units([HOME, MONEY])
    contest.list_units([HOME], whole=True)

    told = contest.list_units([MONEY])

    assert (told["added"], units_of(CONTEST)) == (["so-tai-chinh"], [HOME, MONEY])


def test_a_dry_run_says_what_would_change_and_changes_nothing(contest: Town):
    contest.list_units([HOME])
    before = stored()

    told = contest.list_units([JUSTICE], whole=True, dry_run=True)

    assert (told["added"], told["taken_off"], stored()) == (["so-tu-phap"], ["so-noi-vu"], before)


@pytest.mark.parametrize(
    "listed",
    [
        [],
        [{"id": "a", "name": "", "klass": "", "headcount": None}],
        [{"id": "", "name": "A", "klass": "", "headcount": None}],
        [{"id": "a", "name": "A", "klass": "", "headcount": 0}],
        [{"id": "a", "name": "A", "klass": "", "headcount": True}],
        [{"id": "a", "name": "A", "klass": "", "headcount": "40"}],
        [{"id": "a", "name": "=A", "klass": "", "headcount": None}],
        [{"id": "a", "name": "A\u200b", "klass": "", "headcount": None}],
        [{"id": "a", "name": "A", "klass": ""}],
        [{"id": "a", "name": "A", "klass": "", "headcount": None, "off": True}],
        [{"id": "a", "name": "A", "klass": "", "headcount": None}] * 2,
        [{"id": "a", "name": "A", "klass": "", "headcount": None, "parent": "b"}],
        [{"id": id, "name": id, "klass": "", "headcount": None, "parent": parent} for id, parent in ("ab", "ba")],
        "a",
    ],
)
def test_a_list_of_another_shape_or_with_a_unit_twice_changes_nothing(contest: Town, listed: Any):
    contest.list_units([HOME])
    before = stored()

    with pytest.raises(Unfit) as refused:
        contest.organize("import-units", units=listed)

    assert (refused.value.code in ("unfit-event", "unfit-unit-list", "unfit-unit-tree"), stored()) == (True, before)


def test_a_contest_that_there_is_not_has_no_units(village: Town):
    with pytest.raises(NotFound) as refused:
        village.list_units(UNITS)

    assert (refused.value.code, contents(config().private_bucket)) == ("no-such-contest", {})


def test_where_the_clock_can_not_be_woken_its_next_minute_shows_the_list(contest: Town):
    with mock.patch.object(functions, "ask", side_effect=Busy()):
        contest.list_units([HOME])
    assert shown() is None

    contest.tick()

    assert shown() == [{"id": "so-noi-vu", "name": "Sở Nội vụ"}]


def test_a_list_that_is_shown_is_not_written_again_every_minute(contest: Town):
    contest.list_units([HOME])

    assert rounds.unit_lists_to_show() == []


def test_a_wish_that_is_made_while_the_list_is_being_shown_is_fulfilled_later(contest: Town):
    """The clock has read the list and shows it; meanwhile another comes in, and must not be taken for shown."""
    with mock.patch.object(functions, "ask", side_effect=Busy()):
        contest.list_units([HOME])
        (wish,) = rounds.unit_lists_to_show()
        contest.list_units([JUSTICE])

    rounds.units_are_shown(*wish)

    assert [contest_id for contest_id, _ in rounds.unit_lists_to_show()] == [CONTEST]


def test_one_contests_list_that_can_not_be_shown_keeps_nobody_else_waiting(contest: Town):
    with mock.patch.object(functions, "ask", side_effect=Busy()):
        contest.list_units([HOME])
    contest.organize("ready", round=FIRST, by="thu-ky", dry_run=True)
    objects.put(config().private_bucket, units.key_of(CONTEST), b"{")

    with pytest.raises(Busy) as failed:
        contest.tick()

    assert failed.value.values == {"acts": f"units {CONTEST}"}


def test_a_site_that_is_rendered_anew_has_its_lists_again(contest: Town):
    contest.list_units([HOME])
    before = contents(config().site_bucket)[LISTED]
    objects.s3().delete_object(Bucket=config().site_bucket, Key=LISTED)

    woken({"pages": True}, LONG_BEFORE)

    assert contents(config().site_bucket)[LISTED] == before


def test_whose_answer_got_lost_is_done_and_asked_for_again(contest: Town):
    with answer_lost("PutObject"):
        contest.list_units([HOME])

    assert (units_of(CONTEST), shown()) == ([HOME], [{"id": "so-noi-vu", "name": "Sở Nội vụ"}])


# --- two at the same moment ---


def test_of_two_lists_at_once_neither_loses_the_others_units(contest: Town):
    with meeting("PutObject", lambda: contest.list_units([JUSTICE]), "units/"):
        contest.list_units([HOME])

    assert units_of(CONTEST) == [HOME, JUSTICE]


def test_written_over_whatever_is_there_one_of_them_would_be_lost(contest: Town, monkeypatch: pytest.MonkeyPatch):
    """The negative control: the list is written without looking at what it is by then."""
    unlooked = lambda bucket, key, body, tag: objects.put(bucket, key, body) or True  # noqa: E731
    monkeypatch.setattr(objects, "put_if", unlooked)

    with meeting("PutObject", lambda: contest.list_units([JUSTICE]), "units/"):
        contest.list_units([HOME])

    assert units_of(CONTEST) == [HOME]


@pytest.mark.parametrize("first", ["units/", "roster.json"])
def test_a_list_and_a_roster_at_once_lose_nothing_of_one_another(contest: Town, first: str):
    acts: list[Callable[[], Any]] = [lambda: contest.list_units([JUSTICE]), lambda: contest.enrol([make_person("An", AN)])]
    mine, other = acts if first == "units/" else reversed(acts)

    with meeting("PutObject", other, first):
        mine()

    roster = json.loads(contents(config().private_bucket)[f"rosters/{CONTEST}/roster.json"])
    assert {unit["id"]: unit["headcount"] for unit in roster["units"]} == {"so-noi-vu": 1, "so-tai-chinh": 0}
    assert units_of(CONTEST) == [JUSTICE]


def test_somebody_who_always_comes_first_leaves_it_to_be_asked_again(contest: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(objects, "put_if", lambda *_: False)

    with pytest.raises(Busy):
        contest.list_units([HOME])


# --- no round is made ready without it ---


@pytest.mark.parametrize("ways_in", [BY_REGISTRATION, BY_SSO], ids=["registration", "sso"])
def test_a_contest_that_people_enter_by_themselves_is_not_made_ready_without_a_list(village: Town, ways_in: dict[str, Any]):
    town = begun(village, ways_in)

    with pytest.raises(NotYet) as refused:
        town.organize("ready", round=FIRST, by="thu-ky")

    assert (refused.value.code, refused.value.values) == ("no-units", {"contest": CONTEST})
    assert rounds.get(CONTEST, FIRST).ready_requested_by == ""


def test_with_a_list_it_is_made_ready(contest: Town):
    contest.list_units([HOME])

    contest.organize("ready", round=FIRST, by="thu-ky")

    assert rounds.get(CONTEST, FIRST).state == "ready"


def test_practice_needs_no_list(contest: Town):
    contest.organize("ready", round=PRACTICE, by="thu-ky")

    assert rounds.get(CONTEST, PRACTICE).state == "ready"


def test_a_roster_alone_needs_no_list(village: Town):
    town = begun(village, {"roster": True, "registration": "none", "sso": "none"})

    town.organize("ready", round=FIRST, by="thu-ky")

    assert rounds.get(CONTEST, FIRST).state == "ready"


def test_the_clock_does_not_make_ready_what_lost_its_roster_after_the_wish(village: Town):
    town = begun(village, {"roster": True, "registration": "none", "sso": "none"})
    wanted = rounds.change(rounds.get(CONTEST, FIRST), ready_requested_by="thu-ky")
    with mock.patch.object(rounds, "of_contest", return_value=[]):
        digest = objects.put_named("definitions", _registering_json())
    rounds.change(wanted, definition=digest)

    assert town.tick() == []

    after = rounds.get(CONTEST, FIRST)
    assert (after.state, after.ready_requested_by) == ("draft", "")


def _registering_json() -> bytes:
    values = json.loads(objects.get_named("definitions", rounds.get(CONTEST, FIRST).definition))
    return canonical({**values, "ways_in": {**values["ways_in"], "registration": make_registration() | _NOTHING}})


_NOTHING = {"unit_by": [], "least_age": None, "confirm": None}


# --- what everybody is let in by ---


def test_the_contests_page_tells_the_ways_in_and_no_claims_name(village: Town):
    claims = {"subject": "sub-claim", "name": "name-claim", "unit": "unit-claim", "leader": "leader-claim"}
    sso = make_single_sign_on(claims=claims, leaders=["Trưởng phòng"])
    town = begun(village, {"roster": True, "registration": "none", "sso": sso})
    town.list_units([HOME])

    town.organize("ready", round=FIRST, by="thu-ky")

    html = contents(config().site_bucket)[f"{CONTEST}/index.html"].decode()
    page = json.loads(html.partition('<script type="application/json" id="contest">')[2].partition("</script>")[0])
    assert page["ways_in"] == {"roster": True, "registration": None, "sso": {"provider": "SSO của tỉnh"}}
    assert page["way_rules"][1]["en"].startswith("With SSO của tỉnh: ")
    assert [name for name in (*claims.values(), "Trưởng phòng", "ways_in.sso") if name in html] == []


def test_the_rules_in_force_are_those_of_the_round_that_is_ahead(contest: Town):
    asked = Registration(
        identifier="citizen_id", fields=("citizen_id", "phone"), unit_by=(), least_age=None, confirm=None, password=False
    )

    assert rules_of(CONTEST).ways_in == WaysIn(roster=False, registration=asked, sso=None)


def test_rules_that_came_later_do_not_rule_a_round_that_is_ready(village: Town):
    town = begun(village, {"roster": True, "registration": "none", "sso": "none"})
    town.organize("ready", round=FIRST, by="thu-ky")

    told = town.organize("import-definition", text=as_yaml(make_definition(ways_in=BY_REGISTRATION)), file="contest.yaml")

    assert (FIRST in told["changed"], rules_of(CONTEST).ways_in) == (False, ROSTER_ALONE)


def test_once_a_round_is_ready_the_same_field_tells_people_apart_for_good(contest: Town):
    """By another field somebody who is in already would be a stranger, and could take part twice."""
    contest.list_units([HOME])
    contest.organize("ready", round=FIRST, by="thu-ky")
    before = stored()
    other = {"roster": False, "registration": make_registration(identifier="phone"), "sso": "none"}

    with pytest.raises(Conflict) as refused:
        contest.organize("import-definition", text=as_yaml(make_definition(ways_in=other)), file="contest.yaml")

    assert (refused.value.code, refused.value.values, stored()) == ("ways-in-settled", {"round": FIRST}, before)


def test_a_contest_that_there_is_not_has_no_rules(village: Town):
    with pytest.raises(NotFound) as refused:
        rules_of("khong-co")

    assert (refused.value.code, units_of("khong-co")) == ("no-such-contest", [])


# --- and counted by at the close ---


def registered(town: Town, identifier: str, unit: Unit) -> None:
    """Put somebody in as a registration does: they stand on no roster."""
    profile = Profile(
        contest=CONTEST,
        pseudonym=identifier[0].lower() * 25 + "a",
        login=identifier,
        code_hash="0" * 64,
        full_name="Trần Thị Bình",
        unit=unit.id,
        unit_name=unit.name,
        leader=False,
        excluded="",
        excluded_reason="",
        way="registration",
    )
    assert contestants.add([profile])
    town.profiles[identifier] = profile


def closed(town: Town) -> list[tuple[str, str, str, str, str]]:
    """Let everybody take part and the round close; return id, name, head-count, people and rate of each unit."""
    town.organize("ready", round=FIRST, by="thu-ky")
    town.at(make_opening())
    for identifier in town.profiles:
        phone = town.phone(identifier)
        phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE)
    town.at(CLOSING_BEGINS).tick()
    return [(row["unit"], row["name"], row["headcount"], row["people"], row["rate"]) for row in rows("units.csv")]


def make_opening() -> int:
    return rounds.get(CONTEST, FIRST).opens


def test_who_registered_counts_for_the_unit_that_they_chose_and_its_head_count_is_the_lists(contest: Town):
    contest.list_units([HOME, MONEY, JUSTICE])
    registered(contest, "AAA", HOME)
    registered(contest, "BBB", MONEY)

    assert closed(contest) == [
        ("", "", "", "0", ""),
        ("so-noi-vu", "Sở Nội vụ", "40", "1", "0.0250"),
        ("so-tai-chinh", "Sở Tài chính", "", "1", ""),
        ("so-tu-phap", "Sở Tư pháp", "25", "0", "0.0000"),
    ]


def test_a_roster_beside_a_registration_does_not_pass_for_the_head_count(contest: Town):
    """Organizers have entered one person on their behalf: the rate over one person would be 200 %."""
    contest.list_units([HOME, MONEY])
    contest.enrol([make_person("An", AN, unit="so-tai-chinh", unit_name="Sở Tài chính")])
    contest.profiles[AN] = contest.profile(AN)
    registered(contest, "BBB", MONEY)

    assert closed(contest)[1:] == [
        ("so-noi-vu", "Sở Nội vụ", "40", "0", "0.0000"),
        ("so-tai-chinh", "Sở Tài chính", "", "2", ""),
    ]


def test_a_unit_that_was_taken_off_the_list_keeps_its_name_and_its_count(contest: Town):
    contest.list_units([HOME, JUSTICE])
    registered(contest, "AAA", JUSTICE)
    contest.list_units([HOME], whole=True)

    assert closed(contest)[2] == ("so-tu-phap", "Sở Tư pháp", "25", "1", "0.0400")


def test_a_contest_by_roster_counts_its_roster_where_the_list_names_no_number(village: Town):
    town = begun(village, {"roster": True, "registration": "none", "sso": "none"})
    town.enrol([make_person("An", AN), make_person("Bình", "034096000002")])
    town.list_units([Unit("so-noi-vu", "Sở Nội vụ", "", None), JUSTICE])
    town.profiles[AN] = town.profile(AN)

    assert closed(town)[1:] == [
        ("so-noi-vu", "Sở Nội vụ", "2", "1", "0.5000"),
        ("so-tai-chinh", "Sở Tài chính", "0", "0", ""),
        ("so-tu-phap", "Sở Tư pháp", "25", "0", "0.0000"),
    ]


def test_the_head_counts_of_a_closing_are_those_of_its_beginning(contest: Town):
    """A closing that dies half-way is done again, and gives the same bytes, whatever came in meanwhile."""
    contest.list_units([HOME])
    registered(contest, "AAA", HOME)
    before = closed(contest)

    contest.list_units([Unit("so-noi-vu", "Sở Nội vụ", "", 80)])
    contest.tick()

    frozen = json.loads(contents(config().private_bucket)[f"closings/{CONTEST}/{FIRST}/facts.json"])
    assert frozen["units"] == [{"id": "so-noi-vu", "name": "Sở Nội vụ", "klass": "", "headcount": 40, "parent": ""}]
    assert before[1] == ("so-noi-vu", "Sở Nội vụ", "40", "1", "0.0250")
