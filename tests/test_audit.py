"""What docs/audit.md promises an auditor: every field has its row, and every query gives what the product says."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, get_args, get_origin

import duckdb
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import BaseModel

from chalicelib.config import config
from chalicelib.domain import exports
from chalicelib.domain.criteria import CRITERIA
from chalicelib.domain.definition import Definition
from chalicelib.storage.signing import PublicKey
from tests.factories import AN, BINH, CLOSING_BEGINS, CONTEST, FIRST, RESULTS
from tests.services.deciding import confirm, decide, hand_in
from tests.simulator.contests import small_contest
from tests.town import Town
from tests.verifier import synthetic
from tests.verifier.conftest import correct
from tests.watch import contents
from verifier import verify

# What these tests share takes seconds to make: one process makes it once.
pytestmark = pytest.mark.xdist_group("simulated")

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "audit.md").read_text(encoding="utf-8")
SQL = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
NAMED = "tuan-1/r01"


# --- the dictionary ---------------------------------------------------------------------------------------------------


def rows_under(title: str) -> list[list[str]]:
    """Return the rows of the table under a heading of the page, cell by cell, without the header."""
    (section,) = re.findall(rf"^### `{re.escape(title)}`[^\n]*\n(.*?)^##", PAGE, re.DOTALL | re.MULTILINE)
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def names_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def explained(title: str) -> list[str]:
    """Return the fields that the page explains of a file, in its order."""
    return [name for row in rows_under(title) for name in names_in(row[0])]


RANKING_COLUMNS = ("rank", "contestant", "number", "unit", *CRITERIA, "lot")


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("attempts.csv", exports.ATTEMPTS_COLUMNS),
        ("ranking.csv", RANKING_COLUMNS),
        ("prizes.csv", exports.PRIZES_COLUMNS),
        ("units.csv", exports.UNITS_COLUMNS),
        ("decisions.csv", exports.DECISIONS_COLUMNS),
        ("earlier_wins.csv", exports.EARLIER_WINS_COLUMNS),
    ],
)
def test_every_column_is_explained_in_its_order(file: str, columns: tuple[str, ...]):
    assert tuple(explained(file)) == columns


@pytest.mark.parametrize("file", ["manifest.json", "draw.json", "bank.json"])
def test_every_key_of_a_true_export_is_explained_and_no_other(file: str):
    _, files = small_contest()

    found = set(keys_of(json.loads(files[f"song-cong-2021/tuan-1/r01/{file}"])))

    assert {name for name in found if not name.startswith("questions[].options.")} == set(explained(file))


def keys_of(value: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of every key: ``files[].name``."""
    if isinstance(value, dict):
        for name, below in value.items():
            here = f"{path}.{name}" if path else name
            yield here
            yield from keys_of(below, here)
    elif isinstance(value, list):
        for below in value:
            yield from keys_of(below, f"{path}[]")


def test_every_field_of_a_definition_is_explained_and_no_other():
    told = set(fields_of(Definition)) - {"rounds[].bank"}  # It serves authoring, and is in no export.

    assert set(explained("definition.json")) == told


def fields_of(part: type[BaseModel], path: str = "") -> Iterator[str]:
    """Yield the paths of every field that a definition may have, in the words of its JSON."""
    for name, field in part.model_fields.items():
        yield f"{path}{name}"
        for below, many in parts_in(field.annotation):
            yield from fields_of(below, f"{path}{name}{'[]' if many else ''}.")


