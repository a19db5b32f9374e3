"""Makes true exports of rounds that never were, by the format alone, for the verifier's tests and for its timing.

    python3 tests/synthetic.py FOLDER [--contestants 100000] [--seed 1] [--blueprint]

It shares no line with the verifier: what it ranks, draws and adds up, it does in its own way, so that an export on which
both agree says something about both.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Signer = Callable[[bytes], bytes]

OPENS, CLOSES = 1_697_994_000_000, 1_698_598_800_000  # 2023-10-22T17:00Z and a week later
LIMIT_S, GRACE_MS = 630, 5_000
UNITS = [
    ("", "", "", ""),
    ("cuc-thue", "Cục Thuế, thành phố", "trung-uong", "15"),
    ("dac-biet", '\'=Tổ "đặc biệt"', "so", "0"),
    ("so-noi-vu", "Sở Nội vụ", "so", "40"),
    ("vang-mat", "Đơn vị vắng mặt", "", ""),
]
COLUMNS = {
    "attempts.csv": "contestant number unit started_at deadline_at submitted_at status ruling reason elapsed_ms questions "
    "choices prediction nonce receipt",
    "prizes.csv": "prize place contestant number amount_vnd passed_over",
    "units.csv": "unit name class headcount people rate papers mean_score perfect zero",
    "decisions.csv": "seq decided_at by confirmed_by act subject before after reason",
    "earlier_wins.csv": "contestant round revision prize",
}


def iso(milliseconds: int) -> str:
    """Prints a time."""
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds")[:-6] + "Z"


def sha(data: bytes) -> str:
    """Hashes bytes."""
    return hashlib.sha256(data).hexdigest()


def mac(key: bytes, *texts: Any) -> bytes:
    """Hashes texts with a key."""
    return hmac.digest(key, "|".join(map(str, texts)).encode(), "sha256")


def packed(value: Any) -> bytes:
    """Writes canonical JSON; the keys made here are ASCII, for which Python's order is the right one."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def table(columns: list[str], rows: list[Row]) -> bytes:
    """Writes a CSV file."""
    lines = [",".join(columns)]
    for row in rows:
        cells = [unicodedata.normalize("NFC", str(row[column])) for column in columns]
        lines.append(",".join('"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\r\n') else cell for cell in cells))
    return b"\xef\xbb\xbf" + "".join(line + "\n" for line in lines).encode()


