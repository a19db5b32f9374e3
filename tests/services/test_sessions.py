"""Sessions: short, renewed while somebody is there, and over at once where a paper runs when somebody ends them."""

from __future__ import annotations

from dataclasses import replace

import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain.times import Millis, written
from chalicelib.services import desk, revoke, sessions
from chalicelib.services.sessions import AFTER_THE_DEADLINE_MS, LASTS_MS, LONGEST_MS, REVOKED_READ_MS, read
from chalicelib.storage import attempts, contestants, revoked
from chalicelib.storage.attempts import Key
from tests.calls import written_down
from tests.factories import (
    AN,
    BINH,
    CLOSES,
    CONTEST,
    FIRST,
    GRACE_MS,
    LIMIT_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    SECOND,
    SECOND_OPENS,
    THIRD_NONCE,
)
from tests.town import Answer, Phone, Town

MINUTE_MS = 60_000


def renew(phone: Phone) -> Answer:
    return phone.send("POST", "/session/renewal", {})


def session_of(phone: Phone, now: Millis) -> sessions.Session:
    return read(phone.cookie.partition("=")[2], CONTEST, now)


def pseudonym(town: Town, who: str = AN) -> str:
    return town.profiles[who].pseudonym


def stored_session(town: Town, who: str = AN) -> str:
    found = attempts.get(Key(CONTEST, FIRST, pseudonym(town, who), 1))
    assert found is not None
    return found.session


def end_sessions(town: Town, now: Millis, who: str = AN) -> None:
    revoke.revoke(CONTEST, pseudonym(town, who), now)


def change(town: Town, **changes: str) -> None:
    """Store what an organizer has decided about AN since."""
    before = town.profile(AN)
    assert contestants.change([(before, replace(before, **changes))])


class TestRenewal:
    def test_a_session_is_renewed_for_ten_minutes_more(self, town: Town, phone: Phone):
        before = session_of(phone, OPENS)
        now = town.at(OPENS + LASTS_MS - 1).cloud.now

        answer = renew(phone)

        assert (answer.status, answer.document) == (
            200,
            {"expires_at": written(now + LASTS_MS), "name": "Nguyễn Văn An", "unit": "Sở Nội vụ"},
        )
        assert session_of(phone, now) == replace(before, expires=now + LASTS_MS)

    def test_it_lasts_twelve_hours_at_most_however_often_it_is_renewed(self, town: Town, phone: Phone):
        statuses = []
        for now in range(OPENS, OPENS + LONGEST_MS + LASTS_MS, LASTS_MS - MINUTE_MS):
            statuses.append(town.at(now) and renew(phone).status)

        ended = statuses.index(401)
        assert statuses[:ended] == [200] * ended
        assert (ended - 1) * (LASTS_MS - MINUTE_MS) < LONGEST_MS <= ended * (LASTS_MS - MINUTE_MS)

    def test_a_renewal_while_a_paper_runs_does_not_shorten_the_session(self, town: Town, phone: Phone):
        phone.start(NONCE)
        town.at(OPENS + MINUTE_MS)

        answer = renew(phone)

        assert answer.document["expires_at"] == written(OPENS + LIMIT_MS + GRACE_MS + AFTER_THE_DEADLINE_MS)

    def test_the_paper_stays_on_a_renewed_session(self, town: Town, phone: Phone):
        phone.start(NONCE)
        town.at(OPENS + MINUTE_MS)
        renew(phone)

        assert phone.save("A__", OTHER_NONCE).status == 200

    def test_who_has_been_excluded_since_reads_why(self, town: Town, phone: Phone):
        change(town, excluded="khac", excluded_reason="Ra đề thi")

        answer = renew(phone)

        assert (answer.status, answer.problem) == (409, "excluded")
        assert "Ra đề thi" in answer.document["detail"]
        assert "Set-Cookie" not in answer.headers

    def test_who_has_been_erased_since_gets_none(self, town: Town, phone: Phone):
        key = {"person": {"S": f"{CONTEST}#{pseudonym(town)}"}}
        boto3.client("dynamodb").delete_item(TableName=config().contestants_table, Key=key)

        assert renew(phone).problem == "not-signed-in"

    def test_whose_sessions_were_ended_gets_none(self, town: Town, phone: Phone):
        desk_knows = town.phone(BINH).me().status  # This process has read just before that nobody's were.
        end_sessions(town, OPENS)

        assert (desk_knows, renew(phone).problem) == (200, "not-signed-in")

    def test_the_unit_is_the_one_that_the_person_has_now(self, town: Town, phone: Phone):
        change(town, unit="so-tai-chinh", unit_name="Sở Tài chính")

        answer = renew(phone)

        assert answer.document["unit"] == "Sở Tài chính"
        assert session_of(phone, OPENS).unit == "so-tai-chinh"

    @pytest.mark.parametrize("cookie", ["", "__Host-hoithi=", "__Host-hoithi=e30.AAAA"])
    def test_nobodys_session_is_not_renewed(self, town: Town, cookie: str):
        phone = town.stranger()
        phone.cookie = cookie

        assert renew(phone).problem == "not-signed-in"

    def test_one_that_has_ended_is_not_renewed(self, town: Town, phone: Phone):
        town.at(OPENS + LASTS_MS)

        assert renew(phone).problem == "not-signed-in"

    def test_one_of_another_contest_is_not_renewed_here(self, town: Town, phone: Phone):
        phone.contest = "another-contest"

        assert renew(phone).problem == "not-signed-in"

    def test_a_token_of_a_version_before_is_none(self, town: Town, phone: Phone):
        old = sessions.Session(CONTEST, pseudonym(town), "", "0" * 16, OPENS, OPENS + MINUTE_MS)
        body = sessions.token(old)
        five = sessions.urlsafe_b64encode(
            b'["%b","%b","","00",%d]' % (CONTEST.encode(), pseudonym(town).encode(), OPENS + MINUTE_MS)
        )
        text = five.decode().rstrip("=")
        phone.cookie = f"__Host-hoithi={text}.{sessions._seal(text)}"

        assert phone.me().problem == "not-signed-in"
        assert body.count(".") == 1


