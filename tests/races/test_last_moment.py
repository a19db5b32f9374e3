"""The closing bell: what was under way when it rang is in the export if it was acknowledged, and told so if it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from chalicelib.domain.errors import HandedIn, Late, NotOpen, Refusal
from chalicelib.domain.round import RoundRecord
from chalicelib.domain.times import written
from chalicelib.services.answers import Answers
from chalicelib.services.close import close
from chalicelib.services.desk import desk
from chalicelib.services.hand_in import hand_in
from chalicelib.services.save import save
from chalicelib.services.start import start
from chalicelib.storage import rounds
from tests.factories import CLOSES, CLOSING_BEGINS, CONTEST, FIRST, GRACE_MS, SETTLING_MS, nonce
from tests.races.race import (
    AT_ONCE,
    CONTESTANTS,
    FEW,
    SOME,
    Race,
    answered,
    at_the_desk,
    contestant,
    session,
    without_conditions,
)
from tests.services.exported import rows

pytestmark = [pytest.mark.races, pytest.mark.soak]

LAST = CLOSES - 1
TRIES = 8
SAVED = "A__"


class Try(NamedTuple):
    """One late hand-in: whose, and what became of it."""

    number: int
    answers: Answers
    came_of_it: Any


def late_hand_ins_against_the_close(race: Race, many: int = CONTESTANTS) -> list[str]:
    """Close while late hand-ins are still arriving, many of everybody with other answers each. Returns what is wrong."""
    people = list(race.contestants("late hand-in", many))
    for number, _ in people:
        begin_late(number)
    record = rounds.get(CONTEST, FIRST)
    acts = [partial(hand_in_all, part) for part in dealt(race, people)]
    *done, closed = race.together([*acts, partial(close, record, CLOSING_BEGINS)])
    if isinstance(closed, Exception):
        raise closed
    exported = {row["contestant"]: row for row in rows("attempts.csv")}
    tries = sorted((each for part in done for each in part), key=lambda each: each.number)
    by_person = groupby(tries, key=lambda each: each.number)
    return [wrong for number, own in by_person for wrong in wrong_with_tries(exported[contestant(number)], list(own))]


def begin_late(number: int) -> None:
    """Start a little before the close, and save."""
    start(session(number), FIRST, 1, nonce(1), CLOSES - 60_000)
    save(session(number), at_the_desk(), 1, Answers(nonce(2), 1, SAVED, ""), CLOSES - 1000)


def dealt(race: Race, people: Sequence[tuple[int, Random]]) -> list[list[tuple[int, Answers]]]:
    """Deal out every hand-in, shuffled, to as many hands as act at once."""
    papers = [
        (number, Answers(nonce(100 + each), 2, answered(chance), "")) for number, chance in people for each in range(TRIES)
    ]
    Random(f"{race.seed} dealt").shuffle(papers)
    return [papers[hand::AT_ONCE] for hand in range(AT_ONCE)]


def hand_in_all(papers: Sequence[tuple[int, Answers]]) -> list[Try]:
    """Hand in one after the other, all stamped with the last millisecond of the grace. Gives what came of each."""
    return [Try(number, answers, _handed_in(number, answers)) for number, answers in papers]


def _handed_in(number: int, answers: Answers) -> dict[str, str] | Refusal:
    try:
        return hand_in(session(number), at_the_desk(), 1, answers, CLOSES + GRACE_MS - 1)
    except Refusal as refusal:
        return refusal


def wrong_with_tries(row: dict[str, str], tries: list[Try]) -> Iterator[str]:
    """At most one is acknowledged and is in the export; the others are told what is."""
    receipts = [each.came_of_it for each in tries if isinstance(each.came_of_it, dict)]
    refusals = [each.came_of_it for each in tries if isinstance(each.came_of_it, Refusal)]
    in_the_export = {name: row[name] for name in ("receipt", "choices", "nonce", "submitted_at")}
    if len(receipts) > 1:
        yield f"{row['contestant']}: {len(receipts)} hand-ins were acknowledged"
    for receipt in receipts:
        if row["status"] != "submitted" or in_the_export != {name: receipt[name] for name in in_the_export}:
            yield f"{row['contestant']} was given {receipt}, and {row} is exported"
    kept = (row["status"], row["choices"], row["nonce"], row["submitted_at"])
    if not receipts and kept != ("timed_out", SAVED, nonce(2), written(CLOSES)):
        yield f"{row['contestant']} handed in nothing, and {row} is exported"
    told = [(HandedIn, {"receipt": receipts[0]})] if receipts else []
    wrong = [each for each in refusals if not (told and (type(each), each.facts) == told[0]) and not _told_late(each, row)]
    if wrong:
        yield f"{row['contestant']} was refused with {[(each, each.facts) for each in wrong]}, and {row} is exported"


def _told_late(refusal: Refusal, row: dict[str, str]) -> bool:
    """Whether the refusal says that it is too late and shows what was saved, as the export has it."""
    shown = refusal.facts.get("attempt", {})
    same = (shown.get("choices"), shown.get("nonce")) == (row["choices"], row["nonce"])
    return isinstance(refusal, Late) and row["status"] == "timed_out" and same


def test_each_late_hand_in_is_in_the_export_or_is_told_that_it_is_not(race: Race):
    assert late_hand_ins_against_the_close(race) == []


def test_without_the_condition_a_hand_in_would_be_acknowledged_and_not_be_in_the_export(race: Race):
    with without_conditions():
        wrong = late_hand_ins_against_the_close(race, many=100)

    assert [each for each in wrong if "was given" in each] != []


def begun_closing() -> RoundRecord:
    """Begin the closing while the functions still know the round from before it; return the round's record."""
    assert desk(CONTEST, FIRST, LAST) is not None
    return rounds.change(rounds.get(CONTEST, FIRST), state="closing", closing_at=CLOSING_BEGINS)


