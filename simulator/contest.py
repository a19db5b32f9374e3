"""A whole contest, from its definition file to the publication of its last round."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from chalicelib.config import config
from chalicelib.domain import bank, unit_list
from chalicelib.domain.bank import Bank
from chalicelib.domain.definition import Definition
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.unit_list import read_units
from chalicelib.storage import objects
from organizer.spreadsheets import read_table

from .cloud import ROOT, Cloud
from .moods import HOUR
from .people import Contestant, enrol
from .rounds import BY, RoundRun, make_room, stories
from .timeline import Timeline, Watch, nobody

CONTESTS = ROOT / "contests"
DAY = 24 * HOUR

# The simulated come by the roster and never type it; whoever registers in a demonstration does.
PASSWORD = "mot-cua-lien-thong"


def known_contests() -> list[str]:
    """Return the ids of the contests that ship with the project."""
    return sorted(path.parent.name for path in CONTESTS.glob("*/contest.yaml"))


def load(contest: str) -> Definition:
    """Return the definition of ``contest``. Raises Faulty or NotReady."""
    path = CONTESTS / contest / "contest.yaml"
    return load_definition(path.read_text(encoding="utf-8"), path.name)


def simulate_contest(cloud: Cloud, contest: str, contestants: int, seed: int, watch: Watch = nobody) -> list[RoundRun]:
    """Run every ranked round of ``contest``, in the order of their hours, in empty surroundings. Returns them in that order.

    A practice round is made ready and nobody comes to it: it is marked on the page and leaves nothing behind.
    """
    folder, definition = CONTESTS / contest, load(contest)
    text = (folder / "contest.yaml").read_text(encoding="utf-8")
    cloud.now = min(each.opens for each in definition.rounds) - DAY
    people = prepare(cloud, definition, text, folder, contestants, seed)
    rounds = sorted(definition.ranked, key=lambda each: each.opens)
    runs = [RoundRun(make_room(cloud, definition, each.id, seed, contestants)) for each in rounds]
    timeline = Timeline(cloud)
    for run in runs:
        timeline.add(stories(run, people, clock_dies=run is runs[0]))
    timeline.run(watch)
    return runs


def prepare(cloud: Cloud, definition: Definition, text: str, folder: Path, contestants: int, seed: int) -> list[Contestant]:
    """Put in definition, banks, a made-up roster, units, password, and make every round ready. Returns people and codes."""
    contest = definition.contest
    cloud.organize("import-definition", text=text, file="contest.yaml")
    for each in read_banks(definition, folder):
        cloud.organize("import-bank", contest=contest, round=each.round, bank=json.loads(json.dumps(asdict(each))))
    people = enrol(cloud, definition, folder / "units.csv", contestants, seed)
    list_units(cloud, definition, folder / "units.csv", people)
    if definition.ways_in.registration and definition.ways_in.registration.password:
        cloud.organize("password-set", contest=contest, password=PASSWORD)
    for each_round in definition.rounds:
        cloud.organize("ready", contest=contest, round=each_round.id, by=BY)
    return people


def list_units(cloud: Cloud, definition: Definition, units: Path, people: Sequence[Contestant]) -> None:
    """Put in the list of units, with as many heads as the made-up roster gives each: the simulated come by that roster."""
    heads = Counter(each.person.unit for each in people if not each.person.excluded)
    listed, _ = read_units(read_table(units, unit_list.SHEET), definition)
    counted = [replace(unit, headcount=heads[unit.id] or None) for unit in listed]
    cloud.organize("import-units", contest=definition.contest, units=[asdict(unit) for unit in counted])


def read_banks(definition: Definition, folder: Path) -> list[Bank]:
    """Read the banks that the definition's rounds name, as the organizer's command does. Raises Faulty."""
    banks: list[Bank] = []
    for each in definition.rounds:
        if each.bank:
            table = read_table(folder / each.bank, bank.SHEET)
            banks.append(bank.read_bank(table, definition, each.id, banks)[0])
    return banks


def write_exports(contest: str, out: Path) -> int:
    """Write into ``out`` what lies in the exports bucket of ``contest``, under the same names. Returns how many files."""
    names = [key for folder in folders_of(contest) for key in objects.keys(config().exports_bucket, f"{folder}/")]
    for name in names:
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with objects.opened(config().exports_bucket, name) as file:
            path.write_bytes(file.read())
    return len(names)


def folders_of(contest: str) -> tuple[str, str, str]:
    """Return the folders of the exports bucket that belong to ``contest``."""
    return contest, f"restricted/{contest}", f"acts/{contest}"
