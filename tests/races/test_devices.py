"""Tabs and devices that write on one paper at the same moment: whatever one was told is kept, nobody overwrites unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

import pytest

from chalicelib.domain.attempt import Attempt
from chalicelib.domain.errors import Elsewhere, HandedIn, Refusal
from chalicelib.domain.receipt import receipt_document
from chalicelib.services.answers import Answers
from chalicelib.services.hand_in import hand_in
from chalicelib.services.save import save
from chalicelib.services.sessions import Session
from chalicelib.services.start import start
from tests.factories import FIRST, OPENS, nonce
from tests.races.race import AT_ONCE, FEW, NOW, SOME, Race, answered, at_the_desk, session, stored, without_conditions

pytestmark = [pytest.mark.races, pytest.mark.soak]

SAVES_IN_A_ROW = 3

# Of so many, the machine lets at least one of the first device's tabs write after a take-over.
MANY = 25


@dataclass(frozen=True, order=True)
class Told:
    """What somebody was told is kept: the version that a request made, and the request."""

    version: int
    nonce: str
    choices: str
    handed_in: bool = False


@dataclass
class Tab:
    """What one tab has heard: what was kept, with what it was refused, and the paper that it was shown, if it asked."""

    told: list[Told] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a tab is going to do: the nonces and choices of its saves, and whether the last of them is a hand-in."""

    requests: Sequence[tuple[str, str]]
    hands_in: bool


def plan(chance: Random, device: int) -> Plan:
    """Draw what a tab is going to do."""
    many = chance.randint(1, SAVES_IN_A_ROW)
    return Plan([(nonce(1000 * (device + 1) + each), answered(chance)) for each in range(many)], chance.random() < 0.5)


def write(tab: Tab, who: Session, seen: int, what: Plan) -> Tab:
    """Save again and again, each time what was seen last, until refused or done."""
    desk = at_the_desk()
    for place, (name, choices) in enumerate(what.requests, start=1):
        hands_in = what.hands_in and place == len(what.requests)
        try:
            (hand_in if hands_in else save)(who, desk, 1, Answers(name, seen, choices, ""), NOW)
        except Refusal as refusal:
            tab.refusals.append(refusal)
            break
        seen += 1
        tab.told.append(Told(seen, name, choices, hands_in))
    return tab


def take_over_and_write(who: Session, what: Plan) -> Tab:
    """Go on with the paper on another device: look at it there, and write on what it shows."""
    shown = start(who, FIRST, 1, nonce(9), NOW)[0]["attempt"]
    return write(Tab(shown=shown), who, shown["version"], what)


def begun(number: int) -> Told:
    """Start and save once; return what that save was told."""
    start(session(number), FIRST, 1, nonce(1), OPENS)
    save(session(number), at_the_desk(), 1, Answers(nonce(2), 1, "A__", ""), NOW)
    return Told(2, nonce(2), "A__")


def history(first: Told, tabs: Sequence[Tab]) -> list[Told]:
    """Return everything that anybody was told is kept, the same request's answers once, oldest first."""
    return sorted({first, *(each for tab in tabs for each in tab.told)})


def wrong_with_history(number: int, told: list[Told], kept: Attempt) -> Iterator[str]:
    """Every version was made by one request that had seen the one before; the last is stored, and a hand-in is the last."""
    if [each.version for each in told] != list(range(2, 2 + len(told))):
        yield f"contestant {number}: not every version has one maker who had seen the one before: {told}"
    if Told(kept.version, kept.nonce, kept.choices, kept.status == "submitted") != told[-1]:
        yield f"contestant {number}: {kept} is stored, and {told[-1]} was told last"
    if any(each.handed_in for each in told[:-1]):
        yield f"contestant {number}: there was something after the hand-in: {told}"


def wrong_with_refusals(number: int, tabs: Sequence[Tab], told: list[Told], kept: Attempt) -> Iterator[str]:
    """Who is refused is shown what was kept, or the receipt that counts."""
    made = {(each.version, each.nonce, each.choices) for each in told}
    for refusal in (each for tab in tabs for each in tab.refusals):
        found = refusal.facts.get("attempt", {})
        if isinstance(refusal, HandedIn) and kept.status and refusal.facts["receipt"] == receipt_document(kept):
            continue
        if isinstance(refusal, Elsewhere) and (found["version"], found["nonce"], found["choices"]) in made:
            continue
        yield f"contestant {number} was refused with {refusal!r} {refusal.facts}"


