"""Tampered exports, each refused at the step that its name tells, and at no other.

Every forgery makes anew whatever a clever cheat would make anew; then the manifest's list of files is made anew too, but
where the name says otherwise. A test is written as the forgery alone; `refused_at` runs it on a copy of a true export.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.verifier.forging import (
    TITLES,
    Verdict,
    change_attempt,
    decide,
    earlier,
    find,
    make_anew,
    paper_for,
    put_in,
    recommit,
    recount,
    refile_ranking,
    refusing,
    reseal_receipts,
    reseal_root,
    rows,
    seal,
    set_cell,
    set_manifest,
    value,
    write_rows,
    write_value,
)
from verifier import verify

REFUSED: Counter[str] = Counter()
STRANGER = "b" * 25 + "a"
refused_at = refusing(REFUSED, "true_export")


def submitted(folder: Path, place: int = 0) -> int:
    """Finds a counted attempt that was handed in well before its deadline."""
    fit = [
        index
        for index, row in enumerate(rows(folder, "attempts.csv"))
        if row["status"] == "submitted" and not row["ruling"] and 60_000 < int(row["elapsed_ms"]) < 600_000
    ]
    return fit[place]


def tied(folder: Path) -> list[int]:
    """Finds the rows of the ranking that were parted by lots with the first of them."""
    table = rows(folder, "ranking.csv")
    keys = [tuple(row[name] for name in ("score", "prediction_error", "elapsed")) for row in table]
    first = next(index for index, row in enumerate(table) if row["lot"])
    return [index for index, key in enumerate(keys) if key == keys[first]]


def test_there_are_enough_forgeries_for_every_step() -> None:
    assert [title for title in TITLES if REFUSED[title] < 3] == []
    assert sum(REFUSED.values()) >= 80


# --- files ---


@refused_at("files", sealed=False)
def test_a_unit_renamed_behind_the_manifest_is_refused_at_the_files(folder: Path) -> None:
    set_cell(folder, "units.csv", 3, "name", "Sở Nội vu")


@refused_at("files")
def test_a_file_too_many_is_refused_at_the_files(folder: Path) -> None:
    (folder / "notes.txt").write_bytes(b"")


@refused_at("files")
def test_a_folder_among_the_files_is_refused_at_the_files(folder: Path) -> None:
    (folder / "old").mkdir()


@refused_at("files")
def test_a_signature_without_a_key_named_is_refused_at_the_files(folder: Path) -> None:
    (folder / "manifest.sig").write_bytes(b"0")


def change_entry(folder: Path, **fields: Any) -> None:
    """Changes the manifest's entry of the first file."""
    files = value(folder, "manifest.json")["files"]
    files[0] |= fields
    set_manifest(folder, files=files)


@refused_at("files", sealed=False)
def test_a_wrong_number_of_rows_is_refused_at_the_files(folder: Path) -> None:
    change_entry(folder, rows=61)


@refused_at("files", sealed=False)
def test_a_wrong_number_of_bytes_is_refused_at_the_files(folder: Path) -> None:
    change_entry(folder, bytes=1)


@refused_at("files", sealed=False)
def test_a_wrong_hash_is_refused_at_the_files(folder: Path) -> None:
    change_entry(folder, sha256="0" * 64)


@refused_at("files", sealed=False)
def test_a_file_left_out_of_the_manifest_is_refused_at_the_files(folder: Path) -> None:
    set_manifest(folder, files=value(folder, "manifest.json")["files"][1:])


@refused_at("files", sealed=False)
def test_files_out_of_order_in_the_manifest_are_refused_at_the_files(folder: Path) -> None:
    set_manifest(folder, files=value(folder, "manifest.json")["files"][::-1])


@refused_at("files")
def test_another_digest_than_the_published_one_is_refused_at_the_files(folder: Path) -> list[str]:
    published = verify.digest((folder / "manifest.json").read_bytes())
    set_manifest(folder, closed_at=earlier(value(folder, "manifest.json")["closed_at"], -1000))
    return ["--expect-digest", published]


# --- form ---


def rewrite(folder: Path, name: str, old: bytes, new: bytes) -> None:
    """Puts other bytes into a file, once, where they stand first."""
    data = (folder / name).read_bytes()
    assert old in data
    (folder / name).write_bytes(data.replace(old, new, 1))


@refused_at("form")
def test_a_missing_byte_order_mark_is_refused_at_the_form(folder: Path) -> None:
    rewrite(folder, "units.csv", b"\xef\xbb\xbf", b"")


@refused_at("form")
def test_rows_that_end_in_cr_lf_are_refused_at_the_form(folder: Path) -> None:
    data = (folder / "prizes.csv").read_bytes()
    (folder / "prizes.csv").write_bytes(data.replace(b"\n", b"\r\n"))


@refused_at("form")
def test_a_missing_last_line_feed_is_refused_at_the_form(folder: Path) -> None:
    data = (folder / "ranking.csv").read_bytes()
    (folder / "ranking.csv").write_bytes(data.removesuffix(b"\n"))


@refused_at("form")
def test_a_cell_quoted_without_need_is_refused_at_the_form(folder: Path) -> None:
    rewrite(folder, "units.csv", b"vang-mat", b'"vang-mat"')


@refused_at("form")
def test_columns_in_another_order_are_refused_at_the_form(folder: Path) -> None:
    table = rows(folder, "ranking.csv")
    header = list(table[0])
    write_rows(folder, "ranking.csv", table, [header[1], header[0], *header[2:]])


@refused_at("form")
def test_a_column_too_many_is_refused_at_the_form(folder: Path) -> None:
    table = [row | {"note": "x"} for row in rows(folder, "prizes.csv")]
    write_rows(folder, "prizes.csv", table, list(table[0]))


@refused_at("form")
def test_a_row_with_a_cell_too_many_is_refused_at_the_form(folder: Path) -> None:
    data = (folder / "units.csv").read_bytes()
    (folder / "units.csv").write_bytes(data.removesuffix(b"\n") + b",\n")


@refused_at("form")
def test_units_out_of_order_are_refused_at_the_form(folder: Path) -> None:
    table = rows(folder, "units.csv")
    write_rows(folder, "units.csv", [table[0], *table[:0:-1]])


@refused_at("form")
def test_a_name_that_is_not_nfc_is_refused_at_the_form(folder: Path) -> None:
    set_cell(folder, "units.csv", 3, "name", unicodedata.normalize("NFD", rows(folder, "units.csv")[3]["name"]))


@refused_at("form")
def test_a_name_that_a_spreadsheet_would_run_is_refused_at_the_form(folder: Path) -> None:
    set_cell(folder, "units.csv", 3, "name", "=HYPERLINK(1)")


