"""What a warm function knows of a round without asking: its pointer for half a minute, what that names for good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..config import config
from ..domain import draw
from ..domain.attempt import Attempt
from ..domain.errors import NotFound
from ..domain.paper_rules import PaperRules, paper_rules
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..storage import objects, rounds
from . import sessions

if TYPE_CHECKING:
    from .said import BothLanguages, Option, Paper, Question

REFRESHED_MS = 30_000

_pointers: dict[tuple[str, str], tuple[RoundRecord, Millis]] = {}


@dataclass(frozen=True)
class Bank:
    """The round's bank without its key: the texts, and the topics that a blueprint draws by."""

    questions: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """Everything that issuing and taking a round's papers needs."""

    record: RoundRecord
    rules: PaperRules
    bank: Bank
    seed: bytes

    def drawn(self, contestant: str, number: int) -> tuple[str, ...]:
        """Return the ids of the questions of this contestant's attempt, in order."""
        name = (self.record.contest, self.record.round, contestant, number)
        return draw.draw_questions(self.seed, *name, self.bank.topics, self.rules.questions, self.rules.blueprint)

    def paper(self, attempt: Attempt) -> Paper:
        """Return what the contestant is shown: questions and options in their order, and the prediction's sentence."""
        questions = [self._question(attempt, question) for question in attempt.questions.split()]
        asked = self.rules.prediction()
        both: BothLanguages | None = None if asked is None else {"vi": asked["vi"], "en": asked["en"]}
        return {"questions": questions, "prediction": both}

    def _question(self, attempt: Attempt, question: str) -> Question:
        asked = self.bank.questions[question]
        name = (self.record.contest, self.record.round, attempt.contestant, attempt.number, question)
        order = draw.option_order(self.seed, *name, list(asked["options"]), asked["fixed"])
        options: list[Option] = [{"letter": letter, "text": asked["options"][letter]} for letter in order]
        return {"id": question, "text": asked["text"], "options": options}


def pointer(contest: str, round_id: str, now: Millis) -> RoundRecord:
    """Return the round's record, at most half a minute old. Raises NotFound.

    Only a round that takes starts is remembered: in any other state a stale answer could keep people out.
    """
    record, read_at = _pointers.get((contest, round_id), (None, 0))
    if record is not None and 0 <= now - read_at < REFRESHED_MS:
        return record
    record = rounds.get(contest, round_id)
    if record is None or record.kind == "practice":
        raise NotFound("no-such-round", round=round_id)
    if record.state == "ready":
        _pointers[contest, round_id] = (record, now)
    return record


def desk(contest: str, round_id: str, now: Millis) -> Desk | None:
    """Return the desk of a round, or None while there is none because the round isn't ready. Raises NotFound."""
    record = pointer(contest, round_id, now)
    if record.state == "draft":
        return None
    return Desk(record, _rules(record.definition), _bank(record.papers), _seed(contest, round_id))


def attempts_allowed(record: RoundRecord) -> int:
    """Return how many attempts a contestant has in a round."""
    return _rules(record.definition).attempts


def forget() -> None:
    """Forget everything that was remembered: for a test or a simulation that begins anew."""
    _pointers.clear()
    sessions.forget()
    for remembered in (_rules, _bank, _seed):
        remembered.cache_clear()


@lru_cache(maxsize=32)
def _rules(digest: str) -> PaperRules:
    return paper_rules(objects.get_named("definitions", digest))


@lru_cache(maxsize=32)
def _bank(digest: str) -> Bank:
    questions = {question["id"]: question for question in json.loads(objects.get_named("papers", digest))["questions"]}
    return Bank(questions, {id: question["topic"] for id, question in questions.items()})


@lru_cache(maxsize=32)
def _seed(contest: str, round_id: str) -> bytes:
    seed = objects.get(config().private_bucket, f"seeds/paper/{contest}/{round_id}")
    if seed is None:
        raise LookupError(f"round {contest}/{round_id} is ready but has no paper seed")
    return seed
