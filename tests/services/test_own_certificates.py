"""Who took part fetches a certificate of it, who won those of the prizes: nobody else's, nothing before it is published."""

from __future__ import annotations

import base64
import io
from typing import Any
from unittest import mock

import pytest
from PIL import Image

from chalicelib import functions
from chalicelib.domain.errors import NotFound, NotYet, Unfit
from chalicelib.services import took_part
from chalicelib.storage import finals, taking_part
from tests.factories import AN, BINH, CONTEST, DUNG, EM, FIRST, RESULTS, SECOND_RESULTS
from tests.pictures import take
from tests.printing.sheets import Sheets
from tests.services.deciding import confirm, decide
from tests.services.test_certificates import PRIZES, SAID
from tests.services.test_finals import plan, play
from tests.town import Answer, Town

# What these tests share takes seconds to make: one process makes it once.
pytestmark = pytest.mark.xdist_group("both rounds")

FOR_ALL = {**SAID, "everybody": "#/GCN-TG"}
SITE = "thi.example.vn"
FINAL = {"round": "final"}


def shown(town: Town, **changes: Any) -> Town:
    """Play both rounds of a contest that certifies taking part; its results are there for everybody.

    That is done once in a session of tests for each definition.
    """
    name = f"a contest that certifies taking part {changes!r}"
    if name not in town.pictures:
        play(town, certificates=FOR_ALL, prizes=PRIZES, **changes)
        town.at(SECOND_RESULTS).tick()
        town.tick()
        town.pictures[name] = take(town.codes, town.profiles)
    return town.copied_from(town.pictures[name]).at(SECOND_RESULTS)


def own(town: Town, who: str) -> list[dict[str, Any]]:
    """Return what somebody's page shows of their certificates."""
    told: list[dict[str, Any]] = town.phone(who).send("GET", "/me/certificates").document["certificates"]
    return told


def fetched(town: Town, who: str, certificate: str = "taking-part") -> Answer:
    return town.phone(who).send("GET", f"/me/certificates/{certificate}", **{"X-Hoithi-Site": SITE})


def code_of(answer: Answer) -> str:
    """Return the code that a certificate's address ends with."""
    return Sheets(answer.raw).codes()[0].partition("#")[2]


PRINTED = ("prize_name", "number")


def printed_of(town: Town, name: str) -> dict[str, str]:
    """Return what the office prints of somebody's prize in the first round; between two who were as good, lots decided."""
    listed = town.organize("certificates", round=FIRST)["certificates"]
    return next(each for each in listed if each["recipient"] == name)


def checked(town: Town, code: str) -> Answer:
    return town.stranger().send("GET", f"/certificates/{code}")


class TestWhoHasWhich:
    def test_a_winner_has_those_of_the_prizes_and_that_of_having_taken_part(self, village: Town):
        told = own(shown(village), DUNG)

        prize = printed_of(village, "Phạm Văn Dũng")
        assert told == [
            {"id": prize["code"], "kind": "won", "round_name": "Tuần 1"} | {name: prize[name] for name in PRINTED},
            {"id": "taking-part", "kind": "took-part", "prize_name": "", "round_name": "", "number": None},
        ]

    def test_whoever_took_part_without_a_prize_has_that_one(self, village: Town):
        assert own(shown(village), BINH) == [
            {"id": "taking-part", "kind": "took-part", "prize_name": "", "round_name": "", "number": None}
        ]

    def test_whoever_never_came_has_none(self, village: Town):
        shown(village)

        assert (own(village, EM), fetched(village, EM).problem) == ([], "no-such-certificate")

    def test_nothing_is_said_before_the_results_are_published(self, village: Town):
        play(village, certificates=FOR_ALL, prizes=PRIZES)

        assert [each["round_name"] for each in own(village, DUNG)] == ["Tuần 1"]
        assert fetched(village, BINH).problem == "no-such-certificate"

    def test_where_only_prizes_are_certified_nobody_has_one_of_having_taken_part(self, village: Town):
        play(village, certificates=SAID, prizes=PRIZES)
        village.at(SECOND_RESULTS).tick()

        assert (own(village, BINH), fetched(village, BINH).problem) == ([], "no-such-certificate")

    def test_whoever_is_not_signed_in_is_told_so(self, village: Town):
        shown(village)

        asked = [village.stranger().send("GET", path) for path in ("/me/certificates", "/me/certificates/taking-part")]

        assert [(each.status, each.problem) for each in asked] == [(401, "not-signed-in")] * 2

    def test_nobody_fetches_somebody_elses(self, village: Town):
        won = own(shown(village), DUNG)[0]["id"]

        assert (fetched(village, BINH, won).problem, fetched(village, DUNG, won).status) == ("no-such-certificate", 200)


