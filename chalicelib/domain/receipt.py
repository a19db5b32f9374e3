"""Receipts, the tree over them whose root is public from the close on, and the lots that nobody can know before it."""

from __future__ import annotations

import hashlib

from .attempt import Attempt, handed_in_at
from .canonical import keyed
from .plain_json import plain_json
from .times import written


def receipt_fields(attempt: Attempt) -> dict[str, str]:
    """Return what a receipt vouches for, every value as it stands in the cell of ``attempts.csv``.

    Raises ValueError for an attempt that is still open.
    """
    return {
        "attempt": attempt.name,
        "choices": attempt.choices,
        "contest": attempt.contest,
        "nonce": attempt.nonce,
        "prediction": attempt.prediction,
        "questions": attempt.questions,
        "round": attempt.round,
        "started_at": written(attempt.started_at),
        "submitted_at": written(handed_in_at(attempt)),
    }


def receipt_of(fields: dict[str, str]) -> str:
    """Return the receipt (hex) of ``receipt_fields``: the leaf hash of RFC 9162 over their canonical JSON."""
    return hashlib.sha256(b"\x00" + plain_json(fields)).hexdigest()


def receipt(attempt: Attempt) -> str:
    """Return the receipt (hex) of an ended attempt. Raises ValueError for one that is still open."""
    return receipt_of(receipt_fields(attempt))


def receipt_document(attempt: Attempt) -> dict[str, str]:
    """Return what a contestant is given at the hand-in: the receipt and all that it vouches for."""
    fields = receipt_fields(attempt)
    return {"receipt": receipt_of(fields), **fields}


class MerkleRoot:
    """The RFC 9162 tree hash over leaves that come one by one.

    Only the roots of the complete subtrees so far are held, one for each bit of the count: memory grows with its logarithm.
    """

    def __init__(self) -> None:
        self._subtrees: list[tuple[int, bytes]] = []

    def add(self, leaf: str) -> None:
        """Append a leaf hash (hex), which a receipt already is."""
        size, node = 1, bytes.fromhex(leaf)
        while self._subtrees and self._subtrees[-1][0] == size:
            _, left = self._subtrees.pop()
            size, node = size * 2, parent(left, node)
        self._subtrees.append((size, node))

    def hexdigest(self) -> str:
        """Return the root (hex) over the leaves so far; over none, the hash of nothing."""
        if not self._subtrees:
            return hashlib.sha256(b"").hexdigest()
        node = self._subtrees[-1][1]
        for _, left in reversed(self._subtrees[:-1]):
            node = parent(left, node)
        return node.hex()


def parent(left: bytes, right: bytes) -> bytes:
    """Return the hash of the inner node over two nodes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def lot(lot_seed: bytes, contest: str, round: str, lot_root: str, contestant: str) -> str:
    """Return the lot (hex) of ``contestant``: the smaller goes first. ``lot_root`` is r01's receipts' root."""
    return keyed(lot_seed, "lot", contest, round, lot_root, contestant).hex()
