"""Accounts on the deployed stack: who has none does nothing, and a unit manager sees the own unit through the front door."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest

from tests.deployed import Town

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

CHOSEN = "con đường ra biển rất dài"


def made(town: Town, account: str, **changes: Any) -> str:
    """Make an account of the demonstration's contest, and return the password for its first sign-in."""
    event = {"act": "account-add", "contest": town.demo.contest, "account": account, "nonce": secrets.token_hex(16)}
    return str(town.invoke("Organizer", {**event, "full_name": "Người Thử", **changes})["answer"]["password"])


def test_the_organizer_function_does_nothing_for_who_has_no_account(town: Town) -> None:
    contest = town.demo.contest
    refused = [
        town.invoke("Organizer", {"act": act, "contest": contest, "token": token})["refused"]["code"]
        for act in ("status", "winners", "links", "account-list", "acts", "own-people")
        for token in ("", f"{contest}.{'0' * 64}", f"*.{'0' * 64}")
    ]

    assert set(refused) == {"staff-signed-out"}


def test_the_first_chief_is_there_and_there_is_no_other(town: Town) -> None:
    told = town.invoke("Organizer", {"act": "first-chief", "nonce": secrets.token_hex(16)})
    who = town.invoke("Organizer", {"act": "whoami"})["answer"]

    assert told["refused"]["code"] == "first-chief-there"
    assert (who["account"], who["contest"], who["role"]) == ("chief", "*", "chief")


def test_a_manager_sees_their_unit_through_the_front_door_and_nothing_else(town: Town) -> None:
    units = town.invoke("Organizer", {"act": "own-units", "contest": town.demo.contest})
    unit, other = _two_units(town)
    password = made(town, "quan-ly", role="unit_manager", units=[unit])

    early = town.api("POST", "/staff/session", {"account": "quan-ly", "password": password})
    unfinished = town.api("GET", "/staff/units")
    town.api("PUT", "/staff/password", {"old": password, "new": CHOSEN})
    mine = town.api("GET", "/staff/units")
    told = town.api("GET", f"/staff/units/{unit}/rounds/{town.demo.open_round}")
    elsewhere = town.api("GET", f"/staff/units/{other}/rounds/{town.demo.open_round}")
    page = town.send("GET", f"/{town.demo.contest}/don-vi.html")
    left = town.api("DELETE", "/staff/session")

    assert units["refused"]["code"] == "not-your-role"
    assert (early.status, early.document["password_to_change"], unfinished.status) == (200, True, 409)
    assert [each["id"] for each in mine.document["units"]] == [unit]
    assert (told.status, told.document["unit"]["id"]) == (200, unit)
    # Beside those on the list there is whoever has registered into the unit in another test.
    assert len(told.document["members"]) >= told.document["unit"]["headcount"] > 0
    assert (elsewhere.status, page.status, left.status) == (404, 200, 204)


def _two_units(town: Town) -> tuple[str, str]:
    """Return the ids of two units of the contest that have people in them."""
    key = f"rosters/{town.demo.contest}/roster.json"
    body = town.emulator.client("s3").get_object(Bucket=town.stack.names["PrivateBucket"], Key=key)["Body"].read()
    ids = [unit["id"] for unit in json.loads(body)["units"] if unit["headcount"]]
    return ids[0], ids[1]


def test_the_log_on_the_stack_says_who_made_the_account(town: Town) -> None:
    made(town, "giam-sat", role="auditor", units=[], identifier=secrets.token_hex(6))

    lines = town.invoke("Organizer", {"act": "acts", "contest": town.demo.contest})["answer"]["acts"]

    assert ("chief", "account-add", "giam-sat", "done") in {
        (each["by"], each["act"], each["about"], each["outcome"]) for each in lines
    }
