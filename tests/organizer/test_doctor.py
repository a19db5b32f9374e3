"""The doctor: each limit, each protection of a living stage, and what AWS will not say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from organizer import doctor, packaging
from organizer.cloud import Cloud
from organizer.findings import Finding
from organizer.settings import Settings
from tests.organizer.account import answering, clients, refusal

REGION = "ap-southeast-1"
SETTINGS = Settings(REGION, 30_000, 60, {"WarmWrites": "4000"})
NOW = dt.datetime.now(dt.timezone.utc)
KEYS = {"aws_access_key_id": "an-id", "aws_secret_access_key": "a-secret"}


def identity(late_s: int = 0, who: str = "user/thu-ky") -> Any:
    """Return an answer of STS whose clock is ``late_s`` seconds behind this machine's."""

    def answer(sent: dict[str, Any]) -> dict[str, Any]:
        date = dt.datetime.now(dt.timezone.utc) - dt.timedelta(seconds=late_s)
        headers = {"date": f"{date:%a, %d %b %Y %H:%M:%S} GMT"}
        arn = f"arn:aws:iam::123456789012:{who}"
        return {"Account": "123456789012", "Arn": arn, "ResponseMetadata": {"HTTPHeaders": headers}}

    return answer


def table(**changes: Any) -> dict[str, Any]:
    warm = {"WriteUnitsPerSecond": 4000, "ReadUnitsPerSecond": 12000, "Status": "ACTIVE"}
    return {"Table": {"DeletionProtectionEnabled": True, "WarmThroughput": warm} | changes}


def recovery(status: str) -> dict[str, Any]:
    described = {"PointInTimeRecoveryStatus": status}
    return {
        "ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": described}
    }


def summed(invocations: float, errors: float) -> Any:
    return lambda sent: {"Datapoints": [{"Sum": invocations if sent["MetricName"] == "Invocations" else errors}]}


ACCOUNT: dict[str, Any] = {
    "sts:GetCallerIdentity": identity(),
    "account:GetRegionOptStatus": {"RegionOptStatus": "ENABLED_BY_DEFAULT"},
    "lambda:GetAccountSettings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
    "apigateway:GetAccount": {"throttleSettings": {"rateLimit": 10000.0, "burstLimit": 5000}},
    "service-quotas:ListServiceQuotas": {
        "Quotas": [{"QuotaName": "Requests per second per distribution", "Value": 250000.0}]
    },
    "dynamodb:DescribeLimits": {"TableMaxWriteCapacityUnits": 40000},
    "sesv2:GetAccount": {"ProductionAccessEnabled": True},
}
RESOURCES = {
    "EveryMinute": ("hoithi-test-EveryMinute", "AWS::Events::Rule"),
    "Clock": ("hoithi-test-Clock", "AWS::Lambda::Function"),
    "AttemptsTable": ("attempts", "AWS::DynamoDB::Table"),
    "ExportsBucket": ("exports", "AWS::S3::Bucket"),
    "Alarms": ("arn:aws:sns:ap-southeast-1:123456789012:alarms", "AWS::SNS::Topic"),
}
STAGE: dict[str, Any] = {
    "cloudformation:ListStackResources": {
        "StackResourceSummaries": [
            {
                "LogicalResourceId": key,
                "PhysicalResourceId": name,
                "ResourceType": kind,
                "ResourceStatus": "CREATE_COMPLETE",
                "LastUpdatedTimestamp": NOW,
            }
            for key, (name, kind) in RESOURCES.items()
        ]
    },
    "cloudformation:DescribeStacks": {
        "Stacks": [
            {
                "StackName": "hoithi-production",
                "CreationTime": NOW,
                "StackStatus": "UPDATE_COMPLETE",
                "EnableTerminationProtection": True,
            }
        ]
    },
    "events:DescribeRule": {"State": "ENABLED"},
    "cloudwatch:GetMetricStatistics": summed(5, 0),
    "cloudwatch:DescribeAlarms": {"MetricAlarms": [{"AlarmName": "slow", "StateValue": "OK"}]},
    "dynamodb:DescribeTable": table(),
    "dynamodb:DescribeContinuousBackups": recovery("ENABLED"),
    "s3:GetBucketVersioning": {"Status": "Enabled"},
    "s3:GetObjectLockConfiguration": {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
    "sns:ListSubscriptionsByTopic": {"Subscriptions": [{"SubscriptionArn": "arn:aws:sns:x", "Endpoint": "a@b.vn"}]},
}


@pytest.fixture(autouse=True)
def pinned_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaging, "version_of", lambda python: packaging.RUNTIME)


