"""Everybody in a test is a canary: nobody's name, number, phone or address may sing where it doesn't belong.

Looked at are all lines of the logs, all addresses that are asked for or sent to, all answers to somebody else, and all
objects outside `restricted/`. What a person said in a request may be said back to them; organizers' answers may name people.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import FakeDeleteMarker, s3_backends

from chalicelib.config import config
from chalicelib.domain.exports import read_csv
from simulator.cloud import REGION

PERSONAL = ("full_name", "citizen_id", "phone", "email", "birth_date")
# Shorter texts are words that stand in pages anyway.
LEAST_LETTERS = 8

# Results name their winners where the definition says so; names of restricted files stay restricted; and where there is no
# mail service, letters lie in the outbox until somebody who tries the software out has read them.
MAY_NAME_WINNERS = re.compile(r"[^/]+/([^/]+/(results\.json|index\.html)|certificates/[a-z2-7]{26}\.json)")
MAY_HOLD_ANYTHING = ("restricted/", "outbox/")


class Leak(AssertionError):
    """Somebody was told what nobody may know, or not yet."""


class Canaries:
    """Everybody's texts, by whose they are; the others look for them."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        # Why somebody is kept out is told to whoever is turned away for it, before they are anybody's session.
        self.reasons: set[str] = set()
        self.leaks: list[str] = []
        self.looked_at: dict[str, bytes] = {}

    def know(self, whose: str, texts: Iterable[str]) -> None:
        """Take ``texts`` for somebody's own; ``whose`` is a pseudonym, or empty where nobody is told anything of them."""
        self.texts |= {text: whose for text in texts if len(text) >= LEAST_LETTERS}

    def learn(self) -> None:
        """Read who is in the contestants' table. It asks moto directly: a test may be counting calls."""
        for item in _items(config().contestants_table):
            self.reasons.add(item.get("excluded_reason", ""))
            self.know(item.get("pseudonym", ""), (item[name] for name in PERSONAL if name in item))

    def line(self, facts: Mapping[str, Any]) -> None:
        """Look at a line of the logs. What is found is told at the end of the test: here it might be caught."""
        found = self._found(json.dumps(facts, ensure_ascii=False, default=str))
        self.leaks += [f"a line of the logs holds {text!r}" for text in found]

    def address(self, text: str, where: str) -> None:
        """Look at an address, as it is or with its escapes undone. Raises Leak."""
        for found in self._found(f"{text}\n{unquote(text)}"):
            raise Leak(f"{where} holds {found!r}")

    def answer(self, text: str, own: str, said: str, where: str) -> None:
        """Look at an answer given to the contestant ``own``, who ``said`` something. Raises Leak."""
        for found in self._found(f"{text}\n{_unescaped(text)}"):
            told_why = found in self.reasons and '"/problems/excluded"' in text
            if self.texts[found] != own and not told_why and found not in said and found not in _unescaped(said):
                raise Leak(f"{where} holds somebody else's {found!r}")

    def objects(self) -> None:
        """Look at every object of every bucket that has come or changed since, and at its name. Raises Leak."""
        for bucket in (config().site_bucket, config().exports_bucket, config().private_bucket):
            for name, data in contents(bucket).items():
                if self.looked_at.get(f"{bucket}/{name}") != data and not name.startswith(MAY_HOLD_ANYTHING):
                    self._object(bucket, name, data)
                self.looked_at[f"{bucket}/{name}"] = data

    def _object(self, bucket: str, name: str, data: bytes) -> None:
        self.address(name, f"the name of an object in {bucket}")
        named = _winners(name) if bucket == config().site_bucket and MAY_NAME_WINNERS.fullmatch(name) else set()
        for found in self._found(data.decode(errors="replace")):
            if found not in named:
                raise Leak(f"{bucket}/{name} holds {found!r}")

    def _found(self, text: str) -> list[str]:
        return [each for each in self.texts if each in text]

    def tell(self) -> None:
        """Raise Leak if a line of the logs has named anybody."""
        if self.leaks:
            raise Leak("; ".join(sorted(set(self.leaks))))


def look(people: Canaries, method: str, path: str, sent: Mapping[str, Any], answer: Any, own: str) -> None:
    """Look at a request of the test client and at its answer, given to the contestant ``own``. Raises Leak.

    What a unit's manager is told, is theirs to read; what stands on a certificate, is whoever's who knows its code.
    """
    own = own or _certified(path)
    where, headers = f"{method} {path}", sent.get("headers") or {}
    people.address(path, f"the address of {where}")
    people.address(str(headers.get("Referer", "")), f"the Referer of {where}")
    people.address(str(answer.headers.get("Location", "")), f"the Location of {where}")
    if "/staff/" not in path:
        said = sent.get("body") or b""
        text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        people.answer(answer.body.decode(errors="replace"), own, text, f"the answer to {where}")


def _certified(path: str) -> str:
    """Return whose certificate of having taken part ``path`` asks about, by its code; an empty text for another address."""
    found = re.search(r"/contests/([^/]+)/certificates/([a-z2-7]{26})$", path)
    key = f"{found[1]}#taking-part-code#{found[2]}" if found else ""
    return next((item["pseudonym"] for item in _items(config().contestants_table) if item["person"] == key), "")


def _items(table: str) -> Iterator[dict[str, Any]]:
    held = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables.get(table)
    for item in held.items.values() if held else ():
        yield {name: str(value.value) for name, value in item.attrs.items()}


def _winners(name: str) -> set[str]:
    """Return the names that the restricted list of a round gives to those who won there; of any, for a certificate."""
    contest, round_id, _ = name.split("/")
    lists = re.compile(rf"restricted/{contest}/({'[^/]+' if round_id == 'certificates' else round_id})/r\d+/winners\.csv")
    held = contents(config().exports_bucket)
    youngest = {found[1]: key for key in sorted(held) if (found := lists.fullmatch(key))}
    rows = (row for key in youngest.values() for row in read_csv(io.BytesIO(held[key])))
    return {row["full_name"] for row in rows if not row["passed_over"]}


def _unescaped(text: str) -> str:
    """Return ``text`` as it reads where it is JSON with its letters escaped."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def contents(bucket: str) -> dict[str, bytes]:
    """Return every object of a bucket as moto holds it."""
    held = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets.get(bucket)
    keys = {name: held.keys[name] for name in list(held.keys)} if held else {}
    return {name: key.value for name, key in keys.items() if not isinstance(key, FakeDeleteMarker)}
