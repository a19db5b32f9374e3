"""Every call to AWS of a request, and at each of them every fault: the page tries again, and all is as without it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from chalicelib.routes import views
from chalicelib.services import hand_in as hand_in_service
from tests.factories import AN, NONCE, OTHER_NONCE, SECOND, THIRD_NONCE
from tests.faults.conftest import begin_anew
from tests.faults.house import House, Person, asks_to_come_again, house, told
from tests.faults.state import guesses, stored
from tests.faults.weather import FAULTS, Fault, Site, faults_of, lost, throttled
from tests.pictures import Picture, take
from tests.services.exported import differences
from tests.town import Answer, Phone, Town

WRONG = "0000-0000"


@dataclass(frozen=True)
class Path:
    """One request of a person's, and what went before it. ``answers`` is what it is answered in fair weather."""

    name: str
    answers: int
    send: Callable[[Town, Phone], Answer]
    before: Callable[[Town, Phone], object] = lambda town, phone: None
    signed_in: bool = True
    cold: bool = False


def _handed_in(town: Town, phone: Phone) -> None:
    phone.start(NONCE)
    phone.hand_in("___", OTHER_NONCE)


def _guessed(times: int) -> Callable[[Town, Phone], object]:
    return lambda town, phone: [phone.sign_in(AN, WRONG) for _ in range(times)]


PATHS = [
    Path("start", 200, lambda town, phone: phone.start(NONCE), cold=True),
    Path("start again", 200, lambda town, phone: phone.start(NONCE), lambda town, phone: phone.start(NONCE)),
    Path("resume", 200, lambda town, phone: phone.start(OTHER_NONCE), lambda town, phone: town.phone(AN).start(NONCE)),
    Path("start what is handed in", 409, lambda town, phone: phone.start(THIRD_NONCE), _handed_in),
    Path("start too early", 409, lambda town, phone: phone.start(NONCE, SECOND)),
    Path("start the next", 200, lambda town, phone: phone.start(THIRD_NONCE, number=2), _handed_in),
    Path(
        "start the next again",
        200,
        lambda town, phone: phone.start(THIRD_NONCE, number=2),
        lambda town, phone: (_handed_in(town, phone), phone.start(THIRD_NONCE, number=2)),
    ),
    Path(
        "start the next too early",
        409,
        lambda town, phone: phone.start(THIRD_NONCE, number=2),
        lambda town, phone: phone.start(NONCE),
    ),
    Path("save", 200, lambda town, phone: phone.save("A__", OTHER_NONCE), lambda town, phone: phone.start(NONCE)),
    Path(
        "save again",
        200,
        lambda town, phone: phone.save("A__", OTHER_NONCE),
        lambda town, phone: (phone.start(NONCE), phone.save("A__", OTHER_NONCE)),
    ),
    Path(
        "save what is elsewhere",
        409,
        lambda town, phone: phone.save("A__", OTHER_NONCE),
        lambda town, phone: (phone.start(NONCE), town.phone(AN).start(THIRD_NONCE)),
    ),
    Path("hand in", 200, lambda town, phone: phone.hand_in("A__", OTHER_NONCE), lambda town, phone: phone.start(NONCE)),
    Path(
        "hand in again",
        200,
        lambda town, phone: phone.hand_in("A__", OTHER_NONCE),
        lambda town, phone: (phone.start(NONCE), phone.hand_in("A__", OTHER_NONCE)),
    ),
    Path("hand in what is handed in", 409, lambda town, phone: phone.hand_in("A__", THIRD_NONCE), _handed_in),
    Path("me", 200, lambda town, phone: phone.me(), _handed_in),
    Path("renew", 200, lambda town, phone: phone.send("POST", "/session/renewal", {}), cold=True),
    Path("sign out", 204, lambda town, phone: phone.send("DELETE", "/session"), lambda town, phone: phone.start(NONCE)),
    Path("sign in", 200, lambda town, phone: phone.sign_in(AN, town.codes[AN]), signed_in=False, cold=True),
    Path("sign in after guesses", 200, lambda town, phone: phone.sign_in(AN, town.codes[AN]), _guessed(2), signed_in=False),
    Path("guess", 401, lambda town, phone: phone.sign_in(AN, WRONG), signed_in=False),
    Path("guess too often", 429, lambda town, phone: phone.sign_in(AN, town.codes[AN]), _guessed(5), signed_in=False),
]


