"""The format's own worked case: every formula of export-format.md against the values that stand beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.attempt import elapsed_ms
from chalicelib.domain.canonical import canonical, sha256_hex
from chalicelib.domain.draw import commitment, draw_questions, option_order
from chalicelib.domain.receipt import MerkleRoot, lot, receipt, receipt_fields
from chalicelib.domain.times import read
from chalicelib.domain.units import fraction
from tests.domain.facts import CONTEST, LOT_SEED, PAPER_SEED, ROUND, open_attempt

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors.json").read_text(encoding="utf-8"))
PAPER = VECTORS["paper"]


def test_the_seeds_of_the_factories_are_the_worked_cases():
    assert VECTORS["seeds"] == {"paper_seed": PAPER_SEED.hex(), "lot_seed": LOT_SEED.hex()}


def test_the_commitment():
    given = VECTORS["canonical"]
    bank, definition = given["bank.json"].encode(), given["definition.json"].encode()

    made = commitment(bank, definition, LOT_SEED, PAPER_SEED)

    assert made == VECTORS["commitment"]
    assert sha256_hex(bank) == given["bank_sha256"]
    assert sha256_hex(definition) == given["definition_sha256"]


@pytest.mark.parametrize("case", PAPER["cases"], ids=lambda case: f"{case['contestant'][0]}.{case['number']}")
def test_a_paper(case):
    drawn = draw_questions(PAPER_SEED, CONTEST, ROUND, case["contestant"], case["number"], PAPER["topics"], 3)

    assert drawn == tuple(case["questions"])


def test_a_paper_by_blueprint():
    case = PAPER["blueprint"]

    drawn = draw_questions(
        PAPER_SEED, CONTEST, ROUND, case["contestant"], case["number"], PAPER["topics"], 3, case["topics"]
    )

    assert drawn == tuple(case["questions"])


@pytest.mark.parametrize("case", PAPER["options"], ids=lambda case: case["question"])
def test_the_order_of_options(case):
    order = option_order(PAPER_SEED, CONTEST, ROUND, case["contestant"], case["number"], case["question"], "ABCD")

    assert order == tuple(case["order"])


@pytest.mark.parametrize("case", VECTORS["receipts"], ids=lambda case: case["fields"]["attempt"][0])
def test_a_receipt(case):
    fields = case["fields"]
    attempt = open_attempt(
        fields["attempt"][0],
        questions=fields["questions"],
        choices=fields["choices"],
        prediction=fields["prediction"],
        nonce=fields["nonce"],
        started_at=read(fields["started_at"]),
        submitted_at=read(fields["submitted_at"]),
        status="submitted",
    )

    assert receipt_fields(attempt) == fields
    assert canonical(receipt_fields(attempt)).decode() == case["canonical"]
    assert receipt(attempt) == case["receipt"]


@pytest.mark.parametrize("leaves", [0, 1, 2, 3])
def test_the_receipts_root(leaves):
    tree = MerkleRoot()

    for case in VECTORS["receipts"][:leaves]:
        tree.add(case["receipt"])

    assert tree.hexdigest() == VECTORS["receipts_root"][str(leaves)]


@pytest.mark.parametrize("case", VECTORS["lots"], ids=lambda case: case["contestant"][0])
def test_a_lot(case):
    assert lot(LOT_SEED, CONTEST, ROUND, VECTORS["receipts_root"]["3"], case["contestant"]) == case["lot"]


@pytest.mark.parametrize("case", VECTORS["elapsed"], ids=lambda case: str(case["elapsed_ms"]))
def test_the_time_taken(case):
    times = {name: read(case[name]) for name in ("started_at", "deadline_at", "submitted_at")}

    taken = elapsed_ms(open_attempt("a", status="submitted", **times))

    assert (taken, taken // 1000) == (case["elapsed_ms"], case["elapsed_s"])


@pytest.mark.parametrize("case", VECTORS["fractions"], ids=lambda case: case["printed"])
def test_a_fraction(case):
    assert fraction(case["n"], case["d"]) == case["printed"]
