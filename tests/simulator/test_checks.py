"""The checks hold after a round, and each of them fails when the export is tampered with."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from chalicelib.domain.canonical import canonical
from simulator.checks import CHECKS, Facts, failures
from simulator.journal import Said, leaks
from simulator.words import CATALOGUES
from tests.simulator.contests import small_contest

# What these tests share takes seconds to make: one process makes it once.
pytestmark = pytest.mark.xdist_group("simulated")


@pytest.fixture
def facts() -> Facts:
    """The facts of a round in which every check holds, free to be tampered with."""
    found = small_contest()[0][0].facts
    return Facts(
        found.definition, found.round, dict(found.export), dict(found.acts), copy.deepcopy(found.journal), found.excluded
    )


def failed(facts: Facts) -> set[str]:
    """Return the names of the checks that fail."""
    return {failure.check for failure in failures(facts)}


def changed(facts: Facts, name: str, column: str, value: str, where=lambda row: True) -> Facts:
    """Return ``facts`` with a cell of the first fitting row of a file changed: by text, as a forger would."""
    header, *lines = facts.export[name].decode("utf-8-sig").splitlines()
    columns = header.split(",")
    for at, line in enumerate(lines):
        row = dict(zip(columns, line.split(","), strict=True))
        if where(row):
            lines[at] = ",".join((row | {column: value}).values())
            break
    data = "\ufeff" + "\n".join([header, *lines]) + "\n"
    return replace(facts, export={**facts.export, name: data.encode()})


def test_nothing_fails_in_an_honest_round(facts):
    assert failures(facts) == []


def test_a_receipt_that_is_in_no_row_fails(facts):
    promises = next(each for each in facts.journal.promises.values() if each.receipt)
    promises.receipt = {**promises.receipt, "receipt": "0" * 64}

    assert failed(facts) == {"receipts-kept"}


def test_a_receipt_shown_after_the_close_that_is_in_no_row_fails(facts):
    next(iter(facts.journal.promises.values())).told_receipt = "0" * 64

    assert failed(facts) == {"receipts-kept"}


def test_a_lost_save_fails(facts):
    timed_out = next(row["contestant"] for row in facts.attempts if row["status"] != "submitted")
    facts.journal.promises[timed_out].saved = Said("0" * 32, "A" * 20, "")

    assert failed(facts) == {"answers-kept"}


def test_an_unanswered_save_may_count_or_not(facts):
    timed_out = next(row for row in facts.attempts if row["status"] == "timed_out")
    promises = facts.journal.promises[timed_out["contestant"]]
    promises.unsure = [Said(timed_out["nonce"], timed_out["choices"], timed_out["prediction"])]
    promises.saved = None

    assert failed(facts) == set()


def test_a_paper_that_nobody_was_issued_fails(facts):
    del facts.journal.promises[facts.attempts[0]["contestant"]]

    assert failed(facts) == {"papers-kept"}


def test_a_second_attempt_fails(facts):
    first, second = (row["contestant"] for row in facts.attempts[:2])

    tampered = changed(facts, "attempts.csv", "contestant", first, where=lambda row: row["contestant"] == second)

    assert "one-attempt-each" in failed(tampered)


def test_a_start_before_the_opening_fails(facts):
    tampered = changed(facts, "attempts.csv", "started_at", "2021-12-13T01:29:59.999Z")

    assert "times-kept" in failed(tampered)


def test_a_count_that_does_not_reconcile_fails(facts):
    manifest = json.loads(facts.export["manifest.json"])
    manifest["counts"]["perfect"] += 1
    facts = replace(facts, export={**facts.export, "manifest.json": canonical(manifest)})

    assert failed(facts) == {"counts-reconcile"}


def test_a_prize_for_somebody_excluded_fails(facts):
    winner = facts.rows("prizes.csv")[0]["contestant"]

    assert failed(replace(facts, excluded=facts.excluded | {winner})) == {"excluded-got-nothing"}


def test_somebody_ruled_out_without_being_excluded_fails(facts):
    assert failed(replace(facts, excluded=frozenset())) == {"excluded-got-nothing"}


def test_a_prize_too_few_fails(facts):
    cut = facts.export["prizes.csv"].rstrip(b"\n").rpartition(b"\n")[0] + b"\n"

    assert failed(replace(facts, export={**facts.export, "prizes.csv": cut})) == {"prizes-add-up", "manifest-vouches"}


def test_a_prize_out_of_order_fails(facts):
    last = facts.ranking[-1]["contestant"]

    assert "prizes-add-up" in failed(changed(facts, "prizes.csv", "contestant", last))


def test_a_byte_changed_in_a_file_fails(facts):
    tampered = replace(facts, export={**facts.export, "units.csv": facts.export["units.csv"] + b"\n"})

    assert failed(tampered) == {"manifest-vouches"}


def test_a_file_that_no_manifest_names_fails(facts):
    assert failed(replace(facts, export={**facts.export, "more.csv": b""})) == {"manifest-vouches"}


def test_another_root_than_the_published_one_fails(facts):
    act = json.loads(facts.acts["closing.json"]) | {"receipts_root": "0" * 64}

    assert failed(replace(facts, acts={**facts.acts, "closing.json": canonical(act)})) == {"roots-published"}


def test_another_commitment_than_the_published_one_fails(facts):
    act = json.loads(facts.acts["commitment.json"]) | {"commitment": "0" * 64}

    assert failed(replace(facts, acts={**facts.acts, "commitment.json": canonical(act)})) == {"commitment-kept"}


def test_a_commitment_made_after_the_opening_fails(facts):
    act = json.loads(facts.acts["commitment.json"]) | {"at": "2021-12-13T01:30:00.000Z"}

    assert failed(replace(facts, acts={**facts.acts, "commitment.json": canonical(act)})) == {"commitment-kept"}


def test_what_was_noted_while_the_round_ran_fails(facts):
    facts.journal.complain("secrets-kept", "MP000001: score")

    assert failed(facts) == {"secrets-kept"}


def test_a_leak_is_a_name_that_is_not_public_or_a_text_that_is_secret():
    answer = {"attempts": [{"round": "tuan-1", "score": 9}], "paper": {"questions": [{"text": "vì Nghị quyết nêu rõ"}]}}

    assert leaks(answer, frozenset({"vì Nghị quyết nêu rõ"})) == ["score", "vì Nghị quyết nêu rõ"]
    assert leaks({"attempts": [{"round": "tuan-1"}]}, frozenset()) == []


def test_every_check_has_its_sentence_in_both_languages():
    noted_on_the_way = {"secrets-kept", "same-answer-again", "same-bytes-again", "nothing-before-its-hour", "due-acts-done"}

    for language in ("vi", "en"):
        told = {key.removeprefix("check.") for key in CATALOGUES[language] if key.startswith("check.")}
        assert told == CHECKS.keys() | noted_on_the_way