def saves_against_hand_ins(race: Race, number: int, chance: Random) -> Iterator[str]:
    """Let tabs of one browser write at once, some of which have missed the last save, and half of which repeat another's
    requests as a client does that has heard no answer. Gives what is wrong afterwards.
    """
    first, who = begun(number), session(number)
    plans = [plan(chance, tab) for tab in range(AT_ONCE // 2)]
    seen = [chance.choice((1, 2, 2)) for _ in plans]
    acts = [partial(write, Tab(), who, *each) for each in zip(seen, plans, strict=True)]
    acts += [partial(write, Tab(), who, *each) for each in zip(seen, plans, strict=True)]
    tabs = race.together(acts)
    told, kept = history(first, tabs), stored(number)
    yield from wrong_with_history(number, told, kept)
    yield from wrong_with_refusals(number, tabs, told, kept)


def two_devices(race: Race, number: int, chance: Random, told_apart: bool = True) -> Iterator[str]:
    """Let the first device's tabs write at once with other devices that take the paper over. Gives what is wrong afterwards.

    Without ``told_apart`` all have one session, so that the condition on it keeps nobody out.
    """
    first = begun(number)
    acts = [partial(write, Tab(), session(number), 2, plan(chance, tab)) for tab in range(AT_ONCE // 2)]
    others = range(AT_ONCE // 2, AT_ONCE)
    acts += [partial(take_over_and_write, session(number, told_apart * tab), plan(chance, tab)) for tab in others]
    tabs = race.together(acts)
    if broken := [each for each in tabs if isinstance(each, Exception) and not isinstance(each, HandedIn)]:
        yield f"contestant {number} could not take the paper over: {broken!r}"
    tabs = [each if isinstance(each, Tab) else Tab(refusals=[each]) for each in tabs]
    told, kept = history(first, tabs), stored(number)
    yield from wrong_with_history(number, told, kept)
    yield from wrong_with_refusals(number, tabs, told, kept)
    yield from wrong_with_the_shown(number, tabs, told)


def wrong_with_the_shown(number: int, tabs: Sequence[Tab], told: list[Told]) -> Iterator[str]:
    """Who takes a paper over is shown what was kept, and from then on the device before has no say."""
    made = {(each.version, each.nonce, each.choices) for each in told}
    last = max((each.version for tab in tabs if not tab.shown for each in tab.told), default=2)
    for shown in (tab.shown for tab in tabs if tab.shown):
        if (shown["version"], shown["nonce"], shown["choices"]) not in made:
            yield f"contestant {number} was shown {shown}, and {told} was kept"
        if shown["version"] < last:
            yield f"contestant {number} was shown version {shown['version']}, and then the other device made {last}"


RACES: dict[str, Callable[[Race, int, Random], Iterator[str]]] = {
    "saves against hand-ins": saves_against_hand_ins,
    "two devices": two_devices,
}


@pytest.mark.parametrize("kind", RACES)
def test_nothing_that_was_told_is_lost_overwritten_or_undone(open_round: Race, kind: str):
    wrong = [
        each for number, chance in open_round.contestants(kind, SOME) for each in RACES[kind](open_round, number, chance)
    ]

    assert wrong == []


@pytest.mark.parametrize("kind", RACES)
def test_without_the_condition_something_would_be(open_round: Race, kind: str):
    with without_conditions():
        wrong = [
            each for number, chance in open_round.contestants(kind, FEW) for each in RACES[kind](open_round, number, chance)
        ]

    assert wrong != []


def test_without_the_sessions_condition_a_device_would_write_on_a_paper_that_another_has_taken_over(open_round: Race):
    wrong = [
        each
        for number, chance in open_round.contestants("two devices", MANY)
        for each in two_devices(open_round, number, chance, told_apart=False)
    ]

    assert wrong != []
