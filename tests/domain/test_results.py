"""What the site says of a published round, and what a phone finds with a receipt alone."""

from __future__ import annotations

import io
import json

import pytest

from chalicelib.domain.attempt import finalised
from chalicelib.domain.canonical import canonical
from chalicelib.domain.closing import close_round
from chalicelib.domain.receipt import receipt
from chalicelib.domain.results import own_digits, own_results, receipts, results_json, shown_name
from tests.domain.facts import make_definition, open_attempt, person, submitted
from tests.domain.test_closing import ATTEMPTS, close, facts

NAMES = {person("c"): "Nguyễn Văn An", person("g"): "Đỗ Thị Ánh"}


def published(definition=None, names=NAMES) -> dict:
    definition = definition or make_definition()
    result, _ = close(definition=definition)
    return json.loads(results_json(result, definition, names))


def test_the_results_of_the_example(snapshot):
    assert published() == snapshot


def test_winners_and_nobody_else_are_named():
    results = published()

    assert [(row["prize_name"], row["place"]) for row in results["winners"]] == [
        ("Giải Nhất", 2),
        ("Giải Nhì", 3),
        ("Giải Ba", 4),
        ("Giải Ba", 5),
        ("Giải Ba", 6),
        ("Giải Ba", 7),
    ]
    assert [(row["name"], row["unit_name"]) for row in results["winners"][2:4]] == [
        ("Nguyễn Văn An", "Sở Y tế"),
        ("Đỗ Thị Ánh", ""),
    ]
    assert "aaaaaaaa" not in json.dumps(results)


def test_a_winner_says_why():
    [third] = [row for row in published()["winners"] if row["place"] == 4]

    assert third["why"] == {
        "vi": "cùng điểm 3, không dự đoán, sau người lệch 1",
        "en": "same score 3, no prediction, behind one off by 1",
    }


def test_a_prize_that_nobody_got_is_said():
    assert published()["not_given"] == [
        {
            "prize": "ba",
            "prize_name": "Giải Ba",
            "number": 1,
            "why": {
                "vi": "không còn người đủ điều kiện nhận giải",
                "en": "nobody was left who could take the prize",
            },
        }
    ]


def test_the_counts_reconcile_with_the_units():
    result, _ = close()

    counts = published()["counts"]

    assert counts == {"papers": 7, "people": 7, "perfect": 4, "target": 4}
    assert counts["papers"] == sum(unit.papers for unit in result.units)


@pytest.mark.parametrize(("names", "shown"), [("full", "Đỗ Thị Ánh"), ("initials", "Đ. T. Á."), ("none", None)])
def test_a_name_is_shown_as_the_definition_allows(names, shown):
    [row] = [row for row in published(make_definition(names=names))["winners"] if row["place"] == 5]

    assert row["name"] == shown


def test_an_erased_name_is_not_made_up():
    assert shown_name("", "initials") is None


def test_the_same_result_gives_the_same_bytes():
    definition = make_definition()
    results = [results_json(close()[0], definition, NAMES) for _ in range(2)]

    assert results[0] == results[1]


def test_a_phone_finds_its_own_row_with_the_receipt_alone():
    result, attempts = close()

    shards = {prefix: json.loads(data) for prefix, data in own_results(result, make_definition(), io.BytesIO(attempts))}

    own = {
        letter: receipt(finalised(attempt, attempt.deadline_at))
        for letter, attempt in zip("abcdefgh", ATTEMPTS, strict=True)
    }
    assert shards[own["f"][:1]]["own"][own["f"]] == {
        "leaf": 5,
        "rank": 6,
        "score": 2,
        "questions": 3,
        "values": {
            "score": "2",
            "prediction_error": "116",
            "elapsed": "630",
            "submitted_at": "2023-10-23T01:10:30.000Z",
        },
        "ruling": "",
        "why": {"side": "behind", "same": 1, "theirs": "1", "sharing": 0},
    }
    ranks = {letter: shards[name[:1]]["own"][name]["rank"] for letter, name in own.items()}
    assert {row.entry.contestant[0]: row.rank for row in result.ranked} | {"d": None} == ranks
    assert shards[own["d"][:1]]["own"][own["d"]]["ruling"] == "excluded"


def test_each_row_names_its_receipts_place_in_the_tree():
    result, attempts = close()

    leaves = {
        receipt: row["leaf"]
        for _, data in own_results(result, make_definition(), io.BytesIO(attempts))
        for receipt, row in json.loads(data)["own"].items()
    }

    assert [leaves[receipt] for receipt in receipts(io.BytesIO(attempts))] == list(range(8))


def test_a_row_says_why_it_stands_where_it_does_and_none_without_a_rank():
    result, attempts = close()

    files = own_results(result, make_definition(), io.BytesIO(attempts))

    rows = sorted((row for _, data in files for row in json.loads(data)["own"].values()), key=lambda row: row["leaf"])
    assert [(row["rank"], row["why"] and (row["why"]["same"], row["why"]["theirs"])) for row in rows[2:]] == [
        (4, (1, "1")),
        (None, None),
        (7, (0, "2")),
        (6, (1, "1")),
        (5, (0, "3")),
        (1, (1, "1")),
    ]


def test_the_files_of_own_results_are_canonical_json():
    result, attempts = close()

    files = [data for _, data in own_results(result, make_definition(), io.BytesIO(attempts))]

    assert files == [canonical(json.loads(data)) for data in files]


def test_every_prefix_has_its_file():
    result, attempts = close()

    files = list(own_results(result, make_definition(), io.BytesIO(attempts)))

    assert [prefix for prefix, _ in files] == list("0123456789abcdef")
    assert sum(len(json.loads(data)["own"]) for _, data in files) == 8


def test_an_attempt_that_another_replaces_has_no_rank():
    definition = make_definition(attempts={"max": 2, "counted": "last"})
    second = open_attempt("a", 2)
    attempts = [submitted("a", 1), finalised(second, second.deadline_at)]
    out = io.BytesIO()
    result = close_round(facts(definition=definition), attempts, out)
    out.seek(0)

    shards = [json.loads(data)["own"] for _, data in own_results(result, definition, out)]

    rows = {name: row for shard in shards for name, row in shard.items()}
    assert [(rows[receipt(each)]["rank"], rows[receipt(each)]["score"]) for each in attempts] == [(None, 3), (1, 0)]


@pytest.mark.parametrize(("attempts", "digits"), [(0, 1), (6400, 1), (6401, 2), (102_400, 2), (102_401, 3), (800_000, 3)])
def test_a_file_of_own_results_holds_some_four_hundred(attempts, digits):
    assert own_digits(attempts) == digits
