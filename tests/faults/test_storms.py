"""An evening of storms: faults at any call, several of them, by a seed that a failing test names and that replays it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.times import Millis
from chalicelib.services.guesses import MOST_HERE
from tests.factories import AN, BINH, CHI, CLOSING_BEGINS, DUNG, OPENS, RESULTS, nonce
from tests.faults.conftest import begin_anew
from tests.faults.house import MOST_TRIES, House, Person, asks_to_come_again, house, told
from tests.faults.state import rewritten, stored
from tests.faults.weather import Fault, Site, faults_of
from tests.pictures import Picture, take
from tests.services.exported import differences
from tests.sizes import size
from tests.town import Answer, Phone, Town, all_right

MINUTE_MS = 60_000
# A step is struck so often at most, and then goes through: everybody's patience has an end.
MOST_STRIKES = 6


class Evening:
    """What people and the clock do from the opening to the results, each with the patience that they have."""

    def __init__(self, town: Town, here: House) -> None:
        self.town, self.here = town, here
        self.told: list[Any] = []
        self.unclear: list[Answer | None] = []
        self.strikes_left = MOST_STRIKES

    def send(self, person: Person, act: Callable[[Phone], Answer], strikes: int = MOST_STRIKES) -> Answer:
        """Have a person do something, as often as it takes, and keep what they were told."""
        self.strikes_left = strikes
        *first, last = person.insist(act)
        assert last is not None
        self.unclear += [said for said in first if not asks_to_come_again(said)]
        self.told.append(told(last))
        return last

    def clock(self, hour: Millis) -> None:
        """Have the clock come at ``hour`` until it has nothing left to do."""
        self.town.at(hour)
        self.strikes_left = MOST_STRIKES
        for _ in range(MOST_TRIES):
            said, error = self.here.wake_the_clock()
            if not error:
                return
        raise AssertionError(f"the clock came to no end: {said}")

    def pass_by(self) -> None:
        """Let the evening pass."""
        town = self.town.at(OPENS)
        an, binh, chi, dung = (Person(self.here, town.stranger()) for _ in range(4))
        for person, who in ((an, AN), (binh, BINH), (chi, CHI)):
            self.send(person, lambda phone, who=who: phone.sign_in(who, town.codes[who]))
        # So many wrong tries lock the door, whatever became of the answers; one more is told something else.
        self.send(dung, lambda phone: phone.sign_in(DUNG, "0000-0000"), MOST_HERE - 1)
        paper = self.send(an, lambda phone: phone.start(nonce(1)))
        for number, person in enumerate((binh, chi), start=2):
            self.send(person, lambda phone, number=number: phone.start(nonce(number)))
        town.at(OPENS + MINUTE_MS)
        self.send(an, lambda phone: phone.save(all_right(paper)[:2] + "_", nonce(4), prediction="1"))
        self.send(binh, lambda phone: phone.save("AB_", nonce(5), prediction="2"))
        self.send(chi, lambda phone: phone.save("___", nonce(6)))
        town.at(OPENS + 2 * MINUTE_MS)
        self.send(an, lambda phone: phone.hand_in(all_right(paper), nonce(7), 2, "1"))
        self.send(an, lambda phone: phone.hand_in("___", nonce(8), 2))
        self._on_another_device(chi)
        self.send(binh, lambda phone: phone.save("ABC", nonce(11), 2, "2"))
        self.send(an, lambda phone: phone.me())
        self.clock(CLOSING_BEGINS)
        self.clock(RESULTS)

    def _on_another_device(self, first: Person) -> None:
        second = Person(self.here, self.town.stranger())
        self.send(second, lambda phone: phone.sign_in(CHI, self.town.codes[CHI]))
        self.send(second, lambda phone: phone.start(nonce(9)))
        self.send(first, lambda phone: phone.save("A__", nonce(3), 2))
        self.send(second, lambda phone: phone.hand_in("BB_", nonce(10), 2, "3"))


def storm(seed: int, evening: list[Evening]) -> Callable[[Site], Fault | None]:
    """Return what happens where: the same at the same site for the same seed."""
    likely = random.Random(f"{seed}").choice((0.02, 0.05, 0.15, 0.4))

    def happens(site: Site) -> Fault | None:
        drawn = random.Random(f"{seed} {site}")
        if not evening or evening[0].strikes_left == 0 or drawn.random() >= likely:
            return None
        evening[0].strikes_left -= 1
        return drawn.choice(faults_of(site))

    return happens


def left_behind() -> dict[str, dict[str, Any]]:
    """Return what is stored, but for the ids of sessions: one that was never received is drawn again."""
    found = stored()
    for item in found["hoithi-attempts"].values():
        item["session"] = None
    return found


def pass_by(town: Town, begun: Picture, seed: int | None) -> tuple[Evening, House]:
    begin_anew(begun)
    under_way: list[Evening] = []
    with house(happens=lambda site: None if seed is None else storm(seed, under_way)(site)) as here:
        under_way.append(Evening(town, here))
        under_way[0].pass_by()
    return under_way[0], here


@pytest.fixture
def fair(small_town: Town) -> tuple[Picture, list[Any], dict[str, dict[str, Any]]]:
    """How the evening passes in fair weather: how it began, what was told, and what it left behind."""
    if not _FAIR:
        begun = take(small_town.codes, small_town.profiles)
        evening, _ = pass_by(small_town, begun, None)
        _FAIR.append((begun, evening.told, left_behind()))
    return _FAIR[0]


_FAIR: list[tuple[Picture, list[Any], dict[str, dict[str, Any]]]] = []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(size(test=16, soak=1_000)))
def test_in_any_storm_everybody_is_told_and_all_is_published_as_in_fair_weather(seed: int, small_town: Town, fair: Any):
    begun, said, whole = fair

    evening, _ = pass_by(small_town, begun, seed)

    assert evening.unclear == []
    assert evening.told == said
    assert differences(whole, left_behind()) == []
    assert rewritten() == []


def test_a_seed_gives_the_same_storm_again(small_town: Town, fair: Any):
    storms = [pass_by(small_town, fair[0], 3)[1].struck for _ in range(2)]

    assert storms[0] == storms[1] != []
