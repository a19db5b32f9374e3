"""The seal and the signature that stand on a contest's certificates, as its office has put them in."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ..config import config
from ..domain.errors import Unfit
from ..domain.times import Millis
from ..printing.pictures import check_image
from ..storage import objects, rounds
from .known import if_known

NAMES = ("seal", "signature")

Event = dict[str, Any]


def put_in(event: Event, now: Millis) -> Event:
    """Keep the pictures that ``event`` names, in the place of those before; an empty text takes one off, None leaves it.

    Returns which there are then. Raises NotFound for an unknown contest, and Unfit for what `check_image` refuses.
    """
    contest = event["contest"]
    if_known(rounds.of_contest(contest))
    given = {name: event[name] for name in NAMES if event.get(name) is not None}
    for text in filter(None, given.values()):
        check_image(_decoded(text))
    kept = {**told(contest), **given}
    if not event.get("dry_run"):
        objects.put_json(config().private_bucket, _key(contest), kept)
    return {name: bool(kept[name]) for name in NAMES}


def told(contest: str) -> dict[str, str]:
    """Return the pictures of a contest in base 64; an empty text for one that there isn't."""
    kept = objects.get_json(config().private_bucket, _key(contest)) or {}
    return {name: kept.get(name, "") for name in NAMES}


def decoded(pictures: dict[str, str]) -> dict[str, bytes | None]:
    """Return what `told` has told of as PNG or JPEG; None for one that there isn't."""
    return {name: base64.b64decode(text) if text else None for name, text in pictures.items()}


def _key(contest: str) -> str:
    return f"pictures/{contest}.json"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unfit("unfit-picture-kind") from error
