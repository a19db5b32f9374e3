"""Made-up people: names put together from common ones, a unit of the contest each, and what kind of contestant they are."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chalicelib.domain import roster
from chalicelib.domain.csv_tables import csv_table
from chalicelib.domain.definition import Definition
from chalicelib.domain.roster import Person, Roster
from chalicelib.services.shapes import MOST_PEOPLE

from .cloud import Cloud
from .seeded import source

# Common ones alone, and none of the given names of those who signed the plans: nobody here is anybody.
COMMON = ("Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
FAMILY = ("Nguyễn",) * 8 + ("Trần", "Lê") * 3 + COMMON
MEN = (
    ("Văn", "Đức", "Minh", "Quang", "Hữu", "Xuân", "Công", "Quốc"),
    ("An", "Bình", "Cường", "Dũng", "Hải", "Hiếu", "Khánh", "Long", "Nam", "Sơn", "Thành", "Trung", "Vinh"),
)
WOMEN = (
    ("Thị", "Thu", "Thanh", "Ngọc", "Phương", "Thùy"),
    ("Anh", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hoa", "Hương", "Lan", "Linh", "Mai", "Oanh", "Trang", "Yến"),
)

# A unit's name and its class, which may be empty.
UnitName = tuple[str, str]

LEADERS = 0.06
EXCLUDED = 0.015
ON_A_BODY = "Thành viên của bộ phận mà kế hoạch không cho dự thi (dữ liệu mô phỏng)"


@dataclass(frozen=True)
class Contestant:
    """One simulated person, with what is on their slip.

    ``skill`` is how likely they know an answer; ``pace`` the part of the time limit that a whole paper takes them; ``zeal``
    how likely they take part in a round; ``hunch`` the part of all people whom they expect to get everything right.
    """

    person: Person
    code: str
    skill: float
    pace: float
    zeal: float
    hunch: float

    @property
    def identifier(self) -> str:
        """What they sign in with."""
        return self.person.identifier


def enrol(cloud: Cloud, definition: Definition, units: Path, count: int, seed: int) -> list[Contestant]:
    """Make up ``count`` people, import them as the roster of a contest that is there, and return them with their codes.

    ``units`` is a CSV file with the columns Đơn vị and Loại đơn vị.
    """
    listed = make_roster(definition, _units(units), count, seed)
    codes: dict[str, str] = {}
    for start in range(0, count, MOST_PEOPLE):
        people = [asdict(person) for person in listed.people[start : start + MOST_PEOPLE]]
        told = cloud.organize(
            "import-roster", contest=definition.contest, people=people, units=[asdict(unit) for unit in listed.units]
        )
        codes |= {slip["identifier"]: slip["code"] for slip in told["codes"]}
    return [_contestant(person, codes[person.identifier], seed) for person in listed.people]


def make_roster(definition: Definition, units: Sequence[UnitName], count: int, seed: int) -> Roster:
    """Return a roster as an organizer's file would give it: it is written as CSV and read by the roster's own reader."""
    chance = source(seed, definition.contest, "roster")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.header for column in roster.COLUMNS])
    writer.writerows(_rows(definition, units, count, chance))
    read, _ = roster.read_roster(csv_table(out.getvalue().encode(), "danh-sach-mo-phong.csv"), definition)
    return read


def _rows(definition: Definition, units: Sequence[UnitName], count: int, chance: random.Random) -> Iterator[list[str]]:
    weights = [1 + 4 * chance.random() for _ in units]
    for number in range(1, count + 1):
        unit, klass = chance.choices(units, weights)[0]
        leader = "có" if chance.random() < LEADERS else ""
        body = _body(definition, chance)
        yield [_name(chance), f"MP{number:06d}", unit, klass, leader, body, ON_A_BODY if body else ""]


def _body(definition: Definition, chance: random.Random) -> str:
    """Return the name of the body that keeps this person out; mostly none."""
    kept_out = chance.random() < EXCLUDED
    return chance.choice(definition.excluded_bodies).name if kept_out and definition.excluded_bodies else ""


def _name(chance: random.Random) -> str:
    middles, given = chance.choice((MEN, WOMEN))
    return f"{chance.choice(FAMILY)} {chance.choice(middles)} {chance.choice(given)}"


def _units(path: Path) -> list[UnitName]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["Đơn vị"], row["Loại đơn vị"]) for row in csv.DictReader(file)]


def _contestant(person: Person, code: str, seed: int) -> Contestant:
    """Half have read the documents, so perfect papers are common, as they are in life; some are quick, a few too slow."""
    chance = source(seed, person.identifier, "person")
    skill = 0.94 + 0.058 * chance.random() if chance.random() < 0.5 else 0.4 + 0.54 * chance.random()
    pace = 0.10 + 0.03 * chance.random() if chance.random() < 0.2 else 0.13 + 0.97 * chance.random()
    return Contestant(person, code, skill, pace, zeal=0.7 + 0.3 * chance.random(), hunch=0.02 + 0.5 * chance.random())


def excluded_since(contestant: Contestant, definition: Definition, chance: random.Random) -> dict[str, Any]:
    """Return ``contestant`` as the roster lists them once somebody has noticed that they sit on an excluded body."""
    body = chance.choice(definition.excluded_bodies)
    return {**asdict(contestant.person), "excluded": body.id, "excluded_reason": ON_A_BODY}