class TestTheFile:
    def test_it_says_who_took_part_in_what(self, village: Town):
        answer = fetched(shown(village), BINH)

        said = Sheets(answer.raw).text().splitlines()
        assert {"Trần Thị Bình", "Đơn vị: Sở Nội vụ", "Đã tham gia cuộc thi", "Số: 01/GCN-TG"} <= {*said}
        assert Sheets(answer.raw).codes() == [f"https://{SITE}/{CONTEST}/giay-chung-nhan.html#{code_of(answer)}"]
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="giay-chung-nhan-{CONTEST}.pdf"'

    def test_that_of_a_prize_is_the_one_that_the_office_prints(self, village: Town):
        won = own(shown(village), DUNG)[0]

        answer = fetched(village, DUNG, won["id"])

        prize = printed_of(village, "Phạm Văn Dũng")
        stands = {"Phạm Văn Dũng", f"Đã đạt {prize['prize_name']} – Tuần 1", f"Số: {prize['number']}"}
        assert stands <= {*Sheets(answer.raw).text().splitlines()}
        assert code_of(answer) == won["id"]

    def test_it_is_text_for_the_gateway_passes_nothing_else_as_it_is(self, village: Town):
        assert fetched(shown(village), BINH).raw.isascii()

    def test_fetched_again_it_is_the_same_to_the_byte_and_its_number_stands_in_the_list(self, village: Town):
        shown(village)

        first, other, again = fetched(village, BINH), fetched(village, AN), fetched(village, BINH)

        assert (first.raw == again.raw, own(village, BINH)[0]["number"]) == (True, "01/GCN-TG")
        assert "Số: 02/GCN-TG" in Sheets(other.raw).text()

    def test_the_offices_seal_and_signature_are_on_it(self, village: Town):
        plain = fetched(shown(village), BINH)

        village.organize("certificate-pictures", seal=picture("red"), signature=picture("blue"))

        assert [len(Sheets(answer.raw).pictures()) for answer in (plain, fetched(village, BINH))] == [0, 2]


class TestThePageThatConfirms:
    def test_it_says_no_more_than_stands_on_the_certificate(self, village: Town):
        code = code_of(fetched(shown(village), BINH))

        assert checked(village, code).document == {
            "contest": CONTEST,
            "round": "final",
            "round_name": "",
            "kind": "took-part",
            "number": "01/GCN-TG",
            "holds": True,
            "prize_name": None,
            "name": "Trần Thị Bình",
            "unit_name": "Sở Nội vụ",
        }

    def test_a_name_is_shown_as_the_rules_let_it_be(self, village: Town):
        code = code_of(fetched(shown(village, names="initials"), BINH))

        assert checked(village, code).document["name"] == "T. T. B."

    @pytest.mark.parametrize("code", ["a" * 26, "taking-part"])
    def test_nobody_has_a_code_that_was_not_given(self, village: Town, code: str):
        fetched(shown(village), BINH)

        assert checked(village, code).problem == "no-such-certificate"

    def test_as_long_as_rounds_run_no_code_that_anybody_makes_up_costs_a_sign_in_its_turn(self, village: Town):
        village.settle(plan(certificates=FOR_ALL))

        with mock.patch.object(functions, "ask") as asked:
            told = checked(village, "a" * 26)

        assert (told.problem, asked.call_count) == ("no-such-certificate", 0)

    def test_it_does_not_hold_for_whoever_took_part_no_more_by_a_decision(self, village: Town):
        code = code_of(fetched(shown(village), BINH))

        confirm(village, decide(village, "disqualify", FIRST, subjects=[f"{village.profile(BINH).pseudonym}.1"])["decision"])
        for _ in range(3):
            village.tick()

        told = checked(village, code).document
        assert (told["holds"], told["name"], told["unit_name"], own(village, BINH)) == (False, None, None, [])

    def test_it_does_not_hold_while_results_are_withdrawn(self, village: Town):
        code = code_of(fetched(shown(village), BINH))

        confirm(village, decide(village, "withdraw", FIRST)["decision"])
        village.tick()

        assert (checked(village, code).document["holds"], own(village, BINH)) == (False, [])

    def test_whoever_was_erased_has_no_certificate_and_leaves_no_trace_of_one(self, village: Town):
        code = code_of(fetched(shown(village), BINH))
        pseudonym = village.profile(BINH).pseudonym

        village.organize("person-erase", person=BINH)

        assert checked(village, code).problem == "no-such-certificate"
        assert (taking_part.by_code(CONTEST, code), taking_part.of_contestant(CONTEST, pseudonym)) == (None, None)

    def test_what_is_kept_of_a_person_has_the_number_and_the_code(self, village: Town):
        code = code_of(fetched(shown(village), BINH))

        told = [village.organize("person-export", person=who)["certificate"] for who in (BINH, AN)]

        assert told == [{"number": 1, "code": code}, None]


