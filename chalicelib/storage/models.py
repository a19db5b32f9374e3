"""The tables, as PynamoDB sees them. Their keys are those of `infra/resources.yaml`; a test holds the two together."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from ..config import config
from .aws_errors import patience


class Waiting:
    """How long the tables are waited for, and how often a call is tried: `aws_errors.patience` says why."""

    connect_timeout_seconds = patience().connect_s
    read_timeout_seconds = patience().read_s
    max_retry_attempts = patience().tries - 1


class AttemptItem(Model):
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


class ContestantItem(Model):
    """A person in one contest. Three kinds of key: ``<contest>#<pseudonym>``: the profile; ``<contest>#login#<hash>``: whom
    an identifier belongs to and the hash of the code; ``<contest>#guess#<hash>``: wrong guesses of late. Personal data
    lives in this table and nowhere else. ``expires`` (epoch seconds) stands on guesses alone: DynamoDB deletes such an
    item some time after, and nothing may come to depend on whether it has.
    """

    class Meta(Waiting):
        table_name = config().contestants_table

    person = UnicodeAttribute(hash_key=True)
    pseudonym = UnicodeAttribute(null=True)
    code_hash = UnicodeAttribute(null=True)
    full_name = UnicodeAttribute(null=True)
    unit = UnicodeAttribute(null=True)
    unit_name = UnicodeAttribute(null=True)
    leader = NumberAttribute(null=True)
    excluded = UnicodeAttribute(null=True)
    excluded_reason = UnicodeAttribute(null=True)
    guesses = NumberAttribute(null=True)
    until = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)


class RoundItem(Model):
    """A round's record, and under the range key ``_contest`` what belongs to the contest as a whole."""

    class Meta(Waiting):
        table_name = config().rounds_table

    contest = UnicodeAttribute(hash_key=True)
    round = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute(null=True)
    version = NumberAttribute(default=0)
    record = JSONAttribute()


TABLES = (AttemptItem, ContestantItem, RoundItem)
