"""One ranked round from its opening to its publication: its contestants, and what clock and organizers do meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from chalicelib.config import config
from chalicelib.domain.bank import Bank
from chalicelib.domain.definition import Definition
from chalicelib.domain.errors import Conflict, NotYet
from chalicelib.domain.round import RoundRecord
from chalicelib.domain.times import Millis
from chalicelib.services.close import close
from chalicelib.services.import_bank import stored_bank
from chalicelib.services.tick import NotAllDone
from chalicelib.storage import objects, rounds

from .checks import Facts, Failure, failures
from .cloud import Cloud
from .device import Room
from .journal import Journal
from .moods import HOUR, MINUTE
from .people import Contestant, excluded_since
from .seeded import source
from .timeline import Story, Timeline, Watch, nobody
from .visit import Visit

BY = "ban-to-chuc"
LATE_EXCLUSIONS_IN = 500
BEST = 10


@dataclass
class RoundRun:
    """A round that has been run: how it was lived, what it came to, and which promises were broken.

    ``excluded_late`` are the identifiers of those who were kept out after they had taken part: they can't sign in again.
    """

    room: Room
    facts: Facts | None = None
    winners: dict[str, Any] = field(default_factory=dict)
    excluded_late: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, int]:
        """What happened, by the keys of the catalogues under ``simulate.happened``, and the manifest's own counts."""
        manifest = json.loads(self.facts.export["manifest.json"])["counts"] if self.facts else {}
        told = {"started": len(self.room.journal.promises), "excluded-after": len(self.excluded_late)}
        return {**self.room.journal.happened, **told, **manifest}


def simulate_round(
    cloud: Cloud,
    definition: Definition,
    round_id: str,
    people: Sequence[Contestant],
    seed: int,
    watch: Watch = nobody,
) -> RoundRun:
    """Run a round that is ready, from its first contestant to its publication, and check what must be true afterwards.

    ``cloud`` may be `cloud.surroundings`, on whatever endpoints the environment names. Its clock is set to the round's
    hours, which may lie in the past; a clock of that stack that runs by itself has to be kept still until this returns,
    for it would close such a round at once.
    """
    run = RoundRun(make_room(cloud, definition, round_id, seed, len(people)))
    timeline = Timeline(cloud)
    timeline.add(stories(run, people))
    timeline.run(watch)
    return run


def stories(run: RoundRun, people: Sequence[Contestant], *, clock_dies: bool = False) -> Iterator[Story]:
    """Return everything that happens in a round. With ``clock_dies`` one closing dies half-way and is done three times."""
    visits = [Visit(run.room, contestant) for contestant in people]
    yield from (visit.story() for visit in visits if visit.comes())
    yield Duties(run, people).story(clock_dies)


def make_room(cloud: Cloud, definition: Definition, round_id: str, seed: int, people: int) -> Room:
    """Return the room of a round that is ready; what it must keep secret is read from where the services keep it."""
    record = _record(definition.contest, round_id)
    bank = stored_bank(record)
    if bank is None or record.state != "ready":
        raise LookupError(f"{definition.contest}/{round_id} is {record.state}, not ready")
    right = {question.id: question.right for question in bank.questions}
    journal = Journal(_secrets(record, bank))
    return Room(cloud, definition, definition.round(round_id), right, journal, seed, people)


def _secrets(record: RoundRecord, bank: Bank) -> frozenset[str]:
    of_bank = {text for each in bank.questions for text in (each.salt, each.explanation, each.source)}
    names = (f"seeds/{kind}/{record.contest}/{record.round}" for kind in ("lot", "paper"))
    seeds = (objects.get(config().private_bucket, name) for name in names)
    return frozenset(of_bank | {seed.hex() for seed in seeds if seed}) - {""}


def _record(contest: str, round_id: str) -> RoundRecord:
    record = rounds.get(contest, round_id)
    if record is None:
        raise LookupError(f"there is no round {contest}/{round_id}")
    return record


