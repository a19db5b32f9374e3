"""The verifier's formulas on the worked case of the format."""

from __future__ import annotations

import json
from typing import Any

from tests.verifier.forging import ROOT
from verifier import verify

VECTORS: dict[str, Any] = json.loads((ROOT / "tests" / "vectors.json").read_bytes())
CONTEST, ROUND = "vi-du-2023", "tuan-1"
PAPER_SEED, LOT_SEED = (bytes.fromhex(VECTORS["seeds"][name]) for name in ("paper_seed", "lot_seed"))
PAPER = VECTORS["paper"]


def drawn(contestant: str, number: int, size: int, blueprint: dict[str, int] | None = None) -> list[str]:
    """Draws a paper of the worked case."""
    beginning = f"paper|{CONTEST}|{ROUND}|{contestant}|{number}"
    return verify.paper_of(verify.Keyed(PAPER_SEED), beginning, PAPER["bank"], size, blueprint, PAPER["topics"])


def test_canonical_json_is_that_of_the_vectors() -> None:
    for name in ("definition.json", "bank.json"):
        text = VECTORS["canonical"][name]
        assert verify.canonical(json.loads(text)) == text
        assert verify.digest(text.encode()) == VECTORS["canonical"][name.replace(".json", "_sha256")]


def test_canonical_json_sorts_keys_by_their_utf_16_units_and_escapes_only_what_it_must() -> None:
    value = {"\u20ac": 1, "\U0001f600": 2, "\ufb33": 3, "\r": '\u001f\n"\\/\u007f'}
    assert verify.canonical(value) == '{"\\r":"\\u001f\\n\\"\\\\/\x7f","\u20ac":1,"\U0001f600":2,"\ufb33":3}'


def test_the_commitment_is_that_of_the_vectors() -> None:
    bank, definition = (VECTORS["canonical"][name].encode() for name in ("bank.json", "definition.json"))
    assert verify.commitment_of(bank, definition, LOT_SEED, PAPER_SEED) == VECTORS["commitment"]


def test_the_papers_are_those_of_the_vectors() -> None:
    calculated = [drawn(case["contestant"], case["number"], len(case["questions"])) for case in PAPER["cases"]]
    assert calculated == [case["questions"] for case in PAPER["cases"]]


def test_the_paper_of_a_blueprint_is_that_of_the_vectors() -> None:
    case = PAPER["blueprint"]
    assert drawn(case["contestant"], case["number"], 3, case["topics"]) == case["questions"]


def test_the_order_of_options_is_that_of_the_vectors() -> None:
    keyed = verify.Keyed(PAPER_SEED)
    calculated = [
        verify.option_order(keyed, CONTEST, ROUND, (case["contestant"], case["number"]), case["question"], "ABCD")
        for case in PAPER["options"]
    ]
    assert calculated == [case["order"] for case in PAPER["options"]]


def test_the_receipts_are_those_of_the_vectors() -> None:
    for case in VECTORS["receipts"]:
        assert verify.canonical(case["fields"]) == case["canonical"]
        assert verify.receipt_of(case["fields"]) == case["receipt"]


def test_the_roots_are_those_of_the_vectors() -> None:
    leaves = [bytes.fromhex(case["receipt"]) for case in VECTORS["receipts"]]
    roots = {str(size): verify.tree_hash(leaves[:size]).hex() for size in range(4)}
    assert roots == VECTORS["receipts_root"]


def test_the_lots_are_those_of_the_vectors() -> None:
    keyed, root = verify.Keyed(LOT_SEED), VECTORS["receipts_root"]["3"]
    calculated = [verify.lot_of(keyed, CONTEST, ROUND, root, case["contestant"]) for case in VECTORS["lots"]]
    assert calculated == [case["lot"] for case in VECTORS["lots"]]


def test_the_elapsed_times_are_those_of_the_vectors() -> None:
    for case in VECTORS["elapsed"]:
        times = [verify.instant(case[key]) for key in ("started_at", "deadline_at", "submitted_at")]
        assert verify.elapsed_of(*times) == case["elapsed_ms"]
        assert verify.elapsed_of(*times) // 1000 == case["elapsed_s"]


def test_the_fractions_are_those_of_the_vectors() -> None:
    calculated = [verify.fraction(case["n"], case["d"]) for case in VECTORS["fractions"]]
    assert calculated == [case["printed"] for case in VECTORS["fractions"]]


def test_a_time_is_printed_as_it_was_read() -> None:
    for text in ("1969-12-31T23:59:59.999Z", "2023-10-23T01:02:03.004Z", "2024-02-29T00:00:00.000Z"):
        assert verify.time_text(verify.instant(text)) == text
