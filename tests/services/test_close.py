"""The close: whoever runs it, how often and however it is interrupted, the same papers count and the same bytes come out."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import NotYet, Unfit
from chalicelib.domain.times import written
from chalicelib.services.close import close
from chalicelib.storage import attempts, rounds
from tests.calls import Call, Interrupted, cut_off, written_down
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSES,
    CLOSING_BEGINS,
    CONTEST,
    DUNG,
    FIRST,
    GRACE_MS,
    LIMIT_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    RESULTS,
    SECOND,
    SECOND_CLOSES,
    SECOND_OPENS,
    THIRD_NONCE,
    make_person,
    nonce,
)
from tests.pictures import restore, take
from tests.services.exported import differences, everything, file, manifest, rows, winners
from tests.town import Town, all_right
from tests.watch import contents

MINUTE_MS = 60_000


def pseudonym(town: Town, who: str) -> str:
    return town.phone(who).me().document["contestant"]


def hand_in_rightly(town: Town, who: str, after_ms: int = 0, prediction: str = "", round_id: str = FIRST) -> None:
    opens = {FIRST: OPENS, SECOND: SECOND_OPENS}[round_id]
    phone = town.at(opens + after_ms).phone(who)
    paper = phone.start(NONCE, round_id)
    town.at(opens + after_ms + MINUTE_MS)
    phone.hand_in(all_right(paper), OTHER_NONCE, prediction=prediction, round_id=round_id)


@pytest.fixture
def two_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shards do what sixteen do, in an eighth of the calls."""
    fewer = dataclasses.replace(config(), shards=2)
    monkeypatch.setattr(attempts, "config", lambda: fewer)


@pytest.fixture
def played(town: Town, two_shards: None) -> Town:
    """A round in which An and Bình are right, Chi saved and was cut off, Dũng saved nothing, and Em stayed away."""
    if "played" not in town.pictures:
        hand_in_rightly(town, AN, 0, "2")
        hand_in_rightly(town, BINH, 1000, "3")
        phone = town.at(OPENS).phone(CHI)
        phone.start(NONCE)
        phone.save("___", OTHER_NONCE, prediction="5")
        town.phone(DUNG).start(NONCE)
        town.pictures["played"] = take(town.codes, town.profiles)
    return town.copied_from(town.pictures["played"]).at(CLOSING_BEGINS)


def test_what_timed_out_and_what_is_blank_are_told_apart(played: Town):
    played.tick()

    found = {row["contestant"]: row for row in rows("attempts.csv")}
    ended = [
        {name: found[pseudonym(played, who)][name] for name in ("status", "submitted_at", "choices", "prediction", "nonce")}
        for who in (CHI, DUNG)
    ]
    assert ended == [
        {
            "status": "timed_out",
            "submitted_at": written(OPENS + LIMIT_MS),
            "choices": "___",
            "prediction": "5",
            "nonce": OTHER_NONCE,
        },
        {
            "status": "blank",
            "submitted_at": written(OPENS + LIMIT_MS),
            "choices": "___",
            "prediction": "",
            "nonce": NONCE,
        },
    ]


def test_who_predicted_better_is_first(played: Town):
    an, binh = pseudonym(played, AN), pseudonym(played, BINH)

    played.tick()

    assert [(row["rank"], row["contestant"], row["score"], row["prediction_error"]) for row in rows("ranking.csv")[:2]] == [
        ("1", an, "3", "0"),
        ("2", binh, "3", "1"),
    ]
    assert (manifest()["prediction_target"], manifest()["counts"]) == (
        2,
        {"attempts": 4, "blank": 1, "perfect": 2, "ruled_out": 0, "submitted": 2, "timed_out": 1},
    )


