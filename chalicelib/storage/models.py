"""The tables, as PynamoDB sees them. Their keys are those of `infra/resources.yaml`; a test holds the two together."""

from __future__ import annotations

from typing import Self

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from ..config import config
from .aws_errors import patience


class Waiting:
    """How long the tables are waited for, and how often a call is tried: `aws_errors.patience` says why."""

    connect_timeout_seconds = patience().connect_s
    read_timeout_seconds = patience().read_s
    max_retry_attempts = patience().tries - 1


class Item(Model):
    """An item of any of the tables."""

    @classmethod
    def found(cls, key: str, range_key: str | None = None) -> Self | None:
        """Read an item by its key, consistently; None where there is none."""
        try:
            return cls.get(key, range_key, consistent_read=True)
        except DoesNotExist:
            return None


class AttemptItem(Item):
    """One attempt, under ``<contest>#<round>#<shard>`` and ``<contestant>#<number>``; under 1 KB, so a write is one unit."""

    class Meta(Waiting):
        table_name = config().attempts_table
        max_pool_connections = 32  # The close reads the shards side by side, and finalises while it reads.

    shard = UnicodeAttribute(hash_key=True)
    attempt = UnicodeAttribute(range_key=True)
    unit = UnicodeAttribute()
    started_at = NumberAttribute()
    deadline_at = NumberAttribute()
    questions = UnicodeAttribute()
    start_nonce = UnicodeAttribute()
    choices = UnicodeAttribute()
    prediction = UnicodeAttribute()
    version = NumberAttribute()
    nonce = UnicodeAttribute()
    session = UnicodeAttribute()
    saved_at = NumberAttribute(null=True)
    submitted_at = NumberAttribute(null=True)
    status = UnicodeAttribute(null=True)
    device = UnicodeAttribute(null=True)
    granted = NumberAttribute(null=True)
    granted_at = NumberAttribute(null=True)


class MembersIndex(GlobalSecondaryIndex["ContestantItem"]):  # type: ignore[no-untyped-call] # As PynamoDB wrote it.
    """The people of one unit: their profiles' keys under ``<contest>#<unit>``. A moment behind the table."""

    class Meta:
        index_name = "by-unit"
        projection = KeysOnlyProjection()

    member_of = UnicodeAttribute(hash_key=True)
    person = UnicodeAttribute(range_key=True)


class ContestantItem(Item):
    """A person in one contest, and what keeps others out. Kinds of key, after ``<contest>#``:

    ``<pseudonym>``: the profile; ``login#<hash>``: whom an identifier belongs to, or the tombstone of whom it belonged to;
    ``barred#<hash>``: who is kept out; ``guess#<hash>``: wrong guesses of late; ``otp#<hash>``: a one-time code;
    ``mail#<hash>``: when letters went to an address of late; ``spent#<hash>``: what was good for once; ``password``: what is
    kept of the contest's password; ``taking-part#<pseudonym>``: somebody's certificate of having taken part;
    ``taking-part-code#<code>``: whose it is; ``taking-part``: how many there are.

    Personal data lives in this table and nowhere else: what each attribute is for, docs/privacy.md says. ``expires`` (epoch
    seconds) stands on what ends by itself: DynamoDB deletes such an item some time after, and nothing may come to depend on
    whether it has.
    """

    class Meta(Waiting):
        table_name = config().contestants_table

    members = MembersIndex()
    person = UnicodeAttribute(hash_key=True)
    member_of = UnicodeAttribute(null=True)
    pseudonym = UnicodeAttribute(null=True)
    code_hash = UnicodeAttribute(null=True)
    full_name = UnicodeAttribute(null=True)
    unit = UnicodeAttribute(null=True)
    unit_name = UnicodeAttribute(null=True)
    leader = NumberAttribute(null=True)
    excluded = UnicodeAttribute(null=True)
    excluded_reason = UnicodeAttribute(null=True)
    excused = UnicodeAttribute(null=True)
    way = UnicodeAttribute(null=True)
    citizen_id = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    birth_date = UnicodeAttribute(null=True)
    position = UnicodeAttribute(null=True)
    unit_by = UnicodeAttribute(null=True)
    consent = UnicodeAttribute(null=True)
    consent_at = NumberAttribute(null=True)
    entered_at = NumberAttribute(null=True)
    nonce = UnicodeAttribute(null=True)
    login = UnicodeAttribute(null=True)
    erased = NumberAttribute(null=True)
    decided = NumberAttribute(null=True)
    moved = NumberAttribute(null=True)
    moves = JSONAttribute(null=True)
    guesses = NumberAttribute(null=True)
    until = NumberAttribute(null=True)
    sent_at = NumberAttribute(null=True)
    delivered = NumberAttribute(null=True)
    known = NumberAttribute(null=True)
    certificate = UnicodeAttribute(null=True)
    certificates = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)


class RoundItem(Item):
    """A round's record, and under the range key ``_contest`` what belongs to the contest as a whole."""

    class Meta(Waiting):
        table_name = config().rounds_table

    contest = UnicodeAttribute(hash_key=True)
    round = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute(null=True)
    version = NumberAttribute(default=0)
    record = JSONAttribute()

    @classmethod
    def still(cls, version: int) -> Condition:
        """Return the condition that a record is stored under ``version``; 0 means that there is none yet."""
        return cls.round.does_not_exist() if version == 0 else cls.version == version


class StaffItem(Item):
    """Who works for a contest, under the contest's id, or ``*`` for all contests. Three kinds of range key:
    ``account#<id>``: an account; ``session#<hash>``: a session of one; ``act#<when>#<chance>``: a line in the log of acts.
    No personal data: names and identifiers of the people behind accounts lie in the contestants' table. ``expires`` (epoch
    seconds) stands on sessions alone.
    """

    class Meta(Waiting):
        table_name = config().staff_table

    contest = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    role = UnicodeAttribute(null=True)
    units = JSONAttribute(null=True)
    password = UnicodeAttribute(null=True)
    one_time = UnicodeAttribute(null=True)
    identified = NumberAttribute(null=True)
    closed = NumberAttribute(null=True)
    since = NumberAttribute(null=True)
    account = UnicodeAttribute(null=True)
    until = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)
    at = NumberAttribute(null=True)
    act = UnicodeAttribute(null=True)
    of = UnicodeAttribute(null=True)
    round = UnicodeAttribute(null=True)
    about = UnicodeAttribute(null=True)
    outcome = UnicodeAttribute(null=True)
    trace = UnicodeAttribute(null=True)


TABLES = (AttemptItem, ContestantItem, RoundItem, StaffItem)
