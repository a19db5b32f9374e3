"""People register themselves: each of them once, with what the contest asks for, and nobody who may not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain.errors import Unfit
from chalicelib.domain.times import written
from chalicelib.services import mailed_codes, passwords, post
from chalicelib.services import work as puzzles
from chalicelib.services.barred import bar
from chalicelib.storage.contestants import Profile
from tests.calls import written_down
from tests.factories import AN, BINH, CONTEST, NONCE, OPENS, OTHER_NONCE, SECOND_CLOSES, nonce
from tests.registering import (
    BY_MAIL,
    CITIZEN,
    EMAIL,
    FIELDS,
    PHONE,
    ask_for_code,
    ask_for_lost_code,
    code_in,
    entry,
    letters,
    mailed_code,
    open_to_all,
    register,
    work,
)
from tests.town import Town

MINUTE_MS = 60_000
WITH_MAIL = {**FIELDS, "email": EMAIL}


@pytest.fixture(autouse=True)
def easy_puzzles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever solves them here is no abuser: how long they take is measured elsewhere."""
    monkeypatch.setattr(puzzles, "TRIES", 2)


@pytest.fixture
def hall(village: Town) -> Town:
    """A town whose contest takes registrations by the citizen's number."""
    return open_to_all(village)


@pytest.fixture
def office(village: Town) -> Town:
    """A town whose contest takes registrations with a confirmed address."""
    return open_to_all(village, **BY_MAIL)


class TestComingIn:
    def test_who_registers_is_signed_in_and_gets_a_code(self, hall: Town):
        phone = hall.stranger()

        answer = register(phone)

        assert answer.status == 200
        assert answer.document == {
            "expires_at": written(OPENS + 10 * MINUTE_MS),
            "name": "Nguyễn Thị Mới",
            "unit": "Sở Nội vụ",
            "code": answer.document["code"],
        }
        assert phone.start(NONCE).status == 200

    def test_the_code_signs_in_later_with_any_spelling_of_the_number(self, hall: Town):
        code = register(hall.stranger()).document["code"]

        answer = hall.stranger().sign_in("34.096.000-077", code.lower())

        assert (answer.status, answer.document["name"]) == (200, "Nguyễn Thị Mới")

    def test_what_was_entered_is_kept_mended_and_nothing_else(self, hall: Town):
        fields = {"citizen_id": "34 096 000 077", "phone": "+84 912 345 678"}
        register(hall.stranger(), full_name=" Nguyễn  Thị Mới ", fields=fields)

        kept = hall.profile(CITIZEN)
        assert kept == Profile(
            contest=CONTEST,
            pseudonym=kept.pseudonym,
            login=kept.login,
            code_hash=kept.code_hash,
            full_name="Nguyễn Thị Mới",
            unit="so-noi-vu",
            unit_name="Sở Nội vụ",
            leader=False,
            excluded="",
            excluded_reason="",
            way="registration",
            citizen_id=CITIZEN,
            phone=PHONE,
            consent=entry()["consent"],
            consent_at=OPENS,
            entered_at=OPENS,
            nonce=NONCE,
        )

    def test_people_register_before_the_first_round_opens(self, hall: Town):
        hall.at(OPENS - 86_400_000)

        assert register(hall.stranger()).status == 200

    def test_nobody_registers_once_the_contest_is_over(self, hall: Town):
        before = register(hall.at(SECOND_CLOSES - 1).stranger())
        then = register(hall.at(SECOND_CLOSES).stranger(), nonce=OTHER_NONCE)

        assert [before.status, then.status, then.problem] == [200, 409, "registration-over"]

    def test_a_contest_with_a_roster_alone_takes_no_registrations(self, town: Town):
        problems = [ask(town.stranger()).problem for ask in (register, ask_for_code, ask_for_lost_code)]

        assert problems == ["no-registration"] * 3

    def test_a_unit_that_is_none_of_the_list_is_refused(self, hall: Town):
        refused = [register(hall.stranger(), unit=unit).problem for unit in ("", "so-y-te", "SO-NOI-VU", "../so-noi-vu")]

        assert refused == ["unfit-unit"] * 4

    def test_where_the_unit_may_be_that_of_the_residence_it_is_asked_which(self, village: Town):
        hall = open_to_all(village, unit_by=["workplace", "residence"])

        unsaid, said = register(hall.stranger()), register(hall.stranger(), unit_by="residence")

        assert [unsaid.problem, said.status, hall.profile(CITIZEN).unit_by] == ["unfit-unit-by", 200, "residence"]

    def test_everything_that_is_wrong_is_told_at_once(self, hall: Town):
        answer = register(hall.stranger(), full_name="Nguyễn 1", fields={"citizen_id": "12"}, unit="")

        assert (answer.status, answer.problem) == (422, "unfit-name-digits")
        assert answer.document["facts"]["fields"] == ["full_name", "citizen_id", "phone", "unit"]
        codes = [fault["code"] for fault in answer.document["facts"]["faults"]]
        assert codes == ["unfit-name-digits", "unfit-citizen-id", "unfit-phone", "unfit-unit"]

    def test_what_the_contest_does_not_ask_for_is_not_taken(self, hall: Town):
        answer = register(hall.stranger(), fields=WITH_MAIL)

        assert (answer.problem, answer.document["facts"]) == ("unfit-fields", {"fields": ["email"]})

    @pytest.mark.parametrize(("consent", "status"), [("0" * 12, 422), ("", 422), (None, 422)])
    def test_nobody_comes_in_without_agreeing_to_the_notice_in_force(self, hall: Town, consent: Any, status: int):
        answer = register(hall.stranger(), consent=consent)

        assert (answer.status, answer.problem) == (status, "unfit-consent")

    @pytest.mark.parametrize("said", [False, None, "true", 1])
    def test_nobody_comes_in_without_the_statement(self, hall: Town, said: Any):
        answer = register(hall.stranger(), not_excluded=said)

        assert (answer.status, answer.problem) == (422, "unfit-statement")


