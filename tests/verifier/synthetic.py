"""Makes true exports of rounds that never were, by the format alone, for the verifier's tests and for its timing.

    python3 tests/synthetic.py FOLDER [--contestants 100000] [--seed 1] [--blueprint]

A `Contest` is made of several rounds, with its own folder `final`.
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
from fractions import Fraction
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
        weeks_on: int = 0,
    ) -> None:
        """Draws a round at random, the same for the same arguments."""
        self.rng = random.Random(seed)
        self.contest, self.round = "vi-du-2023", "tuan-2"
        self.opens, self.closes = (moment + weeks_on * (CLOSES - OPENS) for moment in (OPENS, CLOSES))
        self.revision, self.closed_at = 1, self.closes + 60_000
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
                started = self.opens + self.rng.randrange(self.closes - self.opens)
                status = self.rng.choices(list(weights), list(weights.values()))[0]
                if place in (10, 11):
                    status = ("timed_out", "blank")[place - 10]
                if place < 4:
                    started, status = self.opens + 3_600_000 * (place + 1), "submitted"
                self.add(person, number, unit, started, status, equal=place < 4)

    def add(self, person: str, number: int, unit: str, started: int, status: str, equal: bool = False) -> Row:
        """Adds one attempt."""
        rng = self.rng
        deadline = min(started + LIMIT_S * 1000, self.closes)
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


# A tree of units: id, name, parent, class, head-count of their own.
BRANCHES = [
    ("cang", "Cảng", "", "", "9"),
    ("phuong-an", "Phường An", "", "phuong", "12"),
    ("phuong-binh", "Phường Bình", "", "phuong", "8"),
    ("to-1", "Tổ 1", "thon-a", "", ""),
    ("thon-a", "Thôn A, ven sông", "xa-cam", "", "6"),
    ("thon-b", "Thôn B", "xa-cam", "", "5"),
    ("truong", "Trường không ai dự", "", "", "10"),
    ("xa-cam", "Xã Cẩm", "", "xa", "4"),
    ("xa-dong", "Xã Đông", "", "xa", ""),
    ("xa-giang", "Xã Giang", "", "xa", "7"),
    ("xa-hoa", "Xã Hòa", "", "xa", "7"),
]
GONE = "doi-cu"  # A unit that the first round knew and the last one doesn't.
HOMES = ["", "cang", "phuong-an", "phuong-binh", "to-1", "thon-a", "thon-b", "xa-cam", "xa-dong", "xa-giang", "xa-hoa"]
MOVED = {(0, 3): GONE, (2, 5): "phuong-an"}  # Who was elsewhere in one round: the round, the person.
FACTS = {
    ("phuong-an", "entries"): "2",
    ("phuong-an", "entry_rank"): "20",
    ("phuong-binh", "entries"): "1",
    ("phuong-binh", "entry_rank"): "21",
    ("cang", "entries"): "1",
    ("cang", "entry_rank"): "1",
    ("thon-a", "leaders_every_round"): "2/2",
    ("xa-cam", "entries"): "3",
    ("xa-cam", "entry_rank"): "3",
    ("xa-cam", "leaders_every_round"): "1/1",
    ("xa-giang", "entries"): "1",
    ("xa-giang", "entry_rank"): "7",
    ("xa-giang", "leaders_every_round"): "3/4",
    ("xa-hoa", "entries"): "0",
}
FINAL_COLUMNS = {
    "prizes.csv": "round prize place contestant number amount_vnd passed_over",
    "unit_facts.csv": "unit gate value",
    "units.csv": "rank unit name parent class group headcount people rate papers mean_score perfect zero points lot "
    "failed_gates prize amount_vnd",
}
BY_WEIGHT = "rate:3 people:1 papers:1 mean_score:2 perfect_share:1 perfect:1"


def unit_award(
    groups: str = "together",
    formula: str = "in_order",
    boundary_tie: str = "all",
    criteria: str = "rate mean_score people",
    gates: str = "",
    prizes: str = "nhat:1:3000000 nhi:2:1000000 ba:2",
) -> Row:
    """Makes what a definition says of the units' prizes; fields without a value are left out."""
    named = [part.split(":") for part in prizes.split()]
    return {
        "groups": groups,
        "sizes": [{"id": "nho", "name": "Nhỏ", "least": 1, "most": 9}, {"id": "lon", "name": "Lớn", "least": 10}],
        "gates": [
            {"name": part[0], "most": int(part[1])} if part[1:] else {"name": part[0]}
            for part in (gate.split(":") for gate in gates.split())
        ],
        "formula": formula,
        "criteria": [
            {"name": part[0], "weight": int(part[1])} if part[1:] else {"name": part[0]}
            for part in (criterion.split(":") for criterion in criteria.split())
        ],
        "boundary_tie": boundary_tie,
        "prizes": [
            {"id": part[0], "name": f"Giải {part[0]}", "number": int(part[1]), "vnd": int(part[2]) if part[2:] else None}
            for part in named
        ],
    }


