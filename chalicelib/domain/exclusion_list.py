"""A list of people who may not take part, as an organizer sends it: by identifier, or by name where no more is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .faults import Fault, Faulty
from .formulas import looks_like_formula
from .identifiers import canonical_identifier, has_lost_zeros
from .person_names import LONGEST_NAME, mended_name
from .roster import LONGEST_UNIT_NAME, OWN_REASON, by_name, identifier_fault, unit_id
from .sheets import Column, Row, Table, listed, read_sheet
from .vietnamese import plain, slug

if TYPE_CHECKING:
    from .definition import Definition

SHEET = "Không được dự thi"
COLUMNS = (
    Column("name", "Họ và tên"),
    Column("identifier", "Mã định danh"),
    Column("unit", "Đơn vị"),
    Column("body", "Bộ phận"),
    Column("reason", "Lý do"),
)
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list.

    ``identifier`` is as `canonical_identifier` writes it, empty where only a name is known. ``unit`` is an id, empty where
    none is named. ``body`` is the id of an excluded body, or ``khac``; ``reason`` is what the person reads.
    """

    full_name: str
    identifier: str
    unit: str
    unit_name: str
    body: str
    reason: str


def read_exclusions(table: Table, definition: Definition) -> tuple[list[Listed], list[Fault]]:
    """Return the people whom ``table`` names, and the warnings about it. Raises Faulty with every fault, by cell."""
    sheet = read_sheet(table, COLUMNS)
    reader = _Reader(definition)
    people = [reader.person(row) for row in sheet.rows]
    if sheet.faults or reader.faults:
        raise Faulty(sheet.faults + reader.faults)
    return people, sheet.warnings + reader.warnings


class _Reader:
    """Reads rows one after the other, and remembers whom it has met."""

    def __init__(self, definition: Definition):
        self.bodies = by_name(definition.excluded_bodies)
        self.body_names = {body.id: body.name for body in definition.excluded_bodies}
        self.met: dict[tuple[str, ...], str] = {}
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def person(self, row: Row) -> Listed:
        """Return the person on ``row``; what is wrong with them goes to ``faults``, what should be seen to ``warnings``."""
        name, identifier = self._name(row), self._identifier(row)
        if not name and not row.text("identifier"):
            self._fault(row, "name", "exclusion.nobody")
        unit = unit_id(self._short(row, "unit", LONGEST_UNIT_NAME, "roster.unit-too-long"))
        self._once(row, (identifier,) if identifier else ("", slug(name), unit))
        body, reason = self._why(row)
        return Listed(name, identifier, unit, row.text("unit"), body, reason)

    def _name(self, row: Row) -> str:
        name = mended_name(self._short(row, "name", LONGEST_NAME, "roster.name-too-long"))
        if name and not row.text("identifier"):
            self.warnings.append(row.fault("name", "exclusion.by-name", found=name))
        return name

    def _short(self, row: Row, key: str, longest: int, code: str) -> str:
        """Return a text that goes into lists that people open in Excel."""
        text = row.text(key)
        if len(text) > longest:
            self._fault(row, key, code, length=len(text), longest=longest)
        if looks_like_formula(text):
            self._fault(row, key, "roster.formula", found=text)
        return text

    def _identifier(self, row: Row) -> str:
        found = row.text("identifier")
        identifier = canonical_identifier(found)
        code = identifier_fault(row, found, identifier) if found else None
        if code:
            self._fault(row, "identifier", code, found=found)
        elif found and has_lost_zeros(found):
            lost = "roster.phone-padded" if len(identifier) == 10 else "roster.identifier-padded"
            self.warnings.append(row.fault("identifier", lost, found=found, identifier=identifier))
        return identifier

    def _once(self, row: Row, who: tuple[str, ...]) -> None:
        key = "identifier" if who[0] else "name"
        if who in self.met:
            self._fault(row, key, "exclusion.twice", found=row.text(key), other=self.met[who])
        self.met.setdefault(who, row.place(key))

    def _why(self, row: Row) -> tuple[str, str]:
        """Return the body that keeps somebody out, and what they read: the list's own words, else the body's name."""
        found, reason = row.text("body"), row.text("reason")
        body = self.bodies.get(plain(found), "")
        if found and not body:
            self._fault(row, "body", "exclusion.body-unknown", found=found, allowed=listed(self.body_names.values()) or "—")
        if not found and not reason:
            self._fault(row, "reason", "exclusion.no-reason")
        if len(reason) > LONGEST_REASON:
            self._fault(row, "reason", "exclusion.reason-too-long", length=len(reason), longest=LONGEST_REASON)
        return body or OWN_REASON, reason or self.body_names.get(body, "")

    def _fault(self, row: Row, key: str, code: str, **values: object) -> None:
        self.faults.append(row.fault(key, code, **values))