def test_winners_names_stand_in_the_restricted_place_alone(played: Town):
    played.tick()

    named = [(row["prize"], row["place"], row["full_name"], row["unit_name"]) for row in winners()]
    assert named == [
        ("nhat", "1", "Nguyễn Văn An", "Sở Nội vụ"),
        ("nhi", "2", "Trần Thị Bình", "Sở Nội vụ"),
        ("nhi", "3", "Lê Thúy Chi", ""),
    ]
    open_files = [data for name, data in contents(config().exports_bucket).items() if not name.startswith("restricted/")]
    assert [data for data in open_files if "Nguyễn Văn An".encode() in data] == []


def test_what_a_receipt_says_is_what_the_export_says(town: Town):
    phone = town.phone(AN)
    receipt = phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE, prediction="4").document

    town.at(CLOSING_BEGINS).tick()

    exported = rows("attempts.csv")[0]
    named = {name: exported[name] for name in ("receipt", "choices", "nonce", "prediction", "questions", "started_at")}
    assert named == {name: receipt[name] for name in named}


@pytest.mark.parametrize("who", [CHI, DUNG], ids=["saved", "blank"])
def test_who_ran_out_of_time_is_given_the_receipt_that_the_export_holds(played: Town, who: str):
    before = played.at(OPENS + LIMIT_MS + GRACE_MS).phone(who).start(THIRD_NONCE)
    played.at(CLOSING_BEGINS).tick()

    after = played.phone(who).start(THIRD_NONCE)

    [exported] = [row["receipt"] for row in rows("attempts.csv") if row["contestant"] == pseudonym(played, who)]
    assert (before.problem, before.document["facts"]["receipt"]) == ("late", None)
    assert (after.problem, after.document["facts"]["receipt"]["receipt"]) == ("late", exported)


def test_a_hand_in_past_the_close_but_within_its_grace_is_counted(town: Town):
    phone = town.at(CLOSES - 1000).phone(AN)
    paper = phone.start(NONCE)
    town.at(CLOSES + GRACE_MS - 1)
    phone.hand_in(all_right(paper), OTHER_NONCE)

    town.at(CLOSING_BEGINS).tick()

    found = {name: rows("attempts.csv")[0][name] for name in ("status", "deadline_at", "submitted_at", "elapsed_ms")}
    assert found == {
        "status": "submitted",
        "deadline_at": written(CLOSES),
        "submitted_at": written(CLOSES + GRACE_MS - 1),
        "elapsed_ms": "1000",
    }


def test_the_same_close_a_second_time_writes_the_same_bytes(played: Town):
    before = take()
    played.tick()
    first = everything()
    restore(before)

    played.tick()

    assert differences(first, everything()) == []


def test_a_close_that_is_over_is_not_made_again(played: Town):
    played.tick()

    with written_down() as calls:
        done = played.at(CLOSING_BEGINS + MINUTE_MS).cloud.tick()

    assert (done, [call for call in calls if call.writes]) == ([], [])


def exports_written(calls: list[Call]) -> list[str]:
    put = [call.sent for call in calls if call.operation == "PutObject"]
    return [sent["Key"] for sent in put if sent["Bucket"] == config().exports_bucket]


def test_the_manifest_is_written_after_every_other_file_and_before_the_root_is_told(played: Town):
    with written_down() as calls:
        played.tick()

    written_files = exports_written(calls)
    manifest_at = written_files.index(f"{CONTEST}/{FIRST}/r01/manifest.json")
    assert written_files[manifest_at + 1 :] == [f"acts/{CONTEST}/{FIRST}-closing.json"]
    assert {name.rsplit("/", 1)[1] for name in written_files[:manifest_at]} == {
        *(each["name"] for each in manifest()["files"]),
        "winners.csv",
    }


def test_every_file_is_the_one_that_the_manifest_names(played: Town):
    played.tick()

    named = {each["name"]: (each["sha256"], each["bytes"]) for each in manifest()["files"]}
    folder = {
        name.rsplit("/", 1)[1]: (hashlib.sha256(data).hexdigest(), len(data))
        for name, data in contents(config().exports_bucket).items()
        if name.startswith(f"{CONTEST}/{FIRST}/r01/") and not name.endswith("manifest.json")
    }
    assert named == folder


