"""Who may take part: people, their units, the codes that let them in, and the pseudonyms that they are counted under.

A roster is read from an organizer's table, all or nothing. Excel turns a 12-digit CCCD into a number and drops its
leading zeros, and people write one unit in several ways: what can be mended without doubt is mended with a warning, and
everything else is a fault at its cell.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from .canonical import canonical, keyed, sha256_hex
from .faults import Fault, Faulty
from .formulas import looks_like_formula
from .identifiers import canonical_identifier, email, has_lost_zeros
from .person_names import LONGEST_NAME, mended_name, name_fault
from .sheets import Column, Row, Table, listed, read_sheet, yes_or_no
from .vietnamese import plain, slug, sound, unaccented, wording

if TYPE_CHECKING:
    from .award_rules import UnitClass
    from .definition import Definition, ExcludedBody

SHEET = "Thí sinh"
COLUMNS = (
    Column("name", "Họ và tên"),
    Column("identifier", "Mã định danh"),
    Column("unit", "Đơn vị"),
    Column("klass", "Loại đơn vị"),
    Column("leader", "Lãnh đạo"),
    Column("excluded", "Không được dự thi"),
    Column("reason", "Lý do"),
    Column("excused", "Vắng có lý do", optional=True),
)
OWN_REASON = "khac"
"""What stands in ``Person.excluded`` for who is kept out for a reason of their own, not as a member of a body."""

# Of hidden characters any cell is told, before a row is read: see `sheets`.
_OF_NAMES = {
    "unfit-name-digits": "roster.name-digits",
    "unfit-name-script": "roster.name-script",
    "unfit-name-signs": "roster.name-signs",
}
LONGEST_UNIT_NAME = 300
LONGEST_UNIT_ID = 60
_IDENTIFIER = re.compile(r"[^\W_][\w@]{2,39}")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+|[0-9][.,][0-9]+E[0-9]+")
_EXACT = 10**15
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISTAKEN = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the roster.

    ``identifier`` is normalised (see `canonical_identifier`). ``unit`` is a unit's id, empty without one. ``excluded`` is
    the id of the body that keeps them out, ``khac`` for a reason of their own, empty for who may take part. ``excused`` is
    why they don't have to (a leave, a posting), empty for who is expected.
    """

    full_name: str
    identifier: str
    unit: str
    unit_name: str
    leader: bool
    excluded: str
    excluded_reason: str
    excused: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that people belong to. ``klass`` is a unit class's id or empty; ``headcount`` counts who may take part.

    On the organizers' own list of units it is the number that they name, None where they name none. ``parent`` is the id
    of the unit that it belongs to, empty where it stands for itself: only that list has a tree.
    """

    id: str
    name: str
    klass: str
    headcount: int | None
    parent: str = ""


@dataclass(frozen=True)
class Roster:
    """People sorted by identifier, units by id."""

    people: tuple[Person, ...]
    units: tuple[Unit, ...]


def roster_json(roster: Roster) -> bytes:
    """Return the roster as canonical JSON: ``{"people": [Person…], "units": [Unit…]}``."""
    return canonical(asdict(roster))


def roster_from_json(data: bytes) -> Roster:
    """Return the roster that ``roster_json`` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    read = json.loads(data)
    return Roster(tuple(Person(**item) for item in read["people"]), tuple(Unit(**item) for item in read["units"]))


def unit_id(name: str) -> str:
    """Return a unit's id: its name in ASCII, ``so-noi-vu``; a long one is cut and ends in a hash. Empty without a letter."""
    id = slug(name)
    return id if len(id) <= LONGEST_UNIT_ID else f"{id[:51].rstrip('-')}-{sha256_hex(id.encode())[:8]}"


def read_roster(table: Table, definition: Definition) -> tuple[Roster, list[Fault]]:
    """Return the roster that ``table`` holds, and the warnings about it. Raises Faulty with every fault, by cell."""
    sheet = read_sheet(table, COLUMNS)
    reader = RowReader(definition)
    people = [reader.person(row) for row in sheet.rows]
    if sheet.faults or reader.faults:
        raise Faulty(sheet.faults + reader.faults)
    people.sort(key=lambda person: person.identifier)
    return Roster(tuple(people), reader.units_of(people)), sheet.warnings + reader.warnings


