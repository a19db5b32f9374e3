"""Decisions about a closed round, typed: founded or refused, shown first, asked about, confirmed by a second account.

What the function makes of a decision has its own tests; here a committee answers as it does, so that every answer is seen.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.evidence import KINDS, MOST_BYTES
from chalicelib.storage import objects
from organizer.trouble import Trouble
from simulator.cloud import Cloud
from tests import factories
from tests.factories import CONTEST, FIRST
from tests.organizer.keyboard import Keyboard, Typed, stored
from tests.services.deciding import hand_in
from tests.town import Town
from tests.watch import contents
from verifier import verify

AN, BINH = "aaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbb"
ID = "2023-10-24-a1b2"
CHANGES = {
    "target": {"before": 2, "after": 1, "frozen": False},
    "people": {"before": 3, "after": 2},
    "perfect": {"before": 2, "after": 1},
    "moved": 2,
    "ranking": [
        {"contestant": BINH, "unit": "so-noi-vu", "before": 2, "after": 1},
        {"contestant": AN, "unit": "", "before": 1, "after": None},
    ],
    "prizes": [
        {"prize": "nhat", "contestant": AN, "unit": "", "before": True, "after": False},
        {"prize": "nhat", "contestant": BINH, "unit": "so-noi-vu", "before": False, "after": True},
    ],
    "cells": [{"subject": f"{AN}.1", "before": "", "after": "disqualified"}],
}
SHOWN = [
    "Những ô sẽ đổi:",
    "Về\tTrước\tSau",
    f"{AN}.1\t—\tdisqualified",
    "Các số chung:",
    "Số\tTrước\tSau",
    "đáp số của câu dự đoán\t2\t1",
    "người được xếp hạng\t3\t2",
    "người đúng tất cả\t2\t1",
    "Giải thưởng sẽ đổi:",
    "Giải\tMã thí sinh\tĐơn vị\tThay đổi",
    f"nhat\t{AN}\t—\tkhông còn",
    f"nhat\t{BINH}\tso-noi-vu\tđược trao",
    "Số thí sinh đổi hạng: 2.",
    "Trong đó, đứng đầu sau quyết định:",
    "Mã thí sinh\tĐơn vị\tTrước\tSau",
    f"{BINH}\tso-noi-vu\t2\t1",
    f"{AN}\t—\t1\t—",
]
FOUNDED = ("--reason", "thi-ho", "--text", "Biên bản số 3", "--evidence", "bien-ban.pdf")
DISQUALIFY = ("decide", "disqualify", CONTEST, FIRST, f"{AN}.1", *FOUNDED)
WHAT = f"Quyết định ở vòng {FIRST}: loại lượt thi ({AN}.1); lý do: thi-ho."


@dataclass
class Committee(Keyboard):
    """A keyboard at a function that answers every decision in the same way, once ``losing`` answers have been lost."""

    told: dict[str, Any] = field(default_factory=lambda: {"decision": ID, "state": "applied", "revision": 2})
    tried: dict[str, Any] = field(default_factory=lambda: {"decision": ID, "state": "proposed", "revision": None})
    changes: dict[str, Any] = field(default_factory=lambda: CHANGES)
    known: list[dict[str, Any]] = field(default_factory=list)
    losing: int = 0

    def token(self, stage: str, account: str | None = None) -> str:
        """Return any token: nobody looks at it here."""
        return "token"

    def ask(self, event: dict[str, Any]) -> Any:
        """Answer as the deployed function would."""
        asked = {name: value for name, value in event.items() if name != "token"}
        self.asked.append(asked)
        self._hold_to_its_row(asked["act"])
        if asked["act"] == "decisions":
            return self.known
        if asked.get("dry_run"):
            return {**self.tried, "changes": self.changes}
        if self.losing:
            self.losing -= 1
            raise Trouble("answer-lost", stage=self.name)
        return {**self.told, "changes": self.changes}


@pytest.fixture
def minutes(own_folder: Path) -> Path:
    """Minutes of a meeting, in the folder in which commands are typed."""
    path = own_folder / "bien-ban.pdf"
    path.write_bytes(b"%PDF-1.7 minutes")
    return path


@pytest.fixture
def committee(minutes: Path) -> Committee:
    """A keyboard at a deployment that takes decisions, with what they rest on in the folder."""
    return Committee(Cloud())


# --- made -------------------------------------------------------------------------------------------------------------


def test_a_decision_is_shown_with_all_that_it_changes_and_made(committee: Committee):
    done = committee.type(*DISQUALIFY, "--yes")

    applied = f"Đã áp dụng quyết định {ID} trong bản kết quả r02 của vòng {FIRST}."
    assert done == Typed(0, [WHAT, *SHOWN, applied], [])


def test_a_decision_is_shown_in_english_too(committee: Committee):
    done = committee.type("--lang", "en", *DISQUALIFY, "--yes")

    assert done.out == [
        f"Decision in round {FIRST}: disqualify ({AN}.1); reason: thi-ho.",
        "Cells that would change:",
        "About\tBefore\tAfter",
        f"{AN}.1\t—\tdisqualified",
        "Numbers:",
        "Number\tBefore\tAfter",
        "what the prediction is measured by\t2\t1",
        "people who are ranked\t3\t2",
        "people with everything right\t2\t1",
        "Prizes that would change:",
        "Prize\tPseudonym\tUnit\tChange",
        f"nhat\t{AN}\t—\tgoes",
        f"nhat\t{BINH}\tso-noi-vu\tcomes",
        "Contestants whose rank changes: 2.",
        "The first of them, after the decision:",
        "Pseudonym\tUnit\tBefore\tAfter",
        f"{BINH}\tso-noi-vu\t2\t1",
        f"{AN}\t—\t1\t—",
        f"Decision {ID} is applied in revision r02 of round {FIRST}.",
    ]


def test_a_decision_may_be_tried_and_is_not_made(committee: Committee):
    done = committee.type(*DISQUALIFY, "--dry-run")

    assert done == Typed(0, [WHAT, *SHOWN, "Chạy thử: chưa thay đổi gì."], [])
    assert [event.get("dry_run") for event in committee.asked] == [True]


def test_a_decision_is_asked_about_and_a_no_is_a_no(committee: Committee):
    unasked = committee.type(*DISQUALIFY)
    committee.someone = True
    declined, agreed = committee.type(*DISQUALIFY, says="không\n"), committee.type(*DISQUALIFY, says="có\n")

    assert (unasked.code, unasked.err[0].split(".")[0]) == (
        2,
        "Việc này không hoàn tác được và không có ai để hỏi lại",
    )
    assert (declined.code, declined.err) == (1, ["Không làm gì: câu trả lời không phải “có”."])
    assert agreed.code == 0
    assert [event.get("dry_run", False) for event in committee.asked] == [True, True, True, False]


@pytest.mark.parametrize(
    ("typed", "kind", "subjects", "after"),
    [
        (("disqualify", f"{AN}.1", f"{BINH}.2"), "disqualify", [f"{AN}.1", f"{BINH}.2"], ""),
        (("reinstate", f"{AN}.1"), "reinstate", [f"{AN}.1"], ""),
        (("void", "p1-03", "p1-04"), "void", ["p1-03", "p1-04"], ""),
        (("correct-key", "p1-03", "--to", "c, A c"), "correct_key", ["p1-03"], "A C"),
        (("move-unit", AN, "--to", "so-tai-chinh"), "move_unit", [AN], "so-tai-chinh"),
        (("choose", "nhat", "--to", AN, "--to", BINH), "committee_choice", ["nhat"], f"{AN} {BINH}"),
        (("withdraw",), "withdraw", [], ""),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_each_kind_of_decision_is_sent_as_what_it_is(
    committee: Committee, typed: tuple[str, ...], kind: str, subjects: list[str], after: str
):
    name, *rest = typed

    done = committee.type("decide", name, CONTEST, FIRST, *rest, *FOUNDED, "--yes")

    event = {
        "act": "decide",
        "contest": CONTEST,
        "round": FIRST,
        "kind": kind,
        "subjects": subjects,
        "after": after,
        "reason": "thi-ho",
        "text": "Biên bản số 3",
        "evidence": {"name": "bien-ban.pdf", "data": base64.b64encode(b"%PDF-1.7 minutes").decode()},
        "nonce": committee.asked[0]["nonce"],
    }
    assert (done.code, committee.asked) == (0, [{**event, "dry_run": True}, event])


def test_a_target_that_is_frozen_is_called_so_and_none_is_not_shown(committee: Committee):
    committee.changes = {**CHANGES, "target": {"before": 2, "after": 2, "frozen": True}}
    frozen = committee.type(*DISQUALIFY, "--dry-run")
    committee.changes = {**CHANGES, "target": {"before": None, "after": None, "frozen": False}}
    without = committee.type(*DISQUALIFY, "--dry-run")

    assert "đáp số của câu dự đoán (đã chốt)\t2\t2" in frozen.out
    assert [line for line in without.out if line.startswith("đáp số")] == []


def test_a_decision_that_moves_nobody_says_so(committee: Committee):
    committee.changes = {**CHANGES, "prizes": [], "ranking": [], "moved": 0}

    done = committee.type(*DISQUALIFY, "--dry-run")

    assert done.out[-3:] == ["Không giải nào đổi.", "Số thí sinh đổi hạng: 0.", "Chạy thử: chưa thay đổi gì."]


def test_what_is_decided_already_is_not_decided_again(committee: Committee):
    committee.changes = {}

    done = committee.type(*DISQUALIFY, "--yes")

    assert done == Typed(0, [WHAT, "Không có gì để thay đổi."], [])
    assert [event["dry_run"] for event in committee.asked] == [True]


def test_a_withdrawal_changes_no_number_and_is_carried_out(committee: Committee):
    committee.changes, committee.told = {}, {"decision": ID, "state": "applied", "revision": None}

    done = committee.type("decide", "withdraw", CONTEST, FIRST, *FOUNDED, "--yes")

    what = f"Quyết định ở vòng {FIRST}: rút lại kết quả ({FIRST}); lý do: thi-ho."
    assert done == Typed(0, [what, f"Đã thực hiện quyết định {ID}."], [])


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "proposed",
            f"Đã ghi quyết định {ID}; chưa có hiệu lực. Một tài khoản khác phải xác nhận: "
            f"python -m organizer --by TÀI-KHOẢN decision confirm {CONTEST} {FIRST} {ID}",
        ),
        (
            "decided",
            f"Đã quyết định ({ID}). Hệ thống làm bản kết quả mới trong vòng một phút; "
            f"xem lại bằng decision list {CONTEST} {FIRST}.",
        ),
    ],
)
def test_what_has_to_be_done_next_is_said(committee: Committee, state: str, said: str):
    committee.told = {"decision": ID, "state": state, "revision": None}

    done = committee.type(*DISQUALIFY, "--yes")

    assert (done.code, done.out[-1]) == (0, said)


def test_a_decision_whose_answer_was_lost_is_sent_again_under_its_nonce(committee: Committee):
    committee.losing = 2

    done = committee.type(*DISQUALIFY, "--yes")

    assert (done.code, committee.paused, len(committee.asked)) == (0, [2, 5], 4)
    assert len({event["nonce"] for event in committee.asked}) == 1


def test_where_no_answer_comes_it_is_said_where_to_look(committee: Committee):
    committee.losing = 4

    done = committee.type(*DISQUALIFY, "--yes")

    looked = f"Quyết định có thể đã được ghi. Xem bằng decision list {CONTEST} {FIRST} trước khi gõ lại lệnh."
    assert (done.code, done.err[0], done.err[1].split(";")[0]) == (
        1,
        looked,
        "Mất kết nối với môi trường “local” khi đang chờ trả lời",
    )


def test_two_decisions_have_two_nonces(committee: Committee):
    committee.type(*DISQUALIFY, "--dry-run")
    committee.type(*DISQUALIFY, "--dry-run")

    assert len({event["nonce"] for event in committee.asked}) == 2


# --- unfounded --------------------------------------------------------------------------------------------------------


def without(option: str) -> tuple[str, ...]:
    """Return the command without an option and its value."""
    place = DISQUALIFY.index(option)
    return (*DISQUALIFY[:place], *DISQUALIFY[place + 2 :])


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)


UNFIT = (
    "{file} không dùng làm căn cứ được; chưa gửi gì đi. Cần một tệp không rỗng, tối đa 4 MB, thuộc loại: "
    "docx, jpeg, jpg, pdf, png, txt, xlsx, zip. Nhiều tệp thì nén lại thành một tệp zip."
)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (without("--reason"), 2, "Thiếu --reason."),
        (
            without("--text"),
            2,
            'Chưa có lời giải thích; chưa gửi gì đi. Thêm --text "…" nói rõ vì sao (hoặc --text - để được hỏi).',
        ),
        (
            (*without("--text"), "--text", " \t "),
            2,
            'Chưa có lời giải thích; chưa gửi gì đi. Thêm --text "…" nói rõ vì sao (hoặc --text - để được hỏi).',
        ),
        (
            without("--evidence"),
            2,
            "Chưa có căn cứ; chưa gửi gì đi. Thêm --evidence TỆP: biên bản, công văn, ảnh chụp…",
        ),
        (
            (*without("--evidence"), "--evidence", "khong-co.pdf"),
            1,
            "Không có tệp khong-co.pdf. Kiểm tra lại tên tệp và thư mục.",
        ),
        (("decide", "disqualify", CONTEST, FIRST, *FOUNDED), 2, "Thiếu ATTEMPT…."),
    ],
    ids=["no reason", "no text", "blank text", "no evidence", "no such file", "about nothing"],
)
def test_an_unfounded_decision_is_refused_before_anything_is_sent(
    committee: Committee, command: tuple[str, ...], code: int, said: str
):
    done = committee.type(*command, "--yes")

    assert (done.code, done.out, done.err[0], committee.asked) == (code, [], said, [])


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("trong.pdf", lambda path: path.write_bytes(b"")),
        ("lon.zip", large),
        ("chuong-trinh.exe", lambda path: path.write_bytes(b"MZ")),
        ("khong-duoi", lambda path: path.write_bytes(b"x")),
        ("pdf", lambda path: path.write_bytes(b"x")),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_before_anything_is_sent(
    committee: Committee, own_folder: Path, name: str, write: Callable[[Path], None]
):
    write(own_folder / name)

    done = committee.type(*without("--evidence"), "--evidence", name, "--yes")

    assert (done, committee.asked) == (Typed(1, [], [UNFIT.format(file=name)]), [])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_that_is_kept_is_taken_however_its_end_is_written(committee: Committee, own_folder: Path, kind: str):
    name = f"bien-ban.so-3.{kind.upper()}"
    (own_folder / name).write_bytes(b"x")

    assert committee.type(*without("--evidence"), "--evidence", name, "--dry-run").code == 0


def test_an_explanation_that_names_people_is_typed_when_asked_for(committee: Committee):
    committee.someone = True

    done = committee.type(*without("--text"), "--text", "-", says="Ông Nguyễn Văn An  thi hộ\ncó\n")

    assert (done.code, {event["text"] for event in committee.asked}) == (0, {"Ông Nguyễn Văn An thi hộ"})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("disqualify", "034096000001"), "ATTEMPT…: “034096000001” không phải mã lượt thi."),
        (("disqualify", f"{AN}.0"), f"ATTEMPT…: “{AN}.0” không phải mã lượt thi."),
        (("move-unit", "034096000001", "--to", "so-noi-vu"), "CONTESTANT…: “034096000001” không phải mã thí sinh"),
        (("move-unit", AN, "--to", "Sở Nội vụ"), "--to: “Sở Nội vụ” không phải mã đơn vị"),
        (("void", "Câu 3"), "QUESTION…: “Câu 3” không phải mã câu hỏi"),
        (("correct-key", "p1-03", "--to", "A1"), "--to: “A1” không dùng được"),
        (("correct-key", "p1-03"), "Thiếu --to."),
        (("choose", "Giải Nhất", "--to", AN), "PRIZE: “Giải Nhất” không phải mã giải"),
        (("choose", "nhat", "--to", "An"), "--to: “An” không phải mã thí sinh"),
    ],
)
def test_what_is_no_code_of_the_export_is_refused_and_stays_here(committee: Committee, typed: tuple[str, ...], said: str):
    name, *rest = typed

    done = committee.type("decide", name, CONTEST, FIRST, *rest, *FOUNDED, "--yes")

    assert (done.code, done.err[0][: len(said)], committee.asked) == (2, said, [])


# --- confirmed and listed ---------------------------------------------------------------------------------------------

PROPOSED = {
    "decision": ID,
    "state": "proposed",
    "kind": "disqualify",
    "subjects": [f"{AN}.1"],
    "before": "",
    "after": "disqualified",
    "reason": "thi-ho",
    "text": "Biên bản số 3",
    "by": "truong-ban",
    "confirmed_by": "",
    "decided_at": "2023-10-24T01:30:00.000Z",
    "revision": None,
}
CONFIRM = ("decision", "confirm", CONTEST, FIRST, ID)


def test_who_confirms_reads_the_decision_and_what_it_changes_first(committee: Committee):
    committee.known = [PROPOSED]
    read = [
        f"Quyết định ở vòng {FIRST}: loại lượt thi ({AN}.1 → disqualified); lý do: thi-ho.",
        "Lời giải thích của truong-ban: Biên bản số 3",
        f"Xem tệp căn cứ trước khi xác nhận: decision evidence {CONTEST} {FIRST} {ID} --to THƯ-MỤC",
        *SHOWN,
    ]

    tried, done = committee.type(*CONFIRM, "--dry-run"), committee.type(*CONFIRM, "--yes")

    event = {"act": "decision-confirm", "contest": CONTEST, "round": FIRST, "decision": ID}
    asked = [each for each in committee.asked if each["act"] == "decision-confirm"]
    applied = f"Đã áp dụng quyết định {ID} trong bản kết quả r02 của vòng {FIRST}."
    assert tried == Typed(0, [*read, "Chạy thử: chưa thay đổi gì."], [])
    assert done == Typed(0, [*read, applied], [])
    assert asked == [{**event, "dry_run": True}, {**event, "dry_run": True}, event]


def test_what_is_confirmed_already_is_only_told(committee: Committee):
    committee.known, committee.changes, committee.tried = [PROPOSED], {}, committee.told

    done = committee.type(*CONFIRM)

    assert (done.code, done.out[3:]) == (0, [f"Đã áp dụng quyết định {ID} trong bản kết quả r02 của vòng {FIRST}."])
    assert [event.get("dry_run") for event in committee.asked] == [None, True]


def test_a_confirmation_is_asked_about(committee: Committee):
    committee.known = [PROPOSED]

    done = committee.type(*CONFIRM)

    assert (done.code, [each.get("dry_run") for each in committee.asked]) == (2, [None, True])


def test_decisions_are_listed_with_who_why_and_what_became_of_them(committee: Committee):
    applied = {"state": "applied", "confirmed_by": "truong-ban-2", "revision": 2, "kind": "correct_key", "decision": "7"}
    cells = {"subjects": ["p1-03"], "before": "A", "after": "A C", "reason": "dap-an-sai"}
    committee.known = [PROPOSED, {**PROPOSED, **applied, **cells}, {**PROPOSED, "kind": "newer", "state": "newest"}]

    done = committee.type("decision", "list", CONTEST, FIRST)

    header = "Quyết định|Lúc|Tình trạng|Việc|Về|Sau|Mã lý do|Người quyết định|Người xác nhận|Bản|Lời giải thích"
    when = "08:30 24/10/2023"
    assert [line.replace("\t", "|") for line in done.out] == [
        header,
        f"{ID}|{when}|chờ xác nhận|loại lượt thi|{AN}.1|disqualified|thi-ho|truong-ban|||Biên bản số 3",
        f"7|{when}|đã áp dụng|sửa đáp án|p1-03|A C|dap-an-sai|truong-ban|truong-ban-2|r02|Biên bản số 3",
        f"{ID}|{when}|newest|newer|{AN}.1|disqualified|thi-ho|truong-ban|||Biên bản số 3",
    ]


def test_decisions_are_listed_in_english_too(committee: Committee):
    committee.known = [PROPOSED]

    done = committee.type("--lang", "en", "decision", "list", CONTEST, FIRST)

    header = "Decision|When|State|Act|About|After|Reason|Decided by|Confirmed by|Revision|Explanation"
    assert done.out[0].replace("\t", "|") == header
    assert done.out[1].split("\t")[2:4] == ["waits for a second account", "disqualify"]


def test_a_round_without_decisions_says_so(committee: Committee):
    assert committee.type("decision", "list", CONTEST, FIRST).out == [f"Vòng {FIRST} chưa có quyết định nào."]


# --- for real ---------------------------------------------------------------------------------------------------------


def who_is(town: Town, identifier: str) -> str:
    return town.profile(identifier).pseudonym


def decision_in(typed: Typed) -> str:
    """Return the id of the decision that a command has just written down."""
    (found,) = re.findall("[0-9a-f]{32}", typed.out[-1].split(";")[0])
    return found


def test_whoever_is_disqualified_loses_the_prize_to_the_next(closed: Keyboard, town: Town, minutes: Path):
    an, binh, chi = (who_is(town, each) for each in (factories.AN, factories.BINH, factories.CHI))
    command = ("decide", "disqualify", CONTEST, FIRST, an, *FOUNDED)
    before = stored()

    tried = closed.type(*command, "--dry-run")
    meanwhile = stored()
    done, again = closed.type(*command, "--yes"), closed.type(*command, "--yes")

    change = [f"nhat\t{an}\tso-noi-vu\tkhông còn", f"nhat\t{binh}\tso-noi-vu\tđược trao"]
    assert tried.out[0] == f"Quyết định ở vòng {FIRST}: loại lượt thi ({an}); lý do: thi-ho."
    assert tried.out[2:9] == [
        "Về\tTrước\tSau",
        f"{an}.1\t—\tdisqualified",
        "Các số chung:",
        "Số\tTrước\tSau",
        "đáp số của câu dự đoán\t2\t1",
        "người được xếp hạng\t3\t2",
        "người đúng tất cả\t2\t1",
    ]
    assert tried.out[9:13] == ["Giải thưởng sẽ đổi:", "Giải\tMã thí sinh\tĐơn vị\tThay đổi", *change]
    assert tried.out[13:] == [
        f"nhi\t{binh}\tso-noi-vu\tkhông còn",
        "Số thí sinh đổi hạng: 3.",
        "Trong đó, đứng đầu sau quyết định:",
        "Mã thí sinh\tĐơn vị\tTrước\tSau",
        f"{binh}\tso-noi-vu\t2\t1",
        f"{chi}\t—\t3\t2",
        f"{an}\tso-noi-vu\t1\t—",
        "Chạy thử: chưa thay đổi gì.",
    ]
    assert meanwhile == before
    assert (done.code, done.out[:-1]) == (0, tried.out[:-1])
    assert done.out[-1] == f"Đã áp dụng quyết định {closed.asked[2]['nonce']} trong bản kết quả r02 của vòng {FIRST}."
    assert again == Typed(0, [tried.out[0], "Không có gì để thay đổi."], [])


def test_after_publication_a_second_account_confirms(published: Keyboard, town: Town, minutes: Path):
    proposed = published.type("decide", "void", CONTEST, FIRST, "q1", *FOUNDED, "--yes")
    decision = decision_in(proposed)
    confirm = ("decision", "confirm", CONTEST, FIRST, decision, "--yes")

    alone = published.type(*confirm)
    waiting = published.type("decision", "list", CONTEST, FIRST)
    done, again = published.type("--by", "pho-ban", *confirm), published.type("--by", "pho-ban", *confirm)
    listed = published.type("decision", "list", CONTEST, FIRST)

    applied = f"Đã áp dụng quyết định {decision} trong bản kết quả r02 của vòng {FIRST}."
    assert proposed.out[-1].startswith(f"Đã ghi quyết định {decision}; chưa có hiệu lực.")
    assert "đáp số của câu dự đoán (đã chốt)\t2\t2" in proposed.out
    assert (alone.code, alone.err[0].split(".")[0]) == (1, "Cần một tài khoản khác")
    assert waiting.out[1].split("\t")[2:6] == ["chờ xác nhận", "hủy câu hỏi", "q1", ""]
    assert (done.code, done.out[1], done.out[-1]) == (0, "Lời giải thích của organizer: Biên bản số 3", applied)
    assert again.out[-1] == applied
    assert listed.out[1].split("\t")[2:] == [
        "đã áp dụng",
        "hủy câu hỏi",
        "q1",
        "",
        "thi-ho",
        "organizer",
        "pho-ban",
        "r02",
        "Biên bản số 3",
    ]


def test_the_second_account_sees_what_a_decision_rests_on(published: Keyboard, minutes: Path, own_folder: Path):
    decision = decision_in(published.type("decide", "void", CONTEST, FIRST, "q1", *FOUNDED, "--yes"))
    look = ("--by", "pho-ban", "decision", "evidence", CONTEST, FIRST)

    shown, fetched = published.type(*look), published.type(*look, decision, "--to", "can-cu")

    name = f"{decision}-bien-ban.pdf"
    table = [
        "Quyết định\tMã lý do\tNgười quyết định\tTệp\tLời giải thích",
        f"{decision}\tthi-ho\torganizer\t{name}\tBiên bản số 3",
    ]
    told = "Đã tải 1 tệp vào can-cu; mỗi tệp đúng là tệp đã nộp. Tệp có thể có tên người: chỉ chủ tệp đọc được."
    assert (shown, fetched) == (Typed(0, table, []), Typed(0, [*table, told], []))
    file = own_folder / "can-cu" / name
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (minutes.read_bytes(), 0o600)


def test_a_file_that_is_not_the_one_that_was_handed_in_is_not_kept(published: Keyboard, minutes: Path, own_folder: Path):
    decision = decision_in(published.type("decide", "void", CONTEST, FIRST, "q1", *FOUNDED, "--yes"))
    kept = f"restricted/{CONTEST}/{FIRST}/decisions/{decision}-bien-ban.pdf"
    objects.put(config().exports_bucket, kept, b"%PDF-1.7 others")

    done = published.type("decision", "evidence", CONTEST, FIRST, "--to", "can-cu")

    why = "không khớp với mã băm đã ghi nên không được giữ lại. Chạy lại; nếu vẫn vậy, báo người kiểm tra."
    assert (done.code, done.err) == (1, [f"{decision}-bien-ban.pdf {why}"])
    assert list((own_folder / "can-cu").iterdir()) == []


def test_a_round_without_decisions_has_no_evidence(published: Keyboard):
    assert published.type("decision", "evidence", CONTEST, FIRST) == Typed(0, [f"Vòng {FIRST} chưa có quyết định nào."], [])


def test_an_auditor_gets_every_revision_and_what_was_public_and_the_chain_holds(
    running: Keyboard, town: Town, signing_key: str, minutes: Path, own_folder: Path
):
    an = hand_in(town, factories.AN, prediction="1")
    hand_in(town, factories.BINH, wrong=1)
    town.at(factories.CLOSING_BEGINS).tick()
    for name, *rest in (("disqualify", an), ("correct-key", "q1", "--to", "A B")):
        assert running.type("decide", name, CONTEST, FIRST, *rest, *FOUNDED, "--yes").code == 0
    town.at(factories.RESULTS).tick()

    export = ("export", CONTEST, FIRST, "--to", "ho-so")
    fetched = [running.type(*export, *which) for which in ((), ("--revision", "1"), ("--revision", "2"))]
    unknown = running.type(*export, "--revision", "4")

    assert [done.out[-1] for done in fetched] == [
        f"Đã tải vào ho-so/{CONTEST}/{FIRST}/{name}; mọi tệp khớp với manifest.json." for name in ("r03", "r01", "r02")
    ]
    assert unknown == Typed(1, [], ["Không có bản kết quả này. Vòng này có các bản từ 1 đến 3."])
    site = contents(config().site_bucket)
    (own_folder / "khoa.pem").write_bytes(site[f"keys/{signing_key}.pem"])
    digests = [
        public(site, "revision-r02")["previous"],
        *(public(site, f"revision-r0{each}")["manifest"] for each in (2, 3)),
    ]
    brought = ["--public-key", "khoa.pem", "--commitment", public(site, "commitment")["commitment"]]
    brought += ["--root", public(site, "closing")["receipts_root"], "--expect-digest"]
    folder = Path("ho-so", CONTEST, FIRST)
    assert digests[-1] == public(site, "publication")["manifest"]
    assert [
        verify.main([str(folder / "r01"), *brought, digests[0]]),
        verify.main([str(folder / "r02"), *brought, digests[1], "--previous", str(folder / "r01")]),
        verify.main([str(folder / "r03"), *brought, digests[2], "--previous", str(folder / "r02")]),
        verify.main([str(folder / "r03"), *brought, digests[1], "--previous", str(folder / "r02")]),
    ] == [0, 0, 0, 1]


def public(site: dict[str, bytes], act: str) -> dict[str, Any]:
    """Return what the site tells everybody of an act."""
    told: dict[str, Any] = json.loads(site[f"{CONTEST}/acts/{FIRST}-{act}.json"])
    return told


def test_results_that_are_withdrawn_are_withdrawn_by_two(published: Keyboard, minutes: Path):
    proposed = published.type("decide", "withdraw", CONTEST, FIRST, *FOUNDED, "--yes")
    decision = decision_in(proposed)

    done = published.type("--by", "pho-ban", "decision", "confirm", CONTEST, FIRST, decision, "--yes")

    assert (done.code, done.out[-1]) == (0, f"Đã thực hiện quyết định {decision}.")
    assert published.type("status", CONTEST).out[2].split("\t")[1] == "đã đóng"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("disqualify", f"{AN}.1"), "Không có trong vòng này"),
        (("void", "q9"), "Không có trong vòng này"),
        (("correct-key", "q1", "--to", "Z"), "Đáp án không hợp lệ"),
        (("choose", "nhat", "--to", AN), "Không có trong vòng này"),
        (("withdraw",), "Kết quả chưa công bố"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_can_not_be_decided_is_refused_in_a_sentence(
    closed: Keyboard, minutes: Path, typed: tuple[str, ...], said: str
):
    before = stored()

    done = closed.type("decide", typed[0], CONTEST, FIRST, *typed[1:], *FOUNDED, "--yes")

    assert (done.code, done.err[0].split(".")[0], stored() == before) == (1, said, True)
