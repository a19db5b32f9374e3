"""True contests hold, whatever they give to their units and people; what was left unchecked never looks as if it held."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.verifier import forging, synthetic
from tests.verifier.forging import Verdict
from verifier import verify

BARS = {"least_rate": 3000, "over": "each_round", "excused": "", "leaders_every_round": True, "below": "bars_unit_prize"}
REPORTS = {"least_rate": 10_000, "over": "contest", "leaders_every_round": True, "below": "report_only"}
VARIANTS = [
    {"award": synthetic.unit_award(gates="nobody_with_zero"), "participation": REPORTS},
    {"award": synthetic.unit_award("by_class", "weighted", criteria=synthetic.BY_WEIGHT), "limit": "highest_in_the_contest"},
    {
        "award": synthetic.unit_award("by_size", boundary_tie="lot", criteria="people perfect_share", gates="has_entry"),
        "participation": BARS,
        "classes": {"phuong": 2000, "xa": None},
    },
    {"award": synthetic.unit_award("by_size", "weighted", "lot", "people:1 perfect:0"), "participation": BARS},
    {"award": synthetic.unit_award("by_class", criteria="perfect papers"), "people": 5},
    {"award": synthetic.unit_award(formula="weighted", criteria="rate:0 papers:0"), "equals": True},
    {"equals": True, "people": 22, "award": synthetic.unit_award("by_class", boundary_tie="lot", criteria="perfect_share")},
    {"equals": True, "people": 22, "award": synthetic.unit_award("by_class", criteria="perfect_share"), "weeks": 1},
    {"people": 8, "limit": "highest_in_the_contest"},
    {"people": 0, "award": synthetic.unit_award(), "limit": "highest_in_the_contest", "equals": True},
]


@pytest.mark.parametrize("kind", ["weighed", "drawn", "plain"])
def test_a_true_contest_of_each_kind_holds(contests: Path, verdict: Verdict, kind: str) -> None:
    assert verdict(contests / kind / "final" / "r01", "--no-signature", "--all") == (0, [])


@pytest.mark.parametrize("variant", VARIANTS, ids=[f"rules-{number}" for number in range(len(VARIANTS))])
def test_a_true_contest_holds_under_other_rules(tmp_path: Path, verdict: Verdict, variant: dict) -> None:
    final = synthetic.Contest(6, **variant).write(tmp_path)
    assert verdict(final, "--no-signature") == (0, [])


def test_a_chain_of_two_revisions_holds_link_by_link(contests: Path, verdict: Verdict) -> None:
    chain = contests / "chain" / "final"
    assert verdict(chain / "r01", "--no-signature") == (0, [])
    assert verdict(chain / "r02", "--no-signature", "--previous", chain / "r01", "--all") == (0, [])


def test_a_signed_contest_and_its_sources_hold_with_the_public_key(
    signed_final: Path, public_key: Path, verdict: Verdict
) -> None:
    digest = verify.digest((signed_final / "manifest.json").read_bytes())
    assert verdict(signed_final, "--public-key", public_key, "--all", "--expect-digest", digest) == (0, [])


def test_the_sources_may_lie_elsewhere(true_final: Path, tmp_path: Path, verdict: Verdict) -> None:
    alone = Path(shutil.copytree(true_final, tmp_path / "alone" / "final" / "r01"))
    assert verdict(alone, "--no-signature", "--sources", forging.sources_of(true_final)) == (0, [])


def test_the_true_contests_hold_what_they_are_made_for(contests: Path) -> None:
    weighed = forging.rows(contests / "weighed" / "final" / "r01", "units.csv")
    failed = {gate for row in weighed for gate in row["failed_gates"].split()}
    people = forging.rows(contests / "weighed" / "final" / "r01", "prizes.csv")
    drawn = forging.rows(contests / "drawn" / "final" / "r01", "units.csv")
    assert failed == {"took_part", "least_rate", "leaders_every_round", "has_entry", "entry_rank"}
    assert sorted(row["rank"] for row in weighed if row["rank"]) == ["1", "2", "3"]
    assert {row["passed_over"] for row in people} == {"", "won_higher"}
    assert {row["rank"] for row in drawn if row["lot"]} == {"1"}
    assert {row["prize"] for row in drawn if row["lot"]} == {"nhat", "nhi", "ba"}


def test_a_later_revision_without_the_one_before_is_a_failure(later_final: Path, verdict: Verdict) -> None:
    assert verdict(later_final, "--no-signature") == (1, ["chain"])


def test_a_source_that_does_not_hold_is_found_with_all_alone(true_final: Path, verdict: Verdict) -> None:
    source = forging.sources_of(true_final) / "tuan-1" / "r01"
    forging.set_cell(source, "ranking.csv", 0, "score", "1")
    forging.name_source(true_final, "tuan-1/r01")
    assert verdict(true_final, "--no-signature") == (0, [])
    assert verdict(true_final, "--no-signature", "--all") == (1, ["sources"])


def test_a_source_of_a_later_revision_is_tried_with_the_one_before_it(later_final: Path, verdict: Verdict) -> None:
    shutil.rmtree(forging.sources_of(later_final) / "tuan-2" / "r01")
    options = ["--no-signature", "--previous", later_final.parent / "r01"]
    assert verdict(later_final, *options) == (0, [])
    assert verdict(later_final, *options, "--all") == (1, ["sources"])


def test_a_later_revision_beside_a_source_is_told(contests: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = "Beside the source tuan-2/r01 lies a later revision (r02): this one is no longer in force."
    assert verify.main([str(contests / "chain" / "final" / "r01"), "--no-signature", "--lang", "en"]) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines() if "Beside" in line] == [told]


def test_both_languages_tell_of_the_same_difference(plain_final: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forging.set_cell(plain_final, "units.csv", 1, "people", "99")
    forging.seal(plain_final)
    told = {}
    for lang in ("vi", "en"):
        assert verify.main([str(plain_final), "--no-signature", "--lang", lang]) == 1
        lines = capsys.readouterr().out.splitlines()
        start = next(number for number, line in enumerate(lines) if line.startswith(("KHÁC", "DIFFERS")))
        told[lang] = [lines[0], *(line.strip() for line in lines[start : start + 3]), lines[-1]]
    assert told == {
        "vi": [
            "Cuộc thi vi-du-2023, cả cuộc thi, bản r01",
            "KHÁC        8. Số liệu của từng đơn vị, cả nhánh: 84 phép kiểm, 1 chỗ khác",
            "units.csv, dòng 3, people",
            "trong bản xuất: 99",
            "KẾT LUẬN: KHÔNG khớp ở bước 8.",
        ],
        "en": [
            "Contest vi-du-2023, as a whole, revision r01",
            "DIFFERS     8. Every unit's figures over its sub-tree: 84 checked, 1 different",
            "units.csv, row 3, people",
            "expected (as exported): 99",
            "RESULT: step 8 does NOT hold.",
        ],
    }
