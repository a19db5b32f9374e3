"""A contestant's phone or computer: it keeps a session and the version it last saw, and repeats what got lost on the way."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, NamedTuple

from chalicelib.config import config
from chalicelib.domain.definition import Definition, Round
from chalicelib.domain.errors import NotFound, Refusal
from chalicelib.domain.times import Millis
from chalicelib.services import hand_in, mine, save, sessions, start
from chalicelib.services.answers import checked
from chalicelib.services.desk import desk
from chalicelib.services.sessions import Session

from .cloud import Cloud
from .journal import Journal, Promises, Said

# A request takes time, so everything that is sent is told in steps: each yields when it goes on, and returns the answer.
Exchange = Generator[Millis, None, Any]

NUMBER = 1
MOST_LOSSES = 3


@dataclass
class Room:
    """Where one round is sat: the surroundings, what was decided about it, and the journal of what its devices were told.

    ``right`` is question → right letter: simulated people know it or don't, and no service is asked for it.
    """

    cloud: Cloud
    definition: Definition
    round: Round
    right: dict[str, str]
    journal: Journal
    seed: int
    people: int

    @property
    def now(self) -> Millis:
        """The hour that it is."""
        return self.cloud.now


class Outcome(NamedTuple):
    """What a request came to on the server: an answer, or a refusal."""

    answer: Any
    refusal: Refusal | None


class Device:
    """One device of one contestant. ``loses`` is how likely a message of it, or the answer to it, is lost."""

    def __init__(self, room: Room, identifier: str, chance: random.Random, loses: float = 0.0):
        self.room = room
        self.identifier = identifier
        self.chance = chance
        self.loses = loses
        self.token = ""
        self.version = 1

    def twin(self) -> Device:
        """Return a second tab of this device: the same session, and what this one has seen so far."""
        other = Device(self.room, self.identifier, self.chance)
        other.token, other.version = self.token, self.version
        return other

    def sign_in(self, code: str) -> Exchange:
        """Sign in. Raises NotSignedIn, TooMany or Excluded."""
        named = {"act": "sign-in", "contest": self.room.definition.contest, "address": "", "consent": ""}
        entry = {**named, "identifier": self.identifier, "code": code}
        welcome = yield from self._send(lambda: self.room.cloud.ask(config().identity_function, entry))
        self.token = welcome["token"]
        self.room.journal.people[self.identifier] = self._session().contestant

    def start(self) -> Exchange:
        """Start, or go on with what was started. Returns the paper. Raises what `services.start` does."""
        nonce = self._nonce()

        def carry_out() -> Any:
            session = self._session()
            shown, prolonged = start.start(session, self.room.round.id, NUMBER, nonce, self.room.now)
            self.token = sessions.token(prolonged)
            # Noted as soon as it is done, whether or not the device hears of it: a paper that was issued has to be counted.
            self.room.journal.started(session.contestant, shown, nonce)
            return shown

        shown = yield from self._send(carry_out)
        self.version = shown["attempt"]["version"]
        return shown

    def save(self, choices: str, prediction: str) -> Exchange:
        """Save. Raises what `services.save` does."""
        said = Said(self._nonce(), choices, prediction)
        answer = yield from self._say(said, save.save)
        self.version = answer["version"]
        self.promises.saved = said
        self.promises.unsure.clear()

    def hand_in(self, choices: str, prediction: str) -> Exchange:
        """Hand in. Raises what `services.hand_in` does."""
        said = Said(self._nonce(), choices, prediction, hands_in=True)
        document = yield from self._say(said, hand_in.hand_in)
        if (document["nonce"], document["choices"], document["prediction"]) != said[:3]:
            self.room.journal.complain("receipts-kept", document["attempt"])
        self.promises.receipt = document
        self.promises.unsure.clear()

    def hand_in_unheard(self, choices: str, prediction: str) -> None:
        """Hand in, and be switched off before any answer comes: nobody can say whether it arrived."""
        said = Said(self._nonce(), choices, prediction, hands_in=True)
        self.promises.unsure.append(said)
        if self.chance.random() < 0.5:
            self._carried_out(self._saying(said, hand_in.hand_in))

    def me(self) -> Exchange:
        """Return who is signed in, and their attempts."""
        return (yield from self._send(lambda: mine.mine(self._session(), self.room.now)))

    @property
    def promises(self) -> Promises:
        """What was promised of the attempt of whoever is signed in here."""
        return self.room.journal.promises[self.room.journal.people[self.identifier]]

    def _say(self, said: Said, service: Callable[..., Any]) -> Exchange:
        """Send what the device says about its paper. Until it is answered nobody knows whether it counts."""
        self.promises.unsure.append(said)
        return (yield from self._send(self._saying(said, service), said))

    def _saying(self, said: Said, service: Callable[..., Any]) -> Callable[[], Any]:
        body = {"nonce": said.nonce, "version": self.version, "choices": said.choices, "prediction": said.prediction}

        def carry_out() -> Any:
            session = self._session()
            at = desk(session.contest, self.room.round.id, self.room.now)
            if at is None:
                raise NotFound("no-such-attempt")
            return service(session, at, NUMBER, checked(body, at, session.contestant, NUMBER), self.room.now)

        return carry_out

    def _send(self, carry_out: Callable[[], Any], said: Said | None = None) -> Exchange:
        """Send a request until its answer arrives. Whatever was carried out and not heard of is the same when repeated."""
        unheard: Outcome | None = None
        for lost in self._losses():
            if lost == "answer":
                unheard = self._repeated(unheard, self._carried_out(carry_out), said)
            self.room.journal.count("repeated")
            yield self.room.now + self.chance.randrange(1_000, 4_000)
        outcome = self._repeated(unheard, self._carried_out(carry_out), said)
        if outcome.refusal is None:
            return outcome.answer
        if said and (unheard is None or unheard.refusal):
            self.promises.unsure.remove(said)
        raise outcome.refusal

    def _losses(self) -> list[str]:
        """Return what is lost before an answer is heard: the request on its way, or the answer on its way back."""
        lost: list[str] = []
        while len(lost) < MOST_LOSSES and self.chance.random() < self.loses:
            lost.append(self.chance.choice(("request", "answer")))
        return lost

    def _carried_out(self, carry_out: Callable[[], Any]) -> Outcome:
        try:
            outcome = Outcome(carry_out(), None)
        except Refusal as refusal:
            outcome = Outcome(None, refusal)
        told = outcome.refusal.facts if outcome.refusal else outcome.answer
        self.room.journal.heard(self.identifier, told)
        return outcome

    def _repeated(self, before: Outcome | None, after: Outcome, said: Said | None) -> Outcome:
        """Hold what a save or a hand-in was answered first against what it is answered when repeated: byte for byte."""
        if said and before and not before.refusal and json.dumps(before.answer) != json.dumps(after.answer):
            self.room.journal.complain("same-answer-again", f"{self.identifier}, {said.nonce}")
        return after

    def _session(self) -> Session:
        return sessions.read(self.token, self.room.definition.contest, self.room.now)

    def _nonce(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"
