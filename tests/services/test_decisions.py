"""Decisions about a closed round: each with a reason and evidence, each a revision of its own, and nothing is overwritten.

Every revision that is made here is recomputed by the verifier, with its chain, once its test is over.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.canonical import sha256_hex
from chalicelib.domain.errors import Conflict, NotFound, NotYet, Unfit
from chalicelib.domain.times import at_home, written
from chalicelib.storage import rounds
from tests.factories import AN, BINH, CHI, CLOSING_BEGINS, CONTEST, FIRST, RESULTS, SECOND, make_definition, nonce
from tests.organizer.keyboard import fetch
from tests.pictures import take
from tests.services.deciding import EVIDENCE, MINUTE_MS, confirm, decide, hand_in
from tests.services.exported import everything, file, manifest, rows
from tests.town import Town
from tests.watch import contents


@pytest.fixture
def closed(town: Town) -> Town:
    """A closed round: An is right and predicted best, Bình is right, Chi has one wrong."""
    if "closed" not in town.pictures:
        hand_in(town, AN, prediction="2")
        hand_in(town, BINH, prediction="3", after_ms=1000)
        hand_in(town, CHI, wrong=1, prediction="2", after_ms=2000)
        town.at(CLOSING_BEGINS).tick()
        town.pictures["closed"] = take(town.codes, town.profiles)
    return town.copied_from(town.pictures["closed"]).at(CLOSING_BEGINS + MINUTE_MS)


@pytest.fixture
def published(closed: Town) -> Town:
    """The same round, published."""
    closed.at(RESULTS).tick()
    return closed.at(RESULTS + MINUTE_MS)


def who(town: Town, identifier: str) -> str:
    return town.profile(identifier).pseudonym


def standing(revision: str = "r01") -> list[tuple[str, str]]:
    return [(row["rank"], row["contestant"]) for row in rows("ranking.csv", revision=revision)]


def prizes(revision: str = "r01") -> list[tuple[str, str]]:
    return [(row["prize"], row["contestant"]) for row in rows("prizes.csv", revision=revision)]


def results() -> Any:
    return json.loads(contents(config().site_bucket)[f"{CONTEST}/{FIRST}/results.json"])


def page() -> str:
    return contents(config().site_bucket)[f"{CONTEST}/{FIRST}/index.html"].decode()


def act(name: str) -> Any:
    return json.loads(contents(config().exports_bucket)[f"acts/{CONTEST}/{FIRST}-{name}.json"])


def held() -> Any:
    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    return record


def test_a_disqualified_winner_makes_room_for_the_next(closed: Town):
    an, binh, chi = (who(closed, each) for each in (AN, BINH, CHI))

    told = decide(closed, "disqualify", f"{an}.1")

    assert (told["state"], told["revision"]) == ("applied", 2)
    assert prizes() == [("nhat", an), ("nhi", binh), ("nhi", chi)]
    assert prizes("r02") == [("nhat", binh), ("nhi", chi), ("nhi", "")]
    assert rows("decisions.csv", revision="r02") == [
        {
            "seq": "1",
            "decided_at": written(CLOSING_BEGINS + MINUTE_MS),
            "by": "truong-ban",
            "confirmed_by": "",
            "act": "disqualify",
            "subject": f"{an}.1",
            "before": "",
            "after": "disqualified",
            "reason": "ket-luan-lai",
        }
    ]


def test_the_figures_of_a_revision_are_those_of_its_own_papers(published: Town):
    an = who(published, AN)

    confirm(published, decide(published, "disqualify", f"{an}.1")["decision"])

    held_now = contents(config().private_bucket)
    [first, second] = [
        json.loads(held_now[f"closings/{CONTEST}/{FIRST}/{revision}/statistics.json"]) for revision in ("r01", "r02")
    ]
    assert (first["marks"], first["ruled_out"]) == ({"2": 1, "3": 2}, 0)
    assert (second["marks"], second["ruled_out"]) == ({"2": 1, "3": 1}, 1)
    shown = results()
    papers = sum(int(row["papers"]) for row in rows("units.csv", revision="r02"))
    assert [sum(each["papers"] for each in shown[what]) for what in ("bands", "days", "units")] == [papers] * 3 == [2] * 3


def test_what_would_change_is_shown_first_and_nothing_is_done(closed: Town):
    an, binh, chi = (who(closed, each) for each in (AN, BINH, CHI))
    before = everything()

    told = decide(closed, "disqualify", f"{an}.1", dry_run=True)

    assert told["changes"] == {
        "target": {"before": 2, "after": 1, "frozen": False},
        "people": {"before": 3, "after": 2},
        "perfect": {"before": 2, "after": 1},
        "moved": 3,
        "ranking": [
            {"contestant": binh, "unit": "so-noi-vu", "before": 2, "after": 1},
            {"contestant": chi, "unit": "", "before": 3, "after": 2},
            {"contestant": an, "unit": "so-noi-vu", "before": 1, "after": None},
        ],
        "prizes": [
            {"prize": "nhat", "contestant": an, "unit": "so-noi-vu", "before": True, "after": False},
            {"prize": "nhat", "contestant": binh, "unit": "so-noi-vu", "before": False, "after": True},
            {"prize": "nhi", "contestant": binh, "unit": "so-noi-vu", "before": True, "after": False},
        ],
        "cells": [{"subject": f"{an}.1", "before": "", "after": "disqualified"}],
    }
    assert everything() == before


def test_what_was_shown_is_what_comes_of_it(closed: Town):
    an = who(closed, AN)
    shown = decide(closed, "disqualify", f"{an}.1", dry_run=True)["changes"]

    decide(closed, "disqualify", f"{an}.1")

    after = [(str(row["after"]), row["contestant"]) for row in shown["ranking"] if row["after"]]
    assert (after, str(shown["target"]["after"])) == (standing("r02"), str(manifest(revision="r02")["prediction_target"]))


def test_each_kind_of_decision_in_a_row_makes_a_chain(closed: Town):
    an, binh = who(closed, AN), who(closed, BINH)
    asked = rows("attempts.csv")[0]["questions"].split()

    told = [
        decide(closed, "disqualify", f"{an}.1", number=1),
        decide(closed, "reinstate", f"{an}.1", number=2),
        decide(closed, "void", asked[0], number=3),
        decide(closed, "correct_key", asked[1], after="D A", number=4),
        decide(closed, "move_unit", binh, after="so-tai-chinh", number=5),
    ]

    assert [(each["state"], each["revision"]) for each in told] == [("applied", number) for number in range(2, 7)]
    assert [(row["act"], row["before"], row["after"]) for row in rows("decisions.csv", revision="r06")] == [
        ("disqualify", "", "disqualified"),
        ("reinstate", "disqualified", ""),
        ("void", right_of(asked[0]), ""),
        ("correct_key", right_of(asked[1]), "A D"),
        ("move_unit", "so-noi-vu", "so-tai-chinh"),
    ]
    assert [manifest(revision=f"r{n:02d}")["previous"] for n in range(2, 7)] == [digest(f"r{n:02d}") for n in range(1, 6)]


def right_of(question: str) -> str:
    bank = json.loads(file("bank.json"))
    return next(each["right"] for each in bank["questions"] if each["id"] == question)


def digest(revision: str) -> str:
    return hashlib.sha256(file("manifest.json", revision=revision)).hexdigest()


def test_nothing_of_an_earlier_revision_is_overwritten(closed: Town):
    before = {name: data for name, data in contents(config().exports_bucket).items() if "/r01/" in name}

    decide(closed, "disqualify", who(closed, AN))

    after = {name: data for name, data in contents(config().exports_bucket).items() if "/r01/" in name}
    assert after == before


def test_a_contestants_name_alone_means_every_attempt_of_theirs(closed: Town):
    decide(closed, "disqualify", who(closed, AN))

    assert [row["subject"] for row in rows("decisions.csv", revision="r02")] == [f"{who(closed, AN)}.1"]


def test_the_same_request_again_gives_the_same_answer_and_one_revision(closed: Town):
    first = decide(closed, "disqualify", who(closed, AN))

    again = decide(closed, "disqualify", who(closed, AN))

    assert (again["decision"], again["state"], again["revision"]) == (first["decision"], "applied", 2)
    assert held().revision == 2


@pytest.mark.parametrize("other", [{"text": "Khác hẳn."}, {"evidence": {**EVIDENCE, "data": "eA=="}}, {"reason": "thi-ho"}])
def test_what_a_decision_rests_on_is_never_written_over(published: Town, other: dict[str, Any]):
    decide(published, "disqualify", who(published, AN))
    before = contents(config().exports_bucket)

    with pytest.raises(Conflict) as refused:
        decide(published, "disqualify", who(published, AN), **other)

    assert (refused.value.code, contents(config().exports_bucket)) == ("asked-otherwise", before)


def test_one_request_asks_for_one_thing(published: Town):
    decide(published, "void", "q1")

    with pytest.raises(Conflict) as refused:
        decide(published, "void", "q2")

    assert refused.value.code == "asked-otherwise"


def test_the_same_decision_by_another_request_changes_nothing_more(closed: Town):
    first = decide(closed, "disqualify", who(closed, AN), number=1)

    again = decide(closed, "disqualify", who(closed, AN), number=2)

    assert (again["decision"], again["revision"], held().revision) == (first["decision"], 2, 2)


def test_a_decision_whose_revision_the_clock_could_not_make_is_made_at_the_next_minute(closed: Town, monkeypatch):
    from chalicelib.services import revise

    def broken(*_: object) -> None:
        raise RuntimeError("the clock fails")

    with monkeypatch.context() as failing:
        failing.setattr(revise, "export", broken)
        told = decide(closed, "disqualify", who(closed, AN))
    closed.tick()

    assert (told["state"], told["revision"], held().revision) == ("decided", 2, 2)


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"text": ""}, "no-evidence"),
        ({"evidence": None}, "no-evidence"),
        ({"reason": "Lý do"}, "unfit-code"),
        ({"evidence": {**EVIDENCE, "name": "a.exe"}}, "unfit-evidence"),
    ],
)
def test_none_is_possible_without_reason_and_evidence(closed: Town, lacking: dict[str, Any], code: str):
    before = everything()

    with pytest.raises(Unfit) as refused:
        decide(closed, "disqualify", who(closed, AN), **lacking)

    assert (refused.value.code, everything()) == (code, before)


def test_text_and_evidence_lie_where_names_may_lie_and_in_no_manifest(closed: Town):
    decide(closed, "disqualify", who(closed, AN))

    folder = f"restricted/{CONTEST}/{FIRST}/decisions/"
    kept = {name: data for name, data in contents(config().exports_bucket).items() if name.startswith(folder)}
    told = json.loads(kept.pop(f"{folder}{nonce(1)}.json"))
    assert (told["text"], told["reason"]) == ("Theo biên bản số 1.", "ket-luan-lai")
    assert kept == {f"{folder}{nonce(1)}-bien-ban-so-1.pdf": b"what was found"}


@pytest.mark.parametrize(
    ("kind", "subject", "after", "code"),
    [
        ("disqualify", "aaaaaaaaaaaaaaaaaaaaaaaaaa.1", "", "unfit-subject"),
        ("disqualify", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "", "unfit-subject"),
        ("void", "q9", "", "unfit-subject"),
        ("void", "q1", "A", "unfit-letters"),
        ("correct_key", "q1", "", "unfit-letters"),
        ("correct_key", "q1", "Z", "unfit-letters"),
        ("move_unit", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "so-noi-vu", "unfit-subject"),
        ("committee_choice", "nhat", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "unfit-subject"),
        ("extend", "x", "", "unknown-decision"),
    ],
)
def test_what_is_not_in_the_round_is_refused_by_name(closed: Town, kind: str, subject: str, after: str, code: str):
    with pytest.raises(Unfit) as refused:
        decide(closed, kind, subject, after=after)

    assert refused.value.code == code


def test_a_person_is_moved_to_known_units_alone(closed: Town):
    with pytest.raises(Unfit) as refused:
        decide(closed, "move_unit", who(closed, AN), after="so-khong-co")

    assert refused.value.code == "unknown-unit"


def test_nothing_is_decided_before_the_close(town: Town):
    with pytest.raises(NotYet) as refused:
        decide(town, "void", "q1")

    assert refused.value.code == "not-closed"


# --- Published ----------------------------------------------------------------------------------------------------------


def test_once_published_a_second_account_confirms_and_it_is_not_the_first(published: Town):
    proposed = decide(published, "disqualify", who(published, AN))
    with pytest.raises(Conflict) as refused:
        confirm(published, proposed["decision"], by="truong-ban")

    done = confirm(published, proposed["decision"])

    assert (proposed["state"], refused.value.code, done["state"], held().revision) == (
        "proposed",
        "second-account",
        "applied",
        2,
    )
    assert [(row["by"], row["confirmed_by"]) for row in rows("decisions.csv", revision="r02")] == [("truong-ban", "pho-ban")]


def test_a_proposal_alone_changes_nothing_that_anybody_sees(published: Town):
    before = contents(config().site_bucket)

    decide(published, "disqualify", who(published, AN))
    published.tick()

    assert (contents(config().site_bucket), held().revision) == (before, 1)


def test_confirming_twice_is_confirming_once(published: Town):
    proposed = decide(published, "disqualify", who(published, AN))["decision"]
    confirm(published, proposed)

    again = confirm(published, proposed, by="uy-vien")

    assert (again["state"], again["revision"], held().revision) == ("applied", 2, 2)


def test_what_stands_already_is_not_proposed_again(published: Town):
    first = decide(published, "disqualify", who(published, AN), number=1)["decision"]
    confirm(published, first)

    again = decide(published, "disqualify", who(published, AN), number=2)

    assert again == {"decision": first, "state": "applied", "revision": 2, "changes": {}}


def test_nobody_confirms_what_was_never_proposed(published: Town):
    with pytest.raises(NotFound) as refused:
        confirm(published, nonce(77))

    assert refused.value.code == "no-such-decision"


def test_the_target_is_frozen_by_publication(published: Town):
    confirm(published, decide(published, "disqualify", who(published, AN))["decision"])

    told = manifest(revision="r02")
    assert (told["prediction_target"], told["prediction_target_from"], told["counts"]["perfect"]) == (2, 1, 1)


def test_the_target_is_frozen_by_approval_and_moves_until_then(closed: Town):
    decide(closed, "disqualify", f"{who(closed, AN)}.1", number=1)
    closed.organize("approve", round=FIRST, by="truong-ban")
    decide(closed, "reinstate", f"{who(closed, AN)}.1", number=2)

    told = [manifest(revision=name) for name in ("r01", "r02", "r03")]
    assert [(each["prediction_target"], each["prediction_target_from"]) for each in told] == [(2, None), (1, None), (1, 2)]


def test_the_page_says_that_results_are_unofficial_until_they_are_approved(published: Town):
    before = page()

    published.organize("approve", round=FIRST, by="truong-ban")

    assert ("Kết quả chưa chính thức" in before, "Kết quả chưa chính thức" in page()) == (True, False)
    assert act("approval") == {
        "act": "approval",
        "at": written(RESULTS + MINUTE_MS),
        "by": "truong-ban",
        "contest": CONTEST,
        "manifest": digest("r01"),
        "revision": 1,
        "round": FIRST,
    }


def test_the_page_says_what_was_adjusted_and_why_without_a_name(published: Town):
    an = who(published, AN)

    confirm(published, decide(published, "disqualify", an, reason="thi-ho")["decision"])

    when = at_home(RESULTS + MINUTE_MS)
    hour, day = when.split(" ngày ")
    assert results()["adjusted"] == [
        {
            "act": "disqualify",
            "reason": "thi-ho",
            "sentence": {
                "vi": f"Lúc {when}: loại 1 bài thi. Lý do: thi hộ.",
                "en": f"At {hour} on {day}: papers disqualified: 1. Reason: somebody else sat the paper.",
            },
        }
    ]
    assert f"Lúc {when}: loại 1 bài thi. Lý do: thi hộ." in page()
    assert (an in page(), "Nguyễn Văn An" in page()) == (False, False)


def test_the_new_revision_is_on_the_site_beside_the_old(published: Town):
    confirm(published, decide(published, "disqualify", who(published, AN))["decision"])

    site = contents(config().site_bucket)
    shown = {name: data for name, data in site.items() if name.startswith(f"{CONTEST}/{FIRST}/r02/")}
    assert shown == {f"{CONTEST}/{FIRST}/r02/{name}": file(name, revision="r02") for name in PUBLIC}
    assert (results()["revision"], act("revision-r02")["previous"]) == (2, digest("r01"))


PUBLIC = ("definition.json", "bank.json", "draw.json", "units.csv", "manifest.json")


def test_a_corrected_key_shows_in_the_results(published: Town):
    asked = rows("attempts.csv")[0]["questions"].split()[0]

    confirm(published, decide(published, "correct_key", asked, after="A B")["decision"])

    assert results()["right"] == {asked: "A B"}


# --- Approval and withdrawal --------------------------------------------------------------------------------------------


def test_results_are_not_approved_while_a_decision_is_under_way(closed: Town, monkeypatch):
    from chalicelib.services import revise

    def broken(*_: object) -> None:
        raise RuntimeError("the clock fails")

    with monkeypatch.context() as failing:
        failing.setattr(revise, "export", broken)
        decide(closed, "disqualify", who(closed, AN))

        with pytest.raises(NotYet) as refused:
            closed.organize("approve", round=FIRST, by="truong-ban")

    assert refused.value.code == "revising"


def test_withdrawn_results_are_gone_from_the_site_and_come_back_approved(published: Town):
    confirm(published, decide(published, "withdraw", reason="cong-bo-nham")["decision"])
    gone = (held().state, results(), "Người đạt giải" in page())
    published.tick()
    still = held().state

    published.organize("approve", round=FIRST, by="truong-ban")
    published.tick()

    taken = {"contest": CONTEST, "round": FIRST, "withdrawn_at": written(RESULTS + MINUTE_MS)}
    assert (gone, still) == (("closed", taken, False), "closed")
    assert (held().state, "Người đạt giải" in page()) == ("published", True)
    assert (act("withdrawal")["confirmed_by"], act("publication-2")["revision"]) == ("pho-ban", 1)


def test_what_was_seen_once_is_decided_about_by_two_also_after_a_withdrawal(published: Town):
    confirm(published, decide(published, "withdraw", number=1)["decision"])

    told = decide(published, "disqualify", who(published, AN), number=2)

    assert (told["state"], held().revision) == ("proposed", 1)


def test_own_results_are_withdrawn_too(published: Town):
    confirm(published, decide(published, "withdraw")["decision"])

    own = {name: data for name, data in contents(config().site_bucket).items() if name.startswith(f"{CONTEST}/{FIRST}/own/")}
    assert {tuple(json.loads(data)["own"]) for data in own.values()} == {()}


def test_results_that_are_not_out_are_not_withdrawn(closed: Town):
    with pytest.raises(NotYet) as refused:
        decide(closed, "withdraw")

    assert refused.value.code == "not-published"


def test_what_was_decided_is_listed_with_its_words(published: Town):
    an = who(published, AN)
    first = decide(published, "disqualify", an, number=1)["decision"]
    confirm(published, first)
    second = decide(published, "void", "q1", number=2)["decision"]

    told = published.organize("decisions", round=FIRST)

    seen = [
        {name: each[name] for name in ("decision", "state", "kind", "confirmed_by", "revision", "text")} for each in told
    ]
    same = {"text": "Theo biên bản số 1."}
    assert seen == [
        {"decision": first, "state": "applied", "kind": "disqualify", "confirmed_by": "pho-ban", "revision": 2, **same},
        {"decision": second, "state": "proposed", "kind": "void", "confirmed_by": "", "revision": None, **same},
    ]


def fetched(link: str) -> bytes:
    """Return what a link leads to, out of the simulated buckets."""
    found = io.BytesIO()
    fetch(link, found)
    return found.getvalue()


def test_what_decisions_rest_on_is_shown_with_a_link_to_the_file(published: Town):
    first = decide(published, "disqualify", who(published, AN), number=1)["decision"]
    second = decide(published, "void", "q1", number=2, evidence={**EVIDENCE, "data": "eA=="})["decision"]

    every = published.organize("decision-evidence", round=FIRST)
    one = published.organize("decision-evidence", round=FIRST, decision=second)

    told = {"by": "truong-ban", "reason": "ket-luan-lai", "text": "Theo biên bản số 1."}
    assert [each["decision"] for each in every] == sorted((first, second))
    assert [{name: each[name] for name in told} for each in every] == [told, told]
    assert [each["decision"] for each in one] == [second]
    assert (one[0]["file"], one[0]["sha256"], fetched(one[0]["link"])) == (
        f"{second}-bien-ban-so-1.pdf",
        sha256_hex(b"x"),
        b"x",
    )


@pytest.mark.parametrize(
    ("asked", "code"), [({"decision": nonce(7)}, "no-such-decision"), ({"round": "tuan-9"}, "no-such-round")]
)
def test_of_a_decision_that_there_is_not_nothing_is_shown(published: Town, asked: dict[str, Any], code: str):
    decide(published, "void", "q1")

    with pytest.raises(NotFound) as refused:
        published.organize("decision-evidence", **{"round": FIRST, **asked})

    assert refused.value.code == code


def test_a_round_without_decisions_rests_on_nothing(published: Town):
    assert published.organize("decision-evidence", round=FIRST) == []


# --- The committee ------------------------------------------------------------------------------------------------------


def test_the_committee_settles_a_tie_across_a_boundary(village: Town):
    only_score = [{"name": "score", "direction": "desc"}]
    changes = {"criteria": only_score, "last_tie": "shared", "boundary_tie": "committee", "prediction": "none"}
    town = village.settled_as("the committee decides", definition=make_definition(**changes))
    an, binh, chi = (hand_in(town, each) for each in (AN, BINH, CHI))
    town.at(CLOSING_BEGINS).tick()

    decide(town, "committee_choice", "nhat", after=binh)

    assert prizes() == [("nhat", ""), ("nhi", ""), ("nhi", "")]
    assert prizes("r02") == [("nhat", binh), *(("nhi", each) for each in sorted((an, chi)))]


def test_the_committee_names_several_for_a_prize_of_several_places(village: Town):
    only_score = [{"name": "score", "direction": "desc"}]
    changes = {"criteria": only_score, "last_tie": "shared", "boundary_tie": "committee", "prediction": "none"}
    two = [{"id": "nhat", "name": "Giải Nhất", "number": 2, "vnd": 1_000_000}]
    town = village.settled_as("the committee names two", definition=make_definition(**changes, prizes=two))
    an, _, chi = (hand_in(town, each) for each in (AN, BINH, CHI))
    town.at(CLOSING_BEGINS).tick()

    decide(town, "committee_choice", "nhat", after=f"{chi} {an}")

    assert prizes("r02") == [("nhat", each) for each in sorted((an, chi))]


def test_a_later_round_that_closed_before_is_not_reopened(closed: Town):
    closed.at(RESULTS + 3 * 24 * 3_600_000).tick()
    assert rounds.get(CONTEST, SECOND) is not None

    confirm(closed, decide(closed, "disqualify", who(closed, AN))["decision"])

    second = rounds.get(CONTEST, SECOND)
    assert second is not None
    assert (second.revision, held().revision) == (1, 2)
