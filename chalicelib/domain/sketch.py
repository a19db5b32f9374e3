"""Reads raw values into a model as far as they go: what fits is kept, what doesn't is a fault, what is missing is open.

The result is a *sketch*: an instance of the model in which a field that is open or at fault has no attribute at all, so that
a rule which reads a field without asking whether it is settled fails loudly in the tests.
"""

from __future__ import annotations

import difflib
import json
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from .faults import Fault
from .words import say
from .yaml_text import under

# What pydantic calls an error, and the code of our sentences for it. Anything else is "unfit", so its English never shows.
CODES = {
    "string_type": "not-text",
    "string_too_short": "empty-text",
    "string_too_long": "long-text",
    "string_pattern_mismatch": "not-an-id",
    "string_unicode": "broken-text",
    "int_type": "not-a-number",
    "greater_than_equal": "too-small",
    "less_than_equal": "too-big",
    "literal_error": "not-a-choice",
    "bool_type": "not-yes-or-no",
    "dict_type": "not-a-group",
    "tuple_type": "not-a-list",
    "too_short": "empty-list",
    "hidden_character": "hidden-character",
    "round_called_final": "round-called-final",
    "kept_for_a_folder": "kept-for-a-folder",
    "not_a_day": "not-a-day",
    "no_such_day": "no-such-day",
    "not_a_moment": "not-a-moment",
    "no_such_moment": "no-such-moment",
    "hour_missing": "hour-missing",
    "not_a_rate": "not-a-rate",
}
_UNSETTLED = object()
_LONGEST = 60


@dataclass(frozen=True)
class Sketched:
    """A sketch, its faults, and the dotted paths of the fields that are open."""

    value: Any
    faults: tuple[Fault, ...]
    open: tuple[str, ...]


def sketch(kind: type[BaseModel], raw: Any, file: str) -> Sketched:
    """Return what ``raw`` (plain groups, lists and values) says in the terms of ``kind``."""
    reader = _Reader(file)
    value = reader.model(kind, raw, "")
    return Sketched(value, tuple(reader.faults), tuple(reader.open))


def settled(part: BaseModel, *paths: str) -> bool:
    """Return whether every one of the dotted ``paths`` under ``part`` could be read."""
    return all(_reached(part, path.split(".")) for path in paths)


def _reached(part: Any, steps: list[str]) -> bool:
    for step in steps:
        if not hasattr(part, step):
            return False
        part = getattr(part, step)
    return True


class _Reader:
    """Walks a model's fields beside the raw values, and gathers what it meets."""

    def __init__(self, file: str):
        self.file = file
        self.faults: list[Fault] = []
        self.open: list[str] = []

    def model(self, kind: type[BaseModel], raw: Any, path: str) -> BaseModel:
        if not isinstance(raw, dict):
            self._fault(path, "not-a-group", raw)
            return kind.model_construct()
        self.faults += _unknown(kind, raw, path, self.file)
        wanted = {name: field for name, field in kind.model_fields.items() if name in raw or field.is_required()}
        read = {name: self._field(kind, name, raw.get(name), under(path, name)) for name in wanted}
        return kind.model_construct(**{name: value for name, value in read.items() if value is not _UNSETTLED})

    def _field(self, kind: type[BaseModel], name: str, raw: Any, path: str) -> Any:
        shape = shape_of(kind, name)
        if raw is None:
            self.open.append(path)
            return _UNSETTLED
        if raw == "none" and "none" not in shape.choices:
            return self._nothing(kind, name, path)
        if shape.kind is None:
            return self._leaf(kind, name, raw, path)
        return self._models(shape.kind, raw, path) if shape.many else self.model(shape.kind, raw, path)

    def _nothing(self, kind: type[BaseModel], name: str, path: str) -> Any:
        """The word ``none``: an empty list where that is allowed, or None where the field may be empty."""
        shape = shape_of(kind, name)
        if shape.many:
            return self._leaf(kind, name, [], path)
        if shape.nullable:
            return None
        self._fault(path, "none-not-allowed", "none")
        return _UNSETTLED

    def _models(self, kind: type[BaseModel], raw: Any, path: str) -> Any:
        if not isinstance(raw, list):
            self._fault(path, "not-a-list", raw)
            return _UNSETTLED
        return tuple(self.model(kind, each, under(path, index)) for index, each in enumerate(raw))

    def _leaf(self, kind: type[BaseModel], name: str, raw: Any, path: str) -> Any:
        try:
            return _adapter(kind, name).validate_python(raw, context={"authoring": True})
        except ValidationError as error:
            for one in error.errors(include_url=False):
                place = _path(path, one["loc"])
                self._fault(place, CODES.get(one["type"], "unfit"), one["input"], one.get("ctx", {}))
            return _UNSETTLED

    def _fault(self, path: str, code: str, raw: Any, bounds: dict[str, Any] | None = None) -> None:
        self.faults.append(Fault(self.file, path, f"definition.{code}", {"value": shown(raw), **_printed(bounds or {})}))


