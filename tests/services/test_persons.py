"""Decisions about one person: what they mean for their sessions, for the rounds to come, and for what a close counts."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import Conflict, NotFound, Unfit
from chalicelib.domain.times import written
from chalicelib.services.kept_roster import kept
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSING_BEGINS,
    CONTEST,
    DUNG,
    FIRST,
    KEPT_OUT,
    NONCE,
    OPENS,
    OTHER_NONCE,
    PEOPLE,
    RESULTS,
    SECOND,
    SECOND_OPENS,
    make_person,
)
from tests.pictures import restore, take
from tests.services.exported import differences, everything, rows
from tests.town import Answer, Town, all_right
from tests.watch import contents

BY = "truong-ban"
FINANCE = {"unit": "so-tai-chinh", "unit_name": "Sở Tài chính"}
WHY = "Thành viên Tổ ra đề"
MINUTE_MS = 60_000


def pseudonym(town: Town, who: str) -> str:
    return town.profile(who).pseudonym


def exclude(town: Town, who: str, **changes: Any) -> Any:
    return town.organize("person-exclude", person=who, by=BY, **{"body": "ban-to-chuc", "why": WHY, **changes})


def reinstate(town: Town, who: str) -> Any:
    return town.organize("person-reinstate", person=who, by=BY, reason="nham-nguoi")


def move(town: Town, who: str, unit: str = "so-tai-chinh", **changes: Any) -> Any:
    return town.organize("person-unit", person=who, unit=unit, by=BY, reason="chuyen-cong-tac", **changes)


def hand_in(town: Town, who: str, at: int, round_id: str = FIRST) -> Answer:
    phone = town.at(at).phone(who)
    return phone.hand_in(all_right(phone.start(NONCE, round_id)), OTHER_NONCE, prediction="1", round_id=round_id)


def heads() -> dict[str, int]:
    return {unit["id"]: unit["headcount"] for unit in kept(CONTEST)["units"]}


def closed(town: Town) -> dict[str, Any]:
    """Close the first round, and return every byte that auditors, the public and the next round find."""
    town.at(CLOSING_BEGINS).tick()
    town.at(RESULTS).tick()
    return everything()


# --- kept out ---------------------------------------------------------------------------------------------------------


def test_who_is_kept_out_can_neither_start_nor_sign_in_and_reads_why(town: Town):
    phone = town.phone(AN)
    town.at(OPENS + MINUTE_MS)

    exclude(town, AN)
    started, signed_in = phone.start(NONCE), town.stranger().sign_in(AN, town.codes[AN])

    assert (started.status, signed_in.problem) == (401, "excluded")
    assert signed_in.document["detail"] == (
        f"Theo Kế hoạch (Mục II), người thuộc diện này không được dự thi. Lý do: {WHY}. "
        "Nếu có nhầm lẫn, xin liên hệ: Văn phòng."
    )


def test_what_runs_stops_at_once(town: Town):
    phone = town.phone(AN)
    paper = phone.start(NONCE)
    town.at(OPENS + MINUTE_MS)

    exclude(town, AN)

    assert phone.save(all_right(paper), OTHER_NONCE).status >= 400
    assert phone.hand_in(all_right(paper), OTHER_NONCE, prediction="1").status >= 400


def test_who_is_kept_out_between_start_and_close_is_ranked_nowhere_and_named_nowhere(town: Town):
    hand_in(town, AN, OPENS)
    hand_in(town, BINH, OPENS + MINUTE_MS)
    an = pseudonym(town, AN)

    exclude(town, AN)
    closed(town)

    told = {name: rows(name) for name in ("ranking.csv", "prizes.csv", "decisions.csv")}
    assert an not in repr((told["ranking.csv"], told["prizes.csv"]))
    assert [(row["act"], row["by"], row["subject"], row["reason"]) for row in told["decisions.csv"]] == [
        ("exclude", "system", f"{an}.1", "ban-to-chuc")
    ]
    public = b"".join(data for name, data in contents(config().site_bucket).items() if not name.startswith("results/"))
    assert (an.encode() in public, "Nguyễn Văn An".encode() in public) == (False, False)


def test_who_was_let_in_again_is_counted_as_if_nothing_had_been(town: Town):
    hand_in(town, AN, OPENS)
    hand_in(town, BINH, OPENS + MINUTE_MS)
    begun = take(town.codes, town.profiles)
    as_if_nothing = closed(town)
    restore(begun)
    town.at(OPENS + 2 * MINUTE_MS)

    exclude(town, AN)
    reinstate(town, AN)

    assert town.stranger().sign_in(AN, town.codes[AN]).status == 200
    assert differences(as_if_nothing, closed(town)) == []


def test_who_was_let_in_again_goes_on_with_what_was_saved(town: Town):
    phone = town.phone(AN)
    paper = phone.start(NONCE)
    town.at(OPENS + MINUTE_MS)
    exclude(town, AN)
    town.at(OPENS + 2 * MINUTE_MS)

    reinstate(town, AN)
    again = town.phone(AN)
    shown = again.start(NONCE)

    assert shown.document["paper"] == paper.document["paper"]
    assert again.hand_in(all_right(shown), OTHER_NONCE, prediction="1").status == 200


def test_who_is_kept_out_no_longer_counts_among_their_units_heads(town: Town):
    before = heads()

    exclude(town, AN)
    after = heads()
    reinstate(town, AN)

    assert (before["so-noi-vu"] - after["so-noi-vu"], heads()) == (1, before)


def test_done_again_nothing_changes(town: Town):
    town.at(OPENS + MINUTE_MS)
    exclude(town, AN)
    before = everything()
    town.at(OPENS + 2 * MINUTE_MS)

    told = exclude(town, AN)

    assert (told["before"], told["kept"]) == (told["after"], True)
    assert differences(before, everything()) == []


def test_a_dry_run_shows_who_and_changes_nothing(town: Town):
    before, profile = everything(), town.profile(AN)

    told = exclude(town, AN, dry_run=True)

    assert (told["before"]["full_name"], told["before"]["excluded"], told["after"]["excluded"]) == (
        "Nguyễn Văn An",
        "",
        "ban-to-chuc",
    )
    assert told["rounds"] == {"reached": [FIRST, SECOND], "closed": []}
    assert (differences(before, everything()), town.profile(AN)) == ([], profile)


def test_the_reason_may_be_the_bodys_name_or_ones_own_and_is_never_missing(town: Town):
    by_body = exclude(town, AN, why="", dry_run=True)["after"]
    own = exclude(town, AN, body="", dry_run=True)["after"]

    assert [(told["excluded"], told["excluded_reason"]) for told in (by_body, own)] == [
        ("ban-to-chuc", "Ban Tổ chức"),
        ("khac", WHY),
    ]
    for unfit, code in (({"body": "", "why": ""}, "unfit-exclusion"), ({"body": "ban-de-thi", "why": ""}, "unknown-body")):
        with pytest.raises(Unfit) as refused:
            exclude(town, AN, **unfit)
        assert refused.value.code == code


def test_a_roster_that_comes_again_does_not_undo_a_decision(town: Town):
    exclude(town, AN)
    reinstate(town, KEPT_OUT)
    move(town, BINH)

    town.enrol(PEOPLE)

    assert [(who.excluded, who.unit) for who in map(town.profile, (AN, KEPT_OUT, BINH))] == [
        ("ban-to-chuc", "so-noi-vu"),
        ("", "so-noi-vu"),
        ("", "so-tai-chinh"),
    ]


def test_a_roster_that_keeps_somebody_out_signs_them_out(town: Town):
    phone = town.phone(AN)
    town.at(OPENS + MINUTE_MS)

    town.enrol([make_person("Nguyễn Văn An", AN, excluded="ban-to-chuc", excluded_reason=WHY)])

    assert phone.start(NONCE).status == 401


# --- another unit -----------------------------------------------------------------------------------------------------


def test_a_move_takes_the_attempts_of_a_round_along_and_is_told_in_its_decisions(town: Town):
    hand_in(town, AN, OPENS)
    hand_in(town, BINH, OPENS)
    an, decided_at = pseudonym(town, AN), OPENS + MINUTE_MS
    town.at(decided_at)

    move(town, AN)
    closed(town)

    units = {row["contestant"]: row["unit"] for row in rows("attempts.csv")}
    assert units == {an: "so-tai-chinh", pseudonym(town, BINH): "so-noi-vu"}
    assert {row["contestant"]: row["unit"] for row in rows("ranking.csv")} == units
    people = {row["unit"]: (row["headcount"], row["people"]) for row in rows("units.csv")}
    assert people == {"": ("", "0"), "so-noi-vu": ("3", "1"), "so-tai-chinh": ("1", "1")}
    assert rows("decisions.csv") == [
        {
            "seq": "1",
            "decided_at": written(decided_at),
            "by": BY,
            "confirmed_by": "",
            "act": "move_unit",
            "subject": an,
            "before": "so-noi-vu",
            "after": "so-tai-chinh",
            "reason": "chuyen-cong-tac",
        }
    ]


def test_who_is_moved_back_before_the_close_was_never_moved(town: Town):
    hand_in(town, AN, OPENS)
    begun = take(town.codes, town.profiles)
    as_if_nothing = closed(town)
    restore(begun)
    town.at(OPENS + MINUTE_MS)

    move(town, AN)
    move(town, AN, "so-noi-vu")

    changed = differences(as_if_nothing, closed(town))
    # What is kept for the close, and what the close froze of it, say how it came about; the results don't.
    assert changed == [
        f"hoithi-private: closings/{CONTEST}/{FIRST}/facts.json",
        f"hoithi-private: rosters/{CONTEST}/roster.json",
    ]


def test_a_start_with_a_session_from_before_is_refused_and_the_next_token_has_the_new_unit(town: Town):
    before = town.phone(AN)
    town.at(OPENS + MINUTE_MS)

    move(town, AN)
    stale = before.start(NONCE)
    fresh = town.at(OPENS + 2 * MINUTE_MS).stranger()
    fresh.sign_in(AN, town.codes[AN])

    assert (stale.status, fresh.start(NONCE).status) == (401, 200)
    assert fresh.me().document["unit"] == "so-tai-chinh"


def test_a_start_that_slipped_through_under_the_old_unit_is_counted_in_the_new_one(town: Town):
    """The public function may not have heard of it for half a minute, and an attempt holds the unit of its session."""
    stale = town.phone(AN)
    town.phone(BINH).start(NONCE)
    town.at(OPENS + 10_000)

    move(town, AN)
    town.at(OPENS + 20_000)
    paper = stale.start(NONCE)
    stale.hand_in(all_right(paper), OTHER_NONCE, prediction="1")

    closed(town)

    units = {row["contestant"]: row["unit"] for row in rows("attempts.csv")}
    assert units == {pseudonym(town, AN): "so-tai-chinh", pseudonym(town, BINH): "so-noi-vu"}
    assert [row["act"] for row in rows("decisions.csv")] == ["move_unit"]


def test_after_a_close_only_later_rounds_follow_a_move(town: Town):
    hand_in(town, AN, OPENS)
    before = closed(town)
    town.at(SECOND_OPENS - MINUTE_MS)

    told = move(town, AN)
    town.profiles = {}
    hand_in(town, AN, SECOND_OPENS, SECOND)
    town.at(SECOND_OPENS + 3_700_000).tick()

    assert told["rounds"] == {"reached": [SECOND], "closed": [FIRST]}
    export = {name: data for name, data in everything()[config().exports_bucket].items() if f"/{FIRST}/" in name}
    assert export == {name: data for name, data in before[config().exports_bucket].items() if f"/{FIRST}/" in name}
    assert ([row["unit"] for row in rows("attempts.csv", SECOND)], rows("decisions.csv", SECOND)) == (["so-tai-chinh"], [])


def test_a_unit_is_meant_by_its_id_or_its_name_and_by_nothing_else(town: Town):
    meant = [
        move(town, AN, unit, dry_run=True)["after"]["unit"] for unit in ("so-tai-chinh", "SỞ TÀI CHÍNH", "so tai chinh")
    ]

    assert meant == ["so-tai-chinh"] * 3
    with pytest.raises(Unfit) as refused:
        move(town, AN, "Sở Công Thương")
    assert refused.value.code == "unknown-unit"


def test_a_roster_that_moves_somebody_is_a_decision_too(town: Town):
    hand_in(town, AN, OPENS)
    town.at(OPENS + MINUTE_MS)

    town.enrol([make_person("Nguyễn Văn An", AN, **FINANCE)])
    closed(town)

    (told,) = rows("decisions.csv")
    assert (told["act"], told["before"], told["after"], told["reason"]) == (
        "move_unit",
        "so-noi-vu",
        "so-tai-chinh",
        "danh-sach",
    )


# --- finding, signing out, another code -------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [AN, "034.096.000.001", "34096000001", "nguyen van an", "Văn An", "AN"])
def test_people_are_found_by_any_spelling_of_an_identifier_or_by_a_name_without_accents(town: Town, asked: str):
    found = town.organize("person-find", text=asked)

    assert [each["full_name"] for each in found["people"]] == ["Nguyễn Văn An"]


def test_nobody_is_found_by_half_a_word(town: Town):
    assert town.organize("person-find", text="Nguy")["people"] == []


def test_an_organizer_reads_who_somebody_is_and_no_identifier_whole(town: Town):
    told = town.organize("person-show", person=town.profile(AN).pseudonym)

    assert told["person"] == {
        "person": pseudonym(town, AN),
        "full_name": "Nguyễn Văn An",
        "unit": "so-noi-vu",
        "unit_name": "Sở Nội vụ",
        "way": "roster",
        "entered_at": None,
        "known_by": [],
        "excluded": "",
        "excluded_reason": "",
        "decided": False,
        "moves": [],
    }
    assert AN not in repr(told)


def test_whom_nobody_knows_is_not_found(town: Town):
    for act in ("person-show", "person-exclude", "person-revoke"):
        with pytest.raises(NotFound) as refused:
            town.organize(act, person="099999999999")
        assert refused.value.code == "no-such-person"


def test_who_is_signed_out_signs_in_again_and_goes_on(town: Town):
    phone = town.phone(CHI)
    phone.start(NONCE)
    town.at(OPENS + MINUTE_MS)

    town.organize("person-revoke", person=CHI)
    stopped = phone.save("___", OTHER_NONCE)
    town.at(OPENS + 2 * MINUTE_MS)
    again = town.stranger()

    assert stopped.status >= 400
    assert again.sign_in(CHI, town.codes[CHI]).status == 200
    assert again.start(NONCE).status == 200


def test_a_new_code_opens_and_the_former_one_opens_nothing(town: Town):
    told = town.organize("person-code", person=DUNG, nonce=NONCE)

    assert town.stranger().sign_in(DUNG, town.codes[DUNG]).problem == "wrong-code"
    assert town.stranger().sign_in(DUNG, told["code"]).status == 200


def test_a_code_whose_answer_got_lost_is_the_same_again(town: Town):
    codes = [town.organize("person-code", person=DUNG, nonce=NONCE)["code"] for _ in range(2)]

    assert codes[0] == codes[1]


def test_a_code_goes_with_the_identifier_by_which_one_signs_in(town: Town):
    with pytest.raises(Conflict) as refused:
        town.organize("person-code", person=pseudonym(town, AN), nonce=NONCE)

    assert refused.value.code == "code-needs-identifier"


def test_an_account_or_a_reason_that_is_no_code_is_refused(town: Town):
    for wrong in ({"by": "Trưởng ban"}, {"reason": "vì chuyển công tác"}):
        with pytest.raises(Unfit) as refused:
            town.organize("person-unit", person=AN, unit="so-tai-chinh", **{"by": BY, "reason": "x", **wrong})
        assert refused.value.code == "unfit-code"
