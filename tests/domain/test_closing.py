"""The close of a small round, file by file: ties, a lot, an excluded, a blank, a late hand-in, an earlier winner."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.attempt import Attempt, finalised
from chalicelib.domain.closing import ClosingFacts, ClosingResult, FrozenTarget, close_round, right_choices
from chalicelib.domain.criteria import Turnout
from chalicelib.domain.decisions import move_close
from chalicelib.domain.exports import LINES_AT_ONCE, Counts, read_csv
from chalicelib.domain.prizes import EarlierWin
from chalicelib.domain.receipt import MerkleRoot, lot, receipt
from chalicelib.domain.roster import Unit
from chalicelib.domain.times import read
from tests.domain.facts import (
    CLOSES,
    CONTEST,
    LIMIT_MS,
    LOT_SEED,
    OPENS,
    PAPER_SEED,
    ROUND,
    make_bank,
    make_definition,
    open_attempt,
    person,
    submitted,
)

# The close hands the committed bytes on as they are; a fixed text keeps these tests apart from what a definition holds.
DEFINITION_JSON = b'{"contest":"vi-du-2023"}'
CLOSED_AT = read("2023-10-24T01:00:20.000Z")
UNITS = [
    Unit("so-y-te", "Sở Y tế", "so", 3),
    Unit("so-noi-vu", "Sở Nội vụ, tỉnh", "so", 4),
    Unit("so-van-hoa", "Sở Văn hóa", "so", 2),
]

# Four people are all correct; d is of an excluded body. a and b are equal on every criterion; h predicted best, but
# has won before; c handed in late and within the grace; f ran out of time; e did nothing.
ATTEMPTS = [
    submitted("a", unit="so-noi-vu", prediction="3", took_ms=300_900),
    submitted("b", unit="so-y-te", prediction="3", after_ms=400, took_ms=300_500),
    submitted("c", unit="so-y-te", took_ms=LIMIT_MS + 3_500),
    submitted("d", unit="so-noi-vu", prediction="4", took_ms=60_000),
    open_attempt("e", unit="so-noi-vu"),
    open_attempt("f", unit="so-noi-vu", choices="AA_", prediction="120", version=4),
    submitted("g", marks="RWR", prediction="5", took_ms=200_000),
    submitted("h", unit="so-y-te", prediction="4", took_ms=400_000),
]


def facts(**changes) -> ClosingFacts:
    values = {
        "definition": make_definition(),
        "definition_json": DEFINITION_JSON,
        "bank_json": make_bank(),
        "round": ROUND,
        "paper_seed": PAPER_SEED,
        "lot_seed": LOT_SEED,
        "closed_at": CLOSED_AT,
        "units": UNITS,
        "excluded": {person("d"): "ban-to-chuc"},
        "earlier_wins": [EarlierWin(person("h"), "tuan-0", 1, "ba")],
    }
    return ClosingFacts(**(values | changes))


def close(attempts: list[Attempt] = ATTEMPTS, **changes) -> tuple[ClosingResult, bytes]:
    """Return the result of a close, and the bytes of ``attempts.csv``."""
    out = io.BytesIO()
    result = close_round(facts(**changes), (finalised(attempt, attempt.deadline_at) for attempt in attempts), out)
    return result, out.getvalue()


def text(data: bytes) -> str:
    return data.decode("utf-8-sig")


def test_attempts(snapshot):
    _, attempts = close()

    assert text(attempts) == snapshot


def test_ranking():
    result, _ = close()

    lots = {letter: lot(LOT_SEED, CONTEST, ROUND, result.receipts_root, person(letter)) for letter in "ab"}
    first, second = sorted("ab", key=lots.__getitem__)
    units = {"a": "so-noi-vu", "b": "so-y-te"}
    assert text(result.files["ranking.csv"]) == (
        "rank,contestant,number,unit,score,prediction_error,elapsed,submitted_at,lot\n"
        f"1,{person('h')},1,so-y-te,3,0,400,2023-10-23T01:06:40.000Z,\n"
        f"2,{person(first)},1,{units[first]},3,1,300,2023-10-23T01:05:00.900Z,{lots[first]}\n"
        f"3,{person(second)},1,{units[second]},3,1,300,2023-10-23T01:05:00.900Z,{lots[second]}\n"
        f"4,{person('c')},1,so-y-te,3,,630,2023-10-23T01:10:33.500Z,\n"
        f"5,{person('g')},1,,2,1,200,2023-10-23T01:03:20.000Z,\n"
        f"6,{person('f')},1,so-noi-vu,2,116,630,2023-10-23T01:10:30.000Z,\n"
        f"7,{person('e')},1,so-noi-vu,0,,630,2023-10-23T01:10:30.000Z,\n"
    )


def test_prizes():
    result, _ = close()

    first, second = (row.entry.contestant for row in result.ranked[1:3])
    assert text(result.files["prizes.csv"]) == (
        "prize,place,contestant,number,amount_vnd,passed_over\n"
        f"nhat,1,{person('h')},1,,won_earlier\n"
        f"nhat,2,{first},1,1000000,\n"
        f"nhi,3,{second},1,,\n"
        f"ba,4,{person('c')},1,300000,\n"
        f"ba,5,{person('g')},1,300000,\n"
        f"ba,6,{person('f')},1,300000,\n"
        f"ba,7,{person('e')},1,300000,\n"
        "ba,,,,,\n"
    )


def test_units():
    result, _ = close()

    assert text(result.files["units.csv"]) == (
        "unit,name,class,headcount,people,rate,papers,mean_score,perfect,zero\n"
        ",,,,1,,1,2.0000,0,0\n"
        'so-noi-vu,"Sở Nội vụ, tỉnh",so,4,3,0.7500,3,1.6667,1,1\n'
        "so-van-hoa,Sở Văn hóa,so,2,0,0.0000,0,,0,0\n"
        "so-y-te,Sở Y tế,so,3,3,1.0000,3,3.0000,3,0\n"
    )


def test_decisions():
    moved = move_close(ROUND, CLOSES + 9, CLOSES, decided_at=CLOSES - 200_000, by="to-chuc-1", reason="het-thi-sinh")

    result, _ = close(decisions=[moved])

    assert text(result.files["decisions.csv"]) == (
        "seq,decided_at,by,confirmed_by,act,subject,before,after,reason\n"
        "1,2023-10-24T00:56:40.000Z,to-chuc-1,,move_close,tuan-1,2023-10-24T01:00:00.009Z,2023-10-24T01:00:00.000Z,"
        "het-thi-sinh\n"
        f"2,2023-10-24T01:00:20.000Z,system,,exclude,{person('d')}.1,,excluded,ban-to-chuc\n"
    )


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_moves_at_one_millisecond_the_second_begins_where_the_first_ended(turn):
    first = move_close(ROUND, CLOSES + 9, CLOSES + 5, decided_at=CLOSES - 200_000, by="to-chuc-2", reason="het-thi-sinh")
    second = move_close(ROUND, CLOSES + 5, CLOSES, decided_at=CLOSES - 200_000, by="to-chuc-1", reason="het-thi-sinh")

    result, _ = close(decisions=[first, second][::turn])

    assert result.decisions[:2] == [first, second]


def test_earlier_wins():
    result, _ = close()

    assert text(result.files["earlier_wins.csv"]) == f"contestant,round,revision,prize\n{person('h')},tuan-0,1,ba\n"


def test_committed_files_are_handed_on_byte_for_byte():
    result, _ = close()

    assert result.files["definition.json"] == DEFINITION_JSON
    assert result.files["bank.json"] == make_bank()
    assert json.loads(result.files["draw.json"]) == {
        "commitment": result.commitment,
        "lot_seed": LOT_SEED.hex(),
        "paper_seed": PAPER_SEED.hex(),
    }


def test_the_manifest_vouches_for_every_file_and_names_no_other():
    result, attempts = close(key="hai-phong-2023")

    manifest = json.loads(result.manifest)
    files = {"attempts.csv": attempts, **result.files}
    rows = {name: data.count(b"\n") - 1 if name.endswith(".csv") else None for name, data in files.items()}
    assert manifest == {
        "closed_at": "2023-10-24T01:00:20.000Z",
        "contest": CONTEST,
        "counts": {"attempts": 8, "blank": 1, "perfect": 4, "ruled_out": 1, "submitted": 6, "timed_out": 1},
        "files": [
            {"bytes": len(files[name]), "name": name, "rows": rows[name], "sha256": hashlib.sha256(files[name]).hexdigest()}
            for name in sorted(files)
        ],
        "format": "hoithi-export/1",
        "key": "hai-phong-2023",
        "lot_root": result.receipts_root,
        "prediction_target": 4,
        "prediction_target_from": None,
        "previous": None,
        "receipts_root": result.receipts_root,
        "revision": 1,
        "round": ROUND,
    }
    assert sorted(files) == [
        "attempts.csv",
        "bank.json",
        "decisions.csv",
        "definition.json",
        "draw.json",
        "earlier_wins.csv",
        "prizes.csv",
        "ranking.csv",
        "units.csv",
    ]


def test_the_root_is_over_every_row_the_excluded_too():
    result, attempts = close()

    tree = MerkleRoot()
    for attempt in ATTEMPTS:
        tree.add(receipt(finalised(attempt, attempt.deadline_at)))
    assert result.receipts_root == tree.hexdigest()
    assert len(list(read_csv(io.BytesIO(attempts)))) == 8


def test_the_whole_export(snapshot):
    """Whatever changes one byte of an export has to be seen here first."""
    result, attempts = close()

    digests = {name: hashlib.sha256(data).hexdigest() for name, data in {"attempts.csv": attempts, **result.files}.items()}
    assert {"digests": digests, "manifest": result.manifest.decode()} == snapshot


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_same_facts_give_the_same_bytes(random):
    shuffled = {
        "units": random.sample(UNITS, len(UNITS)),
        "earlier_wins": random.sample(WINS, len(WINS)),
        "decisions": random.sample(MOVES, len(MOVES)),
    }

    assert close(**shuffled) == close(units=UNITS, earlier_wins=WINS, decisions=MOVES)


WINS = [EarlierWin(person(letter), "tuan-0", 1, "ba") for letter in "hcx"]
MOVES = [
    move_close(ROUND, CLOSES + 9 - at, CLOSES + 8 - at, decided_at=CLOSES - 200_000 + at // 2, by="to-chuc-1", reason="x")
    for at in range(4)
]


def test_a_round_that_nobody_took():
    result, attempts = close([])

    assert text(attempts).count("\n") == 1
    assert result.receipts_root == hashlib.sha256(b"").hexdigest()
    assert result.counts == Counts(attempts=0, blank=0, perfect=0, ruled_out=0, submitted=0, timed_out=0)
    assert (result.target, result.ranked) == (0, [])
    assert text(result.files["prizes.csv"]).count("\n") == 8


def test_the_excluded_are_nowhere_but_in_the_attempts():
    result, _ = close()

    assert person("d") not in {row.entry.contestant for row in result.ranked}
    assert person("d") not in {row.contestant for row in result.prizes}


def test_a_unit_that_only_the_excluded_come_from_has_its_row():
    result, _ = close([submitted("d", unit="so-cu")])

    assert [(row.unit, row.people, row.papers) for row in result.units if row.unit == "so-cu"] == [("so-cu", 0, 0)]


@given(st.sets(st.sampled_from("abcdefgh")))
@settings(max_examples=30)
def test_a_prize_never_goes_to_the_excluded(letters):
    excluded = {person(letter): "ban-to-chuc" for letter in letters}

    result, _ = close(excluded=excluded)

    assert not excluded.keys() & {row.contestant for row in result.prizes}
    assert result.counts.ruled_out == len(letters)
    assert [each.subject for each in result.decisions] == [f"{person(letter)}.1" for letter in sorted(letters)]


@pytest.mark.parametrize(
    ("asks", "target"), [("persons_all_correct", 4), ("papers", 6), ("persons", 7), ("percent_all_correct", 5714)]
)
def test_the_target_is_over_counted_attempts(asks, target):
    result, _ = close(definition=make_definition(prediction={"asks": asks}))

    assert result.turnout == Turnout(papers=6, people=7, perfect_people=4)
    assert result.target == target


def test_a_contest_without_a_prediction_has_no_target():
    definition = make_definition("score elapsed", prediction=None)

    result, _ = close(definition=definition)

    assert json.loads(result.manifest)["prediction_target"] is None


def test_a_frozen_target_is_copied_and_says_whence():
    result, _ = close(revision=3, previous="0a", lot_root="0b", frozen=FrozenTarget(3, 2))

    manifest = json.loads(result.manifest)
    assert {name: manifest[name] for name in ("prediction_target", "prediction_target_from", "revision", "previous")} == {
        "prediction_target": 3,
        "prediction_target_from": 2,
        "revision": 3,
        "previous": "0a",
    }
    assert {row.entry.contestant for row in result.ranked[:2]} == {person("a"), person("b")}


def test_no_decision_draws_the_lot_again():
    result, _ = close()

    later, _ = close(revision=2, previous="0a", lot_root=result.receipts_root, excluded={})

    assert later.receipts_root == result.receipts_root
    lots = {row.entry.contestant: row.lot for row in later.ranked if row.lot}
    assert lots == {row.entry.contestant: row.lot for row in result.ranked if row.lot}


def test_all_attempts_of_a_contestant_are_rows_and_the_best_is_ranked():
    definition = make_definition(attempts={"max": 2, "counted": "best"})
    attempts = [submitted("a", 1, marks="RRR", unit="so-y-te"), submitted("a", 2, marks="RWW", unit="so-y-te")]

    result, _ = close(attempts, definition=definition)

    assert [(row.entry.number, row.entry.score) for row in result.ranked] == [(1, 3)]
    assert result.turnout == Turnout(papers=2, people=1, perfect_people=1)
    [unit] = [unit for unit in result.units if unit.unit == "so-y-te"]
    assert (unit.people, unit.papers, unit.ranked) == (1, 2, 1)


def test_somebody_is_all_correct_also_by_an_attempt_that_is_not_ranked():
    definition = make_definition(attempts={"max": 2, "counted": "last"})
    attempts = [submitted("a", 1, marks="RRR"), submitted("a", 2, marks="RWW")]

    result, _ = close(attempts, definition=definition)

    assert (result.target, result.counts.perfect) == (1, 0)


def test_every_attempt_of_an_excluded_person_is_ruled_out_by_a_decision_of_its_own():
    definition = make_definition(attempts={"max": 10, "counted": "best"})
    attempts = [submitted("d", number) for number in (1, 2, 10)]

    result, _ = close(attempts, definition=definition)

    assert [(each.subject, each.reason) for each in result.decisions] == [
        (f"{person('d')}.{number}", "ban-to-chuc") for number in (1, 2, 10)
    ]


@pytest.mark.parametrize(
    ("attempts", "message"),
    [
        ([submitted("b"), submitted("a")], "a.1 comes after b"),
        ([submitted("a"), submitted("a")], "a.1 comes after a"),
        ([replace(submitted("a"), round="tuan-0")], "is of vi-du-2023/tuan-0"),
    ],
)
def test_attempts_that_would_give_a_wrong_root_stop_the_close(attempts, message):
    with pytest.raises(ValueError, match=message):
        close(attempts)


def test_an_open_attempt_stops_the_close():
    with pytest.raises(ValueError, match="still open"):
        close_round(facts(), [open_attempt("a")], io.BytesIO())


def test_a_practice_round_has_no_export():
    with pytest.raises(ValueError, match="practice"):
        close(round="thi-thu")


def test_the_right_choices_are_the_committed_letters():
    assert right_choices(make_bank())["q04"] == frozenset("D")


def test_attempts_are_not_held():
    """A stream is written while it is read: at any time the close is a few lines behind, never the whole round."""
    behind: list[int] = []
    out = io.BytesIO()

    def stream():
        for number in range(1, 4 * LINES_AT_ONCE):
            behind.append(number - max(1, out.getvalue().count(b"\n")))
            yield submitted("a", number)

    definition = make_definition(attempts={"max": 99, "counted": "first"})
    close_round(facts(definition=definition), stream(), out)

    assert (min(behind), max(behind)) == (0, LINES_AT_ONCE - 1)


def test_the_opening_of_the_example_is_its_rounds():
    """Holds the factories to the definition: what the example says of time would otherwise prove nothing."""
    each = make_definition().round(ROUND)

    assert (each.opens, each.closes) == (OPENS, CLOSES)