def _printed(bounds: dict[str, Any]) -> dict[str, Any]:
    """pydantic's bounds without its English: a list of choices as ``ms, s``."""
    expected = bounds.get("expected")
    return {**bounds, "expected": str(expected).replace("'", "").replace(" or ", ", ")} if expected else bounds


def _path(path: str, steps: tuple[str | int, ...]) -> str:
    for step in steps:
        path = path if step == "[key]" else under(path, step)
    return path


def _unknown(kind: type[BaseModel], raw: dict[str, Any], path: str, file: str) -> Iterator[Fault]:
    for name in sorted(raw.keys() - kind.model_fields.keys()):
        near = difflib.get_close_matches(name, kind.model_fields, 1)
        values = {"name": name[:_LONGEST], "near": "".join(near), "known": ", ".join(kind.model_fields)}
        yield Fault(file, under(path, name), f"definition.{'misspelt' if near else 'unknown'}-field", values)


def shown(raw: Any) -> str:
    """Return ``raw`` as it may stand in a sentence of any language: ``"chín"``, ``12``, ``[…]``, ``{…}``."""
    if isinstance(raw, list | dict):
        return "[…]" if isinstance(raw, list) else "{…}"
    text = json.dumps(raw, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


@dataclass(frozen=True)
class Shape:
    """What a field holds: a model (one or many), or a leaf; whether it may be empty; the words that it may be."""

    kind: type[BaseModel] | None
    many: bool
    nullable: bool
    choices: tuple[Any, ...]


@cache
def shape_of(kind: type[BaseModel], name: str) -> Shape:
    """Return the shape of the field ``name`` of the model ``kind``."""
    annotation = kind.model_fields[name].annotation
    union = get_origin(annotation) in (Union, types.UnionType)
    parts = [part for part in get_args(annotation) if part is not type(None)] if union else [annotation]
    inner = parts[0]
    many = get_origin(inner) is tuple
    member = get_args(inner)[0] if many else inner
    model = member if isinstance(member, type) and issubclass(member, BaseModel) else None
    choices = get_args(inner) if get_origin(inner) is Literal else ()
    return Shape(model, many, union and type(None) in get_args(annotation), choices)


@cache
def _adapter(kind: type[BaseModel], name: str) -> TypeAdapter[Any]:
    annotation: Any = kind.model_fields[name].annotation
    bounds = kind.model_fields[name].metadata
    return TypeAdapter(Annotated[(annotation, *bounds)] if bounds else annotation)


def field_at(kind: type[BaseModel], path: str) -> tuple[str, str] | None:
    """Return the model and field names behind ``path`` (``rounds[1].closes``, ``rounds[].closes``), or None."""
    found = None
    model: type[BaseModel] | None = kind
    for step in path.split("."):
        name, bracket, _ = step.partition("[")
        if model is None or name not in model.model_fields:
            return None
        shape = shape_of(model, name)
        if bracket and not shape.many:
            return None
        found, model = (model.__name__, name), shape.kind
    return found


def editor_schema(kind: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of ``kind`` for people who write it: each field may be open, and says what it is."""
    schema = kind.model_json_schema()
    for name, part in {**schema["$defs"], kind.__name__: schema}.items():
        _loosen(name, part, kind if name == kind.__name__ else None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _loosen(name: str, part: dict[str, Any], root: type[BaseModel] | None) -> None:
    part.pop("required", None)
    part.pop("title", None)
    part["description"] = _both(f"field.{name}")
    part["properties"] = {field: _property(name, field, said) for field, said in part["properties"].items()}


def _property(model: str, field: str, said: dict[str, Any]) -> dict[str, Any]:
    """One field: what it was, or null while it is open, or ``none`` where it may be empty."""
    inner = said.get("anyOf") or [
        {key: value for key, value in said.items() if key not in ("title", "default", "description")}
    ]
    nullable = {"type": "null"} in inner or said.get("type") == "array"
    extra = [{"const": "none"}] if nullable else []
    choices = [each for each in inner if each != {"type": "null"}] + extra + [{"type": "null"}]
    default = {"default": said["default"]} if "default" in said else {}
    return {"description": _both(f"field.{model}.{field}"), "anyOf": choices, **default}


def _both(key: str) -> str:
    return f"{say(key, 'vi')} / {say(key, 'en')}"
