"""What is on the site of a published round, made by the same functions as the closing makes it: for one paper among 300."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from chalicelib.domain.canonical import canonical
from chalicelib.domain.inclusion import proof_files
from chalicelib.domain.receipt import MerkleRoot, receipt_of
from tests.web import sample

ROUND = "tuan-1"
FOLDER = f"/{sample.CONTEST}/{ROUND}"
PAPERS, LEAF = 300, 270
# One wrong, one left blank.
MARKS = "RRWRRRRR_R"
SCORE = 8
WHY = {"side": "behind", "same": 1, "theirs": "2", "sharing": 0}
REASON = "cùng điểm 8, dự đoán lệch 3, sau người lệch 2"


@cache
def document() -> dict[str, str]:
    """Return the receipt as the device that handed in keeps it."""
    asked = sample.bank()
    letters = {"R": lambda right: right, "W": lambda right: "B" if right == "A" else "A", "_": lambda _: "_"}
    fields = {
        "attempt": "abcdefghijklmnopqrstuvwxyz.1",
        "choices": "".join(letters[mark](each["right"]) for mark, each in zip(MARKS, asked, strict=True)),
        "contest": sample.CONTEST,
        "nonce": "0f" * 16,
        "prediction": "60",
        "questions": " ".join(each["id"] for each in asked),
        "round": ROUND,
        "started_at": "2023-10-23T01:00:00.000Z",
        "submitted_at": "2023-10-23T01:05:01.250Z",
    }
    return {"receipt": receipt_of(fields), **fields}


RECEIPT = document()["receipt"]


@cache
def leaves() -> tuple[str, ...]:
    """Return every receipt of the round, in the order of the tree."""
    made = [hashlib.sha256(f"paper {number}".encode()).hexdigest() for number in range(PAPERS)]
    return (*made[:LEAF], RECEIPT, *made[LEAF + 1 :])


@cache
def root() -> str:
    """Return the root that was published at the close."""
    tree = MerkleRoot()
    for leaf in leaves():
        tree.add(leaf)
    return tree.hexdigest()


def row(**changes: Any) -> dict[str, Any]:
    """Return the paper's row under ``own/``."""
    values = {"score": str(SCORE), "prediction_error": "3", "elapsed": "301", "submitted_at": "2023-10-23T01:05:01.250Z"}
    own = {"leaf": LEAF, "rank": 14, "score": SCORE, "questions": 10, "values": values, "ruling": "", "why": WHY}
    return {**own, **changes}


def own_name(receipt: str = RECEIPT) -> str:
    """Return where the site has a paper's own result."""
    return f"{FOLDER}/own/{receipt[0]}.json"


def own(rows: dict[str, dict[str, Any]], revision: int = 1) -> bytes:
    """Return a file under ``own/``."""
    return canonical({"contest": sample.CONTEST, "round": ROUND, "revision": revision, "own": rows})


def files() -> dict[str, bytes]:
    """Return path → bytes of what a check reads."""
    questions = [{name: each[name] for name in each if name != "explanation"} for each in sample.bank()]
    act = {"act": "closing", "at": "2023-10-30T10:00:20.000Z", "contest": sample.CONTEST, "round": ROUND}
    explanations = {each["id"]: each["explanation"] for each in sample.bank() if each["explanation"]}
    proofs = proof_files(sample.CONTEST, ROUND, leaves())
    return {
        own_name(): own({RECEIPT: row(), RECEIPT[0] + "4" * 63: row(leaf=0, rank=15)}),
        f"/{sample.CONTEST}/acts/{ROUND}-closing.json": canonical({**act, "receipts_root": root(), "revision": 1}),
        f"{FOLDER}/r01/bank.json": canonical({"contest": sample.CONTEST, "questions": questions, "round": ROUND}),
        f"{FOLDER}/explanations.json": canonical({"explanations": explanations}),
        **{f"{FOLDER}/proof/{name}.json": data for name, data in proofs},
    }


def tampered(name: str, **changes: Any) -> dict[str, bytes]:
    """Return the file ``name`` with some of its members changed."""
    return {name: json.dumps({**json.loads(files()[name]), **changes}).encode()}
