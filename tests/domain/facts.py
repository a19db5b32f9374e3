"""Plain factories for the tests of results: a small contest, its bank, and attempts at it."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.attempt import Attempt
from chalicelib.domain.bank import Bank, Question, bank_json
from chalicelib.domain.criteria import Entry
from chalicelib.domain.definition import Definition
from chalicelib.domain.draw import draw_questions
from chalicelib.domain.times import read

CONTEST = "vi-du-2023"
ROUND = "tuan-1"
PAPER_SEED = bytes(range(32))
LOT_SEED = bytes(range(32, 64))
OPENS = read("2023-10-23T01:00:00.000Z")
CLOSES = read("2023-10-24T01:00:00.000Z")
LIMIT_MS = 630_000
TOPICS = {"q01": "a", "q02": "a", "q03": "a", "q04": "b", "q05": "b", "q06": "b"}
RIGHT = {"q01": "A", "q02": "B", "q03": "C", "q04": "D", "q05": "A", "q06": "B"}
NONCE = "0123456789abcdef0123456789abcdef"


def person(letter: str) -> str:
    """Return a pseudonym that a reader tells from others at a glance."""
    return letter * 26


def make_definition(criteria: str = "score prediction_error elapsed submitted_at", **changes: Any) -> Definition:
    """Return a small contest: three questions in 10:30, three prizes, a second round after the first."""
    values = {
        "contest": CONTEST,
        "title": "Cuộc thi ví dụ",
        "short_title": "Ví dụ",
        "kind_of_event": "Cuộc thi",
        "organizer": "Ban Tổ chức ví dụ",
        "plan": {"title": "Kế hoạch", "issuer": "Ủy ban", "number": None, "date": None, "starts": None, "ends": None},
        "who_may": "Mọi người",
        "rules": [],
        "contact": {"office": "Văn phòng", "phone": None, "email": None, "address": None},
        "rounds": [
            _round("thi-thu", "Thi thử", "practice", "2023-10-20", "2023-10-21", None),
            _round("tuan-0", "Tuần 0", "ranked", "2023-10-21", "2023-10-22", "2023-10-22T08:00:00.000Z"),
            _round("tuan-1", "Tuần 1", "ranked", "2023-10-23", "2023-10-24", "2023-10-25T01:00:00.000Z"),
        ],
        "paper": {"questions": 3, "options_least": 4, "options_most": 4, "limit_s": 630},
        "attempts": {"max": 1, "counted": "first"},
        "prediction": {"asks": "persons_all_correct"},
        "precision": "s",
        "criteria": [{"name": name, "direction": "desc" if name == "score" else "asc"} for name in criteria.split()],
        "last_tie": "lot",
        "prizes": [
            {"id": "nhat", "name": "Giải Nhất", "number": 1, "vnd": 1_000_000},
            {"id": "nhi", "name": "Giải Nhì", "number": 1, "vnd": None},
            {"id": "ba", "name": "Giải Ba", "number": 5, "vnd": 300_000},
        ],
        "limit": "once_in_the_contest",
        "boundary_tie": "lot",
        "excluded_bodies": [{"id": "ban-to-chuc", "name": "Ban Tổ chức", "clause": "S0:35"}],
        "unit_award": None,
        "publication": "automatic",
        "names": "full",
    }
    return Definition.model_validate(values | changes)


def _round(identifier: str, name: str, kind: str, opens: str, closes: str, results: str | None) -> dict[str, Any]:
    hours = {"opens": f"{opens}T01:00:00.000Z", "closes": f"{closes}T01:00:00.000Z", "results": results}
    return {"id": identifier, "name": name, "kind": kind, **hours}


def make_bank() -> bytes:
    """Return ``bank.json`` of six questions."""
    questions = [
        Question(
            id=each,
            text=f"Câu {each}?",
            options={letter: f"Phương án {letter}" for letter in "ABCD"},
            right=right,
            fixed=False,
            topic=TOPICS[each],
            difficulty="dễ",
            source="S0:1",
            explanation="",
            salt=each[1:] * 32,
        )
        for each, right in RIGHT.items()
    ]
    return bank_json(Bank(CONTEST, ROUND, tuple(questions)))


def paper(contestant: str, number: int = 1) -> tuple[str, ...]:
    """Return the questions that the round's seed draws for an attempt."""
    return draw_questions(PAPER_SEED, CONTEST, ROUND, contestant, number, TOPICS, 3)


def choices(questions: tuple[str, ...], marks: str) -> str:
    """Return choices from ``marks``: R right, W wrong, _ blank, one a question."""
    wrong = {"A": "B", "B": "C", "C": "D", "D": "A"}
    answers = {"R": lambda right: right, "W": wrong.__getitem__, "_": lambda right: "_"}
    return "".join(answers[mark](RIGHT[question]) for question, mark in zip(questions, marks, strict=True))


def open_attempt(letter: str, number: int = 1, *, unit: str = "", after_ms: int = 0, **changes: Any) -> Attempt:
    """Return the attempt of ``person(letter)`` begun ``after_ms`` after the opening, with nothing saved yet."""
    contestant = person(letter)
    values: dict[str, Any] = {
        "contest": CONTEST,
        "round": ROUND,
        "contestant": contestant,
        "number": number,
        "unit": unit,
        "started_at": OPENS + after_ms,
        "deadline_at": min(OPENS + after_ms + LIMIT_MS, CLOSES),
        "questions": " ".join(paper(contestant, number)),
        "start_nonce": NONCE,
        "choices": "",
        "prediction": "",
        "version": 1,
        "nonce": NONCE,
        "session": "s",
        "saved_at": None,
        "submitted_at": None,
        "status": "",
    }
    return Attempt(**values | changes)


def submitted(
    letter: str,
    number: int = 1,
    *,
    marks: str = "RRR",
    prediction: str = "",
    after_ms: int = 0,
    took_ms: int = 60_000,
    unit: str = "",
) -> Attempt:
    """Return an attempt handed in ``took_ms`` after its start."""
    return open_attempt(
        letter,
        number,
        unit=unit,
        after_ms=after_ms,
        choices=choices(paper(person(letter), number), marks),
        prediction=prediction,
        version=2,
        saved_at=OPENS + after_ms + took_ms,
        submitted_at=OPENS + after_ms + took_ms,
        status="submitted",
    )


def make_entry(letter: str, number: int = 1, **changes: Any) -> Entry:
    """Return an entry of the ranking: full score, no prediction, one minute."""
    values = {
        "contestant": person(letter),
        "number": number,
        "unit": "",
        "score": 3,
        "elapsed_ms": 60_000,
        "prediction": None,
        "submitted_at": OPENS + 60_000,
        "started_at": OPENS,
    }
    return Entry(**values | changes)


def lot_by_name(contestant: str) -> str:
    """Return a lot that puts the alphabet's last first, so that no test mistakes the order of names for the lot's."""
    return bytes(255 - byte for byte in contestant.encode()[:4]).hex()
