"""Rosters: people and units read from tables, codes, pseudonyms."""

from __future__ import annotations

import random
import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.award_rules import UnitClass
from chalicelib.domain.definition import Definition, ExcludedBody
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.person_names import mended_name
from chalicelib.domain.roster import (
    COLUMNS,
    Person,
    Roster,
    Unit,
    code_hash,
    new_code,
    new_pseudonym,
    plain_code,
    read_roster,
    roster_from_json,
    roster_json,
    unit_id,
)
from chalicelib.domain.roster_changes import roster_changes
from chalicelib.domain.sheets import Table
from tests.factories import numbered_name

HEADERS = [column.header for column in COLUMNS]
DEFINITION = Definition.model_construct(
    contest="vi-du-2023",
    excluded_bodies=(
        ExcludedBody(id="ban-to-chuc", name="Ban Tổ chức", clause="S0:35"),
        ExcludedBody(id="to-thu-ky", name="Tổ thư ký giúp việc", clause="S0:35"),
    ),
    unit_classes=(UnitClass(id="so", name="Sở, ban, ngành"), UnitClass(id="xa", name="Xã, phường")),
)
ONE, TWO = "001234567891", "001234567892"


def row(name="Nguyễn Văn An", identifier=ONE, unit="Sở Nội vụ", klass="", leader="", excluded="", reason=""):
    return [name, identifier, unit, klass, leader, excluded, reason]


def person(**changes):
    an = Person("Nguyễn Văn An", ONE, "so-noi-vu", "Sở Nội vụ", False, "", "")
    return replace(an, **changes)


def read(*rows):
    return read_roster(Table("ds.xlsx", "Thí sinh", [HEADERS, *rows]), DEFINITION)


def at(cell):
    return f'Sheet "Thí sinh", ô {cell}'


def refused(*rows):
    with pytest.raises(Faulty) as caught:
        read(*rows)
    assert all(fault.line("vi") != fault.line("en") for fault in caught.value.faults)
    return caught.value.faults


def test_a_row_becomes_a_person_of_a_unit():
    roster, warnings = read(row(klass="Sở, ban, ngành", leader="có"))

    assert roster == Roster(people=(person(leader=True),), units=(Unit("so-noi-vu", "Sở Nội vụ", "so", 1),))
    assert warnings == []


def test_people_are_sorted_by_identifier_and_units_by_id():
    roster, _ = read(row(identifier=TWO, unit="Sở Y tế"), row())

    assert [each.identifier for each in roster.people] == [ONE, TWO]
    assert [each.id for each in roster.units] == ["so-noi-vu", "so-y-te"]


def test_a_person_may_have_no_unit():
    roster, _ = read(row(unit=""))

    assert roster == Roster(people=(person(unit="", unit_name=""),), units=())


@pytest.mark.parametrize("typed", ["001 234 567 891", "001.234.567.891", "001-234-567-891", " 001234567891 "])
def test_identifiers_are_compared_without_spaces_dots_and_dashes(typed):
    roster, warnings = read(row(identifier=typed))

    assert roster.people == (person(),)
    assert warnings == []


@pytest.mark.parametrize("cell", [1234567891.0, 1234567891, "1234567891"])
def test_a_citizen_number_that_lost_its_zeros_is_padded_with_a_warning(cell):
    roster, warnings = read(row(identifier=cell))

    assert roster.people == (person(),)
    assert warnings == [Fault("ds.xlsx", at("B2"), "roster.identifier-padded", {"found": "1234567891", "identifier": ONE})]


@pytest.mark.parametrize("cell", [912345678.0, 912345678, "912 345 678"])
def test_a_mobile_number_that_lost_its_zero_is_padded_with_a_warning(cell):
    roster, warnings = read(row(identifier=cell))

    found = cell if isinstance(cell, str) else "912345678"
    assert roster.people == (person(identifier="0912345678"),)
    told = {"found": found, "identifier": "0912345678"}
    assert warnings == [Fault("ds.xlsx", at("B2"), "roster.phone-padded", told)]


def test_an_address_may_be_an_identifier():
    roster, warnings = read(row(identifier="An.Nguyen@hue.gov.vn"))

    assert (roster.people, warnings) == ((person(identifier="an.nguyen@hue.gov.vn"),), [])