def test_the_root_is_public_from_the_close_on(played: Town):
    played.tick()

    told = contents(config().site_bucket)[f"{CONTEST}/acts/{FIRST}-closing.json"].decode()
    assert told == (
        f'{{"act":"closing","at":"{written(CLOSING_BEGINS)}","contest":"{CONTEST}",'
        f'"receipts_root":"{manifest()["receipts_root"]}","revision":1,"round":"{FIRST}"}}'
    )


def interrupt(town: Town, after: int) -> None:
    with cut_off(after), pytest.raises(Interrupted):
        town.cloud.tick()


def test_a_roster_that_changes_while_a_close_is_under_way_changes_nothing(played: Town):
    before = take()
    with written_down() as calls:
        played.cloud.tick()
    whole = {name: data for name, data in everything()[config().exports_bucket].items() if "winners" not in name}
    frozen = next(number for number, call in enumerate(calls) if "facts.json" in str(call.sent.get("Key")))
    put = next(number for number, call in enumerate(calls) if number > frozen and call.operation == "PutObject")
    restore(before)
    interrupt(played, put + 1)

    played.enrol([make_person("Nguyễn Văn An", AN, excluded="ban-to-chuc", excluded_reason="Muộn")])
    played.tick()

    after = {name: data for name, data in everything()[config().exports_bucket].items() if "winners" not in name}
    assert after == whole


def test_who_turns_out_to_be_excluded_is_ruled_out_by_a_decision(played: Town):
    an = pseudonym(played, AN)
    played.enrol([make_person("Nguyễn Văn An", AN, excluded="ban-to-chuc", excluded_reason="Thành viên Ban Tổ chức")])

    played.tick()

    ruled = [(row["contestant"], row["ruling"], row["reason"]) for row in rows("attempts.csv") if row["ruling"]]
    assert ruled == [(an, "excluded", "ban-to-chuc")]
    assert an not in {row["contestant"] for row in rows("ranking.csv")} | {row["contestant"] for row in rows("prizes.csv")}
    assert rows("decisions.csv") == [
        {
            "seq": "1",
            "decided_at": written(CLOSING_BEGINS),
            "by": "system",
            "confirmed_by": "",
            "act": "exclude",
            "subject": f"{an}.1",
            "before": "",
            "after": "excluded",
            "reason": "ban-to-chuc",
        }
    ]
    assert (manifest()["prediction_target"], manifest()["counts"]["ruled_out"]) == (1, 1)


def test_a_round_that_nobody_entered_closes_with_an_empty_export(town: Town):
    town.at(CLOSING_BEGINS).tick()

    empty = [rows(name) for name in ("attempts.csv", "ranking.csv", "decisions.csv", "earlier_wins.csv")]
    assert empty == [[], [], [], []]
    assert [(row["prize"], row["contestant"]) for row in rows("prizes.csv")] == [("nhat", ""), ("nhi", ""), ("nhi", "")]
    assert manifest()["receipts_root"] == hashlib.sha256(b"").hexdigest()


def test_a_round_that_nobody_entered_is_published_too(town: Town):
    town.at(CLOSING_BEGINS).tick()

    done = town.at(RESULTS).tick()

    assert [each["act"] for each in done] == ["publish"]


def test_who_won_before_is_passed_over_and_the_next_takes_the_prize(town: Town):
    an, binh = pseudonym(town, AN), pseudonym(town, BINH)
    hand_in_rightly(town, AN)
    town.at(CLOSING_BEGINS).tick()
    hand_in_rightly(town, AN, round_id=SECOND)
    hand_in_rightly(town, BINH, 1000, round_id=SECOND)

    town.at(SECOND_CLOSES + GRACE_MS + 15_000).tick()

    assert [(row["prize"], row["contestant"], row["passed_over"]) for row in rows("prizes.csv", SECOND)] == [
        ("nhat", an, "won_earlier"),
        ("nhat", binh, ""),
        ("nhi", "", ""),
        ("nhi", "", ""),
    ]
    assert rows("earlier_wins.csv", SECOND) == [{"contestant": an, "round": FIRST, "revision": "1", "prize": "nhat"}]


