"""What is kept of a person: told to them in full, erased when they ask for it, and let go when its time is over."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain.errors import Excluded, NotFound, Unfit
from chalicelib.domain.notice import notice_version
from chalicelib.domain.times import at_home, written
from chalicelib.services import privacy as function
from chalicelib.services import renaming
from chalicelib.services.erase import refuse_erased
from chalicelib.services.rules import rules_of
from chalicelib.storage import contestants
from chalicelib.storage.contestants import Profile
from tests.factories import (
    AN,
    BINH,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    KEPT_OUT,
    NONCE,
    OPENS,
    OTHER_NONCE,
    RESULTS,
    SECOND_CLOSES,
    THIRD_NONCE,
    make_definition,
    make_person,
)
from tests.services.exported import winners
from tests.town import Town, all_right
from tests.watch import contents

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
NAME = "Nguyễn Văn An"
RETENTION_DAYS = 40


@pytest.fixture
def short_lived(village: Town) -> Town:
    """A town whose contest keeps people's data for forty days."""
    return village.settled_as("forty days", definition=make_definition(retention_days=RETENTION_DAYS))


def hand_in(town: Town, identifier: str = AN) -> str:
    """Hand in a paper without a fault, and return its receipt."""
    phone = town.phone(identifier)
    return phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE, prediction="1").document["receipt"]


def published(town: Town) -> Town:
    """Play the first round to its publication: An has won it."""
    hand_in(town)
    town.at(CLOSING_BEGINS).tick()
    town.at(RESULTS).tick()
    return town


def people_stored() -> dict[str, dict[str, Any]]:
    """Return every item of the contestants' table by its key, without the contest's name."""
    items = boto3.client("dynamodb").scan(TableName=config().contestants_table)["Items"]
    return {item["person"]["S"].partition("#")[2]: item for item in items}


def everything_told() -> str:
    """Return all that lies in any bucket, as one text."""
    buckets = (config().site_bucket, config().exports_bucket, config().private_bucket)
    return "\n".join(data.decode(errors="replace") for bucket in buckets for data in contents(bucket).values())


class TestExport:
    """Everything that is kept of one person, for them to have."""

    def test_a_person_is_told_everything_that_is_kept_of_them(self, town: Town):
        receipt = hand_in(town)
        profile = town.profile(AN)

        told = town.organize("person-export", person=AN)

        attempt = {
            "round": FIRST,
            "number": 1,
            "unit": "so-noi-vu",
            "status": "submitted",
            "started_at": written(OPENS),
            "deadline_at": written(OPENS + 600_000),
            "saved_at": None,
            "submitted_at": written(OPENS),
            "receipt": receipt,
            "device": None,
            "questions": None,
            "choices": None,
            "prediction": None,
        }
        assert told["person"]["full_name"] == NAME
        assert told["person"]["pseudonym"] == profile.pseudonym
        assert (told["consent"], told["kept_out"], told["unit_moves"]) == (None, None, [])
        assert told["attempts"] == [attempt]
        assert told["kept_until"] == written(SECOND_CLOSES + 180 * DAY_MS)

    def test_nothing_that_a_profile_holds_is_left_out_but_keyed_hashes(self, town: Town):
        profile = asdict(town.profile(AN))

        told = town.organize("person-export", person=AN)

        told_apart = {"consent", "consent_at", "moves"}
        assert set(profile) - set(told["person"]) == {"login", "code_hash", "nonce"} | told_apart

    def test_answers_are_told_once_they_are_no_secret_any_more(self, town: Town):
        published(town)

        told = town.organize("person-export", person=AN)

        assert [len(told["attempts"][0][name].split()) for name in ("questions", "choices")] == [3, 1]
        assert told["attempts"][0]["prediction"] == "1"

    def test_why_somebody_is_kept_out_is_told(self, town: Town):
        told = town.organize("person-export", person=KEPT_OUT)

        assert (told["person"]["excluded"], told["person"]["excluded_reason"]) == ("ban-to-chuc", "Thành viên Ban Tổ chức")

    def test_any_spelling_of_an_identifier_and_the_pseudonym_name_the_same_person(self, town: Town):
        profile = town.profile(AN)
        spellings = [{"person": " ".join(AN)}, {"person": profile.pseudonym}]

        told = [town.organize("person-export", **named) for named in spellings]

        assert [each["person"]["pseudonym"] for each in told] == [profile.pseudonym] * 2

    @pytest.mark.parametrize("named", [{"person": "034096999999"}, {"person": "a" * 26}, {"person": "login#x"}])
    @pytest.mark.parametrize("act", ["person-export", "person-erase"])
    def test_nobody_is_found_by_an_identifier_that_nobody_has(self, town: Town, act: str, named: dict[str, str]):
        with pytest.raises(NotFound, match="no-such-person"):
            town.organize(act, **named)


