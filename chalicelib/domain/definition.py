"""A contest's definition: everything that the organizers settle before it opens, as one frozen value.

It is written as YAML (``contests/<id>/contest.yaml``), read with every fault named at once, and kept as the canonical JSON
that ``export-format.md`` calls ``definition.json``. Instants are UTC milliseconds inside and written out in the JSON. In
YAML, ``null`` or an absent key is a field that the plan leaves open; the word ``none`` is one that is deliberately empty.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from .award_rules import Certificates, Participation, Prize, UnitAward, UnitClass
from .canonical import canonical
from .criteria import CRITERIA
from .fields import Closes, ContestId, Day, Hour, Id, Opens, Part, RoundId, Text, at_least
from .paper_rules import prediction_question
from .times import Millis
from .ways_in import ROSTER_ALONE, WaysIn
from .words import Language

Target = Literal["persons_all_correct", "papers", "persons", "percent_all_correct"]


class Plan(Part):
    """The organizers' document: its number and day, and the first and last day that it names for the contest."""

    title: Text
    issuer: Text
    number: Text | None
    date: Day | None
    starts: Day | None
    ends: Day | None


class Round(Part):
    """One round: a half-open window ``[opens, closes)`` and the hour of its results; a practice round has no results.

    ``bank`` is the path of the question bank relative to ``contest.yaml``; it serves authoring and is not in the JSON.
    """

    id: RoundId
    name: Text
    kind: Literal["ranked", "practice"]
    opens: Opens
    closes: Closes
    results: Hour | None
    bank: Text | None = None


class Paper(Part):
    """What one contestant is asked: how many questions and options, for how many seconds; ``blueprint`` counts by topic."""

    questions: Annotated[int, at_least(1, 200)]
    options_least: Annotated[int, at_least(2, 4)]
    options_most: Annotated[int, at_least(2, 4)]
    limit_s: Annotated[int, at_least(10, 86_400)]
    grace_ms: Annotated[int, at_least(0, 60_000)] = 5_000
    blueprint: dict[Text, Annotated[int, at_least(1, 200)]] | None = None


class Attempts(Part):
    """How often a contestant may take one ranked round, and which of the attempts counts."""

    max: Annotated[int, at_least(1, 99)]
    counted: Literal["best", "first", "last"]


class Prediction(Part):
    """The supplementary question: a number that nobody knows before the close."""

    asks: Target


class Criterion(Part):
    """One criterion of the ranking, by its name in ``criteria.py``; their order is the order in which they decide."""

    name: Annotated[Text, Field(json_schema_extra={"enum": list(CRITERIA)})]
    direction: Literal["asc", "desc"]


class ExcludedBody(Part):
    """A body whose members may not take part, with the clause of the plan that says so."""

    id: Id
    name: Text
    clause: Text


class Assumption(Part):
    """A choice made where the plan is silent: about which field, at which clause, what was chosen and why."""

    field: Text
    clause: Text
    choice: Text
    reason: Text


class Acknowledged(Part):
    """A contradiction inside the plan that the organizers know of: what it says, what holds instead, and a note."""

    field: Text
    plan_says: Text
    choice: Text
    clause: Text
    note: Text


class RulesSection(Part):
    """One section of the rules page: a heading and its paragraphs."""

    heading: Text
    text: Annotated[tuple[Text, ...], Field(min_length=1)]


class Contact(Part):
    """Whom to ask."""

    office: Text
    phone: Text | None
    email: Text | None
    address: Text | None


class Definition(Part):
    """A whole contest as it is committed before its first round opens."""

    contest: ContestId
    title: Text
    short_title: Text
    kind_of_event: Literal["Cuộc thi", "Hội thi"]
    organizer: Text
    timezone: Literal["Asia/Ho_Chi_Minh"] = "Asia/Ho_Chi_Minh"
    plan: Plan
    who_may: Text
    rules: tuple[RulesSection, ...]
    contact: Contact
    rounds: tuple[Round, ...]
    paper: Paper
    attempts: Attempts
    prediction: Prediction | None
    precision: Literal["ms", "s"]
    criteria: tuple[Criterion, ...]
    last_tie: Literal["lot", "shared"]
    prizes: tuple[Prize, ...]
    limit: Literal["none", "once_a_round", "once_in_the_contest", "highest_in_the_contest"]
    boundary_tie: Literal["lot", "all", "committee"]
    excluded_bodies: tuple[ExcludedBody, ...]
    unit_classes: tuple[UnitClass, ...] = ()
    participation: Participation | None = None
    unit_award: UnitAward | None
    entry_prizes: tuple[Prize, ...] = ()
    final_results: Hour | None = None
    certificates: Certificates | None = None
    publication: Literal["automatic", "after_approval"]
    names: Literal["full", "initials", "none"]
    retention_days: Annotated[int, at_least(30, 3_650)] = 180
    ways_in: WaysIn = ROSTER_ALONE
    clauses: dict[Text, Text] = Field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _before_there_were_ways_in(cls, values: Any) -> Any:
        """A contest that was committed before ways in were told says ``roster_required: true``: the roster alone."""
        if isinstance(values, dict) and values.get("roster_required") is True:
            return {name: value for name, value in values.items() if name != "roster_required"}
        return values

    def round(self, identifier: str) -> Round:
        """Return the round called ``identifier``. Raises KeyError where there is none."""
        for each in self.rounds:
            if each.id == identifier:
                return each
        raise KeyError(identifier)

    @property
    def ranked(self) -> tuple[Round, ...]:
        """The rounds that count, in their order; practice is left out."""
        return tuple(each for each in self.rounds if each.kind == "ranked")

    @property
    def starts(self) -> Millis:
        """When the contest begins: derived from the ranked rounds, never typed (S2:66 shows why)."""
        return min(each.opens for each in self.ranked)

    @property
    def ends(self) -> Millis:
        """When the contest ends: derived from the ranked rounds, never typed (S2:66 shows why)."""
        return max(each.closes for each in self.ranked)


def definition_json(definition: Definition) -> bytes:
    """Return ``definition.json``: canonical, times written out, defaults filled in, banks' paths left out."""
    return canonical(definition.model_dump(mode="json", exclude={"rounds": {"__all__": {"bank"}}}))


def definition_from_json(data: bytes) -> Definition:
    """Return the definition that ``definition_json`` wrote, without banks' paths. Raises pydantic's ValidationError."""
    values = json.loads(data)
    return Definition.model_validate({"unit_award": None} | values)  # Committed before units could win, it names no award.


def prediction_sentence(definition: Definition, language: Language = "vi") -> str:
    """Return the supplementary question as contestants read it. Raises ValueError where the contest asks none."""
    if definition.prediction is None:
        raise ValueError(f"{definition.contest} asks for no prediction")
    return prediction_question(definition.prediction.asks, definition.paper.questions, language)
