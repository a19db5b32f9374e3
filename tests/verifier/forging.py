"""What a clever cheat does with plain files: changes a fact, and makes anew all that anyone can make anew."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier import verify

Row = dict[str, str]
Forgery = Callable[[Path], Any]
Verdict = Callable[..., tuple[int, list[str]]]
ROOT = Path(__file__).resolve().parents[2]
TITLES = [title for title, _ in verify.STEPS]
FINAL_TITLES = [title for title, _ in verify.FINAL_STEPS]
RECEIPT_CELLS = ("choices", "nonce", "prediction", "questions", "started_at", "submitted_at")


def refusing(refused: Counter[str], usual: str) -> Callable[..., Callable[[Forgery], Callable[..., None]]]:
    """Makes the decorator `refused_at` of a module of forgeries, which counts them by step; `usual` is the fixture of the
    export that is forged unless another is named."""

    def refused_at(
        step: str, export: str = usual, *, sealed: bool = True, previous: str | None = None, signed: bool = False
    ) -> Callable[[Forgery], Callable[..., None]]:
        """Makes a test of a forgery; what it returns are further options of the command line."""

        def make(forgery: Forgery) -> Callable[..., None]:
            refused[step] += 1

            def test(request: pytest.FixtureRequest, verdict: Verdict) -> None:
                folder = request.getfixturevalue(export)
                options = list(forgery(folder) or [])
                if sealed:
                    seal(folder)
                options += ["--public-key", request.getfixturevalue("public_key")] if signed else ["--no-signature"]
                if previous is not None:
                    options += ["--previous", folder.parent / previous]
                assert verdict(folder, *options) == (1, [step])

            test.__doc__ = forgery.__doc__
            return test

        return make

    return refused_at


def rows(folder: Path, name: str) -> list[Row]:
    """Reads a table."""
    return list(csv.DictReader(io.StringIO((folder / name).read_bytes().decode("utf-8-sig"), newline="")))


def write_rows(folder: Path, name: str, table: list[Row], header: list[str] | None = None) -> None:
    """Writes a table as the format has it, keeping its header."""
    text = io.StringIO(newline="")
    if header is None:
        header = (folder / name).read_bytes().decode("utf-8-sig").split("\n")[0].split(",")
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    (folder / name).write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def set_cell(folder: Path, name: str, row: int, column: str, cell: str) -> None:
    """Changes one cell."""
    table = rows(folder, name)
    table[row][column] = cell
    write_rows(folder, name, table)


def value(folder: Path, name: str) -> Any:
    """Reads a JSON file."""
    return json.loads((folder / name).read_bytes())


def write_value(folder: Path, name: str, content: Any) -> None:
    """Writes canonical JSON."""
    (folder / name).write_bytes(verify.canonical(content).encode())


def set_manifest(folder: Path, **fields: Any) -> None:
    """Changes fields of the manifest."""
    write_value(folder, "manifest.json", value(folder, "manifest.json") | fields)


def seal(folder: Path) -> None:
    """Makes the manifest's list of files anew."""
    entries = []
    final = value(folder, "manifest.json")["round"] == verify.FINAL
    for name in sorted(verify.FINAL_LISTED_FILES if final else verify.LISTED_FILES):
        data = (folder / name).read_bytes()
        count = len(rows(folder, name)) if name.endswith(".csv") else None
        entries.append({"bytes": len(data), "name": name, "rows": count, "sha256": verify.digest(data)})
    set_manifest(folder, files=entries)


def recommit(folder: Path) -> None:
    """Makes the commitment anew from the files as they are now."""
    draw = value(folder, "draw.json")
    draw["commitment"] = verify.commitment_of(
        (folder / "bank.json").read_bytes(),
        (folder / "definition.json").read_bytes(),
        bytes.fromhex(draw["lot_seed"]),
        bytes.fromhex(draw["paper_seed"]),
    )
    write_value(folder, "draw.json", draw)


def change_attempt(folder: Path, row: int, **cells: str) -> None:
    """Changes cells of an attempt, and nothing that follows from them."""
    table = rows(folder, "attempts.csv")
    table[row] |= cells
    write_rows(folder, "attempts.csv", table)


