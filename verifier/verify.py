#!/usr/bin/env python3
"""Checks one revision of a round's or a whole contest's results ("hoithi-export/1") from its files alone.

    python3 verifier/verify.py FOLDER [--previous FOLDER] [--public-key FILE] [--no-signature] [--commitment HEX]
                               [--root HEX] [--expect-digest HEX] [--sources FOLDER] [--all] [--lang vi|en]

How it works, for the auditor who reads it from top to bottom:

1. "The format" and "Texts" hold the names, the shapes and the two languages; nothing is decided there.
2. "Formulas" holds every formula of the format as a short function that knows no files.
3. "Reading" turns the folder into an `Export`: the bytes, the JSON values, the rows. Nothing is believed yet.
4. "Recounting" makes the results anew from the attempts, the bank, the seeds and the decisions, and never from
   `ranking.csv`, `prizes.csv` or `units.csv`, which are what is to be proved. A whole contest is made anew from the
   recounts of its rounds, the *sources*.
5. "The steps" compare the two, one function for each numbered line of the output: first a round's, then a contest's.

A step counts what it compared and keeps its first difference: what stands in the export ("expected"), what this
program makes of it ("calculated"), the file and the row (the header being row 1, as in a spreadsheet). A step
that cannot be carried to its end counts as different, and the others are tried all the same.

Exit status: 0 when everything holds, 1 when something differs or was left unchecked, 2 when something can't be read.
Python 3.11's standard library; the package `cryptography` for the signature alone. Each function cites in quotation
marks the sentence of the format that it holds; the format stands in `README.md` beside this file.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import reprlib
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from functools import cache, cached_property
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar

# ---------------------------------------------------------------------------------------------------------------------
# The format: names and shapes
# ---------------------------------------------------------------------------------------------------------------------

FORMAT = "hoithi-export/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
DEFINITION, BANK, DRAW = "definition.json", "bank.json", "draw.json"
ATTEMPTS, RANKING, PRIZES, UNITS = "attempts.csv", "ranking.csv", "prizes.csv", "units.csv"
DECISIONS, EARLIER_WINS, UNIT_FACTS = "decisions.csv", "earlier_wins.csv", "unit_facts.csv"
JSON_FILES = (BANK, DEFINITION, DRAW)
CSV_FILES = (ATTEMPTS, DECISIONS, EARLIER_WINS, PRIZES, RANKING, UNITS)
LISTED_FILES = tuple(sorted(JSON_FILES + CSV_FILES))
FINAL = "final"
FINAL_JSON_FILES = (DEFINITION,)
FINAL_CSV_FILES = (PRIZES, UNIT_FACTS, UNITS)
FINAL_LISTED_FILES = tuple(sorted(FINAL_JSON_FILES + FINAL_CSV_FILES))
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LARGEST_INTEGER = 2**53 - 1
FREE_TEXT = ("name", "full_name", "unit_name")
MUST_BE_QUOTED = re.compile(r'[,"\r\n]')
ESCAPES = frozenset("=+-@'\t\r")

# The columns of each table, each with the form of its cells: alternatives parted by "|", "=x" being x itself.
# `ranking.csv` also has a column for each criterion, between `unit` and `lot`.
COLUMNS: dict[str, dict[str, str]] = {
    ATTEMPTS: {
        "contestant": "contestant",
        "number": "positive",
        "unit": "id|empty",
        "started_at": "time",
        "deadline_at": "time",
        "submitted_at": "time",
        "status": "=submitted|=timed_out|=blank",
        "ruling": "empty|=disqualified|=excluded|=replaced",
        "reason": "code|empty",
        "elapsed_ms": "natural",
        "questions": "ids",
        "choices": "choices",
        "prediction": "prediction|empty",
        "nonce": "hex32",
        "receipt": "hex64",
    },
    RANKING: {
        "rank": "positive",
        "contestant": "contestant",
        "number": "positive",
        "unit": "id|empty",
        "lot": "hex64|empty",
    },
    PRIZES: {
        "prize": "id",
        "place": "positive|empty",
        "contestant": "contestant|empty",
        "number": "positive|empty",
        "amount_vnd": "natural|empty",
        "passed_over": "empty|=won_earlier",
    },
    UNITS: {
        "unit": "id|empty",
        "name": "text",
        "class": "id|empty",
        "headcount": "natural|empty",
        "people": "natural",
        "rate": "fraction|empty",
        "papers": "natural",
        "mean_score": "fraction|empty",
        "perfect": "natural",
        "zero": "natural",
    },
    DECISIONS: {
        "seq": "positive",
        "decided_at": "time",
        "by": "code",
        "confirmed_by": "code|empty",
        "act": "=disqualify|=exclude|=reinstate|=extend_attempt|=new_attempt|=move_unit|=void|=correct_key|=move_close"
        "|=committee_choice",
        "subject": "code",
        "before": "text",
        "after": "text",
        "reason": "code",
    },
    EARLIER_WINS: {"contestant": "contestant", "round": "round", "revision": "positive", "prize": "id"},
}
# The tables of a whole contest.
FINAL_COLUMNS: dict[str, dict[str, str]] = {
    PRIZES: {
        "round": "round",
        **{column: form for column, form in COLUMNS[PRIZES].items() if column != "passed_over"},
        "passed_over": "empty|=won_higher",
    },
    UNIT_FACTS: {"unit": "id", "gate": "=entries|=entry_rank|=leaders_every_round", "value": "natural|share"},
    UNITS: {
        "rank": "positive|empty",
        "unit": "id|empty",
        "name": "text",
        "parent": "id|empty",
        "class": "id|empty",
        "group": "id|empty",
        "headcount": "natural|empty",
        "people": "natural",
        "rate": "fraction|empty",
        "papers": "natural",
        "mean_score": "fraction|empty",
        "perfect": "natural",
        "zero": "natural",
        "points": "fraction|empty",
        "lot": "hex64|empty",
        "failed_gates": "gates|empty",
        "prize": "id|empty",
        "amount_vnd": "natural|empty",
    },
}
CRITERIA: dict[str, str] = {
    "score": "natural",
    "prediction_error": "natural|empty",
    "elapsed": "natural",
    "submitted_at": "time",
    "started_at": "time",
}

# The shapes of the JSON files: an object holds at least the keys named, a list holds such items.
DEFINITION_SHAPE: dict[str, Any] = {
    "contest": "id",
    "rounds": [{"id": "round", "opens": "time", "closes": "time", "results": "time|null", "kind": "=ranked|=practice"}],
    "paper": {
        "questions": "count",
        "options_least": "count",
        "options_most": "count",
        "limit_s": "count",
        "grace_ms": "integer",
        "blueprint": "blueprint|null",
    },
    "attempts": {"max": "count", "counted": "=best|=first|=last"},
    "prediction": "asks|null",
    "precision": "=ms|=s",
    "criteria": [{"name": "=" + "|=".join(CRITERIA), "direction": "=asc|=desc"}],
    "last_tie": "=lot|=shared",
    "prizes": [{"id": "id", "name": "text", "number": "count", "vnd": "integer|null"}],
    "limit": "=none|=once_a_round|=once_in_the_contest|=highest_in_the_contest",
    "boundary_tie": "=lot|=all|=committee",
    "excluded_bodies": [{"id": "id"}],
    "publication": "=automatic|=after_approval",
    "assumptions": "list",
}
BANK_SHAPE: dict[str, Any] = {
    "contest": "id",
    "questions": [
        {
            "id": "id",
            "text": "text",
            "options": "options",
            "right": "text",
            "fixed": "boolean",
            "topic": "text|null",
            "source": "text|null",
            "salt": "hex64",
        }
    ],
    "round": "round",
}
DRAW_SHAPE: dict[str, Any] = {"commitment": "hex64", "lot_seed": "hex64", "paper_seed": "hex64"}
MANIFEST_SHAPE: dict[str, Any] = {
    "closed_at": "time",
    "contest": "id",
    "counts": dict.fromkeys(("attempts", "blank", "perfect", "ruled_out", "submitted", "timed_out"), "integer"),
    "files": [{"bytes": "integer", "name": "text", "rows": "integer|null", "sha256": "hex64"}],
    "format": "=" + FORMAT,
    "key": "code|null",
    "lot_root": "hex64",
    "prediction_target": "integer|null",
    "prediction_target_from": "count|null",
    "previous": "hex64|null",
    "receipts_root": "hex64",
    "revision": "count",
    "round": "round",
}
FINAL_MANIFEST_SHAPE: dict[str, Any] = MANIFEST_SHAPE | {
    "prediction_target": "null",
    "prediction_target_from": "null",
    "receipts_root": "null",
    "round": "=" + FINAL,
    "sources": [{"manifest_sha256": "hex64", "revision": "count", "round": "round"}],
}
# What a definition says besides, for the contest as a whole; "A field that is missing is null or empty".
UNIT_CLASSES_SHAPE: list[Any] = [{"id": "id", "name": "text", "least_rate": "rate|null"}]
PARTICIPATION_SHAPE: dict[str, Any] = {
    "least_rate": "rate|null",
    "over": "=each_round|=contest",
    "below": "=report_only|=bars_unit_prize",
}
UNIT_AWARD_SHAPE: dict[str, Any] = {
    "groups": "=together|=by_class|=by_size",
    "sizes": [{"id": "id", "name": "text", "least": "integer", "most": "integer|null"}],
    "gates": [{"name": "=has_entry|=entry_rank|=nobody_with_zero", "most": "count|null"}],
    "formula": "=in_order|=weighted",
    "criteria": [
        {"name": "=rate|=people|=papers|=mean_score|=perfect_share|=perfect", "weight": "integer|null"},
    ],
    "boundary_tie": "=all|=lot",
    "prizes": [{"id": "id", "name": "text", "number": "count", "vnd": "integer|null"}],
}
# What a gate's fact looks like.
FACT_FORMS = {"entries": "natural", "entry_rank": "positive", "leaders_every_round": "share"}
TARGETS = ("persons_all_correct", "papers", "persons", "percent_all_correct")

# Which act touches which kind of cell: "a later act of the same kind on a subject replaces the earlier".
KIND_OF_ACT = {
    "disqualify": "ruling",
    "exclude": "ruling",
    "reinstate": "ruling",
    "new_attempt": "ruling",
    "extend_attempt": "deadline",
    "move_unit": "unit",
    "void": "letters",
    "correct_key": "letters",
    "move_close": "close",
    "committee_choice": "choice",
}
RULING_OF_ACT = {"disqualify": "disqualified", "exclude": "excluded", "reinstate": "", "new_attempt": "replaced"}
BEFORE_THE_CLOSING = ("new_attempt", "extend_attempt", "move_close")
CHANGING_CELLS = ("ruling", "reason", "unit")

# ---------------------------------------------------------------------------------------------------------------------
# Texts: everything the program says, in both languages
# ---------------------------------------------------------------------------------------------------------------------

TEXTS: dict[str, dict[str, str]] = {
    "step_files": {"vi": "Các tệp và mã băm", "en": "The files and their hashes"},
    "step_form": {
        "vi": "Hình thức của các tệp (cột, thứ tự, dấu nháy, BOM)",
        "en": "The form of the files (columns, order, quotes, byte-order mark)",
    },
    "step_signature": {"vi": "Chữ ký", "en": "The signature"},
    "step_chain": {"vi": "Nối với bản trước", "en": "The chain to the previous revision"},
    "step_commitment": {"vi": "Cam kết trước khi mở", "en": "The commitment"},
    "step_decisions": {"vi": "Các quyết định và dấu vết của chúng", "en": "The decisions and what they changed"},
    "step_draw": {"vi": "Đề của từng lượt thi", "en": "Every paper's draw"},
    "step_window": {
        "vi": "Từng lượt thi trong giờ, mỗi số một lần",
        "en": "Every attempt inside its window and once per number",
    },
    "step_receipts": {"vi": "Biên nhận của từng lượt thi", "en": "Every receipt"},
    "step_root": {"vi": "Gốc của các biên nhận", "en": "The root of the receipts"},
    "step_scores": {"vi": "Điểm", "en": "Every score"},
    "step_target": {"vi": "Đáp số của câu dự đoán", "en": "The prediction target"},
    "step_criteria": {"vi": "Từng tiêu chí của từng dòng", "en": "Every criterion of every row"},
    "step_ranking": {"vi": "Xếp hạng", "en": "The ranking"},
    "step_lots": {"vi": "Đồng hạng và bốc thăm", "en": "Ties and lots"},
    "step_prizes": {"vi": "Giải thưởng", "en": "The prizes"},
    "step_units": {"vi": "Đơn vị", "en": "The units"},
    "step_counts": {"vi": "Các số đếm của bản kê", "en": "The manifest's counts"},
    "step_sources": {"vi": "Các nguồn: bản kết quả của từng vòng", "en": "The sources: each round's revision"},
    "step_definition": {"vi": "Thể lệ là của nguồn cuối", "en": "The definition is the last source's"},
    "step_tree": {"vi": "Mọi đơn vị và cây đơn vị", "en": "Every unit, and their tree"},
    "step_figures": {"vi": "Số liệu của từng đơn vị, cả nhánh", "en": "Every unit's figures over its sub-tree"},
    "step_facts": {"vi": "Sự việc ngoài các vòng", "en": "The facts from outside the rounds"},
    "step_gates": {"vi": "Nhóm và điều kiện xét", "en": "Groups and gates"},
    "step_unit_ranking": {"vi": "Xếp hạng đơn vị", "en": "The ranking of the units"},
    "step_unit_lots": {"vi": "Bốc thăm giữa các đơn vị", "en": "Lots between units"},
    "step_unit_prizes": {"vi": "Giải của đơn vị", "en": "The units' prizes"},
    "step_people": {"vi": "Giải cao nhất của mỗi người", "en": "Each person's highest prize"},
    "state_holds": {"vi": "ĐÚNG", "en": "HOLDS"},
    "state_differs": {"vi": "KHÁC", "en": "DIFFERS"},
    "state_unchecked": {"vi": "CHƯA KIỂM", "en": "UNCHECKED"},
    "state_waived": {"vi": "BỎ QUA", "en": "WAIVED"},
    "head": {"vi": "Cuộc thi {0}, vòng {1}, bản r{2}", "en": "Contest {0}, round {1}, revision r{2}"},
    "head_final": {"vi": "Cuộc thi {0}, cả cuộc thi, bản r{1}", "en": "Contest {0}, as a whole, revision r{1}"},
    "head_sources": {"vi": "Nguồn: {0}", "en": "Sources: {0}"},
    "head_digest": {"vi": "Mã băm của manifest.json: {0}", "en": "Digest of manifest.json: {0}"},
    "head_root": {"vi": "Gốc các biên nhận: {0}", "en": "Root of the receipts: {0}"},
    "head_commitment": {"vi": "Cam kết: {0}", "en": "Commitment: {0}"},
    "line": {"vi": "{0}. {1}: {2} phép kiểm", "en": "{0}. {1}: {2} checked"},
    "line_differs": {"vi": "{0}, {1} chỗ khác", "en": "{0}, {1} different"},
    "row": {"vi": "dòng {0}", "en": "row {0}"},
    "expected": {"vi": "trong bản xuất: {0}", "en": "expected (as exported): {0}"},
    "calculated": {"vi": "tính lại:       {0}", "en": "calculated:             {0}"},
    "more": {"vi": "và {0} chỗ khác nữa", "en": "and {0} more"},
    "all_hold": {"vi": "KẾT LUẬN: mọi bước đều đúng.", "en": "RESULT: every step holds."},
    "all_hold_waived": {
        "vi": "KẾT LUẬN: mọi bước được kiểm đều đúng; chữ ký không được kiểm, theo yêu cầu.",
        "en": "RESULT: every step checked holds; the signature was not checked, as asked.",
    },
    "some_differ": {"vi": "KẾT LUẬN: KHÔNG khớp ở bước {0}.", "en": "RESULT: step {0} does NOT hold."},
    "empty": {"vi": "(trống)", "en": "(empty)"},
    "nothing": {"vi": "(không có)", "en": "(nothing)"},
    "or": {"vi": "{0} hoặc {1}", "en": "{0} or {1}"},
    "unreadable": {"vi": "Không đọc được: {0}.", "en": "This can't be read: {0}."},
    "no_folder": {"vi": "{0} không phải là một thư mục đọc được", "en": "{0} is not a folder that can be read"},
    "no_file": {"vi": "thư mục {1} không có tệp {0}", "en": "the folder {1} has no file {0}"},
    "bad_file": {"vi": "tệp {0} không mở được ({1})", "en": "the file {0} can't be opened ({1})"},
    "bad_json": {"vi": "tệp {0} không phải là JSON ({1})", "en": "the file {0} is not JSON ({1})"},
    "bad_object": {"vi": "tệp {0} không chứa một đối tượng JSON", "en": "the file {0} does not hold a JSON object"},
    "bad_csv": {"vi": "tệp {0} không phải là CSV ({1})", "en": "the file {0} is not CSV ({1})"},
    "bad_format": {
        "vi": "manifest.json ghi định dạng {0}, chương trình này chỉ biết {1}",
        "en": "manifest.json names the format {0}, and this program knows only {1}",
    },
    "round_option": {
        "vi": "{0} chỉ dùng cho kết quả của một vòng, còn đây là của cả cuộc thi",
        "en": "{0} is for a round's results, and these are a whole contest's",
    },
    "final_option": {
        "vi": "{0} chỉ dùng cho kết quả của cả cuộc thi, còn đây là của một vòng",
        "en": "{0} is for a whole contest's results, and these are a round's",
    },
    "no_source": {
        "vi": "thiếu nguồn {0}: {1} không phải là một thư mục đọc được (xem --sources)",
        "en": "the source {0} is missing: {1} is not a folder that can be read (see --sources)",
    },
    "bad_key": {
        "vi": "tệp {0} không chứa một khóa công khai P-256 dạng PEM",
        "en": "the file {0} holds no P-256 public key in PEM form",
    },
    "bad_option": {"vi": "{0} phải là 64 chữ số thập lục phân", "en": "{0} must be 64 hexadecimal digits"},
    "stopped": {"vi": "bước này không đi hết được", "en": "this step could not be carried to its end"},
    "no_such_file": {"vi": "không tệp nào khác ngoài các tệp đã định", "en": "these files and no others"},
    "not_signed": {
        "vi": "Bản kê không nêu khóa (key: null): bản xuất này không được ký, nên chữ ký chưa được kiểm.",
        "en": "The manifest names no key (key: null): this export is not signed, so no signature was checked.",
    },
    "no_public_key": {
        "vi": "Chưa kiểm chữ ký: hãy đưa khóa công khai bằng --public-key.",
        "en": "The signature was not checked: give the public key with --public-key.",
    },
    "no_cryptography": {
        "vi": "Chưa kiểm chữ ký: máy này thiếu gói cryptography.",
        "en": "The signature was not checked: the package cryptography is missing here.",
    },
    "signature_waived": {
        "vi": "Chữ ký không được kiểm, theo --no-signature.",
        "en": "The signature was not checked, as --no-signature asks.",
    },
    "signature_file": {
        "vi": "một chữ ký đúng của khóa đã cho trên manifest.json",
        "en": "a signature over manifest.json that the given key verifies",
    },
    "signature_bad": {"vi": "chữ ký không khớp", "en": "a signature that does not verify"},
    "no_previous": {
        "vi": "Chưa kiểm việc nối với bản trước: hãy đưa thư mục bản r{0} bằng --previous.",
        "en": "The chain was not checked: give the folder of r{0} with --previous.",
    },
    "first_revision": {"vi": "bản đầu tiên không có bản trước", "en": "the first revision has none before it"},
    "same_bytes": {"vi": "đúng từng byte như bản trước", "en": "the same bytes as in the previous revision"},
    "starts_with_previous": {
        "vi": "lặp lại nguyên vẹn các quyết định của bản trước",
        "en": "the previous revision's decisions, unchanged, come first",
    },
    "some_younger": {"vi": "ít nhất một quyết định mới", "en": "at least one younger decision"},
    "by_a_decision": {"vi": "{0} (không quyết định mới nào đổi ô này)", "en": "{0} (no younger decision changes this cell)"},
    "copied_target": {"vi": "Đáp số được chép từ bản r{0}.", "en": "The target is copied from r{0}."},
    "target_unchecked": {
        "vi": "Cần bản trước (--previous) để so đáp số được chép.",
        "en": "The copied target can be compared with --previous only.",
    },
    "compare_commitment": {
        "vi": "Hãy so cam kết trên với cam kết đã công bố trước giờ mở, hoặc dùng --commitment.",
        "en": "Compare the commitment above with the one made public before the opening, or use --commitment.",
    },
    "compare_root": {
        "vi": "Hãy so gốc trên với gốc đã công bố lúc đóng, hoặc dùng --root.",
        "en": "Compare the root above with the one made public at the close, or use --root.",
    },
    "compare_digest": {
        "vi": "Không có --expect-digest: mã băm của manifest.json chưa được so với mã đã công bố.",
        "en": "No --expect-digest: the digest of manifest.json was not compared with the published one.",
    },
    "earlier_wins_believed": {
        "vi": "{0} giải của các vòng trước được tin theo earlier_wins.csv; hãy so với bản xuất của các vòng đó.",
        "en": "{0} earlier prizes are believed as earlier_wins.csv has them; compare them with those rounds' exports.",
    },
    "sources_alone": {
        "vi": "Mỗi nguồn phải được kiểm riêng bằng chính chương trình này (hoặc dùng --all): {0}.",
        "en": "Each source is to be verified by a run of its own (or use --all): {0}.",
    },
    "source_steps": {"vi": "không khớp ở bước {0} của chính nó", "en": "does not hold at its own step {0}"},
    "source_holds": {"vi": "mọi bước của nguồn đều đúng", "en": "a source whose every step holds"},
    "sources_hold": {
        "vi": "--all: từng bước của từng nguồn đã được kiểm: {0}.",
        "en": "--all: every step of each source was tried: {0}.",
    },
    "later_source": {
        "vi": "Cạnh nguồn {0} có bản mới hơn ({1}): bản này không còn là bản đang có hiệu lực.",
        "en": "Beside the source {0} lies a later revision ({1}): this one is no longer in force.",
    },
    "as_the_last_source": {"vi": "đúng từng byte như của nguồn cuối", "en": "the same bytes as the last source's"},
    "all_ranked": {
        "vi": "mọi vòng có xếp hạng, theo thứ tự, mỗi vòng một lần",
        "en": "every ranked round in order, each once",
    },
    "not_below": {"vi": "không nhỏ hơn {0}", "en": "not below {0}"},
    "something_changed": {
        "vi": "một nguồn hoặc một sự việc khác với bản trước",
        "en": "a source or a fact other than in the previous revision",
    },
    "parents_moved": {
        "vi": "{0} đơn vị đổi đơn vị cấp trên so với bản trước.",
        "en": "{0} units belong to another unit than in the previous revision.",
    },
    "parents_believed": {
        "vi": "Sự trực thuộc của {0} đơn vị được tin theo units.csv; không nguồn nào cho thấy.",
        "en": "That {0} units belong to others is believed as units.csv has it; no source shows it.",
    },
    "facts_believed": {
        "vi": "{0} sự việc được tin theo unit_facts.csv; hãy so với hồ sơ của ban tổ chức.",
        "en": "{0} facts are believed as unit_facts.csv has them; compare them with the organizers' papers.",
    },
    "not_below_itself": {"vi": "không đơn vị nào ở trên chính nó", "en": "no unit above itself"},
    "won_by_lot": {"vi": "lot, vì mỗi người chỉ giữ giải cao nhất", "en": "lot, as a person keeps the highest alone"},
    "a_weight": {"vi": "một trọng số, vì formula là weighted", "en": "a weight, the formula being weighted"},
    "a_most": {"vi": "một số nguyên từ 1, vì điều kiện là entry_rank", "en": "an integer from 1, the gate being entry_rank"},
    "no_more_than": {"vi": "không nhiều hơn {0}", "en": "no more than {0}"},
    "canonical": {"vi": "{0} (dạng chuẩn, từ byte {1})", "en": "{0} (the canonical form, from byte {1})"},
    "at_byte": {"vi": "{0} (từ byte {1})", "en": "{0} (from byte {1})"},
    "nfc": {"vi": "chuỗi ở dạng NFC", "en": "strings in NFC"},
    "mark": {"vi": "dấu thứ tự byte (BOM) ở đầu", "en": "a byte-order mark at the start"},
    "apostrophe": {
        "vi": "có ' đứng trước một trong = + - @ ' TAB CR, và chỉ ở đó",
        "en": "a ' in front of = + - @ ' TAB CR, and there alone",
    },
    "cells": {"vi": "{0} ô", "en": "{0} cells"},
    "in_order": {"vi": "đứng sau dòng trên theo thứ tự đã định", "en": "stands after the row above in the order given"},
    "at_most": {"vi": "nhiều nhất {0}", "en": "at most {0}"},
    "between": {"vi": "từ {0} đến {1}", "en": "from {0} to {1}"},
    "before_time": {"vi": "trước {0}", "en": "before {0}"},
    "not_before": {"vi": "không trước {0}", "en": "not before {0}"},
    "not_after": {"vi": "không sau {0}", "en": "not after {0}"},
    "once": {"vi": "mỗi mục một lần", "en": "each once"},
    "one_of": {"vi": "một trong: {0}", "en": "one of: {0}"},
    "another_account": {"vi": "một tài khoản khác", "en": "another account"},
    "an_attempt": {"vi": "một lượt thi trong attempts.csv", "en": "an attempt of attempts.csv"},
    "a_contestant": {"vi": "một thí sinh trong attempts.csv", "en": "a contestant of attempts.csv"},
    "a_question": {"vi": "một câu hỏi trong bank.json", "en": "a question of bank.json"},
    "a_prize": {"vi": "một giải trong definition.json", "en": "a prize of definition.json"},
    "a_unit": {"vi": "một đơn vị trong units.csv", "en": "a unit of units.csv"},
    "a_body": {"vi": "mã của một bộ phận trong excluded_bodies", "en": "an id of excluded_bodies"},
    "a_ruling": {"vi": "một lượt đang bị loại", "en": "an attempt with a ruling"},
    "a_later_number": {"vi": "một số lớn hơn số của lượt được thay", "en": "a number above the replaced attempt's"},
    "a_later_time": {"vi": "một thời điểm sau {0}", "en": "a time after {0}"},
    "letters_of": {
        "vi": "các chữ của câu hỏi, theo thứ tự, cách nhau một dấu cách",
        "en": "letters of the question, in order, parted by one space",
    },
    "a_letter": {"vi": "_ hoặc một chữ của câu {0}", "en": "_ or a letter of the question {0}"},
    "blank_paper": {"vi": "toàn _ và không có dự đoán", "en": "every choice _ and no prediction"},
    "none_asked": {"vi": "không có dự đoán, vì cuộc thi không hỏi", "en": "no prediction, as none is asked for"},
    "an_earlier_round": {"vi": "một vòng xếp hạng trước vòng này", "en": "a ranked round before this one"},
    "no_earlier_wins": {"vi": "không dòng nào, vì giới hạn là {0}", "en": "no row, the limit being {0}"},
    "a_ranked_round": {"vi": "một vòng xếp hạng có trong definition.json", "en": "a ranked round of definition.json"},
    "no_row": {"vi": "không có dòng này", "en": "no such row"},
    "in_the_contest": {"vi": "có dòng cho đơn vị {0}", "en": "a row for the unit {0}"},
    "form_null": {"vi": "null", "en": "null"},
    "form_empty": {"vi": "trống", "en": "empty"},
    "form_text": {"vi": "một chuỗi", "en": "a string"},
    "form_code": {"vi": "một mã không có khoảng trắng", "en": "a code without white space"},
    "form_id": {"vi": "một mã [a-z0-9][a-z0-9-]*", "en": "an id [a-z0-9][a-z0-9-]*"},
    "form_round": {"vi": "một mã vòng khác “final”", "en": "a round's id, never “final”"},
    "form_ids": {"vi": "các mã, cách nhau một dấu cách", "en": "ids parted by one space"},
    "form_contestant": {
        "vi": "mã giả danh 26 ký tự base32 của 16 byte",
        "en": "a pseudonym, 26 base32 characters of 16 bytes",
    },
    "form_time": {"vi": "giờ UTC đến mili giây", "en": "a UTC time with milliseconds"},
    "form_natural": {"vi": "một số tự nhiên", "en": "a whole number"},
    "form_positive": {"vi": "một số nguyên dương", "en": "a whole number from 1"},
    "form_prediction": {
        "vi": "0 hoặc tối đa bảy chữ số không có số 0 đứng đầu",
        "en": "0 or up to seven digits without a leading zero",
    },
    "form_fraction": {"vi": "một số có bốn chữ số thập phân", "en": "a number with four decimals"},
    "form_share": {"vi": "hai số tự nhiên như 3/4", "en": "two whole numbers such as 3/4"},
    "form_gates": {"vi": "tên các điều kiện, cách nhau một dấu cách", "en": "names of gates parted by one space"},
    "form_rate": {"vi": "một tỷ lệ phần vạn, từ 0 đến 10000", "en": "a rate per ten thousand, from 0 to 10000"},
    "form_hex32": {"vi": "32 chữ số thập lục phân viết thường", "en": "32 lower-case hex digits"},
    "form_hex64": {"vi": "64 chữ số thập lục phân viết thường", "en": "64 lower-case hex digits"},
    "form_choices": {"vi": "các chữ cái in hoa hoặc _", "en": "capital letters or _"},
    "form_integer": {"vi": "một số nguyên từ 0", "en": "an integer from 0"},
    "form_count": {"vi": "một số nguyên từ 1", "en": "an integer from 1"},
    "form_boolean": {"vi": "true hoặc false", "en": "true or false"},
    "form_list": {"vi": "một danh sách", "en": "a list"},
    "form_object": {"vi": "một đối tượng có các khóa {0}", "en": "an object with the keys {0}"},
    "form_options": {"vi": "các phương án A, B, C…, mỗi phương án một chuỗi", "en": "options A, B, C…, each a string"},
    "form_blueprint": {"vi": "{{chủ đề: số câu}}", "en": "{{topic: number}}"},
    "form_asks": {"vi": "asks là một trong: " + ", ".join(TARGETS), "en": "asks one of: " + ", ".join(TARGETS)},
    "help_about": {
        "vi": "Kiểm tra một bản kết quả của một vòng thi hay của cả cuộc thi, chỉ từ các tệp.",
        "en": "Checks one revision of a round's or a whole contest's results from the files alone.",
    },
    "help_folder": {
        "vi": "thư mục của một bản: <cuộc thi>/<vòng>/rNN hoặc <cuộc thi>/final/rNN",
        "en": "a revision's folder: <contest>/<round>/rNN or <contest>/final/rNN",
    },
    "help_previous": {"vi": "thư mục của bản liền trước", "en": "the folder of the revision before it"},
    "help_public_key": {"vi": "khóa công khai (PEM) của chữ ký", "en": "the signature's public key (PEM)"},
    "help_no_signature": {
        "vi": "không kiểm chữ ký và không coi đó là lỗi",
        "en": "leave the signature unchecked without counting it as a failure",
    },
    "help_commitment": {"vi": "cam kết đã công bố trước giờ mở", "en": "the commitment made public before the opening"},
    "help_root": {"vi": "gốc các biên nhận đã công bố lúc đóng", "en": "the root of the receipts made public at the close"},
    "help_digest": {
        "vi": "mã băm SHA-256 đã công bố của manifest.json",
        "en": "the published SHA-256 digest of manifest.json",
    },
    "help_sources": {
        "vi": "của cả cuộc thi: thư mục chứa <vòng>/rNN của các nguồn; mặc định là <cuộc thi>",
        "en": "of a whole contest: the folder that holds the sources' <round>/rNN; by default <contest>",
    },
    "help_all": {
        "vi": "của cả cuộc thi: kiểm cả từng bước của từng nguồn",
        "en": "of a whole contest: try every step of each source too",
    },
    "help_lang": {"vi": "ngôn ngữ: vi (mặc định) hoặc en", "en": "language: vi (the default) or en"},
}


class Say(NamedTuple):
    """A text of the table with what stands in its gaps, not yet in a language."""

    key: str
    gaps: tuple[Any, ...]


def say(key: str, *gaps: Any) -> Say:
    """Names a text of the table; the language is chosen when it is printed."""
    return Say(key, gaps)


SHORT = reprlib.Repr()
SHORT.maxlevel, SHORT.maxlist, SHORT.maxdict, SHORT.maxstring = 3, 12, 12, 80


def printable(text: str) -> str:
    """Shows control characters as escapes and cuts long values, so that no export can play with the auditor's screen."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text[:400])
    return shown + "…" if len(text) > 400 else shown


