"""Whole contests in fast-forward: every shipped one runs to its winners, and a seed says everything that will happen."""

from __future__ import annotations

import json
from functools import cache

import pytest

from simulator.contest import known_contests
from simulator.engine import installed
from tests.simulator.contests import SEED, cloud, fastest, on_engine, simulated, small_contest
from verifier import verify

# What these tests share takes seconds to make: one process makes it once.
pytestmark = pytest.mark.xdist_group("simulated")

RANKED = {"hai-phong-2023": 4, "hue-khcn-2022": 4, "lang-son-2022": 4, "song-cong-2021": 2}
FILES = {
    "attempts.csv",
    "bank.json",
    "decisions.csv",
    "definition.json",
    "draw.json",
    "earlier_wins.csv",
    "manifest.json",
    "prizes.csv",
    "ranking.csv",
    "units.csv",
}


def test_the_four_contests_with_questions_are_known():
    assert known_contests() == sorted(RANKED)


@cache
def whole(contest):
    """Return a whole contest, simulated once: with enough people at Lạng Sơn for everything to happen to somebody."""
    with fastest() as here:
        return simulated(here, contest, 100 if contest == "lang-son-2022" else 20, seed=7)


@pytest.mark.parametrize("contest", RANKED)
def test_a_contest_runs_to_its_winners_and_every_check_holds(contest):
    runs, files = whole(contest)

    assert [run.failures for run in runs] == [[]] * RANKED[contest]
    assert [len(run.winners["winners"]) for run in runs] == [_prizes(run) for run in runs]
    approved = runs[0].room.definition.publication == "after_approval"
    of_rounds = {name for run in runs for name in _files_of(contest, run.room.round.id, approved=approved)}
    assert set(files) == of_rounds | _files_of_the_whole(contest, approved=approved)


@pytest.mark.parametrize("contest", RANKED)
def test_who_knows_the_format_alone_and_what_was_public_gets_the_same_results(contest, tmp_path):
    runs, files = whole(contest)
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    verdicts = {run.room.round.id: _verified(tmp_path, contest, run.room.round.id) for run in runs}
    verdicts["final"] = verify.main([str(tmp_path / contest / "final" / "r01"), "--no-signature", "--all"])

    assert verdicts == dict.fromkeys(verdicts, 0)


def _verified(folder, contest, round_id):
    """Return the verifier's exit status; what it holds the export against is what everybody could read before it."""
    said = {
        act: json.loads((folder / f"acts/{contest}/{round_id}-{act}.json").read_bytes()) for act in ("commitment", "closing")
    }
    public = ["--commitment", said["commitment"]["commitment"], "--root", said["closing"]["receipts_root"]]
    return verify.main([str(folder / contest / round_id / "r01"), "--no-signature", *public])


def _prizes(run):
    return sum(prize.number for prize in run.room.definition.prizes)


def _files_of(contest, round_id, *, approved):
    export = {f"{contest}/{round_id}/r01/{name}" for name in FILES}
    done = ("commitment", "closing", *(["approval"] if approved else []), "publication")
    acts = {f"acts/{contest}/{round_id}-{act}.json" for act in done}
    return {*export, *acts, f"restricted/{contest}/{round_id}/r01/winners.csv"}


def _files_of_the_whole(contest, *, approved):
    names = ("definition.json", "manifest.json", "prizes.csv", "unit_facts.csv", "units.csv")
    done = ("closing", *(["approval"] if approved else []), "publication")
    acts = {f"acts/{contest}/final-{act}.json" for act in done}
    return {*(f"{contest}/final/r01/{name}" for name in names), *acts, f"restricted/{contest}/final/r01/winners.csv"}


def test_the_same_seed_gives_the_same_bytes():
    with fastest() as here:
        _, again = simulated(here, "song-cong-2021", 24, SEED)

    assert again == small_contest()[1]


def test_another_seed_gives_other_people_seeds_and_papers():
    _, nine = small_contest(SEED)
    _, ten = small_contest(SEED + 1)

    same = {name for name in nine if nine[name] == ten[name]}

    headers_alone = {f"song-cong-2021/{round_id}/r01/earlier_wins.csv" for round_id in ("tuan-1", "tuan-2")}
    definitions = {f"song-cong-2021/{round_id}/r01/definition.json" for round_id in ("tuan-1", "tuan-2")}
    headers_alone |= {f"song-cong-2021/final/r01/{name}" for name in ("prizes.csv", "unit_facts.csv")}
    headers_alone.add("restricted/song-cong-2021/final/r01/winners.csv")
    definitions.add("song-cong-2021/final/r01/definition.json")
    assert same == headers_alone | definitions


@pytest.mark.skipif(not installed(), reason="dynoxide is not installed: npm ci")
def test_moto_and_the_engine_give_the_same_bytes():
    with on_engine() as here:
        _, on_the_engine = simulated(here, "song-cong-2021", 6, seed=5)
    with cloud() as here:
        _, on_moto = simulated(here, "song-cong-2021", 6, seed=5)

    assert on_the_engine == on_moto


def test_everything_that_happens_to_papers_happens_in_a_middling_contest():
    runs, _ = whole("lang-son-2022")

    happened = {what for run in runs for what, number in run.counts.items() if number}
    assert happened == {
        *("attempts", "blank", "perfect", "ruled_out", "submitted", "timed_out"),
        *("came-twice", "clock-died", "closed-twice", "conflicts", "excluded-after", "excluded-refused", "handed-in"),
        *("late", "locked", "looked", "mistyped", "out-of-time", "repeated", "resumed", "saved", "second-device"),
        *("second-refused", "second-tab", "signed-in", "signed-out", "started", "too-early", "too-late", "unheard"),
    }
