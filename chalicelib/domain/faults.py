"""Faults found in what an organizer hands in: all of them at once, each saying where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .words import Language, say


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
        """Return file, path, found, expected and mend as sentences in ``language``."""
        said = {part: say(f"fault.{self.code}.{part}", language, **self.values) for part in ("found", "expected", "mend")}
        return {"file": self.file, "path": self.path, **said}

    def line(self, language: Language = "vi") -> str:
        """Return the whole fault as one line of text."""
        parts = self.parts(language)
        where = ", ".join(place for place in (parts["file"], parts["path"]) if place)
        return say("fault.line", language, where=where, found=parts["found"], expected=parts["expected"], mend=parts["mend"])


class Faulty(Exception):
    """Input that can't be taken, with every fault that was found in it."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(fault.line() for fault in faults))
        self.faults = faults
