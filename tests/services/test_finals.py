"""The contest as a whole: made when every round is closed, signed and chained like a round, shown at its hour."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

from chalicelib.config import config
from chalicelib.domain.canonical import sha256_hex
from chalicelib.domain.errors import NotYet, Unfit
from chalicelib.domain.exports import read_csv
from chalicelib.domain.round import SETTLING_MS
from chalicelib.domain.times import written
from chalicelib.services import finish, kept_roster
from chalicelib.storage import finals, objects
from tests.calls import Interrupted, cut_off
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSING_BEGINS,
    CONTEST,
    DUNG,
    EM,
    FIRST,
    GRACE_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    RESULTS,
    SECOND,
    SECOND_CLOSES,
    SECOND_OPENS,
    SECOND_RESULTS,
    make_definition,
    make_person,
)
from tests.pictures import take
from tests.services.deciding import MINUTE_MS, decide
from tests.town import Town, all_right
from tests.watch import contents

# What these tests share takes seconds to make: one process makes it once.
pytestmark = pytest.mark.xdist_group("both rounds")

SECOND_CLOSING = SECOND_CLOSES + GRACE_MS + SETTLING_MS
HOME, MONEY = "so-noi-vu", "so-tai-chinh"
PEOPLE = (
    make_person("Nguyễn Văn An", AN),
    make_person("Trần Thị Bình", BINH),
    make_person("Lê Thúy Chi", CHI, unit=""),
    make_person("Phạm Văn Dũng", DUNG, unit=MONEY, unit_name="Sở Tài chính"),
    make_person("Hoàng Thị Em", EM, unit=MONEY, unit_name="Sở Tài chính"),
)


def award(**changes: Any) -> dict[str, Any]:
    """Two prizes for units, by the share of people who took part, then by the mean score."""
    values = {
        "groups": "together",
        "gates": [],
        "formula": "in_order",
        "criteria": [{"name": "rate"}, {"name": "mean_score"}],
        "boundary_tie": "lot",
        "prizes": [
            {"id": "nhat-dv", "name": "Giải Nhất tập thể", "number": 1, "vnd": 2_000_000},
            {"id": "nhi-dv", "name": "Giải Nhì tập thể", "number": 2, "vnd": 1_000_000},
        ],
    }
    return values | changes


def plan(**changes: Any) -> dict[str, Any]:
    return make_definition(**{"unit_award": award(), **changes})


def take_part(town: Town, who: str, round_id: str, wrong: int = 0) -> str:
    """Start and hand in a paper with ``wrong`` blank answers. Returns the contestant's pseudonym."""
    opens = {FIRST: OPENS, SECOND: SECOND_OPENS}[round_id]
    phone = town.at(opens).phone(who)
    paper = phone.start(NONCE, round_id)
    right = all_right(paper)
    town.at(opens + MINUTE_MS)
    phone.hand_in("_" * wrong + right[wrong:], OTHER_NONCE, prediction="1", round_id=round_id)
    return str(phone.me().document["contestant"])


def play(town: Town, **changes: Any) -> dict[str, str]:
    """Play both rounds to their closing, once in a session of tests for each definition. Returns who took part.

    Everybody of the first unit comes, of the other one of two, better than they.
    """
    name = f"both rounds {changes!r}"
    if name not in town.pictures:
        PLAYED[name] = _played(town, **changes)
        town.pictures[name] = take(town.codes, {who: town.profile(who) for who in town.codes})
    town.copied_from(town.pictures[name]).at(SECOND_CLOSING)
    return PLAYED[name]


PLAYED: dict[str, dict[str, str]] = {}


def _played(town: Town, **changes: Any) -> dict[str, str]:
    town.settle(plan(**changes), people=PEOPLE)
    who = {name: take_part(town, name, FIRST, wrong) for name, wrong in ((AN, 1), (BINH, 2), (CHI, 0), (DUNG, 0))}
    town.at(CLOSING_BEGINS).tick()
    town.at(RESULTS).tick()
    for name, wrong in ((AN, 0), (DUNG, 0)):
        take_part(town, name, SECOND, wrong)
    town.at(SECOND_CLOSING).tick()
    return who