def tell(value: Any, lang: str) -> str:
    """Puts a value or a text of the table into the language asked for."""
    if isinstance(value, Say):
        return TEXTS[value.key][lang].format(*(tell(gap, lang) for gap in value.gaps))
    if value is None:
        return tell(say("nothing"), lang)
    if value == "":
        return tell(say("empty"), lang)
    return printable(value if isinstance(value, str) else SHORT.repr(value))


# ---------------------------------------------------------------------------------------------------------------------
# Formulas
# ---------------------------------------------------------------------------------------------------------------------

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MILLISECOND = timedelta(milliseconds=1)
JSON_TEXT = json.JSONEncoder(ensure_ascii=False)
TIME_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def digest(data: bytes) -> str:
    """Calculates `H`: "`H` is SHA-256 … hashes are printed in lower-case hex"."""
    return hashlib.sha256(data).hexdigest()


def instant(text: str) -> int:
    """Reads a time into milliseconds since 1970: "Times, in JSON too, are UTC with milliseconds"."""
    if not TIME_FORM.fullmatch(text):
        raise ValueError(f"not a time: {text!r}")
    return (datetime.fromisoformat(text) - EPOCH) // MILLISECOND


def time_text(milliseconds: int) -> str:
    """Prints a time as the format has it: `2023-10-23T01:02:03.004Z`."""
    return (EPOCH + milliseconds * MILLISECOND).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def canonical(value: Any) -> str:
    """Writes canonical JSON: "JSON is canonical (RFC 8785), integers only"; keys are sorted by their UTF-16 units."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return JSON_TEXT.encode(value)


def commitment_of(bank: bytes, definition: bytes, lot_seed: bytes, paper_seed: bytes) -> str:
    """Calculates the commitment: "`H(canonical JSON of {"bank": H(bank.json), "definition": H(definition.json),
    "lot_seed": H(lot_seed), "paper_seed": H(paper_seed)})`"."""
    parts = {"bank": bank, "definition": definition, "lot_seed": lot_seed, "paper_seed": paper_seed}
    return digest(canonical({name: digest(data) for name, data in parts.items()}).encode("utf-8"))


class Keyed:
    """`M(k, t)`: "HMAC-SHA-256 with key bytes `k` over the UTF-8 text `t`; texts are joined with `|`".

    HMAC is two SHA-256 runs, one inside the other (RFC 2104). Both are begun once and copied for every text, and
    texts that begin alike share their beginning, which halves the time of the millions of draws of a large round.
    """

    def __init__(self, key: bytes) -> None:
        """Begins both runs with the key; a seed has 32 bytes, less than the block of 64."""
        block = key.ljust(64, b"\0")
        self.inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self.outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def of_each(self, beginning: str, endings: Iterable[str]) -> list[bytes]:
        """Calculates `M` over `beginning|ending` for each ending."""
        begun = self.inner.copy()
        begun.update(f"{beginning}|".encode())
        results = []
        for ending in endings:
            inner, outer = begun.copy(), self.outer.copy()
            inner.update(ending.encode("utf-8"))
            outer.update(inner.digest())
            results.append(outer.digest())
        return results


def paper_of(
    keyed: Keyed,
    beginning: str,
    questions: list[str],
    size: int,
    blueprint: dict[str, int] | None,
    topics: dict[str, str | None],
) -> list[str]:
    """Draws a paper: "`t(q) = M(paper_seed, "paper|contest|round|contestant|number|q")`; the `n` questions with the
    smallest `t` (with a blueprint: the smallest of each topic), in the order of `t`"."""
    drawn = [question for _, question in sorted(zip(keyed.of_each(beginning, questions), questions, strict=True))]
    if blueprint is None:
        return drawn[:size]
    wanted, paper = dict(blueprint), []
    for question in drawn:
        topic = topics[question]
        if topic is not None and wanted.get(topic, 0) > 0:
            wanted[topic] -= 1
            paper.append(question)
    return paper


def option_order(
    keyed: Keyed, contest: str, round_id: str, attempt: tuple[str, int], question: str, letters: str
) -> list[str]:
    """Orders a question's options as the screen showed them: "Options in the order of `M(paper_seed,
    "option|contest|round|contestant|number|q|letter")`, unless fixed". No file holds this order and no step needs it."""
    beginning = f"option|{contest}|{round_id}|{attempt[0]}|{attempt[1]}|{question}"
    return [letter for _, letter in sorted(zip(keyed.of_each(beginning, letters), letters, strict=True))]


def receipt_of(fields: dict[str, str]) -> str:
    """Calculates a receipt: "`H(0x00 ‖ canonical JSON of {"attempt", "choices", "contest", "nonce", "prediction",
    "questions", "round", "started_at", "submitted_at"})`"."""
    return digest(b"\x00" + canonical(fields).encode("utf-8"))


def tree_hash(leaves: list[bytes]) -> bytes:
    """Calculates the root: "the RFC 9162 tree hash (inner nodes `H(0x01 ‖ left ‖ right)`) over the receipts … No rows:
    `H("")`". The left side is the largest power of two smaller than the number of leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:left]) + tree_hash(leaves[left:])).digest()


def lot_of(keyed: Keyed, contest: str, round_id: str, lot_root: str, contestant: str) -> str:
    """Draws a lot: "`M(lot_seed, "lot|contest|round|lot_root|contestant")`"."""
    return keyed.of_each(f"lot|{contest}|{round_id}|{lot_root}", [contestant])[0].hex()


def half_up(numerator: int, denominator: int) -> int:
    """Divides whole numbers and rounds to the nearest, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def fraction(numerator: int, denominator: int) -> str:
    """Prints a fraction: "four decimals, half up"."""
    return "{}.{:04d}".format(*divmod(half_up(numerator * 10_000, denominator), 10_000))


def elapsed_of(started: int, deadline: int, submitted: int) -> int:
    """Measures an attempt: "`elapsed_ms = min(submitted_at, deadline_at) − started_at`"."""
    return min(submitted, deadline) - started


# ---------------------------------------------------------------------------------------------------------------------
# Forms of single values
# ---------------------------------------------------------------------------------------------------------------------


def matches(pattern: str) -> Callable[[Any], bool]:
    """Makes the form of a string that a pattern matches from end to end."""
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def is_time(value: Any) -> bool:
    """Says whether a value is a time of the calendar in the format's form."""
    try:
        return isinstance(value, str) and instant(value) is not None
    except ValueError:
        return False


def is_integer(value: Any, least: int = 0) -> bool:
    """Says whether a JSON value is an integer that every reader of JSON keeps exactly; `true` is none."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= LARGEST_INTEGER


def is_options(value: Any) -> bool:
    """Says whether a value holds options A, B, C … without a gap, each with its text."""
    if not isinstance(value, dict) or not 0 < len(value) <= 26:
        return False
    letters = [chr(ord("A") + place) for place in range(len(value))]
    return sorted(value) == letters and all(isinstance(text, str) for text in value.values())


def is_blueprint(value: Any) -> bool:
    """Says whether a value is a blueprint: `{topic: n}`."""
    return isinstance(value, dict) and all(is_integer(number) for number in value.values())


def is_asks(value: Any) -> bool:
    """Says whether a value is a prediction that asks for one of the four targets."""
    return isinstance(value, dict) and value.get("asks") in TARGETS


IS_ID = matches(r"[a-z0-9][a-z0-9-]*")
FORMS: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "empty": lambda value: value == "",
    "text": lambda value: isinstance(value, str),
    "code": matches(r"\S+"),
    "id": IS_ID,
    "round": lambda value: IS_ID(value) and value != "final",
    "ids": matches(r"[a-z0-9][a-z0-9-]*(?: [a-z0-9][a-z0-9-]*)*"),
    "contestant": matches(r"[a-z2-7]{25}[aeimquy4]"),
    "time": is_time,
    "natural": matches(r"0|[1-9][0-9]{0,14}"),
    "positive": matches(r"[1-9][0-9]{0,14}"),
    "prediction": matches(r"0|[1-9][0-9]{0,6}"),
    "fraction": matches(r"(?:0|[1-9][0-9]{0,14})\.[0-9]{4}"),
    "share": matches(r"(?:0|[1-9][0-9]{0,14})/(?:0|[1-9][0-9]{0,14})"),
    "gates": matches(r"[a-z_]+(?: [a-z_]+)*"),
    "rate": lambda value: is_integer(value) and value <= 10_000,
    "hex32": matches(r"[0-9a-f]{32}"),
    "hex64": matches(r"[0-9a-f]{64}"),
    "choices": matches(r"[A-Z_]+"),
    "integer": is_integer,
    "count": lambda value: is_integer(value, 1),
    "boolean": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "options": is_options,
    "blueprint": is_blueprint,
    "asks": is_asks,
}


@cache
def form_test(form: str) -> Callable[[Any], bool]:
    """Makes the test for one of the forms named, such as `hex64|empty` or `=best|=first`."""
    words = frozenset(name[1:] for name in form.split("|") if name.startswith("="))
    tests = [FORMS[name] for name in form.split("|") if not name.startswith("=")]
    if words:
        tests.append(lambda value: isinstance(value, str) and value in words)
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def has_form(value: Any, form: str) -> bool:
    """Says whether a value has one of the forms named."""
    return form_test(form)(value)


def form_text(form: str) -> Say | str:
    """Names a form in words, for a difference."""
    text: Say | str = ""
    for name in form.split("|"):
        word = name[1:] if name.startswith("=") else say("form_" + name)
        text = word if text == "" else say("or", text, word)
    return text


# ---------------------------------------------------------------------------------------------------------------------
# Reading
# ---------------------------------------------------------------------------------------------------------------------


class Unreadable(Exception):
    """Something that can't be read at all; it carries the sentence to print."""

    def __init__(self, sentence: Say) -> None:
        """Keeps the sentence until the language is known."""
        super().__init__(sentence.key)
        self.sentence = sentence


@dataclass
class Table:
    """A CSV file: its bytes, its header, its rows as lists of cells."""

    name: str
    raw: bytes
    header: list[str]
    cells: list[list[str]]

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Goes through the rows by column name, each with its number in the file, the header being row 1."""
        for number, cells in enumerate(self.cells, 2):
            yield number, dict(zip(self.header, cells, strict=False))


@dataclass(slots=True)
class Attempt:
    """A row of `attempts.csv`: the cells as printed, and the numbers they stand for."""

    row: int
    cells: dict[str, str]
    contestant: str
    number: int
    unit: str
    status: str
    ruling: str
    started: int
    deadline: int
    submitted: int
    questions: list[str]
    choices: str
    prediction: str

    @property
    def name(self) -> str:
        """The attempt's name: "`attempt` below is `<contestant>.<number>`"."""
        return f"{self.contestant}.{self.number}"

    def answers(self) -> Iterator[tuple[str, str]]:
        """Goes through the questions in the order shown, each with its choice; the draw step holds that they are as many."""
        return zip(self.questions, self.choices, strict=False)

    @property
    def counted(self) -> bool:
        """Whether the attempt counts: "**Counted** means an empty ruling"."""
        return self.ruling == ""


@dataclass(slots=True)
class Decision:
    """A row of `decisions.csv`."""

    row: int
    seq: str
    decided: int
    by: str
    confirmed_by: str
    act: str
    subject: str
    before: str
    after: str
    reason: str


def read_bytes(path: Path) -> bytes:
    """Reads a file whole."""
    try:
        return path.read_bytes()
    except (OSError, MemoryError, ValueError) as error:
        raise Unreadable(say("bad_file", str(path), type(error).__name__)) from None


def read_json(name: str, raw: bytes) -> dict[str, Any]:
    """Reads a JSON object. A fraction is kept as the text it was written in: the canonical bytes then differ."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Unreadable(say("bad_json", name, str(error))) from None
    if not isinstance(value, dict):
        raise Unreadable(say("bad_object", name))
    return value


def read_table(name: str, raw: bytes) -> Table:
    """Reads a CSV file by its commas, quotes and row ends; how it should have been written is the form step's matter."""
    try:
        text = raw.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
        csv.field_size_limit(10**9)
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        raise Unreadable(say("bad_csv", name, str(error))) from None
    return Table(name, raw, records[0] if records else [], records[1:])


class Folder:
    """One revision's folder, a round's or a whole contest's: what the files say, believed by nobody yet."""

    json_files: ClassVar[tuple[str, ...]]
    csv_files: ClassVar[tuple[str, ...]]
    listed_files: ClassVar[tuple[str, ...]]
    columns: ClassVar[dict[str, dict[str, str]]]

    def __init__(self, folder: Path) -> None:
        """Reads all files; names are compared exactly, also where the file system does not tell A from a."""
        self.path = folder
        try:
            self.names = sorted(path.name for path in folder.iterdir())
        except (OSError, ValueError):
            raise Unreadable(say("no_folder", str(folder))) from None
        for name in (MANIFEST, *self.listed_files):
            if name not in self.names:
                raise Unreadable(say("no_file", name, str(folder)))
        self.raw = {name: read_bytes(folder / name) for name in (MANIFEST, *self.listed_files)}
        self.signature = read_bytes(folder / SIGNATURE) if SIGNATURE in self.names else None
        self.manifest = read_json(MANIFEST, self.raw[MANIFEST])
        if self.manifest.get("format") != FORMAT:
            raise Unreadable(say("bad_format", repr(self.manifest.get("format")), FORMAT))
        self.values = {MANIFEST: self.manifest} | {name: read_json(name, self.raw[name]) for name in self.json_files}
        self.definition = self.values[DEFINITION]
        self.tables = {name: read_table(name, self.raw[name]) for name in self.csv_files}

    @cached_property
    def ranked_rounds(self) -> list[str]:
        """The ids of the ranked rounds in the definition's order; "A practice round has no export"."""
        return [item["id"] for item in self.definition["rounds"] if item["kind"] == "ranked"]


class Export(Folder):
    """The folder of a round's revision."""

    json_files = JSON_FILES
    csv_files = CSV_FILES
    listed_files = LISTED_FILES
    columns = COLUMNS

    def __init__(self, folder: Path) -> None:
        """Reads all files of a round."""
        super().__init__(folder)
        self.bank = self.values[BANK]
        self.draw = self.values[DRAW]

    @cached_property
    def attempts(self) -> list[Attempt]:
        """The rows of `attempts.csv`."""
        return [
            Attempt(
                row,
                cells,
                cells["contestant"],
                int(cells["number"]),
                cells["unit"],
                cells["status"],
                cells["ruling"],
                instant(cells["started_at"]),
                instant(cells["deadline_at"]),
                instant(cells["submitted_at"]),
                cells["questions"].split(" "),
                cells["choices"],
                cells["prediction"],
            )
            for row, cells in self.tables[ATTEMPTS].rows()
        ]

    @cached_property
    def by_name(self) -> dict[str, Attempt]:
        """The attempts by their names `<contestant>.<number>`."""
        return {attempt.name: attempt for attempt in self.attempts}

    @cached_property
    def people(self) -> set[str]:
        """The contestants of `attempts.csv`."""
        return {attempt.contestant for attempt in self.attempts}

    @cached_property
    def decisions(self) -> list[Decision]:
        """The rows of `decisions.csv`, in the file's order, which is that of `seq`."""
        return [
            Decision(
                row,
                cells["seq"],
                instant(cells["decided_at"]),
                cells["by"],
                cells["confirmed_by"],
                cells["act"],
                cells["subject"],
                cells["before"],
                cells["after"],
                cells["reason"],
            )
            for row, cells in self.tables[DECISIONS].rows()
        ]

    @cached_property
    def questions(self) -> dict[str, dict[str, Any]]:
        """The bank's questions by their ids."""
        return {question["id"]: question for question in self.bank["questions"]}

    @cached_property
    def round(self) -> dict[str, Any]:
        """The definition of this round."""
        return next(item for item in self.definition["rounds"] if item["id"] == self.manifest["round"])

    @cached_property
    def criteria(self) -> list[tuple[str, str]]:
        """The criteria's names and directions, in order."""
        return [(criterion["name"], criterion["direction"]) for criterion in self.definition["criteria"]]

    @cached_property
    def unit_ids(self) -> set[str]:
        """The ids of `units.csv`, with the empty one of the unit-less row."""
        return {cells["unit"] for _, cells in self.tables[UNITS].rows()}

    def asks(self) -> str | None:
        """Which target the prediction is compared with, or nothing where none is asked for."""
        prediction = self.definition["prediction"]
        return None if prediction is None else prediction["asks"]


class Final(Folder):
    """The folder of a whole contest's revision: "**final/rNN/**: the contest as a whole, once every ranked round is
    closed"."""

    json_files = FINAL_JSON_FILES
    csv_files = FINAL_CSV_FILES
    listed_files = FINAL_LISTED_FILES
    columns = FINAL_COLUMNS

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """The manifest's sources, as far as they have the form by which their folders can be found."""
        named = self.manifest.get("sources")
        entries = named if isinstance(named, list) else []
        return [
            entry
            for entry in entries
            if isinstance(entry, dict) and has_form(entry.get("round"), "round") and has_form(entry.get("revision"), "count")
        ]

    @cached_property
    def award(self) -> dict[str, Any] | None:
        """What the definition says of the units' prizes; "A field that is missing is null or empty"."""
        award = self.definition.get("unit_award")
        return None if award is None else filled(award, UNIT_AWARD_SHAPE)

    @cached_property
    def unit_classes(self) -> list[dict[str, Any]]:
        """The classes of units, each with the share of staff it owes, if any."""
        classes: list[dict[str, Any]] = filled(self.definition.get("unit_classes"), UNIT_CLASSES_SHAPE)
        return classes

    @cached_property
    def participation(self) -> dict[str, Any] | None:
        """What the definition says of the staff who should take part; its other fields are the product's own matter."""
        said = self.definition.get("participation")
        return None if said is None else {**said, **filled(said, PARTICIPATION_SHAPE)}

    @cached_property
    def units(self) -> dict[str, dict[str, str]]:
        """The rows of `units.csv` by unit."""
        return {cells["unit"]: cells for _, cells in self.tables[UNITS].rows()}

    @cached_property
    def facts(self) -> dict[tuple[str, str], str]:
        """The facts from outside the rounds, by unit and gate."""
        return {(cells["unit"], cells["gate"]): cells["value"] for _, cells in self.tables[UNIT_FACTS].rows()}


def filled(value: Any, shape: Any) -> Any:
    """Fills in what a part of the definition leaves out: "A field that is missing is null or empty"."""
    if isinstance(shape, dict) and isinstance(value, dict):
        return {key: filled(value.get(key), part) for key, part in shape.items()}
    if isinstance(shape, list):
        return [filled(item, shape[0]) for item in value] if isinstance(value, list) else [] if value is None else value
    return value


def revision_name(revision: int) -> str:
    """Names a revision's folder: "At least two digits"."""
    return f"r{revision:02d}"


def is_final(folder: Path) -> bool:
    """Says whether a folder holds a whole contest's results; what can't be read is told when it is read as a round's."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, MemoryError, RecursionError):
        return False
    return isinstance(manifest, dict) and manifest.get("round") == FINAL


def read_sources(final: Final, folder: Path) -> list[Export]:
    """Reads the sources that a contest's manifest names, each below `<round>/rNN`."""
    sources = []
    for entry in final.entries:
        name = f"{entry['round']}/{revision_name(entry['revision'])}"
        if not (folder / name).is_dir():
            raise Unreadable(say("no_source", name, str(folder / name)))
        sources.append(Export(folder / name))
    return sources


# ---------------------------------------------------------------------------------------------------------------------
# Recounting: the results made anew from attempts, bank, seeds and decisions
# ---------------------------------------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """A recounted row of the ranking; `lot` is filled for rows equal on every criterion where lots part them."""

    rank: int
    attempt: Attempt
    lot: str
    key: tuple[tuple[int, int], ...]


class Award(NamedTuple):
    """A recounted row of `prizes.csv`, as its cells."""

    prize: str
    place: str
    contestant: str
    number: str
    amount_vnd: str
    passed_over: str


class UnitCount(NamedTuple):
    """A unit's recounted figures in one round: people and papers that count, the scores of its ranked papers, how many of
    these are perfect."""

    people: int
    papers: int
    scores: list[int]
    perfect: int


NOBODY = UnitCount(0, 0, [], 0)


@dataclass
class Acts:
    """What the decisions make of the round, the last act of a kind on a subject standing."""

    rulings: dict[str, tuple[str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    moves: list[Decision] = field(default_factory=list)
    extensions: dict[str, list[Decision]] = field(default_factory=dict)
    granted: dict[str, list[Decision]] = field(default_factory=dict)


def replay(decisions: list[Decision]) -> Acts:
    """Goes through the decisions in order: "a later act of the same kind on a subject replaces the earlier"."""
    acts = Acts()
    for decision in decisions:
        kind = KIND_OF_ACT.get(decision.act)
        if kind == "ruling":
            ruling = RULING_OF_ACT[decision.act]
            acts.rulings[decision.subject] = (ruling, decision.reason if ruling else "")
        elif kind == "unit":
            acts.units[decision.subject] = decision.after
        elif kind == "letters":
            acts.letters[decision.subject] = decision.after
        elif kind == "choice":
            acts.choices[decision.subject] = decision.after
        elif kind == "close":
            acts.moves.append(decision)
        elif kind == "deadline":
            acts.extensions.setdefault(decision.subject, []).append(decision)
        if decision.act == "new_attempt":
            acts.granted.setdefault(decision.subject.partition(".")[0], []).append(decision)
    return acts


class Recount:
    """The round's results, made from what the contestants handed in and from the decisions."""

    def __init__(self, export: Export) -> None:
        """Keeps the export whose attempts are counted; nothing is calculated before a step asks for it."""
        self.export = export

    @cached_property
    def acts(self) -> Acts:
        """What the decisions make of the round."""
        return replay(self.export.decisions)

    @cached_property
    def lots(self) -> Keyed:
        """The lots' keyed hash."""
        return Keyed(bytes.fromhex(self.export.draw["lot_seed"]))

    @cached_property
    def right(self) -> dict[str, str]:
        """The right letters of each question, one string each: "a point for each choice that is right in the bank, after
        the decisions". A voided question has every letter and the blank: it "gives its point to every attempt"."""
        right = {}
        for name, question in self.export.questions.items():
            voided = self.acts.letters.get(name) == ""
            letters = self.acts.letters.get(name, question["right"]).replace(" ", "")
            right[name] = "_ABCDEFGHIJKLMNOPQRSTUVWXYZ" if voided else letters
        return right

    @cached_property
    def scores(self) -> dict[str, int]:
        """Every attempt's score, by its name."""
        right = self.right
        return {
            attempt.name: sum(choice in right[question] for question, choice in attempt.answers())
            for attempt in self.export.attempts
        }

    def perfect(self, attempt: Attempt) -> bool:
        """Says whether a paper is perfect: "**Perfect**: a full score"."""
        return self.scores[attempt.name] == len(attempt.questions)

    @cached_property
    def own_target(self) -> int | None:
        """The prediction target: "over counted attempts: `persons_all_correct`: people with a perfect paper; `papers`:
        attempts submitted or timed out; `persons`: people with a counted attempt; `percent_all_correct`: perfect people ×
        10,000 ÷ people, half up, 0 where there is nobody"."""
        counted = [attempt for attempt in self.export.attempts if attempt.counted]
        people = len({attempt.contestant for attempt in counted})
        perfect = len({attempt.contestant for attempt in counted if self.perfect(attempt)})
        asks = self.export.asks()
        if asks == "persons_all_correct":
            return perfect
        if asks == "papers":
            return sum(attempt.status in ("submitted", "timed_out") for attempt in counted)
        if asks == "persons":
            return people
        if asks == "percent_all_correct":
            return half_up(perfect * 10_000, people) if people else 0
        return None

    @property
    def target(self) -> int | None:
        """The target in force: "Each revision computes it until approval or publication, whichever is first; after that
        it is copied, and `prediction_target_from` says whence"."""
        manifest = self.export.manifest
        return self.own_target if manifest["prediction_target_from"] is None else manifest["prediction_target"]

    def criterion(self, attempt: Attempt, name: str) -> str:
        """Prints an attempt's value of a criterion: "`score`; `prediction_error` …; `elapsed` (in the definition's
        precision, seconds floored); `submitted_at`; `started_at`" and "`prediction_error = |prediction − target|`"."""
        if name == "score":
            return str(self.scores[attempt.name])
        if name == "elapsed":
            elapsed = elapsed_of(attempt.started, attempt.deadline, attempt.submitted)
            return str(elapsed // 1000 if self.export.definition["precision"] == "s" else elapsed)
        if name == "prediction_error":
            target = self.target
            return "" if attempt.prediction == "" or target is None else str(abs(int(attempt.prediction) - target))
        return attempt.cells[name]

    def sorting_key(self, attempt: Attempt, without: str = "") -> tuple[tuple[int, int], ...]:
        """Makes what attempts are ranked by: "Values are compared as printed"; an empty one "sorts last" either way."""
        key = []
        for name, direction in self.export.criteria:
            if name == without:
                continue
            printed = self.criterion(attempt, name)
            if printed == "":
                key.append((1, 0))
            else:
                value = instant(printed) if name.endswith("_at") else int(printed)
                key.append((0, -value if direction == "desc" else value))
        return tuple(key)

    @cached_property
    def chosen(self) -> dict[str, Attempt]:
        """The attempt each contestant is ranked with: "With several attempts, `best` is chosen by the criteria other than
        the prediction, then the lowest number"."""
        counted: dict[str, list[Attempt]] = {}
        for attempt in self.export.attempts:
            if attempt.counted:
                counted.setdefault(attempt.contestant, []).append(attempt)
        return {contestant: self.choose(attempts) for contestant, attempts in counted.items()}

    def choose(self, attempts: list[Attempt]) -> Attempt:
        """Chooses among one contestant's counted attempts the best, the first or the last, as the definition says."""
        rule = self.export.definition["attempts"]["counted"]
        if len(attempts) == 1 or rule == "first":
            return min(attempts, key=lambda attempt: attempt.number)
        if rule == "last":
            return max(attempts, key=lambda attempt: attempt.number)
        return min(attempts, key=lambda attempt: (self.sorting_key(attempt, "prediction_error"), attempt.number))

    def lot(self, contestant: str) -> str:
        """Draws a contestant's lot with r01's root, "in every revision"."""
        manifest = self.export.manifest
        return lot_of(self.lots, manifest["contest"], manifest["round"], manifest["lot_root"], contestant)

    @cached_property
    def standings(self) -> list[Standing]:
        """The ranking, by rank and contestant: "`lot` (hex) is filled only for rows equal on every criterion, where
        `last_tie` is `lot`; smaller first. Otherwise equals share a rank, and the next rank is skipped (1, 2, 2, 4)"."""
        keyed = [(self.sorting_key(attempt), contestant, attempt) for contestant, attempt in self.chosen.items()]
        keyed.sort(key=lambda item: item[:2])
        by_lot = self.export.definition["last_tie"] == "lot"
        standings: list[Standing] = []
        for key, group in groupby(keyed, key=lambda item: item[0]):
            equals = [attempt for _, _, attempt in group]
            first = len(standings) + 1
            if by_lot and len(equals) > 1:
                drawn = sorted((self.lot(attempt.contestant), attempt.contestant, attempt) for attempt in equals)
                standings += [Standing(first + i, attempt, lot, key) for i, (lot, _, attempt) in enumerate(drawn)]
            else:
                standings += [Standing(first, attempt, "", key) for attempt in equals]
        return standings

    @cached_property
    def units(self) -> dict[str, UnitCount]:
        """The counts of each unit that has a counted attempt; "The unit is an attempt's own"."""
        people: dict[str, set[str]] = {}
        papers: Counter[str] = Counter()
        ranked: dict[str, list[Attempt]] = {}
        for attempt in self.export.attempts:
            if attempt.counted:
                people.setdefault(attempt.unit, set()).add(attempt.contestant)
                papers[attempt.unit] += 1
        for attempt in self.chosen.values():
            ranked.setdefault(attempt.unit, []).append(attempt)
        return {
            unit: UnitCount(
                len(contestants),
                papers[unit],
                [self.scores[attempt.name] for attempt in ranked.get(unit, [])],
                sum(map(self.perfect, ranked.get(unit, []))),
            )
            for unit, contestants in people.items()
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        """The manifest's counts: "Counts of statuses are over every row, `ruled_out` counts rulings, `perfect` is over
        `ranking.csv`"."""
        statuses = Counter(attempt.status for attempt in self.export.attempts)
        return {
            "attempts": len(self.export.attempts),
            "blank": statuses["blank"],
            "perfect": sum(self.perfect(attempt) for attempt in self.chosen.values()),
            "ruled_out": sum(not attempt.counted for attempt in self.export.attempts),
            "submitted": statuses["submitted"],
            "timed_out": statuses["timed_out"],
        }

    @cached_property
    def at_limit(self) -> set[str]:
        """The contestants who may win nothing more: those of `earlier_wins.csv`, "prizes of earlier rounds that limit this
        one". Within a round nobody can win twice, having one row in the ranking."""
        return {cells["contestant"] for _, cells in self.export.tables[EARLIER_WINS].rows()}

    @cached_property
    def prize_giving(self) -> PrizeGiving:
        """The prizes handed out."""
        return PrizeGiving(self)


class PrizeGiving:
    """Hands out the prizes: "Prizes go down the ranking, past those at their limit"."""

    def __init__(self, recount: Recount) -> None:
        """Goes down the ranking rank by rank until no prize is left or the committee must decide."""
        self.recount = recount
        definition = recount.export.definition
        self.prizes: list[dict[str, Any]] = definition["prizes"]
        self.boundary_tie: str = definition["boundary_tie"]
        self.left = [prize["number"] for prize in self.prizes]
        self.most = len(recount.export.tables[PRIZES].cells) + 1  # More empty rows than the file holds differ at the first.
        self.given: list[tuple[int, Standing]] = []
        self.passed_over: list[tuple[int, Standing]] = []
        self.tied_by_lot: set[str] = set()
        self.waiting = False
        for _, group in groupby(recount.standings, key=lambda standing: standing.rank):
            if self.next_prize() is None or self.waiting:
                break
            self.reach(list(group))

    def next_prize(self) -> int | None:
        """Finds the first prize of the definition's order that still has places."""
        return next((prize for prize, places in enumerate(self.left) if places > 0), None)

    def reach(self, group: list[Standing]) -> None:
        """Serves those who share a rank: who is at the limit is "passed over … under the prize that was next", and does not
        count for whether there is a tie."""
        prize = self.next_prize()
        able = []
        for standing in group:
            if standing.attempt.contestant in self.recount.at_limit and prize is not None:
                self.passed_over.append((prize, standing))
            else:
                able.append(standing)
        while able and (prize := self.next_prize()) is not None and not self.waiting:
            able = self.serve(prize, able)

    def serve(self, prize: int, able: list[Standing]) -> list[Standing]:
        """Gives the next prize to those of one rank, and returns who is still to be served.

        "A tie across a boundary: by lot … or all get the full prize … or every prize from the boundary on stays empty until
        the committee's decision". A boundary lies behind each prize, the last and every other.
        """
        if len(able) <= self.left[prize] or self.boundary_tie == "all":
            for standing in able:
                self.give(prize, standing)
            return []
        if self.boundary_tie == "lot":
            self.tied_by_lot.update(standing.attempt.contestant for standing in able)
            for standing in sorted(able, key=lambda standing: self.recount.lot(standing.attempt.contestant)):
                following = self.next_prize()
                if following is not None:
                    self.give(following, standing)
            return []
        chosen = self.recount.acts.choices.get(self.prizes[prize]["id"], "").split(" ")
        picked = [standing for standing in able if standing.attempt.contestant in chosen][: self.left[prize]]
        if not picked:
            self.waiting = True
            return able
        for standing in picked:
            self.give(prize, standing)
        return [standing for standing in able if standing not in picked]

    def give(self, prize: int, standing: Standing) -> None:
        """Gives one place of a prize; where all who are tied get it, more may be given than it has places."""
        self.left[prize] = max(0, self.left[prize] - 1)
        self.given.append((prize, standing))

    def awards(self) -> list[Award]:
        """Writes the rows of `prizes.csv` in their order: "in the definition's order, then `place`, `contestant`", "empty
        sorts last"; "who stands below the last prize given has none"; "Each of a prize's `number` that nobody got is a
        row"."""
        last = max((standing.rank for _, standing in self.given), default=0)
        rows: list[tuple[int, int, str, Award]] = []
        for prize, standing in self.given:
            vnd = self.prizes[prize]["vnd"]
            rows.append(self.row(prize, standing, "" if vnd is None else str(vnd), ""))
        for prize, standing in self.passed_over:
            if standing.rank <= last:
                rows.append(self.row(prize, standing, "", "won_earlier"))
        for prize, places in enumerate(self.left):
            empty = Award(self.prizes[prize]["id"], "", "", "", "", "")
            rows += [(prize, LARGEST_INTEGER, "", empty)] * min(places, self.most)
        return [award for _, _, _, award in sorted(rows)]

    def row(self, prize: int, standing: Standing, amount: str, passed_over: str) -> tuple[int, int, str, Award]:
        """Writes one row with what it is sorted by: "`place` is the contestant's rank in `ranking.csv`"."""
        attempt = standing.attempt
        award = Award(
            self.prizes[prize]["id"], str(standing.rank), attempt.contestant, str(attempt.number), amount, passed_over
        )
        return prize, standing.rank, attempt.contestant, award


# ---------------------------------------------------------------------------------------------------------------------
# Recounting: the whole contest made anew from the recounts of its sources
# ---------------------------------------------------------------------------------------------------------------------


@dataclass
class Figures:
    """A unit's figures over all sources: `points` are those of its `rows` in the rankings, `came` its people by source."""

    came: list[int]
    people: int = 0
    papers: int = 0
    perfect: int = 0
    zero: int = 0
    points: int = 0
    rows: int = 0
    headcount: int | None = None

    def add(self, other: Figures) -> None:
        """Adds another unit's figures: "A sub-tree's headcount is the sum of those that are given, empty where none is"."""
        self.came = [mine + theirs for mine, theirs in zip(self.came, other.came, strict=True)]
        self.people += other.people
        self.papers += other.papers
        self.perfect += other.perfect
        self.zero += other.zero
        self.points += other.points
        self.rows += other.rows
        if other.headcount is not None:
            self.headcount = (self.headcount or 0) + other.headcount

    def exactly(self, criterion: str) -> Fraction | None:
        """Gives a criterion's exact value, or nothing where there is none: "`perfect_share` = `perfect` over the rows of
        `ranking.csv`"; "`rate = people / headcount`, empty without one or with 0", and here "`rate` (at most 1)"."""
        over = {"rate": self.headcount, "mean_score": self.rows, "perfect_share": self.rows}.get(criterion, 1)
        value = {"rate": self.people, "mean_score": self.points, "perfect_share": self.perfect, "perfect": self.perfect}
        value |= {"people": self.people, "papers": self.papers}
        if not over:
            return None
        exact = Fraction(value[criterion], over)
        return min(exact, Fraction(1)) if criterion == "rate" else exact


class UnitPlace(NamedTuple):
    """A ranked unit's rank in its group, and its points where the formula is weighted."""

    rank: int
    points: Fraction | None


class PersonAward(NamedTuple):
    """A recounted row of a contest's `prizes.csv`, as its cells."""

    round: str
    prize: str
    place: str
    contestant: str
    number: str
    amount_vnd: str
    passed_over: str


class Whole:
    """The contest's results, made from its sources; of its own files, the belonging of units and the facts alone are
    believed, as no source shows them."""

    def __init__(self, final: Final, sources: list[Export]) -> None:
        """Keeps the export and the recounts of its sources; nothing is calculated before a step asks for it."""
        self.final = final
        self.recounts = [Recount(source) for source in sources]

    @property
    def last(self) -> Export:
        """The last source: "the last source is that of the last round in the definition's order"."""
        return self.recounts[-1].export

    @cached_property
    def last_units(self) -> dict[str, dict[str, str]]:
        """The rows of the last source's `units.csv` by unit."""
        return {cells["unit"]: cells for _, cells in self.last.tables[UNITS].rows()}

    @cached_property
    def listed(self) -> set[str]:
        """The units that must have a row: "Every unit of the last source, and every one with an attempt in any source"."""
        return {*self.last_units, *(attempt.unit for recount in self.recounts for attempt in recount.export.attempts)}

    def line_up(self, unit: str) -> list[str]:
        """Names a unit and those above it, as far as no circle leads back."""
        line = [unit]
        while (above := self.final.units.get(line[-1], {}).get("parent", "")) and above not in line:
            line.append(above)
        return line

    @cached_property
    def under(self) -> dict[str, list[str]]:
        """Every unit with itself and those below it."""
        under: dict[str, list[str]] = {}
        for unit in sorted(self.listed | set(self.final.units)):
            for above in self.line_up(unit):
                under.setdefault(above, []).append(unit)
        return under

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """The unit of each contestant: "each in the unit of their counted attempt in the latest source that has them (in it:
        of the highest number)"."""
        unit_of = {}
        for recount in self.recounts:
            for attempt in sorted(recount.export.attempts, key=lambda attempt: attempt.number):
                if attempt.counted:
                    unit_of[attempt.contestant] = attempt.unit
        return unit_of

    @cached_property
    def own(self) -> dict[str, Figures]:
        """The figures of each unit without those below it."""
        own = {unit: Figures([0] * len(self.recounts)) for unit in self.listed | set(self.final.units)}
        for place, recount in enumerate(self.recounts):
            for unit, count in recount.units.items():
                figures = own[unit]
                figures.came[place] = count.people
                figures.papers += count.papers
                figures.perfect += count.perfect
                figures.zero += count.scores.count(0)
                figures.points += sum(count.scores)
                figures.rows += len(count.scores)
        for unit in self.unit_of.values():
            own[unit].people += 1
        for unit, cells in self.last_units.items():
            own[unit].headcount = int(cells["headcount"]) if cells["headcount"] else None
        return own

    @cached_property
    def figures(self) -> dict[str, Figures]:
        """The figures of each unit: "All figures of a unit include those of the units below it"."""
        whole = {}
        for unit, below in self.under.items():
            whole[unit] = Figures([0] * len(self.recounts))
            for each in below:
                if each in self.own:
                    whole[unit].add(self.own[each])
        return whole

    @cached_property
    def competing(self) -> list[str]:
        """The units that may win: "Only units that belong to no other compete; the unit-less row doesn't"."""
        return [unit for unit, cells in self.final.units.items() if unit and not cells["parent"]]

    def group(self, unit: str) -> str | None:
        """Finds a competing unit's group: "empty (`together`), its class (`by_class`), the size that holds its `headcount`
        (`by_size`)"; nothing where no size does."""
        award = self.final.award
        if award is None or award["groups"] == "together":
            return ""
        if award["groups"] == "by_class":
            return self.last_units[unit]["class"] if unit in self.last_units else ""
        headcount = self.figures[unit].headcount
        for size in award["sizes"]:
            most = LARGEST_INTEGER if size["most"] is None else size["most"]
            if headcount is not None and size["least"] <= headcount <= most:
                return str(size["id"])
        return None

    def failed(self, unit: str) -> list[str]:
        """Names what a competing unit failed: "`failed_gates`: what it failed, parted by a space, in this order"."""
        award, figures, participation = self.final.award, self.figures[unit], self.final.participation
        if award is None:
            return []
        failed = {"took_part": figures.papers == 0, "group": self.group(unit) is None}
        if participation is not None and participation["below"] == "bars_unit_prize":
            failed["least_rate"] = self.falls_short(unit)
            failed["leaders_every_round"] = bool(participation.get("leaders_every_round")) and self.leaders_missed(unit)
        for gate in award["gates"]:
            failed[gate["name"]] = self.fails(unit, gate)
        return [name for name, fails in failed.items() if fails]

    def fails(self, unit: str, gate: dict[str, Any]) -> bool:
        """Tries one of the definition's own gates: "`has_entry` (the unit's own `entries` are at least 1), `entry_rank` (the
        unit's own is there and at most `most`), `nobody_with_zero` (`zero` is 0)"."""
        if gate["name"] == "has_entry":
            return int(self.final.facts.get((unit, "entries"), "0")) < 1
        if gate["name"] == "entry_rank":
            rank = self.final.facts.get((unit, "entry_rank"))
            return rank is None or not int(rank) <= gate["most"]
        return self.figures[unit].zero > 0

    def falls_short(self, unit: str) -> bool:
        """Says whether a unit owes a share of its staff and falls short: "its class's where the class has a `least_rate`,
        else `participation`'s"; "an unknown headcount falls short"; where nobody is counted on, nobody can be missing."""
        kind = self.last_units[unit]["class"] if unit in self.last_units else ""
        rates = {item["id"]: item["least_rate"] for item in self.final.unit_classes}
        participation = self.final.participation or {}
        owed = participation["least_rate"] if rates.get(kind) is None else rates[kind]
        if owed is None:
            return False
        figures = self.figures[unit]
        came = figures.came if participation["over"] == "each_round" else [figures.people]
        heads = figures.headcount
        return heads is None or any(people * 10_000 < owed * heads for people in came)

    def leaders_missed(self, unit: str) -> bool:
        """Says whether "over the sub-tree fewer came than there are; no fact means no leaders"."""
        facts = [self.final.facts.get((below, "leaders_every_round"), "0/0").split("/") for below in self.under[unit]]
        return sum(int(came) for came, _ in facts) < sum(int(there) for _, there in facts)

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The units of each group that meet everything."""
        groups: dict[str, list[str]] = {}
        for unit in self.competing:
            if self.final.award is not None and not self.failed(unit):
                groups.setdefault(self.group(unit) or "", []).append(unit)
        return groups

    def greatest(self, group: list[str]) -> dict[str, Fraction]:
        """Finds the greatest counts "among the units of the group that meet everything"."""
        names = ("people", "papers", "perfect")
        return {name: max(self.figures[unit].exactly(name) or Fraction() for unit in group) for name in names}

    def points(self, unit: str, greatest: dict[str, Fraction]) -> Fraction:
        """Calculates a unit's points: "`points = 100 × Σ weight × value ÷ Σ weight`"."""
        criteria = (self.final.award or {})["criteria"]
        total = sum(item["weight"] for item in criteria)
        weighed = sum((item["weight"] * self.weighed(unit, item["name"], greatest) for item in criteria), Fraction())
        return 100 * weighed / total if total else Fraction()

    def weighed(self, unit: str, criterion: str, greatest: dict[str, Fraction]) -> Fraction:
        """Brings a value between 0 and 1: "`rate`, `mean_score` over `paper.questions`, `perfect_share`; `people`,
        `papers`, `perfect` over the greatest among the units of the group that meet everything; no value, or a division by
        0, is 0"."""
        value = self.figures[unit].exactly(criterion)
        if value is None:
            return Fraction()
        if criterion == "mean_score":
            return value / Fraction(self.final.definition["paper"]["questions"])
        if criterion in ("rate", "perfect_share"):
            return value
        return value / greatest[criterion] if greatest[criterion] else Fraction()

    def in_order(self, unit: str) -> tuple[tuple[int, Fraction], ...]:
        """Makes what units are ranked by without weights: "by the criteria one after the other, the greater first, none at
        all last"."""
        values = [self.figures[unit].exactly(criterion["name"]) for criterion in (self.final.award or {})["criteria"]]
        return tuple((1, Fraction()) if value is None else (0, -value) for value in values)

    @cached_property
    def places(self) -> dict[str, UnitPlace]:
        """Every ranked unit's place: "Units that meet everything are ranked in their group, equals sharing a rank and the
        next being skipped"."""
        weighted = self.final.award is not None and self.final.award["formula"] == "weighted"
        places: dict[str, UnitPlace] = {}
        for group in self.groups.values():
            greatest = self.greatest(group)
            points = {unit: self.points(unit, greatest) if weighted else None for unit in group}
            keys = {unit: ((0, -(points[unit] or Fraction())),) if weighted else self.in_order(unit) for unit in group}
            rank = 1
            for _, equals in groupby(sorted(group, key=keys.__getitem__), key=keys.__getitem__):
                alike = list(equals)
                places |= {unit: UnitPlace(rank, points[unit]) for unit in alike}
                rank += len(alike)
        return places

    def lot(self, unit: str) -> str:
        """Draws a unit's lot: "`M(lot_seed, "lot|contest|final|lot_root|unit")` with the `lot_seed` of the last source's
        `draw.json`"."""
        keyed = Keyed(bytes.fromhex(self.last.draw["lot_seed"]))
        return lot_of(keyed, self.final.manifest["contest"], FINAL, self.last.manifest["lot_root"], unit)

    @cached_property
    def unit_giving(self) -> UnitGiving:
        """The units' prizes handed out."""
        return UnitGiving(self)

    @cached_property
    def person_awards(self) -> list[PersonAward]:
        """The rows of the contest's `prizes.csv`: "It has rows only where `limit` is `highest_in_the_contest`"."""
        highest = self.final.definition["limit"] == "highest_in_the_contest"
        return PersonGiving(self).awards() if highest else []

    @cached_property
    def counts(self) -> Counter[str]:
        """The manifest's counts: "`counts` are the sums of the sources'"."""
        counts: Counter[str] = Counter()
        for recount in self.recounts:
            counts.update(recount.counts)
        return counts


class UnitGiving:
    """Hands out the units' prizes: "Each group gives all the prizes, down its ranking"."""

    def __init__(self, whole: Whole) -> None:
        """Goes down each group's ranking, rank by rank."""
        self.whole = whole
        award = whole.final.award or {}
        self.prizes: list[dict[str, Any]] = award.get("prizes", [])
        self.by_lot = award.get("boundary_tie") == "lot"
        self.given: dict[str, dict[str, Any]] = {}
        self.lots: dict[str, str] = {}
        for group in whole.groups.values():
            self.left = [prize["number"] for prize in self.prizes]
            ordered = sorted(group, key=lambda unit: whole.places[unit].rank)
            for _, equals in groupby(ordered, key=lambda unit: whole.places[unit].rank):
                self.serve(list(equals))

    def next_prize(self) -> int | None:
        """Finds the first prize that still has places in this group."""
        return next((prize for prize, places in enumerate(self.left) if places > 0), None)

    def serve(self, equals: list[str]) -> None:
        """Serves the units of one rank: "Where more units share a rank than the prize that is next has places left: `all`:
        each gets that prize, and the following one keeps its number; `lot`: by `lot`, the smaller first, on through the
        following prizes"."""
        prize = self.next_prize()
        if prize is None:
            return
        if self.by_lot and len(equals) > self.left[prize]:
            self.lots |= {unit: self.whole.lot(unit) for unit in equals}
            for unit in sorted(equals, key=lambda unit: self.lots[unit]):
                self.give(self.next_prize(), unit)
        else:
            for unit in equals:
                self.give(prize, unit)

    def give(self, prize: int | None, unit: str) -> None:
        """Gives one place of a prize, if one is left."""
        if prize is not None:
            self.left[prize] = max(0, self.left[prize] - 1)
            self.given[unit] = self.prizes[prize]


class PersonGiving:
    """Hands out the rounds' prizes where a person keeps the highest alone: "Places are given in this order: the higher prize
    first, of one prize the earlier round first"."""

    def __init__(self, whole: Whole) -> None:
        """Goes through the places; each round's ranking is gone down once, past those who have a prize."""
        self.prizes: list[dict[str, Any]] = whole.final.definition["prizes"]
        self.rounds = [entry["round"] for entry in whole.final.entries]
        self.waiting = [list(reversed(recount.standings)) for recount in whole.recounts]
        self.most = len(whole.final.tables[PRIZES].cells) + 1  # More empty rows than the file holds differ at the first.
        self.winners: set[str] = set()
        self.rows: list[tuple[int, int, int, PersonAward]] = []
        for prize, said in enumerate(self.prizes):
            for at in range(len(self.rounds)):
                left = said["number"]
                while left and self.give(prize, at):
                    left -= 1
                self.rows += [self.row(prize, at, None, "", "")] * min(left, self.most)

    def give(self, prize: int, at: int) -> bool:
        """Gives one place "to the best in that round's `ranking.csv` who has no prize yet and was not passed by", and says
        whether there was anybody; "Who is passed because they have one gets a row under the prize that was then given to
        somebody below them"."""
        passed: list[Standing] = []
        while self.waiting[at]:
            standing = self.waiting[at].pop()
            if standing.attempt.contestant not in self.winners:
                self.winners.add(standing.attempt.contestant)
                vnd = self.prizes[prize]["vnd"]
                self.rows.append(self.row(prize, at, standing, "" if vnd is None else str(vnd), ""))
                self.rows += [self.row(prize, at, other, "", "won_higher") for other in passed]
                return True
            passed.append(standing)
        return False

    def row(
        self, prize: int, at: int, standing: Standing | None, amount: str, passed_over: str
    ) -> tuple[int, int, int, PersonAward]:
        """Writes one row with what it is sorted by; "where nobody is left, the place is an empty row"."""
        place = contestant = number = ""
        if standing is not None:
            place, contestant, number = str(standing.rank), standing.attempt.contestant, str(standing.attempt.number)
        award = PersonAward(self.rounds[at], self.prizes[prize]["id"], place, contestant, number, amount, passed_over)
        return at, prize, LARGEST_INTEGER if standing is None else standing.rank, award

    def awards(self) -> list[PersonAward]:
        """Gives the rows "in the order of rounds, of prizes, then `place`, empty last"."""
        return [award for *_, award in sorted(self.rows)]


# ---------------------------------------------------------------------------------------------------------------------
# Steps and their differences
# ---------------------------------------------------------------------------------------------------------------------


class Place(NamedTuple):
    """Where something stands: the file, its row (the header being 1; none in JSON), and what of it."""

    file: str
    row: int | None
    what: str


@dataclass
class Difference:
    """What stands in the export and what was calculated, or the rule it breaks."""

    place: Place
    exported: Any
    calculated: Any


@dataclass
class Step:
    """One numbered line of the output."""

    number: int
    title: str
    count: int = 0
    different: int = 0
    first: Difference | None = None
    notes: list[Say] = field(default_factory=list)
    unchecked: bool = False
    waived: bool = False

    def holds(self, condition: bool, place: Place, exported: Any, rule: Any) -> bool:
        """Counts one check of a rule, and keeps the first place where it is broken."""
        self.count += 1
        if not condition:
            self.different += 1
            if self.first is None:
                self.first = Difference(place, exported, rule)
        return condition

    def same(self, place: Place, exported: Any, calculated: Any) -> bool:
        """Counts one comparison of what stands in the export with what was calculated."""
        return self.holds(exported == calculated and type(exported) is type(calculated), place, exported, calculated)

    def note(self, text: Say) -> None:
        """Adds a sentence below the step's line."""
        self.notes.append(text)

    @property
    def state(self) -> str:
        """The word before the title."""
        if self.different:
            return "differs"
        return "unchecked" if self.unchecked else "waived" if self.waived else "holds"

    @property
    def failed(self) -> bool:
        """Whether the step keeps the whole from holding: a difference, or something left unchecked without leave."""
        return self.different > 0 or self.unchecked


@dataclass
class Brought:
    """What is checked, with what the auditor brought along for it, be it a round or a whole contest."""

    export: Folder
    previous: Folder | None = None
    public_key: bytes | None = None
    public_key_file: str = ""
    no_signature: bool = False
    expect_digest: str | None = None


@dataclass
class Case(Brought):
    """All that a round's steps look at: the export, its recount, the revision before it, what the auditor brought along."""

    export: Export
    previous: Export | None = None
    commitment: str | None = None
    root: str | None = None

    def __post_init__(self) -> None:
        """Prepares the recount."""
        self.recount = Recount(self.export)


@dataclass
class FinalCase(Brought):
    """All that a contest's steps look at: the export, its sources, their recount, the revision before it, what the auditor
    brought along, and whether each source's own steps are tried too."""

    export: Final
    previous: Final | None = None
    sources: list[Export] = field(default_factory=list)
    all_steps: bool = False

    def __post_init__(self) -> None:
        """Prepares the recount."""
        self.recount = Whole(self.export, self.sources)


# ---------------------------------------------------------------------------------------------------------------------
# Step: files and hashes
# ---------------------------------------------------------------------------------------------------------------------


def check_files(step: Step, case: Brought) -> None:
    """Holds "These files and no others", `files` of the manifest "by name (`rows` without the header, null for JSON)", and
    the digest that the auditor brought along."""
    export = case.export
    allowed = {MANIFEST, *export.listed_files} | ({SIGNATURE} if export.manifest["key"] is not None else set())
    for name in export.names:
        step.holds(name in allowed, Place(name, None, ""), name, say("no_such_file"))
    check_hashes(step, export)
    if case.expect_digest is None:
        step.note(say("compare_digest"))
    else:
        step.same(Place(MANIFEST, None, "SHA-256"), digest(export.raw[MANIFEST]), case.expect_digest)


def check_hashes(step: Step, export: Folder, where: str = "") -> None:
    """Compares each file's length, rows and hash with its entry in the manifest; `where` stands before the names of a
    source's files."""
    entries = export.manifest["files"]
    step.same(Place(where + MANIFEST, None, "files"), [entry["name"] for entry in entries], list(export.listed_files))
    for entry in entries:
        name = entry["name"]
        if name in export.listed_files:
            rows = len(export.tables[name].cells) if name in export.csv_files else None
            step.same(Place(where + name, None, "bytes"), entry["bytes"], len(export.raw[name]))
            step.same(Place(where + name, None, "rows"), entry["rows"], rows)
            step.same(Place(where + name, None, "SHA-256"), entry["sha256"], digest(export.raw[name]))


# ---------------------------------------------------------------------------------------------------------------------
# Step: form of the files
# ---------------------------------------------------------------------------------------------------------------------


def check_form(step: Step, case: Case) -> None:
    """Holds the format's chapter on bytes, and the columns and fields of each file: "Same facts, same bytes"."""
    export = case.export
    shapes = {MANIFEST: MANIFEST_SHAPE, DEFINITION: DEFINITION_SHAPE, BANK: BANK_SHAPE, DRAW: DRAW_SHAPE}
    check_json(step, export, shapes)
    check_manifest_rules(step, export)
    check_definition_rules(step, export)
    step.holds(
        export.manifest["round"] in export.ranked_rounds,
        Place(DEFINITION, None, "rounds"),
        export.manifest["round"],
        say("a_ranked_round"),
    )
    check_bank_rules(step, export)
    check_tables(step, export)


def check_json(step: Step, export: Folder, shapes: dict[str, dict[str, Any]]) -> None:
    """Holds the bytes and the shape of each JSON file; the definition alone may have other fields than those named."""
    for name, shape in shapes.items():
        check_canonical(step, name, export.raw[name], export.values[name])
        check_shape(step, name, "", export.values[name], shape)
    for name, shape in shapes.items():
        if name != DEFINITION:
            step.same(Place(name, None, ""), sorted(export.values[name]), sorted(shape))


def check_tables(step: Step, export: Folder) -> None:
    """Holds the bytes, the cells and the order of every table."""
    for table in export.tables.values():
        check_table_bytes(step, table)
        check_table_cells(step, export, table)
        check_table_order(step, export, table)


def check_canonical(step: Step, name: str, raw: bytes, value: Any) -> None:
    """Holds "JSON is canonical (RFC 8785), integers only, none beyond 2^53 − 1, strings in NFC, no byte-order mark, no
    final newline"."""
    written = canonical(value).encode("utf-8")
    start = 0
    if raw != written:
        pairs = enumerate(zip(raw, written, strict=False))
        start = next((place for place, (one, other) in pairs if one != other), min(len(raw), len(written)))
    step.holds(
        raw == written,
        Place(name, None, ""),
        say("at_byte", excerpt(raw, start), start),
        say("canonical", excerpt(written, start), start),
    )
    for text in strings_of(value):
        step.holds(is_nfc(text), Place(name, None, ""), text, say("nfc"))
    for number in integers_of(value):
        step.holds(abs(number) <= LARGEST_INTEGER, Place(name, None, ""), number, say("at_most", LARGEST_INTEGER))


def excerpt(raw: bytes, start: int) -> str:
    """Shows a few bytes from a place on."""
    return raw[start : start + 40].decode("utf-8", "replace")


def is_nfc(text: str) -> bool:
    """Says whether a text is in Unicode's normal form C."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def strings_of(value: Any) -> Iterator[str]:
    """Goes through all strings of a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from strings_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item)


def integers_of(value: Any) -> Iterator[int]:
    """Goes through all integers of a JSON value."""
    if isinstance(value, int):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from integers_of(item)


def check_shape(step: Step, name: str, path: str, value: Any, shape: Any) -> None:
    """Compares a JSON value with its shape: objects hold at least the keys named, "other fields allowed"."""
    place = Place(name, None, path)
    if isinstance(shape, dict):
        complete = isinstance(value, dict) and set(shape) <= set(value)
        if step.holds(complete, place, value, say("form_object", ", ".join(shape))):
            for key, part in shape.items():
                check_shape(step, name, f"{path}.{key}".lstrip("."), value[key], part)
    elif isinstance(shape, list):
        if step.holds(isinstance(value, list), place, value, say("form_list")):
            for index, item in enumerate(value):
                check_shape(step, name, f"{path}[{index}]", item, shape[0])
    else:
        step.holds(has_form(value, shape), place, value, form_text(shape))


def check_manifest_rules(step: Step, export: Folder) -> None:
    """Holds that the manifest's parts have its fields and no others."""
    manifest = export.manifest
    step.same(Place(MANIFEST, None, "counts"), sorted(manifest["counts"]), sorted(MANIFEST_SHAPE["counts"]))
    for index, entry in enumerate(manifest["files"]):
        step.same(Place(MANIFEST, None, f"files[{index}]"), sorted(entry), sorted(MANIFEST_SHAPE["files"][0]))


def check_definition_rules(step: Step, export: Folder) -> None:
    """Holds what the definition's fields say of each other: this contest, each id once, a blueprint that makes a whole
    paper; only a practice round may have no time of results. Where a person keeps the highest prize alone, "`last_tie` is
    `lot`"."""
    definition, paper = export.definition, export.definition["paper"]
    step.same(Place(DEFINITION, None, "contest"), definition["contest"], export.manifest["contest"])
    by_lot = definition["last_tie"] == "lot" or definition["limit"] != "highest_in_the_contest"
    step.holds(by_lot, Place(DEFINITION, None, "last_tie"), definition["last_tie"], say("won_by_lot"))
    for item in definition["rounds"]:
        place = Place(DEFINITION, None, f"rounds {item['id']}")
        step.holds(
            instant(item["opens"]) < instant(item["closes"]), place, item["closes"], say("a_later_time", item["opens"])
        )
        step.holds(item["results"] is not None or item["kind"] == "practice", place, item["results"], say("form_time"))
    for name, ids in (
        ("rounds", [item["id"] for item in definition["rounds"]]),
        ("prizes", [prize["id"] for prize in definition["prizes"]]),
        ("criteria", [criterion["name"] for criterion in definition["criteria"]]),
    ):
        step.holds(len(set(ids)) == len(ids), Place(DEFINITION, None, name), ids, say("once"))
    step.holds(
        paper["options_least"] <= paper["options_most"],
        Place(DEFINITION, None, "paper.options_least"),
        paper["options_least"],
        say("at_most", paper["options_most"]),
    )
    if paper["blueprint"] is not None:
        step.same(Place(DEFINITION, None, "paper.blueprint"), sum(paper["blueprint"].values()), paper["questions"])


def check_bank_rules(step: Step, export: Export) -> None:
    """Holds that the bank is this round's, "sorted by id", each id and salt once, each right option one of its options."""
    questions, paper = export.bank["questions"], export.definition["paper"]
    for key in ("contest", "round"):
        step.same(Place(BANK, None, key), export.bank[key], export.manifest[key])
    ids = [question["id"] for question in questions]
    step.same(Place(BANK, None, "questions"), ids, sorted(set(ids)))
    salts = [question["salt"] for question in questions]
    step.holds(len(set(salts)) == len(salts), Place(BANK, None, "salt"), len(set(salts)), say("once"))
    for question in questions:
        options = question["options"]
        step.holds(
            question["right"] in options,
            Place(BANK, None, f"{question['id']}.right"),
            question["right"],
            say("one_of", " ".join(options)),
        )
        step.holds(
            paper["options_least"] <= len(options) <= paper["options_most"],
            Place(BANK, None, f"{question['id']}.options"),
            len(options),
            say("between", paper["options_least"], paper["options_most"]),
        )


def written_cell(cell: str) -> str:
    """Writes a CSV cell: "a cell is quoted only if it holds a comma, a quote, CR or LF"."""
    if MUST_BE_QUOTED.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def check_table_bytes(step: Step, table: Table) -> None:
    """Holds "CSV is NFC too; it begins with a byte-order mark …, then a header row; LF after every row"."""
    step.holds(table.raw.startswith(BYTE_ORDER_MARK), Place(table.name, 1, ""), excerpt(table.raw, 0), say("mark"))
    lines = table.raw.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    at = 0
    for row, cells in enumerate([table.header, *table.cells], 1):
        line = ",".join(map(written_cell, cells)) + "\n"
        step.count += 1
        if not lines.startswith(line, at):
            step.holds(False, Place(table.name, row, ""), lines[at : at + len(line)], line)
            return
        at += len(line)
    step.same(Place(table.name, None, ""), lines[at:], "")
    if not is_nfc(lines):
        for row, cells in enumerate(table.cells, 2):
            for cell in cells:
                step.holds(is_nfc(cell), Place(table.name, row, ""), cell, say("nfc"))


def columns_of(export: Folder, name: str) -> dict[str, str]:
    """Names a table's columns and forms; the ranking has "a column for each criterion in the definition's order"."""
    columns = export.columns[name]
    if not isinstance(export, Export) or name != RANKING:
        return columns
    named = {criterion: CRITERIA[criterion] for criterion, _ in export.criteria}
    return {**{key: form for key, form in columns.items() if key != "lot"}, **named, "lot": columns["lot"]}


def check_table_cells(step: Step, export: Folder, table: Table) -> None:
    """Holds the columns in their order, and the form of every cell; "Only in the free-text columns … a first character of
    `= + - @ ' TAB CR` gets a `'` in front"."""
    columns = columns_of(export, table.name)
    step.same(Place(table.name, 1, ""), table.header, list(columns))
    tests = [form_test(columns.get(column, "text")) for column in table.header]
    for row, cells in enumerate(table.cells, 2):
        step.same(Place(table.name, row, ""), say("cells", len(cells)), say("cells", len(table.header)))
        step.count += len(cells)
        for column, cell, fits in zip(table.header, cells, tests, strict=False):
            if not fits(cell):
                step.holds(False, Place(table.name, row, column), cell, form_text(columns.get(column, "text")))
            if column in FREE_TEXT and cell[:1] in ESCAPES:
                step.holds(cell[0] == "'" and cell[1:2] in ESCAPES, Place(table.name, row, column), cell, say("apostrophe"))


def number_or_last(cell: str) -> tuple[int, int]:
    """Sorts "numbers as numbers", and "empty sorts last"."""
    return (1, 0) if cell == "" else (0, int(cell))


def sorting_of(export: Folder, name: str) -> Callable[[dict[str, str]], tuple[Any, ...]]:
    """Names what a table is sorted by: "Rows are sorted by the UTF-8 bytes of the columns named, numbers as numbers".
    The order of UTF-8 bytes is that of code points, by which Python compares strings. The contest's prizes stand "in the
    order of rounds, of prizes, then `place`, empty last"."""
    prizes = {prize["id"]: place for place, prize in enumerate(export.definition["prizes"])}
    rounds = {name: place for place, name in enumerate(export.ranked_rounds)}
    sortings: dict[str, Callable[[dict[str, str]], tuple[Any, ...]]] = {
        ATTEMPTS: lambda row: (row["contestant"], int(row["number"])),
        RANKING: lambda row: (int(row["rank"]), row["contestant"]),
        PRIZES: lambda row: (prizes.get(row["prize"], len(prizes)), number_or_last(row["place"]), row["contestant"]),
        UNITS: lambda row: (row["unit"],),
        DECISIONS: lambda row: (int(row["seq"]),),
        EARLIER_WINS: lambda row: (row["contestant"], row["round"], row["prize"]),
        UNIT_FACTS: lambda row: (row["unit"], row["gate"]),
    }
    if isinstance(export, Final) and name == PRIZES:
        return lambda row: (rounds.get(row["round"], len(rounds)), *sortings[PRIZES](row))
    return sortings[name]


def check_table_order(step: Step, export: Folder, table: Table) -> None:
    """Holds the order of the rows; but for prizes that nobody got, no two rows are sorted alike."""
    sorting = sorting_of(export, table.name)
    above: tuple[Any, ...] | None = None
    for number, row in table.rows():
        key = sorting(row)
        if above is not None:
            alike_allowed = table.name == PRIZES and row["contestant"] == ""
            step.holds(
                above < key or (alike_allowed and above == key),
                Place(table.name, number, ""),
                ",".join(list(row.values())[:3]),
                say("in_order"),
            )
        above = key


# ---------------------------------------------------------------------------------------------------------------------
# Steps: signature, chain, commitment
# ---------------------------------------------------------------------------------------------------------------------


def check_signature(step: Step, case: Brought) -> None:
    """Holds "ECDSA P-256 / SHA-256 over `manifest.json`'s bytes, DER". Not checked without a key, which the folder does
    not hold: a key that came with the results would prove nothing."""
    export = case.export
    if case.no_signature:
        step.waived = True
        step.note(say("not_signed" if export.manifest["key"] is None else "signature_waived"))
    elif export.manifest["key"] is None:
        step.unchecked = True
        step.note(say("not_signed"))
    elif export.signature is None:
        step.holds(False, Place(SIGNATURE, None, ""), None, say("signature_file"))
    elif case.public_key is None:
        step.unchecked = True
        step.note(say("no_public_key"))
    else:
        verified = signature_verifies(case.public_key, case.public_key_file, export.signature, export.raw[MANIFEST])
        if verified is None:
            step.unchecked = True
            step.note(say("no_cryptography"))
        else:
            step.holds(verified, Place(SIGNATURE, None, ""), say("signature_bad"), say("signature_file"))


def signature_verifies(public_key: bytes, key_file: str, signature: bytes, signed: bytes) -> bool | None:
    """Verifies a signature; nothing where the package `cryptography` is missing."""
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError:
        return None
    try:
        key = serialization.load_pem_public_key(public_key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Unreadable(say("bad_key", key_file)) from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Unreadable(say("bad_key", key_file))
    try:
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def check_chain(step: Step, case: Case) -> None:
    """Holds what a revision must keep of the one before it.

    A later revision without --previous counts as a failure: that its rows are the earlier ones, and that only decisions
    changed them, can be seen from both folders alone, and an unchecked chain must not look like a checked one.
    """
    manifest = case.export.manifest
    if manifest["revision"] == 1:
        place = Place(MANIFEST, None, "previous")
        step.same(place, manifest["previous"], None)
        step.same(Place(MANIFEST, None, "prediction_target_from"), manifest["prediction_target_from"], None)
        step.holds(case.previous is None, place, manifest["revision"], say("first_revision"))
    elif case.previous is None:
        step.unchecked = True
        step.note(say("no_previous", f"{manifest['revision'] - 1:02d}"))
    else:
        check_previous_manifest(step, case.export, case.previous)
        check_previous_decisions(step, case.export, case.previous)
        check_previous_attempts(step, case.export, case.previous)
        check_previous_units(step, case.export, case.previous)


def check_previous_manifest(step: Step, export: Export, previous: Export) -> None:
    """Holds `previous`, the "sha256 of the last revision's manifest", "`closed_at`: when r01 was made, in every revision",
    "`lot_root` is r01's receipts_root, in every revision", "the same bytes in every revision", and that the previous folder
    is itself what its manifest says. Earlier wins stay: a "later revision of an earlier round does not reopen this one"."""
    now, then = export.manifest, previous.manifest
    step.same(Place(MANIFEST, None, "previous"), now["previous"], digest(previous.raw[MANIFEST]))
    step.same(Place(MANIFEST, None, "revision"), now["revision"], then["revision"] + 1)
    for key in ("contest", "round", "closed_at", "lot_root", "receipts_root"):
        step.same(Place(MANIFEST, None, key), now[key], then[key])
    for name in (DEFINITION, BANK, DRAW, EARLIER_WINS):
        step.holds(
            export.raw[name] == previous.raw[name], Place(name, None, "SHA-256"), digest(export.raw[name]), say("same_bytes")
        )
    check_hashes(step, previous)


def check_previous_decisions(step: Step, export: Export, previous: Export) -> None:
    """Holds "A later revision repeats the earlier decisions unchanged and adds younger ones"."""
    now, then = export.raw[DECISIONS], previous.raw[DECISIONS]
    step.holds(now.startswith(then), Place(DECISIONS, None, ""), digest(now), say("starts_with_previous"))
    step.holds(len(now) > len(then), Place(DECISIONS, None, ""), len(export.decisions), say("some_younger"))
    for decision in export.decisions[len(previous.decisions) :]:
        closed_at = export.manifest["closed_at"]
        step.holds(
            decision.decided >= instant(closed_at),
            Place(DECISIONS, decision.row, "decided_at"),
            time_text(decision.decided),
            say("not_before", closed_at),
        )


def check_previous_attempts(step: Step, export: Export, previous: Export) -> None:
    """Holds "A later revision has exactly the rows of the last `attempts.csv`; only `ruling`, `reason` and `unit` may
    differ, and each difference is a decision's"."""
    now, then = export.attempts, previous.attempts
    step.same(Place(ATTEMPTS, None, ""), len(now), len(then))
    younger = replay(export.decisions[len(previous.decisions) :])
    for attempt, earlier in zip(now, then, strict=False):
        for column, cell in attempt.cells.items():
            place = Place(ATTEMPTS, attempt.row, column)
            touched = attempt.contestant in younger.units if column == "unit" else attempt.name in younger.rulings
            if column in CHANGING_CELLS and touched:
                continue
            step.holds(cell == earlier.cells[column], place, cell, say("by_a_decision", earlier.cells[column]))
    held = {(attempt.contestant, attempt.unit) for attempt in then}
    moved: set[str] = set()
    for decision in export.decisions[len(previous.decisions) :]:
        if decision.act == "move_unit" and decision.subject not in moved:
            moved.add(decision.subject)
            step.holds(
                (decision.subject, decision.before) in held,
                Place(DECISIONS, decision.row, "before"),
                decision.before,
                say("a_unit"),
            )


def check_previous_units(step: Step, export: Export, previous: Export) -> None:
    """Holds "`unit, name, class, headcount` stay as in r01"."""
    kept = ("unit", "name", "class", "headcount")
    then = [tuple(cells[column] for column in kept) for _, cells in previous.tables[UNITS].rows()]
    now = [(row, tuple(cells[column] for column in kept)) for row, cells in export.tables[UNITS].rows()]
    step.same(Place(UNITS, None, ""), len(now), len(then))
    for (row, cells), earlier in zip(now, then, strict=False):
        step.same(Place(UNITS, row, ", ".join(kept)), ",".join(cells), ",".join(earlier))


def check_commitment(step: Step, case: Case) -> None:
    """Holds the commitment: definition, bank and both seeds are those that were fixed before the round opened."""
    export, seeds = case.export, case.export.draw
    calculated = commitment_of(
        export.raw[BANK], export.raw[DEFINITION], bytes.fromhex(seeds["lot_seed"]), bytes.fromhex(seeds["paper_seed"])
    )
    step.same(Place(DRAW, None, "commitment"), seeds["commitment"], calculated)
    if case.commitment is None:
        step.note(say("compare_commitment"))
    else:
        step.same(Place("--commitment", None, ""), case.commitment, calculated)


# ---------------------------------------------------------------------------------------------------------------------
# Step: decisions
# ---------------------------------------------------------------------------------------------------------------------


def check_decisions(step: Step, case: Case) -> None:
    """Holds `decisions.csv`, row by row in the order of `seq`, and the cells of `attempts.csv` that decisions made."""
    cells: dict[tuple[str, str], str] = {}
    earlier = 0
    for index, decision in enumerate(case.export.decisions, 1):
        check_decision_order(step, case, decision, index, earlier)
        check_subject(step, case, decision)
        check_before(step, case, decision, cells)
        check_after(step, case, decision)
        kind = KIND_OF_ACT.get(decision.act, "")
        cells[kind, decision.subject] = RULING_OF_ACT.get(decision.act, decision.after)
        earlier = max(earlier, decision.decided)
    check_rulings(step, case)


def check_decision_order(step: Step, case: Case, decision: Decision, index: int, earlier: int) -> None:
    """Holds "`seq` (1, 2, 3, …)", times that never fall, "`confirmed_by`: another account", and "New attempts and moves of
    a deadline or the close are possible before the closing alone". What r01 holds was decided by its closing."""
    closed_at = case.export.manifest["closed_at"]
    step.same(Place(DECISIONS, decision.row, "seq"), decision.seq, str(index))
    place, decided = Place(DECISIONS, decision.row, "decided_at"), time_text(decision.decided)
    step.holds(decision.decided >= earlier, place, decided, say("not_before", time_text(earlier)))
    step.holds(
        decision.confirmed_by != decision.by,
        Place(DECISIONS, decision.row, "confirmed_by"),
        decision.confirmed_by,
        say("another_account"),
    )
    if decision.act in BEFORE_THE_CLOSING:
        step.holds(decision.decided < instant(closed_at), place, decided, say("before_time", closed_at))
    elif case.export.manifest["revision"] == 1:
        step.holds(decision.decided <= instant(closed_at), place, decided, say("not_after", closed_at))


def check_subject(step: Step, case: Case, decision: Decision) -> None:
    """Holds "Acts and subjects": an attempt, a contestant, a question, the round or a prize, each of this round."""
    export = case.export
    place = Place(DECISIONS, decision.row, "subject")
    kind = KIND_OF_ACT.get(decision.act)
    if kind in ("ruling", "deadline"):
        known = decision.subject in export.by_name
        step.holds(known, place, decision.subject, say("an_attempt"))
        if known:
            attempt = export.by_name[decision.subject]
            step.holds(
                decision.decided >= attempt.started,
                Place(DECISIONS, decision.row, "decided_at"),
                time_text(decision.decided),
                say("not_before", attempt.cells["started_at"]),
            )
    elif kind == "unit":
        step.holds(decision.subject in export.people, place, decision.subject, say("a_contestant"))
    elif kind == "letters":
        step.holds(decision.subject in export.questions, place, decision.subject, say("a_question"))
    elif kind == "close":
        step.same(place, decision.subject, export.manifest["round"])
    elif kind == "choice":
        prizes = [prize["id"] for prize in export.definition["prizes"]]
        step.holds(decision.subject in prizes, place, decision.subject, say("a_prize"))


def check_before(step: Step, case: Case, decision: Decision, cells: dict[tuple[str, str], str]) -> None:
    """Holds "`before` and `after` hold the cell that changed, as printed": `before` is what the last act of the kind left,
    else what stood there at first. A deadline's is compared with the attempt's window; before a granted number there was
    nothing."""
    kind = KIND_OF_ACT.get(decision.act, "")
    place = Place(DECISIONS, decision.row, "before")
    first: dict[str, Callable[[], str]] = {
        "ruling": lambda: "",
        "letters": lambda: case.export.questions[decision.subject]["right"],
        "close": lambda: case.export.round["closes"],
        "choice": lambda: "",
    }
    if decision.act == "new_attempt":
        step.same(place, decision.before, "")
    elif (kind, decision.subject) in cells and kind != "deadline":
        step.same(place, decision.before, cells[kind, decision.subject])
    elif kind in first and (kind != "letters" or decision.subject in case.export.questions):
        step.same(place, decision.before, first[kind]())
    elif kind == "unit":
        step.holds(decision.before in case.export.unit_ids, place, decision.before, say("a_unit"))
    if decision.act == "reinstate":
        step.holds(cells.get((kind, decision.subject), "") != "", place, decision.before, say("a_ruling"))


def check_after(step: Step, case: Case, decision: Decision) -> None:
    """Holds the new cell of each act: "the ruling, the deadline, the new number … the unit, the letters, the close, the
    contestant". A voided question has no letters left; an exclusion by `system` has an excluded body's id as its reason."""
    export, after = case.export, decision.after
    place = Place(DECISIONS, decision.row, "after")
    if decision.act in ("disqualify", "exclude", "reinstate"):
        step.same(place, after, RULING_OF_ACT[decision.act])
    elif decision.act == "new_attempt":
        replaced = int(decision.subject.partition(".")[2])
        step.holds(has_form(after, "positive") and int(after) > replaced, place, after, say("a_later_number"))
    elif decision.act in ("extend_attempt", "move_close"):
        step.holds(has_form(after, "time"), place, after, say("form_time"))
    elif decision.act == "move_unit":
        step.holds(after in export.unit_ids, place, after, say("a_unit"))
    elif decision.act == "void":
        step.same(place, after, "")
    elif decision.act == "correct_key":
        options = export.questions.get(decision.subject, {}).get("options", {})
        letters = after.split(" ")
        step.holds(letters == sorted(set(letters)) and set(letters) <= set(options), place, after, say("letters_of"))
    elif decision.act == "committee_choice":
        for contestant in after.split(" "):
            step.holds(has_form(contestant, "contestant"), place, after, say("form_contestant"))
        step.same(Place(DEFINITION, None, "boundary_tie"), export.definition["boundary_tie"], "committee")
    if decision.act == "exclude" and decision.by == "system":
        bodies = [body["id"] for body in export.definition["excluded_bodies"]]
        step.holds(decision.reason in bodies, Place(DECISIONS, decision.row, "reason"), decision.reason, say("a_body"))


def check_rulings(step: Step, case: Case) -> None:
    """Holds "No ruling stands without its decision", "`reason`: the code of the decision in force, empty without a ruling",
    and that a person's unit was moved in "every attempt of theirs in the round"."""
    acts = case.recount.acts
    for attempt in case.export.attempts:
        ruling, reason = acts.rulings.get(attempt.name, ("", ""))
        step.same(Place(ATTEMPTS, attempt.row, "ruling"), attempt.ruling, ruling)
        step.same(Place(ATTEMPTS, attempt.row, "reason"), attempt.cells["reason"], reason)
        if attempt.contestant in acts.units:
            step.same(Place(ATTEMPTS, attempt.row, "unit"), attempt.unit, acts.units[attempt.contestant])


# ---------------------------------------------------------------------------------------------------------------------
# Steps: draw, window, receipts, root
# ---------------------------------------------------------------------------------------------------------------------


def check_draw(step: Step, case: Case) -> None:
    """Draws every paper again, and holds "`choices`: one character a question in that order, the option's letter in the
    bank, `_` for blank"."""
    export, manifest, paper = case.export, case.export.manifest, case.export.definition["paper"]
    keyed = Keyed(bytes.fromhex(export.draw["paper_seed"]))
    ids = list(export.questions)
    topics = {name: question["topic"] for name, question in export.questions.items()}
    letters = {name: "_" + "".join(question["options"]) for name, question in export.questions.items()}
    for attempt in export.attempts:
        beginning = f"paper|{manifest['contest']}|{manifest['round']}|{attempt.contestant}|{attempt.number}"
        drawn = paper_of(keyed, beginning, ids, paper["questions"], paper["blueprint"], topics)
        step.same(Place(ATTEMPTS, attempt.row, "questions"), attempt.cells["questions"], " ".join(drawn))
        place = Place(ATTEMPTS, attempt.row, "choices")
        step.same(place, len(attempt.choices), len(attempt.questions))
        for question, choice in attempt.answers():
            if choice not in letters.get(question, "_"):
                step.holds(False, place, choice, say("a_letter", question))


def check_window(step: Step, case: Case) -> None:
    """Holds the times, the numbers and the state of every attempt."""
    check_numbers(step, case)
    for attempt in case.export.attempts:
        check_start(step, case, attempt)
        check_deadline(step, case, attempt)
        check_end(step, case, attempt)


def check_numbers(step: Step, case: Case) -> None:
    """Holds one row for each number, a contestant's numbers 1, 2, 3 … without a gap, no more than `attempts.max` and what
    was granted, and that a granted number began after it was granted."""
    most = case.export.definition["attempts"]["max"]
    last: dict[str, int] = {}
    for attempt in case.export.attempts:
        granted = case.recount.acts.granted.get(attempt.contestant, [])
        place = Place(ATTEMPTS, attempt.row, "number")
        step.same(place, attempt.number, last.get(attempt.contestant, 0) + 1)
        step.holds(attempt.number <= most + len(granted), place, attempt.number, say("at_most", most + len(granted)))
        last[attempt.contestant] = attempt.number
        for decision in granted:
            if decision.after == str(attempt.number):
                step.holds(
                    attempt.started >= decision.decided,
                    Place(ATTEMPTS, attempt.row, "started_at"),
                    attempt.cells["started_at"],
                    say("not_before", time_text(decision.decided)),
                )


def close_in_force(case: Case, moment: int) -> int:
    """Finds when the round closed as it was known at a moment: the definition's close, or the last one moved to by then."""
    close = case.export.round["closes"]
    for move in case.recount.acts.moves:
        if move.decided <= moment:
            close = move.after
    return instant(close)


def check_start(step: Step, case: Case, attempt: Attempt) -> None:
    """Holds "`opens <= started_at < closes`", the close being the one in force when the attempt started."""
    opens, closes = case.export.round["opens"], close_in_force(case, attempt.started)
    place, printed = Place(ATTEMPTS, attempt.row, "started_at"), attempt.cells["started_at"]
    step.holds(attempt.started >= instant(opens), place, printed, say("not_before", opens))
    step.holds(attempt.started < closes, place, printed, say("before_time", time_text(closes)))


def check_deadline(step: Step, case: Case, attempt: Attempt) -> None:
    """Holds "`deadline_at = min(started_at + limit, closes)`, unless a decision before the close extended it" and "a moved
    close makes every open attempt's deadline again".

    An attempt is open until it is handed in or its deadline comes. An extension and a close are different kinds of cells, so
    a moved close leaves an extended deadline as it is.
    """
    limit = attempt.started + case.export.definition["paper"]["limit_s"] * 1000
    deadline = min(limit, close_in_force(case, attempt.started))
    extensions = case.recount.acts.extensions.get(attempt.name, [])
    extended = False
    for act in sorted([*case.recount.acts.moves, *extensions], key=lambda decision: decision.row):
        if act.act == "extend_attempt":
            step.same(Place(DECISIONS, act.row, "before"), act.before, time_text(deadline))
            step.holds(
                instant(act.after) > deadline,
                Place(DECISIONS, act.row, "after"),
                act.after,
                say("a_later_time", time_text(deadline)),
            )
            deadline, extended = instant(act.after), True
        elif not extended and attempt.started < act.decided < deadline and not handed_in(attempt, act.decided):
            deadline = min(limit, instant(act.after))
    step.same(Place(ATTEMPTS, attempt.row, "deadline_at"), attempt.cells["deadline_at"], time_text(deadline))


def handed_in(attempt: Attempt, moment: int) -> bool:
    """Says whether an attempt had been handed in by a moment."""
    return attempt.status == "submitted" and attempt.submitted <= moment


def check_end(step: Step, case: Case, attempt: Attempt) -> None:
    """Holds "Timed out and blank: `submitted_at = deadline_at`. A hand-in is taken while `now < deadline_at + grace`, also
    past the close", `elapsed_ms`, and `blank`: "every choice `_` and no prediction". The closing waits for the last
    hand-in that may still come."""
    closed_at = case.export.manifest["closed_at"]
    over = attempt.deadline + case.export.definition["paper"]["grace_ms"]
    place, printed = Place(ATTEMPTS, attempt.row, "submitted_at"), attempt.cells["submitted_at"]
    if attempt.status == "submitted":
        step.holds(attempt.submitted >= attempt.started, place, printed, say("not_before", attempt.cells["started_at"]))
        step.holds(attempt.submitted < over, place, printed, say("before_time", time_text(over)))
        step.holds(attempt.submitted <= instant(closed_at), place, printed, say("not_after", closed_at))
    else:
        step.same(place, printed, attempt.cells["deadline_at"])
        step.holds(
            over <= instant(closed_at), Place(MANIFEST, None, "closed_at"), closed_at, say("not_before", time_text(over))
        )
    elapsed = elapsed_of(attempt.started, attempt.deadline, attempt.submitted)
    step.same(Place(ATTEMPTS, attempt.row, "elapsed_ms"), attempt.cells["elapsed_ms"], str(elapsed))
    place = Place(ATTEMPTS, attempt.row, "choices, prediction")
    if attempt.status == "blank":
        empty = attempt.choices.strip("_") == "" and attempt.prediction == ""
        step.holds(empty, place, f"{attempt.choices} {attempt.prediction}", say("blank_paper"))
    if case.export.asks() is None:
        step.holds(attempt.prediction == "", place, attempt.prediction, say("none_asked"))


def check_receipts(step: Step, case: Case) -> None:
    """Makes every receipt again from the row's own cells: "every value the string that stands in the CSV cell"."""
    manifest = case.export.manifest
    for attempt in case.export.attempts:
        cells = attempt.cells
        fields = {key: cells[key] for key in ("choices", "nonce", "prediction", "questions", "started_at", "submitted_at")}
        fields["attempt"] = f"{cells['contestant']}.{cells['number']}"
        fields["contest"], fields["round"] = manifest["contest"], manifest["round"]
        step.same(Place(ATTEMPTS, attempt.row, "receipt"), cells["receipt"], receipt_of(fields))


def check_root(step: Step, case: Case) -> None:
    """Makes the root again over the printed receipts. As no later revision may change a receipt, it is r01's in every
    revision, and so is `lot_root`: "from then no paper can be put in or taken out"."""
    export = case.export
    root = tree_hash([bytes.fromhex(attempt.cells["receipt"]) for attempt in export.attempts]).hex()
    step.same(Place(MANIFEST, None, "receipts_root"), export.manifest["receipts_root"], root)
    step.same(Place(MANIFEST, None, "lot_root"), export.manifest["lot_root"], root)
    if case.root is None:
        step.note(say("compare_root"))
    else:
        step.same(Place("--root", None, ""), case.root, root)


# ---------------------------------------------------------------------------------------------------------------------
# Steps: scores, target, criteria, ranking, lots
# ---------------------------------------------------------------------------------------------------------------------


def ranked_rows(case: Case) -> Iterator[tuple[int, dict[str, str], Attempt | None]]:
    """Goes through `ranking.csv`, each row with its attempt, or with nothing where there is none of that name."""
    for row, cells in case.export.tables[RANKING].rows():
        yield row, cells, case.export.by_name.get(f"{cells['contestant']}.{cells['number']}")


def check_scores(step: Step, case: Case) -> None:
    """Holds "**Score**: a point for each choice that is right in the bank, after the decisions" in every row of the ranking;
    a row without its attempt is the ranking step's matter."""
    scored = any(name == "score" for name, _ in case.export.criteria)
    for row, cells, attempt in ranked_rows(case):
        if scored and attempt is not None:
            step.same(Place(RANKING, row, "score"), cells["score"], case.recount.criterion(attempt, "score"))


def check_target(step: Step, case: Case) -> None:
    """Holds the prediction target: "Each revision computes it until approval or publication, whichever is first; after that
    it is copied, and `prediction_target_from` says whence". Once copied, it is copied for good."""
    manifest, previous = case.export.manifest, case.previous
    target, source = manifest["prediction_target"], manifest["prediction_target_from"]
    place, place_from = Place(MANIFEST, None, "prediction_target"), Place(MANIFEST, None, "prediction_target_from")
    if source is None:
        step.same(place, target, case.recount.own_target)
        if previous is not None:
            step.same(place_from, source, previous.manifest["prediction_target_from"])
        return
    step.note(say("copied_target", f"{source:02d}"))
    step.holds((target is None) == (case.export.asks() is None), place, target, form_text("integer|null"))
    if previous is None:
        step.note(say("target_unchecked"))
    else:
        step.same(place, target, previous.manifest["prediction_target"])
        step.same(place_from, source, previous.manifest["prediction_target_from"] or previous.manifest["revision"])


def check_criteria(step: Step, case: Case) -> None:
    """Holds the other criteria of every row; the score has its own step."""
    names = [name for name, _ in case.export.criteria if name != "score"]
    for row, cells, attempt in ranked_rows(case):
        if attempt is not None:
            for name in names:
                step.same(Place(RANKING, row, name), cells[name], case.recount.criterion(attempt, name))


def check_ranking(step: Step, case: Case) -> None:
    """Holds "one row for each ranked contestant", the attempt each is ranked with, its unit, and the order by the criteria.

    Who is equal on every criterion may stand in any order here; the next step parts them by their lots.
    """
    standings = case.recount.standings
    key_of = {standing.attempt.contestant: standing.key for standing in standings}
    rows = list(case.export.tables[RANKING].rows())
    step.same(Place(RANKING, None, ""), len(rows), len(standings))
    seen: set[str] = set()
    for (row, cells), standing in zip(rows, standings, strict=False):
        contestant = cells["contestant"]
        step.same(Place(RANKING, row, "rank"), cells["rank"], str(standing.rank))
        equal = key_of.get(contestant) == standing.key and contestant not in seen
        step.holds(equal, Place(RANKING, row, "contestant"), contestant, standing.attempt.contestant)
        seen.add(contestant)
        chosen = case.recount.chosen.get(contestant)
        if chosen is not None:
            step.same(Place(RANKING, row, "number"), cells["number"], str(chosen.number))
            step.same(Place(RANKING, row, "unit"), cells["unit"], chosen.unit)


def check_lots(step: Step, case: Case) -> None:
    """Holds "`lot` (hex) is filled only for rows equal on every criterion, where `last_tie` is `lot`; smaller first", and
    the lots that are "printed in `lot` for those tied" across a prize's boundary, whose rank stays shared."""
    at_boundary = case.recount.prize_giving.tied_by_lot
    standing_of = {standing.attempt.contestant: standing for standing in case.recount.standings}
    for row, cells in case.export.tables[RANKING].rows():
        standing = standing_of.get(cells["contestant"])
        if standing is None:
            continue
        lot = case.recount.lot(cells["contestant"]) if cells["contestant"] in at_boundary else standing.lot
        step.same(Place(RANKING, row, "lot"), cells["lot"], lot)
        if standing.lot:
            step.same(Place(RANKING, row, "rank"), cells["rank"], str(standing.rank))


# ---------------------------------------------------------------------------------------------------------------------
# Steps: prizes, units, counts
# ---------------------------------------------------------------------------------------------------------------------


def check_prizes(step: Step, case: Case) -> None:
    """Holds `prizes.csv`: the prizes handed out again, row by row."""
    check_earlier_wins(step, case)
    check_awards(step, case, case.recount.prize_giving.awards())


def check_awards(step: Step, case: Brought, awards: Sequence[Award | PersonAward]) -> None:
    """Compares the rows of `prizes.csv` with those handed out again."""
    columns, rows = case.export.columns[PRIZES], list(case.export.tables[PRIZES].rows())
    for index in range(max(len(rows), len(awards))):
        exported = ",".join(rows[index][1][column] for column in columns) if index < len(rows) else say("no_row")
        calculated = ",".join(awards[index]) if index < len(awards) else say("no_row")
        step.same(Place(PRIZES, index + 2, ""), exported, calculated)


def check_earlier_wins(step: Step, case: Case) -> None:
    """Holds `earlier_wins.csv`, "prizes of earlier rounds that limit this one": none limits, unless a person wins once in
    the contest. Whether they were won stands in those rounds' own exports."""
    definition = case.export.definition
    rounds = [item["id"] for item in definition["rounds"]]
    earlier = {
        item["id"]
        for item in definition["rounds"][: rounds.index(case.export.manifest["round"])]
        if item["kind"] == "ranked"
    }
    prizes = {prize["id"] for prize in definition["prizes"]}
    rows = list(case.export.tables[EARLIER_WINS].rows())
    limited = definition["limit"] == "once_in_the_contest"
    step.holds(limited or not rows, Place(EARLIER_WINS, None, ""), len(rows), say("no_earlier_wins", definition["limit"]))
    for row, cells in rows:
        step.holds(cells["round"] in earlier, Place(EARLIER_WINS, row, "round"), cells["round"], say("an_earlier_round"))
        step.holds(cells["prize"] in prizes, Place(EARLIER_WINS, row, "prize"), cells["prize"], say("a_prize"))
    if rows:
        step.note(say("earlier_wins_believed", len(rows)))


def check_units(step: Step, case: Case) -> None:
    """Holds `units.csv`: "Every unit of the contest, and always the unit-less row, whose name, class and headcount are
    empty"; "The unit is an attempt's own"."""
    for row, cells in case.export.tables[UNITS].rows():
        check_unit(step, row, cells, case.recount.units.get(cells["unit"], NOBODY))
    for unit in sorted({"", *(attempt.unit for attempt in case.export.attempts)}):
        step.holds(unit in case.export.unit_ids, Place(UNITS, None, "unit"), say("no_row"), say("in_the_contest", unit))


def check_unit(step: Step, row: int, cells: dict[str, str], count: UnitCount) -> None:
    """Holds one unit's counts: "`people`: contestants with a counted attempt; `papers`: counted attempts; `mean_score`
    (empty where nobody is ranked), `perfect`, `zero`: over `ranking.csv`; … `rate = people / headcount`, empty without one
    or with 0"."""
    headcount = int(cells["headcount"] or "0")
    calculated = {
        "people": str(count.people),
        "rate": fraction(count.people, headcount) if headcount else "",
        "papers": str(count.papers),
        "mean_score": fraction(sum(count.scores), len(count.scores)) if count.scores else "",
        "perfect": str(count.perfect),
        "zero": str(count.scores.count(0)),
    }
    if cells["unit"] == "":
        calculated |= {"name": "", "class": "", "headcount": ""}
    else:
        step.holds(cells["name"] != "", Place(UNITS, row, "name"), cells["name"], say("form_text"))
    for column, value in calculated.items():
        step.same(Place(UNITS, row, column), cells[column], value)


def check_counts(step: Step, case: Case) -> None:
    """Holds `counts` of the manifest."""
    for name, value in case.recount.counts.items():
        step.same(Place(MANIFEST, None, f"counts.{name}"), case.export.manifest["counts"][name], value)


# ---------------------------------------------------------------------------------------------------------------------
# Steps of a whole contest: form, chain, sources, definition
# ---------------------------------------------------------------------------------------------------------------------


def check_final_form(step: Step, case: FinalCase) -> None:
    """Holds the format's chapter on bytes, the columns and fields of each file, and what the definition says for the contest
    as a whole."""
    final = case.export
    check_json(step, final, {MANIFEST: FINAL_MANIFEST_SHAPE, DEFINITION: DEFINITION_SHAPE})
    check_manifest_rules(step, final)
    for index, entry in enumerate(final.manifest["sources"]):
        fields = sorted(FINAL_MANIFEST_SHAPE["sources"][0])
        step.same(Place(MANIFEST, None, f"sources[{index}]"), sorted(entry), fields)
    check_definition_rules(step, final)
    check_award_rules(step, final)
    check_tables(step, final)


def check_award_rules(step: Step, final: Final) -> None:
    """Holds the shapes of what the definition says of units, each id and name once, a weight where it is weighed, and a
    `most` where it is compared."""
    check_shape(step, DEFINITION, "unit_classes", final.unit_classes, UNIT_CLASSES_SHAPE)
    lists = {"unit_classes": [item["id"] for item in final.unit_classes]}
    if final.participation is not None:
        check_shape(step, DEFINITION, "participation", final.participation, PARTICIPATION_SHAPE)
    if (award := final.award) is not None:
        check_shape(step, DEFINITION, "unit_award", award, UNIT_AWARD_SHAPE)
        lists |= {f"unit_award.{part}": [item["name"] for item in award[part]] for part in ("gates", "criteria")}
        lists |= {f"unit_award.{part}": [item["id"] for item in award[part]] for part in ("sizes", "prizes")}
        for item in award["criteria"]:
            place = Place(DEFINITION, None, f"unit_award.criteria {item['name']}")
            weighed = award["formula"] != "weighted" or item["weight"] is not None
            step.holds(weighed, place, item["weight"], say("a_weight"))
        for item in award["gates"]:
            place = Place(DEFINITION, None, f"unit_award.gates {item['name']}")
            step.holds(item["name"] != "entry_rank" or item["most"] is not None, place, item["most"], say("a_most"))
        for item in award["sizes"]:
            place = Place(DEFINITION, None, f"unit_award.sizes {item['id']}")
            step.holds(
                item["most"] is None or item["most"] >= item["least"], place, item["most"], say("not_below", item["least"])
            )
    for name, ids in lists.items():
        step.holds(len(set(ids)) == len(ids), Place(DEFINITION, None, name), ids, say("once"))


def check_final_chain(step: Step, case: FinalCase) -> None:
    """Holds what a revision must keep of the one before it; without --previous a later one counts as a failure, as in a
    round."""
    final, manifest = case.export, case.export.manifest
    place = Place(MANIFEST, None, "previous")
    if manifest["revision"] == 1:
        step.same(place, manifest["previous"], None)
        step.holds(case.previous is None, place, manifest["revision"], say("first_revision"))
    elif case.previous is None:
        step.unchecked = True
        step.note(say("no_previous", f"{manifest['revision'] - 1:02d}"))
    else:
        then = case.previous.manifest
        step.same(place, manifest["previous"], digest(case.previous.raw[MANIFEST]))
        step.same(Place(MANIFEST, None, "revision"), manifest["revision"], then["revision"] + 1)
        for key in ("contest", "round", "closed_at", "lot_root"):
            step.same(Place(MANIFEST, None, key), manifest[key], then[key])
        raw = final.raw[DEFINITION]
        step.holds(raw == case.previous.raw[DEFINITION], Place(DEFINITION, None, "SHA-256"), digest(raw), say("same_bytes"))
        check_hashes(step, case.previous)
        check_previous_sources(step, final, case.previous)


def check_previous_sources(step: Step, final: Final, previous: Final) -> None:
    """Holds "A source or a fact that changes makes a later revision": the same rounds, none of an earlier revision than
    before, and something that changed. That units belong elsewhere than before is told."""
    now, then = final.manifest["sources"], previous.manifest["sources"]
    rounds = [entry["round"] for entry in then]
    step.same(Place(MANIFEST, None, "sources"), [entry["round"] for entry in now], rounds)
    for index, (entry, earlier) in enumerate(zip(now, then, strict=False)):
        place = Place(MANIFEST, None, f"sources[{index}].revision")
        revision = earlier["revision"]
        step.holds(entry["revision"] >= revision, place, entry["revision"], say("not_below", revision))
        if entry["revision"] == revision:
            place = Place(MANIFEST, None, f"sources[{index}].manifest_sha256")
            step.same(place, entry["manifest_sha256"], earlier["manifest_sha256"])
    changed = now != then or final.raw[UNIT_FACTS] != previous.raw[UNIT_FACTS]
    step.holds(changed, Place(MANIFEST, None, "sources"), tell_sources(final), say("something_changed"))
    before = previous.units
    moved = [unit for unit, cells in final.units.items() if unit in before and cells["parent"] != before[unit]["parent"]]
    if moved:
        step.note(say("parents_moved", len(moved)))


def tell_sources(final: Final) -> str:
    """Lists the sources in a line."""
    return ", ".join(f"{entry['round']}/{revision_name(entry['revision'])}" for entry in final.entries)


def check_sources(step: Step, case: FinalCase) -> None:
    """Holds `sources`, "in the order of the definition's rounds, every ranked one and no practice", each the folder that it
    names and whole by its own manifest; `lot_root`, "the last source's"; and that the contest was closed after its
    rounds."""
    final, manifest = case.export, case.export.manifest
    named = [entry["round"] for entry in manifest["sources"]]
    step.holds(named == final.ranked_rounds, Place(MANIFEST, None, "sources"), ", ".join(named), say("all_ranked"))
    for entry, source in zip(final.entries, case.sources, strict=True):
        check_source(step, case, entry, source)
    step.same(Place(MANIFEST, None, "lot_root"), manifest["lot_root"], case.sources[-1].manifest["lot_root"])
    step.note(say("sources_hold" if case.all_steps else "sources_alone", tell_sources(final)))


def check_source(step: Step, case: FinalCase, entry: dict[str, Any], source: Export) -> None:
    """Holds that a source is the one named: `manifest_sha256`, the contest, the round and the revision, its files as its
    manifest has them, and that it was closed before the contest was. A later revision beside it is told."""
    name = f"{entry['round']}/{revision_name(entry['revision'])}"
    closed_at, manifest = case.export.manifest["closed_at"], source.manifest
    place = Place(MANIFEST, None, f"sources {name}")
    step.same(place, entry["manifest_sha256"], digest(source.raw[MANIFEST]))
    named = {"contest": case.export.manifest["contest"], "round": entry["round"], "revision": entry["revision"]}
    for key, value in named.items():
        step.same(Place(f"{name}/{MANIFEST}", None, key), manifest[key], value)
    step.holds(
        instant(closed_at) >= instant(manifest["closed_at"]),
        Place(MANIFEST, None, "closed_at"),
        closed_at,
        say("not_before", manifest["closed_at"]),
    )
    check_hashes(step, source, f"{name}/")
    later = [path.name for path in source.path.parent.iterdir() if is_later(path.name, entry["revision"])]
    if later:
        step.note(say("later_source", name, ", ".join(sorted(later))))
    if case.all_steps:
        check_source_steps(step, case, name, source)


def is_later(name: str, revision: int) -> bool:
    """Says whether a folder's name is that of a later revision."""
    return re.fullmatch(r"r[0-9]{2,9}", name) is not None and int(name[1:]) > revision


def check_source_steps(step: Step, case: FinalCase, name: str, source: Export) -> None:
    """Tries every step of a source, with the revision before it where its folder lies beside it."""
    before = source.path.parent / revision_name(source.manifest["revision"] - 1)
    own = Case(
        export=source,
        previous=Export(before) if before.is_dir() else None,
        public_key=case.public_key,
        public_key_file=case.public_key_file,
        no_signature=case.no_signature,
    )
    failed = [str(each.number) for each in verify(own) if each.failed]
    step.holds(not failed, Place(name, None, ""), say("source_steps", ", ".join(failed)), say("source_holds"))


def check_definition(step: Step, case: FinalCase) -> None:
    """Holds `definition.json`: "the very bytes of the last source's"."""
    raw = case.export.raw[DEFINITION]
    same = raw == case.recount.last.raw[DEFINITION]
    step.holds(same, Place(DEFINITION, None, "SHA-256"), digest(raw), say("as_the_last_source"))


# ---------------------------------------------------------------------------------------------------------------------
# Steps of a whole contest: units, people's prizes, counts
# ---------------------------------------------------------------------------------------------------------------------


def check_tree(step: Step, case: FinalCase) -> None:
    """Holds the rows of `units.csv`, "Every unit of the last source, and every one with an attempt in any source"; "`name`
    and `class` are the last source's; of a unit that it doesn't have, the name is the id"; and of `parent` that "none
    stands above itself"."""
    whole, units = case.recount, case.export.units
    for unit in sorted(whole.listed):
        step.holds(unit in units, Place(UNITS, None, "unit"), say("no_row"), say("in_the_contest", unit))
    for row, cells in case.export.tables[UNITS].rows():
        unit, above = cells["unit"], cells["parent"]
        step.holds(unit in whole.listed, Place(UNITS, row, "unit"), unit, say("no_row"))
        known = whole.last_units.get(unit, {"name": unit, "class": ""})
        for column in ("name", "class"):
            step.same(Place(UNITS, row, column), cells[column], known[column])
        belongs = above == "" or (unit != "" and above in units)
        step.holds(belongs, Place(UNITS, row, "parent"), above, say("a_unit"))
        line = whole.line_up(unit)
        round_about = units.get(line[-1], {}).get("parent", "")
        step.holds(round_about == "", Place(UNITS, row, "parent"), " < ".join([*line, round_about]), say("not_below_itself"))
    believed = sum(cells["parent"] != "" for cells in units.values())
    if believed:
        step.note(say("parents_believed", believed))


def check_figures(step: Step, case: FinalCase) -> None:
    """Holds every unit's figures over its sub-tree: "All figures of a unit include those of the units below it"."""
    for row, cells in case.export.tables[UNITS].rows():
        figures = case.recount.figures[cells["unit"]]
        calculated = {
            "headcount": "" if figures.headcount is None else str(figures.headcount),
            "people": str(figures.people),
            "rate": fraction(figures.people, figures.headcount) if figures.headcount else "",
            "papers": str(figures.papers),
            "mean_score": fraction(figures.points, figures.rows) if figures.rows else "",
            "perfect": str(figures.perfect),
            "zero": str(figures.zero),
        }
        for column, value in calculated.items():
            step.same(Place(UNITS, row, column), cells[column], value)


def check_facts(step: Step, case: FinalCase) -> None:
    """Holds the values of `unit_facts.csv`: "`entries` (how many entries), `entry_rank` (the unit's rank by its best
    entry, from 1, ties alike), `leaders_every_round` (`3/4`: of four leaders three took part in every round)", each of a
    unit of the contest. Whether they are true, no file shows."""
    rows = list(case.export.tables[UNIT_FACTS].rows())
    for row, cells in rows:
        place, value = Place(UNIT_FACTS, row, "value"), cells["value"]
        step.holds(cells["unit"] in case.recount.listed, Place(UNIT_FACTS, row, "unit"), cells["unit"], say("a_unit"))
        form = FACT_FORMS.get(cells["gate"], "text")
        fits = step.holds(has_form(value, form), place, value, form_text(form))
        if form == "share" and fits:
            came, there = value.split("/")
            step.holds(int(came) <= int(there), place, value, say("no_more_than", there))
    if rows:
        step.note(say("facts_believed", len(rows)))


def check_gates(step: Step, case: FinalCase) -> None:
    """Holds each competing unit's `group` and `failed_gates`; of the others both are empty."""
    whole = case.recount
    competing = set(whole.competing) if case.export.award is not None else set()
    for row, cells in case.export.tables[UNITS].rows():
        unit = cells["unit"]
        group, failed = (whole.group(unit), whole.failed(unit)) if unit in competing else ("", [])
        step.same(Place(UNITS, row, "group"), cells["group"], group or "")
        step.same(Place(UNITS, row, "failed_gates"), cells["failed_gates"], " ".join(failed))


def check_unit_ranking(step: Step, case: FinalCase) -> None:
    """Holds `rank` and `points`, "printed with four decimals half up, compared exactly"; of units that are not ranked both
    are empty, and without weights there are no points."""
    for row, cells in case.export.tables[UNITS].rows():
        place = case.recount.places.get(cells["unit"])
        rank = "" if place is None else str(place.rank)
        points = None if place is None else place.points
        step.same(Place(UNITS, row, "rank"), cells["rank"], rank)
        printed = "" if points is None else fraction(points.numerator, points.denominator)
        step.same(Place(UNITS, row, "points"), cells["points"], printed)


def check_unit_lots(step: Step, case: FinalCase) -> None:
    """Holds "`lot` is filled for those units alone" that share a rank across a prize's boundary."""
    for row, cells in case.export.tables[UNITS].rows():
        lot = case.recount.unit_giving.lots.get(cells["unit"], "")
        step.same(Place(UNITS, row, "lot"), cells["lot"], lot)


def check_unit_prizes(step: Step, case: FinalCase) -> None:
    """Holds each unit's prize and money; a prize that names no money has an empty amount."""
    for row, cells in case.export.tables[UNITS].rows():
        prize = case.recount.unit_giving.given.get(cells["unit"], {"id": "", "vnd": None})
        step.same(Place(UNITS, row, "prize"), cells["prize"], prize["id"])
        amount = "" if prize["vnd"] is None else str(prize["vnd"])
        step.same(Place(UNITS, row, "amount_vnd"), cells["amount_vnd"], amount)


def check_people(step: Step, case: FinalCase) -> None:
    """Holds the contest's `prizes.csv`: the rounds' prizes handed out again, row by row."""
    check_awards(step, case, case.recount.person_awards)


def check_final_counts(step: Step, case: FinalCase) -> None:
    """Holds "`counts` are the sums of the sources'"."""
    for name in MANIFEST_SHAPE["counts"]:
        step.same(Place(MANIFEST, None, f"counts.{name}"), case.export.manifest["counts"][name], case.recount.counts[name])


# ---------------------------------------------------------------------------------------------------------------------
# The run
# ---------------------------------------------------------------------------------------------------------------------

STEPS: tuple[tuple[str, Callable[[Step, Case], None]], ...] = (
    ("files", check_files),
    ("form", check_form),
    ("signature", check_signature),
    ("chain", check_chain),
    ("commitment", check_commitment),
    ("decisions", check_decisions),
    ("draw", check_draw),
    ("window", check_window),
    ("receipts", check_receipts),
    ("root", check_root),
    ("scores", check_scores),
    ("target", check_target),
    ("criteria", check_criteria),
    ("ranking", check_ranking),
    ("lots", check_lots),
    ("prizes", check_prizes),
    ("units", check_units),
    ("counts", check_counts),
)


FINAL_STEPS: tuple[tuple[str, Callable[[Step, FinalCase], None]], ...] = (
    ("files", check_files),
    ("form", check_final_form),
    ("signature", check_signature),
    ("chain", check_final_chain),
    ("sources", check_sources),
    ("definition", check_definition),
    ("tree", check_tree),
    ("figures", check_figures),
    ("facts", check_facts),
    ("gates", check_gates),
    ("unit_ranking", check_unit_ranking),
    ("unit_lots", check_unit_lots),
    ("unit_prizes", check_unit_prizes),
    ("people", check_people),
    ("counts", check_final_counts),
)


def verify(case: Case | FinalCase) -> list[Step]:
    """Tries every step of a round or of a contest."""
    return try_steps(FINAL_STEPS, case) if isinstance(case, FinalCase) else try_steps(STEPS, case)


AnyCase = TypeVar("AnyCase", bound=Brought)


def try_steps(checks: Sequence[tuple[str, Callable[[Step, AnyCase], None]]], case: AnyCase) -> list[Step]:
    """Tries every step. Whatever goes wrong inside one, an odd value in a file as a rule, is that step's difference and
    stops no other; only what can't be read at all stops the whole."""
    steps = []
    for number, (title, check) in enumerate(checks, 1):
        step = Step(number, title)
        try:
            check(step, case)
        except Unreadable:
            raise
        except Exception as error:  # noqa: BLE001 - the export's bytes are not ours; any surprise must be a refusal
            step.holds(False, Place(title, None, ""), say("stopped"), f"{type(error).__name__}: {error}")
        steps.append(step)
    return steps


def place_text(place: Place, lang: str) -> str:
    """Puts a place into words: the file, the row, the column."""
    row = [] if place.row is None else [tell(say("row", place.row), lang)]
    return ", ".join([printable(place.file), *row, *([printable(place.what)] if place.what else [])])


def heading(case: Case | FinalCase) -> list[Say]:
    """Says what was checked, with the digest to compare with the published one; of a round the root and the commitment too,
    of a contest its sources."""
    manifest = case.export.manifest
    revision = manifest.get("revision")
    printed = f"{revision:02d}" if isinstance(revision, int) else revision
    hashed = say("head_digest", digest(case.export.raw[MANIFEST]))
    if isinstance(case, FinalCase):
        return [say("head_final", manifest.get("contest"), printed), hashed, say("head_sources", tell_sources(case.export))]
    return [
        say("head", manifest.get("contest"), manifest.get("round"), printed),
        hashed,
        say("head_root", manifest.get("receipts_root")),
        say("head_commitment", case.export.draw.get("commitment")),
    ]


def report(case: Case | FinalCase, steps: list[Step], lang: str) -> list[str]:
    """Writes the output: what was checked, a line for each step, the first difference of each, the result."""
    lines = [tell(text, lang) for text in heading(case)]
    for step in steps:
        lines += report_step(step, lang)
    failed = [str(step.number) for step in steps if step.failed]
    waived = any(step.waived for step in steps)
    result = say("some_differ", ", ".join(failed)) if failed else say("all_hold_waived" if waived else "all_hold")
    return [*lines, tell(result, lang)]


def report_step(step: Step, lang: str) -> list[str]:
    """Writes one step's line, its first difference, and its notes."""
    line = say("line", f"{step.number:2d}", say("step_" + step.title), step.count)
    if step.different:
        line = say("line_differs", line, step.different)
    lines = [f"{tell(say('state_' + step.state), lang):10} {tell(line, lang)}"]
    if step.first is not None:
        lines.append("     " + place_text(step.first.place, lang))
        lines.append("       " + tell(say("expected", step.first.exported), lang))
        lines.append("       " + tell(say("calculated", step.first.calculated), lang))
    if step.different > 1:
        lines.append("     " + tell(say("more", step.different - 1), lang))
    return lines + ["     " + tell(note, lang) for note in step.notes]


def hex_option(name: str, value: str | None) -> str | None:
    """Reads a hash from the command line, in either case."""
    if value is None:
        return None
    if not has_form(value.strip().lower(), "hex64"):
        raise Unreadable(say("bad_option", name))
    return value.strip().lower()


def read_case(options: argparse.Namespace) -> Case | FinalCase:
    """Reads all that the command line names."""
    folder = Path(options.folder)
    previous = None if options.previous is None else Path(options.previous)
    commitment, root = hex_option("--commitment", options.commitment), hex_option("--root", options.root)
    brought: dict[str, Any] = {
        "expect_digest": hex_option("--expect-digest", options.expect_digest),
        "public_key": None if options.public_key is None else read_bytes(Path(options.public_key)),
        "public_key_file": options.public_key or "",
        "no_signature": options.no_signature,
    }
    if not is_final(folder):
        refuse_options("final_option", {"--sources": options.sources, "--all": options.all})
        export = Export(folder)
        return Case(export, None if previous is None else Export(previous), commitment=commitment, root=root, **brought)
    refuse_options("round_option", {"--commitment": commitment, "--root": root})
    final = Final(folder)
    sources = folder.resolve().parent.parent if options.sources is None else Path(options.sources)
    return FinalCase(
        final,
        None if previous is None else Final(previous),
        sources=read_sources(final, sources),
        all_steps=options.all,
        **brought,
    )


def refuse_options(sentence: str, options: dict[str, Any]) -> None:
    """Refuses an option that would be left unheeded."""
    for name, value in options.items():
        if value:
            raise Unreadable(say(sentence, name))


def parse_options(arguments: list[str]) -> argparse.Namespace:
    """Reads the command line; its help is in the language that it asks for."""
    lang = "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "vi"
    parser = argparse.ArgumentParser(prog="verify.py", description=tell(say("help_about"), lang))
    parser.add_argument("folder", metavar="FOLDER", help=tell(say("help_folder"), lang))
    parser.add_argument("--previous", metavar="FOLDER", help=tell(say("help_previous"), lang))
    parser.add_argument("--public-key", metavar="FILE", help=tell(say("help_public_key"), lang))
    parser.add_argument("--no-signature", action="store_true", help=tell(say("help_no_signature"), lang))
    parser.add_argument("--commitment", metavar="HEX", help=tell(say("help_commitment"), lang))
    parser.add_argument("--root", metavar="HEX", help=tell(say("help_root"), lang))
    parser.add_argument("--expect-digest", metavar="HEX", help=tell(say("help_digest"), lang))
    parser.add_argument("--sources", metavar="FOLDER", help=tell(say("help_sources"), lang))
    parser.add_argument("--all", action="store_true", help=tell(say("help_all"), lang))
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help=tell(say("help_lang"), lang))
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Runs the program: 0 when everything holds, 1 when something differs or was left unchecked, 2 when it can't be read."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parse_options(arguments)
    try:
        case = read_case(options)
        steps = verify(case)
    except Unreadable as unreadable:
        sys.stderr.write(tell(say("unreadable", unreadable.sentence), options.lang) + "\n")
        return 2
    sys.stdout.write("\n".join(report(case, steps, options.lang)) + "\n")
    return 1 if any(step.failed for step in steps) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
