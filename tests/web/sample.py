"""A contest to try the pages on: Hải Phòng's, with its rounds moved around the present, as the services would render it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from chalicelib.domain.definition import Definition, Round
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.notice import notice, notice_version
from chalicelib.domain.round import RoundRecord
from chalicelib.domain.ways_in import ROSTER_ALONE, Claims, Registration, SingleSignOn, WaysIn
from chalicelib.domain.words import LANGUAGES
from chalicelib.services.pages import contest_page

ROOT = Path(__file__).resolve().parents[2]
CONTEST = "hai-phong-2023"
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


# The ways in of the contests that are shipped: S2:24, S3:45, and Hải Phòng's practice of 2025.
WARD = WaysIn(
    roster=False,
    registration=Registration(
        identifier="citizen_id",
        fields=("citizen_id", "phone"),
        unit_by=("workplace", "residence"),
        least_age=None,
        confirm=None,
        password=False,
    ),
    sso=None,
)
CONFIRMED = WaysIn(
    roster=False,
    registration=Registration(
        identifier="citizen_id",
        fields=("citizen_id", "phone", "email", "birth_date", "position"),
        unit_by=(),
        least_age=18,
        confirm="email",
        password=True,
    ),
    sso=None,
)
_CLAIMS = Claims(subject="sub", name="name", unit="unit")
ACCOUNT = WaysIn(roster=False, registration=None, sso=SingleSignOn(provider="tài khoản công vụ tỉnh", claims=_CLAIMS))
EVERY_WAY = WaysIn(roster=True, registration=WARD.registration, sso=ACCOUNT.sso)


@cache
def template(name: str) -> jinja2.Template:
    """Return a template of the pages, read as the services read it."""
    loader = jinja2.FileSystemLoader(ROOT / "chalicelib" / "pages")
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)


@cache
def written_definition() -> Definition:
    """Return Hải Phòng's definition as it is shipped."""
    file = ROOT / "contests" / CONTEST / "contest.yaml"
    return load_definition(file.read_text("utf-8"), str(file))


def definition(now: int, closes_in: int, ways: WaysIn = ROSTER_ALONE) -> Definition:
    """Return the definition with its first round over, the second open until ``now + closes_in``, a practice round, and
    the ``ways`` in that a test wants.
    """
    first, second, *_ = written_definition().rounds
    rounds = (
        first.model_copy(update={"opens": now - 9 * DAY, "closes": now - 2 * DAY, "results": now - DAY}),
        second.model_copy(update={"opens": now - DAY, "closes": now + closes_in, "results": now + closes_in + DAY}),
        Round(id="thi-thu", name="Thi thử", kind="practice", opens=now - 9 * DAY, closes=now + 9 * DAY, results=None),
    )
    return written_definition().model_copy(update={"rounds": rounds, "ways_in": ways})


def records(made: Definition) -> list[RoundRecord]:
    """Return the rounds as the tables would hold them: the first published, the others ready."""
    return [
        RoundRecord(
            contest=made.contest,
            round=each.id,
            kind=each.kind,
            state="published" if each.id == "tuan-1" else "ready",
            opens=each.opens,
            closes=each.closes,
            results=each.results,
            grace_ms=made.paper.grace_ms,
            publication=made.publication,
            definition="",
            definition_closes=each.closes,
            name=each.name,
            commitment="" if each.kind == "practice" else "9f" * 32,
            receipts_root="7e" * 32 if each.id == "tuan-1" else "",
        )
        for each in made.rounds
    ]


def page(made: Definition) -> dict[str, Any]:
    """Return what the templates are given."""
    told = {language: notice(made, language) for language in LANGUAGES}
    return {**contest_page(made, records(made)), "notice": told, "notice_version": notice_version(made)}


