"""A round's question bank: what a question is, how an organizer's table becomes one, and how it is written down.

Two forms are written: ``bank_json`` with the key, for auditors and the close, and ``paper_bank_json`` without it, for the
public function. An import is all or nothing, names every fault at once by its cell, and changes nothing when repeated.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .canonical import canonical, sha256_hex
from .faults import Fault, Faulty
from .item_size import longest_ids
from .likeness import leans_on_order, near_pairs
from .sheets import Column, Row, Table, listed, read_sheet, yes_or_no
from .vietnamese import plain, slug, sound, wording
from .words import say

if TYPE_CHECKING:
    from .definition import Definition

LETTERS = "ABCD"
DIFFICULTIES = ("dễ", "trung bình", "khó")
SHEET = "Câu hỏi"
COLUMNS = (
    Column("id", "Mã câu"),
    Column("text", "Câu hỏi"),
    *(Column(letter, letter) for letter in LETTERS),
    Column("right", "Đáp án"),
    Column("topic", "Chủ đề"),
    Column("difficulty", "Độ khó"),
    Column("source", "Nguồn"),
    Column("explanation", "Giải thích"),
    Column("fixed", "Giữ thứ tự"),
)
HEADERS = {column.key: column.header for column in COLUMNS}
LONGEST = {"id": 20, "text": 1000, "topic": 100, "source": 500, "explanation": 2000} | dict.fromkeys(LETTERS, 500)
"""The most characters of each text. An attempt keeps the ids of its questions in an item under 1 KB, so ids are short."""

MOST_QUESTIONS = 2_000

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_SALT = re.compile(r"[0-9a-f]{64}")
_NUMBERED = re.compile(r"\Acâu(?: hỏi)?\s*\d+\s*[.:)]\s*", re.IGNORECASE)
_LETTERED = re.compile(r"\A([A-Da-d])\s*[.:)]\s*")
_RIGHT = re.compile(r"(.*?)\W*\b([A-Da-d])\W*", re.DOTALL)
_BEFORE_RIGHT = {"", "dap-an", "phuong-an", "lua-chon", "cau", "y"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its key.

    ``options`` is letter → text, letters ``A``, ``B``, … in order; ``right`` is one of its letters. ``fixed`` keeps the
    options' order on every paper. ``difficulty`` is ``dễ``, ``trung bình``, ``khó`` or empty; ``topic``, ``source`` and
    ``explanation`` may be empty. ``salt`` is 32 random bytes in hex, empty until ``with_salts`` has been here.
    """

    id: str
    text: str
    options: dict[str, str]
    right: str
    fixed: bool
    topic: str
    difficulty: str
    source: str
    explanation: str
    salt: str


_Rival = tuple[str, Question]
"""A question of another round, behind that round's id."""


@dataclass(frozen=True)
class Bank:
    """The questions of one round of one contest, sorted by id."""

    contest: str
    round: str
    questions: tuple[Question, ...]


def bank_json(bank: Bank) -> bytes:
    """Return ``bank.json`` exactly as the export format has it: with the key and the salts, without our own notes.

    Raises ValueError while a salt is missing.
    """
    unsalted = [question.id for question in bank.questions if not _SALT.fullmatch(question.salt)]
    if unsalted:
        raise ValueError(f"questions without a salt: {' '.join(unsalted)}")
    return _written(bank, _whole)


def notes_json(bank: Bank) -> bytes:
    """Return what belongs to a bank but not to the export: each question's difficulty and explanation, by id."""
    return canonical({each.id: {"difficulty": each.difficulty, "explanation": each.explanation} for each in bank.questions})


def explanations_json(bank: Bank) -> bytes:
    """Return why each answer is the right one, as the site says it after publication: ``contest, explanations, round``.

    ``explanations`` is question → text, without those that have none. `bank_json` doesn't hold them.
    """
    explanations = {each.id: each.explanation for each in bank.questions if each.explanation}
    return canonical({"contest": bank.contest, "explanations": explanations, "round": bank.round})


