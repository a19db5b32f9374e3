"""What comes in late or crooked must be refused where somebody can still mend it, and never be met at the close."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from chalicelib.chance import random_bytes
from chalicelib.config import config
from chalicelib.domain.bank import with_salts
from chalicelib.domain.errors import NotYet, Unfit
from chalicelib.domain.faults import Faulty
from chalicelib.domain.times import written
from chalicelib.services import import_bank
from chalicelib.storage import rounds
from tests.factories import (
    AN,
    CLOSES,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    LONG_BEFORE,
    NONCE,
    OPENS,
    OTHER_NONCE,
    PEOPLE,
    PRACTICE,
    RESULTS,
    SECOND,
    SECOND_CLOSES,
    SECOND_OPENS,
    SECOND_RESULTS,
    as_yaml,
    bank_event,
    make_bank,
    make_definition,
    make_round,
)
from tests.town import Town
from tests.watch import contents

DAY = 24 * 3_600_000


@pytest.fixture
def draft(village: Town) -> Town:
    """A contest that is imported with its banks, and of which no round is ready."""
    return village.settled_as("only a draft", ready=()).at(LONG_BEFORE)


def bigger_paper() -> str:
    definition = make_definition()
    return as_yaml({**definition, "paper": {**definition["paper"], "questions": 60}})


def with_one_round_more() -> str:
    definition = make_definition()
    added = make_round("tuan-9", "Tuần 9", SECOND_CLOSES + DAY, SECOND_CLOSES + 2 * DAY, SECOND_CLOSES + 3 * DAY)
    return as_yaml({**definition, "rounds": [*definition["rounds"], added]})


def half_an_hour_later() -> str:
    rounds_later = [
        make_round(PRACTICE, "Thi thử", LONG_BEFORE, OPENS - 3_600_000, None),
        make_round(FIRST, "Tuần 1", OPENS + 1_800_000, CLOSES, RESULTS),
        make_round(SECOND, "Tuần 2", SECOND_OPENS, SECOND_CLOSES, SECOND_RESULTS),
    ]
    return as_yaml(make_definition(rounds=rounds_later))


def test_a_bank_that_a_later_definition_has_outgrown_is_not_made_ready(draft: Town):
    draft.organize("import-definition", text=bigger_paper(), file="contest.yaml")

    with pytest.raises(Faulty):
        draft.organize("ready", round=FIRST, by="thu-ky")

    assert rounds.get(CONTEST, FIRST).ready_requested_by == ""


def test_the_clock_makes_no_round_ready_whose_bank_does_not_fit(draft: Town):
    draft.organize("import-definition", text=bigger_paper(), file="contest.yaml")
    rounds.change(rounds.get(CONTEST, FIRST), ready_requested_by="thu-ky")

    draft.cloud.tick()

    record = rounds.get(CONTEST, FIRST)
    assert (record.state, record.ready_requested_by) == ("draft", "")


def test_questions_that_came_into_two_rounds_at_once_are_published_by_neither(draft: Town):
    practice = rounds.get(CONTEST, PRACTICE)
    import_bank._store(practice, with_salts(replace(make_bank(FIRST), round=PRACTICE), random_bytes))

    for round_id in (PRACTICE, FIRST):
        with pytest.raises(Faulty):
            draft.organize("ready", round=round_id, by="thu-ky")

    assert f"{CONTEST}/{PRACTICE}/practice.json" not in contents(config().site_bucket)


def test_a_round_that_missed_its_hour_takes_a_later_one(draft: Town):
    rounds.change(rounds.get(CONTEST, FIRST), ready_requested_by="thu-ky")
    draft.at(OPENS + 1000)
    draft.cloud.tick()
    missed = rounds.get(CONTEST, FIRST)

    draft.organize("import-definition", text=half_an_hour_later(), file="contest.yaml")

    record = rounds.get(CONTEST, FIRST)
    assert missed.state == "draft"
    assert (record.opens, record.ready_requested_by) == (OPENS + 1_800_000, "")


def test_a_round_that_a_later_definition_adds_stops_no_round_before_it(town: Town):
    town.phone(AN).start(NONCE)
    town.at(OPENS + 60_000).organize("import-definition", text=with_one_round_more(), file="contest.yaml")

    town.at(CLOSING_BEGINS).cloud.tick()
    town.at(RESULTS).cloud.tick()

    page = contents(config().site_bucket)[f"{CONTEST}/index.html"].decode()
    assert rounds.get(CONTEST, FIRST).state == "published"
    assert "Tuần 9" in page


@pytest.mark.parametrize("unit", [{"id": "x", "name": "X"}, {"id": "x", "name": "X", "klass": "", "headcount": "1"}, 7])
def test_a_misshapen_unit_is_refused_and_nothing_is_stored(draft: Town, unit: object):
    before = contents(config().private_bucket)

    with pytest.raises(Unfit):
        draft.organize("import-roster", people=[asdict(PEOPLE[0])], units=[unit])

    assert contents(config().private_bucket) == before


def test_the_same_early_close_again_is_answered_as_before(town: Town):
    asked = {"round": FIRST, "closes": written(OPENS + 10 * 60_000), "by": "thu-ky", "reason": "dong-som"}
    first = town.organize("close-early", **asked)

    again = town.at(OPENS + 9 * 60_000).organize("close-early", **asked)

    assert again == first
    assert len(rounds.get(CONTEST, FIRST).moves) == 1


def test_a_nonce_used_again_for_other_answers_is_not_taken_for_the_same_request(town: Town):
    phone = town.phone(AN)
    phone.start(NONCE)
    phone.save("A__", OTHER_NONCE, 1)

    answer = phone.save("B__", OTHER_NONCE, 1)

    assert (answer.status, answer.problem) == (409, "elsewhere")
    assert answer.document["facts"]["attempt"]["choices"] == "A__"


@pytest.mark.parametrize("cookie", ['ga={"a":1}', "x=ă", "a/b=2", "bad", "path=/", "__Host-hoithi=x"])
def test_another_sites_cookie_signs_nobody_out(town: Town, cookie: str):
    phone = town.phone(AN)
    phone.cookie = f"{cookie}; {phone.cookie}"

    assert phone.me().status == 200


def test_before_the_opening_nothing_is_told_about_a_paper(town: Town):
    phone = town.phone(AN)
    town.at(OPENS - 1)

    answers = [phone.save(choices, OTHER_NONCE, 1) for choices in ("D__", "___", "ZZZ")]

    assert [(answer.status, answer.problem) for answer in answers] == [(404, "no-such-attempt")] * 3


def test_a_clock_that_fails_leaves_the_wish_and_says_that_it_is_not_done(draft: Town, monkeypatch: pytest.MonkeyPatch):
    def fails() -> None:
        raise RuntimeError("the clock's function failed")

    monkeypatch.setattr("chalicelib.services.waking.wake_clock", fails)

    with pytest.raises(NotYet, match="ready-not-yet"):
        draft.organize("ready", round=SECOND, by="thu-ky")

    draft.cloud.tick()
    assert rounds.get(CONTEST, SECOND).state == "ready"


def test_a_bank_with_parts_of_the_wrong_kind_is_refused_in_a_sentence(draft: Town):
    event = bank_event(make_bank(FIRST))
    event["questions"][0]["text"] = None

    with pytest.raises(Unfit):
        draft.organize("import-bank", round=FIRST, bank=event)
