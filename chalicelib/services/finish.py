"""A contest's results as a whole are made, once every round is closed: like a round's, exported, signed and published.

The work may die anywhere and be done again: what a revision rests on is written down before it is begun, and the manifest
comes last. A later revision of a round, or other facts about units, make a later revision here.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..config import config
from ..domain import finals
from ..domain.canonical import canonical, sha256_hex
from ..domain.contest_prizes import Placed
from ..domain.definition import Definition, definition_from_json
from ..domain.exports import NOBODY, Counts, csv_file, revision_name
from ..domain.final_record import FinalAct, FinalRecord, final_due, in_turn, sources_of
from ..domain.final_results import final_results_json
from ..domain.finals import FINAL, FinalFacts, FinalResult, Source, SourceFigures, UnitFact
from ..domain.results import shown_name
from ..domain.round import RoundRecord
from ..domain.times import Millis
from ..domain.unit_tree import TreeUnit
from ..domain.units import UnitRow
from ..storage import contestants, objects, signing
from ..storage import finals as stored
from . import certificates, pages, publish, took_part
from .close import FIGURES, frozen, named, seal
from .exported import Export
from .make_ready import publish_act
from .rules import awarded_by

PUBLIC_FILES = ("definition.json", "units.csv", "unit_facts.csv", "manifest.json")

Records = Sequence[RoundRecord]
RoundExport = Export[RoundRecord]


def due(records: Records, now: Millis) -> tuple[FinalAct, FinalRecord] | None:
    """Return what is due for the results of the contest that ``records`` are the rounds of, with how they stand."""
    if sources_of(records) is None:
        return None
    final = stored.get(records[0].contest)
    act = final_due(final, records, awarded_by(records), now)
    return (act, final) if act else None


def carry_out(act: FinalAct, final: FinalRecord, records: Records, now: Millis) -> FinalRecord:
    """Do what is due. Returns the record as it is then. Raises Conflict where somebody else has changed it meanwhile."""
    if act == "begin":
        final, act = _begin(final, records, now), "finish"
    if act == "finish":
        return _finish(final, records, now)
    return _publish(final, records, now) if act == "publish" else _take_back(final)


def _begin(final: FinalRecord, records: Records, now: Millis) -> FinalRecord:
    """Write down what the next revision rests on: whoever finishes it computes it from just that."""
    key = signing.public_key()
    return stored.change(
        final,
        sources=sources_of(records),
        made_with=final.facts,
        revision=final.revision + 1,
        closed_at=now if final.closed_at is None else final.closed_at,
        key=key.id if key else "",
    )


def _finish(final: FinalRecord, records: Records, now: Millis) -> FinalRecord:
    exports = _exports(final, records)
    people = _units_of_people(exports.values())
    facts = _facts(final, records, exports, people)
    result = finals.close_contest(facts)
    _write(final, facts, result, now)
    if facts.definition.certificates and facts.definition.certificates.everybody:
        took_part.write(final, people)
    digest = sha256_hex(result.manifest)
    told = {"manifest": digest, "revision": final.revision, "sources": [source.as_json() for source in final.sources]}
    act = "closing" if final.revision == 1 else f"revision-{revision_name(final.revision)}"
    publish_act(final, act, now, told)
    whole = dataclasses.replace(final, made=final.revision, manifest=digest, people=result.people)
    if final.published_at is not None:
        _show(whole)
    return stored.change(final, made=whole.made, manifest=digest, people=whole.people)


def _facts(
    final: FinalRecord, records: Records, exports: Mapping[Source, RoundExport], people: Mapping[str, str]
) -> FinalFacts:
    """Gather what the revision begun last depends on; ``people`` is pseudonym → unit.

    Raises LookupError where an export of its sources is missing.
    """
    last = in_turn(records)[-1]
    definition_json = objects.get_named("definitions", last.definition)
    definition = definition_from_json(definition_json)
    figures = {source: _figures(export, definition) for source, export in exports.items()}
    draw = json.loads(exports[final.sources[-1]].file("draw.json"))
    return FinalFacts(
        definition=definition,
        definition_json=definition_json,
        figures=figures,
        units=_units(frozen(last), figures[final.sources[-1]].units),
        people=Counter(people.values()),
        facts=facts_called(final.made_with),
        lot_seed=bytes.fromhex(draw["lot_seed"]),
        lot_root=last.receipts_root,
        closed_at=final.closed_at or 0,
        revision=final.revision,
        previous=final.manifest or None,
        key=final.key or None,
    )


def _figures(export: RoundExport, definition: Definition) -> SourceFigures:
    counts = json.loads(export.file("manifest.json"))["counts"]
    units = objects.get_json(config().private_bucket, f"closings/{export.folder}/{FIGURES}")
    rows = [UnitRow(**each) for each in units] if units is not None else list(_rows_of_old(export))
    ranking = list(_ranking(export)) if definition.limit == "highest_in_the_contest" else []
    return SourceFigures(Counts(**counts), rows, ranking)


def _rows_of_old(export: RoundExport) -> Iterator[UnitRow]:
    """Yield the rows of a round that an earlier version closed: its points stand in the ranking alone."""
    points: dict[str, list[int]] = {}
    for row in export.rows("ranking.csv"):
        points.setdefault(row["unit"], []).append(int(row["score"]))
    for row in export.rows("units.csv"):
        scores = points.get(row["unit"], [])
        yield UnitRow(
            unit=row["unit"],
            name=row["name"],
            klass=row["class"],
            headcount=int(row["headcount"]) if row["headcount"] else None,
            people=int(row["people"]),
            papers=int(row["papers"]),
            ranked=len(scores),
            points=sum(scores),
            perfect=int(row["perfect"]),
            zero=int(row["zero"]),
        )


def _ranking(export: RoundExport) -> Iterator[Placed]:
    for row in export.rows("ranking.csv"):
        yield Placed(row["contestant"], int(row["number"]), int(row["rank"]))


def _units(facts: Mapping[str, Any], rows: Iterable[UnitRow]) -> list[TreeUnit]:
    """Return the units of the last round's ``rows``, each with what it belonged to when that round closed."""
    above = {each["id"]: each.get("parent", "") for each in facts["units"]}
    return [TreeUnit(row.unit, row.name, row.klass, above.get(row.unit, ""), row.headcount) for row in rows if row.unit]


