"""What organizers ask after a round: told from the revision in force, to nobody before the close, and with no name in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.attempt import Attempt
from chalicelib.domain.counted_papers import CountedPaper
from chalicelib.domain.errors import NotFound, NotYet
from chalicelib.domain.times import written
from chalicelib.domain.unit_list import MOST_UNITS
from chalicelib.services import look_back
from chalicelib.services.look_back import MOST_TOLD
from chalicelib.storage import attempts
from tests.domain.made_up_rounds import MadeUp, contestant, copied, made_up
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    LIMIT_MS,
    OPENS,
    OTHER_NONCE,
    PEOPLE,
    RIGHT,
    make_bank,
    make_definition,
    nonce,
)
from tests.services.deciding import decide
from tests.town import Town, all_right, asked

HOUR_MS = 3_600_000
ACTS = ("round-questions", "round-anomalies")


def hand_in(town: Town, identifier: str, choices: str = "", device: str = "", after_ms: int = 60_000) -> list[str]:
    """Take a paper and hand it in a while later; all right where no choices are given. Returns its questions."""
    phone = town.at(OPENS).phone(identifier)
    paper = phone.start(nonce(1), device=device)
    town.at(OPENS + after_ms)
    assert phone.hand_in(choices or all_right(paper), OTHER_NONCE, prediction="1").status == 200
    return asked(paper)


def closed(town: Town) -> Town:
    town.at(CLOSING_BEGINS).tick()
    return town


def put_papers(papers: list[CountedPaper], units: tuple[str, ...] = ("so-noi-vu", "so-tai-chinh")) -> None:
    """Store papers that never were as handed in; ``q0``, ``q1`` … stand for the bank's questions."""
    for each in papers:
        attempts.put(_stored(each, units))


def _stored(each: CountedPaper, units: tuple[str, ...]) -> Attempt:
    at = OPENS + int(each.number)
    return Attempt(
        contest=CONTEST,
        round=FIRST,
        contestant=each.contestant,
        number=1,
        unit=units[int(each.unit.removeprefix("u")) % 2],
        started_at=at,
        deadline_at=at + LIMIT_MS,
        questions=" ".join(each.questions),
        start_nonce=nonce(1),
        choices=each.choices,
        prediction="1",
        version=2,
        nonce=nonce(2),
        session="0" * 16,
        saved_at=None,
        submitted_at=at + each.elapsed_ms,
        status="submitted",
    )


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_told_before_the_close(town: Town, act: str):
    hand_in(town, AN)

    with pytest.raises(NotYet) as refused:
        town.organize(act, round=FIRST)

    assert refused.value.code == "not-closed"


@pytest.mark.parametrize("act", ACTS)
def test_a_round_that_there_is_not_is_not_found(town: Town, act: str):
    with pytest.raises(NotFound):
        town.organize(act, round="tuan-9")


@pytest.mark.parametrize("act", ACTS)
def test_a_round_without_papers_is_told_as_one(town: Town, act: str):
    told = closed(town).organize(act, round=FIRST)

    assert (told["round"], told["revision"], told["state"], told["papers"]) == (FIRST, 1, "closed", 0)


def test_each_question_is_told_by_its_key_its_options_and_hours(town: Town):
    held = {AN: hand_in(town, AN), BINH: hand_in(town, BINH, "___"), CHI: hand_in(town, CHI)}

    told = closed(town).organize("round-questions", round=FIRST)

    by_id = {each["question"]: each for each in told["questions"]}
    papers = {question: [who for who in held if question in held[who]] for question in RIGHT}
    assert (told["papers"], told["left_out"], told["decided"]) == (3, 0, [])
    assert {question: each["papers"] for question, each in by_id.items()} == {q: len(who) for q, who in papers.items()}
    for question, who in papers.items():
        got = len(set(who) - {BINH})
        right = RIGHT[question]
        assert (by_id[question]["right"], by_id[question]["right_now"]) == (right, right)
        assert (by_id[question]["got"], by_id[question]["blank"]) == (got, len(who) - got)
        assert by_id[question]["chosen"] == {**dict.fromkeys("ABCD", 0), right: got}
        assert by_id[question]["hours"] == [0] * 8 + [len(who)] + [0] * 15
        assert by_id[question]["text"] == f"Nội dung của {question} ở {FIRST} là gì?"
    assert told["hours"] == [{"hour": 8, "papers": 3, "asked": 9, "got": 6}]