class TestErasure:
    """Who is erased is gone from everywhere; what they did still verifies; and they stay out until the contest ends."""

    def test_a_bare_tombstone_is_left(self, town: Town):
        login = town.profile(AN).login
        before = people_stored()

        told = town.organize("person-erase", person=AN)

        gone = before.keys() - people_stored().keys()
        tombstone = people_stored()[f"login#{login}"]
        assert told == {"erased_at": written(OPENS)}
        assert gone == {town.profiles[AN].pseudonym}
        assert set(tombstone) == {"person", "erased", "code_hash"}
        assert NAME not in json.dumps(people_stored(), ensure_ascii=False)

    def test_erased_again_it_is_the_same(self, town: Town):
        told = town.organize("person-erase", person=AN)
        before = people_stored()

        again = town.at(OPENS + MINUTE_MS).organize("person-erase", person=AN)

        assert (again, people_stored()) == (told, before)
        assert town.organize("person-export", person=AN) == {"contest": CONTEST, **told}

    def test_a_dry_run_tells_of_whom_and_erases_nobody(self, town: Town):
        before = people_stored()

        told = town.organize("person-erase", person=AN, dry_run=True)

        assert told["person"]["full_name"] == NAME
        assert people_stored() == before

    def test_results_that_are_published_name_nobody_who_was_erased(self, town: Town):
        published(town)
        assert NAME in everything_told()

        town.organize("person-erase", person=AN)

        page = contents(config().site_bucket)[f"{CONTEST}/{FIRST}/index.html"].decode()
        assert NAME not in everything_told()
        assert [(row["full_name"], row["unit_name"]) for row in winners() if row["contestant"]] == [("", "")]
        assert "Sở Nội vụ" in page

    def test_results_that_come_later_name_nobody_who_was_erased(self, town: Town):
        hand_in(town)

        town.organize("person-erase", person=AN)
        town.at(CLOSING_BEGINS).tick()
        town.at(RESULTS).tick()

        assert NAME not in everything_told()
        assert [row["prize"] for row in winners() if row["contestant"]] == ["nhat"]

    def test_whoever_else_has_won_is_still_named(self, town: Town):
        hand_in(town, BINH)
        published(town)
        an, binh = (town.profile(each).pseudonym for each in (AN, BINH))

        town.organize("person-erase", person=AN)

        named = {row["contestant"]: row["full_name"] for row in winners() if row["contestant"]}
        assert named == {an: "", binh: "Trần Thị Bình"}

    def test_nothing_that_was_exported_and_vouched_for_changes(self, town: Town):
        published(town)
        before = contents(config().exports_bucket)

        town.organize("person-erase", person=AN)

        after = contents(config().exports_bucket)
        assert {name for name in before if before[name] != after[name]} == {f"restricted/{CONTEST}/{FIRST}/r01/winners.csv"}

    def test_what_somebody_wrote_who_had_read_the_name_before_is_written_anew_for_as_long_as_they_may_run(self, town: Town):
        published(town)
        page = {"Bucket": config().site_bucket, "Key": f"{CONTEST}/{FIRST}/index.html"}
        named = contents(page["Bucket"])[page["Key"]]
        town.organize("person-erase", person=AN)
        boto3.client("s3").put_object(**page, Body=named)

        town.at(RESULTS + renaming.AGAIN_MS - 1).cloud.tick()
        anew = contents(page["Bucket"])[page["Key"]].decode()
        boto3.client("s3").put_object(**page, Body=b"left as it is")
        town.at(RESULTS + renaming.AGAIN_MS).cloud.tick()

        assert (NAME in named.decode(), NAME in anew) == (True, False)
        assert contents(page["Bucket"])[page["Key"]] == b"left as it is"

    def test_their_session_ends_at_once_and_their_running_paper_takes_nothing_more(self, town: Town):
        phone = town.phone(AN)
        phone.start(NONCE)

        town.organize("person-erase", person=AN)

        later = town.at(OPENS + MINUTE_MS)
        assert phone.save("___", OTHER_NONCE).problem == "not-signed-in"
        assert phone.send("POST", "/session/renewal", {}).problem == "not-signed-in"
        assert later.phone(BINH).start(THIRD_NONCE).status == 200

    def test_who_was_erased_and_signs_in_reads_why_not(self, town: Town):
        town.organize("person-erase", person=AN)

        answer = town.stranger().sign_in(AN, town.codes[AN])

        assert (answer.status, answer.problem) == (409, "erased")
        assert at_home(OPENS) in answer.document["detail"]

    def test_whoever_has_not_their_code_learns_nothing_of_it(self, town: Town):
        town.organize("person-erase", person=AN)

        answers = [town.stranger().sign_in(identifier, "0000-0000") for identifier in (AN, "034096999999")]

        assert [answer.problem for answer in answers] == ["wrong-code"] * 2

    def test_whoever_is_signed_on_by_a_server_reads_why_not_too(self, town: Town):
        logins = {who: town.profile(who).login for who in (AN, BINH)}
        town.organize("person-erase", person=AN)

        refuse_erased(CONTEST, logins[BINH])
        with pytest.raises(Excluded, match="erased"):
            refuse_erased(CONTEST, logins[AN])

    def test_a_list_that_names_them_again_leaves_them_out(self, town: Town):
        town.organize("person-erase", person=AN)
        before = people_stored()

        told = town.enrol([make_person(NAME, AN), make_person("Người Mới", "034096000077")])

        added = people_stored().keys() - before.keys()
        assert (told["new"], [slip["identifier"] for slip in told["codes"]]) == (1, ["034096000077"])
        assert len(added) == 2
        assert NAME not in json.dumps(people_stored(), ensure_ascii=False)

    def test_a_preview_of_such_a_list_does_not_count_them_either(self, town: Town):
        town.organize("person-erase", person=AN)

        told = town.organize("import-roster", people=[asdict(make_person(NAME, AN))], dry_run=True)

        assert (told["strangers"], told["was"]) == ([], {})

    def test_head_counts_stay(self, town: Town):
        roster = contents(config().private_bucket)[f"rosters/{CONTEST}/roster.json"]

        town.organize("person-erase", person=AN)
        town.enrol([make_person("Trần Thị Bình", BINH)])

        assert json.loads(contents(config().private_bucket)[f"rosters/{CONTEST}/roster.json"]) == json.loads(roster)


