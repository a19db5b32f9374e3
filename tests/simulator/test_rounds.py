"""One round alone, as the local stack asks for it: prepared, all in the past, its results minutes after its close."""

from __future__ import annotations

from functools import cache

from chalicelib.domain.drafting import load_definition
from simulator.contest import CONTESTS, prepare
from simulator.rounds import RoundRun, simulate_round
from simulator.seeded import seeded
from tests.simulator.contests import fastest, quiet

FOLDER = CONTESTS / "song-cong-2021"
HOUR = 3_600_000


@cache
def one_round(people: int, seed: int) -> tuple[RoundRun, dict[str, str]]:
    """Run the first week of Sông Công, results two minutes after its close. Returns it, and the state of each round."""
    text = (FOLDER / "contest.yaml").read_text().replace("results: 2021-12-20 08:00", "results: 2021-12-19 16:32")
    definition = load_definition(text, "contest.yaml")
    with fastest() as here, seeded(seed), quiet():
        here.now = definition.ranked[0].opens - HOUR
        contestants = prepare(here, definition, text, FOLDER, people, seed)
        run = simulate_round(here, definition, "tuan-1", contestants, seed)
        return run, {each["round"]: each["state"] for each in here.organize("status", contest=definition.contest)}


def test_a_round_alone_is_published_and_every_check_holds():
    run, states = one_round(people=20, seed=2)

    assert run.failures == []
    assert states == {"tuan-1": "published", "tuan-2": "ready"}


def test_who_was_excluded_after_taking_part_is_named_and_can_not_sign_in_again():
    run, _ = one_round(people=20, seed=2)

    assert [run.room.journal.people[identifier] in run.facts.excluded for identifier in run.excluded_late] == [True]