def test_a_round_waits_for_the_prizes_of_the_one_before(town: Town):
    hand_in_rightly(town, AN)
    hand_in_rightly(town, AN, round_id=SECOND)
    town.at(SECOND_CLOSES + GRACE_MS + 15_000)

    with pytest.raises(NotYet) as refused:
        close(rounds.get(CONTEST, SECOND), town.cloud.now)

    done = town.tick()
    assert (refused.value.code, refused.value.values) == ("earlier-round-open", {"round": FIRST})
    assert [(each["act"], each["round"]) for each in done] == [
        ("close", FIRST),
        ("close", SECOND),
        ("begin", "final"),
    ]
    assert [row["prize"] for row in rows("earlier_wins.csv", SECOND)] == ["nhat"]


def test_a_round_that_was_never_made_ready_holds_up_no_other(village: Town):
    town = village.settled_as("second alone", ready=[SECOND])
    hand_in_rightly(town, AN, round_id=SECOND)

    done = town.at(SECOND_CLOSES + GRACE_MS + 15_000).tick()

    assert [(each["act"], each["round"]) for each in done] == [("close", SECOND)]


def test_a_dry_run_counts_and_writes_nothing(played: Town):
    with written_down() as calls:
        told = played.organize("close-due", dry_run=True)

    assert told == [
        {
            "act": "close",
            "contest": CONTEST,
            "round": FIRST,
            "state": "ready",
            "counts": {"attempts": 4, "blank": 1, "perfect": 2, "ruled_out": 0, "submitted": 2, "timed_out": 1},
            "prizes": 3,
        }
    ]
    assert [call for call in calls if call.writes] == []


def test_no_answer_of_the_api_changes_with_the_close_but_for_what_has_ended(played: Town):
    phone = played.phone(CHI)

    played.tick()

    listed = phone.me().document["attempts"]
    refused = phone.hand_in("___", nonce(9), 2)
    assert [(each["status"], each["submitted_at"]) for each in listed] == [("timed_out", written(OPENS + LIMIT_MS))]
    assert (refused.status, refused.problem) == (409, "late")