def paper_bank_json(bank: Bank) -> bytes:
    """Return what the public function may read: texts and options, no right letter and nothing that hints at it."""
    return _written(bank, _asked)


def _written(bank: Bank, form: Callable[[Question], dict[str, Any]]) -> bytes:
    questions = sorted(bank.questions, key=lambda question: question.id)
    return canonical({"contest": bank.contest, "questions": [form(question) for question in questions], "round": bank.round})


def _asked(question: Question) -> dict[str, Any]:
    """Name the public fields one by one, so that a field added later stays secret until somebody lists it here."""
    return {
        "id": question.id,
        "text": question.text,
        "options": question.options,
        "fixed": question.fixed,
        "topic": question.topic,
    }


def _whole(question: Question) -> dict[str, Any]:
    return _asked(question) | {"right": question.right, "source": question.source, "salt": question.salt}


def bank_from_json(data: bytes, notes: bytes = b"{}") -> Bank:
    """Return the bank of ``bank_json``, with its ``notes_json`` where they are given.

    Raises KeyError or ValueError for anything else.
    """
    read, known = json.loads(data), json.loads(notes)
    questions = (_question(item | known.get(item["id"], {})) for item in read["questions"])
    return Bank(read["contest"], read["round"], tuple(sorted(questions, key=lambda question: question.id)))


def _question(item: dict[str, Any]) -> Question:
    """Read an auditor's bank too, which has no notes."""
    return Question(**{"difficulty": "", "explanation": "", **item, "options": dict(sorted(item["options"].items()))})


def with_salts(bank: Bank, random_bytes: Callable[[int], bytes], previous: Bank | None = None) -> Bank:
    """Return ``bank`` with a salt for each question: the former one where nothing else has changed, else a fresh one.

    So the same file imported again gives the same bytes. ``random_bytes(n)`` returns n bytes that nobody can guess.
    """
    former = {question.id: question for question in previous.questions} if previous else {}

    def salt(question: Question) -> str:
        before = former.get(question.id)
        unchanged = before is not None and replace(before, salt="") == replace(question, salt="")
        return before.salt if before and unchanged else random_bytes(32).hex()

    return replace(bank, questions=tuple(replace(question, salt=salt(question)) for question in bank.questions))


def read_bank(table: Table, definition: Definition, round: str, others: Iterable[Bank] = ()) -> tuple[Bank, list[Fault]]:
    """Return the bank of ``round`` that ``table`` holds, still without salts, and the warnings about it.

    ``others`` are the banks of the contest's other rounds. Raises Faulty with everything that is wrong, by cell.
    """
    sheet = read_sheet(table, COLUMNS)
    if not sheet.rows:
        raise Faulty(sheet.faults)
    rows, rivals = sheet.rows, _rivals(others, round)
    questions = [_read_question(row, definition) for row in rows]
    unclear = [_Finding(n, "fixed", "sheet.yes-or-no", {"found": row.text("fixed")}) for n, row in _unclear(rows)]

    def place(position: int, key: str) -> str:
        return rows[position].place(key) if position >= 0 else table.whole

    findings = _in_order([*unclear, *_findings(questions, definition, round, rivals)])
    faults = sheet.faults + [finding.fault(table.file, place) for finding in findings]
    if faults:
        raise Faulty(faults)
    warnings = [finding.fault(table.file, place) for finding in _in_order(_near(questions, rivals))]
    return Bank(definition.contest, round, _sorted(questions)), sheet.warnings + warnings


