"""A round is made ready: its commitment is public first, and from then on nothing that it binds can change."""

from __future__ import annotations

import json

import pytest

from chalicelib.config import config
from chalicelib.domain.draw import commitment
from chalicelib.domain.errors import Conflict, NotFound, NotYet, Unfit
from chalicelib.domain.faults import Faulty
from chalicelib.domain.times import written
from chalicelib.storage import rounds
from tests.calls import Interrupted, cut_off, written_down
from tests.factories import (
    CONTEST,
    FIRST,
    LONG_BEFORE,
    OPENS,
    PRACTICE,
    SECOND,
    as_yaml,
    bank_event,
    make_bank,
    make_definition,
    make_round,
)
from tests.services.exported import differences, everything
from tests.town import Town
from tests.watch import contents

MINUTE_MS = 60_000


@pytest.fixture
def draft(village: Town) -> Town:
    """A contest that is imported with its banks, and of which no round is ready."""
    return village.settled_as("only a draft", ready=()).at(LONG_BEFORE)


def vault() -> dict[str, bytes]:
    return contents(config().private_bucket)


def site() -> dict[str, bytes]:
    return contents(config().site_bucket)


def test_the_commitment_binds_bank_definition_and_both_seeds(draft: Town):
    draft.organize("ready", round=FIRST, by="thu-ky")

    record, kept = rounds.get(CONTEST, FIRST), vault()
    bank, definition = kept[f"banks/{record.bank}.json"], kept[f"definitions/{record.definition}.json"]
    lot, paper = (kept[f"seeds/{kind}/{CONTEST}/{FIRST}"] for kind in ("lot", "paper"))
    assert record.commitment == commitment(bank, definition, lot, paper)
    assert (len(lot), len(paper), lot != paper) == (32, 32, True)


def test_the_commitment_is_told_with_its_hour_and_with_who_asked(draft: Town):
    draft.organize("ready", round=FIRST, by="thu-ky")

    told = json.loads(site()[f"{CONTEST}/acts/{FIRST}-commitment.json"])
    assert told == {
        "act": "commitment",
        "at": written(LONG_BEFORE),
        "by": "thu-ky",
        "commitment": rounds.get(CONTEST, FIRST).commitment,
        "contest": CONTEST,
        "round": FIRST,
    }
    assert (
        contents(config().exports_bucket)[f"acts/{CONTEST}/{FIRST}-commitment.json"]
        == site()[f"{CONTEST}/acts/{FIRST}-commitment.json"]
    )


def test_the_commitment_is_on_the_contests_page(draft: Town):
    draft.organize("ready", round=FIRST, by="thu-ky")

    assert rounds.get(CONTEST, FIRST).commitment in site()[f"{CONTEST}/index.html"].decode()


def test_the_commitment_and_the_definition_are_public_before_the_round_is_ready(draft: Town):
    with written_down() as calls:
        draft.organize("ready", round=FIRST, by="thu-ky")

    order = [
        call.sent.get("Key") or call.sent["Item"]["state"]["S"]
        for call in calls
        if call.operation == "PutObject" or (call.operation == "PutItem" and call.sent["TableName"] == config().rounds_table)
    ]
    public = [f"{CONTEST}/acts/{FIRST}-commitment.json", f"{CONTEST}/{FIRST}/r01/definition.json", f"{CONTEST}/index.html"]
    assert max(order.index(name) for name in public) < order.index("ready")


def test_the_clock_finishes_what_an_organizer_asked_for(draft: Town):
    with written_down() as calls:
        draft.cloud.organize("ready", contest=CONTEST, round=SECOND, by="thu-ky")
    asked = next(number for number, call in enumerate(calls, start=1) if call.operation == "PutItem")
    with cut_off(asked), pytest.raises(Interrupted):
        draft.cloud.organize("ready", contest=CONTEST, round=FIRST, by="thu-ky")

    done = draft.at(LONG_BEFORE + MINUTE_MS).tick()

    assert done == [{"act": "ready", "contest": CONTEST, "round": FIRST, "state": "ready"}]


def test_a_round_without_a_bank_can_not_be_made_ready(village: Town):
    village.at(LONG_BEFORE)
    village.organize("import-definition", text=as_yaml(make_definition()), file="contest.yaml")

    with pytest.raises(NotYet) as refused:
        village.organize("ready", round=FIRST, by="thu-ky")

    assert (refused.value.code, refused.value.values) == ("no-bank", {"round": FIRST})


def test_a_round_can_not_be_made_ready_once_it_should_be_open(draft: Town):
    draft.at(OPENS)

    with pytest.raises(NotYet) as refused:
        draft.organize("ready", round=FIRST, by="thu-ky")

    assert (refused.value.code, refused.value.values["opens"]) == ("opens-already", "08:00 ngày 23/10/2023")
    assert draft.tick() == []


def test_a_round_can_be_made_ready_a_millisecond_before_its_opening(draft: Town):
    told = draft.at(OPENS - 1).organize("ready", round=FIRST, by="thu-ky")

    assert told["state"] == "ready"


def test_a_dry_run_of_making_ready_changes_nothing(draft: Town):
    before = everything()

    told = draft.organize("ready", round=FIRST, by="thu-ky", dry_run=True)

    assert (told["state"], differences(before, everything())) == ("draft", [])


def test_a_practice_round_shows_its_key_openly_and_commits_to_nothing(draft: Town):
    draft.organize("ready", round=PRACTICE, by="thu-ky")

    practice = json.loads(site()[f"{CONTEST}/{PRACTICE}/practice.json"])
    assert [question["right"] for question in practice["questions"]] == ["A", "B", "C", "D", "A", "B"]
    assert practice["paper"] == {"questions": 3, "limit_s": 600}
    assert rounds.get(CONTEST, PRACTICE).commitment == ""