class Duties:
    """What the clock and the organizers do in a round, some of it more often than they would have to."""

    def __init__(self, run: RoundRun, people: Sequence[Contestant]):
        self.run = run
        self.room = run.room
        self.people = {contestant.identifier: contestant for contestant in people}
        self.chance = source(run.room.seed, run.room.definition.contest, run.room.round.id, "duties")
        self.closing: RoundRecord | None = None
        self.excluded: frozenset[str] = frozenset()

    def story(self, clock_dies: bool) -> Story:
        """Exclude who slipped in, close, approve, publish; look that nothing is shown before its hour."""
        round = self.room.round
        yield max(round.opens, round.closes - 2 * HOUR)
        self._exclude_late()
        yield round.closes
        self._nothing_is_done("ready")
        record = self._record()
        yield record.closing_begins - 1
        self._nothing_is_done("ready")
        results = round.results or record.closing_begins + HOUR
        yield record.closing_begins + self.chance.randrange(min(MINUTE, (results - record.closing_begins) // 2))
        if clock_dies:
            self._die_half_way()
            yield self.room.now + MINUTE
        self._close()
        yield min(self.room.now + MINUTE, results - 1)
        self._nothing_is_done("closed")
        yield from self._publish(results)
        self._conclude()

    def _publish(self, results: Millis) -> Story:
        if self.room.definition.publication == "after_approval":
            yield results - HOUR
            self._organize("approve", by="truong-ban")
        yield results - 1
        self._nothing_is_done("closed")
        self._publishing_is_refused()
        yield results
        self.room.cloud.tick()
        if self._record().state != "published":
            self._complain("due-acts-done")

    def _record(self) -> RoundRecord:
        return _record(self.room.definition.contest, self.room.round.id)

    def _organize(self, act: str, **event: Any) -> Any:
        return self.room.cloud.organize(act, contest=self.room.definition.contest, round=self.room.round.id, **event)

    def _complain(self, check: str) -> None:
        self.room.journal.complain(check, self.room.round.id)

    def _nothing_is_done(self, state: str) -> None:
        """Wake the clock where nothing is due: the round stays as it is, and nobody can see more of it."""
        self.room.cloud.tick()
        if self._record().state != state:
            self._complain("nothing-before-its-hour")
        folder = f"{self.room.definition.contest}/{self.room.round.id}/"
        shown = [key.removeprefix(folder) for key in objects.keys(config().site_bucket, folder)]
        if shown != ["r01/definition.json"]:
            self._complain("nothing-before-its-hour")

    def _publishing_is_refused(self) -> None:
        try:
            self._organize("publish")
        except NotYet:
            return
        self._complain("nothing-before-its-hour")

    def _exclude_late(self) -> None:
        """Somebody notices that a few of the best sit on an excluded body: the roster is imported again with them marked."""
        if not self.room.definition.excluded_bodies:
            return
        number = 1 + len(self.people) // LATE_EXCLUSIONS_IN
        found = self._best()[:BEST]
        chosen = self.chance.sample(found, min(number, len(found)))
        listed = [excluded_since(self.people[identifier], self.room.definition, self.chance) for identifier in chosen]
        self._organize("import-roster", people=listed, units=[])
        self.run.excluded_late = chosen

    def _best(self) -> list[str]:
        """Return the identifiers of those whose hand-in was acknowledged, the highest scores first."""
        journal = self.room.journal
        handed_in = [identifier for identifier, name in journal.people.items() if self._receipt(name)]
        return sorted(handed_in, key=lambda identifier: (-self._score(journal.people[identifier]), identifier))

    def _receipt(self, contestant: str) -> dict[str, str] | None:
        promises = self.room.journal.promises.get(contestant)
        return promises.receipt if promises else None

    def _score(self, contestant: str) -> int:
        receipt = self._receipt(contestant) or {"questions": "", "choices": ""}
        asked = zip(receipt["questions"].split(), receipt["choices"], strict=True)
        return sum(self.room.right[question] == choice for question, choice in asked)

    def _die_half_way(self) -> None:
        """Let the clock die when all but the manifest is written."""
        with _no_manifest():
            try:
                self.room.cloud.tick()
            except NotAllDone:
                self.room.journal.count("clock-died")
        self.closing = self._record()

    def _close(self) -> None:
        self.room.cloud.tick()
        if self._record().state != "closed":
            self._complain("due-acts-done")
        self.excluded = self._kept_out()
        if self.closing:
            self._close_once_more(self.closing)

    def _close_once_more(self, begun: RoundRecord) -> None:
        """Close as a second clock would that began before the first was done: the same bytes, and nothing changes."""
        try:
            close(begun, self.room.now)
        except Conflict:
            self.room.journal.count("closed-twice")
        self._every_version_is_the_same()

    def _every_version_is_the_same(self) -> None:
        folder = f"{self.room.definition.contest}/{self.room.round.id}/"
        listed = objects.s3().list_object_versions(Bucket=config().exports_bucket, Prefix=folder)["Versions"]
        if len({version["Key"] for version in listed}) != len({(version["Key"], version["ETag"]) for version in listed}):
            self._complain("same-bytes-again")

    def _kept_out(self) -> frozenset[str]:
        """Return the pseudonyms that the roster kept out when the closing began."""
        roster = objects.get_json(config().private_bucket, f"rosters/{self.room.definition.contest}/roster.json")
        return frozenset(contestant for contestant, person in roster["people"].items() if person["excluded"])

    def _conclude(self) -> None:
        """Read the export as an auditor would, and hold it to everything that was promised."""
        contest, round_id = self.room.definition.contest, self.room.round.id
        self.run.facts = Facts(
            definition=self.room.definition,
            round=self.room.round,
            export=_read(f"{contest}/{round_id}/r01/"),
            acts=_read(f"acts/{contest}/{round_id}-"),
            journal=self.room.journal,
            excluded=self.excluded,
        )
        self.run.winners = self._organize("winners")["results"]
        self.run.failures = failures(self.run.facts)


def _read(prefix: str) -> dict[str, bytes]:
    bucket = config().exports_bucket
    return {key.removeprefix(prefix): objects.get(bucket, key) or b"" for key in objects.keys(bucket, prefix)}


class _Died(Exception):
    """What a function meets that is killed half-way."""


@contextmanager
def _no_manifest() -> Iterator[None]:
    write = objects.put_export

    def dying(key: str, body: Any, closed_at: Millis) -> None:
        if key.endswith("manifest.json"):
            raise _Died(key)
        write(key, body, closed_at)

    with mock.patch.object(objects, "put_export", dying):
        yield
