"""The report of a contest as a whole: what its export and its rounds' say, at just the revisions that it rests on."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

import app as deployed
from chalicelib.config import config
from chalicelib.domain.errors import NotFound, NotYet
from chalicelib.services import finish
from chalicelib.storage import objects
from tests.factories import AN, BINH, CHI, CLOSING_BEGINS, CONTEST, DUNG, EM, FIRST, RESULTS, SECOND, SECOND_RESULTS
from tests.pictures import take
from tests.services import exported
from tests.services.deciding import confirm, decide
from tests.services.exported import winners
from tests.services.test_finals import AWAY, GATED, HOME, MONEY, PEOPLE, SECOND_CLOSING, plan, play, rows, take_part
from tests.staff import cheap, seated
from tests.town import Town

# What these tests share takes seconds to make: one process makes it once, and so do those of the results themselves.
pytestmark = pytest.mark.xdist_group("both rounds")

ROUNDS = (FIRST, SECOND)
HIGHEST = {"limit": "highest_in_the_contest"}


@pytest.fixture
def town(village: Town) -> Town:
    """A closed contest: Chi has no unit, Em is away; Bình's paper was disqualified, so that the first round is at r02."""
    name = "a contest to report on"
    if name not in village.pictures:
        duty = {"least_rate": "60%", "over": "contest", "excused": "counted", "leaders_every_round": False}
        people = [replace(each, excused=AWAY) if each.identifier == EM else each for each in PEOPLE]
        village.settle(plan(participation=duty | {"below": "report_only"}), people=people)
        who = {each: take_part(village, each, FIRST, wrong) for each, wrong in ((AN, 1), (BINH, 2), (CHI, 0), (DUNG, 3))}
        village.at(CLOSING_BEGINS).tick()
        decide(village, "disqualify", f"{who[BINH]}.1", number=31)
        village.tick()
        village.at(RESULTS).tick()
        for each, wrong in ((AN, 0), (CHI, 1)):
            take_part(village, each, SECOND, wrong)
        village.at(SECOND_CLOSING).tick()
        village.pictures[name] = take(village.codes, {each: village.profile(each) for each in village.codes})
    return village.copied_from(village.pictures[name]).at(SECOND_CLOSING)


def nobody_came(village: Town) -> None:
    """Close both rounds without a paper, once in a session of tests."""
    name = "a contest that nobody came to"
    if name not in village.pictures:
        village.settle(plan(), people=PEOPLE)
        village.at(CLOSING_BEGINS).tick()
        village.at(SECOND_CLOSING).tick()
        village.pictures[name] = take(village.codes)
    village.copied_from(village.pictures[name]).at(SECOND_CLOSING)


def report(town: Town) -> Any:
    return town.organize("report", round="final")


def recounted() -> dict[str, Any]:
    """Read the report's numbers out of both ``attempts.csv`` alone, as somebody would who has only the export's format."""
    found: dict[str, Any] = {"attempts": 0, "ruled_out": 0, "statuses": Counter(), "marks": Counter(), "came": Counter()}
    found |= {"papers": defaultdict(Counter), "people": defaultdict(Counter), "perfect": 0, "zero": 0}
    for round_id, revision in ((FIRST, "r02"), (SECOND, "r01")):
        bank = json.loads(exported.file("bank.json", round_id, revision))["questions"]
        right = {question["id"]: question["right"] for question in bank}
        for row in exported.rows("attempts.csv", round_id, revision):
            found["attempts"] += 1
            found["ruled_out"] += bool(row["ruling"])
            if row["ruling"]:
                continue
            answers = zip(row["questions"].split(), row["choices"], strict=True)
            got = sum(choice == right[question] for question, choice in answers)
            found["statuses"][row["status"]] += 1
            found["marks"][got] += 1
            found["came"][row["contestant"]] += 1
            found["papers"][row["unit"]][round_id] += 1
            found["perfect"] += got == 3
            found["zero"] += got == 0
    return found


def test_the_report_is_what_both_exports_say_read_anew(town: Town):
    told = report(town)

    read = recounted()
    papers = sum(read["statuses"].values())
    assert told["totals"] == {
        "attempts": read["attempts"],
        "ruled_out": read["ruled_out"],
        "papers": papers,
        **dict.fromkeys(("timed_out", "blank"), 0),
        **read["statuses"],
        "people": len(read["came"]),
        "turns": sum(read["came"].values()),
        "perfect": read["perfect"],
        "zero": read["zero"],
        "headcount": 4,
        "people_of_headcount": 2,
    }
    assert (read["attempts"], read["ruled_out"], papers, len(read["came"])) == (6, 1, 5, 3)
    assert told["attendance"] == [
        {"rounds": number, "people": sum(times == number for times in read["came"].values())} for number in (1, 2)
    ]
    assert {each["band"]: each["papers"] for each in told["bands"]} == {
        "all": read["marks"][3],
        "high": 0,
        "middle": read["marks"][1] + read["marks"][2],
        "low": 0,
        "zero": read["marks"][0],
    }
    assert {each["unit"]: each["round_papers"] for each in told["units"]} == {
        unit: [read["papers"][unit][round_id] for round_id in ROUNDS] for unit in ("", HOME, MONEY)
    }