@refused_at("form")
def test_a_number_with_a_leading_zero_is_refused_at_the_form(folder: Path) -> None:
    table = rows(folder, "units.csv")
    set_cell(folder, "units.csv", find(table, unit="so-noi-vu"), "headcount", "040")


@refused_at("form")
def test_a_space_in_the_definition_is_refused_at_the_form(folder: Path) -> None:
    rewrite(folder, "definition.json", b'"contest":', b'"contest": ')
    recommit(folder)


@refused_at("form")
def test_a_key_that_stands_twice_is_refused_at_the_form(folder: Path) -> None:
    rewrite(folder, "definition.json", b'{"assumptions":[]', b'{"assumptions":[],"assumptions":[]')
    recommit(folder)


@refused_at("form")
def test_a_fraction_in_json_is_refused_at_the_form(folder: Path) -> None:
    rewrite(folder, "definition.json", b'{"assumptions"', b'{"a":1.5,"assumptions"')
    recommit(folder)


@refused_at("form")
def test_an_integer_that_not_every_reader_keeps_is_refused_at_the_form(folder: Path) -> None:
    write_value(folder, "definition.json", value(folder, "definition.json") | {"more": 2**53})
    recommit(folder)


@refused_at("form")
def test_a_salt_used_twice_is_refused_at_the_form(folder: Path) -> None:
    bank = value(folder, "bank.json")
    bank["questions"][1]["salt"] = bank["questions"][0]["salt"]
    write_value(folder, "bank.json", bank)
    recommit(folder)


@refused_at("form")
def test_seeds_in_capitals_are_refused_at_the_form(folder: Path) -> None:
    draw = value(folder, "draw.json")
    write_value(folder, "draw.json", draw | {"lot_seed": draw["lot_seed"].upper()})


@refused_at("form")
def test_an_unknown_field_of_the_manifest_is_refused_at_the_form(folder: Path) -> None:
    set_manifest(folder, note="x")


@refused_at("form", sealed=False)
def test_a_final_newline_of_the_manifest_is_refused_at_the_form(folder: Path) -> None:
    (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes() + b"\n")


@refused_at("form")
def test_a_practice_round_is_refused_at_the_form(folder: Path) -> None:
    definition = value(folder, "definition.json")
    definition["rounds"][2]["kind"] = "practice"
    write_value(folder, "definition.json", definition)
    recommit(folder)


@refused_at("form", sealed=False)
def test_an_unknown_field_of_a_files_entry_is_refused_at_the_form(folder: Path) -> None:
    change_entry(folder, note="x")


@refused_at("form")
def test_a_count_that_the_format_does_not_know_is_refused_at_the_form(folder: Path) -> None:
    set_manifest(folder, counts=value(folder, "manifest.json")["counts"] | {"late": 0})


def change_committed(folder: Path, name: str, change: Callable[[Any], Any]) -> None:
    """Changes the definition or the bank and makes the commitment anew, as if it had been so before the opening."""
    content = value(folder, name)
    change(content)
    write_value(folder, name, content)
    recommit(folder)


@refused_at("form")
def test_the_definition_of_another_contest_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "definition.json", lambda definition: definition.update(contest="cuoc-thi-khac"))


@refused_at("form")
def test_a_definition_without_its_assumptions_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "definition.json", lambda definition: definition.pop("assumptions"))


@refused_at("form")
def test_a_definition_that_wants_more_options_than_it_allows_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "definition.json", lambda definition: definition["paper"].update(options_least=5))


@refused_at("form")
def test_a_round_that_closes_when_it_opens_is_refused_at_the_form(folder: Path) -> None:
    change_committed(
        folder, "definition.json", lambda definition: definition["rounds"][0].update(closes=definition["rounds"][0]["opens"])
    )


@refused_at("form")
def test_a_ranked_round_without_a_time_of_results_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "definition.json", lambda definition: definition["rounds"][2].update(results=None))


@refused_at("form")
def test_a_round_defined_twice_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "definition.json", lambda definition: definition["rounds"].append(definition["rounds"][0]))


@refused_at("form", "blueprint_export")
def test_a_blueprint_that_makes_no_whole_paper_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "definition.json", lambda definition: definition["paper"].update(questions=11))


@refused_at("form")
def test_a_bank_out_of_order_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "bank.json", lambda bank: bank["questions"].reverse())


@refused_at("form")
def test_the_bank_of_another_round_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "bank.json", lambda bank: bank.update(round="tuan-1"))


@refused_at("form")
def test_a_question_that_is_not_nfc_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "bank.json", lambda bank: bank["questions"][0].update(text="Ca\u0302u"))


@refused_at("form")
def test_a_question_with_an_option_too_many_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "bank.json", lambda bank: bank["questions"][0]["options"].update(E="Phương án E"))


@refused_at("form")
def test_a_right_answer_that_is_no_option_is_refused_at_the_form(folder: Path) -> None:
    change_committed(folder, "bank.json", lambda bank: bank["questions"][0].update(right="E"))
    recount(folder)


# --- signature ---


@refused_at("signature", "signed_export", signed=True)
def test_a_manifest_changed_after_signing_is_refused_at_the_signature(folder: Path) -> None:
    set_manifest(folder, closed_at=earlier(value(folder, "manifest.json")["closed_at"], -1000))


@refused_at("signature", "signed_export", signed=True)
def test_a_signature_of_another_key_is_refused_at_the_signature(folder: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    signature = other.sign((folder / "manifest.json").read_bytes(), ec.ECDSA(hashes.SHA256()))
    (folder / "manifest.sig").write_bytes(signature)


@refused_at("signature", "signed_export", signed=True)
def test_a_missing_signature_is_refused_at_the_signature(folder: Path) -> None:
    (folder / "manifest.sig").unlink()


@refused_at("signature", "signed_export", signed=True)
def test_an_empty_signature_is_refused_at_the_signature(folder: Path) -> None:
    (folder / "manifest.sig").write_bytes(b"")


@refused_at("signature", "signed_export", signed=True)
def test_a_key_taken_out_of_the_manifest_is_refused_at_the_signature(folder: Path) -> None:
    set_manifest(folder, key=None)
    (folder / "manifest.sig").unlink()


# --- chain ---


@refused_at("chain")
def test_a_first_revision_that_names_one_before_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder, previous="0" * 64)


@refused_at("chain", "corrected_export", previous="r02")
def test_a_revision_given_as_its_own_forerunner_is_refused_at_the_chain(folder: Path) -> None:
    assert value(folder, "manifest.json")["revision"] == 2


@refused_at("chain", previous="r01")
def test_a_forerunner_of_the_first_revision_is_refused_at_the_chain(folder: Path) -> None:
    assert value(folder, "manifest.json")["revision"] == 1