def parts_in(annotation: Any, many: bool = False) -> Iterable[tuple[type[BaseModel], bool]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [(annotation, many)]
    many = many or get_origin(annotation) is tuple
    return [found for each in get_args(annotation) for found in parts_in(each, many)]


def test_every_act_is_explained_with_the_fields_that_it_has(town: Town):
    an = hand_in(town, AN)
    hand_in(town, BINH)
    town.at(CLOSING_BEGINS).tick()
    decide(town, "disqualify", f"{an}.1", number=1)
    town.organize("approve", round=FIRST, by="truong-ban")
    town.at(RESULTS).tick()
    confirm(town, decide(town, "withdraw", number=2)["decision"])
    town.tick()

    acts = {
        name.rpartition("/")[2].removeprefix(f"{FIRST}-").removesuffix(".json"): json.loads(data)
        for name, data in contents(config().exports_bucket).items()
        if name.startswith(f"acts/{CONTEST}/{FIRST}-")
    }
    assert {re.sub(r"-r\d+$", "", act): set(told) for act, told in acts.items()} == fields_by_act()


def fields_by_act() -> dict[str, set[str]]:
    """Return what the page says that the file of each act holds."""
    rows = rows_under("acts/<cuộc thi>/<vòng>-<việc>.json")
    acts = {act for row in rows for act in names_in(row[1])}
    return {
        act: {name for row in rows if act in names_in(row[1]) or row[1] == "mọi tệp" for name in names_in(row[0])}
        for act in acts
    }


# --- what is typed ----------------------------------------------------------------------------------------------------


def test_the_fingerprint_is_computed_as_the_page_says(tmp_path: Path):
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    key = PublicKey("khoa", der)
    (tmp_path / "khoa.pem").write_bytes(key.pem)
    (program,) = re.findall(r'python3 -c "([^"]+)" khoa\.pem', PAGE)

    done = subprocess.run(
        [sys.executable, "-c", program, "khoa.pem"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout == f"{key.fingerprint}\n"


def test_every_option_of_the_verifier_is_on_the_page():
    with pytest.raises(SystemExit), redirect_stdout(io.StringIO()) as told:
        verify.main(["--help"])

    options = set(re.findall(r"--[a-z-]+", told.getvalue())) - {"--help"}
    assert set(names_in(" ".join(re.findall(r"^ *\| (`--[a-z-]+`) \|", PAGE, re.MULTILINE)))) == options


# --- the queries ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an auditor has on disk: a contest of the simulator's, and rounds of other rules, corrected and empty ones."""
    base = tmp_path_factory.mktemp("ho-so")
    for name, data in small_contest()[1].items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(data)
    made = base / "vi-du-2023"
    correct(synthetic.Round(60, 7), made / "corrected")
    synthetic.Round(60, 7).write(made / "again" / "r01")  # The same people: whoever has kept a prize has won twice.
    synthetic.Round(60, 8, blueprint=True, most=2, counted="best", precision="ms").write(made / "best" / "r01")
    shared = {"last_tie": "shared", "most": 2, "counted": "last", "criteria": "score:desc prediction_error:desc elapsed:asc"}
    synthetic.Round(40, 3, **shared).write(made / "shared" / "r01")
    synthetic.Round(40, 3, asks=None, criteria="started_at:desc score:desc", limit="none").write(made / "unasked" / "r01")
    synthetic.Round(empty=True).write(made / "empty" / "r01")
    return base


ROUNDS = [
    "song-cong-2021/tuan-1/r01",
    "song-cong-2021/tuan-2/r01",
    *(f"vi-du-2023/{each}" for each in ("corrected/r01", "corrected/r02", "corrected/r03", "best/r01", "shared/r01")),
    *(f"vi-du-2023/{each}" for each in ("unasked/r01", "empty/r01")),
]


def asked(contest: Path, revision: str, query: int) -> list[tuple[Any, ...]]:
    """Return what a query of the page answers that is typed in a contest's folder, about a round's revision."""
    with duckdb.connect() as database:
        database.execute(f"SET file_search_path = '{contest}'")
        database.execute(SQL[0].replace(NAMED, revision))
        return database.execute(SQL[query].replace(NAMED, revision)).fetchall()


def exported(folder: Path, file: str) -> list[dict[str, str]]:
    return list(exports.read_csv(io.BytesIO((folder / file).read_bytes())))


def split(folder: str) -> tuple[str, str]:
    """Return the contest of a revision's folder, and the rest."""
    contest, _, revision = folder.partition("/")
    return contest, revision


def test_the_page_has_what_comes_first_and_three_queries():
    assert len(SQL) == 4
    assert [SQL[0].count(NAMED), *(query.count(NAMED) for query in SQL[1:])] == [7, 0, 0, 0]


@pytest.mark.parametrize("folder", ROUNDS)
def test_the_ranking_comes_out_as_it_was_exported(records: Path, folder: str):
    contest, revision = split(folder)

    answer = asked(records / contest, revision, 1)

    rows = exported(records / folder, "ranking.csv")
    assert answer == [(int(row["rank"]), row["contestant"], int(row["number"]), int(row["score"]), True) for row in rows]


@pytest.mark.parametrize("folder", ROUNDS)
def test_participation_comes_out_as_it_was_exported(records: Path, folder: str):
    contest, revision = split(folder)

    answer = asked(records / contest, revision, 2)

    assert sorted(answer) == [
        (
            row["unit"],
            row["name"] or None,
            int(row["headcount"]) if row["headcount"] else None,
            int(row["people"]),
            int(row["papers"]),
            row["rate"] or None,
            True,
        )
        for row in exported(records / folder, "units.csv")
    ]


@pytest.mark.parametrize("contest", ["song-cong-2021", "vi-du-2023"])
def test_who_won_more_than_once_is_told_by_the_revisions_in_force(records: Path, contest: str):
    revision = next(rest for first, rest in map(split, ROUNDS) if first == contest)
    in_force = {folder.parent.name: folder for folder in sorted((records / contest).glob("*/r*"))}
    won: dict[str, list[str]] = {}
    for name, folder in in_force.items():
        for row in exported(folder, "prizes.csv"):
            if row["contestant"] and not row["passed_over"]:
                won.setdefault(row["contestant"], []).append(f"{name} {row['prize']}")

    answer = asked(records / contest, revision, 3)

    twice = [(who, len(each), "; ".join(sorted(each))) for who, each in won.items() if len(each) > 1]
    assert len(twice) > 1
    assert answer == sorted(twice, key=lambda row: (-row[1], row[0]))