def test_units_are_those_of_the_contests_own_export(town: Town):
    told = report(town)

    columns = ("unit", "name", "parent", "class", "group", "rate", "mean_score", "prize")
    numbers = ("headcount", "people", "papers", "perfect", "zero", "rank", "amount_vnd")
    assert [[each[name] for name in columns] for each in told["units"]] == [
        [row[name] for name in columns] for row in rows("units.csv")
    ]
    assert [[each[name] for name in numbers] for each in told["units"]] == [
        [int(row[name]) if row[name] else None for name in numbers] for row in rows("units.csv")
    ]
    assert [(each["unit"], each["people"], each["owed"], each["met"]) for each in told["units"]] == [
        ("", 1, None, None),
        (HOME, 1, 6_000, False),
        (MONEY, 1, 6_000, False),
    ]
    assert told["units"][0]["why"]["vi"] == "không thuộc đơn vị nào"
    assert told["units"][1]["why"]["vi"].startswith("cùng tỷ lệ người tham gia 50,00 % (1/2 người), điểm trung bình 2,50")


def test_it_says_of_which_contest_revision_and_rounds_it_is(town: Town):
    told = report(town)

    assert (told["contest"], told["round"], told["revision"], told["official"]) == (CONTEST, {"id": "final"}, 1, False)
    assert [(each["round"], each["revision"], each["papers"], each["people"]) for each in told["rounds"]] == [
        (FIRST, 2, 3, 3),
        (SECOND, 1, 2, 2),
    ]
    assert [each["round_name"] for each in told["adjusted"]] == ["Tuần 1"]


def test_prizes_of_all_rounds_stand_there_with_whole_names_and_the_units_beside_them(town: Town):
    told = report(town)

    given = [(round_id, row) for round_id, at in ((FIRST, "r02"), (SECOND, "r01")) for row in _given(round_id, at)]
    assert [(each["round"], each["prize"], each["place"], each["full_name"]) for each in told["winners"]] == [
        (round_id, row["prize"], int(row["place"]), row["full_name"]) for round_id, row in given
    ]
    assert [each["full_name"] for each in told["winners"]][:2] == ["Lê Thúy Chi", "Nguyễn Văn An"]
    assert (told["people_amount_vnd"], told["units_amount_vnd"]) == (1_000_000, 3_000_000)
    assert [told[f"{of}budget_vnd"] for of in ("people_", "units_", "")] == [2_000_000, 4_000_000, 6_000_000]


def _given(round_id: str, revision: str) -> list[dict[str, str]]:
    return [row for row in winners(round_id, revision) if row["contestant"] and not row["passed_over"]]


def test_it_becomes_official_with_the_approval(town: Town):
    before = report(town)["official"]

    town.organize("approve", round="final", by="truong-ban")

    assert (before, report(town)["official"]) == (False, True)


def test_who_keeps_the_highest_prize_stands_there_once(village: Town):
    play(village, **HIGHEST)

    told = report(village)

    given = [row for row in rows("prizes.csv") if row["contestant"] and not row["passed_over"]]
    names = [each["full_name"] for each in told["winners"]]
    assert [(each["round"], each["prize"]) for each in told["winners"]] == [(row["round"], row["prize"]) for row in given]
    assert len(set(names)) == len(names) == len(given)
    left = Counter((row["round"], row["prize"]) for row in rows("prizes.csv") if not row["contestant"])
    assert {(each["round_name"], each["prize"]): each["number"] for each in told["not_given"]} == {
        ({FIRST: "Tuần 1", SECOND: "Tuần 2"}[round_id], prize): number for (round_id, prize), number in left.items()
    }


@pytest.mark.parametrize(("changes", "settled"), [({}, "here"), (HIGHEST, "in_the_contest")])
def test_a_round_says_whether_its_prizes_are_the_last_word(village: Town, changes: dict[str, str], settled: str):
    play(village, **changes)

    assert village.organize("report", round=FIRST)["prizes_settled"] == settled
    assert report(village)["prizes_settled"] == "here"


def test_a_name_that_was_erased_is_empty(village: Town):
    play(village, **HIGHEST)
    before = [each["full_name"] for each in report(village)["winners"]]

    village.organize("person-erase", person=DUNG)
    village.tick()

    after = [each["full_name"] for each in report(village)["winners"]]
    assert "Phạm Văn Dũng" in before
    assert after == ["" if name == "Phạm Văn Dũng" else name for name in before]