@refused_at("chain", "corrected_export", previous="r01")
def test_a_unit_changed_without_a_younger_decision_is_refused_at_the_chain(folder: Path) -> None:
    touched = {row["subject"] for row in rows(folder, "decisions.csv")}
    table = rows(folder, "attempts.csv")
    row = next(i for i, cells in enumerate(table) if cells["unit"] == "cuc-thue" and cells["contestant"] not in touched)
    change_attempt(folder, row, unit="so-noi-vu")
    recount(folder)


@refused_at("chain", "corrected_export", previous="r01")
def test_a_previous_manifest_changed_afterwards_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder.parent / "r01", prediction_target=1)


@refused_at("chain", "corrected_export", previous="r01")
def test_an_answer_changed_in_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    row = submitted(folder)
    change_attempt(folder, row, choices="A" * 10)
    make_anew(folder)


@refused_at("chain", "corrected_export", previous="r01")
def test_a_paper_taken_out_in_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    touched = {cell.partition(".")[0] for row in rows(folder, "decisions.csv") for cell in [row["subject"]]}
    table = rows(folder, "attempts.csv")
    gone = next(row for row in table if row["contestant"] not in touched)
    write_rows(folder, "attempts.csv", [row for row in table if row is not gone])
    make_anew(folder)


@refused_at("chain", "corrected_export", previous="r01")
def test_an_earlier_decision_rewritten_is_refused_at_the_chain(folder: Path) -> None:
    set_cell(folder, "decisions.csv", 0, "by", "can-bo-9")


@refused_at("chain", "corrected_export", previous="r01")
def test_a_headcount_changed_in_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    set_cell(folder, "units.csv", 3, "headcount", "25")
    recount(folder)


@refused_at("chain", "corrected_export", previous="r01")
def test_a_definition_changed_in_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    write_value(folder, "definition.json", value(folder, "definition.json") | {"precision": "ms"})
    recommit(folder)
    recount(folder)


@refused_at("chain", "corrected_export", previous="r01")
def test_a_closing_moved_in_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder, closed_at=earlier(value(folder, "manifest.json")["closed_at"], -1))


@refused_at("chain", "corrected_export", previous="r01")
def test_an_earlier_prize_forgotten_in_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    write_rows(folder, "earlier_wins.csv", rows(folder, "earlier_wins.csv")[1:])
    recount(folder)


@refused_at("chain", "corrected_export", previous="r01")
def test_a_later_revision_without_a_younger_decision_is_refused_at_the_chain(folder: Path) -> None:
    first, manifest = folder.parent / "r01", value(folder, "manifest.json")
    for name in verify.LISTED_FILES:
        (folder / name).write_bytes((first / name).read_bytes())
    set_manifest(folder, **{key: value(first, "manifest.json")[key] for key in ("counts", "prediction_target")})
    assert value(folder, "manifest.json")["previous"] == manifest["previous"]


@refused_at("chain")
def test_a_first_revision_that_copies_its_target_is_refused_at_the_chain(folder: Path) -> None:
    set_manifest(folder, prediction_target_from=1)


@refused_at("chain", "corrected_export", previous="r01")
def test_a_unit_added_in_a_later_revision_is_refused_at_the_chain(folder: Path) -> None:
    table = rows(folder, "units.csv")
    write_rows(folder, "units.csv", [*table, table[-1] | {"unit": "z-don-vi-moi"}])
    recount(folder)


@refused_at("chain", "corrected_export", previous="r01")
def test_a_move_from_a_unit_that_the_person_was_not_in_is_refused_at_the_chain(folder: Path) -> None:
    table = rows(folder, "decisions.csv")
    move = table[find(table, act="move_unit")]
    move["before"] = "dac-biet" if move["before"] != "dac-biet" else "cuc-thue"
    write_rows(folder, "decisions.csv", table)


# --- commitment ---


def change_definition(folder: Path, **fields: Any) -> None:
    """Changes the definition after the opening, and makes the results anew by it."""
    write_value(folder, "definition.json", value(folder, "definition.json") | fields)
    recount(folder)


@refused_at("commitment")
def test_a_right_answer_changed_after_the_opening_is_refused_at_the_commitment(folder: Path) -> None:
    bank = value(folder, "bank.json")
    bank["questions"][0]["right"] = "ABCD"[("ABCD".index(bank["questions"][0]["right"]) + 1) % 4]
    write_value(folder, "bank.json", bank)
    recount(folder)


@refused_at("commitment")
def test_a_lot_seed_tried_until_it_pleases_is_refused_at_the_commitment(folder: Path) -> None:
    write_value(folder, "draw.json", value(folder, "draw.json") | {"lot_seed": "11" * 32})
    recount(folder)


@refused_at("commitment")
def test_a_paper_seed_with_papers_to_match_is_refused_at_the_commitment(folder: Path) -> None:
    write_value(folder, "draw.json", value(folder, "draw.json") | {"paper_seed": "22" * 32})
    table = rows(folder, "attempts.csv")
    for row in table:
        row["questions"] = paper_for(folder, row["contestant"], int(row["number"]))
    write_rows(folder, "attempts.csv", table)
    make_anew(folder)


@refused_at("commitment")
def test_a_prize_added_after_the_opening_is_refused_at_the_commitment(folder: Path) -> None:
    prizes = value(folder, "definition.json")["prizes"]
    change_definition(folder, prizes=[*prizes, {"id": "an-ui", "name": "Giải an ủi", "number": 5, "vnd": 1}])


@refused_at("commitment")
def test_criteria_changed_after_the_opening_are_refused_at_the_commitment(folder: Path) -> None:
    criteria = value(folder, "definition.json")["criteria"]
    write_value(folder, "definition.json", value(folder, "definition.json") | {"criteria": criteria[::-1]})
    header = ["rank", "contestant", "number", "unit", *(item["name"] for item in criteria[::-1]), "lot"]
    write_rows(folder, "ranking.csv", rows(folder, "ranking.csv"), header)
    recount(folder)


@refused_at("commitment")
def test_a_new_commitment_for_another_bank_is_refused_at_the_commitment(folder: Path) -> list[str]:
    public = value(folder, "draw.json")["commitment"]
    bank = value(folder, "bank.json")
    bank["questions"][0]["text"] += "!"
    write_value(folder, "bank.json", bank)
    recommit(folder)
    return ["--commitment", public]


# --- decisions ---


@refused_at("decisions")
def test_a_ruling_without_a_decision_is_refused_at_the_decisions(folder: Path) -> None:
    change_attempt(folder, submitted(folder), ruling="disqualified", reason="ly-do")
    recount(folder)