def _sorted(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(sorted(questions, key=lambda question: question.id))


def _unclear(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    return ((number, row) for number, row in enumerate(rows) if yes_or_no(row.text("fixed")) is None)


def _read_question(row: Row, definition: Definition) -> Question:
    """Read one row as it stands. What can't be understood stays as it was typed, for the checks to name."""
    text = _NUMBERED.sub("", row.lines("text"))
    return Question(
        id=row.text("id").lower() or f"q-{sha256_hex(text.encode())[:8]}",
        text=text,
        options=_read_options(row),
        right=_read_right(row.text("right")),
        fixed=yes_or_no(row.text("fixed")) is not False,
        topic=_spelled(row.text("topic"), definition.paper.blueprint or ()),
        difficulty=_spelled(row.text("difficulty"), DIFFICULTIES),
        source=row.text("source"),
        explanation=row.lines("explanation"),
        salt="",
    )


def _read_options(row: Row) -> dict[str, str]:
    """Return the options that are filled in, without their own letters where every one begins with it (``A. …``)."""
    texts = {letter: row.text(letter) for letter in LETTERS if row.text(letter)}
    marks = {letter: _LETTERED.match(text) for letter, text in texts.items()}
    if all(mark and mark[1].upper() == letter for letter, mark in marks.items()):
        return {letter: _LETTERED.sub("", text) for letter, text in texts.items()}
    return texts


def _read_right(text: str) -> str:
    """Return the letter meant by ``a``, ``A.``, ``(A)`` or ``Đáp án A``; any other text as it is."""
    read = _RIGHT.fullmatch(text)
    return read[2].upper() if read and slug(read[1]) in _BEFORE_RIGHT else text


def _spelled(text: str, allowed: Iterable[str]) -> str:
    """Return ``text`` as it is spelled among ``allowed``, whatever its case and accents; as it is when it isn't there."""
    return next((word for word in allowed if plain(word) == plain(text)), text)


def check_bank(bank: Bank, definition: Definition, others: Iterable[Bank] = ()) -> list[Fault]:
    """Return everything that is wrong with ``bank`` for ``definition``; places are ``câu q01, “Đáp án”``.

    ``others`` are the banks of the contest's other rounds: a question stands in one round's bank only. Enough questions
    for the paper and each topic of the blueprint, the number of options, one right option, distinct options, options
    that must keep their order, lengths, ids.
    """
    findings = _in_order(_findings(bank.questions, definition, bank.round, _rivals(others, bank.round)))
    return [finding.fault(_file(bank), _by_id(bank)) for finding in findings]


def near_duplicates(bank: Bank, others: Iterable[Bank] = ()) -> list[Fault]:
    """Return a warning for each question that is worded nearly like an earlier one, or like one of another round."""
    findings = _in_order(_near(bank.questions, _rivals(others, bank.round)))
    return [finding.fault(_file(bank), _by_id(bank)) for finding in findings]


def _file(bank: Bank) -> str:
    return f"{bank.contest}/{bank.round}/bank.json"


def _by_id(bank: Bank) -> Callable[[int, str], str]:
    def place(position: int, key: str) -> str:
        return say("bank.place", id=bank.questions[position].id, header=HEADERS[key]) if position >= 0 else ""

    return place


@dataclass(frozen=True)
class _Finding:
    """A fault before it has an address: the question's position (-1: the whole bank), the column, what is wrong.

    A value that is a (position, column) is an address too, of the other cell concerned.
    """

    position: int
    key: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def fault(self, file: str, place: Callable[[int, str], str]) -> Fault:
        values = {name: place(*value) if isinstance(value, tuple) else value for name, value in self.values.items()}
        return Fault(file, place(self.position, self.key), self.code, values)


def _in_order(findings: Iterable[_Finding]) -> list[_Finding]:
    """Sort findings as people read a sheet: by row and column, and what concerns the whole bank last."""
    keys = list(HEADERS)
    return sorted(findings, key=lambda found: (found.position < 0, found.position, keys.index(found.key)))


def _findings(
    questions: Sequence[Question], definition: Definition, round: str, rivals: Sequence[_Rival]
) -> Iterator[_Finding]:
    for position, question in enumerate(questions):
        for check in QUESTION_CHECKS:
            yield from (_Finding(position, key, code, values) for key, code, values in check(question, definition))
    yield from _duplicates(questions, rivals)
    yield from _counts(questions, definition)
    yield from _room(questions, definition, round)


Wrong = Iterator[tuple[str, str, dict[str, object]]]
"""What a check of one question yields: the column, the fault's code, the values of its sentences."""


def _id_is_plain(question: Question, definition: Definition) -> Wrong:
    if not _ID.fullmatch(question.id):
        yield "id", "bank.id", {"found": question.id}


def _text_is_there(question: Question, definition: Definition) -> Wrong:
    if not question.text:
        yield "text", "bank.text-missing", {}


def _lengths(question: Question, definition: Definition) -> Wrong:
    texts = {key: getattr(question, key) for key in ("id", "text", "topic", "source", "explanation")}
    for key, text in (texts | question.options).items():
        if len(text) > LONGEST[key]:
            yield key, "bank.too-long", {"header": HEADERS[key], "length": len(text), "longest": LONGEST[key]}


def _option_count(question: Question, definition: Definition) -> Wrong:
    """Count up to the last option filled in: an empty one before it is a fault of its own."""
    count = max((LETTERS.index(letter) + 1 for letter in question.options), default=0)
    values: dict[str, object] = {"count": count, "numbers": _numbers(definition)}
    for letter in LETTERS[:count]:
        if letter not in question.options:
            yield letter, "bank.option-gap", {"letter": letter, "last": LETTERS[count - 1]}
    if count < definition.paper.options_least:
        yield LETTERS[count], "bank.option-count", values
    if count > definition.paper.options_most:
        yield LETTERS[count - 1], "bank.option-count", values


def _numbers(definition: Definition) -> str:
    least, most = definition.paper.options_least, definition.paper.options_most
    return f"{least}" if least == most else f"{least}–{most}"


def _options_differ(question: Question, definition: Definition) -> Wrong:
    first: dict[str, str] = {}
    for letter, text in question.options.items():
        same = first.setdefault(sound(text.rstrip(" .,;")), letter)
        if same != letter:
            yield letter, "bank.options-equal", {"first": same, "second": letter, "text": text}


def _one_right(question: Question, definition: Definition) -> Wrong:
    letters = ", ".join(question.options)
    if not question.right:
        yield "right", "bank.right-missing", {"letters": letters}
    elif question.right not in tuple(LETTERS):
        yield "right", "bank.right-unread", {"found": question.right, "letters": letters}
    elif question.right not in question.options:
        yield "right", "bank.right-empty", {"found": question.right, "letters": letters}


def _topic_is_drawn(question: Question, definition: Definition) -> Wrong:
    """With a blueprint, a question of no topic in it could never be drawn."""
    blueprint = definition.paper.blueprint
    if blueprint and question.topic not in blueprint:
        yield "topic", "bank.topic", {"found": question.topic, "topics": listed(blueprint)}


def _difficulty_is_known(question: Question, definition: Definition) -> Wrong:
    if question.difficulty not in ("", *DIFFICULTIES):
        yield "difficulty", "bank.difficulty", {"found": question.difficulty, "allowed": listed(DIFFICULTIES)}


def _order_is_kept(question: Question, definition: Definition) -> Wrong:
    leaning = next((letter for letter, text in question.options.items() if leans_on_order(text)), None)
    if leaning and not question.fixed:
        yield "fixed", "bank.loose-order", {"letter": leaning, "text": question.options[leaning]}


QUESTION_CHECKS: tuple[Callable[[Question, Definition], Wrong], ...] = (
    _id_is_plain,
    _text_is_there,
    _lengths,
    _option_count,
    _options_differ,
    _one_right,
    _topic_is_drawn,
    _difficulty_is_known,
    _order_is_kept,
)


def _rivals(others: Iterable[Bank], round: str) -> list[_Rival]:
    """Return (round, question) of other rounds: an earlier version of the same round's bank is no rival."""
    return [(other.round, question) for other in others if other.round != round for question in other.questions]


def _duplicates(questions: Sequence[Question], rivals: Sequence[_Rival]) -> Iterator[_Finding]:
    """Yield questions that ask the same, or bear the same id, as an earlier one or one of another round.

    The same question twice has the same id as well, where the id is derived: that is said once.
    """
    asked, named = _First(questions, _asks), _First(questions, lambda question: question.id)
    asked_elsewhere = {_asks(question): (round, question.id) for round, question in rivals}
    named_elsewhere = {question.id: round for round, question in rivals}
    for position, question in enumerate(questions):
        if asked.before(position) is not None and question.text:
            yield _Finding(position, "text", "bank.duplicate", {"other": (asked.before(position), "text")})
        elif named.before(position) is not None:
            values = {"id": question.id, "other": (named.before(position), "id")}
            yield _Finding(position, "id", "bank.id-twice", values)
        if _asks(question) in asked_elsewhere and question.text:
            round, id = asked_elsewhere[_asks(question)]
            yield _Finding(position, "text", "bank.duplicate-elsewhere", {"round": round, "id": id})
        elif question.id in named_elsewhere:
            values = {"round": named_elsewhere[question.id], "id": question.id}
            yield _Finding(position, "id", "bank.id-elsewhere", values)


def _asks(question: Question) -> str:
    """Return what two questions that ask the same have in common: their words, without case, punctuation, tone places."""
    return wording(question.text)


class _First:
    """Where each key of a question occurs first."""

    def __init__(self, questions: Sequence[Question], key: Callable[[Question], str]):
        self.keys = [key(question) for question in questions]
        self.first: dict[str, int] = {}
        for position, value in enumerate(self.keys):
            self.first.setdefault(value, position)

    def before(self, position: int) -> int | None:
        """Return the position of the first with the same key, None if that is ``position`` itself."""
        first = self.first[self.keys[position]]
        return first if first < position else None


def _near(questions: Sequence[Question], rivals: Sequence[_Rival]) -> Iterator[_Finding]:
    """Yield near-duplicates. Rivals stand first in the list of texts, so that a pair's later text is always a question."""
    texts = [question.text for _, question in rivals] + [question.text for question in questions]
    for earlier, later, share in near_pairs(texts):
        position, percent = later - len(rivals), round(share * 100)
        if position < 0:
            continue
        if earlier >= len(rivals):
            other = (earlier - len(rivals), "text")
            yield _Finding(position, "text", "bank.near", {"percent": percent, "other": other})
        else:
            name, rival = rivals[earlier]
            yield _Finding(position, "text", "bank.near-elsewhere", {"percent": percent, "round": name, "id": rival.id})


def _counts(questions: Sequence[Question], definition: Definition) -> Iterator[_Finding]:
    """Yield what the bank lacks for one paper: questions as a whole, questions of a topic."""
    paper = definition.paper
    if len(questions) > MOST_QUESTIONS:
        yield _Finding(-1, "id", "bank.too-many", {"count": len(questions), "most": MOST_QUESTIONS})
    if len(questions) < paper.questions:
        yield _Finding(-1, "id", "bank.too-few", {"count": len(questions), "least": paper.questions})
    topics = Counter(question.topic for question in questions)
    for topic, least in (paper.blueprint or {}).items():
        if topics[topic] < least:
            yield _Finding(-1, "topic", "bank.too-few-of-topic", {"topic": topic, "count": topics[topic], "least": least})


def _room(questions: Sequence[Question], definition: Definition, round: str) -> Iterator[_Finding]:
    """Yield ids so long that an attempt at a paper of those with the longest would not fit in its item."""
    asked = definition.paper.questions
    lengths = sorted((len(question.id) for question in questions), reverse=True)[:asked]
    longest = longest_ids(definition.contest, round, asked)
    if sum(lengths) > longest * len(lengths):
        yield _Finding(-1, "id", "bank.ids-long", {"asked": asked, "longest": longest})