class TestRetention:
    """Nobody has to remember it: once a day whatever is past its time goes."""

    ENDS = SECOND_CLOSES

    def test_until_the_time_is_over_nothing_goes(self, short_lived: Town):
        before = people_stored()

        told = short_lived.at(self.ENDS + RETENTION_DAYS * DAY_MS - 1).cloud.retain()

        assert told == {"ended": [CONTEST], "over": [], "finished": True}
        assert people_stored() == before

    def test_when_the_time_is_over_everybody_goes(self, short_lived: Town):
        short_lived.stranger().sign_in(AN, "0000-0000")

        told = short_lived.at(self.ENDS + RETENTION_DAYS * DAY_MS).cloud.retain()

        assert told == {"ended": [CONTEST], "over": [CONTEST], "finished": True}
        assert people_stored() == {}

    def test_done_again_it_changes_nothing(self, short_lived: Town):
        over = short_lived.at(self.ENDS + RETENTION_DAYS * DAY_MS)
        over.cloud.retain()
        before = everything_told()

        over.at(over.cloud.now + DAY_MS).cloud.retain()

        assert everything_told() == before

    def test_results_stay_without_names(self, short_lived: Town):
        published(short_lived)
        exported = contents(config().exports_bucket)

        short_lived.at(self.ENDS + RETENTION_DAYS * DAY_MS).cloud.retain()
        short_lived.tick()

        kept = contents(config().exports_bucket)
        changed = {name for name in exported if exported[name] != kept.get(name)}
        assert changed == {f"restricted/{CONTEST}/{FIRST}/r01/winners.csv"}
        assert NAME not in everything_told()

    def test_tombstones_go_a_week_after_the_contest(self, short_lived: Town):
        short_lived.organize("person-erase", person=AN)
        others = {key: item for key, item in people_stored().items() if "erased" not in item}

        short_lived.at(self.ENDS + 7 * DAY_MS - 1).cloud.retain()
        before = len(people_stored()) - len(others)
        short_lived.at(self.ENDS + 7 * DAY_MS).cloud.retain()

        assert (before, people_stored()) == (1, others)

    def test_another_contest_whose_name_begins_alike_keeps_its_people(self, short_lived: Town):
        other = Profile(f"{CONTEST}-b", "b" * 26, "c" * 64, "", "Người Khác", "", "", False, "", "")
        contestants.add([other])

        short_lived.at(self.ENDS + RETENTION_DAYS * DAY_MS).cloud.retain()

        assert sorted(people_stored()) == ["b" * 26, f"login#{'c' * 64}"]

    def test_what_one_run_has_no_time_for_the_next_one_does(self, short_lived: Town, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("chalicelib.storage.erasures._A_PAGE", 5)
        over = short_lived.at(self.ENDS + RETENTION_DAYS * DAY_MS)
        everybody, pages = len(people_stored()), iter([900_000, 900_000, 1_000])

        told = function.privacy({}, over.cloud.now, lambda: next(pages))
        left = len(people_stored())
        over.cloud.retain()

        assert (told["finished"], left, len(people_stored())) == (False, everybody - 10, 0)

    def test_the_line_in_the_log_names_contests_and_nobody(self, short_lived: Town, capsys: pytest.CaptureFixture[str]):
        capsys.readouterr()

        short_lived.at(self.ENDS + RETENTION_DAYS * DAY_MS).cloud.retain()

        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        told = {"ended": [CONTEST], "over": [CONTEST], "finished": True}
        assert lines == [{"level": "INFO", "message": "retention", "trace": lines[0]["trace"], **told}]

    def test_organizers_are_told_when(self, short_lived: Town):
        told = short_lived.organize("data-kept")

        assert told == {"ends": written(self.ENDS), "people_go": written(self.ENDS + RETENTION_DAYS * DAY_MS)}

    def test_of_a_contest_that_there_is_not_they_are_told_so(self, short_lived: Town):
        with pytest.raises(NotFound, match="no-such-contest"):
            short_lived.organize("data-kept", contest="khong-co")


class TestConsent:
    """Who was put in by a list agrees at the sign-in, once, to the very notice that is in force."""

    def test_consent_is_recorded_with_its_version_and_hour(self, town: Town):
        version = notice_version(rules_of(CONTEST))

        answer = town.stranger().send("POST", "/session", self.asked(town, version))

        told = town.organize("person-export", person=AN)
        assert (answer.status, told["consent"]) == (200, {"version": version, "at": written(OPENS)})

    def test_the_first_hour_stays_however_often_they_come(self, town: Town):
        version = notice_version(rules_of(CONTEST))
        town.stranger().send("POST", "/session", self.asked(town, version))

        town.at(OPENS + MINUTE_MS).stranger().send("POST", "/session", self.asked(town, version))
        town.stranger().send("POST", "/session", self.asked(town, ""))

        assert town.organize("person-export", person=AN)["consent"]["at"] == written(OPENS)

    def test_consent_to_another_notice_is_none(self, town: Town):
        answer = town.stranger().send("POST", "/session", self.asked(town, "0" * 12))

        assert (answer.status, answer.problem) == (422, "unfit-consent")
        assert town.organize("person-export", person=AN)["consent"] is None

    def test_with_a_wrong_code_nothing_is_recorded(self, town: Town):
        version = notice_version(rules_of(CONTEST))

        town.stranger().send("POST", "/session", {**self.asked(town, version), "code": "0000-0000"})

        assert town.organize("person-export", person=AN)["consent"] is None

    @staticmethod
    def asked(town: Town, consent: str) -> dict[str, str]:
        return {"identifier": AN, "code": town.codes[AN], "consent": consent}


@pytest.mark.parametrize(
    "event", [{"act": "person-erase-all", "asked": True}, {"asked": True}, {"act": None, "asked": True}]
)
def test_the_function_does_what_it_knows_and_nothing_else(town: Town, event: dict[str, Any]):
    before = people_stored()

    with pytest.raises(Unfit, match="unknown-act"):
        function.privacy(event, SECOND_CLOSES + 400 * DAY_MS, lambda: 900_000)

    assert people_stored() == before