@refused_at("decisions")
def test_a_ruling_quietly_lifted_is_refused_at_the_decisions(folder: Path) -> None:
    change_attempt(folder, find(rows(folder, "attempts.csv"), ruling="disqualified"), ruling="", reason="")
    recount(folder)


@refused_at("decisions")
def test_another_reason_than_the_decisions_is_refused_at_the_decisions(folder: Path) -> None:
    change_attempt(folder, find(rows(folder, "attempts.csv"), ruling="disqualified"), reason="khac")


@refused_at("decisions")
def test_a_gap_between_decisions_is_refused_at_the_decisions(folder: Path) -> None:
    set_cell(folder, "decisions.csv", 1, "seq", "3")


@refused_at("decisions")
def test_a_decision_confirmed_by_who_made_it_is_refused_at_the_decisions(folder: Path) -> None:
    set_cell(folder, "decisions.csv", 0, "confirmed_by", rows(folder, "decisions.csv")[0]["by"])


@refused_at("decisions")
def test_a_decision_dated_before_the_one_above_it_is_refused_at_the_decisions(folder: Path) -> None:
    time = rows(folder, "decisions.csv")[0]["decided_at"]
    set_cell(folder, "decisions.csv", 1, "decided_at", earlier(time, 1))


@refused_at("decisions")
def test_a_decision_after_the_closing_in_the_first_revision_is_refused_at_the_decisions(folder: Path) -> None:
    set_cell(folder, "decisions.csv", 1, "decided_at", earlier(value(folder, "manifest.json")["closed_at"], -1))


@refused_at("decisions")
def test_an_exclusion_by_the_system_for_no_excluded_body_is_refused_at_the_decisions(folder: Path) -> None:
    set_cell(folder, "decisions.csv", 1, "reason", "ban-khac")
    change_attempt(folder, find(rows(folder, "attempts.csv"), ruling="excluded"), reason="ban-khac")


@refused_at("decisions")
def test_a_corrected_key_that_hides_the_old_one_is_refused_at_the_decisions(folder: Path) -> None:
    question = value(folder, "bank.json")["questions"][0]
    wrong = next(letter for letter in "ABCD" if letter != question["right"])
    decide(folder, act="correct_key", subject=question["id"], before=wrong, after=wrong)
    recount(folder)


@refused_at("decisions")
def test_a_key_corrected_to_no_option_is_refused_at_the_decisions(folder: Path) -> None:
    question = value(folder, "bank.json")["questions"][0]
    decide(folder, act="correct_key", subject=question["id"], before=question["right"], after=question["right"] + " E")
    recount(folder)


@refused_at("decisions")
def test_a_voided_question_that_is_in_no_bank_is_refused_at_the_decisions(folder: Path) -> None:
    decide(folder, act="void", subject="q-999", before="A")


@refused_at("decisions")
def test_a_committees_choice_where_lots_decide_is_refused_at_the_decisions(folder: Path) -> None:
    decide(folder, act="committee_choice", subject="nhat", after=rows(folder, "ranking.csv")[5]["contestant"])


@refused_at("decisions")
def test_a_person_moved_on_paper_alone_is_refused_at_the_decisions(folder: Path) -> None:
    attempt = rows(folder, "attempts.csv")[submitted(folder)]
    decide(folder, act="move_unit", subject=attempt["contestant"], before=attempt["unit"], after="vang-mat")


@refused_at("decisions")
def test_a_reinstatement_of_nobody_is_refused_at_the_decisions(folder: Path) -> None:
    attempt = rows(folder, "attempts.csv")[submitted(folder)]
    decide(folder, act="reinstate", subject=f"{attempt['contestant']}.{attempt['number']}")


@refused_at("decisions", "outage_export")
def test_a_granted_attempt_decided_at_the_closing_is_refused_at_the_decisions(folder: Path) -> None:
    table = rows(folder, "decisions.csv")
    person = table[find(table, act="disqualify")]["subject"].partition(".")[0]
    decide(folder, act="new_attempt", subject=f"{person}.1", after="2")
    change_attempt(folder, find(rows(folder, "attempts.csv"), contestant=person), ruling="replaced", reason="ly-do")


@refused_at("decisions")
def test_a_ruling_on_an_attempt_that_is_not_there_is_refused_at_the_decisions(folder: Path) -> None:
    decide(folder, act="disqualify", subject=f"{STRANGER}.1", after="disqualified")


@refused_at("decisions")
def test_a_move_of_somebody_who_is_not_there_is_refused_at_the_decisions(folder: Path) -> None:
    decide(folder, act="move_unit", subject=STRANGER, after="vang-mat")


@refused_at("decisions")
def test_a_move_from_a_unit_that_is_none_is_refused_at_the_decisions(folder: Path) -> None:
    attempt = rows(folder, "attempts.csv")[submitted(folder)]
    decide(folder, act="move_unit", subject=attempt["contestant"], before="khong-co", after=attempt["unit"])


@refused_at("decisions")
def test_an_exclusion_that_says_it_disqualified_is_refused_at_the_decisions(folder: Path) -> None:
    set_cell(folder, "decisions.csv", 1, "after", "disqualified")


@refused_at("decisions")
def test_a_second_ruling_that_hides_the_first_is_refused_at_the_decisions(folder: Path) -> None:
    first = rows(folder, "decisions.csv")[0]
    decide(folder, act="disqualify", subject=first["subject"], after="disqualified", reason=first["reason"])


@refused_at("decisions")
def test_a_ruling_before_the_attempt_began_is_refused_at_the_decisions(folder: Path) -> None:
    set_cell(folder, "decisions.csv", 0, "decided_at", value(folder, "definition.json")["rounds"][2]["opens"])


@refused_at("decisions")
def test_a_voided_question_with_letters_left_is_refused_at_the_decisions(folder: Path) -> None:
    question = value(folder, "bank.json")["questions"][0]
    decide(folder, act="void", subject=question["id"], before=question["right"], after="A")
    recount(folder)


@refused_at("decisions", "committee_export")
def test_a_choice_for_a_prize_that_is_none_is_refused_at_the_decisions(folder: Path) -> None:
    decide(folder, act="committee_choice", subject="dac-biet", after=rows(folder, "ranking.csv")[0]["contestant"])


@refused_at("decisions", "committee_export")
def test_a_choice_of_no_contestant_is_refused_at_the_decisions(folder: Path) -> None:
    decide(folder, act="committee_choice", subject="nhat", after="ong-a")


def change_act(folder: Path, act: str, **cells: str) -> None:
    """Changes the first decision of an act."""
    table = rows(folder, "decisions.csv")
    table[find(table, act=act)] |= cells
    write_rows(folder, "decisions.csv", table)


