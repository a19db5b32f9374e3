"""A contest's files on this machine, read and checked together before anything is sent: definition, banks, units, roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.domain import bank, roster, unit_list
from chalicelib.domain.bank import Bank, read_bank
from chalicelib.domain.definition import Definition
from chalicelib.domain.drafting import Draft, check, load_definition, open_fields, read_draft
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.readiness import NotReady, OpenField
from chalicelib.domain.roster import Roster, Unit, read_roster
from chalicelib.domain.sketch import settled
from chalicelib.domain.unit_list import read_units

from .spreadsheets import read_table
from .trouble import Trouble

DEFINITION = "contest.yaml"
ROSTERS = ("roster.xlsx", "roster.csv")
UNIT_LISTS = ("units.xlsx", "units.csv")

# What a bank is read by: while one of these is open, nobody can say whether a bank is right.
_BANK_NEEDS = ("contest", "rounds", "paper.questions", "paper.options_least", "paper.options_most", "paper.blueprint")


def read_text(path: Path) -> str:
    """Return the text of a file. Bytes that are no UTF-8 stay in it as surrogates, which the YAML reader names by line."""
    if not path.is_file():
        raise Trouble("no-such-file", file=path)
    return path.read_text(encoding="utf-8-sig", errors="surrogateescape")


def read_definition(path: Path) -> Definition:
    """Return the definition in ``path``. Raises Trouble, Faulty with every fault, NotReady with every open field."""
    return load_definition(read_text(path), path.name)


@dataclass
class Banks:
    """The banks that a definition names, by round; what is wrong with them; what should be looked at; what names none."""

    read: dict[str, Bank] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)


def read_banks(definition: Definition, folder: Path) -> Banks:
    """Read the bank of each round of ``definition`` that names one, relative to ``folder``."""
    found = Banks()
    for round_id, name in _named(definition):
        if not name:
            found.unnamed.append(round_id)
            continue
        found.files[round_id] = name
        try:
            table = read_table(folder / name, bank.SHEET)
            found.read[round_id], warnings = read_bank(table, definition, round_id, found.read.values())
            found.warnings += warnings
        except Faulty as faulty:
            found.faults += faulty.faults
    return found


def _named(definition: Definition) -> Iterator[tuple[str, str]]:
    """A draft's rounds may still lack an id, and then can have no bank."""
    for each in definition.rounds:
        if settled(each, "id"):
            yield each.id, getattr(each, "bank", None) or ""


@dataclass(frozen=True)
class Checked:
    """What `check` found: ``banks`` is None where the definition can't say yet what a bank must be."""

    draft: Draft
    faults: list[Fault]
    open: list[OpenField]
    banks: Banks | None

    @property
    def ready(self) -> bool:
        """Whether the contest could be put in as it is."""
        return not self.faults and not self.open and self.banks is not None and not self.banks.faults


def check_contest(path: Path) -> Checked:
    """Check the definition in ``path`` and the banks that it names. Raises Trouble, or Faulty for what is no YAML."""
    draft = read_draft(read_text(path), path.name)
    readable = settled(draft.sketch, *_BANK_NEEDS)
    banks = read_banks(draft.sketch, path.parent) if readable else None
    return Checked(draft, check(draft), open_fields(draft), banks)


@dataclass(frozen=True)
class Contest:
    """A contest's folder, read without a fault: ready to be sent."""

    text: str
    file: str
    definition: Definition
    banks: Banks
    units: tuple[Unit, ...]
    roster: Roster | None
    warnings: list[Fault]


def read_contest(folder: Path, roster_file: Path | None) -> Contest:
    """Read a contest's folder whole. Raises Trouble, NotReady, or Faulty with the faults of all its files together."""
    path = folder / DEFINITION
    checked = check_contest(path)
    if checked.open and not checked.faults:
        raise NotReady(path.name, checked.open)
    people, warnings, faults = _people(checked, roster_file or _first_in(folder, ROSTERS))
    units, unit_warnings, unit_faults = _units(checked, _first_in(folder, UNIT_LISTS))
    if found := [*checked.faults, *(checked.banks.faults if checked.banks else []), *unit_faults, *faults]:
        raise Faulty(found)
    definition = read_definition(path)
    banks = checked.banks or Banks()
    told = [*banks.warnings, *unit_warnings, *warnings]
    return Contest(read_text(path), path.name, definition, banks, units, people, told)


def _first_in(folder: Path, names: Iterable[str]) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _units(checked: Checked, path: Path | None) -> tuple[tuple[Unit, ...], list[Fault], list[Fault]]:
    """Return the list of units, the warnings and the faults; a faulty definition can't say which classes there are."""
    if path is None or checked.faults:
        return (), [], []
    try:
        units, warnings = read_units(read_table(path, unit_list.SHEET), checked.draft.sketch)
    except Faulty as faulty:
        return (), [], faulty.faults
    return units, warnings, []


def _people(checked: Checked, path: Path | None) -> tuple[Roster | None, list[Fault], list[Fault]]:
    """Return the roster, the warnings and the faults; a faulty definition can't say who is kept out."""
    if path is None or checked.faults:
        return None, [], []
    try:
        people, warnings = read_roster(read_table(path, roster.SHEET), checked.draft.sketch)
    except Faulty as faulty:
        return None, [], faulty.faults
    return people, warnings, []


def bank_event(questions: Bank) -> dict[str, Any]:
    """Return a bank as the act ``import-bank`` takes it; its salts are the function's to draw."""
    return {
        "contest": questions.contest,
        "round": questions.round,
        "questions": [
            {
                "id": question.id,
                "text": question.text,
                "options": question.options,
                "right": question.right,
                "fixed": question.fixed,
                "topic": question.topic,
                "difficulty": question.difficulty,
                "source": question.source,
                "explanation": question.explanation,
                "salt": "",
            }
            for question in questions.questions
        ],
    }