def folder(revision: str = "r01") -> dict[str, bytes]:
    prefix = f"{CONTEST}/final/{revision}/"
    held = contents(config().exports_bucket)
    return {name.removeprefix(prefix): data for name, data in held.items() if name.startswith(prefix)}


def rows(name: str, revision: str = "r01") -> list[dict[str, str]]:
    return [dict(row) for row in read_csv(io.BytesIO(folder(revision)[name]))]


def shown(name: str = "results.json") -> Any:
    data = contents(config().site_bucket).get(f"{CONTEST}/final/{name}")
    return data and (json.loads(data) if name.endswith(".json") else data.decode())


def test_the_last_closing_makes_the_contests_results(village: Town):
    play(village)

    units = [
        {
            name: row[name]
            for name in ("rank", "unit", "headcount", "people", "rate", "papers", "mean_score", "zero", "prize")
        }
        for row in rows("units.csv")
    ]
    assert units == [
        {"rank": "", "unit": "", "headcount": "", "people": "1", "rate": "", "papers": "1", "mean_score": "3.0000"}
        | {"zero": "0", "prize": ""},
        {"rank": "1", "unit": HOME, "headcount": "2", "people": "2", "rate": "1.0000", "papers": "3", "mean_score": "2.0000"}
        | {"zero": "0", "prize": "nhat-dv"},
        {
            "rank": "2",
            "unit": MONEY,
            "headcount": "2",
            "people": "1",
            "rate": "0.5000",
            "papers": "2",
            "mean_score": "3.0000",
        }
        | {"zero": "0", "prize": "nhi-dv"},
    ]
    assert sorted(folder()) == ["definition.json", "manifest.json", "prizes.csv", "unit_facts.csv", "units.csv"]


def test_the_manifest_names_the_revisions_that_it_rests_on_and_sums_their_counts(village: Town):
    play(village)

    told = json.loads(folder()["manifest.json"])

    sources = [
        json.loads(contents(config().exports_bucket)[f"{CONTEST}/{each}/r01/manifest.json"]) for each in (FIRST, SECOND)
    ]
    digests = [
        sha256_hex(contents(config().exports_bucket)[f"{CONTEST}/{each}/r01/manifest.json"]) for each in (FIRST, SECOND)
    ]
    assert told["sources"] == [
        {"manifest_sha256": digest, "revision": 1, "round": each}
        for digest, each in zip(digests, (FIRST, SECOND), strict=True)
    ]
    assert told["counts"] == {name: sum(source["counts"][name] for source in sources) for name in sources[0]["counts"]}
    assert (told["round"], told["lot_root"], told["receipts_root"]) == ("final", sources[1]["lot_root"], None)
    assert told["closed_at"] == written(SECOND_CLOSING)


def test_nothing_of_it_is_to_be_seen_before_the_hour_of_the_last_results(village: Town):
    play(village)
    village.at(SECOND_RESULTS - 1).tick()
    before = shown()

    village.at(SECOND_RESULTS).tick()

    assert (before, shown()["revision"]) == (None, 1)
    assert {name for name in contents(config().site_bucket) if name.startswith(f"{CONTEST}/final/")} == {
        f"{CONTEST}/final/{name}"
        for name in (
            "index.html",
            "results.json",
            "r01/definition.json",
            "r01/manifest.json",
            "r01/unit_facts.csv",
            "r01/units.csv",
        )
    }
    page = contents(config().site_bucket)[f"{CONTEST}/index.html"].decode()
    assert f'href="/{CONTEST}/final/index.html"' in page