@refused_at("decisions", "outage_export")
def test_a_close_moved_for_another_round_is_refused_at_the_decisions(folder: Path) -> None:
    change_act(folder, "move_close", subject="tuan-1")


@refused_at("decisions", "outage_export")
def test_a_granted_number_that_had_something_before_is_refused_at_the_decisions(folder: Path) -> None:
    change_act(folder, "new_attempt", before="1")


@refused_at("decisions", "outage_export")
def test_a_granted_number_that_is_none_is_refused_at_the_decisions(folder: Path) -> None:
    change_act(folder, "new_attempt", after="hai")


# --- draw ---


def change_paper(folder: Path, change: Callable[[list[str], str], tuple[list[str], str]], export_row: int = 0) -> None:
    """Changes questions and choices of an attempt, and makes all that follows anew."""
    row = submitted(folder, export_row)
    cells = rows(folder, "attempts.csv")[row]
    questions, choices = change(cells["questions"].split(" "), cells["choices"])
    change_attempt(folder, row, questions=" ".join(questions), choices=choices)
    make_anew(folder)


@refused_at("draw")
def test_an_easier_question_in_a_paper_is_refused_at_the_draw(folder: Path) -> None:
    ids = [question["id"] for question in value(folder, "bank.json")["questions"]]
    change_paper(folder, lambda questions, choices: ([next(i for i in ids if i not in questions), *questions[1:]], choices))


@refused_at("draw")
def test_two_questions_changed_about_are_refused_at_the_draw(folder: Path) -> None:
    change_paper(
        folder,
        lambda questions, choices: ([questions[1], questions[0], *questions[2:]], choices[1] + choices[0] + choices[2:]),
    )


@refused_at("draw")
def test_a_question_left_out_of_a_paper_is_refused_at_the_draw(folder: Path) -> None:
    change_paper(folder, lambda questions, choices: (questions[1:], choices[1:]))


@refused_at("draw")
def test_a_letter_that_no_option_has_is_refused_at_the_draw(folder: Path) -> None:
    change_paper(folder, lambda questions, choices: (questions, "E" + choices[1:]))


@refused_at("draw")
def test_a_choice_too_many_is_refused_at_the_draw(folder: Path) -> None:
    change_paper(folder, lambda questions, choices: (questions, choices + "A"))


@refused_at("draw", "blueprint_export")
def test_a_paper_off_its_blueprint_is_refused_at_the_draw(folder: Path) -> None:
    off = [question["id"] for question in value(folder, "bank.json")["questions"] if question["topic"] == "chu-de-3"]
    change_paper(folder, lambda questions, choices: ([off[0], *questions[1:]], choices))


# --- window ---


def change_times(folder: Path, row: int, **cells: str) -> None:
    """Changes an attempt's times, and makes elapsed time and all that follows anew."""
    attempt = rows(folder, "attempts.csv")[row] | cells
    start, deadline, end = (verify.instant(attempt[key]) for key in ("started_at", "deadline_at", "submitted_at"))
    change_attempt(folder, row, **({"elapsed_ms": str(min(deadline, end) - start)} | cells))
    make_anew(folder)


@refused_at("window")
def test_a_paper_begun_before_the_opening_is_refused_at_the_window(folder: Path) -> None:
    opens = verify.instant(value(folder, "definition.json")["rounds"][2]["opens"])
    change_times(
        folder,
        submitted(folder),
        started_at=verify.time_text(opens - 1),
        submitted_at=verify.time_text(opens + 90_000),
        deadline_at=verify.time_text(opens + 629_999),
    )


@refused_at("window")
def test_a_paper_begun_at_the_close_is_refused_at_the_window(folder: Path) -> None:
    closes = value(folder, "definition.json")["rounds"][2]["closes"]
    change_times(folder, submitted(folder), started_at=closes, submitted_at=closes, deadline_at=closes)


@refused_at("window")
def test_a_hand_in_at_the_end_of_the_grace_is_refused_at_the_window(folder: Path) -> None:
    row = submitted(folder)
    deadline = rows(folder, "attempts.csv")[row]["deadline_at"]
    change_times(folder, row, submitted_at=earlier(deadline, -5000))


@refused_at("window")
def test_a_hand_in_before_the_start_is_refused_at_the_window(folder: Path) -> None:
    row = find(rows(folder, "attempts.csv"), status="submitted", ruling="disqualified")
    change_times(folder, row, elapsed_ms="0", submitted_at=earlier(rows(folder, "attempts.csv")[row]["started_at"], 1))


@refused_at("window")
def test_a_deadline_extended_without_a_decision_is_refused_at_the_window(folder: Path) -> None:
    row = submitted(folder)
    change_times(folder, row, deadline_at=earlier(rows(folder, "attempts.csv")[row]["deadline_at"], -60_000))


@refused_at("window")
def test_an_elapsed_time_shortened_is_refused_at_the_window(folder: Path) -> None:
    change_attempt(folder, submitted(folder), elapsed_ms="1000")


@refused_at("window")
def test_a_second_attempt_where_one_is_allowed_is_refused_at_the_window(folder: Path) -> None:
    put_in(folder, rows(folder, "attempts.csv")[submitted(folder)]["contestant"], 2)
    reseal_root(folder)
    recount(folder)


@refused_at("window", "blueprint_export")
def test_a_first_attempt_taken_out_is_refused_at_the_window(folder: Path) -> None:
    table = rows(folder, "attempts.csv")
    second = next(row for row in table if row["number"] == "2" and not row["ruling"])
    first = find(table, contestant=second["contestant"])
    write_rows(folder, "attempts.csv", table[:first] + table[first + 1 :])
    make_anew(folder)


@refused_at("window")
def test_a_blank_paper_with_a_choice_is_refused_at_the_window(folder: Path) -> None:
    change_attempt(folder, find(rows(folder, "attempts.csv"), status="blank"), choices="A" + "_" * 9)
    make_anew(folder)


@refused_at("window")
def test_a_timed_out_paper_that_ends_before_its_deadline_is_refused_at_the_window(folder: Path) -> None:
    row = find(rows(folder, "attempts.csv"), status="timed_out")
    change_times(folder, row, submitted_at=earlier(rows(folder, "attempts.csv")[row]["deadline_at"], 1))


@refused_at("window", "committee_export")
def test_a_prediction_where_none_is_asked_is_refused_at_the_window(folder: Path) -> None:
    change_attempt(folder, submitted(folder), prediction="7")
    make_anew(folder)


@refused_at("window", "outage_export")
def test_an_extension_that_hides_the_old_deadline_is_refused_at_the_window(folder: Path) -> None:
    row = find(rows(folder, "decisions.csv"), act="extend_attempt")
    set_cell(folder, "decisions.csv", row, "before", earlier(rows(folder, "decisions.csv")[row]["before"], 1))


