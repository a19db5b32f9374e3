"""Eight requests of one contestant at the same moment: one wins, and every other is told what won."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.attempt import finalised
from chalicelib.domain.errors import Elsewhere, HandedIn, Late, TooMany
from chalicelib.domain.receipt import receipt_document
from chalicelib.domain.times import written
from chalicelib.services import sign_in
from chalicelib.services.answers import Answers
from chalicelib.services.desk import Desk, desk
from chalicelib.services.hand_in import hand_in
from chalicelib.services.save import save
from chalicelib.services.sessions import Session
from chalicelib.services.start import start
from chalicelib.storage import attempts, contestants
from chalicelib.storage.attempts import Key
from chalicelib.storage.models import AttemptItem, ContestantItem
from tests.factories import CONTEST, FIRST, LIMIT_MS, OPENS, nonce
from tests.races.conftest import AT_ONCE, CONTESTANTS, together
from tests.town import Town

pytestmark = [pytest.mark.races, pytest.mark.xdist_group("races")]

NOW = OPENS + 1000
CHOICES = ["___", "A__", "AB_", "ABC", "B__", "BC_", "BCD", "D__"]


def session(number: int, device: int = 0) -> Session:
    return Session(CONTEST, f"{number:026d}", "so-noi-vu", f"{device:016x}", NOW + 3_600_000)


def at_the_desk() -> Desk:
    found = desk(CONTEST, FIRST, NOW)
    assert found is not None
    return found


def stored(number: int) -> Any:
    return attempts.get(Key(CONTEST, FIRST, f"{number:026d}", 1))


def begin(number: int) -> None:
    start(session(number), FIRST, 1, nonce(1), OPENS)


def hand_ins(number: int) -> list[Any]:
    """Hand in eight different papers of one contestant at once."""
    begin(number)
    desk_, who = at_the_desk(), session(number)
    answers = [Answers(nonce(100 + each), 1, CHOICES[each], "") for each in range(AT_ONCE)]
    return together([lambda each=each: hand_in(who, desk_, 1, each, NOW) for each in answers])


def test_of_eight_hand_ins_one_is_stored_and_the_others_are_given_its_receipt(crowd: Town):
    for number in range(CONTESTANTS):
        results = hand_ins(number)

        winners = [each for each in results if isinstance(each, dict)]
        refused = [each for each in results if not isinstance(each, dict)]
        assert winners == [receipt_document(stored(number))]
        assert [(type(each), each.facts) for each in refused] == [(HandedIn, {"receipt": winners[0]})] * (AT_ONCE - 1)


def without_condition(key: Key, actions: list, condition: object) -> Any:
    """Do what `attempts._update` does, but for asking anything."""
    item = AttemptItem(*attempts._keys(key))
    item.update(actions=list(actions))
    return attempts._attempt(item)


def test_without_the_condition_more_than_one_would_win(crowd: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attempts, "_update", without_condition)

    results = hand_ins(0)

    assert len([each for each in results if isinstance(each, dict)]) > 1


def starts(number: int) -> list[Any]:
    """Start on eight devices at once, each stamped with a time of its own."""
    devices = range(AT_ONCE)
    return together([lambda each=each: start(session(number, each), FIRST, 1, nonce(each), NOW + each) for each in devices])


def papers(results: list[Any]) -> set[tuple[str, str]]:
    return {(shown["attempt"]["started_at"], str(shown["paper"])) for shown, _ in results}


def test_eight_starts_are_one_start_and_everybody_sees_its_paper(crowd: Town):
    for number in range(CONTESTANTS):
        results = starts(number)

        assert len(papers(results)) == 1
        assert stored(number).start_nonce in {nonce(each) for each in range(AT_ONCE)}


def test_without_the_condition_there_would_be_more_than_one_start(crowd: Town, monkeypatch: pytest.MonkeyPatch):
    save_item = AttemptItem.save
    monkeypatch.setattr(AttemptItem, "save", lambda self, condition=None: save_item(self))

    results = starts(0)

    assert len(papers(results)) > 1


def saves_and_hand_ins(number: int) -> list[Any]:
    """Four saves and four hand-ins at once, all of which have seen the same version."""
    begin(number)
    desk_, who = at_the_desk(), session(number)
    answers = [Answers(nonce(100 + each), 1, CHOICES[each], "") for each in range(AT_ONCE)]
    acts = [lambda each=each: save(who, desk_, 1, each, NOW) for each in answers[::2]]
    acts += [lambda each=each: hand_in(who, desk_, 1, each, NOW) for each in answers[1::2]]
    return together(acts)


def test_of_saves_and_hand_ins_that_have_seen_the_same_one_wins(crowd: Town):
    for number in range(CONTESTANTS):
        results = saves_and_hand_ins(number)

        winners = [each for each in results if isinstance(each, dict)]
        kept = stored(number)
        told = (
            receipt_document(kept)
            if kept.status
            else {"version": 2, "saved_at": "2023-10-23T01:00:01.000Z", "deadline_at": written(kept.deadline_at)}
        )
        assert winners == [told]
        assert {type(each) for each in results} - {dict} <= {Elsewhere, HandedIn}


def test_without_the_condition_a_save_would_get_past_a_hand_in(crowd: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attempts, "_update", without_condition)

    results = saves_and_hand_ins(0)

    assert len([each for each in results if isinstance(each, dict)]) > 1


def test_a_hand_in_and_the_close_agree_on_what_became_of_a_paper(crowd: Town):
    end = OPENS + LIMIT_MS
    for number in range(CONTESTANTS):
        begin(number)
        desk_, who, final = at_the_desk(), session(number), finalised(stored(number), end)

        handed_in, closed = together(
            [
                lambda who=who, desk_=desk_: hand_in(who, desk_, 1, Answers(nonce(7), 1, "ABC", ""), end + 4999),
                lambda final=final: attempts.finalise(final),
            ]
        )

        assert closed == stored(number)
        assert handed_in == receipt_document(closed) if closed.status == "submitted" else isinstance(handed_in, Late)


def guesses(town: Town, login: str) -> list[Any]:
    def guess() -> None:
        sign_in._claim_guess(CONTEST, login, NOW)

    return together([guess] * AT_ONCE)


def test_of_eight_guesses_at_once_five_are_looked_at(crowd: Town):
    for number in range(CONTESTANTS):
        results = guesses(crowd, f"login-{number}")

        assert sorted(type(each).__name__ for each in results) == ["NoneType"] * 5 + [TooMany.__name__] * 3


def test_without_the_condition_every_guess_would_be_looked_at(crowd: Town, monkeypatch: pytest.MonkeyPatch):
    def unconditional(key: str, actions: list, condition: object) -> bool:
        ContestantItem(key).update(actions=[ContestantItem.guesses.set(1)])
        return True

    monkeypatch.setattr(contestants, "_try", unconditional)

    assert guesses(crowd, "login") == [None] * AT_ONCE
