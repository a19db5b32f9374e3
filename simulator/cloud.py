"""The deployment's tables, buckets and secrets in this process, made from the same template, with the time in hand.

DynamoDB is moto's, or a real engine at an endpoint; S3 and the secrets are moto's. Functions that ask each other are called
directly, and what passes between them is turned into JSON and back, as Lambda would.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import boto3
import yaml
from moto import mock_aws

from chalicelib import functions
from chalicelib.config import config
from chalicelib.domain.times import Millis
from chalicelib.services import desk, provider, rules
from chalicelib.storage import models, objects, secrets, signing, transactions
from organizer.template import own_part, value_of

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CreateBucketConfigurationTypeDef

ROOT = Path(__file__).resolve().parent.parent
REGION: Final = "ap-southeast-1"
FUNCTIONS_LAST_MS = 900_000
TABLES = {
    "AttemptsTable": "attempts_table",
    "ContestantsTable": "contestants_table",
    "RoundsTable": "rounds_table",
    "StaffTable": "staff_table",
}
_OF_A_TABLE = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


class Cloud:
    """What a function's surroundings are made of: the hour, which only moves when told to, and who answers whom."""

    def __init__(self) -> None:
        self.now: Millis = 0

    def ask(self, function: str, event: functions.Event) -> Any:
        """Call another function as Lambda would: its answer, its refusal and its faults travel as JSON."""
        service = {
            config().identity_function: self._identity,
            config().clock_function: self._clock,
            config().organizer_function: self._organizer,
            config().privacy_function: self._privacy,
        }[function]
        return functions.opened(json.loads(json.dumps(functions.answered(service, json.loads(json.dumps(event))))))

    def organize(self, act: str, **event: Any) -> Any:
        """Do an organizer's act at the hour that it is."""
        from chalicelib.services.organize import organize

        body = functions.answered(lambda asked: organize(asked, self.now), {"act": act, **event})
        return functions.opened(json.loads(json.dumps(body)))

    def tick(self) -> Any:
        """Let the clock do what is due at the hour that it is."""
        return self._clock({})

    def watch(self) -> Any:
        """Let somebody look for overdue rounds at the hour that it is."""
        from chalicelib.services.watch import watch

        return watch(self.now)

    def retain(self) -> Any:
        """Let go of everybody whose time is over at the hour that it is, as a timer does once a day."""
        return self._privacy({})

    def _privacy(self, event: functions.Event) -> Any:
        from chalicelib.services.privacy import privacy

        return privacy(event, self.now, lambda: FUNCTIONS_LAST_MS)

    def _identity(self, event: functions.Event) -> Any:
        from chalicelib.services.identify import identify

        return identify(event, self.now)

    def _organizer(self, event: functions.Event) -> Any:
        from chalicelib.services.authorise import carried_out
        from chalicelib.services.organize import organize

        return carried_out(event, self.now, organize)

    def _clock(self, event: functions.Event) -> Any:
        from chalicelib.services.tick import woken

        return woken(event, self.now)


@contextmanager
def cloud(dynamodb: str = "") -> Iterator[Cloud]:
    """Give everything that the functions use, empty. ``dynamodb`` is an engine's endpoint; without one it is moto's."""
    environment = {"AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "simulated", "AWS_SECRET_ACCESS_KEY": "simulated"}
    if dynamodb:
        environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynamodb
    with mock.patch.dict(os.environ, environment), mock_aws(), surroundings() as here:
        _make_tables()
        _make_buckets()
        _make_secrets()
        yield here


@contextmanager
def surroundings() -> Iterator[Cloud]:
    """Give what the environment names, as it stands: nothing is made, and the endpoints may be an emulator's.

    The functions still run in this process, at the hour that ``Cloud.now`` says.
    """
    here = Cloud()
    with mock.patch.object(functions, "ask", here.ask):
        _forget()
        try:
            yield here
        finally:
            _forget()


def _forget() -> None:
    """Clients, keys and names that were made for other surroundings must not reach into these."""
    desk.forget()
    provider.forget()
    rules.forget()
    signing.forget()
    for made in (config, objects.s3, secrets.secret, transactions.connection):
        made.cache_clear()
    for model, table in zip(models.TABLES, TABLES.values(), strict=True):
        model._connection = None
        model.Meta.table_name = getattr(config(), table)


@cache
def template() -> dict[str, Any]:
    """Return our own part of the template, CloudFormation's short forms read as plain values."""
    return own_part(_Loader)


class _Loader(yaml.SafeLoader):
    """Reads ``!Ref`` and its like as the plain value behind them."""


_Loader.add_multi_constructor("!", lambda loader, _, node: value_of(loader, node))


def _make_tables() -> None:
    client = boto3.client("dynamodb")
    for resource, setting in TABLES.items():
        properties = template()["Resources"][resource]["Properties"]
        keys = {name: properties[name] for name in _OF_A_TABLE if name in properties}
        client.create_table(TableName=getattr(config(), setting), **keys)


def _make_buckets() -> None:
    place: CreateBucketConfigurationTypeDef = {"LocationConstraint": REGION}
    client = boto3.client("s3")
    for bucket in (config().private_bucket, config().site_bucket):
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    client.create_bucket(
        Bucket=config().exports_bucket,
        CreateBucketConfiguration=place,
        ObjectLockEnabledForBucket=True,
    )


def _make_secrets() -> None:
    client = boto3.client("secretsmanager")
    for name in (config().session_secret, config().person_secret):
        client.create_secret(Name=name, SecretString=f"the secret of {name} in a simulation")
    client.create_secret(Name=config().sso_secret, SecretString="{}")
