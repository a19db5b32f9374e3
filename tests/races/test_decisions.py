"""Decisions about a closed round that are made at the same moment end in one revision each, one behind the other."""

from __future__ import annotations

from functools import partial
from typing import Any
from unittest import mock

import pytest

from chalicelib.config import config
from chalicelib.services import rulings
from chalicelib.services.organize import approve
from chalicelib.services.start import start
from chalicelib.services.tick import tick
from chalicelib.storage import objects, rounds
from tests.factories import CLOSING_BEGINS, CONTEST, FIRST, OPENS, RIGHT, nonce
from tests.races.race import Race, session, without_conditions
from tests.services.deciding import asked_of
from tests.services.exported import rows

pytestmark = [pytest.mark.races, pytest.mark.soak]

NOW = CLOSING_BEGINS + 60_000


@pytest.fixture
def closed(race: Race) -> Race:
    """A closed round of three contestants."""
    for number, _ in race.contestants("decisions", many=3):
        start(session(number), FIRST, 1, nonce(number), OPENS + number)
    tick(CLOSING_BEGINS)
    return race


def decide(number: int, question: str) -> Any:
    event = {"contest": CONTEST, **asked_of("void", question, number=number)}
    return rulings.decide(event, NOW)


def at_once(race: Race, questions: list[str]) -> list[Any]:
    """Have each question voided by a request of its own, all at the same moment; then let the clock do what is left."""
    with mock.patch.object(rulings, "_changes", return_value={}):
        told = race.together([partial(decide, number, each) for number, each in enumerate(questions, 1)], before="PutItem")
    tick(NOW + 60_000)
    return told


def voided(revision: str) -> list[str]:
    return [row["subject"] for row in rows("decisions.csv", revision=revision)]


def test_of_six_decisions_at_once_each_makes_one_revision_and_none_is_lost(closed: Race):
    at_once(closed, list(RIGHT))

    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    assert (record.revision, len(record.decided)) == (7, 6)
    assert sorted(voided("r07")) == sorted(RIGHT)
    assert [voided(f"r{number:02d}") for number in range(2, 8)] == [voided("r07")[:number] for number in range(1, 7)]


def test_of_six_requests_for_the_same_decision_at_once_one_revision_comes(closed: Race):
    told = at_once(closed, ["q1"] * 6)

    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    assert (record.revision, voided("r02")) == (2, ["q1"])
    assert {each["revision"] for each in told} == {2}


@pytest.mark.forged
def test_without_the_condition_decisions_would_be_lost(closed: Race):
    with without_conditions():
        at_once(closed, list(RIGHT))

    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    assert len(record.decided) < 6


def test_a_decision_and_an_approval_at_once_leave_the_target_of_what_was_approved(closed: Race):
    asked = {"contest": CONTEST, "round": FIRST, "by": "truong-ban"}
    with mock.patch.object(rulings, "_changes", return_value={}):
        closed.together([partial(decide, 1, "q1"), partial(approve, asked, NOW)], before="PutItem")
    tick(NOW + 60_000)

    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    manifest = objects.get_json(config().exports_bucket, f"{CONTEST}/{FIRST}/r02/manifest.json")
    assert record.revision == 2
    # Approved before: frozen by r01. Approved only now, after the decision: r02 has computed its own.
    assert manifest["prediction_target_from"] == (1 if record.approved_at else None)
