"""Work before a door: what was solved is taken once, and what nobody here has made, or nobody has solved, never."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import altcha
import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain.errors import Conflict, Refusal, TooMany, Unfit
from chalicelib.domain.times import written
from chalicelib.services import work
from tests.calls import written_down
from tests.factories import CONTEST, OPENS
from tests.registering import solved
from tests.town import Town

ONE, OTHER = "1" * 64, "2" * 64
HERE, THERE = "203.0.113.7", "203.0.113.8"
MINUTE_MS = 60_000
MEASURED = (work.ALGORITHM, work.COST, work.TRIES, work.PREFIX_BYTES)


@pytest.fixture(autouse=True)
def easy_puzzles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "TRIES", 2)


def puzzle(contest: str = CONTEST, at: int = OPENS) -> str:
    """Return a puzzle that was made and solved."""
    return solved(work.challenge(contest, at)["challenge"])


def ticket(contest: str = CONTEST, at: int = OPENS) -> str:
    return work.challenge(contest, at)["ticket"]


def spent(text: str, by: str = ONE, address: str = HERE, at: int = OPENS + MINUTE_MS) -> str:
    """Show work; return the code of the refusal, or nothing."""
    try:
        work.spend(CONTEST, text, by, address, at)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_a_solved_puzzle_is_taken_once_but_from_the_same_request(village: Town):
    text = puzzle()

    assert [spent(text), spent(text), spent(text, by=OTHER), spent(text)] == ["", "", "work-over", ""]


def test_a_puzzle_that_is_written_otherwise_is_the_same_puzzle(village: Town):
    text = puzzle()
    spent(text)
    read = json.loads(b64decode(text))
    otherwise = {"solution": {**read["solution"], "time": 7}, "challenge": read["challenge"]}

    assert spent(b64encode(json.dumps(otherwise, indent=1).encode()).decode(), by=OTHER) == "work-over"


def test_a_puzzle_ends_after_ten_minutes(village: Town):
    in_time, late = puzzle(), puzzle()

    told = [spent(in_time, at=OPENS + 10 * MINUTE_MS - 1), spent(late, at=OPENS + 10 * MINUTE_MS)]

    assert told == ["", "work-over"]


def test_what_is_remembered_may_be_deleted_once_the_puzzle_has_ended(village: Town):
    spent(puzzle())

    stored = boto3.client("dynamodb").scan(TableName=config().contestants_table)["Items"]
    assert [item["expires"]["N"] for item in stored] == [str(OPENS // 1000 + 600)]


def changed(text: str, change: Callable[[dict[str, Any]], Any]) -> str:
    """Return solved work with something in it changed."""
    read = json.loads(b64decode(text))
    change(read)
    return b64encode(json.dumps(read).encode()).decode()


def sealed(**settings: Any) -> str:
    """Return a solved puzzle under our own seal that isn't as ours are."""
    asks = {"algorithm": work.ALGORITHM, "cost": work.COST, "counter": 1, "key_prefix_length": work.PREFIX_BYTES}
    told = {"data": {"contest": CONTEST, "made": OPENS}, "hmac_secret": work._key("puzzle")}
    made = altcha.create_challenge(**{**asks, **told, **settings})
    return solved(b64encode(json.dumps(made.to_dict()).encode()).decode())


