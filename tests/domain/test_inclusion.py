"""Proofs that a receipt is in the tree, against RFC 9162 read word by word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache

import pytest

from chalicelib.domain.canonical import canonical
from chalicelib.domain.inclusion import LEAVES_A_FILE, levels, path, proof_files
from tests.domain.facts import CONTEST, ROUND
from tests.domain.test_receipt import tree_hash

# Two files and a piece of a third.
SIZES = range(1, 601)
LEAVES = [hashlib.sha256(b"\x00%d" % number).digest() for number in range(SIZES.stop)]
NAMES = [leaf.hex() for leaf in LEAVES]


@cache
def subtree_hash(first: int, behind: int) -> bytes:
    """MTH of RFC 9162, 2.1.1, over the leaves from ``first`` up to the one before ``behind``."""
    if behind - first == 1:
        return LEAVES[first]
    middle = first + split(behind - first)
    return hashlib.sha256(b"\x01" + subtree_hash(first, middle) + subtree_hash(middle, behind)).digest()


def split(many: int) -> int:
    """The largest power of two smaller than ``many``."""
    half = 1
    while half * 2 < many:
        half *= 2
    return half


def written_path(at: int, first: int, behind: int) -> list[bytes]:
    """PATH of RFC 9162, 2.1.3.1: of the leaf ``at``, counted from ``first``."""
    many = behind - first
    if many == 1:
        return []
    k = split(many)
    if at < k:
        return [*written_path(at, first, first + k), subtree_hash(first + k, behind)]
    return [*written_path(at - k, first + k, behind), subtree_hash(first, first + k)]


def root_by(leaf: bytes, at: int, many: int, beside: list[bytes]) -> bytes | None:
    """The root that RFC 9162, 2.1.3.2, comes to; None where it fails."""
    fn, sn, r = at, many - 1, leaf
    for p in beside:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = hashlib.sha256(b"\x01" + p + r).digest()
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = hashlib.sha256(b"\x01" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def proofs(many: int) -> list[dict]:
    return [json.loads(data) for _, data in proof_files(CONTEST, ROUND, NAMES[:many])]


def places(many: int) -> Iterator[int]:
    """Places that differ in kind: the ends, and what lies around each power of two."""
    near = {at + off for at in (0, many - 1, *(1 << bit for bit in range(10))) for off in (-1, 0, 1)}
    return (at for at in sorted(near) if 0 <= at < many)


def test_the_rfcs_tree_hash_is_read_alike_here_and_for_the_root():
    assert subtree_hash(0, 600) == tree_hash(LEAVES[:600])


def test_every_path_is_the_one_that_the_rfc_writes():
    different = []
    for many in SIZES:
        tree = levels(LEAVES[:many])
        different += [(many, at) for at in places(many) if path(tree, at) != written_path(at, 0, many)]

    assert different == []


def test_every_place_of_the_smaller_trees_has_its_path():
    for many in range(1, 65):
        tree = levels(LEAVES[:many])

        assert [path(tree, at) for at in range(many)] == [written_path(at, 0, many) for at in range(many)]


def test_the_files_of_every_size_lead_to_the_root():
    wrong = []
    for many in SIZES:
        found = proofs(many)
        for number, proof in enumerate(found):
            first, behind = proof["first"], proof["first"] + len(proof["leaves"])
            right = proof["leaves"] == NAMES[first:behind]
            beside = [bytes.fromhex(each) for each in proof["path"]]
            root = root_by(subtree_hash(first, behind), number, len(found), beside)
            wrong += [] if right and root == subtree_hash(0, many) else [(many, number)]

    assert wrong == []


@pytest.mark.parametrize("many", [1, LEAVES_A_FILE, LEAVES_A_FILE + 1, 600])
def test_the_path_of_a_leaf_is_its_way_within_the_file_and_then_the_files(many: int):
    found = proofs(many)

    for at in places(many):
        proof = found[at // LEAVES_A_FILE]
        within = path(levels([bytes.fromhex(leaf) for leaf in proof["leaves"]]), at - proof["first"])
        assert [*within, *(bytes.fromhex(each) for each in proof["path"])] == written_path(at, 0, many)


def test_the_files_hold_every_leaf_once_and_in_its_order():
    found = proofs(600)

    assert [leaf for proof in found for leaf in proof["leaves"]] == NAMES[:600]
    assert [(proof["first"], proof["tree_size"]) for proof in found] == [(0, 600), (256, 600), (512, 600)]
    assert {(proof["contest"], proof["round"]) for proof in found} == {(CONTEST, ROUND)}


def test_a_file_is_named_by_its_number_and_is_canonical_json():
    files = list(proof_files(CONTEST, ROUND, NAMES[:300]))

    assert [name for name, _ in files] == ["0", "1"]
    assert [data for _, data in files] == [canonical(json.loads(data)) for _, data in files]


def test_a_round_that_nobody_entered_has_no_files():
    assert proofs(0) == []


def test_a_file_holds_a_power_of_two():
    assert LEAVES_A_FILE.bit_count() == 1
