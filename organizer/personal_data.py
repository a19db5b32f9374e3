"""Everything that is kept of one person, as they can read it: a page without a script, beside the JSON for programs."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .owner_only import owner_only
from .words import CATALOGUES, Language, say

Told = Mapping[str, Any]


def write(told: Told, stem: Path, language: Language) -> list[Path]:
    """Write ``told`` beside ``stem`` as ``.json`` and ``.html``, which only their owner may read. Returns both files.

    Raises FileExistsError, and writes neither, where one of them is there already.
    """
    texts = {
        stem.with_suffix(".json"): json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
        stem.with_suffix(".html"): readable(told, language),
    }
    for file in texts:
        if file.exists():
            raise FileExistsError(str(file))
    for file, text in texts.items():
        with open(file, "x", encoding="utf-8", opener=owner_only) as out:
            out.write(text)
    return list(texts)


def readable(told: Told, language: Language) -> str:
    """Return what `privacy`'s export says as one HTML page; whatever people wrote stands there as text."""
    title = html.escape(say("personal.title", language, contest=told["contest"]))
    parts = [_facts(_own(told), language), *_lists(told, language)]
    return (
        f'<!doctype html>\n<html lang="{language}"><meta charset="utf-8"><title>{title}</title>\n'
        f"<h1>{title}</h1>\n" + "\n".join(parts) + "\n</html>\n"
    )


def _own(told: Told) -> dict[str, Any]:
    """Return what is said once: of the person, of their consent, of what keeps them out."""
    once = {name: value for name, value in told.items() if not isinstance(value, list | dict)}
    consent, kept_out = told.get("consent") or {}, told.get("kept_out") or {}
    return {
        **told.get("person", {}),
        **{f"consent_{name}": value for name, value in consent.items()},
        **{f"kept_out_{name}": value for name, value in kept_out.items()},
        **once,
    }


def _lists(told: Told, language: Language) -> Iterable[str]:
    for name in ("attempts", "unit_moves"):
        for number, entry in enumerate(told.get(name, []), start=1):
            yield f"<h2>{html.escape(say(f'personal.{name}', language, number=number))}</h2>"
            yield _facts(entry, language)


def _facts(facts: Told, language: Language) -> str:
    rows = [f"<dt>{_label(name, language)}</dt><dd>{_cell(value)}</dd>" for name, value in facts.items() if _is_said(value)]
    return "<dl>" + "\n".join(rows) + "</dl>"


def _is_said(value: Any) -> bool:
    return value not in (None, "", False, 0)


def _label(name: str, language: Language) -> str:
    """Return what a member is called; one that has no words yet, by its name."""
    key = f"personal.{name}"
    return html.escape(say(key, language) if key in CATALOGUES[language] else name)


def _cell(value: Any) -> str:
    return "✓" if value is True else html.escape(str(value))
