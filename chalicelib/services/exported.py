"""A revision of a closed round as its files lie in the bucket of exports, for whoever decides, looks or publishes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from ..config import config
from ..domain import exports
from ..domain.decisions import Cells
from ..domain.exports import revision_name
from ..storage import objects


class Exported(Protocol):
    """What has exports: a round, or a contest as a whole."""

    @property
    def contest(self) -> str: ...
    @property
    def round(self) -> str: ...
    @property
    def revision(self) -> int: ...


ExportedT = TypeVar("ExportedT", bound=Exported)


@dataclass
class Export(Generic[ExportedT]):
    """One revision of an export: the one in force, unless ``revision`` is another's number."""

    record: ExportedT
    revision: int = 0

    @property
    def folder(self) -> str:
        """Where its files lie, in the bucket of exports and, once they are public, on the site."""
        return f"{self.record.contest}/{self.record.round}/{revision_name(self.revision or self.record.revision)}"

    @property
    def winners(self) -> str:
        """The key of the list of winners with their names."""
        return f"restricted/{self.folder}/winners.csv"

    def file(self, name: str) -> bytes:
        """Return a file's bytes. Raises LookupError where it is missing: what is closed is exported whole."""
        data = objects.get(config().exports_bucket, f"{self.folder}/{name}")
        if data is None:
            raise LookupError(f"{self.folder}/{name} is missing from the export")
        return data

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the rows of a CSV file, which may be larger than memory."""
        return rows_of(f"{self.folder}/{name}")

    @cached_property
    def bank_json(self) -> bytes:
        """The bank as it was committed to."""
        return self.file("bank.json")

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """The questions of the bank."""
        found: list[dict[str, Any]] = json.loads(self.bank_json)["questions"]
        return found

    def cells(self) -> Cells:
        """Return what the decisions in it have made of the round, for whoever asks to go on from."""
        cells = Cells()
        for row in self.rows("decisions.csv"):
            cells.apply(row["act"], row["subject"], row["after"], row["reason"])
        return cells


def rows_of(key: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file in the bucket of exports, which may be larger than memory."""
    with objects.opened(config().exports_bucket, key) as file:
        yield from exports.read_csv(file)
