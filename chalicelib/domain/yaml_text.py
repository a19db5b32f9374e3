"""YAML as people write definitions: plain groups, lists and values, read without a surprise.

Narrower than YAML 1.1 on purpose. Anchors, aliases and tags are refused, so no text can swell or build objects. A date or
``no`` stays text, so that what a field means is decided by the field. Keys are text, and none may stand twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .faults import Fault, Faulty

MOST_BYTES = 256 * 1024
MOST_DEPTH = 20
MOST_VALUES = 5_000
"""Ten times what the longest definition at hand holds. Reading takes a tenth of a millisecond for each."""

_PLAIN_KEY = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True)
class Parsed:
    """The values of a file, and the faults that don't keep the rest of it from being read."""

    values: dict[str, Any]
    faults: tuple[Fault, ...]


class _Refused(Exception):
    """Something that YAML knows and a definition doesn't, with the place where it stands."""

    def __init__(self, code: str, mark: yaml.Mark | None, **values: object):
        super().__init__(code)
        self.code = code
        self.mark = mark
        self.values = values


class _Loader(yaml.SafeLoader):
    """Composes nodes alone; refuses aliases, anchors, tags, depth and too many values before they cost anything."""

    depth = 0
    values = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it untyped.
        if getattr(event, "anchor", None):
            raise _Refused("yaml.alias", event.start_mark)
        if getattr(event, "tag", None) not in (None, "!"):
            raise _Refused("yaml.tag", event.start_mark)
        if self.depth >= MOST_DEPTH:
            raise _Refused("yaml.depth", event.start_mark)
        if self.values >= MOST_VALUES:
            raise _Refused("yaml.values", event.start_mark, most=MOST_VALUES)
        self.depth += 1
        self.values += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


# What is no number, true, false or null is text.
_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]{0,15})$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


def parse(text: str, file: str) -> Parsed:
    """Return the values in ``text``. Raises Faulty with one fault for text that can't be read at all."""
    size = len(text.encode(errors="surrogatepass"))
    if size > MOST_BYTES:
        raise Faulty([Fault(file, "", "yaml.size", {"size": size // 1024, "most": MOST_BYTES // 1024})])
    node = _compose(text, file)
    if not isinstance(node, MappingNode):
        raise Faulty([Fault(file, "", "yaml.not-a-definition")])
    return Parsed(_value(node), tuple(_key_faults(node, "", file)))


def _compose(text: str, file: str) -> Node | None:
    try:
        loader = _Loader(text)
        return loader.get_single_node()
    except _Refused as refused:
        raise Faulty([Fault(file, _place(refused.mark), refused.code, refused.values)]) from None
    except yaml.reader.ReaderError as error:
        raise Faulty([_unreadable(text, error, file)]) from None
    except yaml.MarkedYAMLError as error:
        raise Faulty([Fault(file, _place(_began(error, text)), "yaml.syntax")]) from None


def _unreadable(text: str, error: yaml.reader.ReaderError, file: str) -> Fault:
    """A character that YAML doesn't take, by its line and column."""
    before = text[: error.position]
    column = len(before) - (before.rfind("\n") + 1)
    return Fault(
        file, f"{before.count(chr(10)) + 1}:{column + 1}", "yaml.character", {"code": f"U+{ord(text[error.position]):04X}"}
    )


def _began(error: yaml.MarkedYAMLError, text: str) -> yaml.Mark | None:
    """Return where what is wrong began: a quote that never ends is met at the end of the file, and stands far above."""
    met: yaml.Mark | None = error.problem_mark
    ends = len(text.rstrip())
    return error.context_mark if met is None or (error.context_mark and met.index >= ends) else met


def _place(mark: yaml.Mark | None) -> str:
    """Line and column as editors count them, from 1: ``12:5``."""
    return f"{mark.line + 1}:{mark.column + 1}" if mark else ""


def _value(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {_key(key): _value(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_value(each) for each in node.value]
    return _scalar(node)


def _scalar(node: Node) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return bool(node.value == "true")
    return int(node.value) if kind == "int" else node.value


def _key(node: Node) -> str:
    """A key as it was written; keys that aren't plain text are named by ``_key_faults``."""
    return node.value if isinstance(node, ScalarNode) else ""


def _key_faults(node: Node, path: str, file: str) -> Iterator[Fault]:
    if isinstance(node, MappingNode):
        yield from _repeated(node, path, file)
        for key, value in node.value:
            yield from _key_faults(value, under(path, _key(key)), file)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from _key_faults(value, under(path, index), file)


def _repeated(node: MappingNode, path: str, file: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            yield Fault(file, path, "yaml.key", {"line": line})
        elif key.value in seen:
            values = {"key": key.value, "line": line, "first": seen[key.value]}
            yield Fault(file, under(path, key.value), "yaml.twice", values)
        else:
            seen[key.value] = line


def under(path: str, step: str | int) -> str:
    """Return the dotted path of ``step`` under ``path``: ``rounds[1].closes``, ``clauses["paper.limit_s"]``."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    if not _PLAIN_KEY.fullmatch(step):
        return f"{path}[{json.dumps(step, ensure_ascii=False)}]"
    return f"{path}.{step}" if path else step