FORGED: dict[str, Callable[[], str]] = {
    "of another contest": lambda: puzzle("another-contest"),
    "sealed by somebody else": lambda: sealed(hmac_secret=b"x" * 32),
    "sealed with the ticket's key": lambda: sealed(hmac_secret=work._key("ticket")),
    "made easier": lambda: sealed(cost=1),
    "made easier to guess": lambda: sealed(key_prefix_length=1),
    "of another kind": lambda: sealed(algorithm="SHA-256"),
    "with a wrong number": lambda: changed(puzzle(), lambda read: read["solution"].update(counter=399)),
    "with a wrong key": lambda: changed(puzzle(), lambda read: read["solution"].update(derivedKey="00" * 32)),
    "unsolved": lambda: changed(puzzle(), lambda read: read["solution"].clear()),
    "that lasts longer": lambda: changed(
        puzzle(at=OPENS - 3_600_000), lambda read: read["challenge"]["parameters"]["data"].update(made=OPENS)
    ),
    "whose data are spliced": lambda: changed(
        puzzle(), lambda read: read["challenge"]["parameters"]["data"].update({"contest": CONTEST, "x": {"made": 1}})
    ),
    "without a seal": lambda: changed(puzzle(), lambda read: read["challenge"].pop("signature")),
    "with an empty seal": lambda: changed(puzzle(), lambda read: read["challenge"].update(signature="")),
    "with a seal of another type": lambda: changed(puzzle(), lambda read: read["challenge"].update(signature=7)),
    "with odd parameters": lambda: changed(puzzle(), lambda read: read["challenge"].update(parameters=[1])),
    "of another age": lambda: b64encode(
        json.dumps({"algorithm": "SHA-256", "challenge": "0", "number": 1, "salt": "", "signature": ""}).encode()
    ).decode(),
    "no base 64": lambda: "====",
    "no JSON": lambda: b64encode(b"{").decode(),
    "no object": lambda: b64encode(b"[]").decode(),
    "very deep": lambda: b64encode(b"[" * 1000 + b"]" * 1000).decode(),
    "a number without end": lambda: b64encode(b'{"challenge": ' + b"9" * 900 + b', "solution": 1}').decode(),
    "a ticket of another contest": lambda: ticket("another-contest", OPENS),
    "a ticket with another hour": lambda: ticket().replace(str(OPENS), str(OPENS - MINUTE_MS)),
    "a ticket without a seal": lambda: ticket().rpartition(".")[0],
    "a ticket with an empty seal": lambda: ticket().rpartition(".")[0] + ".",
    "the word ticket": lambda: "ticket.",
    "a ticket of nothing": lambda: "ticket....",
}


def test_what_is_forged_opens_nothing(village: Town):
    told = {kind: spent(made()) for kind, made in FORGED.items()}

    assert told == dict.fromkeys(FORGED, "unfit-work")
    assert boto3.client("dynamodb").scan(TableName=config().contestants_table)["Count"] == 0


class TestTickets:
    def test_it_is_good_from_a_minute_on_until_ten_once(self, village: Town):
        text, late = ticket(), ticket()

        told = [
            spent(text, at=OPENS + MINUTE_MS - 1),
            spent(text, at=OPENS + MINUTE_MS),
            spent(text, at=OPENS + MINUTE_MS + 1),
            spent(text, by=OTHER),
            spent(late, at=OPENS + 10 * MINUTE_MS),
        ]

        assert told == ["work-early", "", "", "work-over", "work-over"]

    def test_whoever_comes_too_early_is_told_when(self, village: Town):
        with pytest.raises(TooMany) as told:
            work.spend(CONTEST, ticket(), ONE, HERE, OPENS)

        assert told.value.facts == {"until": written(OPENS + MINUTE_MS)}

    def test_few_are_taken_from_one_address(self, village: Town):
        told = [spent(ticket(), address=HERE) for _ in range(work.TICKETS_A_MINUTE + 1)]

        assert told == [""] * work.TICKETS_A_MINUTE + ["work-early"]
        assert spent(ticket(), address=THERE) == ""
        assert spent(ticket(), address=HERE, at=OPENS + 2 * MINUTE_MS) == ""


def test_a_puzzle_is_as_hard_as_was_measured():
    """What decision 13 says of an old phone holds for these numbers, and for no others."""
    assert MEASURED == ("PBKDF2/SHA-256", 2_000, 400, 16)


def test_the_puzzle_is_made_without_asking_anybody(village: Town):
    work.challenge(CONTEST, OPENS)
    with written_down() as calls:
        work.challenge(CONTEST, OPENS)

    assert calls == []


def test_errors_are_of_their_kinds(village: Town):
    with pytest.raises(Unfit):
        work.spend(CONTEST, "x", ONE, HERE, OPENS)
    with pytest.raises(Conflict):
        work.spend(CONTEST, puzzle(), ONE, HERE, OPENS + 60 * MINUTE_MS)
