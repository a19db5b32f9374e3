"""Tampered results of whole contests, each refused at the step that its name tells, and at no other.

Every forgery makes anew whatever a clever cheat would make anew, in the contest's folder and in its sources. A test is
written as the forgery alone; `refused_at` runs it on a copy of a true contest.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.verifier.forging import (
    FINAL_TITLES,
    Verdict,
    earlier,
    find,
    name_source,
    recommit,
    recount_final,
    refusing,
    rows,
    seal,
    set_cell,
    set_manifest,
    sources_of,
    value,
    write_rows,
    write_value,
)
from verifier import verify

REFUSED: Counter[str] = Counter()
refused_at = refusing(REFUSED, "true_final")


def set_unit(folder: Path, unit: str, **cells: str) -> None:
    """Changes cells of a unit's row, and nothing that follows from them."""
    table = rows(folder, "units.csv")
    table[find(table, unit=unit)] |= cells
    write_rows(folder, "units.csv", table)


def set_fact(folder: Path, unit: str, gate: str, told: str) -> None:
    """Tells a fact, or tells it otherwise."""
    table = [row for row in rows(folder, "unit_facts.csv") if (row["unit"], row["gate"]) != (unit, gate)]
    table.append({"unit": unit, "gate": gate, "value": told})
    write_rows(folder, "unit_facts.csv", sorted(table, key=lambda row: (row["unit"], row["gate"])))


def set_source(folder: Path, place: int, **fields: Any) -> None:
    """Changes fields of a source's entry in the manifest."""
    sources = value(folder, "manifest.json")["sources"]
    sources[place] |= fields
    set_manifest(folder, sources=sources)


def change_definition(folder: Path, change: Callable[[Any], Any]) -> None:
    """Changes the definition here and in the last source, as if it had been so before the opening."""
    last = value(folder, "manifest.json")["sources"][-1]
    source = sources_of(folder) / last["round"] / f"r{last['revision']:02d}"
    for place in (folder, source):
        content = value(place, "definition.json")
        change(content)
        write_value(place, "definition.json", content)
    recommit(source)
    name_source(folder, f"{last['round']}/r{last['revision']:02d}")


def test_there_are_enough_forgeries_for_every_step() -> None:
    assert [title for title in FINAL_TITLES if REFUSED[title] < 3] == []
    assert sum(REFUSED.values()) >= 60


# --- files ---


@refused_at("files", sealed=False)
def test_a_wrong_hash_is_refused_at_the_files(folder: Path) -> None:
    entries = value(folder, "manifest.json")["files"]
    entries[-1]["sha256"] = "0" * 64
    set_manifest(folder, files=entries)


@refused_at("files")
def test_a_rounds_file_among_the_contests_is_refused_at_the_files(folder: Path) -> None:
    shutil.copy(sources_of(folder) / "tuan-1" / "r01" / "ranking.csv", folder / "ranking.csv")


@refused_at("files", sealed=False)
def test_facts_left_out_of_the_manifest_are_refused_at_the_files(folder: Path) -> None:
    files = value(folder, "manifest.json")["files"]
    set_manifest(folder, files=[entry for entry in files if entry["name"] != "unit_facts.csv"])


@refused_at("files")
def test_another_digest_than_the_published_one_is_refused_at_the_files(folder: Path) -> list[str]:
    published = verify.digest((folder / "manifest.json").read_bytes())
    set_manifest(folder, closed_at=earlier(value(folder, "manifest.json")["closed_at"], -1000))
    return ["--expect-digest", published]


# --- form ---


@refused_at("form")
def test_a_missing_byte_order_mark_is_refused_at_the_form(folder: Path) -> None:
    data = (folder / "unit_facts.csv").read_bytes()
    (folder / "unit_facts.csv").write_bytes(data.removeprefix(b"\xef\xbb\xbf"))


@refused_at("form")
def test_columns_in_another_order_are_refused_at_the_form(folder: Path) -> None:
    table = rows(folder, "units.csv")
    header = list(table[0])
    write_rows(folder, "units.csv", table, [header[1], header[0], *header[2:]])


@refused_at("form")
def test_units_out_of_order_are_refused_at_the_form(folder: Path) -> None:
    table = rows(folder, "units.csv")
    write_rows(folder, "units.csv", [table[0], *table[:0:-1]])


@refused_at("form")
def test_facts_out_of_order_are_refused_at_the_form(folder: Path) -> None:
    write_rows(folder, "unit_facts.csv", rows(folder, "unit_facts.csv")[::-1])