class TestWhatIsSettled:
    """After the commitment neither bank nor definition of the round can change; the same import again is no change."""

    def test_the_same_bank_again_changes_nothing(self, town: Town):
        before = everything()

        told = town.organize("import-bank", round=FIRST, bank=bank_event(make_bank(FIRST)))

        assert (told["changed"], differences(before, everything())) == (False, [])

    def test_another_bank_is_refused(self, town: Town):
        other = bank_event(make_bank(FIRST))
        other["questions"][0]["right"] = "B"

        with pytest.raises(Conflict) as refused:
            town.organize("import-bank", round=FIRST, bank=other)

        assert (refused.value.code, refused.value.values) == ("round-is-settled", {"round": FIRST})

    def test_the_same_definition_again_changes_nothing(self, town: Town):
        before = everything()

        told = town.organize("import-definition", text=as_yaml(make_definition()), file="contest.yaml")

        assert (told["changed"], differences(before, everything())) == ([], [])

    @pytest.mark.parametrize("change", [{"opens": OPENS + 1000}, {"closes": OPENS + 1_800_000}])
    def test_other_hours_of_a_ready_round_are_refused(self, town: Town, change: dict[str, int]):
        hours = {"opens": OPENS, "closes": OPENS + 3_600_000, "results": OPENS + 24 * 3_600_000} | change
        others = make_definition()["rounds"]
        rewritten = [others[0], make_round(FIRST, "Tuần 1", **hours), others[2]]

        with pytest.raises(Conflict) as refused:
            town.organize("import-definition", text=as_yaml(make_definition(rounds=rewritten)), file="contest.yaml")

        assert (refused.value.code, refused.value.values) == ("round-is-settled", {"round": FIRST})

    def test_a_longer_paper_reaches_only_the_rounds_that_are_not_ready(self, village: Town):
        town = village.settled_as("first alone", ready=[FIRST]).at(LONG_BEFORE)
        committed = rounds.get(CONTEST, FIRST)
        longer = make_definition(paper={**make_definition()["paper"], "limit_s": 900})

        told = town.organize("import-definition", text=as_yaml(longer), file="contest.yaml")

        assert told["changed"] == [PRACTICE, SECOND]
        assert rounds.get(CONTEST, FIRST) == committed

    def test_a_definition_that_has_lost_a_round_is_refused(self, town: Town):
        fewer = make_definition(rounds=make_definition()["rounds"][:2])

        with pytest.raises(NotFound) as refused:
            town.organize("import-definition", text=as_yaml(fewer), file="contest.yaml")

        assert (refused.value.code, refused.value.values) == ("round-vanished", {"rounds": SECOND})


class TestImports:
    """Imports are all or nothing, and say what they would change."""

    def test_every_fault_of_a_definition_comes_at_once(self, village: Town):
        wrong = make_definition(precision="days", prizes=[{"id": "Nhất", "name": "Nhất", "number": 0, "vnd": "none"}])

        with pytest.raises(Faulty) as faulty:
            village.organize("import-definition", text=as_yaml(wrong), file="contest.yaml")

        assert sorted(fault.path for fault in faulty.value.faults) == ["precision", "prizes[0].id", "prizes[0].number"]
        assert everything()["rounds"] == {}

    def test_what_the_plan_leaves_open_is_named(self, village: Town):
        with pytest.raises(NotYet) as refused:
            village.organize("import-definition", text=as_yaml(make_definition(last_tie=None)), file="contest.yaml")

        assert (refused.value.code, refused.value.values) == ("still-open", {"fields": "last_tie"})

    def test_a_dry_run_of_a_definition_says_what_would_change_and_stores_nothing(self, village: Town):
        text = as_yaml(make_definition())

        told = village.organize("import-definition", text=text, file="contest.yaml", dry_run=True)

        assert told["changed"] == [PRACTICE, FIRST, SECOND]
        assert everything()["rounds"] == {}

    def test_a_bank_for_a_round_that_is_not_there_is_refused(self, draft: Town):
        with pytest.raises(NotFound) as refused:
            draft.organize("import-bank", round="tuan-9", bank=bank_event(make_bank("tuan-9")))

        assert refused.value.code == "no-such-round"

    def test_a_bank_that_names_another_round_is_refused(self, draft: Town):
        with pytest.raises(Unfit) as refused:
            draft.organize("import-bank", round=FIRST, bank=bank_event(make_bank(SECOND)))

        assert refused.value.code == "unfit-bank"

    def test_a_question_of_another_rounds_bank_is_refused(self, draft: Town):
        twice = bank_event(make_bank(FIRST))
        twice["questions"][0] |= {"text": "Nội dung của yq1 ở tuan-2 là gì?"}

        with pytest.raises(Faulty):
            draft.organize("import-bank", round=FIRST, bank=twice)

    def test_a_dry_run_of_a_bank_says_what_would_change_and_stores_nothing(self, draft: Town):
        before = everything()
        other = bank_event(make_bank(FIRST))
        other["questions"][0]["right"] = "B"

        told = draft.organize("import-bank", round=FIRST, bank=other, dry_run=True)

        assert (told["changed"], differences(before, everything())) == (True, [])

    def test_what_papers_are_made_from_holds_nothing_of_the_key(self, draft: Town):
        record = rounds.get(CONTEST, FIRST)

        papers = json.loads(vault()[f"papers/{record.papers}.json"])

        assert {name for question in papers["questions"] for name in question} == {"id", "text", "options", "fixed", "topic"}
