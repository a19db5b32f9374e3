"""What was decided about a round after its closing, as everybody may read it: what, when and why, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .decisions import Decision
from .times import at_home
from .words import CATALOGUES, LANGUAGES, Language, say

if TYPE_CHECKING:
    from .definition import Definition

# Decisions about people are told by their number; these are about what everybody had before them.
_NAMED = frozenset(["void", "correct_key"])


def adjustments(since: Sequence[Decision], definition: Definition) -> list[dict[str, Any]]:
    """Return for each decision in ``since``: its ``sentence`` in each language, its ``act``, and its ``reason``'s code.

    The cells that one decision changed are one sentence: ``Lúc 08:00 ngày 02/11/2023: loại 2 bài thi. Lý do: thi hộ.``
    """
    together = groupby(since, key=lambda each: (each.decided_at, each.act, each.reason, each.after))
    made = [list(cells) for _, cells in together]
    return [
        {
            "act": cells[0].act,
            "reason": cells[0].reason,
            "sentence": {language: _sentence(cells, definition, language) for language in LANGUAGES},
        }
        for cells in made
    ]


def _sentence(cells: Sequence[Decision], definition: Definition, language: Language) -> str:
    first = cells[0]
    prizes = {prize.id: prize.name for prize in definition.prizes}
    named = ", ".join(each.subject for each in cells) if first.act in _NAMED else prizes.get(first.subject, "")
    done = say(f"adjusted.{first.act}", language, number=len(cells), named=named, after=first.after.replace(" ", ", "))
    return say("adjusted", language, at=at_home(first.decided_at), done=done, reason=reason(first.reason, language))


def reason(code: str, language: Language) -> str:
    """Return what a reason's code says: in words where it is one of those that everybody uses, else the code itself."""
    return CATALOGUES[language].get(f"reason.{code}", code)
