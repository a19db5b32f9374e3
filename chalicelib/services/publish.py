"""Results are published: at their hour and, where the definition asks for it, after approval; never before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..config import config
from ..domain.definition import definition_from_json
from ..domain.errors import NotYet
from ..domain.results import shown_name
from ..domain.round import RoundRecord, may_publish
from ..domain.times import Millis, at_home
from ..storage import contestants, objects
from . import pages
from .close import REVISION
from .make_ready import move_on, publish_act

# What the export format lets anyone read after publication.
PUBLIC_FILES = ("definition.json", "bank.json", "draw.json", "units.csv", "manifest.json")


def publish(record: RoundRecord, now: Millis) -> RoundRecord:
    """Put the round's results on the site. Raises NotYet before the hour, before the closing, or without approval."""
    if record.state != "closed" or not may_publish(record, now):
        raise refusal(record, now)
    _copy_public_files(record)
    _copy_own_results(record)
    show_results(record)
    publish_act(record, "publication", now, {"manifest": record.manifest, "revision": record.revision})
    return move_on(record, state="published", published_at=now)


def show_results(record: RoundRecord) -> None:
    """Write a round's results on the site, each winner named as the definition allows."""
    results = results_with_names(record)
    folder = f"{record.contest}/{record.round}"
    objects.put_json(config().site_bucket, f"{folder}/results.json", results, cache_control=pages.A_WHILE)
    pages.results(record, results)


def results_with_names(record: RoundRecord) -> dict[str, Any]:
    """Return the results as they are shown, each winner's name as the definition allows."""
    folder = f"closings/{record.contest}/{record.round}/{REVISION}"
    prepared = objects.get_json(config().private_bucket, f"{folder}/publication.json")
    names = definition_from_json(objects.get_named("definitions", record.definition)).names
    results: dict[str, Any] = prepared["results"]
    for winner, pseudonym in zip(results["winners"], prepared["winners"], strict=True):
        person = contestants.by_pseudonym(record.contest, pseudonym)
        winner["name"] = shown_name(person.full_name if person else "", names)
    return results


def refusal(record: RoundRecord, now: Millis) -> NotYet:
    """Return why the results can't be published at ``now``."""
    if record.state != "closed":
        return NotYet("not-closed", round=record.round, state=record.state)
    if record.results is not None and now < record.results:
        return NotYet("results-not-due", round=record.round, results=at_home(record.results))
    return NotYet("not-approved", round=record.round)


def _copy_public_files(record: RoundRecord) -> None:
    folder = f"{record.contest}/{record.round}/{REVISION}"
    for name in PUBLIC_FILES:
        data = objects.get(config().exports_bucket, f"{folder}/{name}")
        if data is None:
            raise LookupError(f"{folder}/{name} is missing from the export")
        objects.put(config().site_bucket, f"{folder}/{name}", data, cache_control=pages.FOR_GOOD)


def _copy_own_results(record: RoundRecord) -> None:
    prefix = f"closings/{record.contest}/{record.round}/{REVISION}/own/"
    keys = list(objects.keys(config().private_bucket, prefix))
    with ThreadPoolExecutor(objects.MOST_AT_ONCE) as pool:
        list(pool.map(lambda key: _copy_own(record, key), keys))


def _copy_own(record: RoundRecord, key: str) -> None:
    data = objects.get(config().private_bucket, key) or b""
    name = key.rsplit("/", 1)[1]
    objects.put(config().site_bucket, f"{record.contest}/{record.round}/own/{name}", data, cache_control=pages.A_WHILE)