@dataclass
class _SeenUnit:
    """A unit met so far: its first spelling and where that stands, the other spellings, and its class likewise."""

    name: str
    place: str
    spellings: set[str] = field(default_factory=set)
    klass: str = ""
    klass_place: str = ""


class RowReader:
    """Reads rows one after the other, and remembers what it has met: identifiers, names, units."""

    def __init__(self, definition: Definition):
        self.bodies = by_name(definition.excluded_bodies)
        self.classes = by_name(definition.unit_classes)
        self.body_names = {body.id: body.name for body in definition.excluded_bodies}
        self.allowed_bodies = listed(body.name for body in definition.excluded_bodies)
        self.allowed_classes = listed(klass.name for klass in definition.unit_classes)
        self.units: dict[str, _SeenUnit] = {}
        self.identifiers: dict[str, str] = {}
        self.names: dict[tuple[str, str], str] = {}
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def person(self, row: Row) -> Person:
        """Return the person on ``row``; what is wrong with them goes to ``faults``, what was mended to ``warnings``."""
        name = self._name(row)
        identifier = self._identifier(row)
        unit, unit_name = self.unit(row)
        self._same_name(row, name, unit)
        leader, excluded = self._leader(row), self._excluded(row)
        # Who is kept out reads why: the body's name, where the list says no more.
        reason = row.text("reason") or self.body_names.get(excluded, "")
        return Person(name, identifier, unit, unit_name, leader, excluded, reason, row.text("excused"))

    def _fault(self, row: Row, key: str, code: str, **values: object) -> None:
        self.faults.append(row.fault(key, code, **values))

    def _warn(self, row: Row, key: str, code: str, **values: object) -> None:
        self.warnings.append(row.fault(key, code, **values))

    def _name(self, row: Row) -> str:
        name = mended_name(row.text("name"))
        if not name:
            self._fault(row, "name", "roster.name-missing")
        elif len(name) > LONGEST_NAME:
            self._fault(row, "name", "roster.name-too-long", length=len(name), longest=LONGEST_NAME)
        elif looks_like_formula(name):
            self._formula(row, "name")
        elif code := _OF_NAMES.get(name_fault(name)):
            self._fault(row, "name", code, found=name)
        return name

    def _formula(self, row: Row, key: str) -> None:
        """Names go into lists that people open in Excel."""
        if looks_like_formula(row.text(key)):
            self._fault(row, key, "roster.formula", found=row.text(key))

    def _identifier(self, row: Row) -> str:
        found = row.text("identifier")
        identifier = canonical_identifier(found)
        code = identifier_fault(row, found, identifier)
        if code:
            self._fault(row, "identifier", code, found=found)
        elif identifier in self.identifiers:
            self._fault(row, "identifier", "roster.identifier-twice", found=identifier, other=self.identifiers[identifier])
        elif has_lost_zeros(found):
            lost = "roster.phone-padded" if len(identifier) == 10 else "roster.identifier-padded"
            self._warn(row, "identifier", lost, found=found, identifier=identifier)
        self.identifiers.setdefault(identifier, row.place("identifier"))
        return identifier

    def unit(self, row: Row) -> tuple[str, str]:
        """Return id and name of the unit on ``row``; names that differ in spelling only are one unit, the first's."""
        id, name = self._unit(row)
        self._klass(row, id)
        return id, name

    def _unit(self, row: Row) -> tuple[str, str]:
        name = row.text("unit")
        id = unit_id(name)
        if name and not id:
            self._fault(row, "unit", "roster.unit-unfit", found=name)
        elif len(name) > LONGEST_UNIT_NAME:
            self._fault(row, "unit", "roster.unit-too-long", length=len(name), longest=LONGEST_UNIT_NAME)
        self._formula(row, "unit")
        if not id:
            return "", ""
        seen = self.units.setdefault(id, _SeenUnit(name, row.place("unit"), {name}))
        if name not in seen.spellings:
            seen.spellings.add(name)
            self._other_spelling(row, name, seen)
        return id, seen.name

    def _other_spelling(self, row: Row, name: str, seen: _SeenUnit) -> None:
        """Two names that differ in a tone may be two places (``Tân Thành``, ``Tân Thạnh``): only their people know."""
        same = wording(name) == wording(seen.name) or unaccented(name) or unaccented(seen.name)
        add, code = (self._warn, "roster.unit-merged") if same else (self._fault, "roster.units-alike")
        add(row, "unit", code, found=name, kept=seen.name, other=seen.place)

    def _klass(self, row: Row, unit: str) -> None:
        found = row.text("klass")
        if not found:
            return
        klass = self.classes.get(plain(found))
        if klass is None:
            self._fault(row, "klass", "roster.class-unknown", found=found, allowed=self.allowed_classes or "—")
        elif not unit:
            self._fault(row, "klass", "roster.class-alone", found=found)
        else:
            self._join(row, self.units[unit], klass)

    def _join(self, row: Row, seen: _SeenUnit, klass: str) -> None:
        if seen.klass and seen.klass != klass:
            values = {"unit": seen.name, "found": row.text("klass"), "first": seen.klass, "other": seen.klass_place}
            self._fault(row, "klass", "roster.class-twice", **values)
        elif not seen.klass:
            seen.klass, seen.klass_place = klass, row.place("klass")

    def _same_name(self, row: Row, name: str, unit: str) -> None:
        """Warn of one name twice in one unit under two identifiers: often it is one person."""
        key = (sound(name), unit)
        if name and unit and key in self.names:
            self._warn(row, "name", "roster.same-name", found=name, other=self.names[key])
        self.names.setdefault(key, row.place("name"))

    def _leader(self, row: Row) -> bool:
        leader = yes_or_no(row.text("leader"))
        if leader is None:
            self._fault(row, "leader", "sheet.yes-or-no", found=row.text("leader"))
        return bool(leader)

    def _excluded(self, row: Row) -> str:
        """Return the id of the body that keeps this person out; "" for who may take part."""
        found, reason = row.text("excluded"), row.text("reason")
        said = yes_or_no(found)
        if said is False and reason:
            self._fault(row, "reason", "roster.reason-alone", found=reason)
        if said is True and not reason:
            self._fault(row, "reason", "roster.reason-missing")
        body = self.bodies.get(plain(found))
        if said is None and body is None:
            self._fault(row, "excluded", "roster.body-unknown", found=found, allowed=self.allowed_bodies or "—")
        return body or (OWN_REASON if said else "")

    def units_of(self, people: Iterable[Person]) -> tuple[Unit, ...]:
        """Return the units met, sorted by id, each with the number of its people who may take part."""
        heads = Counter(person.unit for person in people if not person.excluded)
        return tuple(Unit(id, seen.name, seen.klass, heads[id]) for id, seen in sorted(self.units.items()))