class TestSigningOut:
    def test_it_bites_at_once_on_a_running_paper(self, town: Town, phone: Phone):
        phone.start(NONCE)
        stolen = replace_phone(phone)
        out = phone.send("DELETE", "/session")

        answers = [stolen.save("A__", OTHER_NONCE), stolen.hand_in("A__", THIRD_NONCE), stolen.start(NONCE)]

        assert (out.status, [each.problem for each in answers]) == (204, ["not-signed-in"] * 3)

    def test_what_was_saved_stays_and_goes_on_after_signing_in_again(self, town: Town, phone: Phone):
        phone.start(NONCE)
        phone.save("A__", OTHER_NONCE)
        phone.send("DELETE", "/session")
        again = town.at(OPENS + 1).phone(AN)

        shown = again.start(THIRD_NONCE).document["attempt"]

        assert (shown["choices"], shown["version"]) == ("A__", 2)
        assert again.hand_in("AB_", NONCE, version=2).status == 200

    def test_it_leaves_a_paper_alone_that_has_moved_to_another_device(self, town: Town, phone: Phone):
        phone.start(NONCE)
        other = town.phone(AN)
        other.start(NONCE)
        phone.send("DELETE", "/session")

        assert other.save("A__", OTHER_NONCE).status == 200

    def test_it_leaves_other_devices_signed_in_that_signed_in_later(self, town: Town, phone: Phone):
        phone.start(NONCE)
        later = town.at(OPENS + 1).phone(AN)
        phone.send("DELETE", "/session")

        assert later.start(OTHER_NONCE).status == 200

    def test_a_handed_in_paper_stays_as_it_is(self, town: Town, phone: Phone):
        phone.start(NONCE)
        receipt = phone.hand_in("A__", OTHER_NONCE).document
        before = stored_session(town)
        phone.send("DELETE", "/session")

        assert stored_session(town) == before
        assert town.at(OPENS + 1).phone(AN).hand_in("A__", OTHER_NONCE).document == receipt

    def test_without_a_session_there_is_nothing_to_take_off_but_the_cookie(self, town: Town):
        phone = town.stranger()
        with written_down() as calls:
            answer = phone.send("DELETE", "/session")

        assert (answer.status, calls) == (204, [])

    def test_it_changes_nothing_but_who_holds_the_paper(self, town: Town, phone: Phone):
        phone.start(NONCE)
        before = attempts.get(Key(CONTEST, FIRST, pseudonym(town), 1))
        phone.send("DELETE", "/session")

        after = attempts.get(Key(CONTEST, FIRST, pseudonym(town), 1))
        assert before is not None
        assert after == replace(before, session=f"!{OPENS:014d}")