class TestOfEverybodyForTheOffice:
    def test_all_who_took_part_are_listed_by_unit_and_name_under_numbers_that_stay(self, village: Town):
        shown(village)
        fetched(village, DUNG)

        told, again = (village.organize("certificates", **FINAL, everybody=True) for _ in range(2))

        assert [(each["unit_name"], each["recipient"], each["number"]) for each in told["certificates"]] == [
            ("", "Lê Thúy Chi", "02/GCN-TG"),
            ("Sở Nội vụ", "Nguyễn Văn An", "03/GCN-TG"),
            ("Sở Nội vụ", "Trần Thị Bình", "04/GCN-TG"),
            ("Sở Tài chính", "Phạm Văn Dũng", "01/GCN-TG"),
        ]
        assert (again, told["parts"]) == (told, [""])

    def test_those_of_one_unit_alone(self, village: Town):
        told = shown(village).organize("certificates", **FINAL, everybody=True, unit="so-tai-chinh")

        assert [each["recipient"] for each in told["certificates"]] == ["Phạm Văn Dũng"]

    def test_tried_only_nobody_gets_a_number(self, village: Town):
        told = shown(village).organize("certificates", **FINAL, everybody=True, dry_run=True)

        assert {(each["number"], each["code"]) for each in told["certificates"]} == {("", "")}
        assert own(village, BINH)[0]["number"] is None

    @pytest.mark.parametrize(
        ("asked", "refusal"),
        [({"round": FIRST}, Unfit("unfit-everybody")), ({**FINAL, "part": "a"}, Unfit("unfit-part"))],
    )
    def test_what_is_asked_wrongly_is_refused(self, village: Town, asked: dict[str, str], refusal: Unfit):
        shown(village)

        with pytest.raises(Unfit) as refused:
            village.organize("certificates", everybody=True, **asked)

        assert refused.value.code == refusal.code

    def test_before_the_publication_there_are_none(self, village: Town):
        play(village, certificates=FOR_ALL, prizes=PRIZES)

        with pytest.raises(NotYet) as refused:
            village.organize("certificates", **FINAL, everybody=True)

        assert refused.value.code == "certificates-early"

    def test_where_only_prizes_are_certified_there_are_none(self, village: Town):
        play(village, certificates=SAID, prizes=PRIZES)
        village.at(SECOND_RESULTS).tick()

        with pytest.raises(NotFound) as refused:
            village.organize("certificates", **FINAL, everybody=True)

        assert refused.value.code == "no-certificates-for-all"

    def test_a_crowd_comes_in_parts_and_everybody_is_in_theirs(self, village: Town, monkeypatch: pytest.MonkeyPatch):
        shown(village)
        final = finals.get(CONTEST)
        everybody = took_part.of_part(final, "")
        monkeypatch.setattr(took_part, "_MOST_A_FILE", 2)

        took_part.write(final, everybody)

        parts = took_part.parts(final)
        assert len(parts) == 32
        assert sorted(pseudonym for part in parts for pseudonym in took_part.of_part(final, part)) == everybody
        assert [took_part.is_among(final, village.profile(who).pseudonym) for who in (AN, EM)] == [True, False]


class TestPictures:
    def test_what_is_not_named_stays_and_an_empty_text_takes_off(self, village: Town):
        shown(village)

        told = [
            village.organize("certificate-pictures", seal=picture("red")),
            village.organize("certificate-pictures", signature=picture("blue")),
            village.organize("certificate-pictures", seal="", dry_run=True),
            village.organize("certificate-pictures", seal=""),
        ]

        assert told == [
            {"seal": True, "signature": False},
            {"seal": True, "signature": True},
            {"seal": False, "signature": True},
            {"seal": False, "signature": True},
        ]

    @pytest.mark.parametrize("data", ["bm90aGluZw==", "a"])
    def test_what_is_no_picture_is_refused_and_nothing_is_changed(self, village: Town, data: str):
        shown(village).organize("certificate-pictures", seal=picture("red"))

        with pytest.raises(Unfit) as refused:
            village.organize("certificate-pictures", seal=data)

        assert refused.value.code == "unfit-picture-kind"
        assert village.organize("certificate-pictures", dry_run=True) == {"seal": True, "signature": False}

    def test_the_office_prints_with_them(self, village: Town):
        shown(village).organize("certificate-pictures", seal=picture("red"))

        told = village.organize("certificates", round=FIRST)

        assert told["pictures"] == {"seal": picture("red"), "signature": ""}


def picture(colour: str) -> str:
    """Return a small picture as a command line sends it."""
    out = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def test_results_of_one_round_alone_certify_no_taking_part(village: Town):
    play(village, certificates=FOR_ALL, prizes=PRIZES)

    village.at(RESULTS).tick()

    assert {each["kind"] for who in (AN, BINH, DUNG) for each in own(village, who)} == {"won"}