def before(settings: Settings = SETTINGS, **changes: Any) -> list[Finding]:
    """Return what is found in an account whose answers are changed, an operation's name with ``_`` for its colon."""
    with answering({**ACCOUNT, **{name.replace("_", ":", 1): each for name, each in changes.items()}}):
        return list(doctor.before(Cloud("test", REGION, KEYS, make=clients), settings))


def after(**changes: Any) -> list[Finding]:
    """Return what is found at a living stage, in the same way."""
    with answering({**ACCOUNT, **STAGE, **{name.replace("_", ":", 1): each for name, each in changes.items()}}):
        return list(doctor.after(Cloud("production", REGION, KEYS, make=clients), SETTINGS))


def unwell(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.level, finding.key) for finding in findings if finding.level != "ok"]


def test_an_account_that_allows_everything_is_found_well():
    assert unwell(before()) == []


def test_a_living_stage_that_is_in_order_is_found_well():
    assert unwell(after()) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"lambda_GetAccountSettings": {"AccountLimit": {"ConcurrentExecutions": 10}}}, [("bad", "concurrency")]),
        (
            {"apigateway_GetAccount": {"throttleSettings": {"rateLimit": 1999.0, "burstLimit": 999}}},
            [("bad", "gateway-rate"), ("bad", "gateway-burst")],
        ),
        ({"service-quotas_ListServiceQuotas": {"Quotas": []}}, [("unknown", "delivery")]),
        ({"dynamodb_DescribeLimits": {"TableMaxWriteCapacityUnits": 999}}, [("bad", "table-writes")]),
        ({"account_GetRegionOptStatus": {"RegionOptStatus": "DISABLED"}}, [("bad", "region")]),
        ({"sesv2_GetAccount": {"ProductionAccessEnabled": False}}, [("look", "mail")]),
        ({"sts_GetCallerIdentity": identity(who="root")}, [("look", "not-root")]),
        ({"sts_GetCallerIdentity": identity(late_s=240)}, [("look", "skew")]),
        ({"lambda_GetAccountSettings": refusal("AccessDeniedException", "no")}, [("unknown", "unanswered")]),
    ],
)
def test_what_an_account_does_not_allow_is_told(changes: dict[str, Any], found: list[tuple[str, str]]):
    assert unwell(before(**changes)) == found