def _exports(final: FinalRecord, records: Records) -> dict[Source, RoundExport]:
    """Return the rounds' exports that the revision begun last rests on, in the order of their hours."""
    sources = {record.round: record for record in in_turn(records)}
    return {source: Export(sources[source.round], source.revision) for source in final.sources}


def _units_of_people(exports: Iterable[RoundExport]) -> dict[str, str]:
    """Return everybody with a counted attempt in any round, by pseudonym, with the unit of their last."""
    unit_of: dict[str, str] = {}
    for export in exports:
        unit_of |= {row["contestant"]: row["unit"] for row in export.rows("attempts.csv") if not row["ruling"]}
    return unit_of


def facts_called(digest: str) -> list[UnitFact]:
    """Return the facts about units that were stored under ``digest``; none where nobody has told any."""
    if not digest:
        return []
    return [UnitFact(*each) for each in json.loads(objects.get_named("units/facts", digest))]


def _write(final: FinalRecord, facts: FinalFacts, result: FinalResult, now: Millis) -> None:
    """Write the export: the manifest last, for a folder without it is none. Its signature is there before it."""
    export = Export(final)
    for name, data in result.files.items():
        objects.put_export(f"{export.folder}/{name}", data, now)
    objects.put_export(export.winners, _winners(final, result), now)
    prepared = canonical(final_results_json(result, facts.definition))
    objects.put(config().private_bucket, _prepared(final), prepared)
    seal(export.folder, result.manifest, facts.key, now)


def _winners(final: FinalRecord, result: FinalResult) -> bytes:
    """Return ``prizes.csv`` with the names of those who stand in it, for whoever pays the prizes."""
    people = named(final.contest, result.prizes)
    told = ((row, people.get(row.contestant, NOBODY)) for row in result.prizes)
    rows = ((*finals.prize_cells(row), person.full_name, person.unit_name) for row, person in told)
    return csv_file("winners.csv", finals.WINNERS_COLUMNS, rows).data