@dataclass(frozen=True)
class Walk:
    """A path walked once in fair weather: where it began, by which sites it went, what was told and what is stored then."""

    path: Path
    town: Town
    phone: Phone
    begun: Picture
    sites: list[Site]
    answer: Answer
    after: dict

    def in_weather(self, site: Site, fault: Fault) -> list[str]:
        """Walk again with ``fault`` at ``site``, and return what is other than it should be."""
        begin_anew(self.begun, cold=self.path.cold)
        cookie = self.phone.cookie
        with house({site: fault}) as here:
            answers = Person(here, self.phone).insist(lambda phone: self.path.send(self.town, phone))
        self.phone.cookie = cookie
        return [*self._wrongly_told(answers), *differences(self.after, stored()), *_unmet(here)]

    def _wrongly_told(self, answers: list[Answer | None]) -> list[str]:
        *first, last = answers
        unclear = [f"told {said.status} {said.problem}" for said in first if said and not asks_to_come_again(said)]
        other = [] if last and told(last) == told(self.answer) else [f"told at last: {last and told(last)}"]
        return unclear + other + (["asked too often"] if len(first) > 1 else [])


def _unmet(here: House) -> list[str]:
    return [] if here.struck else ["the site was not met again"]


def walked(path: Path, town: Town, prepared: Walk | None = None) -> Walk:
    """Walk a path in fair weather, from what went before it or from where another walk began."""
    begun, phone = (prepared.begun, prepared.phone) if prepared else _prepared(path, town)
    cookie = phone.cookie
    for cold in (True, path.cold):
        begin_anew(begun, cold=cold)
        phone.cookie = cookie
        with house() as here:
            answer = path.send(town, phone)
    phone.cookie = cookie
    return Walk(path, town, phone, begun, here.sites, answer, stored())


def _prepared(path: Path, town: Town) -> tuple[Picture, Phone]:
    phone = town.phone(AN) if path.signed_in else town.stranger()
    with house():
        path.before(town, phone)
    return take(town.codes, town.profiles), phone


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_whatever_happens_at_whichever_call_the_page_gets_its_answer_and_nothing_else_is_stored(path: Path, open_town: Town):
    walk = walked(path, open_town)

    found = {f"{fault.__name__} at {site}": walk.in_weather(site, fault) for site in walk.sites for fault in faults_of(site)}

    assert walk.answer.status == path.answers
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) >= 6 * len(set(walk.sites)) > 0


def test_without_the_boundary_a_throttled_table_would_be_told_as_a_failure(open_town: Town, monkeypatch: pytest.MonkeyPatch):
    walk = walked(PATHS[0], open_town)
    monkeypatch.setattr(views, "told_as_busy", lambda *more: nullcontext())

    found = {str(site): walk.in_weather(site, throttled) for site in walk.sites}

    assert [wrong for wrong in found.values() if "told 500 failed" not in wrong] == []


def test_without_the_nonce_a_hand_in_whose_answer_was_lost_would_be_refused(
    open_town: Town, monkeypatch: pytest.MonkeyPatch
):
    walk = walked(next(path for path in PATHS if path.name == "hand in"), open_town)
    monkeypatch.setattr(hand_in_service, "is_of", lambda answers, stored: False)

    found = walk.in_weather(walk.sites[-1], lost)

    assert [wrong.split(",")[0] for wrong in found] == ["told at last: (409"]


def test_guesses_are_never_free_and_never_more_than_were_made(open_town: Town):
    guess = walked(next(path for path in PATHS if path.name == "guess"), open_town)

    found = {f"{fault.__name__} at {site}": counted_after(guess, site, fault) for site in guess.sites for fault in FAULTS}

    assert {what: count for what, count in found.items() if count not in (1, 2)} == {}


def counted_after(walk: Walk, site: Site, fault: Fault) -> int:
    """Guess once, with ``fault`` at ``site``, and return how many guesses are counted: the fault may cost one more."""
    if fault not in faults_of(site):
        return 1
    walk.in_weather(site, fault)
    return sum(guesses().values())


def test_a_table_that_can_not_be_read_uses_up_nobodys_guesses(open_town: Town):
    phone = open_town.stranger()
    with house(happens=lambda site: throttled if site.place.startswith("storage/contestants.py:by_login") else None):
        refused = [phone.sign_in(AN, open_town.codes[AN]) for _ in range(10)]

    with house():
        answer = phone.sign_in(AN, open_town.codes[AN])

    assert [(said.status, said.problem) for said in refused] == [(503, "busy")] * 10
    assert answer.status == 200