@pytest.mark.parametrize(
    ("sender", "of", "answers", "found"),
    [
        ("hoithi@example.gov.vn", "example.gov.vn", {}, []),
        ("hoithi@example.gov.vn", "hoithi@example.gov.vn", {}, []),
        ("hoithi@example.gov.vn", "gov.vn", {}, [("bad", "mail-identity")]),
        ("hoithi@example.gov.vn", "none", {}, [("bad", "mail-identity")]),
        (
            "hoithi@example.gov.vn",
            "example.gov.vn",
            {"sesv2_GetEmailIdentity": {"VerifiedForSendingStatus": False}},
            [("bad", "mail-identity")],
        ),
        (
            "hoithi@example.gov.vn",
            "example.gov.vn",
            {"sesv2_GetAccount": {"ProductionAccessEnabled": False}},
            [("bad", "mail")],
        ),
    ],
)
def test_a_stage_that_sends_letters_needs_a_verified_sender_outside_the_sandbox(
    sender: str, of: str, answers: dict[str, Any], found: list[tuple[str, str]]
):
    settings = replace(SETTINGS, parameters={**SETTINGS.parameters, "MailFrom": sender, "MailIdentity": of})
    verified = {"sesv2_GetEmailIdentity": {"VerifiedForSendingStatus": True}}

    assert unwell(before(settings, **{**verified, **answers})) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"events_DescribeRule": {"State": "DISABLED"}}, [("bad", "rule")]),
        ({"cloudwatch_GetMetricStatistics": summed(0, 0)}, [("bad", "ticks")]),
        ({"cloudwatch_GetMetricStatistics": summed(5, 2)}, [("bad", "tick-errors")]),
        ({"dynamodb_DescribeTable": table(DeletionProtectionEnabled=False)}, [("bad", "deletion")]),
        ({"dynamodb_DescribeTable": table(WarmThroughput={"WriteUnitsPerSecond": 999})}, [("bad", "warm")]),
        ({"dynamodb_DescribeContinuousBackups": recovery("DISABLED")}, [("bad", "recovery")]),
        ({"s3_GetBucketVersioning": {}}, [("bad", "versions")]),
        (
            {"s3_GetObjectLockConfiguration": refusal("ObjectLockConfigurationNotFoundError")},
            [("unknown", "unanswered")],
        ),
        (
            {"cloudwatch_DescribeAlarms": {"MetricAlarms": [{"AlarmName": "slow", "StateValue": "ALARM"}]}},
            [("bad", "alarms")],
        ),
        ({"sns_ListSubscriptionsByTopic": {"Subscriptions": []}}, [("look", "subscribed")]),
        (
            {
                "sns_ListSubscriptionsByTopic": {
                    "Subscriptions": [{"SubscriptionArn": "PendingConfirmation", "Endpoint": "a"}]
                }
            },
            [("look", "subscribed")],
        ),
    ],
)
def test_what_is_not_in_order_at_a_living_stage_is_told(changes: dict[str, Any], found: list[tuple[str, str]]):
    assert unwell(after(**changes)) == found


def test_an_exports_bucket_without_a_lock_is_bad():
    assert unwell(after(s3_GetObjectLockConfiguration={"ObjectLockConfiguration": {}})) == [("bad", "lock")]


def test_a_larger_crowd_needs_more_of_everything():
    crowd = Settings(REGION, 500_000, 60, {"WarmWrites": "4000"})

    assert unwell(before(crowd)) == [
        ("bad", "concurrency"),
        ("bad", "gateway-rate"),
        ("bad", "gateway-burst"),
        ("bad", "warm-asked"),
    ]


CERTIFICATE = {"Status": "ISSUED", "DomainName": "hoithi.example.gov.vn", "NotAfter": NOW + dt.timedelta(days=200)}
ARN = "arn:aws:acm:us-east-1:123456789012:certificate/x"


@pytest.mark.parametrize(
    ("arn", "told", "found"),
    [
        (ARN, {}, []),
        (ARN, {"DomainName": "*.example.gov.vn"}, []),
        (ARN, {"Status": "PENDING_VALIDATION"}, [("bad", "certificate")]),
        (ARN, {"DomainName": "example.gov.vn"}, [("bad", "certificate")]),
        (ARN, {"NotAfter": NOW + dt.timedelta(days=10)}, [("look", "certificate-lasts")]),
        (ARN.replace("us-east-1", REGION), {}, [("bad", "certificate-region")]),
        ("", {}, [("bad", "certificate-region")]),
    ],
)
def test_a_domains_certificate_is_looked_at(arn: str, told: dict[str, Any], found: list[tuple[str, str]]):
    parameters = {"WarmWrites": "4000", "SiteAlias": "hoithi.example.gov.vn", "CertificateArn": arn}
    settings = Settings(REGION, 30_000, 60, parameters)

    assert unwell(before(settings, acm_DescribeCertificate={"Certificate": {**CERTIFICATE, **told}})) == found