def test_the_revisions_that_the_results_rest_on_are_read_and_no_later_one(village: Town):
    who = play(village)
    before = report(village)
    with mock.patch.object(finish, "due", return_value=None):
        confirm(village, decide(village, "disqualify", f"{who[BINH]}.1", number=31)["decision"])
    meanwhile = report(village), village.organize("report", round=FIRST)["revision"]

    village.tick()

    assert meanwhile == (before, 2)
    after = report(village)
    assert (after["revision"], [each["revision"] for each in after["rounds"]]) == (2, [2, 1])
    assert (before["totals"]["ruled_out"], after["totals"]["ruled_out"]) == (0, 1)


@pytest.mark.forged
def test_a_source_that_is_another_by_now_is_reported_by_nobody(town: Town):
    key = f"{CONTEST}/{SECOND}/r01/manifest.json"
    objects.put(config().exports_bucket, key, exported.file("manifest.json", SECOND) + b"\n")

    with pytest.raises(RuntimeError, match=f"{SECOND}/r01 is not what the results of {CONTEST} rest on"):
        report(town)


def test_a_report_that_does_not_add_up_is_handed_to_nobody(town: Town):
    key = f"closings/{CONTEST}/final/r01/publication.json"
    kept = objects.get_json(config().private_bucket, key)
    objects.put_json(config().private_bucket, key, kept | {"counts": kept["counts"] | {"people": 9}})

    with pytest.raises(RuntimeError, match="final/r01: people by number of rounds: 3 is not 9"):
        report(town)


def test_there_is_none_before_the_whole_is_made(village: Town):
    village.settle(plan(), people=PEOPLE)
    take_part(village, AN, FIRST)
    village.at(CLOSING_BEGINS).tick()

    with pytest.raises(NotYet) as refused:
        report(village)

    assert refused.value.code == "not-finished"


def test_there_is_none_while_entries_are_waited_for(village: Town):
    play(village, **GATED)

    with pytest.raises(NotYet) as refused:
        report(village)

    assert refused.value.code == "not-finished"


def test_there_is_none_of_a_contest_that_there_is_not(village: Town):
    with pytest.raises(NotFound) as refused:
        village.organize("report", contest="khong-co", round="final")

    assert refused.value.code == "no-such-contest"


def test_a_contest_in_which_nobody_took_part_has_a_report_of_noughts(village: Town):
    nobody_came(village)

    told = report(village)

    assert (told["totals"]["papers"], told["totals"]["people"], told["amount_vnd"]) == (0, 0, 0)
    assert told["attendance"] == [{"rounds": 1, "people": 0}, {"rounds": 2, "people": 0}]
    assert [(each["unit"], each["failed"]) for each in told["units"]] == [
        ("", []),
        (HOME, ["took_part"]),
        (MONEY, ["took_part"]),
    ]
    assert sum(each["number"] for each in told["not_given"]) == 6


def test_it_is_there_after_publication_too(town: Town):
    before = report(town)

    town.at(SECOND_RESULTS).tick()

    assert report(town) | {"made_at": ""} == before | {"made_at": ""}


@pytest.mark.parametrize("role", ["juror", "unit_manager", "auditor"])
def test_it_is_for_those_alone_who_may_know_names(town: Town, role: str):
    with cheap():
        token = seated(role, SECOND_CLOSING)

    answer = deployed.organizer({"act": "report", "contest": CONTEST, "round": "final", "token": token}, None)

    assert answer["refused"]["code"] == "not-your-role"


def test_leaders_are_counted_where_the_plan_asks_for_all_of_them(village: Town):
    """S3:27. Bình never came, Dũng not to the second round; Em leads too, and is on leave."""
    duty = {"least_rate": "none", "over": "each_round", "excused": "left_out", "leaders_every_round": True}
    people = [replace(each, leader=each.identifier != CHI) for each in PEOPLE]
    people = [replace(each, excused=AWAY) if each.identifier == EM else each for each in people]
    village.settle(plan(participation=duty | {"below": "report_only"}), people=people)
    for each in (AN, CHI, DUNG):
        take_part(village, each, FIRST)
    village.at(CLOSING_BEGINS).tick()
    take_part(village, AN, SECOND)
    village.at(SECOND_CLOSING).tick()

    first, whole = (village.organize("report", round=each)["leaders"] for each in (FIRST, "final"))

    units = {"so-noi-vu": "Sở Nội vụ", "so-tai-chinh": "Sở Tài chính"}
    counted = {"so-noi-vu": (1, 2), "so-tai-chinh": (1, 1)}
    assert first == [{"unit": unit, "name": units[unit], "came": came, "of": of} for unit, (came, of) in counted.items()]
    counted["so-tai-chinh"] = (0, 1)
    assert whole == [{"unit": unit, "name": units[unit], "came": came, "of": of} for unit, (came, of) in counted.items()]


def test_nobody_counts_leaders_where_no_plan_asks(town: Town):
    assert (report(town)["leaders"], town.organize("report", round=FIRST)["leaders"]) == (None, None)