class TestOnce:
    @pytest.mark.parametrize(
        "spelling", [CITIZEN, "34096000077", "034.096.000.077", "０３４096000077", "034\u200b096000077"]
    )
    def test_nobody_registers_twice_under_any_spelling(self, hall: Town, spelling: str):
        register(hall.stranger())

        again = register(hall.stranger(), nonce=OTHER_NONCE, fields={**FIELDS, "citizen_id": spelling})

        assert (again.status, again.problem, again.document["facts"]) == (409, "registered-already", {})
        assert "Set-Cookie" not in again.headers

    def test_a_second_registration_is_told_the_same_whoever_was_first(self, hall: Town):
        register(hall.stranger())
        hall.organize("person-erase", person=BINH)
        others = [CITIZEN, AN, BINH]

        told = [
            register(hall.stranger(), nonce=nonce(each), fields={**FIELDS, "citizen_id": citizen})
            for each, citizen in enumerate(others)
        ]

        assert [answer.problem for answer in told] == ["registered-already"] * 3
        assert len({json.dumps({**answer.document, "trace": ""}) for answer in told}) == 1

    def test_a_second_registration_asks_the_tables_alike_whoever_was_first(self, hall: Town):
        register(hall.stranger())
        asked = []
        for each, citizen in enumerate([CITIZEN, AN]):
            with written_down() as calls:
                register(hall.stranger(), nonce=nonce(each), fields={**FIELDS, "citizen_id": citizen})
            asked.append([call.name for call in calls])

        assert asked[0] == asked[1]

    def test_a_phone_or_an_address_may_be_two_peoples(self, hall: Town):
        register(hall.stranger())

        other = register(hall.stranger(), nonce=OTHER_NONCE, fields={**FIELDS, "citizen_id": "034096000078"})

        assert other.status == 200

    def test_where_the_address_names_a_person_one_mailbox_is_one_person(self, village: Town):
        hall = open_to_all(village, identifier="email", fields=["email"])
        register(hall.stranger(), fields={"email": "An.Nguyen@gmail.com"})

        again = register(hall.stranger(), nonce=OTHER_NONCE, fields={"email": "annguyen+2@googlemail.com"})

        assert again.problem == "registered-already"

    def test_the_same_request_again_is_answered_the_same_byte_for_byte(self, hall: Town):
        phone = hall.stranger()
        done = work(phone)
        first = register(phone, work=done)

        again = register(hall.at(OPENS + MINUTE_MS).stranger(), work=done)
        much_later = register(hall.at(OPENS + 60 * MINUTE_MS).stranger())

        assert [again.raw, much_later.raw] == [first.raw] * 2
        assert hall.stranger().sign_in(CITIZEN, first.document["code"]).status == 200

    def test_the_same_request_again_signs_the_same_session_in(self, hall: Town):
        phone, other = hall.stranger(), hall.stranger()
        register(phone)
        register(other)

        assert other.cookie == phone.cookie

    def test_somebody_elses_nonce_opens_nothing(self, hall: Town):
        register(hall.stranger())

        other = register(hall.stranger(), fields={**FIELDS, "citizen_id": "034096000078"}, full_name="Trần Thị Hai")

        assert (other.status, other.document["name"]) == (200, "Trần Thị Hai")


