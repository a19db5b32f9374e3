"""Everything that is stored, as values that can be held against each other."""

from __future__ import annotations

from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends

from chalicelib.config import config
from simulator.cloud import REGION
from tests.watch import contents


def stored() -> dict[str, dict[str, Any]]:
    """Return every object and every item of the tables; how often somebody guessed left out."""
    buckets = {name: contents(name) for name in (config().exports_bucket, config().site_bucket, config().private_bucket)}
    tables = (config().attempts_table, config().contestants_table, config().rounds_table)
    return {**buckets, **{table: {key: item for key, item in items(table).items() if GUESS not in key} for table in tables}}


GUESS = "#guess#"


def items(table: str) -> dict[str, Any]:
    """Return the items of a table as moto holds it, by their keys."""
    held = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[table].all_items()
    return {_key(item): item.to_json()["Attributes"] for item in held}


def _key(item: Any) -> str:
    return "/".join(part.value for part in (item.hash_key, item.range_key) if part is not None)


def guesses() -> dict[str, int]:
    """Return how many guesses are counted at each login from each address."""
    found = {key: item for key, item in items(config().contestants_table).items() if GUESS in key and "-here#" in key}
    return {key: int(item["guesses"]["N"]) for key, item in found.items()}


def rewritten() -> list[str]:
    """Return which files of the exports have ever had more than one content: nothing is overwritten there."""
    keys = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[config().exports_bucket].keys
    return [name for name in list(keys) if len({version.value for version in keys.getlist(name)}) != 1]
