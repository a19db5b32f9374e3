"""Receipts and their tree, against a plain reading of RFC 9162."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.canonical import canonical
from chalicelib.domain.plain_json import plain_json
from chalicelib.domain.receipt import MerkleRoot, receipt, receipt_document
from tests.domain.facts import CONTEST, NONCE, ROUND, open_attempt, submitted

LEAVES = st.lists(st.binary(min_size=32, max_size=32), max_size=70)
ASCII = st.text(st.characters(max_codepoint=127), max_size=12)


def tree_hash(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word: split at the largest power of two smaller than the number of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:split]) + tree_hash(leaves[split:])).digest()


@given(LEAVES)
def test_the_streamed_root_is_the_recursive_one(leaves):
    tree = MerkleRoot()

    for leaf in leaves:
        tree.add(leaf.hex())

    assert tree.hexdigest() == tree_hash(leaves).hex()


def test_asking_for_the_root_does_not_end_the_tree():
    tree = MerkleRoot()
    leaves = [bytes([at]) * 32 for at in range(5)]

    roots = []
    for leaf in leaves:
        tree.add(leaf.hex())
        roots.append(tree.hexdigest())

    assert roots == [tree_hash(leaves[:many]).hex() for many in range(1, 6)]


def test_the_document_of_a_hand_in_says_what_the_receipt_vouches_for():
    attempt = submitted("a", marks="RR_", prediction="120", took_ms=599_999)

    assert receipt_document(attempt) == {
        "receipt": receipt(attempt),
        "attempt": "aaaaaaaaaaaaaaaaaaaaaaaaaa.1",
        "choices": "DA_",
        "contest": CONTEST,
        "nonce": NONCE,
        "prediction": "120",
        "questions": "q04 q01 q03",
        "round": ROUND,
        "started_at": "2023-10-23T01:00:00.000Z",
        "submitted_at": "2023-10-23T01:09:59.999Z",
    }


def test_an_open_attempt_has_no_receipt():
    with pytest.raises(ValueError, match="still open"):
        receipt(open_attempt("a"))


@given(st.dictionaries(ASCII, ASCII | st.integers(-(2**53) + 1, 2**53 - 1) | st.none() | st.dictionaries(ASCII, ASCII)))
def test_plain_json_is_canonical_json(value):
    assert plain_json(value) == canonical(value)


def test_plain_json_refuses_text_that_would_need_composing():
    with pytest.raises(ValueError, match="not plain ASCII"):
        plain_json({"name": "Huế"})