@refused_at("window", "outage_export")
def test_a_granted_attempt_begun_before_it_was_granted_is_refused_at_the_window(folder: Path) -> None:
    row = find(rows(folder, "decisions.csv"), act="new_attempt")
    set_cell(folder, "decisions.csv", row, "decided_at", earlier(rows(folder, "decisions.csv")[row]["decided_at"], -200_000))


@refused_at("window", "outage_export")
def test_an_extension_that_shortens_is_refused_at_the_window(folder: Path) -> None:
    act = rows(folder, "decisions.csv")[find(rows(folder, "decisions.csv"), act="extend_attempt")]
    shorter = earlier(act["before"], 1)
    change_act(folder, "extend_attempt", after=shorter)
    row = find(rows(folder, "attempts.csv"), contestant=act["subject"].partition(".")[0])
    change_times(folder, row, deadline_at=shorter, submitted_at=earlier(shorter, 1))


def close_early(folder: Path, status: str, closing_ms: int, **ends: int) -> None:
    """Lets an attempt of a status begin a second before the close, and the closing come some time after the close."""
    closes = verify.instant(value(folder, "definition.json")["rounds"][2]["closes"])
    row = find(rows(folder, "attempts.csv"), status=status, ruling="")
    change_times(
        folder,
        row,
        started_at=verify.time_text(closes - 1000),
        deadline_at=verify.time_text(closes),
        submitted_at=verify.time_text(closes + ends.get("submitted", 0)),
    )
    set_manifest(folder, closed_at=verify.time_text(closes + closing_ms))
    for decision in (0, 1):
        set_cell(folder, "decisions.csv", decision, "decided_at", verify.time_text(closes + closing_ms))


@refused_at("window")
def test_a_closing_before_the_last_grace_is_over_is_refused_at_the_window(folder: Path) -> None:
    close_early(folder, "timed_out", 4999)


@refused_at("window")
def test_a_hand_in_after_the_closing_is_refused_at_the_window(folder: Path) -> None:
    close_early(folder, "submitted", 2000, submitted=2001)


# --- receipts ---


@refused_at("receipts")
def test_an_answer_changed_under_an_old_receipt_is_refused_at_the_receipts(folder: Path) -> None:
    change_attempt(folder, submitted(folder), choices="A" * 10)
    recount(folder)


@refused_at("receipts")
def test_a_prediction_changed_under_an_old_receipt_is_refused_at_the_receipts(folder: Path) -> None:
    target = value(folder, "manifest.json")["prediction_target"]
    change_attempt(folder, submitted(folder), prediction=str(target + 100))
    recount(folder)


@refused_at("receipts")
def test_a_hand_in_dated_earlier_under_an_old_receipt_is_refused_at_the_receipts(folder: Path) -> None:
    row = submitted(folder)
    cells = rows(folder, "attempts.csv")[row]
    change_attempt(
        folder, row, submitted_at=earlier(cells["submitted_at"], 30_000), elapsed_ms=str(int(cells["elapsed_ms"]) - 30_000)
    )
    recount(folder)


@refused_at("receipts")
def test_another_nonce_under_an_old_receipt_is_refused_at_the_receipts(folder: Path) -> None:
    change_attempt(folder, submitted(folder), nonce="0" * 32)


@refused_at("receipts")
def test_another_receipt_with_a_root_to_match_is_refused_at_the_receipts(folder: Path) -> None:
    change_attempt(folder, submitted(folder), receipt="0" * 64)
    reseal_root(folder)
    recount(folder)


# --- root ---


@refused_at("root")
def test_a_paper_put_in_after_the_close_is_refused_at_the_root(folder: Path) -> None:
    put_in(folder, STRANGER)


@refused_at("root")
def test_a_paper_taken_out_after_the_close_is_refused_at_the_root(folder: Path) -> None:
    table = rows(folder, "attempts.csv")
    del table[submitted(folder)]
    write_rows(folder, "attempts.csv", table)
    recount(folder)


@refused_at("root")
def test_an_answer_changed_after_the_close_is_refused_at_the_root(folder: Path) -> None:
    change_attempt(folder, submitted(folder), choices="A" * 10)
    reseal_receipts(folder)
    recount(folder)


@refused_at("root")
def test_a_lot_root_tried_until_it_pleases_is_refused_at_the_root(folder: Path) -> None:
    set_manifest(folder, lot_root="0" * 64)
    recount(folder)


@refused_at("root")
def test_a_new_root_for_a_new_paper_is_refused_at_the_root_that_was_public(folder: Path) -> list[str]:
    public = value(folder, "manifest.json")["receipts_root"]
    put_in(folder, STRANGER)
    reseal_root(folder)
    recount(folder)
    return ["--root", public]


# --- scores ---


@refused_at("scores")
def test_a_score_raised_is_refused_at_the_scores(folder: Path) -> None:
    set_cell(folder, "ranking.csv", -1, "score", "10")


@refused_at("scores")
def test_a_score_lowered_is_refused_at_the_scores(folder: Path) -> None:
    set_cell(folder, "ranking.csv", 0, "score", "9")


@refused_at("scores", "corrected_export", previous="r01")
def test_the_point_of_a_voided_question_withheld_is_refused_at_the_scores(folder: Path) -> None:
    void = rows(folder, "decisions.csv")[find(rows(folder, "decisions.csv"), act="void")]["subject"]
    holders = {row["contestant"] for row in rows(folder, "attempts.csv") if void in row["questions"].split(" ")}
    table = rows(folder, "ranking.csv")
    row = next(index for index, cells in enumerate(table) if cells["contestant"] in holders)
    set_cell(folder, "ranking.csv", row, "score", str(int(table[row]["score"]) - 1))


@refused_at("scores", "corrected_export", previous="r01")
def test_a_corrected_key_not_applied_is_refused_at_the_scores(folder: Path) -> None:
    act = rows(folder, "decisions.csv")[find(rows(folder, "decisions.csv"), act="correct_key")]
    new = (set(act["after"].split(" ")) - {act["before"]}).pop()
    gained = {
        row["contestant"]
        for row in rows(folder, "attempts.csv")
        if dict(zip(row["questions"].split(" "), row["choices"], strict=True)).get(act["subject"]) == new
    }
    table = rows(folder, "ranking.csv")
    row = next(index for index, cells in enumerate(table) if cells["contestant"] in gained)
    set_cell(folder, "ranking.csv", row, "score", str(int(table[row]["score"]) - 1))


# --- target ---


