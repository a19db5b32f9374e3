"""Registering in a town: work that is done, letters that are read, and an entry that is right until a test changes it."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from typing import Any

import altcha
import boto3

from chalicelib.config import config
from chalicelib.domain.notice import notice_version
from chalicelib.services.rules import rules_of
from tests.factories import CONTEST, FIRST, NONCE, PRACTICE, SECOND, make_definition, make_registration
from tests.town import Answer, Phone, Town

CITIZEN, PHONE, EMAIL = "034096000077", "0912345678", "an@hue.gov.vn"
FIELDS = {"citizen_id": CITIZEN, "phone": PHONE}
BY_MAIL = {"fields": ["citizen_id", "phone", "email"], "confirm": "email"}


def definition_of(**asked: Any) -> dict[str, Any]:
    """Return the definition of a contest that takes registrations; ``asked`` changes what they ask for."""
    return make_definition(ways_in={"roster": True, "registration": make_registration(**asked), "sso": "none"})


def open_to_all(town: Town, **asked: Any) -> Town:
    """Settle a town whose contest takes registrations; ``asked`` changes what they ask for.

    None of its rounds is made ready where something is still missing for that: the password, or a way to send messages.
    """
    ready = () if asked.get("password") or asked.get("confirm") == "sms" else (PRACTICE, FIRST, SECOND)
    name = f"registration {sorted(asked.items())}"
    return town.settled_as(name, definition=definition_of(**asked), ready=ready)


def solved(text: str) -> str:
    """Return what the page sends once it has solved the puzzle in ``text``."""
    challenge = altcha.Challenge.from_dict(json.loads(b64decode(text)))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def work(phone: Phone) -> str:
    """Ask for a puzzle and solve it."""
    return solved(phone.send("GET", "/challenge").document["challenge"])


def entry(**changes: Any) -> dict[str, Any]:
    """Return an entry that is right where a number and a phone are asked for; its work is still to be done."""
    values = {
        "nonce": NONCE,
        "full_name": "Nguyễn Thị Mới",
        "unit": "so-noi-vu",
        "unit_by": "",
        "fields": FIELDS,
        "consent": changes.get("consent") or notice_version(rules_of(CONTEST)),
        "code": "",
        "password": "",
        "not_excluded": True,
    }
    return values | changes


def register(phone: Phone, **changes: Any) -> Answer:
    """Register on ``phone`` as `entry` says, with work of its own unless ``changes`` have some."""
    said = entry(**changes)
    return phone.send("POST", "/registration", {"work": said.get("work") or work(phone), **said})


def ask_for_code(phone: Phone, email: str = EMAIL, nonce: str = NONCE) -> Answer:
    """Ask for a code that confirms an address."""
    return phone.send("POST", "/registration/code", {"nonce": nonce, "email": email, "work": work(phone)})


def ask_for_lost_code(phone: Phone, identifier: str = CITIZEN, nonce: str = NONCE) -> Answer:
    """Say that one's code is lost."""
    return phone.send("POST", "/session/code", {"nonce": nonce, "identifier": identifier, "work": work(phone)})


def letters(contest: str = CONTEST) -> list[dict[str, str]]:
    """Return the letters in the outbox, in no order that means anything."""
    client, bucket = boto3.client("s3"), config().private_bucket
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"outbox/{contest}/")
    keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
    return [json.loads(client.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]


def code_in(letter: dict[str, str]) -> str:
    """Return the six digits of a letter."""
    return re.findall(r"^([0-9]{6})$", letter["text"], re.MULTILINE)[0]


def mailed_code(phone: Phone, email: str = EMAIL, nonce: str = NONCE) -> str:
    """Ask for a code and read it in the newest letter."""
    before = [letter["text"] for letter in letters()]
    assert ask_for_code(phone, email, nonce).status == 200
    return next(code_in(letter) for letter in letters() if letter["text"] not in before)