@pytest.mark.parametrize(
    ("cell", "code", "found"),
    [
        ("", "roster.identifier-missing", ""),
        ("7.9203E+10", "roster.identifier-scientific", "7.9203E+10"),
        ("7,9203E+10", "roster.identifier-scientific", "7,9203E+10"),
        (1234567890123456.0, "roster.identifier-rounded", "1234567890123456"),
        ("12", "roster.identifier-unfit", "12"),
        ("13/12/2021", "roster.identifier-unfit", "13/12/2021"),
        (12.5, "roster.identifier-unfit", "12,5"),
    ],
)
def test_identifiers_that_can_not_be_right_are_faults(cell, code, found):
    assert refused(row(identifier=cell)) == [Fault("ds.xlsx", at("B2"), code, {"found": found})]


def test_one_identifier_twice_names_both_cells_however_it_is_written():
    faults = refused(row(), row(name="Trần Bình", identifier=1234567891.0, unit="Sở Y tế"))

    assert faults == [Fault("ds.xlsx", at("B3"), "roster.identifier-twice", {"found": ONE, "other": at("B2")})]


def test_names_are_composed_and_one_line():
    roster, _ = read(row(name=unicodedata.normalize("NFD", " Đỗ  Thị\nThúy ")))

    assert roster.people == (person(full_name="Đỗ Thị Thúy"),)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", Fault("ds.xlsx", at("A2"), "roster.name-missing")),
        ("a" * 101, Fault("ds.xlsx", at("A2"), "roster.name-too-long", {"length": 101, "longest": 100})),
        ("An\u200b", Fault("ds.xlsx", at("A2"), "sheet.hidden-character", {"character": "U+200B"})),
        ("An\x00", Fault("ds.xlsx", at("A2"), "sheet.hidden-character", {"character": "U+0000"})),
    ],
)
def test_names_that_are_missing_too_long_or_hide_something_are_refused(name, fault):
    assert refused(row(name=name)) == [fault]


def test_a_name_of_a_hundred_characters_is_taken():
    assert read(row(name="a" * 100))[0].people[0].full_name == "a" * 100


def test_one_name_twice_in_a_unit_is_warned_of_wherever_its_tone_is_written():
    _, warnings = read(row(name="Đỗ Thuý"), row(name="Đỗ Thúy", identifier=TWO), row("Đỗ Thúy", "003", unit="Sở Y tế"))

    assert warnings == [Fault("ds.xlsx", at("A3"), "roster.same-name", {"found": "Đỗ Thúy", "other": at("A2")})]


@pytest.mark.parametrize("spelled", ["SỞ NỘI VỤ", "Sở Nội-vụ", "So Noi vu", "Sở Nội vụ (…)"])
def test_a_unit_spelled_otherwise_is_merged_with_one_warning(spelled):
    people = [row(), row("Bình", TWO, spelled), row("Chi", "001234567893", spelled)]

    roster, warnings = read(*people)

    assert roster.units == (Unit("so-noi-vu", "Sở Nội vụ", "", 3),)
    assert {each.unit_name for each in roster.people} == {"Sở Nội vụ"}
    found = {"found": unicodedata.normalize("NFC", spelled), "kept": "Sở Nội vụ", "other": at("C2")}
    assert warnings == [Fault("ds.xlsx", at("C3"), "roster.unit-merged", found)]


def test_units_that_differ_in_a_tone_may_be_two_places():
    faults = refused(row(unit="Xã Tân Thành"), row("Bình", TWO, "Xã Tân Thạnh"))

    values = {"found": "Xã Tân Thạnh", "kept": "Xã Tân Thành", "other": at("C2")}
    assert faults == [Fault("ds.xlsx", at("C3"), "roster.units-alike", values)]


def test_a_long_unit_name_keeps_a_short_id_of_its_own():
    long = "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và nông nghiệp tỉnh Lạng Sơn"

    assert unit_id(long) == "ban-quan-ly-du-an-dau-tu-xay-dung-cac-cong-trinh-gi-" + unit_id(long)[-8:]
    assert len(unit_id(long)) == 60
    assert unit_id(long) != unit_id(long + " 2")


def test_a_unit_without_letters_is_a_fault():
    assert refused(row(unit="…")) == [Fault("ds.xlsx", at("C2"), "roster.unit-unfit", {"found": "…"})]