def test_the_definition_may_name_a_later_hour(village: Town):
    play(village, final_results="2023-10-27 08:00")
    village.at(SECOND_RESULTS).tick()
    before = shown()

    village.at(SECOND_RESULTS + 86_400_000).tick()

    assert (before, shown()["official"]) == (None, False)


def test_where_results_wait_for_approval_the_contests_wait_for_their_own(village: Town):
    play(village, publication="after_approval")
    for each in (FIRST, SECOND):
        village.at(SECOND_RESULTS).organize("approve", round=each, by="truong-ban")
    village.tick()
    before = shown()

    village.organize("approve", round="final", by="truong-ban")
    village.tick()

    assert (before, shown()["official"]) == (None, True)
    assert village.organize("status")[-1]["approved_by"] == "truong-ban"


def test_a_decision_about_a_round_makes_a_revision_of_the_whole(village: Town):
    who = play(village)
    village.at(SECOND_RESULTS).tick()
    first = folder()["manifest.json"]

    proposal = decide(village, "disqualify", f"{who[BINH]}.1")
    village.organize("decision-confirm", round=FIRST, decision=proposal["decision"], by="pho-ban")
    village.tick()

    later = json.loads(folder("r02")["manifest.json"])
    assert later["sources"][0]["revision"] == 2
    assert (later["previous"], later["closed_at"]) == (sha256_hex(first), json.loads(first)["closed_at"])
    assert folder()["manifest.json"] == first
    assert shown()["revision"] == 2
    assert {row["unit"]: row["people"] for row in rows("units.csv", "r02")} == {"": "1", HOME: "1", MONEY: "1"}


def test_results_taken_back_take_the_contests_with_them(village: Town):
    play(village)
    village.at(SECOND_RESULTS).tick()

    proposal = decide(village, "withdraw", FIRST)
    village.organize("decision-confirm", round=FIRST, decision=proposal["decision"], by="pho-ban")
    village.tick()

    assert shown() == {"contest": CONTEST, "round": "final", "withdrawn": True}
    assert "rút lại" in shown("index.html")
    assert finals.get(CONTEST).published_at is None


GATED = {
    "unit_award": award(gates=[{"name": "has_entry"}, {"name": "entry_rank", "most": 20}, {"name": "nobody_with_zero"}]),
}
FACTS = [
    {"unit": HOME, "gate": "entries", "value": "1"},
    {"unit": HOME, "gate": "entry_rank", "value": "21"},
    {"unit": MONEY, "gate": "entries", "value": "2"},
    {"unit": MONEY, "gate": "entry_rank", "value": "20"},
]


def test_where_entries_count_the_contest_waits_for_their_ranks(village: Town):
    play(village, **GATED)
    waiting = village.organize("status")[-1]["state"], folder()

    village.organize("unit-facts", facts=FACTS)
    village.tick()

    assert waiting == ("waiting", {})
    assert {row["unit"]: (row["rank"], row["failed_gates"]) for row in rows("units.csv")} == {
        "": ("", ""),
        HOME: ("", "entry_rank"),
        MONEY: ("1", ""),
    }
    assert [tuple(row.values()) for row in rows("unit_facts.csv")] == [tuple(each.values()) for each in FACTS]


def test_facts_told_anew_make_a_revision_and_the_same_facts_again_none(village: Town):
    play(village, **GATED)
    village.organize("unit-facts", facts=FACTS)
    village.tick()

    village.organize("unit-facts", facts=list(reversed(FACTS)))
    village.tick()
    same = finals.get(CONTEST).made
    village.organize("unit-facts", facts=[{**each, "value": "20"} if each["value"] == "21" else each for each in FACTS])
    village.tick()

    assert (same, finals.get(CONTEST).made) == (1, 2)
    assert {row["unit"]: row["rank"] for row in rows("units.csv", "r02")} == {"": "", HOME: "1", MONEY: "2"}


