"""What can be decided while a round runs, after an outage: a later close, more time for one attempt, another attempt.

Every export that is made here is recomputed by the verifier once its test is over.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import Conflict, NotFound, NotYet, Refusal
from chalicelib.domain.round import LEAST_AHEAD_MS, SETTLING_MS
from chalicelib.domain.times import Millis, written
from chalicelib.services import desk
from chalicelib.services.grants import NEWS_MS, SETTLED_MS
from chalicelib.storage import attempts, rounds
from tests.calls import written_down
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSES,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    GRACE_MS,
    LIMIT_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    RESULTS,
    THIRD_NONCE,
    make_definition,
    nonce,
)
from tests.services.deciding import EVIDENCE, MINUTE_MS
from tests.services.exported import everything, file, rows
from tests.services.granting import LATER, asked, extend, extend_round, grant
from tests.town import Phone, Town, all_right
from tests.watch import contents

DECIDED = CLOSES - 3 * MINUTE_MS
NEAR_THE_END = CLOSES - 5 * MINUTE_MS


def begun(town: Town, who: str = AN, at: Millis = OPENS) -> Phone:
    phone = town.at(at).phone(who)
    assert phone.start(NONCE).status == 200
    return phone


def stay(town: Town, phone: Phone, until: Millis) -> Phone:
    """Let it be ``until``, the page having renewed the session on the way, as it does while it is open."""
    for now in range(town.cloud.now, until, 5 * MINUTE_MS):
        town.at(now)
        assert phone.send("POST", "/session/renewal", {}).status == 200
    town.at(until)
    return phone


def refused(ask: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        ask(*arguments, **named)
    return refusal.value.code


def tried(ask: Any, *arguments: Any) -> str:
    """Return the code with which a decision would be refused, or an empty text."""
    try:
        ask(*arguments, dry_run=True)
    except Refusal as refusal:
        return refusal.code
    return ""


def name(town: Town, who: str = AN, number: int = 1) -> str:
    return f"{town.profile(who).pseudonym}.{number}"


def closed(town: Town, closes: Millis) -> list[dict[str, str]]:
    """Close the round, and return the rows of its attempts."""
    town.at(closes + GRACE_MS + SETTLING_MS).tick()
    return rows("attempts.csv")


class TestALaterClose:
    def test_the_closing_follows_the_later_close(self, town: Town):
        told = extend_round(town.at(DECIDED))

        before = town.at(CLOSING_BEGINS).tick()
        then = town.at(LATER + GRACE_MS + SETTLING_MS).tick()
        assert told["closes"] == written(LATER)
        assert (before, [each["act"] for each in then]) == ([], ["close"])

    def test_what_it_rests_on_can_be_looked_at_while_the_round_is_open(self, town: Town):
        extend_round(town.at(DECIDED))

        (kept,) = town.organize("decision-evidence", round=FIRST)

        assert (kept["by"], kept["reason"], kept["text"]) == ("truong-ban", "mat-dien", "Mất điện 20 phút.")

    def test_a_paper_that_the_old_close_cut_goes_on_until_its_limit_and_its_device_is_told(self, town: Town):
        phone = begun(town, at=NEAR_THE_END)
        extend_round(town.at(DECIDED))

        saved = town.at(CLOSES + MINUTE_MS) and phone.save("A__", OTHER_NONCE)
        listed = phone.me().document["attempts"]
        late = town.at(NEAR_THE_END + LIMIT_MS) and phone.save("AB_", THIRD_NONCE, 2)

        assert saved.document["deadline_at"] == written(NEAR_THE_END + LIMIT_MS)
        assert [each["deadline_at"] for each in listed] == [written(NEAR_THE_END + LIMIT_MS)]
        assert late.problem == "late"

    def test_nothing_of_the_papers_is_written_for_it(self, town: Town):
        begun(town, at=NEAR_THE_END)

        with written_down() as calls:
            extend_round(town.at(DECIDED))

        assert [call for call in calls if call.sent.get("TableName") == config().attempts_table] == []

    def test_starts_are_taken_until_the_later_close(self, town: Town):
        extend_round(town.at(DECIDED))

        in_time = town.at(LATER - 1).phone(AN).start(NONCE)
        late = town.at(LATER).phone(BINH).start(NONCE)

        assert (in_time.document["attempt"]["deadline_at"], late.problem) == (written(LATER), "not-open-any-more")

    def test_a_function_that_does_not_know_yet_starts_papers_that_get_the_later_close_too(self, town: Town):
        town.at(DECIDED - 1)
        desk.pointer(CONTEST, FIRST, town.cloud.now)
        known = dict(desk._pointers)
        extend_round(town.at(DECIDED))
        desk._pointers.update(known)

        phone = begun(town, at=DECIDED + desk.REFRESHED_MS - 2)

        saved = town.at(CLOSES + MINUTE_MS) and phone.save("A__", OTHER_NONCE)
        row = closed(town, LATER)[0]
        limit = DECIDED + desk.REFRESHED_MS - 2 + LIMIT_MS
        assert saved.document["deadline_at"] == written(limit)
        assert (row["status"], row["deadline_at"]) == ("timed_out", written(limit))

    def test_the_export_holds_the_decision_and_each_papers_own_deadline(self, town: Town):
        early = begun(town, AN, NEAR_THE_END)
        town.at(NEAR_THE_END + MINUTE_MS) and early.hand_in("A__", OTHER_NONCE)
        begun(town, BINH, NEAR_THE_END)
        over = begun(town, CHI, OPENS)
        over.save("B__", OTHER_NONCE)
        extend_round(town.at(DECIDED))

        found = {row["contestant"]: row["deadline_at"] for row in closed(town, LATER)}

        deadlines = {AN: CLOSES, BINH: NEAR_THE_END + LIMIT_MS, CHI: OPENS + LIMIT_MS}
        assert found == {town.profile(who).pseudonym: written(at) for who, at in deadlines.items()}
        assert rows("decisions.csv") == [
            {
                "seq": "1",
                "decided_at": written(DECIDED),
                "by": "truong-ban",
                "confirmed_by": "",
                "act": "move_close",
                "subject": FIRST,
                "before": written(CLOSES),
                "after": written(LATER),
                "reason": "mat-dien",
            }
        ]

    def test_a_close_may_be_moved_later_and_then_earlier_again(self, town: Town):
        phone = begun(town, at=NEAR_THE_END)
        extend_round(town.at(DECIDED))
        earlier = {"closes": written(CLOSES + 4 * MINUTE_MS), "by": "truong-ban", "reason": "co-dien-lai"}
        town.at(DECIDED + MINUTE_MS).organize("close-early", round=FIRST, **earlier)

        saved = town.at(CLOSES + MINUTE_MS) and phone.save("A__", OTHER_NONCE)

        assert saved.document["deadline_at"] == written(CLOSES + 4 * MINUTE_MS)
        assert [row["deadline_at"] for row in closed(town, CLOSES + 4 * MINUTE_MS)] == [written(CLOSES + 4 * MINUTE_MS)]

    def test_two_moves_at_the_same_moment_stand_in_their_order(self, town: Town):
        extend_round(town.at(DECIDED))
        extend_round(town, LATER + MINUTE_MS, number=2)

        closed(town, LATER + MINUTE_MS)

        told = [(row["decided_at"], row["after"]) for row in rows("decisions.csv")]
        assert told == [(written(DECIDED), written(LATER)), (written(DECIDED + 1), written(LATER + MINUTE_MS))]

    def test_the_new_close_lies_after_the_old_one_and_before_the_results(self, town: Town):
        last = RESULTS - GRACE_MS - SETTLING_MS

        found = {closes: tried(extend_round, town.at(DECIDED), closes) for closes in (CLOSES, CLOSES + 1, last, last + 1)}

        assert found == {CLOSES: "unfit-later-close", CLOSES + 1: "", last: "", last + 1: "unfit-later-close"}

    def test_it_is_decided_while_everybody_can_still_hear_of_it(self, town: Town):
        last = CLOSES - LEAST_AHEAD_MS

        found = {at: tried(extend_round, town.at(at)) for at in (OPENS - 1, OPENS, last, last + 1, CLOSES)}

        outside = dict.fromkeys((OPENS - 1, CLOSES), "not-in-the-window")
        assert found == {**outside, OPENS: "", last: "", last + 1: "too-late-to-extend"}

    def test_the_same_request_again_is_answered_as_before_and_moves_nothing(self, town: Town):
        first = extend_round(town.at(DECIDED))

        again = extend_round(town.at(DECIDED + MINUTE_MS))

        assert again == first
        assert [move.nonce for move in rounds.get(CONTEST, FIRST).moves] == [nonce(1)]

    def test_trying_it_shows_the_hour_and_changes_nothing(self, town: Town):
        before = everything()

        told = extend_round(town.at(DECIDED), dry_run=True)

        assert told["closes"] == written(LATER)
        assert everything() == before


class TestMoreTimeForOne:
    UNTIL = OPENS + LIMIT_MS + 10 * MINUTE_MS

    def test_a_running_paper_has_time_until_then(self, town: Town):
        phone = begun(town)

        told = extend(town.at(OPENS + MINUTE_MS), AN, self.UNTIL)

        saved = stay(town, phone, self.UNTIL - 1).save("A__", OTHER_NONCE)
        late = town.at(self.UNTIL) and phone.save("AB_", THIRD_NONCE, 2)
        assert told == {
            "attempt": name(town),
            "act": "extend_attempt",
            "before": written(OPENS + LIMIT_MS),
            "after": written(self.UNTIL),
            "decided_at": written(OPENS + MINUTE_MS),
            "by": "truong-ban",
            "reason": "mat-dien",
        }
        assert (saved.document["deadline_at"], late.problem) == (written(self.UNTIL), "late")

    def test_a_paper_whose_time_is_over_is_opened_again(self, town: Town):
        phone = begun(town)
        phone.save("A__", OTHER_NONCE)
        over = town.at(OPENS + LIMIT_MS) and phone.save("AB_", THIRD_NONCE, 2)

        extend(town.at(OPENS + LIMIT_MS + MINUTE_MS), name(town), self.UNTIL)

        handed_in = phone.hand_in("AB_", THIRD_NONCE, 2)
        [row] = closed(town, CLOSES)
        assert (over.problem, handed_in.status) == ("late", 200)
        assert (row["status"], row["deadline_at"], row["choices"]) == ("submitted", written(self.UNTIL), "AB_")
        assert row["elapsed_ms"] == str(LIMIT_MS + MINUTE_MS)

    def test_the_export_tells_each_extension(self, town: Town):
        begun(town)
        extend(town.at(OPENS + MINUTE_MS), AN, self.UNTIL)
        extend(town, AN, self.UNTIL + MINUTE_MS, number=2)

        [row] = closed(town, CLOSES)

        told = [tuple(each[cell] for cell in ("act", "subject", "before", "after")) for each in rows("decisions.csv")]
        assert told == [
            ("extend_attempt", name(town), written(OPENS + LIMIT_MS), written(self.UNTIL)),
            ("extend_attempt", name(town), written(self.UNTIL), written(self.UNTIL + MINUTE_MS)),
        ]
        assert (row["status"], row["deadline_at"]) == ("blank", written(self.UNTIL + MINUTE_MS))

    def test_an_extension_stays_where_the_close_is_moved_later(self, town: Town):
        phone = begun(town, at=NEAR_THE_END - LIMIT_MS)
        extend(town.at(NEAR_THE_END), AN, CLOSES)
        extend_round(town.at(DECIDED), number=2)

        saved = stay(town.at(NEAR_THE_END), phone, CLOSES - 1).save("A__", OTHER_NONCE)
        late = town.at(CLOSES) and phone.save("AB_", THIRD_NONCE, 2)

        assert (saved.status, late.problem) == (200, "late")
        assert [row["deadline_at"] for row in closed(town, LATER)] == [written(CLOSES)]

    def test_a_round_is_not_closed_earlier_than_an_extension_ends(self, town: Town):
        begun(town)
        extend(town.at(OPENS + MINUTE_MS), AN, self.UNTIL)
        early = {"round": FIRST, "by": "truong-ban", "reason": "dong-som"}

        found = refused(town.organize, "close-early", closes=written(self.UNTIL - 1), **early)
        town.organize("close-early", closes=written(self.UNTIL), **early)

        assert found == "extended-longer"
        assert [row["deadline_at"] for row in closed(town, self.UNTIL)] == [written(self.UNTIL)]

    def test_after_a_later_close_a_paper_can_be_extended_beyond_the_old_one(self, town: Town):
        phone = begun(town, at=NEAR_THE_END)
        extend_round(town.at(DECIDED))
        extend(town.at(DECIDED + SETTLED_MS), AN, LATER, number=2)

        saved = stay(town, phone, LATER - 1).save("A__", OTHER_NONCE)

        assert saved.document["deadline_at"] == written(LATER)
        assert [row["deadline_at"] for row in closed(town, LATER)] == [written(LATER)]

    def test_what_a_young_move_may_have_changed_is_waited_for(self, town: Town):
        begun(town, AN, NEAR_THE_END)
        begun(town, BINH, NEAR_THE_END - 8 * MINUTE_MS)
        extend_round(town.at(DECIDED))

        early = refused(extend, town.at(DECIDED + SETTLED_MS - 1), AN, LATER, number=2)

        assert early == "close-moved-just-now"
        assert extend(town, BINH, LATER, number=3)["after"] == written(LATER)

    def test_it_ends_later_than_before_and_with_the_round(self, town: Town):
        begun(town)
        before = OPENS + LIMIT_MS

        found = {until: tried(extend, town, AN, until) for until in (before, before + 1, CLOSES, CLOSES + 1)}

        assert found == {before: "unfit-extension", before + 1: "", CLOSES: "", CLOSES + 1: "unfit-extension"}

    def test_it_does_not_end_in_the_past(self, town: Town):
        begun(town)

        found = refused(extend, town.at(OPENS + LIMIT_MS + MINUTE_MS), AN, OPENS + LIMIT_MS + MINUTE_MS)

        assert found == "unfit-extension"

    def test_a_paper_that_was_handed_in_is_not_extended(self, town: Town):
        begun(town).hand_in("A__", OTHER_NONCE)

        assert refused(extend, town.at(OPENS + MINUTE_MS), AN, self.UNTIL) == "attempt-handed-in"

    def test_who_has_not_begun_has_nothing_to_be_extended(self, town: Town):
        with pytest.raises(NotFound, match="no-attempt-of-theirs"):
            extend(town.at(OPENS + MINUTE_MS), AN, self.UNTIL)

    def test_a_run_of_the_clock_that_died_is_made_good_by_the_next(self, town: Town, monkeypatch: pytest.MonkeyPatch):
        phone = begun(town)
        with monkeypatch.context() as patch:
            patch.setattr(attempts, "extend", _dies)
            with pytest.raises(_Died):
                extend(town.at(OPENS + MINUTE_MS), AN, self.UNTIL)

        town.at(OPENS + 2 * MINUTE_MS).tick()

        saved = stay(town, phone, self.UNTIL - 1).save("A__", OTHER_NONCE)
        assert saved.status == 200

    def test_what_was_granted_long_ago_is_not_carried_out_over_and_over(self, town: Town):
        begun(town)
        extend(town.at(OPENS + MINUTE_MS), AN, self.UNTIL)

        with written_down() as calls:
            town.at(OPENS + MINUTE_MS + NEWS_MS).tick()

        assert [call for call in calls if call.sent.get("TableName") == config().attempts_table] == []


class _Died(Exception):
    pass


def _dies(*_: Any) -> None:
    raise _Died


class TestAnotherAttempt:
    def test_its_contestant_may_start_once_more_and_the_first_counts_no_more(self, town: Town):
        phone = begun(town)
        phone.hand_in("___", OTHER_NONCE)

        told = grant(town.at(OPENS + MINUTE_MS), AN)
        paper = phone.start(THIRD_NONCE, number=2)
        phone.hand_in(all_right(paper), nonce(9), number=2)

        attempts_told = [(row["number"], row["ruling"], row["reason"]) for row in closed(town, CLOSES)]
        assert (told["before"], told["after"]) == ("", "2")
        assert attempts_told == [("1", "replaced", "mat-dien"), ("2", "", "")]
        assert [(row["number"], row["score"]) for row in rows("ranking.csv")] == [("2", "3")]
        assert json.loads(file("manifest.json"))["counts"]["ruled_out"] == 1

    def test_an_open_paper_ends_for_its_contestant(self, town: Town):
        phone = begun(town)
        phone.save("A__", OTHER_NONCE)

        grant(town.at(OPENS + MINUTE_MS), name(town))

        answers = [phone.save("AB_", THIRD_NONCE, 2), phone.hand_in("AB_", THIRD_NONCE, 2), phone.start(NONCE)]
        other = town.phone(AN).start(NONCE, number=2)
        assert [answer.problem for answer in answers] == ["attempt-replaced"] * 3
        assert other.status == 200

    def test_who_signs_out_and_in_again_does_not_get_the_old_paper_back(self, town: Town):
        phone = begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)
        phone.send("DELETE", "/session")

        again = town.at(OPENS + 2 * MINUTE_MS).phone(AN)

        assert (again.start(NONCE).problem, again.start(NONCE, number=2).status) == ("attempt-replaced", 200)

    def test_one_that_has_timed_out_is_replaced_too(self, town: Town):
        phone = begun(town)
        grant(town.at(OPENS + LIMIT_MS + MINUTE_MS), AN)

        paper = phone.start(THIRD_NONCE, number=2)

        assert paper.status == 200
        assert [(row["status"], row["ruling"]) for row in closed(town, CLOSES)] == [("blank", "replaced"), ("blank", "")]

    def test_the_page_is_told_which_attempts_were_replaced(self, town: Town):
        phone = begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)
        phone.start(NONCE, number=2)

        listed = [(each["number"], each["replaced"]) for each in phone.me().document["attempts"]]

        assert listed == [(1, True), (2, False)]

    def test_nobody_starts_what_was_not_granted(self, town: Town):
        phone, other = begun(town), begun(town, BINH)
        for each in (phone, other):
            each.hand_in("___", OTHER_NONCE)
        grant(town.at(OPENS + MINUTE_MS), AN)
        phone.start(NONCE, number=2)
        phone.hand_in("___", THIRD_NONCE, number=2)

        assert [other.start(NONCE, number=2).problem, phone.start(NONCE, number=3).problem] == ["no-such-attempt"] * 2

    def test_a_function_whose_clock_is_behind_does_not_start_it_before_it_was_granted(self, town: Town):
        phone = begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)

        early = town.at(OPENS + MINUTE_MS - 1) and phone.start(NONCE, number=2)

        assert early.problem == "no-such-attempt"

    def test_the_granted_one_can_be_replaced_again_and_the_same_one_can_not(self, town: Town):
        phone = begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)
        phone.start(NONCE, number=2)

        twice = refused(grant, town.at(OPENS + 2 * MINUTE_MS), name(town), number=2)
        third = grant(town, AN, number=3)

        assert (twice, third["attempt"], third["after"]) == ("attempt-replaced-before", name(town, number=2), "3")
        assert phone.start(NONCE, number=3).status == 200
        closed(town, CLOSES)

    def test_a_replaced_one_is_not_extended(self, town: Town):
        begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)

        found = refused(extend, town, AN, OPENS + LIMIT_MS + MINUTE_MS, number=2)

        assert found == "attempt-replaced-before"

    def test_a_grant_to_somebody_who_is_kept_out_at_the_close_is_overruled_by_it(self, town: Town):
        begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)
        town.organize("person-exclude", person=AN, body="ban-to-chuc", by="truong-ban")

        [row] = closed(town, CLOSES)

        told = [(each["act"], each["before"], each["after"]) for each in rows("decisions.csv")]
        assert (row["ruling"], told) == ("excluded", [("new_attempt", "", "2"), ("exclude", "replaced", "excluded")])

    def test_a_start_that_was_granted_is_one_transaction_and_no_read(self, town: Town):
        phone = begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)
        phone.start(OTHER_NONCE, number=9)

        with written_down() as calls:
            phone.start(NONCE, number=2)

        assert [call.name for call in calls] == ["dynamodb:TransactWriteItems"]
        assert [next(iter(item)) for item in calls[0].sent["TransactItems"]] == ["ConditionCheck", "Put"]


class TestWithTwoAttempts:
    @pytest.fixture
    def town(self, village: Town) -> Town:
        return village.settled_as(
            "two attempts, for grants", definition=make_definition(attempts={"max": 2, "counted": "best"})
        )

    def test_the_granted_number_lies_behind_those_that_everybody_has(self, town: Town):
        phone = begun(town)
        told = grant(town.at(OPENS + MINUTE_MS), AN)

        second = phone.start(NONCE, number=2)
        early = phone.start(OTHER_NONCE, number=3)
        phone.hand_in("___", THIRD_NONCE, number=2)
        third = phone.start(OTHER_NONCE, number=3)

        assert told["after"] == "3"
        assert (second.status, early.problem, third.status) == (200, "no-such-attempt", 200)
        assert [(row["number"], row["ruling"]) for row in closed(town, CLOSES)] == [("1", "replaced"), ("2", ""), ("3", "")]

    def test_who_is_signed_out_is_signed_out_of_the_granted_one_too(self, town: Town):
        phone = begun(town)
        grant(town.at(OPENS + MINUTE_MS), AN)
        for number in (2, 3):
            phone.start(nonce(number), number=number)
            phone.hand_in("___", nonce(9), number=number) if number == 2 else None
        town.organize("person-revoke", person=AN)

        answer = phone.save("A__", OTHER_NONCE, number=3)

        assert (answer.status, answer.problem) == (401, "not-signed-in")


ACTS = {
    "extend-round": {"closes": written(LATER)},
    "extend-attempt": {"attempt": AN, "until": written(OPENS + LIMIT_MS + MINUTE_MS)},
    "new-attempt": {"attempt": AN},
}


@pytest.fixture
def begun_town(town: Town) -> Town:
    begun(town)
    return town.at(OPENS + MINUTE_MS)


LACKING: list[tuple[dict[str, Any], str]] = [
    ({"reason": None}, "unfit-code"),
    ({"reason": "mất điện"}, "unfit-code"),
    ({"by": ""}, "unfit-code"),
    ({"text": " "}, "no-evidence"),
    ({"evidence": None}, "no-evidence"),
    ({"evidence": {**EVIDENCE, "data": ""}}, "unfit-evidence"),
    ({"nonce": "1"}, "unfit-event"),
    ({"round": "tuan-9"}, "no-such-round"),
]


def test_none_is_possible_without_reason_and_evidence(begun_town: Town):
    before = everything()

    found = {act: [refused(asked, begun_town, act, **asks, **each) for each, _ in LACKING] for act, asks in ACTS.items()}

    assert found == {act: [code for _, code in LACKING] for act in ACTS}
    assert everything() == before


def test_text_and_evidence_lie_where_names_may_lie(begun_town: Town):
    for number, (act, asks) in enumerate(ACTS.items()):
        asked(begun_town, act, number, **asks)

    folder = f"restricted/{CONTEST}/{FIRST}/decisions/"
    kept = {name: data for name, data in contents(config().exports_bucket).items() if name.startswith(folder)}
    told = [json.loads(kept[f"{folder}{nonce(number)}.json"])["text"] for number in range(3)]
    assert told == ["Mất điện 20 phút."] * 3
    assert list(kept.values()).count(b"what was found") == 3


def test_trying_them_changes_nothing(begun_town: Town):
    before = everything()

    with written_down() as calls:
        for act, asks in ACTS.items():
            asked(begun_town, act, dry_run=True, **asks)

    assert [call for call in calls if call.writes] == []
    assert everything() == before


@pytest.mark.parametrize("act", ACTS)
def test_the_same_request_again_is_answered_alike_and_makes_one_row(begun_town: Town, act: str):
    first = asked(begun_town, act, **ACTS[act])
    once = everything()

    again = asked(begun_town.at(OPENS + 2 * MINUTE_MS), act, **ACTS[act])

    assert again == first
    assert everything() == once
    closed(begun_town, LATER)
    assert len(rows("decisions.csv")) == 1


def test_once_the_round_is_over_nothing_of_it_can_be_decided_any_more(begun_town: Town):
    over = [refused(asked, begun_town.at(CLOSES), act, **asks) for act, asks in ACTS.items()]
    begun_town.at(CLOSING_BEGINS).tick()
    closed_already = [refused(asked, begun_town, act, **asks) for act, asks in ACTS.items()]

    assert (over, closed_already) == (["not-in-the-window"] * 3, ["not-running"] * 3)


@pytest.mark.parametrize("act", ["extend-attempt", "new-attempt"])
def test_a_closing_that_begins_while_it_is_decided_is_not_overtaken(
    begun_town: Town, act: str, monkeypatch: pytest.MonkeyPatch
):
    change = rounds.change

    def overtaken(record: Any, **changes: Any) -> Any:
        if "granted" in changes:
            change(record, state="closing", closing_at=CLOSING_BEGINS)
        return change(record, **changes)

    monkeypatch.setattr(rounds, "change", overtaken)

    with pytest.raises(NotYet, match="not-running"):
        asked(begun_town, act, **ACTS[act])

    assert rounds.get(CONTEST, FIRST).granted.grants == ""


@pytest.mark.parametrize("act", ["extend-attempt", "new-attempt"])
def test_two_that_are_decided_at_the_same_moment_both_stand(begun_town: Town, act: str, monkeypatch: pytest.MonkeyPatch):
    begun(begun_town, BINH)
    begun_town.at(OPENS + MINUTE_MS)
    change, others = rounds.change, [{**ACTS[act], "attempt": BINH}]

    def meanwhile(record: Any, **changes: Any) -> Any:
        if others:
            asked(begun_town, act, number=2, **others.pop())
        return change(record, **changes)

    monkeypatch.setattr(rounds, "change", meanwhile)
    asked(begun_town, act, **ACTS[act])

    closed(begun_town, CLOSES)
    subjects = [(row["decided_at"], row["subject"]) for row in rows("decisions.csv")]
    first, second = written(OPENS + MINUTE_MS), written(OPENS + MINUTE_MS + 1)
    assert subjects == [(first, name(begun_town, BINH)), (second, name(begun_town, AN))]


def test_a_list_of_grants_that_no_round_names_has_no_effect(begun_town: Town, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: Any, **__: Any) -> None:
        raise _Died

    with monkeypatch.context() as patch:
        patch.setattr(rounds, "change", fails)
        with pytest.raises(_Died):
            asked(begun_town, "extend-attempt", **ACTS["extend-attempt"])

    [row] = closed(begun_town, CLOSES)

    assert (row["deadline_at"], rows("decisions.csv")) == (written(OPENS + LIMIT_MS), [])


def test_who_means_nobody_is_told_so(town: Town):
    with pytest.raises(NotFound, match="no-such-person"):
        grant(town.at(OPENS), "034000000000")


def test_no_more_attempts_are_granted_than_can_be_numbered(begun_town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chalicelib.services.grants.MOST_NUMBER", 1)

    with pytest.raises(Conflict, match="too-many-attempts"):
        grant(begun_town, AN)