@pytest.mark.parametrize("klass", ["so", "Sở, ban, ngành", "SO BAN NGANH"])
def test_a_class_is_known_by_id_or_name(klass):
    assert read(row(klass=klass))[0].units[0].klass == "so"


def test_one_row_with_a_class_is_enough_for_its_unit():
    assert read(row(), row("Bình", TWO, klass="xa"))[0].units == (Unit("so-noi-vu", "Sở Nội vụ", "xa", 2),)


def test_a_unit_in_two_classes_an_unknown_class_and_a_class_alone_are_faults():
    rows = [
        row(klass="so"),
        row("Bình", TWO, klass="Xã, phường"),
        row("Chi", "003", klass="Huyện"),
        row("Dung", "004", unit="", klass="so"),
    ]

    assert refused(*rows) == [
        Fault(
            "ds.xlsx",
            at("D3"),
            "roster.class-twice",
            {"unit": "Sở Nội vụ", "found": "Xã, phường", "first": "so", "other": at("D2")},
        ),
        Fault("ds.xlsx", at("D4"), "roster.class-unknown", {"found": "Huyện", "allowed": "“Sở, ban, ngành”, “Xã, phường”"}),
        Fault("ds.xlsx", at("D5"), "roster.class-alone", {"found": "so"}),
    ]


def test_a_leader_is_yes_or_no():
    assert refused(row(leader="phó")) == [Fault("ds.xlsx", at("E2"), "sheet.yes-or-no", {"found": "phó"})]


@pytest.mark.parametrize(
    ("excluded", "reason", "body", "why"),
    [
        ("ban-to-chuc", "", "ban-to-chuc", "Ban Tổ chức"),
        ("BAN TỔ CHỨC", "Trưởng ban", "ban-to-chuc", "Trưởng ban"),
        ("có", "Đang nghỉ việc", "khac", "Đang nghỉ việc"),
    ],
)
def test_the_excluded_are_kept_out_of_the_head_count_and_can_read_why(excluded, reason, body, why):
    roster, _ = read(row(excluded=excluded, reason=reason), row("Bình", TWO))

    assert roster.people[0] == person(excluded=body, excluded_reason=why)
    assert roster.units == (Unit("so-noi-vu", "Sở Nội vụ", "", 1),)


def test_exclusions_that_are_unclear_are_faults():
    rows = [
        row(excluded="Ban Giám khảo"),
        row("Bình", TWO, excluded="có"),
        row("Chi", "003", excluded="không", reason="nghỉ"),
    ]

    assert refused(*rows) == [
        Fault(
            "ds.xlsx",
            at("F2"),
            "roster.body-unknown",
            {"found": "Ban Giám khảo", "allowed": "“Ban Tổ chức”, “Tổ thư ký giúp việc”"},
        ),
        Fault("ds.xlsx", at("G3"), "roster.reason-missing"),
        Fault("ds.xlsx", at("G4"), "roster.reason-alone", {"found": "nghỉ"}),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Nguyễn Văn An 2", "digits"),
        ("Nguуễn Văn An", "script"),
        ("An (Hoa)", "signs"),
        ("An 😀", "signs"),
        ("...", "signs"),
    ],
)
def test_a_name_that_nobody_has_is_a_fault(name: str, code: str):
    with pytest.raises(Faulty) as refused:
        read(row(name, ONE))

    assert [(fault.code, fault.values["found"]) for fault in refused.value.shown] == [(f"roster.name-{code}", name)]


@pytest.mark.parametrize("name", ["Y Ê Ban", "K’Brêu", "Nông Thị Dủ Mỷ", "Ngân", unicodedata.normalize("NFD", "Kpă Ơ̆")])
def test_a_real_name_is_taken_as_it_is_stored(name: str):
    roster, _ = read(row(name, ONE))

    assert [person.full_name for person in roster.people] == [mended_name(name)]


def test_twenty_thousand_rows_are_read_within_eight_seconds():
    rows = [row(numbered_name(n), 1_000_000_000 + n, f"Đơn vị {n % 300}", "so", "x") for n in range(20_000)]
    began = time.perf_counter()

    roster, warnings = read(*rows)

    assert time.perf_counter() - began < 8
    assert (len(roster.people), len(roster.units), len(warnings)) == (20_000, 300, 20_000)