def reseal_receipts(folder: Path) -> None:
    """Makes every receipt anew."""
    manifest, table = value(folder, "manifest.json"), rows(folder, "attempts.csv")
    for row in table:
        fields = {key: row[key] for key in RECEIPT_CELLS}
        fields["attempt"] = f"{row['contestant']}.{row['number']}"
        fields["contest"], fields["round"] = manifest["contest"], manifest["round"]
        row["receipt"] = verify.receipt_of(fields)
    write_rows(folder, "attempts.csv", table)


def reseal_root(folder: Path) -> None:
    """Makes the root anew, and lets the lots be drawn with it."""
    leaves = [bytes.fromhex(row["receipt"]) for row in rows(folder, "attempts.csv")]
    root = verify.tree_hash(leaves).hex()
    set_manifest(folder, receipts_root=root, lot_root=root)


def recount(folder: Path) -> None:
    """Makes target, ranking, prizes, units and counts anew, with the verifier as the tool."""
    export = verify.Export(folder)
    result = verify.Recount(export)
    if export.manifest["prediction_target_from"] is None:
        set_manifest(folder, prediction_target=result.own_target)
    ranking = []
    for standing in sorted(result.standings, key=lambda standing: (standing.rank, standing.attempt.contestant)):
        attempt = standing.attempt
        tied = attempt.contestant in result.prize_giving.tied_by_lot
        ranking.append(
            {
                "rank": str(standing.rank),
                "contestant": attempt.contestant,
                "number": str(attempt.number),
                "unit": attempt.unit,
                **{name: result.criterion(attempt, name) for name, _ in export.criteria},
                "lot": result.lot(attempt.contestant) if tied else standing.lot,
            }
        )
    write_rows(folder, "ranking.csv", ranking)
    write_rows(folder, "prizes.csv", [award._asdict() for award in result.prize_giving.awards()])
    recount_units(folder, export, result)
    statuses = Counter(attempt.status for attempt in export.attempts)
    set_manifest(
        folder,
        counts={
            "attempts": len(export.attempts),
            "ruled_out": sum(not attempt.counted for attempt in export.attempts),
            "perfect": sum(map(result.perfect, result.chosen.values())),
            **{status: statuses[status] for status in ("blank", "submitted", "timed_out")},
        },
    )


def recount_units(folder: Path, export: verify.Export, result: verify.Recount) -> None:
    """Makes the units' counts anew."""
    units = rows(folder, "units.csv")
    for unit in units:
        own = [attempt for attempt in export.attempts if attempt.unit == unit["unit"] and attempt.counted]
        ranked = [attempt for attempt in result.chosen.values() if attempt.unit == unit["unit"]]
        scores = [result.scores[attempt.name] for attempt in ranked]
        people, headcount = len({attempt.contestant for attempt in own}), int(unit["headcount"] or "0")
        unit |= {
            "people": str(people),
            "papers": str(len(own)),
            "rate": verify.fraction(people, headcount) if headcount else "",
            "mean_score": verify.fraction(sum(scores), len(scores)) if scores else "",
            "perfect": str(sum(map(result.perfect, ranked))),
            "zero": str(scores.count(0)),
        }
    write_rows(folder, "units.csv", units)


def sources_of(folder: Path) -> Path:
    """Finds where the sources of a contest lie."""
    return folder.parent.parent


def name_source(folder: Path, source: str) -> None:
    """Names a source by its manifest as it is now, after making that one's list of files anew."""
    seal(sources_of(folder) / source)
    manifest = sources_of(folder) / source / "manifest.json"
    sources = value(folder, "manifest.json")["sources"]
    for entry in sources:
        if f"{entry['round']}/r{entry['revision']:02d}" == source:
            entry["manifest_sha256"] = verify.digest(manifest.read_bytes())
    set_manifest(folder, sources=sources)


def recount_final(folder: Path) -> None:
    """Makes a contest's units, prizes and counts anew, with the verifier as the tool."""
    final = verify.Final(folder)
    whole = verify.Whole(final, verify.read_sources(final, sources_of(folder)))
    table = rows(folder, "units.csv")
    for row in table:
        row |= final_cells(whole, row["unit"], final.award is not None)
    write_rows(folder, "units.csv", table)
    write_rows(folder, "prizes.csv", [award._asdict() for award in whole.person_awards])
    set_manifest(folder, counts=dict(whole.counts))


