"""Proofs that a receipt is a leaf of the tree whose root is public from the close on (RFC 9162, 2.1.3).

Leaves are cut into files of a power of two, so that the hash of a file's leaves is a node of the tree; only the last may
hold fewer. A phone hashes one file's leaves and then needs no more than the path from there to the root.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .plain_json import plain_json
from .receipt import parent

# 256 hashes are some 9 KB on the way, and a close of 100,000 attempts puts 391 such files. It must be a power of two.
LEAVES_A_FILE = 256
_HASH_BYTES = 32


def proof_files(contest: str, round: str, receipts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file under ``proof/``, a number, and its canonical JSON.

    It holds ``contest, round, tree_size``; ``leaves``: the receipts (hex) from the place ``first`` on; ``path``: the hashes
    (hex) beside the way from their node to the root, the nearest first. A receipt at the place ``leaf`` stands in the file
    ``leaf // LEAVES_A_FILE``. ``receipts`` (hex) come in the order of ``attempts.csv``, and 32 bytes of each are held. No
    receipts, no files.
    """
    files = [b"".join(each) for each in _in_files(bytes.fromhex(receipt) for receipt in receipts)]
    tree_size = sum(map(len, files)) // _HASH_BYTES
    above = levels([levels(_split(file))[-1][0] for file in files])
    for number, file in enumerate(files):
        proof = {
            "contest": contest,
            "round": round,
            "tree_size": tree_size,
            "first": number * LEAVES_A_FILE,
            "leaves": [leaf.hex() for leaf in _split(file)],
            "path": [node.hex() for node in path(above, number)],
        }
        yield str(number), plain_json(proof)


def levels(nodes: Sequence[bytes]) -> list[list[bytes]]:
    """Return the tree over ``nodes`` level by level, from themselves up to the root alone; of none, one empty level.

    A node without a neighbour moves up as it is: so the halves are those of RFC 9162, which splits at powers of two.
    """
    found = [list(nodes)]
    while len(found[-1]) > 1:
        below = found[-1]
        pairs = zip(below[::2], below[1::2], strict=False)
        found.append([parent(left, right) for left, right in pairs] + below[len(below) & ~1 :])
    return found


def path(tree: Sequence[Sequence[bytes]], at: int) -> list[bytes]:
    """Return the inclusion path (RFC 9162, 2.1.3.1) of the node ``at`` of the lowest level, the nearest hash first."""
    found = []
    for level in tree[:-1]:
        beside = at ^ 1
        if beside < len(level):
            found.append(level[beside])
        at >>= 1
    return found


def _in_files(leaves: Iterable[bytes]) -> Iterator[list[bytes]]:
    file: list[bytes] = []
    for leaf in leaves:
        file.append(leaf)
        if len(file) == LEAVES_A_FILE:
            yield file
            file = []
    if file:
        yield file


def _split(leaves: bytes) -> list[bytes]:
    return [leaves[at : at + _HASH_BYTES] for at in range(0, len(leaves), _HASH_BYTES)]
