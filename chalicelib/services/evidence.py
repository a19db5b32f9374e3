"""What people wrote about a decision, and what it rests on: kept under ``restricted/``, where it is in no manifest.

An export holds codes and account ids alone. The words may name people, so they lie where names may lie, and can be erased.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ..config import config
from ..domain.canonical import canonical, sha256_hex
from ..domain.errors import Conflict, NotFound, Unfit
from ..domain.evidence import KINDS, MOST_BYTES, is_fit, kind
from ..domain.times import Millis
from ..domain.vietnamese import slug
from ..storage import objects
from .asked_round import asked_round

_LONGEST_STEM = 60
_HOURS = 1


def check(event: dict[str, Any]) -> bytes:
    """Return the file that a decision rests on. Raises Unfit where there is no text, no file, or not a file to be kept."""
    given = event.get("evidence")
    if not str(event.get("text") or "").strip() or not given:
        raise Unfit("no-evidence")
    data = _decoded(given["data"])
    if not is_fit(given["name"], len(data)):
        raise Unfit("unfit-evidence", kinds=", ".join(sorted(KINDS)), most=MOST_BYTES // 1_000_000)
    return data


def keep(event: dict[str, Any]) -> None:
    """Keep the text and the file of an event under its nonce, before the decision has any effect. Repeated, nothing changes.

    The file comes first: where a text is, there is what it speaks of. Raises Unfit as `check` does, and Conflict where a
    request of this nonce has brought something else: what a decision rests on is never written over.
    """
    data = check(event)
    folder = _folder(event["contest"], event["round"])
    stem = slug(event["evidence"]["name"].rpartition(".")[0])[:_LONGEST_STEM] or "tep"
    name = f"{event['nonce']}-{stem}.{kind(event['evidence']['name'])}"
    told = {"by": event["by"], "file": name, "reason": event["reason"], "sha256": sha256_hex(data), "text": event["text"]}
    bucket = config().exports_bucket
    if objects.put_once(bucket, f"{folder}/{name}", data) != data:
        raise Conflict("asked-otherwise")
    if objects.put_once(bucket, f"{folder}/{event['nonce']}.json", canonical(told)) != canonical(told):
        raise Conflict("asked-otherwise")


def text_of(contest: str, round_id: str, nonce: str) -> str:
    """Return what people wrote about a decision; nothing where it has been taken away since."""
    told = objects.get_json(config().exports_bucket, f"{_folder(contest, round_id)}/{nonce}.json")
    return str(told["text"]) if told else ""


def listed(event: dict[str, Any], now: Millis) -> list[dict[str, Any]]:
    """Return what each decision about a round rests on, by the decisions' ids; those made while it was open are among them.

    Of each: ``decision``, ``by``, ``reason``, ``text``, ``file``, its ``sha256``, and ``link``, which works for an hour.
    ``decision`` in the event names a single one. Raises NotFound where nothing is kept of that.
    """
    record, wanted = asked_round(event), event.get("decision") or ""
    bucket, folder = config().exports_bucket, _folder(record.contest, record.round)
    found = []
    for key in objects.keys(bucket, f"{folder}/{wanted}"):
        if key.endswith(".json") and (told := objects.get_json(bucket, key)):
            decision = key.removeprefix(f"{folder}/").removesuffix(".json")
            found.append({**told, "decision": decision, "link": objects.link(bucket, f"{folder}/{told['file']}", _HOURS)})
    if wanted and not found:
        raise NotFound("no-such-decision")
    return found


def _folder(contest: str, round_id: str) -> str:
    return f"restricted/{contest}/{round_id}/decisions"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unfit("no-evidence") from error