def test_decisions_are_told_beside_the_committed_key(signing_key: str, town: Town):
    first, second, _ = hand_in(town, AN, "___")
    closed(town)
    decide(town, "void", first, number=31)
    decide(town, "correct_key", second, after="A B C D", number=32)

    told = town.organize("round-questions", round=FIRST)

    by_id = {each["question"]: each for each in told["questions"]}
    assert (told["revision"], told["decided"]) == (3, sorted([first, second]))
    assert [(by_id[each]["got"], by_id[each]["got_now"], by_id[each]["right_now"]) for each in (first, second)] == [
        (0, 1, ""),
        (0, 0, "A B C D"),
    ]


def test_papers_that_are_ruled_out_are_left_out_and_said(signing_key: str, town: Town):
    hand_in(town, AN)
    hand_in(town, BINH)
    closed(town)
    decide(town, "disqualify", f"{town.profile(AN).pseudonym}.1", number=33)

    told = [town.organize(act, round=FIRST) for act in ACTS]

    assert [each["papers"] for each in told] == [1, 1]
    assert told[0]["left_out"] == 1


def test_a_perfect_paper_in_seconds_is_told_with_its_times(town: Town):
    hand_in(town, AN, after_ms=2_500)
    hand_in(town, BINH, after_ms=240_000)

    told = closed(town).organize("round-anomalies", round=FIRST)

    pseudonym = town.profile(AN).pseudonym
    assert told["quick"] == {
        "handed_in": 2,
        "median_ms": 121_250,
        "floor_ms": 3_000,
        "limit_ms": 3_000,
        "found": [
            {
                "contestant": pseudonym,
                "number": 1,
                "unit": "so-noi-vu",
                "started_at": written(OPENS),
                "submitted_at": written(OPENS + 2_500),
                "elapsed_ms": 2_500,
                "points": 3,
            }
        ],
        "more": 0,
    }
    assert told["units"] == {"so-noi-vu": "Sở Nội vụ"}


def test_many_accounts_on_one_device_within_minutes_are_told(town: Town):
    people = [each.identifier for each in PEOPLE[:5]]
    for minute, identifier in enumerate(people):
        town.at(OPENS + minute * 60_000).phone(identifier).start(nonce(minute), device=nonce(77 if minute < 4 else 78))

    told = closed(town).organize("round-anomalies", round=FIRST)["devices"]

    (crowd,) = told["found"]
    facts = {name: value for name, value in crowd.items() if name != "starts"}
    assert facts == {"people": 4, "people_in_all": 4, "lasted_ms": 180_000, "more_starts": 0}
    assert told["more"] == 0
    assert [each["contestant"] for each in crowd["starts"]] == [town.profile(each).pseudonym for each in people[:4]]
    assert crowd["starts"][1]["started_at"] == written(OPENS + 60_000)
    assert crowd["starts"][2] == {
        "contestant": town.profile(CHI).pseudonym,
        "number": 1,
        "unit": "",
        "started_at": written(OPENS + 120_000),
    }


@pytest.fixture
def copying(village: Town) -> tuple[Town, MadeUp]:
    """A closed round of 120 people and forty questions, of whom two have the same sixteen wrong answers."""
    made = made_up(7, 120, 40, 40)
    sources = [number for number, each in enumerate(made.papers) if each.choices.count("A") == 24]
    copied(made, sources[0], sources[0] ^ 1)
    village.settle(*_contest_of(made), ready=[FIRST])
    put_papers(made.papers)
    return closed(village), made


