"""The report of a round: everything in it comes out of the export, and adds up; before the close it is nobody's."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest

import app as deployed
from chalicelib.config import config
from chalicelib.domain.errors import NotFound, NotYet, Unfit
from chalicelib.domain.roster import Unit
from chalicelib.domain.times import Millis, written
from chalicelib.domain.unit_list import MOST_UNITS
from chalicelib.storage import objects
from tests.factories import (
    AN,
    BINH,
    CHI,
    CONTEST,
    DUNG,
    EM,
    FIRST,
    LONG_BEFORE,
    OPENS,
    OTHER_NONCE,
    PEOPLE,
    PRACTICE,
    SECOND,
    make_definition,
    make_person,
    make_round,
    nonce,
)
from tests.pictures import take as take_picture
from tests.services.deciding import decide
from tests.services.exported import file, rows, winners
from tests.staff import cheap, seated
from tests.town import Town, all_right

MINUTE_MS, DAY_MS = 60_000, 86_400_000
# From 08:00 on 23 October to 08:00 on the 26th: four days by the calendar.
CLOSES = OPENS + 3 * DAY_MS
CLOSED = CLOSES + 20_000
GIANG, HOA, KHOA = "034096000006", "034096000007", "034096000008"
EVERYBODY = (
    *PEOPLE,
    make_person("Đỗ Văn Giang", GIANG, unit="so-tai-chinh", unit_name="Sở Tài chính"),
    make_person("Bùi Thị Hoa", HOA, unit="so-tai-chinh", unit_name="Sở Tài chính"),
    make_person("Ngô Văn Khoa", KHOA, unit="so-tai-chinh", unit_name="Sở Tài chính"),
)
BODIES = (
    Unit("so-noi-vu", "Sở Nội vụ", "so", 4),
    Unit("so-tai-chinh", "Sở Tài chính", "so", 5),
    Unit("so-tu-phap", "Sở Tư pháp", "", 3),
)


def definition(over: str = "each_round", **changes: Any) -> dict[str, Any]:
    """Return a contest of three days and two attempts, in which departments owe half of their people."""
    rounds = [
        make_round(PRACTICE, "Thi thử", OPENS - 3 * DAY_MS, OPENS - 2 * DAY_MS, None),
        make_round(FIRST, "Tuần 1", OPENS, CLOSES, CLOSES + DAY_MS),
        make_round(SECOND, "Tuần 2", CLOSES + 2 * DAY_MS, CLOSES + 3 * DAY_MS, CLOSES + 4 * DAY_MS),
    ]
    owed = {"least_rate": "none", "over": over, "excused": "left_out", "leaders_every_round": False, "below": "report_only"}
    values = {
        "rounds": rounds,
        "attempts": {"max": 2, "counted": "best"},
        "unit_classes": [{"id": "so", "name": "Sở, ngành", "least_rate": "50%"}],
        "participation": owed,
    }
    return make_definition(**values | changes)


def take(town: Town, who: str, at: Millis, wrong: int = 0, number: int = 1) -> None:
    """Start at ``at`` and hand in a minute later, with that many blank answers."""
    phone = town.at(at).phone(who)
    paper = phone.start(nonce(1), number=number)
    town.at(at + MINUTE_MS)
    choices = "_" * wrong + all_right(paper)[wrong:]
    assert phone.hand_in(choices, OTHER_NONCE, prediction="2", number=number).status == 200


def three_days(town: Town) -> None:
    """Papers handed in on four days, one without a unit, one that timed out, one left blank, two of one person; and one of
    somebody who is found to be of an excluded body.
    """
    take(town, HOA, OPENS)
    take(town, AN, OPENS, wrong=1)
    take(town, GIANG, OPENS + 5 * MINUTE_MS)
    dung = town.at(OPENS + MINUTE_MS).phone(DUNG)
    dung.save("_" + all_right(dung.start(nonce(1)))[1:], OTHER_NONCE)
    town.at(OPENS + DAY_MS).phone(EM).start(nonce(1))
    take(town, AN, OPENS + DAY_MS, number=2)
    take(town, KHOA, OPENS + DAY_MS)
    take(town, BINH, OPENS + 2 * DAY_MS, wrong=3)
    take(town, CHI, OPENS + 2 * DAY_MS + 16 * 60 * MINUTE_MS, wrong=2)
    body = {"full_name": "Bùi Thị Hoa", "identifier": HOA, "unit": "", "unit_name": "", "body": "ban-to-chuc"}
    town.organize("import-exclusions", people=[body | {"reason": "Thành viên Ban Tổ chức"}], by="truong-ban")


def settled(town: Town, **changes: Any) -> Town:
    """Settle that contest, once in a session of tests; the units' head-counts are those of the organizers' list."""
    name = f"a contest to report on {changes}"
    if name not in town.pictures:
        town.settle(definition(**changes), people=EVERYBODY, units=BODIES, ready=[])
        town.at(LONG_BEFORE).list_units(BODIES)
        for round_id in (PRACTICE, FIRST):
            town.organize("ready", round=round_id, by="thu-ky")
        town.pictures[name] = take_picture(town.codes, {who: town.profile(who) for who in town.codes})
    return town.copied_from(town.pictures[name]).at(OPENS)


@pytest.fixture
def town(village: Town, request: pytest.FixtureRequest) -> Town:
    """A closed round of three days, one of whose papers a decision has disqualified since."""
    name = "a round to report on"
    if name not in village.pictures:
        request.getfixturevalue("signing_key")
        three_days(settled(village))
        village.at(CLOSED).tick()
        decide(village, "disqualify", f"{village.profile(KHOA).pseudonym}.1", number=31)
        village.pictures[name] = take_picture(village.codes, village.profiles)
    return village.copied_from(village.pictures[name]).at(CLOSED)


def report(town: Town) -> Any:
    return town.organize("report", round=FIRST)


def recounted(right: dict[str, str], revision: str) -> dict[str, Any]:
    """Read the report's numbers out of ``attempts.csv`` alone, as somebody would who has only the export's format.

    Of one person's papers the one with more points counts, which holds for this town.
    """
    found: dict[str, Any] = {"ruled_out": 0, "statuses": Counter(), "marks": Counter(), "days": {}, "held": Counter()}
    found |= {"got": Counter(), "best": {}, "units": defaultdict(Counter), "people": defaultdict(set)}
    for row in rows("attempts.csv", revision=revision):
        if row["ruling"]:
            found["ruled_out"] += 1
            continue
        asked = row["questions"].split()
        got = [question for question, choice in zip(asked, row["choices"], strict=True) if choice == right[question]]
        found["held"].update(asked)
        found["got"].update(got)
        found["statuses"][row["status"]] += 1
        found["marks"][len(got)] += 1
        found["units"][row["unit"]]["papers"] += 1
        found["people"][row["unit"]].add(row["contestant"])
        home = datetime.fromisoformat(row["submitted_at"].replace("Z", "+00:00")) + timedelta(hours=7)
        found["days"].setdefault(f"{home:%Y-%m-%d}", []).append((row["unit"], row["contestant"]))
        best = found["best"].get(row["contestant"], ("", -1))
        found["best"][row["contestant"]] = max(best, (row["unit"], len(got)), key=lambda each: each[1])
    return found


def right_letters() -> dict[str, str]:
    return {question["id"]: question["right"] for question in json.loads(file("bank.json"))["questions"]}


def test_the_report_is_what_the_export_says_read_anew(town: Town):
    told = report(town)

    read = recounted(right_letters(), "r02")
    scores = [points for _, points in read["best"].values()]
    heads = {unit.id: unit.headcount for unit in BODIES}
    assert told["totals"] == {
        "attempts": 9,
        "ruled_out": read["ruled_out"],
        "papers": sum(read["statuses"].values()),
        "people": len(read["best"]),
        **read["statuses"],
        "perfect": scores.count(3),
        "zero": scores.count(0),
        "headcount": sum(heads.values()),
        "people_of_headcount": sum(len(who) for unit, who in read["people"].items() if unit),
    }
    assert (read["ruled_out"], read["statuses"]) == (2, {"submitted": 5, "timed_out": 1, "blank": 1})
    assert [
        [each[name] for name in ("unit", "papers", "people", "ranked", "points", "perfect", "zero", "headcount")]
        for each in told["units"]
    ] == [
        [
            unit,
            read["units"][unit]["papers"],
            len(read["people"][unit]),
            len(points := [points for in_unit, points in read["best"].values() if in_unit == unit]),
            sum(points),
            points.count(3),
            points.count(0),
            heads.get(unit),
        ]
        for unit in ("", "so-noi-vu", "so-tai-chinh", "so-tu-phap")
    ]
    bands = {"all": read["marks"][3], "high": 0, "middle": read["marks"][1] + read["marks"][2], "low": 0}
    assert {each["band"]: each["papers"] for each in told["bands"]} == bands | {"zero": read["marks"][0]}
    assert told["days"] == [
        {"day": day, "papers": len(came), "people": len({who for _, who in came})}
        for day, came in sorted(read["days"].items())
    ]
    by_day = {
        each["unit"]: [(each["papers"][at], each["people"][at]) for at in range(len(told["days"]))]
        for each in told["unit_days"]
    }
    assert by_day == {
        unit: [_came(read["days"][each["day"]], unit) for each in told["days"]] for unit in ("", "so-noi-vu", "so-tai-chinh")
    }
    assert {each["question"]: (each["papers"], each["got"]) for each in told["hardest"]} == {
        question: (papers, read["got"][question]) for question, papers in read["held"].items()
    }


def _came(came: list[tuple[str, str]], unit: str) -> tuple[int, int]:
    """Return how many papers of a day are of this unit, and of how many people."""
    there = [who for of, who in came if of == unit]
    return len(there), len(set(there))


def test_the_hardest_questions_come_first(town: Town):
    told = report(town)["hardest"]

    shares = [each["got"] / each["papers"] for each in told]
    assert shares == sorted(shares)
    assert told[0]["text"] == f"Nội dung của {told[0]['question']} ở {FIRST} là gì?"


def test_it_says_what_contest_and_round_it_is_of_and_in_which_revision(town: Town):
    told = report(town)

    assert (told["contest"], told["revision"], told["official"], told["questions_asked"]) == (CONTEST, 2, False, 3)
    assert told["round"] == {
        "id": FIRST,
        "name": "Tuần 1",
        "opens": written(OPENS),
        "closes": written(CLOSES),
        "results": written(CLOSES + DAY_MS),
    }
    assert (told["plan"]["issuer"], told["made_at"]) == ("Ủy ban nhân dân thị trấn", written(CLOSED))
    assert [each["vi"].split(": ", 1)[1] for each in told["adjusted"]] == [
        "loại 1 bài thi. Lý do: kết luận lại sau khi xem xét khiếu nại."
    ]


def test_winners_are_those_of_the_export_with_their_whole_names(town: Town):
    told = report(town)

    given = rows("prizes.csv", revision="r02")
    assert [(each["prize"], each["place"], each["full_name"], each["amount_vnd"]) for each in told["winners"]] == [
        ("nhat", 1, "Đỗ Văn Giang", 1_000_000),
        ("nhi", 2, "Nguyễn Văn An", None),
        ("nhi", 3, "Phạm Văn Dũng", None),
    ]
    assert [(each["prize"], each["place"]) for each in told["winners"]] == [
        (row["prize"], int(row["place"])) for row in given
    ]
    assert (told["amount_vnd"], told["budget_vnd"], told["not_given"]) == (1_000_000, 1_000_000, [])
    assert told["winners"][2]["why"]["vi"] == "điểm 2, sau người điểm 3"
    assert next(row["full_name"] for row in winners()) == "Đỗ Văn Giang"


def test_names_are_whole_also_where_the_site_may_show_none(village: Town):
    settled(village, over="contest", names="none")
    take(village, AN, OPENS)
    village.at(CLOSED).tick()

    told = report(village)["winners"]

    assert [each["full_name"] for each in told] == ["Nguyễn Văn An"]


def test_what_a_unit_owes_stands_beside_its_people(town: Town):
    told = report(town)

    assert told["owed_over"] == "each_round"
    assert [(each["unit"], each["owed"], each["share"], each["met"]) for each in told["units"]] == [
        ("", None, None, None),
        ("so-noi-vu", 5_000, {"people": 4, "headcount": 4}, True),
        ("so-tai-chinh", 5_000, {"people": 1, "headcount": 5}, False),
        ("so-tu-phap", None, {"people": 0, "headcount": 3}, None),
    ]
    assert [each["class_name"] for each in told["units"]] == ["", "Sở, ngành", "Sở, ngành", ""]


def test_what_is_owed_over_the_whole_contest_is_not_decided_by_a_round(village: Town):
    settled(village, over="contest", names="none").at(CLOSED).tick()

    told = report(village)

    assert told["owed_over"] == "contest"
    assert [(each["owed"], each["met"]) for each in told["units"]] == [
        (None, None),
        (5_000, None),
        (5_000, None),
        (None, None),
    ]


def test_a_round_without_a_paper_has_a_report_of_noughts(village: Town):
    settled(village).at(CLOSED).tick()

    told = report(village)

    assert (told["totals"]["papers"], told["totals"]["headcount"], told["winners"]) == (0, 12, [])
    assert [each["day"] for each in told["days"]] == ["2023-10-23", "2023-10-24", "2023-10-25", "2023-10-26"]
    assert (told["unit_days"], told["hardest"]) == ([], [])
    assert [(each["prize"], each["number"]) for each in told["not_given"]] == [("nhat", 1), ("nhi", 2)]


def test_there_is_none_before_the_close(village: Town):
    take(settled(village), AN, OPENS)

    with pytest.raises(NotYet) as refused:
        report(village)

    assert refused.value.code == "not-closed"


def test_there_is_none_of_a_round_that_there_is_not(town: Town):
    with pytest.raises(NotFound):
        town.organize("report", round="tuan-9")


def test_an_event_without_a_round_is_misshapen(town: Town):
    with pytest.raises(Unfit) as refused:
        town.organize("report")

    assert (refused.value.code, refused.value.values["fields"]) == ("unfit-event", "round")


@pytest.mark.parametrize("role", ["juror", "unit_manager", "auditor"])
def test_it_is_for_those_alone_who_may_know_names(town: Town, role: str):
    with cheap():
        token = seated(role, CLOSED)

    answer = deployed.organizer({"act": "report", "contest": CONTEST, "round": FIRST, "token": token}, None)

    assert answer["refused"]["code"] == "not-your-role"


def test_a_report_that_does_not_add_up_is_handed_to_nobody(town: Town):
    key = f"closings/{CONTEST}/{FIRST}/r02/statistics.json"
    kept = objects.get_json(config().private_bucket, key)
    objects.put_json(config().private_bucket, key, kept | {"marks": {"3": 1}})

    with pytest.raises(RuntimeError, match="papers by band: 1 is not 7"):
        report(town)


def test_the_largest_report_fits_into_an_invocation():
    """A contest of as many units as there may be, with long names and ids, over a week."""
    unit = {"unit": "u" * 60, "name": "Ủ" * 50, "class": "c" * 20, "class_name": "Ủ" * 30, "met": False, "owed": 7_000}
    counts = dict.fromkeys(("people", "papers", "ranked", "points", "perfect", "zero", "headcount"), 99_999)
    days = {"unit": "u" * 60, "papers": [9_999] * 7, "people": [9_999] * 7}
    units = [{**unit, **counts, "share": {"people": 99_999, "headcount": 99_999}}] * MOST_UNITS

    size = len(json.dumps({"units": units, "unit_days": [days] * MOST_UNITS}))

    assert size < 6_000_000
