"""Registering: each field is mended where there is no doubt, and refused with a sentence where there is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.drafting import load_definition
from chalicelib.domain.errors import Unfit
from chalicelib.domain.identifiers import canonical_identifier
from chalicelib.domain.registration import Entry, age, birth_date, could_be_issued, position, read_email, read_entry
from chalicelib.domain.roster import Unit
from chalicelib.domain.ways_in import Registration
from chalicelib.domain.words import CATALOGUES
from chalicelib.routes.openapi import OF_ENTRIES
from tests.domain.test_identifiers import addresses, citizen_ids, phones
from tests.factories import as_yaml, make_definition

DEFINITION = load_definition(as_yaml(make_definition()), "contest.yaml")
UNITS = [Unit("so-noi-vu", "Sở Nội vụ", "", 0), Unit("so-tai-chinh", "Sở Tài chính", "", 0)]
OPENING = dt.date(2023, 10, 23)
RIGHT = {
    "citizen_id": "034096000077",
    "phone": "0912345678",
    "email": "an@hue.gov.vn",
    "birth_date": "03/02/1996",
    "position": "Chuyên viên",
}


def asked(*fields: Any, **changes: Any) -> Registration:
    """Return what a definition asks for: these fields, by the first of which a person is one contestant."""
    values = {
        "identifier": fields[0],
        "fields": fields,
        "unit_by": (),
        "least_age": None,
        "confirm": None,
        "password": False,
    }
    return Registration(**values | changes)


ALL = asked("citizen_id", "phone", "email", "birth_date", "position")


def said(**changes: Any) -> dict[str, Any]:
    """Return a body whose entries are right."""
    return {"full_name": "Nguyễn Văn An", "unit": "so-noi-vu", "unit_by": "", "fields": RIGHT} | changes


def read(registration: Registration = ALL, units: Any = UNITS, **changes: Any) -> Entry:
    return read_entry(said(**changes), DEFINITION, registration, units)


def refused(registration: Registration = ALL, units: Any = UNITS, **changes: Any) -> dict[str, str]:
    """Return what is wrong, by field."""
    with pytest.raises(Unfit) as told:
        read(registration, units, **changes)
    faults = {fault["field"]: fault["code"] for fault in told.value.facts["faults"]}
    assert list(faults) == told.value.facts["fields"]
    assert told.value.code == next(iter(faults.values()))
    return faults


def test_what_is_right_is_kept_in_one_spelling():
    fields = {
        "citizen_id": "34.096.000.077",
        "phone": "+84 912 345 678",
        "email": " An@Hue.GOV.vn ",
        "birth_date": "3/2/1996",
        "position": " Chuyên   viên ",
    }

    assert read(full_name="  Nguyễn Văn  An", fields=fields) == Entry(
        identifier="034096000077",
        full_name="Nguyễn Văn An",
        unit="so-noi-vu",
        unit_name="Sở Nội vụ",
        unit_by="",
        citizen_id="034096000077",
        phone="0912345678",
        email="an@hue.gov.vn",
        birth_date="1996-02-03",
        position="Chuyên viên",
    )


def test_what_is_not_asked_is_empty_and_may_not_be_said():
    registration = asked("phone")

    assert read(registration, fields={"phone": RIGHT["phone"]}).citizen_id == ""
    with pytest.raises(Unfit, match="unfit-fields"):
        read(registration)


@pytest.mark.parametrize("field", RIGHT)
def test_what_is_missing_is_told_with_all_the_rest(field: str):
    left = {name: value for name, value in RIGHT.items() if name != field}

    faults = refused(full_name="", fields=left, unit="")

    code = f"unfit-{field.replace('_', '-')}"
    assert faults == {"full_name": "unfit-name-missing", field: code, "unit": "unfit-unit"}


@pytest.mark.parametrize("code", OF_ENTRIES)
def test_each_fault_has_its_sentence_in_both_languages(code: str):
    keys = [f"problem.{code}.{part}" for part in ("title", "detail")]

    assert all(CATALOGUES[language].get(key) for language in ("vi", "en") for key in keys)


@given(st.one_of(citizen_ids(), phones(), addresses()))
def test_any_spelling_of_one_field_registers_one_person(both: tuple[str, str]):
    one, written = both
    kind = "email" if "@" in one else "citizen_id" if len(one) == 12 else "phone"
    registration = asked(kind)

    entry = read_entry(said(fields={kind: written}), DEFINITION, registration, UNITS)

    assert entry.identifier == canonical_identifier(one)


@pytest.mark.parametrize(
    ("number", "could_be"),
    [
        ("034096000077", True),
        ("001199000001", True),
        ("096305000001", True),
        ("000096000077", False),  # No province.
        ("034496000077", False),  # Born in the twenty-second century.
        ("034224000001", False),  # Born next year.
        ("034223000001", True),
        ("101096000001", True),  # Registered abroad.
    ],
)
def test_a_number_that_nobody_can_have_is_none(number: str, could_be: bool):
    assert could_be_issued(number, OPENING) == could_be
    assert bool(refused_or_not({**RIGHT, "citizen_id": number})) != could_be


def refused_or_not(fields: dict[str, str]) -> str:
    try:
        read(fields=fields)
    except Unfit as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("03/02/1996", "1996-02-03"),
        ("3-2-1996", "1996-02-03"),
        ("3.2.1996", "1996-02-03"),
        ("3 2 1996", "1996-02-03"),
        ("1996-02-03", "1996-02-03"),
        ("29/02/2000", "2000-02-29"),
        ("29/02/1900", ""),
        ("31/04/1996", ""),
        ("02/13/1996", ""),
        ("03/02/96", ""),
        ("1996", ""),
        ("03/02/1996 00:00", ""),
        ("", ""),
    ],
)
def test_a_date_of_birth_is_day_month_year(typed: str, date: str):
    assert birth_date(typed) == date


@pytest.mark.parametrize("typed", ["31/12/1899", "24/10/2023", "01/01/2200"])
def test_nobody_is_born_after_the_opening_or_long_ago(typed: str):
    assert refused(fields={**RIGHT, "birth_date": typed}) == {"birth_date": "unfit-birth-date"}


@pytest.mark.parametrize(("born", "years"), [("2005-10-23", 18), ("2005-10-24", 17), ("2004-02-29", 19), ("2023-10-23", 0)])
def test_an_age_is_counted_in_full_years(born: str, years: int):
    assert age(dt.date.fromisoformat(born), OPENING) == years


def test_who_is_born_on_a_leap_day_grows_older_on_the_first_of_march():
    born = dt.date(2004, 2, 29)

    assert [age(born, day) for day in (dt.date(2022, 2, 28), dt.date(2022, 3, 1), dt.date(2024, 2, 29))] == [17, 18, 20]


def test_who_is_too_young_is_told_so_and_for_which_day():
    with pytest.raises(Unfit) as told:
        read(
            asked("citizen_id", "birth_date", least_age=28),
            fields={"citizen_id": RIGHT["citizen_id"], "birth_date": "24/10/1995"},
        )

    assert (told.value.code, told.value.values) == ("unfit-age", {"least": 28, "opens": "23/10/2023"})


@pytest.mark.parametrize("text", ["", "x", "x" * 101, "=HYPERLINK(1)", "Chuyên\u202eviên"])
def test_what_is_no_position(text: str):
    assert position(text) == ""


def test_where_there_is_no_list_nobody_has_a_unit():
    assert read(units=[], unit="").unit == ""
    assert refused(units=[], unit="so-noi-vu") == {"unit": "unfit-unit"}


@pytest.mark.parametrize(
    ("unit_by", "code"), [("workplace", ""), ("residence", ""), ("", "unfit-unit-by"), ("x", "unfit-unit-by")]
)
def test_whose_unit_it_is_has_to_be_said_where_it_is_asked(unit_by: str, code: str):
    registration = asked("citizen_id", unit_by=("workplace", "residence"))
    fields = {"citizen_id": RIGHT["citizen_id"]}

    faults = {} if not code else refused(registration, fields=fields, unit_by=unit_by)

    assert faults == ({"unit_by": code} if code else {})
    assert code or read(registration, fields=fields, unit_by=unit_by).unit_by == unit_by


def test_where_it_is_not_asked_it_may_not_be_said():
    assert refused(unit_by="workplace") == {"unit_by": "unfit-unit-by"}


def test_everything_that_names_a_person_is_looked_for_among_who_is_kept_out():
    assert read().identifiers == ("034096000077", "0912345678", "an@hue.gov.vn")


def test_an_address_alone_is_read_the_same_way():
    assert read_email(" An@Hue.gov.vn") == "an@hue.gov.vn"
    with pytest.raises(Unfit) as told:
        read_email("an@hue")
    assert told.value.facts["fields"] == ["email"]
