"""A definition on its way: read from YAML with all faults named at once, checked, and held against what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import contradictions, readiness, sketch, yaml_text
from .definition import Definition
from .faults import Fault, Faulty
from .readiness import NotReady, OpenField


@dataclass(frozen=True)
class Draft:
    """A definition on its way: what was written, what of it could be read, what is wrong, and what is still open."""

    file: str
    values: dict[str, Any]
    sketch: Definition
    faults: tuple[Fault, ...]
    open: tuple[str, ...]


def read_draft(text: str, file: str) -> Draft:
    """Return the draft that the YAML ``text`` holds; its type faults are in it. Raises Faulty for text that is no YAML."""
    parsed = yaml_text.parse(text, file)
    made = sketch.sketch(Definition, parsed.values, file)
    return Draft(file, parsed.values, made.value, (*parsed.faults, *made.faults), made.open)


def check(draft: Draft) -> list[Fault]:
    """Return every fault of ``draft``: what can't be read, and what contradicts itself."""
    return [*draft.faults, *contradictions.contradictions(draft.sketch, draft.file)]


def open_fields(draft: Draft) -> list[OpenField]:
    """Return what the organizers still have to settle before the contest can be opened."""
    return readiness.open_fields(Definition, draft.values, draft.open)


def load_definition(text: str, file: str) -> Definition:
    """Return the definition in ``text``. Raises Faulty with every fault, or NotReady with every field that is open."""
    draft = read_draft(text, file)
    if faults := check(draft):
        raise Faulty(faults)
    if fields := open_fields(draft):
        raise NotReady(file, fields)
    return Definition.model_validate(draft.sketch.model_dump())


def definition_schema() -> dict[str, Any]:
    """Return the JSON Schema by which editors complete and check ``contest.yaml``; drafts may leave every field open."""
    return sketch.editor_schema(Definition)
