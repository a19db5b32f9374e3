"""One contestant's visit to one round, from the door to the receipt: everything that people and networks do to a paper."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.errors import Elsewhere, Excluded, HandedIn, Late, NotOpen, NotSignedIn, Refusal, TooMany
from chalicelib.domain.times import Millis, read

from .device import Device, Exchange, Room
from .moods import HOUR, MINUTE, SECOND, mood
from .people import Contestant
from .seeded import source
from .timeline import Story

TRIES_TO_BEGIN = 3
WRONG_CODE = "0000-0000"


class Paper:
    """What a contestant would write down, given time enough."""

    def __init__(self, shown: dict[str, Any], choices: str, prediction: str, needs_ms: int, predicts_first: bool):
        self.begun: Millis = read(shown["attempt"]["started_at"])
        self.deadline: Millis = read(shown["attempt"]["deadline_at"])
        self.choices = choices
        self.prediction = prediction
        self._needs_ms = needs_ms
        self._predicts_first = predicts_first

    @property
    def done(self) -> Millis:
        """When the last question would be answered."""
        return self.begun + self._needs_ms

    def by(self, at: Millis) -> tuple[str, str]:
        """Return choices and prediction as they stand at ``at``."""
        answered = min(len(self.choices), len(self.choices) * (at - self.begun) // self._needs_ms)
        finished = answered == len(self.choices)
        choices = self.choices[:answered] + "_" * (len(self.choices) - answered)
        return choices, self.prediction if finished or self._predicts_first else ""


class Visit:
    """A contestant in a round. Everything that is left to chance comes from a source of their own."""

    def __init__(self, room: Room, contestant: Contestant):
        self.room = room
        self.contestant = contestant
        self.chance = source(room.seed, room.definition.contest, room.round.id, contestant.identifier)
        self.mood = mood(contestant, room.definition, room.round, self.chance)

    def comes(self) -> bool:
        """Return whether this contestant takes part in the round at all."""
        return self.chance.random() < self.contestant.zeal

    def story(self) -> Story:
        """Come, read, start, write, hand in; perhaps come again."""
        yield self.mood.begins - self.mood.reads_ms
        device = self._device(0.0 if self.mood.other else self.mood.loses)
        if not (yield from self._sign_in(device, self.mood.mistypes)):
            return
        yield self.mood.begins
        shown = yield from self._begin(device)
        if shown is None:
            return
        if self.mood.leaves != "at_once":
            yield from self._write(device, self._paper(shown))
        if self.mood.returns:
            yield from self._come_again()
        if self.mood.looks:
            yield from self._look()

    def _device(self, loses: float = 0.0) -> Device:
        return Device(self.room, self.contestant.identifier, self.chance, loses)

    def _count(self, what: str) -> None:
        self.room.journal.count(what)

    def _sign_in(self, device: Device, mistypes: int = 0) -> Exchange:
        """Sign in, mistyping the code first. Returns whether it came to a session."""
        typed = [WRONG_CODE] * mistypes + [self._typed()]
        while typed:
            try:
                yield from device.sign_in(typed[0])
                self._count("signed-in")
                return True
            except Excluded:
                self._count("excluded-refused")
                return False
            except NotSignedIn:
                self._count("mistyped")
                typed.pop(0)
                yield self.room.now + 5 * SECOND
            except TooMany as refusal:
                self._count("locked")
                typed = typed[-1:]
                yield read(refusal.facts["until"])
        return False

    def _typed(self) -> str:
        """Return the code as this contestant types it: as it is printed, or without the dash and in small letters."""
        return self.contestant.code if self.chance.random() < 0.7 else self.contestant.code.lower().replace("-", " ")

    def _begin(self, device: Device) -> Exchange:
        """Press BẮT ĐẦU THI until there is a paper. Returns it, or None where there is none to be had."""
        for _ in range(TRIES_TO_BEGIN):
            try:
                shown = yield from device.start()
            except NotSignedIn:
                self._count("signed-out")
                yield from self._sign_in(device)
            except NotOpen:
                if self.room.now >= self.room.round.opens:
                    self._count("too-late")
                    return None
                self._count("too-early")
                yield self.room.round.opens
            except Late:
                # The paper was issued and its answer lost, and when it was asked for again the time was over.
                self._count("late")
                return None
            else:
                return shown
        return None

    def _paper(self, shown: dict[str, Any]) -> Paper:
        choices = "".join(self._choice(question) for question in shown["paper"]["questions"])
        asks = shown["paper"]["prediction"] is not None
        predicts_first = self.chance.random() < 0.3
        return Paper(shown, choices, self._prediction() if asks else "", self.mood.needs_ms, predicts_first)

    def _choice(self, question: dict[str, Any]) -> str:
        if self.chance.random() < self.mood.skips:
            return "_"
        right = self.room.right[question["id"]]
        if self.chance.random() < self.contestant.skill:
            return right
        wrong: list[str] = [option["letter"] for option in question["options"] if option["letter"] != right]
        return self.chance.choice(wrong)

    def _prediction(self) -> str:
        """Most guess a share of all people, many a round number, a few nothing or anything."""
        drawn = self.chance.random()
        if drawn < 0.05:
            return ""
        if drawn < 0.06:
            return "9999999"
        guess = int(self.room.people * self.contestant.hunch * (0.8 + 0.4 * self.chance.random()))
        return str(guess - guess % self.chance.choice((1, 1, 5, 10)))

    def _write(self, device: Device, paper: Paper) -> Exchange:
        """Answer question after question; the device saves now and then."""
        for part in range(1, self.mood.saves + 1):
            at = paper.begun + self.mood.needs_ms * part // (self.mood.saves + 1)
            if max(at, self.room.now) >= paper.deadline:
                break
            yield at
            if part == 1:
                yield from self._meddle(device, paper)
            yield from self._save(device, paper)
            if self.mood.leaves == "midway":
                return
        yield from self._finish(device, paper)

    def _meddle(self, device: Device, paper: Paper) -> Exchange:
        """A second tab saves first, or a second device takes the paper over."""
        if self.mood.other == "tab":
            self._count("second-tab")
            yield from self._save(device.twin(), paper)
        if self.mood.other == "device":
            self._count("second-device")
            other = self._device()
            if (yield from self._sign_in(other)):
                yield from self._begin(other)

    def _save(self, device: Device, paper: Paper) -> Exchange:
        """Save what there is. Where something else was saved meanwhile, look at it and save again."""
        try:
            yield from device.save(*paper.by(self.room.now))
            self._count("saved")
        except Elsewhere as refusal:
            self._count("conflicts")
            if (yield from self._catch_up(device, refusal)):
                yield from device.save(*paper.by(self.room.now))
                self._count("saved")
        except Late:
            self._count("late")

    def _catch_up(self, device: Device, refusal: Elsewhere) -> Exchange:
        """See what is stored and take the paper back if another device holds it. Returns whether it can be gone on with."""
        device.version = refusal.facts["attempt"]["version"]
        if refusal.facts["moved"]:
            return (yield from self._begin(device)) is not None
        return True

    def _finish(self, device: Device, paper: Paper) -> Exchange:
        """Hand in when the paper is done; at the deadline the page does it, if it can."""
        at = paper.done if paper.done < paper.deadline else self._at_deadline(paper)
        if at is None:
            return
        yield at
        said = paper.by(min(self.room.now, paper.deadline))
        if self.mood.gives_up:
            self._count("unheard")
            device.hand_in_unheard(*said)
            return
        try:
            yield from device.hand_in(*said)
            self._count("handed-in")
        except Late:
            self._count("late")

    def _at_deadline(self, paper: Paper) -> Millis | None:
        self._count("out-of-time")
        grace = self.room.definition.paper.grace_ms
        if self.mood.at_deadline == "offline":
            return None
        if self.mood.at_deadline == "too_late":
            return paper.deadline + grace + self.chance.randrange(MINUTE)
        return paper.deadline + int(grace * 0.8 * self.chance.random())

    def _come_again(self) -> Exchange:
        """Try a second time in the same round: the first attempt is the one that counts, and says so."""
        yield self.room.now + self.chance.randrange(30 * SECOND, 10 * MINUTE)
        device = self._device()
        if not (yield from self._sign_in(device)):
            return
        self._count("came-twice")
        before = device.promises.receipt
        for again in (device.start, lambda: device.hand_in(device.promises.may_count()[0].choices, "")):
            try:
                yield from again()
                self._count("resumed")
            except HandedIn as refusal:
                self._count("second-refused")
                device.promises.receipt = before or refusal.facts["receipt"]
                if refusal.facts["receipt"] != device.promises.receipt:
                    self.room.journal.complain("receipts-kept", refusal.facts["receipt"]["attempt"])
            except Refusal:
                self._count("second-refused")

    def _look(self) -> Exchange:
        """After the close and before the results, ask what is known of one's own paper: a receipt, and never a score."""
        results = self.room.round.results or self.room.round.closes
        yield min(self.room.round.closes + self.chance.randrange(HOUR, 2 * HOUR), results - MINUTE)
        device = self._device()
        if not (yield from self._sign_in(device)):
            return
        self._count("looked")
        told = yield from device.me()
        for attempt in told["attempts"]:
            if attempt["round"] == self.room.round.id and attempt["receipt"]:
                device.promises.told_receipt = attempt["receipt"]
