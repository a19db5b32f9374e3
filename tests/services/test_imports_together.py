"""Imports that meet one another, or lose their answer: nothing half-done, nobody counted twice, no head-count lost.

The other import is done whole at the very call at which it matters, so each race is the same race every time. Each has a
negative control: without what guards it, the same race is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from typing import Any

import pytest
from pynamodb.transactions import TransactWrite

from chalicelib.config import config
from chalicelib.domain.errors import Conflict
from chalicelib.storage import contestants, objects, rounds, transactions
from chalicelib.storage.contestants import Profile
from tests.calls import Call, answer_lost, through
from tests.factories import (
    AN,
    BINH,
    CONTEST,
    FIRST,
    LONG_BEFORE,
    PRACTICE,
    SECOND,
    as_yaml,
    make_definition,
    make_person,
    numbered_name,
)
from tests.organizer.keyboard import stored
from tests.town import Town
from tests.watch import contents

FINANCE = {"unit": "so-tai-chinh", "unit_name": "Sở Tài chính"}


@pytest.fixture
def contest(village: Town) -> Town:
    village.at(LONG_BEFORE)
    village.organize("import-definition", text=as_yaml(make_definition()), file="contest.yaml")
    return village


@contextmanager
def meeting(operation: str, other: Callable[[], Any], key: str = "") -> Iterator[None]:
    """Do ``other`` whole just before the first ``operation`` (on an object whose key holds ``key``) is done."""
    met: list[Call] = []

    def pass_on(call: Call, make: Callable[[], Any]) -> Any:
        if call.operation == operation and key in call.sent.get("Key", "") and not met:
            met.append(call)
            other()
        return make()

    with through(pass_on):
        yield
    assert met


def longer(limit_s: int = 900) -> str:
    """Return the definition with another limit, which every one of its rounds takes over."""
    return as_yaml(make_definition(paper=make_definition()["paper"] | {"limit_s": limit_s}))


def definitions() -> dict[str, str]:
    return {record.round: record.definition for record in rounds.of_contest(CONTEST)}


class TestDefinitions:
    """Every round takes over the definition, or none does."""

    def ask_for_ready(self) -> None:
        second = rounds.get(CONTEST, SECOND)
        assert second is not None
        rounds.change(second, ready_requested_by="thu-ky")

    def test_a_round_that_changes_meanwhile_keeps_all_of_them_from_changing(self, contest: Town):
        before = definitions()

        with meeting("TransactWriteItems", self.ask_for_ready), pytest.raises(Conflict) as refused:
            contest.organize("import-definition", text=longer(), file="contest.yaml")

        assert (refused.value.code, refused.value.values) == ("changed-meanwhile", {"round": SECOND})
        assert definitions() == before

    def test_done_one_by_one_they_would_have_changed_by_half(self, contest: Town, monkeypatch: pytest.MonkeyPatch):
        """The negative control: rounds are written one after the other, as it was before."""
        before = definitions()

        def one_by_one(changes: Sequence[tuple[Any, Any]], contest_id: str, facts: dict[str, Any]) -> None:
            for was, shall_be in changes:
                rounds.change(was, **{field.name: getattr(shall_be, field.name) for field in fields(shall_be)})

        monkeypatch.setattr(rounds, "put_all", one_by_one)

        with meeting("PutItem", self.ask_for_ready), pytest.raises(Conflict):
            contest.organize("import-definition", text=longer(), file="contest.yaml")

        after = definitions()
        assert {name: after[name] == before[name] for name in before} == {PRACTICE: False, FIRST: False, SECOND: True}

    def test_a_settled_round_keeps_all_of_them_from_changing(self, contest: Town):
        self.ask_for_ready()
        before = stored()
        rewritten = make_definition()["rounds"]
        rewritten[2] |= {"name": "Tuần hai"}
        text = as_yaml(make_definition(rounds=rewritten))

        with pytest.raises(Conflict) as refused:
            contest.organize("import-definition", text=text, file="contest.yaml")

        assert (refused.value.code, stored()) == ("round-is-settled", before)

    def test_of_two_at_once_one_is_taken_whole_and_the_other_refused(self, contest: Town):
        def other() -> None:
            contest.cloud.organize("import-definition", contest=CONTEST, text=longer(1_200), file="contest.yaml")

        with meeting("TransactWriteItems", other), pytest.raises(Conflict):
            contest.organize("import-definition", text=longer(900), file="contest.yaml")

        (digest,) = set(definitions().values())
        assert json.loads(objects.get_named("definitions", digest))["paper"]["limit_s"] == 1_200

    def test_whose_answer_got_lost_is_done_and_said_to_be(self, contest: Town):
        with answer_lost("TransactWriteItems"):
            told = contest.organize("import-definition", text=longer(), file="contest.yaml")

        assert (told["changed"], len(set(definitions().values()))) == ([PRACTICE, FIRST, SECOND], 1)


class TestRosters:
    """Two clerks import at the same moment."""

    def kept(self) -> dict[str, Any]:
        return json.loads(contents(config().private_bucket)[f"rosters/{CONTEST}/roster.json"])

    def heads(self) -> dict[str, int]:
        return {unit["id"]: unit["headcount"] for unit in self.kept()["units"]}

    def other(self, contest: Town, *people: Any) -> Callable[[], Any]:
        return lambda: contest.enrol(people or [make_person("Trần Thị Bình", BINH, **FINANCE)])

    def test_neither_loses_the_others_head_counts(self, contest: Town):
        with meeting("PutObject", self.other(contest), "roster.json"):
            contest.enrol([make_person("Nguyễn Văn An", AN)])

        assert self.heads() == {"so-noi-vu": 1, "so-tai-chinh": 1}

    def test_written_over_whatever_is_there_one_would_be_lost(self, contest: Town, monkeypatch: pytest.MonkeyPatch):
        """The negative control: the object is written without looking at what it is by then."""
        unlooked = lambda bucket, key, body, tag: objects.put(bucket, key, body) or True  # noqa: E731
        monkeypatch.setattr(objects, "put_if", unlooked)

        with meeting("PutObject", self.other(contest), "roster.json"):
            contest.enrol([make_person("Nguyễn Văn An", AN)])

        assert self.heads() == {"so-noi-vu": 1, "so-tai-chinh": 0}

    def test_the_same_person_is_one_person_with_one_code(self, contest: Town):
        codes: list[Any] = []
        person = make_person("Nguyễn Văn An", AN)

        with meeting("TransactWriteItems", lambda: codes.append(contest.enrol([person]))):
            codes.append(contest.enrol([person]))

        assert [len(told["codes"]) for told in codes] == [1, 0]
        assert (len(self.kept()["people"]), self.heads()["so-noi-vu"]) == (1, 1)
        assert contest.stranger().sign_in(AN, contest.codes[AN]).status == 200

    def test_without_the_condition_one_person_would_be_two(self, contest: Town, monkeypatch: pytest.MonkeyPatch):
        """The negative control: people are added whether or not their login is somebody's by then."""

        def unlooked(newcomers: Sequence[Profile]) -> bool:
            with TransactWrite(connection=transactions.connection()) as transaction:
                for profile in newcomers:
                    transaction.save(contestants._profile_item(profile))
                    transaction.save(contestants._login_item(profile))
            return True

        monkeypatch.setattr(contestants, "add", unlooked)
        person = make_person("Nguyễn Văn An", AN)

        with meeting("TransactWriteItems", lambda: contest.enrol([person])):
            contest.enrol([person])

        assert (len(self.kept()["people"]), self.heads()["so-noi-vu"]) == (2, 2)

    def test_what_is_kept_for_the_close_is_what_the_table_says_in_the_end(self, contest: Town):
        moved = make_person("Nguyễn Văn An", AN, **FINANCE)

        with meeting("PutObject", self.other(contest, moved), "roster.json"):
            contest.enrol([make_person("Nguyễn Văn An", AN)])

        profile = contest.profile(AN)
        (move,) = profile.moves
        summary = {"unit": profile.unit, "leader": False, "excluded": "", "moves": [asdict(move)]}
        assert self.kept()["people"] == {profile.pseudonym: summary}
        assert (profile.unit, self.heads()) == ("so-tai-chinh", {"so-noi-vu": 0, "so-tai-chinh": 1})

    def test_whose_answer_got_lost_still_gives_the_codes(self, contest: Town):
        with answer_lost("TransactWriteItems"):
            told = contest.enrol([make_person("Nguyễn Văn An", AN)])

        assert (told["new"], len(told["codes"])) == (1, 1)
        assert contest.stranger().sign_in(AN, contest.codes[AN]).status == 200

    def test_a_hundred_and_twenty_people_go_in_and_are_counted(self, contest: Town):
        people = [make_person(numbered_name(number), f"0340960{number:05d}") for number in range(120)]

        told = contest.enrol(people)

        assert (told["new"], len(told["codes"]), self.heads()["so-noi-vu"]) == (120, 120, 120)
        assert [slip["identifier"] for slip in told["codes"]] == [person.identifier for person in people]

    def test_units_of_a_shape_or_people_twice_change_nothing(self, contest: Town):
        before = stored()

        for people in ([make_person("An", AN), make_person("Bình", AN)], [make_person("=An", AN)]):
            with pytest.raises(Exception, match="unfit"):
                contest.enrol(people)

        assert stored() == before
