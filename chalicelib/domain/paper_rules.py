"""What issuing and taking papers needs to know of a definition, read from its JSON without the models that check one.

The public function starts cold while people wait at the door; it reads definitions that were checked when they came in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from .words import LANGUAGES, Language, say


@dataclass(frozen=True, slots=True)
class PaperRules:
    """Questions on a paper and how many of each topic, seconds to answer them, attempts in a round, what is predicted."""

    questions: int
    blueprint: Mapping[str, int] | None
    limit_s: int
    attempts: int
    asks: str

    def prediction(self) -> dict[str, str] | None:
        """Return the supplementary question in both languages, or None where the contest asks none."""
        if not self.asks:
            return None
        return {language: prediction_question(self.asks, self.questions, language) for language in LANGUAGES}


def paper_rules(definition_json: bytes) -> PaperRules:
    """Return the rules in ``definition.json``. Raises KeyError for anything else."""
    definition = json.loads(definition_json)
    paper, prediction = definition["paper"], definition["prediction"]
    return PaperRules(
        questions=paper["questions"],
        blueprint=paper["blueprint"],
        limit_s=paper["limit_s"],
        attempts=definition["attempts"]["max"],
        asks=prediction["asks"] if prediction else "",
    )


def prediction_question(asks: str, questions: int, language: Language = "vi") -> str:
    """Return the supplementary question about ``asks`` as contestants of a paper of ``questions`` read it.

    It is made from the setting, so that the question and the rule by which it is judged can't diverge (S0:49, S0:105).
    """
    return say(f"prediction.{asks}", language, questions=questions)