@pytest.mark.parametrize(
    "facts",
    [
        [{"unit": "so-y-te", "gate": "entries", "value": "1"}],
        [{"unit": HOME, "gate": "entries", "value": "một"}],
        [{"unit": HOME, "gate": "entry_rank", "value": "0"}],
        [{"unit": HOME, "gate": "leaders_every_round", "value": "5/4"}],
        [{"unit": HOME, "gate": "beauty", "value": "1"}],
        [{"unit": HOME, "gate": "entries", "value": "1"}] * 2,
    ],
)
def test_a_fact_that_decides_nothing_is_refused_and_changes_nothing(village: Town, facts: list[dict[str, str]]):
    village.settle(plan(**GATED), people=PEOPLE)

    with pytest.raises(Unfit) as refused:
        village.organize("unit-facts", facts=facts)

    assert (refused.value.code, finals.get(CONTEST).facts) == ("unfit-unit-fact", "")


def test_who_wins_in_both_rounds_keeps_the_higher_prize_and_the_next_moves_up(village: Town):
    who = play(village, limit="highest_in_the_contest")

    given = [(row["round"], row["prize"], row["contestant"], row["passed_over"]) for row in rows("prizes.csv")]

    # Dũng and Chi have everything right in the first week; in the second Dũng and An, in this order.
    holders = {contestant: (round_id, prize) for round_id, prize, contestant, over in given if contestant and not over}
    assert len(holders) == len([1 for _, _, contestant, over in given if contestant and not over])
    assert {prize for _, prize in holders.values()} == {"nhat", "nhi"}
    assert set(holders) <= set(who.values())
    passed = {(round_id, contestant) for round_id, _, contestant, over in given if over == "won_higher"}
    assert all(holders[contestant][0] != round_id for round_id, contestant in passed)


def test_winners_of_the_whole_are_named_where_prizes_are_paid_and_nowhere_else(village: Town):
    play(village, limit="highest_in_the_contest")

    told = village.organize("winners", round="final")

    assert {row["full_name"] for row in told["rows"] if row["contestant"]} <= {person.full_name for person in PEOPLE}
    assert told["results"]["winners"][0]["name"]
    assert "full_name" not in rows("prizes.csv")[0]


def test_nobody_acts_on_the_whole_before_it_is_there(village: Town):
    village.settle(plan(), people=PEOPLE)

    refusals = []
    for act in ("approve", "publish", "winners", "links"):
        with pytest.raises(NotYet) as refused:
            village.organize(act, round="final", by="truong-ban")
        refusals.append(refused.value.code)

    assert refusals == ["not-finished"] * 4
    assert [each["round"] for each in village.organize("status")] == ["thi-thu", FIRST, SECOND]


def test_auditors_fetch_the_files_of_the_whole(village: Town):
    play(village)
    before = village.organize("links", round="final")

    village.at(SECOND_RESULTS).tick()
    after = village.organize("links", round="final")

    assert (sorted(before["links"]), before["after_publication"]) == (
        ["prizes.csv"],
        ["definition.json", "units.csv", "unit_facts.csv", "manifest.json"],
    )
    assert sorted(after["links"]) == ["definition.json", "manifest.json", "prizes.csv", "unit_facts.csv", "units.csv"]


# --- whoever doesn't have to come ---

AWAY = "nghỉ thai sản"


def owed(excused: str) -> dict[str, Any]:
    """Everybody owes the contest as a whole (S3:27); ``excused`` says whether who is away stays in the head-count."""
    duty = {"least_rate": "100%", "over": "contest", "leaders_every_round": False, "below": "bars_unit_prize"}
    return {"participation": duty | {"excused": excused}}


