"""Plain factories: a small contest that can be imported, its banks with canaries in them, and the people who take part."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from typing import Any

import yaml

from chalicelib.domain.bank import Bank, Question
from chalicelib.domain.roster import Person, Unit
from chalicelib.domain.times import Millis, read

CONTEST = "thi-tran-2023"
FIRST, SECOND, PRACTICE = "tuan-1", "tuan-2", "thi-thu"

# The hours of the small contest. The first round lasts an hour, its papers ten minutes.
OPENS = read("2023-10-23T01:00:00.000Z")
CLOSES = read("2023-10-23T02:00:00.000Z")
RESULTS = read("2023-10-24T01:00:00.000Z")
SECOND_OPENS = read("2023-10-25T01:00:00.000Z")
SECOND_CLOSES = read("2023-10-25T02:00:00.000Z")
SECOND_RESULTS = read("2023-10-26T01:00:00.000Z")
LIMIT_MS = 600_000
GRACE_MS = 5_000
SETTLING_MS = 15_000
CLOSING_BEGINS = CLOSES + GRACE_MS + SETTLING_MS
LONG_BEFORE = read("2023-10-01T01:00:00.000Z")

# Words that stand in every bank beside the key, and nowhere else: whoever shows one has shown what lies beside the key.
CANARY = "hoàng yến trong hầm mỏ"
RIGHT = {"q1": "A", "q2": "B", "q3": "C", "q4": "D", "q5": "A", "q6": "B"}
QUESTIONS_ASKED = 3

NONCE = "0123456789abcdef0123456789abcdef"
OTHER_NONCE = "fedcba9876543210fedcba9876543210"
THIRD_NONCE = "00112233445566778899aabbccddeeff"


def nonce(number: int) -> str:
    """Return the ``number``-th nonce of a device: 32 hex digits that a reader tells from others."""
    return f"{number:032x}"


def make_definition(**changes: Any) -> dict[str, Any]:
    """Return a small contest as its YAML says it: two ranked rounds and a practice round, three questions each."""
    values = {
        "contest": CONTEST,
        "title": "Cuộc thi tìm hiểu cải cách hành chính thị trấn năm 2023",
        "short_title": "Thị trấn 2023",
        "kind_of_event": "Cuộc thi",
        "organizer": "Ủy ban nhân dân thị trấn",
        "plan": {"title": "Kế hoạch", "issuer": "Ủy ban nhân dân thị trấn"}
        | dict.fromkeys(("number", "date", "starts", "ends"), "none"),
        "who_may": "Cán bộ, công chức của thị trấn",
        "rules": [{"heading": "Đối tượng dự thi", "text": ["Cán bộ, công chức của thị trấn."]}],
        "contact": {"office": "Văn phòng"} | dict.fromkeys(("phone", "email", "address"), "none"),
        "rounds": [
            make_round(PRACTICE, "Thi thử", LONG_BEFORE, OPENS - 3_600_000, None),
            make_round(FIRST, "Tuần 1", OPENS, CLOSES, RESULTS),
            make_round(SECOND, "Tuần 2", SECOND_OPENS, SECOND_CLOSES, SECOND_RESULTS),
        ],
        "paper": {"questions": 3, "options_least": 4, "options_most": 4, "limit_s": LIMIT_MS // 1000, "blueprint": "none"},
        "attempts": {"max": 1, "counted": "first"},
        "prediction": {"asks": "persons_all_correct"},
        "precision": "s",
        "criteria": [
            {"name": "score", "direction": "desc"},
            {"name": "prediction_error", "direction": "asc"},
            {"name": "elapsed", "direction": "asc"},
            {"name": "submitted_at", "direction": "asc"},
        ],
        "last_tie": "lot",
        "prizes": [
            {"id": "nhat", "name": "Giải Nhất", "number": 1, "vnd": 1_000_000},
            {"id": "nhi", "name": "Giải Nhì", "number": 2, "vnd": "none"},
        ],
        "limit": "once_in_the_contest",
        "boundary_tie": "lot",
        "excluded_bodies": [{"id": "ban-to-chuc", "name": "Ban Tổ chức", "clause": "Mục II"}],
        "unit_classes": [],
        "unit_award": "none",
        "publication": "automatic",
        "names": "full",
        "ways_in": {"roster": True, "registration": "none", "sso": "none"},
    }
    return values | changes


def make_registration(**changes: Any) -> dict[str, Any]:
    """Return one's own registration as the YAML says it: by the citizen's number, with a phone, and nothing more."""
    asked = {"identifier": "citizen_id", "fields": ["citizen_id", "phone"], "unit_by": "none", "least_age": "none"}
    return asked | {"confirm": "none", "password": False} | changes


def make_single_sign_on(**changes: Any) -> dict[str, Any]:
    """Return a single sign-on as the YAML says it, with the claims that every provider has."""
    claims = {"subject": "sub", "name": "name", "unit": "unit"}
    return {"provider": "SSO của tỉnh", "claims": claims, "leaders": "none"} | changes


def make_round(identifier: str, name: str, opens: Millis, closes: Millis, results: Millis | None) -> dict[str, Any]:
    """Return one round as the YAML says it; without an hour for results it is practice."""
    kind = "practice" if results is None else "ranked"
    hours = {"opens": _hour(opens), "closes": _hour(closes), "results": "none" if results is None else _hour(results)}
    return {"id": identifier, "name": name, "kind": kind, **hours}


def _hour(at: Millis) -> str:
    from chalicelib.domain.times import HO_CHI_MINH, to_datetime

    return to_datetime(at).astimezone(HO_CHI_MINH).strftime("%Y-%m-%d %H:%M:%S")


def as_yaml(definition: dict[str, Any]) -> str:
    """Return ``definition`` as the file that an organizer would have written."""
    return yaml.safe_dump(definition, allow_unicode=True, sort_keys=False)


def make_bank(round_id: str, contest: str = CONTEST, prefix: str = "") -> Bank:
    """Return six questions of ``round_id``, still without salts, with a canary in whatever stands beside the key."""
    questions = tuple(_question(f"{prefix}{name}", right, round_id) for name, right in RIGHT.items())
    return Bank(contest, round_id, questions)


def _question(name: str, right: str, round_id: str) -> Question:
    return Question(
        id=name,
        text=f"Nội dung của {name} ở {round_id} là gì?",
        options={letter: f"Phương án thứ {number} của {name}, {round_id}" for number, letter in enumerate("ABCD", start=1)},
        right=right,
        fixed=False,
        topic="chung",
        difficulty="dễ",
        source=unicodedata.normalize("NFC", f"Nguồn {name}: {CANARY}"),
        explanation=unicodedata.normalize("NFC", f"Vì {right} đúng: {CANARY}"),
        salt="",
    )


def bank_event(bank: Bank) -> dict[str, Any]:
    """Return ``bank`` as the organizers' command sends it."""
    questions = [asdict(question) for question in bank.questions]
    return {"contest": bank.contest, "round": bank.round, "questions": questions}