def replace_phone(phone: Phone) -> Phone:
    """Return another device with the same cookie: whoever has copied it."""
    return Phone(phone.client, phone.contest, phone.cookie)


class TestRevocation:
    def test_it_bites_at_once_on_a_running_paper_though_no_function_has_heard_of_it(self, town: Town, phone: Phone):
        phone.start(NONCE)
        end_sessions(town, OPENS + 1)

        answers = [phone.save("A__", OTHER_NONCE), phone.hand_in("A__", THIRD_NONCE), phone.start(NONCE)]

        assert [each.problem for each in answers] == ["not-signed-in"] * 3

    def test_it_takes_every_device_off(self, town: Town, phone: Phone):
        other = town.phone(AN)
        phone.start(NONCE)
        end_sessions(town, OPENS)

        assert [each.start(OTHER_NONCE).problem for each in (phone, other)] == ["not-signed-in"] * 2

    def test_half_a_minute_later_nothing_else_is_open_to_them_either(self, town: Town, phone: Phone):
        town.phone(BINH).me()
        end_sessions(town, OPENS)

        before, then = phone.me(), town.at(OPENS + REVOKED_READ_MS) and phone.me()

        assert (before.status, then.problem) == (200, "not-signed-in")

    def test_who_may_still_take_part_signs_in_again_and_goes_on(self, town: Town, phone: Phone):
        phone.start(NONCE)
        phone.save("A__", OTHER_NONCE)
        end_sessions(town, OPENS + 1)
        desk.forget()
        again = town.at(OPENS + 2).phone(AN)

        assert again.start(THIRD_NONCE).document["attempt"]["choices"] == "A__"

    def test_nobody_else_is_touched(self, town: Town, phone: Phone):
        other = town.phone(BINH)
        other.start(NONCE)
        phone.start(NONCE)
        end_sessions(town, OPENS)
        desk.forget()

        assert other.save("A__", OTHER_NONCE).status == 200

    def test_a_second_one_ends_the_sessions_since_and_an_older_one_changes_nothing(self, town: Town, phone: Phone):
        phone.start(NONCE)
        for at in (OPENS, OPENS + 5, OPENS + 3):
            end_sessions(town, at)

        assert revoked.of_contest(CONTEST) == {pseudonym(town): OPENS + 5}
        assert stored_session(town) == f"!{OPENS + 5:014d}"

    def test_what_is_too_old_to_matter_is_not_kept(self, town: Town):
        end_sessions(town, OPENS, AN)
        end_sessions(town, OPENS + revoked.KEPT_MS, BINH)

        assert revoked.of_contest(CONTEST) == {pseudonym(town, BINH): OPENS + revoked.KEPT_MS}

    def test_no_round_is_made_of_the_list(self, town: Town):
        before = town.organize("status")
        end_sessions(town, OPENS)

        assert town.organize("status") == before
        assert town.tick() is not None

    def test_rounds_that_do_not_run_are_left_alone(self, town: Town, phone: Phone):
        phone.start(NONCE)
        with written_down() as calls:
            end_sessions(town, SECOND_OPENS)

        touched = {call.sent["Key"]["shard"]["S"].split("#")[1] for call in calls if call.operation == "UpdateItem"}
        assert touched == {SECOND}

    def test_a_paper_in_its_grace_is_taken_off_too(self, town: Town, phone: Phone):
        late = town.at(CLOSES - MINUTE_MS).phone(AN)
        late.start(NONCE)
        end_sessions(town, CLOSES + GRACE_MS - 1)
        town.at(CLOSES + GRACE_MS - 1)

        assert late.hand_in("A__", OTHER_NONCE).problem == "not-signed-in"

    def test_a_warm_function_reads_the_list_every_half_minute_alone(self, town: Town, phone: Phone):
        phone.me()
        with written_down() as first:
            phone.start(NONCE)
        with written_down() as then:
            phone.save("A__", OTHER_NONCE)

        assert [call.sent["Key"]["round"]["S"] for call in first if call.operation == "GetItem"] == [FIRST]
        assert [call.name for call in then] == ["dynamodb:UpdateItem"]
