"""One's own registration: each field that the definition asks for is checked, mended where there is no doubt, or refused.

Whatever is wrong is told at once, each field with a sentence: somebody who types on a phone shall not be sent round in
circles. Nothing that the definition doesn't ask for is taken (Law 91/2025/QH15: what is taken must be needed).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import identifiers
from .definition import Definition
from .errors import Unfit
from .formulas import looks_like_formula
from .hidden import hidden_character
from .person_names import mended_name, name_fault
from .roster import Unit
from .times import HO_CHI_MINH, to_datetime
from .ways_in import Registration
from .words import LANGUAGES, say

LONGEST_POSITION = 100
_EARLIEST_BIRTH = dt.date(1900, 1, 1)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# The fourth digit: 0 and 1 were born in the twentieth century, 2 and 3 in this one (Thông tư 59/2021/TT-BCA, Điều 4).
_CENTURIES = {"0": 1900, "1": 1900, "2": 2000, "3": 2000}

Values = dict[str, object]


@dataclass(frozen=True)
class Entry:
    """What somebody entered, as it is stored: mended, and empty where the definition doesn't ask.

    ``identifier`` is that one of the fields by which one person is one contestant, in its one spelling.
    """

    identifier: str
    full_name: str
    unit: str
    unit_name: str
    unit_by: str
    citizen_id: str = ""
    phone: str = ""
    email: str = ""
    birth_date: str = ""
    position: str = ""

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Everything by which lists of who may not take part can name this person."""
        return tuple(filter(None, (self.citizen_id, self.phone, self.email)))


@dataclass(frozen=True)
class EntryFault:
    """What is wrong with one field: the code of a problem, and what fills in its sentence."""

    field: str
    code: str
    values: Values


def read_entry(said: Mapping[str, Any], definition: Definition, asked: Registration, units: Sequence[Unit]) -> Entry:
    """Return the entry in ``said``, a body that fits `forms.REGISTRATION`. Raises Unfit with every field that is wrong.

    ``asked`` is the definition's registration; ``units`` the contest's list, on which the unit has to be if there is one.
    """
    names = {unit.id: unit.name for unit in units}
    faults = list(_faults(said, definition, asked, names))
    if faults:
        raise _unfit(faults)
    fields = {name: _MENDED[name](said["fields"][name]) for name in asked.fields}
    return Entry(
        identifier=identifiers.canonical_identifier(fields[asked.identifier]),
        full_name=mended_name(said["full_name"]),
        unit=said["unit"],
        unit_name=names.get(said["unit"], ""),
        unit_by=said["unit_by"],
        **fields,
    )


def _faults(
    said: Mapping[str, Any], definition: Definition, asked: Registration, names: Mapping[str, str]
) -> Iterator[EntryFault]:
    _refuse_unasked(said["fields"], asked)
    if code := name_fault(said["full_name"]):
        yield EntryFault("full_name", code, {})
    for name in asked.fields:
        yield from _fault(name, said["fields"].get(name, ""), definition, asked)
    if said["unit"] not in (names or ("",)):
        yield EntryFault("unit", "unfit-unit", {})
    if said["unit_by"] not in (asked.unit_by or ("",)):
        yield EntryFault("unit_by", "unfit-unit-by", {})


def read_email(text: str) -> str:
    """Return an address as letters are sent to it. Raises Unfit, as `read_entry` does."""
    if not identifiers.email(text):
        raise _unfit([EntryFault("email", _CODES["email"], {})])
    return identifiers.email(text)


def _refuse_unasked(fields: Mapping[str, str], asked: Registration) -> None:
    unasked = sorted(set(fields) - set(asked.fields))
    if unasked:
        raise Unfit("unfit-fields", facts={"fields": unasked}, fields=", ".join(unasked), known=", ".join(asked.fields))


def _fault(name: str, text: str, definition: Definition, asked: Registration) -> Iterator[EntryFault]:
    opens = to_datetime(definition.starts).astimezone(HO_CHI_MINH).date()
    if not _MENDED[name](text) or not _is_plausible(name, text, opens):
        yield EntryFault(name, _CODES[name], {})
    elif name == "birth_date" and asked.least_age is not None and age(_day(text), opens) < asked.least_age:
        yield EntryFault(name, "unfit-age", {"least": asked.least_age, "opens": f"{opens:%d/%m/%Y}"})


def _is_plausible(name: str, text: str, opens: dt.date) -> bool:
    if name == "citizen_id":
        return could_be_issued(identifiers.citizen_id(text), opens)
    return name != "birth_date" or _EARLIEST_BIRTH <= _day(text) <= opens


def could_be_issued(citizen_id: str, on: dt.date) -> bool:
    """Return whether an identity number of 12 digits can be that of somebody who lives ``on`` that day.

    Only what is certain is held against it: no province and no country is 000, and nobody was born in a year to come. Which
    codes there are besides is not: those of the countries are many, and provinces were merged in 2025.
    """
    century = _CENTURIES.get(citizen_id[3])
    return not citizen_id.startswith("000") and century is not None and century + int(citizen_id[4:6]) <= on.year


def age(born: dt.date, on: dt.date) -> int:
    """Return how many years old somebody is ``on`` a day; who was born on 29 February grows older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birth_date(text: str) -> str:
    """Return a date as ``2001-02-03`` from what people type, ``3/2/2001``, or what a browser sends; empty for none."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if found := _DAY_FIRST.fullmatch(typed):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = found.groups()
    else:
        return ""
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def position(text: str) -> str:
    """Return what somebody does, on one line and composed; empty for what nobody could read or a spreadsheet would run."""
    mended = " ".join(unicodedata.normalize("NFC", text).split())
    strange = hidden_character(mended) is not None or looks_like_formula(mended)
    return "" if strange or not 2 <= len(mended) <= LONGEST_POSITION else mended


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(birth_date(text))


_CODES: Mapping[str, str] = {
    "citizen_id": "unfit-citizen-id",
    "phone": "unfit-phone",
    "email": "unfit-email",
    "birth_date": "unfit-birth-date",
    "position": "unfit-position",
}
_MENDED: Mapping[str, Callable[[str], str]] = {
    "citizen_id": identifiers.citizen_id,
    "phone": identifiers.phone,
    "email": identifiers.email,
    "birth_date": birth_date,
    "position": position,
}


def _unfit(faults: Sequence[EntryFault]) -> Unfit:
    """Return one refusal for all ``faults``: the sentence of the first, and with its facts those of them all."""
    told = [{"field": each.field, "code": each.code, **_sentences(each)} for each in faults]
    first, *_ = faults
    return Unfit(first.code, facts={"fields": [each.field for each in faults], "faults": told}, **first.values)


def _sentences(fault: EntryFault) -> dict[str, str]:
    return {language: say(f"problem.{fault.code}.detail", language, **fault.values) for language in LANGUAGES}
