"""People's data on the deployed stack: told, erased, kept out of logs and public files; and what its role may not do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.canaries import MAY_HOLD_ANYTHING, MAY_NAME_WINNERS
from tests.deployed import Town
from tests.stack.surroundings import logged

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]


def winners(town: Town) -> list[dict[str, str]]:
    asked = {"act": "winners", "contest": town.demo.contest, "round": town.demo.published_round}
    return [row for row in town.invoke("Organizer", asked)["answer"]["rows"] if row["contestant"] and row["full_name"]]


def asked(town: Town, act: str, person: str) -> Any:
    told = town.invoke("Organizer", {"act": act, "contest": town.demo.contest, "person": person})
    return told.get("answer", told)


def results(town: Town) -> str:
    folder = f"/{town.demo.contest}/{town.demo.published_round}"
    return "".join(town.send("GET", f"{folder}/{name}").body.decode() for name in ("results.json", "index.html"))


def test_a_winner_is_told_everything_and_erased_and_the_results_stay(town: Town) -> None:
    winner = winners(town)[-1]
    manifest = town.objects("ExportsBucket", f"{town.demo.contest}/")

    told = asked(town, "person-export", winner["contestant"])
    erased = asked(town, "person-erase", winner["contestant"])

    shown = results(town)
    assert told["person"]["full_name"] == winner["full_name"]
    assert told["attempts"][0]["round"] == town.demo.published_round
    assert set(erased) == {"erased_at"}
    assert winner["full_name"] not in shown
    assert winner["full_name"] not in json.dumps(winners(town), ensure_ascii=False)
    assert {key: each["ETag"] for key, each in town.objects("ExportsBucket", f"{town.demo.contest}/").items()} == {
        key: each["ETag"] for key, each in manifest.items()
    }
    assert asked(town, "person-export", winner["contestant"])["refused"]["code"] == "no-such-person"


def test_the_daily_rule_reaches_a_function_that_lets_nobody_go_yet(town: Town) -> None:
    rules = town.emulator.client("events").list_rules()["Rules"]
    name = town.stack.names["EveryDay"].rsplit("/", 1)[-1]
    before = results(town)

    told = town.invoke("Privacy", {})

    daily = [(rule["ScheduleExpression"], rule["State"]) for rule in rules if rule["Name"] == name]
    assert daily == [("rate(1 day)", "ENABLED")]
    assert told == {"answer": {"ended": [], "over": [], "finished": True}}
    assert results(town) == before


def test_the_role_of_privacy_reads_no_key_no_seed_no_export_and_writes_no_page(town: Town) -> None:
    s3, names = town.as_role("PrivacyRole"), town.stack.names
    restricted = f"restricted/{town.demo.contest}/{town.demo.published_round}/r01/winners.csv"
    secret = [next(iter(town.objects("PrivateBucket", prefix))) for prefix in ("banks/", "seeds/lot/", "rosters/")]

    reads = [
        *(lambda key=key: s3.get_object(Bucket=names["PrivateBucket"], Key=key) for key in secret),
        lambda: s3.get_object(Bucket=names["ExportsBucket"], Key=restricted),
        lambda: s3.put_object(Bucket=names["SiteBucket"], Key="index.html", Body=b""),
        lambda: s3.delete_object(Bucket=names["SiteBucket"], Key="index.html"),
    ]

    assert [_denied(read) for read in reads] == [True] * len(reads)


def _denied(read: Any) -> bool:
    with pytest.raises(ClientError) as refused:
        read()
    return refused.value.response["Error"]["Code"] == "AccessDenied"


def names_and_identifiers(town: Town) -> set[str]:
    """Return what identifies anybody of the demonstration: names as they are stored, identifiers as they were handed out."""
    table = town.emulator.client("dynamodb").get_paginator("scan").paginate(TableName=town.stack.names["ContestantsTable"])
    people = [item for page in table for item in page["Items"]]
    stored = {item[name]["S"] for item in people for name in ("full_name", "citizen_id", "phone", "email") if name in item}
    return {text for text in stored | {slip["identifier"] for slip in town.demo.people} if len(text) > 8}


def test_no_line_of_the_logs_names_anybody(town: Town) -> None:
    logs = town.emulator.client("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    lines = [message for name in groups for message in logged(town, name)]

    found = {text for text in names_and_identifiers(town) for line in lines if text in line}

    assert len(lines) > 0
    assert found == set()


def test_no_object_names_anybody_but_winners_on_pages_of_results(town: Town) -> None:
    s3, known = town.emulator.client("s3"), names_and_identifiers(town)
    found = []
    for bucket in ("SiteBucket", "ExportsBucket", "PrivateBucket"):
        for key in town.objects(bucket):
            of_results = bucket == "SiteBucket" and MAY_NAME_WINNERS.fullmatch(key)
            # What every contest has alike gives a made-up name as an example, which the demonstration may have drawn too.
            of_everybody = bucket == "SiteBucket" and key.startswith("assets/")
            if not key.startswith(MAY_HOLD_ANYTHING) and not of_results and not of_everybody:
                text = s3.get_object(Bucket=town.stack.names[bucket], Key=key)["Body"].read().decode(errors="replace")
                found += [(key, each) for each in known if each in text or each in key]

    assert found == []


def test_the_notice_of_the_contest_is_on_the_site_and_names_the_country(town: Town) -> None:
    page = town.send("GET", f"/{town.demo.contest}/notice.html")

    assert page.status == 200
    assert "Xin-ga-po (ap-southeast-1)" in page.body.decode()
