"""One contest with several people in it, in which anything may happen that happens: held against a model at every step."""

from __future__ import annotations

import dataclasses
import json
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.config import config
from chalicelib.domain.times import Millis, written
from chalicelib.storage import attempts, rounds
from chalicelib.storage.attempts import Key
from tests.calls import Call, Interrupted, cut_off
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSES,
    CLOSING_BEGINS,
    CONTEST,
    DUNG,
    EM,
    FIRST,
    GRACE_MS,
    LIMIT_MS,
    OPENS,
    RESULTS,
    nonce,
)
from tests.model.contest import Model, Request
from tests.services.exported import rows
from tests.sizes import size, soaking
from tests.town import Answer, Phone, Town
from tests.watch import contents

PARTS = size(test=1, soak=4)
STEPS = size(test=500, soak=10_000) // PARTS
STEPS_A_CONTEST = 50
CONTESTS = STEPS // STEPS_A_CONTEST * 6 // 5  # Some contests are over before their last step.
PEOPLE = (AN, BINH, CHI, DUNG, EM)

# Sessions last ten minutes, a started one until two minutes after what can still be handed in.
LASTS_MS, AFTER_MS = 10 * 60_000, GRACE_MS + 2 * 60_000

# Everybody has two devices, and mostly uses the one on which the paper is.
people = st.sampled_from(PEOPLE)
elsewhere = st.sampled_from([False] * 5 + [True])
acts = st.sampled_from(["save"] * 5 + ["hand in"] * 2 + ["again"] * 2 + ["start"])
answers = st.tuples(
    st.text("ABCD_", min_size=3, max_size=3), st.sampled_from(["2", "", "0", "77"]), st.sampled_from([0] * 5 + [1])
)
places = st.integers(0, len(PEOPLE) - 1)
EDGES = [-1, 0, 1, GRACE_MS - 1, GRACE_MS]

# What becomes of a request on its way: it is answered; it never arrives; its answer is lost; or the function dies after so
# many calls, which its caller can't tell from the two before.
fates = st.sampled_from(["answered"] * 8 + ["lost before", "lost after", 0, 1, 2, 5])
Fate = str | int
Answers = tuple[str, str, int]


@dataclass
class Device:
    """A phone, what it has last heard of the paper, and its last request."""

    who: str
    phone: Phone
    expires: Millis
    name: str
    seen: int = 1
    last: tuple[str, Request] | None = None