@refused_at("target")
def test_another_target_is_refused_at_the_target(folder: Path) -> None:
    set_manifest(folder, prediction_target=value(folder, "manifest.json")["prediction_target"] + 1)


@refused_at("target")
def test_a_target_kept_silent_is_refused_at_the_target(folder: Path) -> None:
    set_manifest(folder, prediction_target=None)


@refused_at("target", "committee_export")
def test_a_target_where_nothing_is_asked_is_refused_at_the_target(folder: Path) -> None:
    set_manifest(folder, prediction_target=0)


@refused_at("target", "frozen_export", previous="r02")
def test_a_frozen_target_that_moved_is_refused_at_the_target(folder: Path) -> None:
    set_manifest(folder, prediction_target=value(folder, "manifest.json")["prediction_target"] + 3)
    recount(folder)


@refused_at("target", "frozen_export", previous="r02")
def test_a_target_copied_from_another_revision_is_refused_at_the_target(folder: Path) -> None:
    set_manifest(folder, prediction_target_from=1)


@refused_at("target", "frozen_export", previous="r02")
def test_a_frozen_target_forgotten_is_refused_at_the_target(folder: Path) -> None:
    set_manifest(folder, prediction_target=None)
    recount(folder)


# --- criteria ---


@refused_at("criteria")
def test_an_elapsed_time_changed_in_the_ranking_is_refused_at_the_criteria(folder: Path) -> None:
    set_cell(folder, "ranking.csv", 7, "elapsed", "1")


@refused_at("criteria")
def test_a_prediction_error_changed_is_refused_at_the_criteria(folder: Path) -> None:
    set_cell(folder, "ranking.csv", -1, "prediction_error", "99")


@refused_at("criteria")
def test_a_prediction_error_left_out_is_refused_at_the_criteria(folder: Path) -> None:
    set_cell(folder, "ranking.csv", 0, "prediction_error", "")


