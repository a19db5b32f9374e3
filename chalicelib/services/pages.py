"""The static pages that change with a round's life, rendered as plain HTML so that they can be read without a script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from ..config import config
from ..domain import definition as definitions
from ..domain.award_rules import CERTIFICATE_PAGE
from ..domain.budget import budget_sentences
from ..domain.criteria import ranking_rules
from ..domain.definition import Definition
from ..domain.figures import figures
from ..domain.final_figures import final_figures
from ..domain.finals import FINAL
from ..domain.inclusion import LEAVES_A_FILE
from ..domain.notice import Section, notice, notice_version
from ..domain.prizes import prize_rules
from ..domain.ranking import standing_words
from ..domain.round import RoundRecord
from ..domain.times import at_home, written
from ..domain.unit_rules import unit_rules
from ..domain.ways_in import public_ways_in, way_rules
from ..domain.words import LANGUAGES
from ..storage import finals, objects, rounds, signing
from .rules import awarded_by, definition_called, in_force, units_of
from .units import public

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


def contest(coming: RoundRecord) -> int:
    """Render the pages of a contest, and the list of contests, as they stand once ``coming`` is stored.

    Returns how many pages the contest has of its own: itself, its units' managers', the notice, that of certificates.
    """
    contest_id = coming.contest
    records = [coming if each.round == coming.round else each for each in rounds.of_contest(contest_id)]
    definition = definition_called(in_force(records))
    page = {**contest_page(definition, records, _final_page(contest_id)), **_notice(definition), "signing": _signing()}
    html = _templates().get_template("contest.html").render(page=page)
    objects.put(config().site_bucket, f"{contest_id}/index.html", html.encode(), cache_control=A_WHILE)
    managers = _templates().get_template("unit.html").render(page=page)
    objects.put(config().site_bucket, f"{contest_id}/don-vi.html", managers.encode(), cache_control=A_WHILE)
    if definition.certificates:
        check = _templates().get_template("certificate.html").render(page=page)
        objects.put(config().site_bucket, f"{contest_id}/{CERTIFICATE_PAGE}", check.encode(), cache_control=A_WHILE)
    _show_notice(page)
    landing(contest_id)
    return 3 + bool(definition.certificates)


def _signing() -> dict[str, str] | None:
    """Return which key signs exports, and its fingerprint in groups of four, to be compared by eye."""
    key = signing.public_key()
    if key is None:
        return None
    groups = (key.fingerprint[at : at + 4] for at in range(0, len(key.fingerprint), 4))
    return {"id": key.id, "fingerprint": " ".join(groups)}


def _notice(definition: Definition) -> dict[str, Any]:
    """Return the notice on personal data in both languages, and the version under which consent to it is recorded."""
    told = {language: notice(definition, language, config().region) for language in LANGUAGES}
    return {"notice": told, "notice_version": notice_version(definition)}


def _show_notice(page: dict[str, Any]) -> None:
    """Render the notice as a page of its own, and keep this version of it where it stays: consent names it for good."""
    contest_id, version = page["contest"], page["notice_version"]
    pairs = zip(*page["notice"].values(), strict=True)
    sections = [{"heading": _paired(vi["heading"], en["heading"]), "text": _all_paired(vi, en)} for vi, en in pairs]
    html = _templates().get_template("notice.html").render(page={**page, "notice_sections": sections})
    objects.put(config().site_bucket, f"{contest_id}/notice.html", html.encode(), cache_control=A_WHILE)
    name = f"{contest_id}/notice-{version}.json"
    objects.put_json(config().site_bucket, name, page["notice"], cache_control=FOR_GOOD)


def _all_paired(vi: Section, en: Section) -> list[dict[str, str]]:
    return [_paired(*both) for both in zip(vi["text"], en["text"], strict=True)]


def _paired(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def results(record: RoundRecord, shown: dict[str, Any]) -> None:
    """Render the page of a round's results."""
    definition = definition_called(record.definition)
    page = contest_page(definition, rounds.of_contest(record.contest))
    told = {
        "round": definition.round(record.round),
        "results": shown,
        "figures": figures(shown, definition),
        "facts": check_facts(definition, shown),
    }
    html = _templates().get_template("results.html").render(page=page, **told)
    objects.put(config().site_bucket, f"{record.contest}/{record.round}/index.html", html.encode(), cache_control=A_WHILE)


