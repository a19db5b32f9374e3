"""Results are published: at their hour and, where the definition asks for it, after approval; never before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..config import config
from ..domain.bank import explanations_json
from ..domain.definition import Definition
from ..domain.errors import NotYet
from ..domain.results import shown_name
from ..domain.round import RoundRecord, may_publish
from ..domain.times import Millis, at_home, written
from ..storage import contestants, objects, rounds
from . import certificates, pages
from .close import SIGNATURE, proofs_folder
from .exported import Export
from .import_bank import stored_bank
from .make_ready import move_on, publish_act
from .rules import definition_called

# What the export format lets anyone read after publication.
PUBLIC_FILES = ("definition.json", "bank.json", "draw.json", "units.csv", "manifest.json")


def publish(record: RoundRecord, now: Millis) -> RoundRecord:
    """Put the round's results on the site. Raises NotYet before the hour, before the closing, or without approval."""
    if record.state != "closed" or record.is_behind or not may_publish(record, now):
        raise refusal(record, now)
    if record.frozen_at is None:
        # Before anything of it is seen: from here on no decision may move the prediction's target.
        record = rounds.change(record, frozen_at=now)
    _copy_what_stays(record)
    for earlier in range(1, record.revision):
        copy_files(Export(record, earlier), public_files(record))  # A chain is checked link by link, from the first one on.
    show(record)
    facts = {"manifest": record.manifest, "revision": record.revision}
    publish_act(record, numbered("publication", record.withdrawals + 1), now, facts)
    return move_on(record, state="published", published_at=now)


def show(record: RoundRecord) -> None:
    """Put the revision in force of ``record`` on the site: its public files, each paper's own result, and the results."""
    copy_files(Export(record), public_files(record))
    _copy_own_results(record)
    show_results(record)


def numbered(act: str, time: int) -> str:
    """Return what an act is called that may come again, for its ``time``-th time: ``publication``, ``publication-2`` …"""
    return act if time == 1 else f"{act}-{time}"


def tell(record: RoundRecord, now: Millis) -> RoundRecord:
    """Tell everybody of acts that an organizer's function has done and may not write down by itself. Returns it told."""
    for act in record.untold:
        {"approval": _tell_approval, "withdrawal": _take_back}[act](record)
    return rounds.change(record, untold=())


def _tell_approval(record: RoundRecord) -> None:
    if record.approved_at is None:
        return  # Withdrawn again before anybody was told.
    facts = {"by": record.approved_by, "manifest": record.manifest, "revision": record.revision}
    publish_act(record, numbered("approval", record.withdrawals + 1), record.approved_at, facts)
    if record.state == "published":
        show_results(record)


def _take_back(record: RoundRecord) -> None:
    """Take a round's results off the site: what was there is written over, for no function can delete.

    The bank and the seeds stay where they are: what has been seen can't be made secret again.
    """
    if record.withdrawn_at is None:
        return
    decision, by, confirmed_by = record.withdrawn_by
    facts = {
        "by": by,
        "confirmed_by": confirmed_by,
        "decision": decision,
        "manifest": record.manifest,
        "revision": record.revision,
    }
    publish_act(record, numbered("withdrawal", record.withdrawals), record.withdrawn_at, facts)
    taken = {"contest": record.contest, "round": record.round, "withdrawn_at": written(record.withdrawn_at)}
    folder = f"{record.contest}/{record.round}"
    objects.put_json(config().site_bucket, f"{folder}/results.json", taken, cache_control=pages.A_WHILE)
    for key in _own(record):
        shown = f"{folder}/{key.removeprefix(_prepared(record))}"
        objects.put_json(config().site_bucket, shown, {**taken, "own": {}}, cache_control=pages.A_WHILE)
    pages.withdrawn(record)
    certificates.take_back(record, *_round_of(record))
    pages.contest(record)


def show_results(record: RoundRecord) -> None:
    """Write a round's results on the site, each winner named as the definition allows."""
    results = results_with_names(record)
    folder = f"{record.contest}/{record.round}"
    objects.put_json(config().site_bucket, f"{folder}/results.json", results, cache_control=pages.A_WHILE)
    pages.results(record, results)
    certificates.show(record, *_round_of(record), won(record, results))


