"""Devices on which more than one contestant began: which they are, and where many began within minutes.

A family has one telephone and an office one computer, so that several begin on a device says little. What is worth a look
is many of them within minutes: nobody hands a device on so fast who reads the questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from .attempt import Attempt
from .exports import CsvFile, read_csv
from .times import Millis, read, written

COLUMNS = ("device", "contestant", "number", "started_at")

WINDOW_MS = 10 * 60_000
LEAST_PEOPLE = 4
"""Three of a family, one after the other, are nothing to look at; four within ten minutes have under three minutes each."""


@dataclass(frozen=True, slots=True)
class Start:
    """One attempt that began on a device; ``device`` is the device's mark in this round."""

    device: str
    contestant: str
    number: int
    started_at: Millis


@dataclass
class Sharing:
    """Notes the starts of a round as they pass: in memory stays one contestant for each device, and what was shared.

    ``everything`` and ``shared`` are binary files, the second made of the first.
    """

    everything: BinaryIO
    _first: dict[int, str] = field(default_factory=dict)
    _shared: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._file = CsvFile("devices.csv", COLUMNS, self.everything)

    def see(self, attempt: Attempt) -> None:
        """Note where one attempt began; nothing where its device said nothing."""
        if not attempt.device:
            return
        device = int(attempt.device, 16)
        if self._first.setdefault(device, attempt.contestant) != attempt.contestant:
            self._shared.add(device)
        self._file.add((attempt.device, attempt.contestant, attempt.number, written(attempt.started_at)))

    def write_shared(self, shared: BinaryIO) -> None:
        """Write the starts on devices that several contestants have used, and no others."""
        self._file.facts()
        self.everything.seek(0)
        rows = (row for row in read_csv(self.everything) if int(row["device"], 16) in self._shared)
        _write(rows, shared)


def without(contestant: str, file: BinaryIO, rest: BinaryIO) -> bool:
    """Write to ``rest`` what ``file`` holds of everybody else. Returns whether it held anything of ``contestant``."""
    rows = list(read_csv(file))
    others = [row for row in rows if row["contestant"] != contestant]
    _write(others, rest)
    return len(others) < len(rows)


def write_nothing(file: BinaryIO) -> None:
    """Write a file that holds nobody."""
    _write((), file)


def _write(rows: Iterable[Mapping[str, str]], file: BinaryIO) -> None:
    out = CsvFile("devices.csv", COLUMNS, file)
    for row in rows:
        out.add([row[column] for column in COLUMNS])
    out.facts()


def starts(file: BinaryIO) -> list[Start]:
    """Return the starts that a file of them holds."""
    return [Start(row["device"], row["contestant"], int(row["number"]), read(row["started_at"])) for row in read_csv(file)]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Starts of several people on one device within `WINDOW_MS`, in the order of time; how many began there in all."""

    starts: Sequence[Start]
    people_in_all: int

    @property
    def people(self) -> int:
        """How many different contestants began within the window."""
        return len({each.contestant for each in self.starts})

    @property
    def lasted_ms(self) -> int:
        """From the first start to the last."""
        return self.starts[-1].started_at - self.starts[0].started_at


def crowds(found: Iterable[Start]) -> list[Crowd]:
    """Return for each device its fullest ten minutes, where at least `LEAST_PEOPLE` began in them; the fullest first."""
    devices: dict[str, list[Start]] = {}
    for each in sorted(found, key=lambda start: (start.started_at, start.contestant, start.number)):
        devices.setdefault(each.device, []).append(each)
    fullest = (Crowd(_fullest(begun), len({each.contestant for each in begun})) for begun in devices.values())
    many = [crowd for crowd in fullest if crowd.people >= LEAST_PEOPLE]
    return sorted(many, key=lambda crowd: (-crowd.people, crowd.lasted_ms, crowd.starts[0].started_at))


def _fullest(begun: Sequence[Start]) -> Sequence[Start]:
    """Return the starts, in the order of time, of the window in which most people began; of several, of the first."""
    best: Sequence[Start] = begun[:1]
    most = first = 0
    inside: dict[str, int] = {}
    for last, start in enumerate(begun):
        inside[start.contestant] = inside.get(start.contestant, 0) + 1
        while start.started_at - begun[first].started_at > WINDOW_MS:
            _leave(inside, begun[first].contestant)
            first += 1
        if len(inside) > most:
            most, best = len(inside), begun[first : last + 1]
    return best


def _leave(inside: dict[str, int], contestant: str) -> None:
    inside[contestant] -= 1
    if not inside[contestant]:
        del inside[contestant]