@refused_at("form")
def test_a_fact_told_twice_is_refused_at_the_form(folder: Path) -> None:
    table = rows(folder, "unit_facts.csv")
    write_rows(folder, "unit_facts.csv", [table[0], *table])


@refused_at("form")
def test_a_fact_for_a_gate_that_is_none_is_refused_at_the_form(folder: Path) -> None:
    set_fact(folder, "cang", "money", "1")


@refused_at("form")
def test_an_unknown_field_of_the_manifest_is_refused_at_the_form(folder: Path) -> None:
    set_manifest(folder, note="x")


@refused_at("form")
def test_an_unknown_field_of_a_source_is_refused_at_the_form(folder: Path) -> None:
    set_source(folder, 0, note="x")


@refused_at("form")
def test_a_target_of_the_whole_contest_is_refused_at_the_form(folder: Path) -> None:
    set_manifest(folder, prediction_target=3)


@refused_at("form")
def test_a_root_of_the_whole_contest_is_refused_at_the_form(folder: Path) -> None:
    set_manifest(folder, receipts_root=value(folder, "manifest.json")["lot_root"])


@refused_at("form")
def test_a_rate_above_all_staff_is_refused_at_the_form(folder: Path) -> None:
    owed = [{"id": "khac", "name": "Khác", "least_rate": 10_001}]
    change_definition(folder, lambda definition: definition.update(unit_classes=owed))


@refused_at("form")
def test_a_class_defined_twice_is_refused_at_the_form(folder: Path) -> None:
    twice = [{"id": "khac", "name": "Khác"}] * 2
    change_definition(folder, lambda definition: definition.update(unit_classes=twice))


@refused_at("form")
def test_a_shared_last_tie_where_the_highest_is_kept_is_refused_at_the_form(folder: Path) -> None:
    change_definition(folder, lambda definition: definition.update(last_tie="shared"))
    source = sources_of(folder) / "tuan-3" / "r01"
    assert [row["lot"] for row in rows(source, "ranking.csv") if row["lot"]] == []


@refused_at("form")
def test_a_size_that_nothing_fits_is_refused_at_the_form(folder: Path) -> None:
    change_definition(folder, lambda definition: definition["unit_award"]["sizes"][0].update(least=10))


# --- signature ---


@refused_at("signature", "signed_final", signed=True)
def test_a_manifest_changed_after_signing_is_refused_at_the_signature(folder: Path) -> None:
    set_manifest(folder, closed_at=earlier(value(folder, "manifest.json")["closed_at"], -1000))


@refused_at("signature", "signed_final", signed=True)
def test_a_signature_of_another_key_is_refused_at_the_signature(folder: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    (folder / "manifest.sig").write_bytes(other.sign((folder / "manifest.json").read_bytes(), ec.ECDSA(hashes.SHA256())))


@refused_at("signature", "signed_final", signed=True)
def test_a_sources_signature_in_the_contests_place_is_refused_at_the_signature(folder: Path) -> None:
    shutil.copy(sources_of(folder) / "tuan-1" / "r01" / "manifest.sig", folder / "manifest.sig")


# --- chain ---


@refused_at("chain")
def test_a_first_revision_that_names_one_before_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder, previous="0" * 64)


@refused_at("chain", "later_final", previous="r01")
def test_a_revision_that_names_another_before_it_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder, previous="0" * 64)


@refused_at("chain", "later_final", previous="r01")
def test_a_revision_left_out_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder, revision=3)


@refused_at("chain", "later_final", previous="r01")
def test_a_closing_moved_by_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder, closed_at=earlier(value(folder, "manifest.json")["closed_at"], -1000))


@refused_at("chain", "later_final", previous="r02")
def test_a_revision_given_as_its_own_forerunner_is_refused_at_the_chain(folder: Path) -> None:
    assert value(folder, "manifest.json")["revision"] == 2


@refused_at("chain", "later_final", previous="r01")
def test_an_earlier_revision_changed_afterwards_is_refused_at_the_chain(folder: Path) -> None:
    set_unit(folder.parent / "r01", "cang", people="1")


def made_again(folder: Path, before: str, after: str) -> None:
    """Takes the folder's files as a later revision of another."""
    previous = verify.digest((folder.parent / before / "manifest.json").read_bytes())
    set_manifest(folder, previous=previous, revision=int(after))


