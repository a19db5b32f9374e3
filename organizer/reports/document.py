"""Documents from templates: a .docx with fields in double braces, the office's own or the one that ships.

A template is a program of somebody else's. It is looked at before it is used: a field that there isn't is named together
with the nearest that there is, also where it stands in a loop that would be empty today. It runs in a sandbox without
anything to call, and its XML declares no document type.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

from ..markup import look_through
from ..trouble import Trouble
from ..zipped import Damaged, Folder, Oversized, Protected
from .kinds import ROUND, Kind

TEMPLATES = Path(__file__).resolve().parent / "templates"
MOST_BYTES = 20_000_000
_BODY = "word/document.xml"
_XML = (".xml", ".rels")
_LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length")
_KEEPING_ROWS = frozenset(["list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"])

Rows = tuple[str, ...] | None
"""The fields of a list's rows; None for whatever isn't ours, of which nothing is known."""
Scope = Mapping[str, Rows]


class Template:
    """A template that names fields of its ``kind`` alone. Raises Trouble, with one sentence, for any other file."""

    def __init__(self, path: Path, kind: Kind = ROUND):
        self.path = path
        self._data = _looked_through(path)
        for source in self._sources():
            _check(source, path, kind)

    def _sources(self) -> list[str]:
        """Return what the template engine is handed of the file: its body, its heads and feet, each as one text."""
        template = self._opened()
        parts = [template.get_xml()]
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            parts += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
        return [re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(part)) for part in parts]

    def _opened(self) -> DocxTemplate:
        template = DocxTemplate(io.BytesIO(self._data))
        try:
            template.init_docx()
        except (KeyError, ValueError, SyntaxError):
            raise Trouble("report-not-docx", file=self.path) from None
        return template

    def filled_in(self, values: Mapping[str, Any]) -> bytes:
        """Return the document with ``values`` in it. Raises Trouble where the template does what it may not, or can't."""
        template, out = self._opened(), io.BytesIO()
        try:
            template.render(dict(values), environment(), autoescape=True)
        except SecurityError:
            raise Trouble("report-unsafe", file=self.path) from None
        except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError) as error:
            raise Trouble("report-unrendered", file=self.path, why=error) from None
        template.save(out)
        return out.getvalue()


def environment() -> ImmutableSandboxedEnvironment:
    """Return what templates run in: nothing to call but filters, nothing to reach, and no field that there isn't."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


def _looked_through(path: Path) -> bytes:
    """Return the file with the parts that were looked at and nothing else. Raises Trouble for what is no sound .docx."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Trouble("report-not-docx", file=path)
        folder = Folder(path.read_bytes())
        for name in sorted(folder.names):
            data = folder.read(name)
            if name.endswith(_XML):
                look_through(data)
    except FileNotFoundError:
        raise Trouble("no-such-file", file=path) from None
    except (Damaged, Oversized, Protected):
        raise Trouble("report-not-docx", file=path) from None
    if _BODY not in folder.names:
        raise Trouble("report-not-docx", file=path)
    return folder.only_what_was_read()


def _check(source: str, path: Path, kind: Kind) -> None:
    """Raise Trouble for what can't be read as a template, and for every field in it that there isn't, all at once."""
    try:
        tree = environment().parse(source)
        environment().compile(source)
    except TemplateSyntaxError as error:
        raise Trouble("report-syntax", file=path, near=_near(source, error.lineno), why=error.message) from None
    wrong = dict.fromkeys(_Looking(kind.fields).unknown(tree, _made_inside(tree)))
    if others := [field for field, _ in wrong if field in kind.other.fields]:
        named = ", ".join(f"“{field}”" for field in dict.fromkeys(others))
        of_whole = Trouble("report-field-of-whole", file=path, fields=named)
        raise of_whole if kind is ROUND else Trouble("report-field-of-round", file=path, fields=named)
    if wrong:
        raise Trouble("report-field", file=path, fields="; ".join(f"“{field}” ({nearest})" for field, nearest in wrong))


def _near(source: str, line: int) -> str:
    """Return the text of the paragraph in which something is wrong."""
    lines = source.split("\n")
    return re.sub(r"<[^>]+>", "", lines[min(line, len(lines)) - 1]).strip()[:120]


def _made_inside(tree: nodes.Template) -> Scope:
    """Return the names that a template gives to something itself, with ``set`` or ``macro``."""
    made = [name for each in tree.find_all((nodes.Assign, nodes.AssignBlock)) for name in _names(each.target)]
    for macro in tree.find_all(nodes.Macro):
        made += [macro.name, *(argument.name for argument in macro.args)]
    return dict.fromkeys(made)


def _names(target: nodes.Node) -> list[str]:
    return [target.name] if isinstance(target, nodes.Name) else [name.name for name in target.find_all(nodes.Name)]


class _Looking:
    """Looks for fields that there aren't among ``fields``: field → the fields of its rows."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]]):
        self._fields = fields

    def unknown(self, node: nodes.Node, scope: Scope) -> Iterator[tuple[str, str]]:
        """Yield the fields below ``node`` that there aren't, each with the nearest that there is.

        ``scope`` has the names that the template has made itself, a row's with its fields.
        """
        if isinstance(node, nodes.For):
            yield from self._unknown_in_loop(node, scope)
            return
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in scope and node.name not in self._fields:
            yield node.name, _nearest(node.name, [*self._fields, *scope])
        if isinstance(node, nodes.Getattr):
            yield from self._unknown_of_row(node, scope)
        for child in node.iter_child_nodes():
            yield from self.unknown(child, scope)

    def _unknown_in_loop(self, node: nodes.For, scope: Scope) -> Iterator[tuple[str, str]]:
        yield from self.unknown(node.iter, scope)
        inside: Scope = {**scope, **dict.fromkeys(_names(node.target)), "loop": _LOOP}
        if isinstance(node.target, nodes.Name):
            inside = {**inside, node.target.name: self._rows_of(node.iter)}
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from self.unknown(child, inside)

    def _rows_of(self, node: nodes.Node) -> Rows:
        """Return the fields of the rows of a list, which may be sorted or cut; None where it is none of ours."""
        while isinstance(node, nodes.Getitem) or (isinstance(node, nodes.Filter) and node.name in _KEEPING_ROWS):
            node = node.node
        return self._fields.get(node.name) or None if isinstance(node, nodes.Name) else None

    def _unknown_of_row(self, node: nodes.Getattr, scope: Scope) -> Iterator[tuple[str, str]]:
        """Yield ``w.nam`` where ``w`` is a row without such a field, and whatever is asked of a text or a list."""
        if not isinstance(node.node, nodes.Name):
            return
        name = node.node.name
        known = scope.get(name, () if name in self._fields else None)
        if known is not None and node.attr not in known:
            wrong = f"{name}.{node.attr}"
            yield wrong, f"{name}.{_nearest(node.attr, known)}" if known else name


def _nearest(name: str, known: Sequence[str]) -> str:
    return difflib.get_close_matches(name.lower(), known, n=1, cutoff=0)[0]
