"""The static pages that change with a round's life, rendered as plain HTML so that they can be read without a script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from ..config import config
from ..domain import definition as definitions
from ..domain.criteria import ranking_rules
from ..domain.definition import Definition, definition_from_json
from ..domain.prizes import prize_rules
from ..domain.round import RoundRecord
from ..domain.times import at_home, written
from ..domain.words import LANGUAGES
from ..storage import objects, rounds

# A page that tells a round's state is asked for again soon; an immutable file never.
A_WHILE = "public, max-age=20"
FOR_GOOD = "public, max-age=31536000, immutable"


@cache
def _templates() -> jinja2.Environment:
    folder = Path(__file__).resolve().parent.parent / "pages"
    loader = jinja2.FileSystemLoader(folder)
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def contest(coming: RoundRecord) -> None:
    """Render the page of a contest, and the list of contests, as they stand once ``coming`` is stored."""
    contest_id = coming.contest
    records = [coming if each.round == coming.round else each for each in rounds.of_contest(contest_id)]
    definition = definition_from_json(objects.get_named("definitions", _in_force(records)))
    html = _templates().get_template("contest.html").render(page=contest_page(definition, records))
    objects.put(config().site_bucket, f"{contest_id}/index.html", html.encode(), cache_control=A_WHILE)
    landing(contest_id)


def results(record: RoundRecord, shown: dict[str, Any]) -> None:
    """Render the page of a round's results."""
    definition = definition_from_json(objects.get_named("definitions", record.definition))
    page = contest_page(definition, rounds.of_contest(record.contest))
    html = _templates().get_template("results.html").render(page=page, round=definition.round(record.round), results=shown)
    objects.put(config().site_bucket, f"{record.contest}/{record.round}/index.html", html.encode(), cache_control=A_WHILE)


def landing(begun: str = "") -> None:
    """Render the list of contests that have a round to take part in; ``begun`` is one that is about to."""
    known = [(contest_id, rounds.get_contest(contest_id) or {}) for contest_id in rounds.contests()]
    shown = [
        {"contest": contest_id, **facts} for contest_id, facts in known if contest_id == begun or _has_begun(contest_id)
    ]
    objects.put_json(config().site_bucket, "contests.json", shown, cache_control=A_WHILE)
    html = _templates().get_template("index.html").render(contests=shown)
    objects.put(config().site_bucket, "index.html", html.encode(), cache_control=A_WHILE)


def lost() -> bytes:
    """Return the page for an address that there isn't."""
    return _templates().get_template("404.html").render().encode()


def contest_page(definition: Definition, records: list[RoundRecord]) -> dict[str, Any]:
    """Return what a contest's page shows: the definition, its sentences, and each round as it stands."""
    public = definition.model_dump(mode="json", exclude={"rounds": {"__all__": {"bank"}}})
    return {
        "contest": definition.contest,
        "definition": public,
        "criteria": [dict(zip(LANGUAGES, both, strict=True)) for both in _both(ranking_rules, definition)],
        "prize_rules": [dict(zip(LANGUAGES, both, strict=True)) for both in _both(prize_rules, definition)],
        "prediction": _prediction(definition),
        "rounds": [_round(record) for record in sorted(records, key=lambda record: record.opens)],
        "assumptions": public["assumptions"],
    }


def _both(sentences: Any, definition: Definition) -> list[tuple[str, ...]]:
    return list(zip(*(sentences(definition, language) for language in LANGUAGES), strict=True))


def _prediction(definition: Definition) -> dict[str, str] | None:
    if definition.prediction is None:
        return None
    return {language: definitions.prediction_sentence(definition, language) for language in LANGUAGES}


def _round(record: RoundRecord) -> dict[str, Any]:
    published = record.state == "published"
    return {
        "id": record.round,
        "name": record.name,
        "kind": record.kind,
        "state": record.state,
        "opens": written(record.opens),
        "closes": written(record.closes),
        "results": None if record.results is None else written(record.results),
        "opens_text": at_home(record.opens),
        "closes_text": at_home(record.closes),
        "results_text": None if record.results is None else at_home(record.results),
        "commitment": record.commitment or None,
        "receipts_root": record.receipts_root or None,
        "results_page": f"/{record.contest}/{record.round}/index.html" if published else None,
    }


def _in_force(records: list[RoundRecord]) -> str:
    """The definition of the round that is open or next to open, else of the last: later rounds may have a later one."""
    in_turn = sorted((record for record in records if record.kind == "ranked"), key=lambda record: record.opens) or records
    ahead = [record for record in in_turn if record.state in ("draft", "ready")]
    return (ahead or in_turn[-1:])[0].definition


def _has_begun(contest_id: str) -> bool:
    return any(record.state != "draft" for record in rounds.of_contest(contest_id))