def _contest_of(made: MadeUp) -> tuple[dict[str, Any], list[Any]]:
    paper = {"questions": 40, "options_least": 4, "options_most": 4, "limit_s": LIMIT_MS // 1000, "blueprint": "none"}
    bank = make_bank(FIRST)
    questions = [replace(bank.questions[0], id=name, text=f"Câu {name} hỏi gì?", right="A") for name in sorted(made.right)]
    return make_definition(paper=paper), [replace(bank, questions=tuple(questions))]


@pytest.mark.forged
def test_two_papers_that_are_wrong_alike_are_told_with_what_they_share(
    copying: tuple[Town, MadeUp], monkeypatch: pytest.MonkeyPatch
):
    """And where there are more of them than are told, it is said how many."""
    town, made = copying

    told = town.organize("round-anomalies", round=FIRST)["agreeing"]
    monkeypatch.setattr(look_back, "MOST_TOLD", 0)
    cut = town.organize("round-anomalies", round=FIRST)["agreeing"]

    (pair,) = told["found"]
    one = next(number for number, each in enumerate(made.papers) if each.contestant == pair["first"]["contestant"])
    assert (told["compared"], told["pairs"], told["unsearched"], told["more"]) == (120, 7140, 0, 0)
    assert pair["second"]["contestant"] == contestant(one ^ 1)
    assert (pair["common"], pair["wrong"], pair["shared"], len(pair["matches"])) == (40, [16, 16], 16, 16)
    assert {(each["question"], each["letter"]) for each in pair["matches"]} == {
        answer for answer in made.papers[one].answers() if answer[1] != "A"
    }
    assert pair["one_in"] >= 200
    assert (cut["found"], cut["more"]) == ([], 1)


def test_the_fullest_answer_fits_into_an_invocation():
    """Every part as full as it is told at the most, with ids as long as they may be, and each letter escaped."""
    who = {"contestant": "a" * 26, "number": 99, "unit": "u" * 60, "started_at": "2" * 24, "submitted_at": "2" * 24}
    match = {"question": "q" * 20, "letter": "A", "held": 999_999, "chose": 999_999}
    facts = {"common": 200, "wrong": [200, 200], "shared": 200, "expected": 199.9, "one_in": 10**12}
    pair = {"first": who, "second": who, **facts, "matches": [match] * look_back.MOST_MATCHES_TOLD}
    crowd = {"people": 9_999, "people_in_all": 9_999, "lasted_ms": 600_000, "more_starts": 9_999}
    starts = [who] * look_back.MOST_STARTS_TOLD
    names = {f"{number:060d}": "Ủ" * look_back.LONGEST_NAME for number in range(MOST_UNITS)}
    anomalies = [[pair, who, {**crowd, "starts": starts}]] * MOST_TOLD
    counts = dict.fromkeys("ABCDEFGH", 999_999)
    question = {"text": "Ủ" * look_back.LONGEST_TEXT, "chosen": counts, "hours": [999_999] * 24, "hours_got": [999_999] * 24}
    named = {"question": "q" * 20, "right": "A", "right_now": "A B C D", "papers": 1, "got": 1, "got_now": 1, "blank": 1}

    sizes = [len(json.dumps(each)) for each in ([anomalies, names], [{**question, **named, "suspect": "B"}] * 2_000)]

    assert max(sizes) < 6_000_000


def test_no_answer_names_anybody(town: Town):
    for minute, each in enumerate(PEOPLE[:4]):
        hand_in(town, each.identifier, device=nonce(77), after_ms=1_000 + minute)
    closed(town)

    told = json.dumps([town.organize(act, round=FIRST) for act in ACTS], ensure_ascii=False)

    named = [text for each in PEOPLE for text in (each.full_name, each.identifier, town.codes.get(each.identifier, "?"))]
    assert [text for text in named if text in told] == []
    assert town.profile(AN).pseudonym in told
    assert nonce(77) not in told
