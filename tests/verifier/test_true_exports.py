"""True exports hold, whatever their rules; what was left unchecked never looks as if it held."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verifier import forging, synthetic
from tests.verifier.forging import Verdict
from verifier import verify

VARIANTS = [
    {
        "last_tie": last_tie,
        "boundary_tie": boundary_tie,
        "limit": limit,
        "most": most,
        "counted": counted,
        "asks": asks,
        "criteria": criteria,
    }
    for last_tie, boundary_tie, limit, most, counted, asks, criteria in [
        ("lot", "lot", "none", 1, "first", "papers", "score:desc prediction_error:asc elapsed:asc"),
        ("shared", "lot", "once_in_the_contest", 1, "first", "persons", "score:desc elapsed:asc"),
        ("shared", "all", "once_a_round", 2, "last", "percent_all_correct", "score:desc prediction_error:desc elapsed:asc"),
        ("shared", "committee", "once_in_the_contest", 3, "best", "persons_all_correct", "score:desc"),
        ("lot", "committee", "none", 3, "best", None, "elapsed:asc score:desc submitted_at:asc"),
        ("lot", "all", "none", 2, "first", None, "started_at:desc"),
        ("lot", "lot", "highest_in_the_contest", 2, "best", "persons", "score:desc prediction_error:asc elapsed:asc"),
    ]
]
KINDS = ["plain", "blueprint", "committee", "outage"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_true_export_of_each_kind_holds(made: Path, verdict: Verdict, kind: str) -> None:
    assert verdict(made / kind / "r01", "--no-signature") == (0, [])


@pytest.mark.parametrize("variant", VARIANTS, ids=[f"rules-{number}" for number in range(len(VARIANTS))])
def test_a_true_export_holds_under_other_rules(tmp_path: Path, verdict: Verdict, variant: dict) -> None:
    folder = synthetic.Round(40, 3, **variant).write(tmp_path / "r01")
    assert verdict(folder, "--no-signature") == (0, [])


def test_a_round_in_which_nobody_took_part_holds(tmp_path: Path, verdict: Verdict) -> None:
    folder = synthetic.Round(empty=True).write(tmp_path / "r01")
    assert verdict(folder, "--no-signature") == (0, [])
    assert forging.value(folder, "manifest.json")["receipts_root"] == verify.digest(b"")


def test_a_chain_of_three_revisions_holds_link_by_link(made: Path, verdict: Verdict) -> None:
    chain = made / "corrected"
    assert verdict(chain / "r01", "--no-signature") == (0, [])
    assert verdict(chain / "r02", "--no-signature", "--previous", chain / "r01") == (0, [])
    assert verdict(chain / "r03", "--no-signature", "--previous", chain / "r02") == (0, [])


def test_what_the_auditor_brought_along_is_compared_and_holds(true_export: Path, verdict: Verdict) -> None:
    manifest, draw = forging.value(true_export, "manifest.json"), forging.value(true_export, "draw.json")
    brought = [
        "--commitment",
        draw["commitment"].upper(),
        "--root",
        manifest["receipts_root"],
        "--expect-digest",
        verify.digest((true_export / "manifest.json").read_bytes()),
    ]
    assert verdict(true_export, "--no-signature", *brought) == (0, [])


def test_a_signed_export_holds_with_its_public_key(signed_export: Path, public_key: Path, verdict: Verdict) -> None:
    assert verdict(signed_export, "--public-key", public_key) == (0, [])


def test_the_committee_settles_the_boundary_by_its_choice(committee_export: Path, verdict: Verdict) -> None:
    prizes = forging.rows(committee_export, "prizes.csv")
    first = [row["contestant"] for row in forging.rows(committee_export, "ranking.csv") if row["rank"] == "1"]
    assert [row["contestant"] for row in prizes] == [""] * 6
    forging.decide(committee_export, act="committee_choice", subject="nhat", after=first[1])
    forging.recount(committee_export)
    forging.seal(committee_export)
    assert forging.rows(committee_export, "prizes.csv")[0]["contestant"] == first[1]
    assert verdict(committee_export, "--no-signature") == (0, [])


def test_the_true_exports_hold_what_they_are_made_for(made: Path) -> None:
    attempts = forging.rows(made / "plain" / "r01", "attempts.csv")
    ranking = forging.rows(made / "plain" / "r01", "ranking.csv")
    prizes = forging.rows(made / "plain" / "r01", "prizes.csv")
    assert {row["status"] for row in attempts} == {"submitted", "timed_out", "blank"}
    assert {row["ruling"] for row in attempts} == {"", "disqualified", "excluded"}
    assert [bool(row["lot"]) for row in ranking[:4]] == [True] * 4
    assert [row["passed_over"] for row in prizes].count("won_earlier") >= 1
    acts = [row["act"] for row in forging.rows(made / "corrected" / "r03", "decisions.csv")]
    acts += [row["act"] for row in forging.rows(made / "outage" / "r01", "decisions.csv")]
    assert {verify.KIND_OF_ACT[act] for act in acts} == {"ruling", "unit", "letters", "close", "deadline"}


def test_a_later_revision_without_the_one_before_is_a_failure(corrected_export: Path, verdict: Verdict) -> None:
    assert verdict(corrected_export, "--no-signature") == (1, ["chain"])


def test_an_unsigned_export_is_a_failure_unless_that_is_waived(
    true_export: Path, public_key: Path, verdict: Verdict
) -> None:
    assert verdict(true_export) == (1, ["signature"])
    assert verdict(true_export, "--public-key", public_key) == (1, ["signature"])
    assert verdict(true_export, "--no-signature") == (0, [])


def test_a_signed_export_without_a_key_to_check_it_is_a_failure(signed_export: Path, verdict: Verdict) -> None:
    assert verdict(signed_export) == (1, ["signature"])


def test_without_the_package_the_signature_is_unchecked_and_a_failure(
    signed_export: Path, public_key: Path, verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "signature_verifies", lambda *_: None)
    assert verdict(signed_export, "--public-key", public_key) == (1, ["signature"])


def test_a_step_that_stops_halfway_is_refused_and_the_others_are_tried(true_export: Path, verdict: Verdict) -> None:
    manifest = forging.value(true_export, "manifest.json")
    del manifest["counts"]
    forging.write_value(true_export, "manifest.json", manifest)
    assert verdict(true_export, "--no-signature") == (1, ["form", "counts"])


def test_a_cell_that_cannot_be_calculated_with_is_refused_wherever_it_is_needed(true_export: Path, verdict: Verdict) -> None:
    forging.set_cell(true_export, "units.csv", 3, "headcount", "nhiều")
    forging.seal(true_export)
    assert verdict(true_export, "--no-signature") == (1, ["form", "units"])
