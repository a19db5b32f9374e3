"""Faults found in what an organizer hands in: all of them at once, each saying where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .hidden import made_visible
from .words import Language, say

MOST_SHOWN = 50
"""How many faults are told one by one; whoever has mended these finds the rest by running it again."""

_LONGEST_VALUE = 500


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file.

    ``code`` names three sentences of the catalogues: ``fault.<code>.found``, ``.expected`` and ``.mend``; ``values``
    fills them in. ``path`` is the place inside the file: ``rounds[1].closes``, or ``Sheet "Câu hỏi", ô C17``.
    """

    file: str
    path: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def parts(self, language: Language = "vi") -> dict[str, str]:
        """Return file, path, found, expected and mend as sentences in ``language``.

        What was found in a file is shown cut short, and its control characters by their codes: it shall not fill a screen,
        nor steer the terminal that it is printed on.
        """
        values = {name: _fit(value) for name, value in self.values.items()}
        said = {part: say(f"fault.{self.code}.{part}", language, **values) for part in ("found", "expected", "mend")}
        return {"file": _fit_text(self.file), "path": _fit_text(self.path), **said}

    def line(self, language: Language = "vi") -> str:
        """Return the whole fault as one line of text."""
        parts = self.parts(language)
        where = ", ".join(place for place in (parts["file"], parts["path"]) if place)
        return say("fault.line", language, where=where, found=parts["found"], expected=parts["expected"], mend=parts["mend"])


def _fit(value: object) -> object:
    return _fit_text(value) if isinstance(value, str) else value


def _fit_text(text: str) -> str:
    """Return a text as it may stand in a sentence."""
    return made_visible(text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…")


class Faulty(Exception):
    """Input that can't be taken, with every fault that was found in it.

    ``more`` counts the faults that are not in ``faults``, where it was raised anew far from the file: a file can have a
    hundred thousand, and an answer of a function has room for some megabytes.
    """

    def __init__(self, faults: list[Fault], more: int = 0):
        super().__init__(", ".join(f"{fault.code} ({fault.file} {fault.path})" for fault in faults[:MOST_SHOWN]))
        self.faults = faults
        self.more = more

    @property
    def shown(self) -> list[Fault]:
        """The faults that are told one by one."""
        return self.faults[:MOST_SHOWN]

    @property
    def unshown(self) -> int:
        """How many there are beside those that are told."""
        return len(self.faults) - len(self.shown) + self.more