@cache
def units() -> tuple[dict[str, str], ...]:
    """Return a list of units as long as a province's: each commune of ten districts, with its committee and its schools."""
    kinds = ("Ủy ban nhân dân xã", "Trường Trung học cơ sở", "Trường Tiểu học", "Trạm Y tế xã")
    places = (
        "An Dương",
        "Kiến Thụy",
        "Đồ Sơn",
        "Thủy Nguyên",
        "Vĩnh Bảo",
        "Tiên Lãng",
        "An Hải",
        "An Lão",
        "Kiến An",
        "Lạch Tray",
    )
    named = {"so-noi-vu": "Sở Nội vụ", "le-chan": "Ủy ban nhân dân quận Lê Chân", "kinh-te": "Ban Quản lý Khu kinh tế"}
    made = [
        {"id": f"don-vi-{n}", "name": f"{kind} {place} {number}"}
        for n, (place, number, kind) in enumerate((p, i, k) for p in places for i in range(1, 51) for k in kinds)
    ]
    return (*({"id": id, "name": name} for id, name in named.items()), *made)


@cache
def bank() -> tuple[dict[str, Any], ...]:
    """Return ten questions of the sample bank, in the form of practice.json."""
    with (ROOT / "contests" / "ngan-hang-mau" / "phan-1.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["D"]][:10]
    return tuple(
        {
            "id": row["Mã câu"],
            "text": row["Câu hỏi"],
            "options": {letter: row[letter] for letter in "ABCD"},
            "right": row["Đáp án"],
            "explanation": row["Giải thích"],
            "source": row["Nguồn"],
            "fixed": row["Giữ thứ tự"] == "có",
        }
        for row in rows
    )


def results(made: Definition) -> dict[str, Any]:
    """Return results of the first round in the form of ``domain/results.py``."""
    return {
        "contest": CONTEST,
        "round": "tuan-1",
        "revision": 1,
        "receipts_root": "7e" * 32,
        "commitment": "9f" * 32,
        "criteria": [
            {"name": "score", "direction": "desc", "label": {"vi": "Điểm", "en": "Score"}, "rule": {"vi": "…", "en": "…"}},
            {
                "name": "prediction_error",
                "direction": "asc",
                "label": {"vi": "Dự đoán lệch", "en": "Prediction off by"},
                "rule": {"vi": "…", "en": "…"},
            },
            {
                "name": "elapsed",
                "direction": "asc",
                "label": {"vi": "Thời gian làm bài", "en": "Time"},
                "rule": {"vi": "…", "en": "…"},
            },
        ],
        "rules": {
            "vi": ["Điểm cao hơn xếp trên.", "Dự đoán gần đúng hơn xếp trên."],
            "en": ["Higher score.", "Closer prediction."],
        },
        "counts": {"papers": 412, "people": 412, "perfect": 57, "target": 57},
        "paper": {"questions": 10},
        "own_digits": 1,
        "winners": [
            _winner(
                "Giải Nhất", 1, "Nguyễn Thị Thuý Hằng", "Sở Nội vụ", "0", "cùng điểm 10, dự đoán lệch 0, trước người lệch 2"
            ),
            _winner(
                "Giải Nhì", 2, "Phạm Văn Đường", "UBND quận Lê Chân", "2", "cùng điểm 10, dự đoán lệch 2, sau người lệch 0"
            ),
        ],
        "not_given": [
            {
                "prize": "ba",
                "prize_name": "Giải Ba",
                "number": 3,
                "why": {"vi": "không còn ai được xếp hạng", "en": "nobody left"},
            }
        ],
    }


def _winner(prize: str, place: int, name: str, unit: str, error: str, why: str) -> dict[str, Any]:
    values = [("score", "10", "10"), ("prediction_error", error, error), ("elapsed", "252", "4 phút 12 giây")]
    return {
        "prize": "p",
        "prize_name": prize,
        "place": place,
        "name": name,
        "unit_name": unit,
        "score": 10,
        "values": [{"name": name, "value": value, "text": {"vi": text, "en": text}} for name, value, text in values],
        "why": {"vi": why, "en": why},
        "amount_vnd": 1_000_000 if place == 1 else None,
    }