def starts_at_the_last_moment(race: Race, people: Sequence[tuple[int, Random]]) -> list[list[tuple[int, Any]]]:
    """Start on many devices at once, stamped with the last millisecond or with the close. Gives each person's stamps and
    what came of them.
    """
    return [starts_of(race, number, [chance.choice((LAST, CLOSES)) for _ in range(AT_ONCE)]) for number, chance in people]


def starts_of(race: Race, number: int, stamps: list[int]) -> list[tuple[int, Any]]:
    acts = [partial(start, session(number, each), FIRST, 1, nonce(each), stamp) for each, stamp in enumerate(stamps)]
    return list(zip(stamps, race.together(acts), strict=True))


def wrong_with_last_starts(number: int, done: list[tuple[int, Any]], row: dict[str, str] | None) -> Iterator[str]:
    """Who started in time has one paper, which is in the export; who was refused has none."""
    shown = [each[0] for stamp, each in done if stamp == LAST and isinstance(each, tuple)]
    papers = {(each["attempt"]["started_at"], str(each["paper"])) for each in shown}
    if len(shown) != sum(stamp == LAST for stamp, _ in done) or len(papers) != bool(shown):
        yield f"contestant {number} was shown {papers} by {done}"
    if ((row or {}).get("started_at") == written(LAST)) != bool(shown):
        yield f"contestant {number} was shown {len(shown)} papers, and {row} is exported"
    late = [each for stamp, each in done if stamp == CLOSES and not isinstance(each, NotOpen | Late)]
    if late:
        yield f"contestant {number} came at the close and was told {late}"


def wrong_with_all(people: Sequence[tuple[int, Random]], done: list[list[tuple[int, Any]]]) -> list[str]:
    exported = {row["contestant"]: row for row in rows("attempts.csv")}
    of_each = zip((number for number, _ in people), done, strict=True)
    return [
        wrong for number, own in of_each for wrong in wrong_with_last_starts(number, own, exported.get(contestant(number)))
    ]


def test_a_start_stamped_in_time_that_is_under_way_while_closing_begins_is_in(race: Race):
    people = list(race.contestants("last start", SOME))
    begun = begun_closing()

    done = starts_at_the_last_moment(race, people)
    close(begun, CLOSING_BEGINS)

    assert wrong_with_all(people, done) == []


def test_without_the_wait_before_the_closing_it_would_be_lost(race: Race):
    people = list(race.contestants("last start", FEW))
    begun = begun_closing()

    close(begun, CLOSING_BEGINS)
    done = starts_at_the_last_moment(race, people)

    assert wrong_with_all(people, done) == [
        f"contestant {number} was shown {sum(stamp == LAST for stamp, _ in own)} papers, and None is exported"
        for (number, _), own in zip(people, done, strict=True)
    ]


def test_no_request_lives_longer_than_the_closing_waits():
    settings = json.loads((Path(__file__).parents[2] / ".chalice/config.json").read_text())

    longest_s = settings["lambda_functions"]["api_handler"].get("lambda_timeout", settings["lambda_timeout"])

    assert longest_s * 1000 < GRACE_MS + SETTLING_MS