@pytest.mark.parametrize(("excused", "headcount", "failed"), [("left_out", "1", ""), ("counted", "2", "least_rate")])
def test_who_is_excused_counts_as_the_definition_says(village: Town, excused: str, headcount: str, failed: str):
    """S3 leaves open who is meant by 100 % (A6): Em is away, and her unit has nobody else who is missing."""
    people = [replace(each, excused=AWAY) if each.identifier == EM else each for each in PEOPLE]
    village.settle(plan(**owed(excused)), people=people)
    for name in (AN, BINH, DUNG):
        take_part(village, name, FIRST)
    village.at(CLOSING_BEGINS).tick()
    village.at(SECOND_CLOSING).tick()

    unit = next(row for row in rows("units.csv") if row["unit"] == MONEY)

    assert (unit["headcount"], unit["people"], unit["failed_gates"]) == (headcount, "1", failed)
    assert village.profile(EM).excused == AWAY


def test_who_is_expected_again_stands_in_the_head_count_again(village: Town):
    village.settle(plan(**owed("left_out")), people=[replace(each, excused=AWAY) for each in PEOPLE])

    village.enrol(PEOPLE)

    assert village.profile(EM).excused == ""
    assert "excused" not in kept_roster.kept(CONTEST)["people"][village.profile(EM).pseudonym]


def test_a_unit_in_which_nobody_is_expected_misses_nobody(village: Town):
    people = [replace(each, excused=AWAY) if each.unit == MONEY else each for each in PEOPLE]
    village.settle(plan(**owed("left_out")), people=people)
    take_part(village, DUNG, FIRST)
    village.at(CLOSING_BEGINS).tick()
    village.at(SECOND_CLOSING).tick()

    unit = next(row for row in rows("units.csv") if row["unit"] == MONEY)

    assert (unit["headcount"], unit["people"], unit["rate"], unit["failed_gates"]) == ("0", "1", "", "")


# --- what was there before ---


def test_a_round_that_an_earlier_version_has_closed_counts_like_any_other(village: Town):
    village.settle(plan(), people=PEOPLE)
    for name, wrong in ((AN, 1), (BINH, 2), (CHI, 0), (DUNG, 0)):
        take_part(village, name, FIRST, wrong)
    village.at(CLOSING_BEGINS).tick()
    objects.s3().delete_object(Bucket=config().private_bucket, Key=f"closings/{CONTEST}/{FIRST}/r01/figures.json")
    village.at(SECOND_CLOSING).tick()

    assert {row["unit"]: (row["papers"], row["mean_score"]) for row in rows("units.csv")} == {
        "": ("1", "3.0000"),
        HOME: ("2", "1.5000"),
        MONEY: ("1", "3.0000"),
    }


def test_who_was_erased_is_named_in_the_contests_results_no_more(village: Town):
    play(village, limit="highest_in_the_contest")
    village.at(SECOND_RESULTS).tick()
    named = {winner["name"] for winner in shown()["winners"]}

    village.organize("person-erase", person=AN)
    village.tick()

    assert "Nguyễn Văn An" in named
    assert "Nguyễn Văn An" not in {winner["name"] for winner in shown()["winners"]}
    restricted = contents(config().exports_bucket)[f"restricted/{CONTEST}/final/r01/winners.csv"].decode()
    assert "Nguyễn Văn An" not in restricted
    assert "Phạm Văn Dũng" in restricted


# --- the work may die anywhere ---


def test_killed_after_any_of_its_calls_the_clock_leaves_the_same_files_at_the_next_run(village: Town):
    village.settle(plan(), people=PEOPLE)
    take_part(village, AN, FIRST)
    village.at(CLOSING_BEGINS).tick()
    with mock.patch.object(finish, "due", return_value=None):
        village.at(SECOND_CLOSING).tick()
    before = take(village.codes)
    village.tick()
    whole = folder()

    found = {}
    for calls in range(0, 30, 3):
        village.copied_from(before).at(SECOND_CLOSING)
        with cut_off(calls), suppress(Interrupted):
            village.tick()
        village.tick()
        found[calls] = folder() == whole and finals.get(CONTEST).is_whole

    assert len(whole) == 5
    assert found == dict.fromkeys(found, True)