def make_person(name: str, identifier: str, unit: str = "so-noi-vu", **changes: Any) -> Person:
    """Return one person of the roster."""
    values = {
        "full_name": name,
        "identifier": identifier,
        "unit": unit,
        "unit_name": unit and "Sở Nội vụ",
        "leader": False,
        "excluded": "",
        "excluded_reason": "",
    }
    return Person(**values | changes)


_DIGITS = ["Không", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín"]


def numbered_name(number: int) -> str:
    """Return a name that nobody else of a crowd has: names have no digits, so the number is written out."""
    return " ".join(["Nguyễn", *(_DIGITS[int(digit)] for digit in str(number))])


PEOPLE = (
    make_person("Nguyễn Văn An", "034096000001"),
    make_person("Trần Thị Bình", "034096000002"),
    make_person("Lê Thúy Chi", "034096000003", unit=""),
    make_person("Phạm Văn Dũng", "034096000004"),
    make_person("Hoàng Thị Em", "034096000005"),
    make_person("Vũ Ban Tổ Chức", "034096000009", excluded="ban-to-chuc", excluded_reason="Thành viên Ban Tổ chức"),
)
AN, BINH, CHI, DUNG, EM, KEPT_OUT = (person.identifier for person in PEOPLE)
UNITS = (Unit("so-noi-vu", "Sở Nội vụ", "", 0), Unit("so-tai-chinh", "Sở Tài chính", "", 0))


def right_choices(questions: list[str]) -> str:
    """Return the choices that answer every question of a paper rightly."""
    return "".join(RIGHT[question.lstrip("xy")] for question in questions)