class TestWhoMayNot:
    def test_who_is_kept_out_is_told_why_by_any_identifier(self, hall: Town):
        bar(CONTEST, PHONE, "ban-to-chuc", "Thuộc tổ giúp việc", OPENS)

        answer = register(hall.stranger())

        assert (answer.status, answer.problem) == (409, "excluded")
        assert "Thuộc tổ giúp việc" in answer.document["detail"]

    @pytest.mark.parametrize(("born", "problem"), [("23/10/2005", ""), ("24/10/2005", "unfit-age")])
    def test_the_age_is_that_on_the_day_the_contest_opens(self, village: Town, born: str, problem: str):
        hall = open_to_all(village, fields=["citizen_id", "birth_date"], least_age=18)

        answer = register(hall.stranger(), fields={"citizen_id": CITIZEN, "birth_date": born})

        assert answer.problem == problem


class TestThePassword:
    @pytest.fixture
    def closed(self, village: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
        """A town whose contest asks for a password, which is set."""
        monkeypatch.setattr(passwords, "COST", passwords.Cost(4, 8, 1))
        hall = open_to_all(village, password=True)
        hall.organize("password-set", password="Cải cách 2023")
        return hall

    def test_who_knows_it_comes_in(self, closed: Town):
        answers = [register(closed.stranger(), password=said).problem for said in ("cải cách 2023", "", " Cải cách 2023 ")]

        assert answers == ["wrong-contest-password", "wrong-contest-password", ""]

    def test_five_guesses_are_looked_at(self, closed: Town):
        problems = [register(closed.stranger(), password="sai").problem for _ in range(6)]
        right = register(closed.stranger(), password="Cải cách 2023").problem

        assert problems == ["wrong-contest-password"] * 5 + ["too-many"]
        assert right == "too-many"

    def test_it_is_kept_as_nothing_that_can_be_read(self, closed: Town):
        kept = boto3.client("dynamodb").scan(TableName=config().contestants_table)["Items"]

        assert "Cải cách" not in str(kept)
        found = [item["code_hash"]["S"] for item in kept if item["person"]["S"] == f"{CONTEST}#password"]
        assert [each.split("$")[0] for each in found] == ["scrypt"]

    def test_taken_away_nobody_comes_in(self, closed: Town):
        closed.organize("password-set", password="")

        assert register(closed.stranger(), password="Cải cách 2023").problem == "no-contest-password"

    @pytest.mark.parametrize("password", ["ngắn", "x" * 101])
    def test_it_is_neither_short_nor_very_long(self, closed: Town, password: str):
        with pytest.raises(Unfit, match="unfit-contest-password"):
            closed.organize("password-set", password=password)


class TestTheMailedCode:
    def test_the_code_in_the_letter_confirms_the_address(self, office: Town):
        phone = office.stranger()
        code = mailed_code(phone)

        answer = register(phone, fields=WITH_MAIL, code=f" {code[:3]} {code[3:]}")

        assert (answer.status, office.profile(CITIZEN).email) == (200, EMAIL)

    def test_the_personal_code_comes_by_letter_too(self, office: Town):
        phone = office.stranger()
        answer = register(phone, fields=WITH_MAIL, code=mailed_code(phone))

        last = next(letter for letter in letters() if answer.document["code"] in letter["text"])
        assert (last["to"], last["subject"]) == (EMAIL, "Mã dự thi của Ông/Bà / Your code for the contest")
        assert CITIZEN not in last["text"]
        assert "http" not in last["text"]

    @pytest.mark.parametrize("code", ["", "000000", "abc", "1" * 20])
    def test_without_it_nobody_comes_in(self, office: Town, code: str):
        phone = office.stranger()
        mailed_code(phone)

        answer = register(phone, fields=WITH_MAIL, code=code)

        assert (answer.status, answer.problem, answer.document["facts"]) == (422, "wrong-mailed-code", {"fields": ["code"]})

    def test_it_is_good_for_this_address_and_this_registration_alone(self, office: Town):
        phone = office.stranger()
        code = mailed_code(phone)

        other_address = register(phone, fields={**FIELDS, "email": "binh@hue.gov.vn"}, code=code)
        other_nonce = register(phone, fields=WITH_MAIL, code=code, nonce=OTHER_NONCE)

        assert [other_address.problem, other_nonce.problem] == ["wrong-mailed-code"] * 2

    def test_it_ends_after_ten_minutes(self, office: Town):
        phone = office.stranger()
        code = mailed_code(phone)

        late = register(office.at(OPENS + 10 * MINUTE_MS).stranger(), fields=WITH_MAIL, code=code)
        in_time = register(office.at(OPENS + 10 * MINUTE_MS - 1).stranger(), fields=WITH_MAIL, code=code)

        assert [late.problem, in_time.status] == ["wrong-mailed-code", 200]

    def test_it_is_good_once(self, office: Town):
        phone = office.stranger()
        code = mailed_code(phone)
        register(phone, fields=WITH_MAIL, code=code)

        other = register(phone, fields={**WITH_MAIL, "citizen_id": "034096000078"}, code=code)

        assert other.problem == "wrong-mailed-code"

    def test_a_later_one_takes_its_place(self, office: Town):
        first = mailed_code(office.stranger())
        second = mailed_code(office.at(OPENS + MINUTE_MS).stranger())

        problems = [register(office.stranger(), fields=WITH_MAIL, code=code).problem for code in (first, second)]

        assert problems == ["wrong-mailed-code", ""]

    def test_five_guesses_are_looked_at(self, office: Town):
        code = mailed_code(office.stranger())
        wrong = f"{(int(code) + 1) % 10**6:06d}"

        problems = [register(office.stranger(), fields=WITH_MAIL, code=wrong).problem for _ in range(6)]
        right = register(office.stranger(), fields=WITH_MAIL, code=code).problem

        assert problems == ["wrong-mailed-code"] * 5 + ["too-many"]
        assert right == "too-many"

    def test_somebody_elses_guesses_and_requests_are_no_hindrance(self, office: Town):
        code = mailed_code(office.stranger())
        for _ in range(6):
            register(office.stranger(), nonce=OTHER_NONCE, fields=WITH_MAIL, code="000000")
        mailed_code(office.at(OPENS + MINUTE_MS).stranger(), nonce=OTHER_NONCE)

        assert register(office.stranger(), fields=WITH_MAIL, code=code).status == 200

    def test_one_letter_a_minute_and_five_an_hour_go_to_one_address(self, office: Town):
        told = []
        for place in range(8):
            office.at(OPENS + place * MINUTE_MS)
            told.append(ask_for_code(office.stranger(), "AN+x@hue.gov.vn" if place % 2 else EMAIL, nonce(place)))
            told.append(ask_for_code(office.stranger(), EMAIL, nonce(100 + place)))

        assert [each.status for each in told] == [200, 429] * 5 + [429] * 6
        assert [each.document["facts"] for each in (told[1], told[-1])] == [
            {"until": written(OPENS + MINUTE_MS)},
            {"until": written(OPENS + 60 * MINUTE_MS)},
        ]
        assert len(letters()) == 5

    def test_after_an_hour_there_are_five_more(self, office: Town):
        for place in range(5):
            ask_for_code(office.at(OPENS + place * MINUTE_MS).stranger(), nonce=nonce(place))

        before = ask_for_code(office.at(OPENS + 60 * MINUTE_MS - 1).stranger(), nonce=nonce(6))
        then = ask_for_code(office.at(OPENS + 60 * MINUTE_MS).stranger(), nonce=nonce(7))

        assert [before.problem, then.status] == ["too-many-letters", 200]

    def test_the_same_request_again_sends_nothing_and_is_answered_the_same(self, office: Town):
        phone = office.stranger()
        first = ask_for_code(phone)

        again = ask_for_code(office.at(OPENS + MINUTE_MS - 1).stranger())

        assert (again.raw, len(letters())) == (first.raw, 1)

    @pytest.mark.parametrize("email", ["an@hue", "an@hue.vn, binh@hue.vn", "an@hue.vn\r\nBcc: x@y.vn", ""])
    def test_what_is_no_address_gets_no_letter(self, office: Town, email: str):
        answer = ask_for_code(office.stranger(), email)

        assert (answer.problem, answer.document["facts"]["fields"], letters()) == ("unfit-email", ["email"], [])

    def test_a_contest_that_confirms_nothing_sends_nothing(self, hall: Town):
        problems = [ask(hall.stranger()).problem for ask in (ask_for_code, ask_for_lost_code)]

        assert (problems, letters()) == (["no-mail"] * 2, [])

    def test_where_no_sender_is_set_up_production_sends_nothing(self, office: Town, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(post, "config", lambda: replace(config(), stage="production"))

        assert (ask_for_code(office.stranger()).problem, letters()) == ("no-mail", [])


class TestALostCode:
    @pytest.fixture
    def lost(self, office: Town) -> Town:
        """A town in which somebody has registered, and two minutes have passed."""
        phone = office.stranger()
        register(phone, fields=WITH_MAIL, code=mailed_code(phone))
        return office.at(OPENS + 2 * MINUTE_MS)

    def newest(self, before: list[dict[str, str]]) -> list[dict[str, str]]:
        return [letter for letter in letters() if letter not in before]

    def test_the_code_in_the_letter_signs_in_once(self, lost: Town):
        before = letters()
        ask_for_lost_code(lost.stranger(), "34096000077")
        (letter,) = self.newest(before)

        answers = [lost.stranger().sign_in(CITIZEN, code_in(letter)) for _ in range(2)]

        assert letter["to"] == EMAIL
        assert [each.status for each in answers] == [200, 401]

    def test_it_ends_after_ten_minutes(self, lost: Town):
        before = letters()
        ask_for_lost_code(lost.stranger())
        (letter,) = self.newest(before)

        lost.at(OPENS + 12 * MINUTE_MS)

        assert lost.stranger().sign_in(CITIZEN, code_in(letter)).problem == "wrong-code"

    def test_strangers_and_people_of_the_roster_are_answered_the_same_and_written_to_nobody(self, lost: Town):
        before = letters()

        told = [ask_for_lost_code(lost.stranger(), who).raw for who in (CITIZEN, "034096000099", AN, "không ai")]

        assert len(set(told)) == 1
        assert sorted(letter["to"] for letter in self.newest(before)) == sorted([EMAIL] + [post.NOBODY] * 3)

    def test_a_stranger_costs_what_a_contestant_costs(self, lost: Town):
        asked = []
        lost.at(OPENS + 120 * MINUTE_MS)
        for who in (CITIZEN, "034096000099"):
            with written_down() as calls:
                ask_for_lost_code(lost.stranger(), who)
            asked.append([call.name for call in calls if call.writes])

        assert asked[0] == asked[1] != []

    def test_the_limit_tells_no_more_about_strangers(self, lost: Town):
        told = [
            [ask_for_lost_code(lost.stranger(), who, nonce(place)).status for place in range(2)]
            for who in (CITIZEN, "034096000099")
        ]

        assert told == [[200, 429]] * 2

    def test_whether_a_letter_has_gone_to_an_address_of_late_is_not_told(self, lost: Town):
        ask_for_code(lost.stranger(), EMAIL, OTHER_NONCE)
        before = letters()

        answer = ask_for_lost_code(lost.stranger())

        assert (answer.status, [letter["to"] for letter in self.newest(before)]) == (200, [post.NOBODY])

    def test_a_code_to_register_with_signs_nobody_in(self, lost: Town):
        code = mailed_code(lost.stranger(), nonce=OTHER_NONCE)

        assert lost.stranger().sign_in(CITIZEN, code).problem == "wrong-code"

    def test_five_guesses_are_looked_at(self, lost: Town):
        before = letters()
        ask_for_lost_code(lost.stranger())
        code = code_in(self.newest(before)[0])
        wrong = f"{(int(code) + 1) % 10**6:06d}"

        problems = [lost.stranger().sign_in(CITIZEN, wrong).problem for _ in range(6)]

        assert problems == ["wrong-code"] * 5 + ["too-many"]
        assert lost.stranger().sign_in(CITIZEN, code).problem == "too-many"

    def test_a_letter_that_cannot_be_sent_is_told_no_otherwise(self, lost: Town, monkeypatch: pytest.MonkeyPatch):
        def fail(*_: object) -> None:
            raise mailed_codes.Conflict("mail-failed")

        monkeypatch.setattr(post, "send", fail)

        assert ask_for_lost_code(lost.stranger()).status == 200