class Contest(RuleBasedStateMachine):
    """The people's devices, the hour that it is, and what the model makes of what happens."""

    steps = 0
    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.town.settled_as("the small contest")
        self.now = OPENS - 1000
        self.model, self.names, self.deaths = Model(), 0, []
        self.pseudonyms = {who: self.town.profiles[who].pseudonym for who in PEOPLE}
        self.devices = {who: [self.signed_in(who), self.signed_in(who)] for who in PEOPLE}
        self.receipts: dict[str, dict[str, str]] = {}
        self.drawn: dict[str, Any] = {}
        self.said: dict[str, bytes] = {}

    def signed_in(self, who: str) -> Device:
        return Device(who, self.town.at(self.now).phone(who), self.now + LASTS_MS, self.new_nonce())

    def new_nonce(self) -> str:
        self.names += 1
        return nonce(self.names)

    # What people do.

    @initialize(late=st.sets(people, max_size=2))
    def the_round_opens(self, late: set[str]) -> None:
        """Nearly everybody has waited at the door; who presses a second early is told so."""
        self.start(EM, False, "answered")
        self.now = OPENS
        for who in PEOPLE:
            if who not in late:
                self.start(who, False, "answered")
                self.now += 1000

    @rule(who=people, elsewhere=elsewhere, act=acts, answers=answers, fate=fates)
    def somebody_acts(self, who: str, elsewhere: bool, act: str, answers: Answers, fate: Fate) -> None:
        """Start or go on here, save, hand in, or send the last request once more, word for word."""
        device = self.device(who, elsewhere)
        if act == "start":
            self.start(who, elsewhere, fate)
        elif act == "again" and device.last is not None:
            self.ask(device, *device.last, fate)
        else:
            self.ask(device, "hand in" if act == "hand in" else "save", self.request(device, *answers), fate)

    # Hypothesis leaves some rules out of a run and draws the others alike; people act more often than anything else does.
    somebody_else_acts = somebody_acts
    somebody_acts_again = somebody_acts

    def start(self, who: str, elsewhere: bool, fate: Fate) -> None:
        """Press BẮT ĐẦU THI, for the first time or to go on here; or come back after a while."""
        self.ask(self.device(who, elsewhere), "start", {"nonce": self.new_nonce()}, fate)

    def request(self, device: Device, choices: str, prediction: str, behind: int) -> Request:
        """Return a request to save or hand in, from a tab that is ``behind`` what the device has seen."""
        version = max(1, device.seen - behind)
        return {"nonce": self.new_nonce(), "version": version, "choices": choices, "prediction": prediction}

    def device(self, who: str, elsewhere: bool) -> Device:
        """Return the device on which somebody's paper is, or else the other one; without a paper, the first is the one."""
        one, other = self.devices[who]
        holds = self.model.papers.get(who, {}).get("device") == other.name
        return one if holds == elsewhere else other

    # What time does.

    @rule(passes=st.sampled_from([1, 5_000, 20_000, 60_000]), edge=st.sampled_from([None] * 5 + EDGES), place=places)
    def time_passes(self, passes: Millis, edge: Millis | None, place: int) -> None:
        """A while passes; or all the time until somebody's next deadline, or the end of its grace."""
        edges = sorted(paper["deadline_at"] + (edge or 0) for paper in self.model.papers.values())
        coming = [each for each in edges if each >= self.now]
        self.now = coming[place % len(coming)] if coming and edge is not None else self.now + passes

    @rule(after=st.sampled_from([20, 0, 3, 10, 40, None]), who=people, elsewhere=elsewhere)
    def something_seldom_happens(self, after: int | None, who: str, elsewhere: bool) -> None:
        """A run of the closing, and one of the publication, is going to die after so many calls. Or the clock runs and finds
        nothing to do; and somebody comes back on a device that nobody knows.
        """
        if after is not None and len(self.deaths) < 2:
            self.deaths.append(after)
            return
        assert self.now >= CLOSING_BEGINS or self.town.at(self.now).cloud.tick() == []
        self.devices[who][elsewhere] = self.signed_in(who)

    @invariant()
    def count(self) -> None:
        Contest.steps += 1

    # What must come of it.

    def ask(self, device: Device, act: str, request: Request, fate: Fate) -> None:
        """Send a request, and hold what is said and what is stored against the model."""
        device.last = (act, request)
        if fate == "lost before":
            return
        new, cookie = device.who not in self.model.papers, device.phone.cookie
        answer, calls = self.sent(device, act, request, fate)
        writes = "PutItem" if act == "start" and new else "UpdateItem"
        if answer is not None:
            self.check(device.who, act, request, self.expected(device, act, request), answer)
        elif writes in [call.operation for call in calls]:
            self.expected(device, act, request)
        self.compare(device.who)
        if answer is None or fate == "lost after":
            device.phone.cookie = cookie
        else:
            self.hear(device, act, answer)

    def sent(self, device: Device, act: str, request: Request, fate: Fate) -> tuple[Answer | None, list[Call]]:
        """Send a request to a function that dies after ``fate`` calls, where that is a number: then there is no answer."""
        paths = {"start": "", "save": "/answers", "hand in": "/submission"}
        self.town.at(self.now)
        with cut_off(fate) if isinstance(fate, int) else nullcontext([]) as calls:
            try:
                return device.phone.send("PUT", f"/rounds/{FIRST}/attempts/1{paths[act]}", request), calls
            except Interrupted:
                return None, calls

    def expected(self, device: Device, act: str, request: Request) -> str:
        """Have the model do the request; return what it says must come of it."""
        if self.now >= device.expires:
            return "not-signed-in"
        if act == "start":
            return self.model.start(device.who, device.name, request["nonce"], self.now)
        return self.model.write(device.who, device.name, request, self.now, act == "hand in")

    def check(self, who: str, act: str, request: Request, expected: str, answer: Answer) -> None:
        """What is said is what the model says; what is shown of a paper is the model's; what was said once is said again."""
        told = answer.document
        assert (answer.problem or "ok") == expected
        shown = told.get("attempt") if answer.status == 200 else told["facts"].get("attempt")
        if isinstance(shown, dict):
            assert shown == self.shown(who)
        if answer.status == 200 and act == "start":
            assert self.drawn.setdefault(who, told["paper"]) == told["paper"]
        elif answer.status == 200:
            assert self.said.setdefault(request["nonce"], answer.raw) == answer.raw
            assert {name: told[name] for name in ACKNOWLEDGED[act]} == self.acknowledged(who, act)
        if receipt := told if (act, answer.status) == ("hand in", 200) else told.get("facts", {}).get("receipt"):
            assert self.receipts.setdefault(who, receipt) == receipt

    def acknowledged(self, who: str, act: str) -> dict[str, Any]:
        """What an acknowledgement has to say, by the model."""
        paper = self.model.papers[who]
        hours = {
            name: written(paper[name]) for name in ("deadline_at", "saved_at", "started_at", "submitted_at") if paper[name]
        }
        return {name: (paper | hours)[name] for name in ACKNOWLEDGED[act]}

    def shown(self, who: str) -> dict[str, Any]:
        """What is shown of an open paper, by the model."""
        paper = self.model.papers[who]
        saved_at = None if paper["saved_at"] is None else written(paper["saved_at"])
        hours = {
            "started_at": written(paper["started_at"]),
            "deadline_at": written(paper["deadline_at"]),
            "saved_at": saved_at,
        }
        same = {name: paper[name] for name in ("version", "choices", "prediction", "nonce")}
        return {"round": FIRST, "number": 1, **same, **hours}

    def compare(self, who: str) -> None:
        """What is stored is what the model holds."""
        stored = attempts.get(Key(CONTEST, FIRST, self.pseudonyms[who], 1))
        paper = self.model.papers.get(who)
        kept = ("started_at", "version", "nonce", "choices", "prediction", "saved_at", "submitted_at")
        assert (stored and {name: getattr(stored, name) for name in kept}) == (
            paper and {name: paper[name] for name in kept}
        )
        assert (stored and min(stored.deadline_at, CLOSES)) == (paper and paper["deadline_at"])

    def hear(self, device: Device, act: str, answer: Answer) -> None:
        """An answer has arrived: the device knows what is stored."""
        heard = answer.document.get("attempt") or answer.document.get("facts", {}).get("attempt") or answer.document
        if isinstance(heard, dict):
            device.seen = heard.get("version", device.seen)
        if act == "start" and answer.status == 200:
            limit = self.model.papers[device.who]["started_at"] + LIMIT_MS
            device.expires = max(device.expires, limit + AFTER_MS)

    # How it ends.

    def teardown(self) -> None:
        """Close and publish, with the deaths that were foreseen; then everybody comes back once more."""
        for who in PEOPLE:
            self.compare(who)
        self.run_the_clock(max(self.now, CLOSING_BEGINS))
        for device in (each for own in self.devices.values() for each in own):
            self.comes_back(device)
        self.run_the_clock(RESULTS)
        exported = {row["contestant"]: {name: row[name] for name in EXPORTED} for row in rows("attempts.csv")}
        assert exported == {self.pseudonyms[who]: self.exported(who) for who in self.model.papers}
        self.compare_receipts()

    def run_the_clock(self, now: Millis) -> None:
        self.now = now
        self.town.at(now)
        for after in self.deaths:
            with suppress(Interrupted), cut_off(after):
                self.town.cloud.tick()
        self.town.tick()

    def comes_back(self, device: Device) -> None:
        """After the close, everybody's last request is sent again: the model says what must come of it."""
        if device.last is not None:
            answer, _ = self.sent(device, *device.last, "answered")
            assert answer is not None
            assert (answer.problem or "ok") == self.expected(device, *device.last)

    def exported(self, who: str) -> dict[str, str]:
        """What the export has to say about somebody's paper, by the model."""
        paper = self.model.papers[who]
        blank = paper["choices"] in ("", "___") and not paper["prediction"]
        status = "submitted" if paper["submitted_at"] else "blank" if blank else "timed_out"
        submitted_at = paper["submitted_at"] or paper["deadline_at"]
        hours = {"started_at": paper["started_at"], "deadline_at": paper["deadline_at"], "submitted_at": submitted_at}
        same = {name: paper[name] for name in ("prediction", "nonce")}
        return {
            **{name: written(at) for name, at in hours.items()},
            **same,
            "status": status,
            "choices": paper["choices"] or "___",
        }

    def compare_receipts(self) -> None:
        """The receipts that were given are the export's, and each paper's own result is published under its receipt."""
        exported = {row["contestant"]: row["receipt"] for row in rows("attempts.csv")}
        given = {self.pseudonyms[who]: receipt["receipt"] for who, receipt in self.receipts.items()}
        site = contents(config().site_bucket)
        own = [json.loads(data)["own"] for name, data in site.items() if name.startswith(f"{CONTEST}/{FIRST}/own/")]
        assert given.items() <= exported.items()
        assert {receipt for each in own for receipt in each} == set(exported.values())
        assert rounds.get(CONTEST, FIRST).state == "published"


ACKNOWLEDGED = {
    "save": ("version", "saved_at", "deadline_at"),
    "hand in": ("choices", "prediction", "nonce", "started_at", "submitted_at"),
}
EXPORTED = ("started_at", "deadline_at", "submitted_at", "status", "choices", "prediction", "nonce")


@pytest.fixture
def two_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shards do what sixteen do, in an eighth of the calls."""
    fewer = dataclasses.replace(config(), shards=2)
    monkeypatch.setattr(attempts, "config", lambda: fewer)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_people_networks_and_functions_do_the_contest_is_the_models(
    village: Town, two_shards: None, monkeypatch: pytest.MonkeyPatch, part: int
):
    monkeypatch.setattr(Contest, "town", village, raising=False)
    monkeypatch.setattr(Contest, "steps", 0)
    enough = settings(
        max_examples=CONTESTS,
        stateful_step_count=STEPS_A_CONTEST,
        deadline=None,
        derandomize=not soaking(),
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(Contest, settings=enough)
    while soaking() and Contest.steps < STEPS:  # These are drawn anew each time, and how many steps they come to as well.
        run_state_machine_as_test(Contest, settings=settings(enough, max_examples=CONTESTS // 10))

    assert Contest.steps >= STEPS