class Contest:
    """A contest of some ranked rounds after one of practice, whose final is made from what its rounds made."""

    def __init__(
        self,
        seed: int = 1,
        *,
        people: int = 24,
        weeks: int = 3,
        bank_size: int = 40,
        limit: str = "none",
        award: Row | None = None,
        participation: Row | None = None,
        classes: dict[str, int | None] | None = None,
        equals: bool = False,
        most: int = 2,
    ) -> None:
        """Lets the same people play the rounds; `equals` makes every unit's figures alike, but for their head-counts."""
        rng = random.Random(seed)
        self.rounds = [f"tuan-{week}" for week in range(1, weeks + 1)]
        self.folk = [base64.b32encode(rng.randbytes(16)).decode().lower().rstrip("=") for _ in range(people)]
        self.played: list[Round] = []
        self.facts, self.branches = dict(FACTS), list(BRANCHES)
        self.revision, self.previous = 1, ""
        rules = {"limit": limit, "most": most, "counted": "best", "asks": None, "criteria": "score:desc elapsed:asc"}
        for at, name in enumerate(self.rounds):
            played = Round(seed=seed * 10 + at, empty=True, weeks_on=at - 1, bank_size=bank_size, **rules)
            played.round = played.bank["round"] = name
            played.definition = self.define(played.definition, award, participation, classes or {})
            played.units = [("", "", "", ""), *((unit, called, kind, count) for unit, called, _, kind, count in BRANCHES)]
            if at == 0:
                played.units.append((GONE, "Đội cũ", "xa", "3"))
            for place, person in enumerate(self.folk):
                home = HOMES[place % len(HOMES)] if equals else MOVED.get((at, place), HOMES[place % len(HOMES)])
                equal = equals or (place < 6 and at < 2)
                if equals or rng.random() < 0.8:
                    self.enter(played, person, home, equal)
            if not equals and len(played.attempts) > 6:
                played.rule()
            self.played.append(played)
        self.closed_at = self.played[-1].closed_at + 5_000

    def define(self, definition: Row, award: Row | None, participation: Row | None, classes: dict[str, int | None]) -> Row:
        """Makes the definition of these weeks; what is not asked for is left out."""
        week = CLOSES - OPENS
        moments = [("thu", -2, "practice")] + [(name, at - 1, "ranked") for at, name in enumerate(self.rounds)]
        definition["rounds"] = [
            {
                "id": name,
                "opens": iso(OPENS + at * week),
                "closes": iso(CLOSES + at * week),
                "results": iso(CLOSES + (at + 1) * week),
                "kind": kind,
            }
            for name, at, kind in moments
        ]
        if classes:
            definition["unit_classes"] = [{"id": name, "name": name, "least_rate": rate} for name, rate in classes.items()]
        if award is not None:
            definition["unit_award"] = award
        if participation is not None:
            definition["participation"] = participation
        return definition

    def enter(self, played: Round, person: str, home: str, equal: bool) -> None:
        """Lets one person play a round."""
        attempts = 1 if equal else played.rng.randint(1, played.definition["attempts"]["max"])
        for number in range(1, attempts + 1):
            started = played.opens + played.rng.randrange(played.closes - played.opens - 2 * LIMIT_S * 1000)
            status = "submitted" if equal else played.rng.choices(("submitted", "timed_out", "blank"), (8, 1, 1))[0]
            played.add(person, number, home, started, status, equal=equal)

    # --- what the rounds come to ---

    def added_up(self) -> dict[str, Row]:
        """Adds up every unit: what its people did in each round, and what those below it add."""
        rounds = []
        for played in self.played:
            rows = played.printed_attempts()
            root = root_of([bytes.fromhex(row["receipt"]) for row in rows]).hex()
            rounds.append((rows, played.rank(rows, played.target(rows), root)))
        latest: dict[str, str] = {}
        for rows, _ in reversed(rounds):
            for row in reversed(rows):
                if not row["ruling"]:
                    latest.setdefault(row["contestant"], row["unit"])
        known = {unit: (name, kind, count) for unit, name, kind, count in self.played[-1].units}
        seen = {row["unit"] for rows, _ in rounds for row in rows}
        parents = {unit: parent for unit, _, parent, _, _ in self.branches}
        units: dict[str, Row] = {}
        for unit in sorted(known.keys() | seen):
            name, kind, count = known.get(unit, (unit, "", ""))
            counted = [[row for row in rows if row["unit"] == unit and not row["ruling"]] for rows, _ in rounds]
            scores = [row["row"]["score"] for _, ranked in rounds for row in ranked if row["unit"] == unit]
            units[unit] = {
                "unit": unit,
                "name": name,
                "class": kind,
                "parent": parents.get(unit, ""),
                "heads": [int(count)] if count else [],
                "people": [person for person, home in latest.items() if home == unit],
                "each_round": [len({row["contestant"] for row in rows}) for rows in counted],
                "papers": sum(map(len, counted)),
                "scores": scores,
                "leaders": [self.facts[unit, "leaders_every_round"]] if (unit, "leaders_every_round") in self.facts else [],
            }
        return {unit: self.with_those_below(units, unit) for unit in units}

    def with_those_below(self, units: dict[str, Row], unit: str) -> Row:
        """Adds to a unit those below it, generation by generation."""
        whole = dict(units[unit])
        for child in [other for other in units if unit and units[other]["parent"] == unit]:
            below = self.with_those_below(units, child)
            for key in ("heads", "people", "papers", "scores", "leaders"):
                whole[key] = whole[key] + below[key]
            whole["each_round"] = [a + b for a, b in zip(whole["each_round"], below["each_round"], strict=True)]
        return whole

    # --- units ---

    def judge(self, unit: Row, rules: Row) -> tuple[str, list[str]]:
        """Says a competing unit's group, and what it fails."""
        award, name = rules["unit_award"], unit["unit"]
        heads = sum(unit["heads"])
        group, failed = "", [] if unit["papers"] else ["took_part"]
        if award["groups"] == "by_class":
            group = unit["class"]
        if award["groups"] == "by_size":
            fit = [s["id"] for s in award["sizes"] if unit["heads"] and s["least"] <= heads <= (s.get("most") or heads)]
            group, failed = (fit[0], failed) if fit else ("", [*failed, "group"])
        said = rules.get("participation") or {}
        if said.get("below") == "bars_unit_prize":
            classes = {c["id"]: c["least_rate"] for c in rules.get("unit_classes", [])}
            owed = classes.get(unit["class"])
            owed = said.get("least_rate") if owed is None else owed
            shares = unit["each_round"] if said["over"] == "each_round" else [len(unit["people"])]
            if owed is not None and (heads == 0 or min(shares) / heads < owed / 10_000 - 1e-12):
                failed.append("least_rate")
            came, there = (sum(int(fact.split("/")[side]) for fact in unit["leaders"]) for side in (0, 1))
            if said.get("leaders_every_round") and came < there:
                failed.append("leaders_every_round")
        for gate in award["gates"]:
            held = {
                "has_entry": self.facts.get((name, "entries"), "0") != "0",
                "entry_rank": int(self.facts.get((name, "entry_rank"), "999999")) <= gate.get("most", 0),
                "nobody_with_zero": 0 not in unit["scores"],
            }
            if not held[gate["name"]]:
                failed.append(gate["name"])
        return group, failed

    def measure(self, unit: Row) -> dict[str, tuple[int, int]]:
        """Gives a unit's criteria as numerators and denominators; a denominator of 0 is none."""
        perfect, rows = unit["scores"].count(10), len(unit["scores"])
        return {
            "rate": (len(unit["people"]), sum(unit["heads"])),
            "people": (len(unit["people"]), 1),
            "papers": (unit["papers"], 1),
            "mean_score": (sum(unit["scores"]), rows),
            "perfect_share": (perfect, rows),
            "perfect": (perfect, 1),
        }

    def weigh(self, unit: Row, rivals: list[Row], criteria: list[Row]) -> Fraction:
        """Adds up a unit's points."""
        points = Fraction(0)
        for criterion in criteria:
            name = criterion["name"]
            top, bottom = self.measure(unit)[name]
            if name in ("people", "papers", "perfect"):
                bottom = max(self.measure(rival)[name][0] for rival in rivals)
            if name == "mean_score":
                bottom *= 10
            if name == "rate":
                top = min(top, bottom)
            points += Fraction(100 * criterion["weight"] * top, bottom) if bottom else 0
        return points / (sum(criterion["weight"] for criterion in criteria) or 1)

    def unit_rows(self, rules: Row, draw: Callable[[str], str]) -> list[Row]:
        """Makes the rows of `units.csv`."""
        units = self.added_up()
        award, rows = rules.get("unit_award"), {}
        for name, unit in units.items():
            heads, scores = sum(unit["heads"]), unit["scores"]
            rows[name] = {key: unit[key] for key in ("unit", "name", "parent", "class", "papers")} | {
                "headcount": heads if unit["heads"] else "",
                "people": len(unit["people"]),
                "rate": decimals(len(unit["people"]), heads) if heads else "",
                "mean_score": decimals(sum(scores), len(scores)) if scores else "",
                "perfect": scores.count(10),
                "zero": scores.count(0),
                **dict.fromkeys(("rank", "group", "points", "lot", "failed_gates", "prize", "amount_vnd"), ""),
            }
        if award is None:
            return list(rows.values())
        fields: dict[str, list[Row]] = defaultdict(list)
        for name, unit in units.items():
            if name and not unit["parent"]:
                rows[name]["group"], failed = self.judge(unit, rules)
                rows[name]["failed_gates"] = " ".join(failed)
                if not failed:
                    fields[rows[name]["group"]].append(unit)
        for field in fields.values():
            self.place(field, award, rows)
            self.hand_out([rows[unit["unit"]] for unit in field], award, draw)
        return list(rows.values())

    def place(self, field: list[Row], award: Row, rows: dict[str, Row]) -> None:
        """Ranks the units of a group: one's rank is one more than there are better ones."""
        values: dict[str, list[Fraction]] = {}
        for unit in field:
            if award["formula"] == "weighted":
                points = self.weigh(unit, field, award["criteria"])
                rows[unit["unit"]]["points"] = decimals(points.numerator, points.denominator)
                values[unit["unit"]] = [points]
            else:
                pairs = [self.measure(unit)[criterion["name"]] for criterion in award["criteria"]]
                values[unit["unit"]] = [Fraction(*pair) if pair[1] else Fraction(-1) for pair in pairs]
        for unit in values:
            rows[unit]["rank"] = 1 + sum(other > values[unit] for other in values.values())

    def hand_out(self, field: list[Row], award: Row, draw: Callable[[str], str]) -> None:
        """Hands a group's prizes out, place by place."""
        slots = [prize for prize in award["prizes"] for _ in range(prize["number"])]
        for rank in sorted({row["rank"] for row in field}):
            equals = [row for row in field if row["rank"] == rank]
            open_places = slots.count(slots[0]) if slots else 0
            if slots and len(equals) > open_places and award["boundary_tie"] == "all":
                prize, slots = slots[0], slots[open_places:]
                for row in equals:
                    self.reward(row, prize)
                continue
            if slots and len(equals) > open_places:
                for row in equals:
                    row["lot"] = draw(row["unit"])
                equals.sort(key=lambda row: row["lot"])
            for row in equals:
                if slots:
                    self.reward(row, slots.pop(0))

    def reward(self, row: Row, prize: Row) -> None:
        """Gives a unit a prize."""
        row.update(prize=prize["id"], amount_vnd="" if prize["vnd"] is None else prize["vnd"])

    # --- people ---

    def person_rows(self, rules: Row) -> list[Row]:
        """Makes the rows of `prizes.csv`: each place is looked for anew from the top of its round's ranking."""
        if rules["limit"] != "highest_in_the_contest":
            return []
        rankings = {}
        for played in self.played:
            rows = played.printed_attempts()
            root = root_of([bytes.fromhex(row["receipt"]) for row in rows]).hex()
            rankings[played.round] = played.rank(rows, played.target(rows), root)
        won: dict[str, str] = {}
        told: set[tuple[str, str]] = set()
        rows = []
        for order, prize in enumerate(rules["prizes"]):
            for name, ranking in rankings.items():
                for _ in range(prize["number"]):
                    free = [row for row in ranking if row["contestant"] not in won]
                    line = {"round": name, "prize": prize["id"], "order": order, "rank": 1 << 40}
                    if not free:
                        rows.append(line | dict.fromkeys(("place", "contestant", "number", "amount_vnd", "passed_over"), ""))
                        continue
                    for row in ranking:
                        person = row["contestant"]
                        cells = {"place": row["rank"], "rank": row["rank"], "contestant": person, "number": row["number"]}
                        if row is free[0]:
                            won[person] = name
                            rows.append(line | cells | {"amount_vnd": prize["vnd"] or "", "passed_over": ""})
                            break
                        if won[person] != name and (name, person) not in told:
                            told.add((name, person))
                            rows.append(line | cells | {"amount_vnd": "", "passed_over": "won_higher"})
        order_of = {name: at for at, name in enumerate(rankings)}
        return sorted(rows, key=lambda row: (order_of[row["round"]], row["order"], row["rank"]))

    # --- the folders ---

    def write(self, folder: Path, signer: Signer | None = None) -> Path:
        """Writes the rounds and the final below a folder; returns the final's."""
        for played in self.played:
            played.write(folder / played.round / f"r{played.revision:02d}", signer)
        return self.write_final(folder, signer)

    def next_revision(self, folder: Path) -> None:
        """Begins a later revision of the final."""
        self.previous = sha((folder / "final" / f"r{self.revision:02d}" / "manifest.json").read_bytes())
        self.revision += 1

    def write_final(self, folder: Path, signer: Signer | None = None) -> Path:
        """Writes the final of the rounds that lie below a folder."""
        names = [f"{played.round}/r{played.revision:02d}" for played in self.played]
        manifests = [(folder / name / "manifest.json").read_bytes() for name in names]
        told = [json.loads(manifest) for manifest in manifests]
        last, rules = self.played[-1], self.played[-1].definition
        root = told[-1]["lot_root"]
        facts = [{"unit": unit, "gate": gate, "value": fact} for (unit, gate), fact in sorted(self.facts.items())]
        tables = {
            "prizes.csv": self.person_rows(rules),
            "unit_facts.csv": facts,
            "units.csv": self.unit_rows(
                rules, lambda unit: mac(last.lot_seed, "lot", last.contest, "final", root, unit).hex()
            ),
        }
        files: dict[str, tuple[bytes, int | None]] = {"definition.json": (packed(rules), None)}
        files |= {name: (table(FINAL_COLUMNS[name].split(), rows), len(rows)) for name, rows in tables.items()}
        manifest = {
            "closed_at": iso(self.closed_at),
            "contest": last.contest,
            "counts": {key: sum(each["counts"][key] for each in told) for key in told[0]["counts"]},
            "files": [
                {"bytes": len(data), "name": name, "rows": count, "sha256": sha(data)}
                for name, (data, count) in sorted(files.items())
            ],
            "format": "hoithi-export/1",
            "key": None if signer is None else "khoa-thu",
            "lot_root": root,
            "prediction_target": None,
            "prediction_target_from": None,
            "previous": self.previous or None,
            "receipts_root": None,
            "revision": self.revision,
            "round": "final",
            "sources": [
                {"manifest_sha256": sha(data), "revision": each["revision"], "round": each["round"]}
                for data, each in zip(manifests, told, strict=True)
            ],
        }
        final = folder / "final" / f"r{self.revision:02d}"
        final.mkdir(parents=True)
        for name, (data, _) in files.items():
            (final / name).write_bytes(data)
        (final / "manifest.json").write_bytes(packed(manifest))
        if signer is not None:
            (final / "manifest.sig").write_bytes(signer(packed(manifest)))
        return final


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