def won(record: RoundRecord, results: Mapping[str, Any]) -> list[certificates.Won]:
    """Return whose prizes stand in a round's ``results``; nobody's where prizes are settled for the whole contest."""
    if definition_called(record.definition).limit == "highest_in_the_contest":
        return []
    found = zip(results["winners"], _publication(record)["winners"], strict=True)
    return [
        certificates.Won("person", who, told["prize"], told["prize_name"], told["name"], told["unit_name"])
        for told, who in found
    ]


def _round_of(record: RoundRecord) -> tuple[Definition, str]:
    definition = definition_called(record.definition)
    return definition, definition.round(record.round).name


def _publication(record: RoundRecord) -> dict[str, Any]:
    prepared: dict[str, Any] = objects.get_json(config().private_bucket, f"{_prepared(record)}publication.json")
    return prepared


def results_with_names(record: RoundRecord) -> dict[str, Any]:
    """Return the results as they are shown, each winner's name as the definition allows."""
    prepared = _publication(record)
    names = definition_called(record.definition).names
    standing = {"official": record.approved_at is not None, "files": list(public_files(record))}
    results: dict[str, Any] = {**prepared["results"], **standing}
    for winner, pseudonym in zip(results["winners"], prepared["winners"], strict=True):
        person = contestants.by_pseudonym(record.contest, pseudonym)
        winner["name"] = shown_name(person.full_name if person else "", names)
    return results


def refusal(record: RoundRecord, now: Millis) -> NotYet:
    """Return why the results can't be published at ``now``."""
    if record.state != "closed":
        return NotYet("not-closed", round=record.round, state=record.state)
    if record.is_behind:
        return NotYet("revising", round=record.round)
    if record.results is not None and now < record.results:
        return NotYet("results-not-due", round=record.round, results=at_home(record.results))
    return NotYet("not-approved", round=record.round)


def public_files(record: RoundRecord) -> tuple[str, ...]:
    """Return the files of a published export that anyone may read: its signature too, where it is signed."""
    return with_signature(PUBLIC_FILES, record.key)


def with_signature(names: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Return the names of files with the signature's, where a ``key`` has signed them."""
    return (*names, SIGNATURE) if key else names


def copy_files(export: Export[Any], names: Iterable[str]) -> None:
    """Put on the site what anyone may read of a revision."""
    for name in names:
        objects.put(config().site_bucket, f"{export.folder}/{name}", export.file(name), cache_control=pages.FOR_GOOD)


def _prepared(record: RoundRecord) -> str:
    return f"closings/{Export(record).folder}/"


def _own(record: RoundRecord) -> list[str]:
    return list(objects.keys(config().private_bucket, f"{_prepared(record)}own/"))


def _copy_own_results(record: RoundRecord) -> None:
    _copy_each(record, _own(record), "own", pages.A_WHILE)


def _copy_what_stays(record: RoundRecord) -> None:
    """Put on the site what no revision changes: the proofs for receipts, and why an answer is the right one."""
    proofs = list(objects.keys(config().private_bucket, proofs_folder(record)))
    _copy_each(record, proofs, "proof", pages.A_WHILE)
    bank = stored_bank(record)
    if bank is None:
        raise LookupError(f"{record.contest}/{record.round} has no bank")
    key = f"{record.contest}/{record.round}/explanations.json"
    objects.put(config().site_bucket, key, explanations_json(bank), cache_control=pages.A_WHILE)


def _copy_each(record: RoundRecord, keys: Iterable[str], folder: str, cache_control: str) -> None:
    """Copy prepared files onto the site, several side by side."""

    def copy(key: str) -> None:
        data = objects.get(config().private_bucket, key) or b""
        name = f"{record.contest}/{record.round}/{folder}/{key.rsplit('/', 1)[1]}"
        objects.put(config().site_bucket, name, data, cache_control=cache_control)

    with ThreadPoolExecutor(objects.MOST_AT_ONCE) as pool:
        list(pool.map(copy, keys))