@refused_at("chain", "later_final", previous="same")
def test_a_revision_in_which_nothing_changed_is_refused_at_the_chain(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "same")
    made_again(folder, "same", "3")


@refused_at("chain", "later_final", previous="later")
def test_a_source_that_goes_back_is_refused_at_the_chain(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "later")
    for name in (*verify.FINAL_LISTED_FILES, "manifest.json"):
        shutil.copy(folder.parent / "r01" / name, folder / name)
    made_again(folder, "later", "3")


# --- sources ---


@refused_at("sources")
def test_another_hash_of_a_source_is_refused_at_the_sources(folder: Path) -> None:
    set_source(folder, 1, manifest_sha256="0" * 64)


@refused_at("sources")
def test_a_source_changed_behind_its_manifest_is_refused_at_the_sources(folder: Path) -> None:
    set_cell(sources_of(folder) / "tuan-1" / "r01", "units.csv", 1, "name", "Cảng mới")


@refused_at("sources", "drawn_final")
def test_sources_out_of_order_are_refused_at_the_sources(folder: Path) -> None:
    one, other, last = value(folder, "manifest.json")["sources"]
    set_manifest(folder, sources=[other, one, last])


@refused_at("sources")
def test_a_revision_that_the_source_is_not_is_refused_at_the_sources(folder: Path) -> None:
    shutil.move(sources_of(folder) / "tuan-1" / "r01", sources_of(folder) / "tuan-1" / "r02")
    set_source(folder, 0, revision=2)


@refused_at("sources", "plain_final")
def test_a_source_of_another_contest_is_refused_at_the_sources(folder: Path) -> None:
    set_manifest(sources_of(folder) / "tuan-1" / "r01", contest="cuoc-thi-khac")
    name_source(folder, "tuan-1/r01")


@refused_at("sources")
def test_another_root_for_the_lots_is_refused_at_the_sources(folder: Path) -> None:
    set_manifest(folder, lot_root="0" * 64)


@refused_at("sources")
def test_a_contest_closed_before_its_rounds_is_refused_at_the_sources(folder: Path) -> None:
    closed_at = value(sources_of(folder) / "tuan-3" / "r01", "manifest.json")["closed_at"]
    set_manifest(folder, closed_at=earlier(closed_at, 1))


@refused_at("sources")
def test_a_source_whose_own_ranking_is_forged_is_refused_at_the_sources(folder: Path) -> list[str]:
    set_cell(sources_of(folder) / "tuan-2" / "r01", "ranking.csv", 0, "score", "1")
    name_source(folder, "tuan-2/r01")
    return ["--all"]


@refused_at("sources")
def test_a_round_left_out_is_refused_at_the_sources(folder: Path) -> None:
    set_manifest(folder, sources=value(folder, "manifest.json")["sources"][1:])
    recount_final(folder)
    write_rows(folder, "units.csv", [row for row in rows(folder, "units.csv") if row["unit"] != "doi-cu"])


# --- definition ---


def change_here(folder: Path, change: Callable[[Any], Any]) -> None:
    """Changes the definition here alone, and all that follows from it."""
    content = value(folder, "definition.json")
    change(content)
    write_value(folder, "definition.json", content)


@refused_at("definition")
def test_other_assumptions_than_the_last_sources_are_refused_at_the_definition(folder: Path) -> None:
    change_here(folder, lambda definition: definition.update(assumptions=["khac"]))


@refused_at("definition")
def test_more_money_for_every_unit_is_refused_at_the_definition(folder: Path) -> None:
    change_here(folder, lambda definition: definition["unit_award"]["prizes"][0].update(vnd=9_000_000))
    table = rows(folder, "units.csv")
    for row in table:
        row["amount_vnd"] = "9000000" if row["prize"] == "nhat" else row["amount_vnd"]
    write_rows(folder, "units.csv", table)


@refused_at("definition")
def test_a_gate_taken_away_after_the_rounds_is_refused_at_the_definition(folder: Path) -> None:
    change_here(folder, lambda definition: definition["unit_award"].update(gates=[]))
    recount_final(folder)


@refused_at("definition")
def test_weights_chosen_after_the_rounds_are_refused_at_the_definition(folder: Path) -> None:
    change_here(folder, lambda definition: definition["unit_award"]["criteria"][0].update(weight=0))
    recount_final(folder)


# --- tree ---


@refused_at("tree")
def test_a_unit_left_out_is_refused_at_the_tree(folder: Path) -> None:
    write_rows(folder, "units.csv", [row for row in rows(folder, "units.csv") if row["unit"] != "truong"])


