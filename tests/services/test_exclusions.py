"""Lists of who may not take part: turned away at every door by any spelling, and nobody for a name alone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from chalicelib.domain.errors import Excluded, Unfit
from chalicelib.domain.exclusion_list import Listed
from chalicelib.domain.roles import EVERY_CONTEST
from chalicelib.services.barred import bar, refuse_barred
from chalicelib.services.kept_roster import kept
from chalicelib.storage import contestants, exclusions
from chalicelib.storage.contestants import Profile
from tests.calls import written_down
from tests.factories import AN, BINH, CHI, CONTEST, LONG_BEFORE, NONCE, OPENS, make_definition, make_person
from tests.services.exported import differences, everything
from tests.town import Town

STRANGER = "034096000077"
SPELLINGS = (STRANGER, "034 096 000 077", "034.096.000.077", "34096000077", " 034096000077 ", "０３４０９６００００７７")
WHY = "Thành viên Tổ ra đề"
REGISTERS = {
    "roster": True,
    "registration": {
        "identifier": "citizen_id",
        "fields": ["citizen_id", "phone", "email"],
        "unit_by": "none",
        "least_age": "none",
        "confirm": "none",
        "password": False,
    },
    "sso": "none",
}


def listed(name: str, identifier: str = "", **changes: Any) -> dict[str, Any]:
    return asdict(Listed(name, identifier, "", "", "ban-to-chuc", WHY)) | changes


def put_in(town: Town, *people: dict[str, Any], **event: Any) -> Any:
    return town.organize("import-exclusions", people=list(people), by="truong-ban", **event)


def lines(town: Town) -> list[tuple[str, str, list[str]]]:
    """Return who is on the list: the name, what keeps them out, and whom it means or might mean."""
    told = town.organize("exclusions")
    return sorted((each["full_name"], each["body"], [who["full_name"] for who in each["people"]]) for each in told)


def register(name: str, citizen_id: str, phone: str, email: str) -> Profile:
    """Store somebody who has come in by themselves."""
    from chalicelib.services.login import login_hash

    profile = Profile(
        contest=CONTEST,
        pseudonym=f"{'a' * 20}{citizen_id[-6:].translate(str.maketrans('0189', 'wxyz'))}",
        login=login_hash(CONTEST, citizen_id),
        code_hash="",
        full_name=name,
        unit="so-noi-vu",
        unit_name="Sở Nội vụ",
        leader=False,
        excluded="",
        excluded_reason="",
        way="registration",
        citizen_id=citizen_id,
        phone=phone,
        email=email,
        entered_at=LONG_BEFORE,
    )
    assert contestants.add([profile])
    return profile


def is_refused(identifier: str, contest: str = CONTEST) -> bool:
    try:
        refuse_barred(contest, ["", identifier])
    except Excluded:
        return True
    return False


# --- at the doors -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_who_is_on_the_list_is_turned_away_under_any_spelling_and_reads_why(town: Town, spelling: str):
    put_in(town, listed("Đỗ Văn Giáp", STRANGER))

    with pytest.raises(Excluded) as refused:
        refuse_barred(CONTEST, [spelling])

    told = {"body": "ban-to-chuc", "clause": " (Mục II)", "reason": WHY, "contact": "Văn phòng"}
    assert (refused.value.code, refused.value.values) == ("excluded", told)


def test_others_pass_and_no_identifier_is_no_question(town: Town):
    put_in(town, listed("Đỗ Văn Giáp", STRANGER))

    with written_down() as calls:
        refuse_barred(CONTEST, ["", "  "])

    assert (is_refused("034096000078"), is_refused(STRANGER, "mot-cuoc-thi-khac"), calls) == (False, False, [])


def test_who_works_for_every_contest_is_turned_away_from_each(town: Town):
    bar(EVERY_CONTEST, STRANGER, "khac", "Trưởng ban", town.cloud.now)

    assert is_refused("034 096 000 077")


def test_who_is_on_the_list_and_then_comes_onto_a_roster_is_kept_out(town: Town):
    put_in(town, listed("Đỗ Văn Giáp", STRANGER))

    told = town.enrol([make_person("Đỗ Văn Giáp", STRANGER)])
    answer = town.stranger().sign_in(STRANGER, town.codes[STRANGER])

    assert (len(told["codes"]), answer.problem) == (1, "excluded")
    assert kept(CONTEST)["people"][town.profile(STRANGER).pseudonym]["excluded"] == "ban-to-chuc"


def test_who_is_in_already_is_put_out_whatever_was_said_of_them_first(village: Town):
    village.settled_as("people register", definition=make_definition(ways_in=REGISTERS), ready=[])
    giap = register("Đỗ Văn Giáp", STRANGER, "0912345678", "giap@example.vn")

    told = put_in(village, listed("Đỗ Văn Giáp", "0912 345 678"))

    assert [each["full_name"] for each in told["put_out"]] == ["Đỗ Văn Giáp"]
    assert contestants.by_pseudonym(CONTEST, giap.pseudonym).excluded == "ban-to-chuc"
    assert kept(CONTEST)["people"][giap.pseudonym] == {
        "unit": "so-noi-vu",
        "leader": False,
        "excluded": "ban-to-chuc",
        "way": "registration",
    }


def test_who_came_in_by_themselves_and_is_let_in_again_leaves_no_trace_for_the_close(village: Town):
    village.settled_as("people register", definition=make_definition(ways_in=REGISTERS), ready=[])
    register("Đỗ Văn Giáp", STRANGER, "0912345678", "giap@example.vn")
    before = kept(CONTEST)
    put_in(village, listed("Đỗ Văn Giáp", "0912 345 678"))

    village.organize("person-reinstate", person=STRANGER, by="truong-ban", reason="nham-nguoi")

    assert (kept(CONTEST), is_refused("0912345678")) == (before, False)


# --- names ------------------------------------------------------------------------------------------------------------


def test_nobody_is_turned_away_for_a_name_alone_and_namesakes_are_shown(town: Town):
    told = put_in(town, listed("NGUYEN VAN AN"), listed("Trần Thị Bình", unit="so-tai-chinh", unit_name="Sở Tài chính"))

    assert (told["by_name"], told["put_out"]) == (2, [])
    assert town.stranger().sign_in(AN, town.codes[AN]).status == 200
    assert lines(town) == [
        ("NGUYEN VAN AN", "ban-to-chuc", ["Nguyễn Văn An"]),
        ("Trần Thị Bình", "ban-to-chuc", []),
        ("Vũ Ban Tổ Chức", "ban-to-chuc", ["Vũ Ban Tổ Chức"]),
    ]


def test_what_was_decided_about_a_namesake_is_told(town: Town):
    put_in(town, listed("Nguyễn Văn An"))
    ours = lambda: next(each for each in town.organize("exclusions") if each["by_name"])["people"][0]  # noqa: E731
    before = ours()["decided"]

    town.organize("person-reinstate", person=AN, by="truong-ban", reason="trung-ten")

    assert (before, ours()["decided"], ours()["excluded"]) == (False, True, "")


# --- again, twice, lifted ---------------------------------------------------------------------------------------------


def test_the_same_list_again_changes_nothing(town: Town):
    people = [listed("Đỗ Văn Giáp", STRANGER), listed("Nguyễn Văn An", AN), listed("Lê Thúy Chi")]
    first = put_in(town, *people)
    before = (everything(), exclusions.of_contest(CONTEST))
    town.at(OPENS + 60_000)

    again = put_in(town, *people)

    assert [(told["new"], told["changed"], len(told["put_out"])) for told in (first, again)] == [(3, 0, 1), (0, 0, 0)]
    assert (differences(before[0], everything()), exclusions.of_contest(CONTEST)) == ([], before[1])


def test_a_dry_run_says_what_would_change_and_changes_nothing(town: Town):
    before = (everything(), exclusions.of_contest(CONTEST), town.profile(AN))

    told = put_in(town, listed("Nguyễn Văn An", AN), dry_run=True)

    assert (told["new"], [each["full_name"] for each in told["put_out"]]) == (1, ["Nguyễn Văn An"])
    assert (differences(before[0], everything()), exclusions.of_contest(CONTEST), town.profile(AN)) == ([], *before[1:])


def test_a_list_that_comes_again_does_not_undo_a_reinstatement(town: Town):
    people = [listed("Nguyễn Văn An", AN), listed("Trần Thị Bình", BINH)]
    put_in(town, *people)
    town.organize("person-reinstate", person=AN, by="truong-ban", reason="nham-nguoi")

    told = put_in(town, *people)

    assert (told["new"], told["changed"], told["lifted"]) == (0, 0, ["Nguyễn Văn An"])
    assert [town.profile(who).excluded for who in (AN, BINH)] == ["", "ban-to-chuc"]
    assert is_refused(AN) is False


def test_a_later_list_may_give_another_reason(town: Town):
    put_in(town, listed("Đỗ Văn Giáp", STRANGER))

    told = put_in(town, listed("Đỗ Văn Giáp", STRANGER, body="khac", reason="Ra đề"))

    assert (told["new"], told["changed"]) == (0, 1)
    with pytest.raises(Excluded) as refused:
        refuse_barred(CONTEST, [STRANGER])
    assert (refused.value.values["reason"], refused.value.values["clause"]) == ("Ra đề", "")


def test_one_person_twice_is_refused_and_nothing_goes_in(town: Town):
    with pytest.raises(Unfit) as refused:
        put_in(town, listed("Giáp", STRANGER), listed("Giáp", "34096000077"))

    assert (refused.value.code, exclusions.of_contest(CONTEST)) == ("unfit-exclusions", [])


@pytest.mark.parametrize(
    "unfit",
    [
        listed(""),
        listed("…"),
        listed("Giáp", body=""),
        listed("Giáp", reason=""),
        listed("=1+1", STRANGER),
        listed("Giáp", STRANGER, reason="x" * 501),
        {"full_name": "Giáp"},
    ],
)
def test_a_misshapen_line_is_refused_at_the_door(town: Town, unfit: dict[str, Any]):
    with pytest.raises(Unfit) as refused:
        put_in(town, listed("Đỗ Văn Giáp", STRANGER), unfit)

    assert (refused.value.code, exclusions.of_contest(CONTEST)) == ("unfit-event", [])


# --- at the same moment -----------------------------------------------------------------------------------------------


def test_who_comes_in_at_the_very_moment_at_which_they_are_barred_gets_no_session(village: Town):
    """The list looks for them before they are there; they look at the list before and after they are stored."""
    from chalicelib.services.welcome import welcome

    village.settled_as("people register", definition=make_definition(ways_in=REGISTERS), ready=[])
    refuse_barred(CONTEST, [STRANGER])
    put_in(village, listed("Đỗ Văn Giáp", STRANGER))

    giap = register("Đỗ Văn Giáp", STRANGER, "0912345678", "giap@example.vn")

    with pytest.raises(Excluded):
        welcome(giap, village.cloud.now)


def test_a_session_from_before_starts_nothing_once_its_person_is_on_the_list(town: Town):
    phone = town.phone(CHI)
    town.at(OPENS + 60_000)

    put_in(town, listed("Lê Thúy Chi", CHI))

    assert phone.start(NONCE).status == 401