def root_of(leaves: list[bytes]) -> bytes:
    """Hashes leaves to a root, pairing neighbours level by level; an odd one out moves up."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = leaves
    while len(level) > 1:
        above = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = above + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def decimals(numerator: int, denominator: int) -> str:
    """Prints a fraction with four decimals, half up."""
    whole = (numerator * 20_000 // denominator + 1) // 2
    return f"{whole // 10_000}.{whole % 10_000:04d}"


class Round:
    """A round that never was: its definition, bank, seeds, attempts and decisions, from which the files are made."""

    def __init__(
        self,
        contestants: int = 60,
        seed: int = 1,
        *,
        blueprint: bool = False,
        last_tie: str = "lot",
        boundary_tie: str = "lot",
        limit: str = "once_in_the_contest",
        most: int = 1,
        counted: str = "first",
        asks: str | None = "persons_all_correct",
        precision: str = "s",
        bank_size: int = 40,
        criteria: str = "score:desc prediction_error:asc elapsed:asc",
        empty: bool = False,
        outage: bool = False,
    ) -> None:
        """Draws a round at random, the same for the same arguments."""
        self.rng = random.Random(seed)
        self.contest, self.round = "vi-du-2023", "tuan-2"
        self.revision, self.closed_at = 1, CLOSES + 60_000
        self.previous: str | None = None
        self.target_from: int | None = None
        self.copied_target: int | None = None
        self.lot_seed, self.paper_seed = self.rng.randbytes(32), self.rng.randbytes(32)
        self.units = UNITS
        self.bank = self.make_bank(bank_size)
        self.definition = self.make_definition(
            blueprint, last_tie, boundary_tie, limit, most, counted, asks, precision, criteria
        )
        self.decisions: list[Row] = []
        self.earlier_wins: list[Row] = []
        self.attempts: list[Row] = []
        if not empty:
            self.take_part(contestants)
            self.win_earlier(limit)
            if outage:
                self.suffer_outage()
            self.rule()
            self.foresee()

    # --- what is fixed before the opening ---

    def make_bank(self, size: int) -> Row:
        """Makes a bank of questions on four topics, with four options each."""
        questions = [
            {
                "id": f"q-{number:03d}",
                "text": f"Câu hỏi số {number}?",
                "right": self.rng.choice("ABCD"),
                "options": {letter: f"Phương án {letter}" for letter in "ABCD"},
                "fixed": number % 7 == 0,
                "topic": f"chu-de-{number % 4}",
                "source": f"Điều {number}",
                "salt": self.rng.randbytes(32).hex(),
            }
            for number in range(size)
        ]
        return {"contest": self.contest, "round": self.round, "questions": questions}

    def make_definition(
        self,
        blueprint: bool,
        last_tie: str,
        boundary_tie: str,
        limit: str,
        most: int,
        counted: str,
        asks: str | None,
        precision: str,
        criteria: str,
    ) -> Row:
        """Makes the definition of a contest of two weeks after a week of practice."""
        week = CLOSES - OPENS
        rounds = [
            ("thu", -2, "practice", None),
            ("tuan-1", -1, "ranked", iso(OPENS)),
            ("tuan-2", 0, "ranked", iso(CLOSES + week)),
        ]
        return {
            "contest": self.contest,
            "rounds": [
                {
                    "id": name,
                    "opens": iso(OPENS + at * week),
                    "closes": iso(CLOSES + at * week),
                    "results": results,
                    "kind": kind,
                }
                for name, at, kind, results in rounds
            ],
            "paper": {
                "questions": 10,
                "options_least": 4,
                "options_most": 4,
                "limit_s": LIMIT_S,
                "grace_ms": GRACE_MS,
                "blueprint": {"chu-de-0": 4, "chu-de-1": 3, "chu-de-2": 3} if blueprint else None,
            },
            "attempts": {"max": most, "counted": counted},
            "prediction": None if asks is None else {"asks": asks},
            "precision": precision,
            "criteria": [dict(zip(("name", "direction"), part.split(":"), strict=True)) for part in criteria.split()],
            "last_tie": last_tie,
            "prizes": [
                {"id": "nhat", "name": "Giải Nhất", "number": 1, "vnd": 1_000_000},
                {"id": "nhi", "name": "Giải Nhì", "number": 2, "vnd": 500_000},
                {"id": "ba", "name": "Giải Ba", "number": 3, "vnd": None},
            ],
            "limit": limit,
            "boundary_tie": boundary_tie,
            "excluded_bodies": [{"id": "ban-to-chuc", "name": "Ban Tổ chức"}],
            "publication": "after_approval",
            "assumptions": [],
        }

    # --- what happens in the round ---

    def take_part(self, contestants: int) -> None:
        """Lets people take part; the first four hand in equal papers."""
        weights = {"submitted": 92, "timed_out": 6, "blank": 2}
        for place in range(contestants):
            person = base64.b32encode(self.rng.randbytes(16)).decode().lower().rstrip("=")
            unit = self.rng.choice(["", "cuc-thue", "dac-biet", "so-noi-vu", "so-noi-vu"])
            most = self.definition["attempts"]["max"]
            for number in range(1, self.rng.randint(1, most) + 1):
                started = OPENS + self.rng.randrange(CLOSES - OPENS)
                status = self.rng.choices(list(weights), list(weights.values()))[0]
                if place in (10, 11):
                    status = ("timed_out", "blank")[place - 10]
                if place < 4:
                    started, status = OPENS + 3_600_000 * (place + 1), "submitted"
                self.add(person, number, unit, started, status, equal=place < 4)

    def add(self, person: str, number: int, unit: str, started: int, status: str, equal: bool = False) -> Row:
        """Adds one attempt."""
        rng = self.rng
        deadline = min(started + LIMIT_S * 1000, CLOSES)
        submitted = min(started + rng.randrange(200, 260) * 1000 + rng.randrange(1000), deadline + rng.randrange(GRACE_MS))
        questions = self.paper(person, number)
        skill = rng.choice([0.3, 0.7, 0.95, 1.0])
        right = {question["id"]: question["right"] for question in self.bank["questions"]}
        choices = [right[q] if rng.random() < skill else rng.choice("ABCD_") for q in questions]
        prediction = rng.choice(["", "0", str(rng.randrange(40))])
        if equal:
            submitted, choices, prediction = started + 150_000, [right[q] for q in questions], "5"
        if status == "timed_out":
            choices[-1] = "_"
        if status == "blank":
            choices, prediction = ["_"] * len(questions), ""
        attempt = {
            "contestant": person,
            "number": number,
            "unit": unit,
            "started": started,
            "deadline": deadline,
            "submitted": submitted if status == "submitted" else deadline,
            "status": status,
            "ruling": "",
            "reason": "",
            "questions": " ".join(questions),
            "choices": "".join(choices),
            "nonce": rng.randbytes(16).hex(),
            "prediction": prediction if self.definition["prediction"] else "",
        }
        self.attempts.append(attempt)
        return attempt

    def paper(self, person: str, number: int) -> list[str]:
        """Draws a paper."""
        drawn = sorted(
            (
                mac(self.paper_seed, "paper", self.contest, self.round, person, number, question["id"]),
                question["id"],
                question["topic"],
            )
            for question in self.bank["questions"]
        )
        blueprint = self.definition["paper"]["blueprint"]
        if blueprint is None:
            return [name for _, name, _ in drawn[: self.definition["paper"]["questions"]]]
        wanted = {name for topic, n in blueprint.items() for name in [q for _, q, t in drawn if t == topic][:n]}
        return [name for _, name, _ in drawn if name in wanted]

    def win_earlier(self, limit: str) -> None:
        """Lets two of the four equal ones, and one who is not here, have won in the first week."""
        if limit == "once_in_the_contest":
            self.definition["limit"] = limit
            first, _, third = list(dict.fromkeys(attempt["contestant"] for attempt in self.attempts))[:3]
            for person in (first, third, "a" * 26):
                self.earlier_wins.append({"contestant": person, "round": "tuan-1", "revision": 1, "prize": "nhi"})

    def decide(
        self,
        at: int,
        act: str,
        subject: str,
        before: str,
        after: str,
        reason: str,
        by: str = "can-bo-1",
        confirmed_by: str = "",
    ) -> Row:
        """Writes a decision down; what it changes is the caller's matter."""
        row = {
            "seq": len(self.decisions) + 1,
            "decided_at": iso(at),
            "by": by,
            "confirmed_by": confirmed_by,
            "act": act,
            "subject": subject,
            "before": before,
            "after": after,
            "reason": reason,
        }
        self.decisions.append(row)
        return row

    def rule(self) -> None:
        """Disqualifies one person before the closing, and excludes one at it."""
        for attempt, at, act, ruling, reason, by in (
            (self.attempts[5], self.closed_at - 30_000, "disqualify", "disqualified", "hai-tai-khoan", "can-bo-1"),
            (self.attempts[6], self.closed_at, "exclude", "excluded", "ban-to-chuc", "system"),
        ):
            name = f"{attempt['contestant']}.{attempt['number']}"
            self.decide(at, act, name, "", ruling, reason, by)
            attempt.update(ruling=ruling, reason=reason)

    def foresee(self) -> None:
        """Lets the four equal ones guess the target, so that they stand first and only lots part them."""
        target = self.target(self.printed_attempts())
        first_four = list(dict.fromkeys(attempt["contestant"] for attempt in self.attempts))[:4]
        for attempt in self.attempts:
            if attempt["contestant"] in first_four and target is not None:
                attempt["prediction"] = str(target)

    def suffer_outage(self) -> None:
        """Lets the power fail near the close: one deadline is extended, one attempt granted anew, and the close moved."""
        later = CLOSES + 3_600_000
        self.closed_at = later + 60_000
        people = [base64.b32encode(self.rng.randbytes(16)).decode().lower().rstrip("=") for _ in range(4)]
        extended = self.add(people[0], 1, "cuc-thue", CLOSES - 100_000, "submitted")
        replaced = self.add(people[1], 1, "cuc-thue", CLOSES - 90_000, "timed_out")
        open_still = self.add(people[2], 1, "cuc-thue", CLOSES - 80_000, "submitted")
        self.decide(CLOSES - 50_000, "extend_attempt", f"{people[0]}.1", iso(CLOSES), iso(CLOSES + 1_200_000), "mat-dien")
        extended.update(deadline=CLOSES + 1_200_000, submitted=CLOSES + 1_000_000)
        self.decide(CLOSES - 40_000, "move_close", self.round, iso(CLOSES), iso(later), "mat-dien")
        for attempt in (replaced, open_still):
            attempt["deadline"] = attempt["started"] + LIMIT_S * 1000
        replaced.update(submitted=replaced["deadline"], ruling="replaced", reason="mat-dien")
        open_still["submitted"] = CLOSES + 400_000
        self.decide(CLOSES + 700_000, "new_attempt", f"{people[1]}.1", "", "2", "mat-dien")
        for person, number, started in ((people[1], 2, CLOSES + 800_000), (people[3], 1, later - 100_000)):
            attempt = self.add(person, number, "cuc-thue", started, "submitted")
            attempt.update(deadline=min(started + LIMIT_S * 1000, later), submitted=started + 90_000)

    def next_revision(self, folder: Path) -> None:
        """Begins a later revision, the one just written into a folder being the last."""
        self.previous = sha((folder / "manifest.json").read_bytes())
        self.revision += 1

    # --- what is made from it ---

    def letters(self) -> dict[str, str]:
        """The right letters of each question after the decisions; of a voided one all, and the blank."""
        right = {question["id"]: question["right"] for question in self.bank["questions"]}
        for decision in self.decisions:
            if decision["act"] == "correct_key":
                right[decision["subject"]] = decision["after"]
            if decision["act"] == "void":
                right[decision["subject"]] = "ABCD_"
        return right

    def printed_attempts(self) -> list[Row]:
        """The rows of `attempts.csv`, each with its score."""
        rows, right = [], self.letters()
        for attempt in sorted(self.attempts, key=lambda a: (a["contestant"], a["number"])):
            row = {
                key: attempt[key]
                for key in (
                    "contestant",
                    "number",
                    "unit",
                    "status",
                    "ruling",
                    "reason",
                    "questions",
                    "choices",
                    "prediction",
                    "nonce",
                )
            }
            for key in ("started", "deadline", "submitted"):
                row[f"{key}_at"] = iso(attempt[key])
            row["elapsed_ms"] = min(attempt["submitted"], attempt["deadline"]) - attempt["started"]
            leaf = {key: row[key] for key in ("choices", "nonce", "prediction", "questions", "started_at", "submitted_at")}
            leaf |= {"attempt": f"{row['contestant']}.{row['number']}", "contest": self.contest, "round": self.round}
            row["receipt"] = sha(b"\0" + packed(leaf))
            row["score"] = sum(c in right[q] for q, c in zip(row["questions"].split(), row["choices"], strict=True))
            rows.append(row)
        return rows

    def target(self, rows: list[Row]) -> int | None:
        """The prediction's target."""
        counted = [row for row in rows if not row["ruling"]]
        people = {row["contestant"] for row in counted}
        perfect = {row["contestant"] for row in counted if row["score"] == len(row["choices"])}
        if self.target_from is not None:
            return self.copied_target
        if self.definition["prediction"] is None:
            return None
        targets: dict[str, int] = {
            "persons_all_correct": len(perfect),
            "persons": len(people),
            "papers": sum(row["status"] != "blank" for row in counted),
            "percent_all_correct": (len(perfect) * 20_000 // len(people) + 1) // 2 if people else 0,
        }
        return targets[self.definition["prediction"]["asks"]]

    def rank(self, rows: list[Row], target: int | None, lot_root: str) -> list[Row]:
        """Ranks everyone with the attempt that counts for them."""
        mine: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row["ruling"]:
                continue
            elapsed = row["elapsed_ms"]
            error = "" if row["prediction"] == "" or target is None else abs(int(row["prediction"]) - target)
            row["values"] = {
                "score": row["score"],
                "prediction_error": error,
                "submitted_at": row["submitted_at"],
                "started_at": row["started_at"],
                "elapsed": elapsed // 1000 if self.definition["precision"] == "s" else elapsed,
            }
            mine[row["contestant"]].append(row)

        def before(row: Row, leave_out: str = "") -> list[Any]:
            key: list[Any] = []
            for criterion in self.definition["criteria"]:
                value = row["values"][criterion["name"]]
                if isinstance(value, str) and value:
                    value = int("".join(c for c in value if c.isdigit()))
                if criterion["name"] != leave_out:
                    key += [value == "", 0 if value == "" else -value if criterion["direction"] == "desc" else value]
            return key

        chosen = []
        for tries in mine.values():
            how = self.definition["attempts"]["counted"]
            chosen.append(
                tries[0]
                if how == "first"
                else tries[-1]
                if how == "last"
                else min(tries, key=lambda row: [*before(row, "prediction_error"), row["number"]])
            )
        alike = Counter(map(str, map(before, chosen)))
        ranked = []
        for row in chosen:
            lot = mac(self.lot_seed, "lot", self.contest, self.round, lot_root, row["contestant"]).hex()
            parted = self.definition["last_tie"] == "lot" and alike[str(before(row))] > 1
            ranked.append(
                {
                    "contestant": row["contestant"],
                    "number": row["number"],
                    "unit": row["unit"],
                    **row["values"],
                    "lot": lot if parted else "",
                    "drawn": lot,
                    "row": row,
                    "key": before(row),
                }
            )
        ranked.sort(key=lambda r: (r["key"], r["lot"], r["contestant"]))
        for place, row in enumerate(ranked):
            above = ranked[place - 1] if place else None
            shared = above is not None and above["key"] == row["key"] and not row["lot"]
            row["rank"] = above["rank"] if shared and above else place + 1
        return ranked

    def award(self, ranked: list[Row]) -> list[Row]:
        """Hands out the prizes place by place; fills `lot` for those whom lots part across a boundary."""
        prizes = self.definition["prizes"]
        slots = [place for place, prize in enumerate(prizes) for _ in range(prize["number"])]
        limited = {win["contestant"] for win in self.earlier_wins}
        choices = {d["subject"]: d["after"] for d in self.decisions if d["act"] == "committee_choice"}
        given: list[tuple[int, Row]] = []
        passed: list[tuple[int, Row]] = []
        groups: dict[int, list[Row]] = defaultdict(list)
        for row in ranked:
            groups[row["rank"]].append(row)
        for rank in sorted(groups):
            if not slots:
                break
            passed += [(slots[0], row) for row in groups[rank] if row["contestant"] in limited]
            able = [row for row in groups[rank] if row["contestant"] not in limited]
            while able and slots and len(set(slots[: len(able)])) + (len(able) > len(slots)) > 1:
                choice = [row for row in able if row["contestant"] == choices.get(prizes[slots[0]]["id"])]
                if self.definition["boundary_tie"] == "lot":
                    able.sort(key=lambda row: row["drawn"])
                    for row in able:
                        row["lot"] = row["drawn"]
                    break
                if self.definition["boundary_tie"] == "all":
                    given += [(slots[0], row) for row in able]
                    able, slots = [], [slot for slot in slots if slot != slots[0]]
                elif choice:
                    given.append((slots.pop(0), choice[0]))
                    able.remove(choice[0])
                else:
                    return self.awarded(given, passed, slots)
            given += list(zip(slots, able, strict=False))
            slots = slots[len(able) :]
        return self.awarded(given, passed, slots)

    def awarded(self, given: list[tuple[int, Row]], passed: list[tuple[int, Row]], left: list[int]) -> list[Row]:
        """Writes the rows of `prizes.csv`."""
        prizes = self.definition["prizes"]
        last = max((row["rank"] for _, row in given), default=0)
        rows = []
        noted = [(s, r, "") for s, r in given] + [(s, r, "won_earlier") for s, r in passed if r["rank"] <= last]
        for slot, row, note in noted:
            amount = "" if note or prizes[slot]["vnd"] is None else prizes[slot]["vnd"]
            rows.append(
                (
                    slot,
                    row["rank"],
                    row["contestant"],
                    {
                        "place": row["rank"],
                        "contestant": row["contestant"],
                        "number": row["number"],
                        "amount_vnd": amount,
                        "passed_over": note,
                    },
                )
            )
        nobody = {"place": "", "contestant": "", "number": "", "amount_vnd": "", "passed_over": ""}
        rows += [(slot, 1 << 60, "", nobody) for slot in left]
        return [{"prize": prizes[slot]["id"], **cells} for slot, _, _, cells in sorted(rows, key=lambda r: r[:3])]

    def count_units(self, rows: list[Row], ranked: list[Row]) -> list[Row]:
        """Adds up the units."""
        result = []
        for unit, name, kind, headcount in sorted(self.units):
            own = [row for row in rows if row["unit"] == unit and not row["ruling"]]
            scores = [row["row"]["score"] for row in ranked if row["unit"] == unit]
            people = len({row["contestant"] for row in own})
            result.append(
                {
                    "unit": unit,
                    "name": name,
                    "class": kind,
                    "headcount": headcount,
                    "people": people,
                    "papers": len(own),
                    "rate": decimals(people, int(headcount)) if headcount not in ("", "0") else "",
                    "mean_score": decimals(sum(scores), len(scores)) if scores else "",
                    "perfect": scores.count(self.definition["paper"]["questions"]),
                    "zero": scores.count(0),
                }
            )
        return result

    def write(self, folder: Path, signer: Signer | None = None) -> Path:
        """Writes the folder of this revision; with a signer, the manifest names a key and is signed."""
        folder.mkdir(parents=True)
        rows = self.printed_attempts()
        root = root_of([bytes.fromhex(row["receipt"]) for row in rows]).hex()
        target = self.target(rows)
        ranked = self.rank(rows, target, root)
        prizes = self.award(ranked)
        definition, bank = packed(self.definition), packed(self.bank)
        sealed = {
            "bank": sha(bank),
            "definition": sha(definition),
            "lot_seed": sha(self.lot_seed),
            "paper_seed": sha(self.paper_seed),
        }
        draw = {"commitment": sha(packed(sealed)), "lot_seed": self.lot_seed.hex(), "paper_seed": self.paper_seed.hex()}
        criteria = [criterion["name"] for criterion in self.definition["criteria"]]
        tables: dict[str, tuple[list[str], list[Row]]] = {
            "attempts.csv": (COLUMNS["attempts.csv"].split(), rows),
            "ranking.csv": (
                ["rank", "contestant", "number", "unit", *criteria, "lot"],
                sorted(ranked, key=lambda row: (row["rank"], row["contestant"])),
            ),
            "prizes.csv": (COLUMNS["prizes.csv"].split(), prizes),
            "units.csv": (COLUMNS["units.csv"].split(), self.count_units(rows, ranked)),
            "decisions.csv": (COLUMNS["decisions.csv"].split(), self.decisions),
            "earlier_wins.csv": (
                COLUMNS["earlier_wins.csv"].split(),
                sorted(self.earlier_wins, key=lambda win: win["contestant"]),
            ),
        }
        files: dict[str, tuple[bytes, int | None]] = {
            "definition.json": (definition, None),
            "bank.json": (bank, None),
            "draw.json": (packed(draw), None),
        }
        files |= {name: (table(columns, body), len(body)) for name, (columns, body) in tables.items()}
        statuses = Counter(row["status"] for row in rows)
        manifest = {
            "closed_at": iso(self.closed_at),
            "contest": self.contest,
            "format": "hoithi-export/1",
            "counts": {
                "attempts": len(rows),
                "blank": statuses["blank"],
                "submitted": statuses["submitted"],
                "timed_out": statuses["timed_out"],
                "ruled_out": sum(row["ruling"] != "" for row in rows),
                "perfect": sum(row["row"]["score"] == self.definition["paper"]["questions"] for row in ranked),
            },
            "files": [
                {"bytes": len(data), "name": name, "rows": count, "sha256": sha(data)}
                for name, (data, count) in sorted(files.items())
            ],
            "key": None if signer is None else "khoa-thu",
            "lot_root": root,
            "prediction_target": target,
            "prediction_target_from": self.target_from,
            "previous": self.previous,
            "receipts_root": root,
            "revision": self.revision,
            "round": self.round,
        }
        for name, (data, _) in files.items():
            (folder / name).write_bytes(data)
        (folder / "manifest.json").write_bytes(packed(manifest))
        if signer is not None:
            (folder / "manifest.sig").write_bytes(signer(packed(manifest)))
        return folder


def main() -> None:
    """Writes one large round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contestants", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blueprint", action="store_true")
    options = parser.parse_args()
    Round(options.contestants, options.seed, blueprint=options.blueprint).write(options.folder)


if __name__ == "__main__":
    main()