@refused_at("tree")
def test_an_invented_unit_is_refused_at_the_tree(folder: Path) -> None:
    table = rows(folder, "units.csv")
    truong = table[find(table, unit="truong")]
    new = truong | {"unit": "truong-2", "headcount": "", "rate": ""}
    write_rows(folder, "units.csv", sorted([*table, new], key=lambda row: row["unit"]))


@refused_at("tree")
def test_a_unit_renamed_is_refused_at_the_tree(folder: Path) -> None:
    set_unit(folder, "cang", name="Cảng biển")


@refused_at("tree")
def test_a_unit_of_another_class_is_refused_at_the_tree(folder: Path) -> None:
    set_unit(folder, "cang", **{"class": "xa"})


@refused_at("tree")
def test_units_in_a_circle_are_refused_at_the_tree(folder: Path) -> None:
    set_unit(folder, "xa-cam", parent="to-1")
    recount_final(folder)


@refused_at("tree")
def test_a_unit_below_itself_is_refused_at_the_tree(folder: Path) -> None:
    set_unit(folder, "truong", parent="truong")
    recount_final(folder)


@refused_at("tree")
def test_a_unit_below_one_that_is_none_is_refused_at_the_tree(folder: Path) -> None:
    set_unit(folder, "xa-hoa", parent="xa-khac")
    recount_final(folder)


@refused_at("tree")
def test_those_without_a_unit_put_below_one_are_refused_at_the_tree(folder: Path) -> None:
    set_unit(folder, "", parent="xa-cam")
    recount_final(folder)


# --- figures ---


@refused_at("figures")
def test_a_person_more_is_refused_at_the_figures(folder: Path) -> None:
    set_cell(folder, "units.csv", 0, "people", "9")


@refused_at("figures")
def test_a_rate_rounded_by_hand_is_refused_at_the_figures(folder: Path) -> None:
    set_unit(folder, "xa-cam", rate="1.0000")


@refused_at("figures")
def test_a_mean_polished_is_refused_at_the_figures(folder: Path) -> None:
    set_unit(folder, "thon-a", mean_score="10.0001")


@refused_at("figures")
def test_a_headcount_made_smaller_is_refused_at_the_figures(folder: Path) -> None:
    row = rows(folder, "units.csv")[find(rows(folder, "units.csv"), unit="cang")]
    set_unit(folder, "cang", headcount="5", rate=verify.fraction(int(row["people"]), 5))


@refused_at("figures")
def test_a_sub_tree_counted_without_those_below_is_refused_at_the_figures(folder: Path) -> None:
    table = rows(folder, "units.csv")
    papers = {row["unit"]: int(row["papers"]) for row in table}
    set_unit(folder, "xa-cam", papers=str(papers["xa-cam"] - papers["thon-a"] - papers["thon-b"]))


@refused_at("figures")
def test_a_zero_invented_is_refused_at_the_figures(folder: Path) -> None:
    set_unit(folder, "truong", zero="1")


@refused_at("figures", "plain_final")
def test_a_persons_unit_changed_in_a_source_is_refused_at_the_figures(folder: Path) -> None:
    source = sources_of(folder) / "tuan-3" / "r01"
    table = rows(source, "attempts.csv")
    for row in table:
        row["unit"] = "truong" if row["unit"] == "cang" else row["unit"]
    write_rows(source, "attempts.csv", table)
    name_source(folder, "tuan-3/r01")


# --- facts ---


@refused_at("facts")
def test_an_entry_better_than_the_first_is_refused_at_the_facts(folder: Path) -> None:
    set_fact(folder, "cang", "entry_rank", "0")


@refused_at("facts")
def test_more_leaders_than_there_are_are_refused_at_the_facts(folder: Path) -> None:
    set_fact(folder, "thon-a", "leaders_every_round", "3/2")


@refused_at("facts")
def test_entries_told_as_a_share_are_refused_at_the_facts(folder: Path) -> None:
    set_fact(folder, "thon-a", "entries", "1/2")


@refused_at("facts")
def test_a_fact_of_a_unit_that_is_none_is_refused_at_the_facts(folder: Path) -> None:
    set_fact(folder, "xa-khac", "entries", "1")


# --- gates ---


@refused_at("gates")
def test_a_failed_gate_hidden_is_refused_at_the_gates(folder: Path) -> None:
    set_unit(folder, "xa-giang", failed_gates="")


