"""Pictures of what moto holds: a town is settled once, and every test begins from a copy, so that hundreds take seconds."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core import models as moto_models
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

from chalicelib import functions
from chalicelib.services import desk, provider, rules
from chalicelib.storage.contestants import Profile
from simulator import cloud
from simulator.cloud import REGION, Cloud

ENVIRONMENT = {"AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "simulated", "AWS_SECRET_ACCESS_KEY": "simulated"}


@dataclass(frozen=True)
class Picture:
    """Everything in the buckets, the tables and the vault at one moment; with the codes handed out, and to whom.

    It is pickled: moto closes every object it has ever made when it is reset, and would close a copy's too.
    """

    held: bytes
    codes: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)


def take(codes: Mapping[str, str] | None = None, profiles: Mapping[str, Profile] | None = None) -> Picture:
    """Return a picture of what moto holds now."""
    held = (_s3().buckets, s3_backends.bucket_accounts, _dynamodb().tables, _secrets().secrets)
    return Picture(pickle.dumps(held), dict(codes or {}), dict(profiles or {}))


def restore(picture: Picture) -> None:
    """Put into moto what ``picture`` shows; what the functions remember of another town is forgotten.

    Their clients and their secrets, which are the same in every town, are kept: a client takes longer to make than a test.
    """
    _s3().reset()
    _s3().buckets, accounts, _dynamodb().tables, _secrets().secrets = pickle.loads(picture.held)
    s3_backends.bucket_accounts.update(accounts)
    desk.forget()
    provider.forget()
    rules.forget()


def of_nothing() -> Picture:
    """Return the picture of empty tables and buckets, made from the template that goes to AWS."""
    with cloud.cloud():
        return take()


@contextmanager
def town_square(picture: Picture) -> Iterator[Cloud]:
    """Give surroundings like `simulator.cloud.cloud`, with what ``picture`` shows in them."""
    here = Cloud()
    # Each time it begins, moto makes a thousand patterns for `requests`, by which nobody here asks AWS for anything.
    unasked = mock.patch.object(moto_models, "RESPONSES_METHODS", [])
    environment = mock.patch.dict(os.environ, ENVIRONMENT)
    with unasked, environment, mock_aws(), mock.patch.object(functions, "ask", here.ask):
        restore(picture)
        yield here


def _s3() -> Any:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]


def _dynamodb() -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION]


def _secrets() -> Any:
    return secretsmanager_backends[DEFAULT_ACCOUNT_ID][REGION]