def check_facts(definition: Definition, shown: dict[str, Any]) -> dict[str, Any]:
    """Return what a page of results needs to check one's own paper (web/check.js) and to say why it stands where it does."""
    copied = ("contest", "round", "revision", "receipts_root", "own_digits")
    return {
        **{name: shown[name] for name in copied},
        "right": shown.get("right", {}),
        "leaves_a_file": LEAVES_A_FILE,
        "criteria": [each.name for each in definition.criteria],
        "precision": definition.precision,
        "words": {language: standing_words(definition, language) for language in LANGUAGES},
        "contact": definition.contact.model_dump(mode="json"),
    }


def withdrawn(record: RoundRecord) -> None:
    """Render what stands in the place of a round's results once they have been taken back."""
    definition = definition_called(record.definition)
    page = contest_page(definition, rounds.of_contest(record.contest))
    told = {"round": definition.round(record.round), "at": at_home(record.withdrawn_at or 0)}
    html = _templates().get_template("withdrawn.html").render(page=page, **told)
    objects.put(config().site_bucket, f"{record.contest}/{record.round}/index.html", html.encode(), cache_control=A_WHILE)


def final(contest_id: str, shown: dict[str, Any]) -> None:
    """Render the page of a contest's results as a whole."""
    _render_final(contest_id, "final.html", results=shown, figures=final_figures(shown))


def final_taken_back(contest_id: str) -> None:
    """Render what stands in its place while the results of a round are withdrawn."""
    _render_final(contest_id, "final_withdrawn.html")


def _render_final(contest_id: str, template: str, **told: Any) -> None:
    records = rounds.of_contest(contest_id)
    page = contest_page(awarded_by(records), records)
    html = _templates().get_template(template).render(page=page, **told)
    objects.put(config().site_bucket, f"{contest_id}/{FINAL}/index.html", html.encode(), cache_control=A_WHILE)


def landing(begun: str = "") -> None:
    """Render the list of contests that have a round to take part in; ``begun`` is one that is about to."""
    known = [(contest_id, rounds.get_contest(contest_id) or {}) for contest_id in rounds.contests()]
    shown = [
        {"contest": contest_id, **facts} for contest_id, facts in known if contest_id == begun or _has_begun(contest_id)
    ]
    objects.put_json(config().site_bucket, "contests.json", shown, cache_control=A_WHILE)
    html = _templates().get_template("index.html").render(contests=shown)
    objects.put(config().site_bucket, "index.html", html.encode(), cache_control=A_WHILE)


def units(contest_id: str) -> None:
    """Show everybody the list of units from which people choose theirs: ids and names alone. Without a list, nothing."""
    if listed := units_of(contest_id):
        objects.put_json(config().site_bucket, f"{contest_id}/units.json", public(listed), cache_control=A_WHILE)


def lost() -> bytes:
    """Return the page for an address that there isn't."""
    return _templates().get_template("404.html").render().encode()


def contest_page(definition: Definition, records: list[RoundRecord], final_page: str | None = None) -> dict[str, Any]:
    """Return what a contest's page shows: the definition, its sentences, and each round as it stands.

    ``final_page`` is where the contest's results as a whole are to be seen, if they are.
    """
    # What the claims are called is between the provider and this software; the page shows the ways in by themselves.
    shown = definition.model_dump(mode="json", exclude={"rounds": {"__all__": {"bank"}}, "ways_in": True})
    return {
        "contest": definition.contest,
        "definition": shown,
        "ways_in": public_ways_in(definition.ways_in),
        "way_rules": _in_both(way_rules, definition),
        "criteria": _in_both(ranking_rules, definition),
        "prize_rules": _in_both(prize_rules, definition),
        "unit_rules": _in_both(unit_rules, definition),
        "budget": _in_both(budget_sentences, definition),
        "prediction": _prediction(definition),
        "rounds": [_round(record) for record in sorted(records, key=lambda record: record.opens)],
        "assumptions": shown["assumptions"],
        "final_page": final_page,
    }


def _final_page(contest_id: str) -> str | None:
    """Return where the contest's results as a whole are to be seen, None while nobody may see them."""
    shown = finals.get(contest_id).published_at is not None
    return f"/{contest_id}/{FINAL}/index.html" if shown else None


def _in_both(sentences: Any, definition: Definition) -> list[dict[str, str]]:
    """Return sentences made from the definition, each in both languages."""
    both = zip(*(sentences(definition, language) for language in LANGUAGES), strict=True)
    return [dict(zip(LANGUAGES, each, strict=True)) for each in both]


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


def _has_begun(contest_id: str) -> bool:
    return any(record.state != "draft" for record in rounds.of_contest(contest_id))