@refused_at("gates")
def test_an_invented_failure_is_refused_at_the_gates(folder: Path) -> None:
    set_unit(folder, "truong", failed_gates="took_part least_rate has_entry entry_rank nobody_with_zero")


@refused_at("gates")
def test_failures_in_another_order_are_refused_at_the_gates(folder: Path) -> None:
    failed = rows(folder, "units.csv")[find(rows(folder, "units.csv"), unit="truong")]["failed_gates"].split(" ")
    set_unit(folder, "truong", failed_gates=" ".join(failed[::-1]))


@refused_at("gates")
def test_a_group_where_all_compete_together_is_refused_at_the_gates(folder: Path) -> None:
    set_unit(folder, "cang", group="lon")


@refused_at("gates", "drawn_final")
def test_a_unit_in_another_size_is_refused_at_the_gates(folder: Path) -> None:
    set_unit(folder, "cang", group="lon")


@refused_at("gates")
def test_a_gate_failed_by_who_does_not_compete_is_refused_at_the_gates(folder: Path) -> None:
    set_unit(folder, "thon-a", failed_gates="has_entry")


@refused_at("gates")
def test_leaders_who_came_unseen_are_refused_at_the_gates(folder: Path) -> None:
    """The fact is told otherwise; the unit falls short of it now, but fails another gate all the same."""
    set_fact(folder, "xa-hoa", "leaders_every_round", "0/1")


@refused_at("gates", "plain_final")
def test_a_gate_where_no_unit_can_win_is_refused_at_the_gates(folder: Path) -> None:
    set_unit(folder, "truong", failed_gates="took_part")


# --- ranking of the units ---


@refused_at("unit_ranking")
def test_two_units_changed_about_are_refused_at_the_ranking_of_the_units(folder: Path) -> None:
    table = rows(folder, "units.csv")
    one, other = find(table, rank="1"), find(table, rank="2")
    table[one]["rank"], table[other]["rank"] = "2", "1"
    write_rows(folder, "units.csv", table)


@refused_at("unit_ranking")
def test_points_polished_are_refused_at_the_ranking_of_the_units(folder: Path) -> None:
    set_unit(folder, "cang", points="99.0000")


@refused_at("unit_ranking")
def test_a_rank_for_a_unit_that_failed_is_refused_at_the_ranking_of_the_units(folder: Path) -> None:
    set_unit(folder, "truong", rank="4")


@refused_at("unit_ranking", "drawn_final")
def test_points_without_weights_are_refused_at_the_ranking_of_the_units(folder: Path) -> None:
    set_unit(folder, "cang", points="100.0000")


@refused_at("unit_ranking", "plain_final")
def test_a_rank_where_no_unit_can_win_is_refused_at_the_ranking_of_the_units(folder: Path) -> None:
    set_unit(folder, "cang", rank="1")


# --- lots between units ---


def drawn(folder: Path) -> list[int]:
    """Finds the units that were parted by lots."""
    return [place for place, row in enumerate(rows(folder, "units.csv")) if row["lot"]]


@refused_at("unit_lots", "drawn_final")
def test_two_lots_changed_about_are_refused_at_the_lots(folder: Path) -> None:
    table, (one, other, *_) = rows(folder, "units.csv"), drawn(folder)
    table[one]["lot"], table[other]["lot"] = table[other]["lot"], table[one]["lot"]
    write_rows(folder, "units.csv", table)


@refused_at("unit_lots", "drawn_final")
def test_a_lot_left_out_is_refused_at_the_lots(folder: Path) -> None:
    set_cell(folder, "units.csv", drawn(folder)[0], "lot", "")


@refused_at("unit_lots")
def test_a_lot_for_units_that_are_not_alike_is_refused_at_the_lots(folder: Path) -> None:
    set_unit(folder, "cang", lot="0" * 64)


# --- the units' prizes ---


@refused_at("unit_prizes", "drawn_final")
def test_a_prize_for_who_drew_the_larger_lot_is_refused_at_the_units_prizes(folder: Path) -> None:
    table = rows(folder, "units.csv")
    one, other = find(table, prize="nhat", group="nho"), find(table, prize="ba", group="nho")
    for column in ("prize", "amount_vnd"):
        table[one][column], table[other][column] = table[other][column], table[one][column]
    write_rows(folder, "units.csv", table)