def identifier_fault(row: Row, found: str, identifier: str) -> str | None:
    """Return the code of what is wrong with an identifier, as it was ``found`` and as it is compared; None for nothing."""
    cell = row.cell("identifier")
    if not found:
        return "roster.identifier-missing"
    if _SCIENTIFIC.fullmatch(found.upper()):
        return "roster.identifier-scientific"
    if isinstance(cell, int | float) and abs(cell) >= _EXACT:
        return "roster.identifier-rounded"
    return None if _IDENTIFIER.fullmatch(identifier) or email(identifier) else "roster.identifier-unfit"


def by_name(named: Iterable[ExcludedBody | UnitClass]) -> dict[str, str]:
    """Return id by name and by id, as ``plain`` writes them."""
    return {plain(text): each.id for each in named for text in (each.name, each.id)}


def new_code(random_bytes: Callable[[int], bytes]) -> str:
    """Return a fresh code such as ``4X7K-9QTM``: 40 bits as 8 symbols of Crockford's base 32 (no I, L, O, U)."""
    number = int.from_bytes(random_bytes(5), "big")
    symbols = "".join(_SYMBOLS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{symbols[:4]}-{symbols[4:]}"


def plain_code(text: str) -> str:
    """Return a code as it is compared, from what a person types: ``4x7k 9qtm`` is ``4X7K9QTM``, O is 0, I and L are 1."""
    typed = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in typed if letter.isalnum()).translate(_MISTAKEN)


def code_hash(key: bytes, contest: str, identifier: str, code: str) -> str:
    """Return what is kept of a code: a keyed hash in hex. ``code`` as typed or as made; ``identifier`` normalised."""
    return keyed(key, "code", contest, identifier, plain_code(code)).hex()


def new_pseudonym(random_bytes: Callable[[int], bytes]) -> str:
    """Return a fresh pseudonym: 16 random bytes in base 32, lower case, 26 characters (export format, attempts.csv)."""
    return base64.b32encode(random_bytes(16)).decode().rstrip("=").lower()
