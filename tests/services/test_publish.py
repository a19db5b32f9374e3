"""What everybody can read after publication, and what organizers and auditors can read before it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import NotFound, NotYet, Unfit
from chalicelib.domain.times import written
from chalicelib.services import organize
from chalicelib.storage import objects
from tests.domain.test_receipt import tree_hash
from tests.factories import AN, CLOSING_BEGINS, CONTEST, FIRST, NONCE, OTHER_NONCE, RESULTS, make_bank, make_definition
from tests.town import Answer, Town, all_right
from tests.watch import contents

AUDITORS = {"attempts.csv", "ranking.csv", "prizes.csv", "decisions.csv", "earlier_wins.csv"}
PUBLIC = {"definition.json", "bank.json", "draw.json", "units.csv", "manifest.json"}


def hand_in(town: Town) -> Answer:
    phone = town.phone(AN)
    return phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE, prediction="1")


def on_the_site(name: str) -> Any:
    return json.loads(contents(config().site_bucket)[f"{CONTEST}/{FIRST}/{name}"])


def test_own_results_are_found_by_the_receipt_alone(town: Town):
    receipt = hand_in(town).document["receipt"]
    town.at(CLOSING_BEGINS).tick()

    town.at(RESULTS).tick()

    found = on_the_site(f"own/{receipt[: on_the_site('results.json')['own_digits']]}.json")["own"][receipt]
    assert (found["rank"], found["score"], found["values"]["prediction_error"]) == (1, 3, "0")


def test_the_proofs_on_the_site_lead_from_each_receipt_to_the_root_of_the_close(town: Town):
    receipt = hand_in(town).document["receipt"]
    town.at(CLOSING_BEGINS).tick()
    town.at(RESULTS).tick()

    proof = on_the_site("proof/0.json")

    told = json.loads(contents(config().site_bucket)[f"{CONTEST}/acts/{FIRST}-closing.json"])
    leaf = on_the_site(f"own/{receipt[:1]}.json")["own"][receipt]["leaf"]
    assert (proof["leaves"][leaf], proof["path"], proof["tree_size"]) == (receipt, [], len(proof["leaves"]))
    assert tree_hash([bytes.fromhex(leaf) for leaf in proof["leaves"]]).hex() == told["receipts_root"]


def test_why_an_answer_is_right_is_published_with_the_results_and_not_before(town: Town):
    hand_in(town)
    town.at(CLOSING_BEGINS).tick()
    name = f"{CONTEST}/{FIRST}/explanations.json"
    before = name in contents(config().site_bucket)

    town.at(RESULTS).tick()

    explanations = {each.id: each.explanation for each in make_bank(FIRST).questions}
    assert (before, on_the_site("explanations.json")["explanations"]) == (False, explanations)


def test_a_round_that_nobody_entered_has_no_proofs(town: Town):
    town.at(CLOSING_BEGINS).tick()

    town.at(RESULTS).tick()

    assert [name for name in contents(config().site_bucket) if name.startswith(f"{CONTEST}/{FIRST}/proof/")] == []


@pytest.mark.parametrize(("names", "shown"), [("full", "Nguyễn Văn An"), ("initials", "N. V. A."), ("none", None)])
def test_winners_are_named_as_the_definition_says(village: Town, names: str, shown: str | None):
    town = village.settled_as(f"names: {names}", definition=make_definition(names=names))
    hand_in(town)
    town.at(CLOSING_BEGINS).tick()

    town.at(RESULTS).tick()

    page = contents(config().site_bucket)[f"{CONTEST}/{FIRST}/index.html"].decode()
    assert [winner["name"] for winner in on_the_site("results.json")["winners"]] == [shown]
    assert ("Nguyễn Văn An" in page) == (names == "full")


def test_what_is_published_is_what_was_exported(town: Town):
    hand_in(town)
    town.at(CLOSING_BEGINS).tick()

    town.at(RESULTS).tick()

    folder = f"{CONTEST}/{FIRST}/r01/"
    exported = {name: data for name, data in contents(config().exports_bucket).items() if name.startswith(folder)}
    published = {name: data for name, data in contents(config().site_bucket).items() if name.startswith(folder)}
    assert published == {f"{folder}{name}": exported[f"{folder}{name}"] for name in PUBLIC}
    assert set(exported) == {folder + name for name in PUBLIC | AUDITORS}


def test_figures_of_a_round_are_nobodys_before_its_publication_and_add_up_then(town: Town):
    hand_in(town)
    town.at(CLOSING_BEGINS).tick()
    prepared = json.loads(contents(config().private_bucket)[f"closings/{CONTEST}/{FIRST}/r01/statistics.json"])
    shown_before = {name for name in contents(config().site_bucket) if name.startswith(f"{CONTEST}/{FIRST}/")}

    town.at(RESULTS).tick()

    results = on_the_site("results.json")
    assert (prepared["marks"], prepared["statuses"]) == ({"3": 1}, {"submitted": 1, "timed_out": 0, "blank": 0})
    assert prepared["days"] == [{"day": "2023-10-23", "unit": "so-noi-vu", "papers": 1, "people": 1}]
    assert results["days"] == [{"day": "2023-10-23", "papers": 1}]
    assert {each["band"]: each["papers"] for each in results["bands"] if each["papers"]} == {"all": 1}
    assert {each["unit"]: each["papers"] for each in results["units"]} == {"": 0, "so-noi-vu": 1, "so-tai-chinh": 0}
    # The definition is everybody's since the round was made ready.
    assert shown_before == {f"{CONTEST}/{FIRST}/r01/definition.json"}
    assert not any("statistics" in name for name in contents(config().site_bucket))


def test_a_round_that_an_earlier_version_closed_is_shown_without_bands_and_units(town: Town):
    hand_in(town)
    town.at(CLOSING_BEGINS).tick()
    name = f"closings/{CONTEST}/{FIRST}/r01/publication.json"
    stored = json.loads(contents(config().private_bucket)[name])
    for member in ("bands", "days", "units"):
        del stored["results"][member]
    objects.put_json(config().private_bucket, name, stored)

    town.at(RESULTS).tick()

    page = contents(config().site_bucket)[f"{CONTEST}/{FIRST}/index.html"].decode()
    assert ("Nguyễn Văn An" in page, "<table" in page) == (True, False)


def test_the_publication_is_told_with_its_hour_and_the_manifest(town: Town):
    town.at(CLOSING_BEGINS).tick()

    town.at(RESULTS + 1).tick()

    told = json.loads(contents(config().site_bucket)[f"{CONTEST}/acts/{FIRST}-publication.json"])
    assert (told["act"], told["at"], told["revision"]) == ("publication", written(RESULTS + 1), 1)


def test_organizers_see_the_winners_with_their_reasons_before_the_public_does(town: Town):
    hand_in(town)
    town.at(CLOSING_BEGINS).tick()

    told = town.organize("winners", round=FIRST)

    assert (told["state"], [row["full_name"] for row in told["rows"] if row["contestant"]]) == ("closed", ["Nguyễn Văn An"])
    assert [winner["name"] for winner in told["results"]["winners"]] == ["Nguyễn Văn An"]
    assert told["results"]["winners"][0]["why"]["vi"] != ""


def test_links_before_publication_reach_the_auditors_files_alone(town: Town):
    town.at(CLOSING_BEGINS).tick()

    told = town.organize("links", round=FIRST, hours=1)

    assert (set(told["links"]), set(told["after_publication"])) == (AUDITORS, PUBLIC)
    assert [link for link in told["links"].values() if "X-Amz-Expires=3600" not in link and "Expires=" not in link] == []


def test_links_after_publication_reach_every_file(town: Town):
    town.at(CLOSING_BEGINS).tick()
    town.at(RESULTS).tick()

    told = town.organize("links", round=FIRST)

    assert (set(told["links"]), told["after_publication"]) == (AUDITORS | PUBLIC, [])


@pytest.mark.parametrize("hours", [0, -1, 13, 1.5, "4", True, None])
def test_links_work_for_some_hours(town: Town, hours: object):
    town.at(CLOSING_BEGINS).tick()

    with pytest.raises(Unfit) as refused:
        town.organize("links", round=FIRST, hours=hours)

    assert (refused.value.code, refused.value.values) == ("unfit-hours", {"most": 12})


@pytest.mark.parametrize("act", ["winners", "links", "approve", "publish"])
def test_nothing_is_read_or_approved_of_a_round_that_is_not_closed(town: Town, act: str):
    with pytest.raises(NotYet) as refused:
        town.organize(act, round=FIRST, by="thu-ky")

    assert (refused.value.code, refused.value.values) == ("not-closed", {"round": FIRST, "state": "ready"})


@pytest.mark.parametrize("act", ["winners", "links", "approve", "publish", "ready", "close-early"])
@pytest.mark.parametrize("round_id", ["tuan-9", "_contest", "", None])
def test_a_round_that_is_not_there(town: Town, act: str, round_id: object):
    with pytest.raises(NotFound) as refused:
        town.organize(act, round=round_id, by="thu-ky")

    assert refused.value.code == "no-such-round"


@pytest.mark.parametrize("act", ["delete", "", None, 7, "Status"])
def test_an_act_that_nobody_knows_is_told_which_there_are(town: Town, act: object):
    with pytest.raises(Unfit) as refused:
        town.organize(act, round=FIRST)

    assert refused.value.code == "unknown-act"
    assert refused.value.values["known"].split(", ") == sorted(organize.ACTS)


def test_how_the_rounds_stand_is_told_without_a_count(town: Town):
    hand_in(town)

    told = town.organize("status")

    assert [(each["round"], each["state"]) for each in told] == [("thi-thu", "ready"), (FIRST, "ready"), ("tuan-2", "ready")]
    assert {name for each in told for name in each} == {
        "round",
        "kind",
        "state",
        "opens",
        "closes",
        "results",
        "bank",
        "commitment",
        "approved_by",
        "publication",
        "revision",
        "decided",
    }
