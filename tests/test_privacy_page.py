"""docs/privacy.md is held to the code and the template: every attribute has a row, every copy an end, all is encrypted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib.services import renaming
from chalicelib.storage import models
from organizer.settings import settings_of
from simulator.cloud import template

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
STAGES = sorted(path.stem for path in (ROOT / "infra" / "stages").glob("*.yaml"))
# The law's time for an erasure (Decree 356/2025), and the day that AWS may take to end an older version.
LAWFUL_DAYS, A_DAY = 20, 1


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table that begins with the column ``heading``, without its head."""
    table = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table]


def described(heading: str) -> set[str]:
    """Return the attributes that the first cells of a table name."""
    return {name for row in rows(heading) for name in re.findall(r"`([a-z_]+)`", row[0])}


def attributes(model: Any) -> set[str]:
    """Return the attributes of a table, as they are stored."""
    return {attribute.attr_name for attribute in model.get_attributes().values()}


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of the template's resources of a type, by name."""
    return {name: each["Properties"] for name, each in template()["Resources"].items() if each.get("Type") == kind}


@pytest.mark.parametrize(
    ("heading", "model"), [("attribute", models.ContestantItem), ("attribute of `StaffTable`", models.StaffItem)]
)
def test_every_attribute_has_a_row_and_every_row_an_attribute(heading: str, model: Any):
    assert described(heading) == attributes(model)


def test_every_row_says_why_who_and_how_long():
    assert [row for row in rows("attribute") if len(row) != 4 or not all(row)] == []


def test_a_new_attribute_without_a_row_is_noticed():
    class Planted(models.ContestantItem):
        shoe_size = models.NumberAttribute(null=True)

    assert attributes(Planted) - described("attribute") == {"shoe_size"}


def test_every_table_and_every_bucket_is_encrypted():
    tables = {name: each.get("SSESpecification") for name, each in of_type("AWS::DynamoDB::Table").items()}
    buckets = {name: each.get("BucketEncryption") for name, each in of_type("AWS::S3::Bucket").items()}

    assert {name for name, each in tables.items() if each != {"SSEEnabled": True}} == set()
    assert {name for name, each in buckets.items() if not each or not each["ServerSideEncryptionConfiguration"]} == set()
    assert len(tables) >= 4
    assert len(buckets) == 3


def test_every_queue_is_encrypted_and_no_bucket_is_open():
    assert {name for name, each in of_type("AWS::SQS::Queue").items() if not each.get("SqsManagedSseEnabled")} == set()
    assert {
        name
        for name, each in of_type("AWS::S3::Bucket").items()
        if set(each["PublicAccessBlockConfiguration"].values()) != {True}
    } == set()


def lifecycle(bucket: str) -> list[dict[str, Any]]:
    """Return the lifecycle rules of a bucket."""
    rules: list[dict[str, Any]] = of_type("AWS::S3::Bucket")[bucket]["LifecycleConfiguration"]["Rules"]
    return rules


def test_a_name_that_was_written_over_ends_within_the_laws_days():
    (site,), (exports,), (_, devices) = (lifecycle(name) for name in ("SiteBucket", "ExportsBucket", "PrivateBucket"))
    recovery = of_type("AWS::DynamoDB::Table")["ContestantsTable"]["PointInTimeRecoverySpecification"][
        "RecoveryPeriodInDays"
    ]
    versions = [rule["NoncurrentVersionExpiration"]["NoncurrentDays"] for rule in (site, exports, devices)]

    assert ("Prefix" in site, exports["Prefix"], devices["Prefix"]) == (False, "restricted/", "devices/")
    assert max([recovery, *versions]) + A_DAY <= 15 < LAWFUL_DAYS
    assert f"{recovery} days" in PAGE
    assert f"{versions[0]} days" in PAGE


def test_nothing_that_counts_ends_by_a_lifecycle():
    rules = [rule for name in of_type("AWS::S3::Bucket") for rule in lifecycle(name)]

    assert {rule["Id"]: rule.get("Prefix") for rule in rules if "ExpirationInDays" in rule} == {
        "mail-that-was-not-sent": "outbox/"
    }


def test_letters_that_were_not_sent_are_gone_the_next_day():
    rule, _ = lifecycle("PrivateBucket")

    assert (rule["ExpirationInDays"], rule["NoncurrentVersionExpiration"]["NoncurrentDays"]) == (1, 1)


def test_names_are_written_anew_for_longer_than_any_function_may_run():
    functions = json.loads((ROOT / ".chalice" / "config.json").read_text())["lambda_functions"]
    longest_ms = (functions["privacy"]["lambda_timeout"] + functions["clock"]["lambda_timeout"]) * 1000

    assert longest_ms < renaming.AGAIN_MS


@pytest.mark.parametrize("stage", STAGES)
def test_the_region_is_a_setting_of_its_stage(stage: str):
    written = yaml.safe_load((ROOT / "infra" / "stages" / f"{stage}.yaml").read_text(encoding="utf-8"))["region"]

    assert settings_of(stage).region == written


def test_no_region_stands_in_the_template_but_where_aws_itself_asks_for_one():
    regions = re.findall(r"\b[a-z]{2}-[a-z]{4,}-\d", (ROOT / "infra" / "resources.yaml").read_text(encoding="utf-8"))

    assert {*regions} == {"us-east-1"}  # Certificates of CloudFront are kept nowhere else.


def test_the_clock_knows_the_region_that_the_notice_names():
    variables = template()["Resources"]["Clock"]["Properties"]["Environment"]["Variables"]

    assert variables["HOITHI_REGION"] == "AWS::Region"


def test_the_day_that_fails_reaches_the_queue_and_an_alarm():
    failed = template()["Resources"]["FailedDays"]["Properties"]
    rule = template()["Resources"]["EveryDay"]["Properties"]
    allowed = template()["Resources"]["DeadLetterQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"][0]

    assert failed["FunctionName"] == "Privacy"
    assert failed["DestinationConfig"]["OnFailure"]["Destination"] == "DeadLetterQueue.Arn"
    assert rule["Targets"][0]["DeadLetterConfig"] == {"Arn": "DeadLetterQueue.Arn"}
    assert "EveryDay.Arn" in allowed["Condition"]["ArnEquals"]["aws:SourceArn"]
    assert rule["ScheduleExpression"] == "rate(1 day)"