def test_a_roster_reads_back_from_its_json():
    roster, _ = read(row(klass="so", leader="x"), row("Bình", TWO, excluded="có", reason="nghỉ"))

    assert roster_from_json(roster_json(roster)) == roster


def test_importing_the_same_roster_again_changes_nothing():
    roster, _ = read(row(), row("Bình", TWO))

    changes = roster_changes(roster, roster)

    assert (changes.lines(), changes.changed, changes.unchanged) == ([], 0, 2)


def test_the_preview_names_who_is_new_moved_excluded_and_described_otherwise():
    before = Roster((person(), *(person(full_name=name, identifier=name.upper()) for name in ("Bình", "Chi", "Dung"))), ())
    binh, chi = (person(full_name=name, identifier=name.upper()) for name in ("Bình", "Chi"))
    after = Roster(
        (
            person(full_name="Nguyễn Văn Ân"),
            replace(binh, unit="so-y-te", unit_name="Sở Y tế"),
            replace(chi, excluded="khac", excluded_reason="nghỉ việc"),
            person(full_name="Em", identifier="EM01"),
        ),
        (),
    )

    changes = roster_changes(before, after)

    assert (changes.changed, changes.unchanged) == (3, 0)
    assert changes.lines() == [
        "Thêm 1 người: Em (…EM01).",
        "Chuyển đơn vị 1 người: Bình (…BÌNH): Sở Nội vụ → Sở Y tế.",
        "Thay đổi quyền dự thi của 1 người: Chi (…CHI): được dự thi → không được dự thi (nghỉ việc).",
        "Sửa tên hoặc chức danh lãnh đạo của 1 người: Nguyễn Văn Ân (…7891).",
    ]


def test_a_tone_written_elsewhere_is_no_change():
    before, after = Roster((person(full_name="Thuý"),), ()), Roster((person(full_name="Thúy"),), ())

    assert roster_changes(before, after).unchanged == 1


def test_a_long_preview_counts_the_rest():
    roster = Roster(tuple(person(identifier=f"ID{n:02d}") for n in range(12)), ())

    (added,) = roster_changes(None, roster).lines()

    assert added.endswith("Nguyễn Văn An (…ID09); và 2 người khác.")


def test_a_code_is_forty_random_bits_in_eight_symbols():
    assert new_code(lambda size: b"\x00" * size) == "0000-0000"
    assert new_code(lambda size: b"\xff" * size) == "ZZZZ-ZZZZ"
    assert new_code(lambda size: bytes(range(size))) == "000G-40R4"


@given(st.binary(min_size=5, max_size=5))
def test_a_code_loses_nothing_and_reads_back_as_typed(drawn):
    code = new_code(lambda size: drawn)
    number = 0
    for symbol in plain_code(code):
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(symbol)

    assert number == int.from_bytes(drawn, "big")
    assert plain_code(code) == code.replace("-", "")
    assert plain_code(f" {code.lower().replace('-', ' – ')}.") == plain_code(code)


def test_letters_that_look_like_digits_are_mended():
    assert plain_code("o0il-1abc") == "00111ABC"


def test_a_code_is_kept_as_a_keyed_hash_of_contest_person_and_code():
    kept = code_hash(b"k" * 32, "vi-du-2023", ONE, "4X7K-9QTM")

    assert kept == code_hash(b"k" * 32, "vi-du-2023", ONE, "4x7k9qtm")
    others = [
        code_hash(b"x" * 32, "vi-du-2023", ONE, "4X7K-9QTM"),
        code_hash(b"k" * 32, "vi-du-2024", ONE, "4X7K-9QTM"),
        code_hash(b"k" * 32, "vi-du-2023", TWO, "4X7K-9QTM"),
        code_hash(b"k" * 32, "vi-du-2023", ONE, "4X7K-9QTN"),
    ]
    assert len({kept, *others}) == 5
    assert len(kept) == 64


def test_a_pseudonym_is_sixteen_bytes_in_lower_case_base_32():
    assert new_pseudonym(lambda size: b"\x00" * size) == "a" * 26
    assert new_pseudonym(random.Random(1).randbytes) != new_pseudonym(random.Random(2).randbytes)