class TestClosedEarly:
    """An organizer may move a round's close, but nobody may be surprised by it."""

    DECIDED = OPENS + 5 * MINUTE_MS
    EARLIER = OPENS + 8 * MINUTE_MS

    def move(self, town: Town, closes: int = EARLIER, **event: object) -> dict:
        asked = {"round": FIRST, "closes": written(closes), "by": "thu-ky", "reason": "mat-dien"}
        return town.at(self.DECIDED).organize("close-early", **asked | event)

    def test_the_close_moves_and_the_closing_follows_it(self, town: Town):
        told = self.move(town)

        before = town.at(self.EARLIER + GRACE_MS + 15_000 - 1).tick()
        then = town.at(self.EARLIER + GRACE_MS + 15_000).tick()
        assert told["closes"] == written(self.EARLIER)
        assert (before, [each["act"] for each in then]) == ([], ["close"])

    def test_a_start_at_the_new_close_is_refused(self, town: Town):
        self.move(town)

        in_time = town.at(self.EARLIER - 1).phone(AN).start(NONCE)
        late = town.at(self.EARLIER).phone(BINH).start(NONCE)

        assert (in_time.document["attempt"]["deadline_at"], late.problem) == (written(self.EARLIER), "not-open-any-more")

    def test_an_open_paper_gets_the_new_deadline_and_its_device_is_told(self, town: Town):
        phone = town.at(OPENS).phone(AN)
        phone.start(NONCE)
        self.move(town)

        resumed = town.at(self.EARLIER - 2000).phone(AN).start(OTHER_NONCE)
        listed = phone.me().document["attempts"]

        assert resumed.document["attempt"]["deadline_at"] == written(self.EARLIER)
        assert [each["deadline_at"] for each in listed] == [written(self.EARLIER)]

    def test_saves_and_hand_ins_end_with_the_new_close(self, town: Town):
        phones = [town.at(OPENS).phone(who) for who in (AN, BINH)]
        for phone in phones:
            phone.start(NONCE)
        self.move(town)

        answers = [
            town.at(self.EARLIER - 1) and phones[0].save("___", OTHER_NONCE),
            town.at(self.EARLIER) and phones[0].save("A__", THIRD_NONCE, 2),
            town.at(self.EARLIER + GRACE_MS - 1) and phones[0].hand_in("___", THIRD_NONCE, 2),
            town.at(self.EARLIER + GRACE_MS) and phones[1].hand_in("___", OTHER_NONCE),
        ]

        assert [answer.problem for answer in answers] == ["", "late", "", "late"]

    def test_the_export_holds_the_decision_and_the_new_deadlines(self, town: Town):
        early, late = town.at(OPENS).phone(AN), town.at(OPENS).phone(BINH)
        early.hand_in(all_right(early.start(NONCE)), OTHER_NONCE)
        late.start(NONCE)
        self.move(town)

        town.at(self.EARLIER + GRACE_MS + 15_000).tick()

        deadlines = {row["status"]: row["deadline_at"] for row in rows("attempts.csv")}
        assert deadlines == {"submitted": written(OPENS + LIMIT_MS), "blank": written(self.EARLIER)}
        assert rows("decisions.csv") == [
            {
                "seq": "1",
                "decided_at": written(self.DECIDED),
                "by": "thu-ky",
                "confirmed_by": "",
                "act": "move_close",
                "subject": FIRST,
                "before": written(CLOSES),
                "after": written(self.EARLIER),
                "reason": "mat-dien",
            }
        ]

    def test_the_committed_definition_does_not_change(self, town: Town):
        before = contents(config().site_bucket)[f"{CONTEST}/{FIRST}/r01/definition.json"]
        self.move(town)

        town.at(self.EARLIER + GRACE_MS + 15_000).tick()

        assert file("definition.json") == before

    @pytest.mark.parametrize(
        ("closes", "problem"),
        [
            (DECIDED + 2 * MINUTE_MS - 1, "unfit-close"),
            (DECIDED + 2 * MINUTE_MS, ""),
            (CLOSES - 1, ""),
            (CLOSES, "unfit-close"),
        ],
        ids=["less than two minutes ahead", "two minutes ahead", "just before", "no earlier at all"],
    )
    def test_the_new_close_lies_two_minutes_ahead_and_before_the_old_one(self, town: Town, closes: int, problem: str):
        refused = ""
        try:
            self.move(town, closes)
        except Unfit as unfit:
            refused = unfit.code

        assert refused == problem

    @pytest.mark.parametrize("event", [{"by": ""}, {"by": "Nguyễn Văn An"}, {"reason": "mất điện"}, {"reason": None}])
    def test_whoever_decides_is_an_account_and_why_is_a_code(self, town: Town, event: dict):
        with pytest.raises(Unfit) as refused:
            self.move(town, **event)

        assert refused.value.code == "unfit-code"

    def test_a_round_that_is_closing_can_not_be_closed_early(self, played: Town):
        played.tick()

        with pytest.raises(NotYet) as refused:
            self.move(played)

        assert refused.value.code == "not-running"

    def test_a_dry_run_says_the_new_close_and_changes_nothing(self, town: Town):
        told = self.move(town, dry_run=True)

        assert told["closes"] == written(self.EARLIER)
        assert rounds.get(CONTEST, FIRST).closes == CLOSES

    def test_everybody_can_read_the_new_close_at_once(self, town: Town):
        self.move(town)

        page = contents(config().site_bucket)[f"{CONTEST}/index.html"].decode()
        assert ("08:08 ngày 23/10/2023" in page, "09:00 ngày 23/10/2023" in page) == (True, False)
