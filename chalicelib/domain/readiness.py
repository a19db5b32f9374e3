"""What a draft still leaves open: fields that the plan doesn't settle, and days whose hours nobody has confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from .fields import DATE
from .sketch import field_at
from .words import Language, say

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class OpenField:
    """A field that somebody must settle: its dotted path, the clause of the plan, and what has to be chosen."""

    field: str
    clause: str
    key: str
    hours: str = ""

    def sentence(self, language: Language = "vi") -> str:
        """Return what has to be chosen as one sentence in ``language``."""
        clause = self.clause or say("open.no-clause", language)
        if self.hours:
            return say("open.hours", language, field=self.field, clause=clause, hours=self.hours)
        return say("open.field", language, field=self.field, clause=clause, what=say(self.key, language))

    @property
    def what(self) -> str:
        """The sentence in Vietnamese, the first language of this project."""
        return self.sentence("vi")


class NotReady(Exception):
    """A definition in which something is still open: a contest with one can't be opened."""

    def __init__(self, file: str, fields: list[OpenField]):
        super().__init__("\n".join(field.what for field in fields))
        self.file = file
        self.fields = fields


def open_fields(kind: type[BaseModel], values: dict[str, Any], paths: Iterable[str]) -> list[OpenField]:
    """Return the open fields at ``paths`` of the raw ``values``, then the days without hours that no assumption covers."""
    clauses = _clauses(values)
    named = [OpenField(path, clause_of(clauses, path), _key(kind, path)) for path in paths]
    return [*named, *_days_without_hours(kind, values, clauses)]


def _clauses(values: dict[str, Any]) -> dict[str, str]:
    clauses = values.get("clauses")
    return {str(field): str(clause) for field, clause in clauses.items()} if isinstance(clauses, dict) else {}


def clause_of(clauses: dict[str, str], path: str) -> str:
    """Return the clause for ``path``: its own, that of every item (``rounds[].opens``), its parent's, or ''."""
    while path:
        for name in (path, _INDEX.sub("[]", path)):
            if name in clauses:
                return clauses[name]
        path = path.rpartition(".")[0] if "." in path else ("" if not path.endswith("]") else path.rpartition("[")[0])
    return ""


def _key(kind: type[BaseModel], path: str) -> str:
    """The catalogue's key for the field at ``path``."""
    found = field_at(kind, path)
    return f"field.{found[0]}.{found[1]}" if found else f"field.{kind.__name__}"


def _days_without_hours(kind: type[BaseModel], values: dict[str, Any], clauses: dict[str, str]) -> Iterator[OpenField]:
    covered = _assumed(values)
    for path, day, hours in _days(values):
        if not covered & {path, _INDEX.sub("[]", path)}:
            yield OpenField(path, clause_of(clauses, path), _key(kind, path), f"{day} {hours}")


def _assumed(values: dict[str, Any]) -> set[str]:
    listed = values.get("assumptions")
    return {str(each.get("field")) for each in listed if isinstance(each, dict)} if isinstance(listed, list) else set()


def _days(values: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each round's edge that is a day alone, with the hour that it is read as: 00:00 to open, 24:00 to close."""
    rounds = values.get("rounds")
    for index, each in enumerate(rounds if isinstance(rounds, list) else []):
        for edge, hour in (("opens", "00:00"), ("closes", "24:00")):
            day = each.get(edge) if isinstance(each, dict) else None
            if isinstance(day, str) and DATE.fullmatch(day):
                yield f"rounds[{index}].{edge}", day, hour