def _prepared(final: FinalRecord) -> str:
    return f"closings/{Export(final).folder}/publication.json"


def _publish(final: FinalRecord, records: Records, now: Millis) -> FinalRecord:
    """Put the contest's results on the site, every revision's public files among them."""
    for revision in range(1, final.revision):  # A chain is checked link by link, from the first one on.
        publish.copy_files(Export(final, revision), public_files(final))
    _show(final)
    if final.approved_at is not None:
        approval = {"by": final.approved_by, "manifest": final.manifest, "revision": final.revision}
        publish_act(final, "approval", final.approved_at, approval)
    publish_act(final, "publication", now, {"manifest": final.manifest, "revision": final.revision})
    published = stored.change(final, published_at=now)
    pages.contest(in_turn(records)[-1])
    return published


def _show(final: FinalRecord) -> None:
    publish.copy_files(Export(final), public_files(final))
    show_results(final)


def show_results(final: FinalRecord) -> None:
    """Write the contest's results on the site, each winner named as the definition allows."""
    told = results_with_names(final)
    folder = f"{final.contest}/{FINAL}"
    objects.put_json(config().site_bucket, f"{folder}/results.json", told, cache_control=pages.A_WHILE)
    pages.final(final.contest, told)
    certificates.show(final, definition_in(final), "", won(final, told))


def won(final: FinalRecord, results: Mapping[str, Any]) -> list[certificates.Won]:
    """Return whose prizes stand in the contest's ``results``: units', and people's where they keep the highest alone."""
    style = definition_in(final).certificates
    units = [
        certificates.Won("unit", each["unit"], each["prize"], each["prize_name"], each["name"], "")
        for each in results["units"]
        if each["prize"] and style is not None and style.for_units
    ]
    holders = [each["contestant"] for each in _prepared_results(final)["winners"]]
    people = [
        certificates.Won("person", who, f"{each['round']}.{each['prize']}", _prize_of(each), each["name"], each["unit_name"])
        for each, who in zip(results["winners"], holders, strict=True)
    ]
    return [*units, *people]


def _prize_of(winner: Mapping[str, Any]) -> str:
    return f"{winner['prize_name']} – {winner['round_name']}"


def definition_in(final: FinalRecord) -> Definition:
    """Return the definition that stands in the contest's export: the one that its units were awarded by."""
    return definition_from_json(Export(final).file("definition.json"))


def _prepared_results(final: FinalRecord) -> dict[str, Any]:
    prepared: dict[str, Any] = objects.get_json(config().private_bucket, _prepared(final))
    return prepared


def results_with_names(final: FinalRecord) -> dict[str, Any]:
    """Return the contest's results as they are shown, each person's name as the definition allows."""
    told = _prepared_results(final)
    names = definition_in(final).names
    for winner in told["winners"]:
        person = contestants.by_pseudonym(final.contest, winner.pop("contestant"))
        winner["name"] = shown_name(person.full_name if person else "", names)
        winner["unit_name"] = person.unit_name if person else ""
    return {**told, "official": final.approved_at is not None, "files": list(public_files(final))}


def public_files(final: FinalRecord) -> tuple[str, ...]:
    """Return the files of a published export that anyone may read: its signature too, where it is signed."""
    return publish.with_signature(PUBLIC_FILES, final.key)


def _take_back(final: FinalRecord) -> FinalRecord:
    """Take the contest's results off the site while a round's are withdrawn: what was there is written over."""
    taken = {"contest": final.contest, "round": FINAL, "withdrawn": True}
    folder = f"{final.contest}/{FINAL}"
    objects.put_json(config().site_bucket, f"{folder}/results.json", taken, cache_control=pages.A_WHILE)
    pages.final_taken_back(final.contest)
    certificates.take_back(final, definition_in(final), "")
    return stored.change(final, published_at=None)