@refused_at("criteria", "blueprint_export")
def test_an_elapsed_time_in_seconds_where_milliseconds_count_is_refused_at_the_criteria(folder: Path) -> None:
    set_cell(folder, "ranking.csv", 3, "elapsed", str(int(rows(folder, "ranking.csv")[3]["elapsed"]) // 1000))


# --- ranking ---


@refused_at("ranking")
def test_a_contestant_left_out_is_refused_at_the_ranking(folder: Path) -> None:
    write_rows(folder, "ranking.csv", rows(folder, "ranking.csv")[:-1])


@refused_at("ranking")
def test_two_contestants_changed_about_are_refused_at_the_ranking(folder: Path) -> None:
    table = rows(folder, "ranking.csv")
    below = next(i for i in range(1, len(table)) if not table[i]["lot"] and not table[i - 1]["lot"])
    table[below]["rank"], table[below - 1]["rank"] = table[below - 1]["rank"], table[below]["rank"]
    refile_ranking(folder, table)


@refused_at("ranking")
def test_a_disqualified_paper_ranked_is_refused_at_the_ranking(folder: Path) -> None:
    attempts, table = rows(folder, "attempts.csv"), rows(folder, "ranking.csv")
    attempt = attempts[find(attempts, ruling="disqualified")]
    result = verify.Recount(verify.Export(folder))
    named = result.export.by_name[f"{attempt['contestant']}.1"]
    criteria = {name: result.criterion(named, name) for name, _ in result.export.criteria}
    table.append(
        {
            "rank": str(len(table) + 1),
            "contestant": attempt["contestant"],
            "number": "1",
            "unit": attempt["unit"],
            **criteria,
            "lot": "",
        }
    )
    write_rows(folder, "ranking.csv", table)


@refused_at("ranking")
def test_another_unit_in_the_ranking_is_refused_at_the_ranking(folder: Path) -> None:
    set_cell(folder, "ranking.csv", 0, "unit", "vang-mat")


@refused_at("ranking", "committee_export")
def test_a_shared_rank_that_skips_none_is_refused_at_the_ranking(folder: Path) -> None:
    table = rows(folder, "ranking.csv")
    row = max(i for i in range(1, len(table)) if table[i]["rank"] != table[i - 1]["rank"])
    table[row]["rank"] = table[row - 1]["rank"]
    refile_ranking(folder, table)


@refused_at("ranking", "blueprint_export")
def test_a_worse_attempt_ranked_than_the_best_is_refused_at_the_ranking(folder: Path) -> None:
    result = verify.Recount(verify.Export(folder))
    table = rows(folder, "ranking.csv")
    for row in table:
        other = result.export.by_name.get(f"{row['contestant']}.{3 - int(row['number'])}")
        if other is not None and other.counted and not row["lot"]:
            criteria = {name: result.criterion(other, name) for name, _ in result.export.criteria}
            row |= {"number": str(other.number), **criteria}
            break
    write_rows(folder, "ranking.csv", table)


# --- lots ---


@refused_at("lots")
def test_two_equal_contestants_against_their_lots_are_refused_at_the_lots(folder: Path) -> None:
    table, (one, other, *_) = rows(folder, "ranking.csv"), tied(folder)
    table[one]["rank"], table[other]["rank"] = table[other]["rank"], table[one]["rank"]
    refile_ranking(folder, table)


@refused_at("lots")
def test_two_lots_changed_about_are_refused_at_the_lots(folder: Path) -> None:
    table, (one, other, *_) = rows(folder, "ranking.csv"), tied(folder)
    table[one]["lot"], table[other]["lot"] = table[other]["lot"], table[one]["lot"]
    write_rows(folder, "ranking.csv", table)


@refused_at("lots")
def test_an_invented_lot_is_refused_at_the_lots(folder: Path) -> None:
    set_cell(folder, "ranking.csv", tied(folder)[0], "lot", "0" * 64)


@refused_at("lots")
def test_a_lot_left_out_is_refused_at_the_lots(folder: Path) -> None:
    set_cell(folder, "ranking.csv", tied(folder)[0], "lot", "")


@refused_at("lots")
def test_a_lot_for_somebody_who_is_not_tied_is_refused_at_the_lots(folder: Path) -> None:
    table = rows(folder, "ranking.csv")
    row = find(table, lot="")
    set_cell(folder, "ranking.csv", row, "lot", verify.Recount(verify.Export(folder)).lot(table[row]["contestant"]))


# --- prizes ---


@refused_at("prizes")
def test_another_winner_is_refused_at_the_prizes(folder: Path) -> None:
    prizes = rows(folder, "prizes.csv")
    first = find(prizes, prize="nhat", passed_over="")
    set_cell(folder, "prizes.csv", first, "contestant", rows(folder, "ranking.csv")[-1]["contestant"])


@refused_at("prizes")
def test_more_money_than_the_definition_gives_is_refused_at_the_prizes(folder: Path) -> None:
    set_cell(folder, "prizes.csv", find(rows(folder, "prizes.csv"), prize="nhi", passed_over=""), "amount_vnd", "900000")


@refused_at("prizes")
def test_who_was_passed_over_left_out_is_refused_at_the_prizes(folder: Path) -> None:
    write_rows(folder, "prizes.csv", [row for row in rows(folder, "prizes.csv") if not row["passed_over"]])


@refused_at("prizes")
def test_a_prize_for_who_is_at_the_limit_is_refused_at_the_prizes(folder: Path) -> None:
    prizes = rows(folder, "prizes.csv")
    row = find(prizes, passed_over="won_earlier")
    prizes[row] |= {"passed_over": "", "amount_vnd": "1000000"}
    write_rows(folder, "prizes.csv", prizes)


@refused_at("prizes")
def test_a_prize_too_few_is_refused_at_the_prizes(folder: Path) -> None:
    write_rows(folder, "prizes.csv", rows(folder, "prizes.csv")[:-1])


@refused_at("prizes")
def test_a_win_of_a_round_yet_to_come_is_refused_at_the_prizes(folder: Path) -> None:
    table = rows(folder, "earlier_wins.csv")
    table[0]["round"] = "tuan-2"
    write_rows(folder, "earlier_wins.csv", table)


@refused_at("prizes", "committee_export")
def test_a_prize_given_before_the_committee_chose_is_refused_at_the_prizes(folder: Path) -> None:
    first = rows(folder, "ranking.csv")[0]
    table = rows(folder, "prizes.csv")
    table[0] |= {"place": "1", "contestant": first["contestant"], "number": first["number"], "amount_vnd": "1000000"}
    write_rows(folder, "prizes.csv", table)


@refused_at("prizes", "committee_export")
def test_earlier_wins_where_nothing_limits_are_refused_at_the_prizes(folder: Path) -> None:
    win = {"contestant": "a" * 26, "round": "tuan-1", "revision": "1", "prize": "nhat"}
    write_rows(folder, "earlier_wins.csv", [win])


@refused_at("prizes")
def test_an_earlier_win_of_a_prize_that_is_none_is_refused_at_the_prizes(folder: Path) -> None:
    set_cell(folder, "earlier_wins.csv", 0, "prize", "dac-biet")


# --- units ---


@refused_at("units")
def test_a_unit_with_more_people_is_refused_at_the_units(folder: Path) -> None:
    set_cell(folder, "units.csv", 3, "people", str(int(rows(folder, "units.csv")[3]["people"]) + 1))


@refused_at("units")
def test_a_rate_rounded_by_hand_is_refused_at_the_units(folder: Path) -> None:
    set_cell(folder, "units.csv", find(rows(folder, "units.csv"), unit="cuc-thue"), "rate", "0.9999")


@refused_at("units")
def test_a_mean_polished_is_refused_at_the_units(folder: Path) -> None:
    set_cell(folder, "units.csv", 3, "mean_score", "10.0000")


@refused_at("units")
def test_a_zero_hidden_is_refused_at_the_units(folder: Path) -> None:
    table = rows(folder, "units.csv")
    row = next(index for index, unit in enumerate(table) if unit["zero"] != "0")
    set_cell(folder, "units.csv", row, "zero", "0")


@refused_at("units")
def test_a_unit_with_papers_left_out_is_refused_at_the_units(folder: Path) -> None:
    write_rows(folder, "units.csv", [row for row in rows(folder, "units.csv") if row["unit"] != "so-noi-vu"])


@refused_at("units")
def test_a_headcount_for_those_without_a_unit_is_refused_at_the_units(folder: Path) -> None:
    table = rows(folder, "units.csv")
    table[0] |= {"headcount": "10", "rate": verify.fraction(int(table[0]["people"]), 10)}
    write_rows(folder, "units.csv", table)


@refused_at("units")
def test_a_unit_without_a_name_is_refused_at_the_units(folder: Path) -> None:
    set_cell(folder, "units.csv", 3, "name", "")


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


@refused_at("counts")
def test_a_hand_in_more_than_there_are_is_refused_at_the_counts(folder: Path) -> None:
    change_count(folder, "submitted")


# --- what no cheat can hide from two steps at once ---


def test_a_decision_dated_back_before_the_closing_is_refused_at_chain_and_decisions(
    corrected_export: Path, verdict: Verdict
) -> None:
    closed_at = value(corrected_export, "manifest.json")["closed_at"]
    set_cell(corrected_export, "decisions.csv", 2, "decided_at", earlier(closed_at, 1))
    seal(corrected_export)
    previous = corrected_export.parent / "r01"
    assert verdict(corrected_export, "--no-signature", "--previous", previous) == (1, ["chain", "decisions"])


def test_a_thawed_target_is_refused_at_the_target(frozen_export: Path, verdict: Verdict) -> None:
    later = frozen_export.parent / "r04"
    later.mkdir()
    for path in frozen_export.iterdir():
        (later / path.name).write_bytes(path.read_bytes())
    previous = verify.digest((frozen_export / "manifest.json").read_bytes())
    set_manifest(later, previous=previous, revision=4, prediction_target_from=None)
    question = value(later, "bank.json")["questions"][5]
    decide(
        later,
        act="correct_key",
        subject=question["id"],
        before=question["right"],
        after=question["right"],
        decided_at=rows(later, "decisions.csv")[-1]["decided_at"],
    )
    recount(later)
    seal(later)
    assert verdict(later, "--no-signature", "--previous", frozen_export) == (1, ["target"])


def test_a_close_moved_to_no_time_is_refused_at_decisions_and_window(outage_export: Path, verdict: Verdict) -> None:
    change_act(outage_export, "move_close", after="mai")
    seal(outage_export)
    assert verdict(outage_export, "--no-signature") == (1, ["decisions", "window"])


def test_a_move_to_a_unit_that_is_none_is_refused_at_decisions_and_units(true_export: Path, verdict: Verdict) -> None:
    row = submitted(true_export)
    attempt = rows(true_export, "attempts.csv")[row]
    decide(true_export, act="move_unit", subject=attempt["contestant"], before=attempt["unit"], after="khong-co")
    change_attempt(true_export, row, unit="khong-co")
    recount(true_export)
    seal(true_export)
    assert verdict(true_export, "--no-signature") == (1, ["decisions", "units"])


def test_excluded_bodies_that_are_no_list_are_refused_at_form_and_decisions(true_export: Path, verdict: Verdict) -> None:
    change_committed(true_export, "definition.json", lambda definition: definition.update(excluded_bodies={}))
    seal(true_export)
    assert verdict(true_export, "--no-signature") == (1, ["form", "decisions"])