def final_cells(whole: verify.Whole, unit: str, awarded: bool) -> Row:
    """Makes the cells of a unit that follow from its sources, the facts and the tree."""
    figures, place, prize = whole.figures[unit], whole.places.get(unit), whole.unit_giving.given.get(unit)
    competes = awarded and unit in whole.competing
    points = None if place is None else place.points
    return {
        "headcount": "" if figures.headcount is None else str(figures.headcount),
        "people": str(figures.people),
        "rate": verify.fraction(figures.people, figures.headcount) if figures.headcount else "",
        "papers": str(figures.papers),
        "mean_score": verify.fraction(figures.points, figures.rows) if figures.rows else "",
        "perfect": str(figures.perfect),
        "zero": str(figures.zero),
        "group": (whole.group(unit) or "") if competes else "",
        "failed_gates": " ".join(whole.failed(unit)) if competes else "",
        "rank": "" if place is None else str(place.rank),
        "points": "" if points is None else verify.fraction(points.numerator, points.denominator),
        "lot": whole.unit_giving.lots.get(unit, ""),
        "prize": "" if prize is None else prize["id"],
        "amount_vnd": "" if prize is None or prize["vnd"] is None else str(prize["vnd"]),
    }


def make_anew(folder: Path) -> None:
    """Makes anew all that follows from the attempts."""
    reseal_receipts(folder)
    reseal_root(folder)
    recount(folder)


def decide(folder: Path, **cells: str) -> None:
    """Adds a decision below the others."""
    table = rows(folder, "decisions.csv")
    row = {
        "seq": str(len(table) + 1),
        "decided_at": value(folder, "manifest.json")["closed_at"],
        "by": "can-bo-1",
        "confirmed_by": "",
        "before": "",
        "after": "",
        "reason": "ly-do",
    }
    write_rows(folder, "decisions.csv", [*table, row | cells])


def paper_for(folder: Path, contestant: str, number: int) -> str:
    """Draws the paper that an attempt would truly get."""
    export = verify.Export(folder)
    paper, manifest = export.definition["paper"], export.manifest
    beginning = f"paper|{manifest['contest']}|{manifest['round']}|{contestant}|{number}"
    topics = {name: question["topic"] for name, question in export.questions.items()}
    keyed = verify.Keyed(bytes.fromhex(export.draw["paper_seed"]))
    drawn = verify.paper_of(keyed, beginning, list(export.questions), paper["questions"], paper["blueprint"], topics)
    return " ".join(drawn)


def put_in(folder: Path, contestant: str, number: int = 1) -> None:
    """Puts in a paper that would win, rightly drawn, in time and with its receipt, and makes all but the root anew."""
    table = rows(folder, "attempts.csv")
    pattern = next(row for row in table if row["status"] == "submitted" and not row["ruling"])
    questions = paper_for(folder, contestant, number)
    right = {question["id"]: question["right"] for question in value(folder, "bank.json")["questions"]}
    choices = "".join(right[question] for question in questions.split(" "))
    new = pattern | {"contestant": contestant, "number": str(number), "questions": questions, "choices": choices}
    table = sorted([*table, new], key=lambda row: (row["contestant"], int(row["number"])))
    write_rows(folder, "attempts.csv", table)
    reseal_receipts(folder)
    recount(folder)


def find(table: list[Row], **cells: str) -> int:
    """Finds the first row with such cells."""
    return next(index for index, row in enumerate(table) if all(row[key] == cell for key, cell in cells.items()))


def earlier(time: str, milliseconds: int) -> str:
    """Moves a time back."""
    return verify.time_text(verify.instant(time) - milliseconds)


def refile_ranking(folder: Path, table: list[Row]) -> None:
    """Writes a ranking in the order of its ranks."""
    write_rows(folder, "ranking.csv", sorted(table, key=lambda row: (int(row["rank"]), row["contestant"])))