@refused_at("unit_prizes")
def test_more_money_than_the_definition_gives_is_refused_at_the_units_prizes(folder: Path) -> None:
    table = rows(folder, "units.csv")
    set_cell(folder, "units.csv", find(table, prize="nhat"), "amount_vnd", "9000000")


@refused_at("unit_prizes")
def test_a_prize_kept_back_is_refused_at_the_units_prizes(folder: Path) -> None:
    set_cell(folder, "units.csv", find(rows(folder, "units.csv"), prize="nhat"), "prize", "")


@refused_at("unit_prizes")
def test_a_prize_for_a_unit_below_another_is_refused_at_the_units_prizes(folder: Path) -> None:
    set_unit(folder, "thon-a", prize="ba")


# --- people's prizes ---


@refused_at("people")
def test_a_second_prize_for_one_person_is_refused_at_the_people(folder: Path) -> None:
    table = rows(folder, "prizes.csv")
    table[find(table, passed_over="won_higher")] |= {"passed_over": "", "amount_vnd": "500000"}
    write_rows(folder, "prizes.csv", table)


@refused_at("people")
def test_who_was_passed_left_out_is_refused_at_the_people(folder: Path) -> None:
    table = rows(folder, "prizes.csv")
    del table[find(table, passed_over="won_higher")]
    write_rows(folder, "prizes.csv", table)


@refused_at("people")
def test_another_winner_is_refused_at_the_people(folder: Path) -> None:
    last = rows(sources_of(folder) / "tuan-1" / "r01", "ranking.csv")[-1]
    set_cell(folder, "prizes.csv", 0, "contestant", last["contestant"])


@refused_at("people")
def test_more_money_than_a_prize_has_is_refused_at_the_people(folder: Path) -> None:
    set_cell(folder, "prizes.csv", 0, "amount_vnd", "9000000")


@refused_at("people")
def test_a_place_too_few_is_refused_at_the_people(folder: Path) -> None:
    write_rows(folder, "prizes.csv", rows(folder, "prizes.csv")[:-1])


@refused_at("people", "plain_final")
def test_prizes_where_nobody_must_give_one_up_are_refused_at_the_people(folder: Path) -> None:
    first = rows(sources_of(folder) / "tuan-1" / "r01", "prizes.csv")[0]
    write_rows(folder, "prizes.csv", [{"round": "tuan-1", **first}])


# --- counts ---


def change_count(folder: Path, name: str) -> None:
    """Raises one of the manifest's counts by one."""
    counts = value(folder, "manifest.json")["counts"]
    counts[name] += 1
    set_manifest(folder, counts=counts)


@refused_at("counts")
def test_a_paper_more_than_there_are_is_refused_at_the_counts(folder: Path) -> None:
    change_count(folder, "attempts")


@refused_at("counts")
def test_a_perfect_paper_more_than_there_are_is_refused_at_the_counts(folder: Path) -> None:
    change_count(folder, "perfect")


@refused_at("counts")
def test_a_ruling_more_than_there_are_is_refused_at_the_counts(folder: Path) -> None:
    change_count(folder, "ruled_out")


# --- what no cheat can hide from two steps at once ---


def test_a_paper_moved_in_a_source_is_refused_wherever_it_counts(true_final: Path, verdict: Verdict) -> None:
    source = sources_of(true_final) / "tuan-1" / "r01"
    table = rows(source, "attempts.csv")
    for row in table:
        row["ruling"] = "disqualified" if row["unit"] == "doi-cu" else row["ruling"]
    write_rows(source, "attempts.csv", table)
    name_source(true_final, "tuan-1/r01")
    seal(true_final)
    steps = ["figures", "gates", "counts"]
    status, refused = verdict(true_final, "--no-signature")
    assert (status, [step for step in refused if step in steps]) == (1, steps)


def test_sources_that_are_no_list_are_refused_at_every_step_that_needs_them(true_final: Path, verdict: Verdict) -> None:
    set_manifest(true_final, sources="tuan-1")
    status, refused = verdict(true_final, "--no-signature")
    assert (status, refused[:3]) == (1, ["form", "sources", "definition"])


def test_an_award_that_is_no_object_is_refused_and_the_other_steps_are_tried(true_final: Path, verdict: Verdict) -> None:
    change_definition(true_final, lambda definition: definition.update(unit_award="x"))
    seal(true_final)
    steps = ["form", "gates", "unit_ranking", "unit_lots", "unit_prizes"]
    assert verdict(true_final, "--no-signature") == (1, steps)
