"""The door of the organizers' function: whatever shape an event has, it is refused in a sentence and changes nothing."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from chalicelib import functions
from chalicelib.config import config
from chalicelib.domain.bank import LONGEST
from chalicelib.domain.errors import Refusal, Unfit
from chalicelib.domain.faults import Faulty
from chalicelib.domain.roles import EVERY_CONTEST, ORGANIZER
from chalicelib.domain.words import say
from chalicelib.services import organize
from tests.factories import (
    AN,
    CONTEST,
    FIRST,
    LONG_BEFORE,
    NONCE,
    PEOPLE,
    UNITS,
    as_yaml,
    bank_event,
    make_bank,
    make_definition,
)
from tests.organizer.keyboard import stored
from tests.services.deciding import EVIDENCE, asked_of
from tests.sizes import size
from tests.town import Town

ODD: list[Any] = [
    None,
    0,
    -1,
    10**400,
    1.5,
    float("nan"),
    True,
    "",
    "\ud800",
    "\x00",
    "a/../b",
    "tuần 1",
    "a" * 300_000,
    [],
    [1],
    {},
    {"a": 1},
    [[[]]],
    [None],
]
# Who asks is none of them: authorisation puts ``by`` and ``of`` into the event, whatever stood there before.
FIELDS = (
    "contest",
    "round",
    "people",
    "units",
    "bank",
    "text",
    "file",
    "closes",
    "account",
    "unit",
    "nonce",
    "reason",
    "hours",
    "dry_run",
    "new_codes",
)


@pytest.fixture
def draft(village: Town) -> Town:
    """A town whose contest is imported and nothing more."""
    village.at(LONG_BEFORE)
    village.organize("import-definition", text=as_yaml(make_definition()), file="contest.yaml")
    return village


# What some acts take beyond what every act does.
OF_A_PERSON = {"person": AN}
OF_AN_ACCOUNT = {"account": "ban-to-chuc"}
OF_A_ROLE = {**OF_AN_ACCOUNT, "role": ORGANIZER, "units": [], "full_name": "Lê Thị Thư", "identifier": "034096000099"}
REASONED = {"reason": "mat-dien", "text": "Mất điện.", "evidence": EVIDENCE, "nonce": NONCE}
LISTED = {"full_name": "", "identifier": AN, "unit": "", "unit_name": "", "body": "btc", "reason": "Ban Tổ chức"}
MORE: dict[str, Callable[[], dict[str, Any]]] = {
    "import-definition": lambda: {"text": as_yaml(make_definition()), "file": "contest.yaml"},
    "import-bank": lambda: {"bank": bank_event(make_bank(FIRST))},
    "import-roster": lambda: roster(),
    "import-units": lambda: {"units": [{"id": "so-x", "name": "Sở X", "klass": "", "headcount": 3}]},
    "unit-facts": lambda: {"facts": [{"unit": "so-x", "gate": "entries", "value": "1"}]},
    "import-exclusions": lambda: {"people": [LISTED]},
    "close-early": lambda: {"closes": "2023-10-23T01:30:00.000Z", "reason": "mat-dien"},
    "links": lambda: {"hours": 4},
    "decide": lambda: asked_of("void", "q1"),
    "decision-confirm": lambda: {"decision": NONCE},
    "extend-round": lambda: {**REASONED, "closes": "2023-10-23T02:30:00.000Z"},
    "extend-attempt": lambda: {**REASONED, "attempt": AN, "until": "2023-10-23T01:30:00.000Z"},
    "new-attempt": lambda: {**REASONED, "attempt": AN},
    "password-set": lambda: {"password": "cùng nhau tìm hiểu"},
    "first-chief": lambda: {"nonce": NONCE},
    "sign-in": lambda: {**OF_AN_ACCOUNT, "password": "một mật khẩu nào đó"},
    "sign-out": lambda: {"session": "0" * 64},
    "change-password": lambda: {"old": "một mật khẩu nào đó", "new": "một mật khẩu khác hẳn"},
    "account-add": lambda: {**OF_A_ROLE, "nonce": NONCE},
    "account-role": lambda: OF_A_ROLE,
    "account-close": lambda: OF_AN_ACCOUNT,
    "account-password": lambda: {**OF_AN_ACCOUNT, "nonce": NONCE},
    "own-people": lambda: {"unit": "so-x"},
    "person-find": lambda: {"text": "An"},
    "person-export": lambda: OF_A_PERSON,
    "person-erase": lambda: OF_A_PERSON,
    "person-show": lambda: OF_A_PERSON,
    "person-exclude": lambda: {**OF_A_PERSON, "body": "btc", "why": "Ban Tổ chức"},
    "person-reinstate": lambda: {**OF_A_PERSON, "reason": "nham-lan"},
    "person-unit": lambda: {**OF_A_PERSON, "unit": "so-x", "reason": "nham-lan"},
    "person-revoke": lambda: OF_A_PERSON,
    "person-code": lambda: {**OF_A_PERSON, "nonce": NONCE},
}


def whole(act: str) -> dict[str, Any]:
    """Return an event that ``act`` takes, as far as its shape goes, with the account that authorisation puts into it."""
    event = {"act": act, "contest": CONTEST, "round": FIRST, "by": "thu-ky", "of": EVERY_CONTEST, "dry_run": True}
    return event | (MORE[act]() if act in MORE else {})


def roster() -> dict[str, Any]:
    return {"people": [asdict(person) for person in PEOPLE], "units": [asdict(unit) for unit in UNITS]}


@pytest.mark.soak
@pytest.mark.parametrize("act", sorted(organize.ACTS))
def test_an_odd_value_anywhere_is_taken_or_refused_and_changes_nothing(draft: Town, act: str):
    before = kept()

    for field, odd in itertools.islice(itertools.product(FIELDS, ODD), None, None, size(test=7, soak=1)):
        answer = said(draft, whole(act) | {field: odd})
        assert set(answer) <= {"answer", "refused", "faults", "more_faults"}

    assert kept() == before


def kept() -> dict[str, Any]:
    """Return everything stored but the counts of guesses: a wrong password at the door is counted, as it should be."""
    everything = stored()
    people = [row for row in everything[config().contestants_table] if "#guess#" not in row]
    return {**everything, config().contestants_table: people}


def said(town: Town, event: Any) -> dict[str, Any]:
    """Return what the function answers, as JSON holds it: a refusal has its sentences in both languages."""
    answer = json.loads(json.dumps(functions.answered(lambda asked: organize.organize(asked, town.cloud.now), event)))
    if "refused" in answer:
        told = answer["refused"]
        assert [say(f"problem.{told['code']}.detail", each, **told["values"]) for each in ("vi", "en")]
    return answer


@pytest.mark.parametrize("event", [None, [], "status", 7, {}, {"act": None}, {"act": ["status"]}, {"act": "\ud800"}, [[]]])
def test_an_event_without_an_act_is_told_which_there_are(draft: Town, event: Any):
    assert said(draft, event)["refused"]["code"] == "unknown-act"


def refusal(town: Town, act: str, **event: Any) -> str:
    """Return the places that are named where an event is refused for its shape."""
    with pytest.raises(Unfit) as refused:
        organize.organize({**whole(act), "dry_run": False, **event}, town.cloud.now)
    assert refused.value.code == "unfit-event"
    return str(refused.value.values["fields"])


@pytest.mark.parametrize("act", sorted(organize.ACTS))
def test_a_misspelt_field_is_not_taken_for_none(draft: Town, act: str):
    assert refusal(draft, act, dryrun=True) == "dryrun"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", 7),
        ("full_name", None),
        ("full_name", "a" * 101),
        ("full_name", "An\nBình"),
        ("full_name", " An"),
        ("full_name", "An\x00"),
        ("full_name", "An\u202e"),
        ("full_name", "An\ud800"),
        ("full_name", "=1+1"),
        ("full_name", "＝1+1"),
        ("identifier", ""),
        ("identifier", 34096000001),
        ("identifier", "1" * 41),
        ("unit", "Sở Nội vụ"),
        ("unit", "a" * 61),
        ("unit", "../.."),
        ("unit_name", "@SUM(A1)"),
        ("unit_name", "a" * 301),
        ("leader", 1),
        ("leader", "có"),
        ("excluded", None),
        ("excluded_reason", "x" * 1_001),
        ("nickname", "An"),
    ],
)
def test_a_person_of_another_shape_is_named_by_place(draft: Town, field: str, value: Any):
    event = roster()
    event["people"][2][field] = value
    before = stored()

    assert refusal(draft, "import-roster", **event) == f"people[2].{field}"
    assert stored() == before


@pytest.mark.parametrize("people", [None, {}, "x", [{}], [None], [[]], [{"full_name": "x"}], [{}] * 5_001])
def test_a_roster_that_is_none_is_refused(draft: Town, people: Any):
    assert refusal(draft, "import-roster", people=people, units=[]).startswith("people")


def test_of_many_places_five_are_named(draft: Town):
    assert refusal(draft, "import-roster", people=[None] * 9) == "people[0], people[1], people[2], people[3], people[4], …"


@pytest.mark.parametrize("name", ["\ud800", "x" * 5_000, "<script>", "\x1b[2J"])
def test_a_name_of_a_field_can_be_shown_whatever_it_is(draft: Town, name: str):
    shown = refusal(draft, "status", **{name: 1})

    assert (shown.isascii(), len(shown) <= 80) == (True, True)


@pytest.mark.parametrize("bank", [None, [], "text", {"contest": CONTEST}, {"questions": [{}]}, {"questions": [{"id": 1}]}])
def test_a_bank_that_is_none_is_refused(draft: Town, bank: Any):
    assert refusal(draft, "import-bank", bank=bank).startswith("bank")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 1),
        ("id", "x" * (LONGEST["id"] + 1)),
        ("text", "x" * (LONGEST["text"] + 1)),
        ("text", "a\u200bb"),
        ("options", ["A", "B"]),
        ("options", {"A": 1}),
        ("options", {"A": "x" * 501}),
        ("right", None),
        ("fixed", "true"),
        ("explanation", "\ud800"),
        ("points", 2),
    ],
)
def test_a_question_of_another_shape_is_named_by_place(draft: Town, field: str, value: Any):
    event = bank_event(make_bank(FIRST))
    event["questions"][1][field] = value

    assert refusal(draft, "import-bank", bank=event).startswith(f"bank.questions[1].{field}")


def test_more_questions_than_a_bank_may_have_are_refused_unread(draft: Town):
    event = bank_event(make_bank(FIRST))

    assert refusal(draft, "import-bank", bank=event | {"questions": event["questions"] * 400}) == "bank.questions"


def test_what_fits_is_taken(draft: Town):
    for act in ("import-definition", "import-bank", "import-roster", "status", "hour"):
        try:
            assert "answer" in said(draft, whole(act)), act
        except (Refusal, Faulty) as refused:
            pytest.fail(f"{act}: {refused!r}")
