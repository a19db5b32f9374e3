"""A round's papers by mark and by day: what is told adds up to the units' papers and is recomputed from the export."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.attempt import Attempt
from chalicelib.domain.closing import ClosingResult
from chalicelib.domain.decisions import Ask
from chalicelib.domain.exports import read_csv
from chalicelib.domain.results import results_json
from chalicelib.domain.statistics import BANDS, UnitDay, band_scores, bands, statistics_json
from chalicelib.domain.times import HO_CHI_MINH, read, to_datetime
from tests.domain.facts import OPENS, RIGHT, make_definition, open_attempt, person, submitted
from tests.domain.test_closing import CLOSED_AT, close

HOUR_MS = 3_600_000
# 00:00 here on the second day of the round, as milliseconds after its opening.
MIDNIGHT_MS = read("2023-10-23T17:00:00.000Z") - OPENS


def told(result: ClosingResult) -> Any:
    """Return ``statistics.json`` as a report reads it."""
    return json.loads(statistics_json(result.statistics))


def ask(act: str, subject: str, after: str = "") -> Ask:
    return Ask(CLOSED_AT + 1, "truong-ban", "", act, subject, after, "ket-luan-lai")


@pytest.mark.parametrize(
    ("score", "questions", "band"),
    [
        (20, 20, "all"),
        (19, 20, "high"),
        (15, 20, "high"),
        (14, 20, "middle"),
        (5, 20, "middle"),
        (4, 20, "low"),
        (1, 20, "low"),
        (0, 20, "zero"),
        (8, 10, "high"),
        (7, 10, "middle"),
        (3, 10, "middle"),
        (2, 10, "low"),
        (2, 3, "middle"),
        (1, 1, "all"),
        (0, 1, "zero"),
    ],
)
def test_a_score_on_the_edge_of_a_band_is_in_the_upper_one(score: int, questions: int, band: str) -> None:
    assert bands({score: 7}, questions) == {each: 7 if each == band else 0 for each in BANDS}


@given(st.integers(1, 200))
def test_every_score_is_in_one_band_and_the_bands_follow_one_another(questions: int) -> None:
    scores = band_scores(questions)

    falling = [score for band in BANDS if band in scores for score in range(scores[band][1], scores[band][0] - 1, -1)]
    assert falling == list(range(questions, -1, -1))


def test_a_short_paper_has_no_score_in_some_bands() -> None:
    assert band_scores(3) == {"all": (3, 3), "middle": (1, 2), "zero": (0, 0)}


def test_the_statistics_of_the_example() -> None:
    result, _ = close()

    assert told(result) == {
        "marks": {"0": 1, "2": 2, "3": 4},
        "days": [
            {"day": "2023-10-23", "unit": "", "papers": 1, "people": 1},
            {"day": "2023-10-23", "unit": "so-noi-vu", "papers": 3, "people": 3},
            {"day": "2023-10-23", "unit": "so-y-te", "papers": 3, "people": 3},
        ],
        "statuses": {"submitted": 5, "timed_out": 1, "blank": 1},
        "ruled_out": 1,
    }


def test_a_day_ends_at_midnight_here_and_not_in_greenwich() -> None:
    last = submitted("a", after_ms=MIDNIGHT_MS - 60_001)
    first = submitted("b", after_ms=MIDNIGHT_MS - 60_000)

    result, _ = close([last, first])

    assert result.statistics.days == [UnitDay("2023-10-23", "", 1, 1), UnitDay("2023-10-24", "", 1, 1)]


def test_somebody_with_several_papers_is_one_person_on_each_day() -> None:
    definition = make_definition(attempts={"max": 3, "counted": "best"})
    attempts = [submitted("a", number, after_ms=after) for number, after in enumerate((0, HOUR_MS, MIDNIGHT_MS), start=1)]

    result, _ = close(attempts, definition=definition)

    assert result.statistics.days == [UnitDay("2023-10-23", "", 2, 1), UnitDay("2023-10-24", "", 1, 1)]


def test_a_round_that_nobody_took_has_statistics_of_nobody() -> None:
    result, _ = close([])

    empty = {"marks": {}, "days": [], "statuses": {"submitted": 0, "timed_out": 0, "blank": 0}, "ruled_out": 0}
    assert told(result) == empty
    assert bands(result.statistics.marks, 3) == dict.fromkeys(BANDS, 0)


def test_somebody_disqualified_leaves_the_marks_and_the_days() -> None:
    result, _ = close(later=[ask("disqualify", f"{person('c')}.1")])

    assert (result.statistics.marks, result.statistics.ruled_out) == ({0: 1, 2: 2, 3: 3}, 2)
    assert UnitDay("2023-10-23", "so-y-te", 2, 2) in result.statistics.days


def test_voided_questions_move_papers_into_other_bands() -> None:
    before, _ = close()

    after, _ = close(later=[ask("void", question) for question in RIGHT])

    assert bands(before.statistics.marks, 3) == {"all": 4, "high": 0, "middle": 2, "low": 0, "zero": 1}
    assert bands(after.statistics.marks, 3) == {"all": 7, "high": 0, "middle": 0, "low": 0, "zero": 0}


def test_somebody_moved_to_another_unit_takes_their_papers_along() -> None:
    result, _ = close(later=[ask("move_unit", person("g"), after="so-van-hoa")])

    assert [(each.unit, each.papers) for each in result.statistics.days] == [
        ("so-noi-vu", 3),
        ("so-van-hoa", 1),
        ("so-y-te", 3),
    ]


# Some letters have several attempts, no unit, a blank paper or one that ran out of time, or are not to be counted.
PAPERS = st.tuples(
    st.sampled_from(["", "so-noi-vu", "so-y-te"]),
    st.lists(
        st.tuples(
            st.sampled_from(["submitted", "timed_out", "blank"]), st.text("RW_", min_size=3, max_size=3), st.integers(0, 22)
        ),
        min_size=1,
        max_size=3,
    ),
)
ROUNDS = st.dictionaries(st.sampled_from("abcdefgh"), PAPERS)


def made(letter: str, number: int, unit: str, kind: str, marks: str, hour: int) -> Attempt:
    """Return an attempt of ``letter`` begun so many hours after the opening."""
    begun: dict[str, Any] = {"unit": unit, "after_ms": hour * HOUR_MS}
    if kind == "submitted":
        return submitted(letter, number, marks=marks, **begun)
    return open_attempt(letter, number, **begun, **({"choices": "AAA", "version": 2} if kind == "timed_out" else {}))


@given(
    ROUNDS, st.sets(st.sampled_from("abcdefgh"), max_size=2), st.sets(st.sampled_from("abcdefgh"), max_size=2), st.booleans()
)
@settings(max_examples=60)
def test_whatever_is_told_adds_up_and_can_be_recomputed_from_the_export(
    people: dict[str, Any], excluded: set[str], disqualified: set[str], voided: bool
) -> None:
    attempts = [
        made(letter, number, unit, *paper)
        for letter, (unit, papers) in sorted(people.items())
        for number, paper in enumerate(papers, start=1)
    ]
    definition = make_definition(attempts={"max": 3, "counted": "best"})
    later = [ask("disqualify", each.name) for each in attempts if each.contestant[0] in disqualified]
    later += [ask("void", "q01")] if voided else []

    kept_out = {person(letter): "ban-to-chuc" for letter in excluded}
    result, attempts_csv = close(attempts, definition=definition, excluded=kept_out, later=later)

    rows = list(read_csv(io.BytesIO(attempts_csv)))
    counted = [row for row in rows if not row["ruling"]]
    on = Counter((day_of(row), row["unit"]) for row in counted)
    who = Counter((day, unit) for day, unit, _ in {(day_of(row), row["unit"], row["contestant"]) for row in counted})
    statistics = result.statistics
    assert statistics.days == [UnitDay(*each, on[each], who[each]) for each in sorted(on)]
    assert statistics.statuses == {name: sum(row["status"] == name for row in counted) for name in statistics.statuses}
    assert statistics.ruled_out == len(rows) - len(counted)
    by_unit = Counter({unit.unit: unit.papers for unit in result.units})
    assert Counter(row["unit"] for row in counted) == by_unit
    shown = json.loads(results_json(result, definition, {}))
    papers = shown["counts"]["papers"]
    assert papers == sum(each["papers"] for each in shown["bands"]) == sum(each["papers"] for each in shown["days"])
    assert papers == sum(each["papers"] for each in shown["units"]) == sum(statistics.marks.values())


def day_of(row: Any) -> str:
    """Return the local date of a row of ``attempts.csv`` by the calendar of the standard library."""
    return to_datetime(read(row["submitted_at"])).astimezone(HO_CHI_MINH).date().isoformat()
